"""The web feed: valid Atom, the same changes as the page, and known again wherever the guide stands."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin
from uuid import UUID
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import yaml

from macros.errors import GuideError
from macros.publish.feed import ATOM, FEED, add_feed
from tests.conftest import PROJECT, build_site
from tests.publish.test_publish import digest
from tests.site.shown import read_shown
from tests.site.test_structured_data import content_pages

CHANGES = {
    "feed": "6a0f5f9c-6a55-4f0e-9d55-0b7a4f3a9c11",
    "changes": [
        {
            "id": "longer-wait",
            "date": "2027-02-03",
            "title": 'A longer wait & "why"',
            "what": ["One wait is longer.", "Another is < it was."],
            "why": "A new study came out.",
            "pages": ["get-help"],
        },
        {
            "id": "whole-guide",
            "date": "2027-01-02",
            "title": "All pages read again",
            "what": ["Nothing changed."],
            "why": "It was due.",
        },
        {
            "id": "first",
            "date": "2026-11-21",
            "title": "The guide is published",
            "what": ["All pages appeared."],
            "why": "To begin.",
        },
    ],
}
PAGE = """---
title: Changes
description: A made-up page that lists what changed in the small guide used by the tests.
purpose: To hold true that a change is typed once.
audience: The tests.
main_message: What changed stands here.
last_reviewed: 2026-11-21
next_review: 2027-05-21
reviewed_by: []
published: 2026-11-21
---
{{ in_short() }}

## What changed { #list }

{{ changes_list() }}

{{ next_steps(["index"]) }}

{{ sources_list() }}

{{ review_box() }}
"""


def with_changes(project: Path) -> Path:
    """The small guide with a page of changes."""
    written = yaml.safe_dump(CHANGES, sort_keys=False)
    # A day is a day, and not text.
    written = re.sub(r"date: '([\d-]+)'", r"date: \1", written)
    (project / "docs" / "data" / "changes.yml").write_text(written, encoding="utf-8")
    (project / "docs" / "changes.md").write_text(PAGE, encoding="utf-8")
    settings = project / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").rstrip() + "\n  - changes.md\n", encoding="utf-8"
    )
    return project


def mistakes(text: str) -> Iterator[str]:
    """What in a feed RFC 4287 forbids, as far as a feed without parts from others can break it."""
    feed = ElementTree.fromstring(text)
    if feed.tag != f"{{{ATOM}}}feed":
        yield f"the root is {feed.tag}"
    for element in feed.iter():
        if not element.tag.startswith(f"{{{ATOM}}}"):
            yield f"{element.tag} is not of Atom"
    for where in (feed, *feed.iterfind(f"{{{ATOM}}}entry")):
        yield from _head_mistakes(where)
    if not children(feed, "author"):
        yield "nobody is the author"
    for author in children(feed, "author"):
        if [child.tag for child in author] != [f"{{{ATOM}}}name"] or not (author[0].text or "").strip():
            yield "the author is more than a name"
    relations = [link.attrib.get("rel") for link in children(feed, "link")]
    if relations.count("self") != 1 or relations.count("alternate") != 1:
        yield f"the feed links to {relations}"
    ids = [said(each, "id") for each in (feed, *children(feed, "entry"))]
    if len(ids) != len(set(ids)):
        yield "an id stands twice"
    newest = max(said(each, "updated") for each in children(feed, "entry"))
    if said(feed, "updated") != newest:
        yield f"the feed is of {said(feed, 'updated')}, its newest entry of {newest}"


def _head_mistakes(where: Element) -> Iterator[str]:
    kind = where.tag.rpartition("}")[2]
    for name in ("id", "title", "updated"):
        if len(children(where, name)) != 1 or not said(where, name).strip():
            yield f"{kind}: not exactly one {name}"
    if not re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", said(where, "id")):
        yield f"{kind}: {said(where, 'id')} is no address that lasts"
    for name in ("updated", "published"):
        for each in children(where, name):
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", each.text or ""):
                yield f"{kind}: {each.text} is no moment as RFC 3339 has it"
            datetime.fromisoformat((each.text or "").replace("Z", "+00:00"))
    for link in children(where, "link"):
        if not re.match(r"https?://[^/]+/", link.attrib.get("href", "")):
            yield f"{kind}: {link.attrib.get('href')} is no whole address"
    if kind == "entry":
        if [content.attrib.get("type") for content in children(where, "content")] != ["text"]:
            yield "entry: no words"
        if not any(link.attrib.get("rel") == "alternate" for link in children(where, "link")):
            yield "entry: it leads nowhere"


def children(element: Element, name: str) -> list[Element]:
    """The children of this name."""
    return element.findall(f"{{{ATOM}}}{name}")


def said(element: Element, name: str) -> str:
    """The words of the first child of this name."""
    return element.findtext(f"{{{ATOM}}}{name}") or ""


def entries(site: Path) -> list[Element]:
    """The entries of a site's feed."""
    return children(ElementTree.fromstring((site / FEED).read_text(encoding="utf-8")), "entry")


