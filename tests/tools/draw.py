"""Draw the pictures that stand for the guide elsewhere: python -m tests.tools.draw, or make card.

The social card is what other sites show when someone shares a page. It is drawn from card.html with the
guide's name, its description and its treatments. The small icon is favicon.svg for browsers that read no SVG.
Both are committed, for building the guide needs no browser; the card carries the hash of what it was drawn
from, so that a test sees an old one.
"""

from __future__ import annotations

import hashlib
import re
import struct
import sys
import zlib
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from macros.facts import load_facts
from tests.tools.browser import HOW_TO, find_chromium, install_chromium

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATE = Path(__file__).with_name("card.html")
CARD = PROJECT / "docs" / "assets" / "social-card.png"
IMAGES = PROJECT / "overrides" / "assets" / "images"
WIDTH, HEIGHT = 1200, 630  # px, what the sites that show cards ask for
ICON = 32  # px
SIGNATURE = b"\x89PNG\r\n\x1a\n"
DRAWN_FROM = b"drawn-from"


def card_html(project: Path = PROJECT) -> str:
    """The page that the card is a picture of."""
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    words = {
        name: re.search(rf"^site_{name}: (.+)$", settings, re.MULTILINE) for name in ("name", "description")
    }
    treatments = load_facts(project / "docs" / "data", project).treatments
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, found in words.items():
        assert found is not None, f"mkdocs.yml has no site_{name}"
        text = text.replace(f"{{{name}}}", escape(found.group(1)))
    for place, treatment in zip(("first", "second"), treatments, strict=False):
        text = text.replace(f"{{{place}}}", escape(treatment.name))
    return text


def fingerprint(html: str) -> str:
    """What a card says it was drawn from."""
    return hashlib.sha256(html.encode()).hexdigest()


def drawn_from(png: bytes) -> str:
    """The fingerprint in a card; empty when it has none."""
    found = re.search(re.escape(DRAWN_FROM) + rb"\x00([0-9a-f]{64})", png)
    return found.group(1).decode() if found else ""


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def with_text(png: bytes, key: bytes, text: bytes) -> bytes:
    """The PNG with a text chunk after its header."""
    body = b"tEXt" + key + b"\x00" + text
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    end = len(SIGNATURE) + 25  # the header's chunk
    return png[:end] + chunk + png[end:]


def as_icon(png: bytes) -> bytes:
    """An .ico file with one square PNG in it."""
    width, height = size(png)
    head = struct.pack("<HHH", 0, 1, 1)
    return head + struct.pack("<BBBBHHII", width, height, 0, 0, 1, 32, len(png), 22) + png


def draw_card(browser: Browser, html: str) -> bytes:
    """A picture of the page, with its fingerprint."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_content(html)
    png = page.screenshot()
    page.close()
    return with_text(png, DRAWN_FROM, fingerprint(html).encode())


def draw_icon(browser: Browser, svg: str) -> bytes:
    """An .ico of the SVG on a clear ground."""
    page = browser.new_page(viewport={"width": ICON, "height": ICON})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
    png = page.screenshot(omit_background=True)
    page.close()
    return as_icon(png)


def main() -> int:
    """Draw both; 1 with a plain sentence when there is no browser."""
    chromium = find_chromium() or install_chromium()
    if chromium is None:
        sys.stderr.write(f"{HOW_TO}\n")
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        CARD.write_bytes(draw_card(browser, card_html()))
        (IMAGES / "favicon.ico").write_bytes(draw_icon(browser, (IMAGES / "favicon.svg").read_text("utf-8")))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
