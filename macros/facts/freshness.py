"""How long a fact may stand without anyone looking at its sources again: said here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Protocol

from macros.facts.collection import Facts

# A year, and the day that a leap year adds. Pages are reviewed twice as often. Why: decisions/0022.
LONGEST = timedelta(days=366)


class Checked(Protocol):
    """A fact with the day on which it was last checked against its sources."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def checked(self) -> date:
        """The day of the check."""


def checked_facts(facts: Facts) -> Iterator[Checked]:
    """Every fact that says when it was checked."""
    yield from facts.intervals
    yield from facts.same_day
    yield from facts.claims
    yield from facts.postpone
    yield from facts.ask_first
    yield from facts.warning_signs
    yield from facts.registers


def expires(fact: Checked) -> date:
    """The first day on which a fact counts as old."""
    return fact.checked + LONGEST + timedelta(days=1)


def is_old(fact: Checked, day: date) -> bool:
    """Whether nobody has checked a fact for too long, on a day."""
    return expires(fact) <= day
