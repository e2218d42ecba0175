"""Messages that pretend: to the frame, and to the page around it. None changes anything."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

from tests.browser.planner import answer, headline
from tests.embed.sites import GUIDE
from tests.embed.test_heights import LOADER, host, is_as_tall_as_its_page, said, wait_until

# Heights that are none, and data of other shapes, as a script may write them.
NO_HEIGHTS = ["NaN", "Infinity", "-1", "-5e9", "0", "0.5", "'700'", "'700px'", "null", "undefined", "[700]", "{valueOf: () => 700}", "true", "700n", "new Date(700)"]  # fmt: skip
OTHER_DATA = ["null", "undefined", "''", "700", "'planner:height'", "[]", "{}", "{height: 700}", "{v: 1, height: 700}", "{type: 'other', height: 700}", "{message: 'link', value: 700}", "JSON.parse('{\"__proto__\": {\"type\": \"planner:height\", \"height\": 700}}')", "new Map([['type', 'planner:height']])", "new ArrayBuffer(8)", "new Error('planner:height')"]  # fmt: skip
# A frame of its own, on a page of nobody's, that posts what it is told to.
POSTER = "data:text/html,<script>addEventListener('message',({data})=>parent.postMessage(data,'*'))</script>"


@pytest.fixture
def both(two_sites: BrowserContext) -> tuple[Page, Frame]:
    """A clinic's page with our script, and the planner in a frame, at its height."""
    other = f'<iframe id="other" src="{POSTER}"></iframe>'
    page, frame = host(
        two_sites, "embed/v1/#?secret=Ab12", sandbox='sandbox="allow-scripts"', before=LOADER, after=other
    )
    wait_until(page, lambda: is_as_tall_as_its_page(page, frame))
    return page, frame


def height_of(page: Page) -> int:
    """Of the planner's frame, on the page around it."""
    height: int = page.locator("iframe[data-planner]").evaluate("e => e.offsetHeight")
    return height


def post_from_frame(frame: Frame, data: str) -> None:
    """The planner's own frame says something else than it ever does."""
    frame.evaluate(f"() => {{ try {{ parent.postMessage({data}, '*'); }} catch {{}} }}")


def test_a_height_that_is_none_changes_nothing(both: tuple[Page, Frame]) -> None:
    page, frame = both
    before = height_of(page)
    for height in NO_HEIGHTS:
        post_from_frame(frame, f"{{type: 'planner:height', v: 1, height: {height}}}")
        post_from_frame(frame, f"{{secret: 'Ab12', message: 'height', value: {height}}}")
        page.wait_for_timeout(60)
        assert height_of(page) == before, height


def test_other_data_changes_nothing(both: tuple[Page, Frame]) -> None:
    page, frame = both
    before = height_of(page)
    for data in OTHER_DATA:
        post_from_frame(frame, data)
    page.wait_for_timeout(200)
    assert height_of(page) == before


def test_a_height_is_kept_within_bounds(both: tuple[Page, Frame]) -> None:
    page, frame = both
    for height, shown in ((1, 200), (6001, 6000), (200, 200), (6000, 6000), (199, 200), (10**9, 6000)):
        post_from_frame(frame, f"{{type: 'planner:height', v: 1, height: {height}}}")
        wait_until(page, partial(lambda wanted: height_of(page) == wanted, shown))


def test_only_the_planners_own_frame_is_heard(both: tuple[Page, Frame]) -> None:
    page, frame = both
    before = height_of(page)
    for data in (
        "{type: 'planner:height', v: 1, height: 3000}",
        "{secret: 'Ab12', message: 'height', value: 3000}",
    ):
        # The page itself, another frame in it, a frame within the planner, and an event that a script made.
        page.evaluate(f"() => postMessage({data}, '*')")
        page.evaluate(f"() => dispatchEvent(new MessageEvent('message', {{ data: {data} }}))")
        page.evaluate(f"() => document.querySelector('#other').contentWindow.postMessage({data}, '*')")
        frame.evaluate(
            "data => { const e = document.createElement('iframe'); e.srcdoc = `<script>top.postMessage(${data}, '*')</${'script'}>`; document.body.append(e); e.hidden = true; }",
            data,
        )
    wait_until(page, lambda: any(not from_frame for _, from_frame in said(page)))
    page.wait_for_timeout(300)
    assert height_of(page) == before
    assert page.locator("#other").evaluate("e => e.style.height") == ""


