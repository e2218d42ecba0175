"""Each check of a page finds what it is for, at its line, and lets a good page pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.checks.guide import Guide
from macros.checks.pages import check_pages
from tests.conftest import PROJECT, run

# (name, text of the page to replace, what the editor wrote instead, words the message must have, name of the check)
MISTAKES: list[tuple[str, str, str, str, str]] = [
    ("typed-wait", "A peel comes", "A peel comes 2 weeks later, or", "typed by hand", "typed-fact"),
    ("typed-wait-in-words", "A peel comes", "After two weeks, or", "typed by hand", "typed-fact"),
    ("typed-range", "A peel comes", "After 7 to 14 days, or", "typed by hand", "typed-fact"),
    ("typed-rate", "A peel comes", "In 3 of 100 people a peel comes", "typed by hand", "typed-fact"),
    ("typed-percentage", "A peel comes", "72 % say a peel comes", "typed by hand", "typed-fact"),
    ("typed-depth", "A peel comes", "At 1.5 mm a peel comes", "typed by hand", "typed-fact"),
    ("typed-in-front-matter", "audience: The tests.", "audience: People who waited 3 days.", "typed by hand", "typed-fact"),
    ("typed-in-a-call", "{{ in_short() }}", '{{ in_short(points=["Wait 10 days."]) }}', "typed by hand", "typed-fact"),
    ("promise", "A peel comes", "It is safe: a peel comes", "promises more", "promise"),
    ("proven", "A peel comes", "It is proven: a peel comes", "promises more", "promise"),
    ("heading-without-id", "## The waits { #waits }", "## The waits", "has no id", "heading"),
    ("title-in-body", "## The waits { #waits }", "# The waits", "front matter", "heading"),
    ("id-twice", "{{ interval_table() }}", "## Again { #waits }", "stands twice", "heading"),
    ("answers-in-markdown", "A peel comes", "[Plan](index.md#v1&task=next). A peel comes", "planner_link", "anchors"),
    ("answers-without-a-planner", "A peel comes", '{{ planner_link("get-help#v1&task=next", "Plan") }}', "that page has none", "component"),
    ("no-answer-first", "{{ in_short() }}", "Hello.\n\n{{ in_short() }}", "start with its answer", "frame"),
    ("no-sources-list", "{{ sources_list() }}", "", "does not call sources_list", "frame"),
    ("no-review-box", "{{ review_box() }}", "", "does not call review_box", "frame"),
    ("dont-without-do-not", "{{ interval_table() }}", '{{ do_and_do_not(dos=["rest"], donts=["rub it"]) }}', 'does not begin with "do not"', "do-not"),
    ("citation-without-id", "A peel comes", "{{ cite() }} A peel comes", "is missing", "component"),
    ("unknown-component", "{{ interval_table() }}", "{{ interval_tabel() }}", "interval_tabel", "component"),
    ("broken-call", "{{ interval_table() }}", '{{ interval_table(" }}', "cannot be read", "component"),
    ("missing-front-matter-field", "audience: The tests.\n", "", '"audience" is missing', "front-matter"),
    ("unknown-front-matter-field", "audience:", "audiense:", 'Did you mean "audience"', "front-matter"),
    ("short-description", "A made-up guide to two other treatments, built and planned by the same code.", "Short.", "description", "front-matter"),
    ("same-title", "title: How long to wait between a tan and a peel", "title: Get help after a tan or a peel", "also that of", "front-matter"),
    ("review-before-last", "next_review: 2027-05-21", "next_review: 2026-05-21", "not after the last one", "front-matter"),
    ("fields-out-of-order", "purpose: To hold true that the code knows no treatment by name.\naudience: The tests.\n", "audience: The tests.\npurpose: To hold true.\n", "out of order", "front-matter"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "words", "check"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES]
)
def test_a_mistake_is_found_at_its_line(
    project: Path, right: str, wrong: str, words: str, check: str
) -> None:
    page = project / "docs" / "index.md"
    text = page.read_text(encoding="utf-8")
    assert right in text, "the fixture no longer has what this test spoils"
    page.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    problems = check_pages(Guide(project, project / "docs"))
    found = [problem for problem in problems if problem.check == check and words in str(problem)]
    assert found, [str(problem) for problem in problems]
    assert found[0].file in {"docs/index.md", "docs/get-help.md"}


def test_the_line_is_the_line_of_the_mistake(project: Path) -> None:
    page = project / "docs" / "index.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("A peel comes"))
    lines[at] = "Wait 3 weeks."
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (problem,) = check_pages(Guide(project, project / "docs"))
    assert (problem.file, problem.line) == ("docs/index.md", at + 1)


def test_a_good_guide_has_no_mistakes(project: Path) -> None:
    assert check_pages(Guide(project, project / "docs")) == []


def test_a_link_may_give_a_planner_its_answers(project: Path) -> None:
    page = project / "docs" / "get-help.md"
    link = '{{ planner_link("index#v1&task=next", "Find your day") }}\n\n{{ next_steps('
    page.write_text(page.read_text(encoding="utf-8").replace("{{ next_steps(", link), encoding="utf-8")
    assert check_pages(Guide(project, project / "docs")) == []


def test_this_guide_has_no_mistakes() -> None:
    assert [str(problem) for problem in check_pages(Guide(PROJECT, PROJECT / "docs"))] == []


def test_the_command_prints_one_line_for_a_mistake_and_fails(project: Path) -> None:
    page = project / "docs" / "index.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("A peel comes", "After 3 weeks a peel comes"),
        encoding="utf-8",
    )
    said = run("-m", "macros.checks", "--project", str(project))
    assert said.returncode == 1
    assert len(said.stderr.splitlines()) == 1
    assert "Traceback" not in said.stderr
