"""Frozen versions of the embed pages: copies that never change, for clinics that check each change first.

`make freeze` makes one from the published pages (macros/publish/freeze.py). Here it goes into the site as it
is, but for a line that was prepared in it and is shown once the guide has a newer edition. A frozen folder
holds the checksums of its files, and the folder of all of them holds the checksum of each list, in the form
of sha256sum: decisions/0014-oembed-and-frozen-versions.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from macros.errors import GuideError, Problem
from macros.publish.oembed import LIVE

CHECK = "frozen"
FOLDER = Path("frozen")
SUMS = "SHA256SUMS"
ABOUT = "about.json"
# What stands in the folder for those who keep it, and not in the site.
KEPT_BACK = {SUMS, ABOUT}
NAME = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
SUM = re.compile(r"(?P<sum>[0-9a-f]{64})  (?P<file>\S.*)")
# The line of a frozen page that waits for a newer edition, and the same when it is shown.
HIDDEN, SHOWN = b" data-newer hidden>", b" data-newer>"


def add_frozen(site: Path, edition: date | None, frozen: Path = FOLDER) -> None:
    """Put every frozen version into the site, below embed/. A guide without embed pages gets none.

    Args:
        site: The built folder.
        edition: The day of the guide's newest change.
        frozen: The folder of the frozen versions.

    Raises:
        GuideError: A frozen version is not what it was.
    """
    if not (site / LIVE / "index.html").is_file():
        return
    problems = list(changed(frozen))
    if problems:
        raise GuideError(problems)
    for version in versions(frozen):
        is_old = edition is not None and edition > edition_of(version)
        for name in checksums(version / SUMS):
            if name in KEPT_BACK:
                continue
            content = (version / name).read_bytes()
            if is_old and name.endswith(".html"):
                content = content.replace(HIDDEN, SHOWN)
            target = site / LIVE.parent / version.name / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def versions(frozen: Path) -> list[Path]:
    """The folders of the frozen versions, oldest first."""
    if not frozen.is_dir():
        return []
    return sorted(folder for folder in frozen.iterdir() if NAME.fullmatch(folder.name) and folder.is_dir())


def edition_of(version: Path) -> date:
    """The edition of the guide that a frozen version is a copy of."""
    return date.fromisoformat(json.loads((version / ABOUT).read_text(encoding="utf-8"))["edition"])


def checksums(file: Path) -> dict[str, str]:
    """The checksums in a list, by the name of the file; none where there is no list."""
    if not file.is_file():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    return {found["file"]: found["sum"] for line in lines if (found := SUM.fullmatch(line))}


def write_checksums(file: Path, names: dict[str, str]) -> None:
    """Write a list of checksums, which `sha256sum --check` reads as well."""
    lines = [f"{digest}  {name}\n" for name, digest in sorted(names.items())]
    file.write_text("".join(lines), encoding="utf-8", newline="\n")


def checksum(file: Path) -> str:
    """The checksum of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def changed(frozen: Path) -> Iterator[Problem]:
    """Everything in the frozen versions that is not what it was when they were made."""
    listed = checksums(frozen / SUMS)
    yield from _differences(frozen, frozen, listed, {f"{each.name}/{SUMS}" for each in versions(frozen)})
    for version in versions(frozen):
        there = {
            file.relative_to(version).as_posix()
            for file in version.rglob("*")
            if file.is_file() and file != version / SUMS
        }
        yield from _differences(frozen, version, checksums(version / SUMS), there)


def _differences(frozen: Path, folder: Path, listed: dict[str, str], there: set[str]) -> Iterator[Problem]:
    back = "A frozen version never changes: put it back with git."
    for name in sorted(listed.keys() | there):
        said = ""
        if name not in there:
            said = "This file of a frozen version is gone."
        elif name not in listed:
            said = f"This file is not in {(folder / SUMS).relative_to(frozen.parent).as_posix()}."
        elif checksum(folder / name) != listed[name]:
            said = "This file of a frozen version has changed."
        if said:
            path = (folder / name).relative_to(frozen.parent).as_posix()
            yield Problem(path, 1, CHECK, said, back)
