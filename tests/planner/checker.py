"""Whether a plan keeps every rule on the days that were picked: no search, only reading and subtracting.

Written from the rules of a plan and not from the planner, so that the two can be held against each other. A rule
has its number in front: 1 waits between the two treatments, 2 sessions, 3 rounds, 4 touch-ups, 5 the event,
6 open days and windows, 7 booked visits, 8 what nobody published, 9 reasons to postpone, 10 what is said to have set a day, 0 the plan as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

EPOCH = date(1970, 1, 1)
SATURDAY = 5

# The days ago that each choice may mean, as its words say: at most, at least.
DAYS_AGO = {"today": (0, 0), "yesterday": (1, 1), "few": (3, 2), "week": (9, 5), "fortnight": (17, 11)}
TOUCH_UP = "touch-up"

Row = dict[str, Any]
Visit = dict[str, Any]
Picks = dict[str, int]


def as_day(iso: str) -> int:
    """The number of an ISO date."""
    return (date.fromisoformat(iso) - EPOCH).days


def treatments(facts: Row) -> tuple[str, str]:
    """The treatment that is repeated, and the one that comes in courses."""
    repeated = next(row["from"] for row in facts["intervals"] if row["purpose"] == "repeat")
    return repeated, next(each["id"] for each in facts["treatments"] if each["id"] != repeated)


def rule(facts: Row, purpose: str, between: tuple[str, str], area: str, kind: str) -> Row | None:
    """The published row that applies, of a kind that is not known the most careful one.

    Between two treatments there must be one for every kind it may be: that nobody published one is more careful still.
    """
    known = [each["id"] for treatment in facts["treatments"] for each in treatment["kinds"]]
    kinds = [kind] if kind in known else known
    area = "apart" if area == "apart" else "same"
    rows = [
        row
        for row in facts["intervals"]
        if row["purpose"] == purpose
        and (row["from"], row["to"]) == between
        and row["area"] in (area, "any")
        and (row.get("kind") is None or row["kind"] in kinds)
    ]
    if purpose == "combine" and len(rows) < len(kinds):
        return None
    return max(rows, key=lambda row: (row["notBefore"], row["advised"]), default=None)


def told(answers: Row, code: str) -> int | None:
    """The days a clinic told, if any."""
    typed = answers["told"][code].strip()
    return int(typed) if typed else None


def wait(facts: Row, answers: Row, code: str) -> int | None:
    """The days to leave between a and b, b and a, or two b: what the clinic told, else what is advised."""
    own = told(answers, code)
    if own is not None:
        return own
    names = dict(zip("ab", treatments(facts), strict=True))
    purpose = "course" if code == "bb" else "combine"
    # Two sessions of a course are always on the same place.
    area = "same" if code == "bb" else answers["area"]
    row = rule(facts, purpose, (names[code[0]], names[code[1]]), area, answers["kind"])
    return None if row is None else int(row["advised"])


def is_open(answers: Row, day: int) -> bool:
    """Whether a visit can be on a day, as the person said."""
    if answers["weekdays"] and (EPOCH + timedelta(day)).weekday() >= SATURDAY:
        return False
    rows = [row for row in answers["away"] if row["from"] or row["to"]]
    return not any(as_day(row["from"]) <= day <= as_day(row["to"]) for row in rows)


def had_or_booked(answers: Row, name: str, today: int) -> tuple[int, int] | None:
    """The days on which a visit may have been, or the day it is booked for; None when there is none.

    What is booked for after the event has no part in a plan before it.
    """
    given, event = answers[name], answers["event"]
    if given["choice"] in DAYS_AGO:
        most, least = DAYS_AGO[given["choice"]]
        return today - most, today - least
    if given["choice"] != "date":
        return None
    day = as_day(given["typed"])
    after = event["choice"] == "date" and event.get("typed") and day > as_day(event["typed"])
    return None if after else (day, day)


def moves(visit: Visit) -> bool:
    """Whether a visit gets its days from the plan: one that was had, or stays where it is booked, does not."""
    return bool(visit["state"] != "had" and not visit["kept"])


def shares_with(plan: Row, visit: Visit) -> Visit | None:
    """The visit of the other treatment that a visit shares its day with, as the plan says."""
    others = [
        other
        for other in plan["visits"]
        if visit["with"] and other["with"] and other["treatment"] != visit["treatment"]
    ]
    return next((other for other in others if other["earliest"] == visit["earliest"]), None)


def has_trial(answers: Row, today: int) -> bool:
    """Whether a trial round comes first: for those who never had it, and have none booked."""
    return bool(answers["rounds"] == "first" and had_or_booked(answers, "when", today) is None)


def open_days(answers: Row, visit: Visit) -> list[int]:
    """The days of a visit's window on which it may be; of a visit that was had, all it may have been on."""
    days = range(visit["earliest"], visit["latest"] + 1)
    return [day for day in days if not moves(visit) or is_open(answers, day)]


