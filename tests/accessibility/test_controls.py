"""The header's controls, the ten defects measured in the theme we left, and people's own settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.accessibility.test_axe import SCHEMES, violations
from tests.accessibility.test_keyboard import KEYBOARD_WALK
from tests.site.test_built_site import pages

PHONE = {"width": 320, "height": 640}


def open_search(page: Page, words: str = "botox") -> None:
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("dialog.search[open]").wait_for()
    page.keyboard.type(words)
    page.locator(".search-results a").first.wait_for()


@pytest.fixture
def phone(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport={"width": 320, "height": 640})


# --- the ten defects of the stock theme, each as it was found -------------------


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [320, 1280])
def test_defects_1_to_7_axe_with_the_menu_and_the_search_open(
    site_url: str, browser: Browser, width: int, scheme: str
) -> None:
    """Link in text, contrast of tabs, footer and buttons, labels, scrolled regions, names of dialogs."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # so that axe can be put into the page
    )
    page = context.new_page()
    found = []
    for path in ("", "timing/", "search/"):
        page.goto(site_url + path)
        page.locator(".menu > summary").click()
        found += [f"{path} menu {line}" for line in violations(page)]
        page.locator(".menu > summary").click()
        open_search(page)
        found += [f"{path} search {line}" for line in violations(page)]
    context.close()
    assert found == []


def test_defect_1_links_in_text_are_underlined_on_every_page(
    site_dir: Path, site_url: str, page: Page
) -> None:
    bare = []
    for path in pages(site_dir):
        page.goto(site_url + path)
        bare += page.evaluate(
            """() => [...document.querySelectorAll('main :is(p, li, td, dd) a')]
              .filter(a => !getComputedStyle(a).textDecorationLine.includes('underline'))
              .filter(a => !a.closest('.home-questions'))
              .map(a => location.pathname + ' ' + a.textContent)"""
        )
    assert bare == []


def test_defects_2_to_4_nothing_is_made_paler_by_opacity(site_url: str, page: Page) -> None:
    for path in ("", "timing/", "risks/"):
        page.goto(site_url + path)
        page.evaluate("document.querySelector('.menu').open = true")
        # A field may be unseen where its label is drawn in its place.
        shown = "[...document.querySelectorAll('*')].filter(e => !e.matches('input'))"
        assert page.evaluate(f"{shown}.every(e => getComputedStyle(e).opacity === '1')")


def test_defect_5_every_field_has_a_label(site_dir: Path, site_url: str, page: Page) -> None:
    bare = []
    for path in pages(site_dir):
        page.goto(site_url + path)
        bare += page.evaluate(
            """() => [...document.querySelectorAll('input, select, textarea')]
              .filter(e => !e.labels.length && !e.ariaLabel && !e.getAttribute('aria-labelledby'))
              .map(e => location.pathname + ' ' + e.outerHTML.slice(0, 99))"""
        )
    assert bare == []


def test_defect_6_what_scrolls_can_be_reached(site_dir: Path, site_url: str, phone: BrowserContext) -> None:
    page = phone.new_page()
    scrolled = []
    for path in pages(site_dir):
        page.goto(site_url + path)
        scrolled += page.evaluate(
            """() => [...document.querySelectorAll('main *')]
              .filter(e => e.scrollWidth > e.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
              .filter(e => e.tabIndex < 0 && !e.querySelector('a, button, input'))
              .map(e => location.pathname + ' ' + e.outerHTML.slice(0, 99))"""
        )
    phone.close()
    assert scrolled == []


def test_defect_7_a_dialog_has_a_name_and_is_there_only_when_open(site_url: str, page: Page) -> None:
    page.goto(site_url)
    assert page.locator("dialog, [role=dialog]").count() == 0
    open_search(page)
    page.get_by_role("dialog", name="Search this guide").wait_for()


def test_defect_8_the_phone_menu_can_be_focused_and_opened_with_keys(
    site_url: str, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(site_url)
    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Menu"
    page.keyboard.press("Space")
    assert page.get_by_role("navigation", name="Main").is_visible()
    phone.close()


def test_defect_9_no_early_stop_is_off_the_screen(
    site_dir: Path, site_url: str, phone: BrowserContext
) -> None:
    page = phone.new_page()
    for path in ("", "timing/", "choose/alberta/"):
        page.goto(site_url + path)
        for _ in range(14):
            page.keyboard.press("Tab")
            stop = page.evaluate(KEYBOARD_WALK)
            assert stop is None or (stop["visible"] and stop["inside"]), stop
    phone.close()


def test_defect_10_results_are_announced(site_url: str, page: Page) -> None:
    page.goto(site_url)
    open_search(page)
    status = page.locator("dialog").get_by_role("status")
    assert status.count() == 1
    assert status.inner_text().endswith("results.")


# --- the colour scheme ----------------------------------------------------------

PAPER = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(251, 249, 244)", "rgb(21, 24, 22)"


@pytest.mark.parametrize(
    ("device", "chosen", "shown"),
    [
        ("light", None, LIGHT),
        ("dark", None, DARK),
        ("light", "dark", DARK),
        ("dark", "light", LIGHT),
        ("dark", "dark", DARK),
        ("light", "light", LIGHT),
    ],
)
def test_a_chosen_scheme_is_kept_and_the_device_decides_until_then(
    site_url: str, browser: Browser, device: str, chosen: str | None, shown: str
) -> None:
    context = browser.new_context(color_scheme=device)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site_url + "risks/")
    assert page.evaluate("localStorage.length") == 0
    page.locator(".menu > summary").click()
    select = page.get_by_label("Colours")
    if chosen:
        select.select_option(chosen)
        assert page.evaluate(PAPER) == shown
    page.goto(site_url + "timing/")
    assert page.evaluate(PAPER) == shown
    assert page.evaluate("localStorage.length") == (1 if chosen else 0)
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == (
        "dark" if shown == DARK else "light"
    )
    page.locator(".menu > summary").click()
    assert select.input_value() == (chosen or "")
    # The browser's bar follows: one of the two colours holds, and it is that of the scheme.
    held = "[...document.querySelectorAll('meta[name=theme-color]')].filter(m => matchMedia(m.media).matches).map(m => m.content)"
    assert page.evaluate(held) == ["#1f2421" if shown == DARK else "#ffffff"]
    # Back to the device's: nothing is left behind.
    select.select_option("")
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate(PAPER) == (DARK if device == "dark" else LIGHT)
    context.close()


