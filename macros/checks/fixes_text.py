"""Changes of words and characters that have one right answer: spaces, quotes, ranges and dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from macros.checks.characters import STRAIGHT, curly_quotes
from macros.checks.guide import CODE, EXPRESSION

FENCE = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
# Where words are not for readers: addresses of links, ids of headings, tags.
NOT_WORDS = re.compile(r"\]\([^)]*\)|\{\s*#[^}]*\}|<[^>\n]+>|^\[[^\]]+\]:.*$", re.MULTILINE)

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH = "(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"  # noqa: E501
UNITS = r"(?:hour|day|week|month|year|minute|session|visit|people|times?\b|mm\b|°|%)"
DASH = "[\u2012-\u2015]"


@dataclass(frozen=True)
class Mended:
    """A change: the line it stands in, before and after, and the check it satisfies."""

    line: int
    before: str
    after: str
    check: str


def replaced(text: str, places: list[tuple[int, int, str]], check: str) -> tuple[str, list[Mended]]:
    """The text with other words at these places, and what was changed.

    Args:
        text: A text.
        places: Start, end and new words of each.
        check: The check that the changes satisfy.
    """
    found: list[Mended] = []
    for start, end, new in sorted(places, reverse=True):
        found.append(Mended(text.count("\n", 0, start) + 1, text[start:end], new, check))
        text = text[:start] + new + text[end:]
    return text, found[::-1]


def body_start(text: str) -> int:
    """Where the words of a page begin, behind its head; 0 where it has none."""
    head = FENCE.match(text)
    return head.end() if head else 0


def words_only(text: str) -> str:
    """A page's text with everything blanked that is not words for readers; every sign keeps its place.

    The words inside a call stay where they have a space: a name or an id has none.
    """

    def blank(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", found.group())

    def call(found: re.Match[str]) -> str:
        kept = list(re.sub(r"[^\n]", " ", found.group()))
        for words in STRING.finditer(found.group()):
            if " " in words.group():
                kept[words.start() : words.end()] = words.group()
        return "".join(kept)

    start = body_start(text)
    hidden = CODE.sub(blank, text[start:])
    hidden = EXPRESSION.sub(call, hidden)
    return re.sub(r"[^\n]", " ", text[:start]) + NOT_WORDS.sub(blank, hidden)


def mend_characters(text: str) -> tuple[str, list[Mended]]:
    """Spaces as they should be, and straight quotes in pages."""
    lines = text.split("\n")
    found: list[Mended] = []
    for index, line in enumerate(lines):
        new = re.sub("[\u00a0\u2007\u202f]", " ", re.sub("[\u200b\u2060\ufeff]", "", line))
        new = new.replace("\t", "    ").rstrip(" ")
        if new != line:
            lines[index] = new
            found.append(Mended(index + 1, line, new, "spaces"))
    if lines[-1]:
        lines.append("")
        found.append(Mended(len(lines) - 1, "", "a line break at the end", "spaces"))
    text = "\n".join(lines)
    start = body_start(text)
    if not start:
        return text, found
    places = [(start + at, start + at + 1, STRAIGHT[text[start + at]]) for at in curly_quotes(text[start:])]
    text, quotes = replaced(text, places, "quotes")
    return text, found + quotes


def mend_words(text: str) -> tuple[str, list[Mended]]:
    """Ranges and dates of a page in the house style."""
    changes: list[Mended] = []
    for find, check in ((ranges, "range"), (dates, "date")):
        text, found = replaced(text, list(find(words_only(text))), check)
        changes += found
    return text, changes


def ranges(words: str) -> Iterator[tuple[int, int, str]]:
    """Ranges with a dash that can be nothing else: with a long dash, or a hyphen before a unit."""
    number = r"\d+(?:[.,]\d+)?"
    for pattern in (
        rf"(?<![\w.,-])({number})\s?{DASH}\s?({number})(?![\w-])",
        rf"(?<![\w.,-])({number})-({number})(?=\s+{UNITS})",
        rf"\b{MONTH}\s?(?:{DASH}|-)\s?{MONTH}\b",
    ):
        for found in re.finditer(pattern, words):
            first, second = found.group(1), found.group(2)
            rising = not first[0].isdigit() or float(first.replace(",", ".")) < float(
                second.replace(",", ".")
            )
            if rising:
                yield found.start(), found.end(), f"{first} to {second}"


def dates(words: str) -> Iterator[tuple[int, int, str]]:
    """Dates that can be read in one way only, and are not written as "6 August 2026"."""
    ordinal = r"(?:st|nd|rd|th)"
    kinds: tuple[tuple[str, Callable[[re.Match[str]], str | None]], ...] = (
        (r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])", lambda m: _date(m[3], m[2], m[1])),
        (
            rf"\b{MONTH}\.? (\d{{1,2}}){ordinal}?,? (\d{{4}})\b",
            lambda m: _date(m[2], _month(m[1]), m[3]),
        ),
        (
            rf"(?<![\w-])(\d{{1,2}}){ordinal}?(?: of)? {MONTH}\.?,? (\d{{4}})\b",
            lambda m: _date(m[1], _month(m[2]), m[3]),
        ),
        (r"(?<![\w/.])(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?![\w/])", _with_strokes),
    )
    for pattern, read in kinds:
        for found in re.finditer(pattern, words):
            new = read(found)
            if new and new != found.group():
                yield found.start(), found.end(), new


def _with_strokes(found: re.Match[str]) -> str | None:
    """25/08/2026 and 08/25/2026 are the same day; 06/08/2026 is one of two, and a person must say which."""
    first, second = int(found[1]), int(found[2])
    if first > 12 >= second:
        return _date(found[1], found[2], found[3])
    if second > 12 >= first:
        return _date(found[2], found[1], found[3])
    return None


def _month(name: str) -> str:
    return str(next(n for n, full in enumerate(MONTHS, 1) if full.startswith(name[:3])))


def _date(day: str, month: str, year: str) -> str | None:
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return None
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"
