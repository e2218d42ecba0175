"""A guide may grow: with many pages, the menu of each stays short and still leads to all of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from playwright.sync_api import Browser

from tests.conftest import PROJECT, build_site
from tests.tools.server import serve_folder

# More than one part may list, and more pages than a menu shows.
PARTS, PAGES_IN_A_PART = 8, 16
MOST_LINKS = 2 * 40 + 1
LINKS = "links => links.map(link => [link.href, link.ariaCurrent])"


def grown(guide: Path, parts: int, in_a_part: int) -> Path:
    """The small guide with many pages more, in parts of equal size."""
    settings = guide / "mkdocs.yml"
    config = yaml.safe_load(settings.read_text(encoding="utf-8"))
    config["extra"]["search_page"] = "search/"
    listing = '# All pages\n\n<div class="site-index"></div>\n'
    (guide / "docs" / "search.md").write_text(listing, encoding="utf-8")
    config["nav"].append({"All pages": "search.md"})
    for part in range(parts):
        folder = guide / "docs" / f"part-{part}"
        folder.mkdir()
        for number in range(in_a_part):
            text = f"# Page {number} of part {part}\n\n## A heading {{ #heading }}\n\nSome words.\n"
            (folder / f"{number}.md").write_text(text, encoding="utf-8")
        config["nav"].append({f"Part {part}": [f"part-{part}/{number}.md" for number in range(in_a_part)]})
    settings.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return guide


@pytest.fixture(scope="module")
def large_site(second_guide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide, grown and built."""
    folder = tmp_path_factory.mktemp("large")
    guide = grown(shutil.copytree(second_guide, folder / "guide"), PARTS, PAGES_IN_A_PART)
    return build_site(folder / "site", project=guide, PYTHONPATH=str(PROJECT))


def test_the_menu_has_the_readers_part_the_parts_and_the_way_to_all(
    large_site: Path, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    with serve_folder(large_site) as address:
        page.goto(address + "part-3/5/")
        page.locator(".menu > summary").click()
        links = page.locator(".menu nav a").evaluate_all(LINKS)
        marked = {link.removeprefix(address): current for link, current in links if current}
        assert marked == {"part-3/5/": "page", "part-3/0/": "true"}
        led_to = {link.removeprefix(address) for link, _ in links}
        assert {f"part-3/{number}/" for number in range(PAGES_IN_A_PART)} <= led_to
        assert {f"part-{part}/0/" for part in range(PARTS)} <= led_to
        assert len(links) <= MOST_LINKS
        page.locator(".menu nav").get_by_role("link", name="All pages", exact=True).last.click()
        page.wait_for_url("**/search/")
        listed = set(page.locator(".site-index a").evaluate_all("all => all.map(a => a.href)"))
    context.close()
    every = {
        urljoin(address, file.parent.relative_to(large_site).as_posix() + "/").replace("/./", "/")
        for file in large_site.rglob("index.html")
    }
    assert every - {address + "search/"} <= listed


def test_a_page_is_no_heavier_in_a_guide_that_is_twice_as_large(
    large_site: Path, second_guide: Path, tmp_path: Path
) -> None:
    guide = grown(shutil.copytree(second_guide, tmp_path / "guide"), 2 * PARTS, PAGES_IN_A_PART)
    larger = build_site(tmp_path / "site", project=guide, PYTHONPATH=str(PROJECT))
    page = Path("part-3/5/index.html")
    titles = PARTS * 80  # bytes for the titles of the parts that came to it, which have an end too
    assert (larger / page).stat().st_size <= (large_site / page).stat().st_size + titles
