"""The signs that call for help, one by one, as the labels, regulators and reviews behind them have it."""

from __future__ import annotations

import re

import pytest

from macros.facts import Facts, load_facts
from macros.facts.models import WarningSign
from tests.conftest import PROJECT

# What each card must name, in words of its signs. Nothing else may stand there.
AFTER_TOXIN = {
    "breathing, swallowing or speaking",
    "hoarse or weak voice",
    "weakness that spreads",
    "double or blurred vision",
    "loss of bladder control",
}
SIGNS = {
    "emergency": AFTER_TOXIN | {"hives (raised, itchy skin), wheezing or feeling faint", "face or tongue"},
    "urgent": {
        "heat, pain, swelling or redness that spreads",
        "pus or a fever",
        "pain that gets worse",
        "blisters or cold sores",
        "in or near your eye",
        "new lumps",
        "a burn, a dent, numbness or weakness",
    },
    "same-day": {
        "one eyelid that drops",
        "one brow that drops",
        "dry or sore",
        "uneven smile",
        "any other change in your sight",
        "dark patches",
    },
}


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The facts of the guide itself."""
    return load_facts(PROJECT / "docs" / "data", PROJECT)


def of(facts: Facts, level: str) -> list[WarningSign]:
    """The signs of a card."""
    return [sign for sign in facts.warning_signs if sign.level == level]


@pytest.mark.parametrize("level", SIGNS)
def test_each_card_names_exactly_its_signs(facts: Facts, level: str) -> None:
    said = {sign.id: sign.sign for sign in of(facts, level)}
    missing = [words for words in SIGNS[level] if not any(words in sign for sign in said.values())]
    extra = [name for name, sign in said.items() if not any(words in sign for words in SIGNS[level])]
    assert (missing, extra) == ([], [])


@pytest.mark.parametrize("level", SIGNS)
def test_no_card_is_too_long_to_read_in_a_fright(facts: Facts, level: str) -> None:
    assert len(of(facts, level)) <= 7


def test_signs_of_spread_say_that_they_can_come_weeks_later(facts: Facts) -> None:
    late = [sign for sign in of(facts, "emergency") if any(words in sign.sign for words in AFTER_TOXIN)]
    assert len(late) == len(AFTER_TOXIN)
    assert {(sign.treatment, sign.when) for sign in late} == {("toxin", "hours to weeks after the injection")}


def test_an_allergic_reaction_may_follow_either_treatment(facts: Facts) -> None:
    others = [sign for sign in of(facts, "emergency") if sign.when is None]
    assert [sign.treatment for sign in others] == ["any", "any"]


def test_a_sign_that_is_red_says_how_it_shows_on_brown_and_black_skin(facts: Facts) -> None:
    red = [sign.sign for sign in facts.warning_signs if re.search(r"\bred(ness|der)?\b", sign.sign)]
    assert red
    assert [sign for sign in red if "brown and black skin" not in sign] == []
