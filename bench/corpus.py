"""A guide of any number of pages, each some 700 words of our own text, for our templates and for Material.

The first three pages are what a guide's header leads to: the first page, help, and the list for the
search. The rest stand in folders of 12, which are the sections of the menu. A page of ours calls the two
components that every page has; a page for Material says the same main message in a paragraph.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from mkdocs.utils.yaml import yaml_load

from bench.table import BenchError
from tests.tools.weight import page_files

PROJECT = Path(__file__).resolve().parents[1]
WORDS = 700  # a page, about
IN_A_FOLDER = 12
SEARCH = "search.md"
FIRST = ("index.md", "get-help.md", SEARCH)
STEP = 31  # blocks of the text between the starts of two pages: no two pages near each other say the same
# Not read: what is made for one page only, and what is no prose.
UNREAD = {"nav", "table", "svg", "script", "template", "details", "dl"}
BLOCKS = {"h2": "## ", "h3": "### ", "p": "", "li": "- "}
MARKS = re.compile(r"([\\`*_{}\[\]<>#|])")


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or an entry of a list: its tag and its words."""

    tag: str
    text: str


@dataclass(frozen=True)
class Page:
    """A page of the corpus: its path below the docs folder, its title and its Markdown."""

    path: str
    title: str
    body: str


class _Article(HTMLParser):
    """Reads the blocks of a page's article."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._in_article = False
        self._unread: list[str] = []
        self._tag = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self._in_article = True
        elif self._in_article and tag in UNREAD:
            self._unread.append(tag)
        elif self._in_article and not self._unread and tag in BLOCKS:
            self._tag, self._text = tag, []

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._in_article = False
        elif self._unread and tag == self._unread[-1]:
            self._unread.pop()
        elif tag == self._tag:
            text = " ".join("".join(self._text).split())
            if text:
                self.blocks.append(Block(tag, text))
            self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._tag and not self._unread:
            self._text.append(data)


def read_blocks(site: Path) -> list[Block]:
    """The words of the whole built guide, in the order of its pages.

    Raises:
        BenchError: The folder holds no guide.
    """
    blocks: list[Block] = []
    for file in page_files(site):
        reader = _Article()
        reader.feed(file.read_text(encoding="utf-8"))
        blocks += reader.blocks
    if sum(len(block.text.split()) for block in blocks) < WORDS:
        raise BenchError(f"There is too little text in {site}. Build the guide first: make site.")
    return blocks


def write_pages(blocks: Sequence[Block], number: int) -> list[Page]:
    """This many pages, made from the blocks."""
    paths = [*FIRST, *(_path(place) for place in range(number - len(FIRST)))][:number]
    texts = [_take(blocks, place) for place in range(number)]
    titles = [
        f"{next((block.text for block in text if block.tag == 'h2'), 'Page')} {place}"
        for place, text in enumerate(texts, start=1)
    ]
    return [
        Page(path, titles[place], _markdown(texts[place], path, _near(place, paths, titles)))
        for place, path in enumerate(paths)
    ]


def write_ours(folder: Path, pages: Sequence[Page]) -> None:
    """A project with these pages, our facts and our templates, to be built with `macros` on the path."""
    settings = _settings()
    settings["theme"]["custom_dir"] = str(PROJECT / "overrides")
    # As in mkdocs.yml, but for the name: the code is not in the folder of the pages.
    macros = {"modules": ["macros"], "on_undefined": "strict", "on_error_fail": True}
    settings["plugins"] = [{"macros": macros}]
    del settings["watch"]
    _write(folder, {**settings, "nav": _navigation(pages)}, {page.path: _ours(page) for page in pages})
    for own in ("data", "assets"):
        shutil.copytree(PROJECT / "docs" / own, folder / "docs" / own)


def write_material(folder: Path, pages: Sequence[Page]) -> None:
    """A project with these pages for Material as it comes, without its web fonts."""
    settings = {
        "site_name": _settings()["site_name"],
        "site_url": _settings()["site_url"],
        "theme": {"name": "material", "font": False},
        "plugins": ["search"],
        "markdown_extensions": ["attr_list", "tables", {"toc": {"permalink": False}}],
        "nav": _navigation(pages),
    }
    _write(folder, settings, {page.path: _stock(page) for page in pages})


def _settings() -> dict[str, Any]:
    """Our own mkdocs.yml."""
    with (PROJECT / "mkdocs.yml").open("rb") as file:
        return dict(yaml_load(file))


def _write(folder: Path, settings: dict[str, Any], files: dict[str, str]) -> None:
    for path, text in files.items():
        file = folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    # JSON is YAML too.
    (folder / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")


def _path(place: int) -> str:
    folder, page = divmod(place, IN_A_FOLDER)
    return f"section-{folder + 1:03}/page-{page + 1:02}.md"


def _navigation(pages: Sequence[Page]) -> list[Any]:
    """The menu: the first pages, then a section for each folder."""
    sections: dict[str, list[str]] = {}
    for page in pages:
        folder, slash, _ = page.path.partition("/")
        if slash:
            sections.setdefault(folder, []).append(page.path)
    first = [page.path for page in pages if "/" not in page.path]
    return [*first, *({name.replace("-", " ").capitalize(): paths} for name, paths in sections.items())]


def _take(blocks: Sequence[Block], place: int) -> list[Block]:
    """Enough blocks for the page at this place, from a heading on; the text begins anew at its end."""
    start = place * STEP % len(blocks)
    while blocks[start].tag != "h2":
        start = (start + 1) % len(blocks)
    taken: list[Block] = []
    count = 0
    while count < WORDS:
        block = blocks[(start + len(taken)) % len(blocks)]
        taken.append(block)
        count += len(block.text.split())
    return taken


def _near(place: int, paths: Sequence[str], titles: Sequence[str]) -> list[tuple[str, str]]:
    """Paths and titles of the next three pages, for links."""
    return [(paths[(place + step) % len(paths)], titles[(place + step) % len(titles)]) for step in (1, 2, 3)]


def _markdown(blocks: Sequence[Block], path: str, near: Sequence[tuple[str, str]]) -> str:
    lines: list[str] = []
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        lines.append(f"{BLOCKS[block.tag]}{_plain(block.text)}")
        if block.tag != "li" or after is None or after.tag != "li":
            lines.append("")
    up = "../" if "/" in path else ""
    lines += ["## Read on", "", *(f"- [{_plain(title)}]({up}{other})" for other, title in near), ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Text in which Markdown and Jinja see no mark."""
    return MARKS.sub(lambda mark: f"&#{ord(mark[1])};", text)


