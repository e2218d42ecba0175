"""What the planner's solver must find, by trying every schedule there is.

Written from what a problem means and not from the solver: nothing here is clever, so that it can be checked
by reading. `Every schedule` is meant: a day is left out only where a rule says so.

A problem is the solver's own (see `solve` in overrides/assets/planner/solve.js): visits with their first and
last day, arcs that hold two of them apart, choices between sets of arcs, and days that cannot be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

Days = tuple[int, ...]
Problem = dict[str, Any]

SATURDAY = 5
THURSDAY = 3  # 1 January 1970


class Best(NamedTuple):
    """What is minimised, in this order. `finish` is None when every visit is fixed."""

    cost: int
    finish: int | None
    total: int


def weekday(day: int) -> int:
    """Day of the week, 0 for Monday."""
    return (day + THURSDAY) % 7


def is_open(closed: dict[str, Any], day: int) -> bool:
    """Whether a visit can be on a day."""
    if closed["weekdays"] and weekday(day) >= SATURDAY:
        return False
    return not any(first <= day <= last for first, last in closed["away"])


def is_fixed(visit: dict[str, Any]) -> bool:
    """Whether a visit has a day that nothing can move."""
    return bool(visit["first"] == visit["last"])


def can_start(problem: Problem, visit: dict[str, Any], day: int) -> bool:
    """Whether a visit's window can start on a day: it is open, as is at least half of the window."""
    if not visit["first"] <= day <= visit["last"]:
        return False
    if is_fixed(visit):
        return True
    window = [is_open(problem["closed"], day + later) for later in range(visit["width"] + 1)]
    return window[0] and 2 * sum(window) >= len(window)


def holds(problem: Problem, arc: dict[str, Any], days: Sequence[int]) -> bool:
    """Whether a schedule keeps a wait: from the last day of the one window to the first of the other."""
    width = 0 if arc.get("tie") else problem["visits"][arc["from"]]["width"]
    return bool(days[arc["to"]] >= days[arc["from"]] + width + arc["wait"])


def cost_of(problem: Problem, days: Sequence[int]) -> int | None:
    """What the choices cost, each by its cheapest option that holds; None when one has no such option."""
    cost = 0
    for choice in problem["choices"]:
        held = [
            option["cost"] for option in choice if all(holds(problem, arc, days) for arc in option["arcs"])
        ]
        if not held:
            return None
        cost += min(held)
    return cost


def finish_of(problem: Problem, days: Sequence[int]) -> int | None:
    """Last day of all windows, with their leads."""
    ends = [
        day + visit["width"] + visit["lead"]
        for visit, day in zip(problem["visits"], days, strict=True)
        if not is_fixed(visit)
    ]
    return max(ends, default=None)


def broken(problem: Problem, days: Sequence[int]) -> list[str]:
    """Every rule of the problem that a schedule breaks."""
    wrong = [
        f"visit {place} cannot start on day {day}"
        for place, (visit, day) in enumerate(zip(problem["visits"], days, strict=True))
        if not can_start(problem, visit, day)
    ]
    wrong += [f"{arc} does not hold" for arc in problem["arcs"] if not holds(problem, arc, days)]
    if cost_of(problem, days) is None:
        wrong.append("a choice has no option that holds")
    return wrong


def measure(problem: Problem, days: Sequence[int]) -> Best:
    """What is minimised, of a schedule that breaks nothing."""
    cost = cost_of(problem, days)
    assert cost is not None
    return Best(cost, finish_of(problem, days), sum(days))


def schedules(problem: Problem) -> Iterator[Days]:
    """Every schedule that breaks nothing.

    Visit by visit, every day of each. A beginning of a schedule is given up when it breaks a rule about the
    visits it has already.
    """
    visits = problem["visits"]
    starts = [
        [day for day in range(visit["first"], visit["last"] + 1) if can_start(problem, visit, day)]
        for visit in visits
    ]
    arcs: list[list[dict[str, Any]]] = [[] for _ in visits]
    for arc in problem["arcs"]:
        arcs[max(arc["from"], arc["to"])].append(arc)

    def begun(days: Days) -> Iterator[Days]:
        place = len(days)
        if place == len(visits):
            if cost_of(problem, days) is not None:
                yield days
            return
        for day in starts[place]:
            longer = (*days, day)
            if all(holds(problem, arc, longer) for arc in arcs[place]):
                yield from begun(longer)

    return begun(())


def best(problem: Problem) -> Best | None:
    """The least that any schedule measures, or None when there is no schedule."""
    return min((measure(problem, days) for days in schedules(problem)), default=None)


def with_options(problem: Problem) -> Iterator[Problem]:
    """The problem once for every way to take one option of each choice, with that option's arcs for good."""
    for taken in product(*problem["choices"]):
        arcs = [*problem["arcs"], *(arc for option in taken for arc in option["arcs"])]
        yield {**problem, "arcs": arcs, "choices": []}


def pointwise_earliest(found: Iterable[Days]) -> Days | None:
    """Of each visit the earliest day it has in any of the schedules, or None when there is none."""
    columns = list(zip(*found, strict=True))
    return tuple(min(column) for column in columns) if columns else None


def pointwise_latest(found: Iterable[Days]) -> Days | None:
    """Of each visit the latest day it has in any of the schedules, or None when there is none."""
    columns = list(zip(*found, strict=True))
    return tuple(max(column) for column in columns) if columns else None
