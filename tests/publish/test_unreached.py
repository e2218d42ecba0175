"""What a script never uses is left out of it, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import quickjs

from macros.publish.linker import link_modules, ship
from macros.publish.planner import ENTRIES
from macros.publish.unreached import without_unreached
from tests.planner.engine import MODULES


def short(script: str) -> str:
    """A program of these lines, in one function, with what is left of it between the braces."""
    whole = without_unreached(f"(function () {{{script}}})();")
    return whole.removeprefix("(function () {").removesuffix("})();")


@pytest.mark.parametrize(
    ("script", "left"),
    [
        ("function a() {} out(1);", " out(1);"),
        ("async function a() { await out(1); } out(2);", " out(2);"),
        # What only that used goes too, and so on.
        ("const C = 1; function b() { return C; } function a() { b(); } out(1);", "   out(1);"),
        ("const b = () => out(1); out(2);", " out(2);"),
    ],
)
def test_what_is_never_used_goes(script: str, left: str) -> None:
    assert short(script) == left


@pytest.mark.parametrize(
    "script",
    [
        "function a() {} a();",
        "function a() {} out({ a });",
        "function a() {} const f = () => a; f();",
        # It does something when it is made.
        "const a = out(1);",
        "const [a] = [out(1)];",
        "const a = 1, b = out(2);",
        # Another thing of that name may be meant: it stays.
        "function a() {} out((a) => a);",
        # Within a function nothing is looked for.
        "out(() => { function a() {} });",
    ],
)
def test_what_is_used_or_does_something_stays(script: str) -> None:
    assert short(script) == script


def test_a_module_that_serves_two_planners_brings_each_what_it_needs() -> None:
    shipped = {entry: without_unreached(link_modules(MODULES / f"{entry}.js")) for entry in ENTRIES}
    assert {entry for entry, script in shipped.items() if "function findPublished(" in script} == {
        "plan_main",
        "embed_plan_main",
    }


@pytest.mark.parametrize(
    "text", ['<p class="a">', 'it\'s "so" "so"', '\\"\\"\\', '"\n"\u2028"', "</p>'", '"\\\'"']
)
def test_a_text_with_many_quotes_stays_what_it_is(tmp_path: Path, text: str) -> None:
    module = tmp_path / "a.js"
    module.write_text("\nconst TEXT = {};\nout(TEXT);\n", encoding="utf-8")
    context = quickjs.Context()
    context.eval("let said; const out = (text) => { said = JSON.stringify(text); };")
    context.eval(ship(module, {"TEXT": text}))
    assert json.loads(context.eval("said")) == text
