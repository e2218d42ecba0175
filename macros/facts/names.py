"""Ids that one file takes from another: each must be there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from macros.errors import Problem
from macros.facts.yaml_source import Location, YamlSource

CHECK = "facts"


def unknown(
    source: YamlSource, place: Location, names: Sequence[str], allowed: Sequence[str], what: str
) -> Iterator[Problem]:
    """One problem for each of `names` that is not `allowed`; `what` is the kind of thing it should be."""
    for name in names:
        if name not in allowed:
            yield source.problem(
                place,
                CHECK,
                f'There is no {what} "{name}".',
                f"Write one that is there{nearest(name, allowed)}.",
            )


def nearest(name: str, known: Sequence[str]) -> str:
    """The end of a sentence that names the most similar of `known`, or nothing."""
    close = difflib.get_close_matches(name, known, n=1)
    return f', such as "{close[0]}"' if close else ""
