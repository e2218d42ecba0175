"""Every point of the articles the guide grew from is answered at a heading that exists."""

from __future__ import annotations

from macros.checks.guide import Guide
from macros.checks.pages import HEADING_ID
from tests.conftest import PROJECT

# What each article must be answered on: definitions, mechanisms, onset, timing, order, benefits, risks, people, place.
SEEDS = {"1", "2"}
FEWEST_POINTS = 35


def test_each_point_has_a_page_and_a_heading() -> None:
    guide = Guide(PROJECT, PROJECT / "docs")
    headings = {
        page.path: {match.group(1) for line in page.body.splitlines() if (match := HEADING_ID.search(line))}
        for page in guide.pages
    }
    points = guide.facts.seed_points
    lost = [
        f"{p.point} → {p.page}#{p.heading}" for p in points if p.heading not in headings.get(p.page, set())
    ]
    assert lost == []
    assert {point.seed for point in points} == SEEDS
    assert len(points) >= FEWEST_POINTS


def test_claims_found_wrong_or_unsupported_are_corrected() -> None:
    guide = Guide(PROJECT, PROJECT / "docs")
    corrected = [point.point for point in guide.facts.seed_points if point.answer == "corrected"]
    assert len(corrected) >= 6
