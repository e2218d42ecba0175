"""The offline copy: unpacked on a disk, every page opens, leads on, plans and finds, and asks nobody."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, expect

from macros.checks.built import read_built_page
from macros.publish.offline import ARCHIVE, DATE, FOLDER, offline_copy
from tests.publish.conftest import Watched
from tests.site.test_built_site import pages


@pytest.fixture(scope="module")
def folder(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, unpacked as a reader would."""
    target = tmp_path_factory.mktemp("on a disk")
    with zipfile.ZipFile(site_dir / ARCHIVE) as archive:
        archive.extractall(target)
    return target / FOLDER


def test_it_holds_every_page_and_nothing_for_servers_or_other_sites(site_dir: Path, folder: Path) -> None:
    assert pages(folder) == [page for page in pages(site_dir) if page != "404.html"]
    names = {file.name for file in folder.rglob("*") if file.is_file()}
    assert not names & {"_headers", "sitemap.xml", "site.webmanifest", ARCHIVE}
    assert not [name for name in names if name.endswith((".br", ".gz", ".png"))]


def test_the_same_site_gives_the_same_bytes(site_dir: Path, tmp_path: Path) -> None:
    site = shutil.copytree(site_dir, tmp_path / "site")
    (site / ARCHIVE).unlink()
    offline_copy(site)
    assert (site / ARCHIVE).read_bytes() == (site_dir / ARCHIVE).read_bytes()
    with zipfile.ZipFile(site / ARCHIVE) as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {DATE}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)


def test_every_link_names_a_file_that_is_there(folder: Path) -> None:
    for file in sorted(folder.rglob("*.html")):
        built = read_built_page(file)
        for address, line in built.links:
            path, _, fragment = address.partition("#")
            if re.match(r"[a-z]+:", path):
                continue
            target = (file.parent / path).resolve() if path else file
            assert target.is_file(), f"{file}:{line} {address}"
            if fragment and target.suffix == ".html":
                assert read_built_page(target).has(fragment), address


def test_each_page_opens_from_a_disk_and_asks_nobody(folder: Path, watched: Watched) -> None:
    page = watched.context.new_page()
    for path in pages(folder):
        page.goto((folder / path / "index.html").as_uri())
        assert page.evaluate("window.blocked") == [], path
        # The style sheet came: its paper is not the browser's white.
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 249, 244)", path
    assert watched.said == []
    assert [url for url in watched.asked if not url.startswith(folder.as_uri())] == []


def test_a_reader_follows_a_link_plans_and_searches(folder: Path, browser: Browser) -> None:
    context = browser.new_context(timezone_id="Europe/London", locale="en-GB")
    page = context.new_page()
    page.clock.set_fixed_time("2026-11-21T12:00:00Z")
    page.goto((folder / "index.html").as_uri())
    page.locator("main a[href*='timing/index.html']").first.click()
    expect(page).to_have_url(re.compile(r"^file:.*/timing/index\.html"))
    planner = page.locator("[data-planner]")
    planner.locator("input[value=toxin]").first.check()
    planner.locator("[data-question=when] input[value=date]").check()
    planner.locator("[data-question=when] input[type=date]").fill("2026-11-16")
    planner.locator("[data-question=area] input[value=same]").check()
    expect(planner).to_contain_text("Monday 30 November 2026")
    for address in planner.locator("a").evaluate_all("links => links.map(link => link.href)"):
        assert not address.startswith("file:") or ".html" in address, address
    # The other planner is on a page of its own, and starts with what was answered here.
    planner.locator("[data-other=course]").click()
    expect(page).to_have_url(re.compile(r"^file:.*/plan/index\.html#v1&"))
    expect(planner.locator("[data-question=when] input[type=date]")).to_have_value("2026-11-16")
    for name, number in (("sessions", "2"), ("rounds", "0")):
        planner.locator(f"[data-question={name}] input[value='{number}']").check()
    expect(planner.locator(".planner__headline")).to_contain_text("You can finish by")
    page.locator(".search-link").click()
    page.locator("dialog[open] input").fill("bruise")
    page.locator("dialog[open] .search-results a").first.click()
    expect(page).to_have_url(re.compile(r"^file:.*/index\.html"))
    expect(page.locator("h1")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    ("words", "page", "steps"),
    [("wrinkle jab", "botox/index.html", 0), ("dermaroller", "microneedling/index.html", 0), ("droopy eye", "risks/index.html#droop", 1)],
)  # fmt: skip
def test_a_reader_searches_with_keys_alone(
    folder: Path, watched: Watched, words: str, page: str, steps: int
) -> None:
    """From a page that lies deeper: the first answer is right, and each answer is a file and a heading in it."""
    reader = watched.context.new_page()
    reader.goto((folder / "choose" / "alberta" / "index.html").as_uri())
    for _ in range(6):
        reader.keyboard.press("Tab")
        if reader.evaluate("document.activeElement.matches('.search-link')"):
            break
    reader.keyboard.press("Enter")
    reader.locator("dialog[open] input").wait_for()
    reader.keyboard.type(words)
    reader.keyboard.press("Enter")
    for address in reader.locator(".search-results a").evaluate_all("all => all.map(a => a.href)"):
        assert lies_in(folder, address), address
    assert reader.evaluate("document.activeElement.href") == f"{folder.as_uri()}/{page}"
    for _ in range(steps):
        reader.keyboard.press("Tab")
    target = str(reader.evaluate("document.activeElement.href"))
    reader.keyboard.press("Enter")
    reader.wait_for_url(target)
    name = target.partition("#")[2]
    expect(reader.locator(f"#{name}" if name else "h1").first).to_be_in_viewport()
    assert watched.said == []
    assert [url for url in watched.asked if not url.startswith(folder.as_uri())] == []


def lies_in(folder: Path, address: str) -> bool:
    """Whether an address means a file of the folder, and an id that stands in it."""
    path, _, fragment = address.partition("#")
    file = folder / unquote(path.removeprefix(f"{folder.as_uri()}/"))
    if not path.startswith(folder.as_uri()) or not file.is_file():
        return False
    return not fragment or fragment in {identifier for identifier, _ in read_built_page(file).ids}


def test_a_missing_file_or_heading_would_be_seen(folder: Path) -> None:
    home = (folder / "index.html").as_uri()
    assert lies_in(folder, home)
    assert not lies_in(folder, f"{home}#nowhere")
    assert not lies_in(folder, f"{folder.as_uri()}/gone/index.html")
    assert not lies_in(folder, f"{folder.as_uri()}/risks/"), "a disk shows a folder as a list of files"


def test_a_site_links_to_its_copy_and_the_copy_to_the_site(site_dir: Path, folder: Path) -> None:
    there = read_built_page(site_dir / "about" / "index.html")
    assert f"../{ARCHIVE}" in [address for address, _ in there.links]
    here = read_built_page(folder / "about" / "index.html")
    assert here.canonical.replace("about/", ARCHIVE) in [address for address, _ in here.links]


def test_a_link_to_the_archive_shows_once_there_is_one(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<meta charset=utf-8><li hidden data-published><a href="offline.zip">', encoding="utf-8")
    offline_copy(tmp_path)
    assert '<li><a href="offline.zip">' in page.read_text(encoding="utf-8")
