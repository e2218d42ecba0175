"""How easy the guide is to read: what a page's words may cost a reader, and the table of every page.

The limits are those of decisions/0010-reading-checks.md. They hold for the words a reader sees, so a
sentence that a component prints from docs/data is held to them too, and reported at its line there.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from macros.checks.guide import Guide
from macros.checks.reading_measures import Grader, count_words, sentences
from macros.checks.reading_places import Places, scalars
from macros.checks.reading_text import Block, ReadPage, front_matter_blocks, read_pages
from macros.checks.style import check_style
from macros.components.spec import FOLDER as COMPONENTS
from macros.errors import Problem
from macros.facts.yaml_source import display_name

HARDEST_PAGE = 8.0
MIDDLE_PAGE = 6.0
LONGEST_SENTENCE = 20
LONGEST_PARAGRAPH = 3
LONGEST_STRETCH = 200
LONGEST_LIST = 7

# Phrases put together on a page or in the browser. Each is judged with these in place of its {names}.
PHRASES = (Path("planner") / "en.yml", Path("words.yml"))
PLACEHOLDER = re.compile(r"\{(\w+)\}")
DATE_IN_WORDS = "Wednesday 16 December 2026"
FILLED_WITH_DATES = {"date", "from", "to", "had", "usual", "until", "checked", "limit"}
FILLED_WITH_NUMBERS = {"n", "m", "number", "min", "max", "day", "year"}


@dataclass(frozen=True)
class Stretch:
    """The words between two headings: where it starts, its heading, and how many words of prose it has."""

    line: int
    heading: str
    words: int


@dataclass(frozen=True)
class Row:
    """A page in the table: what it costs to read, and how many citation numbers it has."""

    page: str
    words: int
    grade: float
    longest_sentence: int
    longest_stretch: int
    citations: int


class Reading:
    """The guide as it is read: its rendered pages, measured once."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.grader = Grader(guide.facts.terms)
        self.places = Places((guide.docs / "data", COMPONENTS), guide.project)

    @cached_property
    def pages(self) -> tuple[ReadPage, ...]:
        """Every page, rendered.

        Raises:
            GuideError: Some pages cannot be read or rendered.
        """
        return read_pages(self.guide)

    @cached_property
    def grades(self) -> dict[str, float]:
        """The grade of each page, by its file."""
        return {page.source.name: self.grader.grade(_prose_sentences(page.blocks)) for page in self.pages}

    @cached_property
    def phrases(self) -> dict[str, tuple[Block, ...]]:
        """What the planner and the components say, by file, with something in place of each {name}."""
        treatments = [treatment.in_sentence for treatment in self.guide.facts.treatments]
        found: dict[str, tuple[Block, ...]] = {}
        for file in (self.guide.docs / "data" / path for path in PHRASES):
            name = display_name(file, self.guide.project)
            found[name] = tuple(
                Block("paragraph", _filled(text, treatments), name, line) for text, line in scalars(file)
            )
        return found

    def rows(self) -> list[Row]:
        """The table: every page in the order of its file's name, then the files of phrases."""
        rows = [
            Row(
                page.source.name,
                sum(count_words(block.text) for block in page.blocks if block.is_prose),
                self.grades[page.source.name],
                max((count_words(words) for words in _prose_sentences(page.blocks)), default=0),
                max(stretch.words for stretch in stretches(page)),
                page.citations,
            )
            for page in self.pages
        ]
        for name, blocks in self.phrases.items():
            said = _prose_sentences(blocks)
            words = [count_words(sentence) for sentence in said]
            rows.append(Row(name, sum(words), self.grader.grade(said), max(words, default=0), 0, 0))
        return rows

    def hardest(self, page: ReadPage, number: int) -> list[tuple[float, Block, str]]:
        """The sentences of a page that raise its grade most, with the grade and the block of each."""
        graded = [
            (self.grader.grade([words]), block, words)
            for block in page.blocks
            if block.is_prose
            for words in sentences(block.text)
            if count_words(words) > 2
        ]
        return sorted(graded, key=lambda each: (-each[0] * count_words(each[2]), each[1].line))[:number]

    def at(self, words: str, block: Block) -> tuple[str, int]:
        """File and line where these words of a block were written."""
        return self.places.find(words) or self.places.find(block.text) or (block.file, block.line)


def check_reading(guide: Guide) -> list[Problem]:
    """Every place where the guide is harder to read than its limits, or breaks the house style."""
    reading = Reading(guide)
    problems: list[Problem] = list(_grades(reading))
    for page in reading.pages:
        blocks = [*front_matter_blocks(page.source), *page.blocks]
        problems += _long_sentences(reading, blocks)
        problems += _long_paragraphs(reading, page.blocks)
        problems += _long_stretches(page)
        problems += _long_lists(page)
    phrases = [block for blocks in reading.phrases.values() for block in blocks]
    problems += _long_sentences(reading, phrases)
    problems += _long_paragraphs(reading, phrases)
    problems += check_style(reading.pages, phrases, guide.facts, reading.at)
    return sorted(set(problems))


