"""Renews the results in docs/data/worked_plans.yml with the planner as it is shipped; all else there stays.

After a change of a wait, of the planner or of a plan in that file:

    python -m tests.vectors.make_worked_plans

and read what has changed, in the file and on the pages that show it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from macros.facts import load_facts
from macros.facts.planner import planner_facts
from tests.planner.engine import EPOCH, PROJECT, Engine, pure_script

DATA = PROJECT / "docs" / "data"
FILE = DATA / "worked_plans.yml"
RENEW = "Run: python -m tests.vectors.make_worked_plans, and read what has changed"

# The last field of an entry: its line and those below it that stand further in.
RESULT = re.compile(r"^    result:.*\n(?:      .*\n)*", re.MULTILINE)


def plans() -> list[dict[str, Any]]:
    """The worked plans as the file has them."""
    known: list[dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))["plans"]
    return known


@cache
def facts() -> dict[str, Any]:
    """What the planner counts with, read without the worked plans: a result of theirs may be wrong or empty."""
    with TemporaryDirectory() as folder:
        data = shutil.copytree(DATA, Path(folder) / "data", ignore=shutil.ignore_patterns(FILE.name))
        return planner_facts(load_facts(data, PROJECT), {})


@cache
def engine() -> Engine:
    """The planner's own calculation."""
    return Engine(pure_script("plan.js"))


def answered(plan: dict[str, Any]) -> dict[str, Any]:
    """The answers of a worked plan as vectors write them: dates as text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in plan["answers"].items()
    }


def solved(plan: dict[str, Any], known: dict[str, Any] | None = None) -> dict[str, Any]:
    """The planner's own answer to a worked plan, with the facts of this guide or with others."""
    answer = engine().answer(plan["task"], answered(plan), plan["today"], known or facts())
    if "errors" in answer:
        raise ValueError(f"{plan['id']}: the planner does not take these answers: {answer['errors']}")
    return dict(answer)


def result(answer: dict[str, Any]) -> dict[str, Any]:
    """What a worked plan's `result` must be, from the planner's answer."""
    visits = [
        {
            "key": visit["key"],
            "treatment": visit["treatment"],
            "role": "had" if visit["state"] == "had" else visit["role"],
            "n": visit["n"],
            "from": _date(visit["earliest"]),
            "to": _date(visit["latest"]),
        }
        for visit in answer["visits"]
    ]
    repairs = [{**repair, "day": _date(repair["day"])} for repair in answer["repairs"]]
    shown = {
        "status": answer["status"],
        "first": answer["first"],
        "second": answer["second"],
        "visits": [_filled(visit) for visit in visits],
        "late": bool(answer["late"]),
        "conflict": answer["conflict"],
        "repairs": [_filled(repair) for repair in repairs],
    }
    return _filled(shown)


def renewed(text: str) -> str:
    """The file's text with every result as it should be."""
    results = iter([result(solved(plan)) for plan in yaml.safe_load(text)["plans"]])
    return RESULT.sub(lambda _: "".join(_lines(next(results))), text)


def _lines(value: dict[str, Any]) -> Iterator[str]:
    yield "    result:\n"
    for name, inner in value.items():
        if isinstance(inner, list) and isinstance(inner[0], dict):
            yield f"      {name}:\n"
            yield from (f"        - {_flow(each)}\n" for each in inner)
        else:
            yield f"      {name}: {_flow(inner)}\n"


def _flow(value: Any) -> str:
    """A value on one line."""
    text = yaml.safe_dump(value, default_flow_style=True, sort_keys=False, width=1000)
    return text.removesuffix("...\n").strip()


def _date(day: int | None) -> date | None:
    return None if day is None else EPOCH + timedelta(day)


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    """Without what there is nothing of."""
    return {name: inner for name, inner in value.items() if inner}


if __name__ == "__main__":
    FILE.write_text(renewed(FILE.read_text("utf-8")), encoding="utf-8")
