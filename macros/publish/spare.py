"""Takes out of a script what its language lets a writer leave out: brackets, commas and semicolons.

What it means stays as it was. The comments and the white space go later: macros.publish.minify.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tree_sitter import Node

from macros.publish.javascript import Edit, edited, nodes, parsed, text_of

# Lists that may end with a comma. That of an array with nothing before it makes a hole, and stays.
LISTS = {"arguments", "array", "array_pattern", "formal_parameters", "object", "object_pattern"}
# Statements that the end of their block ends as well as a semicolon does.
ENDED_BY_BLOCK = {
    "break_statement",
    "continue_statement",
    "expression_statement",
    "lexical_declaration",
    "return_statement",
    "throw_statement",
    "variable_declaration",
}
# Values that need no brackets, wherever they stand, and places in which no value needs any.
SIMPLE = {"call_expression", "identifier", "member_expression", "subscript_expression"}
WHOLE_VALUE = {"arguments", "return_statement", "variable_declarator"}
PLAIN_PLACES = {"assignment_expression", "binary_expression", "member_expression", "pair"} | WHOLE_VALUE

# Other words for the same value.
SHORT = {"true": b"!0", "false": b"!1"}


def without_spare(script: str) -> str:
    """The script without what is spare in it.

    That is: brackets around one parameter or a whole value, commas at the end of lists, semicolons at
    the end of blocks, and a `const` or `let` for each of several declarations in a row.

    Args:
        script: One that the parser can read.
    """
    source = script.encode()
    return edited(source, _edits(parsed(source))).decode()


def _edits(root: Node) -> Iterator[Edit]:
    for node in nodes(root):
        if node.type in LISTS:
            yield from _last_comma(node)
        elif node.type == "statement_block":
            yield from _last_semicolon(node)
            yield from _between(node)
        elif node.type == "parenthesized_expression":
            yield from _brackets(node)
        elif node.type in SHORT:
            yield node.start_byte, node.end_byte, SHORT[node.type]
        if node.type == "formal_parameters":
            yield from _brackets_of_one(node)


def _last_comma(items: Node) -> Iterator[Edit]:
    before = [child for child in items.children[:-1] if child.type != "comment"]
    if len(before) > 1 and before[-1].type == "," and before[-2].type not in {",", "["}:
        yield before[-1].start_byte, before[-1].end_byte, b""


def _last_semicolon(block: Node) -> Iterator[Edit]:
    statements = [child for child in block.named_children if child.type != "comment"]
    last: Node | None = statements[-1] if statements else None
    while last and last.type not in ENDED_BY_BLOCK and last.type.endswith(("_statement", "else_clause")):
        last = last.children[-1] if last.children else None
    if last and last.type in ENDED_BY_BLOCK and last.children[-1].type == ";":
        yield last.children[-1].start_byte, last.children[-1].end_byte, b""


def _between(block: Node) -> Iterator[Edit]:
    """One declaration instead of several in a row, and no line's end after a function."""
    statements = [child for child in block.named_children if child.type != "comment"]
    for one, other in pairwise(statements):
        if one.type == other.type == "lexical_declaration" and _kind(one) == _kind(other):
            yield one.children[-1].start_byte, other.children[0].end_byte, b","
        elif one.type == "function_declaration":
            yield one.end_byte, other.start_byte, b""


def _kind(declaration: Node) -> str:
    return text_of(declaration.children[0])


def _brackets_of_one(parameters: Node) -> Iterator[Edit]:
    arrow = parameters.parent
    only = parameters.named_children
    if arrow and arrow.type == "arrow_function" and [each.type for each in only] == ["identifier"]:
        yield parameters.start_byte, only[0].start_byte, b""
        yield only[0].end_byte, parameters.end_byte, b""


def _brackets(value: Node) -> Iterator[Edit]:
    inner = next(child for child in value.named_children if child.type != "comment")
    parent = value.parent.type if value.parent else ""
    # (a?.b).c goes on where a?.b.c stops, and new (a())() makes something else.
    simple = inner.type in SIMPLE and "?." not in text_of(inner) and parent in PLAIN_PLACES
    whole = parent in WHOLE_VALUE or (parent == "arrow_function" and not text_of(inner).startswith("{"))
    if simple or (whole and inner.type != "sequence_expression"):
        # A word before needs a space, and a line's end after `return` would end it.
        yield value.start_byte, inner.start_byte, b" "
        yield inner.end_byte, value.end_byte, b""
