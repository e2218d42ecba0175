"""Takes comments and spare white space out of the style sheets and the scripts.

Pages stay as they are built: minifying their HTML won under 1 per cent after compression.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import rcssmin
import rjsmin

from macros.errors import GuideError, Problem

# A space before a bare pseudo-class means "anything inside", and the minifier takes it away.
BARE_PSEUDO_CLASS = re.compile(r"[\w)\]*] :[a-z-]+[({,]?")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def minify_style(style: str) -> str:
    """A style sheet without comments and spare white space.

    Raises:
        GuideError: A selector has a space before a bare pseudo-class, which would change its meaning.
    """
    for rule in COMMENT.sub("", style).split("}"):
        selector = rule.rpartition("{")[0]
        found = BARE_PSEUDO_CLASS.search(selector.rpartition("{")[2])
        if found and "@" not in selector:
            said = f"The selector {selector.strip()!r} would lose the space before its pseudo-class."
            raise GuideError([Problem("style sheet", 1, "minify", said, "Write a star before the colon.")])
    minified: str = rcssmin.cssmin(style)
    return minified


MINIFIERS: dict[str, Callable[[str], str]] = {".css": minify_style, ".js": rjsmin.jsmin}


def minify_assets(site: Path) -> None:
    """Minify every style sheet and script below `assets`; one that is minified stays as it is."""
    for file in sorted((site / "assets").rglob("*")):
        minify = MINIFIERS.get(file.suffix)
        if minify is None:
            continue
        text = file.read_text(encoding="utf-8")
        minified = minify(text)
        if minified != text:
            file.write_text(minified, encoding="utf-8", newline="\n")
