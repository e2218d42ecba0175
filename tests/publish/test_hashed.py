"""Assets have names that hold their hash, and everything that names one knows it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from macros.publish.hashed import hash_assets, hashed_name
from tests.publish.test_publish import digest


def write(site: Path, **files: str) -> Path:
    """A small site; "__" in a name stands for a slash."""
    for name, text in files.items():
        path, _, suffix = name.replace("__", "/").rpartition("_")
        file = site / f"{path}.{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return site


def the(site: Path, pattern: str) -> Path:
    (found,) = site.glob(pattern)
    return found


def test_every_asset_of_the_site_has_its_hash_in_its_name(site_dir: Path) -> None:
    assets = [file for file in (site_dir / "assets").rglob("*") if file.is_file()]
    assert len(assets) >= 5
    for file in assets:
        assert f".{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}." in file.name, file


def test_pages_styles_data_and_whole_addresses_follow(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        assets__a_css='p{background:url("img/x.svg#dot")}',
        assets__img__x_svg="<svg/>",
        assets__s_js="1",
        deep__page__index_html=(
            '<link rel="icon" href="/guide/assets/img/x.svg"><meta property="og:image" content="https://example.org/guide/assets/img/x.svg">\n'
            '<link rel=stylesheet href=../../assets/a.css>\n<a data-src="../../assets/s.js" href="../assets/a.css">\n'
            '<p title="../../assets/a.css">../../assets/a.css "../../assets/a.css"</p>'
        ),
    )
    hash_assets(site)
    svg, css, script = (
        the(site, "assets/img/x.*.svg"),
        the(site, "assets/a.*.css"),
        the(site, "assets/s.*.js"),
    )
    assert css.read_text(encoding="utf-8") == f'p{{background:url("img/{svg.name}#dot")}}'
    page = (site / "deep/page/index.html").read_text(encoding="utf-8")
    assert f'href="/guide/assets/img/{svg.name}"' in page
    assert f'content="https://example.org/guide/assets/img/{svg.name}"' in page
    assert f'<link rel=stylesheet href="../../assets/{css.name}">' in page
    assert f'data-src="../../assets/{script.name}"' in page
    assert 'href="../assets/a.css"' in page, "another file, that is not there"
    assert page.endswith('>../../assets/a.css "../../assets/a.css"</p>'), "words stay as they are"


def test_a_style_changes_its_name_with_what_it_names(tmp_path: Path) -> None:
    names = []
    for number, drawing in enumerate(("<svg/>", "<svg></svg>")):
        site = write(tmp_path / str(number), assets__a_css="p{background:url(x.svg)}", assets__x_svg=drawing)
        hash_assets(site)
        names.append(the(site, "assets/a.*.css").name)
    assert names[0] != names[1]


def test_again_changes_nothing(tmp_path: Path) -> None:
    site = write(tmp_path, assets__a_css="p{}", index_html='<link href="assets/a.css">')
    hash_assets(site)
    before = digest(site)
    hash_assets(site)
    assert digest(site) == before


def test_a_step_that_writes_the_plain_name_again_ends_the_same(tmp_path: Path) -> None:
    site = write(tmp_path, assets__a_css="p{}", index_html='<link href="assets/a.css">')
    hash_assets(site)
    before = digest(site)
    shutil.copy(the(site, "assets/a.*.css"), site / "assets" / "a.css")
    hash_assets(site)
    assert digest(site) == before


@pytest.mark.parametrize("name", ["a.css", "a.00000000.css"])
def test_an_older_hash_gives_way(name: str) -> None:
    digits = hashlib.sha256(b"p{}").hexdigest()[:8]
    assert hashed_name(name, b"p{}") == f"a.{digits}.css"
