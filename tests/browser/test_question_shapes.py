"""The 25 ways in which people ask: the planner or a heading of the guide answers each.

What must be answered, and how, stands in tests/vectors/question_shapes.yml.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from macros.publish.html import TAG, attributes
from tests.browser.planner import field, opened, opened_question
from tests.planner.engine import VECTORS

pytestmark = pytest.mark.browser

SHAPES = 25
# Those that the planner answers; the others ask for no date, or no source that was checked gives one.
PLANNED = {*range(1, 8), *range(9, 15), 17, 18, 24, 25}
STEPS_FROM_HOME = 2
HOME = "/"
# What the text of an answer is without what is folded away and without the buttons.
IN_SIGHT = "[data-answer] > :not(details, .planner__actions)"
# The text under a heading, up to the next one that is not below it.
UNDER = """id => {
  const heading = document.getElementById(id), texts = [];
  if (!/^H[2-6]$/.test(heading?.tagName ?? "")) return null;
  for (let each = heading.nextElementSibling; each; each = each.nextElementSibling) {
    if (/^H[1-6]$/.test(each.tagName) && each.tagName <= heading.tagName) break;
    texts.push(each.innerText);
  }
  return texts.join(" ");
}"""


@dataclasses.dataclass(frozen=True)
class Case:
    """A question as the planner gets it, and what its answer must say."""

    shape: int
    case: str
    page: str
    answers: dict[str, Any]
    tag: str
    headline: list[str]
    says: list[str] = dataclasses.field(default_factory=list)
    steps: list[list[str]] | None = None
    blocks: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    folds: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    silent: list[str] = dataclasses.field(default_factory=list)

    @property
    def link(self) -> str:
        """The address that opens the planner with these answers."""
        return f"{self.page}/#v1&" + "&".join(f"{name}={value}" for name, value in self.answers.items())


@dataclasses.dataclass(frozen=True)
class Place:
    """A heading of the guide, and words that stand under it."""

    shape: int
    page: str
    heading: str
    words: list[str]

    @property
    def address(self) -> str:
        """The address of the heading."""
        return f"{HOME}{self.page}/#{self.heading}"


HELD = yaml.safe_load((VECTORS / "question_shapes.yml").read_text(encoding="utf-8"))
CASES = [Case(shape=shape["shape"], **each) for shape in HELD["shapes"] for each in shape.get("planner", [])]
PLACES = [Place(shape=shape["shape"], **each) for shape in HELD["shapes"] for each in shape.get("guide", [])]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.shape} {case.case}")
each_place = pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.shape} {place.address}")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page on the day of the questions."""
    with opened(browser, f"{HELD['today']}T12:00:00") as page:
        yield page


