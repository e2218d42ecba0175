"""Gives the names of a linked script short ones, which saves a sixth of what a reader loads of it.

A parser says which words of the script are names of its own: a property, a string or a name of the
browser's is none. Each use of a name belongs to the nearest scope around it that declares the name, as the
language says. A name at the top level of the linked modules becomes an upper-case one, and any other a
lower-case one. It may be the short name of another in a scope around it, where that one is not used
within its own scope; so what a name means stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, product
from string import ascii_letters, ascii_lowercase, ascii_uppercase

from tree_sitter import Node

from macros.errors import GuideError, Problem
from macros.publish.javascript import NAMES, PLAIN, Edit, edited, nodes, parsed, text_of

CHECK = "rename"

# What opens a scope. A function has two: one for its parameters, and within it the block that is its body.
DECLARED = {"function_declaration", "generator_function_declaration"}
FUNCTIONS = {*DECLARED, "function_expression", "generator_function", "arrow_function"}
WITH_BODY = {*FUNCTIONS, "catch_clause"}
SCOPES = {*FUNCTIONS, "statement_block", "for_statement", "for_in_statement", "catch_clause", "switch_body"}
# Parts of a pattern: the field that holds what is bound. The others bind all that is in them.
PART_BOUND = {"assignment_pattern": "left", "object_assignment_pattern": "left", "pair_pattern": "value"}
BIND_ALL = {"object_pattern", "array_pattern", "rest_pattern", "formal_parameters"}
# Where a name may hide in ways that are not followed here.
NOT_FOLLOWED = {
    "class",
    "class_declaration",
    "labeled_statement",
    "method_definition",
    "with_statement",
}
# Functions that run a text, which may hold any name.
READS_NAMES = {"Function", "eval"}
WORDS_OF_TWO_LETTERS = {"as", "do", "if", "in", "is", "of"}


@dataclass(eq=False)
class Scope:
    """A stretch of the script, in bytes, that declares names, with the uses of each in their order."""

    start: int
    end: int
    around: Scope | None
    # The body of a function or of a catch: it may declare no name that the scope around it declares.
    is_body: bool = False
    names: dict[str, list[Node]] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)


def shorten_names(script: str) -> str:
    """The script of a linked program with short names.

    Args:
        script: One function that is called at once, as the linker writes it.

    Raises:
        GuideError: The script is not one that the parser or this step can follow.
    """
    source = script.encode()
    root = parsed(source)
    hidden = sorted({node.type for node in nodes(root) if node.type in NOT_FOLLOWED})
    hidden += sorted({text_of(node) for node in nodes(root) if node.type == PLAIN} & READS_NAMES)
    if root.has_error or hidden:
        what = ", ".join(hidden) or "a form that is not JavaScript"
        raise GuideError(
            [Problem("planner", 1, CHECK, f"Names cannot be followed through: {what}.", "Write it without.")]
        )
    scopes: dict[int, Scope] = {}
    _open_scopes(root, Scope(root.start_byte, root.end_byte, None), scopes)
    foreign: set[str] = set()
    _find_uses(root, None, scopes, foreign)
    top = scopes[next(node.id for node in nodes(root) if node.type == "statement_block")]
    often = sorted(top.names, key=lambda name: (-len(top.names[name]), name))
    top.short = dict(zip(often, _short(ascii_uppercase, foreign), strict=False))
    for scope in scopes.values():
        if scope is not top:
            taken = _taken(scope)
            free = (name for name in _short(ascii_lowercase, foreign) if name not in taken)
            scope.short = dict(zip(scope.names, free, strict=False))
    return edited(source, _edits(scopes.values())).decode()


def _open_scopes(node: Node, scope: Scope, scopes: dict[int, Scope]) -> None:
    """Find every scope, the outer ones first, and what each declares."""
    outer = scope
    if node.type in SCOPES:
        is_body = node.type == "statement_block" and node.parent is not None and node.parent.type in WITH_BODY
        scope = scopes[node.id] = Scope(node.start_byte, node.end_byte, outer, is_body)
    if node.type in DECLARED:
        outer.names |= {name: [] for name in _in_pattern(node.child_by_field_name("name"))}
    for name in _declared(node):
        scope.names[name] = []
    for child in node.children:
        _open_scopes(child, scope, scopes)


def _declared(node: Node) -> Iterator[str]:
    """Names that a construct declares in the scope that it stands in or opens."""
    fields: tuple[str, ...] = ()
    # A name with `var` reaches out of its block: it is declared nowhere here, so it stays as it is.
    if node.type == "variable_declarator" and node.parent and node.parent.type == "lexical_declaration":
        fields = ("name",)
    elif node.type in {"function_expression", "generator_function"}:
        fields = ("name", "parameters")
    elif node.type in FUNCTIONS:
        fields = ("parameters", "parameter")
    elif node.type == "catch_clause":
        fields = ("parameter",)
    elif node.type == "for_in_statement" and _kind(node) in {"const", "let"}:
        fields = ("left",)
    for name in fields:
        yield from _in_pattern(node.child_by_field_name(name))


def _kind(loop: Node) -> str:
    kind = loop.child_by_field_name("kind")
    return text_of(kind) if kind else ""


def _in_pattern(pattern: Node | None) -> Iterator[str]:
    if pattern is None:
        return
    if pattern.type in NAMES:
        yield text_of(pattern)
    elif pattern.type in PART_BOUND:
        yield from _in_pattern(pattern.child_by_field_name(PART_BOUND[pattern.type]))
    elif pattern.type in BIND_ALL:
        for part in pattern.named_children:
            yield from _in_pattern(part)


def _find_uses(node: Node, scope: Scope | None, scopes: dict[int, Scope], foreign: set[str]) -> None:
    """Give each use of a name to the scope that declares it; names that none declares go to `foreign`."""
    inner = scopes.get(node.id, scope)
    own_name = node.child_by_field_name("name") if node.type in DECLARED else None
    for child in node.children:
        if child.type not in NAMES:
            _find_uses(child, inner, scopes, foreign)
            continue
        name = text_of(child)
        # The name of a declared function stands around it, where a parameter of that name does not count.
        at = scope if child == own_name else inner
        while at and name not in at.names:
            at = at.around
        if at:
            at.names[name].append(child)
        else:
            foreign.add(name)


def _taken(scope: Scope) -> set[str]:
    """Short names of the scopes around this one, of names that are used within it."""
    around = scope.around
    taken = set(around.short.values()) if around and scope.is_body else set()
    while around:
        for name, short in around.short.items():
            if any(scope.start <= use.start_byte < scope.end for use in around.names[name]):
                taken.add(short)
        around = around.around
    return taken


def _edits(scopes: Iterable[Scope]) -> Iterator[Edit]:
    """Where the script changes, and to what."""
    for scope in scopes:
        for name, uses in scope.names.items():
            for use in uses:
                short = scope.short[name]
                new = short if use.type == PLAIN else f"{name}:{short}"
                yield use.start_byte, use.end_byte, new.encode()


def _short(first: str, taken: set[str]) -> Iterator[str]:
    """Short names that start with one of these letters, shortest first."""
    longer = (a + b for a, b in product(first, ascii_letters))
    return (name for name in chain(first, longer) if name not in taken | WORDS_OF_TWO_LETTERS)
