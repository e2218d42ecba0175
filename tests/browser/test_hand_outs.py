"""The sheets that clinics print: one page of paper each, nothing cut, a code that opens the planner, all from the facts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from macros.checks.guide import Guide
from macros.components import PageSource
from macros.facts import Facts, load_facts
from macros.facts.neutral import neutral_facts
from macros.facts.spans import long_date, span
from tests.browser.planner import opened, question
from tests.conftest import PROJECT, build_site
from tests.tools.server import serve_folder

pytestmark = pytest.mark.browser

FACTS = load_facts(PROJECT / "docs" / "data", PROJECT)
assert FACTS.neutral
NEUTRAL = neutral_facts(FACTS, FACTS.neutral)
GUIDE = Guide(PROJECT, PROJECT / "docs")
FOLDER = "clinics/hand-outs/"
PUBLISHED_AT = "https://somebodys-name.github.io/botox-and-microneedling/"
TYPED = {"Clinic": "Elm Street", "Phone": "555 0100"}
POINTS_IN_MM = 72 / 25.4
PIXELS_IN_MM = 96 / 25.4


@dataclass(frozen=True)
class Sheet:
    """A sheet: its address, the treatment whose signs it has (none: all), and where its code leads."""

    path: str
    treatment: str | None
    page: str
    answers: dict[str, str] = field(hash=False)

    @property
    def neutral(self) -> bool:
        """Whether it names no brand."""
        return self.path.startswith("neutral/")

    @property
    def facts(self) -> Facts:
        """The facts in the words of this sheet."""
        return NEUTRAL if self.neutral else FACTS

    @property
    def source(self) -> PageSource:
        """Its Markdown."""
        return next(page for page in GUIDE.pages if page.path == f"{FOLDER}{self.path[:-1]}.md")


SHEETS = [
    Sheet("after-botox/", "toxin", "timing/", {"task": "next", "first": "toxin"}),
    Sheet("after-microneedling/", "microneedling", "timing/", {"task": "next", "first": "microneedling"}),
    Sheet("your-plan/", None, "plan/", {"task": "course"}),
    Sheet("neutral/after-the-injections/", "toxin", "embed/v1/neutral/", {"task": "next", "first": "toxin"}),
    Sheet(
        "neutral/after-microneedling/",
        "microneedling",
        "embed/v1/neutral/",
        {"task": "next", "first": "microneedling"},
    ),
    Sheet("neutral/your-plan/", None, "embed/v1/neutral/plan/", {"task": "course"}),
]
sheets = pytest.mark.parametrize("sheet", SHEETS, ids=[each.path for each in SHEETS])


@dataclass(frozen=True)
class Paper:
    """How a sheet is printed.

    Attributes:
        name: What is done.
        size: Width and height of the paper, in millimetres.
        options: What the browser is told besides.
        button: The button that is pressed before.
        sheets: How many sheets are on the paper.
        least: The smallest letters of the sheet's own words, in points.
    """

    name: str
    size: tuple[float, float]
    options: dict[str, Any] = field(hash=False)
    button: str = ""
    sheets: int = 1
    least: float = 11

    @property
    def room(self) -> float:
        """How wide a sheet is, in CSS pixels: the paper without its margins of 6 mm."""
        return (self.size[0] / self.sheets - 12) * PIXELS_IN_MM


A4, A5, LETTER = (210.0, 297.0), (148.0, 210.0), (215.9, 279.4)
OWN_SIZE = {"prefer_css_page_size": True}
PAPERS = [
    Paper("A4", A4, {"format": "A4"}),
    Paper("Letter", LETTER, {"format": "Letter"}),
    Paper("A4 by its button", A4, {"format": "A4"}, "Print on A4 or Letter"),
    Paper("A5", A5, {"format": "A5"}, least=9.5),
    Paper("A5 by its button", A5, OWN_SIZE, "Print on A5", least=9.5),
    Paper("two on one A4", A4[::-1], OWN_SIZE, "Print two on one A4", sheets=2, least=9.5),
]
papers = pytest.mark.parametrize("paper", PAPERS, ids=[each.name for each in PAPERS])

# What stands on the paper: the words of each element that can be seen, and the size of its letters in points.
WORDS = """sheet => {
  const walker = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || !e.checkVisibility({ visibilityProperty: true }) || e.closest(".vh")) continue;
    const end = e.closest(".hand-out-end") !== null;
    found.push([node.data.trim(), parseFloat(getComputedStyle(e).fontSize) * 72 / 96, end]);
  }
  return found;
}"""


def open_sheet(page: Page, site_url: str, sheet: Sheet) -> None:
    page.goto(site_url + FOLDER + sheet.path)
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")


def printed(page: Page, paper: Paper) -> pdfium.PdfDocument:
    """The PDF file that the browser makes for this paper."""
    if paper.button:
        page.get_by_role("button", name=paper.button).click()
    return pdfium.PdfDocument(page.pdf(**paper.options))


@pytest.fixture(scope="module")
def far_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The guide as it is published at an address of the usual length, on a local server."""
    site = build_site(tmp_path_factory.mktemp("far") / "site", SITE_URL=PUBLISHED_AT)
    with serve_folder(site, urlsplit(PUBLISHED_AT).path) as address:
        yield address


