"""Mends what is certain in pages and facts, and prints what it changed. Run: python -m macros.checks.fix.

Each change has a check that finds the mistake; what has two right answers is left to a person. A second run
changes nothing more.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from macros.checks.fixes_data import mend_facts
from macros.checks.fixes_head import mend_head
from macros.checks.fixes_page import mend_frame, mend_headings, mend_planner_links, mend_terms
from macros.checks.fixes_text import Mended, mend_characters, mend_words
from macros.checks.guide import Guide
from macros.errors import GuideError
from macros.facts import Facts, load_facts
from macros.facts.yaml_source import display_name

Mend = Callable[[str], tuple[str, list[Mended]]]
# Files of facts whose words are others' words, or that a program writes.
NOT_OURS = {"sources.yml", "reading.yml", "addresses.yml", "seed-coverage.yml", "search.yml"}


@dataclass(frozen=True)
class Change:
    """A change of a file: its line, what stood there, what stands there now, and the check it satisfies."""

    file: str
    line: int
    before: str
    after: str
    check: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {_short(self.before)} -> {_short(self.after)} [{self.check}]"


def mend(guide: Guide) -> Iterator[Change]:
    """Mend every file of the guide, and give each change once it is written."""
    facts = _facts(guide)
    for path in guide.page_paths():
        steps: list[Mend] = [
            mend_characters,
            mend_head,
            mend_headings,
            mend_planner_links,
            mend_frame,
            mend_words,
        ]
        if facts is not None:
            steps.append(lambda text, known=facts: mend_terms(text, known))  # type: ignore[misc]
        yield from _mend_file(guide.docs / path, guide.project, steps)
    for file in sorted((guide.docs / "data").rglob("*.yml")):
        steps = [mend_characters] if file.name in NOT_OURS else [mend_characters, mend_facts]
        yield from _mend_file(file, guide.project, steps)


def _mend_file(file: Path, project: Path, steps: list[Mend]) -> Iterator[Change]:
    # Without a translation of line ends: a file keeps those it has.
    with file.open(encoding="utf-8", newline="") as opened:
        whole = opened.read()
    windows = "\r\n" in whole
    text = whole.replace("\r\n", "\n")
    changes: list[Change] = []
    name = display_name(file, project)
    for step in steps:
        text, found = step(text)
        changes += [Change(name, each.line, each.before, each.after, each.check) for each in found]
    if changes:
        with file.open("w", encoding="utf-8", newline="") as opened:
            opened.write(text.replace("\n", "\r\n") if windows else text)
    yield from changes


def _facts(guide: Guide) -> Facts | None:
    """The facts; None while they cannot be read: then words are not compared with the glossary."""
    try:
        return load_facts(guide.docs / "data", guide.project)
    except GuideError:
        return None


def _short(text: str, length: int = 60) -> str:
    shown = text.strip("\n").replace("\n", " / ")
    return repr(shown if len(shown) <= length else f"{shown[:length]}…")


def main() -> int:
    """Mend the guide in this folder, and print a line for each change."""
    parser = argparse.ArgumentParser(prog="python -m macros.checks.fix", description=__doc__)
    parser.add_argument("--project", type=Path, default=Path(), help="root of the project")
    project = parser.parse_args().project.resolve()
    changes = list(mend(Guide(project, project / "docs")))
    for change in changes:
        sys.stdout.write(f"{change}\n")
    number = len(changes)
    sys.stdout.write(f"{number} change{'' if number == 1 else 's'}. What is left, make check tells.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
