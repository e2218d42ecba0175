"""The guide's pictures in a real browser: no letter too small, nothing on top of a word, every mark in every colour setting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

# The pages with pictures, which together have one of each kind.
PAGES = ("what-both-can-do/", "microneedling/", "botox/", "choose/")
SMALLEST = 12  # CSS pixels
SETTINGS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"color_scheme": "light", "forced_colors": "active"},
    {"color_scheme": "dark", "forced_colors": "active"},
]

# What is wrong with the words of the pictures, a line each.
WORDS = """smallest => [...document.querySelectorAll(".picture-drawing")].flatMap(drawing => {
  const room = drawing.closest(".picture").getBoundingClientRect();
  const texts = [...drawing.querySelectorAll("text")].map(text => {
    const box = text.getBoundingClientRect(), { a, d } = text.getScreenCTM();
    const size = parseFloat(getComputedStyle(text).fontSize) * Math.min(a, d);
    return { says: text.textContent, box, size };
  });
  const faults = texts.length ? [] : ["a picture has no words"];
  texts.forEach(({ says, box, size }, place) => {
    if (size < smallest) faults.push(`"${says}" is ${size} pixels high`);
    if (box.left < room.left || box.right > room.right || box.bottom > room.bottom) faults.push(`"${says}" is outside`);
    for (const other of texts.slice(place + 1)) {
      const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (wide > 1 && high > 4) faults.push(`"${says}" lies on "${other.says}"`);
    }
  });
  return faults;
})"""

# What of the pictures cannot be told from what it stands on, a line each.
COLOURS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const shine = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [shine(one), shine(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const faults = [];
  const look = (element, colour, ground, least) => {
    const found = contrast(colour, ground);
    if (!(found >= least)) faults.push(`${element.getAttribute("class") ?? element.textContent} ${colour} on ${ground}: ${found.toFixed(1)}`);
  };
  for (const drawing of document.querySelectorAll(".picture-drawing")) {
    const style = element => getComputedStyle(element);
    const card = style(drawing.closest(".picture")).backgroundColor;
    const all = selector => [...drawing.querySelectorAll(selector)];
    const layers = all("[class^=layer-]:not(.layer-line)").map(layer => style(layer).fill);
    const grounds = layers.length ? layers : [card];
    all(".draw-mark").forEach(mark => grounds.forEach(ground => look(mark, style(mark).fill, ground, 3)));
    all(".draw-line, .draw-tool").forEach(line => grounds.forEach(ground => look(line, style(line).stroke, ground, 3)));
    all(".draw-number").forEach(text => look(text, style(text).fill, style(text.previousElementSibling).fill, 4.5));
    all("text:not(.draw-number)").forEach(text => [card, ...layers].forEach(ground => look(text, style(text).fill, ground, 4.5)));
  }
  return faults;
}"""


@contextmanager
def opened(browser: Browser, width: int = 320, **setting: Any) -> Iterator[Page]:
    """A page of this width with a reader's settings. It takes style sheets of ours."""
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, **setting)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [320, 360, 640, 1280])
def test_words_are_large_enough_inside_and_apart(browser: Browser, site_url: str, width: int) -> None:
    found: list[str] = []
    with opened(browser, width) as page:
        for path in PAGES:
            page.goto(site_url + path)
            assert page.locator(".picture-drawing").count()
            found += [f"{path}: {fault}" for fault in page.evaluate(WORDS, SMALLEST)]
    assert found == []


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: "-".join(setting.values()))
def test_marks_lines_and_words_stand_out(browser: Browser, site_url: str, setting: dict[str, Any]) -> None:
    found: list[str] = []
    with opened(browser, **setting) as page:
        for path in PAGES:
            page.goto(site_url + path)
            found += [f"{path}: {fault}" for fault in page.evaluate(COLOURS)]
    assert found == []


def test_right_to_left_and_on_paper_words_stay_inside_and_a_picture_whole(
    browser: Browser, site_url: str
) -> None:
    with opened(browser) as page:
        for path in PAGES:
            page.goto(site_url + path)
            page.evaluate("document.documentElement.dir = 'rtl'")
            assert page.evaluate(WORDS, SMALLEST) == []
            page.evaluate("document.documentElement.dir = 'ltr'")
            page.emulate_media(media="print")
            assert page.evaluate(COLOURS) == []
            cuts = "[...document.querySelectorAll('.picture figure')].map(each => getComputedStyle(each).breakInside)"
            assert set(page.evaluate(cuts)) == {"avoid"}
            page.emulate_media(media="screen")


BREAKS = [
    (WORDS, ".picture-drawing { font-size: 11px; }", "is 11 pixels high"),
    (WORDS, ".picture-drawing text { translate: -5rem; }", "is outside"),
    (WORDS, ".picture-drawing text { translate: 0 0; font-size: 40px; }", "lies on"),
    (COLOURS, ".draw-mark { fill: #ddd; }", "draw-mark"),
    (COLOURS, ".draw-line { stroke: #fff; }", "draw-line"),
    (COLOURS, ".picture-drawing .draw-number { fill: #000; }", "draw-number"),
]


@pytest.mark.parametrize(("check", "style", "words"), BREAKS, ids=[each[2] for each in BREAKS])
def test_each_check_sees_what_it_is_for(
    browser: Browser, site_url: str, check: str, style: str, words: str
) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGES[0])
        page.add_style_tag(content=style)
        assert words in " ".join(page.evaluate(check, SMALLEST))
