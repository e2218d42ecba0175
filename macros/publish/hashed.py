"""Gives each asset a name that holds a hash of its content, so that a browser may keep it for a year.

guide.css becomes guide.1a2b3c4d.css, in its folder and wherever a page or a style names it. A script
does not name a file: it takes the address from an attribute of its page.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from macros.publish.html import file_behind, pages, replace_values, write_if_changed

ASSETS = "assets"
LENGTH = 8  # hexadecimal digits of SHA-256
HASHED = re.compile(rf"^(?P<stem>.+)\.(?P<hash>[0-9a-f]{{{LENGTH}}})(?P<suffix>\.[^.]+)$")
CSS_URL = re.compile(r"""(url\(\s*["']?)([^"')\s]+)(["']?\s*\))""")
# Made anew at the end from the files they stand beside.
TWINS = {".br", ".gz"}


def hash_assets(site: Path) -> None:
    """Rename every file below assets/, and rewrite what names it. An asset that has its hash stays."""
    folder = site / ASSETS
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix not in TWINS]
    renamed: dict[PurePosixPath, PurePosixPath] = {}
    # A style's own name depends on the names in it, so styles come after the files they name.
    for file in sorted(files, key=lambda file: file.suffix == ".css"):
        if file.suffix == ".css":
            _rewrite_style(file, site, renamed)
        target = file.with_name(hashed_name(file.name, file.read_bytes()))
        if target != file:
            file.replace(target)
            renamed[PurePosixPath(file.relative_to(site).as_posix())] = PurePosixPath(
                target.relative_to(site).as_posix()
            )
    if renamed:
        for page in pages(site):
            _rewrite_page(page, site, renamed)


def hashed_name(name: str, content: bytes) -> str:
    """The name with a hash of the content before its ending; an older hash in the name gives way."""
    digest = hashlib.sha256(content).hexdigest()[:LENGTH]
    found = HASHED.match(name)
    stem, suffix = (found["stem"], found["suffix"]) if found else (Path(name).stem, Path(name).suffix)
    return f"{stem}.{digest}{suffix}"


def _rewrite_style(file: Path, site: Path, renamed: dict[PurePosixPath, PurePosixPath]) -> None:
    here = PurePosixPath(file.relative_to(site).as_posix())

    def new(found: re.Match[str]) -> str:
        address = _renamed(found.group(2), here, renamed)
        return found.group(0) if address is None else found.group(1) + address + found.group(3)

    text = file.read_text(encoding="utf-8")
    write_if_changed(file, CSS_URL.sub(new, text))


def _rewrite_page(page: Path, site: Path, renamed: dict[PurePosixPath, PurePosixPath]) -> None:
    here = PurePosixPath(page.relative_to(site).as_posix())

    def change(tag: str, attribute: str, value: str) -> str | None:
        if f"{ASSETS}/" not in value:
            return None
        if value.startswith("/") or (tag == "meta" and urlsplit(value).scheme in {"http", "https"}):
            return _renamed_from_the_root(value, renamed)
        # A value with a brace is data, and every other attribute may hold an address.
        return None if "{" in value else _renamed(value, here, renamed)

    write_if_changed(page, replace_values(page.read_text(encoding="utf-8"), change))


def _renamed(address: str, page: PurePosixPath, renamed: dict[PurePosixPath, PurePosixPath]) -> str | None:
    """The new relative address; None when it means no renamed file."""
    old = file_behind(address, page)
    if old is None or old not in renamed:
        return None
    parts = urlsplit(address)
    return parts._replace(
        path=posixpath.join(posixpath.dirname(parts.path), quote(renamed[old].name))
    ).geturl()


def _renamed_from_the_root(address: str, renamed: dict[PurePosixPath, PurePosixPath]) -> str | None:
    """The new address of a file that is named from the root; None when it means no renamed file.

    So does the error page, which is shown for any address, and a <meta> for other sites. The site may
    stand below a path that we do not know.
    """
    path = unquote(urlsplit(address).path)
    for old, new in renamed.items():
        if path.endswith(f"/{old}"):
            return address.removesuffix(quote(old.name)) + quote(new.name)
    return None
