"""The waits worked out on pages: the dates shown are those the planner answers with."""

from __future__ import annotations

from datetime import date

import pytest

from macros.facts.models import Example
from tests.planner.engine import EPOCH, Engine
from tests.planner.worked import dates, example_of, library

ENGINE = Engine()
FACTS = library().facts


def as_date(day: int) -> date:
    return date.fromordinal(EPOCH.toordinal() + day)


@pytest.mark.parametrize("example", FACTS.examples, ids=lambda example: example.id)
def test_an_example_shows_the_dates_that_the_planner_answers(example: Example) -> None:
    row = FACTS.interval(example.interval)
    answers = {
        "first": row.from_,
        "when": example.date.isoformat(),
        "area": "same" if row.area == "any" else row.area,
        "kind": row.kind or "unknown",
    }
    answer = ENGINE.answer("next", answers, example.date)
    assert answer["ruleId"] == example.interval, f"{example.id}: the planner counts with another wait"
    days = answer["dates"]
    # A limit that is no day of its own is not shown twice, and one that nobody knows is not shown.
    ask = [days["notBefore"]] if days["notBefore"] < days["advised"] else []
    past = [days["until"]] if days["until"] is not None else []
    expected = [example.date, *(as_date(day) for day in (*ask, days["advised"], *past))]
    shown = dates(example_of(f'worked_example("{example.id}")'))
    assert shown == expected, (
        f"{example.id}: worked_example shows other dates than the planner answers. Mend its template, or "
        f'"interval" in docs/data/worked_examples.yml.'
    )
