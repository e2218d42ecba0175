"""A guide as its editors wrote it: the pages and facts that the checks look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from macros.components import Library, PageSource, read_page
from macros.components.page import as_they_stand, page_paths
from macros.errors import GuideError, Problem
from macros.facts import Facts, load_facts

EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
CODE = re.compile(r"^```.*?^```|`[^`\n]*`|<!--.*?-->", re.DOTALL | re.MULTILINE)


@dataclass
class Guide:
    """The sources of a guide, read once for all checks.

    Attributes:
        project: Root of the project; file names in messages are relative to it.
        docs: Folder of the pages.
        unreadable: Mistakes met while reading, such as broken front matter.
    """

    project: Path
    docs: Path
    unreadable: list[Problem] = field(default_factory=list)

    @cached_property
    def facts(self) -> Facts:
        """All of the guide's facts, with what is told of later days."""
        return load_facts(self.docs / "data", self.project)

    @cached_property
    def library(self) -> Library:
        """The components, with the facts as they stand on the day the guide is built for."""
        return Library(as_they_stand(self.facts))

    @cached_property
    def pages(self) -> tuple[PageSource, ...]:
        """Every page that can be read; what cannot is in `unreadable`."""
        pages: list[PageSource] = []
        for path in self.page_paths():
            try:
                pages.append(read_page(self.docs, path, self.project))
            except GuideError as error:
                self.unreadable += error.problems
        return tuple(pages)

    def page_paths(self) -> list[str]:
        """Paths of all pages below docs, such as "choose/alberta.md"."""
        return page_paths(self.docs)


def prose(page: PageSource) -> str:
    """The page's own words: calls, code and comments blanked out, lines kept where they are."""
    text = EXPRESSION.sub(_blank, page.body)
    return CODE.sub(_blank, text)


def quoted_words(page: PageSource) -> Iterator[tuple[int, str]]:
    """The text an editor wrote inside calls, with its line in the file."""
    for expression in EXPRESSION.finditer(page.body):
        for match in re.finditer(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'', expression.group()):
            words = match.group(1) if match.group(1) is not None else match.group(2)
            if " " in words:
                yield line_at(page, expression.start() + match.start()), words


def line_at(page: PageSource, offset: int) -> int:
    """Line of the file at an offset of the page's body."""
    return page.body_line + page.body.count("\n", 0, offset)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
