"""What people open and answer: the menu, the search, words with a note and the planner, in each setting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.accessibility.test_axe import SCHEMES, violations
from tests.accessibility.test_controls import open_search
from tests.accessibility.test_every_page import LARGE, LOOKS, OPEN_ALL, SPACING, sized, styled
from tests.browser import planner
from tests.planner.engine import facts

NOTED = "microneedling/"  # a page with words that have a note


def open_menu(page: Page) -> None:
    page.goto(page.url.partition("#")[0])
    page.locator(".menu > summary").click()


def search_found(page: Page) -> None:
    open_search(page, "botox")


def search_found_nothing(page: Page) -> None:
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("dialog[open] input").wait_for()
    page.keyboard.type("zzzzqq")
    page.keyboard.press("Enter")
    expect(page.locator("dialog [role=status]")).to_contain_text("Nothing found")


def open_note(page: Page) -> None:
    page.locator(".term:visible").first.click()
    page.locator(".term-note:popover-open").wait_for()


def mistakes(page: Page) -> None:
    planner.choose(page, "first", facts()["treatments"][0]["id"])
    planner.choose(page, "when", "date")
    planner.ask(page)


def answered(page: Page) -> None:
    planner.answer_house_question(page)
    planner.ask(page)
    page.evaluate(OPEN_ALL)


def conditions_ticked(page: Page) -> None:
    page.locator(".planner__check > summary").click()
    page.locator("[data-condition] input[value=keloid]").check()
    planner.answer_house_question(page)


def not_now(page: Page) -> None:
    conditions_ticked(page)
    page.locator("[data-condition] input[value=cold-sore-now]").check()


def both_too_soon(page: Page) -> None:
    planner.answer_house_question(page)
    planner.choose(page, "task", "was-it-too-soon")
    planner.pick_date(page, "second", "2026-11-18")
    page.evaluate(OPEN_ALL)


def same_day(page: Page) -> None:
    both_too_soon(page)
    planner.pick_date(page, "second", "2026-11-16")
    page.evaluate(OPEN_ALL)


def copied_by_hand(page: Page) -> None:
    planner.answer_house_question(page)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('blocked')); }")
    page.get_by_role("button", name="Copy as text").click()
    page.locator(".planner__actions textarea").wait_for()


State = Callable[[Page], None]


def more_open(task: str) -> State:
    """A task with all that it asks open, answered as far as it must be and in some more places."""

    def state(page: Page) -> None:
        planner.answer(page, task)
        planner.choose(page, "kind", "rf")
        planner.field(page, "told").fill("15")
        page.keyboard.press("Tab")  # a field is read when it is left
        if task in planner.PLANS:
            for row in range(4):
                planner.field(page, "away", 2 * row).fill(f"2028-0{row + 1}-01")
                planner.field(page, "away", 2 * row + 1).fill(f"2028-0{row + 1}-02")
                if row < 3:
                    page.get_by_role("button", name="Add more days").click()
            planner.choose(page, "touchUp", "yes")
            planner.pick_date(page, "second", "2026-12-01")
        planner.ask(page)
        page.evaluate(OPEN_ALL)

    state.__name__ = f"{task}_with_more_open"
    return state


def one_mistake(task: str) -> State:
    """A task with one mistake, under More choices."""

    def state(page: Page) -> None:
        planner.answer(page, task)
        planner.field(page, "told").fill("two weeks")
        planner.ask(page)
        expect(planner.field(page, "told")).to_be_focused()

    state.__name__ = f"{task}_with_a_mistake"
    return state


def several_mistakes(task: str) -> State:
    """A task with a mistake in each place that can have one of its own."""

    def state(page: Page) -> None:
        planner.answer(page, task)
        planner.pick_date(page, "when", "1926-12-01")
        planner.field(page, "told").fill("two weeks")
        if task in planner.PLANS:
            planner.field(page, "away", 0).fill("2026-12-22")
            planner.field(page, "away", 1).fill("2026-12-21")
            planner.question(page, "rounds").locator("input:checked").evaluate("e => { e.checked = false; }")
        planner.ask(page)
        expect(page.locator("[data-problems]")).to_be_focused()

    state.__name__ = f"{task}_with_mistakes"
    return state


# A form for each kind of answer, as a link would say it; the kind of answer is checked.
PAIR = {"first": "toxin", "kind": "standard", "area": "same"}
COURSE = {"sessions": "3", "when": "2026-11-16", "rounds": "1", "kind": "standard"}
EVENT = {"event": "2027-06-12", "sessions": "2", "rounds": "1", "kind": "standard"}
# Leaves single days.
ONE_DAYS = "2026-11-22~2026-12-01~2026-12-03~2027-01-10~2027-01-12~2027-03-01~2027-03-03~2099-12-31"
NONE = {"sessions": "0", "rounds": "0"}
ANSWERED: list[tuple[str, str, dict[str, str]]] = [
    ("next", "too-soon", {**PAIR, "when": "2026-11-16", "booked": "2026-11-22"}),
    ("next", "ask-first", {**PAIR, "when": "2026-11-12", "booked": "2026-12-22"}),
    ("next", "usual", {**PAIR, "when": "2026-11-01", "told": "3"}),
    ("next", "past", {**PAIR, "when": "2026-01-01"}),
    ("next", "do-not", {**PAIR, "when": "2026-11-16", "conditions": "cold-sore-now"}),
    ("next", "no-rule", {**PAIR, "when": "2026-11-16", "kind": "rf", "area": "apart"}),
    ("was-it-too-soon", "too-soon", {**PAIR, "when": "2026-11-16", "second": "2026-11-18"}),
    ("was-it-too-soon", "ask-first", {**PAIR, "when": "2026-11-02", "second": "2026-11-12"}),
    ("was-it-too-soon", "usual", {**PAIR, "when": "2026-11-02", "second": "2026-11-20", "told": "10"}),
    ("was-it-too-soon", "past", {**PAIR, "when": "2026-01-01", "second": "2026-11-20"}),
    ("was-it-too-soon", "same-day", {**PAIR, "when": "2026-11-16", "second": "2026-11-16"}),
    ("was-it-too-soon", "no-rule", {**PAIR, "when": "2026-11-02", "second": "2026-11-12", "kind": "rf", "area": "apart"}),
    ("course", "plan", {**COURSE, "touchUp": "yes", "told": "3~60~40", "conditions": "keloid", "second": "2026-12-10"}),
    ("course", "exact", {"sessions": "2", "when": "none", "rounds": "0", "kind": "standard", "away": ONE_DAYS}),
    ("course", "no-fit", {**COURSE, "rounds": "0", "touchUp": "yes", "away": "2026-11-22~2027-03-01"}),
    ("course", "do-not", {**COURSE, "conditions": "cold-sore-now"}),
    ("course", "no-rule", {**COURSE, "kind": "deep"}),
    ("event", "plan", {**EVENT, "sameDay": "yes", "rounds": "first"}),
    ("event", "exact", {**EVENT, "event": "2027-01-03", "rounds": "0"}),
    ("event", "no-fit", {**EVENT, "event": "2026-12-20", "sessions": "6"}),
    ("event", "do-not", {**EVENT, "conditions": "cold-sore-now"}),
    ("event", "no-rule", {**EVENT, "kind": "deep"}),
    ("event", "last-days", {**EVENT, **NONE}),
]  # fmt: skip


def told(task: str, status: str, form: dict[str, str]) -> State:
    """An answer of one kind, with all that folds open."""

    def state(page: Page) -> None:
        planner.fill_in(page, task=task, **form)
        expect(page.locator(f".planner__status--{status}")).to_have_count(1)
        page.evaluate(OPEN_ALL)

    state.__name__ = f"{task}_{status}"
    return state


ANYWHERE: list[State] = [open_menu, search_found, search_found_nothing]
PLANNER: list[State] = [
    mistakes,
    answered,
    conditions_ticked,
    not_now,
    both_too_soon,
    same_day,
    copied_by_hand,
]
# For axe, every state there is; for the slower checks, those that look different.
FORMS: list[tuple[str, State]] = [
    (planner.PAGES[task], make(task)) for make in (more_open, one_mistake, several_mistakes) for task in planner.ASKED
]  # fmt: skip
KINDS: list[tuple[str, State]] = [
    (planner.PAGES[task], told(task, status, form)) for task, status, form in ANSWERED
]
PLANS = [each for each in [*FORMS, *KINDS] if each[0] == planner.PLAN_PAGE]
STATES = [(planner.PAGE, state) for state in [*ANYWHERE, *PLANNER]] + [(NOTED, open_note), *PLANS]
NAMES = [state.__name__ for _, state in STATES]


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with `looks`, whose day is always the same one."""
    context = browser.new_context(
        viewport=sized(320), locale="en-GB", timezone_id="Africa/Abidjan", bypass_csp=True
    )
    context.add_init_script(path=LOOKS)
    yield context
    context.close()


