"""The guide as it was before a change: what git has of it, or another folder. Read as text, and never run."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

# Where a change leaves from, the first of these that git knows.
USUAL = ("origin/main", "main", "HEAD")
GIT_SECONDS = 60


class NoBaseError(Exception):
    """There is nothing to compare with; its words say why, as the end of a sentence."""


@dataclass(frozen=True)
class Base:
    """An earlier state of the guide.

    Attributes:
        name: What people call it.
        project: A folder with its `docs`.
    """

    name: str
    project: Path


@contextmanager
def open_base(project: Path, given: str = "") -> Iterator[Base]:
    """The state that the work in `project` started from.

    Args:
        project: The project as it is now.
        given: A folder, or what git calls a commit; the usual branch when empty. Of a branch that has moved
            on, the commit where this work left it counts.

    Raises:
        NoBaseError: There is none.
    """
    if given and Path(given).is_dir():
        yield Base(given, _with_facts(Path(given).resolve(), given))
        return
    name, commit = _commit(project, given)
    with TemporaryDirectory(prefix="guide-base-") as folder:
        _unpack(_git(project, "archive", "--format=tar", commit, "docs"), Path(folder))
        known = f"{name} ({commit[:7]})"
        yield Base(known, _with_facts(Path(folder), known))


def _with_facts(project: Path, name: str) -> Path:
    if not (project / "docs" / "data").is_dir():
        raise NoBaseError(f"{name} has no docs/data")
    return project


def _commit(project: Path, given: str) -> tuple[str, str]:
    """The commit to compare with, with the name that it was found by."""
    for name in (given,) if given else USUAL:
        found = _line(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found:
            return name, _line(project, "merge-base", found, "HEAD") or found
    raise NoBaseError(
        f'git knows no "{given}" here' if given else "this folder is not in git, or has no commit"
    )


def _line(project: Path, *arguments: str) -> str:
    """What git answers in one line; nothing when it fails."""
    try:
        return _git(project, *arguments).decode().strip()
    except NoBaseError:
        return ""


def _git(project: Path, *arguments: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise NoBaseError("git is not installed")
    done = subprocess.run(
        [git, "-C", str(project), *arguments], capture_output=True, timeout=GIT_SECONDS, check=False
    )
    if done.returncode:
        raise NoBaseError(" ".join(done.stderr.decode(errors="replace").split()) or "git could not read it")
    return done.stdout


def _unpack(archive: bytes, folder: Path) -> None:
    """Write the plain files of an archive; links and whatever else it holds are left out."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            target = (folder / member.name).resolve()
            if content and target.is_relative_to(folder.resolve()):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())
