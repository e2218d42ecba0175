"""Gives the names of a linked script short ones, which saves a seventh of what a reader loads of it.

A parser says which words of the script are names of its own: a property, a string or a name of the
browser's is none. A name at the top level of the linked modules becomes an upper-case one, and any other a
lower-case one, counted anew for each declaration of the top level. Within such a declaration one name
always becomes the same other name, and two names never become one, so what a name means stays as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, product
from string import ascii_letters, ascii_lowercase, ascii_uppercase

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

from macros.errors import GuideError, Problem

CHECK = "rename"

# What the parser calls a name that may be one of ours. The last two stand for a property and a name at once.
PLAIN = "identifier"
SHORTHAND = {"shorthand_property_identifier", "shorthand_property_identifier_pattern"}
NAMES = {PLAIN, *SHORTHAND}
# Where a construct of the language binds names: the fields of its node that hold them.
BINDS = {
    "variable_declarator": ("name",),
    "function_declaration": ("name", "parameters"),
    "function_expression": ("name", "parameters"),
    "arrow_function": ("parameters", "parameter"),
    "for_in_statement": ("left",),
    "catch_clause": ("parameter",),
}
# Parts of a pattern: the field that holds what is bound. The others bind all that is in them.
PART_BOUND = {"assignment_pattern": "left", "object_assignment_pattern": "left", "pair_pattern": "value"}
BIND_ALL = {"object_pattern", "array_pattern", "rest_pattern", "formal_parameters"}
# Where a name may hide in ways that are not followed here.
NOT_FOLLOWED = {"class", "class_declaration", "with_statement", "labeled_statement", "method_definition"}
WORDS_OF_TWO_LETTERS = {"as", "do", "if", "in", "is", "of"}


def shorten_names(script: str) -> str:
    """The script of a linked program with short names.

    Args:
        script: One function that is called at once, as the linker writes it.

    Raises:
        GuideError: The script is not one that the parser or this step can follow.
    """
    source = script.encode()
    root = Parser(Language(tree_sitter_javascript.language())).parse(source).root_node
    hidden = sorted({node.type for node in _nodes(root) if node.type in NOT_FOLLOWED})
    if root.has_error or hidden:
        what = ", ".join(hidden) or "a form that is not JavaScript"
        raise GuideError(
            [Problem("planner", 1, CHECK, f"Names cannot be followed through: {what}.", "Write it without.")]
        )
    declarations = next(node for node in _nodes(root) if node.type == "statement_block").named_children
    uses = Counter(_text(node) for node in _nodes(root) if node.type in NAMES)
    foreign = set(uses) - _bound_below(root)
    top = dict(
        zip(
            sorted(
                {name for each in declarations for name in _bound_by(each)},
                key=lambda name: (-uses[name], name),
            ),
            _short(ascii_uppercase, foreign),
            strict=False,
        )
    )
    edits: list[tuple[int, int, bytes]] = []
    for declaration in declarations:
        own = _bound_below(declaration) - set(top)
        free, new = _short(ascii_lowercase, foreign), dict(top)
        for node in _nodes(declaration):
            name = _text(node) if node.type in NAMES else ""
            if name in own and name not in new:
                new[name] = next(free)
            if name in new:
                short = new[name] if node.type == PLAIN else f"{name}:{new[name]}"
                edits.append((node.start_byte, node.end_byte, short.encode()))
    return _edited(source, edits).decode()


def _nodes(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.children))


def _text(node: Node) -> str:
    return (node.text or b"").decode()


def _bound_below(node: Node) -> set[str]:
    """Every name that is declared anywhere in the node."""
    return {name for each in _nodes(node) for name in _bound_by(each, whole=True)}


def _bound_by(node: Node, *, whole: bool = False) -> Iterator[str]:
    """Names that one construct declares where it stands; with `whole`, its parameters too."""
    if node.type == "lexical_declaration":
        for declarator in node.named_children:
            yield from _bound_by(declarator)
    for field in BINDS.get(node.type, ()):
        if whole or field == "name":
            yield from _in_pattern(node.child_by_field_name(field))


def _in_pattern(pattern: Node | None) -> Iterator[str]:
    if pattern is None:
        return
    if pattern.type in NAMES:
        yield _text(pattern)
    elif pattern.type in PART_BOUND:
        yield from _in_pattern(pattern.child_by_field_name(PART_BOUND[pattern.type]))
    elif pattern.type in BIND_ALL:
        for part in pattern.named_children:
            yield from _in_pattern(part)


def _short(first: str, taken: set[str]) -> Iterator[str]:
    """Short names that start with one of these letters, shortest first."""
    longer = (a + b for a, b in product(first, ascii_letters))
    return (name for name in chain(first, longer) if name not in taken | WORDS_OF_TWO_LETTERS)


def _edited(source: bytes, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The source with each span replaced; the edits come in order."""
    kept: list[bytes] = []
    place = 0
    for start, end, new in edits:
        kept += [source[place:start], new]
        place = end
    return b"".join([*kept, source[place:]])
