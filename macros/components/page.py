"""The page a component is called from."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from macros.errors import GuideError
from macros.facts import Facts
from macros.facts.load import validate
from macros.facts.models import GuideChange, Source, Treatment
from macros.facts.page_meta import PageMeta
from macros.facts.yaml_source import YamlSource, display_name, parse_yaml

FENCE = "---"

# How a fragment starts that gives a planner its first answers, such as "timing#v1&task=next". The planner
# reads it when its page opens; to everything else it would be the id of a heading that is not there.
ANSWERS = "v1&"
PLANNER_CALL = re.compile(r"\{\{-?\s*planner\(")
HEADING = re.compile(r"^#{2,6}\s+(.*?)\s*\{\s+#([a-z0-9-]+)\s+\}\s*$", re.MULTILINE)


def today() -> date:
    """The day the guide is built for: AS_OF (year-month-day) when it is set, else the day of the build."""
    as_of = os.environ.get("AS_OF")
    return date.fromisoformat(as_of) if as_of else date.today()


@dataclass(frozen=True)
class Site:
    """What the engine's settings say of the guide as a whole.

    Attributes:
        name: The guide's name.
        url: Its address, with a slash at its end; empty where none is set.
        license: Address of the licence of its words and data; empty where none is set.
    """

    name: str = ""
    url: str = ""
    license: str = ""


NO_SITE = Site()


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


def headings(body: str) -> dict[str, str]:
    """The words of each heading of a page's Markdown, by its id."""
    return {name: words for words, name in HEADING.findall(body)}


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
    site: Site = NO_SITE
    # What the page shows and its structured data tell: noted by the components that show it.
    shown_treatments: list[Treatment] = field(default_factory=list)
    shows_rules: bool = False
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

    @property
    def changes(self) -> tuple[GuideChange, ...]:
        """What readers were told of this page, or of the whole guide since it has the page; newest first."""
        name = self.source.path.removesuffix(".md")
        return tuple(
            change
            for change in self.facts.changes
            if name in change.pages or (not change.pages and change.date > self.meta.published)
        )

    @property
    def modified(self) -> date:
        """The day on which the page last changed in a way that readers were told of."""
        return max(self.meta.published, *(change.date for change in self.changes), date.min)

    def note_treatment(self, treatment: Treatment) -> str:
        """Note that the page shows the facts of a treatment; prints nothing."""
        if treatment not in self.shown_treatments:
            self.shown_treatments.append(treatment)
        return ""

    def note_rules(self) -> str:
        """Note that the page shows the table of the rules; prints nothing."""
        self.shows_rules = True
        return ""

    @property
    def open_rules(self) -> bool:
        """Whether this is the page of the open rules: their table is here, and a licence frees them."""
        return self.shows_rules and self.meta.aspect is not None and bool(self.site.license)

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

    def has_given(self, stem: str) -> bool:
        """Whether `unique` has given out an id of this stem."""
        return stem in self._used_ids

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

    def absolute(self, page: str) -> str:
        """The whole address of a page, as its canonical link has it."""
        path = _address(page).strip("/")
        return f"{self.site.url}{path}/" if path else self.site.url

    @property
    def ancestors(self) -> tuple[str, ...]:
        """The pages above this one by its address, from the home page down, named without ".md"."""
        folders = _address(self.source.path.removesuffix(".md")).strip("/").split("/")[:-1]
        names = ("/".join([*folders[:depth], "index"]) for depth in range(len(folders) + 1))
        here = self.source.path.removesuffix(".md")
        return tuple(name for name in names if name != here and self.has_page(name))

    def title_of(self, page: str) -> str:
        """Title of a page."""
        return self._meta_of(page).title

    def description_of(self, page: str) -> str:
        """Description of a page."""
        return self._meta_of(page).description

    def heading_of(self, place: str) -> str:
        """Words of a heading, named as "page#heading"; empty when the page has none of that name."""
        page, _, name = place.partition("#")
        return headings(self._source_of(page).body).get(name, "")

    def _meta_of(self, page: str) -> PageMeta:
        return self._source_of(page).meta

    def _source_of(self, page: str) -> PageSource:
        try:
            path = f"{page.partition('#')[0]}.md"
            return _read_once(self.docs, path, self.project, (self.docs / path).stat().st_mtime_ns)
        except GuideError:
            # Its own mistakes are reported where that page is read; here its place is what matters.
            return self.source


@lru_cache(maxsize=4096)
def _read_once(docs: Path, path: str, project: Path, changed: int) -> PageSource:
    """A page as it was when its file changed last, in nanoseconds: many pages link to the same one."""
    return read_page(docs, path, project)


def _address(page: str) -> str:
    """Folder a page is served from, below the site's address."""
    if page == "index" or page.endswith("/index"):
        page = page[: -len("index")]
    return posixpath.normpath(f"/{page}")
