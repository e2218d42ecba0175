"""Geometry for the guide's pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]


def curve(points: Sequence[Point]) -> str:
    """The `d` of an SVG path: a smooth line through `points` that rises and falls only where they do.

    Args:
        points: Two or more, from left to right. Of points with the same x, the first counts.
    """
    apart: list[Point] = [points[0]]
    apart += [after for before, after in pairwise(points) if after[0] > before[0]]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(apart)]
    # At a turn the line is flat; elsewhere the harmonic mean keeps it between its neighbours.
    inner = [2 * a * b / (a + b) if a * b > 0 else 0.0 for a, b in pairwise(slopes)]
    tangents = [slopes[0], *inner, slopes[-1]] if slopes else []
    path = f"M{_short(apart[0][0])} {_short(apart[0][1])}"
    for (a, b), (from_, to) in zip(pairwise(apart), pairwise(tangents), strict=True):
        third = (b[0] - a[0]) / 3
        handles = ((a[0] + third, a[1] + from_ * third), (b[0] - third, b[1] - to * third), b)
        path += "C" + " ".join(f"{_short(x)} {_short(y)}" for x, y in handles)
    return path


def percent(part: float, whole: float) -> str:
    """How far along an axis something stands, as an SVG attribute takes it: 7 of 28 → "25%"."""
    return f"{_short(100 * part / whole)}%"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
