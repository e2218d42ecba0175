"""axe finds nothing in a page for frames, alone and in the page of a clinic, and keys lead through it and out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from tests.accessibility.test_axe import AXE, RULES, SCHEMES, WIDTHS, violations
from tests.browser.planner import tick
from tests.embed.sites import EMBEDS, GUIDE, LIVE, framed, give_clinic, scrolls_sideways
from tests.embed.test_hosts import HOSTS, Host, open_host
from tests.embed.test_wordpress import answer

# The colours and waits of a clinic, and such as are refused with a note.
OPTIONS = {
    "plain": "",
    "a clinic's": "#a=21&by=My+Clinic&accent=06c",
    "refused": "#a=1&by=My+Clinic&accent=ff0",
}
# A clinic's page without mistakes of its own.
CLINIC = Host(
    style="body{margin:0;padding:1rem;font-family:sans-serif}",
    before="<h1>Our clinic</h1><p>We use this planner.</p>",
)


def unfold(shown: Page | Frame) -> None:
    """What is folded is part of the page: open it, so that axe sees it."""
    shown.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=list(WIDTHS.values()), ids=list(WIDTHS))
def page(two_sites: BrowserContext, request: pytest.FixtureRequest, scheme: str) -> Iterator[Page]:
    """A page at phone and desktop width, light and dark, beside the guide."""
    page = two_sites.new_page()
    page.set_viewport_size({"width": request.param, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    yield page
    page.close()


@pytest.mark.parametrize("embed", EMBEDS)
def test_alone_it_has_no_violation(page: Page, embed: str) -> None:
    found: list[str] = []
    page.goto(GUIDE + embed)
    frame = page.main_frame
    frame.locator("[data-show]").wait_for()
    unfold(page)
    found += [f"first {line}" for line in violations(page)]
    frame.locator("[data-show]").click()
    expect(frame.locator(".planner__problem", has_text=".").first).to_be_visible()
    found += [f"mistakes {line}" for line in violations(page)]
    answer(frame, "plan/" if "plan/" in embed else "")
    unfold(page)
    found += [f"answer {line}" for line in violations(page)]
    assert not scrolls_sideways(page)
    assert found == []


@pytest.mark.parametrize("options", OPTIONS.values(), ids=[name.replace(" ", "-") for name in OPTIONS])
def test_with_the_options_of_a_clinic_it_has_no_violation(page: Page, options: str) -> None:
    page.goto(GUIDE + LIVE + options)
    answer(page.main_frame)
    unfold(page)
    assert violations(page) == []


def test_both_too_soon_and_asked_first_have_no_violation(page: Page) -> None:
    page.goto(GUIDE + LIVE)
    tick(page.locator("[data-question=task] input[value=was-it-too-soon]"))
    answer(page.main_frame, "too soon")
    unfold(page)
    assert violations(page) == []


# axe in every frame of a page: what it finds in a frame is told through the page around it.
IN_ALL_FRAMES = "tags => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], iframes: true, pingWaitTime: 20000 })"


def violations_in_all(page: Page, frame: Frame) -> list[str]:
    """What axe finds on a page and in its frame, a line each."""
    for each in (page.main_frame, frame):
        each.evaluate(AXE.read_text(encoding="utf-8"))
        # It talks between frames only when it may trust any origin: a sandboxed frame has none.
        each.evaluate("axe.configure({ allowedOrigins: ['<unsafe_all_origins>'] })")
    found = page.evaluate(IN_ALL_FRAMES, RULES)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("embed", [LIVE, f"{LIVE}plan/"])
def test_in_a_clinics_page_it_has_no_violation(page: Page, embed: str) -> None:
    page.goto(give_clinic(page.context, CLINIC.page(GUIDE + embed)))
    frame = framed(page)
    answer(frame, "plan/" if "plan/" in embed else "")
    unfold(frame)
    assert violations_in_all(page, frame) == []


def test_axe_sees_into_the_frame(page: Page) -> None:
    page.goto(give_clinic(page.context, CLINIC.page(GUIDE + LIVE)))
    frame = framed(page)
    frame.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"\">')")
    assert any(line.startswith("image-alt") for line in violations_in_all(page, frame))


# --- keys ---------------------------------------------------------------------------

FOCUSED = "() => document.activeElement?.tagName + '#' + (document.activeElement?.textContent || document.activeElement?.id || '').trim().slice(0, 40)"


def walk(page: Page, frame: Frame, key: str, until: str) -> list[str]:
    """Press a key until the clinic's element `until` has the focus; gives what had it in the frame on the way."""
    seen: list[str] = []
    for _ in range(120):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement?.id") == until:
            return seen
        if page.evaluate("document.activeElement?.tagName") == "IFRAME":
            seen.append(frame.evaluate(FOCUSED))
    raise AssertionError(f"The keys never led out of the frame: {seen}")


@pytest.mark.parametrize("host", ["plain", "scripts only", "right to left", "styles for everything"])
@pytest.mark.parametrize("embed", [LIVE, f"{LIVE}plan/"])
def test_keys_lead_through_the_frame_and_out_of_it(two_sites: BrowserContext, host: str, embed: str) -> None:
    around = Host(
        style=HOSTS[host].style,
        html=HOSTS[host].html,
        before="<h1>Our clinic</h1><a id=before href='#x'>Before</a>",
        after="<a id=after href='#y'>After</a>",
        sandbox=HOSTS[host].sandbox,
    )
    page, frame = open_host(two_sites, around, embed)
    for answered in (False, True):
        if answered:
            answer(frame, "plan/" if "plan/" in embed else "")
        page.locator("#before").focus()
        there = walk(page, frame, "Tab", "after")
        back = walk(page, frame, "Shift+Tab", "before")
        assert len(there) > 5
        assert {each for each in there if "SUMMARY" in each} <= set(back)
        assert any("full guide" in each for each in there), there
        assert any("Show my answer" in each for each in there), there
        if answered:
            assert any("Open the full planner" in each for each in there), there


def test_the_frame_takes_the_focus_only_when_it_is_asked(two_sites: BrowserContext) -> None:
    page, frame = open_host(two_sites, HOSTS["plain"])
    page.locator("button").focus()
    page.wait_for_timeout(200)
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    frame.locator("[data-show]").click()
    page.wait_for_function("document.activeElement.tagName === 'IFRAME'")


def test_the_answer_is_spoken_and_focused_with_keys_alone(two_sites: BrowserContext) -> None:
    page, frame = open_host(two_sites, HOSTS["scripts only"])
    answer(frame)
    frame.locator("[data-show]").focus()
    page.keyboard.press("Enter")
    assert frame.evaluate("document.activeElement.className") == "planner__headline"
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
