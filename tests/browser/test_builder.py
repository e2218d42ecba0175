"""The builder of the code for other sites: what it writes works on a host's page, and it takes any choice and any junk."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from macros.components.builder import clinic_waits
from macros.facts import load_facts
from tests.accessibility.test_axe import violations
from tests.browser.planner import NOON, opened, tick
from tests.conftest import PROJECT
from tests.tools.server import serve_folder

pytestmark = pytest.mark.browser

PAGE = "clinics/embed/"
# What the guide is built for where nothing else is said; the tests serve it elsewhere.
BUILT_FOR = "http://127.0.0.1:8000/"
FACTS = load_facts(PROJECT / "docs" / "data", PROJECT)
TEXTS = yaml.safe_load((PROJECT / "docs" / "data" / "embed.yml").read_text(encoding="utf-8"))
SITES = {site["id"]: site["takes"] for site in TEXTS["sites"]}
PASTED = [name for name, takes in SITES.items() if takes == "html"]
LINKED = [name for name, takes in SITES.items() if takes == "link"]
ADDRESSED = [name for name, takes in SITES.items() if takes == "address"]
WAITS = clinic_waits(FACTS)
LONGEST = TEXTS["limits"]["longest_wait"]
FIRST = FACTS.treatments[0]
BRANDS = re.compile(
    "|".join([FIRST.name, *(brand.name.split(",")[0] for brand in FIRST.brands)]), re.IGNORECASE
)


@contextmanager
def builder(browser: Browser, site_url: str, **options: Any) -> Iterator[Page]:
    """The page with the builder; an error in it or in its frame fails the test."""
    with opened(browser, **options) as page:
        page.goto(site_url + PAGE)
        yield page


def choose(page: Page, question: str, value: str) -> None:
    """Choose an answer, in a fold that is opened for it."""
    field = page.locator(f'.builder input[name$="{question}"][value="{value}"]')
    open_fold(field)
    tick(field)


def fill(page: Page, question: str, value: str) -> None:
    """Type into a field, and leave it."""
    field = typed(page, question)
    open_fold(field)
    field.fill(value)
    field.blur()


def open_fold(field: Locator) -> None:
    field.evaluate("each => { const fold = each.closest('details'); if (fold) fold.open = true; }")


def typed(page: Page, question: str) -> Locator:
    return page.locator(f'.builder [data-question="{question}"] input[type=text]')


def code(page: Page) -> str:
    """What there is to copy."""
    (found,) = page.locator(".builder [data-code]:visible").all()
    return found.input_value()


def said(page: Page) -> Locator:
    return page.locator(".builder [data-said]")


def problem(page: Page, question: str) -> Locator:
    return page.locator(f'.builder [data-question="{question}"] [data-problem]')


@contextmanager
def host(browser: Browser, folder: Path, snippet: str, site_url: str) -> Iterator[Page]:
    """A page of another site with a snippet in it, at noon of a fixed day."""
    body = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>A clinic</title><h1>A clinic</h1>{snippet}"
    )
    (folder / "index.html").write_text(body.replace(BUILT_FOR, site_url), encoding="utf-8")
    with serve_folder(folder) as address, opened(browser, now=NOON) as page:
        page.goto(address)
        yield page


def answer_next(frame: FrameLocator) -> Locator:
    """Answer the planner's first question, as somebody who had the first treatment a week ago; gives the answer."""
    for question, value in {"first": FIRST.id, "when": "week", "area": "same"}.items():
        tick(frame.locator(f'[data-question="{question}"] input[value="{value}"]'))
    frame.locator("[data-show]").click()
    return frame.locator("[data-answer] h2")


def by(name: str, days: int) -> str:
    """What an answer says of a clinic's wait. Marks keep the order of the letters in the name apart from the rest."""
    return f"\u2068{name}\u2069 advises {days} days"


# --- what it writes -------------------------------------------------------------------


