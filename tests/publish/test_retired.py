"""A retired address leads on: as a page without a server's help, and by a rule where a server reads one."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from macros.checks.built import check_built, read_built_page
from macros.publish.retired import CADDY_RULES, RULES
from macros.publish.steps import publish
from tests.conftest import PROJECT
from tests.publish.conftest import Watched
from tests.publish.test_publish import digest
from tests.site.test_built_site import VALIDATOR
from tests.tools.node import npx
from tests.tools.server import serve_folder

REDIRECTS = """redirects:
  - {from: /clinic/, to: /clinics/, date: 2026-12-01, reason: It has a better name.}
  - {from: /choose/yukon/, to: /choose/canada/#not-known, date: 2026-12-02, reason: Its words stand there now.}
  - {from: /wait/, to: /timing/, date: 2026-12-03, reason: It has a better name.}
"""
PAGES = {"clinic/": "clinics/", "choose/yukon/": "choose/canada/#not-known", "wait/": "timing/"}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide's own words and facts, with retired pages."""
    copy = tmp_path_factory.mktemp("retired") / "docs"
    shutil.copytree(PROJECT / "docs", copy)
    (copy / "data" / "redirects.yml").write_text(REDIRECTS, encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def moved_site(site_dir: Path, docs: Path) -> Path:
    """The built site with these retired pages."""
    copy = docs.parent / "site"
    shutil.copytree(site_dir, copy)
    publish(copy, docs)
    return copy


class _Head(HTMLParser):
    """What a page without scripts tells a browser and a search engine."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.robots = self.refresh = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("name") == "robots":
            self.robots = given["content"]
        if tag == "meta" and given.get("http-equiv") == "refresh":
            self.refresh = given["content"]


@pytest.mark.parametrize(("old", "new"), PAGES.items())
def test_the_page_says_where_its_readers_go(moved_site: Path, old: str, new: str) -> None:
    file = moved_site / old / "index.html"
    head, page = _Head(file.read_text(encoding="utf-8")), read_built_page(file)
    up = "../" * old.count("/")
    assert head.robots == "noindex"
    assert head.refresh == f"0; url={up}{new}"
    assert page.canonical == "http://127.0.0.1:8000/" + new.partition("#")[0]
    assert [address for address, _ in page.links] == [f"{up}{new}"]
    assert file.stat().st_size < 2_000


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("old", "new"), PAGES.items())
def test_a_browser_is_led_on(moved_site: Path, browser: Browser, old: str, new: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    with serve_folder(moved_site, "/guide/") as address:
        page.goto(address + old)
        page.wait_for_url(address + new, timeout=5_000)
    context.close()


def test_a_shared_plan_goes_along(moved_site: Path, watched: Watched) -> None:
    page = watched.context.new_page()
    with serve_folder(moved_site) as address:
        page.goto(address + "wait/?lang=en#v1&task=next&first=toxin")
        page.wait_for_url(address + "timing/?lang=en#v1&task=next&first=toxin", timeout=5_000)
        page.wait_for_load_state("networkidle")
    assert page.evaluate("window.blocked") == []
    assert watched.said == []


def test_the_way_back_does_not_lead_into_a_circle(moved_site: Path, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    with serve_folder(moved_site) as address:
        page.goto(address + "get-help/")
        page.goto(address + "wait/")
        page.wait_for_url(address + "timing/", timeout=5_000)
        page.go_back()
        page.wait_for_url(address + "get-help/", timeout=5_000)
    context.close()


def test_nothing_else_knows_the_old_address(site_dir: Path, moved_site: Path) -> None:
    before, after = digest(site_dir), digest(moved_site)
    new = {f"{old}index.html" for old in PAGES} | {RULES, CADDY_RULES}
    assert set(after) - set(before) == new
    # Not the menu, the search, the list of pages, the feed, the headers or the offline copy.
    assert {name for name in before if after[name] != before[name]} == set()


def test_running_it_again_changes_nothing(moved_site: Path, docs: Path) -> None:
    before = digest(moved_site)
    publish(moved_site, docs)
    assert digest(moved_site) == before


def test_an_address_that_comes_back_is_a_page_again(moved_site: Path, docs: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(moved_site, copy)
    (copy / "wait" / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><title>Own</title>", encoding="utf-8"
    )
    from macros.publish.retired import drop_redirects

    drop_redirects(copy, docs)
    assert (copy / "wait" / "index.html").is_file()
    assert not (copy / "clinic" / "index.html").exists()


def test_its_links_and_headings_are_checked_with_the_others(moved_site: Path) -> None:
    assert [str(problem) for problem in check_built(moved_site)] == []


def test_its_html_is_valid(moved_site: Path) -> None:
    for old in PAGES:
        checked = npx(*VALIDATOR, str(moved_site / old / "index.html"))
        assert checked.returncode == 0, checked.stdout


def test_the_rules_for_hosts(moved_site: Path) -> None:
    lines = (moved_site / RULES).read_text(encoding="utf-8").splitlines()
    rules = [line.split() for line in lines if not line.startswith("#")]
    assert [rule[:2] for rule in rules[::2]] == [[f"/{old}", f"/{new}"] for old, new in PAGES.items()]
    # The first for Netlify, which lets a file win otherwise; the second for hosts that know no "!".
    assert [rule[2] for rule in rules] == ["301!", "301"] * len(PAGES)
    assert all(re.fullmatch(r"\S+ \S+ 301!?", line) for line in lines if not line.startswith("#"))


def test_a_guide_without_retired_pages_has_no_rules(site_dir: Path) -> None:
    assert not (site_dir / RULES).exists()
    assert not (site_dir / CADDY_RULES).exists()
