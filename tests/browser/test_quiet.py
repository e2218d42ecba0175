"""The planners store nothing, fetch nothing and say whole sentences, wherever they run and whatever is pressed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, Request, expect

from tests.browser.planner import (
    ANSWERS,
    ASKED,
    FILL,
    PAGE,
    PAGES,
    PLAN_PAGE,
    answer,
    answer_house_question,
    ask,
    choose,
    headline,
    opened,
    question,
    words,
)
from tests.planner.engine import facts

pytestmark = pytest.mark.browser

STORED = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), cookie: document.cookie,
  databases: (await indexedDB.databases()).map(each => each.name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": [], "session": [], "cookie": "", "databases": [], "caches": [], "workers": 0}

# Presses every control that can be seen, until no new one turns up, and types into every field. A control is told by
# what it is called, as answers are drawn anew. Links lead away and are not followed.
PRESS = """async place => {
  const root = document.querySelector(place), pressed = new Set();
  const named = e => [e.tagName, e.name, e.value, e.type, e.id, (e.labels?.[0] ?? e).textContent].join('|');
  for (let round = 0; round < 12; round++) {
    const all = [...root.querySelectorAll('input, button, summary, textarea')]
      .filter(e => e.checkVisibility() && !pressed.has(named(e)) && e.closest('[data-question]')?.dataset.question !== 'task');
    if (!all.length) break;
    for (const e of all) {
      if (!e.isConnected) continue;
      pressed.add(named(e));
      if (e.type === 'date' || e.type === 'text') {
        for (const typed of e.type === 'date' ? ['2027-03-01', '2026-11-16'] : ['x', '15']) {
          e.focus();
          e.value = typed;
          e.dispatchEvent(new Event('input', { bubbles: true }));
          e.dispatchEvent(new Event('change', { bubbles: true }));
          e.blur();
        }
      } else if (e.tagName === 'SUMMARY') e.parentElement.open = true;
      else e.click();
      await new Promise(done => setTimeout(done));
    }
  }
  return [...pressed];
}"""


@pytest.mark.parametrize("task", ASKED)
def test_nothing_is_requested_or_stored_whatever_is_pressed(
    browser: Browser, site_url: str, task: str
) -> None:
    with opened(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(site_url + PAGES[task], wait_until="networkidle")
        page.evaluate("() => { window.print = () => {}; }")
        asked: list[str] = []
        sockets: list[str] = []

        icons = page.locator("link[rel=icon]").evaluate_all("all => all.map(e => e.href)")

        def note(request: Request) -> None:
            # The calendar file is made on the page: its address leads to the page's own memory. The browser looks
            # for the page's icons again when the address changes.
            if not request.url.startswith("blob:") and request.url not in icons:
                asked.append(request.url)

        page.on("request", note)
        page.context.on("request", note)
        page.on("websocket", lambda socket: sockets.append(socket.url))
        choose(page, "task", task)
        pressed = page.evaluate(PRESS, "[data-planner]")
        # An answer with all its buttons, too.
        page.locator("[data-planner]").evaluate(FILL, {"task": task, **ANSWERS[task]})
        pressed += page.evaluate(PRESS, "[data-answer]")
        ask(page)
        assert len(pressed) > 40
        for name in ("calendar", "copy", "share", "print"):
            if name != "calendar" or task != "was-it-too-soon":
                assert any(f"|{words()['actions'][name]}" in each for each in pressed), name
        page.wait_for_timeout(300)
        assert asked == []
        assert sockets == []
        assert page.context.cookies() == []
        assert page.evaluate(STORED) == NOTHING
        assert len(page.context.pages) == 1
        # Nothing is in the address but what "Copy a link" put there, and that is not sent anywhere.
        assert page.url.partition("#")[0] == site_url + PAGES[task]


def test_the_address_is_left_alone_until_a_link_is_asked_for(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        for task in ASKED:
            page.goto(site_url + PAGES[task])
            answer(page, task)
            ask(page)
            expect(headline(page)).to_be_focused()
            assert page.url == site_url + PAGES[task]


# --- whole sentences ----------------------------------------------------------------

KEYS = "|".join(sorted(words()))

# Fills the form at random some hundreds of times, asks every second time, and reads all the words of the card.
RANDOM = """([tasks, runs, keys]) => {
  const root = document.querySelector('[data-planner]'), fill = FILL;
  let seed = 20261121;
  const below = n => { seed = (seed * 48271) % 2147483647; return seed % n; };
  const one = list => list[below(list.length)];
  const day = () => new Date(Date.UTC(2026, 10, 21) + (below(5) ? below(400) - 40 : below(4000) - 2000) * 864e5).toISOString().slice(0, 10);
  const past = () => one(['today', 'yesterday', 'few', 'week', 'fortnight', 'none', 'date', '2026-11-16', '2026-11-20', '2026-10-15', '2026-01-15', day()]);
  const values = name => [...root.querySelectorAll(`[data-question=${name}] input`)].map(e => e.value);
  const bad = new RegExp(`undefined|NaN|null|\\\\[object|Invalid Date|[{}]|\\\\b(${keys})\\\\.[a-z]`);
  const spoiled = /\\.\\.| [.,]/;
  const shown = e => { const copy = e.cloneNode(true); copy.querySelectorAll('[hidden]').forEach(each => each.remove()); return copy.textContent; };
  const dates = /\\w+day \\d+ \\w+ \\d{4}/g;
  const statuses = {}, found = [];
  for (let run = 0; run < runs; run++) {
    const task = one(tasks);
    const answers = { task, when: past(), second: past(), event: below(9) ? day() : '', booked: one(['none', 'date', day(), day()]) };
    for (const name of ['first', 'area', 'kind', 'sessions', 'rounds']) if (below(15)) answers[name] = one(values(name)) ?? '';
    for (const name of ['touchUp', 'sameDay', 'weekdays']) if (!below(3)) answers[name] = 'yes';
    if (!below(3)) answers.told = [one(['', 3, 15, 60]), one(['', 1, 30]), one(['', 7, 90, 'x'])].join('~');
    if (!below(3)) answers.away = Array.from({ length: 1 + below(4) }, () => { const from = day(); return `${from}~${below(8) ? from : day()}`; }).join('~');
    if (!below(4)) answers.conditions = one([...root.querySelectorAll('[data-condition] input')]).value;
    fill(root, answers);
    if (run % 2) root.querySelector('[data-show]').click();
    const card = root.querySelector('.planner__card'), headline = root.querySelector('.planner__headline')?.textContent;
    const status = root.querySelector('.planner__status')?.className.split('--').at(-1) ?? 'mistakes';
    statuses[task] = { ...statuses[task], [status]: (statuses[task]?.[status] ?? 0) + 1 };
    const texts = [shown(card), ...[...card.querySelectorAll('[aria-label], [href]')].map(e => `${e.ariaLabel} ${decodeURIComponent(e.getAttribute('href') ?? '')}`.replace(/^null |calendar\\.google/g, ''))];
    for (const text of texts) if (bad.test(text)) found.push([JSON.stringify(answers), text.slice(Math.max(0, text.search(bad) - 60), text.search(bad) + 40)]);
    if (headline !== undefined) {
      const named = headline.match(dates) ?? [];
      if (new Set(named).size !== named.length || !headline.endsWith('.') && !headline.endsWith('?')) found.push([JSON.stringify(answers), headline]);
      for (const paragraph of root.querySelectorAll('[data-answer] p, [data-answer] li')) if (spoiled.test(paragraph.textContent)) found.push([JSON.stringify(answers), paragraph.textContent]);
      for (const paragraph of root.querySelectorAll('[data-answer] p, [data-answer] li')) if (!paragraph.textContent.trim()) if (!paragraph.matches('.planner__said')) found.push([JSON.stringify(answers), 'empty: ' + paragraph.outerHTML]);
    }
    if (found.length > 9) break;
  }
  return [found, statuses];
}""".replace("FILL", FILL)


@pytest.mark.parametrize("page_of", [PAGE, PLAN_PAGE])
def test_random_forms_are_answered_in_whole_sentences(browser: Browser, site_url: str, page_of: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + page_of)
        tasks = [task for task, at in PAGES.items() if at == page_of]
        found: list[Any]
        statuses: dict[str, dict[str, int]]
        found, statuses = page.evaluate(RANDOM, [tasks, 400, KEYS])
    assert found == []
    # Every kind of answer came up, but for the rare ones.
    for task in tasks:
        known = set(words()["plan" if page_of == PLAN_PAGE else "next" if task == "next" else "soon"]["tag"])
        rare = {"exact", "last-days", "past"}
        assert known - rare <= set(statuses[task]), statuses


# --- where it runs ------------------------------------------------------------------


def answer_in(frame: Page | Frame, task: str) -> None:
    """Answer a planner wherever it is, with nothing but its controls."""
    frame.locator("[data-planner]").evaluate(FILL, {"task": task, **ANSWERS[task]})
    frame.get_by_role("button", name="Show my answer").click()


@pytest.mark.parametrize("task", ASKED)
def test_from_a_folder(browser: Browser, site_dir: Path, task: str) -> None:
    with opened(browser) as page:
        page.goto((site_dir / PAGES[task] / "index.html").as_uri())
        answer(page, task)
        ask(page)
        expect(headline(page)).to_be_focused()
        if task != "was-it-too-soon":
            with page.expect_download() as waiting:
                page.get_by_role("button", name=words()["actions"]["calendar"]).click()
            assert b"BEGIN:VEVENT" in Path(waiting.value.path()).read_bytes()
        page.get_by_role("button", name=words()["actions"]["share"]).click()
        assert "#v1&" in page.url
        shown = headline(page).inner_text()
        page.reload()
        expect(headline(page)).to_have_text(shown)


@pytest.mark.parametrize("task", ASKED)
def test_in_a_sandboxed_frame(browser: Browser, site_url: str, task: str) -> None:
    with opened(browser) as page:
        page.route("**/frame-of-a-clinic", lambda route: route.fulfill(
            content_type="text/html",
            body=f'<iframe title="planner" sandbox="allow-scripts" width="600" height="900" src="{site_url}{PAGES[task]}"></iframe>',
        ))  # fmt: skip
        page.goto(site_url + "frame-of-a-clinic")
        page.frame_locator("iframe").locator(".planner__card").wait_for()
        frame = page.frames[1]
        answer_in(frame, task)
        expect(frame.locator(".planner__headline")).to_be_visible()
        # They would do nothing there.
        for name in ("print", "calendar"):
            expect(frame.get_by_role("button", name=words()["actions"][name])).to_have_count(0)
        frame.get_by_role("button", name=words()["actions"]["copy"]).click()
        expect(frame.locator(".planner__actions textarea")).to_have_value(
            re.compile(re.escape(frame.locator(".planner__headline").inner_text()))
        )
        frame.get_by_role("button", name=words()["actions"]["share"]).click()
        expect(frame.locator(".planner__actions textarea")).to_have_value(re.compile(f"#v1&task={task}&"))


@pytest.mark.parametrize("page_of", [PAGE, PLAN_PAGE])
def test_without_scripts_the_tables_are_there(browser: Browser, site_url: str, page_of: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(site_url + page_of)
        planner = page.locator("[data-planner]")
        expect(planner.locator("table").first).to_be_visible()
        expect(planner.locator("input")).to_have_count(0)
        expect(planner.locator("button")).to_have_count(0)
        if page_of == PAGE:
            expect(planner.locator(".worked-example")).to_have_count(1)


def test_the_house_answer_is_the_same_in_a_folder(browser: Browser, site_dir: Path) -> None:
    with opened(browser) as page:
        page.goto((site_dir / PAGE / "index.html").as_uri())
        answer_house_question(page)
        expect(headline(page)).to_contain_text("Monday 30 November 2026")
        assert question(page, "first").locator("input").count() == len(facts()["treatments"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("task", ASKED)
def test_no_sideways_scroll_at_320_and_at_400_per_cent(
    browser: Browser, site_url: str, task: str, scheme: Any
) -> None:
    for size, scale in (({"width": 320, "height": 640}, 1), ({"width": 320, "height": 256}, 4)):
        with opened(browser, viewport=size, device_scale_factor=scale, color_scheme=scheme) as page:
            page.goto(site_url + PAGES[task])
            answer(page, task)
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
            expect(headline(page)).to_have_count(1)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            small = page.locator(
                "[data-planner] :is(.planner__chip, .planner__tick, button, summary, input[type=date], input[type=text])"
            ).evaluate_all(
                "all => all.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.9)"
                ".map(e => [e.textContent, e.getBoundingClientRect().height])"
            )
            assert small == []
