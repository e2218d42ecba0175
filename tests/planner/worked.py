"""Reads worked examples off pages, as a browser without scripts shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from xml.etree.ElementTree import Element

import html5lib

from macros import page_context
from macros.components import Library
from macros.facts import load_facts, spans
from tests.planner.engine import PROJECT

DOCS = PROJECT / "docs"


@cache
def library() -> Library:
    """The guide's components, with its facts."""
    return Library(load_facts(DOCS / "data", PROJECT))


def examples_on(path: str) -> list[Element]:
    """The worked examples on a page, in order."""
    context = page_context(library(), DOCS, path, PROJECT)
    return _examples(context.render(context.source.body))


def example_of(call: str, components: Library | None = None) -> Element:
    """The one example that a component's call makes."""
    context = page_context(components or library(), DOCS, "index.md", PROJECT)
    (example,) = _examples(context.render("{{ " + call + " }}"))
    return example


def _examples(html: str) -> list[Element]:
    parsed = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return [
        each for each in _shown(parsed) if each.tag == "div" and "worked-example" in each.get("class", "")
    ]


def _shown(element: Element) -> Iterator[Element]:
    """An element and all in it, but for what a template holds back."""
    if element.tag != "template":
        yield element
        for child in element:
            yield from _shown(child)


def said(element: Element | None) -> str:
    """The text of an element, on one line."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def dates(element: Element) -> list[date]:
    """The dates in an element, each the same for people and for programs."""
    found = []
    for time in element.iter("time"):
        day = date.fromisoformat(time.get("datetime", ""))
        assert said(time) == spans.weekday_date(day)
        found.append(day)
    return found
