"""With the menu or the search open, the keyboard reaches everything, and what has the focus can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.site.test_built_site import pages

WIDTHS = [320, 768, 1280]
PAGES = ["", "timing/", "risks/", "choose/alberta/", "search/"]

# What has the focus: whether it has a size, is on the screen, has a ring, and is not covered. What stands in its
# middle must be that element or its label, or in them. Within a frame, the page of the frame shows it: tests/embed.
KEYBOARD_WALK = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  if (element.tagName === 'IFRAME') return { what: 'a frame', visible: true, inside: true, ring: true, free: true };
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const label = element.closest('label') || (element.id && document.querySelector(`label[for="${element.id}"]`));
  const own = label ? [element, label] : [element];
  const seen = label ? label.getBoundingClientRect() : box;
  return {
    what: element.outerHTML.slice(0, 120),
    visible: Math.max(box.width, seen.width) > 1 && Math.max(box.height, seen.height) > 1 && style.visibility === 'visible',
    inside: Math.max(box.right, seen.right) > 0 && Math.min(box.left, seen.left) < innerWidth,
    ring: [element, ...(label ? [label, ...label.querySelectorAll('*')] : []), ...element.querySelectorAll('*')]
      .some(e => { const s = getComputedStyle(e); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'; }),
    free: own.flatMap(e => [...e.getClientRects()]).filter(b => b.width > 1 && b.height > 1).some(b => [0.25, 0.5, 0.75].some(part => {
      const hit = document.elementFromPoint(b.left + b.width * part, b.top + b.height / 2);
      return hit && own.some(e => e.contains(hit));
    })),
  };
}"""
GOOD = ("visible", "inside", "ring", "free")


def walk(page: Page, most: int = 400) -> list[str]:
    """Tab through the page: what was focused and could not be seen, or was off the screen, or covered."""
    bad: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(KEYBOARD_WALK)
        if stop is None:
            return bad
        if not all(stop[name] for name in GOOD):
            bad.append(str(stop))
    return [*bad, f"more than {most} stops, or a trap"]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_focus_stop_of_any_page_is_invisible(
    site_dir: Path, site_url: str, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    bad: list[str] = []
    for path in pages(site_dir):
        page.goto(site_url + path)
        bad += [f"{path or 'home'}: {what}" for what in walk(page)]
    context.close()
    assert bad == []


@pytest.mark.parametrize(
    "style",
    [
        "main a { position: absolute; left: -99rem; }",
        "main a { position: absolute; clip-path: inset(50%); }",
        ":focus-visible { outline: 0 !important; }",
        "body::after { content: ''; position: fixed; inset: 0; }",
    ],
    ids=["off the screen", "clipped away", "no ring", "covered"],
)
def test_the_walk_sees_what_cannot_be_seen(site_url: str, browser: Browser, style: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 600}, bypass_csp=True)
    page = context.new_page()
    page.goto(site_url + "404.html")
    assert walk(page) == []
    page.goto(site_url + "404.html")
    page.add_style_tag(content=style)
    assert walk(page) != []
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_with_the_menu_open_what_has_the_focus_is_never_hidden(
    site_url: str, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 600})
    page = context.new_page()
    bad: list[str] = []
    for path in PAGES:
        page.goto(site_url + path)
        page.evaluate("document.querySelector('.menu').open = true")
        bad += [f"{path or 'home'}: {what}" for what in walk(page)]
    context.close()
    assert bad == []


@pytest.mark.parametrize("words", ["botox", "zzzzqq"], ids=["found", "nothing found"])
@pytest.mark.parametrize(("width", "height"), [(320, 256), (320, 600), (768, 600), (1280, 600)])
def test_every_stop_of_the_open_search_can_be_seen_and_escape_leads_back(
    site_url: str, browser: Browser, width: int, height: int, words: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(site_url + "risks/")
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("dialog[open]").wait_for()
    page.keyboard.type(words)
    page.locator(".search-status:not(:empty)").wait_for()
    stops: list[str] = []
    for _ in range(14):
        page.keyboard.press("Tab")
        stop = page.evaluate(KEYBOARD_WALK)
        if stop is None:
            continue  # the browser's own bar, between the last stop and the first
        if stop["what"].startswith("<dialog"):
            continue  # where Chromium puts the focus when it comes back from its own bar
        stops.append(stop["what"])
        assert page.evaluate("document.activeElement.closest('dialog') !== null"), stop
        assert all(stop[name] for name in GOOD), stop
    results = page.locator(".search-results a").count()
    # The field, the results, the link to all pages and the button that closes it.
    assert len(set(stops)) == results + 3
    assert (results > 0) == (words == "botox")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('button.search-link')")
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
