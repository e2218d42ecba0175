"""Pages of clinics that are hard to live in: the planner works, nothing scrolls sideways, nothing leaks in or out."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, ViewportSize, expect

from tests.embed.sites import EMBEDS, GUIDE, LIVE, framed, give_clinic, scrolls_sideways
from tests.embed.test_wordpress import answer

# Set to a folder to look at: SCREENSHOTS=/tmp/shots python -m pytest tests/embed/test_hosts.py
SCREENSHOTS = os.environ.get("SCREENSHOTS")

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
STYLE = "width:100%;min-height:680px;border:0"
# A clinic's own words around the frame, with headings and controls that its styles reach.
WORDS = "<h1>Our clinic</h1><p>We use the planner of a public guide. <a href='#b'>Book</a> <button>Call</button></p>"


@dataclass(frozen=True)
class Host:
    """A page of a clinic: its styles, what surrounds the frame, and how the frame is written."""

    style: str = ""
    html: str = 'lang="en"'
    before: str = WORDS
    after: str = "<p>More words of the clinic.</p>"
    sandbox: str | None = SANDBOX
    frame_style: str = STYLE
    headers: dict[str, str] = field(default_factory=dict)
    viewport: tuple[int, int] = (1280, 1000)
    scheme: str = "light"

    def page(self, address: str) -> str:
        """The whole page, which shows `address` in its frame."""
        sandbox = "" if self.sandbox is None else f' sandbox="{self.sandbox}"'
        frame = f'<iframe src="{address}" title="Planner" referrerpolicy="no-referrer"{sandbox} style="{self.frame_style}"></iframe>'
        return (
            f"<!doctype html><html {self.html}><head><meta charset=utf-8><title>Our clinic</title>"
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<style>{self.style}</style></head>"
            f'<body><main>{self.before}<div class="slot">{frame}</div>{self.after}</main></body></html>'
        )


EVERYTHING = (
    "*,*::before,*::after{font:italic 700 40px/3 cursive!important;color:#f0f!important;background:#ff0!important;"
    "text-transform:uppercase!important;letter-spacing:.5em!important;direction:rtl!important;outline:none!important}"
    "button,input,p{float:left!important;animation:spin 1s infinite!important}@keyframes spin{to{rotate:360deg}}"
)
HOSTS = {
    "plain": Host(),
    "huge letters": Host(style="html{font-size:64px!important}body{font-size:3rem;line-height:3}"),
    "dark page, light device": Host(style="body{background:#111;color:#eee}"),
    "dark page that says so": Host(style=":root{color-scheme:dark}body{background:#111;color:#eee}"),
    "light page, dark device": Host(style="body{background:#fff;color:#222}", scheme="dark"),
    "styles for everything": Host(style=EVERYTHING),
    "right to left": Host(html='lang="ar" dir="rtl"', before="<h1>عيادتنا</h1><p>هذا مخطط من دليل عام.</p>"),
    "strict policy": Host(
        style="",
        frame_style="",
        headers={"Content_Security_Policy": f"default-src 'none'; frame-src {GUIDE}"},
    ),
    "scripts only": Host(sandbox="allow-scripts"),
    "no sandbox": Host(sandbox=None),
    "narrow column": Host(style=".slot{width:280px}", viewport=(1280, 1000)),
    "small phone": Host(style="body{margin:0}", viewport=(320, 640)),
    "low frame": Host(style="iframe{min-height:0!important;height:200px!important}"),
    "filters": Host(
        style=".slot{filter:sepia(1) blur(.2px);opacity:.9;clip-path:inset(0);mix-blend-mode:multiply}"
    ),
    "many headings": Host(before="<h1>One</h1><h1>Two</h1><h4>Four</h4>" + WORDS, after="<h1>Three</h1>"),
}
HARD = pytest.mark.parametrize("host", HOSTS.values(), ids=[name.replace(" ", "-") for name in HOSTS])

# How what is shown looks, element by element: what a style from outside would change.
LOOKS = """() => [...document.querySelectorAll('main, h1, h2, p, legend, label, button, summary, footer')].map(each => {
  const { font, color, backgroundColor, direction, textTransform, letterSpacing, cssFloat, animationName, outlineStyle, width } = getComputedStyle(each);
  return [each.tagName, font, color, backgroundColor, direction, textTransform, letterSpacing, cssFloat, animationName, outlineStyle, width];
})"""
# What a page inside could have changed outside.
AROUND = """() => ({
  html: document.documentElement.outerHTML.replace(/ style="[^"]*"/g, ''), title: document.title, address: location.href,
  history: history.length, names: Object.keys(window).length, scrolled: [scrollX, scrollY],
  focus: document.activeElement?.tagName, cookies: document.cookie, local: localStorage.length, session: sessionStorage.length,
})"""


def open_host(
    context: BrowserContext, host: Host, embed: str = LIVE, options: str = ""
) -> tuple[Page, Frame]:
    """A clinic's page, and what its frame shows."""
    page = context.new_page()
    width, height = host.viewport
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=host.scheme)  # type: ignore[arg-type]
    page.goto(give_clinic(context, host.page(GUIDE + embed + options), **host.headers))
    return page, framed(page)


def look(page: Page, name: str) -> None:
    """Keep a picture for a person to look at, when one is asked for."""
    if SCREENSHOTS:
        Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", full_page=True)


