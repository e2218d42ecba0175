"""What holds up the first paint stands in the page, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from macros.errors import GuideError
from macros.publish.html import pages
from macros.publish.inline import inline_blocking

HEAD = """<head><meta charset=utf-8>
<link rel="stylesheet" href="../assets/a.css">
<script src="../assets/a.js"></script>
<script defer src="../assets/later.js"></script></head>"""
PAGE = f'<!doctype html>{HEAD}<body><link rel="stylesheet" href="../assets/end.css"><p></body>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "about").mkdir()
    (tmp_path / "assets" / "a.css").write_text("p { color: red; }  /* gone */", encoding="utf-8")
    (tmp_path / "assets" / "a.js").write_text("// gone\nconst name = 1;\n", encoding="utf-8")
    (tmp_path / "assets" / "later.js").write_text("later()", encoding="utf-8")
    (tmp_path / "about" / "index.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


def test_what_is_in_the_head_and_blocks_stands_in_the_page(site: Path) -> None:
    inline_blocking(site)
    html = (site / "about" / "index.html").read_text(encoding="utf-8")
    assert "<style data-inline>p{color:red}</style>" in html
    assert "<script data-inline>const name=1;</script>" in html
    assert '<script defer src="../assets/later.js"></script>' in html
    assert '<link rel="stylesheet" href="../assets/end.css">' in html
    inline_blocking(site)
    assert (site / "about" / "index.html").read_text(encoding="utf-8") == html


def test_a_script_that_is_not_deferred_stands_in_the_page_wherever_it_is(site: Path) -> None:
    page = site / "about" / "index.html"
    body = '<body><p><script src="../assets/later.js"></script></body>'
    page.write_text(f"<!doctype html><head><meta charset=utf-8></head>{body}", encoding="utf-8")
    inline_blocking(site)
    assert "<p><script data-inline>later()</script>" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ['put("</SCRIPT>")', 'put("<!--")'])
def test_a_script_that_would_end_early_in_a_page_stops_the_build(site: Path, text: str) -> None:
    (site / "assets" / "a.js").write_text(text, encoding="utf-8")
    with pytest.raises(GuideError, match="</script or <!--"):
        inline_blocking(site)


def test_a_page_may_leave_out_what_a_medium_needs(site: Path) -> None:
    style = "p { color: red } @media print { p { color: black } } @media screen { p { top: 0 } }"
    (site / "assets" / "a.css").write_text(style, encoding="utf-8")
    page = site / "about" / "index.html"
    page.write_text(PAGE.replace(" href", ' data-without="print" href', 1), encoding="utf-8")
    inline_blocking(site)
    expected = "<style data-inline>p{color:red}@media screen{p{top:0}}</style>"
    assert expected in page.read_text(encoding="utf-8")


def test_the_error_page_names_its_files_from_the_root(site: Path) -> None:
    page = site / "404.html"
    page.write_text(PAGE.replace("../assets", "/guide/assets"), encoding="utf-8")
    inline_blocking(site)
    assert "<style data-inline>p{color:red}</style>" in page.read_text(encoding="utf-8")


def test_a_page_cannot_pass_off_its_own_as_ours(site: Path) -> None:
    page = site / "about" / "index.html"
    page.write_text(
        PAGE.replace("</body>", "\n<script data-inline>planted()</script></body>"), encoding="utf-8"
    )
    with pytest.raises(GuideError, match=r"about/index\.html:5: .*data-inline"):
        inline_blocking(site)


def test_a_style_that_names_a_file_is_refused(site: Path) -> None:
    style = site / "assets" / "a.css"
    style.write_text("p { background: url(data:image/png,x) }", encoding="utf-8")
    inline_blocking(site)
    (site / "about" / "index.html").write_text(PAGE, encoding="utf-8")
    style.write_text("p { background: url(dots.png) }", encoding="utf-8")
    with pytest.raises(GuideError, match="names a file"):
        inline_blocking(site)


def test_nothing_on_the_site_stands_between_a_page_and_its_first_paint(site_dir: Path) -> None:
    for page in pages(site_dir):
        head = page.read_text(encoding="utf-8").partition("</head>")[0]
        assert head.count("<style data-inline>") >= 1, page
        assert re.findall(r'<link rel="stylesheet"|<script (?!defer|data-inline)', head) == [], page
