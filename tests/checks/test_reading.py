"""The reading checks find what costs a reader too much, at its line, and let a good page pass."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from macros.checks.guide import Guide
from macros.checks.reading import Reading, check_reading, stretches, table
from macros.checks.reading_measures import Grader, count_words, sentences
from macros.checks.reading_text import EXTENSIONS, LONG_LISTS, ReadPage
from macros.errors import Problem
from macros.facts.models import Term
from tests.conftest import PROJECT, run

WORDS = "A peel comes"
EASY = "You can ask about it on the day, and they will tell you."
TWENTY = "You can ask the clinic about this on the day of your visit and they will then tell you more."
HARD = (
    "Practitioners administering interdisciplinary rehabilitation interventions necessitate comprehensive"
    " individualised pharmacological considerations."
)
GLOSSARY = """terms:
  - id: keloid
    term: keloid
    plain: raised scar
    means: A raised scar that grows larger than the cut.
    also: [keloid scar]
  - id: course
    term: course
    plain: set of sessions
    means: A planned set of sessions.
    also: [series]
    everyday: [course]
"""


def items(number: int) -> str:
    return "\n".join(f"- Point {n}" for n in range(number)) + "\n\n"


@pytest.fixture(scope="module")
def known(second_guide: Path, tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """The small guide with the glossary of these tests, whose facts and components are read once."""
    copy = tmp_path_factory.mktemp("known") / "guide"
    shutil.copytree(second_guide, copy)
    (copy / "docs" / "data" / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    return Guide(copy, copy / "docs")


def found(project: Path, known: Guide | None = None) -> list[Problem]:
    """What the checks find; with the facts of `known` where a test changes none of them."""
    guide = Guide(project, project / "docs")
    if known is not None:
        guide.facts, guide.library = known.facts, known.library
    return check_reading(guide)


def rewrite(project: Path, before: str, page: str = "index.md", old: str = WORDS) -> Path:
    """Put `before` in front of the first words of a page's own, with the glossary of these tests."""
    (project / "docs" / "data" / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    file = project / "docs" / page
    text = file.read_text(encoding="utf-8")
    assert old in text, "the fixture no longer has what this test spoils"
    file.write_text(text.replace(old, f"{before}{old}", 1), encoding="utf-8")
    return file


# (name of the check, what an editor wrote, words the message must have)
BAD: list[tuple[str, str, str]] = [
    ("grade", f"{HARD}\n\n" * 12, "This page reads at grade"),
    ("sentence", f"{TWENTY.replace('more', 'much more')}\n\n", "has 21 words"),
    ("sentence", f"- {TWENTY.replace('more', 'much more')}\n\n", "has 21 words"),
    ("sentence", f"| What |\n| --- |\n| {TWENTY.replace('more', 'much more')} |\n\n", "has 21 words"),
    ("paragraph", f"{EASY} {EASY} {EASY} {EASY}\n\n", "4 sentences without a break"),
    ("paragraph", "- One **thing**. Two. And three. And a fourth.\n\n", "4 sentences without a break"),
    ("paragraph", "- One thing. Two. And three. And a fourth.\n\n", "4 sentences without a break"),
    ("stretch", f"{EASY} {EASY}\n\n" * 8, 'follow "The waits"'),
    ("list", items(8), "has 8 items"),
    ("list", '{{ in_short(points=["1", "2", "3", "4", "5", "6", "7", "8"]) }}\n\n', "has 8 items"),
    ("promotion", "A stunning change. ", '"stunning" is a word from an advert'),
    ("promotion", "Turn back the clock. ", "advert"),
    ("promise", "It is safe. ", "promises more"),
    ("promise", "It is proven. ", "promises more"),
    ("range", "Ask for 14-28 cards. ", '"14-28" is a range'),
    ("range", "Ask for 14 \u2013 28 cards. ", "is a range"),
    ("range", "Come in May\u2013June. ", "is a range"),
    ("percentage", "It was 5 % there. ", '"5 %" is a percentage'),
    ("percentage", "It was 5 per cent there. ", "is a percentage"),
    ("date", "Since 2026-08-06. ", '"2026-08-06" is not how'),
    ("date", "Since August 6, 2026. ", "is not how"),
    ("date", "Since 6 Aug 2026. ", "is not how"),
    ("date", "Since 06/08/2026. ", "is not how"),
    ("date", "Since the 6th of August. ", "is not how"),
    ("do-not", '{{ do_and_do_not(dos=["rest"], donts=["rub it"]) }}\n\n', 'does not begin with "do not"'),
    ("term", "It may leave a keloid. ", '"keloid" is not explained'),
    ("term", "It may leave keloids. ", '"keloids" is not explained'),
    ("term", "Have the whole series. ", '"series" is not explained'),
]  # fmt: skip

GOOD: list[tuple[str, str]] = [
    ("grade", f"{EASY}\n\n" * 12),
    ("sentence", f"{TWENTY}\n\n"),
    ("sentence", f"{TWENTY} {TWENTY}\n\n"),
    ("paragraph", f"{EASY} {EASY} {EASY}\n\n"),
    ("paragraph", "It took Dr. Who 2.5 cups. It did not spill. It was e.g. Tea.\n\n"),
    ("paragraph", f"- **A small heading.** {EASY} {EASY} {EASY}\n\n"),
    ("stretch", f"{EASY} {EASY}\n\n" * 4 + "## Another { #another }\n\n" + f"{EASY} {EASY}\n\n" * 4),
    ("list", items(7)),
    ("promotion", "A small change. "),
    ("promise", "Keep it out of the sun. "),
    ("range", "Ask for 14 to 28 cards, and call 811-555-0100. "),
    ("percentage", "It was 5 % there, or about 5 in 100 people. "),
    ("date", "Since 6 August 2026, in May or in August 2026. "),
    ("do-not", '{{ do_and_do_not(dos=["rest"], donts=["do not rub it"]) }}\n\n'),
    ("term", 'It may leave a {{ term("keloid") }}. It may leave a keloid again. '),
    ("term", "It may leave a raised scar, a keloid. "),
    ("term", "It may leave a keloid (a thick scar). "),
    ("term", "It may leave a thick scar (keloid). "),
    ("term", "Have a course. "),
]


@pytest.mark.parametrize(("check", "wrote", "words"), BAD, ids=[f"{b[0]}-{i}" for i, b in enumerate(BAD)])
def test_a_bad_page_is_found_at_its_line(
    project: Path, known: Guide, check: str, wrote: str, words: str
) -> None:
    file = rewrite(project, wrote)
    lines = file.read_text(encoding="utf-8").splitlines()
    problems = [
        problem for problem in found(project, known) if problem.check == check and words in problem.message
    ]
    assert len(problems) == 1, [str(each) for each in problems]
    problem = problems[0]
    assert problem.file == "docs/index.md"
    first = wrote.splitlines()[0]
    at = {"grade": "{{ in_short() }}", "stretch": "## The waits { #waits }"}.get(check, first)
    near = next(number for number, line in enumerate(lines, start=1) if line.startswith(at))
    assert near <= problem.line <= near + (2 if first.startswith("|") else 0), str(problem)


@pytest.mark.parametrize(("check", "wrote"), GOOD, ids=[f"{g[0]}-{i}" for i, g in enumerate(GOOD)])
def test_a_good_page_passes(project: Path, known: Guide, check: str, wrote: str) -> None:
    rewrite(project, wrote)
    assert [str(problem) for problem in found(project, known) if problem.check == check] == []


def test_the_small_guide_passes_every_check(project: Path) -> None:
    assert [str(problem) for problem in found(project)] == []


def test_the_median_page_is_held_to_its_limit(project: Path) -> None:
    text = (
        "You should always remember to discuss individual medication arrangements carefully beforehand.\n\n"
    )
    rewrite(project, text * 12)
    rewrite(project, text * 12, "get-help.md", "{{ care_card(")
    grades = Reading(Guide(project, project / "docs")).grades
    assert all(grade > 6 for grade in grades.values()), grades
    (problem,) = [problem for problem in found(project) if "median page" in problem.message]
    assert all(name in problem.fix for name in grades)


# --- whose line it is -----------------------------------------------------------------------


def test_a_sentence_of_a_fact_is_found_at_its_line_in_the_data(project: Path) -> None:
    file = project / "docs" / "data" / "claims" / "all.yml"
    lines = file.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip().startswith("says:"))
    lines[at] = f'    says: "{TWENTY.replace("more", "much more")}"'
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    places = {(problem.file, problem.line) for problem in found(project) if problem.check == "sentence"}
    assert places == {("docs/data/claims/all.yml", at + 1)}


