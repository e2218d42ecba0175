"""How easy each page was to read on the day that somebody last measured all of them."""

from __future__ import annotations

from statistics import median
from typing import Annotated

from pydantic import Field, Strict

from macros.facts.models import Day, Model, Text

Grade = Annotated[float, Field(ge=-5, le=25)]
Count = Annotated[int, Strict(), Field(ge=0)]


class PageReading(Model):
    """A page, named without ".md": its grades, its longest sentence in words, and its citation numbers.

    `grade` counts a medical name of the glossary as its plain words. `as_written` counts all words as they
    stand.
    """

    page: Text
    grade: Grade
    as_written: Grade
    longest_sentence: Count
    citations: Count


class ReadingFile(Model):
    """docs/data/reading.yml, which a program writes: python -m macros.checks.record."""

    measured: Day
    pages: Annotated[tuple[PageReading, ...], Field(min_length=1)]

    @property
    def middle_grade(self) -> float:
        """The grade of the middle page: half of the pages are easier, and half are harder."""
        return round(median(page.grade for page in self.pages), 1)

    @property
    def hardest_grade(self) -> float:
        """The grade of the hardest page."""
        return max(page.grade for page in self.pages)

    @property
    def middle_as_written(self) -> float:
        """The grade of the middle page with all words counted as they stand."""
        return round(median(page.as_written for page in self.pages), 1)

    @property
    def hardest_as_written(self) -> float:
        """The grade of the hardest page with all words counted as they stand."""
        return max(page.as_written for page in self.pages)
