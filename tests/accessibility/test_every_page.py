"""Every page, in each way that people set their browsers, on one visit: what `looks.js` finds wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.site.test_built_site import pages

LOOKS = Path(__file__).parent / "looks.js"
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
# What WCAG 1.4.12 lets people set.
SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"
LARGE = "html { font-size: 200% !important; }"


def sized(width: int, height: int = 800) -> ViewportSize:
    return {"width": width, "height": height}


@contextmanager
def styled(page: Page, style: str) -> Iterator[None]:
    """With a style sheet of the reader's own."""
    sheet = page.add_style_tag(content=style)
    yield
    sheet.evaluate("sheet => sheet.remove()")


Faults = dict[str, list[str]]
Look = Callable[[str, str], None]


def survey(page: Page, look: Look) -> None:
    """Look at an open page in every way; `look` takes the name of a setting and of a check."""
    look("as it comes", "shift")
    page.evaluate(OPEN_ALL)
    for width in (320, 768, 1280):
        page.set_viewport_size(sized(width))
        look(f"{width} pixels", "focus")
    with styled(page, SPACING):
        for width in (1280, 320):
            page.set_viewport_size(sized(width))
            for check in ("sideways", "cut", "overlap"):
                look(f"more space at {width} pixels", check)
    with styled(page, LARGE):
        for width in (640, 1280):
            page.set_viewport_size(sized(width))
            for check in ("sideways", "cut", "overlap"):
                look(f"letters twice as large at {width} pixels", check)
    # 1280 by 1024 at 400 %
    page.set_viewport_size(sized(320, 256))
    for check in ("sideways", "cut", "overlap", "fixed"):
        look("400 %", check)
    page.set_viewport_size(sized(320))
    look("320 pixels", "ring")
    page.emulate_media(reduced_motion="reduce")
    look("less movement", "moving")
    page.emulate_media(reduced_motion="no-preference", forced_colors="active")
    for check in ("marks", "edges", "ring"):
        look("the reader's own colours", check)
    page.emulate_media(forced_colors="none", media="print")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = false; })")
    page.set_viewport_size(sized(720))
    for check in ("paper", "fixed", "cut"):
        look("paper", check)
    page.emulate_media(media="screen")


@contextmanager
def surveyed(browser: Browser) -> Iterator[Page]:
    """A page that has `looks`, and takes style sheets of ours, as a reader's browser takes theirs."""
    context = browser.new_context(viewport=sized(360), bypass_csp=True)
    context.add_init_script(path=LOOKS)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def faults(site_dir: Path, site_url: str, browser: Browser) -> Faults:
    """What is wrong on any page, by setting and check."""
    found: Faults = defaultdict(list)
    with surveyed(browser) as page:
        for path in pages(site_dir):
            page.goto(site_url + path)
            if page.locator("[data-planner]").count():
                page.locator(".planner__card").wait_for()
            page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

            def look(setting: str, check: str, path: str = path) -> None:
                lines = page.evaluate(f"looks.{check}()")
                found[f"{setting}: {check}"] += [f"{path or 'home'}: {line}" for line in lines]

            survey(page, look)
    return found


def at(faults: Faults, setting: str) -> list[str]:
    """The faults under the settings whose names start so. There is at least one such setting."""
    found = [lines for name, lines in faults.items() if name.startswith(setting)]
    assert found
    return [line for lines in found for line in lines]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_what_has_the_focus_is_on_the_screen_and_not_covered(faults: Faults, width: int) -> None:
    assert at(faults, f"{width} pixels: focus") == []


@pytest.mark.parametrize("setting", ["320 pixels", "the reader's own colours"])
def test_what_has_the_focus_looks_different(faults: Faults, setting: str) -> None:
    assert at(faults, f"{setting}: ring") == []


@pytest.mark.parametrize("width", [320, 1280])
def test_more_space_in_the_text_cuts_nothing(faults: Faults, width: int) -> None:
    assert at(faults, f"more space at {width} pixels") == []


