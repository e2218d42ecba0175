"""How the guide marks itself on public checklists. Scores are counted from the marks and never typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, Strict, StringConstraints

from macros.errors import Problem
from macros.facts.models import Day, Flag, Id, Model, Named, SourceIds, Text
from macros.facts.yaml_source import Location, YamlSource

CHECK = "facts"

Points = Annotated[int, Strict(), Field(ge=0, le=5)]
# A page without ".md", and a heading on it: "choose/index#region".
Heading = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-/][a-z0-9]+)*#[a-z0-9]+(-[a-z0-9]+)*$")]
# A test as pytest names it: "tests/site/test_bytes.py::test_every_page_is_light_in_all".
TestName = Annotated[str, StringConstraints(pattern=r"^tests/[a-z0-9_/]+\.py::test_[a-z0-9_]+$")]


class AssessedItem(Named):
    """One item of a checklist, in our own short words, and how it is held.

    Exactly one of three: `test` holds it, and it has full marks for as long as that test passes; or people
    gave it a `mark`, for what stands `at` a heading; or it does not apply. `why` says so in one sentence.
    """

    part: Id | None = None
    asks: Text
    test: TestName | None = None
    mark: Points | None = None
    at: Heading | None = None
    applies: Flag = True
    why: Text


class Part(Named):
    """A part of a checklist."""

    name: Text


class Baseline(Model):
    """A published score of other websites, in a sentence; of one part of the checklist or of all of it."""

    part: Id | None = None
    says: Text
    sources: SourceIds


class Instrument(Named):
    """A public checklist. An item gets from `least` to `most` points; one that does not apply is left out.

    `apart` says that each part has a score of its own. `shown` is how a score is told: as points, or as so
    many points in 100.
    """

    name: Text
    about: Text
    least: Points
    most: Points
    shown: Literal["points", "in-100"]
    apart: Flag = False
    parts: tuple[Part, ...] = ()
    sources: SourceIds
    baselines: tuple[Baseline, ...] = ()
    items: Annotated[tuple[AssessedItem, ...], Field(min_length=1)]

    def points(self, item: AssessedItem) -> int | None:
        """The item's points: all of them while a test holds it; None when it does not apply."""
        if not item.applies:
            return None
        return self.most if item.test else item.mark

    @property
    def scores(self) -> tuple[Score, ...]:
        """The score of the whole, or of each part where parts are scored apart."""
        if not self.apart:
            return (self._score(None, self.items),)
        return tuple(
            self._score(part, tuple(item for item in self.items if item.part == part.id))
            for part in self.parts
        )

    def _score(self, part: Part | None, items: tuple[AssessedItem, ...]) -> Score:
        given = [points for item in items if (points := self.points(item)) is not None]
        published = tuple(line for line in self.baselines if line.part == (part.id if part else None))
        return Score(part, sum(given), len(given) * self.most, len(items) - len(given), published)


@dataclass(frozen=True)
class Score:
    """Points and the most there could be, over the items that apply; `left_out` counts those that do not."""

    part: Part | None
    points: int
    most: int
    left_out: int
    baselines: tuple[Baseline, ...]

    @property
    def in_100(self) -> int:
        """The same as so many in 100, rounded down: a score is never told as higher than it is."""
        return self.points * 100 // self.most if self.most else 0


class AssessmentFile(Model):
    """docs/data/assessment.yml. `reading` has published reading grades of other websites."""

    marked: Day
    reading: tuple[Baseline, ...] = ()
    instruments: Annotated[tuple[Instrument, ...], Field(min_length=1)]


def assessment_problems(source: YamlSource, file: AssessmentFile) -> Iterator[Problem]:
    """Marks outside their scale, items held in no way or in two, unknown parts and ids used twice."""
    seen: dict[str, str] = {}

    def wrong(place: Location, message: str, fix: str) -> Problem:
        return source.problem(place, CHECK, message, fix)

    for number, instrument in enumerate(file.instruments):
        top = ("instruments", number)
        parts = {part.id for part in instrument.parts}
        for index, line in enumerate(instrument.baselines):
            # Where parts are scored apart, the whole has no row; elsewhere a part has none.
            if line.part not in (parts if instrument.apart else {None}):
                fix = f"Write one of: {', '.join(sorted(parts))}." if instrument.apart else 'Delete "part".'
                yield wrong(
                    (*top, "baselines", index), f'{instrument.id}: no score is for part "{line.part}".', fix
                )
        for index, item in enumerate(instrument.items):
            place = (*top, "items", index)
            if item.id in seen:
                yield wrong(
                    (*place, "id"),
                    f'"{item.id}" is the id of another item, at {seen[item.id]}.',
                    "Give this one a new id.",
                )
            seen.setdefault(item.id, f"{source.name}:{source.line(place)}")
            if (item.part is None) == bool(parts) or (item.part is not None and item.part not in parts):
                yield wrong(
                    (*place, "part"),
                    f'{item.id}: "{item.part}" is no part of {instrument.name}.',
                    f"Write one of: {', '.join(sorted(parts)) or 'no part at all'}.",
                )
            if (item.test is not None) + (item.mark is not None) + (not item.applies) != 1:
                yield wrong(
                    place,
                    f"{item.id}: it must have one of three: a test, a mark, or that it does not apply.",
                    'Write "test:", or "mark:" with "at:", or "applies: false".',
                )
            if item.mark is not None and item.at is None:
                yield wrong(
                    place, f"{item.id}: a mark needs the place it was given for.", 'Add "at: page#heading".'
                )
            if item.mark is not None and not instrument.least <= item.mark <= instrument.most:
                yield wrong(
                    (*place, "mark"),
                    f"{item.id}: the mark {item.mark} is not on the scale of {instrument.name}.",
                    f"Write {instrument.least} to {instrument.most}.",
                )
