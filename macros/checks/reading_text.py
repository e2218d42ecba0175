"""The words of a page as a reader sees them, each with the line it was written on.

A page's Markdown and calls are rendered to HTML, and the HTML is taken apart into blocks: paragraphs, list
items, table cells and headings. A mark is put at the start of each line before that, so that a block knows
its line. What is no prose is left out: sources, code, citation numbers, badges, and what is seen only when
somebody opens it (the meaning of a term). Those stand in one list below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import markdown
from jinja2 import Environment, StrictUndefined, TemplateError

from macros.checks.guide import CODE, EXPRESSION, Guide
from macros.components import PageSource
from macros.components.library import line_of_call
from macros.components.page import PageContext
from macros.errors import GuideError, Problem

# As in mkdocs.yml; a test holds the two together. Without "toc": a heading needs no address here.
EXTENSIONS = ("attr_list", "def_list", "md_in_html", "tables")

# A mark is a line number between two characters that no text has.
OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
# What starts a line of Markdown and must stay in front of the mark. A table's rule and raw HTML take no mark.
STARTS = re.compile(r"\s*(?:(?:[-*+]|\d+[.)]|#{1,6}|>|:|\|)\s+)*")
NO_MARK = re.compile(r"\s*(?:$|<|\{%|\{#|\[[^\]]+\]:|\|?\s*:?-{3,})")
CALL_AT_START = re.compile(r"\{\{-?\s*(\w+)\(")
FIRST_TAG = re.compile(r"^\s*<[a-z][^>]*>")

# Not read as prose, by tag or class, and why.
UNREAD_TAGS = {"script", "style", "template", "svg", "code", "pre", "textarea", "nav"}
UNREAD_CLASSES = {
    "cite": "citation numbers",
    "term-note": "the meaning of a term: hidden until it is opened, and judged on the glossary's page",
    "certainty": "a badge",
    "cell-label": "the column's name, said again on small screens",
    "vh": "for screen readers only",
    "sources-list": "names of sources",
    "all-sources": "names of sources",
    "review-box": "the same on every page: its words are judged in the data",
    "next-steps": "titles and descriptions of other pages, which are judged there",
    "home-doors": "titles and descriptions of other pages, which are judged there",
    "site-index": "titles of pages",
    "change-pages": "titles of pages",
    "also": "other spellings of a term",
    "gallery-result": "what a component makes, as an example: its words are judged where they are used",
}
# A list may have more items than the limit when it holds all there is of something that people look up.
LONG_LISTS = {
    "all-sources": "every source of the guide",
    "sources-list": "every source of a page",
    "glossary-list": "every word that is explained",
    "planner__ticks": "every condition that changes the answer, in a fold, to be ticked one by one",
}
# A heading has fewer words below it than the limit, not counting what people look something up in.
LOOKED_UP_IN = {"glossary-list", "all-claims", "component-gallery"}
# Elements that stand on a line of their own though they are inline.
OWN_LINE = {"when", "where", "story", "eyebrow"}

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "summary"}
KINDS = {
    "p": "paragraph",
    "figcaption": "paragraph",
    "blockquote": "paragraph",
    "li": "item",
    "dd": "item",
    "td": "cell",
    "th": "label",
    "dt": "label",
    "caption": "label",
    "legend": "label",
    "label": "label",
    **dict.fromkeys(HEADINGS, "heading"),
}
BLOCKS = {*KINDS, "div", "section", "ul", "ol", "dl", "table", "thead", "tbody", "tr", "details", "fieldset"}
VOID = {"br", "hr", "img", "input", "rect", "path", "wbr", "meta", "link", "source", "col"}
LISTS = {"ul": "li", "ol": "li", "dl": "dt"}
SENTENCE_END = re.compile(r"[.!?]['\"\u2019\u201d)]*$")


@dataclass(frozen=True)
class Block:
    """A run of words that stands by itself.

    Attributes:
        kind: "paragraph", "item", "cell", "label" or "heading"; "field" is a line of the front matter.
        text: The words, with single spaces.
        file: File the words were written in, as an editor knows it.
        line: Line of that file; for the words of a component, the line of its call.
        label: How long the bold words are that stand before the first sentence, like a heading in the line.
        explained: Where in `text` words stand that open their meaning: start and end of each.
        classes: Classes of the elements around it.
    """

    kind: str
    text: str
    file: str
    line: int
    label: int = 0
    explained: tuple[tuple[int, int], ...] = ()
    classes: frozenset[str] = frozenset()

    @property
    def is_read_through(self) -> bool:
        """Whether it counts between two headings: a table has its caption, and is looked up."""
        return self.kind in {"paragraph", "item"} and not self.classes & LOOKED_UP_IN

    @property
    def is_prose(self) -> bool:
        """Whether it is read as sentences: a table's cell is when it ends like one."""
        if self.kind == "cell":
            return bool(SENTENCE_END.search(self.text))
        return self.kind in {"paragraph", "item"}


