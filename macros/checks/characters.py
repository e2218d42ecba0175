"""Characters that slip in from word processors and web pages: spaces that nobody sees, and curly quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from macros.checks.guide import CODE, EXPRESSION, Guide, line_at
from macros.components import PageSource
from macros.errors import Problem
from macros.facts.yaml_source import display_name

# Each is found in a line, with what to say of it and what to do.
SPACES = (
    (re.compile(r"[ \t]+$"), "Spaces stand at the end of this line.", "Delete them."),
    (re.compile(r"\t"), "A tab stands in this line.", "Write spaces."),
    (
        re.compile("[\u00a0\u2007\u202f]"),
        "A space that does not break stands in this line.",
        "Write a usual one.",
    ),
    (re.compile("[\u200b\u2060\ufeff]"), "A character that nobody sees stands in this line.", "Delete it."),
)
CURLY = re.compile("[\u201c\u201d\u2018\u2019]")
STRAIGHT = {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"}
STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')


def text_files(guide: Guide) -> Iterator[Path]:
    """Every page, and every file of facts."""
    yield from (guide.docs / path for path in guide.page_paths())
    yield from sorted((guide.docs / "data").rglob("*.yml"))


def usual_spaces(guide: Guide) -> Iterator[Problem]:
    """No space is hidden, doubled at the end of a line, or of a kind that looks like another."""
    for file in text_files(guide):
        text = file.read_text(encoding="utf-8")
        name = display_name(file, guide.project)
        for number, line in enumerate(text.split("\n"), start=1):
            for pattern, message, fix in SPACES:
                if pattern.search(line):
                    yield Problem(name, number, "spaces", message, fix)
                    break
        if text and not text.endswith("\n"):
            said = "The file ends without a line break."
            yield Problem(name, text.count("\n") + 1, "spaces", said, "Press Enter at its end.")


def straight_quotes(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """Quotes in pages are straight: a call with curly ones cannot be read."""
    found: dict[int, str] = {}
    for at in curly_quotes(page.body):
        found.setdefault(line_at(page, at), page.body[at])
    for line, sign in found.items():
        said = f"The quote {sign} in this line is curly."
        yield Problem(page.name, line, "quotes", said, f"Write {STRAIGHT[sign]} in its place.")


def curly_quotes(body: str) -> Iterator[int]:
    """Places of curly quotes in a page's words, and around the words in its calls."""
    hidden = CODE.sub(lambda found: " " * len(found.group()), body)
    hidden = EXPRESSION.sub(
        lambda call: STRING.sub(lambda found: " " * len(found.group()), call.group()), hidden
    )
    yield from (found.start() for found in CURLY.finditer(hidden))
