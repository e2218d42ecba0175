"""Reads a script as the parser sees it: what is a name in it, what a text, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser


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
