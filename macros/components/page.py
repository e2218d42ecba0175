"""The page a component is called from."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from jinja2 import TemplateError

from macros.errors import GuideError, Problem
from macros.facts import Facts
from macros.facts.freshness import Checked, checked_facts, is_old
from macros.facts.history import as_of
from macros.facts.load import validate
from macros.facts.models import GuideChange, Source, Treatment, WaitChange
from macros.facts.page_meta import PageMeta
from macros.facts.yaml_source import YamlSource, display_name, parse_yaml

FENCE = "---"

# How a fragment starts that gives a planner its first answers, such as "timing#v1&task=next". The planner
# reads it when its page opens; to everything else it would be the id of a heading that is not there.
ANSWERS = "v1&"
# Markdown folders below docs that hold no pages.
NOT_PAGES = {"data", "assets"}
PLANNER_CALL = re.compile(r"\{\{-?\s*(?:embedded_)?planner\(")
# Calls that show waits without naming them.
ALL_WAITS = re.compile(r"\{\{-?\s*(?:planner|interval_table)\(")
QUOTED = re.compile(r"""["']([a-z0-9-]+)["']""")
HEADING = re.compile(r"^#{2,6}\s+(.*?)\s*\{\s+#([a-z0-9-]+)\s+\}\s*$", re.MULTILINE)


def today() -> date:
    """The day the guide is built for: AS_OF (year-month-day) when it is set, else the day of the build."""
    return _asked_for() or date.today()


def as_they_stand(facts: Facts) -> Facts:
    """The facts of the day in AS_OF; all of them, with the newest waits, where it is not set."""
    day = _asked_for()
    return as_of(facts, day) if day else facts


def _asked_for() -> date | None:
    given = os.environ.get("AS_OF")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        said = f'"{given}" is not a day.'
        raise GuideError([Problem("AS_OF", 1, "dates", said, "Write it as AS_OF=2027-05-01.")]) from None


@dataclass(frozen=True)
class Site:
    """What the engine's settings say of the guide as a whole.

    Attributes:
        name: The guide's name.
        url: Its address, with a slash at its end; empty where none is set.
        license: Address of the licence of its words and data; empty where none is set.
        edit: What stands before a page's path where its file is edited; empty where no repository is set.
        mistake: What stands before a page's name where a mistake is reported; empty likewise.
    """

    name: str = ""
    url: str = ""
    license: str = ""
    edit: str = ""
    mistake: str = ""


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


def page_paths(docs: Path) -> list[str]:
    """Paths of all pages below the docs folder, such as "choose/alberta.md"."""
    found = (file.relative_to(docs) for file in sorted(docs.rglob("*.md")))
    return [path.as_posix() for path in found if path.parts[0] not in NOT_PAGES]


def shows_wait(page: PageSource, interval_id: str, facts: Facts) -> bool:
    """Whether a page names a wait or an example of it, or has all waits on it."""
    ids = {interval_id, *(example.id for example in facts.examples if example.interval == interval_id)}
    text = f"{page.meta.main_message}\n{page.body}"
    return bool(ALL_WAITS.search(text)) or any(quoted in ids for quoted in QUOTED.findall(text))


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
    shown_facts: list[Checked] = field(default_factory=list)
    _cited: list[Source] = field(default_factory=list)
    _used_ids: dict[str, int] = field(default_factory=dict)
    _looking_ahead: bool = False

    # All that rendering a page writes down.
    _NOTES: ClassVar = ("shown_treatments", "shows_rules", "shown_facts", "_cited", "_used_ids")

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
            for change in self.facts.news
            if (
                shows_wait(self.source, change.wait, self.facts)
                if isinstance(change, WaitChange)
                else name in change.pages or (not change.pages and change.date > self.meta.published)
            )
        )

    def pages_of(self, change: GuideChange) -> tuple[str, ...]:
        """The pages that a change concerns, named without ".md"; none means the whole guide."""
        if not isinstance(change, WaitChange):
            return change.pages
        names = (path.removesuffix(".md") for path in page_paths(self.docs))
        return tuple(name for name in names if shows_wait(self._source_of(name), change.wait, self.facts))

    @property
    def modified(self) -> date:
        """The day on which the page last changed in a way that readers were told of."""
        return max(self.meta.published, *(change.date for change in self.changes), date.min)

    def note_treatment(self, treatment: Treatment) -> str:
        """Note that the page shows the facts of a treatment; prints nothing."""
        if treatment not in self.shown_treatments:
            self.shown_treatments.append(treatment)
        return ""

    def note_fact(self, fact: Checked) -> str:
        """Note that the page shows a fact; prints nothing."""
        self.shown_facts.append(fact)
        return ""

    @property
    def oldest_check(self) -> date | None:
        """The day on which the oldest of the page's facts that are too old was checked; None without any.

        The word of it stands first on the page, before the facts: so where the guide has old facts at all,
        the page is rendered an extra time to see what it shows.
        """
        if self._looking_ahead or not any(is_old(fact, today()) for fact in checked_facts(self.facts)):
            return None
        kept = {name: copy(getattr(self, name)) for name in self._NOTES}
        self._looking_ahead = True
        try:
            self.render(f"{self.meta.main_message}\n{self.source.body}")
            shown = self.shown_facts
        except (GuideError, TemplateError):
            # Whoever renders the page for good gets the mistake, with its line.
            shown = []
        finally:
            self._looking_ahead = False
            for name, value in kept.items():
                setattr(self, name, value)
        return min((fact.checked for fact in shown if is_old(fact, today())), default=None)

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
    def edit_link(self) -> str:
        """Where the file of this page is edited; empty where no repository is set."""
        return f"{self.site.edit}{quote(self.source.path)}" if self.site.edit else ""

    @property
    def mistake_link(self) -> str:
        """Where a mistake on this page is reported; empty where no repository is set."""
        here = self.source.path.removesuffix(".md")
        return f"{self.site.mistake}{quote(here, safe='')}" if self.site.mistake else ""

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