def broken_rules(facts: Row, answers: Row, today: int, plan: Row, picks: Picks) -> list[str]:
    """Every rule that a plan breaks when each of its visits is on the day that `picks` has for its key."""
    a, b = treatments(facts)
    visits = sorted(plan["visits"], key=lambda visit: picks[visit["key"]])
    return [
        *_whole(answers, today, plan, (a, b)),
        *_windows(answers, today, plan, picks),
        *_booked(answers, today, plan, (a, b)),
        *_between(facts, answers, plan, visits, picks, a),
        *_sessions(facts, answers, plan, [visit for visit in visits if visit["treatment"] == b], picks),
        *_rounds(facts, answers, today, [visit for visit in visits if visit["treatment"] == a], picks),
        *_event(facts, answers, visits, picks, a),
        *_allowed(facts, answers, (a, b)),
        *_reasons(answers, today, plan),
    ]


def _whole(answers: Row, today: int, plan: Row, ab: tuple[str, str]) -> Iterator[str]:
    visits = plan["visits"]
    keys = [visit["key"] for visit in visits]
    if len(set(keys)) != len(keys):
        yield f"0: a key twice in {keys}"
    if (plan["first"], plan["second"]) != ab:
        yield "0: first and second are not the repeated treatment and the other"
    starts = [visit["earliest"] for visit in visits]
    if starts != sorted(starts):
        yield "0: the visits are not in order of time"
    coming = [visit for visit in visits if visit["state"] != "had"]
    if (plan["status"] == "exact") != all(visit["open"] == 1 for visit in coming):
        yield f"0: status {plan['status']} with or without windows"
    for role, wanted in (
        ("session", _number(answers["sessions"], plan["wants"]["sessions"])),
        ("round", 1 if answers["rounds"] == "first" else _number(answers["rounds"], plan["wants"]["rounds"])),
        ("trial", int(has_trial(answers, today))),
    ):
        # A booked session is one of the course; a booked visit of a is one more than the rounds asked for.
        states = ("planned", "booked") if role == "session" else ("planned",)
        own = [visit for visit in visits if visit["role"] == role and visit["state"] in states]
        booked = role == "session" and any(visit["state"] == "booked" for visit in own)
        if len(own) != max(wanted, booked):
            yield f"0: {len(own)} of role {role} where {wanted} are wanted"
    for place, (name, given) in enumerate((("a", "when"), ("b", "second"))):
        span = had_or_booked(answers, given, today)
        own = [visit for visit in visits if visit["treatment"] == ab[place] and visit["state"] == "had"]
        expected = [] if span is None or span[0] > today else [span]
        if [(visit["earliest"], visit["latest"]) for visit in own] != expected:
            yield f"0: the visit of {name} that was had is not on the days given"


def _number(typed: str, open_one: int) -> int:
    return int(typed) if typed else open_one


def _windows(answers: Row, today: int, plan: Row, picks: Picks) -> Iterator[str]:
    for visit in plan["visits"]:
        key, day = visit["key"], picks[visit["key"]]
        if not visit["earliest"] <= day <= visit["latest"]:
            yield f"6: {key} is picked outside its window"
        if moves(visit):
            if visit["earliest"] <= today:
                yield f"6: {key} is not after today"
            if not is_open(answers, day):
                yield f"6: {key} is on a closed day"
            if not (is_open(answers, visit["earliest"]) and is_open(answers, visit["latest"])):
                yield f"6: the window of {key} starts or ends on a closed day"
            if visit["open"] != len(open_days(answers, visit)):
                yield f"6: {key} has {len(open_days(answers, visit))} open days and says {visit['open']}"
        other = shares_with(plan, visit)
        if visit["with"] and (other is None or other["latest"] != visit["latest"]):
            yield f"6: {key} shares its day with nothing, or not the whole window"