@dataclass(frozen=True)
class ListOfItems:
    """A list: the line of its first item or its call, how many items, and the classes around it."""

    line: int
    items: int
    classes: frozenset[str]

    @property
    def may_be_long(self) -> bool:
        """Whether it holds all there is of something that people look up."""
        return bool(self.classes & set(LONG_LISTS))


@dataclass(frozen=True)
class ReadPage:
    """What a reader of a page sees.

    Attributes:
        source: The page's file.
        blocks: Its words in order.
        lists: Its lists in order.
        citations: How many citation numbers stand on it.
    """

    source: PageSource
    blocks: tuple[Block, ...]
    lists: tuple[ListOfItems, ...]
    citations: int


def read_pages(guide: Guide) -> tuple[ReadPage, ...]:
    """Every page, rendered.

    Raises:
        GuideError: Some pages cannot be read or rendered.
    """
    pages: list[ReadPage] = []
    problems: list[Problem] = []
    for page in guide.pages:
        try:
            pages.append(read_rendered(guide, page))
        except GuideError as error:
            problems += error.problems
        except TemplateError as error:
            message = f"The page cannot be rendered: {error.message}."
            problems.append(
                Problem(page.name, page.body_line, "component", message, "Run the other checks first.")
            )
    if guide.unreadable or problems:
        raise GuideError([*guide.unreadable, *problems])
    return tuple(pages)


def page_context(guide: Guide, page: PageSource) -> PageContext:
    """What the components of a page know of it, rendered without an engine."""

    def render(text: str) -> str:
        functions = guide.library.functions(lambda: context)
        return Environment(undefined=StrictUndefined).from_string(text).render(functions)

    context = PageContext(page, guide.library.facts, guide.docs, guide.project, render)
    return context


def read_rendered(guide: Guide, page: PageSource) -> ReadPage:
    """Render a page and take it apart.

    Raises:
        GuideError: A call on the page is wrong.
        TemplateError: A call on the page cannot be read.
    """
    context = page_context(guide, page)
    marked = Environment(undefined=StrictUndefined).from_string(_with_marks(guide, page))
    functions = guide.library.functions(lambda: context)
    text = marked.render({name: _marking(guide, context, name, call) for name, call in functions.items()})
    html = markdown.markdown(text, extensions=list(EXTENSIONS))
    reader = _Reader(page)
    reader.feed(html)
    reader.close()
    message = context.render(page.meta.main_message)
    return ReadPage(page, tuple(_placed(reader.blocks, page, message)), tuple(reader.lists), reader.citations)


def front_matter_blocks(page: PageSource) -> Iterator[Block]:
    """The words of the front matter that stand in lists of pages, in the search and in other sites."""
    for name in ("title", "description", "purpose", "audience"):
        yield Block("field", getattr(page.meta, name), page.name, page.front_matter.line((name,)))


def _placed(blocks: list[Block], page: PageSource, message: str) -> Iterator[Block]:
    """The blocks, with the main message on its line of the front matter."""
    plain = " ".join(re.sub(r"<sup.*?</sup>|<[^>]+>", "", message).split())
    for block in blocks:
        if "in-short" in block.classes and plain and plain in block.text:
            yield replace(block, line=page.front_matter.line(("main_message",)))
        else:
            yield block


def _with_marks(guide: Guide, page: PageSource) -> str:
    """The body of a page with a mark at the start of each line that can take one."""
    closed = [match.span() for pattern in (EXPRESSION, CODE) for match in pattern.finditer(page.body)]
    offset, lines = 0, []
    for number, line in enumerate(page.body.split("\n"), start=page.body_line):
        inside = any(start < offset < end for start, end in closed)
        lines.append(line if inside or NO_MARK.match(line) else _marked(guide, line, number))
        offset += len(line) + 1
    return "\n".join(lines)


