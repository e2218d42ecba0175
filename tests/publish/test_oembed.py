"""The answers for oEmbed: what they are made of, and what stops the step. What WordPress makes of them: tests/embed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from macros.errors import GuideError
from macros.publish.oembed import ANSWER, LIVE, add_oembed, read_head

HOME = '<meta charset="utf-8"><title>A & B</title><link rel="canonical" href="https://a.example/g/">\n</head>'
EMBED = (
    '<meta charset="utf-8"><title>Planner: A &amp; &quot;B&quot;</title>'
    '<meta property="og:site_name" content="The guide A &amp; B">'
    '<link rel="canonical" href="https://a.example/g/timing/">\n</head>'
)
FULL = '<title>Timing</title><link rel="canonical" href="https://a.example/g/timing/">\n</head>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with an embed page, a neutral one, and the full page they are a part of."""
    pages = {
        "": HOME,
        LIVE.as_posix(): EMBED,
        f"{LIVE.as_posix()}/neutral": EMBED.replace("A &amp;", "C &amp;"),
        "timing": FULL,
    }
    for folder, html in pages.items():
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "index.html").write_text(html, encoding="utf-8")
    return tmp_path


def test_an_answer_says_what_the_head_of_its_page_says(site: Path) -> None:
    add_oembed(site)
    said = json.loads((site / LIVE / ANSWER).read_text(encoding="utf-8"))
    assert said["title"] == 'Planner: A & "B"'
    assert said["provider_name"] == "The guide A & B"
    assert said["provider_url"] == "https://a.example/g/"
    assert '<a href="https://a.example/g/timing/">Planner: A &amp; &quot;B&quot;</a>' in said["html"]
    assert 'src="https://a.example/g/embed/v1/"' in said["html"]
    assert 'title="Planner: A &amp; &quot;B&quot;"' in said["html"]


def test_the_full_page_leads_to_the_embed_with_the_guides_name(site: Path) -> None:
    add_oembed(site)
    link = '<link rel="alternate" type="application/json+oembed" href="https://a.example/g/embed/v1/{}oembed.json">'
    assert (site / "timing" / "index.html").read_text(encoding="utf-8").count(link.format("")) == 1
    assert link.format("neutral/") in (site / LIVE / "neutral" / "index.html").read_text(encoding="utf-8")
    assert "oembed" not in (site / "index.html").read_text(encoding="utf-8")


def test_again_changes_nothing(site: Path) -> None:
    add_oembed(site)
    before = {file: file.read_bytes() for file in site.rglob("*.*")}
    add_oembed(site)
    assert {file: file.read_bytes() for file in site.rglob("*.*")} == before


@pytest.mark.parametrize(
    ("page", "part", "missing"),
    [
        (LIVE / "index.html", "<title>", "title"),
        (LIVE / "index.html", "og:site_name", "publisher"),
        (LIVE / "index.html", "canonical", "address"),
        (Path("index.html"), "canonical", "address"),
    ],
)
def test_a_head_that_says_too_little_stops_the_step(site: Path, page: Path, part: str, missing: str) -> None:
    file = site / page
    file.write_text(file.read_text(encoding="utf-8").replace(part, "other"), encoding="utf-8")
    with pytest.raises(GuideError, match=rf"{page.as_posix()}:1: Its head does not say its {missing}"):
        add_oembed(site)


def test_a_guide_without_embed_pages_has_none(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>A</title>", encoding="utf-8")
    add_oembed(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["index.html"]


def test_a_head_without_anything_says_nothing() -> None:
    head = read_head("<p>Hello</p>")
    assert (head.address, head.title, head.publisher) == ("", "", "")