def test_the_chosen_scheme_is_there_before_the_first_paint(
    site_dir: Path, site_url: str, browser: Browser
) -> None:
    text = (site_dir / "index.html").read_text(encoding="utf-8")
    # In the page itself, so that no request stands between it and the paint.
    assert "localStorage" in text[text.index("<script data-inline>") : text.index("<body")]


def test_blocked_storage_stops_nothing(site_url: str, browser: Browser) -> None:
    context = browser.new_context(color_scheme="light")
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('blocked'); }})"
    )
    page = context.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.goto(site_url)
    page.locator(".menu > summary").click()
    page.get_by_label("Colours").select_option("dark")
    assert page.evaluate(PAPER) == DARK
    open_search(page)
    context.close()
    assert mistakes == []


def test_without_scripts_no_control_is_dead(site_url: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url)
    page.locator(".menu > summary").click()
    assert page.get_by_role("navigation", name="Main").is_visible()
    assert not page.get_by_label("Colours").is_visible()
    assert page.get_by_role("button", name="Search", exact=True).count() == 0
    assert page.get_by_role("link", name="Search", exact=True).is_visible()
    context.close()


def test_paper_is_light_even_when_the_dark_scheme_was_chosen(site_url: str, browser: Browser) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(site_url)
    page.evaluate("document.documentElement.dataset.scheme = 'dark'")
    accent = "getComputedStyle(document.querySelector('main a')).color"
    on_screen = page.evaluate(accent)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(accent) != on_screen
    context.close()


# --- sizes, zoom and people's own settings --------------------------------------

TARGETS = """least => [...document.querySelectorAll('a, button, input, select, summary')].filter(e => {
  const style = getComputedStyle(e);
  if (e.closest('[hidden]') || !e.getClientRects().length || style.visibility !== 'visible') return false;
  if (e.matches('.skip')) return false;
  // A link in a sentence is as high as its line: WCAG's exception.
  if (style.display === 'inline' && e.closest('p, li, dd, td, th, figcaption, blockquote, dt, legend, label, summary, .gallery-example')) return false;
  const label = e.labels && e.labels[0];
  const boxes = [e, ...(label ? [label] : [])].map(x => x.getBoundingClientRect());
  return !boxes.some(box => box.width >= least && box.height >= least);
}).map(e => `${location.pathname} ${e.outerHTML.slice(0, 99)} ${JSON.stringify(e.getBoundingClientRect())}`)"""


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough_on_every_page(
    site_dir: Path, site_url: str, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    small = []
    for path in pages(site_dir):
        page.goto(site_url + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        small += page.evaluate(TARGETS, 24)
    context.close()
    assert small == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_targets_of_the_header_and_the_search_are_comfortable(
    site_url: str, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(site_url + "timing/")
    page.locator(".menu > summary").click()
    inside = TARGETS.replace(
        "document.querySelectorAll", "document.querySelector(scope).querySelectorAll"
    ).replace("least =>", "({least, scope}) =>")
    # 43.9: sizes in rem may end in a fraction of a pixel.
    assert page.evaluate(inside, {"least": 43.9, "scope": ".site-header"}) == []
    open_search(page)
    assert page.evaluate(inside, {"least": 43.9, "scope": "dialog"}) == []
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_header_fits_and_nothing_in_it_touches(site_url: str, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(site_url)
    page.get_by_role("button", name="Search", exact=True).wait_for()
    boxes = page.evaluate(
        """() => ['.site-name', '.help-link', '.search-link', '.menu > summary'].map(name => {
          const e = document.querySelector(name), b = e.getBoundingClientRect();
          return {name, left: b.left, right: b.right, top: b.top, bottom: b.bottom, lines: new Set([...e.getClientRects()].map(r => r.top)).size,
            high: b.height};
        })"""
    )
    for i, a in enumerate(boxes):
        assert a["left"] >= 0
        assert a["right"] <= width
        assert a["high"] < 60, a  # one line of text
        for b in boxes[i + 1 :]:
            apart = a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] + 1
            assert apart, (a, b)
    # Menu is as high as Search, on the same line.
    assert abs(boxes[2]["top"] - boxes[3]["top"]) < 2
    context.close()


# Where a reader has chosen the colours, browsers put a plate of the page's colour behind text that keeps to them.
UNSEEN = """() => {
  document.querySelectorAll('details').forEach(each => { each.open = true; });
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = 'Canvas';
  const plate = getComputedStyle(probe).color;
  probe.remove();
  return [...document.querySelectorAll('body *')]
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(each => { const is = getComputedStyle(each);
      return each.checkVisibility() && is.color === plate && is.forcedColorAdjust === 'auto'; })
    .map(each => `${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 40)}`);
}"""


def test_no_text_is_of_the_colour_of_its_plate(site_dir: Path, site_url: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, forced_colors="active")
    page = context.new_page()
    found = []
    for path in [*pages(site_dir), "embed/v1/", "embed/v1/plan/"]:
        page.goto(site_url + path)
        found += [f"{path} {each}" for each in page.evaluate(UNSEEN)]
    context.close()
    assert found == []
