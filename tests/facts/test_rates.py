"""A finding tells a rate as so many in 100 or 1,000, and in how many people it was seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.errors import GuideError
from macros.facts import load_facts
from macros.facts.rates import rate_mistakes

NOT_IN_WORDS = "is not told as so many in 100"
NOBODY_COUNTED = "does not say in how many people it was seen"

WRONG = [
    ("In a study of 723 people, 6.8 % had redness.", NOT_IN_WORDS),
    ("In a study of 723 people, 6.8% had redness.", NOT_IN_WORDS),
    ("In a study of 723 people, 7 per cent had redness.", NOT_IN_WORDS),
    ("In a study, 8 of 41 people needed care.", NOT_IN_WORDS),
    ("In a study, 8 out of 41 people needed care.", NOT_IN_WORDS),
    ("About 1 in 17 of 4,000 people had a side effect.", NOT_IN_WORDS),
    ("One in five of 4,000 people had a side effect.", NOT_IN_WORDS),
    ("About 1 in 1,017 of 4,000 people had a side effect.", NOT_IN_WORDS),
    ("Redness was seen in about 7 in 100 people.", NOBODY_COUNTED),
    ("Itch is rare: about 4 in 1,000.", NOBODY_COUNTED),
]
RIGHT = [
    "A review that covered 723 people reports redness in about 7 in 100.",
    "Of the first 38 cases, about 45 in 100 came from a home.",
    "A drooping eyelid followed 1 of 616 visits, or about 2 in 1,000.",
    "A label says 2 in 100. We did not see how many people that counts.",
    "A group of 15 specialists advised 1 to 2 weeks.",
    "A review found 15 people in 13 papers.",
    "In December 2021, Health Canada said none was authorised.",
    "By 18 April 2024, 22 people in 11 US states had harmful reactions.",
    "No drooping eyelid was seen in 5,014 people.",
    "Labels say to repeat it no sooner than about every 3 months.",
]


@pytest.mark.parametrize(("says", "words"), WRONG)
def test_a_rate_that_readers_cannot_judge_is_found(says: str, words: str) -> None:
    assert [words in message for message, _ in rate_mistakes(says)] == [True]


@pytest.mark.parametrize("says", RIGHT)
def test_a_rate_with_its_people_and_other_numbers_pass(says: str) -> None:
    assert list(rate_mistakes(says)) == []


def test_the_message_names_the_finding_and_its_line(project: Path) -> None:
    path = project / "docs" / "data" / "claims" / "all.yml"
    says = "says: The colour shows after 8 hours."
    text = path.read_text(encoding="utf-8")
    assert says in text, "the fixture no longer has what this test spoils"
    path.write_text(text.replace(says, "says: It peels in 12 % of people."), encoding="utf-8")
    line = text[: text.index(says)].count("\n") + 1
    with pytest.raises(GuideError) as caught:
        load_facts(project / "docs" / "data", project)
    assert str(caught.value) == (
        f'docs/data/claims/all.yml:{line}: tan-onset: "12 %" is not told as so many in 100. '
        'Write it in words, such as "about 7 in 100", or in 1,000 where it is rarer. [facts]'
    )


def test_a_finding_without_a_source_is_refused(project: Path) -> None:
    path = project / "docs" / "data" / "claims" / "all.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("sources: [a1]", "sources: []", 1), encoding="utf-8")
    with pytest.raises(GuideError, match="at least 1"):
        load_facts(project / "docs" / "data", project)
