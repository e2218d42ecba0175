"""Two sites of two owners in one browser: the guide, below a path, and a clinic's site that shows a part of it."""

from __future__ import annotations

import mimetypes
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import BrowserContext, Frame, Page, Route

GUIDE = "https://guide.example/health/guide/"
CLINIC = "https://clinic.example/"
LIVE = "embed/v1/"
# Each page for frames, with the full page that it is a part of.
EMBEDS = {
    LIVE: "timing/",
    f"{LIVE}plan/": "plan/",
    f"{LIVE}neutral/": "timing/",
    f"{LIVE}neutral/plan/": "plan/",
}
# What every page says, as a host of files would send it.
HTML = "text/html; charset=utf-8"


def headers_for(site: Path, path: str) -> dict[str, str]:
    """What the published file of headers has a host send with the answer for a path below the site's root."""
    sent: dict[str, str] = {}
    applies = False
    for line in (site / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            applies = fnmatch(f"/{path}", line)
        elif applies and line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            sent[name] = value
    return sent


def give_guide(context: BrowserContext, site: Path, address: str = GUIDE) -> list[str]:
    """Serve a published folder at `address` in this browser; gives a list that fills with what was asked for."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        path = unquote(urlsplit(route.request.url).path).removeprefix(urlsplit(address).path)
        file = site / path / "index.html" if path.endswith("/") or not path else site / path
        if not file.is_file():
            route.fulfill(status=404, body="")
            return
        kind = HTML if file.suffix == ".html" else mimetypes.guess_type(file.name)[0] or "text/plain"
        headers = headers_for(site, path) | {"Content-Type": kind}
        route.fulfill(status=200, headers=headers, body=file.read_bytes())

    context.route(f"{address}**", answer)
    return asked


def give_clinic(context: BrowserContext, html: str, path: str = "", **headers: str) -> str:
    """Serve one page of the clinic's site; gives its address."""
    address = CLINIC + path
    sent = {name.replace("_", "-"): value for name, value in headers.items()} | {"Content-Type": HTML}
    context.route(address, lambda route: route.fulfill(status=200, headers=sent, body=html))
    return address


def framed(page: Page, selector: str = "iframe") -> Frame:
    """What a frame of a page shows, once its scripts have run."""
    frame = page.locator(selector).element_handle().content_frame()
    assert frame is not None, selector
    frame.locator("[data-show]").wait_for()
    return frame


def scrolls_sideways(shown: Page | Frame) -> bool:
    """Whether a page is wider than its window."""
    found = shown.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    return bool(found)
