"""The publish step: one classic script, nothing unused, the same result however often it runs."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from macros.publish.steps import publish
from tests.conftest import build_site

# The script of the planner that answers about one wait, or of the one that plans.
PLANNER = r'src="[./]*assets/(?:planner|plan)\.[0-9a-f]{8}\.js"'


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
    assert digest(build_site(tmp_path / "site")) == digest(site_dir)


@pytest.mark.parametrize(("path", "script"), [("timing", "planner"), ("plan", "plan")])
def test_each_planner_ships_as_one_classic_deferred_script(site_dir: Path, path: str, script: str) -> None:
    page = (site_dir / path / "index.html").read_text(encoding="utf-8")
    assert len(re.findall(PLANNER, page)) == 1
    assert re.search(rf'<script defer src="\.\./assets/{script}\.[0-9a-f]{{8}}\.js"></script>', page)
    assert 'type="module"' not in page
    assert not list(site_dir.rglob("assets/planner/*.js"))


def test_only_pages_with_a_planner_load_one(site_dir: Path) -> None:
    for page in site_dir.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        # A page for frames holds its script: decisions/0013-embedding.md.
        within = page.is_relative_to(site_dir / "embed")
        assert bool(re.search(PLANNER, text)) == ("data-planner" in text and not within), page


def test_nothing_of_the_theme_is_left_that_no_page_uses(site_dir: Path) -> None:
    kept = {file.name for file in (site_dir / "assets").rglob("*") if file.is_file()}
    assert not {name for name in kept if name.startswith(("bundle", "main.", "palette"))}
    assert not (site_dir / "assets" / "javascripts").exists()
    assert not list(site_dir.rglob("*.yml"))
