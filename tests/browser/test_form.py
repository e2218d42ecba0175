"""The form in a real browser: what each task asks, in which words, and what moving between tasks keeps."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.planner import (
    ANSWERS,
    ASKED,
    CONTROLS,
    PAGE,
    PAGES,
    PLAN_PAGE,
    PLANS,
    answer,
    ask,
    choose,
    field,
    headline,
    keys_for,
    open_answered,
    opened,
    pick_date,
    question,
)

pytestmark = pytest.mark.browser

NAMES = "all => all.filter(e => !e.hidden).map(e => e.dataset.question)"
CHOICES = "all => all.filter(e => e.checkVisibility()).map(e => e.value)"


def chosen(page: Page, name: str) -> list[str]:
    """The answers of a question that are chosen or ticked."""
    found: list[str] = question(page, name).locator("input:checked").evaluate_all(CHOICES)
    return found


# --- what is asked ----------------------------------------------------------------


@pytest.mark.parametrize("task", ASKED)
def test_a_task_asks_three_questions_and_folds_the_rest(browser: Browser, site_url: str, task: str) -> None:
    in_sight, more = ASKED[task]
    with opened(browser) as page:
        page.goto(site_url + PAGES[task])
        choose(page, "task", task)
        if "first" in in_sight:
            assert page.locator("[data-asked] > [data-question]").evaluate_all(NAMES) == ["first"]
            expect(page.locator("[data-more]")).to_be_hidden()
            choose(page, "first", "toxin")
        assert page.locator("[data-asked] > [data-question]").evaluate_all(NAMES) == in_sight
        assert page.locator("[data-more] > [data-question]").evaluate_all(NAMES) == more
        expect(page.locator("[data-more]")).not_to_have_attribute("open", "")
        answer(page, task)
        expect(headline(page)).to_have_count(1)  # nothing under More choices need be answered


PAST = ["today", "yesterday", "few", "week", "fortnight", "date"]
ROUNDS = ["0", "1", "2", "3", "first"]
SESSIONS = list("0123456")


@pytest.mark.parametrize(
    ("task", "choices", "told"),
    [
        ("next", {"when": PAST, "booked": ["none", "date"]}, 1),
        ("was-it-too-soon", {"when": PAST, "second": PAST}, 1),
        ("course", {"when": [*PAST, "none"], "second": [*PAST, "none"], "sessions": SESSIONS, "rounds": ROUNDS}, 3),
        ("event", {"when": [*PAST, "none"], "second": [*PAST, "none"], "sessions": SESSIONS, "rounds": ROUNDS}, 3),
    ],
)  # fmt: skip
def test_a_task_offers_its_own_choices(
    browser: Browser, site_url: str, task: str, choices: dict[str, list[str]], told: int
) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGES[task])
        choose(page, "task", task)
        if "first" in ASKED[task][0]:
            choose(page, "first", "toxin")
        page.locator("[data-more] > summary").click()
        for name, expected in choices.items():
            assert question(page, name).locator("[type=radio]").evaluate_all(CHOICES) == expected, name
        expect(question(page, "told").locator("input:visible")).to_have_count(told)


def legend(page: Page, name: str) -> str:
    return question(page, name).locator("legend").inner_text()


def test_the_words_fit_the_task(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        choose(page, "first", "microneedling")
        page.locator("[data-more] > summary").click()
        assert legend(page, "when") == "When was your microneedling?"
        assert legend(page, "booked") == "Is your Botox booked?"
        assert question(page, "booked").locator("label:visible").all_inner_texts() == [
            "No",
            "Yes, pick the date",
        ]
        choose(page, "task", "was-it-too-soon")
        assert legend(page, "second") == "When was your Botox?"
        assert legend(page, "area").startswith("Was the Botox on")
        page.goto(site_url + PLAN_PAGE)
        page.locator("[data-more] > summary").click()
        assert legend(page, "when") == "When was your last Botox, or when is it booked?"
        assert legend(page, "sessions") == "How many microneedling sessions do you want?"
        assert question(page, "told").locator("label:visible span").all_inner_texts() == [
            "Days from your Botox to your microneedling",
            "Days from your microneedling to your Botox",
            "Days between two microneedling sessions",
        ]
        choose(page, "task", "event")
        assert legend(page, "sessions") == "How many microneedling sessions do you want before it?"
        assert legend(page, "rounds") == "How many times do you want Botox before it?"


def test_dates_are_said_in_words(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PLAN_PAGE)
        pick_date(page, "when", "2026-11-28")
        expect(question(page, "when")).to_contain_text("That is Saturday 28 November 2026, 7 days from now.")
        pick_date(page, "when", "2026-11-22")
        expect(question(page, "when")).to_contain_text("That is Sunday 22 November 2026, 1 day from now.")
        choose(page, "second", "week")
        expect(question(page, "second")).to_contain_text(
            "We count from Monday 16 November 2026, the latest day"
        )
        choose(page, "task", "event")
        field(page, "event").fill("2027-06-12")
        expect(question(page, "event")).to_contain_text("That is Saturday 12 June 2027, 203 days from now.")
        page.goto(site_url + PAGE)
        choose(page, "task", "was-it-too-soon")
        choose(page, "first", "toxin")
        choose(page, "second", "week")
        expect(question(page, "second")).to_contain_text(
            "We count with Thursday 12 November 2026, the earliest"
        )


def test_a_date_field_is_there_once_it_is_asked_for(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PLAN_PAGE)
        typed = question(page, "when").locator("input[type=date]")
        expect(typed).to_be_hidden()
        choose(page, "when", "date")
        expect(typed).to_be_visible()
        choose(page, "when", "none")
        expect(typed).to_be_hidden()


def test_the_fold_says_what_is_in_it_and_how_much_was_chosen(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PLAN_PAGE)
        summary = page.locator("[data-more] > summary")
        expect(summary).to_have_text(re.compile(r"^\s*More choices\s+Your last microneedling, the kind"))
        expect(summary).not_to_contain_text("chosen")
        choose(page, "kind", "rf")
        expect(summary).to_contain_text("1 chosen")
        pick_date(page, "second", "2026-11-01")  # one question, though it has two controls
        choose(page, "weekdays", "yes")
        field(page, "away", 0).fill("2026-12-21")
        field(page, "away", 1).fill("2027-01-03")
        field(page, "told", 0).fill("15")
        field(page, "told", 1).fill("15")
        question(page, "weekdays").locator("input").focus()
        expect(summary).to_contain_text("5 chosen")
        choose(page, "kind", "unknown")
        expect(summary).to_contain_text("4 chosen")


# --- what is kept -----------------------------------------------------------------


def test_moving_between_two_plans_keeps_what_was_typed(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        choose(page, "kind", "rf")
        field(page, "told", 2).fill("40")
        field(page, "away", 0).fill("2026-12-21")
        field(page, "away", 1).fill("2026-12-22")
        choose(page, "touchUp", "yes")
        before = page.locator("[data-planner] fieldset:not([data-question=task]) input").evaluate_all(
            CONTROLS
        )
        told = headline(page).inner_text()
        choose(page, "task", "event")
        field(page, "event").fill("2027-06-12")
        choose(page, "sessions", "2")
        for name, value in {"when": "date", "kind": "rf", "touchUp": "yes", "rounds": "1"}.items():
            opened_fold = page.locator("[data-more]")
            opened_fold.evaluate("fold => { fold.open = true; }")
            assert chosen(page, name) == [value]
        field(page, "event").fill("")
        choose(page, "sessions", "3")
        choose(page, "task", "course")
        assert (
            page.locator("[data-planner] fieldset:not([data-question=task]) input").evaluate_all(CONTROLS)
            == before
        )
        expect(headline(page)).to_have_text(told)


def test_moving_between_two_answers_keeps_what_was_typed(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "was-it-too-soon")
        choose(page, "kind", "rf")
        choose(page, "area", "apart")
        field(page, "told").fill("15")
        told = headline(page).inner_text()
        choose(page, "task", "next")
        assert chosen(page, "area") == ["apart"]
        assert chosen(page, "kind") == ["rf"]
        assert field(page, "told").input_value() == "15"
        assert question(page, "when").locator("input[type=date]").input_value() == "2026-11-02"
        choose(page, "task", "was-it-too-soon")
        assert question(page, "second").locator("input[type=date]").input_value() == "2026-11-16"
        expect(headline(page)).to_have_text(told)


def test_changing_the_task_leaves_the_focus_where_it_is(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        for task in ("was-it-too-soon", "event"):
            page.goto(site_url + PAGES[task])
            question(page, "task").locator("input:checked").focus()
            page.keyboard.press("ArrowDown")
            expect(question(page, "task").locator(f"input[value={task}]")).to_be_focused()
        # Where the task stays the same nothing is moved, so the focus is not lost in any other question.
        answer(page, "event")
        choose(page, "kind", "rf")
        expect(question(page, "kind").locator("input[value=rf]")).to_be_focused()


def test_days_away_grow_to_four_rows_and_can_be_emptied(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        field(page, "away", 0).fill("2026-12-21")
        field(page, "away", 1).fill("2026-12-22")
        add = page.get_by_role("button", name="Add more days")
        for row in range(1, 4):
            expect(page.locator("[data-row]:visible")).to_have_count(row)
            add.click()
            expect(page.get_by_label(f"First day {row + 1}")).to_be_focused()
        expect(page.locator("[data-row]:visible")).to_have_count(4)
        expect(page.locator("[data-row]:visible")).to_have_count(4)
        expect(add).to_be_hidden()
        page.get_by_label("First day 4").fill("2026-11-24")
        page.get_by_label("Last day 4").fill("2027-01-31")
        page.get_by_label("Last day 4").press("Tab")
        steps = page.locator("[data-answer] ol > li")
        expect(steps.nth(1)).to_contain_text("Feb 2027")
        page.get_by_label("First day 4").fill("")
        page.get_by_label("Last day 4").fill("")
        page.get_by_label("Last day 4").press("Tab")
        expect(steps.nth(1)).to_contain_text("Mon 30 Nov")


# --- the keyboard -----------------------------------------------------------------


def by_keys(page: Page, task: str) -> None:
    """Answer a task with the keyboard alone, what stands in its fold too, and ask for the answer."""
    typed = {
        day: keys_for(page, day[8:], day[5:7], day[:4])
        for day in ("2026-11-02", "2026-11-16", "2027-06-12", "2026-12-21")
    }

    def is_at(selector: str) -> bool:
        return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))

    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if is_at(selector):
                return
        pytest.fail(f"Tab never reaches {selector}")

    def arrow_to(selector: str) -> None:
        for _ in range(12):
            if is_at(selector):
                page.keyboard.press("Space")
                return
            page.keyboard.press("ArrowDown")
        pytest.fail(f"No arrow reaches {selector}")

    tab_to("[data-question=task] input")
    arrow_to(f"[value={task}]")
    expect(question(page, "task").locator(f"[value={task}]")).to_be_focused()
    tab_to(".planner__check > summary")
    for name, value in ANSWERS[task].items():
        if value.startswith("20"):
            if name != "event":
                tab_to(f"[data-question={name}] [type=radio]")
                arrow_to("[value=date]")
            tab_to(f"[data-question={name}] [type=date]")
            page.keyboard.type(typed[value])
        else:
            tab_to(f"[data-question={name}] [type=radio]")
            arrow_to(f"[value='{value}']")
    tab_to("[data-more] > summary")
    page.keyboard.press("Enter")
    tab_to("[data-question=kind] input")
    page.keyboard.press("ArrowDown")
    if task in PLANS:
        tab_to("[data-question=touchUp] input")
        page.keyboard.press("Space")
        for part in range(2):
            tab_to(f"[data-question=away] label:nth-of-type({part + 1}) [type=date]")
            page.keyboard.type(typed["2026-12-21"])
        tab_to("[data-add]")
        page.keyboard.press("Enter")
        expect(page.locator("[data-row]").nth(1).locator("input").first).to_be_focused()
    tab_to("[data-question=told] input")
    page.keyboard.type("15")
    tab_to("[data-show]")
    page.keyboard.press("Enter")
    expect(headline(page)).to_be_focused()
    tab_to(".planner__actions button")


@pytest.mark.parametrize("task", ANSWERS)
def test_keyboard_alone(browser: Browser, site_url: str, task: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGES[task])
        by_keys(page, task)
        for name, value in {**ANSWERS[task], "kind": "standard"}.items():
            if not value.startswith("20"):
                assert chosen(page, name) == [value]
            elif name != "event":
                assert chosen(page, name) == ["date"]
            if value.startswith("20"):
                assert question(page, name).locator("[type=date]").input_value() == value
        assert field(page, "told").input_value() == "15"
        if task in PLANS:
            assert chosen(page, "touchUp") == ["yes"]
            assert [field(page, "away", at).input_value() for at in (0, 1)] == ["2026-12-21", "2026-12-21"]


@pytest.mark.parametrize("task", ANSWERS)
def test_enter_in_a_field_does_no_harm(browser: Browser, site_url: str, task: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, task)
        told = headline(page).inner_text()
        address = page.url
        fields = page.locator(".planner__ask input")
        field(page, "told").fill("")
        before = fields.evaluate_all(CONTROLS)
        for each in page.locator("[data-planner] [data-part]:visible").all():
            each.press("Enter")
        page.keyboard.press("Escape")
        assert page.url == address
        assert fields.evaluate_all(CONTROLS) == before
        expect(headline(page)).to_have_text(told)
        ask(page)
        expect(headline(page)).to_be_focused()
