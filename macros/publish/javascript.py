"""Reads a script as the parser sees it: what is a name in it, what a text, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

# What the parser calls a name that may be one of ours. The last two stand for a property and a name at once.
PLAIN = "identifier"
NAMES = {PLAIN, "shorthand_property_identifier", "shorthand_property_identifier_pattern"}

# From a byte to the one before another, and what shall stand there.
Edit = tuple[int, int, bytes]


def parsed(script: bytes) -> Node:
    """The whole script; `has_error` says that a part of it could not be read."""
    return Parser(Language(tree_sitter_javascript.language())).parse(script).root_node


def nodes(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.children))


def text_of(node: Node) -> str:
    """What stands in the script there."""
    return (node.text or b"").decode()


def edited(script: bytes, edits: Iterable[Edit]) -> bytes:
    """The script with each span replaced; no two spans share a byte."""
    kept: list[bytes] = []
    place = 0
    for start, end, new in sorted(edits):
        kept += [script[place:start], new]
        place = end
    return b"".join([*kept, script[place:]])
