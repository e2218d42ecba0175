"""Mistakes in a real browser: said beside the field and in a list above, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.planner import (
    ANSWERS,
    ASKED,
    CONTROLS,
    PAGE,
    PAGES,
    PLAN_PAGE,
    TODAY,
    answer,
    ask,
    choose,
    field,
    headline,
    open_answered,
    opened,
    pick_date,
    question,
    type_date,
    words,
)

pytestmark = pytest.mark.browser

Steps = Callable[[Page], None]


def typing(name: str, day: str, month: str, year: str) -> Steps:
    """Type a date with keys, which may be one that is no date."""
    return lambda page: type_date(page, name, day, month, year)


def picking(name: str, day: str) -> Steps:
    """Give a date that can be one."""
    return lambda page: pick_date(page, name, day)


def choosing(name: str, value: str) -> Steps:
    """Choose, and do no more."""
    return lambda page: choose(page, name, value)


def filling(name: str, *texts: str) -> Steps:
    """Fill the fields of a question."""

    def steps(page: Page) -> None:
        for at, text in enumerate(texts):
            field(page, name, at).fill(text)

    return steps


def clearing(name: str) -> Steps:
    """As if the question had not been answered."""
    return lambda page: question(page, name).locator("input").evaluate_all(
        "all => all.forEach(e => { if (e.type === 'radio') e.checked = false; else e.value = ''; })"
    )  # fmt: skip


MISTAKES: list[tuple[str, str, str, Steps]] = [
    ("next", "first", "missing", clearing("first")),
    ("next", "when", "missing", clearing("when")),
    ("next", "when", "not-a-real-date", typing("when", "30", "02", "2026")),
    ("next", "when", "too-old", picking("when", "1926-11-16")),
    ("next", "when", "in-the-future", picking("when", "2026-11-22")),
    ("next", "area", "missing", clearing("area")),
    ("next", "booked", "missing", choosing("booked", "date")),
    ("next", "booked", "not-a-real-date", typing("booked", "30", "02", "2027")),
    ("next", "booked", "too-old", picking("booked", "1926-11-20")),
    ("next", "booked", "in-the-past", picking("booked", TODAY)),
    ("next", "told", "missing", filling("told", "2 weeks")),
    ("was-it-too-soon", "first", "missing", clearing("first")),
    ("was-it-too-soon", "when", "missing", clearing("when")),
    ("was-it-too-soon", "when", "in-the-future", picking("when", "2026-11-22")),
    ("was-it-too-soon", "second", "missing", clearing("second")),
    ("was-it-too-soon", "second", "not-a-real-date", typing("second", "30", "02", "2026")),
    ("was-it-too-soon", "second", "too-old", picking("second", "1926-11-20")),
    ("was-it-too-soon", "second", "in-the-future", picking("second", "2026-11-22")),
    ("was-it-too-soon", "second", "before-first", picking("second", "2026-11-01")),
    ("was-it-too-soon", "told", "missing", filling("told", "-3")),
    ("course", "sessions", "missing", clearing("sessions")),
    ("course", "when", "missing", clearing("when")),
    ("course", "when", "not-a-real-date", typing("when", "30", "02", "2027")),
    ("course", "when", "too-old", picking("when", "1926-11-20")),
    ("course", "rounds", "missing", clearing("rounds")),
    ("course", "second", "missing", choosing("second", "date")),
    ("course", "second", "too-old", picking("second", "1926-11-20")),
    ("course", "away", "incomplete", filling("away", "", "2026-12-22")),
    ("course", "away", "backwards", filling("away", "2026-12-22", "2026-12-21")),
    ("course", "told", "missing", filling("told", "", "", "1.5")),
    ("event", "event", "missing", clearing("event")),
    ("event", "event", "not-a-real-date", typing("event", "31", "06", "2027")),
    ("event", "event", "in-the-past", filling("event", TODAY)),
    ("event", "event", "too-old", filling("event", "1927-06-12")),
    ("event", "sessions", "missing", clearing("sessions")),
    ("event", "rounds", "missing", clearing("rounds")),
    ("event", "when", "not-a-real-date", typing("when", "30", "02", "2027")),
    ("event", "away", "incomplete", filling("away", "2026-12-22")),
    ("event", "told", "missing", filling("told", "", "soon")),
]


def test_every_mistake_that_has_words_is_made_here() -> None:
    made = {(name, code) for _, name, code, _ in MISTAKES}
    assert made == {(name, code) for name, codes in words()["problems"].items() for code in codes}


@pytest.mark.parametrize(
    ("task", "name", "code", "steps"), MISTAKES, ids=["-".join(mistake[:3]) for mistake in MISTAKES]
)
def test_every_mistake_is_explained_where_it_is_and_nothing_is_lost(
    browser: Browser, site_url: str, task: str, name: str, code: str, steps: Steps
) -> None:
    message = words()["problems"][name][code].format(a="Botox", b="microneedling")
    with opened(browser) as page:
        open_answered(page, site_url, task)
        steps(page)
        page.locator("[data-more]").evaluate("fold => { fold.open = false; }")
        fields = page.locator(".planner__ask input")
        before = fields.evaluate_all(CONTROLS)
        ask(page)
        problem = question(page, name).locator("[data-problem]")
        expect(headline(page)).to_have_count(0)
        expect(problem).to_be_visible()  # its fold is open again
        expect(problem).to_have_text(message)
        expect(page.locator("[data-problems]")).to_be_hidden()  # one mistake needs no list
        expect(question(page, name).locator(":focus")).to_have_count(1)
        focus = page.locator(":focus")
        described = question(page, name).get_attribute("aria-describedby")
        expect(page.locator(f"#{described}")).to_have_text(message)
        if focus.get_attribute("type") != "radio":
            expect(focus).to_have_attribute("aria-invalid", "true")
            assert focus.get_attribute("aria-describedby") == described
        assert fields.evaluate_all(CONTROLS) == before
        # Mended, it goes away, and there is an answer.
        if name in ANSWERS[task]:
            answer(page, task)
        elif name == "booked" or (name in {"when", "second"} and task in {"course", "event"}):
            choose(page, name, "none")
        else:
            for each in question(page, name).locator("[data-part]:visible").all():
                each.fill("")
            page.keyboard.press("Tab")
        expect(problem).to_be_hidden()
        expect(headline(page)).to_have_count(1)


def test_two_mistakes_are_listed_and_linked(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        ask(page)
        expect(question(page, "first")).to_contain_text("Choose the treatment you had.")
        expect(question(page, "first").locator("input").first).to_be_focused()
        choose(page, "first", "toxin")
        expect(question(page, "first")).not_to_contain_text("Choose the treatment")
        ask(page)
        expect(page.locator("[data-problems]")).to_be_focused()
        links = page.locator("[data-problem-list] a")
        expect(links).to_have_text(
            ["Choose an answer, or enter the date of your Botox.", "Choose yes, no or not sure."]
        )
        address = page.url
        links.nth(1).click()
        expect(question(page, "area").locator("input").first).to_be_focused()
        assert page.url == address
        choose(page, "area", "same")
        expect(page.locator("[data-problems]")).to_be_hidden()  # what is left is said beside its question


def test_a_mistake_in_every_place_of_a_plan(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PLAN_PAGE)
        choose(page, "task", "event")
        choose(page, "when", "date")
        pick_date(page, "second", "1926-12-01")
        filling("told", "1000", "15", "x")(page)
        filling("away", "2026-12-22", "2026-12-21")(page)
        page.locator("[data-more]").evaluate("fold => { fold.open = false; }")
        ask(page)
        expect(page.locator("[data-problems]")).to_be_focused()
        listed = page.locator("[data-problem-list] a").all_inner_texts()
        beside = page.locator(".planner__question--problem [data-problem]:visible").all_inner_texts()
        assert listed == beside
        assert len(listed) == len(set(listed)) == 7
        for at, name in enumerate(["event", "sessions", "rounds", "when", "second", "away", "told"]):
            page.locator("[data-problem-list] a").nth(at).click()
            expect(question(page, name).locator(":focus")).to_have_count(1)
        # Of several fields, only those that hold something are marked.
        assert question(page, "told").locator("input").evaluate_all(
            "all => all.map(e => e.value)"
        ) == ["1000", "15", "x"]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("30", "02", "2026"), "This is not a real date. Check the day, the month and the year."),
        (("16", "11", "1026"), "Check the year of this date."),
        (
            ("22", "11", "2026"),
            "This date is in the future. Enter the day you had Botox, or choose another question at the top.",
        ),
    ],
)
def test_a_wrong_date_is_explained_when_its_question_is_left(
    browser: Browser, site_url: str, typed: tuple[str, str, str], message: str
) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        choose(page, "first", "toxin")
        type_date(page, "when", *typed)
        entry = question(page, "when").locator("input[type=date]")
        kept = entry.evaluate("field => [field.value, field.validity.badInput]")
        assert kept != ["", False]
        expect(question(page, "when").locator("[data-problem]")).to_be_hidden()  # not while they type
        choose(page, "area", "same")
        expect(question(page, "when").locator("[data-problem]")).to_have_text(message)
        ask(page)
        expect(entry).to_be_focused()
        assert entry.evaluate("field => [field.value, field.validity.badInput]") == kept
        entry.fill("2026-11-16")
        expect(question(page, "when").locator("[data-problem]")).to_be_hidden()
        expect(headline(page)).to_have_count(1)


def test_a_mistake_is_shown_when_the_question_is_left_and_not_before(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        problem = question(page, "away").locator("[data-problem]")
        field(page, "away", 0).fill("2026-12-22")
        field(page, "away", 1).click()  # on the way from one field of the question to the other
        expect(problem).to_be_hidden()
        field(page, "away", 1).fill("2026-12-21")
        choose(page, "area", "same")
        expect(problem).to_have_text("The last day is before the first day. Check both.")
        field(page, "away", 1).fill("2026-12-23")
        expect(problem).to_be_hidden()
        field(page, "told").fill("soon")
        question(page, "weekdays").locator("input").click()
        expect(question(page, "told").locator("[data-problem]")).to_be_visible()


@pytest.mark.parametrize(("task", "other"), [("was-it-too-soon", "next"), ("event", "course")])
def test_a_mistake_of_one_task_is_not_held_against_another(
    browser: Browser, site_url: str, task: str, other: str
) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, task)
        if task == "event":
            field(page, "event").fill(TODAY)
        else:
            pick_date(page, "second", "2026-11-01")
        ask(page)
        expect(page.locator("[data-problem]:visible")).to_have_count(1)
        choose(page, "task", other)
        expect(page.locator("[data-problem]:visible")).to_have_count(0)
        expect(page.locator("[data-planner] [aria-invalid=true]")).to_have_count(0)


def test_swapped_dates(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "was-it-too-soon")
        pick_date(page, "second", "2026-10-02")
        choose(page, "area", "same")
        expect(question(page, "second")).to_contain_text("This is before your Botox.")
        expect(question(page, "second").locator("input[type=date]")).to_have_value("2026-10-02")
        choose(page, "first", "microneedling")
        assert question(page, "first").locator("input:checked").get_attribute("value") == "microneedling"


@pytest.mark.parametrize("task", ASKED)
def test_nothing_is_wrong_before_anything_was_done(browser: Browser, site_url: str, task: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGES[task])
        choose(page, "task", task)
        expect(page.locator("[data-problem]:visible")).to_have_count(0)
        expect(page.locator("[data-answer]")).to_have_text(words()["form"]["placeholder"])
