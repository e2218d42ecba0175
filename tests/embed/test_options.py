"""What a clinic asks for in the address of the frame: read without a fault whatever stands there, and shown in the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from macros.facts import load_facts
from macros.facts.neutral import neutral_facts
from tests.browser.planner import NOON, answer, choose, headline, pick_date, words
from tests.conftest import PROJECT
from tests.embed.sites import GUIDE, give_clinic, give_guide
from tests.planner.pure import PureModule

OPTIONS = PureModule("options.js")
CONTRAST = PureModule("contrast.js")
EMPTY = dict.fromkeys(("task", "accent", "mode", "lang", "a", "b", "c", "by", "answers", "secret"), "")
JUNK = [
    "#",
    "?",
    "&",
    "=",
    "%",
    "%zz",
    "+",
    "v1&",
    "?secret=",
    "a=",
    "by=",
    "__proto__=",
    "constructor=",
    "task=",
    "\u202e",
    "\ud800",
    "\n",
    "é",
    "é",
    "0",
    "x" * 99,
    "%F0%9F%8D%8F",
    "accent=",
    "#v1&first=toxin",
]
NAME = "Élan Skin & Co"
# The words of the planner, with what a page of one wait says of a clinic.
CLINIC = words()["clinic"]


def read(query: str = "", fragment: str = "") -> dict[str, Any]:
    """The options of an address that are there."""
    found: dict[str, str] = OPTIONS.call("readOptions", query, fragment)
    assert set(found) == set(EMPTY)
    return {key: value for key, value in found.items() if value}


@pytest.mark.parametrize(
    ("query", "fragment", "expected"),
    [
        ("", "", {}),
        ("?a=14&b=7&c=28", "", {"a": "14", "b": "7", "c": "28"}),
        ("", "#a=14&by=My+Clinic#v1&first=toxin#?secret=abc", {"a": "14", "by": "My Clinic", "answers": "v1&first=toxin", "secret": "abc"}),
        ("?a=14&mode=dark", "#a=10", {"a": "10", "mode": "dark"}),
        ("?by=One", "#by=Two", {"by": "Two"}),
        ("", "#?secret=Ab12xyz", {"secret": "Ab12xyz"}),
        # A secret and answers belong behind the #: a query reaches our host.
        ("?secret=abc&v1&first=toxin", "", {}),
        ("?v1&first=toxin", "", {}),
        ("", "#v1&task=next&by=Nobody", {"answers": "v1&task=next&by=Nobody"}),
        ("?__proto__=x&toString=y&colour=red", "#constructor=z&answers=q&secret=r", {}),
        ("?by=%E9", "#a=%", {}),
        ("", f"#by={quote(NAME)}", {"by": NAME}),
        ("", "#by=A%23B%26C%3DD", {"by": "A#B&C=D"}),
        # Line ends and marks that turn the order of letters are spaces.
        ("", f"#by={quote('A' + chr(10) + 'B' + chr(0x202E) + 'C' + chr(0x2066))}", {"by": "A B C"}),
        # Joiners are a part of names in many languages.
        ("", f"#by={quote('می' + chr(0x200C) + 'خواهم')}", {"by": "می" + chr(0x200C) + "خواهم"}),
    ],
)  # fmt: skip
def test_options_are_read_from_the_query_and_from_behind_it(
    query: str, fragment: str, expected: dict[str, str]
) -> None:
    assert read(query, fragment) == expected


def test_whatever_stands_in_the_address_is_no_fault() -> None:
    draw = Random(20_778)
    known = set(EMPTY)
    for _ in range(10_000):
        query, fragment = (
            "".join(draw.choices([*JUNK, *"abc&=#%+"], k=draw.randint(0, 12))) for _ in range(2)
        )
        found = OPTIONS.call("readOptions", f"?{query}", f"#{fragment}")
        assert set(found) == known
        assert all(isinstance(value, str) for value in found.values())
        assert re.fullmatch(r"(v1&[^#]*)?", found["answers"])
        assert re.fullmatch(r"\w*", found["secret"], re.ASCII)
        assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", found["by"])
        # What the fragment has wins over the query, and what only the query has stays.
        alone = OPTIONS.call("readOptions", "", f"#{fragment}")
        assert all(found[key] == value for key, value in alone.items() if value)


@pytest.mark.parametrize("fragment", ["", "#a=14", "#a=14&by=X#v1&first=toxin", "#v1&first=x#?secret=abc", "#?secret=abc", "#mode=dark#?secret=abc"])  # fmt: skip
def test_other_answers_take_their_place_and_the_rest_stays(fragment: str) -> None:
    before = OPTIONS.call("readOptions", "", fragment)
    after = OPTIONS.call("readOptions", "", OPTIONS.call("withAnswers", fragment, "v1&task=course&told=$&"))
    assert after == before | {"answers": "v1&task=course&told=$&"}


def luminance(colour: list[int]) -> float:
    """Relative luminance, as WCAG 2.2 writes it down."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: list[int], other: list[int]) -> float:
    """Contrast ratio, as WCAG 2.2 writes it down."""
    less, more = sorted((luminance(one), luminance(other)))
    return (more + 0.05) / (less + 0.05)


