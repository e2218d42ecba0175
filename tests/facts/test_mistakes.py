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
    ("unknown-group", "cautions.yml", "group: medicines", "group: medicine", 'such as "medicines"'),
    (
        "empty-group",
        "cautions.yml",
        "groups:",
        "groups:\n  - {id: health, title: Your health}",
        "No reason is in the group",
    ),
    ("unknown-level", "warning_signs.yml", "level: urgent", "level: soon", "emergency"),
    ("empty-sign", "warning_signs.yml", "sign: a blister", 'sign: ""', "empty"),
    ("example-without-date", "worked_examples.yml", "{date}", "that day", "{date}"),
    ("too-many-questions", "questions.yml", "items: [", "items: [a, b, c, d, e, f, ", "at most 7"),
    ("unknown-choice", "choices.yml", "choice: tan-only", "choice: tan-onli", 'such as "tan-only"'),
    (
        "unknown-treatment-of-a-choice",
        "choices.yml",
        "treatments: [tan]",
        "treatments: [tam]",
        'such as "tan"',
    ),
    ("unknown-claim-of-a-cell", "choices.yml", "claims: [tan-onset]", "claims: [tan-onst]", '"tan-onset"'),
    (
        "unknown-rate-of-a-cell",
        "choices.yml",
        "rates: [tan-liked]",
        "rates: [tan-like]",
        'no rate "tan-like"',
    ),
    ("unknown-source-of-a-cell", "choices.yml", "sources: [a1]", "sources: [a9]", 'no source "a9"'),
    ("unknown-wait-in-a-cell", "choices.yml", "{tan-then-peel}", "{tan-then-pel}", 'such as "tan-then-peel"'),
    (
        "choice-without-a-cell",
        "choices.yml",
        "      tan-only: {says: It cannot last., sources: [a2]}\n",
        "",
        "one cell for each",
    ),
    (
        "cells-in-another-order",
        "choices.yml",
        "      nothing: {says: It cannot",
        "      tan: {says: It cannot",
        "in this order",
    ),
    ("cell-without-a-source", "choices.yml", "last., sources: [a2]}", "last.}", "this cell has no source"),
    (
        "source-where-none-is-needed",
        "choices.yml",
        "last., sources: [a2]",
        "last., sources: [a2], no_source: It is plain",
        "says why it has none",
    ),
    ("number-typed-in-a-cell", "choices.yml", "It cannot last.", "It lasts 3 days.", '"3" is typed by hand'),
    (
        "rate-of-another-choice",
        "choices.yml",
        "rates: [both-liked]",
        "rates: [tan-liked]",
        "of another choice, tan-only",
    ),
    ("rate-that-no-claim-has", "choices.yml", "highest: 90", "highest: 97", "Theirs are: 80, 90"),
    ("rate-upside-down", "choices.yml", "lowest: 80", "lowest: 95", "no range out of 100"),
    ("half-a-rate", "choices.yml", "    highest: 90\n", "", "Write all three"),
    ("people-that-no-claim-has", "choices.yml", "who: 50 people", "who: 60 people", "speaks of 60"),
    ("rate-for-some-only", "choices.yml", ", rates: [both-liked]", "", 'some treatments have "rates"'),
    ("badge-for-some-only", "choices.yml", ", sure: peel-onset", "", 'some treatments have "sure"'),
    (
        "one-told-at-length",
        "choices.yml",
        "It cannot last.",
        f"It cannot last{' and cannot last' * 12}.",
        "in about the same detail",
    ),
    ("nothing-fits-a-choice", "choices.yml", "fits: [nothing]", "fits: [tan-only]", 'fits "nothing"'),
    ("nothing-bad-is-told", "choices.yml", "side: bad", "side: about", 'No point has "side: bad"'),
    ("choice-twice", "choices.yml", "id: tan-and-peel, name", "id: tan-only, name", "never used twice"),
    ("out-of-an-odd-number", "choices.yml", "out_of: 100", "out_of: 1500", "1000"),
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


@pytest.mark.parametrize(
    ("section", "fields", "words"),
    [
        ("ask_first", "group: medicines", 'The group "medicines" has more than 7 reasons'),
        ("postpone", "until: it has healed", "More than 7 reasons to put off"),
    ],
)
def test_a_list_of_reasons_is_never_too_long(project: Path, section: str, fields: str, words: str) -> None:
    path = project / "docs" / "data" / "cautions.yml"
    text = path.read_text(encoding="utf-8")
    rows = [
        f"  - id: added-{number}\n    {fields}\n    says: You have one more.\n    affects: [tan]\n"
        "    why: It hurts.\n    sources: [a3]\n    checked: 2026-11-21\n"
        for number in range(7)
    ]
    for number, last in ((6, False), (7, True)):
        path.write_text(
            text.replace(f"{section}:\n", f"{section}:\n{''.join(rows[:number])}"), encoding="utf-8"
        )
        if last:
            with pytest.raises(GuideError) as caught:
                load_facts(project / "docs" / "data", project)
            assert [line for line in str(caught.value).splitlines() if words in line]
        else:
            load_facts(project / "docs" / "data", project)


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
