"""Two planners on one page: both answer, neither minds the other, and no id stands twice."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from macros.checks.built import check_built
from tests.accessibility.test_axe import violations
from tests.conftest import PROJECT, build_site
from tests.site.test_built_site import VALIDATOR
from tests.tools.node import npx
from tests.tools.server import serve_folder

pytestmark = pytest.mark.browser

ONE = "{{ planner() }}"
TWO = f'{ONE}\n\n## And afterwards {{ #afterwards }}\n\n{{{{ planner("was-it-too-soon") }}}}'
IDS = "[...document.querySelectorAll('[id]')].map(e => e.id)"


@pytest.fixture(scope="module")
def site(second_guide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide with a second planner on its first page."""
    copy = shutil.copytree(second_guide, tmp_path_factory.mktemp("two planners") / "guide")
    page = copy / "docs" / "index.md"
    text = page.read_text(encoding="utf-8")
    assert text.count(ONE) == 1
    page.write_text(text.replace(ONE, TWO), encoding="utf-8")
    return build_site(copy.parent / "site", project=copy, PYTHONPATH=str(PROJECT))


@pytest.fixture
def page(site: Path, browser: Browser) -> Iterator[Page]:
    """The page with both planners, on a day of its own."""
    context = browser.new_context(timezone_id="Europe/London", locale="en-GB")
    page = context.new_page()
    page.clock.set_fixed_time("2027-03-02T12:00:00Z")
    with serve_folder(site) as address:
        page.goto(address)
        yield page
    context.close()


def planners(page: Page) -> tuple[Locator, Locator]:
    both = page.locator("[data-planner]")
    expect(both).to_have_count(2)
    return both.nth(0), both.nth(1)


def answer(planner: Locator, days: dict[str, str], kind: str = "gentle") -> None:
    """Answer the questions of one planner: a date for each question that has one."""
    planner.locator("[data-question=first] input[value=tan]").check()
    for name, day in days.items():
        planner.locator(f"[data-question={name}] input[value=date]").check()
        planner.locator(f"[data-question={name}] input[type=date]").fill(day)
    planner.locator("[data-more] > summary").click()
    planner.locator("[data-question=area] input[value=same]").check()
    planner.locator(f"[data-question=kind] input[value={kind}]").check()


def shown(planner: Locator) -> list[str]:
    """The questions and the answer; what is said to screen readers comes a moment later."""
    return planner.locator(".planner__ask, [data-answer]").all_inner_texts()


def test_it_is_built_without_a_double_id_and_valid(site: Path, tmp_path: Path) -> None:
    assert [str(problem) for problem in check_built(site)] == []
    report = tmp_path / "report.json"
    npx(*VALIDATOR, "--formatter", f"json={report}", str(site / "index.html"))
    results = json.loads(report.read_text(encoding="utf-8"))
    assert [message["message"] for result in results for message in result["messages"]] == []


def test_both_answer_and_each_keeps_its_own_answers(page: Page) -> None:
    first, second = planners(page)
    assert first.locator("[data-question=task] input:checked").get_attribute("value") == "next"
    assert second.locator("[data-question=task] input:checked").get_attribute("value") == "was-it-too-soon"
    answer(first, {"when": "2027-03-01"})
    expect(first.locator(".planner__headline")).to_contain_text("Thursday 11 March 2027")
    expect(second.locator(".planner__headline")).to_have_count(0)
    assert second.locator("[data-question=first] input:checked").count() == 0

    answer(second, {"when": "2027-02-01", "second": "2027-02-03"})
    told = shown(first)
    expect(second.locator(".planner__headline")).to_contain_text("sooner than is usually advised")
    assert shown(first) == told
    second.locator("[data-question=task] input[value=next]").check()
    assert shown(first) == told
    assert first.locator("[data-question=area] input:checked").count() == 1


def test_no_id_stands_twice_and_each_label_means_its_own_field(page: Page) -> None:
    for planner, days in zip(
        planners(page), ({"when": "2027-03-01"}, {"when": "2027-02-01", "second": "2027-02-03"}), strict=True
    ):
        answer(planner, days)
    ids = page.evaluate(IDS)
    assert sorted(ids) == sorted(set(ids))
    strayed = page.evaluate(
        """() => [...document.querySelectorAll('label, [aria-describedby], [aria-labelledby]')].flatMap(e => {
          const own = e.closest('[data-planner]');
          const named = [e.htmlFor, e.getAttribute('aria-describedby'), e.getAttribute('aria-labelledby')].filter(Boolean);
          return named.filter(id => own && !own.contains(document.getElementById(id)));
        })"""
    )
    assert strayed == []
    assert violations(page) == []


def test_mistakes_and_the_focus_stay_with_their_planner(page: Page) -> None:
    first, second = planners(page)
    second.locator("[data-question=first] input[value=tan]").check()
    second.get_by_role("button", name="Show my answer").click()
    expect(second.locator("[data-problems]")).to_be_focused()
    expect(first.locator("[data-problem]:visible")).to_have_count(0)
    second.locator("[data-problem-list] a").last.click()
    assert second.evaluate("e => e.contains(document.activeElement)")
    first.get_by_role("button", name="Show my answer").click()
    assert first.evaluate("e => e.contains(document.activeElement)")
    # A wrong date is pointed out after the next click, wherever that is, and only where it stands.
    first.locator("[data-question=first] input[value=tan]").check()
    first.locator("[data-question=when] input[value=date]").check()
    first.locator("[data-question=when] input[type=date]").fill("2027-05-05")
    second.locator("[data-question=first] input[value=peel]").check()
    expect(first.locator("[data-question=when] [data-problem]")).to_be_visible()
    expect(second.locator("[data-question=when] [data-problem]")).to_contain_text("Choose")
