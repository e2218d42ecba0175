"""No style is left of what is gone: each class in a style sheet is one that some page shows."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from macros.components import Library
from macros.facts import load_facts
from macros.publish.html import TAG, attributes
from tests.browser.planner import PAGE, PLAN_PAGE, ask, choose, opened
from tests.browser.test_links import every_answer
from tests.components.test_components import example_page
from tests.conftest import PROJECT

pytestmark = pytest.mark.browser

STYLES = sorted((PROJECT / "overrides" / "assets" / "stylesheets").glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING = re.compile(r'"[^"]*"')
# What stands before a brace since the last brace or semicolon: a selector, or an @-rule.
PRELUDE = re.compile(r"([^{};]+)\{")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
SHOWN = "[...new Set([...document.querySelectorAll('[class]')].flatMap(e => [...e.classList]))]"


def styled(css: str) -> set[str]:
    """The classes in the selectors of a style sheet."""
    preludes = PRELUDE.findall(STRING.sub('""', COMMENT.sub("", css)))
    return {name for each in preludes if not each.strip().startswith("@") for name in CLASS.findall(each)}


def in_html(html: str) -> set[str]:
    """The classes of a piece of HTML, those of what is still in a template included."""
    return {name for tag in TAG.finditer(html) for name in attributes(tag.group(2)).get("class", "").split()}


def test_the_reader_of_styles_knows_a_class_from_a_number() -> None:
    css = '@media (min-width: 1.5em) { .a:not(.b) > .c-d::after { content: ".e"; margin: .5em; } } /* .f */ @supports (x: y) { p.g { inset: 0.5rem } }'
    assert styled(css) == {"a", "b", "c-d", "g"}
    assert in_html('<p class="a b"><br class=c></p>') == {"a", "b", "c"}


@pytest.fixture(scope="module")
def used(
    site_dir: Path, site_url: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> set[str]:
    """Every class that a page, an example of a component or a script of ours gives to something."""
    names: set[str] = set()
    for file in site_dir.rglob("*.html"):
        names |= in_html(file.read_text(encoding="utf-8"))
    library = Library(load_facts(PROJECT / "docs" / "data", PROJECT))
    folder = tmp_path_factory.mktemp("examples")
    examples = [
        each for component in library.components.values() for each in component.specification.examples
    ]
    names |= {
        name for each in examples for name in in_html(library.example(example_page(library, folder), each))
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "macros.components.page.today", lambda: date(2099, 1, 1)
        )  # when each page needs a review
        names |= {
            name
            for each in examples
            for name in in_html(library.example(example_page(library, folder), each))
        }
    with opened(browser) as page:
        page.goto(site_url + PAGE)
        page.get_by_role("button", name="Search", exact=True).click()
        page.locator("dialog[open]").wait_for()
        page.keyboard.type("botox")
        page.locator(".search-results a").first.wait_for()
        names |= set(page.evaluate(SHOWN))
        page.keyboard.press("Escape")
        for page_of in (PAGE, PLAN_PAGE):
            page.goto(site_url + page_of)
            names |= of_the_planner(page, page_of)
        # What a clinic chose and is refused.
        page.goto(f"{site_url}embed/v1/?a=99")
        page.locator(".planner__clinic-note").wait_for()
        names |= set(page.evaluate(SHOWN))
        page.goto(f"{site_url}clinics/embed/")
        page.locator(".builder details").evaluate_all("all => all.forEach(each => { each.open = true; })")
        page.locator('.builder [data-question="a"] input').fill("99")
        page.locator(".builder [data-copy]").click()
        names |= set(page.evaluate(SHOWN))
    return names


def of_the_planner(page: Page, page_of: str) -> set[str]:
    """The classes of a planner in all its states."""
    ask(page)
    names = set(page.evaluate(SHOWN))
    names |= set(every_answer(page, page_of)[2])
    if page_of == PAGE:
        choose(page, "task", "next")
        choose(page, "first", "toxin")
        page.locator(".planner__check > summary").click()
        for condition in ("keloid", "cold-sore-now"):
            page.locator(f"[data-condition] input[value={condition}]").check()
            names |= set(page.evaluate(SHOWN))
    return names


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_no_style_is_dead(style: Path, used: set[str]) -> None:
    assert sorted(styled(style.read_text(encoding="utf-8")) - used) == []


def test_a_dead_style_is_seen(used: set[str]) -> None:
    assert styled(".planner__gone > p { margin: 0; }") - used == {"planner__gone"}