@pytest.fixture(scope="module")
def changed_site(second_guide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide with three changes, published."""
    folder = tmp_path_factory.mktemp("changed")
    project = with_changes(shutil.copytree(second_guide, folder / "guide"))
    return build_site(folder / "site", project=project, PYTHONPATH=str(PROJECT), AS_OF="2027-02-04")


def test_the_feed_of_the_guide_is_valid(site_dir: Path) -> None:
    assert list(mistakes((site_dir / FEED).read_text(encoding="utf-8"))) == []


def test_a_feed_of_several_changes_is_valid_and_newest_first(changed_site: Path) -> None:
    assert list(mistakes((changed_site / FEED).read_text(encoding="utf-8"))) == []
    found = entries(changed_site)
    assert [said(entry, "title") for entry in found] == [each["title"] for each in CHANGES["changes"]]  # type: ignore[index]
    assert [said(entry, "updated")[:10] for entry in found] == ["2027-02-03", "2027-01-02", "2026-11-21"]
    words = said(found[0], "content")
    assert words.startswith("One wait is longer.\n\nAnother is < it was.\n\nWhy: A new study came out.")
    assert "On these pages: Get help" in words


@pytest.mark.parametrize("which", ["guide", "small guide"])
def test_every_entry_stands_on_the_page_of_changes(site_dir: Path, changed_site: Path, which: str) -> None:
    site = site_dir if which == "guide" else changed_site
    html = (site / "changes" / "index.html").read_text(encoding="utf-8")
    canonical = read_shown(site / "changes" / "index.html").address
    for entry in entries(site):
        (link,) = children(entry, "link")
        address, _, anchor = link.attrib["href"].partition("#")
        assert address == canonical
        heading = re.search(rf'<h3 id="{anchor}">(.*?)</h3>', html)
        assert heading
        words = re.sub("<[^>]+>", "", heading.group(1))
        for plain, written in (("&", "&amp;"), ("<", "&lt;"), ('"', "&#34;")):
            words = words.replace(written, plain)
        assert words.endswith(f": {said(entry, 'title')}")
        assert f'<time datetime="{said(entry, "updated")[:10]}">' in heading.group(1)
    assert len(entries(site)) == len(re.findall(r"<h3 id=", html))


def test_a_change_is_shown_on_the_pages_it_concerns(changed_site: Path) -> None:
    shown = {file.parent.name: read_shown(file) for file in content_pages(changed_site)}
    rows = {path: page.rows["On this page"] for path, page in shown.items()}
    first = "21 November 2026: First published."
    guide = "2 January 2027: All pages read again."
    assert rows["get-help"] == ['3 February 2027: A longer wait & "why".', guide, first]
    assert rows["site"] == rows["changes"] == [guide, first]
    assert shown["get-help"].page["dateModified"] == "2027-02-03"
    assert shown["site"].page["dateModified"] == "2027-01-02"
    assert {page.page["version"] for page in shown.values()} == {"2027-02-03"}


def test_an_entry_is_known_again_when_the_guide_moves(
    changed_site: Path, project: Path, tmp_path: Path
) -> None:
    settings = with_changes(project) / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("http://127.0.0.1:8000/", "https://example.org/guide/"), encoding="utf-8"
    )
    moved = build_site(tmp_path / "site", project=project, PYTHONPATH=str(PROJECT))
    assert [said(each, "id") for each in entries(moved)] == [
        said(each, "id") for each in entries(changed_site)
    ]
    (link,) = children(entries(moved)[0], "link")
    assert link.attrib["href"] == "https://example.org/guide/changes/#longer-wait"
    assert f'href="https://example.org/guide/{FEED}"' in (moved / FEED).read_text(encoding="utf-8")


def test_the_feed_has_the_name_that_is_typed_once(site_dir: Path) -> None:
    data = yaml.safe_load((PROJECT / "docs" / "data" / "changes.yml").read_text(encoding="utf-8"))
    feed = ElementTree.fromstring((site_dir / FEED).read_text(encoding="utf-8"))
    assert said(feed, "id") == f"urn:uuid:{UUID(data['feed'])}"


def test_nobody_is_named_as_its_author(site_dir: Path) -> None:
    feed = ElementTree.fromstring((site_dir / FEED).read_text(encoding="utf-8"))
    (author,) = children(feed, "author")
    assert said(author, "name") == read_shown(site_dir / "index.html").guide
    assert list(feed.iter(f"{{{ATOM}}}email")) == list(feed.iter(f"{{{ATOM}}}uri")) == []


def test_every_page_tells_feed_readers_where_it_is(site_dir: Path) -> None:
    for file in content_pages(site_dir):
        html = file.read_text(encoding="utf-8")
        (href,) = re.findall(r'<link rel="alternate" type="application/atom\+xml" href="([^"]*)"', html)
        assert (file.parent / href).resolve() == site_dir / FEED
    assert FEED not in (site_dir / "404.html").read_text(encoding="utf-8")


def test_readers_see_a_link_to_it_on_the_page_of_changes(site_dir: Path) -> None:
    html = (site_dir / "changes" / "index.html").read_text(encoding="utf-8")
    shown = read_shown(site_dir / "changes" / "index.html")
    home = urljoin(shown.address, "..")
    assert ("Follow the changes in a feed reader", home + FEED) in shown.links
    assert "data-published" not in html


def test_the_offline_copy_leads_to_the_feed_on_the_site(site_dir: Path) -> None:
    home = read_shown(site_dir / "index.html").address
    with zipfile.ZipFile(site_dir / "offline.zip") as archive:
        assert f"guide/{FEED}" not in archive.namelist()
        page = archive.read("guide/changes/index.html").decode()
    assert page.count(f'href="{home}{FEED}"') == 2


def test_again_changes_nothing(changed_site: Path) -> None:
    before = digest(changed_site)
    add_feed(changed_site)
    assert digest(changed_site) == before


def test_a_guide_without_changes_has_no_feed(project: Path, tmp_path: Path) -> None:
    site = build_site(tmp_path / "site", project=project, PYTHONPATH=str(PROJECT))
    assert not (site / FEED).exists()
    assert "atom+xml" not in (site / "index.html").read_text(encoding="utf-8")


def test_a_list_without_an_address_stops_the_step(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<h1>Changes</h1><div data-feed="x"><h3 id="a"><time datetime="2027-01-01">1</time>: A</h3></div>',
        encoding="utf-8",
    )
    with pytest.raises(GuideError, match="address, guide"):
        add_feed(tmp_path)


BROKEN = [
    ("no id", r"<id>urn:uuid:[^<]*</id>", "", "exactly one id"),
    ("an id twice", r"(<entry>\s*<id>)[^<]*", r"\1urn:uuid:00000000-0000-4000-8000-000000000000", "stands twice"),
    ("a date alone", r"T00:00:00Z</updated>", "</updated>", "RFC 3339"),
    ("no author", r"<author>.*?</author>", "", "nobody"),
    ("a relative link", r'href="http://[^/]*/', 'href="/', "whole address"),
    ("another element", "<author>", "<comment xmlns=''/><author>", "not of Atom"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_feed_is_seen(changed_site: Path, old: str, new: str, words: str) -> None:
    text = (changed_site / FEED).read_text(encoding="utf-8")
    broken = re.sub(old, new, text, flags=re.DOTALL)
    assert broken != text
    assert [each for each in mistakes(broken) if words in each]
