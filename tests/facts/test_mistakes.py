"""An editor's mistake stops the build with one line: where, what is wrong, what to write instead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.errors import GuideError
from macros.facts import load_facts
from tests.conftest import PROJECT, run

# (name, file, text to replace, what the editor wrote instead, words the message must have)
MISTAKES: list[tuple[str, str, str, str, str]] = [
    ("unknown-source", "intervals.yml", "sources: [a1]", "sources: [a9]", 'no source "a9"'),
    ("unknown-treatment", "intervals.yml", "from: peel", "from: peal", '"peal"'),
    ("unknown-kind", "intervals.yml", "kind: strong", "kind: stong", '"stong"'),
    ("unknown-area", "intervals.yml", "area: same", "area: near", "same, apart, any"),
    ("unknown-purpose", "intervals.yml", "purpose: combine", "purpose: combined", "combine, course"),
    ("unknown-certainty", "intervals.yml", "certainty: low", "certainty: lowish", "expert-opinion"),
    ("minimum-over-advised", "intervals.yml", "not_before: 5", "not_before: 50", '"not_before: 10" or less'),
    ("until-not-after-advised", "intervals.yml", "until: 60", "until: 10", '"until: 11" or more'),
    ("days-in-words", "intervals.yml", "advised: 10", "advised: ten", "whole number"),
    ("days-in-quotes", "intervals.yml", "advised: 10", 'advised: "10"', "whole number"),
    ("days-negative", "intervals.yml", "not_before: 5", "not_before: -5", "0 or more"),
    ("days-too-many", "intervals.yml", "until: 60", "until: 6000", "730 or less"),
    ("missing-field", "intervals.yml", "    advised: 10\n", "", '"advised" is missing'),
    ("misspelled-field", "intervals.yml", "not_before: 5", "not_befor: 5", 'Did you mean "not_before"'),
    ("date-as-text", "intervals.yml", "checked: 2026-11-21", "checked: yesterday", "2026-11-21"),
    ("no-sources", "intervals.yml", "sources: [a1]", "sources: []", "at least 1"),
    ("sources-not-a-list", "intervals.yml", "sources: [a1]", "sources: a1", "must be a list"),
    ("duplicate-id", "intervals.yml", "id: tan-then-peel", "id: peel-then-tan", "never used twice"),
    (
        "repeated-key",
        "intervals.yml",
        "    advised: 10\n",
        "    advised: 10\n    advised: 11\n",
        "stands twice",
    ),
    ("broken-yaml", "intervals.yml", "why: [", "why: [[", "not valid YAML"),
    (
        "combination-forgotten",
        "intervals.yml",
        "    area: apart\n    kind: strong",
        "    area: same\n    kind: strong",
        "Nothing is said",
    ),
    ("spread-out-of-order", "intervals.yml", "days: 2}", "days: 200}", "shortest wait first"),
    ("unused-source", "sources.yml", "id: a3", "id: a4", 'source "a4"'),
    ("not-a-link", "sources.yml", "link: https://", "link: htps://", "https://"),
    ("year-in-words", "sources.yml", "year: 2020", "year: twenty", "whole number"),
    ("unknown-claim", "treatments.yml", "onset: tan-onset", "onset: tan-onsett", 'such as "tan-onset"'),
    ("bad-id", "treatments.yml", "id: peel", "id: The Peel", "small letters"),
    ("unknown-affected", "cautions.yml", "affects: [tan]", "affects: [tanning]", '"tanning"'),
    ("unknown-level", "warning_signs.yml", "level: urgent", "level: soon", "emergency"),
    ("empty-sign", "warning_signs.yml", "sign: a blister", 'sign: ""', "empty"),
    ("example-without-date", "worked_examples.yml", "{date}", "that day", "{date}"),
    ("too-many-questions", "questions.yml", "items: [", "items: [a, b, c, d, e, f, ", "at most 7"),
]


@pytest.mark.parametrize(
    ("file", "right", "wrong", "words"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES]
)
def test_a_mistake_is_one_clear_line(project: Path, file: str, right: str, wrong: str, words: str) -> None:
    path = project / "docs" / "data" / file
    text = path.read_text(encoding="utf-8")
    assert right in text, "the fixture no longer has what this test spoils"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(GuideError) as caught:
        load_facts(project / "docs" / "data", project)
    lines = str(caught.value).splitlines()
    said = [line for line in lines if words in line]
    assert said, f"no line says {words!r}: {lines}"
    assert re.match(rf"docs/data/{re.escape(file)}:\d+: .+ \[\w+\]$", said[0]), said[0]


def test_the_line_is_the_line_of_the_mistake(project: Path) -> None:
    path = project / "docs" / "data" / "intervals.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    wrong = next(index for index, line in enumerate(lines) if "advised: 10" in line)
    lines[wrong] = "    advised: soon"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(GuideError) as caught:
        load_facts(project / "docs" / "data", project)
    assert caught.value.problems[0].line == wrong + 1


def test_a_missing_file_is_named(project: Path) -> None:
    (project / "docs" / "data" / "cautions.yml").unlink()
    with pytest.raises(GuideError, match=r"docs/data/cautions\.yml:1: This file is missing"):
        load_facts(project / "docs" / "data", project)


def test_the_build_stops_without_a_traceback(project: Path) -> None:
    path = project / "docs" / "data" / "intervals.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("not_before: 5", "not_before: 50", 1), encoding="utf-8"
    )
    built = run(
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-d",
        str(project / "site"),
        "-f",
        str(project / "mkdocs.yml"),
        PYTHONPATH=str(PROJECT),
    )
    said = built.stdout + built.stderr
    assert built.returncode != 0
    assert "Traceback" not in said
    assert said.count("docs/data/intervals.yml:") == 1, said


def test_the_small_guide_itself_has_no_mistake(second_guide: Path) -> None:
    assert load_facts(second_guide / "docs" / "data", second_guide).treatments
