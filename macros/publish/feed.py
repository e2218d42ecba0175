"""The web feed: what changed, for feed readers, made from the list on the page of changes (Atom, RFC 4287).

A list that is not there makes no feed. An entry is known by the id of the feed, which is typed once in the
guide's data, and by its own: both stay when the guide moves to another address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin
from uuid import UUID, uuid5
from xml.etree import ElementTree

from macros.errors import GuideError, Problem
from macros.publish.html import is_listed, pages, write_if_changed

FEED = "feed.xml"
CHECK = "feed"
ATOM = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"
# The error page has none: it is shown at any address, where a relative one would lead astray.
CANONICAL = re.compile(r"""<link rel=["']?canonical\b[^>]*>""")
DISCOVERY = re.compile(r"""\n<link rel=["']?alternate["']? type=["']?application/atom\+xml\b[^>]*>""")
# The link that readers see, as the list of changes writes it, and as this step fills it.
LINK = re.compile(r"<a data-feed-link[^>]*>")


@dataclass
class Entry:
    """A change as the page shows it: its anchor, its day (year-month-day), its title and its words."""

    id: str
    day: str = ""
    title: str = ""
    paragraphs: list[str] = field(default_factory=list)


@dataclass
class Changes:
    """The list of changes of a page, with what the page's head says of the guide."""

    feed: str = ""
    address: str = ""
    guide: str = ""
    title: str = ""
    license: str = ""
    language: str = ""
    entries: list[Entry] = field(default_factory=list)


def add_feed(site: Path) -> None:
    """Write feed.xml beside the home page, and link to it from every listed page's head and from the list.

    Raises:
        GuideError: The page of changes does not say what a feed needs.
    """
    found = [file for file in pages(site) if "data-feed=" in file.read_text(encoding="utf-8")]
    if not found:
        return
    page = found[0]
    changes = read_changes(page.read_text(encoding="utf-8"))
    name = page.relative_to(site).as_posix()
    missing = [what for what in ("feed", "address", "guide") if not getattr(changes, what)]
    missing += [f"the day or title of #{e.id}" for e in changes.entries if not (e.day and e.title)]
    if missing or not changes.entries:
        said = f"Its list of changes lacks {', '.join(missing) or 'changes'}."
        raise GuideError([Problem(name, 1, CHECK, said, "Set site_url and mend docs/data/changes.yml.")])
    home = urljoin(changes.address, "../" * (len(page.relative_to(site).parts) - 1) or "./")
    write_if_changed(site / FEED, atom(changes, home))
    for file in pages(site):
        up = "../" * (len(file.relative_to(site).parts) - 1)
        html = DISCOVERY.sub("", file.read_text(encoding="utf-8"))
        if not is_listed(html):
            continue
        title = _attribute(changes.title)
        link = f'\n<link rel="alternate" type="{TYPE}" href="{up}{FEED}" title="{title}">'
        html = CANONICAL.sub(lambda found, link=link: found.group(0) + link, html, count=1)  # type: ignore[misc]
        html = LINK.sub(f'<a data-feed-link href="{up}{FEED}">', html)
        write_if_changed(file, html)


def read_changes(html: str) -> Changes:
    """The list of changes on a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for entry in reader.changes.entries:
        entry.title = " ".join(entry.title.split()).removeprefix(":").strip()
        entry.paragraphs = [words for text in entry.paragraphs if (words := " ".join(text.split()))]
    return reader.changes


def atom(changes: Changes, home: str) -> str:
    """The feed as the text of its file.

    Args:
        changes: The list of changes.
        home: Address of the guide's first page.
    """
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": changes.language} if changes.language else {})

    def add(parent: ElementTree.Element, tag: str, text: str = "", **given: str) -> ElementTree.Element:
        element = ElementTree.SubElement(parent, f"{{{ATOM}}}{tag}", given)
        element.text = text or None
        return element

    add(feed, "id", f"urn:uuid:{changes.feed}")
    add(feed, "title", f"{changes.guide}: {changes.title}")
    add(feed, "updated", _moment(max(entry.day for entry in changes.entries)))
    # The guide itself: no person is named.
    add(add(feed, "author"), "name", changes.guide)
    add(feed, "link", rel="self", type=TYPE, href=urljoin(home, FEED))
    add(feed, "link", rel="alternate", type="text/html", href=changes.address)
    if changes.license:
        add(feed, "link", rel="license", href=changes.license)
    for change in changes.entries:
        entry = add(feed, "entry")
        add(entry, "id", f"urn:uuid:{uuid5(UUID(changes.feed), change.id)}")
        add(entry, "title", change.title)
        add(entry, "published", _moment(change.day))
        add(entry, "updated", _moment(change.day))
        add(entry, "link", rel="alternate", type="text/html", href=f"{changes.address}#{change.id}")
        add(entry, "content", "\n\n".join(change.paragraphs), type="text")
    ElementTree.indent(feed, " ")
    written: str = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'


def _moment(day: str) -> str:
    """A day as a moment, which Atom asks for: its start, in Greenwich."""
    return f"{day}T00:00:00Z"


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


class _Reader(HTMLParser):
    """Reads the list of changes, and of the page's head its address and the guide's name."""

    def __init__(self) -> None:
        super().__init__()
        self.changes = Changes()
        self._depth = 0  # of <div> within the list; 0 outside of it
        self._into = ""  # what text belongs to: "page", "day", "title" or "words"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        changes = self.changes
        if tag == "html":
            changes.language = given.get("lang", "")
        elif tag == "link" and given.get("rel") == "canonical":
            changes.address = given.get("href", "")
        elif tag == "a" and given.get("rel") == "license":
            changes.license = given.get("href", "")
        elif tag == "meta" and given.get("property") == "og:site_name":
            changes.guide = given.get("content", "")
        elif tag == "h1":
            self._into = "page"
        elif tag == "div" and "data-feed" in given:
            changes.feed = given["data-feed"]
            self._depth = 1
        elif self._depth:
            self._within(tag, given)

    def _within(self, tag: str, given: dict[str, str]) -> None:
        entries = self.changes.entries
        if tag == "div":
            self._depth += 1
        elif tag == "h3":
            entries.append(Entry(given.get("id", "")))
            self._into = "title"
        elif not entries:
            return
        elif tag == "time" and self._into == "title":
            entries[-1].day = given.get("datetime", "")
            self._into = "day"
        elif tag in {"li", "p"}:
            entries[-1].paragraphs.append("")
            self._into = "words"

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._depth:
            self._depth -= 1
        if tag in {"h1", "h3", "li", "p"}:
            self._into = ""
        elif tag == "time" and self._into == "day":
            self._into = "title"

    def handle_data(self, data: str) -> None:
        if self._into == "page":
            self.changes.title += data
        elif self._into == "title":
            self.changes.entries[-1].title += data
        elif self._into == "words":
            self.changes.entries[-1].paragraphs[-1] += data
