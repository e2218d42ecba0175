"""Random problems for the planner's solver, and random answers for the planner.

Each is made by a function that draws from a `random.Random`, so that one maker serves Hypothesis, which shrinks
what it finds, and the long proof, which wants many problems quickly.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.planner.engine import EPOCH

# Days that trying every schedule takes, by the number of visits: some ten thousand schedules at most.
HORIZONS = {1: 60, 2: 45, 3: 20, 4: 11, 5: 7}
# With most waits from each visit to the next there are fewer schedules, so there can be more days.
IN_A_ROW = {1: 60, 2: 60, 3: 30, 4: 20, 5: 14}
# Some Monday, so that weekends fall where they are easily seen.
MONDAY = 20_409


def kernel_problem(draw: Random, *, wishes: bool = True, most_visits: int = 5) -> dict[str, Any]:
    """A small problem for the solver, about as often with a schedule as without.

    Args:
        draw: Where chance comes from.
        wishes: With choices between sets of waits, and their costs.
        most_visits: How many visits there are at most.
    """
    count = draw.choice(range(1, most_visits + 1))
    shape = draw.choice(["any", "row", "courses"] if wishes and count > 2 else ["any", "row"])
    horizon = (HORIZONS if shape == "any" else IN_A_ROW)[count]
    start = MONDAY + draw.randint(0, 6)
    widest = draw.choice([0, 0, 0, 1, 2, 4])
    visits = [_visit(draw, start, horizon, widest) for _ in range(count)]
    if shape == "courses":
        arcs, choices = _two_courses(draw, count)
    else:
        arcs = [_arc(draw, count, -horizon, horizon // 3) for _ in range(draw.choice([0, 1, 1, 2]))]
        choices = []
    if shape == "row":
        arcs += [
            {"from": place, "to": place + 1, "wait": draw.randint(-1, horizon // count - 1)}
            for place in range(count - 1)
        ]
    if count > 1 and draw.random() < 0.15:
        arcs += same_day(*draw.sample(range(count), 2))
    if wishes:
        choices += [_choice(draw, count, horizon) for _ in range(draw.choice([0, 1, 1, 2]))]
    order = list(range(count))
    draw.shuffle(order)
    problem = {"visits": visits, "arcs": arcs, "choices": choices}
    return {**renumbered(problem, order), "closed": closed_days(draw, start, horizon)}


def renumbered(problem: dict[str, Any], order: list[int]) -> dict[str, Any]:
    """The same problem with its visits in another order: visit `order[n]` becomes visit n."""
    place = {old: new for new, old in enumerate(order)}

    def moved(arcs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**arc, "from": place[arc["from"]], "to": place[arc["to"]]} for arc in arcs]

    return {
        **problem,
        "visits": [problem["visits"][old] for old in order],
        "arcs": moved(problem["arcs"]),
        "choices": [
            [{**option, "arcs": moved(option["arcs"])} for option in choice] for choice in problem["choices"]
        ],
    }


def same_day(one: int, other: int) -> list[dict[str, Any]]:
    """The arcs that put two visits on one day."""
    return [{"from": a, "to": b, "wait": 0, "tie": True} for a, b in ((one, other), (other, one))]


def closed_days(draw: Random, start: int, horizon: int) -> dict[str, Any]:
    """Days that cannot be: some stretches, which may overlap or lie outside, and perhaps weekends."""
    away = []
    for _ in range(draw.choice([0, 0, 1, 2, 3])):
        first = draw.randint(start - 3, start + horizon)
        away.append([first, first + draw.choice([0, 0, 1, 2, 5, 9])])
    return {"away": away, "weekdays": draw.random() < 0.3}


def _visit(draw: Random, start: int, horizon: int, widest: int) -> dict[str, Any]:
    first = start + draw.choice([0, 0, 0, draw.randint(0, horizon - 1)])
    last = draw.choice([start + horizon - 1, start + horizon - 1, draw.randint(first, start + horizon - 1)])
    if draw.random() < 0.1:
        last = first
    return {
        "first": first,
        "last": last,
        "width": draw.choice([widest, widest, draw.randint(0, widest)]),
        "lead": draw.choice([0, 0, 0, draw.randint(0, 9)]),
    }


def _two_courses(draw: Random, count: int) -> tuple[list[dict[str, Any]], list[list[dict[str, Any]]]]:
    """Two rows of visits, either order wherever the two meet, and a wish that the gaps stay short."""
    split = draw.randint(1, count - 1)
    rows = (range(split), range(split, count))
    arcs, choices = [], []
    for row in rows:
        gap = draw.randint(2, 6)
        for earlier, later in pairwise(row):
            arcs.append({"from": earlier, "to": later, "wait": gap})
            soon = {"from": later, "to": earlier, "wait": -gap - draw.randint(1, 4)}
            choices.append([{"arcs": [soon], "cost": 0}, {"arcs": [], "cost": draw.choice([0, 1, 5])}])
    waits = draw.randint(0, 4), draw.randint(0, 4)
    for one in rows[0]:
        for other in rows[1]:
            options = [
                {"arcs": [{"from": one, "to": other, "wait": waits[0]}], "cost": 0},
                {"arcs": [{"from": other, "to": one, "wait": waits[1]}], "cost": 0},
            ]
            if draw.random() < 0.2:
                options.append({"arcs": same_day(one, other), "cost": draw.choice([0, 1])})
            choices.append(options)
    return arcs, choices


def _arc(draw: Random, count: int, least: int, most: int) -> dict[str, Any]:
    one, other = draw.sample(range(count), 2) if count > 1 else (0, 0)
    arc: dict[str, Any] = {"from": one, "to": other, "wait": draw.randint(least, most)}
    if one == other:
        arc["wait"] = (
            -abs(arc["wait"]) - 5
        )  # of a visit and itself, only a wait that always holds makes sense
    if draw.random() < 0.15:
        arc["tie"] = True
    return arc


def _choice(draw: Random, count: int, horizon: int) -> list[dict[str, Any]]:
    kind = draw.random()
    if kind < 0.6 and count > 1:  # either order, as for two treatments that share skin
        one, other = draw.sample(range(count), 2)
        options = [
            {"arcs": [{"from": one, "to": other, "wait": draw.randint(0, horizon // 4)}], "cost": 0},
            {"arcs": [{"from": other, "to": one, "wait": draw.randint(0, horizon // 4)}], "cost": 0},
        ]
        if draw.random() < 0.3:
            options.append({"arcs": same_day(one, other), "cost": 0})
        if draw.random() < 0.3:
            options[-1]["cost"] = draw.choice([1, 1, 2, 10])
    else:
        options = [
            {
                "arcs": [_arc(draw, count, -horizon, horizon // 3) for _ in range(draw.choice([0, 1, 1, 2]))],
                "cost": draw.choice([0, 0, 1, 2, 10]),
            }
            for _ in range(draw.choice([1, 2, 2, 3]))
        ]
    draw.shuffle(options)
    return options


chance = st.randoms(use_true_random=False)
kernel_problems = st.builds(kernel_problem, chance)
plain_problems = st.builds(lambda draw: kernel_problem(draw, wishes=False), chance)


NOBODY_TOLD = {"ab": "", "ba": "", "bb": ""}
NEVER = {"choice": "none"}
HAD = ["today", "yesterday", "few", "week", "fortnight"]
KINDS = ["standard", "deep", "rf", "unknown"]


def on(day: int) -> dict[str, str]:
    """A date as it is typed."""
    return {"choice": "date", "typed": (EPOCH + timedelta(day)).isoformat()}


def answers(draw: Random, today: int, task: str, *, most: int = 4) -> dict[str, Any]:
    """What a person may answer: a course, or an event to be ready for. All of it can be read; not all of it fits.

    Args:
        draw: Where chance comes from.
        today: The day of the question.
        task: "course" or "event".
        most: How many sessions there are at most; of rounds there are half as many.
    """
    event = task == "event"
    # How far ahead what is booked and the days that cannot be are: within the plan, for most.
    reach = draw.choice([40, 120, 300])
    sessions = draw.randint(0 if event else 1, most)
    return {
        "first": "",
        "when": _visit_of(draw, today, reach),
        "second": _visit_of(draw, today, reach),
        "area": draw.choice(["same", "same", "apart", "unsure", ""]),
        "kind": draw.choice([*KINDS, "standard", "standard", "rf", "unknown"]),
        "conditions": draw.sample(["diabetes", "keloid", "nerve-muscle"], draw.choice([0, 0, 0, 1, 2])),
        "sessions": str(sessions),
        "rounds": draw.choice(["0", "1", "1", "first"]) if event else str(draw.randint(0, most // 2)),
        "event": on(today + _until_event(draw, sessions)) if event else {"choice": ""},
        "touchUp": draw.random() < 0.3,
        "sameDay": draw.random() < 0.3,
        "weekdays": draw.random() < 0.3,
        "away": [_away(draw, today, reach) for _ in range(draw.choice([0, 0, 0, 1, 2, 3]))],
        "told": _told(draw) if draw.random() < 0.3 else NOBODY_TOLD,
    }


def _until_event(draw: Random, sessions: int) -> int:
    """Days until an event: soon, about as many as a course takes, or any."""
    days = draw.choice([draw.randint(1, 60), 28 * sessions + draw.randint(0, 80), draw.randint(1, 1000)])
    return max(1, days)


def _visit_of(draw: Random, today: int, reach: int) -> dict[str, str]:
    chosen = draw.random()
    if chosen < 0.35:
        return NEVER
    if chosen < 0.6:
        return {"choice": draw.choice(HAD)}
    return on(today - draw.randint(0, 150) if chosen < 0.75 else today + draw.randint(1, reach))


def _away(draw: Random, today: int, reach: int) -> dict[str, Any]:
    first = today + draw.randint(-5, reach)
    last = first + draw.choice([0, 1, 6, 13, 20, draw.randint(0, 60)])
    return {"from": on(first)["typed"], "to": on(last)["typed"], "bad": False}


def _told(draw: Random) -> dict[str, str]:
    return {
        code: draw.choice(["", "", *usual, str(draw.randint(0, 60))])
        for code, usual in (("ab", ["7", "14", "28"]), ("ba", ["0", "3", "14"]), ("bb", ["14", "28", "42"]))
    }
