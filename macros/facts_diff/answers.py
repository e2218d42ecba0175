"""The planner's answers to a fixed set of questions, worked out by the planner as it is shipped.

Each pair of treatments is asked about in each order, area and kind. Courses and events are asked for with few
and with many visits. All are asked on one fixed day, so that the same ones are asked before and after.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import quickjs

from macros.facts import Facts
from macros.facts.models import AskFirst, Postpone
from macros.facts.planner import planner_facts
from macros.facts.spans import long_date, weekday_date
from macros.publish.linker import link_modules

MODULES = Path(__file__).parent.parent.parent / "overrides" / "assets" / "planner"
FUNCTIONS = {"next": "whenNext", "course": "planCourse", "event": "planEvent"}
# No answer takes nearly as long.
LONGEST_ANSWER = 5  # seconds

DAY = date(2027, 1, 4)
EVENT_DAY = date(2027, 9, 4)
EPOCH = date(1970, 1, 1)
AREAS = ("same", "apart", "unsure")
SESSIONS = ("0", "1", "3", "6")
ROUNDS = ("0", "1", "2")
# What the form gives where nothing was answered.
UNANSWERED: dict[str, Any] = {
    "first": "", "when": "none", "second": "none", "booked": "none", "event": "date", "area": "",
    "kind": "unknown", "conditions": [], "sessions": "", "rounds": "", "touchUp": "", "sameDay": "",
    "weekdays": "", "away": "", "told": "~~",
}  # fmt: skip

Answers = dict[str, Any]


def counts_with(facts: Facts) -> Answers:
    """All that the planner knows of the facts: where it is the same, so is every answer."""
    return planner_facts(facts, {})


def answers(facts: Facts, *asked: Facts) -> dict[str, str]:
    """What the planner answers with these facts, by its question in words.

    Args:
        facts: The facts it counts with.
        asked: All facts whose treatments and conditions are asked about.
    """
    context = quickjs.Context()
    context.set_time_limit(LONGEST_ANSWER)
    context.eval(link_modules(MODULES / "answers.js", pure=True))
    plans = quickjs.Context()
    plans.set_time_limit(LONGEST_ANSWER)
    plans.eval(link_modules(MODULES / "plan.js", pure=True))
    known = json.dumps(counts_with(facts))
    for each in (context, plans):
        each.eval(f"const known = {known};")
    found: dict[str, str] = {}
    for question, task, given in (each for known_by in asked for each in _questions(known_by)):
        if question in found:
            continue
        script = context if task == "next" else plans
        call = f"{FUNCTIONS[task]}(known, {json.dumps({**UNANSWERED, **given})}, {_number(DAY)})"
        try:
            answer = json.loads(script.eval(f"JSON.stringify({call})"))
        except quickjs.JSException as error:
            found[question] = f"The planner stopped: {error}".splitlines()[0]
            continue
        found[question] = _answer(answer, facts) if task == "next" else _plan(answer, facts)
    return found


def _questions(facts: Facts) -> Iterator[tuple[str, str, Answers]]:
    """Each question in words, with its task and what was answered."""
    kinds: dict[str, str] = {
        kind.id: kind.in_sentence for treatment in facts.treatments for kind in treatment.kinds
    }
    kinds["unknown"] = "kind not known"
    had = _day(DAY)
    for first in facts.treatments:
        for area, kind in product(AREAS, kinds):
            question = f"{first.name} on {weekday_date(DAY)}, then the other: area {area}, {kinds[kind]}"
            yield question, "next", {"first": first.id, "when": had, "area": area, "kind": kind}
        reasons: tuple[Postpone | AskFirst, ...] = (*facts.postpone, *facts.ask_first)
        for reason in reasons:
            question = f"{first.name} on {weekday_date(DAY)}, then the other, and: {reason.says}"
            given = {"first": first.id, "when": had, "area": "same", "conditions": [reason.id]}
            yield question, "next", given
    for sessions, rounds, kind, area in product(SESSIONS, ROUNDS, kinds, AREAS):
        visits = {"sessions": sessions, "rounds": rounds, "kind": kind, "area": area}
        said = f"{sessions} and {rounds} visits, area {area}, {kinds[kind]}"
        if sessions != "0":
            yield f"A course from {weekday_date(DAY)}: {said}", "course", visits
            after = {**visits, "when": _day(DAY - timedelta(7))}
            yield f"A course, the other treatment 7 days before: {said}", "course", after
        ready = {**visits, "event": _day(EVENT_DAY)}
        yield f"Ready by {weekday_date(EVENT_DAY)}: {said}", "event", ready
    touch_up = {"sessions": "0", "rounds": "1", "touchUp": "yes", "event": _day(EVENT_DAY)}
    yield f"Ready by {weekday_date(EVENT_DAY)}: 1 visit with a touch-up", "event", touch_up
    trial = {"sessions": "1", "rounds": "first", "event": _day(EVENT_DAY)}
    yield f"Ready by {weekday_date(EVENT_DAY)}: for the first time", "event", trial


def _answer(answer: Answers, facts: Facts) -> str:
    if "errors" in answer:
        return _errors(answer)
    words, dates = facts.words, answer["dates"]
    said = [str(words["status"].get(answer["status"], answer["status"]))]
    for key, phrase in (
        ("notBefore", "too soon before"),
        ("advised", "usual from"),
        ("until", "past the usual window from"),
    ):
        if dates[key] is not None:
            said.append(f"{phrase} {long_date(_date(dates[key]))}")
    if answer["certainty"]:
        said.append(str(words["certainty"][answer["certainty"]]).lower())
    if answer["preferOtherOrder"]:
        said.append("the other order may be better")
    if answer["condition"]:
        said.append(f"only if {answer['condition']}".rstrip("."))
    for key, phrase in (("postpone", "put it off"), ("askFirst", "ask first")):
        if answer["cautions"][key]:
            said.append(f"{phrase}: {', '.join(answer['cautions'][key])}")
    if answer["status"] == "no-rule":
        said += answer["reasons"]
    return "; ".join(said)


def _plan(answer: Answers, facts: Facts) -> str:
    if "errors" in answer:
        return _errors(answer)
    said = [str(answer["status"])]
    if answer["missing"]:
        said.append(f"no rule for {answer['missing']}")
    for visit in answer["visits"]:
        name = facts.treatment(visit["treatment"]).name
        count = f" {visit['n']}" if visit["n"] else ""
        first, last = (long_date(_date(visit[end])) for end in ("earliest", "latest"))
        said.append(f"{name}{count}: {first}" + (f" to {last}" if last != first else ""))
    if answer["conflict"]:
        said.append(f"does not fit: {', '.join(answer['conflict'])}")
    for repair in answer["repairs"]:
        day = f" {long_date(_date(repair['day']))}" if repair.get("day") else ""
        number = f" {repair['n']}" if repair.get("n") else ""
        said.append(f"would fit with {repair['code']}{number}{day}")
    return "; ".join(said)


def _errors(answer: Answers) -> str:
    return "asks again: " + ", ".join(f"{error['field']} {error['code']}" for error in answer["errors"])


def _number(day: date) -> int:
    """A day as the planner counts it."""
    return (day - EPOCH).days


def _date(number: int) -> date:
    return EPOCH + timedelta(number)


def _day(day: date) -> str:
    return day.isoformat()
