"""Holds the pages that may name no brand to it, as they are published: decisions/0013-embedding.md."""

from __future__ import annotations

import re
from pathlib import Path

from macros.errors import GuideError, Problem
from macros.facts import load_facts
from macros.facts.neutral import brand_names, brands_in
from macros.publish.html import pages

CHECK = "neutral"
MARK = " data-neutral>"
# The address of the full page, which no reader sees. The name of the host may be that of the guide.
CANONICAL = re.compile(r"""<link rel=["']?canonical\b[^>]*>""")


def check_neutral(site: Path, docs: Path) -> None:
    """Look for a brand in the pages that say they name none, their scripts included.

    Run it when the scripts are in the pages.

    Raises:
        GuideError: One problem for each brand that a page names.
    """
    marked = [page for page in pages(site) if MARK in page.read_text(encoding="utf-8")]
    if not marked:
        return
    facts = load_facts(docs / "data", docs.parent)
    names = brand_names(facts.treatments, facts.neutral) if facts.neutral else ()
    problems = []
    for page in marked:
        text = CANONICAL.sub("", page.read_text(encoding="utf-8"))
        for place, brand in brands_in(text, names):
            around = text[max(0, place - 40) : place + len(brand) + 40].replace("\n", " ")
            said = f'This page may name no brand, and says "{brand}" here: …{around}…'
            fix = "Add the phrase to docs/data/neutral.yml, or write it without the brand."
            name = page.relative_to(site).as_posix()
            problems.append(Problem(name, text.count("\n", 0, place) + 1, CHECK, said, fix))
    if problems:
        raise GuideError(problems)
