"""The words and rows of a page as readers see them, to be compared with those of another day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import markdown

from macros.checks.guide import Guide
from macros.checks.reading_measures import sentences
from macros.checks.reading_text import EXTENSIONS, VOID, page_context
from macros.components import PageSource

# Not compared, by tag or class: what no reader sees, and what is another page's or the same on every page.
SKIPPED_TAGS = {"script", "style", "template", "svg", "nav"}
SKIPPED_CLASSES = {
    "cite", "term-note", "vh", "cell-label", "sources-list", "review-box", "next-steps", "home-doors",
    "site-index", "gallery-result",
}  # fmt: skip
# Attributes by which words may be kept from readers.
HIDES = {"hidden", "style", "aria-hidden"}
LINES = {
    "p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "caption", "figcaption", "legend",
    "label", "div", "section", "ul", "ol", "dl", "table", "details", "fieldset", "blockquote", "pre", "tr",
}  # fmt: skip
ROW = "tr"
EXAMPLE = "worked-example"


@dataclass
class Words:
    """What a page says: its sentences, the rows of its tables, and its worked examples."""

    sentences: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)


def words_of(guide: Guide, page: PageSource) -> Words:
    """Render a page and take its words apart.

    Raises:
        GuideError: A call on the page is wrong.
        TemplateError: A call on the page cannot be read.
    """
    context = page_context(guide, page)
    reader = _Reader()
    reader.feed(markdown.markdown(context.render(page.body), extensions=list(EXTENSIONS)))
    reader.close()
    reader.end_line()
    meta = page.meta
    fields = [f"{name}: {getattr(meta, name)}" for name in type(meta).model_fields if name != "main_message"]
    return Words([*fields, *reader.sentences], reader.rows, list(_whole(reader.examples)))


def _whole(lines: list[tuple[int, str]]) -> Iterator[str]:
    """Each worked example in one line."""
    numbers = dict.fromkeys(number for number, _ in lines)
    for number in numbers:
        yield " ".join(line for at, line in lines if at == number)


class _Reader(HTMLParser):
    """Takes HTML apart into sentences, rows and worked examples."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sentences: list[str] = []
        self.rows: list[str] = []
        self.examples: list[tuple[int, str]] = []
        self._open: list[tuple[str, bool, bool]] = []  # tag, skipped, within an example
        self._line = ""
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self._line += " "
            return
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        _, skipped, example = self._open[-1] if self._open else ("", False, False)
        if tag in LINES and not self._in_row():
            self.end_line()
        if EXAMPLE in classes and not example:
            self.end_line()
            self._count += 1
            example = True
        skipped = (
            skipped or tag in SKIPPED_TAGS or bool(classes & SKIPPED_CLASSES) or bool(given.keys() & HIDES)
        )
        self._open.append((tag, skipped, example))

    def handle_endtag(self, tag: str) -> None:
        if tag not in [name for name, _, _ in self._open]:
            return
        while self._open:
            name = self._open[-1][0]
            if name in {"td", "th"}:
                self._line += " | "
            if name in LINES and (name == ROW or not self._in_row()):
                self.end_line()
            self._open.pop()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self._line += data

    def end_line(self) -> None:
        """Put the line that is read so far where it belongs."""
        text, self._line = " ".join(self._line.split()), ""
        text = re.sub(r"(?: \|)+$|^\| ", "", text).replace(" | |", " |")
        if not text:
            return
        if self._open and self._open[-1][2]:
            self.examples.append((self._count, text))
        elif self._in_row():
            self.rows.append(text)
        else:
            self.sentences += sentences(text)

    def _in_row(self) -> bool:
        return any(tag == ROW for tag, _, _ in self._open)
