"""The planner in a real browser: vectors in far time zones, then people using it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from macros.checks.built import read_built_page
from tests.planner.engine import FUNCTIONS, as_day, as_input, facts, pure_script, readable, vectors

pytestmark = pytest.mark.browser

PAGE = "timing/"
NOON = "2026-11-21T12:00:00"
TODAY = NOON[:10]

# A quarter-hour zone, a half-hour zone, the edge of the date line, and none at all; with the offset there on
# the day of the tests.
ZONES = {
    "Pacific/Apia": "+13:00",
    "America/St_Johns": "-03:30",
    "Asia/Kathmandu": "+05:45",
    "Africa/Abidjan": "+00:00",
}


@contextmanager
def opened(browser: Browser, now: str = NOON, zone: str = "Africa/Abidjan", **options: Any) -> Iterator[Page]:
    """A page whose clock stands at `now`, in UTC unless it names an offset; an error in it fails the test."""
    context: BrowserContext = browser.new_context(timezone_id=zone, locale="en-GB", **options)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.clock.set_fixed_time(now if now[-6] in "+-" else f"{now}+00:00")
    yield page
    context.close()
    assert errors == []


def question(page: Page, name: str) -> Locator:
    return page.locator(f"[data-question={name}]")


def choose(page: Page, name: str, value: str) -> None:
    field = question(page, name).locator(f"input[value={value}]")
    fold = page.locator("[data-kinds]")
    if name == "kind" and fold.get_attribute("open") is None:
        fold.locator("summary").click()
    field.check()


def pick_date(page: Page, name: str, day: str) -> None:
    choose(page, name, "date")
    question(page, name).locator("input[type=date]").fill(day)


def keys_for(page: Page, day: str, month: str, year: str) -> str:
    """The keys for a date in the order of the browser's date field, which follows its machine's language."""
    with page.context.new_page() as probe:
        probe.set_content("<input type=date autofocus>")
        probe.locator("input").focus()
        probe.keyboard.type("01022026")
        month_first = probe.locator("input").input_value() == "2026-01-02"
    return (month + day if month_first else day + month) + year


def type_date(page: Page, name: str, day: str, month: str, year: str) -> None:
    """Type a date as a person does, one key after the other."""
    keys = keys_for(page, day, month, year)
    page.bring_to_front()
    choose(page, name, "date")
    question(page, name).locator("input[value=date]").focus()
    page.keyboard.press("Tab")
    page.keyboard.type(keys)


def answer_house_question(page: Page) -> None:
    choose(page, "first", facts()["treatments"][0]["id"])
    pick_date(page, "when", "2026-11-16")
    choose(page, "area", "same")
    choose(page, "kind", "standard")


def headline(page: Page) -> Locator:
    return page.locator(".planner__headline")


def ask(page: Page) -> None:
    page.get_by_role("button", name="Show my answer").click()


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", ["00:05:00", "23:55:00"])
def test_vectors_in_far_time_zones(browser: Browser, zone: str, time: str) -> None:
    cases = [
        {**vector, "function": FUNCTIONS[vector["task"]], "input": as_input(vector["answers"]),
         "day": as_day(date.fromisoformat(vector["today"]))}
        for vector in vectors()
    ]  # fmt: skip
    with opened(browser, f"{TODAY}T{time}{ZONES[zone]}", zone) as page:
        page.goto("about:blank")
        answers = page.evaluate(
            "([script, facts, cases]) => {"
            "  const run = new Function(`${script}; return { whenNext, wasItTooSoon };`)();"
            "  return cases.map(({ function: name, input, day }) => run[name](facts, input, day));"
            "}",
            [pure_script(), facts(), cases],
        )
    for case, answer in zip(cases, answers, strict=True):
        shown = readable(json.loads(json.dumps(answer)))
        assert {key: shown.get(key) for key in case["expected"]} == case["expected"], case["id"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", ["00:05:00", "23:55:00"])
def test_today_is_the_day_on_the_wall(browser: Browser, site_url: str, zone: str, time: str) -> None:
    with opened(browser, f"{TODAY}T{time}{ZONES[zone]}", zone) as page:
        page.goto(site_url + PAGE)
        choose(page, "first", facts()["treatments"][0]["id"])
        choose(page, "when", "today")
        expect(question(page, "when")).to_contain_text("That is today, Saturday 21 November 2026.")


def test_house_expectation(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        answer_house_question(page)
        expect(headline(page)).to_have_text("Wait until Monday 30 November 2026, if your clinic agrees.")
        answer = page.locator("[data-answer]")
        expect(answer).to_contain_text("Too soon today")
        expect(answer).to_contain_text("That is 14 days after your Botox, 9 days from now.")
        expect(answer).to_contain_text("Expert habit, not tested.")
        steps = answer.locator("ol > li")
        expect(steps).to_have_count(5)
        for step, words in enumerate(
            ("Mon 16 Nov", "Sat 21 Nov", "Mon 23 Nov", "Mon 30 Nov", "Mon 8 Feb 2027")
        ):
            expect(steps.nth(step)).to_contain_text(words)


def test_status_is_told_once_and_focus_moves_only_on_the_button(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        live = page.locator("[data-live]")
        expect(live).to_have_attribute("role", "status")
        page.evaluate(
            "() => { window.told = []; new MutationObserver(() => window.told.push(document.querySelector("
            "'[data-live]').textContent)).observe(document.querySelector('[data-live]'), { childList: true }); }"
        )
        answer_house_question(page)
        expect(question(page, "kind").locator("input[value=standard]")).to_be_focused()
        page.clock.run_for(2000)
        expect(live).to_have_text("Wait until Monday 30 November 2026, if your clinic agrees.")
        assert [text for text in page.evaluate("window.told") if text] == [live.text_content()]
        ask(page)
        expect(headline(page)).to_be_focused()


def test_unknown_kind_is_counted_carefully_and_says_so(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        choose(page, "first", "toxin")
        pick_date(page, "when", "2026-11-16")
        choose(page, "area", "unsure")
        answer = page.locator("[data-answer]")
        expect(answer).to_contain_text("You were not sure of the kind, so we counted it as RF microneedling.")
        expect(answer).to_contain_text("If it is plain microneedling, the usual date is the same")
        expect(answer).to_contain_text("so we counted them as the same")


def test_too_soon_starts_calm_with_the_warning_signs(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        choose(page, "task", "was-it-too-soon")
        choose(page, "first", "toxin")
        pick_date(page, "when", "2026-11-16")
        pick_date(page, "second", "2026-11-18")
        choose(page, "area", "same")
        choose(page, "kind", "standard")
        text = page.locator("[data-answer]").inner_text()
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
        page.goto(site_url + PAGE)
        choose(page, "task", "was-it-too-soon")
        choose(page, "first", "toxin")
        pick_date(page, "when", "2026-11-16")
        pick_date(page, "second", "2026-11-16")
        choose(page, "area", "same")
        expect(headline(page)).to_have_text("You had both on the same day, Monday 16 November 2026.")
        for line in facts()["sameDay"][0]["why"]:
            expect(page.locator("[data-answer]")).to_contain_text(line)


def test_conditions_come_before_the_date(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        answer_house_question(page)
        page.locator(".planner__check > summary").click()
        page.locator("[data-condition] input[value=keloid]").check()
        text = page.locator("[data-answer]").inner_text()
        assert text.index("Ask a clinician first") < text.index("Wait until Monday 30 November 2026")
        page.locator("[data-condition] input[value=cold-sore-now]").check()
        expect(headline(page)).to_have_text("Do not have microneedling yet.")
        expect(page.locator("[data-answer]")).to_contain_text("Wait until it has healed.")
        assert "30 November" not in page.locator("[data-answer]").inner_text()


def test_missing_answers_are_listed_and_linked(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        ask(page)
        expect(question(page, "first")).to_contain_text("Choose the treatment you had.")
        expect(page.locator("[data-problems]")).to_be_hidden()  # one mistake needs no list
        expect(question(page, "first").locator("input").first).to_be_focused()
        choose(page, "first", "toxin")
        expect(question(page, "first")).not_to_contain_text("Choose the treatment")
        ask(page)
        expect(page.locator("[data-problems]")).to_be_focused()
        links = page.locator("[data-problem-list] a")
        expect(links).to_have_text(
            ["Choose when you had Botox, or enter the date.", "Choose yes, no or not sure."]
        )
        links.nth(1).click()
        expect(question(page, "area").locator("input").first).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("30", "02", "2026"), "This is not a real date. Check the day, the month and the year."),
        (("16", "11", "1026"), "Check the year. Enter the year in which you had Botox."),
        (("22", "11", "2026"), "This date is in the future. Enter the day you had Botox."),
    ],
)
def test_a_wrong_date_is_explained_beside_the_field_and_kept(
    browser: Browser, site_url: str, typed: tuple[str, str, str], message: str
) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        choose(page, "first", "toxin")
        type_date(page, "when", *typed)
        field = question(page, "when").locator("input[type=date]")
        kept = field.evaluate("field => [field.value, field.validity.badInput]")
        assert kept != ["", False]
        expect(question(page, "when").locator("[data-problem]")).to_be_hidden()  # not while they type
        choose(page, "area", "same")
        expect(question(page, "when").locator("[data-problem]")).to_have_text(message)
        ask(page)
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        described = field.get_attribute("aria-describedby")
        expect(page.locator(f"#{described}")).to_have_text(message)
        assert field.evaluate("field => [field.value, field.validity.badInput]") == kept
        expect(headline(page)).to_have_count(0)
        field.fill("2026-11-16")
        expect(question(page, "when").locator("[data-problem]")).to_be_hidden()
        expect(headline(page)).to_have_count(1)


def test_swapped_dates(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        choose(page, "task", "was-it-too-soon")
        choose(page, "first", "toxin")
        pick_date(page, "when", "2026-11-16")
        pick_date(page, "second", "2026-11-02")
        choose(page, "area", "same")
        expect(question(page, "second")).to_contain_text("This is before your Botox.")
        expect(question(page, "second").locator("input[type=date]")).to_have_value("2026-11-02")
        choose(page, "first", "microneedling")
        assert question(page, "first").locator("input:checked").get_attribute("value") == "microneedling"


def test_keyboard_alone(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)

        keys = keys_for(page, "16", "11", "2026")
        page.bring_to_front()

        def tab_to(selector: str) -> None:
            for _ in range(60):
                page.keyboard.press("Tab")
                if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                    return
            pytest.fail(f"Tab never reaches {selector}")

        tab_to("[data-question=first] input")
        page.keyboard.press("Space")
        tab_to(".planner__check > summary")
        tab_to("[data-question=when] input[value=today]")
        for _ in range(5):
            page.keyboard.press("ArrowDown")
        tab_to("[data-question=when] input[type=date]")
        page.keyboard.type(keys)
        tab_to("[data-question=area] input")
        page.keyboard.press("Space")
        tab_to("[data-kinds] summary")
        page.keyboard.press("Enter")
        tab_to("[data-question=kind] input")
        page.keyboard.press("ArrowDown")
        tab_to("[data-show]")
        page.keyboard.press("Enter")
        expect(headline(page)).to_be_focused()
        expect(headline(page)).to_contain_text("Monday 30 November 2026")
        tab_to(".planner__actions button")


def test_copy_as_text(browser: Browser, site_url: str) -> None:
    with opened(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(site_url + PAGE)
        answer_house_question(page)
        page.get_by_role("button", name="Copy as text").click()
        expect(page.locator(".planner__actions")).to_contain_text("Copied.")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "Wait until Monday 30 November 2026, if your clinic agrees." in copied
        assert "Usual window" in copied
        assert "This is a planning aid." in copied
        assert "Copy as text" not in copied


def test_from_a_folder(browser: Browser, site_dir: Path) -> None:
    with opened(browser) as page:
        page.goto((site_dir / PAGE / "index.html").as_uri())
        answer_house_question(page)
        expect(headline(page)).to_contain_text("Monday 30 November 2026")


def test_in_a_sandboxed_frame(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.route("**/frame-of-a-clinic", lambda route: route.fulfill(
            content_type="text/html",
            body=f'<iframe title="planner" sandbox="allow-scripts" width="600" height="900" src="{site_url}{PAGE}"></iframe>',
        ))  # fmt: skip
        page.goto(site_url + "frame-of-a-clinic")
        frame = page.frame_locator("iframe")
        frame.locator("[data-question=first] input[value=toxin]").check()
        frame.locator("[data-question=when] input[value=date]").check()
        frame.locator("[data-question=when] input[type=date]").fill("2026-11-16")
        frame.locator("[data-question=area] input[value=same]").check()
        frame.get_by_role("button", name="Show my answer").click()
        expect(frame.locator(".planner__headline")).to_contain_text("Monday 30 November 2026")
        expect(frame.get_by_role("button", name="Print")).to_have_count(0)  # it would do nothing there
        frame.get_by_role("button", name="Copy as text").click()
        expect(frame.locator(".planner__actions textarea")).to_have_value(
            re.compile("Monday 30 November 2026")
        )


def test_without_javascript_the_tables_are_there(browser: Browser, site_url: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(site_url + PAGE)
        planner = page.locator("[data-planner]")
        expect(planner.locator("table").first).to_be_visible()
        expect(planner.locator("input")).to_have_count(0)
        expect(planner.locator(".worked-example")).to_have_count(2)


def test_nothing_is_requested_or_stored(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE, wait_until="networkidle")
        requests: list[Request] = []
        page.on("request", lambda request: requests.append(request))
        answer_house_question(page)
        ask(page)
        for fold in page.locator("[data-answer] summary").all():
            fold.click()
        page.evaluate("window.print = () => {}")
        for button in page.locator(".planner__actions button").all():
            button.click()
        choose(page, "task", "was-it-too-soon")
        choose(page, "second", "yesterday")
        ask(page)
        page.wait_for_timeout(300)
        assert [request.url for request in requests] == []
        assert page.context.cookies() == []
        stored = page.evaluate(
            "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
            " (await caches.keys()).length, location.hash]"
        )
        assert stored == [0, 0, 0, 0, ""]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_sideways_scroll_and_large_targets_at_320(browser: Browser, site_url: str, scheme: str) -> None:
    with opened(browser, viewport={"width": 320, "height": 640}, color_scheme=scheme) as page:
        page.goto(site_url + PAGE)
        answer_house_question(page)
        page.locator(".planner__check > summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        small = page.locator(
            "[data-planner] :is(.planner__chip, .planner__tick, button, summary, input[type=date])"
        ).evaluate_all(
            "all => all.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)"
            ".map(e => [e.textContent, e.getBoundingClientRect().height])"
        )
        assert small == []


EVERY_ANSWER = """dates => {
  const planner = document.querySelector('[data-planner]'), links = {}, told = new Set(), classes = new Set();
  const values = name => [...planner.querySelectorAll(`[data-question=${name}] input[type=radio]`)].map(e => e.value);
  const field = (name, kind) => planner.querySelector(`[data-question=${name}] input${kind}`);
  const put = (name, value) => { field(name, `[value="${value}"]`).checked = true; };
  for (const name of ['when', 'second']) put(name, 'date');
  for (const task of values('task')) for (const first of values('first')) for (const area of values('area'))
    for (const kind of values('kind')) for (const [when, second] of dates) {
      put('task', task); put('first', first); put('area', area); put('kind', kind);
      field('when', '[type=date]').value = when;
      field('second', '[type=date]').value = second;
      field('area', ':checked').dispatchEvent(new Event('change', {bubbles: true}));
      told.add(planner.querySelector('.planner__headline').textContent);
      planner.querySelectorAll('[class]').forEach(e => e.classList.forEach(each => classes.add(each)));
      for (const a of planner.querySelectorAll('[data-answer] a')) links[a.href] = [task, first, area, kind, when].join(' ');
    }
  return [links, [...told], [...classes]];
}"""


def test_every_link_of_every_answer_leads_to_its_place(
    browser: Browser, site_url: str, site_dir: Path
) -> None:
    # The same day, soon after, in the usual window, and long past it.
    dates = [("2026-11-16", "2026-11-16"), ("2026-11-16", "2026-11-18"), ("2026-10-20", "2026-11-10"), ("2026-03-01", "2026-11-20")]  # fmt: skip
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        links, told, _ = page.evaluate(EVERY_ANSWER, dates)
    assert len(told) >= 8
    listed = {link.rpartition("#")[2] for link in links if "/sources" in link}
    assert listed == set(facts()["sources"]), "each source that an answer can name is linked in some answer"
    assert {link.partition("#")[0].removeprefix(site_url) for link in links if "/sources" in link} == {
        "sources/",
        "sources-on-rules/",
    }
    for link, answer in links.items():
        path, _, name = link.removeprefix(site_url).partition("#")
        file = site_dir / path / "index.html"
        assert link.startswith(site_url), f"{answer}: {link}"
        assert file.is_file(), f"{answer}: {link}"
        assert not name or name in {given for given, _ in read_built_page(file).ids}, f"{answer}: {link}"
