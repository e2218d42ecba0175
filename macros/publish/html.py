"""Small readings of built HTML that the publish steps share. They change text and keep every other byte."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from pathlib import Path, PurePath, PurePosixPath
from urllib.parse import unquote, urlsplit

# A start tag, with quoted values that may hold a ">".
TAG = re.compile(r"""<([a-zA-Z][\w-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
NOINDEX = re.compile(r"""<meta name=["']?robots["']? content=["']?noindex\b""")
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+))""")


# Stands in the first tag of a page that only leads on.
RETIRED = "data-retired="
# Folders of a site that hold what never changes: macros/publish/frozen.py.
FROZEN = re.compile(r"embed/\d{4}-\d{2}/")


def pages(site: Path) -> Iterator[Path]:
    """Every page of a built folder that a step may change, in the same order on every machine."""
    for page in sorted(site.rglob("*.html")):
        if not is_frozen(page.relative_to(site)) and not is_retired(page):
            yield page


def is_retired(page: Path) -> bool:
    """Whether a file is no page any more, and only leads on to one: macros/publish/retired.py."""
    with page.open(encoding="utf-8") as file:
        return RETIRED in file.read(200)


def is_frozen(path: PurePath) -> bool:
    """Whether a path below the site's root is part of a frozen version, such as embed/2026-11/index.html."""
    return FROZEN.match(path.as_posix()) is not None


def is_listed(html: str) -> bool:
    """Whether a page is one that search engines, the guide's own search and lists of pages may name."""
    return not NOINDEX.search(html)


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a start tag by name in lower case, with their values as a browser reads them."""
    return {
        match.group(1).lower(): unescape(match.group(2) or match.group(3) or match.group(4) or "")
        for match in ATTRIBUTE.finditer(tag)
    }


def replace_values(html: str, change: Callable[[str, str, str], str | None]) -> str:
    """Change values of attributes.

    Args:
        html: A page.
        change: Gets the tag's name and the attribute's name, both in lower case, and the value as a browser
            reads it; gives the new value, or None to leave every byte of it as it is.
    """

    def in_tag(tag: re.Match[str]) -> str:
        name = tag.group(1).lower()

        def in_attribute(found: re.Match[str]) -> str:
            old = found.group(2) or found.group(3) or found.group(4) or ""
            new = change(name, found.group(1).lower(), unescape(old))
            return found.group(0) if new is None else f'{found.group(1)}="{escape(new)}"'

        return f"<{tag.group(1)}{ATTRIBUTE.sub(in_attribute, tag.group(2))}>"

    return TAG.sub(in_tag, html)


def file_behind(address: str, page: PurePosixPath) -> PurePosixPath | None:
    """The file below the site's root that a relative address on a page means; None for any other address.

    Args:
        address: What an attribute holds, such as "../timing/#words".
        page: The page's path below the root, such as about/index.html.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    path = posixpath.normpath((page.parent / unquote(parts.path)).as_posix())
    return None if path.startswith("..") else PurePosixPath(path)


def write_if_changed(file: Path, text: str) -> None:
    """Write a text, and leave the file's date alone where it already holds that text."""
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8", newline="\n")
