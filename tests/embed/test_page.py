"""The pages for frames: what each says and can hide from nobody, how heavy and high it is, and who leads to it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from macros.errors import GuideError
from macros.facts import Facts, load_facts
from macros.facts.models import NeutralFile, Replacement
from macros.facts.neutral import brand_names, brands_in, in_neutral_words, neutral_facts
from macros.facts.spans import long_date
from macros.publish.embed import add_embed_script
from macros.publish.neutral import check_neutral
from macros.publish.properties import shorten_properties
from macros.publish.search import read_pages
from macros.publish.steps import drop_unlisted
from tests.browser.planner import tick
from tests.conftest import PROJECT
from tests.embed.sites import EMBEDS, GUIDE, framed, give_clinic
from tests.tools.weight import IN_FRAME, weigh

WIDTHS = (320, 360, 600, 1280)
HIGHEST = 1000  # pixels: what WordPress gives a frame at most
NEUTRAL = [path for path in EMBEDS if "/neutral/" in path]
SANDBOXES = ("", 'sandbox="allow-scripts"', 'sandbox="allow-scripts allow-popups"')


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts(PROJECT / "docs" / "data", PROJECT)


def html_of(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def always_said(facts: Facts) -> list[str]:
    """What is in sight in every state of every page for frames, but for the guide's name."""
    frame = facts.planner_words["frame"]
    version = frame["version"].replace("{date}", long_date(facts.checked))
    return [frame["not_advert"], frame["general"], version, frame["full"], frame["help"]]


@pytest.mark.parametrize("path", EMBEDS)
def test_a_page_is_light(guide_dir: Path, path: str) -> None:
    weight = weigh(guide_dir, guide_dir / path / "index.html")
    assert weight.whole <= IN_FRAME, weight


@pytest.mark.parametrize("path", EMBEDS)
def test_a_page_asks_for_nothing_more(guide_dir: Path, path: str) -> None:
    html = html_of(guide_dir, path)
    assert not re.findall(r"<(?:script|img|iframe|source)\b[^>]*\ssrc=", html)
    assert not re.findall(r"<link\b[^>]*rel=.?(?:stylesheet|manifest|preload)", html)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    # Some browsers match 'self' to nothing in a sandboxed frame: what is in the page has a hash.
    for directive in ("script-src", "style-src"):
        assert re.search(rf"{directive} 'self' 'sha256-[^']+'", policy), directive


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_is_low_at_first_and_fits(browser: Browser, site_url: str, width: int, scripts: bool) -> None:
    context = browser.new_context(viewport={"width": width, "height": 300}, java_script_enabled=scripts)
    page = context.new_page()
    for path in EMBEDS:
        page.goto(site_url + path)
        if scripts:
            page.locator("[data-show]").wait_for()
            box = page.locator("html").bounding_box()
            assert box is not None
            assert box["height"] <= HIGHEST, (path, width)
            assert page.evaluate("document.documentElement.scrollHeight") <= HIGHEST, (path, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        else:
            # Script of ours does not run: what is wider than the window would be cut off.
            box = page.locator("main").bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= width
            assert page.locator("table").first.bounding_box()["width"] <= width  # type: ignore[index]
    context.close()


@pytest.mark.parametrize("path", EMBEDS)
def test_without_javascript_there_are_the_tables_and_all_that_is_always_said(
    browser: Browser, site_url: str, facts: Facts, path: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + path)
    assert page.locator(".planner__tables table").first.is_visible()
    for text in always_said(facts):
        assert page.get_by_text(text).first.is_visible(), text
    assert page.get_by_role("link", name=facts.planner_words["frame"]["full"]).get_attribute("href")
    context.close()


@pytest.mark.parametrize("sandbox", SANDBOXES)
@pytest.mark.parametrize("path", EMBEDS)
def test_in_a_frame_it_works_and_says_so_before_and_after_an_answer(
    two_sites: BrowserContext, facts: Facts, path: str, sandbox: str
) -> None:
    page = two_sites.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if message.type == "error" else None)
    page.goto(
        give_clinic(two_sites, f'<!doctype html><iframe title="a" {sandbox} width=400 src="{GUIDE}{path}">')
    )
    frame = framed(page)
    for _ in range(2):
        for text in always_said(facts):
            assert frame.get_by_text(text).first.is_visible(), text
        for name in ("first", "sessions", "when", "rounds", "area"):
            choice = frame.locator(f"[data-asked] [data-question={name}]:not([hidden]) input").nth(1)
            if choice.count():
                tick(choice)
        frame.locator("[data-show]").click()
        frame.locator(".planner__headline").wait_for()
    style = frame.locator(".planner__button--main").evaluate("(each) => getComputedStyle(each).borderRadius")
    assert style != "0px", "the styles were not taken"
    assert blocked == []


