"""Makes boundaries.json: each limit of each wait between two treatments, one day before, on the day, one day after.

Nothing here knows how the planner works. A status follows from the limits by the definitions at the top
of docs/data/intervals.yml, and dates come from Python's calendar. After a change of a wait:

    python tests/vectors/make_boundaries.py
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

VECTORS = Path(__file__).parent
DATA = VECTORS.parent.parent / "docs" / "data"
FILE = VECTORS / "boundaries.json"

LIMITS = ("not_before", "advised", "until")
# A leap year's February and a change of year lie within reach of this day.
FIRST_VISIT = date(2027, 12, 1)


def status(row: dict[str, Any], gap: int) -> str:
    """What `gap` days between the two treatments are."""
    if gap < row["not_before"]:
        return "too-soon"
    if gap < row["advised"]:
        return "ask-first"
    return "past" if gap >= row.get("until", gap + 1) else "usual"


def vectors(intervals: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every case, for both tasks."""
    both_on_one_day = [set(option["treatments"]) for option in intervals["same_day"]]
    for row in intervals["intervals"]:
        if row["purpose"] != "combine":
            continue
        for limit, shift in ((limit, shift) for limit in LIMITS if limit in row for shift in (-1, 0, 1)):
            gap = row[limit] + shift
            day = FIRST_VISIT + timedelta(gap)
            place = {-1: "the day before", 0: "the day of", 1: "the day after"}[shift]
            expected = {
                "status": status(row, gap),
                "ruleId": row["id"],
                "gapDays": gap,
                "shortBy": max(0, row["advised"] - gap),
                "dates": {
                    name: (FIRST_VISIT + timedelta(row[key])).isoformat() if key in row else None
                    for name, key in (("notBefore", "not_before"), ("advised", "advised"), ("until", "until"))
                },
            }
            same_day = (
                {"status": "same-day"} if gap == 0 and {row["from"], row["to"]} in both_on_one_day else {}
            )
            for task in ("next", "was-it-too-soon"):
                answers = {
                    "first": row["from"],
                    "when": FIRST_VISIT.isoformat(),
                    "area": "same" if row["area"] == "any" else row["area"],
                    "kind": row.get("kind", "unknown"),
                }
                outcome: dict[str, Any] = {"expected": expected}
                if task == "was-it-too-soon":
                    answers["second"] = day.isoformat()
                    if same_day:
                        outcome = {"expected": same_day}
                if gap < 0:
                    problem = {"field": "when", "code": "in-the-future"}
                    if task == "was-it-too-soon":
                        problem = {"field": "second", "code": "before-first"}
                    outcome = {"expected": {"errors": [problem]}}
                yield {
                    "id": f"{task}-{row['id']}-{limit.replace('_', '-')}{shift:+d}",
                    "why": f"{place} {limit} ({row[limit]} days)",
                    "task": task,
                    "today": (max(day, FIRST_VISIT) if task == "was-it-too-soon" else day).isoformat(),
                    "answers": answers,
                    **outcome,
                }


def text() -> str:
    """The file as it should be: one case a line."""
    intervals = yaml.safe_load((DATA / "intervals.yml").read_text(encoding="utf-8"))
    return "[\n" + ",\n".join(json.dumps(vector) for vector in vectors(intervals)) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
