"""The items of DISCERN, PEMAT-P, the CDC index, EQIP, JAMA, IPDAS and the NHS standard that a machine can hold.

docs/data/assessment.yml names these tests; tests/site/instruments.py says what is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from macros.checks.guide import Guide
from tests.conftest import PROJECT
from tests.site.instruments import (
    EMPTY_HEADINGS,
    LONGEST_COLUMN_NAME,
    LONGEST_LIST,
    MOST_COLUMNS,
    PHONE,
    SUMS,
    Look,
    look_at,
)
from tests.site.test_built_site import pages

# Pages that editors read, and one that is found only by mistake.
NOT_FOR_READERS = ("404.html", "contribute/", "search/")
# Pages that are looked things up in: they list, and do not speak to anyone.
LISTS = (
    "sources/",
    "sources-on-rules/",
    "glossary/",
    "findings-",
    "self-assessment",
    "how-we-know/",
    "about/",
    "clinics/open-data/",
)
# Pages about a treatment, or the choice between treatments.
TREATMENTS = ("botox/", "microneedling/")
ABOUT_TREATMENTS = (*TREATMENTS, "is-it-right-for-me/", "risks/", "too-close/")
DECISION = "is-it-right-for-me/"
# What DISCERN asks of each treatment, as ids of headings.
ASKED_OF_A_TREATMENT = {"how-it-works", "can-do", "no-treatment", "not-known"}

FEWEST_BODIES = 2
LEAST_ROOM = 30  # CSS pixels on paper, for each answer
FEWEST_POINTS = 6  # of each choice
CHOICES = 5
FEWEST_YOU = 1.0  # in 100 words
# The longest account of a choice has at most so many times the words of the shortest, "neither" left out.
MOST_UNEQUAL = 2.0


@pytest.fixture(scope="module")
def looks(site_dir: Path, site_url: str, browser: Browser) -> dict[str, Look]:
    """Every page that readers use, as it looks on a small phone."""
    paths = pages(site_dir)
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    found: dict[str, Look] = {}
    for path in paths:
        if not path.startswith(NOT_FOR_READERS):
            page.goto(site_url + path)
            found[path] = look_at(page, path)
    context.close()
    return found


# --- what each item asks, of one page -----------------------------------------


def hidden_answer(look: Look) -> Iterator[str]:
    """CCI 2 and 3: the answer stands where a phone shows it without scrolling, and stands out."""
    if look.short_end is None or look.short_end > PHONE["height"]:
        yield f"{look.path}: the short answer ends at {look.short_end} px; a phone shows {PHONE['height']}"
    if not look.short_bold:
        yield f"{look.path}: nothing marks the short answer"


def no_summary(look: Look) -> Iterator[str]:
    """PEMAT 11, CCI 1 and 10: the page starts with a summary."""
    if len(look.short_words.split()) < 8:
        yield f"{look.path}: its summary is {look.short_words!r}"


def hard_tables(look: Look) -> Iterator[str]:
    """PEMAT 19: tables are small, and their columns have short names."""
    for table in look.tables:
        if table.columns > MOST_COLUMNS:
            yield f"{look.path}: a table has {table.columns} columns: {table.names}"
        if table.lost:
            yield f"{look.path}: {table.lost} row headings have no scope: {table.names}"
        if not table.names:
            yield f"{look.path}: a table has no named columns"
        for name in table.names:
            if len(name.split()) > LONGEST_COLUMN_NAME:
                yield f'{look.path}: the column name "{name}" is long'


def long_lists(look: Look) -> Iterator[str]:
    """CCI 8: no list runs on."""
    for count, words in look.lists:
        if count > LONGEST_LIST:
            yield f'{look.path}: a list of {count} starts "{words}"'


def empty_headings(look: Look) -> Iterator[str]:
    """PEMAT 9, CCI 9: headings tell what follows."""
    for heading in look.headings:
        if EMPTY_HEADINGS.match(heading):
            yield f'{look.path}: the heading "{heading}" tells nothing'


def sums_for_readers(look: Look) -> Iterator[str]:
    """PEMAT 7, CCI 17: no reader has to calculate."""
    for match in SUMS.finditer(look.text):
        around = look.text[max(match.start() - 30, 0) : match.end() + 30]
        yield f'{look.path}: "{around}" asks the reader to calculate'


def mute_pictures(look: Look) -> Iterator[str]:
    """PEMAT 17, CCI 4: each picture has a caption, and words for those who do not see it."""
    for text, caption in look.pictures:
        if not (text and caption):
            yield f"{look.path}: a picture has the text {text!r} and the caption {caption!r}"


def speaks_to_nobody(look: Look) -> Iterator[str]:
    """PEMAT 21, EQIP 28: the page says "you"."""
    if look.you_in_100_words < FEWEST_YOU:
        yield f'{look.path}: "you" in {look.you_in_100_words:.1f} of 100 words'


def aimless(look: Look) -> Iterator[str]:
    """DISCERN 1: what the page is for, and for whom."""
    yield from unsaid(look, "What it is for", "Who it is for")


def undated(look: Look) -> Iterator[str]:
    """JAMA currency, DISCERN 5, EQIP 19, IPDAS: when it was written, reviewed, and will be reviewed."""
    yield from unsaid(look, "Last reviewed", "Next review due", "First published")


def unplanned(look: Look) -> Iterator[str]:
    """IPDAS, NHS: how often it is brought up to date."""
    yield from unsaid(look, "We plan to review each page")


def unsigned(look: Look) -> Iterator[str]:
    """JAMA disclosure, EQIP 22, IPDAS: who made it, who reviewed it, who paid and who gains."""
    yield from unsaid(look, "Who made it", "Reviewed by", "Who paid for it", "Conflicts of interest")


def unlicensed(look: Look) -> Iterator[str]:
    """JAMA attribution: who may copy it."""
    yield from unsaid(look, "Using our words")


def unsaid(look: Look, *needed: str) -> Iterator[str]:
    """What the box at the end of the page leaves out."""
    for words in needed:
        if words not in look.review:
            yield f'{look.path}: its box does not say "{words}"'


def loose_citations(look: Look) -> Iterator[str]:
    """DISCERN 4, JAMA attribution, EQIP 23: each number leads to a source, and each source is cited."""
    listed = {name for name, _ in look.sources}
    for name in sorted(look.cited ^ listed):
        yield f"{look.path}: {name} is {'cited and not listed' if name in look.cited else 'listed and not cited'}"
    for name, words in look.sources:
        if not any(sign in words for sign in ("(19", "(20", "(year not shown)")):
            yield f"{look.path}: {name} shows no year, and does not say that none was shown: {words[:60]}"


def alone(look: Look) -> Iterator[str]:
    """DISCERN 7, EQIP 17: there is somewhere else to read."""
    if len(look.bodies) < FEWEST_BODIES:
        yield f"{look.path}: it leads to {sorted(look.bodies)} only"


def sure_of_everything(look: Look) -> Iterator[str]:
    """DISCERN 8, CCI 11, IPDAS: the page says what is not known."""
    if "not-known" not in look.ids and not {"cannot-know", "why"} & look.ids:
        yield f"{look.path}: no heading says what is not known"


# --- held for every page --------------------------------------------------------


def faults(looks: dict[str, Look], what: object, *, only: tuple[str, ...] = ("",)) -> list[str]:
    """All that a rule finds on the pages whose address starts with one of `only`."""
    assert callable(what)
    return [fault for path, look in looks.items() if path.startswith(only) for fault in what(look)]


def for_people(looks: dict[str, Look]) -> dict[str, Look]:
    """The pages that speak to a reader."""
    return {path: look for path, look in looks.items() if not path.startswith(LISTS)}


def test_the_answer_shows_without_scrolling(looks: dict[str, Look]) -> None:
    found = faults(looks, hidden_answer)
    assert not found, "\n" + "\n".join(found)


def test_every_page_starts_with_a_summary(looks: dict[str, Look]) -> None:
    found = faults(looks, no_summary)
    assert not found, "\n" + "\n".join(found)


def test_tables_are_small_and_their_columns_named(looks: dict[str, Look]) -> None:
    found = faults(looks, hard_tables)
    assert not found, "\n" + "\n".join(found)


def test_lists_are_short(looks: dict[str, Look]) -> None:
    found = faults(looks, long_lists)
    assert not found, "\n" + "\n".join(found)


def test_headings_tell_what_follows(looks: dict[str, Look]) -> None:
    found = faults(looks, empty_headings)
    assert not found, "\n" + "\n".join(found)


def test_readers_are_not_asked_to_calculate(looks: dict[str, Look]) -> None:
    found = faults(looks, sums_for_readers)
    assert not found, "\n" + "\n".join(found)


def test_pictures_have_a_caption_and_words(looks: dict[str, Look]) -> None:
    found = faults(looks, mute_pictures)
    assert not found, "\n" + "\n".join(found)


def test_pages_speak_to_the_reader(looks: dict[str, Look]) -> None:
    found = faults(for_people(looks), speaks_to_nobody)
    assert not found, "\n" + "\n".join(found)


def test_every_page_shows_its_dates(looks: dict[str, Look]) -> None:
    found = faults(looks, undated)
    assert not found, "\n" + "\n".join(found)


def test_every_page_says_what_it_is_for(looks: dict[str, Look]) -> None:
    found = faults(looks, aimless)
    assert not found, "\n" + "\n".join(found)


def test_every_page_says_how_often_it_is_reviewed(looks: dict[str, Look]) -> None:
    found = faults(looks, unplanned)
    assert not found, "\n" + "\n".join(found)


def test_every_page_says_who_made_it_and_who_paid(looks: dict[str, Look]) -> None:
    found = faults(looks, unsigned)
    assert not found, "\n" + "\n".join(found)


def test_every_citation_leads_to_a_dated_source(looks: dict[str, Look]) -> None:
    found = faults(looks, loose_citations) + faults(looks, unlicensed)
    assert not found, "\n" + "\n".join(found)


def test_pages_about_treatments_lead_to_bodies_that_sell_nothing(looks: dict[str, Look]) -> None:
    found = faults(looks, alone, only=ABOUT_TREATMENTS)
    assert not found, "\n" + "\n".join(found)


def test_pages_about_treatments_say_what_is_not_known(looks: dict[str, Look]) -> None:
    found = faults(looks, sure_of_everything, only=ABOUT_TREATMENTS)
    assert not found, "\n" + "\n".join(found)


def test_each_treatment_is_told_under_the_same_headings(looks: dict[str, Look]) -> None:
    missing = {path: sorted(ASKED_OF_A_TREATMENT - looks[path].ids) for path in TREATMENTS}
    assert not any(missing.values()), missing


def test_every_page_says_what_to_do_next(site_dir: Path) -> None:
    """PEMAT 20, CCI 5: each page ends with steps to take."""
    guide = Guide(PROJECT, PROJECT / "docs")
    # A page with a template of its own is for a frame or for paper, and ends as that template does.
    lost = [page.name for page in guide.pages if not page.meta.template and "next_steps([" not in page.body]
    assert lost == []


def test_a_tool_is_one_tap_from_each_page_about_treatments(looks: dict[str, Look]) -> None:
    """PEMAT 23: the planner or a checklist is there to be used."""
    tools = ("timing/", "plan/", "before-your-appointment/", "is-it-right-for-me/")
    for path in ABOUT_TREATMENTS:
        assert any(tool in link for link in looks[path].links for tool in tools), path


def test_choices_are_told_in_equal_detail(site_url: str, browser: Browser) -> None:
    """IPDAS: each choice has the same points, in the same order, in about as many words."""
    page = browser.new_page()
    page.goto(site_url + DECISION)
    told: list[list[int]] = page.evaluate(
        """() => [...document.querySelectorAll(".choices tbody tr")].map((row) => [...row.cells].slice(1)
          .map((cell) => cell.textContent.trim().split(/\\s+/).length))"""
    )
    page.close()
    assert len(told) >= FEWEST_POINTS, told
    assert {len(row) for row in told} == {CHOICES}, told
    # With no treatment there is less to tell.
    words = [sum(column) for column in list(zip(*told, strict=True))[1:]]
    assert max(words) <= MOST_UNEQUAL * min(words), words


def test_questions_to_take_along_leave_room_for_answers_on_paper(site_url: str, browser: Browser) -> None:
    """EQIP 35: there is a place for the reader's own notes."""
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(site_url + "before-your-appointment/")
    room = page.evaluate(
        """() => [...document.querySelectorAll(".questions-to-ask li")]
          .map((item) => parseFloat(getComputedStyle(item).paddingBlockEnd))"""
    )
    page.goto(site_url + DECISION)
    room.append(
        page.evaluate("document.querySelector('.stand-notes textarea').getBoundingClientRect().height")
    )
    page.close()
    assert min(room) >= LEAST_ROOM, room