@cache
def grounds(scheme: str) -> list[list[int]]:
    """The page and the cards on it, from the style sheet."""
    style = (PROJECT / "overrides" / "assets" / "stylesheets" / "guide.css").read_text(encoding="utf-8")
    found = []
    for name in ("paper", "card"):
        colours = re.search(rf"--{name}: var\(--light, (#\w+)\) var\(--dark, (#\w+)\)", style)
        assert colours
        found.append(CONTRAST.call("colourOf", colours[1 if scheme == "light" else 2][1:]))
    return found


@cache
def soft() -> float:
    """How much of the colour there is in the ground of what is chosen, from the style sheet of frames."""
    style = (PROJECT / "overrides" / "assets" / "stylesheets" / "embed.css").read_text(encoding="utf-8")
    found = re.search(r"--accent-soft: color-mix\(in srgb, var\(--accent\) (\d+)%, var\(--card\)\)", style)
    assert found
    return int(found[1]) / 100


def test_contrast_is_reckoned_as_wcag_says() -> None:
    assert CONTRAST.call("contrast", [0, 0, 0], [255, 255, 255]) == pytest.approx(21)
    draw = Random(3)
    for _ in range(500):
        one, other = ([draw.randint(0, 255) for _ in range(3)] for _ in range(2))
        assert CONTRAST.call("contrast", one, other) == pytest.approx(ratio(one, other))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_colour_is_taken_if_and_only_if_it_can_be_read(scheme: str) -> None:
    draw = Random(4)
    taken = 0
    for _ in range(800):
        colour = [draw.randint(0, 255) for _ in range(3)]
        found = CONTRAST.call("accentOn", colour, scheme == "dark")
        shown = [int(channel) for channel in re.findall(r"\d+", found)]
        # The ground of what is chosen has some of the colour in it.
        card = grounds(scheme)[1]
        under = [
            *grounds(scheme),
            [round(c + (s - c) * soft()) for c, s in zip(card, shown or colour, strict=True)],
        ]
        if scheme == "dark":
            assert found, "a lighter tint can always be read on dark ground"
        else:
            assert bool(found) == all(ratio(colour, ground) >= 4.5 for ground in under)
            assert shown in ([], colour)
        if found:
            taken += 1
            assert all(ratio(shown, ground) >= 4.5 for ground in under)
    assert taken > 100


@pytest.mark.parametrize(
    ("written", "colour"),
    [("0a6", [0, 170, 102]), ("0A6553", [10, 101, 83]), ("#0a6553", None), ("0a65", None), ("red", None), ("", None), ("0a6553;", None), ("é00", None)],
)  # fmt: skip
def test_a_colour_has_three_or_six_digits(written: str, colour: list[int] | None) -> None:
    assert CONTRAST.call("colourOf", written) == colour


# What the page shows of them.


