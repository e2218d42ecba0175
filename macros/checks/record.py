"""Writes down how easy each page is to read, for readers to see. Run: python -m macros.checks.record."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from macros.checks.guide import Guide
from macros.checks.reading import Reading, Row
from macros.checks.reading_measures import Grader
from macros.components.page import today
from macros.facts.reading import PageReading, ReadingFile

FILE = Path("docs/data/reading.yml")

HEAD = """\
# yaml-language-server: $schema=../../schemas/reading.schema.json
# How easy each page was to read on the day it was measured. A program writes this file; nobody types in it.
# After changes to the pages, write it anew: python -m macros.checks.record
# `grade` counts a medical name of the glossary as its plain words. `as_written` counts all words as they
# stand.
"""
# Pages for those who edit the guide.
FOR_EDITORS = "contribute/"
# How far the pages may move away from the record before it has to be written anew.
GRADES = 0.5
WORDS = 5
CITATIONS = 10


def measure(guide: Guide, day: date) -> ReadingFile:
    """How easy each page for readers is to read; those with a template of their own repeat what others say.

    Args:
        guide: The guide, with its pages and its glossary.
        day: The day to write down.
    """
    reading = Reading(guide)
    as_written = Reading(guide)
    as_written.grader = Grader(())
    plain: dict[str, Row] = {row.page: row for row in reading.rows()}
    return ReadingFile(
        measured=day,
        pages=tuple(
            PageReading(
                page=page.source.path.removesuffix(".md"),
                grade=plain[page.source.name].grade,
                as_written=as_written.grades[page.source.name],
                longest_sentence=plain[page.source.name].longest_sentence,
                citations=plain[page.source.name].citations,
            )
            for page in reading.pages
            if not (page.source.path.startswith(FOR_EDITORS) or page.source.meta.template)
        ),
    )


def drift(recorded: ReadingFile, measured: ReadingFile) -> list[str]:
    """Where the record no longer tells what the pages are: a sentence for each."""
    before = {row.page: row for row in recorded.pages}
    after = {row.page: row for row in measured.pages}
    said = [f"{page} is only in the record" for page in before if page not in after]
    for page, row in after.items():
        if page not in before:
            said.append(f"{page} is not in the record")
            continue
        old = before[page]
        moved = {
            "grade": abs(row.grade - old.grade) > GRADES or abs(row.as_written - old.as_written) > GRADES,
            "longest sentence": abs(row.longest_sentence - old.longest_sentence) > WORDS,
            "citations": abs(row.citations - old.citations) > CITATIONS,
        }
        said += [f"{page} has another {what} now: {row}" for what, has_moved in moved.items() if has_moved]
    return said


def text_of(record: ReadingFile) -> str:
    """The record as the text of its file."""
    rows = [
        f"  - {{page: {row.page}, grade: {row.grade}, as_written: {row.as_written}, "
        f"longest_sentence: {row.longest_sentence}, citations: {row.citations}}}"
        for row in record.pages
    ]
    return "\n".join([f"{HEAD}measured: {record.measured}", "pages:", *rows]) + "\n"


def main() -> int:
    """Write the record of the guide in this folder."""
    project = Path().resolve()
    record = measure(Guide(project, project / "docs"), today())
    (project / FILE).write_text(text_of(record), encoding="utf-8")
    sys.stdout.write(f"{FILE}: {len(record.pages)} pages.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