@pytest.mark.parametrize("grow", [False, True], ids=["plain", "with-script"])
@pytest.mark.parametrize("site", PASTED)
def test_pasted_code_shows_a_planner_that_answers(
    browser: Browser, site_url: str, tmp_path: Path, site: str, grow: bool
) -> None:
    with builder(browser, site_url) as page:
        choose(page, "site", site)
        if grow:
            choose(page, "grow", "yes")
        snippet = code(page)
    assert ("embed.js" in snippet) == grow
    with host(browser, tmp_path, snippet, site_url) as page:
        frame = page.locator("iframe")
        expect(frame).to_have_attribute("title", re.compile(".{10}"))
        assert frame.evaluate("f => [f.loading, f.referrerPolicy, f.sandbox.value, f.allow]") == [
            "lazy",
            "no-referrer",
            "allow-scripts allow-popups allow-popups-to-escape-sandbox",
            "clipboard-write",
        ]
        least = TEXTS["limits"]["height"]
        before = frame.evaluate("f => f.offsetHeight")
        assert grow or before >= least
        expect(answer_next(page.frame_locator("iframe"))).to_be_visible()
        if grow:
            page.wait_for_function("document.querySelector('iframe').style.height")
        link = page.locator("p > a")
        assert page.request.get(str(link.get_attribute("href"))).ok


@pytest.mark.parametrize("site", ADDRESSED)
def test_an_address_works_in_a_frame_of_fixed_height_that_the_site_makes(
    browser: Browser, site_url: str, tmp_path: Path, site: str
) -> None:
    with builder(browser, site_url) as page:
        choose(page, "site", site)
        fill(page, "by", "Clinic & Sons")
        address = code(page)
        expect(page.locator(f'[data-site="{site}"]')).to_contain_text(str(TEXTS["limits"]["height"]))
    frame = f'<iframe src="{html.escape(address)}" style="width:100%;height:{TEXTS["limits"]["height"]}px"></iframe>'
    with host(browser, tmp_path, frame, site_url) as page:
        expect(answer_next(page.frame_locator("iframe"))).to_be_visible()


@pytest.mark.parametrize("words", ["usual", "neutral"])
@pytest.mark.parametrize("task", ["next", "event"])
@pytest.mark.parametrize("site", LINKED)
def test_a_pasted_link_names_an_answer_from_which_a_site_makes_the_frame(
    browser: Browser, site_url: str, site: str, task: str, words: str
) -> None:
    with builder(browser, site_url) as page:
        choose(page, "site", site)
        choose(page, "task", task)
        choose(page, "words", words)
        link = code(page)
        page.goto(link.replace(BUILT_FOR, site_url))
        found = page.locator('link[type="application/json+oembed"]').get_attribute("href")
        told = page.request.get(str(found).replace(BUILT_FOR, site_url)).json()
        frame = re.search(r'<iframe src="([^"]+)"', told["html"])
        assert frame is not None
        page.goto(html.unescape(frame[1]).replace(BUILT_FOR, site_url))
        expect(page.locator("[data-show]")).to_be_visible()
        assert ("neutral" in page.url, "plan" in page.url) == (words == "neutral", task == "event")
        assert page.request.get(link.replace(BUILT_FOR, site_url)).ok


@pytest.mark.parametrize("place", ["fragment", "query"])
def test_every_choice_reaches_the_planner(
    browser: Browser, site_url: str, tmp_path: Path, place: str
) -> None:
    with builder(browser, site_url) as page:
        choose(page, "site", "html")
        choose(page, "task", "was-it-too-soon")
        choose(page, "mode", "dark")
        choose(page, "place", place)
        fill(page, "accent", "#7A3B69")
        fill(page, "by", "Ōtaki “Skin” & <b>Co</b> #1")
        fill(page, "a", "021")
        snippet = code(page)
    mark = "#" if place == "fragment" else "?"
    assert f"/embed/v1/{mark}task=was-it-too-soon&amp;accent=7a3b69&amp;mode=dark&amp;a=21&amp;by=" in snippet
    with host(browser, tmp_path, snippet, site_url) as page:
        frame = page.frame_locator("iframe")
        root = frame.locator("html")
        expect(root).to_have_attribute("data-scheme", "dark")
        expect(frame.locator('[data-question="task"] input[value="was-it-too-soon"]')).to_be_checked()
        assert "var(--dark" in str(root.evaluate("e => e.style.getPropertyValue('--accent')"))
        tick(frame.locator('[data-question="task"] input[value="next"]'))
        expect(answer_next(frame)).to_be_visible()
        expect(frame.locator("[data-answer]")).to_contain_text(by("Ōtaki “Skin” & <b>Co</b> #1", 21))


