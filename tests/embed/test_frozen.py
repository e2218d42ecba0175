"""Frozen versions stand on their own, never change, say which rules they are, and tell of a newer version."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import brotli
import pytest
import yaml
from playwright.sync_api import BrowserContext, Page, expect

from macros.checks.built import check_built, read_built_page
from macros.errors import GuideError
from macros.publish.freeze import freeze
from macros.publish.frozen import FOLDER, SUMS, add_frozen, changed, edition_of, versions
from macros.publish.html import pages
from macros.publish.security import hashes, policy_for, secure
from macros.publish.steps import publish
from tests.conftest import PROJECT, build_site, run
from tests.embed.sites import EMBEDS, GUIDE, LIVE, framed, give_clinic, give_guide, headers_for
from tests.embed.test_wordpress import answer
from tests.publish.test_publish import digest

WORDS = yaml.safe_load((PROJECT / "docs" / "data" / "words.yml").read_text(encoding="utf-8"))["frozen"]
LARGEST = 24_000  # bytes of a page, compressed with Brotli
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


@pytest.fixture(scope="module")
def frozen(guide_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one frozen version, made of the guide as it is."""
    folder = tmp_path_factory.mktemp("kept") / "frozen"
    freeze(guide_dir, PROJECT / "docs", folder)
    return folder


@pytest.fixture(scope="module")
def version(frozen: Path) -> Path:
    (only,) = versions(frozen)
    return only


@pytest.fixture
def copy(frozen: Path, tmp_path: Path) -> Path:
    """The same to break things in."""
    return shutil.copytree(frozen, tmp_path / "frozen")


def published(guide_dir: Path, folder: Path, frozen: Path, days: int = 0) -> Path:
    """The site with the frozen version, when the guide has an edition this many days newer."""
    site = shutil.copytree(guide_dir, folder / "site")
    (version,) = versions(frozen)
    shutil.rmtree(site / "embed" / version.name, ignore_errors=True)
    add_frozen(site, edition_of(version) + timedelta(days=days), frozen)
    return site


