"""The link step keeps what the modules do and refuses what it cannot link."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import quickjs
from hypothesis import given
from hypothesis import strategies as st

from macros.errors import GuideError
from macros.publish.linker import link_modules, ship


def write(folder: Path, **modules: str) -> Path:
    """Write modules; the first is the entry."""
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / f"{next(iter(modules))}.js"


def test_each_module_stands_once_and_before_its_users(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        main='import { twice } from "./twice.js";\nimport { ONE } from "./one.js";\nexport const RESULT = twice(ONE);\n',
        twice='import { ONE } from "./one.js";\nexport function twice(n) {\n  return n * (ONE + ONE);\n}\n',
        one="export const ONE = 1;\n",
    )
    script = link_modules(entry, pure=True)
    assert script.count("const ONE = 1;") == 1
    assert quickjs.Context().eval(script + "\nRESULT") == 2


def test_what_ships_leaves_no_global_behind(tmp_path: Path) -> None:
    entry = write(tmp_path, main="export const SECRET = 1; // a comment\n")
    context = quickjs.Context()
    context.eval(ship(entry))
    assert context.eval("typeof SECRET") == "undefined"
    assert "comment" not in ship(entry)


@pytest.mark.parametrize(
    ("modules", "words"),
    [
        ({"main": 'import x from "./one.js";\n', "one": "export const ONE = 1;\n"}, "cannot be linked"),
        ({"main": 'import { TWO } from "./one.js";\n', "one": "export const ONE = 1;\n"}, "does not export TWO"),
        ({"main": 'import { ONE } from "./gone.js";\n'}, "does not exist"),
        ({"main": "const A = 1;\nexport { A };\n"}, "cannot be linked"),
        ({"main": "export default 1;\n"}, "cannot be linked"),
        ({"main": 'import { ONE } from "./one.js";\nconst same = 1;\n', "one": "export const ONE = 1;\nfunction same() {}\n"}, "declared in one.js too"),
        ({"main": 'import { B } from "./b.js";\nexport const A = 1;\n', "b": 'import { A } from "./main.js";\nexport const B = 1;\n'}, "in a circle"),
    ],
)  # fmt: skip
def test_what_cannot_be_linked_stops_the_build(tmp_path: Path, modules: dict[str, str], words: str) -> None:
    with pytest.raises(GuideError, match=words):
        link_modules(write(tmp_path, **modules))


# --- constants: what the publish step puts into a script -------------------------

HOLDER = "const HELD = {};\nself.held = HELD;\nself.said = HELD.name;\n"


def held(folder: Path, value: object) -> object:
    """What a shipped script finds in its constant."""
    context = quickjs.Context()
    context.eval("var self = globalThis;")
    context.eval(ship(write(folder, main=HOLDER), {"HELD": value}))
    return json.loads(context.eval("JSON.stringify(held)"))


@pytest.mark.parametrize(
    "module",
    [
        "const OTHER = {};\nself.held = OTHER;\n",
        "const HELD = { };\nself.held = HELD;\n",
        "let HELD = {};\nself.held = HELD;\n",
        "function go() {\n  const HELD = {};\n  return HELD;\n}\n",
        "const HELD = {};\nself.held = HELD;\nconst HELD = {};\n",
    ],
    ids=["missing", "another form", "not a constant", "not at the top", "doubled"],
)
def test_a_constant_has_one_line_to_go_to(tmp_path: Path, module: str) -> None:
    with pytest.raises(GuideError) as refused:
        ship(write(tmp_path, main=module), {"HELD": {}})
    assert len(refused.value.problems) == 1


def test_a_line_for_a_constant_in_two_modules_is_refused(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        main=f'import {{ ONE }} from "./one.js";\n{HOLDER}',
        one="const HELD = {};\nexport const ONE = HELD;\n",
    )
    with pytest.raises(GuideError, match=r"declared in one\.js too"):
        ship(entry, {"HELD": {}})


@pytest.mark.parametrize(
    "value",
    [
        {"name": "</script><script>alert(1)</script><!-- ]]>"},
        {"name": "\u2028 and \u2029, \r\n\t\0 and \x7f"},
        {"name": "\"double\" 'single' `back` \\ and \\\\ and \\u0041 ${outside}"},
        {"name": "// no comment, /* nor this */ and  two  spaces"},
        {"name": "\nconst HELD = {};\n"},
        {"name": {"HELD": 1, "self": 2, "class": 3, "a-b": 4, "1": 5, "": 6, "é": 7, "constructor": 8}},
        {"name": [True, False, None, 0, -1.5, 10**15, "", [], {}]},
        {"name": "😀 é \ufeff"},
    ],
    ids=[
        "end of a script",
        "ends of lines",
        "quotes",
        "comments",
        "the line itself",
        "keys",
        "values",
        "letters",
    ],
)
def test_values_come_through_unchanged(tmp_path: Path, value: object) -> None:
    assert held(tmp_path, value) == value


def test_a_key_that_sets_a_prototype_comes_through(tmp_path: Path) -> None:
    value = json.loads('{"name": {"__proto__": {"a": 1}, "b": 2}}')
    assert held(tmp_path, value) == value


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab_1$ \"'é", max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(value=json_values)
def test_any_value_comes_through(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    # One folder is enough: the module in it is always the same.
    assert held(tmp_path_factory.getbasetemp(), {"name": value}) == {"name": value}