Prints = Callable[[Sheet, Paper], pdfium.PdfDocument]


@pytest.fixture(scope="module")
def prints(browser: Browser, far_url: str) -> Prints:
    """Each sheet on each paper, with a clinic's name and phone number typed on it."""

    @cache
    def print_once(sheet: Sheet, paper: Paper) -> pdfium.PdfDocument:
        with opened(browser) as page:
            open_sheet(page, far_url, sheet)
            for line, typed in TYPED.items():
                page.get_by_label(line, exact=True).fill(typed)
            return printed(page, paper)

    return print_once


def squeezed(text: str) -> str:
    """Letters and digits alone: a PDF file may break a line anywhere."""
    return re.sub(r"[\W_]+", "", text)


def text_of(page: pdfium.PdfPage) -> str:
    return squeezed(str(page.get_textpage().get_text_range()))


def codes_of(page: pdfium.PdfPage) -> list[zxingcpp.Barcode]:
    """The codes that a phone would find on the printed page, in black and white."""
    image: Image.Image = page.render(scale=300 / 72, grayscale=True).to_pil()
    return list(zxingcpp.read_barcodes(image))


# --- on paper ---------------------------------------------------------------------


@papers
@sheets
def test_a_sheet_is_one_page_with_all_its_words(
    browser: Browser, far_url: str, prints: Prints, sheet: Sheet, paper: Paper
) -> None:
    pdf = prints(sheet, paper)
    assert len(pdf) == 1
    size = [side / POINTS_IN_MM for side in pdf[0].get_size()]
    assert size == pytest.approx(paper.size, abs=0.5)
    text = text_of(pdf[0])
    # What shows on paper as wide as this.
    with opened(browser, viewport={"width": round(paper.room), "height": 900}) as page:
        open_sheet(page, far_url, sheet)
        page.emulate_media(media="print")
        shown = page.locator(".hand-out").evaluate(WORDS)
    assert shown
    words = {squeezed(each) for each, *_ in shown} | {squeezed(typed) for typed in TYPED.values()}
    assert [each for each in words if each and text.count(each) < paper.sheets] == []
    small = [
        (each, letters)
        for each, letters, at_the_end in shown
        if letters < (8 if at_the_end else paper.least) - 0.01
    ]
    assert small == [], "letters that are too small"


@papers
@sheets
def test_no_word_stands_beyond_the_margins(prints: Prints, sheet: Sheet, paper: Paper) -> None:
    page = prints(sheet, paper)[0]
    words = page.get_textpage()
    width, height = page.get_size()
    edge = 5 * POINTS_IN_MM
    for number in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(number)
        inside = left > edge and bottom > edge and right < width - edge and top < height - edge
        assert inside, words.get_text_bounded(left, bottom, right, top)


@papers
@sheets
def test_the_code_is_read_and_opens_the_planner_with_its_task(
    browser: Browser, far_url: str, prints: Prints, sheet: Sheet, paper: Paper
) -> None:
    page = prints(sheet, paper)[0]
    codes = codes_of(page)
    assert len(codes) == paper.sheets
    answers = "".join(f"&{name}={value}" for name, value in sheet.answers.items())
    for code in codes:
        place = code.position
        assert (place.top_right.x - place.top_left.x) * 25.4 / 300 >= 20, "millimetres on paper"
        assert code.text == f"{PUBLISHED_AT}{sheet.page}#v1{answers}"
    # In words beside it, without what only a machine needs, and without a brand that stands in the address.
    words = (
        urlsplit(PUBLISHED_AT).netloc if sheet.neutral else f"{PUBLISHED_AT}{sheet.page}".partition("://")[2]
    )
    assert squeezed(words) in text_of(page)
    with opened(browser) as planner:
        planner.goto(far_url + codes[0].text.removeprefix(PUBLISHED_AT))
        for name, value in sheet.answers.items():
            expect(question(planner, name).locator(f"input[value={value}]")).to_be_checked()


