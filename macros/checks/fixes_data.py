"""Changes of the files of facts that have one right answer: how days, ranges and dates are written."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from macros.checks.fixes_head import mend_days
from macros.checks.fixes_text import Mended, dates, ranges, replaced

# Fields whose words are somebody else's, or no words.
KEPT = {"id", "link", "title", "where", "who", "seed", "point", "number", "emergency"}


def mend_facts(text: str) -> tuple[str, list[Mended]]:
    """A file of facts in the house style; one that cannot be read stays as it is."""
    text, changes = mend_days(text)
    for find, check in ((ranges, "range"), (dates, "date")):
        try:
            places = [
                (start + at, start + end, new)
                for start, words in _words(text)
                for at, end, new in find(words)
            ]
        except yaml.YAMLError:
            return text, changes
        text, found = replaced(text, places, check)
        changes += found
    return text, changes


def _words(text: str) -> Iterator[tuple[int, str]]:
    """The text of each value that people read, with its place in the file."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is not None:
        yield from _below(root, "", text)


def _below(node: yaml.Node, key: str, text: str) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _below(value, str(name.value), text)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _below(value, key, text)
    elif node.tag.endswith(":str") and " " in node.value and key not in KEPT:
        yield node.start_mark.index, text[node.start_mark.index : node.end_mark.index]
