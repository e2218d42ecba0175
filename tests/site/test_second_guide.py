"""A guide to two other treatments builds and plans with the same code."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from macros.checks.built import check_built
from macros.facts import load_facts
from tests.conftest import PROJECT, build_site
from tests.tools.server import serve_folder


@pytest.fixture(scope="module")
def second_site(second_guide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide, built and published."""
    return build_site(
        tmp_path_factory.mktemp("second") / "site", project=second_guide, PYTHONPATH=str(PROJECT)
    )


def test_it_builds_without_a_word_of_the_first_guide(second_site: Path) -> None:
    facts = load_facts(PROJECT / "docs" / "data", PROJECT)
    names = {word.lower() for t in facts.treatments for word in (t.id, t.name, t.in_sentence, t.formal)}
    for page in second_site.rglob("*.html"):
        text = page.read_text(encoding="utf-8").lower()
        assert not [name for name in names if name in text], page
    assert [str(problem) for problem in check_built(second_site)] == []


def test_its_planner_answers_from_its_own_facts(second_site: Path, browser: Browser) -> None:
    context = browser.new_context(timezone_id="Europe/London", locale="en-GB")
    page = context.new_page()
    page.clock.set_fixed_time("2027-03-02T12:00:00Z")
    with serve_folder(second_site) as address:
        page.goto(address)
        planner = page.locator("[data-planner]")
        planner.get_by_label("I have had one of the two. When may I have the other one?").check()
        planner.get_by_label("Spray tan", exact=True).check()
        planner.get_by_text("On which day was your spray tan?").wait_for()
        when = planner.get_by_role("radiogroup").filter(has=page.locator("input[type=date]")).first
        when.get_by_label("Pick the date").check()
        when.locator("input[type=date]").fill("2027-03-01")
        planner.get_by_label("Yes", exact=True).check()
        planner.get_by_text("More choices").click()
        planner.get_by_label("Gentle peel").check()
        planner.get_by_text("Thursday 11 March 2027").first.wait_for()
    context.close()


def test_no_code_names_a_treatment() -> None:
    facts = load_facts(PROJECT / "docs" / "data", PROJECT)
    names = {word.lower() for t in facts.treatments for word in (t.id, t.name, t.in_sentence)}
    names |= {"botox", "needling"}
    for file in (PROJECT / "overrides").rglob("*"):
        if file.suffix in {".js", ".html", ".css"}:
            text = file.read_text(encoding="utf-8").lower()
            assert not [name for name in names if name in text], file
