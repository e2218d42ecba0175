"""The record of how easy each page is to read tells what the pages are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml

from macros.checks.guide import Guide
from macros.checks.record import drift, measure, text_of
from macros.facts.reading import PageReading, ReadingFile
from tests.conftest import PROJECT

DAY = date(2026, 11, 21)


def record(*rows: tuple[str, float, int]) -> ReadingFile:
    """A record of pages, each with its grade and its longest sentence."""
    return ReadingFile(
        measured=DAY,
        pages=tuple(
            PageReading(page=page, grade=grade, as_written=grade + 1, longest_sentence=words, citations=3)
            for page, grade, words in rows
        ),
    )


def test_the_record_of_this_guide_is_true() -> None:
    guide = Guide(PROJECT, PROJECT / "docs")
    recorded = guide.facts.reading
    assert recorded is not None
    moved = drift(recorded, measure(guide, recorded.measured))
    assert not moved, "run `python -m macros.checks.record`:\n" + "\n".join(moved)


def test_the_middle_and_the_hardest_page() -> None:
    found = record(("a", 2.0, 9), ("b", 7.5, 20), ("c", 3.0, 12))
    assert (found.middle_grade, found.hardest_grade) == (3.0, 7.5)
    assert (found.middle_as_written, found.hardest_as_written) == (4.0, 8.5)


def test_a_small_change_of_words_leaves_the_record_true() -> None:
    assert drift(record(("a", 2.0, 9)), record(("a", 2.3, 11))) == []


def test_the_record_is_old_when_pages_come_go_or_grow_harder() -> None:
    before = record(("a", 2.0, 9), ("gone", 2.0, 9))
    after = record(("a", 4.0, 18), ("new", 2.0, 9))
    said = " ".join(drift(before, after))
    for words in ("gone is only in the record", "new is not in the record", "grade now", "longest sentence"):
        assert words in said


def test_what_is_written_is_read_back(project: Path) -> None:
    guide = Guide(project, project / "docs")
    measured = measure(guide, DAY)
    assert [row.page for row in measured.pages] == ["get-help", "index"]
    assert ReadingFile.model_validate(yaml.safe_load(text_of(measured))) == measured