@pytest.fixture(params=STATES, ids=NAMES)
def opened(request: pytest.FixtureRequest, reader: BrowserContext, site_url: str) -> Iterator[Page]:
    """A page in one of the states, on a narrow screen."""
    path, state = request.param
    page = reader.new_page()
    page.clock.set_fixed_time(f"{planner.NOON}+00:00")
    page.goto(site_url + path)
    state(page)
    yield page
    page.close()


def found(page: Page, *checks: str) -> list[str]:
    """What `looks.js` finds, a line each."""
    return [line for check in checks for line in page.evaluate(f"looks.{check}()")]


def test_room_focus_and_edges(opened: Page) -> None:
    """All in one visit: a narrow screen, 400 %, more space, larger letters, and the reader's own colours."""
    faults: dict[str, list[str]] = {}
    room = ("sideways", "cut", "overlap")
    for width, height in ((320, 800), (320, 256), (1280, 800)):
        opened.set_viewport_size(sized(width, height))
        faults[f"{width} by {height}"] = found(opened, *room)
    for name, style in (("space", SPACING), ("letters", LARGE)):
        for width in (320, 1280) if name == "space" else (1280,):
            opened.set_viewport_size(sized(width))
            with styled(opened, style):
                faults[f"{name} at {width}"] = found(opened, *room)
    opened.emulate_media(forced_colors="active")
    for width in (1280, 320):
        opened.set_viewport_size(sized(width))
        faults[f"colours at {width}"] = found(opened, "marks", "edges", "ring")
    opened.emulate_media(forced_colors="none", reduced_motion="reduce")
    faults["movement"] = found(opened, "moving")
    if not opened.locator(".term-note:popover-open").count():  # it lies over what is behind it
        faults["focus"] = found(opened, "focus", "ring")
    assert {name: lines for name, lines in faults.items() if lines} == {}


