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
PURE = ("days.js", "rules.js", "answers.js")
EPOCH = date(1970, 1, 1)
FUNCTIONS = {"next": "whenNext", "was-it-too-soon": "wasItTooSoon"}
CHOICES = {"today", "yesterday", "few", "week", "fortnight", ""}

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


def pure_script() -> str:
    """The calculating modules, linked as they are shipped."""
    return link_modules(MODULES / "answers.js", pure=True)


class Engine:
    """The planner's calculation, with a clock that throws when it is read."""

    def __init__(self) -> None:
        self._context = quickjs.Context()
        self._context.eval(NO_CLOCK + pure_script())

    def call(self, function: str, *arguments: Any) -> Any:
        """Call a function of the pure modules with plain values."""
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
    """Answers as vectors write them, in the form's shape: a date may be a choice or an ISO date."""

    def given(value: str | dict[str, Any]) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        return {"choice": value} if value in CHOICES else {"choice": "date", "typed": value}

    dates: dict[str, Any] = {name: given(answers[name]) for name in ("when", "second") if name in answers}
    return {"conditions": [], **answers, **dates}


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


def vectors() -> list[dict[str, Any]]:
    """Every vector of tests/vectors."""
    return [
        vector for file in sorted(VECTORS.glob("*.json")) for vector in json.loads(file.read_text("utf-8"))
    ]
