"""The search: one script with every heading of the guide in it, and a plain list of all pages.

Nothing of it is loaded before someone searches. The index stands in the script itself, so it needs no
`fetch`: it works from file:// and under a strict security policy. Without scripts, the header's link
leads to the list of all pages and headings instead. Why not a library: decisions/0006-search.md.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from macros.facts import Facts, load_facts
from macros.publish.linker import ship
from macros.publish.minify import minify_style

ENTRY = Path("assets/site/search/dialog.js")
STYLES = ENTRY.with_suffix(".css")
SHIPPED = Path("assets/search.js")
# The list of all pages as the template writes it: no <div> is in it. Headings are added to it once.
LIST = re.compile(r'<div class="site-index">(?P<list>(?:(?!<details|</div>).)*)</div>', re.DOTALL)
# For those who write the guide or programs, not for those who read it: found by their titles alone.
FOR_MAKERS = ("contribute/", "clinics/open-data/")

HEADINGS = {"h2", "h3"}
UNREAD_TAGS = {"script", "style", "template", "svg", "nav"}
# What stands on every page, or on a page of its own: it would answer every search.
UNREAD_CLASSES = {
    "toc",
    "cite",
    "term-note",
    "sources-list",
    "all-sources",
    "all-claims",
    "assessment",
    "next-steps",
    "review-box",
    "overdue",
    "changes-list",
    "site-index",
}
# An entry of the glossary has an id that starts like this, and a <dt>.
TERM = "term-"
SHORTEST_WORD = 3
# A word that this share of all places has tells none of them from the others.
TOO_COMMON = 0.15

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass
class Place:
    """A heading or a glossary entry, with the words below it; the page itself has the id ""."""

    id: str
    tag: str
    title: str = ""
    text: str = ""


@dataclass
class ReadPage:
    """What a page says, by heading. `address` is below the guide's root and ends in a slash."""

    address: str
    title: str = ""
    description: str = ""
    listed: bool = True
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class MenuGroup:
    """A part of the menu: its title, "" where it has none, and the addresses of its pages."""

    title: str
    addresses: tuple[str, ...]


def add_search(site: Path, docs: Path) -> None:
    """Write the search's script and the list of all pages, where the header of the built pages has a search.

    Args:
        site: The built folder.
        docs: The guide's docs folder, for the readers' words in data/search.yml.

    Raises:
        GuideError: A fact of the guide is wrong, or the script cannot be linked.
    """
    entry = site / ENTRY
    home = site / "index.html"
    if not entry.is_file() or SHIPPED.as_posix() not in home.read_text(encoding="utf-8"):
        return
    pages = [page for page in read_pages(site) if page.listed]
    groups = read_menu(site)
    order = {address: number for number, address in enumerate(a for g in groups for a in g.addresses)}
    pages.sort(key=lambda page: (order.get(page.address, len(order)), page.address))
    facts = load_facts(docs / "data", docs.parent)
    index = search_index(pages, facts)
    # The styles come with the script: a page that nobody searches needs none of them.
    index["styles"] = minify_style((site / STYLES).read_text(encoding="utf-8"))
    written = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    (site / SHIPPED).write_text(f"self.guideIndex={written};\n{ship(entry)}", encoding="utf-8")
    for file in entry.parent.iterdir():
        file.unlink()
    entry.parent.rmdir()
    _list_all_pages(site, pages, groups, dict(_texts(facts.words)).get("headings", ""))


def search_index(pages: list[ReadPage], facts: Facts) -> dict[str, object]:
    """What the script searches; its shape is the type `Index` in search/rank.js."""
    dull = set(facts.ignored_words)
    posts: dict[str, list[int]] = {}
    number = 0
    for page in pages:
        for place in page.places:
            said = set(words_of(f"{place.title} {page.description if not place.id else ''}"))
            for word in set(words_of(place.text)) - said - dull:
                if len(word) >= SHORTEST_WORD and not word.isdigit():
                    posts.setdefault(word, []).append(number)
            number += 1
    most = max(8, number * TOO_COMMON)
    return {
        "pages": [
            [page.address, page.title, page.description, [[p.id, p.title] for p in page.places[1:]]]
            for page in pages
        ],
        "words": "\n".join(
            f"{word} {' '.join(_steps(posts[word]))}" for word in sorted(posts) if len(posts[word]) <= most
        ),
        "synonyms": [[list(synonym.says), synonym.means] for synonym in facts.synonyms],
        "dull": sorted(dull),
        "texts": dict(_texts(facts.words)),
    }


def words_of(text: str) -> list[str]:
    """The words of a text in small letters without accents, as `wordsOf` in search/rank.js finds them."""
    plain = re.sub(r"[\u0300-\u036f'\u2019]", "", unicodedata.normalize("NFD", text))
    return re.findall(r"[a-z0-9]+", plain.lower())


def read_pages(site: Path) -> list[ReadPage]:
    """Every page of a built folder, in the order of their addresses."""
    found = []
    for file in sorted(site.rglob("index.html")):
        address = file.relative_to(site).as_posix().removesuffix("index.html")
        reader = _PageReader(ReadPage(address))
        reader.feed(file.read_text(encoding="utf-8"))
        reader.close()
        page = reader.page
        if address.startswith(FOR_MAKERS):
            page.places = [Place("", "h1", page.title)]
        found.append(page)
    return found


