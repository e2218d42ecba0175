"""Runs the planner's own calculation in quickjs, and reads the test vectors."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import quickjs

from macros.facts import load_facts
from macros.facts.planner import planner_facts
from macros.publish.linker import link_modules

PROJECT = Path(__file__).resolve().parent.parent.parent
MODULES = PROJECT / "overrides" / "assets" / "planner"
VECTORS = PROJECT / "tests" / "vectors"

# The modules that only calculate: what is linked for quickjs.
PURE = (
    "days.js",
    "read.js",
    "rules.js",
    "answers.js",
    "wishes.js",
    "problem.js",
    "solve.js",
    "plan.js",
    "calendar.js",
    "clinic.js",
    "clinic_plan.js",
    "contrast.js",
    "options.js",
)
EPOCH = date(1970, 1, 1)
FUNCTIONS = {
    "next": "whenNext",
    "was-it-too-soon": "wasItTooSoon",
    "course": "planCourse",
    "event": "planEvent",
}
CHOICES = {"today", "yesterday", "few", "week", "fortnight", "none", ""}

# What the form gives where nothing was answered.
UNANSWERED: dict[str, Any] = {
    "first": "",
    "when": {"choice": "none"},
    "second": {"choice": "none"},
    "booked": {"choice": "none"},
    "event": {"choice": "date", "typed": ""},
    "area": "",
    "kind": "unknown",
    "conditions": [],
    "sessions": "",
    "rounds": "",
    "touchUp": False,
    "sameDay": False,
    "weekdays": False,
    "away": [],
    "told": {"ab": "", "ba": "", "bb": ""},
}

# A clock that cannot be read: only dates made from numbers are left.
NO_CLOCK = """
Date = new Proxy(Date, {
  construct(target, args) {
    if (args.length === 0) throw new Error("The clock was read");
    return new target(...args);
  },
  apply() { throw new Error("The clock was read"); },
});
Date.now = () => { throw new Error("The clock was read"); };
"""


@cache
def facts() -> dict[str, Any]:
    """The guide's facts as the planner gets them."""
    return planner_facts(load_facts(PROJECT / "docs" / "data", PROJECT), {})


@cache
def pure_script(entry: str = "answers.js") -> str:
    """A calculating module and those it uses, linked as they are shipped."""
    return link_modules(MODULES / entry, pure=True)


class Engine:
    """The planner's calculation, with a clock that throws when it is read."""

    def __init__(self, script: str | None = None, seconds: float | None = None) -> None:
        """Take `script`, or the module that answers and those it uses; give up what takes longer than so many seconds."""
        self._context = quickjs.Context()
        self._context.eval(NO_CLOCK + (script or pure_script()))
        if seconds is not None:
            self._context.set_time_limit(seconds)

    def call(self, function: str, *arguments: Any) -> Any:
        """Call a function of the pure modules with plain values; answers may have the shape of `as_input`."""
        if function in FUNCTIONS.values():
            known, answers, today = arguments
            arguments = (known, as_typed(answers), today)
        given = ", ".join(json.dumps(argument) for argument in arguments)
        text = self._context.eval(f"JSON.stringify({function}({given}) ?? null)")
        return json.loads(text)

    def answer(
        self, task: str, answers: dict[str, Any], today: date, known: dict[str, Any] | None = None
    ) -> Any:
        """What a task answers; see `as_input` for how answers are written."""
        return self.call(FUNCTIONS[task], known or facts(), as_input(answers), as_day(today))


def as_day(day: date) -> int:
    """A date as the planner counts it."""
    return (day - EPOCH).days


def iso(day: int | None) -> str | None:
    """A day of the planner as an ISO date."""
    return None if day is None else (EPOCH + timedelta(day)).isoformat()


def as_input(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as vectors write them, in the form's shape.

    A date may be a choice or an ISO date, and days that cannot be are pairs of ISO dates.
    """

    def given(value: str | dict[str, Any]) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        return {"choice": value} if value in CHOICES else {"choice": "date", "typed": value}

    names = ("when", "second", "booked", "event")
    dates: dict[str, Any] = {name: given(answers[name]) for name in names if name in answers}
    told = {**UNANSWERED["told"], **answers.get("told", {})}
    away = [{"from": first, "to": last, "bad": False} for first, last in answers.get("away", [])]
    return {**UNANSWERED, **answers, **dates, "away": away, "told": told}


def as_typed(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as the form gives them: a text for each question."""

    def text(value: Any) -> Any:
        if isinstance(value, bool):
            return "yes" if value else ""
        if isinstance(value, dict) and "choice" in value:
            typed = "?" if value.get("bad") else value.get("typed", "").strip()
            return (typed or "date") if value["choice"] == "date" else value["choice"]
        return value

    given = {name: text(value) for name, value in answers.items()}
    if isinstance(given.get("told"), dict):
        given["told"] = "~".join(given["told"][key].strip() for key in ("ab", "ba", "bb"))
    if isinstance(given.get("away"), list):
        given["away"] = "~".join(
            "?" if row.get("bad") else row[end] for row in given["away"] for end in ("from", "to")
        )
    return given


def readable(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer with ISO dates in place of day numbers."""

    def dated(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: dated(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [dated(inner) for inner in value]
        is_day = key in {"notBefore", "advised", "until", "earliest", "latest"}
        return iso(value) if is_day else value

    shown: dict[str, Any] = dated(answer)
    return shown


def readable_plan(plan: dict[str, Any]) -> dict[str, Any]:
    """A plan as vectors write it: dates in place of day numbers, waits by their rules, and nothing that is open."""
    if "errors" in plan:
        return plan
    visits = [
        {
            "key": visit["key"],
            "earliest": iso(visit["earliest"]),
            "latest": iso(visit["latest"]),
            "open": visit["open"],
            **{
                flag: visit[flag]
                for flag in ("kept", "with", "moved")
                if visit[flag] and visit["state"] != "had"
            },
            **(_rule(visit["rule"]) if visit["rule"] else {}),
            **({"after": visit["after"]} if visit["after"] else {}),
        }
        for visit in plan["visits"]
    ]
    repairs = [{**repair, "day": iso(repair["day"])} for repair in plan["repairs"]]
    shown = {
        "status": plan["status"],
        "missing": plan["missing"],
        "postpone": plan["cautions"]["postpone"],
        "askFirst": plan["cautions"]["askFirst"],
        "apart": plan["apart"],
        "late": plan["late"],
        "visits": visits,
        "conflict": plan["conflict"],
        "repairs": [{key: value for key, value in repair.items() if value} for repair in repairs],
    }
    return {key: value for key, value in shown.items() if value}


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    """The wait that set a visit's day."""
    name = "told" if rule["told"] else rule["row"]["id"]
    return {"rule": name, "days": rule["days"]}


def vectors_of(name: str) -> list[dict[str, Any]]:
    """The vectors of one file of tests/vectors; those that hold plans say which facts they were made with."""
    held = json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
    known: list[dict[str, Any]] = held["vectors"] if isinstance(held, dict) else held
    return known


def vectors() -> list[dict[str, Any]]:
    """Every vector about one wait."""
    return [
        vector
        for name in ("boundaries", "errors", "was-it-too-soon", "when-next")
        for vector in vectors_of(name)
    ]
