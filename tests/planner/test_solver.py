"""The solver alone: what it finds is what trying every schedule finds, and nothing moves that should not.

The numbers are those of the properties a planner must have; test_plans.py holds the planner to the rest.
"""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.planner import oracle
from tests.planner.engine import Engine, pure_script
from tests.planner.proof import compare_with_brute_force
from tests.planner.strategies import MONDAY, chance, kernel_problems, plain_problems, renumbered

ENGINE = Engine(pure_script("solve.js"))
Problem = dict[str, Any]


def solve(problem: Problem) -> Any:
    return ENGINE.call("solve", problem)


def measured(problem: Problem) -> oracle.Best | None:
    """What the solver's answer measures, by the oracle's measure and not by the solver's own."""
    found = solve(problem)
    return found and oracle.measure(problem, found["days"])


def not_better(harder: Problem, easier: Problem) -> None:
    """Hold that a problem with more to keep has no answer that costs less, or as much and finishes earlier."""
    of_harder, of_easier = measured(harder), measured(easier)
    if of_harder is not None:
        assert of_easier is not None
        assert of_harder >= of_easier


def test_1_2_3_finds_the_best_schedule_or_that_there_is_none() -> None:
    counts = compare_with_brute_force(ENGINE, problems=500, seed=1)
    assert counts.broken == []
    # About as many of each, or the comparison says little.
    assert counts.of["feasible"] > 150
    assert counts.of["infeasible"] > 150


@settings(max_examples=60, deadline=None)
@given(plain_problems, chance)
def test_4_the_earlier_and_the_later_of_two_schedules_are_schedules(problem: Problem, draw: Random) -> None:
    every = list(oracle.schedules(problem))
    assume(len(every) > 1)
    for _ in range(10):
        one, other = draw.choice(every), draw.choice(every)
        assert oracle.broken(problem, [min(days) for days in zip(one, other, strict=True)]) == []
        assert oracle.broken(problem, [max(days) for days in zip(one, other, strict=True)]) == []


@settings(max_examples=60, deadline=None)
@given(kernel_problems)
def test_4_the_answer_is_the_earliest_of_every_visit_for_its_choices(problem: Problem) -> None:
    found = solve(problem)
    assume(found)
    fixed = {**problem, "arcs": found["arcs"], "choices": []}
    assert all(oracle.holds(problem, arc, found["days"]) for arc in found["arcs"])
    assert all(arc in found["arcs"] for arc in problem["arcs"])
    assert tuple(found["days"]) == oracle.pointwise_earliest(oracle.schedules(fixed))


@settings(max_examples=60, deadline=None)
@given(kernel_problems, st.integers(-400, 400))
def test_5_moving_every_day_moves_the_answer(problem: Problem, by: int) -> None:
    by *= 7 if problem["closed"]["weekdays"] else 1
    moved = {
        **problem,
        "visits": [
            {**visit, "first": visit["first"] + by, "last": visit["last"] + by} for visit in problem["visits"]
        ],
        "closed": {
            **problem["closed"],
            "away": [[first + by, last + by] for first, last in problem["closed"]["away"]],
        },
    }
    found, found_moved = solve(problem), solve(moved)
    assert (found is None) == (found_moved is None)
    if found:
        assert found_moved["days"] == [day + by for day in found["days"]]
        assert found_moved["cost"] == found["cost"]


@settings(max_examples=60, deadline=None)
@given(kernel_problems, chance, st.integers(1, 9))
def test_6_a_longer_wait_is_never_better(problem: Problem, draw: Random, by: int) -> None:
    arcs = [arc for choice in problem["choices"] for option in choice for arc in option["arcs"]]
    arcs += problem["arcs"]
    assume(arcs)
    longer = draw.choice(arcs)

    def lengthened(arcs: list[Problem]) -> list[Problem]:
        return [{**arc, "wait": arc["wait"] + by} if arc is longer else arc for arc in arcs]

    harder = {
        **problem,
        "arcs": lengthened(problem["arcs"]),
        "choices": [
            [{**option, "arcs": lengthened(option["arcs"])} for option in choice]
            for choice in problem["choices"]
        ],
    }
    not_better(harder, problem)


@settings(max_examples=60, deadline=None)
@given(kernel_problems, st.integers(-2, 20), st.integers(0, 9))
def test_6_more_days_away_are_never_better(problem: Problem, since: int, days: int) -> None:
    closed = problem["closed"]
    more = [*closed["away"], [MONDAY + since, MONDAY + since + days]]
    not_better({**problem, "closed": {**closed, "away": more}}, problem)
    not_better({**problem, "closed": {**closed, "weekdays": True}}, problem)


