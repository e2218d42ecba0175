"""What the builder of the code for other sites says and allows: docs/data/embed.yml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Strict

from macros.facts.models import Days, Model, Named, Sentences, Text

# What a site takes: the address of a page, the address of the frame, or HTML.
Takes = Literal["link", "address", "html"]


class EmbedLimits(Model):
    """What the embed accepts. A clinic's own wait starts at `not_before` of the facts, not here.

    `height` is that of the frame where it cannot fit what is in it, in pixels.
    """

    longest_wait: Days
    longest_name: Annotated[int, Strict(), Field(ge=1, le=200)]
    height: Annotated[int, Strict(), Field(ge=200, le=1000)]


class EmbedSite(Named):
    """A way to put the planner on a site, and the steps to take there."""

    name: Text
    takes: Takes
    steps: Sentences
    note: Text | None = None


class EmbedQuestions(Model):
    """What the form asks. {a} and {b} are the treatments, {name} is what the first one is called."""

    problems: Text
    site: Text
    task: Text
    words: Text
    usual: Text
    neutral: Text
    neutral_hint: Text
    rules: Text
    own: Text
    by: Text
    by_hint: Text
    waits: Text
    waits_hint: Text
    between: Text
    sessions: Text
    allowed: Text
    accent: Text
    accent_hint: Text
    pick: Text
    mode: Text
    device: Text
    light: Text
    dark: Text
    put: Text
    version: Text
    live: Text
    frozen: Text
    frozen_hint: Text
    place: Text
    fragment: Text
    query: Text
    grow: Text
    grow_hint: Text


class EmbedProblems(Model):
    """What to put right. {least}, {longest} and {n} are numbers."""

    not_whole: Text
    too_short: Text
    too_long: Text
    long_name: Text
    no_colour: Text
    pale: Text


class EmbedNotes(Model):
    """What the person should know of their choices. {list} names some of them, {kinds} some kinds."""

    not_carried: Text
    not_used: Text
    wait_needs_name: Text
    parts: dict[Text, Text]


class EmbedSaid(Model):
    """What stands around the code."""

    code: Text
    plain: Text
    copy_it: Text
    copied: Text
    by_hand: Text
    changed: Text
    preview: Text
    preview_note: Text
    open: Text
    neutral_open: Text


class EmbedFile(Model):
    """docs/data/embed.yml."""

    limits: EmbedLimits
    sites: Annotated[tuple[EmbedSite, ...], Field(min_length=1)]
    questions: EmbedQuestions
    problems: EmbedProblems
    notes: EmbedNotes
    said: EmbedSaid