@pytest.mark.parametrize("task", ["next", "course"])
def test_neutral_words_name_no_brand_around_the_frame_or_in_it(
    browser: Browser, site_url: str, tmp_path: Path, task: str
) -> None:
    with builder(browser, site_url) as page:
        choose(page, "site", "html")
        choose(page, "task", task)
        choose(page, "words", "neutral")
        snippet = code(page)
    assert not BRANDS.search(snippet)
    with host(browser, tmp_path, snippet, site_url) as page:
        frame = page.frame_locator("iframe")
        expect(frame.locator("[data-show]")).to_be_visible()
        assert not BRANDS.search(frame.locator("html").inner_text())


def test_the_name_of_the_clinic_stands_where_no_server_sees_it_until_a_site_needs_it_elsewhere(
    browser: Browser, site_url: str
) -> None:
    with builder(browser, site_url) as page:
        choose(page, "site", "html")
        fill(page, "by", "My Clinic")
        assert "/embed/v1/#by=My+Clinic" in code(page)
        choose(page, "place", "query")
        assert "/embed/v1/?by=My+Clinic" in code(page)


def test_each_frozen_version_can_be_chosen_and_is_there(
    browser: Browser, site_url: str, site_dir: Path
) -> None:
    frozen = sorted(
        each.name for each in (site_dir / "embed").iterdir() if re.fullmatch(r"\d{4}-\d{2}", each.name)
    )
    with builder(browser, site_url) as page:
        offered = page.locator('.builder input[name$="version"]')
        assert sorted(each.get_attribute("value") or "" for each in offered.all()) == sorted(
            [*frozen, "live"]
        )
        choose(page, "site", "html")
        for name in frozen:
            choose(page, "version", name)
            address = re.search(r'src="([^"#?]+)', code(page))
            assert address is not None
            assert address[1] == f"{BUILT_FOR}embed/{name}/"
            assert page.request.get(address[1].replace(BUILT_FOR, site_url)).ok


def test_what_a_kind_of_site_cannot_carry_is_said_and_left_out(browser: Browser, site_url: str) -> None:
    parts = TEXTS["notes"]["parts"]
    with builder(browser, site_url) as page:
        choose(page, "site", LINKED[0])
        choose(page, "task", "event")
        choose(page, "grow", "yes")
        fill(page, "by", "My Clinic")
        notes = page.locator(".builder [data-notes]")
        # A fixed version, whether or not there is one yet.
        fixed = page.locator('.builder input[name$="version"]').first
        fixed.evaluate(
            "each => { each.value = '2026-11'; each.dispatchEvent(new Event('input', { bubbles: true })); }"
        )
        for name in ("task", "by", "grow", "version"):
            expect(notes).to_contain_text(parts[name])
        assert code(page) == f"{BUILT_FOR}plan/"
        choose(page, "site", ADDRESSED[0])
        expect(notes).to_contain_text(parts["grow"])
        expect(notes).not_to_contain_text(parts["by"])
        assert code(page).startswith(f"{BUILT_FOR}embed/2026-11/plan/#task=event")
        choose(page, "site", "html")
        expect(notes.locator("li")).to_have_count(0)


# --- what it takes ---------------------------------------------------------------------


@pytest.mark.parametrize("letter", list(WAITS))
def test_waits_are_whole_days_that_the_facts_allow_and_the_planner_agrees(
    browser: Browser, site_url: str, letter: str
) -> None:
    least = WAITS[letter]["least"]
    refused = ["-1", "7.5", "two weeks", str(LONGEST + 1), "9" * 30, *([str(least - 1)] if least else [])]
    taken = [str(least), str(LONGEST)]
    with builder(browser, site_url) as page:
        choose(page, "site", "html")
        for value in refused:
            fill(page, letter, value)
            expect(problem(page, letter)).not_to_be_empty()
            expect(typed(page, letter)).to_have_attribute("aria-invalid", "true")
            expect(typed(page, letter)).to_have_value(value)
            assert f"{letter}=" not in code(page).partition(" title=")[0].partition("#")[2]
        for value in taken:
            fill(page, letter, value)
            expect(problem(page, letter)).to_be_empty()
            assert f"#{letter}={value}" in code(page)
        for value in refused + taken:
            page.goto("about:blank")
            page.goto(f"{site_url}embed/v1/#{letter}={value}")
            expect(page.locator("[data-show]")).to_be_visible()
            expect(page.locator(".planner__clinic-note")).to_have_count(int(value in refused))


