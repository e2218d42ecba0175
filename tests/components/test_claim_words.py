"""A finding opens the medical words in it where a page first uses them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.components import Library
from macros.facts import load_facts
from macros.facts.medical_names import names_to_explain, parted
from tests.components.test_components import render

GLOSSARY = """
terms:
  - id: erythema
    term: erythema
    plain: redness
    means: Redness of the skin.
    also: [red patch, flush]
    everyday: [flush]
  - id: peel
    term: face peel
    plain: acid treatment
    means: A treatment.
"""
SAYS = "The colour shows after 8 hours."
BUTTON = re.compile(r'<button type="button" class="term" popovertarget="([^"]+)">([^<]+)</button>')


@pytest.fixture
def library(project: Path) -> Library:
    """The small guide with a glossary and a finding that has a medical word twice."""
    return with_finding(project, "An erythema can follow. Red patches fade, and so does the erythema.")


def with_finding(project: Path, says: str) -> Library:
    data = project / "docs" / "data"
    (data / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    claims = data / "claims" / "all.yml"
    text = claims.read_text(encoding="utf-8")
    assert SAYS in text, "the fixture no longer has what this test changes"
    claims.write_text(text.replace(SAYS, says), encoding="utf-8")
    return Library(load_facts(data, project))


def test_the_first_use_opens_and_the_next_ones_do_not(library: Library, tmp_path: Path) -> None:
    html = render(library, tmp_path, '{{ claim("tan-onset") }} {{ claim("tan-onset") }}')
    assert BUTTON.findall(html) == [("meaning-erythema", "erythema")]
    assert html.count("Red patches fade, and so does the erythema.") == 2


def test_a_word_that_the_page_opened_is_not_opened_again(library: Library, tmp_path: Path) -> None:
    html = render(library, tmp_path, 'A {{ term("erythema", "red place") }}. {{ claim("tan-onset") }}')
    assert BUTTON.findall(html) == [("meaning-erythema", "red place")]


def test_nothing_of_the_finding_is_lost(library: Library, tmp_path: Path) -> None:
    html = render(library, tmp_path, '{{ claim("tan-onset") }}')
    html = re.sub(r'<span class="term-note".*?</span></span>', "", html)
    words = re.sub(r"<[^>]+>", "", html.partition("<sup")[0].partition('<span class="cite')[0])
    assert words.startswith("An erythema can follow. Red patches fade, and so does the erythema.")


@pytest.mark.parametrize(
    "says",
    [
        "A flush can follow.",  # readers know this word
        "Some redness, or erythema, can follow.",  # the plain word stands beside it
        "A face peel can follow.",  # what the guide is about
        "An erythematous patch can follow.",  # another word that has it in it
    ],
)
def test_a_word_that_needs_no_note_is_left_alone(project: Path, tmp_path: Path, says: str) -> None:
    html = render(with_finding(project, says), tmp_path, '{{ claim("tan-onset") }}')
    assert BUTTON.findall(html) == []
    assert says in html


def test_a_guide_without_a_glossary_has_no_words_to_open(project: Path) -> None:
    facts = load_facts(project / "docs" / "data", project)
    assert names_to_explain(facts) == {}
    assert list(parted("An erythema.", {})) == [("An erythema.", None)]
