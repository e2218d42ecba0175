"""What the best plan is, by trying every order its visits can have.

Written from the rules of a plan and not from the planner. In one order of the visits each wait counts from a visit
before it, so every visit has its earliest day by going through them again and again; the best plan is the best of
all orders. A session that comes later than usual costs something; how many there are counts before when it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from tests.planner import checker

A, B = "a", "b"
FAR = 10**9
# A row of visits takes no more than this many days for each, once all days away have passed.
DAYS_FOR_EACH = 400


@dataclass(frozen=True)
class Visit:
    """A visit without its day: the first and last it may be on.

    `state` is "had", "kept" for a booked visit that stays on its day, "moved" for one that does not, or "planned".
    """

    of: str
    role: str
    first: int
    last: int
    state: str = "planned"
    lead: int = 0

    @property
    def moves(self) -> bool:
        """Whether it gets its day from the plan."""
        return self.state in ("moved", "planned")

    @property
    def can_share(self) -> bool:
        """Whether it can be on one day with a visit of the other treatment."""
        return self.state == "planned" and self.role in ("round", "session")


@dataclass(frozen=True)
class Wanted:
    """The visits of each treatment in their order, and what they must keep."""

    a: tuple[Visit, ...]
    b: tuple[Visit, ...]
    waits: dict[str, int]
    touch_up: tuple[int, int]
    # A session this many days after the last is late, and the last round so many before the event too early.
    late: int
    not_before: int
    answers: dict[str, Any]


class Best(NamedTuple):
    """How many wishes a plan gives up, and when all is done of what gets its day from the plan.

    Before an event, a visit is done when the days are over that it must be before the event.
    """

    cost: int
    finish: int


def lead(facts: dict[str, Any], answers: dict[str, Any], of: str, role: str) -> int:
    """How many days before an event a visit must be; a role of "first" is the first of its treatment ever."""
    row = checker.rule(facts, "event", (of, "event"), "any", answers["kind"])
    assert row
    return int(row[{"touch-up": "notBefore", "first": "firstTimeAdvised"}.get(role, "advised")])


def wanted(
    facts: dict[str, Any], answers: dict[str, Any], today: int, event: int | None, moves: dict[str, str]
) -> Wanted:
    """What a person wants planned.

    Args:
        facts: The guide's facts.
        answers: What they answered.
        today: The day before the first that can be planned.
        event: The day to be ready for.
        moves: What becomes of a booked visit of "a" and of "b": "keep", "later" or "free".
    """
    names = dict(zip((A, B), checker.treatments(facts), strict=True))
    kind = answers["kind"]
    course = checker.rule(facts, "course", (names[B], names[B]), "same", kind)
    repeat = checker.rule(facts, "repeat", (names[A], names[A]), "same", kind)
    correct = checker.rule(facts, checker.TOUCH_UP, (names[A], names[A]), "same", kind)
    assert repeat
    assert correct
    waits = {code: checker.wait(facts, answers, code) for code in ("ab", "ba", "bb")}
    known = {code: days for code, days in waits.items() if days is not None} | {"aa": repeat["advised"]}
    first_ever = answers["rounds"] == "first"
    end = max([today, *(checker.as_day(row["to"]) for row in answers["away"])]) + DAYS_FOR_EACH * 20

    rows: dict[str, list[Visit]] = {A: [], B: []}

    def visit(of: str, role: str, **given: Any) -> Visit:
        first = of == A and first_ever and not rows[A]
        before = 0 if event is None else lead(facts, answers, names[of], "first" if first else role)
        last = end if event is None else event - before
        return Visit(of, role, **{"first": today + 1, "last": last, "lead": before, **given})

    for of, given, role in ((A, "when", "round"), (B, "second", "session")):
        span = checker.had_or_booked(answers, given, today)
        if span is None:
            continue
        if span[0] <= today:
            rows[of].append(visit(of, role, first=span[0], last=span[1], state="had"))
        elif moves[of] == "keep":
            rows[of].append(visit(of, role, first=span[0], state="kept"))
        else:
            first = span[0] if moves[of] == "later" else today + 1
            rows[of].append(visit(of, role, first=first, state="moved"))

    if rows[A] and answers["touchUp"] and rows[A][0].first + correct["until"] > today + 1:
        rows[A].append(visit(A, "touch-up"))
    roles = ["round"] if first_ever else ["round"] * int(answers["rounds"])
    for role in ["trial", *roles] if event is not None and checker.has_trial(answers, today) else roles:
        rows[A].append(visit(A, role))
        if answers["touchUp"] or role == "trial":
            rows[A].append(visit(A, "touch-up"))
    booked = sum(each.state != "had" for each in rows[B])
    rows[B] += [visit(B, "session") for _ in range(int(answers["sessions"]) - booked)]
    too_early = -FAR if event is None else event - lead(facts, answers, names[A], "first")
    return Wanted(
        tuple(rows[A]),
        tuple(rows[B]),
        known,
        (correct["advised"], correct["until"]),
        course["until"] if course and checker.told(answers, "bb") is None else FAR,
        too_early,
        answers,
    )


def orders(a: tuple[Visit, ...], b: tuple[Visit, ...], same_day: bool) -> Iterator[list[tuple[Visit, ...]]]:
    """Every order of the visits of both: each step is one of them, or one of each on one day."""
    if not a and not b:
        yield []
    if a:
        yield from ([a[:1], *rest] for rest in orders(a[1:], b, same_day))
    if b:
        yield from ([b[:1], *rest] for rest in orders(a, b[1:], same_day))
    if same_day and a and b and a[0].can_share and b[0].can_share:
        yield from ([(a[0], b[0]), *rest] for rest in orders(a[1:], b[1:], same_day))


def best(wanted: Wanted, same_day: bool) -> Best | None:
    """The best of all orders, or None when nothing fits in any."""
    had = [(visit,) for visit in (*wanted.a, *wanted.b) if visit.state == "had"]
    a = tuple(visit for visit in wanted.a if visit.state != "had")
    b = tuple(visit for visit in wanted.b if visit.state != "had")
    every = [had + order for order in orders(a, b, same_day)]
    # What is wished for: session n not late, and as 0 the last round not too long before the event.
    wishes = {n for n in range(1, len(b)) if wanted.late < FAR}
    if wanted.not_before > -FAR and any(_is_round(visit) for visit in a):
        wishes.add(0)
    for cost in range(len(wishes) + 1):
        ends = [
            end
            for given_up in combinations(wishes, cost)
            for order in every
            if (end := _end(wanted, order, wishes - {*given_up})) is not None
        ]
        if ends:
            return Best(cost, min(ends))
    return None


def _is_round(visit: Visit) -> bool:
    return visit.role == "round" and visit.state == "planned"


def _end(wanted: Wanted, order: list[tuple[Visit, ...]], wishes: set[int]) -> int | None:
    """When the earliest plan in this order is done, or None when it does not fit."""
    steps = [(place, visit) for place, together in enumerate(order) for visit in together]
    visits = [visit for _, visit in steps]
    if 0 in wishes:
        last = max(at for at, visit in enumerate(visits) if _is_round(visit))
        visits[last] = replace(visits[last], first=max(visits[last].first, wanted.not_before))
    arcs = [*_arcs(wanted, [place for place, _ in steps], visits, wishes)]
    everyday = {**wanted.answers, "away": [], "weekdays": False}
    # Where every day is open, going through the waits once for each visit is enough, or they go round in a circle.
    if _earliest(everyday, visits, arcs, len(visits) + 1) is None:
        return None
    days = _earliest(wanted.answers, visits, arcs, FAR)
    if days is None:
        return None
    return max(
        (day + visit.lead for day, visit in zip(days, visits, strict=True) if visit.moves), default=-FAR
    )


def _earliest(
    answers: dict[str, Any], visits: list[Visit], arcs: list[tuple[int, int, int]], times: int
) -> list[int] | None:
    """The earliest day of each visit, or None when there is none or the waits ask for more after so many times."""
    days = [_open_day(answers, visit, visit.first) for visit in visits]
    for _ in range(times):
        if any(visit.state != "had" and day > visit.last for visit, day in zip(visits, days, strict=True)):
            return None
        before = [*days]
        for earlier, later, least in arcs:
            # Of a visit that was had, waits count from the latest day it may have been.
            since = visits[earlier].last if visits[earlier].state == "had" else days[earlier]
            if days[later] < since + least:
                if not visits[later].moves:
                    return None
                days[later] = _open_day(answers, visits[later], since + least)
        if days == before:
            return days
    return None


def _open_day(answers: dict[str, Any], visit: Visit, day: int) -> int:
    while visit.moves and not checker.is_open(answers, day):
        day += 1
    return day


def _arcs(
    wanted: Wanted, places: list[int], visits: list[Visit], wishes: set[int]
) -> Iterator[tuple[int, int, int]]:
    """Which visit is at least how many days after which."""
    for later, visit in enumerate(visits):
        before = [at for at in range(later) if places[at] < places[later]]
        together = [at for at in range(later) if places[at] == places[later]]
        for at in together:
            yield at, later, 0
            yield later, at, 0
        for at in before:
            of_one = visit.of == visits[at].of == A
            if not (visit.role == "touch-up" and of_one) and not visit.state == visits[at].state == "had":
                yield at, later, wanted.waits[visits[at].of + visit.of]
        if visit.role == "touch-up":
            own = max(at for at in before if visits[at].of == A)
            least, until = wanted.touch_up
            yield own, later, least
            yield later, own, 1 - until
    sessions = [at for at, visit in enumerate(visits) if visit.of == B and visit.state != "had"]
    for n, (one, other) in enumerate(pairwise(sessions), start=1):
        if n in wishes:
            yield other, one, 1 - wanted.late