def read_menu(site: Path) -> list[MenuGroup]:
    """The parts of the menu and the addresses of their pages, from the list of all pages; none without it."""
    for file in sorted(site.rglob("index.html")):
        found = LIST.search(file.read_text(encoding="utf-8"))
        if found:
            reader = _MenuReader(file.parent.relative_to(site).as_posix())
            reader.feed(found["list"])
            reader.close()
            return [MenuGroup(title, tuple(addresses)) for title, addresses in reader.groups if addresses]
    return []


def _list_all_pages(site: Path, pages: list[ReadPage], groups: list[MenuGroup], headings: str) -> None:
    """Put the pages with their headings in place of the list of pages."""
    for file in sorted(site.rglob("index.html")):
        text = file.read_text(encoding="utf-8")
        if not LIST.search(text):
            continue
        up = "../" * (len(file.relative_to(site).parts) - 1)
        listed = _site_index(pages, groups, up or "./", headings)
        filled = f'<div class="site-index">{listed}</div>'
        file.write_text(LIST.sub(lambda _: filled, text), encoding="utf-8")  # noqa: B023


def _site_index(pages: list[ReadPage], groups: list[MenuGroup], root: str, headings: str) -> str:
    by_address = {page.address: page for page in pages}
    parts = []
    for group in groups:
        items = "".join(_page_item(by_address[a], root, headings) for a in group.addresses if a in by_address)
        if items:
            title = f"<h3>{html.escape(group.title)}</h3>" if group.title else ""
            parts.append(f"{title}<ul>{items}</ul>")
    return "".join(parts)


def _page_item(page: ReadPage, root: str, headings: str) -> str:
    """A page and, folded so that the list stays short for eyes and keys, its headings."""
    links = "".join(
        f'<li><a href="{root}{page.address}#{place.id}">{html.escape(place.title)}</a></li>'
        for place in page.places
        if place.tag == "h2"
    )
    title = html.escape(page.title)
    named = f'{html.escape(headings)}<span class="vh">: {title}</span>'
    below = f"<details><summary>{named}</summary><ul>{links}</ul></details>" if links else ""
    return f'<li><a href="{root}{page.address}">{title}</a>{below}</li>'


def _texts(words: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    texts = words.get("search")
    return ((key, str(value)) for key, value in texts.items()) if isinstance(texts, dict) else ()


def _steps(numbers: list[int]) -> Iterable[str]:
    """Each number as its distance from the one before, in base 36."""
    before = 0
    for number in numbers:
        yield _base_36(number - before)
        before = number


def _base_36(number: int) -> str:
    digits = DIGITS[number % 36]
    return digits if number < 36 else _base_36(number // 36) + digits


class _PageReader(HTMLParser):
    """Reads the article of a page, heading by heading."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__()
        self.page = page
        self._in_article = False
        self._title_tag = ""
        self._unread_tag = ""
        self._unread_depth = 0
        self._term = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("name") == "description":
            self.page.description = given.get("content", "")
        if tag == "meta" and given.get("name") == "robots":
            self.page.listed = "noindex" not in given.get("content", "")
        if tag == "article":
            self._in_article = True
        if not self._in_article:
            return
        if self._unread_tag:
            self._unread_depth += tag == self._unread_tag
            return
        classes = set(given.get("class", "").split())
        if "site-index" in classes:
            self.page.listed = False
        if tag in UNREAD_TAGS or classes & UNREAD_CLASSES:
            self._unread_tag, self._unread_depth = tag, 1
        elif tag == "h1":
            self._begin(Place("", tag))
        elif tag in HEADINGS and given.get("id"):
            self._begin(Place(given["id"], tag))
        elif given.get("id", "").startswith(TERM):
            self._term = given["id"]
        elif tag == "dt" and self._term:
            self._begin(Place(self._term, tag))
            self._term = ""

    def handle_endtag(self, tag: str) -> None:
        if self._unread_tag:
            self._unread_depth -= tag == self._unread_tag
            if self._unread_depth == 0:
                self._unread_tag = ""
        elif tag == self._title_tag:
            self._title_tag = ""
            place = self.page.places[-1]
            place.title = " ".join(place.title.split())
            if place.tag == "h1":
                self.page.title = place.title
        elif tag == "article":
            self._in_article = False

    def handle_data(self, data: str) -> None:
        if not self._in_article or self._unread_tag or not self.page.places:
            return
        if self._title_tag:
            self.page.places[-1].title += data
        else:
            # A space: words of two elements are two words.
            self.page.places[-1].text += f" {data}"

    def _begin(self, place: Place) -> None:
        self.page.places.append(place)
        self._title_tag = place.tag


class _MenuReader(HTMLParser):
    """Reads a list of all pages: titles of its parts, and addresses.

    Args:
        folder: Where the list's page stands below the guide's root.
    """

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.groups: list[tuple[str, list[str]]] = [("", [])]
        self._base = f"/{folder}/"
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("class") == "menu-title":
            self.groups.append(("", []))
            self._in_title = True
        elif tag == "a":
            address = urljoin(self._base, given.get("href", "")).removeprefix("/").removesuffix("index.html")
            self.groups[-1][1].append(address)

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            title, addresses = self.groups[-1]
            self.groups[-1] = (title + data, addresses)