def test_a_wait_that_is_too_short_for_some_kinds_says_for_which(browser: Browser, site_url: str) -> None:
    letter, wait = next(
        (key, each) for key, each in WAITS.items() if len({row["least"] for row in each["rows"]}) > 1
    )
    short = [row["kind"] for row in wait["rows"] if row["least"] > wait["least"]]
    with builder(browser, site_url) as page:
        choose(page, "site", "html")
        fill(page, letter, str(wait["least"]))
        for kind in short:
            expect(page.locator(".builder [data-notes]")).to_contain_text(kind)
        fill(page, letter, str(LONGEST))
        for kind in short:
            expect(page.locator(".builder [data-notes]")).not_to_contain_text(kind)


@pytest.mark.parametrize("colour", ["ff0", "#ffff00", "f5f5f5", "red", "12345", "7a3b6g", "#"])
def test_a_colour_that_cannot_be_read_is_refused_with_a_reason_and_the_planner_agrees(
    browser: Browser, site_url: str, colour: str
) -> None:
    with builder(browser, site_url) as page:
        choose(page, "site", "html")
        fill(page, "accent", colour)
        pale = re.fullmatch(r"#?([0-9a-f]{3}|[0-9a-f]{6})", colour) is not None
        expect(problem(page, "accent")).to_have_text(TEXTS["problems"]["pale" if pale else "no_colour"])
        assert "accent" not in code(page)
        choose(page, "mode", "dark")
        expect(problem(page, "accent")).to_have_text("" if pale else TEXTS["problems"]["no_colour"])
        choose(page, "mode", "light")
        expect(problem(page, "accent")).not_to_be_empty()
        page.goto(f"{site_url}embed/v1/?accent={colour.replace('#', '') or 'x'}")
        expect(page.locator(".planner__clinic-note")).to_have_count(1)


def test_a_colour_can_be_picked(browser: Browser, site_url: str) -> None:
    with builder(browser, site_url) as page:
        choose(page, "site", "html")
        open_fold(page.locator("[data-pick]"))
        page.locator("[data-pick]").fill("#0a6553")
        expect(typed(page, "accent")).to_have_value("0a6553")
        assert "#accent=0a6553" in code(page)


def test_a_name_may_be_as_long_as_the_planner_shows(browser: Browser, site_url: str) -> None:
    longest = TEXTS["limits"]["longest_name"]
    with builder(browser, site_url) as page:
        choose(page, "site", "html")
        fill(page, "by", "é" * longest)
        expect(problem(page, "by")).to_be_empty()
        fill(page, "by", "é" * (longest + 1))
        expect(problem(page, "by")).to_contain_text(str(longest + 1))
        for n, notes in ((longest, 0), (longest + 1, 1)):
            page.goto("about:blank")
            page.goto(f"{site_url}embed/v1/#by={'é' * n}")
            expect(page.locator("[data-show]")).to_be_visible()
            expect(page.locator(".planner__clinic-note")).to_have_count(notes)


@pytest.mark.parametrize(
    "junk",
    [
        "<script>alert(1)</script>",
        '" onload="alert(1)',
        "'#?secret=x&a=0",
        "\u202eabc",
        "💉" * 30,
        "{title}",
        "$&",
    ],
)
def test_junk_in_a_name_stays_text(browser: Browser, site_url: str, tmp_path: Path, junk: str) -> None:
    with builder(browser, site_url) as page:
        choose(page, "site", "html")
        fill(page, "by", junk)
        fill(page, "a", str(LONGEST))
        snippet = code(page)
    with host(browser, tmp_path, snippet, site_url) as page:
        assert page.locator("script").count() == 0
        assert page.locator("iframe").evaluate("f => f.getAttributeNames().length") == 7
        answer_next(page.frame_locator("iframe"))
        expect(page.frame_locator("iframe").locator("[data-answer]")).to_contain_text(
            by(junk.replace("\u202e", ""), LONGEST)
        )


