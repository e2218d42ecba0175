"""What the planners answer in a real browser: vectors in far time zones, and what stands in the answer."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.planner import (
    PAGE,
    PLAN_PAGE,
    TODAY,
    answer,
    answer_house_question,
    ask,
    choose,
    fill_in,
    given,
    headline,
    open_answered,
    opened,
    pick_date,
    question,
)
from tests.planner.engine import (
    FUNCTIONS,
    as_day,
    as_input,
    as_typed,
    facts,
    pure_script,
    readable,
    readable_plan,
    vectors,
    vectors_of,
)

pytestmark = pytest.mark.browser

# A quarter-hour zone, a half-hour zone, the edge of the date line, and none at all; with the offset there on
# the day of the tests.
ZONES = {
    "Pacific/Apia": "+13:00",
    "America/St_Johns": "-03:30",
    "Asia/Kathmandu": "+05:45",
    "Africa/Abidjan": "+00:00",
}
RUN = """([script, names, facts, cases]) => {
  const run = new Function(`${script}; return { ${names} };`)();
  return cases.map(({ function: name, input, day }) => run[name](facts, input, day));
}"""


def plan_vectors() -> list[dict[str, Any]]:
    """Every vector about a plan."""
    return [vector for name in ("course", "event") for vector in vectors_of(name)]


def answered_in(browser: Browser, zone: str, time: str, entry: str, cases: list[dict[str, Any]]) -> list[Any]:
    """What a module answers to vectors in a browser of a time zone."""
    names = sorted({FUNCTIONS[vector["task"]] for vector in cases})
    asked = [
        {"function": FUNCTIONS[vector["task"]], "input": as_typed(as_input(vector["answers"])),
         "day": as_day(date.fromisoformat(vector["today"]))}
        for vector in cases
    ]  # fmt: skip
    with opened(browser, f"{TODAY}T{time}{ZONES[zone]}", zone) as page:
        page.goto("about:blank")
        found = page.evaluate(RUN, [pure_script(entry), ", ".join(names), facts(), asked])
    # As JSON gives it: what is undefined is not there.
    return [json.loads(json.dumps(each)) for each in found]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", ["00:05:00", "23:55:00"])
def test_vectors_in_far_time_zones(browser: Browser, zone: str, time: str) -> None:
    cases = vectors()
    assert cases
    for case, found in zip(cases, answered_in(browser, zone, time, "answers.js", cases), strict=True):
        shown = readable(found)
        assert {key: shown.get(key) for key in case["expected"]} == case["expected"], case["id"]


@pytest.mark.parametrize("zone", ZONES)
def test_plans_are_the_same_in_far_time_zones(browser: Browser, zone: str) -> None:
    cases = plan_vectors()
    assert cases
    for case, found in zip(cases, answered_in(browser, zone, "23:55:00", "plan.js", cases), strict=True):
        assert readable_plan(found) == case["plan"], case["id"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", ["00:05:00", "23:55:00"])
def test_today_is_the_day_on_the_wall(browser: Browser, site_url: str, zone: str, time: str) -> None:
    with opened(browser, f"{TODAY}T{time}{ZONES[zone]}", zone) as page:
        page.goto(site_url + PAGE)
        choose(page, "first", facts()["treatments"][0]["id"])
        choose(page, "when", "today")
        expect(question(page, "when")).to_contain_text("That is today, Saturday 21 November 2026.")
        page.goto(site_url + PLAN_PAGE)
        fill_in(page, task="course", sessions="1", rounds="0", when="none", kind="standard")
        expect(given(page).locator("ol > li").first).to_contain_text("Sun 22 Nov to Sat 28 Nov")


# --- one wait -----------------------------------------------------------------


def test_house_expectation(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        answer_house_question(page)
        expect(headline(page)).to_have_text("Wait until Monday 30 November 2026, if your clinic agrees.")
        expect(given(page)).to_contain_text("Too soon today")
        expect(given(page)).to_contain_text("That is 14 days after your Botox, 9 days from now.")
        expect(given(page)).to_contain_text("Expert habit, not tested.")
        steps = given(page).locator("ol > li")
        expect(steps).to_have_count(5)
        for step, words in enumerate(
            ("Mon 16 Nov", "Sat 21 Nov", "Mon 23 Nov", "Mon 30 Nov", "Mon 8 Feb 2027")
        ):
            expect(steps.nth(step)).to_contain_text(words)


@pytest.mark.parametrize("task", ["next", "event"])
def test_status_is_told_once_and_focus_moves_only_on_the_button(
    browser: Browser, site_url: str, task: str
) -> None:
    with opened(browser) as page:
        page.goto(site_url + (PAGE if task == "next" else PLAN_PAGE))
        live = page.locator("[data-live]")
        expect(live).to_have_attribute("role", "status")
        page.evaluate(
            "() => { window.told = []; new MutationObserver(() => window.told.push(document.querySelector("
            "'[data-live]').textContent)).observe(document.querySelector('[data-live]'), { childList: true }); }"
        )
        answer(page, task)
        choose(page, "kind", "standard")
        expect(question(page, "kind").locator("input[value=standard]")).to_be_focused()
        page.clock.run_for(2000)
        assert [text for text in page.evaluate("window.told") if text] == [headline(page).text_content()]
        ask(page)
        expect(headline(page)).to_be_focused()


def test_unknown_kind_is_counted_carefully_and_says_so(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        choose(page, "first", "toxin")
        pick_date(page, "when", "2026-11-16")
        choose(page, "area", "unsure")
        expect(given(page)).to_contain_text(
            "You were not sure of the kind, so we counted it as RF microneedling."
        )
        expect(given(page)).to_contain_text("If it is plain microneedling, the usual date is the same")
        expect(given(page)).to_contain_text("so we counted them as the same")


def test_too_soon_starts_calm_with_the_warning_signs(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        choose(page, "task", "was-it-too-soon")
        choose(page, "first", "toxin")
        pick_date(page, "when", "2026-11-16")
        pick_date(page, "second", "2026-11-18")
        choose(page, "area", "same")
        choose(page, "kind", "standard")
        text = given(page).inner_text()
        order = [
            text.index(words)
            for words in (
                "Too soon",
                "You cannot change the days now",
                "Call an emergency number now",
                "911",
                "Your microneedling was on Wednesday 18 November 2026, 2 days after your Botox.",
                "Who to call",
                "When is it usual to have the next one?",
                "How sure is this?",
            )
        ]
        assert order == sorted(order)


def test_same_day(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "was-it-too-soon")
        pick_date(page, "when", "2026-11-16")
        choose(page, "area", "same")
        expect(headline(page)).to_have_text("You had both on the same day, Monday 16 November 2026.")
        for line in facts()["sameDay"][0]["why"]:
            expect(given(page)).to_contain_text(line)


def test_conditions_come_before_the_date(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        answer_house_question(page)
        page.locator(".planner__check > summary").click()
        page.locator("[data-condition] input[value=keloid]").check()
        text = given(page).inner_text()
        assert text.index("Ask a clinician first") < text.index("Wait until Monday 30 November 2026")
        page.locator("[data-condition] input[value=cold-sore-now]").check()
        expect(headline(page)).to_have_text("Do not have microneedling yet.")
        expect(given(page)).to_contain_text("Wait until it has healed.")
        assert "30 November" not in given(page).inner_text()


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-11-22", "Move your microneedling from Sunday 22 November 2026 to Monday 30 November 2026"),
        ("2026-11-25", "Ask your clinic if Wednesday 25 November 2026 is too early for your microneedling."),
        ("2026-12-03", "Keep your microneedling on Thursday 3 December 2026, if your clinic agrees."),
    ],
)
def test_a_booked_day_is_told_to_keep_to_ask_or_to_move(
    browser: Browser, site_url: str, day: str, told: str
) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        answer_house_question(page)
        pick_date(page, "booked", day)
        expect(given(page)).to_contain_text(told)
        message = given(page).get_by_text("You can send this to your clinic")
        expect(message).to_have_count(0 if "Keep" in told else 1)
        choose(page, "booked", "none")
        assert told not in given(page).inner_text()


def test_a_told_wait_comes_first_and_one_that_is_short_is_doubted(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        answer_house_question(page)
        told = question(page, "told").locator("input")
        told.fill("21")
        told.press("Tab")
        expect(given(page)).to_contain_text("21 days from Botox to microneedling.")
        expect(headline(page)).to_contain_text("Monday 7 December 2026")
        doubt = "It is shorter than this guide would suggest."
        assert doubt not in given(page).inner_text()
        told.fill("3")
        told.press("Tab")
        expect(given(page)).to_contain_text(doubt)


# --- plans --------------------------------------------------------------------


def test_a_course_is_told_in_windows_that_all_fit(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        choose(page, "kind", "standard")
        expect(given(page)).to_contain_text("It fits")
        steps = given(page).locator("ol > li")
        expect(steps).to_have_count(5)
        expect(steps.first).to_contain_text("Mon 16 Nov")
        expect(steps.nth(1)).to_contain_text("Mon 30 Nov to Sun 6 Dec (7 days to choose from)")
        expect(steps.nth(1)).to_contain_text("At least 2 weeks after: Botox, the last time.")
        expect(headline(page)).to_contain_text("You can finish by")
        expect(given(page)).to_contain_text("No study has tested a whole plan like this.")


def test_an_event_is_told_with_its_last_days(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "event")
        expect(headline(page)).to_have_text(
            "It all fits before Saturday 12 June 2027, if your clinic agrees."
        )
        expect(given(page).locator("ol > li").last).to_contain_text("Your day")
        expect(given(page)).to_contain_text("The last days before Saturday 12 June 2027")


def test_wishes_that_do_not_fit_are_told_with_what_would(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PLAN_PAGE)
        fill_in(page, task="event", event="2027-03-01", sessions="4", rounds="1")
        expect(given(page)).to_contain_text("Does not fit")
        expect(given(page)).to_contain_text("You want 4 visits for microneedling.")
        expect(given(page)).to_contain_text("You want to be ready by Monday 1 March 2027.")
        repairs = given(page).locator("section", has=page.get_by_role("heading", name="What would fit"))
        expect(repairs.locator("li")).not_to_have_count(0)
        # A repair that is done brings the plan.
        expect(repairs).to_contain_text("3 visits for microneedling")
        choose(page, "sessions", "3")
        expect(given(page)).to_contain_text("It fits")


def test_a_plan_with_a_reason_to_wait_has_no_dates(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        page.locator(".planner__check > summary").click()
        page.locator("[data-condition] input[value=cold-sore-now]").check()
        expect(headline(page)).to_have_text("Do not book these visits yet.")
        expect(given(page).locator("ol")).to_have_count(0)
        expect(given(page).get_by_role("button", name="Save to calendar")).to_have_count(0)


def test_a_session_on_the_day_of_the_other_is_told_once_it_is_offered(
    browser: Browser, site_url: str
) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        choose(page, "when", "none")
        choose(page, "kind", "standard")
        alone = given(page).locator("ol").inner_text()
        assert "On one day: microneedling first, Botox last." not in alone
        choose(page, "sameDay", "yes")
        expect(given(page).locator("ol")).to_contain_text("On one day: microneedling first, Botox last.")


def test_days_one_cannot_come_are_left_out(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PLAN_PAGE)
        fill_in(page, task="course", sessions="1", rounds="0", when="none", away="2026-11-22~2026-12-31")
        expect(given(page).locator("ol > li").first).to_contain_text("Fri 1 Jan 2027")
        expect(given(page)).to_contain_text("You ruled out the days before.")
        choose(page, "weekdays", "yes")
        expect(given(page).locator("ol > li").first).to_contain_text("(5 days to choose from)")