def _marked(guide: Guide, line: str, number: int) -> str:
    start = STARTS.match(line)
    at = start.end() if start else 0
    call = CALL_AT_START.match(line, at)
    component = guide.library.components.get(call.group(1)) if call else None
    if component and component.specification.block:
        return line
    return f"{line[:at]}{OPEN}{number}{CLOSE}{line[at:]}"


def _marking(guide: Guide, context: PageContext, name: str, call: Callable[..., str]) -> Callable[..., str]:
    """The component, with a mark behind its first tag when it makes a block."""
    if not guide.library.components[name].specification.block:
        return call

    def marking(*args: object, **kwargs: object) -> str:
        mark = f"{OPEN}{line_of_call(context)}{CLOSE}"
        return FIRST_TAG.sub(lambda tag: tag.group() + mark, call(*args, **kwargs), count=1)

    return marking


@dataclass
class _Element:
    tag: str
    classes: frozenset[str]
    unread: bool
    items: int = 0
    line: int = 0


@dataclass
class _Run:
    """The words of a block that is still open."""

    text: str = ""
    line: int = 0
    label: int = 0
    explained: list[tuple[int, int]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Takes HTML apart into blocks and lists."""

    def __init__(self, page: PageSource) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.blocks: list[Block] = []
        self.lists: list[ListOfItems] = []
        self.citations = 0
        self.open: list[_Element] = []
        self.run = _Run()
        self.line = page.body_line

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = frozenset((given.get("class") or "").split())
        if tag in VOID:
            if tag == "br":
                self.run.text += " "
            return
        if self._is_line(tag, classes):
            self._flush()
        if tag == "a" and any("cite" in element.classes for element in self.open):
            self.citations += 1
        unread = tag in UNREAD_TAGS or bool(classes & set(UNREAD_CLASSES)) or "hidden" in given
        parent_unread = bool(self.open) and self.open[-1].unread
        self.open.append(_Element(tag, classes, unread or parent_unread))
        for element in reversed(self.open[:-1]):
            if element.tag in LISTS:
                if LISTS[element.tag] == tag:
                    element.items += 1
                break

    def handle_endtag(self, tag: str) -> None:
        if tag not in [element.tag for element in self.open]:
            return
        while self.open:
            element = self.open[-1]
            if self._is_line(element.tag, element.classes):
                self._flush()
            self.open.pop()
            if element.tag in LISTS:
                around = self._classes() | element.classes
                self.lists.append(ListOfItems(element.line or self.line, element.items, around))
            if element.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        for index, part in enumerate(MARK.split(data)):
            if index % 2:
                self.line = int(part)
            elif part and not (self.open and self.open[-1].unread):
                self._add(part)

    def close(self) -> None:
        super().close()
        self._flush()

    def _add(self, words: str) -> None:
        if words.strip() and not self.run.line:
            self.run.line = self.line
            for element in self.open:
                element.line = element.line or self.line
        start = len(self.run.text)
        self.run.text += words
        bold = any(element.tag in {"strong", "b"} for element in self.open)
        if bold and not self.run.text[:start].strip() and SENTENCE_END.search(words.rstrip()):
            self.run.label = len(self.run.text)
        if "defined" in self._classes():
            self.run.explained.append((start, len(self.run.text)))

    def _flush(self) -> None:
        run, self.run = self.run, _Run()
        if run.text.strip():
            self.blocks.append(_block(run, self._kind(), self.page.name, self._classes()))

    def _is_line(self, tag: str, classes: frozenset[str]) -> bool:
        in_timeline = tag == "b" and "timeline" in self._classes()
        return tag in BLOCKS or bool(classes & OWN_LINE) or in_timeline

    def _kind(self) -> str:
        own_line = bool(self.open) and bool(self.open[-1].classes & OWN_LINE) and self.open[-1].tag != "p"
        if own_line or (self.open and self.open[-1].tag == "b"):
            return "label"
        kinds = (KINDS[element.tag] for element in reversed(self.open) if element.tag in KINDS)
        return next(kinds, "paragraph")

    def _classes(self) -> frozenset[str]:
        return frozenset(name for element in self.open for name in element.classes)


def _block(run: _Run, kind: str, file: str, classes: frozenset[str]) -> Block:
    """The words with single spaces, with what is known of places in them."""

    def tidy(text: str) -> str:
        return re.sub(r"\s+", " ", text).lstrip()

    def place(offset: int) -> int:
        return len(tidy(run.text[:offset]))

    explained = tuple((place(start), place(end)) for start, end in run.explained)
    return Block(kind, tidy(run.text).rstrip(), file, run.line, place(run.label), explained, classes)
