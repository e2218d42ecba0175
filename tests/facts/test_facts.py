"""The guide's own facts, and what is made from them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from macros.facts import Facts, load_facts, spans
from macros.facts.planner import planner_facts
from macros.facts.schemas import FOLDER, SCHEMAS, schema_text
from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The facts of the guide itself."""
    return load_facts(PROJECT / "docs" / "data", PROJECT)


def test_the_house_values_of_the_two_main_waits(facts: Facts) -> None:
    after_toxin = facts.interval("toxin-then-microneedling")
    assert (after_toxin.not_before, after_toxin.advised, after_toxin.until) == (7, 14, 84)
    after_needling = facts.interval("microneedling-then-toxin")
    assert (after_needling.not_before, after_needling.advised, after_needling.until) == (7, 14, None)


def test_facts_cannot_be_changed_after_reading(facts: Facts) -> None:
    with pytest.raises(ValidationError):
        facts.intervals[0].advised = 1  # type: ignore[misc]


def test_every_certainty_and_status_has_words(facts: Facts) -> None:
    used = {row.certainty for row in facts.intervals} | {claim.certainty for claim in facts.claims}
    assert used <= set(facts.words["certainty"])


def test_schemas_are_fresh() -> None:
    stale = [
        name
        for name, model in SCHEMAS.items()
        if (PROJECT / FOLDER / f"{name}.schema.json").read_text(encoding="utf-8") != schema_text(model)
    ]
    assert not stale, f"run `python -m macros.facts.schemas`: {stale} are out of date"


def test_every_data_file_names_its_schema() -> None:
    for file in (PROJECT / "docs" / "data").rglob("*.yml"):
        if file.name in {"words.yml", "en.yml"}:
            continue  # words have no fixed fields
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), file
        assert (file.parent / first.partition("=")[2]).resolve().is_file(), file


def test_what_the_planner_gets_leaves_absent_limits_absent(facts: Facts) -> None:
    given_rows = {row["id"]: row for row in planner_facts(facts, {})["intervals"]}
    for row in facts.intervals:
        if row.purpose == "combine":
            assert ("until" in given_rows[row.id]) == (row.until is not None)
            assert given_rows[row.id]["advised"] == row.advised


def test_nothing_secondary_without_an_original_is_linked(facts: Facts) -> None:
    assert not [source.id for source in facts.sources if source.kind == "clinic-sheets" and source.link]


@given(st.integers(min_value=0, max_value=730))
def test_a_span_says_exactly_its_days(days: int) -> None:
    number, unit = spans.span(days).split()
    assert int(number) * (7 if unit.startswith("week") else 1) == days
    assert unit.endswith("s") == (int(number) != 1)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_date_in_words_names_its_own_weekday(day: date) -> None:
    weekday, number, month, year = spans.weekday_date(day).split()
    assert (int(number), int(year)) == (day.day, day.year)
    following = day + timedelta(days=7)
    assert spans.weekday_date(following).startswith(weekday)
    assert month.istitle()