@pytest.fixture(params=["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def anywhere(request: pytest.FixtureRequest, browser: Browser, guide_dir: Any) -> Iterator[BrowserContext]:
    """A browser with the guide and a clinic's site, in several time zones."""
    context = browser.new_context(timezone_id=request.param, locale="en-GB", color_scheme="light")
    context.clock.set_fixed_time(f"{NOON}+00:00")
    give_guide(context, guide_dir)
    yield context
    context.close()


def embedded(
    context: BrowserContext, address: str, attributes: str = 'sandbox="allow-scripts"'
) -> tuple[Page, Frame]:
    """A page of a clinic with the planner in a frame, and the frame."""
    page = context.new_page()
    html = f'<!doctype html><title>Clinic</title><iframe src="{GUIDE}embed/v1/{address}" width="600" height="900" {attributes}></iframe>'
    page.goto(give_clinic(context, html.replace("&", "&amp;")))
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    frame.locator("[data-show]").wait_for()
    return page, frame


def test_a_clinics_wait_is_told_as_its_own_beside_the_published_ones(anywhere: BrowserContext) -> None:
    _, frame = embedded(anywhere, f"#a=21&by={quote_plus(NAME)}")
    choose(frame, "first", "toxin")
    pick_date(frame, "when", "2026-11-16")
    choose(frame, "area", "same")
    choose(frame, "kind", "standard")
    expect(headline(frame)).to_have_text(
        re.compile(rf"{re.escape(NAME)}.* advises waiting until Monday 7 December 2026\.")
    )
    told = frame.locator(".planner__block", has_text=CLINIC["title"])
    for text in (
        f"{NAME}\u2069 advises 21 days from Botox to microneedling.",
        "This guide plans on 14 days.",
        "Others publish anything from 48 hours up to 6 months.",
    ):
        expect(told).to_contain_text(text)
    expect(frame.locator(".planner__clinic-note")).to_have_count(0)


def test_a_wait_that_is_too_short_for_an_answer_is_not_counted_with(anywhere: BrowserContext) -> None:
    _, frame = embedded(anywhere, "?a=10")
    choose(frame, "first", "toxin")
    pick_date(frame, "when", "2026-11-16")
    choose(frame, "area", "same")
    choose(frame, "kind", "deep")
    expect(headline(frame)).to_contain_text("Monday 30 November 2026")
    told = frame.locator(".planner__block", has_text=CLINIC["title"])
    expect(told).to_contain_text("This clinic advises 10 days from Botox to microneedling.")
    expect(told).to_contain_text(CLINIC["longer"])
    choose(frame, "kind", "standard")
    expect(headline(frame)).to_contain_text("Thursday 26 November 2026")
    # What a person was told by their own clinic wins.
    choose(frame, "kind", "deep")
    frame.locator("[data-question=told] input").fill("20")
    frame.locator("[data-question=told] input").blur()
    expect(headline(frame)).to_contain_text("Sunday 6 December 2026")
    expect(frame.locator(".planner__answer")).not_to_contain_text("This clinic")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("a=0", CLINIC["refused"]["a"]),
        ("b=57", CLINIC["refused"]["b"]),
        ("c=13", CLINIC["refused"]["c"]),
        ("a=2.5", CLINIC["refused"]["a"]),
        ("a=soon", CLINIC["refused"]["a"]),
        ("accent=ff0", CLINIC["refused"]["pale"]),
        ("accent=reddish", CLINIC["refused"]["colour"]),
        (f"by={'x' * 61}", CLINIC["refused"]["by"]),
        ("a=0&accent=fff", CLINIC["refused"]["pale"]),
    ],
)
def test_what_is_refused_is_said_once_to_the_clinic(
    two_sites: BrowserContext, options: str, said: str
) -> None:
    _, frame = embedded(two_sites, f"#{options}")
    note = frame.locator(".planner__clinic-note")
    expect(note).to_have_count(1)
    expect(note).to_be_visible()
    pattern = re.escape(said).replace(r"\{a\}", "Botox").replace(r"\{b\}", "microneedling")
    expect(note).to_contain_text(re.compile(re.sub(r"\\\{\w+\\\}", r"\\d+", pattern)))
    answer(frame, "next")
    expect(headline(frame)).to_contain_text("Wait until Monday 30 November 2026")


@pytest.mark.parametrize("where", ["?", "#"])
def test_the_colour_and_the_scheme_are_those_asked_for(two_sites: BrowserContext, where: str) -> None:
    for mode, background, accent in (
        ("light", (255, 255, 255), "rgb(128, 0, 64)"),
        ("dark", (31, 36, 33), None),
    ):
        _, frame = embedded(two_sites, f"{where}accent=800040&mode={mode}")
        painted = frame.evaluate(
            "() => [getComputedStyle(document.querySelector('main')).backgroundColor, getComputedStyle(document.querySelector('[data-show]')).backgroundColor]"
        )
        assert painted[0] == f"rgb{background}"
        shown = [int(part) for part in re.findall(r"\d+", painted[1])]
        assert ratio(shown, list(background)) >= 4.5
        assert accent is None or painted[1] == accent
        expect(frame.locator(".planner__clinic-note")).to_have_count(0)


@pytest.mark.parametrize(
    ("address", "task", "path"),
    [
        ("?task=was-it-too-soon", "was-it-too-soon", "embed/v1/"),
        ("#task=was-it-too-soon", "was-it-too-soon", "embed/v1/"),
        ("?mode=dark&task=event#a=21", "event", "embed/v1/plan/"),
        ("plan/#task=next&by=X#?secret=abc", "next", "embed/v1/"),
        ("plan/?task=nothing", "course", "embed/v1/plan/"),
        ("?task=toString", "next", "embed/v1/"),
        ("?task=__proto__", "next", "embed/v1/"),
        # What a person answered says which question it was for.
        ("?task=next#v1&task=course&sessions=3", "course", "embed/v1/plan/"),
    ],
)
def test_the_task_that_is_asked_for_is_open(
    two_sites: BrowserContext, address: str, task: str, path: str
) -> None:
    _, frame = embedded(two_sites, address)
    chosen = frame.locator("[data-question=task] input:checked")
    expect(chosen).to_have_value(task)
    moved = frame.url.removeprefix(GUIDE)
    assert moved.startswith(path)
    # The options came along.
    rest = address.removeprefix("plan/")
    assert moved == path + rest


