"""What each page tells machines is what it shows readers, in a closed part of schema.org's vocabulary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from macros.publish.html import is_listed
from tests.conftest import PROJECT, build_site, run
from tests.site.schema_org import REFUSED, VOCABULARY, mistakes
from tests.site.shown import Shown, differences, read_shown

WORDS = yaml.safe_load((PROJECT / "docs" / "data" / "words.yml").read_text(encoding="utf-8"))


def content_pages(site: Path) -> list[Path]:
    """Every page but the one for an address that leads nowhere, and those that search engines are not to list."""
    return [
        file
        for file in sorted(site.rglob("*.html"))
        if file.name != "404.html" and is_listed(file.read_text(encoding="utf-8"))
    ]


@pytest.fixture(scope="module")
def shown(site_dir: Path) -> dict[str, Shown]:
    """Every page of the site by its address below the root."""
    return {
        file.parent.relative_to(site_dir).as_posix(): read_shown(file) for file in content_pages(site_dir)
    }


def every_node(value: Any) -> Iterator[dict[str, Any]]:
    """All nodes, the nested ones too."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from every_node(inner)


def test_every_page_has_one_block_in_the_vocabulary(shown: dict[str, Shown]) -> None:
    found = [
        f"{path}: {mistake}"
        for path, page in shown.items()
        for node in page.graph
        for mistake in mistakes(node)
    ]
    assert found == []


def test_what_is_marked_up_is_what_is_shown(shown: dict[str, Shown]) -> None:
    found = [f"{path}: {each}" for path, page in shown.items() for each in differences(page, WORDS)]
    assert found == []


def test_every_type_is_used_but_no_person(shown: dict[str, Shown]) -> None:
    used = {node["@type"] for page in shown.values() for node in every_node(page.graph)}
    assert used == set(VOCABULARY) - {"Person"}


def test_no_type_is_used_that_would_promise_too_much(site_dir: Path) -> None:
    kinds = re.compile(rf'"@type":\s*\[?\s*"(?:{"|".join(REFUSED)})"|schema\.org/(?:{"|".join(REFUSED)})\b')
    for file in site_dir.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert not kinds.search(text), file
        assert "itemscope" not in text, file  # no second way of marking up, which nothing here would read


def test_pages_about_health_are_marked_as_such(shown: dict[str, Shown]) -> None:
    plain = {path for path, page in shown.items() if page.page["@type"] == "WebPage"}
    about_the_guide = (
        "about", "accessibility", "changes", "clinics", "contribute", "glossary", "privacy", "search",
        "self-assessment", "sources",
    )  # fmt: skip
    assert [path for path in sorted(plain) if not path.startswith(about_the_guide)] == []


def test_the_treatments_and_their_drugs_come_from_the_facts(shown: dict[str, Shown]) -> None:
    facts = yaml.safe_load((PROJECT / "docs" / "data" / "treatments.yml").read_text(encoding="utf-8"))
    told = [
        [node["name"] for node in page.page["about"] if len(node) > 2]
        for page in shown.values()
        if page.treatments and "about" in page.page
    ]
    expected = [
        [treatment["name"], *(brand["name"] for brand in treatment.get("brands", []) if "generic" in brand)]
        for treatment in facts["treatments"]
    ]
    assert sorted(told) == sorted(expected)


def test_the_open_rules_are_described_once_where_their_table_stands(shown: dict[str, Shown]) -> None:
    (page,) = [page for page in shown.values() if any(node["@type"] == "Dataset" for node in page.graph)]
    assert page.whole_table
    assert page.node("Dataset")["distribution"]["encodingFormat"] == "application/json"


SPOILED = [
    ("a date", "<dt>Last reviewed</dt><dd>21 Nov", "<dt>Last reviewed</dt><dd>22 Nov", "lastReviewed"),
    ("the first day", "21 November 2026: First", "20 November 2026: First", "datePublished"),
    ("the description", '<meta name="description" content="', '<meta name="description" content="Not ', "description"),
    ("the heading", "<h1>", "<h1>Not ", "name"),
    ("whom it is for", "<dt>Who it is for</dt><dd>", "<dt>Who it is for</dt><dd>Not ", "audience"),
    ("a reviewer", "No clinician has reviewed this page yet.", "A. Nobody, physician, 21 November 2026.", "reviewedBy"),
    ("a source's year", "(2013). ", "(2012). ", "citation"),
    ("a source's title", ">Onset and duration", ">Offset and duration", "citation"),
    ("a source's address", 'href="https://doi.org/10.2147/CCID.S41537"', 'href="https://doi.org/10.2147/CCID.S4"', "citation"),
    ("a breadcrumb", 'class="site-name" href="..">', 'class="site-name" href="..">Not ', "breadcrumbs"),
    ("the licence", 'rel="license" href="https://', 'rel="license" href="https://not.', "license"),
    ("a drug", "Dysport", "Disport", "about.name"),
    ("how it is done", "A clinician injects", "A clinician drops", "about.howPerformed"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "words"), [s[1:] for s in SPOILED], ids=[s[0] for s in SPOILED])
