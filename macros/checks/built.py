"""What the built site must satisfy, whichever engine built it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from macros.components.page import ANSWERS
from macros.errors import Problem
from macros.publish.html import is_frozen

# Attributes that make a browser fetch something by itself. A link a reader may follow is not one.
FETCHING = {
    ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"),
    ("audio", "src"), ("embed", "src"), ("object", "data"), ("input", "src"), ("track", "src"),
}  # fmt: skip
LINK_RELATIONS_THAT_FETCH = {
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "manifest",
    "dns-prefetch",
}


@dataclass
class BuiltPage:
    """A built page: its ids, its links with their lines, what it makes a browser fetch, and if it plans."""

    file: Path
    title: str = ""
    description: str = ""
    canonical: str = ""
    ids: list[tuple[str, int]] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    fetched: list[tuple[str, int]] = field(default_factory=list)
    planner: bool = False

    def has(self, fragment: str) -> bool:
        """Whether a link with this fragment finds on this page what it leads to."""
        if fragment.startswith(ANSWERS):
            return self.planner
        return fragment in {identifier for identifier, _ in self.ids}


class _Reader(HTMLParser):
    def __init__(self, page: BuiltPage) -> None:
        super().__init__()
        self.page = page
        self._in_title = False
        self._in_svg = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if tag == "svg":
            self._in_svg += 1
        if tag == "title" and not self._in_svg:
            self._in_title = True
        if "id" in given:
            self.page.ids.append((given["id"], line))
        if tag == "meta" and given.get("name") == "description":
            self.page.description = given.get("content", "")
        if "data-planner" in given:
            self.page.planner = True
            # Its script makes links of these.
            links = json.loads(given.get("data-links") or "{}")
            self.page.links += [(address, line) for address in links.values()]
        relations = set(given.get("rel", "").split())
        if tag == "link" and "canonical" in relations:
            self.page.canonical = given.get("href", "")
        elif tag == "link" and relations & LINK_RELATIONS_THAT_FETCH:
            self.page.fetched.append((given.get("href", ""), line))
            self.page.links.append((given.get("href", ""), line))
        elif tag in {"a", "area"} and "href" in given:
            self.page.links.append((given["href"], line))
        for name, value in given.items():
            if (tag, name) in FETCHING:
                self.page.fetched.append((value, line))
                self.page.links.append((value, line))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag == "svg":
            self._in_svg -= 1

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.page.title += data


def read_built_page(file: Path) -> BuiltPage:
    """Read a built page."""
    page = BuiltPage(file)
    reader = _Reader(page)
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    return page


def check_built(site: Path, base: str = "/") -> list[Problem]:
    """Every broken link, anchor or asset, repeated id or title, and request to another host.

    Args:
        site: The built folder.
        base: Path under which it is served, with a slash at both ends.

    A frozen version of the embed pages cannot be mended, so its links need only lead to a page.
    """
    pages = {file: read_built_page(file) for file in sorted(site.rglob("*.html"))}
    problems = [problem for page in pages.values() for problem in _page_problems(page, pages, site, base)]
    return problems + list(_repeated(pages, site))


def _page_problems(page: BuiltPage, pages: dict[Path, BuiltPage], site: Path, base: str) -> Iterator[Problem]:
    name = page.file.relative_to(site).as_posix()
    seen: set[str] = set()
    for identifier, line in page.ids:
        if identifier in seen:
            yield Problem(
                name, line, "ids", f'The id "{identifier}" stands twice.', "Give one of them another id."
            )
        seen.add(identifier)
    for address, line in page.fetched:
        if urlsplit(address).netloc:
            yield Problem(
                name, line, "privacy", f"The page fetches {address}.", "Serve the file from this site."
            )
    for address, line in page.links:
        yield from _link_problems(name, line, address, page, pages, site, base)


def _link_problems(
    name: str, line: int, address: str, page: BuiltPage, pages: dict[Path, BuiltPage], site: Path, base: str
) -> Iterator[Problem]:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return
    here = base + page.file.relative_to(site).as_posix().removesuffix("index.html")
    target_path = unquote(urlsplit(urljoin(here, address)).path)
    if not target_path.startswith(base):
        yield Problem(name, line, "links", f"{address} leads out of the site.", "Use a relative link.")
        return
    target = site / target_path.removeprefix(base)
    if target_path.endswith("/"):
        target /= "index.html"
    if not target.is_file():
        yield Problem(name, line, "links", f"{address} leads to nothing.", "Mend the link, or add the page.")
    elif parts.fragment and target in pages and not is_frozen(page.file.relative_to(site)):
        wanted = unquote(parts.fragment)
        if not pages[target].has(wanted):
            missing = "planner to give these answers to" if wanted.startswith(ANSWERS) else f"#{wanted}"
            said = f"{address}: that page has no {missing}."
            yield Problem(name, line, "anchors", said, "Mend the anchor.")


def _repeated(pages: dict[Path, BuiltPage], site: Path) -> Iterator[Problem]:
    for what in ("title", "description"):
        seen: dict[str, str] = {}
        for page in pages.values():
            name = page.file.relative_to(site).as_posix()
            if is_frozen(page.file.relative_to(site)):
                continue
            words = getattr(page, what).strip()
            if not words:
                yield Problem(name, 1, what, f"The page has no {what}.", "Write one in its front matter.")
            elif words in seen:
                yield Problem(name, 1, what, f"Its {what} is also that of {seen[words]}.", "Give it its own.")
            seen.setdefault(words, name)
