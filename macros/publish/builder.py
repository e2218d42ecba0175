"""Gives the page with the builder of the code for other sites one classic script.

Its modules also work as they are, for `make serve`. Linked, they are one small file that also runs from a
copy of the guide on a disk. This comes before the planner's modules, which it shares, are linked and removed.
"""

from __future__ import annotations

import re
from pathlib import Path

from macros.publish.html import pages, write_if_changed
from macros.publish.linker import ship

MODULES = Path("assets/embed-builder")
SCRIPT = "assets/embed-builder.js"
MODULE_TAG = re.compile(r'<script type="module" src="([^"]*)assets/embed-builder/main\.js"></script>')


def link_builder(site: Path) -> None:
    """Replace the builder's module script by one classic deferred script.

    Raises:
        GuideError: The modules cannot be linked.
    """
    modules = site / MODULES
    if not modules.is_dir():
        return
    used = False
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        linked = MODULE_TAG.sub(rf'<script defer src="\1{SCRIPT}"></script>', text)
        used = used or linked != text
        write_if_changed(page, linked)
    if used:
        (site / SCRIPT).write_text(ship(modules / "main.js"), encoding="utf-8")
    for module in modules.glob("*.js"):
        module.unlink()
    modules.rmdir()
