"""`make fix` changes what is certain and nothing else, prints what it changed, and is done after one run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.checks.fix import mend
from macros.checks.fixes_data import mend_facts
from macros.checks.fixes_page import mend_headings
from macros.checks.fixes_text import mend_characters, mend_words
from macros.checks.guide import Guide
from tests.conftest import PROJECT, run

HEAD = "---\ntitle: A page\n---\n"


def test_this_guide_has_nothing_to_mend(tmp_path: Path) -> None:
    project = tmp_path / "guide"
    shutil.copytree(PROJECT / "docs", project / "docs")
    assert [str(change) for change in mend(Guide(project, project / "docs"))] == []


WORDS = [
    ("Wait 7\u201314 days.", "Wait 7 to 14 days."),
    ("Wait 7 \u2013 14 days.", "Wait 7 to 14 days."),
    ("Wait 7-14 days.", "Wait 7 to 14 days."),
    ("On August 6, 2026 it came.", "On 6 August 2026 it came."),
    ("On Aug. 6th 2026 it came.", "On 6 August 2026 it came."),
    ("On the 6th of August 2026 it came.", "On the 6 August 2026 it came."),
    ("On 6 Aug 2026 it came.", "On 6 August 2026 it came."),
    ("On 2026-08-06 it came.", "On 6 August 2026 it came."),
    ("From May-July it came.", "From May to July it came."),
    (
        '{{ in_short(points=["It came on 6 Aug 2026."]) }}',
        '{{ in_short(points=["It came on 6 August 2026."]) }}',
    ),
]
LEFT = [
    "On 06/08/2026 it came.",  # the 6th of August, or the 8th of June
    "Call 1-800-555.",
    "Call 811\u2013222\u20133.",
    "It went from 14\u20137.",
    "Read `7-14 days` in the code.",
    "Read <b title='7-14 days'>it</b>.",
    "See [it](page-2026-08-06.md#7-14-days).",
    "## The wait { #7-14-days }",
    '{{ wait("x-2026-08-06") }}',
    "It is 6 August 2026.",
    "Of 8-12, some came.",
    "The 31-day and 45-day plans.",
    "On 2026-13-41 it came.",
    "```\n7\u201314 days\n```",
]


@pytest.mark.parametrize(("before", "after"), WORDS)
def test_ranges_and_dates_become_house_style(before: str, after: str) -> None:
    assert mend_words(HEAD + before)[0] == HEAD + after


@pytest.mark.parametrize("text", LEFT)
def test_what_could_mean_something_else_is_left(text: str) -> None:
    assert mend_words(HEAD + text) == (HEAD + text, [])


def test_the_head_of_a_page_is_not_words(tmp_path: Path) -> None:
    text = "---\nlast_reviewed: 2026-11-21\n---\nWords.\n"
    assert mend_words(text) == (text, [])


def test_facts_keep_their_days_and_the_words_of_others() -> None:
    text = (
        "- id: a-7-14\n  says: Wait 7\u201314 days, said on 6 Aug 2026.\n  title: Study of 7\u201314 days\n"
        "  link: https://example.org/7-14 days\n  checked: 2026-11-21\n"
    )
    after, changes = mend_facts(text)
    assert after == text.replace(
        "says: Wait 7\u201314 days, said on 6 Aug", "says: Wait 7 to 14 days, said on 6 August"
    )
    assert [change.line for change in changes] == [2, 2]


def test_broken_facts_stay_as_they_are() -> None:
    text = "says: [7\u201314 days\n"
    assert mend_facts(text) == (text, [])


def test_the_ends_of_lines_stay_as_on_windows(project: Path) -> None:
    page = project / "docs" / "index.md"
    text = page.read_text(encoding="utf-8").replace("A peel comes", "On 6 Aug 2026 a peel comes")
    page.write_bytes(text.replace("\n", "\r\n").encode())
    assert len(list(mend(Guide(project, project / "docs")))) == 1
    after = page.read_bytes()
    assert after.count(b"\r\n") == after.count(b"\n") == text.count("\n")
    assert b"6 August 2026" in after


def test_a_heading_gets_an_id_that_no_other_has() -> None:
    after, _ = mend_headings(HEAD + "## It's [a wait](a.md)!\n\n## It's a wait!\n\n```\n## Code\n```\n")
    assert "## It's [a wait](a.md)! { #its-a-wait }\n" in after
    assert "## It's a wait! { #its-a-wait-2 }\n" in after
    assert "\n## Code\n" in after


@given(st.text(alphabet="ab 7-14\u2013\u00a0\t\u201c\u201d'\"{}[]()#`\n/.Aug2026days", max_size=120))
def test_a_second_run_changes_nothing(body: str) -> None:
    text = HEAD + body
    for step in (mend_characters, mend_headings, mend_words):
        text, _ = step(text)
    once = text
    for step in (mend_characters, mend_headings, mend_words):
        text, changes = step(text)
        assert changes == []
    assert text == once


def test_the_command_prints_each_change(project: Path) -> None:
    page = project / "docs" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("A peel comes", "From June-August a peel comes"), encoding="utf-8")
    said = run("-m", "macros.checks.fix", "--project", str(project))
    assert said.returncode == 0
    assert said.stdout.splitlines() == [
        "docs/index.md:20: 'June-August' -> 'June to August' [range]",
        "1 change. What is left, make check tells.",
    ]
    assert (
        run("-m", "macros.checks.fix", "--project", str(project)).stdout
        == "0 changes. What is left, make check tells.\n"
    )