def _ours(page: Page) -> str:
    """The page with all the front matter that our code asks for, and the two components of every page."""
    day = date.today()
    meta = (
        f"title: {json.dumps(page.title)}",
        f"description: {json.dumps(_description(page))}",
        "purpose: To measure how the build grows.",
        "audience: The bench.",
        f"main_message: {json.dumps(_message(page))}",
        f"last_reviewed: {day}",
        f"next_review: {day + timedelta(days=365)}",
        "reviewed_by: []",
        f"published: {day}",
    )
    index = '<div class="site-index"></div>' if page.path == SEARCH else ""
    return _joined(meta, "{{ in_short() }}", index, page.body, "{{ review_box() }}")


def _stock(page: Page) -> str:
    """The page with the same message, as anyone writes it for Material."""
    meta = (f"title: {json.dumps(page.title)}", f"description: {json.dumps(_description(page))}")
    return _joined(meta, f"# {_plain(page.title)}", _plain(_message(page)), page.body)


def _description(page: Page) -> str:
    return f"{page.title}: a page made to measure how the build grows."


def _message(page: Page) -> str:
    return f"{page.title} says what the guide says."


def _joined(meta: Sequence[str], *parts: str) -> str:
    head = "\n".join(("---", *meta, "---"))
    return "\n\n".join(part for part in (head, *parts) if part) + "\n"