# Of the planner, all that is pressed; a link in a sentence is as high as its line, as WCAG's exception has it.
SMALL = """least => [...document.querySelectorAll('[data-planner] :is(a, button, input, textarea, summary)')]
  .filter(e => e.checkVisibility({visibilityProperty: true}))
  .filter(e => !(e.matches('a') && e.closest('p, li, td, dd, legend')?.textContent.trim() !== e.textContent.trim()
    && !e.closest('.planner__links')))
  .filter(e => ![e, ...(e.labels ?? [])].some(each => {
    const box = each.getBoundingClientRect();
    return box.height >= least && box.width >= least;
  })).map(e => `${e.outerHTML.slice(0, 90)} ${Math.round(e.getBoundingClientRect().height)}`)"""


@pytest.mark.parametrize("opened", [*FORMS, *KINDS], ids=lambda p: p[1].__name__, indirect=True)
def test_axe_finds_nothing_in_any_state_of_the_planners(opened: Page) -> None:
    found_wrong = {}
    for width in (320, 1280):
        opened.set_viewport_size(sized(width))
        for scheme in SCHEMES:
            opened.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found_wrong[f"{scheme} at {width}"] = violations(opened)
    assert {setting: lines for setting, lines in found_wrong.items() if lines} == {}


@pytest.mark.parametrize("opened", [*((planner.PAGE, state) for state in PLANNER), *FORMS, *KINDS], ids=lambda p: p[1].__name__, indirect=True)  # fmt: skip
def test_targets_of_the_planner_are_comfortable(opened: Page) -> None:
    for width in (320, 1280):
        opened.set_viewport_size(sized(width))
        # 43.9: sizes in rem may end in a fraction of a pixel.
        assert opened.evaluate(SMALL, 43.9) == [], width


def test_a_small_target_is_seen(reader: BrowserContext, site_url: str) -> None:
    page = reader.new_page()
    page.goto(site_url + planner.PAGE)
    page.locator("[data-planner] summary").first.wait_for()
    page.add_style_tag(content=".planner summary { min-block-size: 0 !important; padding: 0 !important; }")
    assert page.evaluate(SMALL, 43.9) != []
    page.close()


# --- 400 %: the menu and the search on a screen of 320 by 256 ---------------------


@pytest.fixture
def zoomed(browser: Browser, site_url: str) -> Iterator[Page]:
    """1280 by 1024 at 400 %."""
    context = browser.new_context(viewport=sized(320, 256), device_scale_factor=4)
    page = context.new_page()
    page.goto(site_url + "risks/")
    yield page
    context.close()


def test_at_400_per_cent_the_menu_can_be_used_to_its_end(zoomed: Page) -> None:
    zoomed.locator(".menu > summary").click()
    last = zoomed.get_by_role("navigation", name="Main").get_by_role("link").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=0.95)
    select = zoomed.get_by_label("Colours")
    select.scroll_into_view_if_needed()
    expect(select).to_be_in_viewport(ratio=0.95)
    # The header scrolls away with it: the page has the screen to itself.
    zoomed.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert zoomed.locator(".site-bar").evaluate("e => e.getBoundingClientRect().bottom") < 0
    last.click()
    zoomed.wait_for_load_state()
    assert not zoomed.url.endswith("risks/")


def test_at_400_per_cent_the_search_can_be_used_and_closed(zoomed: Page) -> None:
    open_search(zoomed, "botox")
    dialog, close = zoomed.locator("dialog"), zoomed.get_by_role("button", name="Close")
    last = zoomed.locator(".search-results a").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=0.95)
    close.scroll_into_view_if_needed()
    expect(close).to_be_in_viewport(ratio=0.95)
    close.click()
    expect(dialog).not_to_be_visible()
    assert zoomed.evaluate("document.activeElement.textContent") == "Search"


