"""Help is one step away from every page, and its page says first whom to call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from macros.facts import load_facts
from tests.conftest import PROJECT
from tests.site.test_built_site import pages

# Links to the page with the emergency card that a person sees without scrolling or opening anything.
HELP_LINKS_IN_VIEW = """() => [...document.querySelectorAll("a[href]")]
  .filter((link) => link.pathname.endsWith("/get-help/"))
  .filter((link) => !link.closest("details:not([open])"))
  .filter((link) => link.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((link) => {
    const box = link.getBoundingClientRect();
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    return box.height >= 24 && link.contains(document.elementFromPoint(x, y));
  }).length"""


def without_help(page: Page, site: Path, address: str) -> list[str]:
    """The pages that show no way to the emergency card at first sight."""
    missing = []
    for path in pages(site):
        page.goto(address + path)
        if not page.evaluate(HELP_LINKS_IN_VIEW):
            missing.append(path)
    return missing


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", [320, 1280])
def test_help_is_one_step_from_every_page(
    site_dir: Path, site_url: str, browser: Browser, width: int, scripts: bool
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640}, java_script_enabled=scripts)
    missing = without_help(context.new_page(), site_dir, site_url)
    context.close()
    assert "404.html" in pages(site_dir)
    assert missing == []


@pytest.mark.parametrize(
    "spoiled",
    [
        'document.querySelector(".help-link").remove()',
        'document.querySelector(".menu nav").append(document.querySelector(".help-link"))',
        'document.querySelector(".help-link").style.visibility = "hidden"',
        'document.querySelector("header").style.marginTop = "100vh"',
    ],
    ids=["gone", "in-the-closed-menu", "hidden", "below-the-view"],
)
def test_a_page_without_help_is_seen(site_url: str, browser: Browser, spoiled: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(site_url + "timing/")
    before = page.evaluate(HELP_LINKS_IN_VIEW)
    page.evaluate(spoiled)
    after = page.evaluate(HELP_LINKS_IN_VIEW)
    page.close()
    assert (before, after) == (1, 0)


def test_the_step_leads_to_a_number_to_call_and_to_the_card(site_url: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(site_url + "404.html")
    page.get_by_role("link", name="Get help now", exact=True).click()
    number = page.locator('main a[href^="tel:"]').first.bounding_box()
    card = page.locator(".care-card").first
    kind = card.get_attribute("class") or ""
    page.close()
    assert number is not None
    assert number["y"] + number["height"] <= 640
    assert "care-card--emergency" in kind


def numbers(page: Page, within: str) -> set[str]:
    """The telephone numbers that can be tapped in a part of a page."""
    hrefs: list[Any] = page.locator(f'{within} a[href^="tel:"]').evaluate_all(
        "links => links.map((link) => link.getAttribute('href').slice(4))"
    )
    return set(hrefs)


def test_the_numbers_come_with_the_region(site_url: str, browser: Browser) -> None:
    registers = load_facts(PROJECT / "docs" / "data", PROJECT).registers
    page = browser.new_page()
    page.goto(site_url + "get-help/")
    assert numbers(page, ".care-card--emergency") == {row.numbers.emergency for row in registers}
    assert numbers(page, ".care-card--urgent") == {
        row.numbers.advice.number for row in registers if row.numbers.advice
    }
    for row in registers:
        page.goto(f"{site_url}choose/{row.id}/")
        own = {row.numbers.emergency} | ({row.numbers.advice.number} if row.numbers.advice else set())
        assert numbers(page, "main") == own, row.id
    page.close()


def test_the_cards_say_how_signs_show_on_brown_and_black_skin(site_url: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(site_url + "get-help/")
    reddening = page.locator(".care-card li", has_text="redness").all_inner_texts()
    page.close()
    assert reddening
    assert [words for words in reddening if "brown and black skin" not in words] == []
