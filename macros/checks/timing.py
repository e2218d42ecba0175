"""A page that gives a wait says how sure anyone is of it, and that others publish other waits."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from macros.checks.guide import EXPRESSION, Guide, line_at
from macros.components import PageSource
from macros.errors import Problem

# Components that print a wait, or dates worked out from one.
GIVES_A_WAIT = re.compile(
    r"\b(?:wait|span_range|interval_table|hand_out_waits|worked_example|worked_plan|planner|published_spread)\("
)
# What shows how sure we are of a wait: its badge, or a component that has the badge in it.
BADGE = re.compile(r"\bcertainty\(\s*(?:fact\s*=\s*)?[\"']([^\"']+)[\"']")
TABLE_WITHOUT_BADGES = re.compile(r"\binterval_table\([^)]*\bsure\s*=\s*false\b", re.IGNORECASE)
TABLE = re.compile(r"\b(?:interval_table|hand_out_waits)\(")
SPREAD = re.compile(r"\bpublished_spread\(")
LINK = re.compile(r"\]\(\s*<?([^)\s#>]+\.md)(?:#[^)\s>]*)?>?\s*\)")


def waits_show_how_sure(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """A wait stands beside its badge and the published spread, or a link to the page that has the spread."""
    line = _first_wait(page)
    if line is None:
        return
    calls = [match.group() for match in EXPRESSION.finditer(page.body)]
    spread = any(SPREAD.search(call) for call in calls)
    if not spread and not _has_badge(guide, calls):
        yield Problem(
            page.name,
            line,
            "timing",
            "The page gives a wait, and does not show how sure anyone is of it.",
            'Put {{ certainty("…") }} after the wait, with the id of the wait.',
        )
    if (
        any(row.disagreement for row in guide.facts.intervals)
        and not spread
        and not _links_to_spread(guide, page)
    ):
        yield Problem(
            page.name,
            line,
            "timing",
            "The page gives a wait, and does not show that others publish other waits.",
            f'Add {{{{ published_spread("…") }}}}, or a link in the text to {_pages_with_spread(guide)}.',
        )


def _first_wait(page: PageSource) -> int | None:
    """The line of the first wait that a reader sees on the page; none when it gives no wait."""
    if GIVES_A_WAIT.search(page.meta.main_message):
        return page.front_matter.line(("main_message",))
    for expression in EXPRESSION.finditer(page.body):
        if GIVES_A_WAIT.search(expression.group()):
            return line_at(page, expression.start())
    return None


def _has_badge(guide: Guide, calls: list[str]) -> bool:
    waits = guide.facts.ids("interval")
    return any(
        (TABLE.search(call) and not TABLE_WITHOUT_BADGES.search(call))
        or any(fact in waits for fact in BADGE.findall(call))
        for call in calls
    )


def _links_to_spread(guide: Guide, page: PageSource) -> bool:
    folder = posixpath.dirname(page.path)
    linked = {posixpath.normpath(posixpath.join(folder, path)) for path in LINK.findall(page.body)}
    return any(other.path in linked and SPREAD.search(other.body) for other in guide.pages)


def _pages_with_spread(guide: Guide) -> str:
    paths = [page.path for page in guide.pages if SPREAD.search(page.body)]
    return " or ".join(paths) if paths else "a page that has it"
