"""The page a component is called from."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from macros.errors import GuideError
from macros.facts import Facts
from macros.facts.load import validate
from macros.facts.models import Source
from macros.facts.page_meta import PageMeta
from macros.facts.yaml_source import YamlSource, display_name, parse_yaml

FENCE = "---"

# How a fragment starts that gives a planner its first answers, such as "timing#v1&task=next". The planner
# reads it when its page opens; to everything else it would be the id of a heading that is not there.
ANSWERS = "v1&"
PLANNER_CALL = re.compile(r"\{\{-?\s*planner\(")


def today() -> date:
    """The day the guide is built for: AS_OF (year-month-day) when it is set, else the day of the build."""
    as_of = os.environ.get("AS_OF")
    return date.fromisoformat(as_of) if as_of else date.today()


@dataclass(frozen=True)
class PageSource:
    """A page's file, split into front matter and body.

    Attributes:
        path: Path below the docs folder, such as "choose/alberta.md".
        name: Path below the project, for messages.
        meta: Its checked front matter.
        front_matter: The front matter with its line numbers.
        body: The Markdown after the front matter, without leading blank lines.
        body_line: Line of the file on which `body` starts.
    """

    path: str
    name: str
    meta: PageMeta
    front_matter: YamlSource
    body: str
    body_line: int


def read_page(docs: Path, path: str, project: Path) -> PageSource:
    """Read a page's file.

    Raises:
        GuideError: The front matter is missing, not YAML, or not as the contract says.
    """
    file = docs / path
    name = display_name(file, project)
    lines = file.read_text(encoding="utf-8").splitlines()
    end = lines.index(FENCE, 1) if lines[:1] == [FENCE] and FENCE in lines[1:] else 0
    front_matter = parse_yaml("\n".join(lines[1:end]), name, first_line=2 if end else 1)
    meta = validate(PageMeta, front_matter, "front-matter")
    start = end + 1 if end else 0
    while start < len(lines) and not lines[start].strip():
        start += 1
    return PageSource(path, name, meta, front_matter, "\n".join(lines[start:]), start + 1)


@dataclass
class PageContext:
    """What a component may know of its page, and the citation numbers given out so far."""

    source: PageSource
    facts: Facts
    docs: Path
    project: Path
    render: Callable[[str], str]
    # Zensical reads a link in HTML as one in Markdown: from the file of the page, not from its address.
    links_from_file: bool = False
    _cited: list[Source] = field(default_factory=list)
    _used_ids: dict[str, int] = field(default_factory=dict)

    @property
    def meta(self) -> PageMeta:
        """The page's front matter."""
        return self.source.meta

    @property
    def overdue(self) -> bool:
        """Whether the day of the next review has come."""
        return self.meta.next_review <= today()

    def number(self, source_id: str) -> int:
        """The citation number of a source on this page, given out at first use."""
        source = self.facts.source(source_id)
        if source not in self._cited:
            self._cited.append(source)
        return self._cited.index(source) + 1

    @property
    def cited(self) -> tuple[tuple[int, Source], ...]:
        """The sources cited so far, with their numbers."""
        return tuple(enumerate(self._cited, start=1))

    def unique(self, stem: str) -> str:
        """An id that no other element made by a component on this page has."""
        count = self._used_ids.get(stem, 0) + 1
        self._used_ids[stem] = count
        return stem if count == 1 else f"{stem}-{count}"

    def has_page(self, page: str) -> bool:
        """Whether the guide has this page (named without ".md")."""
        return (self.docs / f"{page.partition('#')[0]}.md").is_file()

    def has_planner(self, page: str) -> bool:
        """Whether this page of the guide (named without ".md") calls the planner."""
        text = (self.docs / f"{page.partition('#')[0]}.md").read_text(encoding="utf-8")
        return bool(PLANNER_CALL.search(text))

    def link(self, page: str) -> str:
        """What a link to a page (named without ".md", with or without an #anchor) has as its `href`."""
        if self.links_from_file:
            return self._relative(page, f"/{posixpath.dirname(self.source.path)}")
        return self.address(page)

    def address(self, page: str) -> str:
        """Address of a page, relative to this one's, for what no engine rewrites: an attribute, a script."""
        return self._relative(page, _address(self.source.path.removesuffix(".md")))

    def _relative(self, page: str, start: str) -> str:
        target, _, anchor = page.partition("#")
        path = posixpath.relpath(_address(target), start)
        relative = "./" if path == "." else f"{path}/"
        return f"{relative}#{anchor}" if anchor else relative

    def title_of(self, page: str) -> str:
        """Title of a page."""
        return self._meta_of(page).title

    def description_of(self, page: str) -> str:
        """Description of a page."""
        return self._meta_of(page).description

    def _meta_of(self, page: str) -> PageMeta:
        path = f"{page.partition('#')[0]}.md"
        try:
            return read_page(self.docs, path, self.project).meta
        except GuideError:
            # Its own mistakes are reported where that page is read; here its place is what matters.
            return self.meta


def _address(page: str) -> str:
    """Folder a page is served from, below the site's address."""
    if page == "index" or page.endswith("/index"):
        page = page[: -len("index")]
    return posixpath.normpath(f"/{page}")
