"""The checks of the built site see what they are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.checks.built import check_built

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title><meta name="description" content="{title} words">
</head><body><main id="content">{body}</main></body></html>"""


def write(site: Path, path: str, body: str, title: str = "") -> None:
    """Write a page of a small built site."""
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(title=title or path, body=body), encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two pages that link to each other."""
    write(tmp_path, "index.html", '<a href="a/#there">a</a>')
    write(tmp_path, "a/index.html", '<h2 id="there">There</h2><a href="../">home</a>')
    return tmp_path


def test_a_good_site_has_no_problems(site: Path) -> None:
    assert check_built(site) == []


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ('<a href="b/">b</a>', "links"),
        ('<a href="a/#nowhere">a</a>', "anchors"),
        ('<a href="../../x/">x</a>', "links"),
        ('<a href="a/#v1&amp;task=next">a</a>', "anchors"),
        ('<div data-planner data-links="{&#34;why&#34;: &#34;a/#nowhere&#34;}"></div>', "anchors"),
        ('<div data-planner data-links="{&#34;why&#34;: &#34;b/&#34;}"></div>', "links"),
        ('<img src="missing.png" alt="">', "links"),
        ('<img src="https://example.org/x.png" alt="">', "privacy"),
        ('<script src="//example.org/x.js"></script>', "privacy"),
        ('<link rel="stylesheet" href="https://example.org/x.css">', "privacy"),
        ('<p id="twice"></p><p id="twice"></p>', "ids"),
    ],
)
def test_a_broken_page_is_found(site: Path, body: str, check: str) -> None:
    write(site, "index.html", body)
    assert check in {problem.check for problem in check_built(site)}


def test_answers_for_a_planner_lead_to_one(site: Path) -> None:
    write(
        site,
        "a/index.html",
        '<div data-planner></div><h2 id="there">There</h2><a href="#v1&amp;task=next">a</a>',
    )
    write(site, "index.html", '<a href="a/#v1&amp;task=next">a</a>')
    assert check_built(site) == []
    write(site, "index.html", '<a href="a/#v2&amp;task=next">a</a><a href="#v1&amp;task=next">a</a>')
    assert [str(problem) for problem in check_built(site)] == [
        "index.html:2: a/#v2&task=next: that page has no #v2&task=next. Mend the anchor. [anchors]",
        "index.html:2: #v1&task=next: that page has no planner to give these answers to. Mend the anchor. [anchors]",
    ]


def test_two_pages_with_one_title_are_found(site: Path) -> None:
    write(site, "a/index.html", '<h2 id="there">There</h2>', title="index.html")
    assert {problem.check for problem in check_built(site)} == {"title", "description"}


def test_a_link_that_leaves_the_sub_path_is_found(site: Path) -> None:
    write(site, "index.html", '<a href="/a/">a</a>')
    assert check_built(site, "/") == []
    assert [problem.check for problem in check_built(site, "/guide/")] == ["links"]
