"""What is made from a built folder, whichever engine built it. Running a step twice changes nothing."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from macros.publish.linker import ship

ENTRY = Path("assets/planner/main.js")
SHIPPED = Path("assets/planner.js")
MODULE_TAG = re.compile(r'<script type="module" src="([^"]*)assets/planner/main\.js"></script>')
REFERENCE = re.compile(r"""(?:href|src|content)=["']?([^"'\s>]+)|url\(["']?([^"')]+)["']?\)""")
PAGE_TYPES = {".html", ".webmanifest"}


def publish(site: Path) -> None:
    """Run every step over the built folder `site`."""
    link_planner(site)
    drop_data(site)
    drop_unused_assets(site)


def link_planner(site: Path) -> None:
    """Replace the planner's module script by one classic deferred script, on every page that has it."""
    entry = site / ENTRY
    if not entry.is_file():
        return
    (site / SHIPPED).write_text(ship(entry), encoding="utf-8")
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        linked = MODULE_TAG.sub(r'<script defer src="\1assets/planner.js"></script>', text)
        if linked != text:
            page.write_text(linked, encoding="utf-8")
    for module in entry.parent.glob("*.js"):
        module.unlink()
    if not any(entry.parent.iterdir()):
        entry.parent.rmdir()


def drop_data(site: Path) -> None:
    """Remove the editors' files of facts, which some engines copy; readers get them as pages."""
    data = site / "data"
    for file in sorted(data.rglob("*.yml"), reverse=True):
        file.unlink()
    for folder in sorted((p for p in data.rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    if data.is_dir() and not any(data.iterdir()):
        data.rmdir()


def drop_unused_assets(site: Path) -> None:
    """Remove the theme's files that no page, style or script names."""
    assets = site / "assets"
    if not assets.is_dir():
        return
    pages = (file for file in site.rglob("*") if file.suffix in PAGE_TYPES)
    named = {name for page in pages for name in _names(page)}
    named |= {name for style in assets.rglob("*.css") if style.name in named for name in _names(style)}
    for file in sorted(assets.rglob("*"), reverse=True):
        if file.is_file() and file.name not in named:
            file.unlink()
        elif file.is_dir() and not any(file.iterdir()):
            file.rmdir()


def _names(file: Path) -> set[str]:
    """File names that a page or a style refers to."""
    found = (first or second for first, second in REFERENCE.findall(file.read_text(encoding="utf-8")))
    return {unquote(name.partition("#")[0].partition("?")[0]).rpartition("/")[2] for name in found}