def test_a_sentence_of_the_front_matter_is_found_there(project: Path) -> None:
    file = project / "docs" / "index.md"
    long = TWENTY.replace("more", "much more")
    text = re.sub("^(main_message|description): .*$", rf"\1: {long}", file.read_text("utf-8"), flags=re.M)
    file.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    wanted = [n for n, line in enumerate(lines, start=1) if line.startswith(("main_message", "description"))]
    assert [problem.line for problem in found(project) if problem.check == "sentence"] == wanted


def test_a_sentence_of_the_planner_is_found_at_its_line(project: Path) -> None:
    file = project / "docs" / "data" / "planner" / "en.yml"
    text = file.read_text(encoding="utf-8")
    said = yaml.safe_load(text)["form"]["placeholder"]
    file.write_text(text.replace(said, TWENTY.replace("more", "much more {a}")), encoding="utf-8")
    (problem,) = [problem for problem in found(project) if problem.check == "sentence"]
    assert problem.file == "docs/data/planner/en.yml"
    assert "{a}" in file.read_text(encoding="utf-8").splitlines()[problem.line - 1]


def test_a_term_in_a_fact_is_told_of_on_the_page_that_prints_it(project: Path) -> None:
    rewrite(project, "")
    file = project / "docs" / "data" / "intervals.yml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("why: Nobody has written about it.", "why: The skin may grow a keloid there.")
    file.write_text(text, encoding="utf-8")
    problems = [problem for problem in found(project) if problem.check == "term"]
    assert {problem.file for problem in problems} == {"docs/index.md"}
    assert "written at docs/data/intervals.yml:" in problems[0].message


