"""Links into and between the planners in a real browser, and whatever else may stand in an address."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from macros.checks.built import read_built_page
from tests.browser.planner import (
    ANSWERS,
    ASKED,
    FILL,
    PAGE,
    PAGES,
    PLAN_PAGE,
    PLANS,
    answer,
    choose,
    field,
    fill_in,
    given,
    headline,
    open_answered,
    opened,
    pick_date,
    question,
    words,
)
from tests.planner.engine import facts

pytestmark = pytest.mark.browser

PLACEHOLDER = words()["form"]["placeholder"]

# What is chosen, ticked or typed, by question; "" and what stands there from the start are left out. Conditions too.
STATE = """root => Object.fromEntries([...root.querySelectorAll('[data-question]')].flatMap(place => {
  const set = [...place.querySelectorAll('input')].flatMap(e =>
    'part' in e.dataset ? (e.value ? [e.value] : []) : e.checked !== e.defaultChecked || (e.checked && !e.defaultChecked) ? [(e.checked ? '' : 'not ') + e.value] : []);
  return set.length && place.dataset.question !== 'task' ? [[place.dataset.question, set.join(' ')]] : [];
}))"""


def state(page: Page) -> dict[str, str]:
    """What was answered, without the task."""
    found: dict[str, str] = page.locator("[data-planner]").first.evaluate(STATE)
    return found


def task_of(page: Page) -> str | None:
    """The task that is chosen."""
    return question(page, "task").locator("input:checked").get_attribute("value")


# --- between the planners -----------------------------------------------------------


def follow(page: Page, other: str) -> None:
    """Go to the other planner as a person does."""
    page.locator(f"[data-other={other}]").click()
    page.wait_for_url(f"**/{PAGES[other]}**")
    expect(question(page, "task").locator(f"input[value={other}]")).to_be_checked()


@pytest.mark.parametrize("page_of", [PAGE, PLAN_PAGE])
def test_all_four_questions_stand_at_the_top_of_both(browser: Browser, site_url: str, page_of: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + page_of)
        shown = question(page, "task").locator(".planner__chip")
        assert {text.strip() for text in shown.all_inner_texts()} == set(words()["form"]["task"].values())
        own = question(page, "task").locator("input").evaluate_all("all => all.map(e => e.value)")
        others = page.locator("[data-other]").evaluate_all("all => all.map(e => e.dataset.other)")
        assert sorted(own + others) == sorted(ASKED)
        assert {PAGES[task] for task in own} == {page_of}
        for other in others:
            address = page.locator(f"[data-other={other}]").evaluate("e => e.href")
            assert urlsplit(address).path == urlsplit(site_url + PAGES[other]).path


@pytest.mark.parametrize("other", PLANS)
def test_a_link_to_a_plan_carries_what_was_answered(browser: Browser, site_url: str, other: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "next")
        choose(page, "when", "week")
        choose(page, "area", "apart")
        choose(page, "kind", "rf")
        field(page, "told").fill("15")
        field(page, "told").press("Tab")
        follow(page, other)
        # "A week ago" is a day now, as it is in every link.
        assert state(page) == {
            "when": "date 2026-11-16",
            "area": "apart",
            "kind": "not unknown rf",
            "told": "15",
        }
        expect(page.locator("[data-more]")).to_have_attribute("open", "")
        assert "?" not in page.url


def test_what_was_planned_comes_back_to_a_question_about_one_wait(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        choose(page, "kind", "rf")
        choose(page, "area", "same")
        field(page, "told").fill("15")
        field(page, "told").press("Tab")
        follow(page, "next")
        assert state(page) == {
            "first": "toxin",
            "when": "date 2026-11-16",
            "area": "same",
            "kind": "not unknown rf",
            "told": "15",
        }
        expect(headline(page)).to_have_count(1)


def test_dates_of_the_other_treatment_are_not_carried(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        choose(page, "task", "was-it-too-soon")
        choose(page, "first", "microneedling")
        pick_date(page, "when", "2026-11-02")
        pick_date(page, "second", "2026-11-16")
        for other in PLANS:
            address = page.locator(f"[data-other={other}]").get_attribute("href") or ""
            assert "2026" not in address
        follow(page, "course")
        assert state(page) == {}
        expect(given(page)).to_have_text(PLACEHOLDER)


def test_conditions_are_in_no_link(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        for task in ("next", "event"):
            open_answered(page, site_url, task)
            page.locator(".planner__check > summary").click()
            ids = page.locator("[data-condition]:visible input").evaluate_all(
                "all => all.map(e => { e.click(); return e.value; })"
            )
            assert len(ids) > 5
            addresses = page.locator("[data-planner] a").evaluate_all("all => all.map(a => a.href)")
            assert addresses
            # A link to a source may be called as a condition is, as "isotretinoin" is.
            told = [address for address in addresses if "#v1" in address or "google" in address]
            assert not [(each, address) for each in ids for address in told if each in address]


@pytest.mark.parametrize("task", ASKED)
def test_each_task_has_an_address(browser: Browser, site_url: str, task: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site_url}{PAGES[task]}#v1&task={task}")
        assert task_of(page) == task
        assert state(page) == {}


def test_the_home_page_leads_to_each_task(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url)
        for other in PLANS:
            page.goto(site_url)
            page.locator(f"main a[href*='task={other}']").first.click()
            assert task_of(page) == other


# --- opening one --------------------------------------------------------------------


def test_a_link_takes_the_place_of_what_was_answered_but_not_of_conditions(
    browser: Browser, site_url: str
) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        choose(page, "kind", "rf")
        field(page, "told").fill("15")
        field(page, "away").fill("2026-12-21")
        page.get_by_role("button", name="Add more days").click()
        page.locator(".planner__check > summary").click()
        page.locator("[data-condition] input[value=keloid]").check()
        page.evaluate("() => { location.hash = '#v1&task=event&event=2027-06-12&sessions=2&rounds=0'; }")
        expect(question(page, "task").locator("input[value=event]")).to_be_checked()
        assert state(page) == {"event": "2027-06-12", "sessions": "2", "rounds": "0"}
        expect(page.locator("[data-condition] input:checked")).to_have_attribute("value", "keloid")
        expect(page.locator("[data-row]:not([hidden])")).to_have_count(1)
        expect(page.locator("[data-more]")).not_to_have_attribute("open", "")  # nothing in it is set


@pytest.mark.parametrize("address", ["#how", "#?secret=abcdefghij", "#v1", "#v2&task=event", ""])
def test_another_fragment_is_left_alone(browser: Browser, site_url: str, address: str) -> None:
    with opened(browser) as page:
        open_answered(page, site_url, "course")
        before = state(page)
        page.evaluate("address => { location.hash = address; }", address)
        page.evaluate("new Promise(done => setTimeout(done))")
        assert task_of(page) == "course"
        assert state(page) == before


@pytest.mark.parametrize(
    "said",
    [
        "task=no-such-task", "task=__proto__", "task=constructor", "task=toString", "task=next", "task=", "__proto__=1&constructor=2",
        "sessions=7", "sessions=400", "rounds=4", "rounds=400", "area=nowhere", "touchUp=no", "conditions=keloid", "keloid=yes",
        "event=2027-02-30", "event=soon", "event=20270612", "away=x~y", "told=1000", "told=-1", "told=two", "told=<b>", "?secret=abc",
        "secret=abc", "id=xyz", "when=%32", "task=event%26sessions=3",
    ],
)  # fmt: skip
def test_what_a_link_may_not_say_is_dropped(browser: Browser, site_url: str, said: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site_url}{PLAN_PAGE}#v1&{said}")
        expect(page.locator("[data-planner] input:checked").first).to_be_attached()
        assert task_of(page) in PLANS
        assert state(page) == {}
        expect(given(page)).to_have_text(PLACEHOLDER)
        answer(page, "course")  # and it still answers
        expect(headline(page)).to_have_count(1)


def test_the_kind_a_link_does_not_know_is_counted_as_unknown(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site_url}{PAGE}#v1&task=next&first=toxin&when=2026-11-16&area=same&kind=no-such-kind")
        told = given(page).inner_text()
        fill_in(page, task="next", first="toxin", when="2026-11-16", area="same")
        assert given(page).inner_text() == told


# --- fuzzing ------------------------------------------------------------------------

RUNS = 10_000
VALID = {
    PAGE: [
        "v1&task=next&first=toxin&when=2026-11-16&area=same&kind=rf&booked=2026-12-01&told=15&id=12345678901234567890",
        "v1&task=was-it-too-soon&first=microneedling&when=2026-11-02&second=2026-11-16&area=apart&kind=standard&told=15",
    ],
    PLAN_PAGE: [
        "v1&task=course&sessions=3&when=2026-11-16&rounds=1&second=2026-12-01&kind=rf&touchUp=yes&weekdays=yes&away=2026-12-21~2027-01-03~2027-02-01~2027-02-02&told=15~10~40",
        "v1&task=event&event=2027-06-12&sessions=2&rounds=first&area=unsure&sameDay=yes&id=12345678901234567890",
    ],
}  # fmt: skip
ODD = ["__proto__", "constructor", "toString", "hasOwnProperty", "", "%", "%00", "%E0%A4%A", "%F0%9F%92%89", "~", "~~~~~~~~~~", "=", "&&&",
       "#", "?", "<img src=x onerror=alert(1)>", "\"'`", "${1}", "{date}", "{0}", "\u202e", "\ud83d", "NaN", "undefined", "null", "-1", "1e9",
       "99999999999999999999", "2026-02-30", "0000-00-00", "9999-12-31", "275760-09-13", "date", "none", "unknown", "first", "400"]  # fmt: skip
PURE = ["?secret=abc", "v1&?secret=abc", "v1&", "v1", "v1&__proto__=1", "v1&__proto__[x]=1", "v1&constructor=x&prototype=y", "v1&=", "v1&a=1&a=2&a=3",
        "v1&%73essions=3", "v1&sessions%3D3", "v1&" + "a=b&" * 5000, "v1&" + "x" * 100_000, "V1&sessions=3", "v1;sessions=3", "v11&sessions=3"]  # fmt: skip

# Each fragment is set and told of, and what then stands in the form is looked at. An error in a listener does not
# come back from dispatchEvent: it is an error of the page.
FUZZ = """fragments => {
  const root = document.querySelector('[data-planner]'), found = [];
  let now = '';
  root.scrollIntoView = () => {};  // so that the page is not laid out each time
  addEventListener('error', event => found.push([now.slice(0, 200), 'error', event.message]));
  const read = STATE;
  const wrong = /undefined|NaN|\\[object|Invalid Date|[{}]/;
  for (const [fragment, pure] of fragments) {
    now = fragment;
    history.replaceState(null, '', location.pathname);
    try { history.replaceState(null, '', '#' + fragment); } catch { continue; }
    const before = pure && !location.hash.startsWith('#v1&') ? JSON.stringify(read(root)) : '{}';
    dispatchEvent(new HashChangeEvent('hashchange'));
    const after = pure ? JSON.stringify(read(root)) : '';
    const tasks = root.querySelectorAll('[data-question=task] input:checked').length;
    if (tasks !== 1) found.push([now.slice(0, 200), 'tasks', tasks]);
    if (pure && after !== before) found.push([now.slice(0, 200), 'form', after]);
    if (!pure && wrong.test(root.querySelector('[data-answer]').textContent)) found.push([now.slice(0, 200), 'words', '']);
    if (found.length > 20) break;
  }
  history.replaceState(null, '', location.pathname);
  return found;
}""".replace("STATE", STATE)


def mutated(chance: random.Random, link: str) -> str:
    """A link with some of its parts changed, cut, doubled, moved or put into code."""
    for _ in range(chance.randint(1, 4)):
        parts = link.split("&")
        at = chance.randrange(len(parts))
        name = parts[at].partition("=")[0]
        place = chance.randrange(len(link) + 1)
        odd, other = chance.choice(ODD), chance.choice(ODD)
        letter = chr(chance.choice([chance.randrange(32, 127), chance.randrange(0x10000)]))
        coded = (f"%{ord(e):02x}" if chance.random() < 0.1 and ord(e) < 128 else e for e in link)
        link = chance.choice(
            [
                "&".join([*parts[:at], f"{name}={odd}", *parts[at + 1 :]]),
                "&".join([*parts, f"{odd}={other}"]),
                "&".join([*parts, f"{name}={odd}"]),
                link[:place],
                link[:place] + odd + link[place:],
                link[:place] + letter + link[place + 1 :],
                "".join(coded),
                "&".join([parts[0], *chance.sample(parts[1:], len(parts) - 1)]),
                f"{link}&{link}",
            ]
        )
    return link


def once_mutated(chance: random.Random, link: str) -> str:
    """A link with one change."""
    parts = link.split("&")
    at = chance.randrange(len(parts))
    name = parts[at].partition("=")[0]
    place = chance.randrange(len(link) + 1)
    letter = chr(chance.choice([chance.randrange(32, 127), chance.randrange(0x10000)]))
    coded = "".join(
        f"%{ord(each):02x}" if chance.random() < 0.1 and ord(each) < 128 else each for each in link
    )
    return chance.choice(
        [
            "&".join([*parts[:at], f"{name}={chance.choice(ODD)}", *parts[at + 1 :]]),
            "&".join([*parts, f"{chance.choice(ODD)}={chance.choice(ODD)}"]),
            "&".join([*parts, f"{name}={chance.choice(ODD)}"]),
            link[:place],
            link[:place] + chance.choice(ODD) + link[place:],
            link[:place] + letter + link[place + 1 :],
            coded,
            "&".join([parts[0], *chance.sample(parts[1:], len(parts) - 1)]),
            link + "&" + link,
        ]
    )


def junk(chance: random.Random) -> str:
    """What no planner wrote: no name of a question stands before a sign that sets it."""
    return chance.choice(["", "v1&", "v1&", "v2&"]) + "".join(
        chance.choice(
            [*ODD, chr(chance.randrange(33, 127)).replace("=", "-"), chr(chance.randrange(0x10000))]
        )
        for _ in range(chance.randint(1, 12))
    )


def fragments_for(page_of: str, runs: int) -> list[tuple[str, bool]]:
    """Fragments, and whether each is pure junk; every second follows one that may have filled the form."""
    chance = random.Random(page_of)
    made: list[tuple[str, bool]] = [(each, True) for each in PURE]
    while len(made) < runs:
        made += [(mutated(chance, chance.choice(VALID[page_of])), False), (junk(chance), True)]
    # Half of a pair of surrogates cannot be sent to the browser.
    return [(text.encode("utf-16", "replace").decode("utf-16"), pure) for text, pure in made]


@pytest.mark.parametrize("page_of", VALID)
def test_no_fragment_breaks_a_planner(browser: Browser, site_url: str, page_of: str) -> None:
    fragments = fragments_for(page_of, RUNS // 2)
    with opened(browser) as page:
        page.goto(site_url + page_of)
        found: list[Any] = page.evaluate(FUZZ, fragments)
        assert found == []
        task = "next" if page_of == PAGE else "course"
        fill_in(page, task=task, **ANSWERS[task])
        expect(headline(page)).to_have_count(1)


def test_fragments_typed_by_a_person_break_nothing(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        for said in [*PURE[:8], *VALID[PLAN_PAGE]]:
            page.goto("about:blank")
            page.goto(f"{site_url}{PLAN_PAGE}#{said}")
            expect(question(page, "task").locator("input:checked")).to_have_count(1)


# --- what an answer links to --------------------------------------------------------

EVERY_ANSWER = """([tasks, choices]) => {
  const planner = document.querySelector('[data-planner]'), links = {}, told = new Set(), classes = new Set();
  const fill = FILL;
  for (const task of tasks) for (const each of choices) {
    fill(planner, { ...each, task });
    const headline = planner.querySelector('.planner__headline');
    if (!headline) continue;
    told.add(headline.textContent);
    planner.querySelectorAll('[class]').forEach(e => e.classList.forEach(name => classes.add(name)));
    for (const a of planner.querySelectorAll('[data-answer] a')) links[a.href] = JSON.stringify(each);
  }
  return [links, [...told], [...classes]];
}"""


def every_answer(page: Page, page_of: str) -> tuple[dict[str, str], list[str], list[str]]:
    """The links, headlines and classes of the answers to all kinds of questions."""
    kinds = ["unknown", *(kind["id"] for each in facts()["treatments"] for kind in each["kinds"])]
    if page_of == PAGE:
        # The same day, soon after, in the usual window, and long past it.
        dates = [("2026-11-16", "2026-11-16"), ("2026-11-16", "2026-11-18"), ("2026-10-20", "2026-11-10"), ("2026-03-01", "2026-11-20")]  # fmt: skip
        tasks = ["next", "was-it-too-soon"]
        choices = [
            {"first": each["id"], "area": area, "kind": kind, "when": when, "second": second, "booked": "none"}
            for each in facts()["treatments"]
            for area in ("same", "apart", "unsure")
            for kind in kinds
            for when, second in dates
        ]  # fmt: skip
    else:
        tasks = list(PLANS)
        choices = [
            {"area": area, "kind": kind, "sessions": sessions, "rounds": rounds, "when": "2026-11-16", "event": event, **more}
            for area in ("same", "apart")
            for kind in kinds
            for sessions, rounds, event in (("3", "1", "2027-09-01"), ("2", "first", "2027-09-01"), ("6", "1", "2026-12-20"), ("0", "0", "2027-09-01"))
            for more in ({}, {"touchUp": "yes", "sameDay": "yes", "told": "3~3~3"}, {"conditions": "keloid"}, {"conditions": "cold-sore-now"}, {"second": "2026-12-01"})
        ]  # fmt: skip
    found: tuple[dict[str, str], list[str], list[str]] = page.evaluate(
        EVERY_ANSWER.replace("FILL", FILL), [tasks, choices]
    )
    return found


def test_every_link_of_every_answer_leads_to_its_place(
    browser: Browser, site_url: str, site_dir: Any
) -> None:
    listed: set[str] = set()
    for page_of in (PAGE, PLAN_PAGE):
        with opened(browser) as page:
            page.goto(site_url + page_of)
            links, told, _ = every_answer(page, page_of)
        assert len(told) >= 8
        own = {link: said for link, said in links.items() if not link.startswith("https://calendar.google.")}
        listed |= {link.rpartition("#")[2] for link in own if "/sources" in link}
        for link, said in own.items():
            path, _, name = link.removeprefix(site_url).partition("#")
            file = site_dir / path / "index.html"
            assert link.startswith(site_url), f"{said}: {link}"
            assert file.is_file(), f"{said}: {link}"
            assert not name or name in {each for each, _ in read_built_page(file).ids}, f"{said}: {link}"
    # The last days before an event are told without what they rest on.
    before_event = {
        each for row in facts()["intervals"] if row["purpose"] == "event" for each in row["sources"]
    }
    assert listed <= set(facts()["sources"])
    assert set(facts()["sources"]) - listed <= before_event, "each source is linked in some answer"