@pytest.mark.parametrize("path", EMBEDS)
def test_one_question_is_in_sight_at_a_time_until_the_answer_is_asked_for(
    browser: Browser, site_url: str, path: str
) -> None:
    page = browser.new_page()
    page.goto(site_url + path)
    asked = page.locator("[data-asked] > fieldset:visible")
    assert asked.count() == 1
    assert not page.locator("[data-more]").is_visible()
    tick(asked.locator("input").first)
    assert asked.count() == 2
    page.locator("[data-show]").click()
    assert asked.count() == 3
    page.close()


@pytest.mark.parametrize(("path", "full"), EMBEDS.items())
def test_links_lead_out_of_the_frame_and_search_engines_to_the_full_page(
    guide_dir: Path, path: str, full: str
) -> None:
    html = html_of(guide_dir, path)
    links = re.findall(r"<a\b[^>]*\shref[^>]*>", html.partition("<script")[0])
    assert len(links) == 2
    for link in links:
        assert 'target="_blank"' in link
        assert 'rel="noopener"' in link
    assert f'<link rel="canonical" href="{GUIDE}{full}">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<meta name="referrer" content="no-referrer">' in html
    assert '<meta name="responsive-embedded-sizing" content="allow-origins=*">' in html


def test_nothing_of_the_guide_leads_to_a_page_for_frames(guide_dir: Path) -> None:
    for page in read_pages(guide_dir):
        if page.address != "search/":  # the list itself
            for_others = page.address.startswith(("embed/", "clinics/hand-outs/neutral/"))
            assert page.listed != for_others, page.address
    assert "/embed/v1/" not in (guide_dir / "sitemap.xml").read_text(encoding="utf-8")
    assert "embed/v1" not in (guide_dir / "search" / "index.html").read_text(encoding="utf-8")
    for path in EMBEDS:
        html = html_of(guide_dir, path)
        assert "manifest" not in html.partition("</head>")[0].replace("manifest-src", "")
        assert "feed.xml" not in html
        assert "<nav" not in html
    assert "embed/v1" not in (PROJECT / "docs" / "data" / "reading.yml").read_text(encoding="utf-8")


