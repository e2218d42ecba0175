"""Gives each page with a planner one classic script, which carries the form, the facts and the words.

There are two: the planner for one wait, and the one for several visits. A page loads the one it needs:
decisions/0009-two-planners.md.

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
MODULES = Path("assets/planner")
# What a page starts, and the name of the script made of it.
ENTRIES = {"main": "planner", "plan_main": "plan", "embed_main": "embed", "embed_plan_main": "embed-plan"}
# Those of pages for frames come at the end of their page and are not deferred, so that they are put into the
# page itself: macros/publish/inline.py says why.
IN_PAGE = {"embed_main", "embed_plan_main"}
# The constant of given.js that takes what the attributes held.
CONSTANT = "IN_SCRIPT"
MODULE_TAG = re.compile(
    rf'<script type="module" src="([^"]*)assets/planner/({"|".join(ENTRIES)})\.js"></script>'
)
HELD = re.compile(r' data-(facts|words)="([^"]*)"')
# Spaces that are nowhere seen: between two elements, one of which the form's style puts apart.
BETWEEN_TAGS = re.compile(r"> +<")
FORM = re.compile(r" ?<template>(.*?)</template>", re.DOTALL)

# What the planners of a page hold: the form as HTML, the facts and the words as JSON.
Held = tuple[tuple[str, str], ...]


def link_planner(site: Path) -> None:
    """Replace the planner's module script by one classic deferred script, on every page that has it.

    Pages that hold the same share a script; a guide in two languages has two.

    Raises:
        GuideError: The modules cannot be linked, or the planners of one page hold different things.
    """
    modules = site / MODULES
    if not modules.is_dir():
        return
    scripts: dict[tuple[str, Held], str] = {}
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        tag = MODULE_TAG.search(text)
        if not tag:
            continue
        entry = tag.group(2)
        held = _held(text, page.relative_to(site).as_posix())
        others = sum(each == entry for each, _ in scripts)
        name = f"{ENTRIES[entry]}{f'-{others + 1}' if others else ''}.js"
        name = scripts.setdefault((entry, held), name)
        when = "" if entry in IN_PAGE else "defer "
        linked = MODULE_TAG.sub(rf'<script {when}src="\1assets/{name}"></script>', text)
        page.write_text(FORM.sub("", HELD.sub("", linked)), encoding="utf-8")
    for (entry, held), name in scripts.items():
        values = {key: value if key == "form" else json.loads(value) for key, value in held}
        script = ship(modules / f"{entry}.js", {CONSTANT: values})
        (site / "assets" / name).write_text(script, encoding="utf-8")
    for module in modules.glob("*.js"):
        module.unlink()
    if not any(modules.iterdir()):
        modules.rmdir()


def _held(html: str, name: str) -> Held:
    values = {(key, unescape(value)) for key, value in HELD.findall(html)}
    held = tuple(
        sorted(values | {("form", BETWEEN_TAGS.sub("><", form.strip())) for form in FORM.findall(html)})
    )
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