def test_mistakes_are_pointed_out_at_the_field_and_above_and_nothing_is_lost_or_copied(
    browser: Browser, site_url: str
) -> None:
    with builder(browser, site_url, permissions=["clipboard-read", "clipboard-write"]) as page:
        choose(page, "site", "html")
        page.evaluate("navigator.clipboard.writeText('before')")
        # Typed and not left: nothing is said yet.
        open_fold(typed(page, "a"))
        typed(page, "a").press_sequentially("x")
        expect(problem(page, "a")).to_be_empty()
        typed(page, "accent").press_sequentially("zzz")
        expect(problem(page, "a")).not_to_be_empty()
        page.locator(".builder details").evaluate_all("all => all.forEach(each => { each.open = false; })")
        page.locator("[data-copy]").click()
        summary = page.locator(".builder [data-problems]")
        expect(summary).to_be_focused()
        links = summary.locator("a")
        expect(links).to_have_count(2)
        links.last.click()
        expect(typed(page, "accent")).to_be_focused()
        expect(typed(page, "a")).to_have_value("x")
        assert violations(page) == []
        typed(page, "accent").fill("")
        expect(summary).to_be_hidden()
        page.locator("[data-copy]").click()
        expect(typed(page, "a")).to_be_focused()
        assert page.evaluate("navigator.clipboard.readText()") == "before"
        fill(page, "a", "")
        page.locator("[data-copy]").click()
        assert page.evaluate("navigator.clipboard.readText()") == code(page)
        assert page.url == site_url + PAGE


# --- how it is used --------------------------------------------------------------------


def test_with_the_keyboard_alone_from_the_first_choice_to_the_clipboard(
    browser: Browser, site_url: str
) -> None:
    with builder(browser, site_url, permissions=["clipboard-read", "clipboard-write"]) as page:
        keyboard = page.keyboard

        def tab_to(selector: str) -> None:
            for _ in range(60):
                keyboard.press("Tab")
                if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                    return
            raise AssertionError(f"No way to {selector}")

        tab_to('[name$="-site"]')
        for _ in range(len(SITES) - 1):
            keyboard.press("ArrowDown")
        tab_to('[name$="-words"]')
        keyboard.press("ArrowDown")
        tab_to("summary")
        keyboard.press("Enter")
        tab_to('[name="by"]')
        keyboard.type("My Clinic")
        tab_to('[name="a"]')
        keyboard.type(str(LONGEST))
        expect(said(page)).to_have_text(TEXTS["said"]["changed"])
        tab_to("[data-copy]")
        keyboard.press("Enter")
        expect(said(page)).to_have_text(TEXTS["said"]["copied"])
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == code(page)
        assert f"/embed/v1/neutral/#a={LONGEST}&amp;by=My+Clinic" in copied
        keyboard.press("Tab")
        tab_to("iframe")
        tab_to("a")  # and out of the frame again


def test_where_the_clipboard_is_closed_the_code_is_marked_and_that_is_said(
    browser: Browser, site_url: str
) -> None:
    with opened(browser) as page:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        page.goto(site_url + PAGE)
        page.locator("[data-copy]").click()
        expect(said(page)).to_have_text(TEXTS["said"]["by_hand"])
        assert page.evaluate(
            "document.activeElement.value.slice(document.activeElement.selectionStart)"
        ) == code(page)
        assert page.evaluate("document.activeElement.selectionEnd") == len(code(page))


def test_a_change_is_said_once_and_only_when_the_code_changed(browser: Browser, site_url: str) -> None:
    with builder(browser, site_url) as page:
        expect(page.locator(".builder__preview iframe")).to_have_attribute("src", re.compile("embed/v1/"))
        expect(said(page)).to_be_empty()
        choose(page, "place", "query")  # nothing is chosen yet that would stand there
        page.wait_for_timeout(700)
        expect(said(page)).to_be_empty()
        choose(page, "site", "html")
        expect(said(page)).to_have_text(TEXTS["said"]["changed"])


