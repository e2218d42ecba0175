"""A constant that is used once stands where it is used, and the script does what it did."""

from __future__ import annotations

import pytest
import quickjs

from macros.publish.constants import inline_constants
from macros.publish.linker import link_modules
from macros.publish.planner import ENTRIES
from tests.planner.engine import MODULES


def inlined(script: str) -> str:
    """A program of these lines, in one function, with what becomes of it between the braces."""
    whole = inline_constants(f"(function () {{{script}}})();")
    return whole.removeprefix("(function () {").removesuffix("})();")


@pytest.mark.parametrize(
    ("script", "left"),
    [
        ("const DAY = 864e5; out(DAY);", " out(864e5);"),
        ("const NAME = 'a'; function f(b) { return b + NAME; } out(f(1));", " function f(b) { return b + 'a'; } out(f(1));"),
        ('const NAME = "a"; out(`[${NAME}]`);', ' out(`[${"a"}]`);'),
        ("const A = 2; out(A ? 1 : 3);", " out(2 ? 1 : 3);"),
        ("const A = 2, B = 3; const C = 4; out(5 - C);", "const A = 2, B = 3;  out(5 - 4);"),
    ],
)  # fmt: skip
def test_a_constant_of_one_use_stands_there(script: str, left: str) -> None:
    assert inlined(script) == left
    assert said(script) == said(left)


@pytest.mark.parametrize(
    "script",
    [
        "const A = 1; out(A, A);",
        "let a = 1; out(a);",
        "const A = [1]; out(A);",
        "const A = -1; out(3-A);",
        # A name that is written with what it holds, or that a property goes by.
        "const A = 1; out({ A });",
        "const A = 1; out({ A: 2 });",
        "const A = 1; out(A.length);",
        # Another thing of that name may be meant.
        "const A = 1; out((A) => 2);",
        "const A = 1; function f(A = 2) { return 3; } out(f());",
        "const A = 1; out(() => { const [A] = [2]; });",
        # Within a function nothing is looked for.
        "out((() => { const A = 1; return 2 + A; })());",
    ],
)
def test_any_other_stays(script: str) -> None:
    assert inlined(script) == script


def said(script: str) -> object:
    """What a script says."""
    context = quickjs.Context()
    context.eval("let told = []; const out = (...all) => told.push(...all);")
    context.eval(script)
    return context.eval("JSON.stringify(told)")


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_planners_have_some(entry: str) -> None:
    linked = link_modules(MODULES / f"{entry}.js")
    assert len(inline_constants(linked)) < len(linked)
