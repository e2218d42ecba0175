"""What the builder of the code for other sites is given: addresses, the waits a clinic may give, the words.

The pages that other sites may show, and the options they take, are the contract of the embed:
decisions/0013-embedding.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from macros.components.page import PageContext
from macros.facts import Facts
from macros.facts.models import Interval
from macros.facts.planner import PLANS
from macros.publish.frozen import FOLDER, versions

LIVE = "embed/v1"
# The page of a group of tasks below a version, and the page of the guide that says the same in full.
PLAIN, PLAN = "", "plan/"
NEUTRAL = "neutral/"
FULL = {PLAIN: "timing", PLAN: "plan"}
# What a host page gets. `{more}` is where the optional script is told of the frame.
# What the frame may do: run its script, open the guide in a window of its own, and copy. It stores nothing.
STYLE = "width:100%;min-height:{height}px;border:0;frame-sizing:content-height"
HTML = (
    '<iframe src="{src}" title="{title}" loading="lazy" referrerpolicy="no-referrer"'
    ' sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" allow="clipboard-write"'
    ' style="{style}"{more}></iframe>\n<p><a href="{full}">{open}</a></p>'
)


def builder_given(facts: Facts, page: PageContext) -> dict[str, Any]:
    """What the script of the builder is given, as JSON takes it.

    Args:
        facts: The guide's facts, with docs/data/embed.yml.
        page: The page that the builder stands on.
    """
    embed = facts.embed
    assert embed is not None
    tasks = list(facts.planner_words["form"]["task"])
    folders = [name + part for name in (PLAIN, NEUTRAL) for part in (PLAIN, PLAN)]
    site = page.site.url
    values = {
        "src": f"{site}{LIVE}/",
        "title": _title(page, PLAIN),
        "style": STYLE.replace("{height}", str(embed.limits.height)),
        "more": "",
        "full": f"{site}{FULL[PLAIN]}/",
        "open": embed.said.open.replace("{host}", urlsplit(site).netloc),
    }
    return {
        "site": site,
        "root": page.address("index"),
        "html": HTML,
        "style": values["style"],
        "plain": {"html": _filled(HTML, values), "address": values["src"], "link": values["full"]},
        "live": f"{LIVE}/",
        "pages": {task: PLAN if task in PLANS else PLAIN for task in tasks},
        "full": {part: f"{name}/" for part, name in FULL.items()},
        "titles": {folder: _title(page, folder) for folder in folders},
        "waits": clinic_waits(facts),
        "limits": embed.limits.model_dump(),
        "takes": {site.id: site.takes for site in embed.sites},
        "problems": embed.problems.model_dump(),
        "notes": embed.notes.model_dump(),
        "said": embed.said.model_dump(),
    }


def clinic_waits(facts: Facts) -> dict[str, dict[str, Any]]:
    """The waits that a clinic may give as its own, by the letter of the option.

    `least` is the shortest that any published row allows; `rows` are all of them, each with its own and
    with the kind that it is about.
    """
    first, second = (treatment.id for treatment in facts.treatments[:2])
    pairs = {"a": ("combine", first, second), "b": ("combine", second, first)}
    course = next((row for row in facts.intervals if row.purpose == "course"), None)
    if course:
        pairs["c"] = ("course", course.from_, course.to)
    found = {}
    for letter, (purpose, from_, to) in pairs.items():
        rows = [row for row in facts.intervals if (row.purpose, row.from_, row.to) == (purpose, from_, to)]
        if rows:
            found[letter] = {
                "from": from_,
                "to": to,
                "least": min(row.not_before for row in rows),
                "rows": [{"least": row.not_before, "kind": _kind(row, rows, facts)} for row in rows],
            }
    return found


def frozen_versions(project: Path) -> list[tuple[str, str]]:
    """The frozen versions of the embed, newest first: the name of the folder, and its month in words."""
    names = [folder.name for folder in reversed(versions(project / FOLDER))]
    return [(name, f"{date.fromisoformat(f'{name}-01'):%B %Y}") for name in names]


def _kind(row: Interval, rows: Iterable[Interval], facts: Facts) -> str:
    """The kind that a row is about, and the places where rows differ in these alone."""
    kinds = {
        kind.id: kind.in_sentence
        for name in (row.to, row.from_)
        for kind in (facts.treatment(name).kinds if name in facts.ids("treatment") else ())
    }
    kind = kinds.get(row.kind or "", facts.treatment(row.to).in_sentence)
    same = [each for each in rows if each.kind == row.kind]
    places: dict[str, str] = facts.words["table"]["area"]
    return f"{kind}, {places[row.area]}" if len(same) > 1 else kind


def _filled(html: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: escape(values[name[1]]), html)


def _title(page: PageContext, folder: str) -> str:
    """The title of an embed page, which is that of its frame."""
    name = f"{LIVE}/{folder.removesuffix('/')}" if folder else f"{LIVE}/index"
    name = name if page.has_page(name) else f"{name}/index"
    return page.title_of(name) if page.has_page(name) else page.meta.title
