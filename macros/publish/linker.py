"""Links ES modules into one classic script.

A module script does not load in a `sandbox="allow-scripts"` frame (its origin is opaque) nor from
file://; a classic script does. The same linked text is what the tests run, so what is tested is
what ships.

The modules keep to a small part of the language, and anything else stops the build: named imports
from "./file.js" on one line, `export` before a declaration, and no name declared at the top level
of two modules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import rjsmin

from macros.errors import GuideError, Problem
from macros.publish.constants import inline_constants
from macros.publish.rename import shorten_names
from macros.publish.spare import without_spare
from macros.publish.unreached import without_unreached

CHECK = "linker"

IMPORT = re.compile(r'^import \{ ?([\w$, ]+?),? ?\} from "(\./[\w./-]+\.js)";$')
EXPORT = re.compile(r"^export (?=(?:async )?function |const |class |let )")
KEY = re.compile(r"[A-Za-z_]\w*$", re.ASCII)
DECLARATION = re.compile(r"^(?:export )?(?:async )?(?:function\*?|const|let|class) ([\w$]+)")


def link_modules(entry: Path, *, pure: bool = False) -> str:
    """One script with `entry` and everything it imports, each module once and before its users.

    Args:
        entry: The module that is run last.
        pure: Leave the declarations global, for tests that call them; else wrap them in a function,
            so that the page's global scope stays as it was.

    Raises:
        GuideError: A module uses a form of import or export that cannot be linked, imports a name
            that the other module does not export, or two modules declare the same name.
    """
    order: list[Path] = []
    _visit(entry.resolve(), order, [])
    problems: list[Problem] = []
    owners: dict[str, Path] = {}
    exports: dict[Path, set[str]] = {}
    texts: list[str] = []
    for module in order:
        text, module_problems = _strip(module, owners, exports)
        problems += module_problems
        texts.append(text)
    if problems:
        raise GuideError(problems)
    script = "\n".join(texts)
    return script if pure else f'(function () {{\n"use strict";\n{script}\n}})();\n'


def ship(entry: Path, constants: Mapping[str, object] | None = None) -> str:
    """The linked script with short names, without comments, what is never used, and spare marks and spaces.

    Args:
        entry: The module that is run last.
        constants: Values, as JSON takes them, for constants that a module declares as `const NAME = {};`.

    Raises:
        GuideError: The modules cannot be linked, or no module declares such a constant.
    """
    script = link_modules(entry)
    for name, value in (constants or {}).items():
        line = f"\nconst {name} = {{}};\n"
        if script.count(line) != 1:
            raise GuideError(
                [
                    Problem(
                        entry.name, 1, CHECK, f"No module has the line const {name} = {{}};", "Add it to one."
                    )
                ]
            )
        script = script.replace(line, f"\nconst {name} = {_literal(value)};\n")
    shipped: str = rjsmin.jsmin(without_spare(shorten_names(inline_constants(without_unreached(script)))))
    return shipped


def _literal(value: object) -> str:
    """A value as JSON, which is a part of JavaScript; there, most keys need no quotes."""
    if isinstance(value, Mapping):
        pairs = (f"{_key(key)}:{_literal(of)}" for key, of in value.items())
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_literal, value))}]"
    text = json.dumps(value, ensure_ascii=False)
    if text.count('\\"') <= text.count("'"):
        return text
    # Markup is full of double quotes, and each would need a mark before it.
    inside = text[1:-1].replace("'", "\\'").replace('\\"', '"')
    return f"'{inside}'"


def _key(key: str) -> str:
    if key == "__proto__":
        return '["__proto__"]'  # without the brackets it would set what the object inherits from
    return key if KEY.match(key) else json.dumps(key)


def _visit(module: Path, order: list[Path], path: list[Path]) -> None:
    if module in order:
        return
    if module in path:
        names = " → ".join(step.name for step in [*path, module])
        raise GuideError(
            [Problem(module.name, 1, CHECK, f"Modules import each other in a circle: {names}.", "Break it.")]
        )
    for line_number, line in enumerate(module.read_text(encoding="utf-8").splitlines(), start=1):
        match = IMPORT.match(line)
        if match:
            target = (module.parent / match.group(2)).resolve()
            if not target.is_file():
                raise GuideError(
                    [
                        Problem(
                            module.name,
                            line_number,
                            CHECK,
                            f"{match.group(2)} does not exist.",
                            "Mend the path.",
                        )
                    ]
                )
            _visit(target, order, [*path, module])
    order.append(module)


def _strip(module: Path, owners: dict[str, Path], exports: dict[Path, set[str]]) -> tuple[str, list[Problem]]:
    """The module's text without imports and exports, and what cannot be linked in it."""
    problems: list[Problem] = []
    kept: list[str] = []
    exported: set[str] = set()
    for line_number, line in enumerate(module.read_text(encoding="utf-8").splitlines(), start=1):

        def problem(message: str, fix: str, at: int = line_number) -> None:
            problems.append(Problem(module.name, at, CHECK, message, fix))

        if line.startswith("import"):
            match = IMPORT.match(line)
            if not match:
                problem(
                    "This import cannot be linked.", 'Write import { name } from "./file.js"; on one line.'
                )
                continue
            target = (module.parent / match.group(2)).resolve()
            for name in (part.strip() for part in match.group(1).split(",")):
                if name not in exports[target]:
                    problem(f"{target.name} does not export {name}.", "Export it there, or mend the name.")
            continue
        declared = DECLARATION.match(line)
        if declared:
            name = declared.group(1)
            if name in owners:
                problem(f"{name} is declared in {owners[name].name} too.", "Give one of them another name.")
            owners.setdefault(name, module)
        if line.startswith("export"):
            if not EXPORT.match(line) or not declared:
                problem("This export cannot be linked.", "Write export before a function, class or const.")
                continue
            exported.add(declared.group(1))
            line = line.removeprefix("export ")
        kept.append(line)
    exports[module] = exported
    return "\n".join(kept), problems
