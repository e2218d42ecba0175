"""Every check in macros/checks/checks.yml finds its mistakes and prints the very line that the page shows."""

from __future__ import annotations

import ast
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from macros.checks.built import check_built
from macros.checks.fix import mend
from macros.checks.guide import Guide
from macros.checks.registry import Check, Mistake, checks
from tests.checks.mistakes import all_of_sources, lines, make, small_guide
from tests.conftest import PROJECT

EVERY = [
    pytest.param(check, mistake, id=f"{check.id}-{number}")
    for check in checks().values()
    for number, mistake in enumerate(check.mistakes, start=1)
]
# Steps of the publishing and of the settings, which do not look at what editors write. They have tests of their own.
FOR_DEVELOPERS = {
    "checks", "feed", "frozen", "inline", "linker", "manifest", "minify", "neutral", "new-page", "oembed", "planner",
    "rename", "repository", "security", "spare", "unused-styles",
}  # fmt: skip


def changed_files(project: Path, before: dict[Path, bytes]) -> dict[str, str]:
    return {
        path.relative_to(project).as_posix(): path.read_text(encoding="utf-8")
        for path in project.rglob("*")
        if path.is_file() and path.read_bytes() != before.get(path)
    }


@pytest.mark.parametrize(("check", "mistake"), EVERY)
def test_a_mistake_prints_its_line(
    second_guide: Path, tmp_path: Path, check: Check, mistake: Mistake
) -> None:
    project = small_guide(second_guide, tmp_path)
    before = tmp_path / "before"
    shutil.copytree(project, before)
    make(mistake, project)
    printed = lines(check, mistake, project, before)
    assert mistake.prints in printed, f"write into checks.yml: {printed}"


@pytest.mark.parametrize(("check", "mistake"), EVERY)
def test_make_fix_mends_it_or_leaves_it_to_a_person(
    second_guide: Path, tmp_path: Path, check: Check, mistake: Mistake
) -> None:
    project = small_guide(second_guide, tmp_path)
    file = project / mistake.file
    right = mistake.beside.get(mistake.file) or file.read_text(encoding="utf-8")
    make(mistake, project)
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    printed = [str(change) for change in mend(Guide(project, project / "docs"))]
    after = changed_files(project, before)
    if mistake.mended is None:
        assert after == {}
        assert printed == []
        return
    assert after == {mistake.file: right.replace(mistake.instead_of, mistake.mended, 1)}
    assert printed
    assert all(line.startswith(f"{mistake.file}:") and line.endswith(f"[{check.id}]") for line in printed)
    assert list(mend(Guide(project, project / "docs"))) == []
    if mistake.mended != mistake.instead_of:
        assert mistake.prints not in lines(check, mistake, project, second_guide)


def test_the_small_guide_has_no_mistake(second_guide: Path, tmp_path: Path) -> None:
    project = small_guide(second_guide, tmp_path)
    assert [str(problem) for problem in all_of_sources(project, project)] == []
    assert check_built(project / "site") == []


def test_every_check_is_in_the_list() -> None:
    """Each name that the code gives to a problem has its mistakes, or is for developers."""
    named: set[str] = set()
    for file in (PROJECT / "macros").rglob("*.py"):
        named |= check_names(file)
    assert named - FOR_DEVELOPERS - checks().keys() == set(), "add it to macros/checks/checks.yml"


def check_names(file: Path) -> set[str]:
    """The names of checks that a Python file gives to problems: third in Problem(), second in .problem()."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = {"Problem": 2, "problem": 1, "Rule": 0}.get(name)
        if node.args and isinstance(node.args[0], ast.Starred):
            place = 1  # file and line as one
        if place is None or len(node.args) <= place:
            continue
        given = node.args[place]
        value = constants.get(given.id) if isinstance(given, ast.Name) else getattr(given, "value", None)
        if isinstance(value, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", value):
            found.add(value)
    return found


def test_the_page_shows_every_mistake_and_its_line(site_dir: Path) -> None:
    page = unescape((site_dir / "contribute" / "checks" / "index.html").read_text(encoding="utf-8"))
    for check in checks().values():
        assert f'id="check-{check.id}">{check.id}</h3>' in page
        for mistake in check.mistakes:
            assert f"<code>{mistake.bad.strip(chr(10))}</code>" in page, mistake
            assert f"<code>{mistake.prints}</code>" in page, mistake.prints


def test_every_line_says_where_what_why_and_what_to_write() -> None:
    for check in checks().values():
        for mistake in check.mistakes:
            where, _, rest = mistake.prints.partition(": ")
            assert re.fullmatch(r"[\w./-]+:\d+", where)
            assert "\n" not in rest
            what, why, write = rest.partition(f" {check.why} ")
            assert why, mistake.prints
            assert what
            assert write.endswith(f" [{check.id}]")
