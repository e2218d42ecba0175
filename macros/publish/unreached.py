"""Leaves out of a linked script what nothing in it uses: functions and values that only others need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tree_sitter import Node

from macros.publish.javascript import NAMES, Edit, edited, nodes, parsed, text_of

# Values that do nothing when they are made.
PLAIN_VALUES = {"number", "string", "arrow_function"}


def without_unreached(script: str) -> str:
    """The script without the functions and plain values that it declares at its top and never names again.

    Args:
        script: One function that is called at once, as the linker writes it.
    """
    source = script.encode()
    while True:
        edits = list(_unreached(parsed(source)))
        if not edits:
            return source.decode()
        source = edited(source, edits)


def _unreached(root: Node) -> Iterator[Edit]:
    top = next((node for node in nodes(root) if node.type == "statement_block"), root)
    # A word that stands for a name anywhere, in a scope of its own too, may mean the one at the top.
    named = Counter(text_of(node) for node in nodes(root) if node.type in NAMES)
    for node in top.children:
        name = _declared(node)
        if name is not None and named[text_of(name)] == 1:
            yield node.start_byte, node.end_byte, b""


def _declared(node: Node) -> Node | None:
    """The name of a function, or of a plain value, that a statement declares and nothing else."""
    if node.type == "function_declaration":
        return node.child_by_field_name("name")
    values = node.named_children if node.type == "lexical_declaration" else []
    if len(values) != 1 or values[0].type != "variable_declarator":
        return None
    value = values[0].child_by_field_name("value")
    name = values[0].child_by_field_name("name")
    return name if value is not None and value.type in PLAIN_VALUES else None
