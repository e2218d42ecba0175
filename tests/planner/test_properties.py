"""What holds for every answer, whatever the dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.engine import Engine, as_day, facts

ENGINE = Engine()
FIRST = date(1900, 1, 1)
LAST = date(2099, 12, 31)

days = st.dates(date(2001, 1, 1), date(2090, 1, 1))
treatments = st.sampled_from([treatment["id"] for treatment in facts()["treatments"]])
kinds = [kind["id"] for treatment in facts()["treatments"] for kind in treatment["kinds"]]
exact_kinds = st.sampled_from(kinds)
areas = st.sampled_from(["same", "apart", "unsure"])
some_kinds = st.sampled_from([*kinds, "unknown"])
# The days ago that each choice may mean, as its words say.
doubts = st.sampled_from([("few", 2, 3), ("week", 5, 9), ("fortnight", 11, 17)])

DATE_KEYS = {"notBefore", "advised", "until", "earliest", "latest"}


def moved(value: Any, by: int, key: str = "") -> Any:
    """An answer with every day moved."""
    if isinstance(value, dict):
        return {name: moved(inner, by, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [moved(inner, by) for inner in value]
    return value + by if key in DATE_KEYS and value is not None else value


def next_answer(first: str, when: str, area: str, kind: str, today: date) -> Any:
    return ENGINE.answer("next", {"first": first, "when": when, "area": area, "kind": kind}, today)


@given(st.dates(FIRST, LAST))
def test_days_round_trip(day: date) -> None:
    number = ENGINE.call("toDay", day.isoformat())
    assert number == as_day(day)
    assert ENGINE.call("toIso", number) == day.isoformat()
    assert ENGINE.call("weekday", number) == day.weekday()


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_only_real_days_are_days(year: int, month: int, day: int) -> None:
    try:
        real = FIRST <= date(year, month, day) <= LAST
    except ValueError:
        real = False
    assert (ENGINE.call("toDay", f"{year:04}-{month:02}-{day:02}") is not None) == real


@given(st.text(max_size=12))
def test_junk_is_no_day(text: str) -> None:
    try:
        real = len(text) == 10 and text.isascii() and bool(date.fromisoformat(text))
    except ValueError:
        real = False
    if not real:
        assert ENGINE.call("toDay", text) is None


@given(treatments, days, st.integers(0, 400), areas, some_kinds, st.integers(-3000, 3000))
def test_moving_every_date_moves_the_answer(
    first: str, when: date, since: int, area: str, kind: str, by: int
) -> None:
    shift = timedelta(by if date(2000, 1, 2) < when + timedelta(by) else -by)
    one = next_answer(first, when.isoformat(), area, kind, when + timedelta(since))
    other = next_answer(first, (when + shift).isoformat(), area, kind, when + shift + timedelta(since))
    assert other == moved(one, shift.days)


@given(treatments, days, st.integers(0, 120), st.integers(0, 120), areas, some_kinds, st.integers(0, 3000))
def test_moving_both_visits_moves_the_answer(
    first: str, when: date, gap: int, since: int, area: str, kind: str, by: int
) -> None:
    def answer(start: date) -> Any:
        second = start + timedelta(gap)
        answers = {
            "first": first,
            "when": start.isoformat(),
            "second": second.isoformat(),
            "area": area,
            "kind": kind,
        }
        return ENGINE.answer("was-it-too-soon", answers, second + timedelta(since))

    assert answer(when + timedelta(by)) == moved(answer(when), by)


@given(treatments, days, st.integers(0, 200), exact_kinds)
def test_unknown_is_never_earlier_than_known(first: str, when: date, since: int, kind: str) -> None:
    today = when + timedelta(since)
    for area in ("same", "unsure"):
        careful = next_answer(first, when.isoformat(), area, "unknown", today)["dates"]
        known = next_answer(first, when.isoformat(), area, kind, today)["dates"]
        assert careful["notBefore"] >= known["notBefore"]
        assert careful["advised"] >= known["advised"]


@given(treatments, days, st.integers(0, 200), some_kinds)
def test_area_unsure_is_the_same_area(first: str, when: date, since: int, kind: str) -> None:
    today = when + timedelta(since)
    unsure = next_answer(first, when.isoformat(), "unsure", kind, today)
    same = next_answer(first, when.isoformat(), "same", kind, today)
    for key in ("status", "ruleId", "dates", "counted"):
        assert unsure[key] == same[key]


ORDER = ["too-soon", "ask-first", "usual", "past"]


@given(treatments, days, doubts, areas, some_kinds)
def test_a_doubtful_date_is_never_earlier_than_any_day_in_the_doubt(
    first: str, today: date, doubt: tuple[str, int, int], area: str, kind: str
) -> None:
    choice, least, most = doubt
    doubtful = next_answer(first, choice, area, kind, today)
    for ago in range(least, most + 1):
        exact = next_answer(first, (today - timedelta(ago)).isoformat(), area, kind, today)
        for limit in ("notBefore", "advised"):
            if exact["dates"][limit] is None:
                assert doubtful["dates"][limit] is None
            else:
                assert doubtful["dates"][limit] >= exact["dates"][limit]
        if exact["dates"]["until"] is not None:
            assert doubtful["dates"]["until"] <= exact["dates"]["until"]
        if exact["status"] in ORDER and "past" not in (exact["status"], doubtful["status"]):
            assert ORDER.index(doubtful["status"]) <= ORDER.index(exact["status"])


@given(treatments, days, areas, some_kinds)
def test_waiting_never_makes_it_sooner(first: str, when: date, area: str, kind: str) -> None:
    known = [
        next_answer(first, when.isoformat(), area, kind, when + timedelta(since))
        for since in range(0, 100, 9)
    ]
    if known[0]["status"] != "no-rule":
        ranks = [ORDER.index(answer["status"]) for answer in known]
        assert ranks == sorted(ranks)


@given(treatments, days, st.integers(1, 200), areas, some_kinds)
def test_both_tasks_agree(first: str, when: date, gap: int, area: str, kind: str) -> None:
    second = when + timedelta(gap)
    ahead = next_answer(first, when.isoformat(), area, kind, second)
    answers = {
        "first": first,
        "when": when.isoformat(),
        "second": second.isoformat(),
        "area": area,
        "kind": kind,
    }
    back = ENGINE.answer("was-it-too-soon", answers, second)
    for key in ("status", "ruleId", "dates", "gapDays", "shortBy", "certainty"):
        assert back[key] == ahead[key]


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(["first", "when", "second", "area", "kind"]),
        st.one_of(
            st.text(max_size=10), treatments, days.map(str), st.sampled_from(["same", "week", "today", "rf"])
        ),
    ),
    st.sampled_from(["next", "was-it-too-soon"]),
    days,
)
def test_junk_is_answered_with_errors_and_never_throws(junk: dict[str, str], task: str, today: date) -> None:
    empty = {"first": "", "when": "", "second": "", "area": "", "kind": ""}
    answer = ENGINE.answer(task, {**empty, **junk}, today)
    assert answer.get("errors") or answer["status"]
