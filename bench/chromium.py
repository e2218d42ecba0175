"""Real Chromium on a phone's screen, and what a page makes it load."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, Error, Request, sync_playwright

from bench.table import BenchError
from tests.tools.browser import HOW_TO, find_chromium
from tests.tools.weight import PLANNER, Loads

FLAGS = (
    "--no-sandbox",  # a container's root needs it
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
)
WIDTH, HEIGHT = 412, 915  # px, a common phone
# What Chromium itself says of the page and its files: address, bytes of the encoded body, "blocking" or not.
ENTRIES = """() => ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
    .map(entry => [entry.name, entry.encodedBodySize, entry.renderBlockingStatus])"""
PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Loaded:
    """What a browser that had kept nothing loaded for a page. A page in a frame of it is weighed by itself.

    Attributes:
        whole: Bytes of all bodies as they were encoded for the wire.
        first_paint: The same of the page itself and of what Chromium says holds up the first paint.
        requests: How many were made, the tab's icon included.
        hosts: Hosts and ports other than the page's own that were asked, by frames in it too.
        planner: The page has the planner.
    """

    whole: int
    first_paint: int
    requests: int
    hosts: tuple[str, ...]
    planner: bool


def chromium_path() -> str:
    """Path of Chromium.

    Raises:
        BenchError: There is none.
    """
    path = find_chromium()
    if path is None:
        raise BenchError(HOW_TO)
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium.

    Raises:
        BenchError: There is none.
    """
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def load(browser: Browser, address: str) -> Loaded:
    """Open a page with nothing kept from before, and weigh all that it loads by itself.

    A browser without a tab to show it in does not ask for the icon: it is fetched here, and counted.

    Raises:
        BenchError: The page did not come.
    """
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, is_mobile=True, has_touch=True, device_scale_factor=2.625
    )
    requests: list[Request] = []
    context.on("request", lambda request: requests.append(request))
    try:
        page = context.new_page()
        answer = page.goto(address, wait_until="networkidle")
        if answer is None or not answer.ok:
            raise BenchError(f"{address} did not come: {answer.status if answer else 'no answer'}.")
        html = answer.text()
        entries = page.evaluate(ENTRIES)
        blocking = {address, *(url for url, _, status in entries if status == "blocking")}
        told = {url: size for url, size, _ in entries}
        asked = [request for request in requests if _is_sent(request.url)]
        own = [request for request in asked if request.frame == page.main_frame]
        sizes = [(request.url, told.get(request.url) or _body_bytes(request)) for request in own]
    except Error as error:
        raise BenchError(f"{address} did not come: {error.message}") from None
    finally:
        context.close()
    icon = Loads(html).icon
    icon_address = urljoin(address, icon)
    # One that stands in the page's own text is not asked for.
    if icon and _is_sent(icon_address) and icon_address not in {url for url, _ in sizes}:
        sizes.append((icon_address, _icon_bytes(icon_address)))
    hosts = {urlsplit(url).netloc for url in [icon_address, *(request.url for request in asked)]}
    return Loaded(
        whole=sum(size for _, size in sizes),
        first_paint=sum(size for url, size in sizes if url in blocking),
        requests=len(sizes),
        hosts=tuple(sorted(hosts - {urlsplit(address).netloc, ""})),
        planner=PLANNER in html,
    )


def _is_sent(address: str) -> bool:
    return urlsplit(address).scheme in {"http", "https"}


def _body_bytes(request: Request) -> int:
    """Bytes of the answer's body as they came, 0 when none came.

    For what Chromium does not tell a page: other hosts' files, and those that a worker fetched. Where the
    server sends a body in chunks, their marks (some 20 bytes) are counted here.
    """
    try:
        return request.sizes()["responseBodySize"] if request.response() else 0
    except Error:
        return 0


def _icon_bytes(address: str) -> int:
    """Bytes of an icon as a browser that takes Brotli gets it, 0 when it does not come."""
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "br"})
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return len(answer.read())
    except (urllib.error.URLError, TimeoutError):
        return 0
