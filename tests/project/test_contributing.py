"""The worked examples for editors run: each diff fits the files, and each command says what the page says it does."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import PROJECT

PAGES = PROJECT / "docs" / "contribute"
NAMES = ("index.md", "pages.md", "facts.md", "repository.md")
# After the days in the examples, so that none of them lies in the future.
DAY = "2026-12-02"
DATE = re.compile(r"\d{4}-\d\d-\d\d")
SECTION = re.compile(r"^## (.+?) \{ #([a-z-]+) \}$", re.MULTILINE)
STEP = re.compile(
    r"In `(?P<file>[^`\n]+)`:\n\n```diff\n(?P<diff>.*?)```"
    r"|Delete `(?P<gone>[^`\n]+)`\."
    r"|(?P<refused>refused:\n\n|refused, [^\n]*:\n\n)?```sh\n(?P<commands>.*?)```(?:\n\n```text\n(?P<said>.*?)```)?",
    re.DOTALL,
)
# What takes long, asks the web, or changes a repository: that it exists is tested, and it is not run here.
NOT_RUN = ("make site", "make links", "make test", ".github/make-labels")


@dataclass
class Example:
    """A task of a page with what its example does, in order.

    Attributes:
        page: The page's file name.
        name: The id of the task's heading.
        steps: What is changed, deleted, or run with what it says.
    """

    page: str
    name: str
    steps: list[dict[str, str]] = field(default_factory=list)


def examples() -> Iterator[Example]:
    for page in NAMES:
        text = (PAGES / page).read_text(encoding="utf-8")
        parts = SECTION.split(text)[1:]
        for _, name, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            steps = [
                {key: value for key, value in found.groupdict().items() if value}
                for found in STEP.finditer(body)
            ]
            if any("diff" in step or "gone" in step for step in steps):
                yield Example(page, name, steps)


EXAMPLES = list(examples())


def hunks(diff: str) -> Iterator[tuple[str, str]]:
    """What stood there, and what stands there after: a line with "…" parts two places of a file."""
    for part in re.split(r"^…\n", diff, flags=re.MULTILINE):
        lines = part.splitlines()
        assert all(line[:1] in {" ", "+", "-"} for line in lines), part
        old = "\n".join(line[1:] for line in lines if line[0] != "+")
        new = "\n".join(line[1:] for line in lines if line[0] != "-")
        yield old, new


def take_back(example: Example, project: Path) -> None:
    """Undo what an example tells of the past: an entry that it adds, and that is there."""
    for step in example.steps:
        added = "\n".join(line[1:] for line in step.get("diff", "").splitlines())
        file = project / step.get("file", "")
        if "diff" in step and all(line[0] == "+" for line in step["diff"].splitlines()):
            text = file.read_text(encoding="utf-8")
            assert text.count(f"{added}\n") == 1, f"{file.name} has no such entry any more:\n{added}"
            file.write_text(text.replace(f"{added}\n", ""), encoding="utf-8")


def apply(file: Path, diff: str) -> None:
    """Change a file as a diff of a page says; a date in what stood there may be any date."""
    text = file.read_text(encoding="utf-8")
    for old, new in hunks(diff):
        if not old:
            # The end of an entry, so that it can be followed by the next.
            text = f"{text.rstrip()}\n\n{new}\n"
            continue
        anywhen = DATE.pattern.join(re.escape(words) for words in DATE.split(old))
        pattern = re.compile(rf"^{anywhen}$", re.MULTILINE)
        places = pattern.findall(text)
        assert len(places) == 1, f"{file.name} has {len(places)} places for:\n{old}"
        text = pattern.sub(lambda _, new=new: new, text)  # type: ignore[misc]
    file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is, without its history, to compare with."""
    return copy_to(tmp_path_factory.mktemp("base") / "guide")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project to change."""
    return copy_to(tmp_path / "guide")


def copy_to(target: Path) -> Path:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=PROJECT, capture_output=True, text=True, check=True
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        if (PROJECT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, target / name)
    for tools in (".venv", ".uv"):
        if (PROJECT / tools).exists():
            (target / tools).symlink_to(PROJECT / tools)
    return target


def command(words: list[str], cwd: Path, base: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of a page, compared with the project as it was."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        words,
        cwd=cwd,
        env={**outside, "AS_OF": DAY, "BASE": str(base)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def without_line(text: str) -> str:
    """A message without its line number: pages grow."""
    return re.sub(r":\d+: ", ": ", text)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_worked_example_works(example: Example, checkout: Path, untouched: Path) -> None:
    take_back(example, checkout)
    refused = False
    for step in example.steps:
        if "file" in step:
            apply(checkout / step["file"], step["diff"])
        elif "gone" in step:
            (checkout / step["gone"]).unlink()
        else:
            said = ""
            failed = False
            for line in step["commands"].splitlines():
                words = shlex.split(line)
                if line.startswith(NOT_RUN) or "=" in words[0]:
                    continue
                done = command(words, checkout, untouched)
                failed = failed or done.returncode != 0
                said += done.stdout + done.stderr
            for wanted in step.get("said", "").splitlines():
                assert without_line(wanted) in without_line(said), said
            refused = "refused" in step
            assert failed == refused, said
    assert not refused, "an example ends in order"
