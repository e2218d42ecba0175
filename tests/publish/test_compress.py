"""Compressed copies hold what they stand beside, and the same input gives the same bytes."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import brotli
import pytest

from macros.publish.compress import SMALL, TEXT, compress, drop_compressed
from macros.publish.steps import publish
from tests.publish.test_publish import digest


@pytest.fixture
def site(site_dir: Path, tmp_path: Path) -> Path:
    """A copy of the published site."""
    return shutil.copytree(site_dir, tmp_path / "site")


def test_every_text_file_has_both_and_nothing_else_has_any(site: Path) -> None:
    compress(site)
    for file in sorted(site.rglob("*")):
        if not file.is_file() or file.suffix in {".br", ".gz"}:
            continue
        content = file.read_bytes()
        both = [file.with_name(file.name + suffix) for suffix in (".br", ".gz")]
        if file.suffix in TEXT and len(content) >= SMALL:
            assert brotli.decompress(both[0].read_bytes()) == content
            assert gzip.decompress(both[1].read_bytes()) == content
            assert max(copy.stat().st_size for copy in both) < len(content)
        else:
            assert not any(copy.exists() for copy in both), file


def test_again_and_at_another_time_gives_the_same_bytes(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compress(site)
    before = digest(site)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    compress(site)
    assert digest(site) == before


def test_a_changed_file_gets_a_new_copy_and_a_lost_one_leaves_none(site: Path) -> None:
    compress(site)
    home, gone = site / "index.html", site / "404.html"
    home.write_text(home.read_text(encoding="utf-8") + "<!-- new -->", encoding="utf-8")
    gone.unlink()
    compress(site)
    assert brotli.decompress((site / "index.html.br").read_bytes()) == home.read_bytes()
    assert not list(site.glob("404.html*"))


def test_publishing_without_copies_leaves_none_and_no_time_of_the_build(site: Path) -> None:
    (site / "sitemap.xml.gz").write_bytes(gzip.compress(b"<urlset/>"))
    before = digest(site)
    compress(site)
    drop_compressed(site)
    assert digest(site) == {name: value for name, value in before.items() if name != "sitemap.xml.gz"}


def test_publishing_twice_with_copies_changes_nothing(site: Path) -> None:
    publish(site, compressed=True)
    before = digest(site)
    publish(site, compressed=True)
    assert digest(site) == before
    assert "sitemap.xml.gz" in before