def _booked(answers: Row, today: int, plan: Row, ab: tuple[str, str]) -> Iterator[str]:
    for treatment, given in zip(ab, ("when", "second"), strict=True):
        span = had_or_booked(answers, given, today)
        day = span[0] if span and span[0] > today else None
        own = [
            each for each in plan["visits"] if each["treatment"] == treatment and each["state"] == "booked"
        ]
        if len(own) != (day is not None):
            yield f"7: the visit booked in {given} is not in the plan as it was given"
        for visit in own:
            if visit["kept"] and not visit["earliest"] == visit["latest"] == day:
                yield f"7: {visit['key']} is kept, and not on its day"
    for visit in plan["visits"]:
        if visit["kept"] != (visit["state"] == "had") and visit["state"] != "booked":
            yield f"7: {visit['key']} is {visit['state']}, and kept or not"


def _between(facts: Row, answers: Row, plan: Row, visits: list[Visit], picks: Picks, a: str) -> Iterator[str]:
    for one, other in combinations(visits, 2):
        if one["treatment"] == other["treatment"] or one["state"] == other["state"] == "had":
            continue
        gap = picks[other["key"]] - picks[one["key"]]
        orders = ["ab" if one["treatment"] == a else "ba"]
        if gap == 0:  # on one day, either may be the first
            orders = ["ab", "ba"]
            if shares_with(plan, one) == other:
                yield from _same_day(facts, answers, one, other)
                continue
        waits = [wait(facts, answers, order) for order in orders]
        if not any(days is not None and gap >= days for days in waits):
            yield f"1: {gap} days from {one['key']} to {other['key']}, not {waits}"


def _same_day(facts: Row, answers: Row, one: Visit, other: Visit) -> Iterator[str]:
    pair = {one["treatment"], other["treatment"]}
    offered = any(
        pair == set(option["treatments"]) and answers["kind"] in option.get("kinds", [answers["kind"]])
        for option in facts["sameDay"]
    )
    if not (answers["sameDay"] and offered):
        yield f"1: {one['key']} and {other['key']} on one day, which was not offered"
    for visit in (one, other):
        if visit["role"] in (TOUCH_UP, "trial") or visit["state"] != "planned":
            yield f"1: {visit['key']} cannot share a day"


def _sessions(facts: Row, answers: Row, plan: Row, sessions: list[Visit], picks: Picks) -> Iterator[str]:
    least = wait(facts, answers, "bb")
    b = treatments(facts)[1]
    row = rule(facts, "course", (b, b), "same", answers["kind"])
    until = row.get("until") if row else None
    late = 0
    for one, other in pairwise(sessions):
        gap = picks[other["key"]] - picks[one["key"]]
        if least is None or gap < least:
            yield f"2: {gap} days from {one['key']} to {other['key']}, not {least}"
        late += one["state"] != "had" and until is not None and gap >= until
    # Where the clinic told its own gap, it is no wish that the gaps are usual.
    if late > plan["late"] and told(answers, "bb") is None:
        yield f"2: {late} sessions are later than usual, and {plan['late']} are said to be"