def test_a_term_in_a_finding_opens_by_itself(project: Path) -> None:
    rewrite(project, "")
    file = project / "docs" / "data" / "claims" / "all.yml"
    text = re.sub("says: .*", "says: The skin may grow a keloid there.", file.read_text("utf-8"), count=1)
    file.write_text(text, encoding="utf-8")
    assert [problem for problem in found(project) if problem.check == "term"] == []


# --- what is read -----------------------------------------------------------------------


def read(project: Path, before: str) -> ReadPage:
    rewrite(project, before)
    reading = Reading(Guide(project, project / "docs"))
    return next(page for page in reading.pages if page.source.path == "index.md")


def test_code_citations_and_meanings_of_terms_are_no_prose(project: Path) -> None:
    page = read(project, 'Cited.{{ cite("a1") }} See `code here` and {{ term("keloid") }} once. ')
    prose = " ".join(block.text for block in page.blocks if block.is_prose)
    assert "Cited. See and keloid once. A peel comes" in prose
    assert "larger than the cut" not in prose
    assert "Sources for this page" not in prose


def test_each_block_knows_its_line(project: Path) -> None:
    page = read(project, "First.\n\n- Second\n- Third\n\n> Fourth.\n\n")
    lines = (project / "docs" / "index.md").read_text(encoding="utf-8").splitlines()
    for words in ("First.", "Second", "Third", "Fourth."):
        block = next(block for block in page.blocks if block.text == words)
        assert words in lines[block.line - 1]


def test_no_mark_is_left_in_the_words(project: Path) -> None:
    for page in Reading(Guide(PROJECT, PROJECT / "docs")).pages:
        for block in page.blocks:
            assert not re.search("[\ue000-\ue0ff]", block.text), (page.source.name, block.text)


def test_every_heading_starts_a_stretch(project: Path) -> None:
    page = read(project, "One two three.\n\n## Next { #next }\n\nFour five.\n\n")
    told = {stretch.heading: stretch.words for stretch in stretches(page)}
    assert told["The waits"] == 3
    assert "Next" in told


def test_markdown_is_read_as_the_site_reads_it() -> None:
    text = re.sub(r"!ENV (\[.*?\])", r"\1", (PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    named = [
        next(iter(each)) if isinstance(each, dict) else each
        for each in yaml.safe_load(text)["markdown_extensions"]
    ]
    assert sorted(named) == sorted([*EXTENSIONS, "toc"])


def test_every_exception_for_a_long_list_is_needed() -> None:
    pages = Reading(Guide(PROJECT, PROJECT / "docs")).pages
    long = [each for page in pages for each in page.lists if each.items > 7]
    unused = {name for name in LONG_LISTS if not any(name in each.classes for each in long)}
    assert unused == set()


# --- measures -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One thing. Another thing.", ["One thing.", "Another thing."]),
        ("Is it so? It is!", ["Is it so?", "It is!"]),
        ("It is 1.5 cups deep. 2 are enough.", ["It is 1.5 cups deep.", "2 are enough."]),
        ("Ask Dr. Who first. Then go.", ["Ask Dr. Who first.", "Then go."]),
        ("You have: pain", ["You have: pain"]),
        ("She said \u201cno.\u201d He left.", ["She said \u201cno.\u201d", "He left."]),
        ("", []),
    ],
)
def test_a_block_is_split_into_its_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("text", "number"),
    [("a 48-hour wait", 3), ("2.5 mm, or more", 4), ("don\u2019t \u2013 rub", 2), ("(s. 12)", 2), ("", 0)],
)
def test_words_are_counted_as_they_are_read(text: str, number: int) -> None:
    assert count_words(text) == number


