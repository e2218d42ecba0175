"""The web manifest: the guide's name and colours for a phone's home screen, from the home page's head."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

from macros.errors import GuideError, Problem
from macros.publish.html import TAG, attributes, is_listed, pages, write_if_changed

MANIFEST = "site.webmanifest"
LINK = re.compile(r"""<link rel=["']?manifest\b[^>]*>\n?""")
HEAD_END = re.compile(r"</head>", re.IGNORECASE)
LANGUAGE = re.compile(r"<html\b([^>]*)>", re.IGNORECASE)


def add_manifest(site: Path) -> None:
    """Write site.webmanifest and link it from every listed page.

    The colours are those of the light scheme: a manifest has one of each.

    Raises:
        GuideError: The home page names neither itself nor a colour.
    """
    home = site / "index.html"
    if not home.is_file():
        return
    text = home.read_text(encoding="utf-8")
    tags = [(tag.group(1).lower(), attributes(tag.group(2))) for tag in TAG.finditer(text)]
    metas = {
        given.get("name") or given.get("property", ""): unescape(given.get("content", ""))
        for name, given in reversed(tags)
        if name == "meta"
    }
    missing = [name for name in ("og:site_name", "description", "theme-color") if not metas.get(name)]
    if missing:
        names = ", ".join(missing)
        raise GuideError([Problem("index.html", 1, "manifest", f"Its head lacks {names}.", "Add it.")])
    icons = [given for name, given in tags if name == "link" and given.get("rel") == "icon"]
    language = LANGUAGE.search(text)
    manifest = {
        "name": metas["og:site_name"],
        "short_name": metas.get("application-name") or metas["og:site_name"],
        "description": metas["description"],
        "lang": attributes(language.group(1)).get("lang", "en") if language else "en",
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "background_color": metas["theme-color"],
        "theme_color": metas["theme-color"],
        "icons": [
            {"src": icon["href"].removeprefix("./"), "sizes": icon["sizes"], "type": icon["type"]}
            for icon in icons
            if {"href", "sizes", "type"} <= icon.keys()
        ],
    }
    write_if_changed(site / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    for page in pages(site):
        bare = LINK.sub("", page.read_text(encoding="utf-8"))
        if not is_listed(bare):
            continue
        up = "../" * (len(page.relative_to(site).parts) - 1)
        link = f'<link rel="manifest" href="{up}{MANIFEST}">\n'
        write_if_changed(page, HEAD_END.sub(lambda end, link=link: link + end.group(0), bare, count=1))  # type: ignore[misc]


def without_manifest(html: str) -> str:
    """The page without its link to the manifest."""
    return LINK.sub("", html)
