"""What docs/data/pictures.yml must agree with: a picture draws no day that its claims do not say.

So when a claim changes, the build stops until someone has looked at the picture of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from macros.errors import Problem
from macros.facts.cross_checks import Loaded
from macros.facts.pictures import DAYS_IN_MONTH, PicturesFile
from macros.facts.yaml_source import YamlSource

CHECK = "pictures"
GROUP = "pictures"
LISTS = tuple(PicturesFile.model_fields)

# The fields that name another fact, and of what kind it is.
NAMED = {"claim": "claim", "treatment": "treatment", "bottle": "treatment", "pack": "treatment"}
HOURS_IN = {"hour": 1, "day": 24, "week": 7 * 24, "month": DAYS_IN_MONTH * 24}
AMOUNT = re.compile(r"\b(\d+)(?: (?:to|or|and) (\d+))? (hour|day|week|month)s?\b")
NUMBERED_DAY = re.compile(r"\bday (\d+)\b")
VISITS = re.compile(r"\b(\d+)(?: \w+)? (?:session|visit)s?\b")

Place = tuple[str | int, ...]


def said_days(text: str) -> set[float]:
    """The days that a text speaks of: "3 to 4 months" says 90 and 120, "day 7" says 7.

    A month is counted as 30 days.
    """
    found = {float(day) for day in NUMBERED_DAY.findall(text)}
    for first, second, unit in AMOUNT.findall(text):
        found |= {int(number) * HOURS_IN[unit] / 24 for number in (first, second) if number}
    return found


def picture_problems(loaded: Loaded) -> Iterator[Problem]:
    """Every place where a picture draws what the other facts do not say."""
    facts = loaded.facts
    known = {"claim": facts.ids("claim"), "treatment": facts.ids("treatment")}
    for key in LISTS:
        for source, place, entry in loaded.entries(GROUP, key):
            named = list(_named(entry, place))
            unknown = [each for each in named if each[2] not in known[each[1]]]
            for where, what, name in unknown:
                yield source.problem(
                    where, CHECK, f'There is no {what} "{name}".', f"Write the id of a {what} that is there."
                )
            if not unknown:
                yield from _days(loaded, source, place, entry)


def _named(value: Any, place: Place) -> Iterator[tuple[Place, str, str]]:
    """Every mention of a claim or a treatment in an entry, with its place."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _named(inner, (*place, index))
    elif isinstance(value, dict):
        for key, inner in value.items():
            here = (*place, key)
            if key in NAMED:
                yield here, NAMED[key], inner
            else:
                yield from _named(inner, here)


def _days(loaded: Loaded, source: YamlSource, place: Place, entry: dict[str, Any]) -> Iterator[Problem]:
    """Each day drawn is one that its claims say, and the phases of a lane follow each other on the axis."""
    for index, bar in enumerate(entry.get("bars", [])):
        where = (*place, "bars", index)
        for key in ("soonest", "until"):
            yield from _unsaid(loaded, source, (*where, key), bar.get(key), [bar["claim"]])
    for index, lane in enumerate(entry.get("lanes", [])):
        where = (*place, "lanes", index)
        visits = lane.get("visits")
        if visits:
            yield from _unsaid(
                loaded, source, (*where, "visits", "every"), visits["every"], [visits["claim"]]
            )
            named = [visits["claim"], *(phase["claim"] for phase in lane["phases"])]
            counts = {n for each in named for n in VISITS.findall(loaded.facts.claim(each).says)}
            if str(visits["count"]) not in counts:
                yield _not_said(source, (*where, "visits", "count"), f"{visits['count']} visits", named)
        day = 0
        for at, phase in enumerate(lane["phases"]):
            here = (*where, "phases", at)
            for key in ("from", "to"):
                yield from _unsaid(loaded, source, (*here, key), phase[key], [phase["claim"]])
                if phase[key] < day:
                    yield source.problem(
                        (*here, key),
                        CHECK,
                        f'"{key}" is day {phase[key]}, before day {day}, where the drawing is by then.',
                        "Put the phases in the order of their days.",
                    )
                day = max(day, phase[key])
        if day > entry["months"] * DAYS_IN_MONTH:
            yield source.problem(
                (*place, "months"), CHECK, f"The axis ends before day {day}.", "Write more months."
            )


def _unsaid(
    loaded: Loaded, source: YamlSource, place: Place, day: int | None, claims: list[str]
) -> Iterator[Problem]:
    if not day:  # day 0 is the visit itself, and an absent day is not drawn
        return
    if day not in {said for each in claims for said in said_days(loaded.facts.claim(each).says)}:
        yield _not_said(source, place, f"day {day}", claims)


def _not_said(source: YamlSource, place: Place, what: str, claims: list[str]) -> Problem:
    return source.problem(
        place,
        CHECK,
        f'The picture draws {what}, which the claim "{", ".join(claims)}" does not say.',
        "Write here what the claim says, or name the claim that says this.",
    )
