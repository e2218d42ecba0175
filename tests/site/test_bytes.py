"""No page is heavier than its budget, as a reader's browser gets it: compressed with Brotli, nothing kept before."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urljoin

import pytest
from playwright.sync_api import Browser

from tests.tools.weight import (
    FIRST_PAINT,
    IN_FRAME,
    MEDIAN,
    WITH_PLANNER,
    Loads,
    Weight,
    page_files,
    weigh,
)


@pytest.fixture(scope="module")
def weights(site_dir: Path) -> list[Weight]:
    """Every page of the site."""
    return [weigh(site_dir, file) for file in page_files(site_dir)]


def table(weights: list[Weight]) -> str:
    """The weights as lines to read, heaviest first."""
    lines = [f"{'bytes':>7} {'first':>7}"]
    lines += [
        f"{weight.whole:>7} {weight.first_paint:>7}  {weight.page}"
        for weight in sorted(weights, key=lambda weight: -weight.whole)
    ]
    return "\n" + "\n".join(lines)


def test_every_page_can_be_painted_from_the_first_flight_of_packets(weights: list[Weight]) -> None:
    heavy = [weight.page for weight in weights if weight.first_paint > FIRST_PAINT]
    assert heavy == [], table(weights)


def test_every_page_is_light_in_all(weights: list[Weight]) -> None:
    heavy = [weight.page for weight in weights if weight.whole > weight.budget]
    assert heavy == [], table(weights)


def test_most_pages_are_lighter_still(weights: list[Weight]) -> None:
    assert median(weight.whole for weight in weights) <= MEDIAN, table(weights)


def test_pages_with_the_planner_are_weighed_as_such(weights: list[Weight]) -> None:
    framed = ["embed/v1/", "embed/v1/neutral/", "embed/v1/neutral/plan/", "embed/v1/plan/"]
    weighed = {weight.page: weight.budget for weight in weights if weight.planner}
    current = {page: budget for page, budget in weighed.items() if not re.match(r"embed/\d", page)}
    assert current == dict.fromkeys(framed, IN_FRAME) | dict.fromkeys(["plan/", "timing/"], WITH_PLANNER)


@pytest.mark.parametrize("path", ["", "timing/", "plan/", "embed/v1/", "embed/v1/neutral/plan/"])
def test_a_browser_asks_for_what_was_weighed_and_nothing_else(
    site_dir: Path, site_url: str, browser: Browser, path: str
) -> None:
    page = browser.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.removeprefix(site_url)))
    page.goto(site_url + path, wait_until="networkidle")
    page.close()
    file = site_dir / path / "index.html"
    loads = Loads(file.read_text(encoding="utf-8"))
    weighed = {unquote(urljoin(path, address)) for address in loads.addresses} | {path}
    assert {address for address in asked if not address.endswith(".ico")} <= weighed
    # A browser without a tab to show them in leaves the icons out.
    assert {
        address for address in weighed - asked if not address.endswith((".ico", ".svg", ".webmanifest"))
    } == set()