def test_a_frame_that_is_not_marked_keeps_its_height(two_sites: BrowserContext) -> None:
    page, frame = host(two_sites, "embed/v1/", before=LOADER)
    wait_until(page, lambda: is_as_tall_as_its_page(page, frame))
    page.locator("iframe").evaluate("e => { e.removeAttribute('data-planner'); e.style.height = '321px'; }")
    answer(frame, "next")
    headline(frame).wait_for()
    page.wait_for_timeout(200)
    assert page.locator("iframe").evaluate("e => e.offsetHeight") == 321


# To the planner.


def state_of(frame: Frame) -> Any:
    """All that a message could change: what is shown, chosen, and where the frame is."""
    return frame.evaluate(
        """() => [location.href, document.title, document.documentElement.outerHTML,
        [...document.querySelectorAll('input')].map(e => [e.value, e.checked])]"""
    )


HOSTILE = [
    *OTHER_DATA,
    "{message: 'ready'}",
    "{message: 'ready', secret: ''}",
    "{message: 'ready', secret: 'wrong'}",
    "{message: 'ready', secret: ['Ab12']}",
    "{message: ['ready'], secret: 'Ab12'}",
    "{message: 'height', secret: 'Ab12', value: 900}",
    "{message: 'link', secret: 'Ab12', value: 'https://evil.example/'}",
    "{type: 'planner:height', v: 1, height: 900}",
    "{task: 'event', first: 'toxin', accent: 'f00'}",
    "{get: {message: 'ready', secret: 'Ab12'}}",
    'JSON.parse(\'{"__proto__": {"message": "ready", "secret": "Ab12"}}\')',
]


def test_what_the_page_around_says_changes_nothing_in_the_frame(both: tuple[Page, Frame]) -> None:
    page, frame = both
    answer(frame, "next")
    headline(frame).wait_for()
    page.wait_for_timeout(700)
    before, count = state_of(frame), len(said(page))
    for data in HOSTILE:
        page.evaluate(
            f"() => document.querySelector('[data-planner]').contentWindow.postMessage({data}, '*')"
        )
    page.wait_for_timeout(300)
    assert state_of(frame) == before
    assert len(said(page)) == count


@pytest.mark.parametrize("secret", ["Ab12", ""])
def test_ready_is_heard_from_the_page_around_alone_and_answered_with_heights(
    two_sites: BrowserContext, secret: str
) -> None:
    other = '<iframe id="other" srcdoc="<p>Another frame</p>"></iframe>'
    fragment = f"#?secret={secret}" if secret else ""
    page, frame = host(two_sites, f"embed/v1/{fragment}", sandbox='sandbox="allow-scripts"', after=other)
    wait_until(page, lambda: len(said(page)) > 0)
    page.wait_for_timeout(300)
    count = len(said(page))
    ready = f"{{message: 'ready', secret: '{secret}'}}"
    # From a frame beside it, and from the planner's own page.
    page.evaluate(
        f"() => document.querySelector('#other').contentWindow.eval(\"parent.frames[0].postMessage({ready}, '*')\")"
    )
    frame.evaluate(f"() => postMessage({ready}, '*')")
    page.wait_for_timeout(300)
    assert len(said(page)) == count
    page.evaluate(f"() => document.querySelector('[data-planner]').contentWindow.postMessage({ready}, '*')")
    wait_until(page, lambda: len(said(page)) == count + (2 if secret else 1))
    assert all({"height", "value"} & set(data) for data, _ in said(page))


def test_a_planner_that_is_no_frame_posts_nothing(two_sites: BrowserContext) -> None:
    page = two_sites.new_page()
    page.add_init_script("window.said = []; addEventListener('message', ({ data }) => said.push(data));")
    page.goto(f"{GUIDE}embed/v1/#?secret=Ab12")
    answer(page, "next")
    headline(page).wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("said") == []