class _Shown(HTMLParser):
    """All that a page holds but for one address that nobody sees: texts, scripts, styles and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.held: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "link" or dict(attrs).get("rel") != "canonical":
            self.held += [value for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.held.append(data)


@pytest.mark.parametrize("path", NEUTRAL)
def test_a_neutral_page_names_no_brand(guide_dir: Path, facts: Facts, path: str) -> None:
    assert facts.neutral is not None
    names = brand_names(facts.treatments, facts.neutral)
    assert {"Botox", "Botox Cosmetic", "Dysport", "Relfydess", "Nuceiva", "Morpheus8"} <= set(names)
    held = "\n".join(_Shown(html_of(guide_dir, path)).held)
    assert brands_in(held, names) == []
    assert "botulinum toxin" in held
    assert not re.search(r"[£€]|\b(?:discount|book (?:now|online))\b", held, re.IGNORECASE)


@pytest.mark.parametrize("path", NEUTRAL)
def test_a_neutral_page_says_the_same_as_the_other(guide_dir: Path, facts: Facts, path: str) -> None:
    assert facts.neutral is not None
    usual = html_of(guide_dir, path.replace("neutral/", ""))
    # The parts of a page that a person reads, but for its title and the line that explains the medicine.
    texts = [
        re.search(r'<div class="planner__tables".*?<footer', html, re.DOTALL)
        for html in (usual, html_of(guide_dir, path))
    ]
    assert all(texts)
    plain, neutral = (re.sub(r"<[^>]*>", "", found.group()) for found in texts if found)
    assert in_neutral_words(plain, facts.neutral).lower() == neutral.lower()


def test_a_brand_that_is_left_stops_the_build(tmp_path: Path) -> None:
    page = tmp_path / "site" / "embed" / "index.html"
    page.parent.mkdir(parents=True)
    docs = PROJECT / "docs"
    page.write_text(
        '<link rel="canonical" href="https://a.example/botox/">\n<footer data-neutral>toxin', "utf-8"
    )
    check_neutral(tmp_path / "site", docs)
    page.write_text("<footer data-neutral>\n<script>say('DYSPORT');</script>", "utf-8")
    with pytest.raises(GuideError) as stopped:
        check_neutral(tmp_path / "site", docs)
    (problem,) = stopped.value.problems
    assert str(problem).startswith('embed/index.html:2: This page may name no brand, and says "DYSPORT" here')
    assert "docs/data/neutral.yml" in str(problem)
    page.write_text("<footer>Dysport</footer>", "utf-8")
    check_neutral(tmp_path / "site", docs)


WORDING = NeutralFile(
    brands=("Brand",),
    replacements=(
        Replacement(says="Maker of Brand", instead="a maker"),
        Replacement(says="Brand", instead="the thing"),
        Replacement(says=" Toy is one brand.", instead=""),
    ),
)


@pytest.mark.parametrize(
    ("text", "neutral"),
    [
        ("You had Brand.", "You had the thing."),
        ("Brand works. Brand lasts.", "The thing works. The thing lasts."),
        ("Maker of Brand", "A maker"),
        ("Needles. Toy is one brand.", "Needles."),
        ("Brandy and brand stay", "Brandy and brand stay"),
    ],
)
def test_a_phrase_gives_way_with_a_capital_where_a_sentence_begins(text: str, neutral: str) -> None:
    assert in_neutral_words(text, WORDING) == neutral
    assert in_neutral_words(neutral, WORDING) == neutral


def test_neutral_facts_are_the_facts_in_other_words(facts: Facts) -> None:
    assert facts.neutral is not None
    made = neutral_facts(facts, facts.neutral)
    assert [each.id for each in made.treatments] == [each.id for each in facts.treatments]
    assert [row.model_dump(exclude={"why", "disagreement", "condition"}) for row in made.intervals] == [
        row.model_dump(exclude={"why", "disagreement", "condition"}) for row in facts.intervals
    ]
    assert [source.link for source in made.sources] == [source.link for source in facts.sources]
    for before, after in zip(facts.treatments, made.treatments, strict=True):
        assert after.in_sentence == in_neutral_words(before.in_sentence, facts.neutral, begins=False)
        assert after.in_sentence[0] == after.in_sentence[0].lower() or after.in_sentence == before.in_sentence


def test_the_script_for_pages_around_a_frame_is_published_as_it_is_written(
    guide_dir: Path, tmp_path: Path
) -> None:
    source = PROJECT / "overrides" / "assets" / "embed" / "embed.js"
    assert (guide_dir / "embed" / "v1" / "embed.js").read_bytes() == source.read_bytes()
    add_embed_script(tmp_path)
    assert list(tmp_path.iterdir()) == [], "a guide without pages for frames gets none"


def test_properties_have_short_names_but_for_those_that_scripts_write(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / "a.css").write_text(
        ":root{--ink:#000;--days:1;--a:2}p{color:var(--ink);top:var(--days);left:var(--a)}", "utf-8"
    )
    (assets / "b.css").write_text(".planner__chip--ink{color:var(--ink)}", "utf-8")
    (assets / "a.js").write_text('style.setProperty("--days", 1)', "utf-8")
    for _ in range(2):
        shorten_properties(tmp_path)
        assert (assets / "a.css").read_text(
            "utf-8"
        ) == ":root{--b:#000;--days:1;--a:2}p{color:var(--b);top:var(--days);left:var(--a)}"
        assert (assets / "b.css").read_text("utf-8") == ".planner__chip--ink{color:var(--b)}"


def test_the_sitemap_loses_what_search_engines_are_not_to_list(tmp_path: Path) -> None:
    entries = "".join(
        f"<url>\n<loc>https://a.example/{path}</loc>\n</url>\n"
        for path in ("", "shown/", "a/hidden/", "hidden/")
    )
    (tmp_path / "sitemap.xml").write_text(f"<urlset>{entries}</urlset>", "utf-8")
    for path, robots in (("shown", ""), ("a/hidden", '<meta name="robots" content="noindex">')):
        (tmp_path / path).mkdir(parents=True)
        (tmp_path / path / "index.html").write_text(robots, "utf-8")
    drop_unlisted(tmp_path)
    left = re.findall("<loc>(.*?)</loc>", (tmp_path / "sitemap.xml").read_text("utf-8"))
    assert left == ["https://a.example/", "https://a.example/shown/", "https://a.example/hidden/"]
