"""What the guide's own pictures draw: the models of docs/data/pictures.yml.

A picture draws days, and a claim says each of them: macros/facts/picture_checks.py holds the two together.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict, StringConstraints

from macros.facts.models import Days, Id, Model, Named, Sentences, Text

# A claim says "3 months" and the drawing needs days.
DAYS_IN_MONTH = 30

# Words that stand in a drawing do not wrap, and must fit a phone 320 pixels wide.
Word = Annotated[str, StringConstraints(min_length=1, max_length=12, strip_whitespace=True)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=28, strip_whitespace=True)]
Count = Annotated[int, Strict(), Field(ge=1, le=12)]
# How much of an effect shows. The steps are of the drawing, and nobody measured them.
Level = Literal["none", "some", "most", "full"]


class Told(Model):
    """A drawing in words: the point it makes, as its caption, and what a screen reader says of it."""

    caption: Text
    title: Text
    describes: Sentences


class Picture(Named, Told):
    """What every picture has. `note` stands below it and says what is only a sketch."""

    note: Text


class Layers(Model):
    """The words for the layers of a slice of skin, from its surface down."""

    surface: Word
    skin: Word
    fat: Word
    muscle: Word


class Tool(Model):
    """How a treatment is given, and the layer it reaches. What some kinds of it may reach is drawn dashed."""

    treatment: Id
    draws: Literal["comb", "syringe"]
    reaches: Literal["skin", "fat", "muscle"]
    may_reach: Literal["fat", "muscle"] | None = None
    claim: Id


class SkinSection(Picture):
    """A slice of skin with 2 treatments side by side. It has no scale, so it draws no depth in numbers."""

    layers: Layers
    tools: Annotated[tuple[Tool, ...], Field(min_length=2, max_length=2)]


class Phase(Model):
    """A part of an effect, in days from the first visit, and how much shows at its start and at its end."""

    name: Text
    from_: Annotated[Days, Field(alias="from")]
    to: Days
    starts: Level
    ends: Level
    claim: Id


class Visits(Model):
    """The visits it takes: how many, and the days from one to the next."""

    name: Text
    count: Count
    every: Days
    claim: Id

    @property
    def days(self) -> tuple[int, ...]:
        """The day of each visit, the first on day 0."""
        return tuple(self.every * n for n in range(self.count))


class Lane(Told):
    """The effect of one treatment, which can be shown alone.

    `after` is where it may lead when the last phase is over: drawn dashed.
    """

    treatment: Id
    visits: Visits | None = None
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    after: Level


class EffectsTimeline(Picture):
    """When the effects of treatments show, on one axis of months."""

    axis: Label
    months: Count
    lanes: Annotated[tuple[Lane, ...], Field(min_length=1)]

    @property
    def days(self) -> int:
        """The days that the axis is long."""
        return self.months * DAYS_IN_MONTH


class Healing(Model):
    """Something that passes while skin heals, in days from the visit.

    It is sure to last until `soonest`, where that is known, and has usually passed by `until`. `shows` is how
    the strip of skin above the bars draws it.
    """

    name: Label
    soonest: Days | None = None
    until: Annotated[Days, Field(ge=1)]
    shows: Literal["colour", "holes"] | None = None
    claim: Id


class Aside(Model):
    """What the drawing cannot show, such as what to look for on some skin. It has words, a claim or both."""

    name: Text
    says: Text | None = None
    claim: Id | None = None


class HealingDays(Picture):
    """How skin heals, day by day."""

    treatment: Id
    axis: Label
    bars: Annotated[tuple[Healing, ...], Field(min_length=1, max_length=5)]
    also: tuple[Aside, ...] = ()

    @property
    def days(self) -> int:
        """The days that the axis is long: until the last of it has passed."""
        return max(bar.until for bar in self.bars)


class PackPart(Model):
    """Something to look at before a treatment, with what to do in words."""

    name: Label
    says: Text


class PackCheck(Picture):
    """A bottle with lines on its label, and a tip in a closed pack: each has a number and its words."""

    bottle: Id
    label: Annotated[tuple[PackPart, ...], Field(min_length=1, max_length=5)]
    pack: Id
    seal: PackPart

    @property
    def parts(self) -> tuple[PackPart, ...]:
        """All that is numbered, in the order of the numbers."""
        return (*self.label, self.seal)


class PicturesFile(Model):
    """docs/data/pictures.yml."""

    skin_sections: tuple[SkinSection, ...] = ()
    effects_timelines: tuple[EffectsTimeline, ...] = ()
    healing_days: tuple[HealingDays, ...] = ()
    pack_checks: tuple[PackCheck, ...] = ()