def _rounds(facts: Row, answers: Row, today: int, injections: list[Visit], picks: Picks) -> Iterator[str]:
    a = treatments(facts)[0]
    repeat = rule(facts, "repeat", (a, a), "same", answers["kind"])
    touch_up = rule(facts, TOUCH_UP, (a, a), "same", answers["kind"])
    for place, visit in enumerate(injections):
        day = picks[visit["key"]]
        gaps = [(before["key"], day - picks[before["key"]]) for before in injections[:place]]
        if visit["role"] != TOUCH_UP:
            for key, gap in gaps:
                if repeat is None or gap < repeat["advised"]:
                    yield f"3: {gap} days from {key} to {visit['key']}"
        elif place == 0 or injections[place - 1]["role"] == TOUCH_UP:
            yield f"4: {visit['key']} follows no round"
        elif touch_up is None or not touch_up["advised"] <= gaps[-1][1] < touch_up["until"]:
            yield f"4: {gaps[-1][1]} days from {gaps[-1][0]} to {visit['key']}"
    if answers["touchUp"] or has_trial(answers, today):
        rounds = {
            visit["key"] for visit in injections if visit["role"] != TOUCH_UP and visit["state"] != "had"
        }
        followed = {one["key"] for one, other in pairwise(injections) if other["role"] == TOUCH_UP}
        if not answers["touchUp"]:  # the first ever has a touch-up after its trial in any case
            rounds = {visit["key"] for visit in injections if visit["role"] == "trial"}
        if rounds - followed:
            yield f"4: no touch-up follows {sorted(rounds - followed)}"
    elif any(visit["role"] == TOUCH_UP for visit in injections):
        yield "4: a touch-up that nobody asked for"


def _event(facts: Row, answers: Row, visits: list[Visit], picks: Picks, a: str) -> Iterator[str]:
    if answers["event"]["choice"] != "date" or not answers["event"].get("typed"):
        return
    event = as_day(answers["event"]["typed"])
    injections = [visit["key"] for visit in visits if visit["treatment"] == a]
    for visit in visits:
        lead = event - picks[visit["key"]]
        after_it = visit["kept"] and lead < 0  # what is booked for later does not touch it
        if visit["state"] == "had" or after_it:
            continue
        row = rule(facts, "event", (visit["treatment"], "event"), "any", answers["kind"])
        limit = "notBefore" if visit["role"] == TOUCH_UP else "advised"
        if answers["rounds"] == "first" and injections[:1] == [visit["key"]]:
            limit = "firstTimeAdvised"
        if row is None or lead < row[limit]:
            yield f"5: {visit['key']} is {lead} days before the event"


def _allowed(facts: Row, answers: Row, ab: tuple[str, str]) -> Iterator[str]:
    for code in ("ab", "ba", "bb"):
        if wait(facts, answers, code) is None:
            yield f"8: a plan, and nobody published the wait {code}"
    for row in facts["postpone"]:
        if row["id"] in answers["conditions"] and set(row["affects"]) & set(ab):
            yield f"9: a plan, although {row['id']} is ticked"


def _reasons(answers: Row, today: int, plan: Row) -> Iterator[str]:
    """What is said to have set a day has: a wait that is over then, closed days before it, or what comes next."""
    by_key = {visit["key"]: visit for visit in plan["visits"]}
    width = max((visit["latest"] - visit["earliest"] for visit in plan["visits"] if moves(visit)), default=0)
    all_open = not answers["away"] and not answers["weekdays"]
    for visit in plan["visits"]:
        key, day, moved = visit["key"], visit["earliest"], visit["moved"]
        if not moves(visit):
            if visit["rule"] or visit["after"] or moved:
                yield f"10: {key} has its day, and a reason for it"
            continue
        least = today + 1
        if visit["after"]:
            least = by_key[visit["after"]]["latest"] + visit["rule"]["days"]
        elif visit["rule"]:
            least = as_day(answers["event"]["typed"]) - visit["rule"]["days"]
        elif visit["state"] == "booked":
            name = "when" if visit["treatment"] == plan["first"] else "second"
            span = had_or_booked(answers, name, today)
            least = day if span is None else min(day, span[0])
        if day < least:
            yield f"10: {key} is before {visit['rule']} is over"
        if all_open and not moved and day != least:
            yield f"10: {key} is {day - least} days after what is said to set its day"
        before = [is_open(answers, day - 1 + later) for later in range(width + 1)]
        if moved == "closed" and before[0]:
            yield f"10: {key} is said to come after closed days, and the day before is open"
        if moved == "next" and not visit["with"] and (not before[0] or 2 * sum(before) <= width):
            yield f"10: {key} is said to wait for the next visit, and could not be a day earlier"
