"""The link step keeps what the modules do and refuses what it cannot link."""

from __future__ import annotations

from pathlib import Path

import pytest
import quickjs

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
