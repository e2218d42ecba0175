"""Leaves out of a style sheet what a page has no use for.

A selector goes when it asks for a class or a kind of element that neither the page nor a script of it could
have. Of what stands in brackets, :has(.open) asks for all of it and :is(.open, .shut) for one of them. The
rest, such as :not(.open), is not looked at, so it can only keep a selector.
Tests hold that nothing goes that some element of a page matches: tests/publish/test_unused.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import tinycss2
from tinycss2.ast import AtRule, Node, ParseError, QualifiedRule
from tree_sitter import Node as ScriptNode

from macros.errors import GuideError, Problem
from macros.publish.javascript import nodes, parsed, text_of

CHECK = "unused-styles"
# At-rules that hold rules of the usual kind. The others, such as @keyframes, stay as they are.
NESTING = {"container", "layer", "media", "supports"}
WORD = re.compile(r"[\w-]+")
# A text of a script that can be the value of `class`, and the same within a selector and within markup.
CLASSES = re.compile(r"[\w\s-]*")
ELEMENTS_IN_MARKUP = re.compile(r"<([a-zA-Z][\w-]*)")
CLASSES_IN_SELECTOR = re.compile(r"\.([a-z][\w-]*)")
CLASSES_IN_MARKUP = re.compile(r"""\bclass=["']([\w\s-]*)""")


@dataclass(frozen=True)
class Needs:
    """What must be on a page for a selector to match: names of classes (".open") and of elements ("dl").

    Attributes:
        all: Every one of these.
        one_of: For each :is(), one of its alternatives.
    """

    all: frozenset[str]
    one_of: tuple[tuple[Needs, ...], ...] = ()

    def met_by(self, names: Names) -> bool:
        """Whether a page with these names has it all."""
        return all(name in names for name in self.all) and all(
            any(each.met_by(names) for each in choice) for choice in self.one_of
        )


@dataclass(frozen=True)
class Selector:
    """One selector of a rule, and what it needs to match."""

    text: str
    needs: Needs


@dataclass(frozen=True)
class Rule:
    """A rule: its selectors, or the start of an at-rule, and what stands between its braces."""

    selectors: tuple[Selector, ...]
    start: str
    inside: str | tuple[Rule, ...]


class Names:
    """The classes (".open") and the elements ("dl") that a page has or its scripts can make."""

    def __init__(self, html: str, scripts: Iterable[str]) -> None:
        reader = _ClassReader()
        reader.feed(html)
        reader.close()
        words = {word for script in scripts for word in _class_words(script)}
        self._classes = reader.classes | words
        # A script makes elements of words too, and of markup; browsers add these by themselves.
        self._elements = reader.elements | words | {"html", "head", "body", "tbody"}
        self._elements |= {name for script in scripts for name in _elements_in_markup(script)}
        # A script may put a name together: "is-" and a word after it.
        self._starts = tuple(sorted(word for word in words if word.endswith("-")))

    def __contains__(self, name: str) -> bool:
        if not name.startswith("."):
            return name in self._elements
        name = name[1:]
        return name in self._classes or (bool(self._starts) and name.startswith(self._starts))


def read_style(style: str) -> tuple[Rule, ...]:
    """The rules of a style sheet.

    Raises:
        GuideError: The style sheet is not CSS.
    """
    return _rules(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True))


def needed(rules: Iterable[Rule], names: Names, without: str = "") -> str:
    """The style sheet with what a page of these class names can use.

    Args:
        rules: The rules of the style sheet.
        names: The classes that the page and its scripts can give to an element.
        without: A medium whose own rules the page does without, such as "print".
    """
    kept = []
    for rule in rules:
        if without and rule.start == f"@media {without}":
            continue
        inside = rule.inside if isinstance(rule.inside, str) else needed(rule.inside, names, without)
        start = rule.start
        if rule.selectors:
            matching = [each.text for each in rule.selectors if each.needs.met_by(names)]
            start = ",".join(matching)
        if start and inside:
            kept.append(f"{start}{{{inside}}}")
    return "".join(kept)


def _rules(nodes: Iterable[Node]) -> tuple[Rule, ...]:
    found = []
    for node in nodes:
        if isinstance(node, ParseError):
            said = f"The style sheet cannot be read: {node.message}."
            raise GuideError([Problem("style sheet", node.source_line, CHECK, said, "Mend it there.")])
        if isinstance(node, QualifiedRule):
            found.append(Rule(_selectors(node.prelude), "", tinycss2.serialize(node.content)))
        elif isinstance(node, AtRule):
            start = f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}"
            if node.content is None:
                said = f"The style sheet has {start}, which stands without braces."
                raise GuideError([Problem("style sheet", node.source_line, CHECK, said, "Leave it out.")])
            nested = node.lower_at_keyword in NESTING
            content = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            found.append(Rule((), start, _rules(content) if nested else tinycss2.serialize(node.content)))
    return tuple(found)


def _selectors(prelude: list[Node]) -> tuple[Selector, ...]:
    return tuple(Selector(tinycss2.serialize(part).strip(), _needs(part)) for part in _alternatives(prelude))


def _alternatives(tokens: Iterable[Node]) -> list[list[Node]]:
    """The selectors of a list with commas."""
    parts: list[list[Node]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _needs(tokens: list[Node]) -> Needs:
    names: set[str] = set()
    one_of: list[tuple[Needs, ...]] = []
    for before, token in pairwise([None, *tokens]):
        mark = before.value if before is not None and before.type == "literal" else ""
        if token.type == "ident" and mark == ".":
            names.add(f".{token.value}")
        elif token.type == "ident" and mark != ":":
            names.add(token.lower_value)
        elif token.type == "function" and token.lower_name in {"has", "is", "where"}:
            each = tuple(map(_needs, _alternatives(token.arguments)))
            one_of.append(each)
    return Needs(frozenset(names), tuple(one_of))


@cache
def _elements_in_markup(script: str) -> frozenset[str]:
    return frozenset(name.lower() for name in ELEMENTS_IN_MARKUP.findall(script))


@cache
def _class_words(script: str) -> frozenset[str]:
    """The words of a script that could be classes, which a sentence and the name of a property could not."""
    root = parsed(script.encode())
    if root.has_error:
        return frozenset(WORD.findall(script))
    texts = [text_of(node) for node in nodes(root) if node.type == "string_fragment" and not _is_key(node)]
    lists = [text for text in texts if CLASSES.fullmatch(text)]
    lists += [found for text in texts for found in CLASSES_IN_SELECTOR.findall(text)]
    lists += [found for text in texts for found in CLASSES_IN_MARKUP.findall(text)]
    return frozenset(word for each in lists for word in WORD.findall(each))


def _is_key(fragment: ScriptNode) -> bool:
    """Whether a text of a script is the name of a property, as in {"name": value}."""
    text = fragment.parent
    pair = text.parent if text else None
    return pair is not None and pair.type == "pair" and pair.child_by_field_name("key") == text


class _ClassReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.classes: set[str] = set()
        self.elements: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.classes.update((dict(attrs).get("class") or "").split())