# --- each rule sees a bad page --------------------------------------------------

BAD = """<!doctype html><title>Bad</title><main>
<div style="height: 700px"></div><div class="in-short"><p>In short: wait.</p></div>
<h2>Overview</h2><p>Count back from the day, and add 14 days. Treatment is given by staff.</p>
<ul><li>1<li>2<li>3<li>4<li>5<li>6<li>7<li>8</ul>
<table><thead><tr><th>What comes first and what next<th>2<th>3<th>4<th>5<th>6</thead>
<tbody><tr><th>Row<td>2<td>3<td>4<td>5<td>6</tbody></table>
<svg role="img"><rect/></svg><sup><a href="#source-9">9</a></sup>
<div class="sources-list"><ol><li id="source-1">Somebody. A paper.</ol></div>
<div class="review-box">Changes</div></main>"""

RULES = (
    hidden_answer, no_summary, hard_tables, long_lists, empty_headings, sums_for_readers, mute_pictures,
    speaks_to_nobody, aimless, undated, unplanned, unsigned, unlicensed, loose_citations, alone, sure_of_everything,
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])
def test_each_rule_sees_a_bad_page(page: Page, rule: object) -> None:
    assert callable(rule)
    page.set_viewport_size(PHONE)
    page.set_content(BAD)
    assert list(rule(look_at(page, "bad/")))
