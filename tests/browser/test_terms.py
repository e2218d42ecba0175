"""A medical word opens its meaning: by finger, by key, without scripts, on paper and in an old browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from macros.components import read_page
from tests.conftest import PROJECT

pytestmark = pytest.mark.browser

PAGE = "risks/"
OPEN = ".term-note:popover-open"
# Where a box that lies over the page ends, and where the screen ends.
OUTSIDE = """note => {
  const box = note.getBoundingClientRect(), page = document.documentElement;
  return ['left', 'top', 'right', 'bottom'].filter(side => ({
    left: box.left < 0, top: box.top < 0, right: box.right > page.clientWidth, bottom: box.bottom > innerHeight,
  })[side]);
}"""
WORD = re.compile(r"\bterm\(")


@contextmanager
def shown(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page of the site in a context of its own."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def first_word(page: Page) -> Locator:
    word = page.locator("button.term").first
    word.scroll_into_view_if_needed()
    return word


def note_of(page: Page, word: Locator) -> Locator:
    return page.locator(f"#{word.get_attribute('popovertarget')}")


def pages_with_words() -> list[str]:
    """Addresses of the pages that explain a word in place."""
    docs = PROJECT / "docs"
    paths = [path.relative_to(docs).as_posix() for path in sorted(docs.rglob("*.md"))]
    found = [path for path in paths if WORD.search(read_page(docs, path, PROJECT).body)]
    return [path.removesuffix("index.md") if path.endswith("index.md") else f"{path[:-3]}/" for path in found]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_tap_opens_the_meaning_and_a_tap_closes_it(browser: Browser, site_url: str, scripts: bool) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    with shown(browser, site_url + PAGE, java_script_enabled=scripts, **phone) as page:
        word = first_word(page)
        note = note_of(page, word)
        expect(note).to_be_hidden()
        word.tap()
        expect(note).to_be_visible()
        expect(note).to_contain_text(re.compile(r"\w\. "))
        note.get_by_role("button", name="Close").tap()
        expect(note).to_be_hidden()
        word.tap()
        expect(note).to_be_visible()
        page.touchscreen.tap(180, 20)  # beside the note
        expect(note).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_opens_the_meaning_and_escape_goes_back_to_the_word(
    browser: Browser, site_url: str, scripts: bool, key: str
) -> None:
    with shown(browser, site_url + PAGE, java_script_enabled=scripts) as page:
        word = first_word(page)
        note = note_of(page, word)
        word.focus()
        page.keyboard.press(key)
        expect(note).to_be_visible()
        page.keyboard.press("Tab")
        expect(note.get_by_role("link")).to_be_focused()
        page.keyboard.press("Tab")
        expect(note.get_by_role("button", name="Close")).to_be_focused()
        page.keyboard.press("Escape")
        expect(note).to_be_hidden()
        expect(word).to_be_focused()


def test_tab_reaches_every_word(browser: Browser, site_url: str) -> None:
    with shown(browser, site_url + PAGE) as page:
        words = page.locator("button.term").count()
        reached: set[str] = set()
        for _ in range(page.locator("a, button, summary, input").count() + 5):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.getAttribute('popovertarget') ?? ''"))
        assert len(reached - {""}) == words > 0


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (1280, 800)])
def test_every_meaning_stays_on_the_screen(browser: Browser, site_url: str, width: int, height: int) -> None:
    outside: dict[str, list[str]] = {}
    addresses = pages_with_words()
    assert len(addresses) > 5
    with shown(browser, site_url, viewport={"width": width, "height": height}) as page:
        for address in addresses:
            page.goto(site_url + address)
            for word in page.locator("button.term:visible").all():
                word.click()
                sides = page.locator(OPEN).evaluate(OUTSIDE)
                if sides:
                    outside[f"{address} {word.text_content()}"] = sides
                page.keyboard.press("Escape")
    assert outside == {}


def test_a_reader_hears_that_a_word_opens_something(browser: Browser, site_url: str) -> None:
    with shown(browser, site_url + PAGE) as page:
        word = first_word(page)
        session = page.context.new_cdp_session(page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        name = (word.text_content() or "").strip()
        (button,) = [
            node
            for node in nodes
            if node.get("role", {}).get("value") == "button" and node.get("name", {}).get("value") == name
        ]
        assert {each["name"]: each["value"]["value"] for each in button["properties"]}["expanded"] is False


def test_colours_that_the_reader_chose_keep_the_edge_of_the_meaning(browser: Browser, site_url: str) -> None:
    with shown(browser, site_url + PAGE, forced_colors="active") as page:
        word = first_word(page)
        word.click()
        edge, paper = note_of(page, word).evaluate(
            "e => [getComputedStyle(e).borderTopColor, getComputedStyle(e).backgroundColor]"
        )
        assert edge != paper


def in_line(page: Page) -> None:
    """Every meaning stands in its sentence, in brackets, with nothing to press in it."""
    notes = page.locator(".term-note")
    assert notes.count() > 0
    for note in notes.all():
        expect(note).to_be_visible()
        style = "e => ['display', 'position', 'whiteSpace'].map(name => getComputedStyle(e)[name])"
        assert note.evaluate(style) == ["inline", "static", "normal"]
        opens = note.locator("b").evaluate("e => getComputedStyle(e, '::before').content")
        assert [opens, note.evaluate("e => getComputedStyle(e, '::after').content")] == ['"["', '"]"']
        expect(note.get_by_role("button")).to_have_count(0)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_on_paper_the_meaning_follows_its_word(browser: Browser, site_url: str) -> None:
    with shown(browser, site_url + PAGE) as page:
        page.emulate_media(media="print")
        in_line(page)
        expect(page.locator(".term-note a").first).to_be_hidden()


def test_a_browser_that_cannot_open_a_meaning_shows_it(browser: Browser, site_url: str) -> None:
    """As in a browser of 2022: it knows neither the attribute nor the selector, and so neither hides the note."""

    def old(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace(":popover-open", ":not-known-yet")
        route.fulfill(response=answer, body=re.sub(r"<span ([^>]*?) popover(?=[\s>])", r"<span \1", text))

    # The page's own policy would refuse the style that was changed here.
    small = {"width": 320, "height": 640}
    with shown(browser, "about:blank", viewport=small, bypass_csp=True) as page:
        page.route(re.compile(r"/$"), old)
        page.goto(site_url + PAGE)
        in_line(page)
        expect(page.locator(".term-note a").first).to_be_visible()


def test_the_markup_is_what_the_old_browser_test_rewrites(site_dir: Path) -> None:
    html = (site_dir / PAGE / "index.html").read_text(encoding="utf-8")
    assert re.search(r"<span ([^>]*?) popover(?=[\s>])", html)