@pytest.mark.parametrize("paper", PAPERS[1::2], ids=[each.name for each in PAPERS[1::2]])
@sheets
def test_there_is_room_for_a_warning_that_the_review_is_overdue(
    browser: Browser, far_url: str, sheet: Sheet, paper: Paper
) -> None:
    with opened(browser, now="2027-12-01T12:00:00") as page:
        open_sheet(page, far_url, sheet)
        expect(page.get_by_text("was due for review")).to_be_visible()
        pdf = printed(page, paper)
        assert len(pdf) == 1
        assert "wasdueforreview" in text_of(pdf[0])


@sheets
def test_the_code_is_drawn_sharp_on_white_with_its_quiet_edge(
    browser: Browser, site_url: str, sheet: Sheet
) -> None:
    with opened(browser, color_scheme="dark") as page:
        open_sheet(page, site_url, sheet)
        code = page.locator(".qr-code")
        assert code.get_attribute("shape-rendering") == "crispEdges"
        assert code.get_attribute("aria-label")
        side = int((code.get_attribute("viewBox") or "").split()[2])
        image = Image.open(io.BytesIO(code.screenshot())).convert("L")
        # A screenshot may begin with a part of a pixel of what is around.
        white = round(image.width * 4 / side) - 1
        for box in ((2, 2, image.width - 2, white), (2, 2, white, image.height - 2)):
            assert image.crop(box).getextrema() == (255, 255)
            assert image.rotate(180).crop(box).getextrema() == (255, 255)
        assert image.getextrema() == (0, 255)


@sheets
def test_paper_is_black_on_white_and_has_no_control(browser: Browser, site_url: str, sheet: Sheet) -> None:
    with opened(browser, color_scheme="dark") as page:
        open_sheet(page, site_url, sheet)
        page.emulate_media(media="print", color_scheme="dark")
        for gone in ("button", ".site-header", ".site-footer", ".next-steps", ".sources-list", ".review-box"):
            expect(page.locator(f"{gone}:visible")).to_have_count(0)
        expect(page.get_by_text("You can type on these lines")).to_be_hidden()
        shown = page.locator(".care-title")
        edges = shown.evaluate_all("all => all.map(e => getComputedStyle(e.parentElement).borderTopWidth)")
        assert len(set(edges)) > 1, "the edge of the emergency is bolder than the others"
        names = [title.inner_text() for title in shown.all()]
        assert len(set(names)) == len(names) == 3, "each level has its own words"


# --- what it says -----------------------------------------------------------------


@sheets
def test_the_signs_and_the_numbers_are_those_of_the_facts(
    browser: Browser, site_url: str, sheet: Sheet
) -> None:
    with opened(browser) as page:
        open_sheet(page, site_url, sheet)
        for level, card in (("emergency", "emergency"), ("urgent", "urgent"), ("same-day", "non-urgent")):
            shown = page.locator(f".care-card--{card} li")
            fitting = (
                {"any", sheet.treatment}
                if sheet.treatment
                else {s.treatment for s in sheet.facts.warning_signs}
            )
            signs = [s for s in sheet.facts.warning_signs if s.level == level and s.treatment in fitting]
            assert shown.count() == len(signs)
            for item, sign in zip(shown.all(), signs, strict=True):
                expect(item).to_contain_text(sign.sign)
            for sign in signs:
                if sign.when:
                    expect(page.locator(f".care-card--{card}")).to_contain_text(sign.when)
        for region in sheet.facts.registers:
            expect(page.locator(".care-card--emergency")).to_contain_text(region.numbers.emergency)
            if region.numbers.advice:
                expect(page.locator(".care-card--urgent")).to_contain_text(region.numbers.advice.number)


@sheets
def test_the_waits_are_those_of_the_facts_with_how_sure(
    browser: Browser, site_url: str, sheet: Sheet
) -> None:
    called = re.search(r"hand_out_waits\(\[(.*?)\]\)", sheet.source.body)
    assert called
    waits = [sheet.facts.interval(name) for name in re.findall(r'"([^"]+)"', called.group(1))]
    with opened(browser, viewport={"width": 1280, "height": 900}) as page:
        open_sheet(page, site_url, sheet)
        rows = page.locator(".hand-out-waits tbody tr")
        assert rows.count() == len(waits)
        for row, wait in zip(rows.all(), waits, strict=True):
            cells = row.locator("td")
            expect(cells.nth(0)).to_contain_text(span(wait.not_before))
            expect(cells.nth(1)).to_contain_text(span(wait.advised))
            expect(cells.nth(2)).to_contain_text(FACTS.words["certainty"][wait.certainty])
            if wait.condition:
                expect(page.locator(".hand-out-waits")).to_contain_text(wait.condition)


