"""The list of reviews for an issue: what is late, what is due within 30 days, and nothing when nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import PROJECT, run


def listed(project: Path, day: str) -> str:
    told = run("-m", "macros.watch.reviews", cwd=project, AS_OF=day, PYTHONPATH=str(PROJECT))
    assert told.returncode == 0, told.stderr
    return told.stdout


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| `docs/")]


def test_nothing_is_printed_while_nothing_is_due(project: Path) -> None:
    assert listed(project, "2027-04-20") == ""


@pytest.mark.parametrize(("day", "words"), [("2027-04-21", "Due soon"), ("2027-05-20", "Due soon"), ("2027-05-21", "Overdue"), ("2028-01-01", "Overdue")])  # fmt: skip
def test_each_page_is_a_row(project: Path, day: str, words: str) -> None:
    found = rows(listed(project, day))
    assert [row.split("`")[1] for row in found if "docs/data" not in row] == [
        "docs/get-help.md",
        "docs/index.md",
    ]
    assert all(words in row and "21 May 2027" in row for row in found if "docs/data" not in row)


def test_a_reviewed_page_leaves_the_list(project: Path) -> None:
    page = project / "docs" / "index.md"
    text = page.read_text(encoding="utf-8").replace("next_review: 2027-05-21", "next_review: 2027-11-21")
    page.write_text(text, encoding="utf-8")
    assert "docs/index.md" not in listed(project, "2027-05-21")


def test_the_list_says_where_to_read_how(project: Path) -> None:
    said = listed(project, "2027-05-21")
    how = PROJECT / "docs" / "contribute" / "pages.md"
    assert "docs/contribute/pages.md" in said
    assert "## Review a page and date it {" in how.read_text(encoding="utf-8")
