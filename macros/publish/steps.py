"""What is made from a built folder, whichever engine built it. Running a step twice changes nothing."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from macros.facts import load_facts
from macros.publish.builder import link_builder
from macros.publish.compress import compress, drop_compressed
from macros.publish.data import add_data
from macros.publish.embed import add_embed_script
from macros.publish.feed import add_feed
from macros.publish.frozen import FOLDER, add_frozen
from macros.publish.hashed import hash_assets
from macros.publish.html import is_listed, pages, write_if_changed
from macros.publish.identity import add_manifest
from macros.publish.inline import inline_blocking
from macros.publish.minify import minify_assets
from macros.publish.neutral import check_neutral
from macros.publish.oembed import add_oembed
from macros.publish.offline import offline_copy
from macros.publish.planner import link_planner
from macros.publish.properties import shorten_properties
from macros.publish.retired import add_redirects, drop_redirects
from macros.publish.search import add_search
from macros.publish.security import secure

REFERENCE = re.compile(r"""(?:href|src|content)=["']?([^"'\s>]+)|url\(["']?([^"')]+)["']?\)""")
PAGE_TYPES = {".html", ".webmanifest"}


def publish(
    site: Path, docs: Path = Path("docs"), frozen: Path = FOLDER, *, compressed: bool = False
) -> None:
    """Run every step over the built folder `site`, with the facts in the folder `docs`.

    Args:
        site: The built folder.
        docs: The folder of the guide's pages and facts.
        frozen: The folder of the frozen versions of the embed pages.
        compressed: Put a compressed copy beside each text file, for servers that send it as it is.
    """
    drop_redirects(site, docs)
    link_builder(site)
    link_planner(site)
    shorten_properties(site)
    add_search(site, docs)
    inline_blocking(site)
    check_neutral(site, docs)
    add_embed_script(site)
    drop_data(site)
    drop_unused_assets(site)
    minify_assets(site)
    hash_assets(site)
    add_manifest(site)
    add_feed(site)
    add_data(site, docs)
    drop_unlisted(site)
    add_oembed(site)
    add_frozen(site, load_facts(docs / "data", docs.parent).edition, frozen)
    secure(site)
    offline_copy(site)
    # Last: they are no pages of the guide, and the offline copy never had their addresses.
    add_redirects(site, docs)
    (compress if compressed else drop_compressed)(site)


def drop_unlisted(site: Path) -> None:
    """Take the pages that search engines are not to list out of the engine's sitemap."""
    sitemap = site / "sitemap.xml"
    if not sitemap.is_file():
        return
    text = sitemap.read_text(encoding="utf-8")
    for page in pages(site):
        if not is_listed(page.read_text(encoding="utf-8")):
            address = page.relative_to(site).as_posix().removesuffix("index.html")
            entry = rf"\s*<url>\s*<loc>[^<]*/{re.escape(address)}</loc>.*?</url>"
            text = re.sub(entry, "", text, count=1, flags=re.DOTALL)
    write_if_changed(sitemap, text)


def drop_data(site: Path) -> None:
    """Remove the editors' files of facts, which some engines copy; readers get pages and open data."""
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
