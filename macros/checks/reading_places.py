"""Where a sentence was written that a component printed on a page: in docs/data or with the component."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from macros.checks.reading_measures import sentences
from macros.facts.yaml_source import display_name

LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKUP = re.compile(r"<[^>]+>|[*_`]+")
# A shorter phrase may stand at many places.
FEWEST_WORDS = 4
# libyaml is ten times as fast; not every machine has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Places:
    """Knows the line of every sentence in some folders of YAML, read only when there is something to report.

    Attributes:
        folders: Folders with YAML files, at any depth.
        project: Root of the project; file names are relative to it.
    """

    def __init__(self, folders: Iterable[Path], project: Path) -> None:
        self.folders = tuple(folders)
        self.project = project
        self._lines: dict[str, tuple[str, int]] | None = None

    def find(self, words: str) -> tuple[str, int] | None:
        """File and line of this sentence or paragraph, when it stands there as it is."""
        if len(words.split()) < FEWEST_WORDS:
            return None
        if self._lines is None:
            self._lines = {}
            for text, place in self._texts():
                for part in (text, *sentences(text)):
                    self._lines.setdefault(_plain(part), place)
        return self._lines.get(_plain(words))

    def _texts(self) -> Iterator[tuple[str, tuple[str, int]]]:
        for file in (file for folder in self.folders for file in sorted(folder.rglob("*.yml"))):
            name = display_name(file, self.project)
            for text, line in scalars(file):
                yield text, (name, line)


def scalars(file: Path) -> Iterator[tuple[str, int]]:
    """Every value of a YAML file that is text, with its line; no keys."""
    yield from _scalars(yaml.compose(file.read_text(encoding="utf-8"), Loader=LOADER))


def _scalars(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.ScalarNode):
        yield str(node.value), node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _scalars(value)
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _scalars(value)


def _plain(text: str) -> str:
    return " ".join(MARKUP.sub("", LINK.sub(r"\1", text)).split()).strip(" .").lower()
