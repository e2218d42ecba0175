"""offline.zip: the guide as a folder of files that opens from a disk, with no server and no network.

What differs from the site: a link to a folder names its index.html, because a disk shows a folder as a
list of files; the policy names `file:` beside 'self', because a browser may give a file no origin that
'self' could mean; there is no manifest, which a browser refuses to read from a disk, and no
feed, which would not change; and what only other sites use (the social card and its words, answers for
oEmbed, frozen versions of the embed pages) is left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from macros.publish.feed import FEED
from macros.publish.html import (
    TAG,
    attributes,
    file_behind,
    is_frozen,
    pages,
    replace_values,
    write_if_changed,
)
from macros.publish.identity import MANIFEST, without_manifest
from macros.publish.oembed import ANSWER
from macros.publish.security import policy_for, with_policy

ARCHIVE = "offline.zip"
# On what only leads somewhere once there is an archive, such as a link to it.
NOT_YET = " hidden data-published"
FOLDER = "guide"  # what the archive unpacks to
DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say
LEFT_OUT = {ARCHIVE, FEED, MANIFEST, "404.html", "_headers", "robots.txt", "sitemap.xml"}
TWINS = {".br", ".gz"}
CARD = re.compile(r"""<meta (?:property=["']?og:|name=["']?twitter:)[^>]*>\n?""")
# What may be an address in data, which stands in an attribute or in a script: "../get-help/", "plan/".
IN_DATA = re.compile(r'"((?:\.{1,2}|[\w-]+)/[^"\s]*)"')


def offline_copy(site: Path) -> None:
    """Write offline.zip, and show the links to it.

    The same site gives the same bytes: sorted names, fixed dates.
    """
    for page in pages(site):
        write_if_changed(page, page.read_text(encoding="utf-8").replace(NOT_YET, ""))
    left_out = LEFT_OUT | _cards(site)
    scripts = _scripts(site)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for file in sorted(site.rglob("*"), key=lambda file: file.relative_to(site).as_posix()):
            name = file.relative_to(site).as_posix()
            for_others = is_frozen(PurePosixPath(name)) or file.name == ANSWER
            if not file.is_file() or name in left_out or for_others or file.suffix in TWINS:
                continue
            content = file.read_bytes()
            if file.suffix == ".html":
                content = offline_page(content.decode(), PurePosixPath(name), site).encode()
            elif name in scripts:
                content = _open_folders(content.decode(), scripts[name], site).encode()
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on every machine
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=9)
    target = site / ARCHIVE
    if not target.is_file() or target.read_bytes() != memory.getvalue():
        target.write_bytes(memory.getvalue())


def offline_page(html: str, page: PurePosixPath, site: Path) -> str:
    """A page of the site as it stands in the archive.

    Args:
        html: The published page.
        page: Its path below the site's root.
        site: The built folder.
    """
    links = (attributes(tag.group(2)) for tag in TAG.finditer(html) if tag.group(1).lower() == "link")
    canonical = next((link["href"] for link in links if link.get("rel") == "canonical"), "")

    def change(tag: str, attribute: str, value: str) -> str | None:
        if attribute in {"href", "src", "data-src"}:
            behind = file_behind(value, page)
            if behind is not None and behind.as_posix() in LEFT_OUT:
                # Not in the archive: the one on the site, where there may be a newer one.
                return urljoin(canonical, value) if canonical else None
            return _with_index(value, page, site)
        if attribute.startswith("data-") and "{" in value:
            return _open_folders(value, page, site)
        return None

    opened = replace_values(CARD.sub("", without_manifest(html)), change)
    return with_policy(opened, page.as_posix(), _policy(opened))


def _with_index(address: str, page: PurePosixPath, site: Path) -> str | None:
    """The address with index.html where it means a folder of the site; None where it means no folder."""
    behind = file_behind(address, page)
    if behind is None or not (site / behind / "index.html").is_file():
        return None
    parts = urlsplit(address)
    return parts._replace(path=f"{parts.path.removesuffix('/')}/index.html").geturl()


def _open_folders(data: str, page: PurePosixPath, site: Path) -> str:
    """Data or a script with the folders in it, as a page names them, opened."""
    return IN_DATA.sub(lambda found: f'"{_with_index(found.group(1), page, site) or found.group(1)}"', data)


def _scripts(site: Path) -> dict[str, PurePosixPath]:
    """The scripts of the site, each with a page that loads it: what a script names, it names from there."""
    found: dict[str, PurePosixPath] = {}
    for page in pages(site):
        here = PurePosixPath(page.relative_to(site).as_posix())
        for tag in TAG.finditer(page.read_text(encoding="utf-8")):
            script = attributes(tag.group(2)).get("src", "") if tag.group(1).lower() == "script" else ""
            behind = file_behind(script, here)
            if behind is not None:
                found.setdefault(behind.as_posix(), here)
    return found


def _policy(html: str) -> str:
    return policy_for(html).replace("'self'", "'self' file:")


def _cards(site: Path) -> set[str]:
    """The files that only other sites fetch: those whose whole address stands in a page's og:image."""
    found: set[str] = set()
    for page in pages(site):
        for card in CARD.finditer(page.read_text(encoding="utf-8")):
            given = attributes(card.group(0))
            if given.get("property") == "og:image":
                path = urlsplit(given.get("content", "")).path
                found |= {
                    file.relative_to(site).as_posix()
                    for file in (site / "assets").rglob(Path(path).name)
                    if path.endswith(file.relative_to(site).as_posix())
                }
    return found
