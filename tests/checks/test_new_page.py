"""`make new-page` writes a page that lacks nothing but its words, or says in a line why it does not."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
import yaml

from macros.checks.__main__ import check_sources
from macros.checks.guide import Guide
from macros.checks.new_page import PAGE, STILL_TO_WRITE, new_page
from macros.errors import GuideError
from macros.facts.page_meta import PageMeta
from tests.conftest import PROJECT, build_site, run

DAY = date(2026, 11, 21)


def guide(project: Path) -> Guide:
    return Guide(project, project / "docs")


TITLES = [
    ("Scars and time", "scars"),
    ("Tan: how it fades", "tan/fading"),
    ("It's the season's first 'tan'", "first"),
    ("A title that is as long as a title may be, and not one letter longer!!", "docs/long.md"),
    ("Yes", "yes"),
    ("2026", "year"),
]


def checked(project: Path) -> list[str]:
    return [str(problem) for problem in check_sources(guide(project))]


def fill_in(file: Path) -> None:
    """Write words of an editor where the page still waits for them."""
    text = file.read_text(encoding="utf-8")
    for place, each in STILL_TO_WRITE.items():
        text = text.replace(each.words, f"Here an editor wrote the {place.replace('_', ' ')} of this page.")
    file.write_text(text, encoding="utf-8")


def test_new_pages_lack_only_their_words_and_build(project: Path, tmp_path: Path) -> None:
    for title, page in TITLES:
        said = new_page(guide(project), title, page, DAY)
        name = page.removeprefix("docs/").removesuffix(".md")
        head = yaml.safe_load((project / "docs" / f"{name}.md").read_text(encoding="utf-8").split("---\n")[1])
        assert head["title"] == title
        assert set(head) >= {key for key, field in PageMeta.model_fields.items() if field.is_required()}
        lines = (project / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
        (in_menu,) = (line for line in said if line.startswith("mkdocs.yml:"))
        assert lines[int(in_menu.split(":")[1]) - 1].strip() == f"- {name}.md"
    assert {line.rpartition(" ")[2] for line in checked(project)} == {"[unwritten]"}
    for _, page in TITLES:
        fill_in(project / "docs" / f"{page.removeprefix('docs/').removesuffix('.md')}.md")
    assert checked(project) == []
    site = build_site(tmp_path / "site", project=project, PYTHONPATH=str(PROJECT))
    for name in ("scars", "tan/fading", "first", "long", "yes", "year"):
        assert (site / name / "index.html").is_file()


def test_it_stands_beside_the_pages_of_its_folder(project: Path) -> None:
    new_page(guide(project), "Fading", "tan/fading", DAY)
    new_page(guide(project), "Winter", "winter", DAY)
    new_page(guide(project), "Brands", "tan/brands", DAY)
    menu = [
        line.strip()
        for line in (project / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
        if ".md" in line
    ]
    assert menu[-3:] == ["- tan/fading.md", "- tan/brands.md", "- winter.md"]


def test_it_works_in_this_guide(tmp_path: Path) -> None:
    project = tmp_path / "guide"
    project.mkdir()
    shutil.copytree(PROJECT / "docs", project / "docs")
    shutil.copy(PROJECT / "mkdocs.yml", project)
    # What a part of the project without its tests is told.
    before = checked(project)
    said = new_page(guide(project), "Rules in France", "choose/france", DAY)
    assert "docs/data/addresses.yml: /choose/france/ is new." in said
    assert "/choose/france/" in addresses(project)
    to_come = [line for line in checked(project) if line not in before]
    assert len(to_come) == 6
    assert all(line.startswith("docs/choose/france.md:") for line in to_come)
    assert all(line.endswith("[unwritten]") for line in to_come)
    fill_in(project / "docs" / "choose" / "france.md")
    assert checked(project) == before
    assert "      - choose/united-kingdom.md\n      - choose/france.md\n" in (
        project / "mkdocs.yml"
    ).read_text(encoding="utf-8")


def addresses(project: Path) -> list[str]:
    kept = yaml.safe_load((project / "docs/data/addresses.yml").read_text(encoding="utf-8"))
    return list(kept["addresses"])


def test_the_check_names_the_very_lines_that_the_command_named(project: Path) -> None:
    said = new_page(guide(project), "Scars", "scars", DAY)
    place = re.compile(r"docs/scars\.md:\d+: ")
    named = [line for line in said if place.match(line)]
    found = checked(project)
    assert len(named) == PAGE.count("{part}") + len(STILL_TO_WRITE) - 1 == 6
    assert len(found) == len(named)
    for told, problem in zip(named, found, strict=True):
        where, _, write = told.partition(": ")
        assert problem.startswith(f"{where}: ")
        assert problem.endswith(f" {write} [unwritten]")


@pytest.mark.parametrize("place", STILL_TO_WRITE)
def test_each_sentence_is_refused_until_it_is_written(project: Path, place: str) -> None:
    new_page(guide(project), "Scars", "scars", DAY)
    file = project / "docs" / "scars.md"
    fresh = file.read_text(encoding="utf-8")
    fill_in(file)
    assert checked(project) == []
    words = STILL_TO_WRITE[place].words
    start = "## What we know" if place == "part" else f"{place}:"
    line = next(number for number, line in enumerate(fresh.splitlines(), 1) if line.startswith(start))
    line += 2 if place == "part" else 0
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[line - 1] = fresh.splitlines()[line - 1]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (said,) = checked(project)
    assert said.startswith(f'docs/scars.md:{line}: "{words}" ')
    assert said.endswith("[unwritten]")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("A peel comes", "We are still\nwriting this part. A peel comes", 20),
        ("A peel comes", "we are still writing this part. A peel comes", 20),
        ("{{ in_short() }}", '{{ in_short(points=["We are still writing this part."]) }}', 14),
        ("audience: The tests.", "audience: >-\n  Anyone who wants to\n  know more about this.", 5),
    ],
)
def test_a_sentence_is_found_wherever_it_stands(project: Path, old: str, new: str, line: int) -> None:
    file = project / "docs" / "index.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    (said,) = checked(project)
    assert said.startswith(f"docs/index.md:{line}: ")
    assert said.endswith("[unwritten]")


def test_an_example_in_code_may_show_a_sentence(project: Path) -> None:
    file = project / "docs" / "index.md"
    text = file.read_text(encoding="utf-8")
    shown = "```text\nWe are still writing this part.\n```\n\nA peel comes"
    file.write_text(text.replace("A peel comes", shown, 1), encoding="utf-8")
    assert checked(project) == []


def test_a_guide_without_a_record_gets_none(project: Path) -> None:
    said = new_page(guide(project), "Scars", "scars", DAY)
    assert not (project / "docs/data/addresses.yml").exists()
    assert not any("addresses" in line for line in said)


def test_a_record_that_cannot_be_read_changes_nothing(project: Path) -> None:
    (project / "docs/data/addresses.yml").write_text("addresses: /\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    with pytest.raises(GuideError) as refused:
        new_page(guide(project), "Scars", "scars", DAY)
    assert refused.value.problems[0].file == "docs/data/addresses.yml"
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_retired_address_gets_no_new_page_unseen(project: Path) -> None:
    (project / "docs/data/redirects.yml").write_text(
        "redirects:\n  - {from: /scars/, to: /get-help/, date: 2026-11-21, reason: Moved.}\n",
        encoding="utf-8",
    )
    with pytest.raises(GuideError, match="/scars/ is retired, and leads to /get-help/"):
        new_page(guide(project), "Scars", "scars", DAY)
    assert not (project / "docs" / "scars.md").exists()


@pytest.mark.parametrize(
    ("title", "page", "words"),
    [
        ("", "scars", "There is no title"),
        ("Scars", "", "There is no path"),
        ("Hi", "scars", "2 letters"),
        ("x" * 71, "scars", "71 letters"),
        ("Scars {{ wait() }}", "scars", "cannot show"),
        ("<b>Scars</b>", "scars", "cannot show"),
        ("Scars", "Scars and time", "no path of a page"),
        ("Scars", "../scars", "no path of a page"),
        ("Scars", "/etc/passwd.", "no path of a page"),
        ("Scars", "data/scars", "holds no pages"),
        ("Scars", "get-help", "already"),
        ("Scars", "get-help/index", "already"),
        ("Scars", "index", "already"),
        ("get help after a tan or a peel", "scars", "has this title already"),
    ],
)
def test_it_refuses_clearly_and_changes_nothing(project: Path, title: str, page: str, words: str) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    with pytest.raises(GuideError) as refused:
        new_page(guide(project), title, page, DAY)
    assert any(words in problem.message for problem in refused.value.problems), str(refused.value)
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_the_command_says_why_in_a_line(project: Path) -> None:
    said = run(
        "-m", "macros.checks.new_page", "--title", "Scars", "--page", "get-help", "--project", str(project)
    )
    assert said.returncode == 1
    assert said.stderr.splitlines() == [
        "docs/get-help.md:1: There is a page at /get-help/ already. Edit that one, or choose another path. [new-page]"
    ]


def test_nobody_is_asked_where_nobody_can_answer(project: Path) -> None:
    said = run("-m", "macros.checks.new_page", "--project", str(project))
    assert said.returncode == 1
    assert "There is no title." in said.stderr


def test_make_does_not_take_the_path_of_programs_for_that_of_a_page() -> None:
    make = shutil.which("make")
    assert make is not None, "install make"
    said = subprocess.run(
        [make, "--dry-run", "new-page", "PATH=scars"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode != 0
    assert "Write PAGE=scars and not PATH=scars" in said.stderr
