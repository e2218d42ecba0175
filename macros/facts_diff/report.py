"""A comparison as Markdown, for a terminal and for a comment on a pull request.

Every word that comes from the guide stands in a fence of code, where it can be neither a mention, a link nor
markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from macros.errors import Problem
from macros.facts_diff.compare import ANSWERS, EXAMPLES, FACTS, PAGES, ROWS, SENTENCES, Change, Comparison

TITLE = "## What this change does to the facts and the pages"
NOTHING = "No fact, page, sentence, table, worked example or planner answer changes."
# GitHub takes no longer comment than 65,536 characters.
LONGEST = 60_000
LONGEST_LINE = 300
MOST_SHOWN = 12
MOST_LINES = 8
MOST_PAGES = 4

NAMES = {
    FACTS: ("entry of docs/data", "entries of docs/data"),
    PAGES: ("page", "pages"),
    SENTENCES: ("sentence", "sentences"),
    ROWS: ("table row", "table rows"),
    EXAMPLES: ("worked example", "worked examples"),
    ANSWERS: ("planner answer", "planner answers"),
}
HEADINGS = {
    FACTS: "Facts and words in docs/data",
    PAGES: "Pages that come or go",
    SENTENCES: "Sentences on pages",
    ROWS: "Rows of tables",
    EXAMPLES: "Worked examples",
    ANSWERS: "Answers of the planner",
}


def report(found: Comparison, base: str, held_back: Iterable[Problem] = ()) -> str:
    """The whole report, short enough for a comment.

    Args:
        found: What differs.
        base: What people call the earlier state.
        held_back: What the checks against the earlier state say.
    """
    problems = list(held_back)
    for most in (MOST_SHOWN, MOST_SHOWN // 2, 2, 0):
        text = full_report(found, base, problems, most)
        if len(text) <= LONGEST:
            break
    return text


def full_report(
    found: Comparison, base: str, held_back: Iterable[Problem] = (), most: int | None = None
) -> str:
    """The report with at most `most` changes of a group; with all of them when it is None."""
    return "\n\n".join(_parts(found, base, list(held_back), most)) + "\n"


def _parts(found: Comparison, base: str, held_back: list[Problem], most: int | None) -> Iterator[str]:
    yield TITLE
    yield f"Compared with `{re.sub(r'[^A-Za-z0-9 ./()_-]', '', base)[:100]}`. {_headline(found)}"
    if found.problems:
        yield "**The guide cannot be read as it is now, so not all of it was compared:**"
        yield _fence(str(problem) for problem in found.problems[:MOST_SHOWN])
    if found.unread:
        yield (
            "The earlier state cannot be read with the code of today, so the pages and the planner were not "
            "all compared:"
        )
        yield _fence(str(problem) for problem in found.unread[:3])
    if held_back:
        yield "**These checks stop this change:**"
        yield _fence(str(problem) for problem in held_back[:MOST_SHOWN])
    for group, changes in found.groups.items():
        if not changes:
            continue
        yield f"### {HEADINGS[group]} ({len(changes)})"
        shown = changes if most is None else changes[:most]
        if shown:
            lines = [line for change in shown for line in _lines(change, most is not None)]
            yield _fence(lines, LONGEST_LINE if most is not None else None)
        if len(shown) < len(changes):
            yield f"And {len(changes) - len(shown)} more, in the full list."


def _headline(found: Comparison) -> str:
    counts = [
        f"{len(changes):,} {NAMES[group][len(changes) != 1]}"
        for group, changes in found.groups.items()
        if changes
    ]
    if not counts:
        return "" if found.problems or found.unread else NOTHING
    listed = counts[0] if len(counts) == 1 else f"{', '.join(counts[:-1])} and {counts[-1]}"
    changes = "changes" if found.count == 1 else "change"
    return f"{listed} {changes}."


def _lines(change: Change, short: bool) -> Iterator[str]:
    shown = change.where[:MOST_PAGES] if short else change.where
    more = len(change.where) - len(shown)
    yield f"  {', '.join(shown)}{f' and {more} more' if more else ''}"
    alike = _alike(change.before, change.after) if short else 0
    for sign, lines in (("-", change.before), ("+", change.after)):
        for line in lines[:MOST_LINES] if short else lines:
            yield f"{sign} {'…' if alike else ''}{line[alike:]}"
        if short and len(lines) > MOST_LINES:
            yield f"{sign} … and {len(lines) - MOST_LINES} more lines"


def _alike(before: tuple[str, ...], after: tuple[str, ...]) -> int:
    """How much of the start of two long lines to leave out, so that what differs is seen."""
    if len(before) != 1 or len(after) != 1 or max(len(before[0]), len(after[0])) <= LONGEST_LINE:
        return 0
    (old,), (new,) = before, after
    same = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    return max(0, same - LONGEST_LINE // 4)


def _fence(lines: Iterable[str], longest: int | None = LONGEST_LINE) -> str:
    """Lines in a fence of code that none of them can end."""
    text = "\n".join(_plain(line, longest) for line in lines)
    ticks = max((len(found) for found in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, ticks + 1)
    return f"{fence}diff\n{text}\n{fence}"


def _plain(line: str, longest: int | None) -> str:
    """A line that is not too long, with unseen signs spelled out, such as those that turn the order round."""
    plain = "".join(
        f"<U+{ord(sign):04X}>" if unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs"} else sign
        for sign in line
    )
    return plain if longest is None or len(plain) <= longest else f"{plain[:longest]}…"
