"""The front matter every page has: closed, so that a misspelled field is found."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from macros.facts.models import Day, Model, Text

SHORTEST_DESCRIPTION = 50  # characters: fewer say too little in a list of search results
LONGEST_DESCRIPTION = 160  # characters: search results cut longer ones


class Change(Model):
    """A change to a page that readers should know of."""

    date: Day
    what: Text


class Reviewer(Model):
    """A registered clinician who reviewed the whole page."""

    name: Text
    credentials: Text
    conflicts: Text
    date: Day


class PageMeta(Model):
    """Front matter of a page."""

    title: Annotated[str, StringConstraints(min_length=3, max_length=70, strip_whitespace=True)]
    description: Annotated[
        str,
        StringConstraints(
            min_length=SHORTEST_DESCRIPTION, max_length=LONGEST_DESCRIPTION, strip_whitespace=True
        ),
    ]
    purpose: Text
    audience: Text
    main_message: Text
    last_reviewed: Day
    next_review: Day
    reviewed_by: tuple[Reviewer, ...] = Field(
        description="Clinicians who reviewed the whole page; empty until one has."
    )
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