@pytest.mark.parametrize("width", [640, 1280])
def test_letters_may_be_twice_as_large(faults: Faults, width: int) -> None:
    assert at(faults, f"letters twice as large at {width} pixels") == []


def test_at_400_per_cent_nothing_is_cut_or_stays_in_the_way(faults: Faults) -> None:
    assert at(faults, "400 %") == []


def test_nothing_moves_for_those_who_asked_for_less(faults: Faults) -> None:
    assert at(faults, "less movement") == []


@pytest.mark.parametrize("check", ["marks", "edges"])
def test_in_the_readers_own_colours_edges_and_marks_stay(faults: Faults, check: str) -> None:
    assert at(faults, f"the reader's own colours: {check}") == []


def test_on_paper_all_can_be_read_and_no_control_is_left(faults: Faults) -> None:
    assert at(faults, "paper") == []


def test_nothing_jumps_while_a_page_comes(faults: Faults) -> None:
    assert at(faults, "as it comes") == []


BREAKS = {
    "focus off the screen": ("focus", "main a { position: absolute; left: -99rem; }", "is off the screen"),
    "focus on what is clipped": ("focus", "main a { position: absolute; clip-path: inset(50%); }", "is covered"),
    "focus under a bar": ("focus", "main::after { content: ''; position: fixed; inset: 0; }", "is covered"),
    "no ring": ("ring", ":focus-visible { outline: 0 !important; }", "looks the same"),
    "a thin ring": ("ring", ":focus-visible { outline-width: 1px !important; }", "looks the same"),
    "too wide": ("sideways", "main { min-width: 50rem; }", "wide"),
    "cut text": ("cut", "main p { max-height: 1em; overflow: hidden; }", "is cut"),
    "text on text": ("overlap", "main p + p { margin-top: -2em; }", "lies on"),
    "a bar that stays": ("fixed", ".site-header { position: sticky; top: 0; }", "does not scroll away"),
    "slow changes": ("moving", "main p { transition: margin 1s; }", "moves"),
    "no mark": ("marks", ".do-list li::before { content: '' !important; }", "::before cannot be seen"),
    "a mark as pale as the ground": ("marks", ".care-card { border-color: Canvas !important; }", "cannot be seen"),
    "no edge": ("edges", ".menu > summary { border: 0 !important; }", "has no edge"),
    "pale on paper": ("paper", "main p { color: #999 !important; }", "is too pale"),
    "a control on paper": ("paper", ".menu { display: block !important; }", "does nothing on paper"),
    "a fold on paper": ("paper", "details::details-content { content-visibility: hidden !important; }", "is folded"),
}  # fmt: skip


@pytest.mark.parametrize(("check", "style", "words"), BREAKS.values(), ids=BREAKS.keys())
def test_each_check_sees_what_it_is_for(broken: Page, check: str, style: str, words: str) -> None:
    if check == "marks":
        broken.emulate_media(forced_colors="active")
    if check == "paper":
        broken.emulate_media(media="print")
    else:
        broken.evaluate(OPEN_ALL)
    assert broken.evaluate(f"looks.{check}()") == []
    broken.add_style_tag(content=style)
    assert words in " ".join(broken.evaluate(f"looks.{check}()"))


def test_a_jump_is_seen(broken: Page) -> None:
    assert broken.evaluate("looks.shift()") == []
    broken.evaluate(
        "document.querySelector('main').insertAdjacentHTML('afterbegin', '<p>late</p>'.repeat(9))"
    )
    broken.wait_for_timeout(200)
    assert "moved by" in " ".join(broken.evaluate("looks.shift()"))


@pytest.fixture
def broken(site_url: str, browser: Browser) -> Iterator[Page]:
    """A page with folds, boxes and lists, to be broken."""
    with surveyed(browser) as page:
        page.goto(site_url + "too-close/")
        yield page
