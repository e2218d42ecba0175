"""axe finds nothing on any page, at phone and desktop width, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import planner
from tests.conftest import PROJECT
from tests.site.test_built_site import pages

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"phone": 320, "wide": 1280}
SCHEMES = ["light", "dark"]


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands now, a line each."""
    # Run from outside the page: its policy blocks a script put into it.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        RULES,
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_no_page_has_a_violation(
    site_dir: Path, site_url: str, browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    found: list[str] = []
    for path in pages(site_dir):
        page.goto(site_url + path)
        # What is folded is part of the page: open it, so that axe sees it.
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found += [f"{path or 'home'} {violation}" for violation in violations(page)]
    context.close()
    assert found == []


def test_axe_sees_a_violation(site_url: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(site_url)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"\">')")
    assert any(line.startswith("image-alt") for line in violations(page))
    page.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_the_planners_answers_have_no_violation(
    site_url: str, browser: Browser, width: int, scheme: str
) -> None:
    found: list[str] = []
    viewport: ViewportSize = {"width": width, "height": 900}
    with planner.opened(browser, viewport=viewport, color_scheme=scheme) as page:
        page.goto(site_url + planner.PAGE)
        planner.ask(page)
        found += [f"mistakes {line}" for line in violations(page)]
        planner.answer_house_question(page)
        planner.ask(page)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found += [f"too soon {line}" for line in violations(page)]
        planner.choose(page, "task", "was-it-too-soon")
        planner.choose(page, "second", "today")
        planner.ask(page)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        found += [f"both too soon {line}" for line in violations(page)]
    assert found == []