def test_the_links_to_other_tasks_stay_in_the_frame_with_the_options(two_sites: BrowserContext) -> None:
    _, frame = embedded(two_sites, "?mode=dark#a=21&by=X#?secret=abc")
    choose(frame, "first", "toxin")
    pick_date(frame, "when", "2026-11-16")
    frame.locator("[data-other=course]").click()
    frame.wait_for_url(f"{GUIDE}embed/v1/plan/**")
    frame.locator("[data-show]").wait_for()
    options = OPTIONS.call("readOptions", "?mode=dark", "#" + frame.url.partition("#")[2])
    assert {key: options[key] for key in ("a", "by", "mode", "secret")} == {
        "a": "21",
        "by": "X",
        "mode": "dark",
        "secret": "abc",
    }
    expect(frame.locator("[data-question=when] input[type=date]")).to_have_value("2026-11-16")


def test_a_plan_counts_with_the_clinics_waits(two_sites: BrowserContext) -> None:
    _, frame = embedded(two_sites, f"plan/#a=21&c=35&by={quote_plus(NAME)}")
    answer(frame, "course")
    expect(frame.locator(".planner__timeline")).to_contain_text(
        f"21 days after: Botox, the last time. \u2068{NAME}\u2069 advises this."
    )
    expect(frame.locator(".planner__timeline")).to_contain_text("35 days after: Microneedling 1 of 3.")
    for text in (
        "advises 21 days from Botox to microneedling.",
        "advises 35 days between two visits for microneedling.",
    ):
        expect(frame.locator(".planner__block", has_text=text)).to_have_count(1)


@pytest.mark.parametrize("path", ["plan/", "neutral/plan/"])
def test_a_plan_shows_what_others_publish_beside_each_of_the_clinics_waits(
    two_sites: BrowserContext, path: str
) -> None:
    facts = load_facts(PROJECT / "docs" / "data", PROJECT)
    if path.startswith("neutral/"):
        assert facts.neutral is not None
        facts = neutral_facts(facts, facts.neutral)
    first, other = (treatment.id for treatment in facts.treatments)
    rows = {
        key: next(
            row
            for row in facts.intervals
            if (row.purpose, row.from_, row.to, row.area, row.kind) == (*wait, "same", "standard")
        )
        for key, wait in {
            "a": ("combine", first, other),
            "b": ("combine", other, first),
            "c": ("course", other, other),
        }.items()
    }
    options = "&".join(f"{key}={row.advised + 1}" for key, row in rows.items())
    _, frame = embedded(two_sites, f"{path}#{options}&by=X")
    answer(frame, "course")
    choose(frame, "area", "same")
    choose(frame, "kind", "standard")
    told = frame.locator(".planner__block", has_text=CLINIC["title"])
    expect(told).to_have_count(len(rows))
    for block, row in zip(told.all(), rows.values(), strict=True):
        ends = (row.disagreement[at].says.partition(",")[0] for at in (0, -1))
        spread = words()["sure"]["spread"].replace("{min}", next(ends)).replace("{max}", next(ends))
        expect(block.locator("p").first).to_contain_text(f"X\u2069 advises {row.advised + 1} days")
        expect(block.locator("p").nth(1)).to_have_text(
            words()["told_wait"]["usual"]["other"].replace("{n}", str(row.advised))
        )
        expect(block.locator("p").nth(2)).to_have_text(spread)
        expect(block).to_be_visible()


@pytest.mark.parametrize("path", ["", "plan/"])
def test_the_page_asks_for_a_new_look_when_its_address_changes(two_sites: BrowserContext, path: str) -> None:
    page, frame = embedded(two_sites, f"{path}#a=14")
    page.evaluate("src => { document.querySelector('iframe').src = src; }", f"{GUIDE}embed/v1/{path}#a=0")
    expect(frame.locator(".planner__clinic-note")).to_be_visible()


def test_every_option_is_one_that_the_pages_for_clinics_can_name() -> None:
    assert json.loads(json.dumps(read("", "#" + "&".join(f"{key}=1" for key in EMPTY)))) == dict.fromkeys(
        ("task", "accent", "mode", "lang", "a", "b", "c", "by"), "1"
    )
