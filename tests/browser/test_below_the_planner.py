"""What follows a planner is kept apart from it, so that no answer draws it anew; and nothing of it is lost by that."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.planner import PAGE, PLAN_PAGE, opened

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
BELOW = "[data-planner] ~ *"
# Every place below the planner that an address can lead to, in folds too.
PLACES = f"""() => [...document.querySelectorAll('{BELOW}')]
  .flatMap(each => [each, ...each.querySelectorAll('[id]')]).map(each => each.id).filter(Boolean)"""
IS_IN_SIGHT = """id => {
  const { top, bottom, height } = document.getElementById(id).getBoundingClientRect();
  return height > 0 && top >= 0 && top < innerHeight && bottom > 0;
}"""
# How far the ring of a link that has the focus reaches over its edge, and how far its box lets it.
RINGS = f"""() => [...document.querySelectorAll('{BELOW}, .site-footer')].map(box => {{
  const style = getComputedStyle(box);
  if (style.contain !== 'content') return [];
  return [...box.querySelectorAll('a, button, summary')].filter(each => each.checkVisibility()).map(each => {{
    each.focus({{ focusVisible: true, preventScroll: true }});
    const ring = getComputedStyle(each);
    return [parseFloat(ring.outlineWidth) + parseFloat(ring.outlineOffset), parseFloat(style.overflowClipMargin)];
  }});
}}).flat()"""


def kept_apart(page: Page) -> int:
    """How many boxes below the planner are laid out and painted on their own."""
    styles = page.evaluate(
        f"[...document.querySelectorAll('{BELOW}')].map(each => getComputedStyle(each).contain)"
    )
    return list(styles).count("content")


@pytest.mark.parametrize("path", [PAGE, PLAN_PAGE])
def test_an_address_leads_to_every_place_below(browser: Browser, site_url: str, path: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        page.goto(site_url + path)
        assert kept_apart(page) >= 4
        places = page.evaluate(PLACES)
        assert len(places) >= 2
        for place in places:
            page.evaluate("id => { location.hash = id; }", place)
            page.wait_for_function(IS_IN_SIGHT, arg=place, timeout=5000)
        for place in places:
            page.goto("about:blank")
            page.goto(f"{site_url}{path}#{place}")
            page.wait_for_function(IS_IN_SIGHT, arg=place, timeout=5000)


@pytest.mark.parametrize("path", [PAGE, PLAN_PAGE])
def test_the_ring_of_a_link_is_not_cut(browser: Browser, site_url: str, path: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        page.goto(site_url + path)
        rings = page.evaluate(RINGS)
        assert len(rings) > 5
        for ring, room in rings:
            assert 0 < ring <= room


@pytest.mark.parametrize("path", [PAGE, PLAN_PAGE])
def test_paper_is_left_alone(browser: Browser, site_url: str, path: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        page.goto(site_url + path)
        page.emulate_media(media="print")
        assert kept_apart(page) == 0
