"""Two states of a guide side by side: what of each is not in the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

from jinja2 import TemplateError

from macros.checks.guide import Guide
from macros.errors import GuideError, Problem
from macros.facts_diff.answers import answers, counts_with
from macros.facts_diff.entries import Fields, entries_of
from macros.facts_diff.words import Words, words_of


@dataclass(frozen=True)
class Change:
    """Something that differs: where (one place, or several pages), and what it was and is, in lines."""

    where: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass
class Comparison:
    """All that differs between two states of a guide, in groups.

    Attributes:
        groups: The changes by what they are changes of, in the order of the report.
        unread: What of the earlier state could not be read, so that only the files of facts were compared.
        problems: What of the present state could not be read.
    """

    groups: dict[str, list[Change]]
    unread: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many changes there are."""
        return sum(len(changes) for changes in self.groups.values())


FACTS = "facts"
PAGES = "pages"
SENTENCES = "sentences"
ROWS = "table rows"
EXAMPLES = "worked examples"
ANSWERS = "planner answers"


class Side:
    """One state of the guide, read with the code of today."""

    def __init__(self, project: Path) -> None:
        self.guide = Guide(project, project / "docs")
        self.problems: list[Problem] = []

    @cached_property
    def entries(self) -> dict[str, Fields]:
        """What stands in docs/data, by its place."""
        return entries_of(self.guide.project)

    @cached_property
    def pages(self) -> dict[str, Words]:
        """What each page says, by its name; a page that cannot be rendered is a problem."""
        found: dict[str, Words] = {}
        for page in self.guide.pages:
            try:
                found[page.path.removesuffix(".md")] = words_of(self.guide, page)
            except GuideError as error:
                self.problems += error.problems
            except TemplateError as error:
                said = f"The page cannot be rendered: {error.message}."
                self.problems.append(Problem(page.name, page.body_line, "component", said, "Run make check."))
        self.problems += self.guide.unreadable
        return found


def compare(before: Path, after: Path) -> Comparison:
    """Everything that differs between two projects' facts and pages."""
    return compare_sides(Side(before), Side(after))


def compare_sides(old: Side, new: Side) -> Comparison:
    """Everything that differs between two states of a guide."""
    groups = {FACTS: list(_entries(old.entries, new.entries))}
    try:
        now = new.guide.library.facts
        new_pages = new.pages
    except GuideError as error:
        return Comparison(groups, problems=list(error.problems))
    try:
        then = old.guide.library.facts
        old_pages = old.pages
    except GuideError as error:
        return Comparison(groups, unread=list(error.problems), problems=new.problems)
    groups[PAGES] = [
        *(Change((name,), ("This page.",), ()) for name in sorted(old_pages.keys() - new_pages.keys())),
        *(Change((name,), (), ("This page.",)) for name in sorted(new_pages.keys() - old_pages.keys())),
    ]
    both = sorted(old_pages.keys() & new_pages.keys())
    for group, name in ((SENTENCES, "sentences"), (ROWS, "rows"), (EXAMPLES, "examples")):
        lines = ((page, getattr(old_pages[page], name), getattr(new_pages[page], name)) for page in both)
        groups[group] = list(_together(lines))
    if counts_with(then) != counts_with(now):
        groups[ANSWERS] = list(_answers(answers(then, then, now), answers(now, then, now)))
    return Comparison(groups, old.problems, new.problems)


def _entries(before: dict[str, Fields], after: dict[str, Fields]) -> Iterator[Change]:
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name, {}), after.get(name, {})
        was: list[str] = []
        now: list[str] = []
        for path in [*old, *(path for path in new if path not in old)]:
            values, others = old.get(path, []), new.get(path, [])
            if values == others:
                continue
            lost = [value for value in values if value not in others]
            come = [value for value in others if value not in values]
            if not lost and not come:
                # The same values in another order.
                lost, come = [", ".join(values)], [", ".join(others)]
            was += [f"{path}: {value}" if path else value for value in lost]
            now += [f"{path}: {value}" if path else value for value in come]
        if was or now:
            yield Change((name,), tuple(was), tuple(now))


def _together(pages: Iterable[tuple[str, list[str], list[str]]]) -> Iterator[Change]:
    """The changes of all pages; the same change on several pages is one."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for page, old, new in pages:
        for change in _lines(old, new):
            found.setdefault(change, []).append(page)
    for (before, after), names in found.items():
        yield Change(tuple(dict.fromkeys(names)), before, after)


def _lines(old: list[str], new: list[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            continue
        was, now = old[start:end], new[new_start:new_end]
        if len(was) == len(now):
            yield from (((one,), (other,)) for one, other in zip(was, now, strict=True))
        else:
            yield tuple(was), tuple(now)


def _answers(before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    for question in [*before, *(question for question in after if question not in before)]:
        was, now = before.get(question), after.get(question)
        if was != now:
            yield Change((question,), (was,) if was else (), (now,) if now else ())
