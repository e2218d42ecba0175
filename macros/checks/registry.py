"""What each check holds and why, with mistakes that it finds: checks.yml beside this file, in a closed model.

The page for editors is made from it, the printed messages take their reason from it, and the tests make every
mistake in it and compare what is printed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from macros.facts.load import validate
from macros.facts.models import Model, Named, Text
from macros.facts.yaml_source import read_yaml

FILE = Path(__file__).with_name("checks.yml")

# What is looked at: pages and their calls, words as readers see them, facts, facts over time, the built site.
Group = Literal["pages", "words", "facts", "time", "site"]


class Mistake(Model):
    """A mistake in the small guide of the tests, and the line that is printed for it.

    Attributes:
        file: The file it is made in.
        instead_of: The words that the mistake replaces.
        bad: The mistake.
        prints: The line, as a person reads it.
        mended: What `make fix` writes in place of the mistake; nothing where a person must decide.
        beside: Files that the guide must have besides, with what is in them.
    """

    file: Text = "docs/index.md"
    instead_of: Annotated[str, Field(min_length=1)]
    bad: str
    prints: Text
    mended: str | None = None
    beside: dict[str, str] = Field(default_factory=dict)


class Check(Named):
    """A check: its name, what it holds, and why."""

    group: Group
    says: Text
    why: Text
    mistakes: Annotated[tuple[Mistake, ...], Field(min_length=1)]


class ChecksFile(Model):
    """macros/checks/checks.yml."""

    checks: Annotated[tuple[Check, ...], Field(min_length=1)]


@cache
def checks() -> dict[str, Check]:
    """Every check by its name.

    Raises:
        GuideError: The file is not as the model says.
    """
    file = validate(ChecksFile, read_yaml(FILE, FILE.parents[2]), "checks")
    return {check.id: check for check in file.checks}
