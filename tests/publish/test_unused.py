"""A page's styles hold every rule that some element of it matches, and leave out what it has no use for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from macros.errors import GuideError
from macros.publish.minify import minify_style
from macros.publish.unused import Names, needed, read_style
from tests.browser.planner import ANSWERS, PAGES, answer, ask, opened
from tests.conftest import PROJECT
from tests.embed.sites import EMBEDS
from tests.site.test_built_site import pages

STYLES = PROJECT / "overrides" / "assets" / "stylesheets"

# Selectors of the whole style sheets that an element of the page matches in some state, and that the page lacks.
LOST = """(whole) => {
  const selectors = (rules) => [...rules].flatMap((rule) =>
    rule.selectorText ? split(rule.selectorText) : rule.cssRules ? selectors(rule.cssRules) : []);
  // At commas outside of brackets.
  const split = (text) => {
    const parts = [""];
    let depth = 0;
    for (const letter of text) {
      depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
      if (letter === "," && !depth) parts.push("");
      else parts[parts.length - 1] += letter;
    }
    return parts.map((part) => part.trim());
  };
  // Without states: what is not hovered now may be.
  const still = (text) => text
    .replace(/:not\\(:focus\\)|::[\\w-]+(\\([^)]*\\))?|:(hover|focus-visible|focus|target|popover-open|open|empty|checked)\\b/g, "")
    .replace(/(^|[\\s>+~])(?=$|[\\s>+~])/g, "$1") || "*";
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(whole);
  const own = new Set([...document.styleSheets].flatMap((each) => selectors(each.cssRules)));
  const matches = (text) => { try { return document.querySelector(still(text)) !== null; } catch { return true; } };
  return [...new Set(selectors(sheet.cssRules))].filter((each) => !own.has(each) && matches(each));
}"""
OPEN = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"


def whole(path: str) -> str:
    """All that a page could be styled with in its head."""
    if path.startswith("embed/"):
        styles = [
            needed(read_style(minify_style(text_of(name))), Every("", []), "print")
            for name in SHOWN_IN_FRAMES
        ]
        return "\n".join([*styles, text_of("embed.css")])
    return "\n".join(text_of(name) for name in ["guide.css", *(["home.css"] if not path else [])])


# What a page for frames takes of the style sheets, but for what only paper needs.
SHOWN_IN_FRAMES = ("guide.css", "planner.css")


class Every(Names):
    """The names of a page that has everything."""

    def __contains__(self, name: str) -> bool:
        return True


def text_of(name: str) -> str:
    return (STYLES / name).read_text(encoding="utf-8")


def lost(page: Page, path: str) -> list[str]:
    page.evaluate(OPEN)
    return [f"{path}: {selector}" for selector in page.evaluate(LOST, whole(path))]


def test_no_page_lost_a_rule_that_it_can_use(site_dir: Path, site_url: str, page: Page) -> None:
    found = []
    for path in [*pages(site_dir), *EMBEDS]:
        page.goto(site_url + path)
        found += lost(page, path)
    assert found == []


@pytest.mark.parametrize("task", ANSWERS)
def test_no_answer_lost_a_rule_that_it_can_use(browser: Browser, site_url: str, task: str) -> None:
    with opened(browser) as page:
        page.goto(site_url + PAGES[task])
        ask(page)  # with nothing answered
        assert lost(page, PAGES[task]) == []
        answer(page, task)
        ask(page)
        page.locator(".planner__headline").wait_for()
        assert lost(page, PAGES[task]) == []


def test_the_search_needs_no_rule_that_its_page_lacks(site_url: str, page: Page) -> None:
    page.goto(site_url + "privacy/")
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("dialog[open] input").fill("bruise")
    page.locator(".search-results li").first.wait_for()
    assert lost(page, "privacy/") == []


def test_a_rule_that_is_lost_is_found(site_dir: Path, site_url: str, page: Page) -> None:
    page.goto(site_url + "timing/")
    page.evaluate("""() => {
      const sheet = document.styleSheets[0];
      const at = [...sheet.cssRules].findIndex((rule) => rule.selectorText === ".in-short");
      sheet.deleteRule(at);
    }""")
    assert lost(page, "timing/") == ["timing/: .in-short"]


def test_a_page_without_a_thing_has_no_styles_for_it(site_dir: Path) -> None:
    text = (site_dir / "privacy" / "index.html").read_text(encoding="utf-8")
    (style,) = re.findall(r"<style data-inline>(.*?)</style>", text, flags=re.DOTALL)
    for absent in (".care-card", ".treatment-facts", ".timeline", ".register-table"):
        assert absent not in style
    assert ".in-short" in style


STYLE = minify_style(""".a, .b > p:hover { color: red } p { margin: 0 } .a.b { top: 0 } .c:not(.b), :is(.b) { top: 1px } dl { top: 7px }
@media print { .b { top: 2px } .a { top: 3px } } @media (width > 1px) { .b { top: 4px } }
@keyframes a { from { top: 0 } } p:has(.b), p:has(a, .b) { top: 6px } .is-late::before { content: "} .b {" } @container (width > 1px) { #b { top: 5px } }""")


@pytest.mark.parametrize(
    ("html", "script", "kept", "gone"),
    [
        ('<p class="a">', "", [".a{", "p{", "@media print{.a{", "@keyframes a", "#b"], [".b>p", ".a.b", ".c", ":is(.b)", "dl", "@media (width", "is-late"]),
        ('<p class="a c">', "", [".c:not(.b){"], [".a.b", ":is(.b)"]),
        ("<p class='b'>", "", [".b>p:hover{", "@media (width>1px){.b{"], [".a{", ".c"]),
        ("<p>", 'element("p", "b")', [".b>p:hover{"], [".a{"]),
        ("<p>", 'read(of.b, { b: 1, "a": 2 }, "A sentence with a b.")', ["p{"], [".a{", ".b>p"]),
        ("<p>", """put('<p class="b c">')""", [".b>p:hover{", ".c:not(.b),:is(.b){"], [".a{"]),
        ("<p>", r"""put("<p class=\"b\">")""", [".b>p:hover{"], [".a{"]),
        ("<p>", "this is (no script: b", [".b>p:hover{"], []),
        ("<p class='c'><a>", "", ["p:has(a,.b)"], ["p:has(.b)"]),
        ("<p class='c'>", "", [".c:not(.b){"], ["p:has(a,.b)"]),
        ("<p><dl>", "", ["dl{"], []),
        ("<p>", 'element("dl", "")', ["dl{"], []),
        ("<p>", "put('<DL>')", ["dl{"], []),
        ("<p class='b'>", "", ["p:has(a,.b)", "p:has(.b)"], []),
        ("<p>", "`is-${zone}`", ['.is-late::before{content:"} .b {"}'], [".a{"]),
    ],
)  # fmt: skip
def test_a_selector_stays_where_its_classes_can_be(
    html: str, script: str, kept: list[str], gone: list[str]
) -> None:
    style = needed(read_style(STYLE), Names(html, [script]))
    assert [each for each in kept if each not in style] == []
    assert [each for each in gone if each in style] == []
    assert needed(read_style(style), Names(html, [script])) == style


def test_a_style_sheet_that_is_none_stops_the_build() -> None:
    with pytest.raises(GuideError, match="cannot be read"):
        read_style("p { color: red } }")
    with pytest.raises(GuideError, match="without braces"):
        read_style('@import "a.css";')
