"""Where the guide marks itself: each mark leads to a heading, and each test that it names is there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from macros.checks.guide import Guide
from macros.components.page import headings
from macros.errors import Problem
from macros.facts.yaml_source import read_yaml

CHECK = "assessment"


def marks_lead_somewhere(guide: Guide) -> Iterator[Problem]:
    """Every mark names a heading of a page, and every item held by a test names a test, that exist."""
    assessment = guide.facts.assessment
    if assessment is None:
        return
    source = read_yaml(guide.docs / "data" / "assessment.yml", guide.project)
    known = {page.path.removesuffix(".md"): headings(page.body) for page in guide.pages}
    for number, instrument in enumerate(assessment.instruments):
        for index, item in enumerate(instrument.items):
            place = ("instruments", number, "items", index)
            if item.at is not None:
                page, _, heading = item.at.partition("#")
                if heading not in known.get(page, {}):
                    yield source.problem(
                        (*place, "at"),
                        CHECK,
                        f'{item.id}: there is no heading "{item.at}".',
                        "Name a page of the guide and the id of a heading on it.",
                    )
            if item.test is not None:
                path, _, test = item.test.partition("::")
                if test not in _functions(guide.project / path):
                    yield source.problem(
                        (*place, "test"),
                        CHECK,
                        f'{item.id}: there is no test "{item.test}".',
                        "Name a test that is there, or give the item a mark.",
                    )


@cache
def _functions(file: Path) -> frozenset[str]:
    """Names of the functions that a Python file defines; none when there is no such file."""
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
