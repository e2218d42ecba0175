"""The publish step: one classic script, nothing unused, the same result however often it runs."""

from __future__ import annotations

import hashlib
from pathlib import Path

from macros.publish.steps import publish
from tests.conftest import build_site


def digest(folder: Path) -> dict[str, str]:
    """Each file below a folder with a hash of what it holds."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_running_it_again_changes_nothing(site_dir: Path) -> None:
    before = digest(site_dir)
    publish(site_dir)
    assert digest(site_dir) == before


def test_two_builds_are_the_same_to_the_byte(site_dir: Path, tmp_path: Path) -> None:
    again = digest(build_site(tmp_path / "site"))
    first = digest(site_dir)
    # The sitemap's compressed twin carries the time of the build; its plain text is compared.
    for built in (first, again):
        built.pop("sitemap.xml.gz", None)
    assert again == first


def test_the_planner_ships_as_one_classic_deferred_script(site_dir: Path) -> None:
    page = (site_dir / "timing" / "index.html").read_text(encoding="utf-8")
    assert '<script defer src="../assets/planner.js"></script>' in page
    assert 'type="module"' not in page
    assert not list(site_dir.rglob("assets/planner/*.js"))


def test_only_pages_with_the_planner_load_it(site_dir: Path) -> None:
    for page in site_dir.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert ("assets/planner.js" in text) == ("data-planner" in text), page


def test_nothing_of_the_theme_is_left_that_no_page_uses(site_dir: Path) -> None:
    kept = {file.name for file in (site_dir / "assets").rglob("*") if file.is_file()}
    assert not {name for name in kept if name.startswith(("bundle", "search", "main.", "palette"))}
    assert not list(site_dir.rglob("*.yml"))
