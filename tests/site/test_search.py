"""The search: nothing before someone searches, readers' words and misspellings, keyboard, files and no scripts."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import brotli
import pytest
import quickjs
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from macros.errors import GuideError
from macros.facts import load_facts
from macros.publish.linker import link_modules
from macros.publish.search import read_pages, words_of
from tests.conftest import PROJECT
from tests.site.test_built_site import pages

FOLDER = PROJECT / "overrides" / "assets" / "site"
RANK = FOLDER / "search" / "rank.js"
DATA = "self.guideIndex="

# What a first search may load, in bytes with Brotli; it grows with the text. The library we looked at loads 215,000:
# decisions/0006-search.md.
MOST_OF_A_SEARCH = 30_000
MOST_BEFORE_PAINT = 300


def shipped(site: Path, name: str) -> Path:
    """A shipped script, whether or not its name holds a hash."""
    return next((site / "assets").rglob(f"{name}*.js"))


def engine() -> Any:
    context = quickjs.Context()
    context.eval(link_modules(RANK, pure=True))
    return context


@pytest.fixture(scope="module")
def index(site_dir: Path) -> dict[str, Any]:
    text = shipped(site_dir, "search").read_text(encoding="utf-8")
    data: dict[str, Any]
    data, _ = json.JSONDecoder().raw_decode(text, text.index(DATA) + len(DATA))
    return data


@pytest.fixture(scope="module")
def ranker(index: dict[str, Any]) -> Any:
    context = engine()
    context.eval(f"const ready = unpack({json.dumps(index)})")
    return context


def answers(ranker: Any, words: str) -> tuple[list[str], str]:
    """Addresses that a search gives, best first, and how misspelled words were read."""
    found = json.loads(ranker.eval(f"JSON.stringify(search(ready, {json.dumps(words)}))"))
    return [f"{p['address']}#{p['id']}".removesuffix("#") for p in found["places"]], found["read"]


# What people type, and the place that must be the first answer.
WORDS = {
    "botox": "botox/",
    "wrinkle jab": "botox/",
    "jabs": "botox/",
    "anti-wrinkle injections": "botox/",
    "dermaroller": "microneedling/",
    "derma roller": "microneedling/",
    "micro needling": "microneedling/",
    "morpheus": "risks/#rf",
    "Morpheus8": "risks/#rf",
    "fillers": "questions/#filler",
    "droopy eye": "risks/#droop",
    "ptosis": "glossary/#term-ptosis",
    "side effects": "risks/",
    "dark spots": "risks/#dark-patches",
    "cold sore": "before-your-appointment/#cold-sores",
    "price": "what-both-can-do/#cost",
    "dysport": "questions/#other-brands",
    "alberta": "choose/alberta/",
    "calgary": "choose/alberta/",
    "UK": "choose/united-kingdom/",
    "can't breathe": "get-help/",
    "911": "get-help/",
    "wedding": "questions/#events",
}
MISSPELLED = {
    "botoks": ("botox/", "botox"),
    "mircroneedling": ("microneedling/", "microneedling"),
    "microneedeling": ("microneedling/", "microneedling"),
    "dermarolller": ("microneedling/", "dermaroller"),
    "morfeus": ("risks/#rf", "morpheus"),
    "wrikle jab": ("botox/", "wrinkle jab"),
    "droopy eyelidd": ("risks/#droop", "droopy eyelid"),
    "alburta": ("choose/alberta/", "alberta"),
}


@pytest.mark.parametrize(("words", "first"), WORDS.items())
def test_a_readers_words_lead_to_the_place_that_answers(ranker: Any, words: str, first: str) -> None:
    found, read = answers(ranker, words)
    assert (found[:1], read) == ([first], "")


@pytest.mark.parametrize(("words", "first", "read"), [(w, *e) for w, e in MISSPELLED.items()])
def test_a_misspelling_is_read_as_the_nearest_word(ranker: Any, words: str, first: str, read: str) -> None:
    found, was_read = answers(ranker, words)
    assert (found[0], was_read) == (first, read)


def test_part_of_a_word_is_enough(ranker: Any) -> None:
    assert answers(ranker, "microneed")[0][0] == "microneedling/"


@pytest.mark.parametrize("words", ["", "   ", "?!", "zzzzqqq"])
def test_what_is_nowhere_finds_nothing(ranker: Any, words: str) -> None:
    assert answers(ranker, words) == ([], "")


def test_dull_words_alone_still_search(ranker: Any) -> None:
    assert answers(ranker, "when should you have it")[0] != []


def test_every_readers_word_finds_something_and_first_what_it_means(ranker: Any) -> None:
    facts = load_facts(PROJECT / "docs" / "data", PROJECT)
    lost = [words for s in facts.synonyms for words in s.says if not answers(ranker, words)[0]]
    assert lost == []
    for synonym in facts.synonyms:
        for word in words_of(synonym.means):
            assert json.loads(ranker.eval(f"JSON.stringify(isKnown(ready, {json.dumps(word)}))")), (
                f"no page says {word!r}, which search.yml gives for {synonym.says[0]!r}"
            )


def test_every_place_is_there_once_and_can_be_reached(index: dict[str, Any], site_dir: Path) -> None:
    for address, _, _, headings in index["pages"]:
        text = (site_dir / address / "index.html").read_text(encoding="utf-8")
        assert [name for name, _ in headings if f'id="{name}"' not in text] == []
    places = sum(1 + len(headings) for *_, headings in index["pages"])
    for line in index["words"].split("\n"):
        assert sum(int(step, 36) for step in line.split()[1:]) < places


letters = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
JS = engine()


@given(letters)
def test_both_languages_find_the_same_words(text: str) -> None:
    # A letter whose small form has several characters may differ; no page of ours has one.
    if any(len(c.lower()) > 1 or unicodedata.category(c) == "Lm" for c in text):
        return
    assert json.loads(JS.eval(f"JSON.stringify(wordsOf({json.dumps(text)}))")) == words_of(text)


word = st.text("abcd", max_size=8)


@given(word, word)
def test_the_distance_of_words(a: str, b: str) -> None:
    def distance(left: str, right: str) -> int:
        return int(JS.eval(f"distance({json.dumps(left)}, {json.dumps(right)})"))

    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) == (a == b)
    assert abs(len(a) - len(b)) <= distance(a, b) <= max(len(a), len(b))
    assert distance(a, "x" + a) == 1
    assert distance(a + "xy", a + "yx") == 1


# --- what is sent --------------------------------------------------------------


def size(file: Path) -> int:
    return len(brotli.compress(file.read_bytes()))


def test_a_search_is_small_and_what_runs_before_the_paint_tiny(site_dir: Path) -> None:
    assert size(shipped(site_dir, "search")) <= MOST_OF_A_SEARCH
    (inline,) = re.findall(r"<script data-inline>.*?</script>", (site_dir / "index.html").read_text("utf-8"))
    assert len(inline) <= MOST_BEFORE_PAINT
    assert size(shipped(site_dir, "header")) <= 1_100


def test_nothing_of_it_is_loaded_before_someone_searches(site_url: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site_url)))
    page.goto(site_url + "risks/")
    page.wait_for_load_state("networkidle")
    assert [address for address in asked if "search" in address] == []
    asked.clear()
    open_search(page, "botox")
    assert len(asked) == 1
    assert asked[0].startswith("assets/search")


# --- in a browser --------------------------------------------------------------


def open_search(page: Page, words: str) -> None:
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("dialog.search[open]").wait_for()
    page.keyboard.type(words)
    page.locator(".search-results a").first.wait_for()


def test_the_keyboard_is_enough(site_url: str, page: Page) -> None:
    page.goto(site_url + "timing/")
    button = page.get_by_role("button", name="Search", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="What are you looking for?")
    field.wait_for()
    assert field.evaluate("e => e === document.activeElement")
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.type("droopy eye")
    page.keyboard.press("Enter")
    first = page.locator(".search-results a").first
    assert first.evaluate("e => e === document.activeElement")
    page.keyboard.press("Escape")
    assert button.evaluate("e => e === document.activeElement")
    assert button.get_attribute("aria-expanded") == "false"
    # A second time, the words are still there and selected.
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.value.length === document.activeElement.selectionEnd")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/risks/#droop")


def test_focus_stays_in_the_open_dialog(site_url: str, page: Page) -> None:
    page.goto(site_url)
    open_search(page, "botox")
    stops = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        stops.add(
            page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            )
        )
    assert stops == {True}


def test_a_heading_on_the_same_page_closes_the_dialog(site_url: str, page: Page) -> None:
    page.goto(site_url + "risks/")
    open_search(page, "droopy eye")
    page.locator(".search-results a").first.click()
    page.wait_for_url("**/risks/#droop")
    assert page.locator("dialog[open]").count() == 0
    top = page.locator("#droop").evaluate("e => e.getBoundingClientRect().top")
    assert 0 <= top < 200


def test_the_result_is_said_once_and_not_at_every_letter(site_url: str, page: Page) -> None:
    page.goto(site_url)
    page.get_by_role("button", name="Search", exact=True).click()
    status = page.locator("dialog [role=status]")
    page.locator("dialog[open]").wait_for()
    status.evaluate(
        "e => { window.said = []; new MutationObserver(() => said.push(e.textContent)).observe(e, {childList: true}); }"
    )
    page.keyboard.type("botoks", delay=40)
    page.locator(".search-results a").first.wait_for()
    page.wait_for_timeout(500)
    assert page.evaluate("said") == ["Showing “botox”. 8 results."]
    page.keyboard.type("zzzzzzzz", delay=20)
    status.filter(has_text="Nothing found").wait_for()
    assert len(page.evaluate("said")) == 2
    assert "Nothing found for “botokszzzzzzzz”" in page.evaluate("said[1]")


def test_what_is_typed_is_text_and_never_markup(site_url: str, page: Page) -> None:
    page.goto(site_url)
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("dialog[open]").wait_for()
    page.keyboard.type("<img>zzqqzz $&")
    page.keyboard.press("Enter")
    assert "<img>zzqqzz $&" in page.locator("dialog [role=status]").inner_text()
    assert page.locator("dialog img").count() == 0


@pytest.mark.parametrize("path", ["index.html", "choose/alberta/index.html"])
def test_it_works_from_a_folder(site_dir: Path, page: Page, path: str) -> None:
    page.goto((site_dir / path).as_uri())
    open_search(page, "droopy eye")
    link = page.locator(".search-results a").first.evaluate("e => e.href")
    assert link == (site_dir / "risks").as_uri() + "/#droop"


def test_where_the_script_does_not_arrive_the_list_of_pages_opens(site_url: str, page: Page) -> None:
    page.route("**/assets/search*.js", lambda route: route.abort())
    page.goto(site_url + "risks/")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url("**/search/")


def test_without_scripts_search_leads_to_every_page_and_heading(
    site_dir: Path, site_url: str, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + "choose/alberta/")
    page.get_by_role("link", name="Search", exact=True).click()
    page.wait_for_url("**/search/")
    linked = {
        link.removeprefix(site_url)
        for link in page.locator(".site-index a").evaluate_all("all => all.map(a => a.href)")
    }
    groups = page.locator(".site-index h3").all_text_contents()
    context.close()
    assert groups[0] == "The treatments"
    assert set(pages(site_dir)) - linked == {"404.html", "search/"} | embeds(site_dir)
    wanted = {
        f"{read.address}#{place.id}"
        for read in read_pages(site_dir)
        if read.listed
        for place in read.places
        if place.tag == "h2"
    }
    assert wanted - linked - {w for w in wanted if w.startswith(tuple(embeds(site_dir)) or ("-",))} == set()


def embeds(site: Path) -> set[str]:
    """Pages for other sites' frames: they are in no menu."""
    return {address for address in pages(site) if address.startswith("embed")}


# --- the code and the data -----------------------------------------------------


@pytest.mark.parametrize("module", sorted(FOLDER.rglob("*.js")), ids=lambda path: path.name)
def test_the_scripts_make_no_markup_and_send_nothing(module: Path) -> None:
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", module.read_text("utf-8"), flags=re.DOTALL)
    found = re.findall(
        r"innerHTML|insertAdjacentHTML|document\.write|\beval\b|\bfetch\(|sendBeacon|cookie", text
    )
    assert found == []
    if module.name not in {"scheme.js", "header.js"}:
        assert "Storage" not in text


def test_a_readers_word_that_stands_twice_is_one_clear_line(second_guide: Path) -> None:
    file = second_guide / "docs" / "data" / "search.yml"
    file.write_text(
        "synonyms:\n  - says: [glow]\n    means: tan\n  - says: [shine, Glow]\n    means: peel\n", "utf-8"
    )
    try:
        with pytest.raises(GuideError, match=r'search\.yml:4: "Glow" stands here and at .*search\.yml:2'):
            load_facts(second_guide / "docs" / "data", second_guide)
    finally:
        file.unlink()
