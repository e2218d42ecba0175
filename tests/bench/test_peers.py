"""The pages that ours is measured beside: the same words, real files, and nothing from another host."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from bench import peers
from bench.peers import Peer, PeerError
from macros.publish.html import is_listed

# The page that is measured, and one with many kinds of parts, to try the makers of peers on.
MEASURED = peers.TIMING
RICH = "why-wait/"
# Not text of the page: repeats of words that stand elsewhere on it, and a note that other kits put on another page.
REPEATED = {"toc", "cell-label", "term-note"}
STYLE = '@font-face{font-family:"Frutiger W01";src:url("https://a.test/f.woff2")}html{font-family:GDS Transport,arial,sans-serif}\n/*# sourceMappingURL=all.css.map */\n'


@pytest.fixture(scope="module")
def kits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders as npm makes them, with files of the right names."""
    folder = tmp_path_factory.mktemp("kits")
    for kit in (peers.NHSUK, peers.GOVUK):
        for name in (kit.style, kit.script, *kit.icons):
            file = folder / f"{kit.prefix}-frontend" / "dist" / kit.prefix / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(STYLE if name == kit.style else "export function initAll() {}\n")
    return folder


@pytest.fixture(scope="module")
def made(site_dir: Path, kits: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Peer]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(peers, "KITS", kits)
        patch.setattr(peers, "TIMING", RICH)
        yield peers.build(site_dir, tmp_path_factory.mktemp("peers"))


def page(peer: Peer) -> Path:
    return peer.folder / peer.path / "index.html"


def parsed(file: Path) -> Element:
    root: Element = html5lib.parse(file.read_bytes(), treebuilder="etree", namespaceHTMLElements=False)
    return root


def words(element: Element) -> Iterator[str]:
    """Every word in the order of the page, each text node for itself."""
    if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
        return
    if not REPEATED.isdisjoint(element.get("class", "").split()):
        return
    yield from (element.text or "").split()
    for child in element:
        yield from words(child)
        yield from (child.tail or "").split()


def all_words_in_order(article: Element, theirs: Iterator[str]) -> int:
    """How many words the article has, each of which comes in `theirs` after the one before it."""
    wanted = list(words(article))
    for place, word in enumerate(wanted):
        assert word in theirs, f"missing after: {' '.join(wanted[max(0, place - 8) : place + 1])}"
    return len(wanted)


def test_the_page_that_is_measured_has_every_word_too(
    site_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "TIMING", MEASURED)
    article = parsed(site_dir / MEASURED / "index.html").find(".//article")
    assert article is not None
    assert all_words_in_order(article, words(parsed(page(peers.bare(site_dir, tmp_path))))) > 900


@pytest.mark.parametrize("name", ["bare", "material", "nhsuk", "govuk"])
def test_every_word_of_the_article_is_on_the_page_in_the_same_order(
    made: dict[str, Peer], site_dir: Path, name: str
) -> None:
    article = parsed(site_dir / RICH / "index.html").find(".//article")
    assert article is not None
    assert all_words_in_order(article, words(parsed(page(made[name])))) > 1500


@pytest.mark.parametrize("name", ["bare", "material", "nhsuk", "govuk"])
def test_a_page_has_its_language_title_description_and_one_heading(made: dict[str, Peer], name: str) -> None:
    root = parsed(page(made[name]))
    assert root.get("lang") == "en"
    assert "Why wait" in (root.findtext(".//title") or "")
    found = root.find(".//meta[@name='description']")
    assert found is not None
    assert found.get("content")
    assert root.find(".//meta[@name='viewport']") is not None
    assert len(root.findall(".//h1")) == 1


@pytest.mark.parametrize("name", ["bare", "material", "nhsuk", "govuk"])
def test_links_within_the_page_lead_somewhere(made: dict[str, Peer], name: str) -> None:
    root = parsed(page(made[name]))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    inner = [
        href for link in root.iter("a") if (href := link.get("href", "")).startswith("#") and href != "#"
    ]
    assert len(inner) > 50
    assert {href[1:] for href in inner} <= set(ids)


