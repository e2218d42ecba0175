"""Taking an answer away in a real browser: as a calendar file, to Google, as text, as a link and on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.planner import (
    ANSWERS,
    PAGE,
    PAGES,
    PLAN_PAGE,
    answer_house_question,
    fill_in,
    given,
    headline,
    open_answered,
    open_folds,
    opened,
    question,
    words,
)
from tests.planner.engine import facts

pytestmark = pytest.mark.browser

CLIPBOARD = ["clipboard-read", "clipboard-write"]
# Words that name a treatment, in any form.
NAMED = re.compile(r"botox|toxin|needl|filler", re.IGNORECASE)
BUTTONS = {name: words()["actions"][name] for name in ("calendar", "copy", "share", "print")}

# All that can be said in a plan.
FULL = {
    "task": "event", "event": "2028-06-12", "sessions": "6", "rounds": "first", "when": "fortnight", "second": "2026-12-01",
    "area": "unsure", "kind": max((kind["id"] for t in facts()["treatments"] for kind in t["kinds"]), key=len),
    "touchUp": "yes", "sameDay": "yes", "weekdays": "yes", "told": "100~100~100",
    "away": "2026-12-21~2027-01-03~2027-02-01~2027-02-02~2027-03-01~2027-03-02~2027-04-01~2027-04-02",
}  # fmt: skip


def button(page: Page, name: str) -> Locator:
    return given(page).get_by_role("button", name=BUTTONS[name])


def tick_conditions(page: Page, *ids: str) -> None:
    page.locator(".planner__check").evaluate("fold => { fold.open = true; }")
    for each in ids:
        page.locator(f"[data-condition] input[value={each}]").check()


def downloaded(page: Page) -> list[dict[str, Any]]:
    """The entries of the calendar file that the button saves."""
    with page.expect_download() as waiting:
        button(page, "calendar").click()
    assert waiting.value.suggested_filename.endswith(".ics")
    content = Path(waiting.value.path()).read_bytes()
    calendar = icalendar.Calendar.from_ical(content)
    return [_entry(event) for event in calendar.walk("VEVENT")]


def _entry(event: Any) -> dict[str, Any]:
    return {
        "uid": str(event["UID"]),
        "title": str(event["SUMMARY"]),
        "text": str(event["DESCRIPTION"]),
        "from": event["DTSTART"].dt.isoformat(),
        "end": event["DTEND"].dt.isoformat(),
        "sequence": int(event["SEQUENCE"]),
    }


def copied_link(page: Page) -> str:
    button(page, "share").click()
    expect(given(page).locator(".planner__said")).to_have_text(words()["actions"]["shared"])
    link: str = page.evaluate("navigator.clipboard.readText()")
    return link


# --- a calendar file --------------------------------------------------------------


def test_a_plan_is_saved_with_neutral_titles_and_reminders_of_their_own(
    browser: Browser, site_url: str
) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        entries = downloaded(page)
        visits = [each for each in entries if not each["title"].startswith("Book: ")]
        nudges = [each for each in entries if each["title"].startswith("Book: ")]
        assert [each["title"] for each in visits] == [f"Skin appointment {n} of 4" for n in (1, 2, 3, 4)]
        # The first window opens so soon that there is no day left to be reminded on.
        assert [each["title"] for each in nudges] == [f"Book: Skin appointment {n} of 4" for n in (2, 3, 4)]
        assert not [each for each in entries if NAMED.search(each["title"] + each["text"])]
        assert (visits[0]["from"], visits[0]["end"]) == (
            "2026-11-30",
            "2026-12-07",
        )  # the end is the day after
        assert (nudges[0]["from"], nudges[0]["end"]) == ("2026-12-20", "2026-12-21")
        assert len({each["uid"] for each in entries}) == len(entries)


def test_treatments_are_named_when_that_is_ticked(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        before = downloaded(page)
        box = given(page).get_by_label(words()["actions"]["names"])
        expect(box).not_to_be_checked()
        box.check()
        entries = downloaded(page)
        assert [each["title"] for each in entries if not each["title"].startswith("Book: ")] == [
            "Microneedling 1 of 3", "Microneedling 2 of 3", "Microneedling 3 of 3", "Botox",
        ]  # fmt: skip
        assert all(NAMED.search(each["title"]) for each in entries)
        assert [(each["uid"], each["from"]) for each in entries] == [
            (each["uid"], each["from"]) for each in before
        ]


def test_the_day_after_a_wait_can_be_saved(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        answer_house_question(page)
        (entry,) = downloaded(page)
        assert (entry["title"], entry["from"]) == ("Skin appointment, from this day on", "2026-11-30")
        given(page).get_by_label(words()["actions"]["names"]).check()
        (named,) = downloaded(page)
        assert named["title"] == "Your microneedling, from this day on"
        # Where the wait is over, or both were had, there is no day to keep.
        fill_in(page, task="next", first="toxin", when="2026-10-01", area="same")
        expect(button(page, "calendar")).to_have_count(0)
        fill_in(page, task="was-it-too-soon", first="toxin", when="2026-10-01", second="2026-10-03")
        expect(button(page, "calendar")).to_have_count(0)
        expect(button(page, "copy")).to_have_count(1)


def test_entries_keep_their_uids_in_a_later_file_and_from_a_shared_link(
    browser: Browser, site_url: str
) -> None:
    with opened(browser, permissions=CLIPBOARD) as page:
        open_answered(page, site_url, "course")
        first = downloaded(page)
        page.clock.set_fixed_time("2026-11-21T12:10:00Z")
        second = downloaded(page)
        assert [each["uid"] for each in first] == [each["uid"] for each in second]
        assert min(each["sequence"] for each in second) > max(each["sequence"] for each in first)
        link = copied_link(page)
        # Another answer of the same person: the visits that are still there keep theirs.
        question(page, "sessions").locator("input[value='2']").check()
        third = {each["uid"] for each in downloaded(page)}
        assert len(third & {each["uid"] for each in first}) == len(third) > 0
        page.goto("about:blank")
        page.goto(link)
        assert [each["uid"] for each in downloaded(page)] == [each["uid"] for each in first]
    with opened(browser) as page:  # somebody else's plan of the same days
        open_answered(page, site_url, "course")
        assert not {each["uid"] for each in downloaded(page)} & {each["uid"] for each in first}


# --- Google -----------------------------------------------------------------------


@pytest.mark.parametrize("task", ["next", "course", "event"])
def test_google_links_hold_a_title_and_dates_and_say_what_they_send(
    browser: Browser, site_url: str, task: str
) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, task)
        open_folds(page)
        expect(given(page)).to_contain_text(words()["actions"]["google_note"])
        # Of where it came from, the page tells no link that is followed.
        assert page.locator("meta[name=referrer]").get_attribute("content") == "no-referrer"
        links = given(page).locator("a[href*='google']")
        expect(links).not_to_have_count(0)
        saved = downloaded(page)
        for named in (False, True):
            if named:
                given(page).get_by_label(words()["actions"]["names"]).check()
            shown = links.evaluate_all("all => all.map(a => [a.href, a.textContent])")
            assert len(shown) == len(saved)
            for (address, label), entry in zip(shown, saved, strict=True):
                parts = urlsplit(address)
                sent = parse_qs(parts.query, strict_parsing=True)
                assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == (
                    "https", "calendar.google.com", "/calendar/render", "",
                )  # fmt: skip
                dates = f"{entry['from']}/{entry['end']}".replace("-", "")
                assert sent == {"action": ["TEMPLATE"], "text": [label], "dates": [dates]}
                assert bool(NAMED.search(label)) == named
                assert named or label == entry["title"]


# --- as text ----------------------------------------------------------------------


def test_copy_as_text(browser: Browser, site_url: str) -> None:
    with opened(browser, permissions=CLIPBOARD) as page:
        page.goto(site_url + PAGE)
        answer_house_question(page)
        button(page, "copy").click()
        expect(given(page).locator(".planner__said")).to_have_text("Copied. You can paste it now.")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "Wait until Monday 30 November 2026, if your clinic agrees." in copied
        assert "Usual window" in copied
        assert "This is a planning aid." in copied
        assert not [name for name in BUTTONS.values() if name in copied]


def test_copy_a_plan_as_text(browser: Browser, site_url: str) -> None:
    with opened(browser, permissions=CLIPBOARD) as page:
        open_answered(page, site_url, "course")
        button(page, "copy").click()
        expect(given(page).locator(".planner__said")).to_have_text("Copied. You can paste it now.")
        copied = page.evaluate("navigator.clipboard.readText()")
        for step in given(page).locator("ol > li").all():
            for line in step.inner_text().splitlines():
                assert line in copied
        assert headline(page).inner_text() in copied
        assert not [name for name in BUTTONS.values() if name in copied]


def test_where_the_clipboard_is_closed_the_text_is_there_to_copy(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('blocked')); }")
        for name, expected in (("copy", "You can finish by"), ("share", f"{site_url}{PLAN_PAGE}#v1&")):
            button(page, name).click()
            area = given(page).locator("textarea")
            expect(area).to_have_value(re.compile(re.escape(expected)))
            expect(area).to_be_focused()
            assert area.evaluate("e => e.selectionEnd - e.selectionStart === e.value.length")


# --- as a link --------------------------------------------------------------------


@pytest.mark.parametrize("task", ANSWERS)
def test_a_link_gives_the_same_answer(browser: Browser, site_url: str, task: str) -> None:
    with opened(browser, permissions=CLIPBOARD) as page:
        open_answered(page, site_url, task)
        question(page, "kind").locator("input[value=standard]").evaluate("e => e.click()")
        told = given(page).inner_text()
        link = copied_link(page)
        assert link.startswith(f"{site_url}{PAGES[task]}#v1&")
        assert page.url == link
    with opened(browser) as other:
        other.goto(link)
        assert given(other).inner_text() == told
        expect(question(other, "task").locator(f"input[value={task}]")).to_be_checked()
        expect(other.locator("[data-planner]")).to_be_in_viewport()
        assert other.locator("[data-planner]").evaluate("e => Math.abs(e.getBoundingClientRect().top)") < 100
        assert other.url == link


def test_the_fullest_link_is_short_and_holds_nothing_about_health(browser: Browser, site_url: str) -> None:
    conditions = ["keloid", "cold-sore-now"]
    with opened(browser, permissions=CLIPBOARD) as page:
        page.goto(site_url + PLAN_PAGE)
        fill_in(page, **FULL)
        tick_conditions(page, *conditions)
        link = copied_link(page)
        address, _, fragment = link.partition("#")
        assert address == site_url + PLAN_PAGE
        assert len(fragment) + 1 <= 300, len(fragment) + 1
        assert re.fullmatch(r"v1(&\w+=[\w~-]+)+", fragment)
        said = dict(part.split("=") for part in fragment.split("&")[1:])
        assert said.pop("id").isdigit()
        assert said == {**FULL, "when": "2026-11-10"}  # the latest day that "about 2 weeks ago" may be
        assert not [each for each in conditions if each in link]
        before = page.locator("[data-planner] [data-question] input:checked").evaluate_all(
            "all => all.map(e => [e.name, e.value])"
        )
    with opened(browser) as other:
        other.goto(link)
        other.wait_for_function("document.querySelector('.planner__headline')")
        expect(other.locator("[data-condition] input:checked")).to_have_count(0)
        expect(other.locator("[data-row]:visible")).to_have_count(4)
        after = other.locator("[data-planner] [data-question] input:checked").evaluate_all(
            "all => all.map(e => [e.name, e.value])"
        )
        assert [["planner-when", "date"] if each[0] == "planner-when" else each for each in before] == after


@pytest.mark.parametrize("choice", ["today", "yesterday", "few", "week", "fortnight"])
@pytest.mark.parametrize("task", ["next", "was-it-too-soon"])
def test_a_link_means_the_same_days_tomorrow(browser: Browser, site_url: str, task: str, choice: str) -> None:
    other = {"next": {"area": "same"}, "was-it-too-soon": {"second": "today"}}[task]
    with opened(browser, permissions=CLIPBOARD) as page:
        page.goto(site_url + PAGE)
        fill_in(page, task=task, first="toxin", when=choice, **other)
        told = headline(page).inner_text()
        link = copied_link(page)
        assert not re.search(r"=(today|yesterday|few|week|fortnight)\b", link)
    if task == "next" and "ended" in told:
        pytest.fail("the example is long past")
    with opened(browser, now="2026-11-22T12:00:00") as page:
        page.goto(link)
        dates = re.compile(r"\d+ \w+ \d{4}")
        if dates.search(told):
            assert dates.findall(headline(page).inner_text()) == dates.findall(told)
        else:
            expect(headline(page)).to_have_text(told)


def test_the_careful_day_of_a_doubt_is_the_one_in_the_link(browser: Browser, site_url: str) -> None:
    with opened(browser, permissions=CLIPBOARD) as page:
        page.goto(site_url + PAGE)
        fill_in(page, task="was-it-too-soon", first="toxin", when="fortnight", second="few")
        link = copied_link(page)
        assert "&when=2026-11-10&" in link  # the latest
        assert "&second=2026-11-18&" in link  # the earliest


# --- on paper ---------------------------------------------------------------------

SIX = {"task": "course", "sessions": "4", "when": "2026-11-16", "rounds": "2", "kind": "standard"}


def pages_of(page: Page, size: str = "A4") -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=size)))


def test_a_plan_of_six_visits_is_one_page(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PLAN_PAGE)
        fill_in(page, **SIX)
        assert given(page).locator("ol > li").count() == 7  # with the one that was had
        assert pages_of(page) == 1
        page.emulate_media(media="print")
        for title in (words()["form"]["questions_title"], words()["form"]["notes"]):
            expect(page.get_by_role("heading", name=title)).to_be_visible()
        for asked in words()["form"]["questions"]:
            expect(page.get_by_text(asked, exact=True)).to_be_visible()
        room = page.locator(".planner__paper").evaluate(
            "e => e.getBoundingClientRect().bottom - [...e.querySelectorAll('h3')].at(-1).getBoundingClientRect().bottom"
        )
        assert room >= 60, "there is room to write"
        expect(page.locator("[data-planner] button:visible")).to_have_count(0)
        expect(page.locator("[data-planner] input:visible")).to_have_count(0)
        for step in given(page).locator("ol > li").all():
            expect(step).to_be_visible()


def test_paper_has_room_for_questions_only_with_an_answer(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PLAN_PAGE)
        title = page.get_by_role("heading", name=words()["form"]["questions_title"])
        expect(title).to_be_hidden()
        page.emulate_media(media="print")
        expect(title).to_be_hidden()
        expect(page.locator("[data-planner] table").first).to_be_visible()
        page.emulate_media(media="screen")
        fill_in(page, **SIX)
        expect(title).to_be_hidden()


def test_the_button_opens_the_print_dialog(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "next")
        page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
        button(page, "print").click()
        assert page.evaluate("window.printed") == 1
