"""Writes a constant of a linked script where it is used, if that is one place.

Its name is for those who read the source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tree_sitter import Node

from macros.publish.javascript import NAMES, PLAIN, Edit, edited, nodes, parsed, text_of

LITERALS = {"number", "string"}
# Where a name stands for its value, and never declares or changes it.
READ_IN = {"arguments", "binary_expression", "template_substitution", "ternary_expression"}


def inline_constants(script: str) -> str:
    """The script with each number and text that its top declares, and names once more, in that place.

    Args:
        script: One function that is called at once, as the linker writes it.
    """
    source = script.encode()
    return edited(source, _edits(parsed(source))).decode()


def _edits(root: Node) -> Iterator[Edit]:
    top = next((node for node in nodes(root) if node.type == "statement_block"), root)
    # A word that stands for a name anywhere, in a scope of its own too, may mean the one at the top.
    named: defaultdict[str, list[Node]] = defaultdict(list)
    for node in nodes(root):
        if node.type in NAMES:
            named[text_of(node)].append(node)
    for node in top.children:
        declared = _constant(node)
        if declared is None:
            continue
        name, value = declared
        uses = [use for use in named[text_of(name)] if use != name]
        if len(uses) == 1 and _is_read(uses[0]):
            yield node.start_byte, node.end_byte, b""
            yield uses[0].start_byte, uses[0].end_byte, value.text or b""


def _constant(node: Node) -> tuple[Node, Node] | None:
    """The name and the value of a statement that declares one number or text, and nothing else."""
    values = node.named_children if node.type == "lexical_declaration" else []
    if len(values) != 1 or values[0].type != "variable_declarator" or text_of(node.children[0]) != "const":
        return None
    name = values[0].child_by_field_name("name")
    value = values[0].child_by_field_name("value")
    return (name, value) if name and value and value.type in LITERALS else None


def _is_read(use: Node) -> bool:
    return use.type == PLAIN and use.parent is not None and use.parent.type in READ_IN