def test_the_preview_is_the_planner_as_the_site_will_show_it(browser: Browser, site_url: str) -> None:
    with builder(browser, site_url) as page:
        choose(page, "site", "html")
        choose(page, "task", "course")
        choose(page, "words", "neutral")
        preview = page.locator(".builder__preview iframe")
        expect(preview).to_have_attribute("src", "../../embed/v1/neutral/plan/")
        snippet = code(page)
        title, sandbox = (preview.get_attribute(name) for name in ("title", "sandbox"))
        assert f'title="{html.escape(title or "")}"' in snippet
        assert f'sandbox="{sandbox}"' in snippet
        expect(page.frame_locator(".builder__preview iframe").locator("[data-show]")).to_be_visible()
        # A choice is not a step back in the browser's history.
        assert page.evaluate("history.length") == 2


def test_the_frame_is_as_high_as_its_planner_asks_and_hears_no_other_window(
    browser: Browser, site_url: str
) -> None:
    with builder(browser, site_url) as page:
        choose(page, "site", "html")
        choose(page, "grow", "yes")
        preview = page.locator(".builder__preview iframe")
        preview.scroll_into_view_if_needed()
        page.wait_for_function("() => document.querySelector('.builder__preview iframe').style.height")
        height = preview.evaluate("f => f.style.height")
        page.evaluate("window.postMessage({ type: 'planner:height', v: 1, height: 5000 }, '*')")
        page.wait_for_timeout(200)
        assert preview.evaluate("f => f.style.height") == height


def test_nothing_is_kept_or_sent_but_for_the_frame(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(site_url + PAGE, wait_until="networkidle")
        asked.clear()
        choose(page, "site", "html")
        fill(page, "by", "My Secret Clinic")
        fill(page, "a", str(LONGEST))
        choose(page, "mode", "dark")
        page.locator("[data-copy]").click()
        for _ in range(100):
            if asked:
                break
            page.wait_for_timeout(100)
        page.wait_for_timeout(800)
        assert asked
        assert [url for url in asked if not url.startswith(f"{site_url}embed/v1/")] == []
        assert [url for url in asked if "Secret" in url.partition("#")[0]] == []
        kept = "[localStorage.length, sessionStorage.length, document.cookie, location.href]"
        assert page.evaluate(kept) == [0, 0, "", site_url + PAGE]
        assert page.evaluate("indexedDB.databases()") == []
        assert page.context.cookies() == []


def test_without_javascript_the_plain_code_of_every_kind_of_site_is_there(
    browser: Browser, site_url: str, tmp_path: Path
) -> None:
    with builder(browser, site_url) as page:
        made = {}
        for site in SITES:
            choose(page, "site", site)
            made[site] = code(page)
    with opened(browser, java_script_enabled=False) as page:
        page.goto(site_url + PAGE)
        expect(page.locator(".builder [data-form]")).to_be_hidden()
        expect(page.locator(".builder [data-copying]")).to_be_hidden()
        expect(page.locator(".builder__preview")).to_be_hidden()
        for site, text in made.items():
            section = page.locator(f'[data-site="{site}"]')
            expect(section.locator("ol")).to_be_visible()
            expect(section.get_by_label(TEXTS["said"]["code"])).to_have_value(text)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("look", ["light", "dark", "forced"])
def test_it_has_no_axe_violation_and_never_scrolls_sideways(
    browser: Browser, site_url: str, width: int, look: str
) -> None:
    options: dict[str, Any] = {"viewport": {"width": width, "height": 800}}
    options |= {"forced_colors": "active"} if look == "forced" else {"color_scheme": look}
    with builder(browser, site_url, **options) as page:
        choose(page, "site", "html")
        page.locator(".builder details").evaluate_all("all => all.forEach(each => { each.open = true; })")
        fill(page, "a", "x")
        fill(page, "accent", "ff0")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []


def test_it_works_from_right_to_left(browser: Browser, site_url: str) -> None:
    with builder(browser, site_url, viewport={"width": 320, "height": 800}) as page:
        page.evaluate("document.documentElement.dir = 'rtl'")
        choose(page, "site", "html")
        fill(page, "a", "x")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert (
            page.locator(".builder [data-code]:visible").evaluate("e => getComputedStyle(e).direction")
            == "ltr"
        )
