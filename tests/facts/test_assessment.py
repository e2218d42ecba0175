"""The guide's marks on public checklists: how they add up, and what an editor may get wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.checks.guide import Guide
from macros.checks.pages import check_pages
from macros.errors import GuideError
from macros.facts import load_facts
from macros.facts.assessment import Instrument
from tests.conftest import PROJECT

TEST = "tests/test_peel.py::test_the_waits_are_there"
ASSESSMENT = f"""\
# yaml-language-server: $schema=../../../../schemas/assessment.schema.json
marked: 2026-11-21
instruments:
  - id: stars
    name: Stars
    about: Made up.
    least: 1
    most: 5
    shown: points
    sources: [a1]
    baselines:
      - {{says: Others had few., sources: [a2]}}
    items:
      - {{id: stars-1, asks: Has waits, mark: 4, at: index#waits, why: They are there.}}
      - {{id: stars-2, asks: Has signs, test: "{TEST}", why: it has them.}}
      - {{id: stars-3, asks: Has songs, applies: false, why: Nobody sings.}}
  - id: ticks
    name: Ticks
    about: Made up too.
    least: 0
    most: 1
    shown: in-100
    apart: true
    parts: [{{id: see, name: See}}, {{id: do, name: Do}}]
    sources: [a2]
    items:
      - {{id: ticks-1, part: see, asks: Is seen, mark: 1, at: index#waits, why: It is.}}
      - {{id: ticks-2, part: see, asks: Is heard, mark: 0, at: get-help#signs, why: It is not.}}
      - {{id: ticks-3, part: see, asks: Is felt, mark: 1, at: get-help#signs, why: It is.}}
      - {{id: ticks-4, part: do, asks: Can be done, mark: 1, at: index#waits, why: It can.}}
"""


@pytest.fixture
def marked(project: Path) -> Path:
    """The small guide, with marks for itself and the test that one of them names."""
    (project / "docs" / "data" / "assessment.yml").write_text(ASSESSMENT, encoding="utf-8")
    (project / "tests").mkdir()
    (project / "tests" / "test_peel.py").write_text("def test_the_waits_are_there(): ...\n", encoding="utf-8")
    return project


def instruments(project: Path) -> dict[str, Instrument]:
    """The checklists of a guide, by id."""
    assessment = load_facts(project / "docs" / "data", project).assessment
    assert assessment is not None
    return {instrument.id: instrument for instrument in assessment.instruments}


def test_a_score_is_counted_from_the_marks(marked: Path) -> None:
    found = instruments(marked)
    (stars,) = found["stars"].scores
    # The test gives full marks; what does not apply is left out of both numbers.
    assert (stars.points, stars.most, stars.left_out, stars.in_100) == (9, 10, 1, 90)
    assert [line.says for line in stars.baselines] == ["Others had few."]


def test_parts_are_scored_apart_and_rounded_down(marked: Path) -> None:
    see, do = instruments(marked)["ticks"].scores
    assert see.part is not None
    assert (see.part.name, see.points, see.most, see.in_100) == ("See", 2, 3, 66)
    assert (do.points, do.most, do.in_100) == (1, 1, 100)


def test_a_good_assessment_passes(marked: Path) -> None:
    assert [str(problem) for problem in check_pages(Guide(marked, marked / "docs"))] == []


# (name, text to replace, what the editor wrote instead, words the message must have)
MISTAKES: list[tuple[str, str, str, str]] = [
    ("mark-off-the-scale", "mark: 4", "mark: 0", "Write 1 to 5"),
    ("mark-over-the-scale", "Is seen, mark: 1", "Is seen, mark: 2", "Write 0 to 1"),
    ("no-way-at-all", f'test: "{TEST}", ', "", "one of three"),
    ("two-ways", f'test: "{TEST}"', f'test: "{TEST}", mark: 5, at: index#waits', "one of three"),
    ("left-out-with-a-mark", "applies: false", "applies: false, mark: 5, at: index#waits", "one of three"),
    ("mark-without-a-place", "mark: 4, at: index#waits", "mark: 4", "page#heading"),
    ("unknown-part", "part: do, asks", "part: dance, asks", "do, see"),
    ("part-forgotten", "part: do, asks", "asks", "do, see"),
    ("part-of-nothing", "id: stars-1,", "id: stars-1, part: see,", "no part at all"),
    ("id-twice", "id: ticks-4", "id: stars-1", "id of another item"),
    ("baseline-of-no-part", "says: Others had few.", "part: see, says: Others had few.", 'Delete "part"'),
    ("unknown-source", "sources: [a2]\n    items", "sources: [a9]\n    items", 'no source "a9"'),
    ("not-a-test", f'"{TEST}"', "a hope", "tests/"),
    ("not-a-place", "at: index#waits, why: They", "at: index, why: They", "page#heading"),
]


@pytest.mark.parametrize(("right", "wrong", "words"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_found_at_its_line(marked: Path, right: str, wrong: str, words: str) -> None:
    file = marked / "docs" / "data" / "assessment.yml"
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(GuideError) as caught:
        load_facts(marked / "docs" / "data", marked)
    said = str(caught.value)
    assert words in said, said
    assert said.startswith("docs/data/assessment.yml:"), said


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("at: index#waits, why: They", "at: index#wates, why: They", 'no heading "index#wates"'),
        ("at: index#waits, why: They", "at: indexx#waits, why: They", 'no heading "indexx#waits"'),
        ("test_the_waits_are_there", "test_the_waits_are_gone", "no test"),
        ("tests/test_peel.py", "tests/test_pile.py", "no test"),
    ],
)
def test_a_mark_that_leads_nowhere_is_found(marked: Path, right: str, wrong: str, words: str) -> None:
    file = marked / "docs" / "data" / "assessment.yml"
    text = file.read_text(encoding="utf-8")
    line = next(n for n, said in enumerate(text.splitlines(), start=1) if right in said)
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    (problem,) = check_pages(Guide(marked, marked / "docs"))
    assert words in str(problem)
    assert (problem.file, problem.line) == ("docs/data/assessment.yml", line)


def test_this_guide_does_not_mark_what_nobody_has_done() -> None:
    """While no clinician has reviewed a page and no reader has tried one, these items stay unmet."""
    guide = Guide(PROJECT, PROJECT / "docs")
    if any(page.meta.reviewed_by for page in guide.pages):
        return
    items = {
        item.id: instrument.points(item)
        for instrument in instruments(PROJECT).values()
        for item in instrument.items
    }
    unmet = ("nhs-1", "nhs-6", "eqip-18", "eqip-24")
    assert {name: items[name] for name in unmet} == dict.fromkeys(unmet, 0)


def test_this_guide_has_gone_through_every_item() -> None:
    """As many items as each checklist has, those that only judge films left out."""
    counts = {name: len(found.items) for name, found in instruments(PROJECT).items()}
    assert counts == {"discern": 16, "pemat": 24, "cci": 20, "eqip": 36, "jama": 4, "ipdas": 12, "nhs": 17}