@settings(max_examples=60, deadline=None)
@given(kernel_problems, st.integers(0, 20), st.integers(-5, 5), chance)
def test_6_one_more_visit_is_never_better(problem: Problem, last: int, wait: int, draw: Random) -> None:
    visit = {"first": MONDAY, "last": MONDAY + last, "width": 0, "lead": 0}
    count = len(problem["visits"])
    arc = {"from": count, "to": draw.randrange(count), "wait": wait}
    more = {**problem, "visits": [*problem["visits"], visit], "arcs": [*problem["arcs"], arc]}
    of_more, of_fewer = measured(more), measured(problem)
    if of_more is not None:
        assert of_fewer is not None
        assert of_more.cost >= of_fewer.cost
        if of_more.cost == of_fewer.cost and of_fewer.finish is not None:
            assert of_more.finish is not None
            assert of_more.finish >= of_fewer.finish


@settings(max_examples=60, deadline=None)
@given(kernel_problems, chance)
def test_8_the_order_of_what_is_given_does_not_matter(problem: Problem, draw: Random) -> None:
    order = list(range(len(problem["visits"])))
    draw.shuffle(order)
    other = renumbered(problem, order)
    for rows in (other["arcs"], other["choices"], *other["choices"], other["closed"]["away"]):
        draw.shuffle(rows)
    assert measured(other) == measured(problem)


@settings(max_examples=60, deadline=None)
@given(kernel_problems)
def test_9_solving_again_with_the_answer_fixed_gives_the_answer(problem: Problem) -> None:
    found = solve(problem)
    assume(found)
    fixed = [
        {**visit, "first": day, "last": day}
        for visit, day in zip(problem["visits"], found["days"], strict=True)
    ]
    again = solve({**problem, "visits": fixed})
    assert again is not None
    assert (again["days"], again["cost"]) == (found["days"], found["cost"])


@settings(max_examples=60, deadline=None)
@given(plain_problems, chance)
def test_9_solving_again_with_one_visit_fixed_gives_the_answer(problem: Problem, draw: Random) -> None:
    found = solve(problem)
    assume(found)
    place = draw.randrange(len(found["days"]))
    day = found["days"][place]
    visits = [*problem["visits"]]
    visits[place] = {**visits[place], "first": day, "last": day}
    again = solve({**problem, "visits": visits})
    assert again is not None
    assert again["days"] == found["days"]


@settings(max_examples=60, deadline=None)
@given(kernel_problems, chance)
def test_10_any_days_of_the_windows_keep_every_wait(problem: Problem, draw: Random) -> None:
    found = solve(problem)
    assume(found)
    tied = {(arc["from"], arc["to"]) for arc in found["arcs"] if arc.get("tie")}
    assume(all(found["days"][one] == found["days"][other] and (other, one) in tied for one, other in tied))
    widths = [0 if oracle.is_fixed(visit) else visit["width"] for visit in problem["visits"]]
    for _ in range(10):
        later = [draw.randint(0, width) for width in widths]
        for _ in widths:  # visits of one day get the same day
            for one, other in tied:
                later[one] = later[other] = min(later[one], later[other])
        picked = [day + by for day, by in zip(found["days"], later, strict=True)]
        for arc in found["arcs"]:
            assert picked[arc["to"]] >= picked[arc["from"]] + arc["wait"]


@settings(max_examples=60, deadline=None)
@given(plain_problems, st.booleans())
def test_13_reversing_time_swaps_earliest_and_latest(problem: Problem, holes: bool) -> None:
    """A visit of the reversed problem starts where the window ends, so either the windows are one day or all days are open."""
    if holes:
        problem["visits"] = [{**visit, "width": 0} for visit in problem["visits"]]
    else:
        problem["closed"] = {"away": [], "weekdays": False}
        assume(not any(arc.get("tie") for arc in problem["arcs"]))
    # Of the days that turn into Saturdays and Sundays, all were Saturdays and Sundays.
    pivot = 2 * MONDAY + 11
    assert {oracle.weekday(pivot - day) for day in (MONDAY + 5, MONDAY + 6)} == {5, 6}
    reversed_time = {
        **problem,
        "visits": [
            {
                **visit,
                "first": pivot - visit["last"] - visit["width"],
                "last": pivot - visit["first"] - visit["width"],
            }
            for visit in problem["visits"]
        ],
        "arcs": [{**arc, "from": arc["to"], "to": arc["from"]} for arc in problem["arcs"]],
        "closed": {
            **problem["closed"],
            "away": [[pivot - last, pivot - first] for first, last in problem["closed"]["away"]],
        },
    }
    found = solve(reversed_time)
    latest = oracle.pointwise_latest(oracle.schedules(problem))
    assert (found is None) == (latest is None)
    if found:
        mirrored = [
            pivot - day - visit["width"] for day, visit in zip(found["days"], problem["visits"], strict=True)
        ]
        assert tuple(mirrored) == latest
