"""The pages for clinics: what is offered in one screen, ways to all of it, and a notice that names no brand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from macros.components import read_page
from macros.components.builder import clinic_waits
from macros.facts import Facts, load_facts
from tests.conftest import PROJECT
from tests.tools.weight import WHOLE_PAGE, weigh

DOCS = PROJECT / "docs"
OFFERED = ["clinics/embed", "clinics/hand-outs", "clinics/open-data", "clinics/advertising"]
NOTICE = "clinics/advertising.md"
# What the notice must not leave out, each in words of its own.
SAID = {
    "that it is no legal advice": "This is not legal advice",
    "that neutral words are not enough": "they cannot make a page lawful",
    "that the full guide names brands": "The full guide names brands, and the planner links to it",
    "that the site of a clinic may count": "Your own website can count as an advert",
    "that the medicine is still named": "They still name the medicine",
}


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The facts of the guide itself."""
    return load_facts(DOCS / "data", PROJECT)


def brands(facts: Facts) -> re.Pattern[str]:
    """Any name of a product of the treatments."""
    names = {treatment.name for treatment in facts.treatments if treatment.brands}
    listed = {
        name for treatment in facts.treatments for brand in treatment.brands for name in parts(brand.name)
    }
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, names | listed)))})\b", re.IGNORECASE)


def parts(name: str) -> list[str]:
    """The names in a name such as "One, Two and Three"."""
    return re.split(r", | and ", name)


def answer(page: Page) -> Locator:
    return page.locator(".in-short")


# --- the first page -----------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(360, 800), (1280, 720)])
def test_one_screen_says_what_is_offered_and_on_which_terms(
    browser: Browser, site_url: str, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{site_url}clinics/")
    box = answer(page).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= height
    told = answer(page).inner_text()
    # A link, the planner on a site, sheets and data; no cost; no tracking; how it is kept right; mistakes.
    for word in (
        "link",
        "planner on your site",
        "hand out",
        "data",
        "costs nothing",
        "never track",
        "source",
        "tests",
        "wrong",
    ):
        assert word in told, word
    page.close()


def test_the_first_page_leads_to_everything_for_clinics(site_dir: Path) -> None:
    text = (site_dir / "clinics" / "index.html").read_text(encoding="utf-8")
    body = text[text.index("<article>") : text.index("</article>")]
    for page in OFFERED:
        assert re.search(rf'href="(?:\.\./)?(?:{page.removeprefix("clinics/")})/"', body), page
        assert (site_dir / page / "index.html").is_file(), page


def test_the_address_of_the_first_page_is_what_it_was(site_dir: Path) -> None:
    assert (site_dir / "clinics" / "index.html").is_file()
    assert 'href="../clinics/' in (site_dir / "about" / "index.html").read_text(encoding="utf-8")


# --- the notice on adverts -------------------------------------------------------------


def test_the_notice_names_no_brand(site_url: str, browser: Browser, facts: Facts) -> None:
    page = browser.new_page()
    page.goto(f"{site_url}clinics/advertising/")
    # The names of sources are theirs, and pages that follow have their own titles.
    page.locator(".sources-list, .next-steps, .review-box").evaluate_all(
        "all => all.forEach(each => each.remove())"
    )
    shown = page.locator("article").inner_text()
    assert not brands(facts).search(shown)
    meta = read_page(DOCS, NOTICE, PROJECT).meta
    assert not brands(facts).search(f"{meta.title} {meta.description} {meta.main_message}")
    page.close()


@pytest.mark.parametrize("what", SAID)
def test_the_notice_leaves_nothing_out(site_url: str, browser: Browser, what: str) -> None:
    page = browser.new_page()
    page.goto(f"{site_url}clinics/advertising/")
    expect(page.locator("article")).to_contain_text(SAID[what])
    page.close()


def test_what_the_notice_says_of_the_rules_comes_from_the_claims(site_dir: Path, facts: Facts) -> None:
    text = (DOCS / NOTICE).read_text(encoding="utf-8")
    called = re.findall(r'claim\("([^"]+)"\)', text)
    assert called == ["uk-no-adverts", "ireland-no-adverts"]
    listed = (site_dir / "clinics" / "advertising" / "index.html").read_text(encoding="utf-8")
    for name in called:
        for source in facts.claim(name).sources:
            assert (facts.source(source).link or "-") in listed, source


# --- the data of the builder --------------------------------------------------------------


def test_the_builder_takes_every_wait_from_the_facts(facts: Facts) -> None:
    """No number of days stands in its words, its component or its code; the longest is a limit of the embed."""
    words = (DOCS / "data" / "embed.yml").read_text(encoding="utf-8")
    longest = yaml.safe_load(words)["limits"]["longest_wait"]
    assert re.findall(r"\b(\d+)\b(?= (?:whole )?days?\b)", words.replace(f"{longest} # days", "")) == []
    waits = clinic_waits(facts)
    assert set(waits) == {"a", "b", "c"}
    for wait in waits.values():
        rows = [row for row in facts.intervals if (row.from_, row.to) == (wait["from"], wait["to"])]
        used = [row for row in rows if row.purpose in {"combine", "course"}]
        assert wait["least"] == min(row.not_before for row in used)
        assert [row["least"] for row in wait["rows"]] == [row.not_before for row in used]
        assert len({row["kind"] for row in wait["rows"]}) == len(used)


def test_no_treatment_is_named_in_its_code_or_its_words() -> None:
    modules = sorted((PROJECT / "overrides" / "assets" / "embed-builder").glob("*.js"))
    component = sorted((PROJECT / "macros" / "components" / "embed_builder").iterdir())
    assert modules
    for file in [
        *modules,
        *component,
        DOCS / "data" / "embed.yml",
        PROJECT / "macros" / "components" / "builder.py",
    ]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"botox|toxin|needl", text, re.IGNORECASE), file


def test_nothing_in_its_code_could_keep_or_send_a_thing() -> None:
    traces = r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|localStorage|sessionStorage|indexedDB|cookie|innerHTML|eval\("
    for module in (PROJECT / "overrides" / "assets" / "embed-builder").glob("*.js"):
        text = re.sub(r"/\*.*?\*/|//[^\n]*", "", module.read_text("utf-8"), flags=re.DOTALL)
        assert re.findall(traces, text) == [], module


def test_the_page_of_the_builder_is_light(site_dir: Path) -> None:
    weight = weigh(site_dir, site_dir / "clinics" / "embed" / "index.html")
    assert weight.whole <= WHOLE_PAGE
    assert not weight.planner  # the preview's planner comes in a frame of its own
