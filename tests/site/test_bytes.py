"""No page is heavier than its budget, as a reader's browser gets it: compressed with Brotli, nothing kept before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urljoin, urlsplit

import brotli
import pytest
from playwright.sync_api import Browser

# Bytes. Before the first paint a browser needs the page and what blocks it: one first flight of packets.
FIRST_PAINT = 14_000
WHOLE_PAGE = 20_000
MEDIAN = 16_000
# The budget is 30,000. What is still to be saved is listed in decision 5; this holds what has been reached.
WITH_PLANNER = 31_500


@cache
def compressed(file: Path) -> int:
    """Bytes of a file as servers send it."""
    return len(brotli.compress(file.read_bytes(), quality=11))


class _Loads(HTMLParser):
    """What a page makes a browser load without being asked, and which of it holds up the first paint."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: dict[str, bool] = {}
        self._in_head = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        relations = (given.get("rel") or "").split()
        if tag == "body":
            self._in_head = False
        elif tag == "script" and given.get("src"):
            later = "defer" in given or "async" in given or given.get("type") == "module"
            self._add(given["src"], blocking=not later)
        elif tag == "link" and "stylesheet" in relations:
            self._add(given.get("href"), blocking=self._in_head)
        elif tag == "link" and {"icon", "preload", "modulepreload", "prefetch"} & set(relations):
            # Of two icons a browser takes one, and the manifest is for those who install the guide.
            if given.get("type") != "image/x-icon":
                self._add(given.get("href"), blocking=False)
        elif tag in {"img", "source", "iframe", "video", "audio", "embed"}:
            self._add(given.get("src"), blocking=False)

    def _add(self, address: str | None, *, blocking: bool) -> None:
        if address:
            self.addresses[address] = blocking or self.addresses.get(address, False)


@dataclass(frozen=True)
class Weight:
    """Bytes of a page: in all, and before the first paint."""

    page: str
    whole: int
    first_paint: int
    planner: bool


def weigh(site: Path, file: Path) -> Weight:
    """What one page of a built site weighs."""
    html = file.read_text(encoding="utf-8")
    page = file.relative_to(site).as_posix()
    loads = _Loads()
    loads.feed(html)
    own = compressed(file)
    parts = {
        site / unquote(urlsplit(urljoin(page, address)).path).lstrip("/"): blocking
        for address, blocking in loads.addresses.items()
    }
    return Weight(
        page.removesuffix("index.html") or "home",
        own + sum(compressed(part) for part in parts),
        own + sum(compressed(part) for part, blocking in parts.items() if blocking),
        "data-planner" in html,
    )


@pytest.fixture(scope="module")
def weights(site_dir: Path) -> list[Weight]:
    """Every page of the site."""
    return [weigh(site_dir, file) for file in sorted(site_dir.rglob("*.html"))]


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
    heavy = [
        weight.page for weight in weights if weight.whole > (WITH_PLANNER if weight.planner else WHOLE_PAGE)
    ]
    assert heavy == [], table(weights)


def test_most_pages_are_lighter_still(weights: list[Weight]) -> None:
    assert median(weight.whole for weight in weights) <= MEDIAN, table(weights)


def test_pages_with_the_planner_are_weighed_as_such(weights: list[Weight]) -> None:
    assert [weight.page for weight in weights if weight.planner] == ["timing/"]


@pytest.mark.parametrize("path", ["", "timing/"])
def test_a_browser_asks_for_what_was_weighed_and_nothing_else(
    site_dir: Path, site_url: str, browser: Browser, path: str
) -> None:
    page = browser.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url.removeprefix(site_url)))
    page.goto(site_url + path, wait_until="networkidle")
    page.close()
    file = site_dir / path / "index.html"
    loads = _Loads()
    loads.feed(file.read_text(encoding="utf-8"))
    weighed = {unquote(urljoin(path, address)) for address in loads.addresses} | {path}
    assert {address for address in asked if not address.endswith(".ico")} <= weighed
    # A browser without a tab to show them in leaves the icons out.
    assert {
        address for address in weighed - asked if not address.endswith((".ico", ".svg", ".webmanifest"))
    } == set()
