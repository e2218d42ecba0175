"""Makes the pages that ours is measured beside: the timing page's text, as four other makers would write it.

What only our own styles can use is left out, on every peer alike: the repeated labels of stacked tables,
the bars beside the published waits, the structured data, and the notes that open from a word, which become
links to the glossary.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import jinja2
from mkdocs.utils.yaml import yaml_load

from macros.publish.compress import compress

PROJECT = Path(__file__).resolve().parents[1]
KITS = PROJECT / "bench" / "node_modules"
TIMING = "timing/"  # the page all peers are made from, as an address below a site's root
LEFT_OUT = {"cell-label", "mark", "term-note"}
# The letters that come from another host, or that only the government's own sites may use.
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_NAME = re.compile(r"""["']?(?:Frutiger W01|GDS Transport)["']?,\s*""")
SOURCE_MAP = re.compile(r"\s*(?://# |/\*# )sourceMappingURL=\S+(?: \*/)?\s*$")


class PeerError(Exception):
    """A peer cannot be made; the text says what is missing or wrong, and what to do."""


@dataclass(frozen=True)
class Peer:
    """A page to measure: `path` is its address below `folder`, which a server can serve as its root."""

    name: str
    folder: Path
    path: str


@dataclass(frozen=True)
class Link:
    """A place in a menu: its words and its address as seen from the timing page."""

    title: str
    address: str
    current: bool = False


@dataclass(frozen=True)
class Text:
    """What a page of ours says: its article without our own markup, and what stands in its head and foot."""

    title: str
    heading: str
    description: str
    article: Element
    footer: tuple[Link, ...]
    footer_note: str


@dataclass(frozen=True)
class Kit:
    """A kit of styles from npm, and the files of it that a page links to, below the kit's `dist` folder."""

    prefix: str  # of its class names, and the name of its folder and its template
    style: str
    script: str
    icons: tuple[str, ...]


ICONS = ("assets/images/favicon.ico", "assets/images/favicon.svg")
NHSUK = Kit("nhsuk", "nhsuk-frontend-10.6.1.min.css", "nhsuk-frontend-10.6.1.min.js", ICONS)
GOVUK = Kit("govuk", "govuk-frontend.min.css", "govuk-frontend.min.js", ICONS)


def build(site: Path, folder: Path) -> dict[str, Peer]:
    """Make every peer of a built site, each with compressed copies of its files.

    Args:
        site: Our built and published folder.
        folder: Where to write one folder a peer; an older one of the same name is removed.

    Raises:
        PeerError: The kits are not installed, a page is missing, or Material cannot build.
    """
    _need(NHSUK)
    _need(GOVUK)
    return {
        "bare": bare(site, folder),
        "material": material(site, folder),
        "nhsuk": dressed(site, folder, NHSUK),
        "govuk": dressed(site, folder, GOVUK),
    }


def bare(site: Path, folder: Path) -> Peer:
    """The text and a list of all pages, without a style or a script: the least such a page can be."""
    target = _empty(folder / "bare")
    text = read_text(site / TIMING / "index.html")
    return _written(target, "bare", text, menu=[link for _, links in _menu(site) for link in links])


def dressed(site: Path, folder: Path, kit: Kit) -> Peer:
    """The text with the classes, the header and the footer of a kit, and the kit's own style and script."""
    _need(kit)
    target = _empty(folder / kit.prefix)
    source = _dist(kit)
    assets = target / "assets"
    assets.mkdir()
    for name in (kit.style, kit.script):
        content = SOURCE_MAP.sub("", (source / name).read_text(encoding="utf-8"))
        (assets / name).write_text(_without_web_fonts(content), encoding="utf-8")
    for name in kit.icons:
        shutil.copy(source / name, assets)
    text = read_text(site / TIMING / "index.html")
    _dress(text.article, kit.prefix)
    _set_in_columns(text.article, kit.prefix)
    # A header holds the sections, each leading to its first page, as the pages of these kits do.
    sections = [
        Link(title, links[0].address, any(link.current for link in links)) for title, links in _menu(site)
    ]
    return _written(target, kit.prefix, text, menu=sections, kit=kit)


def material(site: Path, folder: Path) -> Peer:
    """Every page of the site in a stock build of Material, so that its menu and its search are of real size.

    Raises:
        PeerError: Material's build failed; the text is what it said.
    """
    source, target = _empty(folder / "material-source"), _empty(folder / "material")
    navigation = _navigation()
    for _, pages in navigation:
        for page in pages:
            written = source / "docs" / page
            written.parent.mkdir(parents=True, exist_ok=True)
            written.write_text(
                _as_markdown(read_text(site / _address(page) / "index.html")), encoding="utf-8"
            )
    settings = {
        "site_name": _settings()["site_name"],
        "site_url": "http://127.0.0.1:8000/",
        "theme": {"name": "material", "font": False},
        "plugins": ["search"],
        "markdown_extensions": ["attr_list"],
        # A section of one page is that page, as in our own menu.
        "nav": [pages[0] if len(pages) == 1 else {title: pages} for title, pages in navigation],
    }
    # JSON is YAML too.
    (source / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(target)]
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    built = subprocess.run(
        command, cwd=source, env={**os.environ, **quiet}, capture_output=True, text=True, check=False
    )
    if built.returncode:
        raise PeerError(f"Material could not build the pages: {built.stdout}{built.stderr}")
    compress(target)
    return Peer("material", target, TIMING)


def read_text(file: Path) -> Text:
    """Read a page of ours.

    Raises:
        PeerError: The page is missing, or has no article.
    """
    if not file.is_file():
        raise PeerError(f"{file} is missing: build the site first, with `make site`.")
    document = html5lib.parse(file.read_bytes(), treebuilder="etree", namespaceHTMLElements=False)
    article, footer = document.find(".//article"), document.find(".//footer")
    heading = None if article is None else article.find("h1")
    if article is None or footer is None or heading is None:
        raise PeerError(f"{file} has no article with a heading, or no footer.")
    note = footer.find("p")
    description = document.find(".//meta[@name='description']")
    plain(article)
    return Text(
        title=(document.findtext(".//title") or "").strip(),
        heading="".join(heading.itertext()).strip(),
        description="" if description is None else description.get("content", ""),
        article=article,
        footer=tuple(Link(words(link), link.get("href", "")) for link in footer.iter("a")),
        footer_note="" if note is None else words(note),
    )


def words(element: Element) -> str:
    """All that an element says, with one space between words."""
    return " ".join("".join(element.itertext()).split())


def plain(article: Element) -> None:
    """Take out of an article what only our own styles and scripts can use; what is left keeps its classes."""
    for parent, child in _pairs(article):
        if _is_ours_alone(child):
            _remove(parent, child)
        elif _class(child) == "term" and child.tag == "button":
            child.tag, child.attrib = "a", {"class": "term", "href": "../glossary/"}
        elif _class(child) == "where":
            parent.insert(list(parent).index(child), Element("br"))
    for element in article.iter():
        for name in [name for name in element.attrib if name.startswith("data-")]:
            del element.attrib[name]
    # The planner's element gives way to the tables and examples inside it.
    for parent, child in _pairs(article):
        if child.find("./div[@class='planner__tables']") is not None:
            _put(parent, child, *child[0])


def _pairs(article: Element) -> list[tuple[Element, Element]]:
    """Each element below an article with its parent, as they are now."""
    return [(parent, child) for parent in article.iter() for child in parent]


def _is_ours_alone(element: Element) -> bool:
    # html5lib gives a drawing its namespace, and a comment no name at all.
    tag = element.tag
    if not isinstance(tag, str) or tag.endswith("}svg"):
        return True
    # What stands there for machines is a script to a parser, and no words.
    return tag == "script" or _class(element) in LEFT_OUT


def _class(element: Element) -> str:
    """The first class name: the one that says which component this is."""
    return (element.get("class", "").split() or [""])[0]


def _remove(parent: Element, child: Element) -> None:
    """Remove an element, and keep the words that follow it."""
    place = list(parent).index(child)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    parent.remove(child)


def _put(parent: Element, old: Element, *new: Element) -> None:
    """Put elements in the place of another."""
    place = list(parent).index(old)
    new[-1].tail = old.tail
    parent[place : place + 1] = new


# --- the menu ------------------------------------------------------------------


def _navigation() -> list[tuple[str, list[str]]]:
    """The menu of mkdocs.yml: each section's title and its files below docs."""
    return [
        (title, inside if isinstance(inside, list) else [inside])
        for entry in _settings()["nav"]
        for title, inside in entry.items()
    ]


def _settings() -> dict[str, Any]:
    with (PROJECT / "mkdocs.yml").open("rb") as file:
        return dict(yaml_load(file))


def _menu(site: Path) -> Iterator[tuple[str, list[Link]]]:
    """The menu as links from the timing page."""
    for title, pages in _navigation():
        yield title, [_link(site, _address(page)) for page in pages]


def _link(site: Path, address: str) -> Link:
    heading = read_text(site / address / "index.html").heading if address else "Home"
    return Link(heading, f"../{address}", address == TIMING)


def _address(page: str) -> str:
    """Address below the root of the page made from a file below docs: "timing.md" is at "timing/"."""
    path = page.removesuffix(".md")
    path = path.removesuffix("index")
    return f"{path}/" if path and not path.endswith("/") else path


# --- Material ------------------------------------------------------------------


def _as_markdown(text: Text) -> str:
    """A page for MkDocs: its headings in Markdown, for the contents list, and all else as HTML."""
    lines = ["---", f"description: {json.dumps(text.description)}", "---", ""]
    for block in _top_blocks(text.article):
        if _class(block) == "toc":
            continue  # Material makes its own
        if block.tag in {"h1", "h2", "h3"}:
            own_id = block.get("id")
            name = f" {{#{own_id}}}" if own_id else ""
            lines += [f"{'#' * int(block.tag[1])} {words(block)}{name}", ""]
        else:
            # Material styles tables and lists that have no class.
            for element in block.iter():
                element.attrib.pop("class", None)
            lines += [" ".join(_html(block).split()), ""]
    return "\n".join(lines)


def _top_blocks(element: Element) -> Iterator[Element]:
    """The blocks of an article, without their wrappers where a heading stands inside."""
    for child in element:
        if child.tag == "div" and any(child.find(f".//{name}") is not None for name in ("h2", "h3")):
            yield from _top_blocks(child)
        else:
            child.tail = None
            yield child


# --- the kits from npm ---------------------------------------------------------


def _dress(article: Element, prefix: str) -> None:
    """Give an article the classes and the parts of a kit, as the kit's own pages show them."""
    for parent, child in _pairs(article):
        _dress_part(parent, child, prefix)
    for parent, child in _pairs(article):
        if not child.get("class", "").startswith(f"{prefix}-"):
            _dress_tag(parent, child, prefix)


def _dress_part(parent: Element, part: Element, prefix: str) -> None:
    """Turn one of our components into the kit's own for the same purpose."""
    name = _class(part)
    part.attrib.pop("class", None)
    if name in {"in-short", "worked-example"}:
        part.set("class", f"{prefix}-inset-text")
    elif name == "toc":
        part.tag = "nav"
        part.set("aria-labelledby", "contents")
        part[0].tag = "h2"
        part[0].attrib = {"class": f"{prefix}-heading-s", "id": "contents"}
    elif name == "box-title":
        part.tag = "h3"
    elif name == "eyebrow":
        part.tag = "h3"
        part.set("class", f"{prefix}-heading-s")
    elif name == "certainty":
        part.tag = "strong"
        part.set("class", f"{prefix}-tag {prefix}-tag--grey")
    elif name == "where":
        part.set(
            "class", "nhsuk-u-font-weight-normal" if prefix == "nhsuk" else "govuk-!-font-weight-regular"
        )
    elif part.tag == "details":
        _dress_details(part, prefix)
    elif part.tag == "table" and prefix == "nhsuk":
        # The one kit of the two that can scroll a wide table by itself.
        _put(parent, part, _scrolled(part))


def _dress_details(details: Element, prefix: str) -> None:
    summary, *rest = list(details)
    title = Element("span", {"class": f"{prefix}-details__summary-text"})
    title.text, summary.text = summary.text, None
    summary.append(title)
    summary.set("class", f"{prefix}-details__summary")
    inside = Element("div", {"class": f"{prefix}-details__text"})
    for element in rest:
        details.remove(element)
        inside.append(element)
    details.append(inside)
    details.set("class", f"{prefix}-details")


def _scrolled(table: Element) -> Element:
    caption = table.find("caption")
    if caption is not None:
        caption.set("id", "waits")
    box = Element("div", {"class": "nhsuk-scroll", "data-module": "nhsuk-scroll"})
    content = Element("div", {"class": "nhsuk-scroll__content", "role": "region", "aria-labelledby": "waits"})
    content.append(table)
    box.append(content)
    return box


def _dress_tag(parent: Element, element: Element, prefix: str) -> None:
    """Give an element the kit's class for it, where it has one."""
    names = {
        "h1": "heading-l",
        "h2": "heading-m",
        "h3": "heading-s",
        "p": "body",
        "a": "link",
        "table": "table",
        "caption": f"table__caption {prefix}-table__caption--m",
        "thead": "table__head",
        "tbody": "table__body",
        "tr": "table__row",
        "td": "table__cell",
        "th": "table__header",
        "ul": f"list {prefix}-list--bullet",
        "ol": f"list {prefix}-list--number",
        "dl": "summary-list",
        "dt": "summary-list__key",
        "dd": "summary-list__value",
    }
    if parent.tag == "dl" and element.tag == "div":
        element.set("class", f"{prefix}-summary-list__row")
    elif element.tag == "a" and prefix == "nhsuk":
        pass  # the NHS kit styles a bare link
    elif element.tag in names:
        element.set("class", f"{prefix}-{names[element.tag]}")


def _set_in_columns(article: Element, prefix: str) -> None:
    """Set text in a column of two thirds, and tables across the page, as both kits advise."""
    was_wide: bool | None = None
    for block in list(article):
        is_wide = block.find(".//table") is not None
        if is_wide != was_wide:
            row = Element("div", {"class": f"{prefix}-grid-row"})
            column = Element("div", {"class": f"{prefix}-grid-column-{'full' if is_wide else 'two-thirds'}"})
            row.append(column)
            article.append(row)
            was_wide = is_wide
        article.remove(block)
        column.append(block)


def _without_web_fonts(style: str) -> str:
    return FONT_NAME.sub("", FONT_FACE.sub("", style))


def _dist(kit: Kit) -> Path:
    return KITS / f"{kit.prefix}-frontend" / "dist" / kit.prefix


def _need(kit: Kit) -> None:
    for name in (kit.style, kit.script, *kit.icons):
        if not (_dist(kit) / name).is_file():
            raise PeerError(
                f"{_dist(kit) / name} is missing: run `make bench`, which installs {kit.prefix}-frontend."
            )


# --- writing -------------------------------------------------------------------


def _written(target: Path, name: str, text: Text, **given: Any) -> Peer:
    """Write the page of a peer from its template, and compress the folder."""
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    templates = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = templates.get_template(f"{name}.html")
    file = target / TIMING / "index.html"
    file.parent.mkdir(parents=True)
    # Without the wrapper: each kit says where the page's own text goes.
    if name == "bare":
        for element in text.article.iter():
            element.attrib.pop("class", None)
    article = "".join(map(_html, text.article))
    file.write_text(
        template.render(text=text, article=article, site_name=_settings()["site_name"], **given),
        encoding="utf-8",
    )
    compress(target)
    return Peer(name, target, TIMING)


def _html(element: Element) -> str:
    return str(
        html5lib.serialize(
            element,
            tree="etree",
            omit_optional_tags=False,
            quote_attr_values="always",
            alphabetical_attributes=True,
        )
    )


def _empty(folder: Path) -> Path:
    """A new empty folder in the place of an older one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
