"""The frame on a clinic's page has the height of what it shows, by every way that the clinic may use, and posts nothing else."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

from tests.browser.planner import answer, choose, headline, open_folds, tick
from tests.conftest import PROJECT
from tests.embed.sites import GUIDE, framed, give_clinic

SCRIPT = PROJECT / "overrides" / "assets" / "embed" / "embed.js"
LARGEST = 400  # bytes with gzip, of the script for host pages
SANDBOXES = {
    "plain": "",
    "scripts only": 'sandbox="allow-scripts"',
    "kit": 'sandbox="allow-scripts allow-popups"',
}
# All that a frame says, written down before anything else of the page runs.
RECORD = """<script>
window.said = [];
addEventListener("message", ({ data, source }) => said.push([data, source === document.querySelector("iframe").contentWindow]));
</script>"""
LOADER = f'<script src="{GUIDE}embed/v1/embed.js"></script>'
DATE = re.compile(r"20\d\d|\d\d-\d\d")


def host(
    context: BrowserContext, embed: str, *, sandbox: str = "", before: str = "", after: str = ""
) -> tuple[Page, Frame]:
    """A clinic's page with the planner in a frame, and the frame."""
    page = context.new_page()
    html = (
        f"<!doctype html><title>Clinic</title>{RECORD}{before}"
        f'<iframe data-planner src="{GUIDE}{embed}" style="width:600px;height:100px;border:0" {sandbox}></iframe>{after}'
    )
    page.goto(give_clinic(context, html))
    return page, framed(page, "iframe[data-planner]")


def own_height(frame: Frame) -> int:
    """How tall the page in the frame is."""
    height: int = frame.evaluate("() => Math.ceil(document.documentElement.getBoundingClientRect().height)")
    return height


