"""How a person uses the planners: what the tests of the form, the answers and the plans share."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import yaml
from playwright.sync_api import Browser, BrowserContext, Frame, Locator, Page, expect

from tests.conftest import PROJECT

NOON = "2026-11-21T12:00:00"
TODAY = NOON[:10]

# Where each task is answered.
PAGE = "timing/"
PLAN_PAGE = "plan/"
PAGES = {"next": PAGE, "was-it-too-soon": PAGE, "course": PLAN_PAGE, "event": PLAN_PAGE}
PLANS = ("course", "event")

# How a person answers just what each task needs.
ANSWERS = {
    "next": {"first": "toxin", "when": "2026-11-16", "area": "same"},
    "was-it-too-soon": {"first": "toxin", "when": "2026-11-02", "second": "2026-11-16"},
    "course": {"sessions": "3", "when": "2026-11-16", "rounds": "1"},
    "event": {"event": "2027-06-12", "sessions": "2", "rounds": "1"},
}

# The questions of each task: those in sight, and those under More choices.
PLANNED = ["second", "area", "kind", "touchUp", "sameDay", "weekdays", "away", "told"]
ASKED = {
    "next": (["first", "when", "area"], ["kind", "booked", "told"]),
    "was-it-too-soon": (["first", "when", "second"], ["area", "kind", "told"]),
    "course": (["sessions", "when", "rounds"], PLANNED),
    "event": (["event", "sessions", "rounds"], ["when", *PLANNED]),
}

# How often to aim at a control that may move, and how long to wait for what a click does, in milliseconds.
TRIES = 3
HEARD = 2000

# What stands in the form: each control's value, whether it is chosen, and whether it holds half a date.
CONTROLS = "all => all.map(e => [e.value, e.checked, e.validity.badInput])"


@cache
def words() -> Any:
    """Every word the planner says."""
    text = (PROJECT / "docs" / "data" / "planner" / "en.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


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


def question(page: Page | Frame, name: str) -> Locator:
    """A question of the form, in its fold or out of it."""
    return page.locator(f"[data-question={name}]")


def opened_question(page: Page | Frame, name: str) -> Locator:
    """A question, out of its fold if that was closed."""
    folded = page.locator("[data-more]:not([open])", has=question(page, name))
    if folded.count():
        folded.locator("summary").click()
    return question(page, name)


def tick(box: Locator) -> None:
    """Choose an answer or tick a box, and see that it is.

    A frame grows while it is used, and a browser of its own process hears of a click later than the page
    around it: so this waits for what it did, and aims again where the frame moved in between.
    """
    for _ in range(TRIES):
        if box.is_checked():
            return
        box.click()
        with contextlib.suppress(AssertionError):
            expect(box).to_be_checked(timeout=HEARD)
    expect(box).to_be_checked()


def choose(page: Page | Frame, name: str, value: str) -> None:
    """Choose an answer, or tick a box whose value is "yes"."""
    tick(opened_question(page, name).locator(f"input[value='{value}']"))


def pick_date(page: Page | Frame, name: str, day: str) -> None:
    """Choose to give a date, and give it."""
    choose(page, name, "date")
    question(page, name).locator("input[type=date]").fill(day)


def field(page: Page | Frame, name: str, at: int = 0) -> Locator:
    """A field to type in: of days away first, last, first, last…; of days told from a to b, b to a, between b."""
    return opened_question(page, name).locator("[data-part]").nth(at)


@cache
def is_month_first(context: BrowserContext) -> bool:
    """Whether the browser's date field, which follows its machine's language, has the month first."""
    with context.new_page() as probe:
        probe.set_content("<input type=date autofocus>")
        probe.locator("input").focus()
        probe.keyboard.type("01022026")
        return bool(probe.locator("input").input_value() == "2026-01-02")


def keys_for(page: Page, day: str, month: str, year: str) -> str:
    """The keys for a date in the order of the browser's date field."""
    keys = (month + day if is_month_first(page.context) else day + month) + year
    page.bring_to_front()
    return keys


def type_date(page: Page, name: str, day: str, month: str, year: str) -> None:
    """Type a date as a person does, one key after the other, be it a real one or not."""
    keys = keys_for(page, day, month, year)
    if opened_question(page, name).locator("input[value=date]").count():
        choose(page, name, "date")
    field(page, name).focus()
    page.keyboard.type(keys)


def answer_house_question(page: Page | Frame) -> None:
    """The question that the guide's own example answers."""
    choose(page, "first", "toxin")
    pick_date(page, "when", "2026-11-16")
    choose(page, "area", "same")
    choose(page, "kind", "standard")


def answer(page: Page | Frame, task: str) -> None:
    """Choose a task and answer the questions in sight."""
    choose(page, "task", task)
    for name, value in ANSWERS[task].items():
        if name == "event":
            field(page, name).fill(value)
        elif value.startswith("20"):
            pick_date(page, name, value)
        else:
            choose(page, name, value)


def open_answered(page: Page, site_url: str, task: str) -> None:
    """Go to the planner of a task and answer it."""
    page.goto(site_url + PAGES[task])
    answer(page, task)


def headline(page: Page | Frame) -> Locator:
    """The answer in one sentence."""
    return page.locator(".planner__headline")


def given(page: Page | Frame) -> Locator:
    """The place of the answer."""
    return page.locator("[data-answer]")


def ask(page: Page | Frame) -> None:
    """Press the button under the questions."""
    page.get_by_role("button", name="Show my answer").click()


def open_folds(page: Page | Frame) -> None:
    """Open all that folds."""
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")


# Sets every control of a planner as an object says, without the events of a person's hand, and answers once.
# Written for tests that try many forms: {question: text}, a text as a link holds it.
FILL = """(root, answers) => {
  for (const place of root.querySelectorAll('[data-question]')) {
    const value = answers[place.dataset.question] ?? '';
    const all = [...place.querySelectorAll('input')];
    const offered = all.some(e => !('part' in e.dataset) && e.value === value);
    const typed = offered ? [] : value.split('~');
    for (const e of all) {
      if ('part' in e.dataset) e.value = typed.shift() ?? '';
      else e.checked = value ? e.value === (offered ? value : 'date') : e.defaultChecked;
    }
  }
  for (const row of root.querySelectorAll('[data-row] ~ [data-row]')) row.hidden = ![...row.querySelectorAll('input')].some(e => e.value);
  for (const e of root.querySelectorAll('[data-condition] input')) e.checked = (answers.conditions ?? '').split('~').includes(e.value);
  root.querySelector('[data-question=task] input').dispatchEvent(new Event('change', { bubbles: true }));
}"""


def fill_in(page: Page | Frame, **answers: str) -> None:
    """Answer a whole form at once; what is not named is open."""
    page.locator("[data-planner]").first.evaluate(FILL, answers)
