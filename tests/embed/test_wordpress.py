"""An address pasted into a WordPress post becomes a planner that works, grows and hands its plan on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from macros.publish.html import pages as files
from tests.browser.planner import tick
from tests.conftest import PROJECT
from tests.embed import wordpress
from tests.embed.sites import EMBEDS, GUIDE, LIVE, framed, give_clinic, scrolls_sideways
from tests.tools.server import serve_folder

# What WordPress can be given: each page for frames, and the full pages that lead to one.
PASTED = {**{page: page for page in EMBEDS}, "timing/": LIVE, "plan/": f"{LIVE}plan/"}
# Every message that a page for frames sends, as the page around it hears them.
HEAR = "addEventListener('message', event => (window.heard ??= []).push(event.data));"
# How a person answers just what a task needs.
ANSWERS = {
    "": {"first": "toxin", "when": "2026-11-16", "area": "same"},
    "plan/": {"sessions": "3", "when": "2026-11-16", "rounds": "1"},
    "too soon": {"first": "toxin", "when": "2026-11-16", "second": "2026-11-20"},
}


def answer_file(site: Path, pasted: str) -> Path:
    """The file that WordPress gets for a page of the published folder."""
    found = wordpress.discover((site / pasted / "index.html").read_bytes())
    assert found is not None, pasted
    asked = wordpress.request(found, GUIDE + pasted)
    assert asked.startswith(GUIDE)
    return site / urlsplit(asked).path.removeprefix(urlsplit(GUIDE).path)


def content(site: Path, pasted: str) -> str:
    """What a post shows for an address of the guide."""
    made = wordpress.embed(answer_file(site, pasted).read_bytes())
    assert made is not None, pasted
    return made


def open_post(context: BrowserContext, site: Path, pasted: str, around: str = "") -> tuple[Page, Frame]:
    """A post with a pasted address, and what its frame shows."""
    html = wordpress.post(content(site, pasted)).replace("</head>", f"<script>{HEAR}</script>{around}</head>")
    page = context.new_page()
    page.goto(give_clinic(context, html))
    return page, framed(page)


def answer(frame: Frame, which: str = "") -> None:
    """Answer the questions of a planner."""
    for name, value in ANSWERS[which].items():
        place = frame.locator(f"[data-question={name}]")
        if value.startswith("20"):
            tick(place.locator("input[value=date]"))
            place.locator("input[type=date]").fill(value)
        else:
            tick(place.locator(f"input[value='{value}']"))
    frame.locator(".planner__headline").wait_for()


def heard(page: Page) -> list[Any]:
    found: list[Any] = page.evaluate("window.heard ?? []")
    return found


# --- the answers, as files ----------------------------------------------------------


@pytest.mark.parametrize(("pasted", "embed"), PASTED.items(), ids=PASTED)
def test_wordpress_finds_the_answer_from_a_pasted_address(guide_dir: Path, pasted: str, embed: str) -> None:
    assert answer_file(guide_dir, pasted) == guide_dir / embed / "oembed.json"
    html = (guide_dir / pasted / "index.html").read_bytes()
    assert html.index(b"application/json+oembed") < html.index(b"</head>") < wordpress.READ


def test_no_other_page_has_an_answer(guide_dir: Path) -> None:
    linked = [
        file.relative_to(guide_dir).as_posix().removesuffix("index.html")
        for file in files(guide_dir)
        if wordpress.discover(file.read_bytes())
    ]
    assert sorted(linked) == sorted(PASTED)
    assert sorted(
        file.parent.relative_to(guide_dir).as_posix() + "/" for file in guide_dir.rglob("oembed.json")
    ) == sorted(EMBEDS)


@pytest.mark.parametrize(("embed", "full"), EMBEDS.items(), ids=EMBEDS)
def test_an_answer_is_what_oembed_asks_for(guide_dir: Path, embed: str, full: str) -> None:
    said = json.loads((guide_dir / embed / "oembed.json").read_text(encoding="utf-8"))
    html = said.pop("html")
    assert (said["version"], said["type"]) == ("1.0", "rich")
    assert said["provider_url"] == GUIDE
    assert all(isinstance(said[name], int) and said[name] > 0 for name in ("width", "height", "cache_age"))
    assert said["title"]
    assert said["provider_name"]
    assert re.findall(r'(?:href|src)="([^"]*)"', html) == [GUIDE + full, GUIDE + embed]
    assert f'width="{said["width"]}" height="{said["height"]}"' in html
    assert "\n" not in html


@pytest.mark.parametrize("embed", [page for page in EMBEDS if "neutral" in page])
def test_a_neutral_answer_names_no_brand(guide_dir: Path, embed: str) -> None:
    said = (guide_dir / embed / "oembed.json").read_text(encoding="utf-8").lower()
    facts = (PROJECT / "docs" / "data" / "treatments.yml").read_text(encoding="utf-8")
    brands = {name.lower() for name in re.findall(r"\{name: ([A-Z][\w-]+)", facts)} | {"botox"}
    assert [brand for brand in brands if brand in said] == []


def test_a_host_of_files_sends_the_answer_as_json_whatever_is_asked(guide_dir: Path) -> None:
    import urllib.request

    with serve_folder(guide_dir, "/health/guide/") as address:
        asked = wordpress.request(f"{address}{LIVE}oembed.json", GUIDE)
        with urllib.request.urlopen(asked, timeout=10) as sent:
            assert sent.headers.get_content_type() == "application/json"
            assert json.load(sent)["type"] == "rich"


# --- what WordPress makes of them ----------------------------------------------------


@pytest.mark.parametrize("embed", EMBEDS)
def test_wordpress_keeps_the_frame_and_the_quotation(guide_dir: Path, embed: str) -> None:
    made = content(guide_dir, embed)
    found = re.fullmatch(
        r'<blockquote class="wp-embedded-content" data-secret="(\w+)"><a href="([^"]+)">([^<]+)</a></blockquote>'
        r'<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted" '
        r'style="position: absolute; visibility: hidden;" title="([^"]+)" '
        r'src="([^"]+)" data-secret="(\w+)" width="\d+" height="\d+" frameborder="0"></iframe>',
        made,
    )
    assert found, made
    assert found.group(1) == found.group(6) == wordpress.SECRET
    assert found.group(5) == f"{GUIDE}{embed}#?secret={wordpress.SECRET}"
    assert found.group(3) == found.group(4)
    assert wordpress.loads_script(made)


UNWANTED = [
    ("a script", "<script>go()</script><iframe src='https://a.example/'></iframe>", "<script"),
    ("a handler", "<iframe src='https://a.example/' onload='go()'></iframe>", "onload"),
    ("a style", "<iframe style='height:9px' src='https://a.example/'></iframe>", "style"),
    ("a page in an attribute", "<iframe srcdoc='b' src='https://a.example/'></iframe>", "srcdoc"),
    (
        "more rights",
        "<iframe sandbox='allow-same-origin' src='https://a.example/'></iframe>",
        "allow-same-origin",
    ),
    ("features", "<iframe allow='camera' loading='lazy' src='https://a.example/'></iframe>", "allow="),
    ("a script as an address", "<iframe src='javascript:go()'></iframe>", "javascript"),
    ("a comment", "<!-- hello --><iframe src='https://a.example/'></iframe>", "hello"),
    ("a class", "<blockquote class='x'>q</blockquote><iframe src='https://a.example/'></iframe>", '"x"'),
]


@pytest.mark.parametrize(
    ("html", "gone"), [each[1:] for each in UNWANTED], ids=[each[0] for each in UNWANTED]
)
def test_wordpress_takes_away_what_it_does_not_allow(html: str, gone: str) -> None:
    made = wordpress.filtered(html)
    assert made is not None
    assert gone not in made
    assert made.count('sandbox="allow-scripts" security="restricted"') == 1


def test_wordpress_leaves_a_plain_link_where_there_is_no_frame() -> None:
    assert wordpress.filtered("<p>Only words</p>") is None
    assert wordpress.embed(b'{"type": "rich", "html": ""}') is None
    assert wordpress.embed(b'{"type": "link", "title": "A"}') is None


def test_a_quotation_that_does_not_come_first_is_lost() -> None:
    made = wordpress.filtered(
        "<p>Look:</p><blockquote>q</blockquote><iframe src='https://a.example/'></iframe>"
    )
    assert made is not None
    assert "blockquote" not in made
    assert not wordpress.loads_script(made)


# --- in a post -----------------------------------------------------------------------


@pytest.mark.parametrize("embed", EMBEDS)
def test_the_planner_works_in_a_post(two_sites: BrowserContext, guide_dir: Path, embed: str) -> None:
    page, frame = open_post(two_sites, guide_dir, embed)
    assert frame.evaluate("self.origin") == "null"
    expect(page.locator("blockquote")).to_be_hidden()
    expect(page.locator("iframe")).to_be_visible()
    answer(frame, "plan/" if "plan/" in embed else "")
    expect(frame.locator(".planner__headline")).to_be_visible()
    assert not scrolls_sideways(frame)
    assert not scrolls_sideways(page)


def test_the_frame_grows_with_the_answer_as_far_as_wordpress_lets_it(
    two_sites: BrowserContext, guide_dir: Path
) -> None:
    page, frame = open_post(two_sites, guide_dir, LIVE)
    page.wait_for_function("heard?.some(said => said.message === 'height')")
    first = page.locator("iframe").bounding_box()
    assert first is not None
    wanted = frame.evaluate("document.documentElement.getBoundingClientRect().height")
    assert abs(first["height"] - min(1000, wanted)) <= 2
    answer(frame)
    page.wait_for_function(
        "height => Number(document.querySelector('iframe').height) > height", arg=first["height"]
    )
    grown = page.locator("iframe").get_attribute("height")
    assert 200 <= int(grown or 0) <= 1000


def test_only_heights_leave_the_frame_until_a_person_hands_the_plan_on(
    two_sites: BrowserContext, guide_dir: Path
) -> None:
    page, frame = open_post(two_sites, guide_dir, LIVE)
    answer(frame)
    page.wait_for_timeout(300)
    for said in heard(page):
        if "secret" in said:
            assert said.keys() == {"secret", "message", "value"}
            assert (said["secret"], said["message"]) == (wordpress.SECRET, "height")
            assert isinstance(said["value"], int)
        else:
            assert said.keys() == {"type", "v", "height"}
            assert (said["type"], said["v"]) == ("planner:height", 1)
            assert isinstance(said["height"], int)
    assert "2026" not in json.dumps(heard(page))


def open_full(frame: Frame) -> None:
    """Press what opens the full planner."""
    frame.locator(".planner__actions").get_by_text("full planner").click()


@pytest.mark.parametrize("embed", EMBEDS)
def test_the_plan_goes_along_to_the_full_page(two_sites: BrowserContext, guide_dir: Path, embed: str) -> None:
    page, frame = open_post(two_sites, guide_dir, embed)
    answer(frame, "plan/" if "plan/" in embed else "")
    told = frame.locator(".planner__headline").inner_text()
    open_full(frame)
    page.wait_for_url(f"{GUIDE}{EMBEDS[embed]}#v1&**")
    assert "secret" not in page.url
    shown = page.locator(".planner__headline")
    expect(shown).to_be_visible()
    if "neutral" not in embed:
        assert shown.inner_text() == told


def test_the_page_around_it_goes_nowhere_by_itself(two_sites: BrowserContext, guide_dir: Path) -> None:
    """WordPress follows a link only where the frame has the focus, and only to the site that the frame is from."""
    page, frame = open_post(two_sites, guide_dir, LIVE)
    before = page.url
    send = "([secret, value]) => parent.postMessage({ secret, message: 'link', value }, '*')"
    frame.evaluate(send, [wordpress.SECRET, GUIDE])
    page.wait_for_timeout(200)
    frame.locator("[data-show]").focus()
    frame.evaluate(send, [wordpress.SECRET, "https://elsewhere.example/"])
    page.wait_for_timeout(200)
    assert page.url == before
    frame.evaluate(send, [wordpress.SECRET, GUIDE])
    page.wait_for_url(GUIDE)


def test_a_script_that_comes_late_still_hears_the_height(two_sites: BrowserContext, guide_dir: Path) -> None:
    html = wordpress.post(content(guide_dir, LIVE), script=lambda _: False)
    page = two_sites.new_page()
    page.goto(give_clinic(two_sites, html))
    framed(page)
    page.wait_for_timeout(300)
    expect(page.locator("iframe")).to_be_hidden()
    late = wordpress.SCRIPT + 'document.dispatchEvent(new Event("DOMContentLoaded"));'
    page.evaluate(late)
    expect(page.locator("iframe")).to_be_visible()
    expect(page.locator("blockquote")).to_be_hidden()


def test_without_scripts_a_post_shows_the_link(browser: Any, guide_dir: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(give_clinic(context, wordpress.post(content(guide_dir, LIVE))))
    expect(page.locator("blockquote a")).to_have_attribute("href", f"{GUIDE}timing/")
    expect(page.locator("blockquote a")).to_be_visible()
    expect(page.locator("iframe")).to_be_hidden()
    context.close()