@sheets
def test_a_sheet_tells_its_dates_its_publisher_and_its_licence(
    browser: Browser, site_url: str, sheet: Sheet
) -> None:
    meta = sheet.source.meta
    with opened(browser) as page:
        open_sheet(page, site_url, sheet)
        end = page.locator(".hand-out-end")
        for told in (
            long_date(FACTS.checked),
            long_date(meta.last_reviewed),
            long_date(meta.next_review),
            "No clinician has reviewed it yet.",
            meta.publisher or "Botox and microneedling",
            "CC BY 4.0",
            "no advert",
        ):
            expect(end).to_contain_text(told)


def test_a_sheet_gives_no_advice_that_its_page_does_not_give() -> None:
    page = next(each for each in GUIDE.pages if each.path == "after-your-appointment.md")
    for sheet in SHEETS:
        call = re.search(r"do_and_do_not\((.*?)\) \}\}", sheet.source.body)
        assert call
        for advice in re.findall(r'"([^"]+)"', call.group(1)) if sheet.treatment else ():
            assert f'"{advice}"' in page.body, f"{sheet.source.name}: {advice}"


def test_a_sheet_and_its_neutral_twin_give_the_same_advice() -> None:
    half = len(SHEETS) // 2
    for sheet, twin in zip(SHEETS[:half], SHEETS[half:], strict=True):
        assert twin.source.meta.canonical == sheet.source.path.removesuffix(".md")
        for component in ("hand_out_blanks", "do_and_do_not", "hand_out_waits", "hand_out_help"):
            calls = [re.search(rf"{component}\(.*?\) \}}\}}", each.source.body) for each in (sheet, twin)]
            assert calls[0]
            assert calls[1]
            assert calls[0].group() == calls[1].group()


@pytest.mark.parametrize("sheet", [each for each in SHEETS if each.neutral], ids=lambda each: each.path)
def test_a_neutral_sheet_shows_no_brand_and_is_not_searched(
    browser: Browser, far_url: str, sheet: Sheet
) -> None:
    with opened(browser) as page:
        open_sheet(page, far_url, sheet)
        for told in (page.locator("body").inner_text(), page.title()):
            assert "botox" not in told.lower()
        assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"


# --- on a screen ------------------------------------------------------------------


@pytest.fixture
def sheet_page(browser: Browser, site_url: str) -> Iterator[Page]:
    with opened(browser, viewport={"width": 320, "height": 700}) as page:
        open_sheet(page, site_url, SHEETS[0])
        yield page


@pytest.mark.parametrize("button", ["Print on A4 or Letter", "Print on A5", "Print two on one A4"])
def test_each_button_opens_the_print_dialog_and_leaves_nothing_behind(sheet_page: Page, button: str) -> None:
    for times in (1, 2):
        sheet_page.get_by_role("button", name=button).click()
        assert sheet_page.evaluate("window.printed") == times
        sheet_page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(sheet_page.locator(".hand-out")).to_have_count(1)
        assert sheet_page.evaluate("document.documentElement.dataset.paper") is None


def test_a_second_sheet_repeats_no_id(sheet_page: Page) -> None:
    sheet_page.get_by_role("button", name="Print two on one A4").click()
    expect(sheet_page.locator(".hand-out")).to_have_count(2)
    ids = sheet_page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(set(ids)) == len(ids)


def test_without_scripts_a_sheet_says_how_to_print_it(browser: Browser, site_url: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(site_url + FOLDER + SHEETS[0].path)
        expect(page.get_by_role("button", name="Print", exact=False)).to_have_count(0)
        expect(page.get_by_text("choose Print in your browser")).to_be_visible()
        pdf = pdfium.PdfDocument(page.pdf(format="A5"))
        assert len(pdf) == 1


def test_the_overview_leads_to_every_sheet(browser: Browser, site_url: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + FOLDER)
        links = page.locator("main a").evaluate_all("all => all.map(e => e.href)")
        assert {site_url + FOLDER + sheet.path for sheet in SHEETS} <= set(links)


def test_what_is_typed_is_neither_kept_nor_sent(sheet_page: Page) -> None:
    asked: list[str] = []
    sheet_page.on("request", lambda request: asked.append(request.url))
    before = sheet_page.url
    sheet_page.get_by_label("Phone", exact=True).fill("555 0100")
    sheet_page.keyboard.press("Enter")
    assert sheet_page.url == before
    assert asked == []
    assert sheet_page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