def test_a_difference_is_seen(site_dir: Path, tmp_path: Path, right: str, wrong: str, words: str) -> None:
    html = (site_dir / "botox" / "index.html").read_text(encoding="utf-8")
    before, script, after = html.partition('<script type="application/ld+json">')
    assert right in before, "the page no longer has what this test spoils"
    file = tmp_path / "index.html"
    file.write_text(before.replace(right, wrong) + script + after, encoding="utf-8")
    assert [each for each in differences(read_shown(file), WORDS) if words in each]


@pytest.mark.parametrize(
    "node",
    [
        {"@type": "FAQPage", "name": "Questions"},
        {"@type": "MedicalRiskEstimator", "name": "Planner"},
        {"@type": "Organization", "name": "The guide", "founder": "Somebody"},
        {"@type": "Organization", "name": "The guide", "url": "guide/"},
        {"@type": "ListItem", "position": "1", "name": "Home", "item": "https://example.org/"},
        {"@type": "CreativeWork", "name": "A study", "datePublished": "May 2020"},
        {"@type": "Drug", "name": "A brand"},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "Person", "name": "A. Nobody"}]},
        {"@type": "BreadcrumbList", "itemListElement": []},
        "text",
    ],
    ids=lambda node: node["@type"] if isinstance(node, dict) else "text",
)
def test_what_is_not_in_the_vocabulary_is_seen(node: object) -> None:
    assert list(mistakes(node))


def test_a_reviewer_is_marked_up_once_there_is_one(project: Path, tmp_path: Path) -> None:
    page = project / "docs" / "index.md"
    reviewer = "reviewed_by:\n  - {name: A. Nobody, credentials: 'nurse, made up', conflicts: None., date: 2026-11-21}"
    page.write_text(
        page.read_text(encoding="utf-8").replace("reviewed_by: []", reviewer, 1), encoding="utf-8"
    )
    site = build_site(tmp_path / "site", project=project, PYTHONPATH=str(PROJECT))
    shown = read_shown(site / "index.html")
    assert shown.page["reviewedBy"] == [
        {"@type": "Person", "name": "A. Nobody", "description": "nurse, made up"}
    ]
    assert [each for node in shown.graph for each in mistakes(node)] == []
    assert list(differences(shown, WORDS)) == []


def test_no_words_of_a_source_end_the_block(project: Path, tmp_path: Path) -> None:
    sources = project / "docs" / "data" / "sources.yml"
    data = yaml.safe_load(sources.read_text(encoding="utf-8"))
    title = 'A "title" </script><script>alert(1)</script> & more'
    for source in data["sources"]:
        source["title"] = title
    sources.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    site = build_site(tmp_path / "site", project=project, PYTHONPATH=str(PROJECT))
    shown = read_shown(site / "index.html")
    assert {each["name"] for each in shown.page["citation"]} == {title}
    assert list(differences(shown, WORDS)) == []


def test_a_browser_neither_runs_nor_blocks_it(site_dir: Path, site_url: str, browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script(
        "window.blocked = []; document.addEventListener('securitypolicyviolation', e => blocked.push(e.violatedDirective));"
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("", "timing/", "botox/", "choose/alberta/"):
        page.goto(site_url + path)
        block = page.locator("script[type='application/ld+json']").text_content()
        assert json.loads(block or "")["@graph"]
        assert page.evaluate("window.blocked") == []
    context.close()
    assert said == []


def test_it_stands_after_what_readers_came_for(site_dir: Path) -> None:
    for file in content_pages(site_dir):
        after = file.read_text(encoding="utf-8").partition("application/ld+json")[2].partition("</script>")[2]
        assert re.match(r"\s*</div>\s*</article>", after), file


def test_a_guide_without_an_address_has_none(project: Path, tmp_path: Path) -> None:
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"site_url: .*\n", "", text), encoding="utf-8")
    built = run(
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-d",
        str(tmp_path / "site"),
        cwd=project,
        PYTHONPATH=str(PROJECT),
    )
    assert built.returncode == 0, built.stderr
    assert "ld+json" not in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
