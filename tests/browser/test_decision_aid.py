"""The decision aid: choices side by side and in equal detail, marks that stay on the page, one sheet of paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from macros.facts import load_facts
from macros.facts.choice_checks import filled_cell
from macros.facts.choices import ChoicesFile
from tests.accessibility.test_axe import violations
from tests.browser.planner import opened
from tests.browser.test_taking_away import pages_of
from tests.conftest import PROJECT

pytestmark = pytest.mark.browser

AID = "is-it-right-for-me/"
FACTS = load_facts(PROJECT / "docs" / "data", PROJECT)
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 740}
# How many squares a path fills: whole rows of the picture, then the rest of one.
SQUARES = re.compile(r"M0 0h(\d+)v(\d+)H0zM0 \d+h(\d+)v1H0z")


def aid() -> ChoicesFile:
    assert FACTS.choices
    return FACTS.choices


NAMES = [choice.name for choice in aid().choices]


def rows(page: Page) -> list[Locator]:
    return page.locator(".choices tbody tr").all()


def mark(page: Page, matter: str, weight: str) -> Locator:
    return page.get_by_role("group", name=matter).get_by_label(weight, exact=True)


# --- side by side -----------------------------------------------------------------


def test_every_choice_has_every_point_in_the_same_order(browser: Browser, site_url: str) -> None:
    with opened(browser, viewport=WIDE, java_script_enabled=False) as page:
        page.goto(site_url + AID)
        table = page.locator(".choices table")
        expect(table.locator("caption")).to_have_count(1)
        heads = table.locator("thead th")
        assert [each.inner_text().strip() for each in heads.all()][1:] == NAMES
        assert heads.evaluate_all("all => all.every(th => th.scope === 'col')")
        assert len(rows(page)) == len(aid().points)
        for row, point in zip(rows(page), aid().points, strict=True):
            assert row.locator("th").get_attribute("scope") == "row"
            expect(row.locator("th")).to_have_text(point.name)
            cells = row.locator("td")
            assert cells.count() == len(NAMES)
            for cell, choice in zip(cells.all(), aid().choices, strict=True):
                expect(cell.locator(".cell-label")).to_have_text(choice.name)
                expect(cell).to_contain_text(filled_cell(point.cells[choice.id], FACTS))


def test_what_needs_a_source_shows_one(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + AID)
        for row, point in zip(rows(page), aid().points, strict=True):
            for cell, choice in zip(row.locator("td").all(), aid().choices, strict=True):
                cites = cell.locator(".cite a").count()
                assert bool(cites) != bool(point.cells[choice.id].no_source), (point.id, choice.id)


def test_rates_share_one_denominator_and_the_pictures_show_them(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + AID)
        shown = page.locator(".rates > li")
        assert shown.count() == len(aid().rates)
        in_order = [rate for side in ("good", "bad") for rate in aid().rates if rate.side == side]
        for each, rate in zip(shown.all(), in_order, strict=True):
            expect(each).to_contain_text(aid().choice(rate.choice).name)
            filled = [
                int(across) * int(down) + int(rest)
                for path in each.locator("svg > path").all()
                for across, down, rest in SQUARES.findall(path.get_attribute("d") or "")
            ]
            if rate.lowest is None or rate.highest is None:
                expect(each).to_contain_text("we found no number")
                expect(each.locator("svg")).to_have_count(0)
            else:
                expect(each).to_contain_text(f"in {aid().out_of:,} people")
                assert filled == sorted({rate.lowest, rate.highest}, reverse=True)


def test_a_phone_shows_a_card_for_each_point_with_every_choice_named(browser: Browser, site_url: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        page.goto(site_url + AID)
        expect(page.locator(".choices thead")).to_be_hidden()
        for label in page.locator(".choices .cell-label").all():
            expect(label).to_be_visible()
        page.set_viewport_size(WIDE)
        expect(page.locator(".choices thead")).to_be_visible()
        expect(page.locator(".choices .cell-label:visible")).to_have_count(0)


def test_the_names_of_the_choices_stay_in_sight_and_cover_no_focus(browser: Browser, site_url: str) -> None:
    with opened(browser, viewport=WIDE) as page:
        page.goto(site_url + AID)
        links = page.locator(".choices td a")
        links.last.focus()
        expect(page.locator(".choices thead th").last).to_be_in_viewport()
        covered = []
        for _ in range(links.count() - 1):
            page.keyboard.press("Shift+Tab")
            covered += page.evaluate(
                """() => { const e = document.activeElement, b = e.getBoundingClientRect();
                const hit = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2);
                return e.contains(hit) ? [] : [e.closest('tr').textContent.slice(0, 40)]; }"""
            )
        assert covered == []


# --- what matters -----------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_marks_are_made_and_stay_on_the_page(browser: Browser, site_url: str, scripts: bool) -> None:
    with opened(browser, java_script_enabled=scripts) as page:
        page.goto(site_url + AID, wait_until="networkidle")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for number, matter in enumerate(aid().matters, start=1):
            said = page.get_by_role("group", name=f"{number}. {matter.says}")
            for weight in ("Not much", "Some", "A lot"):
                said.get_by_label(weight, exact=True).check()
            expect(said.get_by_role("radio", checked=True)).to_have_count(1)
            for fitting in matter.fits:
                expect(said).to_contain_text(aid().choice(fitting).name)
        page.get_by_role("group", name="Where do you stand now?").get_by_label(NAMES[-1]).check()
        page.get_by_label("My notes").fill("Ask about my skin.")
        page.keyboard.press("Tab")
        assert asked == []
        assert page.url == site_url + AID
        if scripts:
            assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
            assert page.evaluate("document.querySelectorAll('main form').length") == 0


def test_the_keyboard_marks_one_answer_a_group(browser: Browser, site_url: str) -> None:
    first, second = aid().matters[:2]
    with opened(browser) as page:
        page.goto(site_url + AID)
        mark(page, first.says, "Not much").focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(mark(page, first.says, "A lot")).to_be_checked()
        page.keyboard.press("Enter")  # sends nothing
        page.keyboard.press("Tab")
        expect(mark(page, second.says, "Not much")).to_be_focused()
        expect(mark(page, first.says, "A lot")).to_be_checked()
        assert page.url == site_url + AID


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_marked_page_has_no_axe_violation(browser: Browser, site_url: str, scheme: str) -> None:
    with opened(browser, viewport=PHONE, color_scheme=scheme) as page:
        page.goto(site_url + AID)
        for matter in aid().matters:
            mark(page, matter.says, "A lot").check()
        assert violations(page) == []


# --- on paper ---------------------------------------------------------------------


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_aid_is_one_sheet_of_paper(browser: Browser, site_url: str, size: str) -> None:
    with opened(browser, viewport=WIDE) as page:
        page.goto(site_url + AID)
        for matter in aid().matters:
            mark(page, matter.says, "A lot").check()
        page.get_by_label("My notes").fill("Ask about my skin.")
        assert pages_of(page, size) == 1


def test_the_sheet_has_the_choices_the_marks_the_questions_and_room_for_notes(
    browser: Browser, site_url: str
) -> None:
    with opened(browser, viewport={"width": 720, "height": 900}) as page:
        page.goto(site_url + AID)
        mark(page, aid().matters[0].says, "A lot").check()
        page.emulate_media(media="print")
        for row in rows(page):
            for cell in row.locator("th, td").all():
                expect(cell).to_be_visible()
        expect(page.locator(".choices thead th:visible")).to_have_count(len(NAMES) + 1)
        for matter in aid().matters:
            for weight in ("Not much", "Some", "A lot"):
                expect(mark(page, matter.says, weight)).to_be_visible()
        expect(mark(page, aid().matters[0].says, "A lot")).to_be_checked()
        for asked in FACTS.question_list("to-choose").items:
            expect(page.get_by_text(asked, exact=True)).to_be_visible()
        notes = page.get_by_label("My notes").bounding_box()
        assert notes
        assert notes["height"] >= 60
        expect(page.get_by_text("Nobody paid for this page.")).to_be_visible()
        expect(page.get_by_text(re.compile("^Last reviewed .+ Next review due"))).to_be_visible()
        for gone in (".toc", ".next-steps", ".sources-list", ".site-footer", ".rates", ".cite"):
            expect(page.locator(f"{gone}:visible")).to_have_count(0)