# --- movement ---------------------------------------------------------------------

# The planner's tables become visible after 5 seconds without it; that moves nothing.
UNMOVED = "planner-late"
RUN = """() => {
  window.ran = [];
  const note = () => {
    for (const each of document.getAnimations()) {
      const name = each.animationName ?? each.transitionProperty ?? 'script';
      const {duration, delay} = each.effect.getComputedTiming();
      if (!window.ran.some(known => known[0] === name)) window.ran.push([name, duration + delay]);
    }
    requestAnimationFrame(note);
  };
  note();
}"""


def run_of(browser: Browser, site_url: str, choice: Any) -> dict[str, float]:
    """The animations and changes that run while a reader opens all there is, with their milliseconds."""
    context = browser.new_context(reduced_motion=choice)
    ran: dict[str, float] = {}
    for path in (planner.PAGE, NOTED):
        page = context.new_page()
        page.add_init_script(f"addEventListener('DOMContentLoaded', {RUN})")
        page.goto(site_url + path)
        page.locator(".menu > summary").click()
        open_search(page)
        page.keyboard.press("Escape")
        if path == planner.PAGE:
            planner.answer_house_question(page)
            planner.ask(page)
        else:
            open_note(page)
        page.mouse.move(100, 300)
        page.wait_for_timeout(50)
        ran |= dict(page.evaluate("ran"))
    context.close()
    ran.pop(UNMOVED, None)
    return ran


def test_what_moves_is_short_and_nothing_moves_for_those_who_asked_for_less(
    browser: Browser, site_url: str
) -> None:
    assert run_of(browser, site_url, "reduce") == {}
    ran = run_of(browser, site_url, "no-preference")
    assert ran, "the check sees what moves"
    assert {name: time for name, time in ran.items() if time > 200} == {}


# --- colours ----------------------------------------------------------------------


def test_a_choice_differs_by_more_than_colour(reader: BrowserContext, site_url: str) -> None:
    page = reader.new_page()
    page.goto(site_url + planner.PAGE)
    page.locator(".planner__chip").first.wait_for()
    shape = """e => { const s = getComputedStyle(e);
      return [s.borderTopStyle, s.borderTopWidth, s.fontWeight, s.webkitTextStrokeWidth, s.textDecorationLine].join(' '); }"""
    for colours in ("none", "active"):
        page.emulate_media(forced_colors=colours)
        chosen = page.locator("[data-question=task] input:checked + .planner__chip-text")
        other = page.locator("[data-question=task] input:not(:checked) + .planner__chip-text")
        assert chosen.evaluate(shape) != other.first.evaluate(shape), colours
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_timelines_zones_differ_by_more_than_colour(
    reader: BrowserContext, site_url: str, scheme: Any
) -> None:
    page = reader.new_page()
    page.clock.set_fixed_time(f"{planner.NOON}+00:00")
    page.emulate_media(color_scheme=scheme, forced_colors="active")
    page.goto(site_url + planner.PAGE)
    planner.answer_house_question(page)
    lines = page.locator(".planner__step").evaluate_all(
        "all => [...new Map(all.map(e => [e.className, getComputedStyle(e, '::before').borderInlineStartStyle]))]"
    )
    assert len(lines) >= 4
    assert len({line for _, line in lines}) == len(lines), lines
    page.close()


@pytest.mark.parametrize("chosen", SCHEMES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_stay_where_a_chosen_scheme_meets_the_readers_own_colours(
    reader: BrowserContext, site_url: str, scheme: Any, chosen: str
) -> None:
    page = reader.new_page()
    page.emulate_media(color_scheme=scheme, forced_colors="active")
    faults: list[str] = []
    for path in (planner.PAGE, "which-first/", "too-close/"):
        page.goto(site_url + path)
        page.evaluate("scheme => { document.documentElement.dataset.scheme = scheme; }", chosen)
        page.evaluate(OPEN_ALL)
        faults += found(page, "marks", "edges")
    page.close()
    assert faults == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_where_the_search_found_nothing(
    site_url: str, browser: Browser, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport=sized(width), color_scheme=scheme)
    page = context.new_page()
    page.goto(site_url + "risks/")
    search_found_nothing(page)
    assert violations(page) == []
    context.close()


def test_who_asks_for_more_contrast_gets_no_less(site_url: str, browser: Browser) -> None:
    context = browser.new_context(contrast="more")
    page = context.new_page()
    for path in ("", planner.PAGE, NOTED):
        page.goto(site_url + path)
        page.evaluate(OPEN_ALL)
        assert violations(page) == []
    context.close()
