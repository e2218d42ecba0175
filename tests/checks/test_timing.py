"""No page gives a wait without its certainty, or as if everybody published the same one."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.checks.guide import Guide
from macros.checks.pages import check_pages

SPREAD = '{{ published_spread("tan-then-peel") }}'
NOT_SURE = "does not show how sure anyone is"
NO_OTHERS = "does not show that others publish other waits"


def found(
    project: Path, body: str, message: str = "Ask for help if a sign below fits."
) -> list[tuple[int, str]]:
    """What the check says of the small guide's page on help, with these words added to it."""
    page = project / "docs" / "get-help.md"
    text = page.read_text(encoding="utf-8")
    text = text.replace("main_message: Ask for help if a sign below fits.", f"main_message: '{message}'")
    text = text.replace("## Signs { #signs }", f"{body}\n\n## Signs {{ #signs }}")
    page.write_text(text, encoding="utf-8")
    problems = check_pages(Guide(project, project / "docs"))
    timing = [problem for problem in problems if problem.check == "timing"]
    assert {problem.file for problem in timing} <= {"docs/get-help.md"}, timing
    return [(problem.line, problem.message) for problem in timing]


@pytest.mark.parametrize(
    "call",
    [
        'Wait {{ wait("tan-then-peel") }}.',
        'Wait {{ span_range("tan-then-peel") }}.',
        '{{ worked_example("tan-in-march") }}',
        "{{ interval_table(sure=false) }}",
        '{{ in_short(points=["Wait " ~ wait("tan-then-peel")]) }}',
    ],
)
def test_a_wait_alone_is_found_at_its_line(project: Path, call: str) -> None:
    lines = (project / "docs" / "get-help.md").read_text(encoding="utf-8").splitlines()
    line = lines.index("## Signs { #signs }") + 1
    said = found(project, call)
    assert [at for at, _ in said] == [line, line]
    assert NOT_SURE in said[0][1]
    assert NO_OTHERS in said[1][1]


def test_a_wait_in_the_main_message_counts(project: Path) -> None:
    said = found(project, "Hello.", message='Wait {{ wait("tan-then-peel") }}.')
    assert [line for line, _ in said] == [6, 6]


def test_a_badge_of_the_wait_is_enough_for_how_sure(project: Path) -> None:
    said = found(project, 'Wait {{ wait("tan-then-peel") }}. {{ certainty("tan-then-peel") }}')
    assert [NO_OTHERS in message for _, message in said] == [True]


def test_a_badge_of_something_else_is_not(project: Path) -> None:
    said = found(project, 'Wait {{ wait("tan-then-peel") }}. {{ certainty("tan-onset") }}')
    assert [NOT_SURE in message for _, message in said] == [True, False]


def test_a_table_with_badges_is_enough_for_how_sure(project: Path) -> None:
    assert [NO_OTHERS in message for _, message in found(project, "{{ interval_table() }}")] == [True]


def test_a_link_to_the_page_with_the_spread_is_enough_for_the_others(project: Path) -> None:
    said = found(project, 'Wait {{ wait("tan-then-peel") }}. [Others differ](index.md#waits).')
    assert [NOT_SURE in message for _, message in said] == [True]


def test_a_link_to_a_page_without_the_spread_is_not(project: Path) -> None:
    (project / "docs" / "index.md").write_text(
        (project / "docs" / "index.md").read_text(encoding="utf-8").replace(SPREAD, "[See](get-help.md)."),
        encoding="utf-8",
    )
    problems = check_pages(Guide(project, project / "docs"))
    assert [NO_OTHERS in problem.message for problem in problems] == [True]


def test_the_spread_shows_both(project: Path) -> None:
    assert found(project, f'Wait {{{{ wait("tan-then-peel") }}}}. \n\n{SPREAD}') == []


def test_a_page_without_a_wait_needs_neither(project: Path) -> None:
    assert found(project, "Rest today.") == []