def stretches(page: ReadPage) -> list[Stretch]:
    """The prose between each two headings; the first one starts at the title of the page."""
    found = [Stretch(page.source.body_line, page.source.meta.title, 0)]
    for block in page.blocks:
        if block.kind == "heading":
            found.append(Stretch(block.line, block.text, 0))
        elif block.is_read_through:
            found[-1] = replace(found[-1], words=found[-1].words + count_words(block.text))
    return found


def table(reading: Reading) -> str:
    """The table of every page as text, with the median grade of the pages below it."""
    head = ("page", "words", "grade", "longest sentence", "longest stretch", "citations")
    rows = reading.rows()
    cells = [head] + [
        (
            row.page,
            str(row.words),
            f"{row.grade:.1f}",
            str(row.longest_sentence),
            str(row.longest_stretch),
            str(row.citations),
        )
        for row in rows
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    ]
    lines.append(f"Median grade of the pages: {statistics.median(reading.grades.values() or [0]):.1f}")
    return "\n".join(line.rstrip() for line in lines)


def _grades(reading: Reading) -> Iterator[Problem]:
    for page in reading.pages:
        grade = reading.grades[page.source.name]
        if grade > HARDEST_PAGE:
            hard = "; ".join(
                f'line {block.line} "{_short(words)}" ({own:.0f})'
                for own, block, words in reading.hardest(page, 3)
            )
            yield Problem(
                page.source.name,
                page.source.body_line,
                "grade",
                f"This page reads at grade {grade:.1f}, and {HARDEST_PAGE:.0f} is the limit.",
                f"Use shorter words and sentences. The hardest: {hard}.",
            )
    if not reading.pages:
        return
    middle = statistics.median(reading.grades.values())
    if middle > MIDDLE_PAGE:
        hardest = sorted(reading.grades.items(), key=lambda pair: -pair[1])[:8]
        yield Problem(
            hardest[0][0],
            1,
            "grade",
            f"The median page reads at grade {middle:.1f}, and {MIDDLE_PAGE:.0f} is the limit.",
            f"Make the hardest easier: {', '.join(f'{name} ({grade:.1f})' for name, grade in hardest)}.",
        )


def _long_sentences(reading: Reading, blocks: Iterable[Block]) -> Iterator[Problem]:
    for block in blocks:
        if block.is_prose or block.kind == "field":
            for words in sentences(block.text):
                number = count_words(words)
                if number > LONGEST_SENTENCE:
                    yield Problem(
                        *reading.at(words, block),
                        "sentence",
                        f'This sentence has {number} words: "{words}"',
                        f"Make two of it, or leave some out: at most {LONGEST_SENTENCE} words.",
                    )


def _long_paragraphs(reading: Reading, blocks: Iterable[Block]) -> Iterator[Problem]:
    for block in blocks:
        number = len(sentences(block.text[block.label :])) if block.is_prose else 0
        if number > LONGEST_PARAGRAPH:
            yield Problem(
                *reading.at(block.text, block),
                "paragraph",
                f'There are {number} sentences without a break here: "{_short(block.text)}"',
                f"Start a new paragraph: at most {LONGEST_PARAGRAPH} sentences.",
            )


def _long_stretches(page: ReadPage) -> Iterator[Problem]:
    for stretch in stretches(page):
        if stretch.words > LONGEST_STRETCH:
            yield Problem(
                page.source.name,
                stretch.line,
                "stretch",
                f'{stretch.words} words follow "{_short(stretch.heading)}" before the next heading.',
                f"Add a heading between, or cut: at most {LONGEST_STRETCH} words.",
            )


def _long_lists(page: ReadPage) -> Iterator[Problem]:
    for each in page.lists:
        if each.items > LONGEST_LIST and not each.may_be_long:
            yield Problem(
                page.source.name,
                each.line,
                "list",
                f"This list has {each.items} items.",
                f"Make groups with a heading each, or cut: at most {LONGEST_LIST} items.",
            )


def _prose_sentences(blocks: Iterable[Block]) -> list[str]:
    return [words for block in blocks if block.is_prose for words in sentences(block.text)]


def _filled(text: str, treatments: list[str]) -> str:
    """A phrase as it may be seen."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in FILLED_WITH_DATES:
            return DATE_IN_WORDS
        if name in FILLED_WITH_NUMBERS:
            return "14"
        return treatments[-1 if name == "b" else 0] if name in {"a", "b", "name", "treatment"} else "that"

    return PLACEHOLDER.sub(value, text)


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[:length].rsplit(' ', 1)[0]} …"
