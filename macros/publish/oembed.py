"""oEmbed on a host that only sends files: an answer beside each embed page, and links that lead there.

A site that knows oEmbed, such as WordPress, makes a frame of a pasted address: it reads the head of the page,
follows the link to the answer and takes the markup from it. A host of files passes over what is asked in the
query, so each embed page has one answer: decisions/0014-oembed-and-frozen-versions.md.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from urllib.parse import urljoin

from macros.errors import GuideError, Problem
from macros.publish.html import TAG, attributes, pages, write_if_changed

CHECK = "oembed"
# The embed pages of the newest rules. The version is that of the contract with the sites that embed them.
LIVE = Path("embed/v1")
ANSWER = "oembed.json"
TYPE = "application/json+oembed"
# CSS pixels. The frame grows by the messages of its page where somebody hears them, or scrolls inside.
WIDTH, HEIGHT = 600, 800
DAY = 24 * 60 * 60  # seconds

TITLE = re.compile(r"<title>([^<]*)</title>")
CANONICAL = re.compile(r"""<link rel=["']?canonical\b[^>]*>""")
DISCOVERY = re.compile(r"""\n<link rel="alternate" type="application/json\+oembed"[^>]*>""")


@dataclass(frozen=True)
class Head:
    """What the head of a page says: of what page it is a copy or a part, its title and who publishes it."""

    address: str = ""
    title: str = ""
    publisher: str = ""


def add_oembed(site: Path) -> None:
    """Write the answer of each embed page, and link to it from that page and from the full page.

    A guide without embed pages gets none.

    Raises:
        GuideError: The head of the home page or of an embed page lacks what an answer needs.
    """
    # The shortest address first: of the embeds of a full page, it leads to the one with the guide's own name.
    embeds = sorted((site / LIVE).rglob("index.html"), key=lambda page: (len(page.parts), page))
    if not embeds:
        return
    home = _complete(site, site / "index.html", "address").address
    answers: dict[Path, str] = {}
    of_full_page: dict[str, str] = {}
    for page in embeds:
        head = _complete(site, page, "address", "title", "publisher")
        address = urljoin(home, page.parent.relative_to(site).as_posix() + "/")
        answers[page] = urljoin(address, ANSWER)
        of_full_page.setdefault(head.address, answers[page])
        write_if_changed(page.with_name(ANSWER), answer(head, address, home))
    for page in pages(site):
        html = page.read_text(encoding="utf-8")
        found = answers.get(page) or of_full_page.get(read_head(html).address)
        write_if_changed(page, with_discovery(html, found))


def read_head(html: str) -> Head:
    """What oEmbed needs of the head of a page; empty where it says nothing."""
    title = TITLE.search(html)
    address = CANONICAL.search(html)
    names = (attributes(tag.group(2)) for tag in TAG.finditer(html) if tag.group(1).lower() == "meta")
    publisher = next((meta["content"] for meta in names if meta.get("property") == "og:site_name"), "")
    return Head(
        attributes(address.group(0)).get("href", "") if address else "",
        unescape(title.group(1)).strip() if title else "",
        publisher,
    )


def answer(head: Head, address: str, home: str) -> str:
    """The answer for one embed page, as the text of its file (https://oembed.com/, section 2.3).

    Args:
        head: The head of the embed page.
        address: Address of the embed page.
        home: Address of the guide's first page.
    """
    link = f'<blockquote><a href="{escape(head.address)}">{escape(head.title)}</a></blockquote>'
    # Only attributes that WordPress keeps. It takes a quotation that comes first, and shows that until the
    # frame has told its height. One line: WordPress would join several.
    frame = (
        f'<iframe src="{escape(address)}" width="{WIDTH}" height="{HEIGHT}" frameborder="0" '
        f'title="{escape(head.title)}"></iframe>'
    )
    said = {
        "version": "1.0",
        "type": "rich",
        "title": head.title,
        "provider_name": head.publisher,
        "provider_url": home,
        "cache_age": DAY,
        "width": WIDTH,
        "height": HEIGHT,
        "html": link + frame,
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def with_discovery(html: str, found: str | None) -> str:
    """The page with a link to its answer in its head, or without one where it has none.

    The address is a whole one: WordPress asks for it as it stands.
    """
    link = f'\n<link rel="alternate" type="{TYPE}" href="{escape(found)}">' if found else ""
    bare = DISCOVERY.sub("", html)
    return CANONICAL.sub(lambda canonical: canonical.group(0) + link, bare, count=1)


def _complete(site: Path, page: Path, *needed: str) -> Head:
    """The head of a page, which says all that is needed."""
    head = read_head(page.read_text(encoding="utf-8"))
    missing = [what for what in needed if not getattr(head, what)]
    if missing:
        name = page.relative_to(site).as_posix()
        said = f"Its head does not say its {', '.join(missing)}, which oEmbed needs."
        fix = "Set site_url, and give it <link rel=canonical>, <title> and <meta property=og:site_name>."
        raise GuideError([Problem(name, 1, CHECK, said, fix)])
    return head
