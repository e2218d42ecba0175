"""Which pages must be looked at again. A review that is due stops no build: old words beat none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from macros.checks.guide import Guide
from macros.errors import Problem
from macros.facts.spans import long_date

CHECK = "review"
SOON = timedelta(days=30)


def reviews_due(guide: Guide, today: date) -> Iterator[Problem]:
    """A line for each page whose review is overdue, or due within 30 days.

    Args:
        guide: The guide as its editors wrote it.
        today: The day the guide is built for.
    """
    for page in guide.pages:
        due = page.meta.next_review
        if due > today + SOON:
            continue
        said = (
            f"Overdue: its review was due on {long_date(due)}, and the page says so."
            if due <= today
            else f"Due soon: its review is due on {long_date(due)}."
        )
        fix = "Review the page, then change last_reviewed and next_review."
        yield page.front_matter.problem(("next_review",), CHECK, said, fix)
