"""The history of each wait must be one that can have happened: in order, without doubles, with reasons."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from macros.errors import Problem
from macros.facts.cross_checks import Loaded
from macros.facts.history import ADVICE
from macros.facts.models import Wait
from macros.facts.yaml_source import YamlSource

CHECK = "history"
Place = tuple[str | int, ...]
DEFAULTS = {name: field.default for name, field in Wait.model_fields.items() if not field.is_required()}


def advice_of(row: dict[str, Any]) -> dict[str, Any]:
    """What a reader acts on, of a row as its file has it; what is left out has its usual value."""
    return {name: _plain(row.get(name, DEFAULTS.get(name))) for name in ADVICE}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def history_problems(loaded: Loaded) -> Iterator[Problem]:
    """Every history that contradicts itself."""
    for key in ("intervals", "retired"):
        for source, place, entry in loaded.entries("intervals", key):
            yield from _rows(source, place, entry)
            if key == "retired":
                yield from _retired(source, place, entry)


def _rows(source: YamlSource, place: Place, entry: dict[str, Any]) -> Iterator[Problem]:
    name, was = entry["id"], entry.get("was") or []
    known = [(place, entry), *(((*place, "was", index), row) for index, row in enumerate(was))]
    for (here, newer), (there, older) in pairwise(known):
        since, before = newer.get("since"), older.get("since")
        if since is None:
            yield source.problem(
                here,
                CHECK,
                f'{name}: an older row stands below, so this one began on a day, and "since" is missing.',
                'Add "since:" with the first day on which the guide gave the wait like this.',
            )
        elif before is not None and before == since:
            yield source.problem(
                (*there, "since"),
                CHECK,
                f"{name}: two rows began on {since}, so they would hold on the same days.",
                'Keep one of them, or mend one "since".',
            )
        elif before is not None and before > since:
            yield source.problem(
                (*there, "since"),
                CHECK,
                f"{name}: this row began on {before}, after the row above it, which began on {since}.",
                "Put the newest row first, and mend the dates.",
            )
        if advice_of(newer) == advice_of(older):
            yield source.problem(
                there,
                CHECK,
                f"{name}: this old row says the same as the row above it, so nothing changed.",
                "Delete the old row, or write in it what the wait was.",
            )
        elif newer["checked"] < older["checked"]:
            yield source.problem(
                (*here, "checked"),
                CHECK,
                f'{name}: "checked" is {newer["checked"]}, before that of the old row, {older["checked"]}.',
                "Check the sources of the new wait, and write that day.",
            )


def _retired(source: YamlSource, place: Place, entry: dict[str, Any]) -> Iterator[Problem]:
    since = entry.get("since")
    if since is not None and entry["retired"] <= since:
        yield source.problem(
            (*place, "retired"),
            CHECK,
            f"{entry['id']}: it was retired on {entry['retired']}, and its last row began on {since}.",
            "Write a later day: the first day on which the guide no longer gave the wait.",
        )