def html_of(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


# --- those of this repository ------------------------------------------------------


def test_no_frozen_version_has_changed_or_is_gone() -> None:
    assert [str(problem) for problem in changed(PROJECT / FOLDER)] == []


def test_git_changes_no_line_ends_in_them() -> None:
    said = subprocess.run(
        ["git", "check-attr", "text", "frozen/2026-11/index.html"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip().endswith("text: unset")


def test_each_is_published_and_light_enough(guide_dir: Path) -> None:
    for version in versions(PROJECT / FOLDER):
        site = guide_dir / "embed" / version.name
        assert [file.relative_to(site) for file in html_of(site)] == [
            file.relative_to(version) for file in html_of(version)
        ]
        for file in html_of(site):
            assert len(brotli.compress(file.read_bytes(), mode=brotli.MODE_TEXT)) <= LARGEST, file


# --- making one ---------------------------------------------------------------------


def test_it_is_named_after_the_month_of_the_edition_and_holds_every_page(version: Path) -> None:
    newest = yaml.safe_load((PROJECT / "docs" / "data" / "changes.yml").read_text(encoding="utf-8"))[
        "changes"
    ][0]
    assert version.name == f"{newest['date']:%Y-%m}"
    assert edition_of(version) == newest["date"]
    made = {file.parent.relative_to(version).as_posix() for file in html_of(version)}
    assert {f"{LIVE}{each}/".replace("/./", "/") for each in made} == EMBEDS.keys()


def test_it_stands_on_its_own(guide_dir: Path, version: Path, frozen: Path, tmp_path: Path) -> None:
    site = published(guide_dir, tmp_path, frozen)
    folder = site / "embed" / version.name
    for file in html_of(folder):
        page = read_built_page(file)
        for address, line in page.fetched:
            assert (file.parent / address).resolve().is_relative_to(folder), f"{file}:{line} {address}"
        newest = 0
        for address, line in page.links:
            assert not re.match(r"(?!data:)[a-z]+:|/", address), f"{file}:{line} {address}"
            target = (file.parent / address.partition("#")[0]).resolve()
            newest += target.is_relative_to(site / LIVE)
        assert newest == 1, "only one link leads to the newest version"
        text = file.read_text(encoding="utf-8")
        assert GUIDE not in text
        assert "oembed" not in text
        assert "noindex" in text


def test_its_links_are_right_below_any_path(guide_dir: Path, frozen: Path, tmp_path: Path) -> None:
    site = published(guide_dir, tmp_path, frozen)
    assert [str(problem) for problem in check_built(site, "/health/guide/")] == []
    (version,) = versions(frozen)
    for embed, full in EMBEDS.items():
        folder = site / embed.replace(LIVE, f"embed/{version.name}/")
        canonical = read_built_page(folder / "index.html").canonical
        assert (folder / canonical).resolve() == site / full


def test_it_says_which_rules_it_has(version: Path) -> None:
    month = f"{edition_of(version):%B %Y}"
    for file in html_of(version):
        page = read_built_page(file)
        assert page.title.endswith(WORDS["title"].format(title="", month=month))
        text = file.read_text(encoding="utf-8")
        assert text.count(WORDS["rules"].format(month=month)) == 1
        assert text.count(" data-newer hidden>") == 1


def test_the_policy_of_each_page_still_fits(version: Path) -> None:
    for file in html_of(version):
        text = file.read_text(encoding="utf-8")
        assert POLICY.findall(text) == [policy_for(text)]


def test_its_pages_are_light(version: Path) -> None:
    sizes = {
        file.as_posix(): len(brotli.compress(file.read_bytes(), mode=brotli.MODE_TEXT))
        for file in html_of(version)
    }
    assert all(size <= LARGEST for size in sizes.values()), sizes


def test_the_lists_are_those_of_sha256sum(frozen: Path, version: Path) -> None:
    for folder in (frozen, version):
        for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
            listed, name = line.split("  ")
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == listed


def test_a_month_is_frozen_once(guide_dir: Path, copy: Path) -> None:
    before = digest(copy)
    with pytest.raises(GuideError, match=r"2026-11:1: This month is frozen already.*Freeze again"):
        freeze(guide_dir, PROJECT / "docs", copy)
    assert digest(copy) == before


def test_it_stops_without_embed_pages(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match="There are no embed pages here"):
        freeze(tmp_path / "site", PROJECT / "docs", tmp_path / "frozen")
    assert not (tmp_path / "frozen").exists()


def test_the_same_pages_freeze_to_the_same_bytes_at_any_address(frozen: Path, tmp_path: Path) -> None:
    elsewhere = build_site(tmp_path / "site", SITE_URL="http://127.0.0.1:8000/")
    freeze(elsewhere, PROJECT / "docs", tmp_path / "frozen")
    assert digest(tmp_path / "frozen") == digest(frozen)


# --- keeping it ---------------------------------------------------------------------


def test_a_version_that_is_as_it_was_is_fine(frozen: Path) -> None:
    assert list(changed(frozen)) == []


def test_a_changed_page_is_seen(copy: Path) -> None:
    (version,) = versions(copy)
    page = version / "index.html"
    page.write_bytes(page.read_bytes() + b" ")
    (problem,) = changed(copy)
    assert str(problem).startswith(
        f"frozen/{version.name}/index.html:1: This file of a frozen version has changed."
    )


def test_a_lost_page_a_new_one_and_a_lost_version_are_seen(copy: Path) -> None:
    (version,) = versions(copy)
    (version / "index.html").unlink()
    (version / "new.html").write_text("new", encoding="utf-8")
    said = [str(problem) for problem in changed(copy)]
    assert len(said) == 2
    assert "is gone" in said[0]
    assert f"is not in frozen/{version.name}/{SUMS}" in said[1]
    shutil.rmtree(version)
    (problem,) = changed(copy)
    assert "is gone" in problem.message


def test_a_change_with_a_new_list_is_seen_by_the_list_of_lists(copy: Path) -> None:
    (version,) = versions(copy)
    page = version / "index.html"
    old = hashlib.sha256(page.read_bytes()).hexdigest()
    page.write_bytes(page.read_bytes() + b" ")
    sums = version / SUMS
    sums.write_text(
        sums.read_text(encoding="utf-8").replace(old, hashlib.sha256(page.read_bytes()).hexdigest()),
        encoding="utf-8",
    )
    (problem,) = changed(copy)
    assert problem.file == f"frozen/{version.name}/{SUMS}"


def test_a_changed_version_stops_the_build(guide_dir: Path, copy: Path) -> None:
    (version,) = versions(copy)
    (version / "index.html").write_text("other", encoding="utf-8")
    with pytest.raises(GuideError, match="has changed"):
        add_frozen(guide_dir, None, copy)


# --- in the site ---------------------------------------------------------------------


def test_it_is_published_byte_for_byte(guide_dir: Path, frozen: Path, version: Path, tmp_path: Path) -> None:
    site = published(guide_dir, tmp_path, frozen)
    for file in (site / "embed" / version.name).rglob("*.*"):
        name = file.relative_to(site / "embed" / version.name)
        assert file.read_bytes() == (version / name).read_bytes(), name


def test_a_newer_edition_shows_one_line_and_changes_nothing_else(
    guide_dir: Path, frozen: Path, version: Path, tmp_path: Path
) -> None:
    site = published(guide_dir, tmp_path, frozen, days=1)
    for file in html_of(site / "embed" / version.name):
        old = (version / file.relative_to(site / "embed" / version.name)).read_text(encoding="utf-8")
        new = file.read_text(encoding="utf-8")
        assert new == old.replace(" data-newer hidden>", " data-newer>") != old


def test_publishing_again_changes_no_frozen_page(guide_dir: Path, frozen: Path, tmp_path: Path) -> None:
    site = published(guide_dir, tmp_path, frozen)
    before = digest(site / "embed" / versions(frozen)[0].name)
    publish(site, PROJECT / "docs", frozen)
    assert digest(site / "embed" / versions(frozen)[0].name) == before
    assert not [page for page in pages(site) if versions(frozen)[0].name in page.parts]


def test_a_guide_without_embed_pages_gets_none(frozen: Path, tmp_path: Path) -> None:
    add_frozen(tmp_path, date(2026, 11, 21), frozen)
    assert list(tmp_path.iterdir()) == []


def test_its_pages_may_be_framed_and_their_scripts_run(guide_dir: Path, frozen: Path, tmp_path: Path) -> None:
    site = published(guide_dir, tmp_path, frozen)
    publish(site, PROJECT / "docs", frozen)
    (version,) = versions(frozen)
    for file in html_of(site / "embed" / version.name):
        sent = headers_for(site, file.relative_to(site).as_posix().removesuffix("index.html"))
        assert sent["Content-Security-Policy"].endswith("frame-ancestors *")
        assert "X-Frame-Options" not in sent
        (own,) = hashes(file.read_text(encoding="utf-8"))["script-src"]
        assert own in sent["Content-Security-Policy"]
        for value in sent.values():
            assert len(value) < 1900, "Cloudflare reads 2,000 characters of a line"


@pytest.mark.parametrize("days", [0, 1], ids=["newest", "older"])
@pytest.mark.parametrize("embed", EMBEDS)
def test_it_works_in_a_sandboxed_frame(
    two_sites: BrowserContext, guide_dir: Path, frozen: Path, tmp_path: Path, embed: str, days: int
) -> None:
    site = published(guide_dir, tmp_path, frozen, days)
    secure(site)
    (version,) = versions(frozen)
    two_sites.unroute_all()
    give_guide(two_sites, site)
    address = GUIDE + embed.replace(LIVE, f"embed/{version.name}/")
    html = f'<!doctype html><title>Clinic</title><iframe src="{address}" sandbox="allow-scripts" width="600" height="900"></iframe>'
    page: Page = two_sites.new_page()
    page.goto(give_clinic(two_sites, html))
    frame = framed(page)
    answer(frame, "plan/" if "plan/" in embed else "")
    expect(frame.locator(".planner__headline")).to_be_visible()
    month = f"{edition_of(version):%B %Y}"
    expect(frame.get_by_text(WORDS["rules"].format(month=month))).to_be_visible()
    newer = frame.get_by_role("link", name=WORDS["open"])
    assert newer.is_visible() == bool(days)
    if days:
        newer.click()
        frame.wait_for_url(GUIDE + embed)


def test_make_freeze_says_where_the_copy_is(guide_dir: Path, tmp_path: Path) -> None:
    said = run("-m", "macros.publish.freeze", str(guide_dir), "--frozen", str(tmp_path / "frozen"))
    assert said.returncode == 0, said.stderr
    assert "holds the embed pages as they are now" in said.stdout
    again = run("-m", "macros.publish.freeze", str(guide_dir), "--frozen", str(tmp_path / "frozen"))
    assert again.returncode == 1
    assert "This month is frozen already" in again.stderr
    assert "Traceback" not in again.stderr
    about = json.loads((versions(tmp_path / "frozen")[0] / "about.json").read_text(encoding="utf-8"))
    assert about["contract"] == "v1"