def plain(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def in_sight(page: Page) -> str:
    """The answer as it is read."""
    return plain(" ".join(page.locator(IN_SIGHT).all_inner_texts()))


def missing(words: list[str], text: str) -> list[str]:
    """Those words that do not stand in a text."""
    return [each for each in words if each not in text]


def titled(page: Page, part: str, title: str) -> Locator:
    """The one block or fold of the answer with this title."""
    names = "h3" if part == "section" else "summary"
    found = page.locator(f"[data-answer] {part}").filter(
        has=page.locator(names).get_by_text(title, exact=True)
    )
    expect(found).to_have_count(1)
    return found


def check_answer(page: Page, case: Case) -> None:
    """Hold the answer on the page to what it must say."""
    expect(page.locator(".planner__status")).to_have_text(case.tag)
    assert missing(case.headline, page.locator(".planner__headline").inner_text()) == []
    text = in_sight(page)
    assert missing(case.says, text) == [], text
    assert [each for each in case.silent if each in text] == []
    for title, words in case.blocks.items():
        block = titled(page, "section", title)
        expect(block).to_be_visible()
        assert missing(words, plain(block.inner_text())) == [], block.inner_text()
    for title, words in case.folds.items():
        fold = titled(page, "details", title)
        fold.locator("summary").click()
        # A fold that opens is told so a moment later, and what it then shows comes after that.
        for each in words:
            expect(fold).to_contain_text(each, use_inner_text=True)
    if case.steps is not None:
        steps = [plain(each) for each in page.locator("[data-answer] ol > li").all_inner_texts()]
        assert len(steps) == len(case.steps), steps
        assert [missing(words, step) for words, step in zip(case.steps, steps, strict=True)] == [[]] * len(
            steps
        ), steps


def click_through(page: Page, case: Case) -> None:
    """Answer the questions of a case one by one, as a person does: each chip by its label."""
    for name, given in case.answers.items():
        asked = opened_question(page, name)
        if asked.evaluate("e => e.tagName") == "LABEL":
            asked.click()
            continue
        chips = asked.locator(".planner__chip")
        chosen = chips.filter(has=page.locator(f"input[value='{given}']"))
        if chosen.count():
            chosen.click()
            continue
        if chips.count():
            chips.filter(has=page.locator("input[value=date]")).click()
        typed = field(page, name)
        typed.fill(str(given))
        typed.blur()


def open_page(page: Page, address: str) -> None:
    """Open an address with nothing left of what was there before."""
    page.goto("about:blank")
    page.goto(address)


def test_each_of_the_25_shapes_is_answered() -> None:
    shapes = HELD["shapes"]
    assert [shape["shape"] for shape in shapes] == list(range(1, SHAPES + 1))
    assert [shape["shape"] for shape in shapes if not shape.get("guide")] == []
    assert {case.shape for case in CASES} == PLANNED


@each_case
def test_a_link_opens_the_answer(site_url: str, page: Page, case: Case) -> None:
    open_page(page, site_url + case.link)
    check_answer(page, case)


@each_case
def test_the_same_answer_is_reached_by_hand(site_url: str, page: Page, case: Case) -> None:
    answer = page.locator("[data-answer]")
    open_page(page, site_url + case.link)
    from_link = answer.text_content()
    open_page(page, f"{site_url}{case.page}/")
    expect(page.locator(".planner__headline")).to_have_count(0)
    click_through(page, case)
    expect(page.locator(".planner__headline")).to_be_visible()
    assert answer.text_content() == from_link


@each_place
def test_a_heading_of_the_guide_answers(site_url: str, page: Page, place: Place) -> None:
    open_page(page, f"{site_url}{place.page}/")
    text = page.evaluate(UNDER, place.heading)
    assert text is not None, f"{place.address} is no heading"
    assert missing(place.words, plain(text)) == [], text


@cache
def links(site: Path, address: str) -> frozenset[str]:
    """Where the links of a built page lead, as addresses from the site's root."""
    file = site / address.lstrip("/") / "index.html"
    if not file.is_file():
        return frozenset()
    tags = TAG.finditer(file.read_text(encoding="utf-8"))
    named = [attributes(tag.group(2)).get("href") for tag in tags if tag.group(1).lower() == "a"]
    return frozenset(urljoin(address, href) for href in named if href is not None)


@cache
def distances(site: Path) -> dict[str, int]:
    """How many links away from the home page each address is, breadth first."""
    away, edge = {HOME: 0}, [HOME]
    while edge:
        found = [(to, away[here] + 1) for here in edge for to in links(site, urldefrag(here).url)]
        edge = []
        for to, steps in found:
            if to not in away:
                away[to] = steps
                edge.append(to)
    return away


@each_place
def test_the_heading_is_two_links_from_the_home_page(site_dir: Path, place: Place) -> None:
    away = distances(site_dir)
    assert away.get(f"{HOME}{place.page}/") == 1
    assert away.get(place.address, STEPS_FROM_HOME + 1) <= STEPS_FROM_HOME


@pytest.mark.parametrize("planner", sorted({case.page for case in CASES}))
def test_the_planner_is_one_link_from_the_home_page(site_dir: Path, planner: str) -> None:
    assert distances(site_dir).get(f"{HOME}{planner}/") == 1