def term(**given: object) -> Term:
    return Term.model_validate({"id": "x", "term": "x", "plain": "x", "means": "x", **given})


def test_a_medical_name_is_counted_as_its_plain_twin() -> None:
    grader = Grader(
        [
            term(term="hyperpigmentation", plain="dark marks", also=["post-inflammatory hyperpigmentation"]),
            term(term="haematoma", plain="bruise", also=["blood blister"], everyday=["blood blister"]),
        ]
    )
    text = "Hyperpigmentation, post-inflammatory hyperpigmentation, haematomas or a blood blister."
    assert grader.in_plain_words(text) == "dark marks, dark marks, bruise or a blood blister."
    hard, easy = "You may see hyperpigmentation there.", "You may see dark marks there."
    assert grader.grade([hard]) == Grader([]).grade([easy]) < Grader([]).grade([hard])


def test_the_grade_is_textstats() -> None:
    import textstat

    said = ["The quick brown fox jumps over the lazy dog.", "It then sleeps under a very old tree."]
    assert Grader([]).grade(said) == textstat.flesch_kincaid_grade(" ".join(said))


def test_points_and_decimals_do_not_make_sentences_shorter() -> None:
    grader = Grader([])
    assert grader.grade(["A depth of 1.5 or 2.5 is what they say"]) == grader.grade(
        ["A depth of 15 or 25 is what they say."]
    )


# --- the command -----------------------------------------------------------------------


def test_the_command_prints_a_table_of_every_page() -> None:
    said = run("-m", "macros.checks", "--table")
    assert said.returncode == 0, said.stderr
    head, *rows, median = said.stdout.splitlines()
    columns = ["page", "words", "grade", "longest sentence", "longest stretch", "citations"]
    assert re.split(r"\s{2,}", head) == columns
    pages = {f"docs/{path}" for path in Guide(PROJECT, PROJECT / "docs").page_paths()}
    cells = {row.split()[0]: row.split()[1:] for row in rows}
    assert set(cells) == pages | {"docs/data/planner/en.yml", "docs/data/words.yml"}
    assert all(len(cell) == 5 and float(cell[1]) <= 8 for cell in cells.values())
    assert float(median.split()[-1]) <= 6


@pytest.mark.parametrize(
    "broken", ["{{ interval_tabel() }}\n\n", '{{ wait("nothing") }}\n\n', "{{ wait( }}\n\n"]
)
def test_a_page_that_cannot_be_rendered_is_not_passed_over(project: Path, broken: str) -> None:
    rewrite(project, broken)
    said = run("-m", "macros.checks", "--table", "--project", str(project))
    assert (said.returncode, said.stdout) == (1, "")
    assert "docs/index.md:" in said.stderr
    assert "Traceback" not in said.stderr
    both = run("-m", "macros.checks", "--project", str(project))
    assert len(both.stderr.splitlines()) == 1


def test_the_table_tells_what_the_checks_measure(project: Path) -> None:
    rewrite(project, f"{TWENTY}\n\n")
    reading = Reading(Guide(project, project / "docs"))
    (row,) = [row for row in reading.rows() if row.page == "docs/index.md"]
    assert row.longest_sentence == 20
    assert row.grade == reading.grades["docs/index.md"]
    assert row.citations >= 1
    assert f"{row.grade:.1f}" in table(reading)


def test_the_check_stops_at_a_hard_sentence(project: Path) -> None:
    rewrite(project, f"{TWENTY.replace('more', 'much more')}\n\n")
    said = run("-m", "macros.checks", "--project", str(project))
    assert said.returncode == 1
    assert "[sentence]" in said.stderr
    assert len(said.stderr.splitlines()) == 1


def test_this_guide_reads_well() -> None:
    assert [str(problem) for problem in check_reading(Guide(PROJECT, PROJECT / "docs"))] == []
