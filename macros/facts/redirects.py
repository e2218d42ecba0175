"""The addresses that were ever published, and where those of retired pages lead."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from macros.facts.models import Day, Model, Text

# An address below the guide's own, with a slash at both ends: "/", "/timing/", "/choose/alberta/".
Address = Annotated[
    str,
    StringConstraints(pattern=r"^/([a-z0-9][a-z0-9.-]*/)*$", strip_whitespace=True),
    Field(examples=["/timing/"]),
]
# The same, perhaps with a heading: "/timing/#find-your-date".
Place = Annotated[
    str,
    StringConstraints(pattern=r"^/([a-z0-9][a-z0-9.-]*/)*(#[a-z0-9-]+)?$", strip_whitespace=True),
    Field(examples=["/timing/#find-your-date"]),
]


class Redirect(Model):
    """A page that is retired: its address leads to another page for ever."""

    old: Address = Field(alias="from", description="The address that is no page any more.")
    to: Place = Field(
        description="The page that has what readers came for, and a heading of it where one fits."
    )
    date: Day = Field(description="The day on which the page was retired.")
    reason: Text = Field(description="Why, in a sentence.")


class RedirectsFile(Model):
    """docs/data/redirects.yml. Lines are added and never removed."""

    redirects: tuple[Redirect, ...]


class AddressesFile(Model):
    """docs/data/addresses.yml. Lines are added and never removed."""

    addresses: tuple[Address, ...]
