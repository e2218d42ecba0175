"""A decision aid as data: choices set side by side on the same points, what was counted, and what may matter.

A rate is a number of people out of `out_of`, the same for all rates, so that they can be compared. A rate
without numbers says openly that none was found.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from macros.facts.models import Id, Model, Named, Text

# What a point or a rate weighs: for the choice, against it, or neither.
Side = Literal["about", "good", "bad", "unknown"]
People = Annotated[int, Strict(), Field(ge=0)]


class Choice(Named):
    """One of the things a person can choose. A choice of no treatment has none."""

    name: Text
    treatments: tuple[Id, ...]


class Rate(Named):
    """How many people out of `out_of` had something, or, without numbers, that no number was found.

    `lowest` and `highest` differ where studies differ or are unsure; `who` says which people were counted.
    """

    choice: Id
    side: Literal["good", "bad"]
    what: Text
    lowest: People | None = None
    highest: People | None = None
    who: Text | None = None
    claims: Annotated[tuple[Id, ...], Field(min_length=1)]


class Cell(Model):
    """What is said of one choice at one point, and where that comes from.

    `says` may name, in curly brackets, a wait, a wait and ".sessions", or a claim to print whole. `sure` is
    the claim whose certainty is shown. `no_source` says why a cell needs none.
    """

    says: Text
    claims: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()
    rates: tuple[Id, ...] = ()
    sure: Id | None = None
    no_source: Text | None = None


class Point(Named):
    """A point on which all choices are compared: a cell for each choice."""

    name: Text
    side: Side
    cells: dict[Id, Cell]


class Matter(Named):
    """What may matter to a person, in their words, and the choices that fit where it matters a lot."""

    says: Text
    fits: Annotated[tuple[Id, ...], Field(min_length=1)]


class ChoicesFile(Model):
    """docs/data/choices.yml."""

    out_of: Literal[100, 1000]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)]
    rates: tuple[Rate, ...] = ()
    points: Annotated[tuple[Point, ...], Field(min_length=1)]
    matters: Annotated[tuple[Matter, ...], Field(min_length=1, max_length=7)]

    def choice(self, choice_id: str) -> Choice:
        """The choice with this id; KeyError when there is none."""
        return {choice.id: choice for choice in self.choices}[choice_id]

    def rate(self, rate_id: str) -> Rate:
        """The rate with this id; KeyError when there is none."""
        return {rate.id: rate for rate in self.rates}[rate_id]
