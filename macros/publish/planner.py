"""Gives each page with a planner one classic script, which carries the form, the facts and the words.

As built, a page holds them in a template and in attributes: 50 kB that a reader's browser would take in
before it paints anything: decisions/0005-what-comes-before-the-first-paint.md.
"""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

from macros.errors import GuideError, Problem
from macros.publish.linker import ship

CHECK = "planner"
ENTRY = Path("assets/planner/main.js")
# The constant of given.js that takes what the attributes held.
CONSTANT = "IN_SCRIPT"
MODULE_TAG = re.compile(r'<script type="module" src="([^"]*)assets/planner/main\.js"></script>')
HELD = re.compile(r' data-(facts|words)="([^"]*)"')
FORM = re.compile(r" ?<template>(.*?)</template>", re.DOTALL)

# What the planners of a page hold: the form as HTML, the facts and the words as JSON.
Held = tuple[tuple[str, str], ...]


def link_planner(site: Path) -> None:
    """Replace the planner's module script by one classic deferred script, on every page that has it.

    Pages that hold the same share a script; a guide in two languages has two.

    Raises:
        GuideError: The modules cannot be linked, or the planners of one page hold different things.
    """
    entry = site / ENTRY
    if not entry.is_file():
        return
    scripts: dict[Held, str] = {}
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        if not MODULE_TAG.search(text):
            continue
        held = _held(text, page.relative_to(site).as_posix())
        name = scripts.setdefault(held, f"planner-{len(scripts) + 1}.js" if scripts else "planner.js")
        linked = MODULE_TAG.sub(rf'<script defer src="\1assets/{name}"></script>', text)
        page.write_text(FORM.sub("", HELD.sub("", linked)), encoding="utf-8")
    for held, name in scripts.items():
        values = {key: value if key == "form" else json.loads(value) for key, value in held}
        (site / "assets" / name).write_text(ship(entry, {CONSTANT: values}), encoding="utf-8")
    for module in entry.parent.glob("*.js"):
        module.unlink()
    if not any(entry.parent.iterdir()):
        entry.parent.rmdir()


def _held(html: str, name: str) -> Held:
    values = {(key, unescape(value)) for key, value in HELD.findall(html)}
    held = tuple(sorted(values | {("form", form.strip()) for form in FORM.findall(html)}))
    if len(held) != len(dict(held)):
        raise GuideError(
            [
                Problem(
                    name,
                    1,
                    CHECK,
                    "Two planners on this page hold different facts or words.",
                    "Leave one out.",
                )
            ]
        )
    return held
