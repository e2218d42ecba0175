"""Who the guide says it is elsewhere: its icons, its manifest, its social card."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from macros.errors import GuideError
from macros.publish.html import TAG, attributes
from macros.publish.html import pages as files
from macros.publish.identity import add_manifest
from tests.publish.test_publish import digest
from tests.site.test_built_site import pages
from tests.tools.draw import CARD, HEIGHT, IMAGES, WIDTH, as_icon, card_html, drawn_from, fingerprint, size

MOST = 60_000  # bytes of the card


def head(site: Path, path: str = "") -> list[tuple[str, dict[str, str]]]:
    """The tags of a page with their attributes."""
    text = (site / path / "index.html").read_text(encoding="utf-8")
    return [(tag.group(1), attributes(tag.group(2))) for tag in TAG.finditer(text)]


def meta(site: Path, path: str = "") -> dict[str, str]:
    """The <meta> of a page by name or property."""
    tags = [given for name, given in head(site, path) if name == "meta"]
    return {given.get("name") or given.get("property", ""): given.get("content", "") for given in tags}


def test_the_manifest_has_the_guides_name_colours_and_icons(site_dir: Path) -> None:
    manifest = json.loads((site_dir / "site.webmanifest").read_text(encoding="utf-8"))
    assert manifest["name"] == meta(site_dir)["og:site_name"]
    assert 0 < len(manifest["short_name"]) <= 12
    assert re.fullmatch(r"#[0-9a-f]{6}", manifest["theme_color"])
    assert {icon["type"] for icon in manifest["icons"]} == {"image/x-icon", "image/svg+xml"}
    assert all((site_dir / icon["src"]).is_file() for icon in manifest["icons"])


def test_every_page_links_to_the_manifest(site_dir: Path) -> None:
    for path in pages(site_dir):
        file = site_dir / path / "index.html" if not path.endswith(".html") else site_dir / path
        (link,) = re.findall(r'<link rel="manifest" href="([^"]*)">', file.read_text(encoding="utf-8"))
        assert (file.parent / link).resolve() == site_dir / "site.webmanifest"


def test_every_page_has_an_icon_so_that_no_browser_asks_for_one_that_is_not_there(site_dir: Path) -> None:
    for file in files(site_dir):
        html = file.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in html:  # it leads on at once
            continue
        icons = re.findall(r'<link rel="icon"[^>]* href="([^"]*)"', html)
        assert icons, file
        for icon in icons:
            assert icon == "data:," or (file.parent / icon).is_file() or icon.startswith("/"), file


def test_a_browser_reads_the_manifest_without_complaint(site_url: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(site_url + "timing/")
    found = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert found["url"] == site_url + "site.webmanifest"
    assert found["errors"] == []
    page.close()


def test_adding_it_again_changes_nothing(site_dir: Path) -> None:
    before = digest(site_dir)
    add_manifest(site_dir)
    assert digest(site_dir) == before


def test_a_home_page_without_a_name_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<meta name="description" content="a">', encoding="utf-8")
    with pytest.raises(GuideError, match="og:site_name, theme-color"):
        add_manifest(tmp_path)


def test_a_shared_page_shows_its_own_title_words_and_the_card(site_dir: Path) -> None:
    titles = set()
    for path in pages(site_dir):
        if path == "404.html":
            continue
        said = meta(site_dir, path)
        titles.add(said["og:title"])
        assert said["og:description"] == said["description"]
        assert said["og:type"] == ("article" if path else "website")
        assert said["og:url"].endswith(f"/{path}")
        assert said["twitter:card"] == "summary_large_image"
        assert said["og:image:alt"]
        image = urlsplit(said["og:image"])
        assert image.scheme.startswith("http")
        assert (site_dir / image.path.lstrip("/")).is_file()
    assert len(titles) == len(pages(site_dir)) - 1


def test_the_card_is_the_size_that_sites_ask_for_and_small() -> None:
    png = CARD.read_bytes()
    assert size(png) == (WIDTH, HEIGHT)
    assert len(png) <= MOST


def test_the_card_was_drawn_from_the_name_of_today() -> None:
    assert drawn_from(CARD.read_bytes()) == fingerprint(card_html()), "The card is old: make card."


def test_the_small_icon_is_one_picture_of_32_pixels() -> None:
    icon = (IMAGES / "favicon.ico").read_bytes()
    assert size(icon[22:]) == (32, 32)
    assert as_icon(icon[22:]) == icon


def test_the_icon_has_a_shape_for_each_scheme(browser: Browser, tmp_path: Path) -> None:
    seen = []
    for scheme in ("light", "dark"):
        page = browser.new_page(viewport={"width": 32, "height": 32}, color_scheme=scheme)
        page.goto((IMAGES / "favicon.svg").as_uri())
        seen.append(page.screenshot())
        page.close()
    assert seen[0] != seen[1]
