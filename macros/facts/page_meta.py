"""The front matter every page has: closed, so that a misspelled field is found."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from macros.facts.models import Day, Model, Text

SHORTEST_DESCRIPTION = 50  # characters: fewer say too little in a list of search results
LONGEST_DESCRIPTION = 160  # characters: search results cut longer ones

# What a page about health tells of it, in the words of schema.org's list of health aspects.
Aspect = Literal[
    "overview", "how it works", "effectiveness", "treatments", "usage or schedule", "risks or complications",
    "side effects", "self care", "see doctor", "getting access",
]  # fmt: skip


class Reviewer(Model):
    """A registered clinician who reviewed the whole page."""

    name: Text
    credentials: Text
    conflicts: Text
    date: Day


class PageMeta(Model):
    """Front matter of a page. What changed on it stands in docs/data/changes.yml."""

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
    published: Day = Field(description="The day on which readers first saw the page.")
    template: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.html$")] | None = Field(
        default=None,
        description="A template in overrides, for a page that is not part of the guide's menu.",
    )
    publisher: Text | None = Field(
        default=None,
        description="The name of the guide as this page gives it; without it, the one in mkdocs.yml.",
    )
    canonical: Text | None = Field(
        default=None,
        description='The page that says the same in full, without ".md": search engines are sent there.',
    )
    aspect: Aspect | None = Field(
        default=None,
        description="What a page about health tells of it. Leave it out on a page about the guide itself.",
    )
