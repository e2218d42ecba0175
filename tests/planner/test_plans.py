"""What holds for every plan of a course and every plan before an event, whatever the answers.

The numbers are those of the properties a planner must have; test_solver.py holds those of the solver alone.
Others are held elsewhere: 14, days and weekdays, in test_properties.py and, in other time zones, in
tests/browser; 15, the calendar file, in test_calendar.py; 16, the link, in test_links.py in tests/browser.

`WIDE` is the planner as it ships. `EXACT` gives every visit one day: where two plans are compared, the better one
must be told from the one with wider windows.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.planner import checker
from tests.planner.engine import Engine, facts, vectors_of
from tests.planner.orders import Best
from tests.planner.proof import (
    PLANNED,
    TASKS,
    Asked,
    ask,
    check_picks,
    check_vectors,
    compare_with_every_order,
    conflict_faults,
    measured,
    pick,
    planner_script,
)
from tests.planner.strategies import NEVER, NOBODY_TOLD, answers, chance, on
from tests.vectors import make_plans

WIDE = Engine(planner_script())
EXACT = Engine(planner_script(windows=False))
DAY_KEYS = {"earliest", "latest", "day", "event"}

FIELDS = {"when", "second", "sessions", "rounds", "event", "away", "told"}
CODES = {
    "missing", "not-a-real-date", "too-old", "in-the-future", "in-the-past", "too-far", "backwards", "incomplete",
    "not-a-number",
}  # fmt: skip

tasks = st.sampled_from(TASKS)
todays = st.integers(20_700, 21_500)


def planned(engine: Engine, task: str, today: int, given: dict[str, Any]) -> Asked:
    return Asked(task, today, given, ask(engine, task, given, today))


wide_plans = st.builds(
    lambda task, today, draw: planned(WIDE, task, today, answers(draw, today, task)), tasks, todays, chance
)
exact_plans = st.builds(
    lambda task, today, draw: planned(EXACT, task, today, answers(draw, today, task)), tasks, todays, chance
)
few = settings(max_examples=25, deadline=None)


def again(each: Asked, changed: dict[str, Any], engine: Engine = EXACT) -> Asked:
    """Ask the same with some answers changed."""
    return planned(engine, each.task, each.today, {**each.given, **changed})


def told(plan: Any, by: int = 0, key: str = "") -> Any:
    """What a plan says, without what was asked, and with every day moved."""
    if isinstance(plan, dict):
        return {name: told(inner, by, name) for name, inner in plan.items() if name not in ("wants", "rules")}
    if isinstance(plan, list):
        return [told(inner, by) for inner in plan]
    return plan + by if key in DAY_KEYS and plan is not None else plan


def best_of(each: Asked) -> Best | None:
    """What a plan measures; None where nothing fits."""
    status = each.plan.get("status", "errors")
    assume(status in (*PLANNED, "no-fit"))
    return measured(each) if status in PLANNED else None


def not_better(harder: Asked, easier: Asked) -> None:
    """Hold that with more to keep nothing fits that did not, and no plan is better.

    For where nothing is booked: what moves from its booked day lets others come sooner.
    """
    of_harder, of_easier = best_of(harder), best_of(easier)
    if of_harder is not None:
        assert of_easier is not None, f"{easier} does not fit, {harder} does"
        assert of_harder >= of_easier, f"{harder} is better than {easier}"


def test_1_10_every_plan_keeps_every_rule_on_any_days_of_its_windows() -> None:
    counts = check_picks(WIDE, plans=120, picks=10, seed=1)
    assert counts.broken == []
    assert counts.of["plan"] > 30
    assert counts.of["no-fit"] > 10


def test_2_3_every_plan_is_the_best_of_all_orders() -> None:
    counts = compare_with_every_order(EXACT, plans=120, seed=2)
    assert counts.broken == []
    assert counts.of["fits"] > 30
    assert counts.of["no-fit"] > 10


@few
@given(wide_plans, st.integers(-100, 100))
def test_5_moving_every_date_moves_the_plan(each: Asked, weeks: int) -> None:
    by = 7 * weeks
    moved_dates = {
        name: on(checker.as_day(each.given[name]["typed"]) + by)
        for name in ("when", "second", "event")
        if "typed" in each.given[name]
    }
    away = [
        {
            **row,
            "from": on(checker.as_day(row["from"]) + by)["typed"],
            "to": on(checker.as_day(row["to"]) + by)["typed"],
        }
        for row in each.given["away"]
    ]
    moved = planned(WIDE, each.task, each.today + by, {**each.given, **moved_dates, "away": away})
    assert told(moved.plan) == told(each.plan, by), each


@few
@given(exact_plans, chance, st.integers(1, 10))
def test_6_longer_waits_are_never_better(each: Asked, draw: Random, more: int) -> None:
    code = draw.choice(["ab", "ba", "bb"])
    days = checker.wait(facts(), each.given, code)
    assume(days is not None and not each.booked)
    assert days is not None
    # Where a clinic told its gap, it is no wish any more that the gaps are usual: told against told.
    easier, harder = (
        again(each, {"told": {**each.given["told"], code: str(wait)}}) for wait in (days, days + more)
    )
    not_better(harder, easier)


@few
@given(exact_plans, st.integers(0, 200), st.integers(0, 30))
def test_6_more_days_away_are_never_better(each: Asked, since: int, days: int) -> None:
    assume(not each.booked)
    first = each.today + since
    row = {"from": on(first)["typed"], "to": on(first + days)["typed"], "bad": False}
    not_better(again(each, {"away": [*each.given["away"], row]}), each)
    not_better(again(each, {"weekdays": True}), each)


@few
@given(exact_plans)
def test_6_more_visits_are_never_better(each: Asked) -> None:
    assume(not each.booked)
    not_better(again(each, {"sessions": str(int(each.given["sessions"]) + 1)}), each)
    if each.given["rounds"] in ("0", "1", "2") and each.task == "course":
        not_better(again(each, {"rounds": str(int(each.given["rounds"]) + 1)}), each)
    if not each.given["touchUp"] and each.given["rounds"] != "first":
        not_better(again(each, {"touchUp": True}), each)


@few
@given(exact_plans)
def test_7_treated_areas_that_lie_apart_are_never_later(each: Asked) -> None:
    assume(not each.booked)
    given = {"kind": "standard", "told": NOBODY_TOLD}
    not_better(again(each, {**given, "area": "same"}), again(each, {**given, "area": "apart"}))


@few
@given(wide_plans, chance)
def test_8_the_order_of_what_is_given_does_not_matter(each: Asked, draw: Random) -> None:
    mixed = {name: draw.sample(each.given[name], len(each.given[name])) for name in ("away", "conditions")}
    assert told(again(each, mixed, WIDE).plan) == told(each.plan)


@few
@given(todays, chance)
def test_9_planning_again_with_a_visit_booked_on_its_day_gives_the_same_days(
    today: int, draw: Random
) -> None:
    given = {**answers(draw, today, "course"), "second": NEVER}
    given["when"] = draw.choice([NEVER, {"choice": "week"}])
    each = planned(EXACT, "course", today, given)
    assume(each.plan.get("status") in PLANNED)
    days = {visit["key"]: visit for visit in each.plan["visits"]}
    booked_day: dict[str, Any] = {"second": on(days["b1"]["earliest"])}
    of_a = given["when"] == NEVER and int(given["rounds"]) > 0
    if of_a:
        booked_day |= {"when": on(days["a1"]["earliest"]), "rounds": str(int(given["rounds"]) - 1)}
    pinned = [days["b1"], days["a1"]] if of_a else [days["b1"]]
    # What is booked shares its day with nothing, and is not what a plan finishes with.
    assume(not any(visit["with"] for visit in pinned))
    last = max(visit["earliest"] for visit in days.values())
    assume(all(visit["earliest"] < last for visit in pinned))
    found = again(each, booked_day)
    of_booked = [visit["kept"] for visit in found.plan["visits"] if visit["state"] == "booked"]
    assert of_booked == [True] * len(pinned)
    assert sorted((visit["earliest"], visit["role"]) for visit in found.plan["visits"]) == sorted(
        (visit["earliest"], visit["role"]) for visit in days.values()
    )


@few
@given(
    todays, chance, tasks, st.sampled_from(["few", "week", "fortnight"]), st.sampled_from(["when", "second"])
)
def test_11_a_doubtful_date_is_planned_for_as_the_worst_of_its_days(
    today: int, draw: Random, task: str, choice: str, which: str
) -> None:
    other = "when" if which == "second" else "second"
    given = {**answers(draw, today, task), "touchUp": False, which: {"choice": choice}, other: NEVER}
    each = planned(EXACT, task, today, given)
    best_of(each)
    most, least = checker.DAYS_AGO[choice]
    for ago in range(least, most + 1):
        not_better(each, again(each, {which: on(today - ago)}))


@few
@given(todays, chance, st.sampled_from(["few", "week", "fortnight"]), st.sampled_from(["when", "second"]))
def test_11_a_plan_holds_for_every_day_in_the_doubt(
    today: int, draw: Random, choice: str, which: str
) -> None:
    given = {**answers(draw, today, "course"), which: {"choice": choice}}
    each = planned(WIDE, "course", today, given)
    assume(each.plan.get("status") in PLANNED)
    most, least = checker.DAYS_AGO[choice]
    key = f"had-{'a' if which == 'when' else 'b'}"
    for ago in range(least, most + 1):
        picks = {**pick(draw, each), key: today - ago}
        assert checker.broken_rules(facts(), each.given, each.today, each.plan, picks) == [], each


@settings(max_examples=60, deadline=None)
@given(
    st.builds(lambda today, draw: Asked("event", today, answers(draw, today, "event"), {}), todays, chance)
)
def test_12_a_conflict_is_real_and_minimal_and_every_repair_works(each: Asked) -> None:
    each = replace(each, plan=ask(WIDE, each.task, each.given, each.today))
    assume(each.plan.get("status") == "no-fit")
    assert conflict_faults(WIDE, each) == []


@pytest.mark.parametrize("area", ["same", "apart"])
@pytest.mark.parametrize("kind", ["standard", "deep", "rf"])
def test_18_every_combination_has_a_wait_or_says_that_nobody_published_one(area: str, kind: str) -> None:
    a, b = checker.treatments(facts())
    for between in ((a, b), (b, a)):
        row = checker.rule(facts(), "combine", between, area, kind)
        unpublished = [
            row["why"]
            for row in facts()["noRule"]
            if (row["from"], row["to"]) == between
            and row["area"] in (area, "any")
            and row.get("kind", kind) == kind
        ]
        assert (row is None) == bool(unpublished)
        assert all(why.strip() for why in unpublished)
    assert checker.rule(facts(), "repeat", (a, a), area, kind)
    assert checker.rule(facts(), "touch-up", (a, a), "same", kind)
    assert checker.rule(facts(), "event", (a, "event"), area, kind)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("area", ["same", "apart", "unsure"])
@pytest.mark.parametrize("kind", ["standard", "deep", "rf", "unknown"])
def test_18_a_plan_says_which_wait_nobody_published(task: str, area: str, kind: str) -> None:
    today = 20_778
    given = {**answers(Random(0), today, task), "when": NEVER, "second": NEVER, "conditions": [], "away": []}
    given |= {"told": NOBODY_TOLD, "sessions": "2", "rounds": "1", "area": area, "kind": kind}
    given["event"] = on(today + 400)
    b = checker.treatments(facts())[1]
    published = [
        each["kind"] for each in facts()["intervals"] if each["purpose"] == "combine" and each["area"] == area
    ]
    gap = checker.rule(facts(), "course", (b, b), "same", kind)
    before = checker.rule(facts(), "event", (b, "event"), "same", kind)
    plan = ask(WIDE, task, given, today)
    if area == "apart" and kind not in published:
        assert (plan["status"], plan["missing"]) == ("no-rule", "combine")
        assert plan["why"]
    elif gap is None:
        assert (plan["status"], plan["missing"]) == ("no-rule", "gap")
    elif before is None and task == "event":
        assert (plan["status"], plan["missing"]) == ("no-rule", "event")
    else:
        assert plan["status"] in PLANNED
    # What a clinic told takes the place of what nobody published.
    with_told = ask(WIDE, task, {**given, "told": {"ab": "14", "ba": "14", "bb": "28"}}, today)
    assert (with_told["status"] in PLANNED) == (task == "course" or before is not None)


@pytest.mark.parametrize("condition", [row["id"] for row in facts()["postpone"]])
def test_a_reason_to_postpone_gives_no_dates(condition: str) -> None:
    draw = Random(0)
    for task, _ in product(TASKS, range(5)):
        given = {**answers(draw, 20_778, task), "conditions": [condition]}
        plan = ask(WIDE, task, given, 20_778)
        assert (plan["status"], plan["visits"]) == ("do-not", [])
        assert condition in plan["cautions"]["postpone"]


typed_dates = st.one_of(
    st.text(max_size=11),
    st.sampled_from(["", "2026-13-01", "2027-02-30", "1999-12-31", "2300-01-01", "2026-11-2"]),
    st.dates().map(str),
)
given_dates = st.one_of(
    st.fixed_dictionaries({"choice": st.sampled_from(["today", "none", "week", "", "never"])}),
    st.fixed_dictionaries({"choice": st.just("date"), "typed": typed_dates, "bad": st.booleans()}),
)
counts = st.sampled_from(["", "0", "1", "3", "-1", "1.5", "x", "1e3", "٣", "4000", " 2 "])
waits = st.sampled_from(["", "0", "7", "-1", "1.5", "x", "1e3", "٣", "400", "4000", " 14 "])


@settings(max_examples=60, deadline=None)
@given(
    tasks,
    st.fixed_dictionaries(
        {},
        optional={
            "when": given_dates,
            "second": given_dates,
            "event": given_dates,
            "sessions": counts,
            "rounds": counts,
            "kind": st.sampled_from(["", "laser", "rf"]),
            "area": st.sampled_from(["", "elsewhere", "apart"]),
            "conditions": st.lists(st.sampled_from(["", "pregnant", "asleep"]), max_size=2),
            "away": st.lists(
                st.fixed_dictionaries({"from": typed_dates, "to": typed_dates, "bad": st.booleans()}),
                max_size=2,
            ),
            "told": st.fixed_dictionaries({"ab": waits, "ba": waits, "bb": waits}),
        },
    ),
    chance,
)
def test_junk_is_answered_with_mistakes_and_never_throws(
    task: str, junk: dict[str, Any], draw: Random
) -> None:
    each = planned(WIDE, task, 20_778, {**answers(draw, 20_778, task), **junk})
    if "errors" in each.plan:
        assert each.plan["errors"]
        assert all(mistake["field"] in FIELDS for mistake in each.plan["errors"]), each.plan
        assert all(mistake["code"] in CODES for mistake in each.plan["errors"]), each.plan
    elif each.plan["status"] in PLANNED and not junk.keys() & {
        "when",
        "second",
        "event",
        "sessions",
        "rounds",
        "told",
    }:
        assert checker.broken_rules(facts(), each.given, each.today, each.plan, pick(draw, each)) == [], each


@pytest.mark.parametrize("task", TASKS)
def test_19_vectors_were_made_by_these_facts_and_this_planner(task: str) -> None:
    file = make_plans.VECTORS / f"{task}.json"
    text = file.read_text("utf-8")
    made_again = "Run: python -m tests.vectors.make_plans, and read what has changed"
    assert json.loads(text)["facts"] == make_plans.facts_hash(), f"The facts have changed. {made_again}"
    assert text == make_plans.text(task), f"The planner has changed. {made_again}"


def test_1_12_every_vector_keeps_every_rule() -> None:
    counts = check_vectors(WIDE)
    assert counts.broken == []
    assert {"plan", "exact", "no-fit", "no-rule", "do-not", "last-days", "errors"} <= counts.of.keys()


def test_vectors_of_plans_have_different_names() -> None:
    names = Counter(
        (vector["task"], vector["id"]) for name in (*TASKS, "slow") for vector in vectors_of(name)
    )
    assert [name for name, count in names.items() if count > 1] == []
    assert all(vector["why"] for name in (*TASKS, "slow") for vector in vectors_of(name))
