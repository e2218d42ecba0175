"""With the menu or the search open, the keyboard reaches everything, and what has the focus can be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility.test_axe import KEYBOARD_WALK

WIDTHS = [320, 768, 1280]
PAGES = ["", "timing/", "risks/", "choose/alberta/", "search/"]

# What stands at the middle and the corners of the focused element must be that element, or in it, or around it.
SEEN = """() => {
  const element = document.activeElement;
  const boxes = [...element.getClientRects()].filter(b => b.width > 1 && b.height > 1);
  return boxes.some(box => {
    const points = [0.25, 0.5, 0.75].map(part => [box.left + box.width * part, box.top + box.height / 2]);
    return points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (element.contains(hit) || hit.contains(element) || !!element.closest('label')?.contains(hit)
        || !!document.querySelector(`label[for="${element.id}"]`)?.contains(hit));
    });
  });
}"""


def walk(page: Page, most: int = 400) -> list[str]:
    """Tab through the page: what was focused and could not be seen, or was off the screen, or hidden under another."""
    bad: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(KEYBOARD_WALK)
        if stop is None:
            return bad
        if not (stop["visible"] and stop["inside"] and stop["ring"] and page.evaluate(SEEN)):
            bad.append(stop["what"])
    return [*bad, f"more than {most} stops, or a trap"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("menu", ["closed", "open"])
def test_what_has_the_focus_is_never_hidden(site_url: str, browser: Browser, width: int, menu: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 600})
    page = context.new_page()
    bad: list[str] = []
    for path in PAGES:
        page.goto(site_url + path)
        if menu == "open":
            page.evaluate("document.querySelector('.menu').open = true")
        bad += [f"{path or 'home'}: {what}" for what in walk(page)]
    context.close()
    assert bad == []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_stop_of_the_open_search_can_be_seen(site_url: str, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 600})
    page = context.new_page()
    page.goto(site_url + "risks/")
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("dialog[open]").wait_for()
    page.keyboard.type("botox")
    page.locator(".search-results a").first.wait_for()
    stops: list[str] = []
    for _ in range(14):
        page.keyboard.press("Tab")
        stop = page.evaluate(KEYBOARD_WALK)
        if stop is None:
            continue  # the browser's own bar, between the last stop and the first
        if stop["what"].startswith("<dialog"):
            continue  # where Chromium puts the focus when it comes back from its own bar
        stops.append(stop["what"])
        assert stop["visible"]
        assert stop["inside"]
        assert stop["ring"]
        assert page.evaluate(SEEN), stop["what"]
    results = page.locator(".search-results a").count()
    # The field, the results, the link to all pages and the button that closes it.
    assert len(set(stops)) == results + 3
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_menu_opens_and_closes_with_keys(site_url: str, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 600})
    page = context.new_page()
    page.goto(site_url + "risks/")
    summary = page.locator(".menu > summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".menu[open]").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('nav') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".menu[open]").count() == 0
    assert summary.evaluate("e => e === document.activeElement")
    page.keyboard.press("Space")
    assert page.locator(".menu[open]").count() == 1
    context.close()


def test_escape_elsewhere_leaves_the_menu_and_the_focus_alone(site_url: str, page: Page) -> None:
    page.goto(site_url + "risks/")
    page.evaluate("document.querySelector('.menu').open = true; document.querySelector('main a').focus()")
    page.keyboard.press("Escape")
    assert page.locator(".menu[open]").count() == 1
    assert page.evaluate("document.activeElement === document.querySelector('main a')")


def test_the_first_stops_are_the_ones_people_need(site_url: str, page: Page) -> None:
    page.goto(site_url + "risks/")
    names = []
    for _ in range(5):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert [names[0], *names[2:]] == ["Skip to the page", "Get help now", "Search", "Menu"]
    page.goto(site_url + "risks/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