@HARD
def test_the_planner_works_there(
    two_sites: BrowserContext, host: Host, request: pytest.FixtureRequest
) -> None:
    page, frame = open_host(two_sites, host)
    name = request.node.callspec.id
    look(page, f"{name}-first")
    assert not scrolls_sideways(frame)
    answer(frame)
    assert "2026" in frame.locator(".planner__headline").inner_text()
    assert not scrolls_sideways(frame)
    footer = frame.locator("footer")
    footer.scroll_into_view_if_needed()
    expect(footer).to_be_in_viewport()
    look(page, f"{name}-answer")


@HARD
def test_nothing_leaks_out(two_sites: BrowserContext, host: Host) -> None:
    page, frame = open_host(two_sites, host)
    before = page.evaluate(AROUND)
    assert before["focus"] == "BODY"
    assert before["scrolled"] == [0, 0]
    answer(frame)
    page.wait_for_timeout(200)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    assert page.evaluate(AROUND) == before


def alone(context: BrowserContext, frame: Frame, scheme: str) -> Any:
    """How the page of a frame looks by itself, as wide as the frame."""
    page = context.new_page()
    size: ViewportSize = frame.evaluate("({ width: innerWidth, height: innerHeight })")
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(frame.url)
    page.locator("[data-show]").wait_for()
    found = page.evaluate(LOOKS)
    page.close()
    return found


@HARD
def test_nothing_leaks_in(two_sites: BrowserContext, host: Host) -> None:
    _, frame = open_host(two_sites, host)
    # A page that says it is dark may say so to its frames: browsers differ.
    scheme = "dark" if frame.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    assert frame.evaluate(LOOKS) == alone(two_sites, frame, scheme)


@pytest.mark.parametrize("embed", EMBEDS)
def test_a_page_without_scripts_shows_the_waits(two_sites: BrowserContext, embed: str) -> None:
    page = two_sites.new_page()
    page.goto(give_clinic(two_sites, Host(sandbox="").page(GUIDE + embed)))
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    expect(frame.locator("table").first).to_be_visible()
    expect(frame.locator("footer")).to_be_visible()
    assert not scrolls_sideways(frame)
    look(page, f"no-scripts-{embed.replace('/', '-')}")


def test_storage_is_never_asked_for(two_sites: BrowserContext) -> None:
    """In a sandbox without an origin each of these throws, and the planner never notices."""
    _, frame = open_host(two_sites, HOSTS["scripts only"])
    tried = """name => { try { self[name].length; return 'there'; } catch (error) { return error.name; } }"""
    for name in ("localStorage", "sessionStorage"):
        assert frame.evaluate(tried, name) == "SecurityError"
    answer(frame)


def test_storage_that_the_browser_blocks_is_no_harm(two_sites: BrowserContext) -> None:
    two_sites.add_init_script(
        """for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'])
             Object.defineProperty(self, name, { get() { throw new DOMException('blocked', 'SecurityError'); } });
           Object.defineProperty(Document.prototype, 'cookie', { get() { throw new DOMException('blocked'); }, set() { throw new DOMException('blocked'); } });"""
    )
    _, frame = open_host(two_sites, HOSTS["no sandbox"])
    answer(frame)


def test_the_strict_policy_is_really_strict(two_sites: BrowserContext) -> None:
    host = HOSTS["strict policy"]
    page = two_sites.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(
        give_clinic(
            two_sites,
            host.page("https://elsewhere.example/") + "<script>window.ran = 1</script>",
            **host.headers,
        )
    )
    assert page.evaluate("window.ran") is None
    assert any("elsewhere.example" in text for text in said)


def test_it_asks_no_other_host(two_sites: BrowserContext) -> None:
    asked: list[str] = []
    two_sites.on("request", lambda request: asked.append(request.url))
    _, frame = open_host(two_sites, HOSTS["plain"])
    answer(frame)
    assert asked[1:] == [GUIDE + LIVE]


def test_a_page_that_prints_shows_the_answer(two_sites: BrowserContext, tmp_path: Path) -> None:
    page, frame = open_host(two_sites, Host(frame_style="width:100%;height:1600px;border:0"))
    answer(frame)
    page.emulate_media(media="print")
    expect(frame.locator(".planner__headline")).to_be_visible()
    expect(frame.locator("footer")).to_be_visible()
    assert not scrolls_sideways(frame)
    folder = Path(SCREENSHOTS) if SCREENSHOTS else tmp_path
    page.pdf(path=folder / "print.pdf", format="A4")
    assert (folder / "print.pdf").stat().st_size > 0


ATTACKS: list[Any] = [
    None, 1, "height", [], {"message": "ready"}, {"message": "ready", "secret": "wrong"}, {"type": "planner:height", "v": 1, "height": 9},
    {"message": "link", "value": "https://elsewhere.example/"}, {"secret": {"toString": 1}, "message": {}}, {"answers": "v1&first=toxin"},
]  # fmt: skip


def test_a_host_that_talks_to_it_gets_nothing(two_sites: BrowserContext) -> None:
    page, frame = open_host(two_sites, HOSTS["plain"])
    answer(frame)
    told = frame.locator("body").inner_text()
    page.evaluate("addEventListener('message', event => (window.heard ??= []).push(event.data))")
    for attack in ATTACKS:
        page.evaluate("said => document.querySelector('iframe').contentWindow.postMessage(said, '*')", attack)
    page.wait_for_timeout(300)
    assert frame.locator("body").inner_text() == told
    for said in page.evaluate("window.heard ?? []"):
        assert said.keys() == {"type", "v", "height"}, json.dumps(said)
