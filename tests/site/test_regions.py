"""The pages of the regions: the same parts in each one, and no brand put forward to readers in the UK and Ireland."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from macros.components import read_page
from macros.facts import Facts, load_facts
from tests.conftest import PROJECT

DOCS = PROJECT / "docs"
REGIONS = sorted(file.stem for file in (DOCS / "choose").glob("*.md") if file.stem != "index")
# What a reader looks for on the page of a region, in this order: the id of each heading.
PARTS = [
    "who-may-inject",
    "who-may-needle",
    "check-name",
    "product",
    "device",
    "walk-away",
    "report",
    "more",
    "not-known",
]
# What each part shows of docs/data/registers.
SHOWN = {
    "who-may-inject": "who",
    "check-name": "name",
    "product": "product",
    "device": "device",
    "report": "report",
    "more": "notes",
    "not-known": "not-known",
}
# What stands between two headings of the second level, by the id of the first.
SECTIONS = """() => {
  const found = {};
  let part = null;
  for (const each of document.querySelector("article").children) {
    if (each.localName === "h2") {
      part = found[each.id] = { title: each.textContent, text: "", links: 0, rows: 0, steps: 0, items: 0 };
    } else if (part && !each.matches(".next-steps, .sources-list, .review-box")) {
      part.text += each.textContent + " ";
      part.links += each.querySelectorAll("a[href^=http]").length;
      part.rows += each.querySelectorAll("tbody tr").length;
      part.steps += each.localName === "ol" ? each.children.length : 0;
      part.items += each.localName === "ul" ? each.children.length : 0;
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def facts() -> Facts:
    """The facts of the guide itself."""
    return load_facts(DOCS / "data", PROJECT)


@pytest.fixture(scope="module")
def page(site_url: str, browser: Browser) -> Iterator[Page]:
    """A browser's page, to open the built pages in."""
    page = browser.new_page(java_script_enabled=True)
    yield page
    page.close()


def sections(page: Page, site_url: str, region: str) -> dict[str, Any]:
    """The parts of a region's page as they are built."""
    page.goto(f"{site_url}choose/{region}/")
    found: dict[str, Any] = page.evaluate(SECTIONS)
    return found


def test_each_region_has_a_page_and_each_page_a_region(facts: Facts) -> None:
    assert sorted(row.id for row in facts.registers) == REGIONS


def test_each_region_has_the_same_parts_in_the_same_order(page: Page, site_url: str) -> None:
    titles = set()
    for region in REGIONS:
        found = sections(page, site_url, region)
        assert list(found) == PARTS, region
        titles.add(tuple(part["title"] for part in found.values()))
    assert len(titles) == 1


def test_the_page_for_every_region_has_the_checks_and_the_way_to_each_region(
    page: Page, site_url: str
) -> None:
    page.goto(site_url + "choose/")
    found = page.evaluate(SECTIONS)
    assert {"checks", "product", "device", "red-flags", "risky-places", "questions"} <= set(found)
    assert found["product"]["steps"] >= 4
    assert found["device"]["steps"] >= 4
    assert found["region"]["items"] == len(REGIONS)


@pytest.mark.parametrize("region", REGIONS)
def test_each_part_says_something(page: Page, site_url: str, facts: Facts, region: str) -> None:
    found = sections(page, site_url, region)
    known = facts.register(region)
    assert found["who-may-inject"]["rows"] == len(known.who_may) > 0
    assert found["check-name"]["rows"] == len(known.check.name) > 0
    assert found["report"]["rows"] == len(known.report) > 0
    for part, rows in (("product", known.check.product), ("device", known.check.device)):
        assert found[part]["rows"] == len(rows)
        assert rows or "We found no" in found[part]["text"], (
            f"{region}: {part} is neither told nor said to be unknown"
        )
    assert found["not-known"]["items"] == 0, "what is not known comes from the region's file"
    assert known.not_known
    assert len(found["who-may-needle"]["text"]) > 100


@pytest.mark.parametrize("region", REGIONS)
def test_a_name_is_checked_step_by_step(page: Page, site_url: str, region: str) -> None:
    found = sections(page, site_url, region)
    assert 5 <= found["check-name"]["steps"] <= 7


@pytest.mark.parametrize("region", REGIONS)
def test_each_region_says_when_to_walk_away_and_what_happened_there(
    page: Page, site_url: str, region: str
) -> None:
    found = sections(page, site_url, region)
    assert found["walk-away"]["items"] >= 5
    page.goto(f"{site_url}choose/{region}/#local-warning")
    assert page.locator("#local-warning + :is(p, ul) .cite").count() > 0


@pytest.mark.parametrize("region", REGIONS)
def test_each_part_of_a_file_is_shown_once_on_the_page_of_its_region(facts: Facts, region: str) -> None:
    known = facts.register(region)
    body = read_page(DOCS, f"choose/{region}.md", PROJECT).body
    calls = re.findall(r'register_table\("([a-z-]+)", "([a-z-]+)"\)', body)
    empty = {"device": not known.check.device, "notes": not known.notes}
    wanted = [(region, part) for part in SHOWN.values() if not empty.get(part)]
    assert calls == wanted


# --- no brand for readers in the UK and Ireland: decisions/0011-neutral-words-for-uk-and-ireland.md ---

UK = "choose/united-kingdom.md"
# Where brands may stand: names of sources, meanings that the reader opens, and the list of all that are licensed.
TEXT_OUTSIDE = """() => {
  const main = document.querySelector("main").cloneNode(true);
  // The structured data, like the list of sources, has the names of the guide and of what it cites.
  for (const each of main.querySelectorAll(".sources-list, .term-note, script")) each.remove();
  const list = main.querySelector("#product ~ .register-table");
  list.remove();
  return main.textContent;
}"""
BOOKING = re.compile(
    r"\bbook(?:ing)?s? (?:now|online|here|your|an?)\b|\bappointments?\b|\bconsultations?\b", re.IGNORECASE
)
SELLING = re.compile(
    r"[£€$]\s?\d|\bdiscounts?\b|\bspecial offers?\b|\bdeals?\b|\bvouchers?\b|\bbook now\b", re.IGNORECASE
)


def brands(facts: Facts) -> re.Pattern[str]:
    """Every brand of a medicine that the guide knows, and the name it goes by elsewhere in the guide."""
    names = {facts.treatment("toxin").name}
    for brand in facts.treatment("toxin").brands:
        names.update(re.split(r", | and ", brand.name))
    words = {name.split()[0] for name in names}
    assert {"Botox", "Azzalure", "Relfydess"} <= words
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})\b", re.IGNORECASE)


def test_the_words_about_the_uk_page_name_no_brand(page: Page, site_url: str, facts: Facts) -> None:
    brand = brands(facts)
    source = read_page(DOCS, UK, PROJECT)
    meta = source.meta
    for words in (meta.title, meta.description, meta.purpose, meta.audience, meta.main_message):
        assert not brand.search(words), words
    page.goto(f"{site_url}choose/united-kingdom/")
    assert not brand.search(page.locator(".in-short").inner_text())
    assert not [
        words for words in page.locator("main :is(h1, h2, h3)").all_inner_texts() if brand.search(words)
    ]
    shared = page.locator('meta:is([name="description"], [property="og:title"], [property="og:description"])')
    for words in shared.evaluate_all("tags => tags.map((tag) => tag.content)"):
        assert not brand.search(words), words


def test_the_uk_page_names_brands_only_to_check_a_vial(page: Page, site_url: str, facts: Facts) -> None:
    page.goto(f"{site_url}choose/united-kingdom/")
    assert not brands(facts).search(page.evaluate(TEXT_OUTSIDE))


def test_what_is_said_of_the_uk_elsewhere_names_no_brand(facts: Facts) -> None:
    brand = brands(facts)
    told = [row for row in facts.claims if row.id.split("-")[0] in {"uk", "england", "scotland", "ireland"}]
    assert len(told) >= 8
    assert [row.id for row in told if brand.search(row.says)] == []
    may = facts.register("united-kingdom").who_may
    assert [row.who for row in may if brand.search(row.may)] == []


def booking_links(page: Page) -> list[str]:
    """The words around each link or button that asks to book."""
    around: list[list[str]] = page.locator("main :is(a, button)").evaluate_all(
        "all => all.map((each) => [each.textContent + ' ' + (each.href || ''),"
        " each.closest('li, p, td, div').textContent])"
    )
    return [block for own, block in around if BOOKING.search(own)]


def test_no_brand_stands_beside_a_link_to_book(page: Page, site_url: str, facts: Facts) -> None:
    page.goto(f"{site_url}choose/united-kingdom/")
    assert [block for block in booking_links(page) if brands(facts).search(block)] == []


def test_a_brand_beside_a_link_to_book_is_seen(page: Page, site_url: str, facts: Facts) -> None:
    page.goto(f"{site_url}choose/united-kingdom/")
    page.evaluate(
        "document.querySelector('main p').innerHTML = 'Botox: <a href=\"https://example.org\">Book now</a>'"
    )
    assert [block for block in booking_links(page) if brands(facts).search(block)]
    assert brands(facts).search(page.evaluate(TEXT_OUTSIDE))


def test_the_uk_page_has_no_price_and_no_offer() -> None:
    text = (DOCS / UK).read_text(encoding="utf-8") + (
        DOCS / "data" / "registers" / "united-kingdom.yml"
    ).read_text(encoding="utf-8")
    assert SELLING.findall(text) == []
    assert SELLING.search("3 areas from £99")
