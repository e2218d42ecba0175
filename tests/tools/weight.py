"""What a page weighs as a reader's browser gets it, from the files of a built folder, and what it may weigh.

Bytes are those of the bodies: compressed with Brotli where `macros/publish` makes a compressed copy,
nothing kept before, headers not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import brotli

from macros.publish.compress import SMALL, TEXT
from macros.publish.html import pages

# The budgets, in bytes. Before the first paint a browser needs the page and what blocks it: one first flight
# of packets.
FIRST_PAINT = 14_000
WHOLE_PAGE = 20_000
MEDIAN = 16_000
WITH_PLANNER = 30_000
# A page that other sites show in a frame, with its planner.
IN_FRAME = 24_000

PLANNER = "data-planner"
FRAMED = "embed/"
SCRIPT_IN_PAGE = "<script data-inline>"


@cache
def compressed(file: Path) -> int:
    """Bytes of a file as a server sends it that sends the published copies."""
    content = file.read_bytes()
    if file.suffix not in TEXT or len(content) < SMALL:
        return len(content)
    return min(len(content), len(brotli.compress(content, mode=brotli.MODE_TEXT, quality=11)))


class Loads(HTMLParser):
    """What a page makes a browser load without being asked, and which of it holds up the first paint.

    Attributes:
        addresses: Each address as the page names it, and whether it holds up the first paint.
        icon: The address of the icon for the browser's tab: of several, a browser takes one. Empty when
            the page names none. The manifest is for those who install the guide, and left out.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: dict[str, bool] = {}
        self.icon = ""
        self._in_head = True
        self.feed(html)
        self.close()
        if self.icon:
            self._add(self.icon, blocking=False)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what this tag loads."""
        given = dict(attrs)
        relations = (given.get("rel") or "").split()
        if tag == "body":
            self._in_head = False
        elif tag == "script" and given.get("src"):
            later = "defer" in given or "async" in given or given.get("type") == "module"
            self._add(given["src"], blocking=not later)
        elif tag == "link" and "stylesheet" in relations:
            self._add(given.get("href"), blocking=self._in_head)
        elif tag == "link" and "icon" in relations:
            if not self.icon or given.get("type") == "image/svg+xml":
                self.icon = given.get("href") or ""
        elif tag == "link" and {"preload", "modulepreload", "prefetch"} & set(relations):
            self._add(given.get("href"), blocking=False)
        elif tag in {"img", "source", "iframe", "video", "audio", "embed"}:
            self._add(given.get("src"), blocking=False)

    def _add(self, address: str | None, *, blocking: bool) -> None:
        if address and not address.startswith("data:"):
            self.addresses[address] = blocking or self.addresses.get(address, False)


def compressed_until_script(html: str) -> int:
    """Bytes of a page until a script that stands at its end: browsers paint what comes before it."""
    before, script, _ = html.rpartition(SCRIPT_IN_PAGE)
    shown = before if script and "</main>" in before else html
    return len(brotli.compress(shown.encode(), mode=brotli.MODE_TEXT, quality=11))


@dataclass(frozen=True)
class Weight:
    """Bytes of a page: in all, and before the first paint."""

    page: str
    whole: int
    first_paint: int
    planner: bool

    @property
    def budget(self) -> int:
        """What it may weigh in all."""
        if self.page.startswith(FRAMED):
            return IN_FRAME
        return WITH_PLANNER if self.planner else WHOLE_PAGE


def page_files(site: Path) -> list[Path]:
    """Every page of a built folder but the frozen ones, the error page too, in the same order on every machine."""
    return list(pages(site))


def page_name(site: Path, file: Path) -> str:
    """What a page is called in a table: its address below the site's root, and "home"."""
    return file.relative_to(site).as_posix().removesuffix("index.html") or "home"


def weigh(site: Path, file: Path) -> Weight:
    """What one page of a built site weighs."""
    html = file.read_text(encoding="utf-8")
    page = file.relative_to(site).as_posix()
    own = compressed(file)
    parts = {
        site / unquote(urlsplit(urljoin(page, address)).path).lstrip("/"): blocking
        for address, blocking in Loads(html).addresses.items()
    }
    return Weight(
        page_name(site, file),
        own + sum(compressed(part) for part in parts),
        compressed_until_script(html) + sum(compressed(part) for part, blocking in parts.items() if blocking),
        PLANNER in html,
    )