@pytest.mark.parametrize("name", ["bare", "material", "nhsuk", "govuk"])
def test_none_of_our_own_parts_is_left(made: dict[str, Peer], name: str) -> None:
    html = page(made[name]).read_text(encoding="utf-8")
    ours = (
        "data-planner",
        "data-links",
        "planner__",
        "cell-label",
        "popover",
        "published-spread",
        "in-short",
    )
    assert [mark for mark in ours if mark in html] == []


@pytest.mark.parametrize("name", ["bare", "material", "nhsuk", "govuk"])
def test_each_page_has_compressed_copies(made: dict[str, Peer], name: str) -> None:
    for suffix in (".br", ".gz"):
        assert page(made[name]).with_name(f"index.html{suffix}").is_file()


def test_the_bare_page_is_one_file_without_style_or_script(made: dict[str, Peer]) -> None:
    assert {file.name for file in made["bare"].folder.rglob("*") if file.is_file()} == {
        "index.html",
        "index.html.br",
        "index.html.gz",
    }
    assert not re.search(r"<(style|script|link)\b|\b(class|style)=", page(made["bare"]).read_text())


def test_material_has_the_whole_menu_and_a_search_of_the_whole_guide(
    made: dict[str, Peer], site_dir: Path
) -> None:
    peer = made["material"]
    files = (file for file in site_dir.rglob("index.html") if is_listed(file.read_text(encoding="utf-8")))
    listed = {file.relative_to(site_dir) for file in files}
    assert {file.relative_to(peer.folder) for file in peer.folder.rglob("index.html")} == listed
    index = json.loads((peer.folder / "search" / "search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"].split("#")[0] for entry in index["docs"]}
    assert found == {file.parent.as_posix() + "/" if file.parent.name else "" for file in listed}
    html = page(peer).read_text(encoding="utf-8")
    assert html.count('class="md-nav__link') > len(listed)
    assert "fonts.googleapis.com" not in html


@pytest.mark.parametrize("kit", [peers.NHSUK, peers.GOVUK], ids=lambda kit: str(kit.prefix))
def test_a_kit_uses_the_letters_of_the_device(made: dict[str, Peer], kit: peers.Kit) -> None:
    style = (made[kit.prefix].folder / "assets" / kit.style).read_text()
    assert style == "html{font-family:arial,sans-serif}"


@pytest.mark.parametrize("kit", [peers.NHSUK, peers.GOVUK], ids=lambda kit: str(kit.prefix))
def test_a_kit_dresses_the_text(made: dict[str, Peer], kit: peers.Kit) -> None:
    root = parsed(page(made[kit.prefix]))
    classes = {name for element in root.iter() for name in element.get("class", "").split()}
    parts = ("heading-l", "body", "list--bullet", "table__cell", "inset-text", "details__text", "tag")
    assert {f"{kit.prefix}-{part}" for part in (*parts, "summary-list__row", "skip-link")} <= classes
    assert {name for name in classes if not name.startswith(f"{kit.prefix}-")} == set()
    files = {file.name for file in (made[kit.prefix].folder / "assets").iterdir()}
    asked = [element.get("href", "") for element in root.iter("link")]
    assert {address.removeprefix("../assets/") for address in asked} <= files
    assert kit.script in files


def test_a_kit_that_is_not_installed_says_how_to_install_it(
    site_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "KITS", tmp_path / "nothing")
    with pytest.raises(PeerError, match="make bench"):
        peers.build(site_dir, tmp_path)


def test_a_site_that_is_not_built_is_said(tmp_path: Path) -> None:
    with pytest.raises(PeerError, match="make site"):
        peers.bare(tmp_path / "site", tmp_path / "peers")


def test_words_after_something_left_out_stay() -> None:
    article = html5lib.parseFragment(
        "<p>a <span class='cell-label'>x</span>b <i>c</i> <b class='mark'></b>d</p>",
        treebuilder="etree",
        namespaceHTMLElements=False,
    )
    peers.plain(article)
    assert peers.words(article) == "a b c d"


def test_material_keeps_the_names_of_headings(made: dict[str, Peer], site_dir: Path) -> None:
    ours = parsed(site_dir / RICH / "index.html").find(".//article")
    assert ours is not None
    wanted = {element.get("id") for element in ours.iter() if element.tag in {"h2", "h3"}}
    theirs = {element.get("id") for element in parsed(page(made["material"])).iter()}
    assert None not in wanted
    assert wanted <= theirs
