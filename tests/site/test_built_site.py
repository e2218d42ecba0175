"""The built site as a whole: links, titles, validity, privacy, and a sub-path."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser

from macros.checks.built import check_built, read_built_page
from macros.publish.html import is_listed
from macros.publish.html import pages as files
from tests.conftest import PROJECT, build_site
from tests.tools.node import npx
from tests.tools.server import serve_folder


def pages(site: Path) -> list[str]:
    """Addresses of all pages of a built site that readers are to find, below its root."""
    listed = [file for file in files(site) if is_listed(file.read_text(encoding="utf-8"))]
    return sorted(file.relative_to(site).as_posix().removesuffix("index.html") for file in listed)


def test_links_anchors_assets_ids_and_titles(site_dir: Path) -> None:
    assert [str(problem) for problem in check_built(site_dir)] == []


def menu_of(site_dir: Path, path: str) -> list[str]:
    """The pages that the menu of a page links to, as addresses below the site."""
    html = (site_dir / path / "index.html").read_text(encoding="utf-8")
    menu = html[html.index('<nav aria-label="Main">') : html.index("</nav>")]
    return [urljoin(f"/{path}", link).lstrip("/") for link in re.findall(r'<a href="([^"#]*)"', menu)]


def test_every_page_is_in_the_menu_or_in_that_of_its_part(site_dir: Path) -> None:
    folded = [first for first in menu_of(site_dir, "") if first in {"clinics/", "contribute/"}]
    assert len(folded) == 2
    within = {page for first in folded for page in menu_of(site_dir, first)}
    missing = [page for page in pages(site_dir) if page not in within | {"404.html"}]
    assert not missing


def test_a_part_for_few_readers_is_one_link_outside_it(site_dir: Path) -> None:
    assert "contribute/more-components/" not in menu_of(site_dir, "timing/")
    assert "contribute/more-components/" in menu_of(site_dir, "contribute/components/")


def test_every_page_is_in_the_list_of_pages(site_dir: Path) -> None:
    listed = {
        urljoin("/search/", link).lstrip("/")
        for link, _ in read_built_page(site_dir / "search" / "index.html").links
    }
    assert not [page for page in pages(site_dir) if page not in listed | {"404.html"}]


def test_the_site_works_below_a_path(tmp_path: Path, browser: Browser) -> None:
    site = build_site(tmp_path / "site", SITE_URL="https://example.org/guide/")
    assert [str(problem) for problem in check_built(site, "/guide/")] == []
    broken: list[str] = []
    with serve_folder(site, "/guide/") as address:
        page = browser.new_page()
        page.on("response", lambda answer: broken.append(answer.url) if answer.status >= 400 else None)
        for path in ("", "timing/", "choose/alberta/"):
            page.goto(address + path)
        page.close()
    assert broken == []
    canonical = read_built_page(site / "timing" / "index.html").canonical
    assert canonical == "https://example.org/guide/timing/"


VALIDATOR = ("html-validate", "--config", str(PROJECT / ".htmlvalidate.mjs"))


def test_html_is_valid(site_dir: Path, tmp_path: Path) -> None:
    # To a file: what the tool prints is cut where it is longer than a pipe holds.
    report = tmp_path / "report.json"
    npx(*VALIDATOR, "--formatter", f"json={report}", str(site_dir))
    said = [
        f"{Path(result['filePath']).relative_to(site_dir)}:{message['line']} {message['ruleId']}: {message['message']}"
        for result in json.loads(report.read_text(encoding="utf-8"))
        for message in result["messages"]
    ]
    assert said == []


def test_the_validator_sees_a_broken_page(site_dir: Path, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    text = (site_dir / "index.html").read_text(encoding="utf-8")
    page.write_text(text.replace("</h1>", "</h1><p><div>no</div></p>"), encoding="utf-8")
    assert npx(*VALIDATOR, str(page)).returncode != 0


def test_no_page_asks_another_host_or_stores_anything(
    site_dir: Path, site_url: str, browser: Browser
) -> None:
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in pages(site_dir):
        page.goto(site_url + path)
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert context.cookies() == []
    context.close()
    elsewhere = [url for url in asked if not url.startswith(site_url)]
    assert elsewhere == []
    assert errors == []


def test_a_page_reads_without_scripts(site_dir: Path, site_url: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(site_url + "timing/")
    page.get_by_text("Menu", exact=True).click()
    assert page.get_by_role("navigation", name="Main").get_by_role("link", name="Glossary").is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(site_dir: Path, site_url: str, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = []
    for path in pages(site_dir):
        page.goto(site_url + path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    context.close()
    assert wide == []


@pytest.mark.parametrize("path", ["timing/", "courses-and-events/"])
def test_a_row_that_becomes_a_card_is_used_from_edge_to_edge(
    site_url: str, browser: Browser, path: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(site_url + path)
    widths = page.locator("table.stack tbody tr").evaluate_all(
        "rows => rows.map(row => [row.clientWidth, row.firstElementChild.getBoundingClientRect().width])"
    )
    context.close()
    assert widths
    assert [(row, cell) for row, cell in widths if cell < 0.75 * row] == []


def test_types_of_the_planner_are_checked() -> None:
    checked = npx("tsc", "--project", str(PROJECT / "tsconfig.json"))
    assert checked.returncode == 0, checked.stdout


def test_the_type_checker_sees_a_mistake(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "overrides" / "assets" / "planner", tmp_path / "planner")
    days = tmp_path / "planner" / "days.js"
    days.write_text(
        days.read_text(encoding="utf-8") + '\n/** @type {number} */\nexport const WRONG = "text";\n',
        encoding="utf-8",
    )
    settings = json.loads((PROJECT / "tsconfig.json").read_text(encoding="utf-8"))
    settings["include"] = ["planner"]
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    checked: subprocess.CompletedProcess[str] = npx("tsc", "--project", str(tmp_path / "tsconfig.json"))
    assert checked.returncode != 0