def is_as_tall_as_its_page(page: Page, frame: Frame) -> bool:
    """Whether the frame's height is that of what it shows."""
    return bool(page.locator("iframe[data-planner]").evaluate("e => e.offsetHeight") == own_height(frame))


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what the frame says to arrive."""
    for _ in range(400):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("It did not come to be so within 20 seconds.")


def said(page: Page) -> list[list[Any]]:
    """All messages that came so far, and whether each came from the frame."""
    found: list[list[Any]] = page.evaluate("said")
    return found


@pytest.mark.parametrize("sandbox", SANDBOXES.values(), ids=SANDBOXES)
@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("embed", ["embed/v1/", "embed/v1/plan/"])
def test_the_frame_grows_and_shrinks_with_what_it_shows(
    two_sites: BrowserContext, embed: str, where: str, sandbox: str
) -> None:
    page, frame = host(two_sites, embed, sandbox=sandbox, **{where: LOADER})
    wait_until(page, lambda: is_as_tall_as_its_page(page, frame))
    first = own_height(frame)
    answer(frame, "next" if embed == "embed/v1/" else "course")
    headline(frame).wait_for()
    wait_until(page, lambda: is_as_tall_as_its_page(page, frame))
    assert own_height(frame) > first + 200
    taller = own_height(frame)
    frame.evaluate("() => document.querySelector('[data-answer]').replaceChildren()")
    wait_until(page, lambda: is_as_tall_as_its_page(page, frame))
    assert own_height(frame) < taller - 200


def test_a_script_that_comes_late_is_told_the_height(two_sites: BrowserContext) -> None:
    page, frame = host(two_sites, "embed/v1/")
    wait_until(page, lambda: len(said(page)) > 0)
    page.wait_for_timeout(300)
    assert page.locator("iframe").evaluate("e => e.offsetHeight") == 100
    page.add_script_tag(url=f"{GUIDE}embed/v1/embed.js")
    wait_until(page, lambda: is_as_tall_as_its_page(page, frame))


def test_without_the_script_nothing_on_the_page_around_changes(two_sites: BrowserContext) -> None:
    page, frame = host(two_sites, "embed/v1/", sandbox=SANDBOXES["scripts only"])
    answer(frame, "next")
    headline(frame).wait_for()
    page.wait_for_timeout(300)
    assert page.locator("iframe").evaluate("e => e.offsetHeight") == 100


def test_a_browser_that_sizes_frames_itself_does(two_sites: BrowserContext) -> None:
    page, frame = host(two_sites, "embed/v1/", sandbox=SANDBOXES["scripts only"])
    able = page.evaluate("CSS.supports('frame-sizing', 'content-height')")
    too_old = "This browser cannot size a frame to its content: Chromium 154 and newer do."
    if not able and not os.environ.get("CI"):
        pytest.skip(too_old)
    assert able, too_old
    page.locator("iframe").evaluate(
        "e => { e.style.cssText = 'width:600px;min-height:100px;border:0;frame-sizing:content-height'; }"
    )
    answer(frame, "next")
    headline(frame).wait_for()
    wait_until(
        page, lambda: abs(page.locator("iframe").evaluate("e => e.offsetHeight") - own_height(frame)) < 2
    )


@pytest.mark.parametrize("secret", ["", "#?secret=Ab12"])
@pytest.mark.parametrize("embed", ["embed/v1/", "embed/v1/plan/"])
def test_whatever_is_pressed_or_typed_only_heights_are_posted(
    two_sites: BrowserContext, embed: str, secret: str
) -> None:
    page, frame = host(two_sites, f"{embed}{secret}", sandbox=SANDBOXES["scripts only"])
    for task in ("next", "was-it-too-soon") if embed == "embed/v1/" else ("course", "event"):
        answer(frame, task)
        headline(frame).wait_for()
    open_folds(frame)
    for box in frame.locator("[data-condition]:visible input").all():
        tick(box)
    for told in frame.locator("[data-question=told] input").all():
        told.fill("21")
        told.blur()
    frame.locator("[data-show]").click()
    frame.get_by_role("button", name="Copy as text").click()
    choose(frame, "kind", "deep")
    page.wait_for_timeout(400)
    messages = said(page)
    assert len(messages) > 3
    for data, from_frame in messages:
        assert from_frame
        if data.get("type") == "planner:height":
            assert data == {"type": "planner:height", "v": 1, "height": data["height"]}
            height = data["height"]
        else:
            assert secret
            assert data == {"secret": "Ab12", "message": "height", "value": data["value"]}
            height = data["value"]
        assert isinstance(height, int)
        assert 200 < height < 20_000
    # Nobody asked for a link, so no date has left the frame.
    assert not any(DATE.search(str({**data, "height": 0, "value": 0})) for data, _ in messages)


def test_nothing_is_asked_for_stored_or_kept(two_sites: BrowserContext) -> None:
    asked: list[str] = []
    page, frame = host(two_sites, "embed/v1/#a=14&by=My+Clinic&accent=800040")
    two_sites.on("request", lambda request: asked.append(request.url))
    answer(frame, "next")
    frame.locator("[data-show]").click()
    headline(frame).wait_for()
    open_folds(frame)
    frame.get_by_role("button", name="Copy as text").click()
    page.wait_for_timeout(300)
    assert asked == []
    # In a frame of another site, browsers keep nothing anyway: here the planner could.
    page.goto(f"{GUIDE}embed/v1/")
    answer(page, "next")
    headline(page).wait_for()
    assert two_sites.cookies() == []
    stored = "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]"
    assert page.evaluate(stored) == [0, 0, 0, 0]


# Where the person goes from the frame.


def hand_over(frame: Frame) -> None:
    frame.get_by_role("button", name="Open the full planner").click()


def test_the_plan_goes_to_the_full_planner_in_a_window_of_its_own(two_sites: BrowserContext) -> None:
    page, frame = host(
        two_sites,
        "embed/v1/#a=21&by=X",
        sandbox='sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"',
    )
    answer(frame, "next")
    with two_sites.expect_page() as opened:
        hand_over(frame)
    full = opened.value
    full.wait_for_load_state()
    assert full.url.startswith(f"{GUIDE}timing/#v1&task=next&first=toxin&when=2026-11-16")
    assert full.evaluate("opener") is None
    # The full planner counts with the clinic's wait as one that the person was told.
    assert headline(full).inner_text() == "Your clinic's wait ends on Monday 7 December 2026."
    assert not [data for data, _ in said(page) if data.get("message") == "link"]


@pytest.mark.parametrize("embed", ["embed/v1/", "embed/v1/plan/"])
def test_where_no_window_may_open_the_address_is_shown(two_sites: BrowserContext, embed: str) -> None:
    page, frame = host(two_sites, embed, sandbox=SANDBOXES["scripts only"])
    task = "next" if embed == "embed/v1/" else "course"
    answer(frame, task)
    hand_over(frame)
    shown = frame.locator(".planner__said textarea")
    address = f"{GUIDE}{'timing' if task == 'next' else 'plan'}/#v1&task={task}&"
    assert shown.input_value().startswith(address)
    # So is that of a link to the guide.
    frame.locator("footer a").last.click()
    assert frame.locator("footer .planner__said textarea").input_value().startswith(GUIDE)
    assert not [data for data, _ in said(page) if data.get("message") == "link"]


def test_with_a_secret_the_address_is_given_to_wordpress_once_it_is_asked_for(
    two_sites: BrowserContext,
) -> None:
    page, frame = host(two_sites, "embed/v1/plan/#c=35#?secret=Ab12", sandbox=SANDBOXES["scripts only"])
    answer(frame, "course")
    headline(frame).wait_for()
    assert not [data for data, _ in said(page) if data.get("message") == "link"]
    hand_over(frame)
    wait_until(page, lambda: any(data.get("message") == "link" for data, _ in said(page)))
    [link] = [data for data, _ in said(page) if data.get("message") == "link"]
    assert link["secret"] == "Ab12"
    assert link["value"].startswith(f"{GUIDE}plan/#v1&task=course&")
    assert link["value"].endswith("&told=~~35")
    page.goto(link["value"])
    assert "35 days after: Microneedling 1 of 3" in page.locator(".planner__timeline").inner_text()


# The script for host pages.


def test_the_script_for_host_pages_is_small_and_published_as_it_is(guide_dir: Path) -> None:
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= LARGEST
    assert (guide_dir / "embed" / "v1" / "embed.js").read_bytes() == SCRIPT.read_bytes()


def test_the_script_for_host_pages_uses_nothing_else() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    traces = r"fetch|XMLHttp|sendBeacon|cookie|[sS]torage|import|eval|innerHTML|navigator|location"
    assert re.findall(traces, text) == []
