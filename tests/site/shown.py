"""What a built page shows of itself and what it tells machines, and where the two differ."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib

DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")


@dataclass
class Shown:
    """What a reader sees of a page, as plain values.

    Attributes:
        rows: The rows of the review box: the title of each, with the texts below it.
        dates: The days in those rows as their words say, year-month-day.
        sources: Title, address and year of each source, "" for one that is not shown.
        links: Every link of the page: its words and its whole address.
        treatments: The boxes of facts on treatments: title, what it is, how it is done, and the brands.
    """

    title: str = ""
    description: str = ""
    address: str = ""
    guide: str = ""
    license: str = ""
    rows: dict[str, list[str]] = field(default_factory=dict)
    dates: dict[str, list[str]] = field(default_factory=dict)
    sources: list[tuple[str, str, str]] = field(default_factory=list)
    links: set[tuple[str, str]] = field(default_factory=set)
    treatments: list[dict[str, str]] = field(default_factory=list)
    whole_table: bool = False
    blocks: list[str] = field(default_factory=list)

    @property
    def graph(self) -> list[dict[str, Any]]:
        """The nodes that the page tells machines."""
        (block,) = self.blocks
        data = json.loads(block)
        assert set(data) == {"@context", "@graph"}
        assert data["@context"] == "https://schema.org"
        nodes: list[dict[str, Any]] = data["@graph"]
        return nodes

    def node(self, *kinds: str) -> dict[str, Any]:
        """The one node of these types."""
        (node,) = [node for node in self.graph if node["@type"] in kinds]
        return node

    @property
    def page(self) -> dict[str, Any]:
        """The node of the page itself."""
        return self.node("WebPage", "MedicalWebPage")


def text(element: Element) -> str:
    """The words of an element as one line."""
    return " ".join("".join(element.itertext()).split())


def days_in(words: str) -> list[str]:
    """The days that a text names, such as "6 August 2026", as year-month-day."""
    return [datetime.strptime(day, "%d %B %Y").date().isoformat() for day in DAY.findall(words)]


def read_shown(file: Path) -> Shown:
    """Read a built page."""
    document = html5lib.parse(file.read_bytes(), treebuilder="etree", namespaceHTMLElements=False)
    shown = Shown()
    for element in document.iter():
        if isinstance(element.tag, str):
            _take(shown, element)
    shown.links = {(words, urljoin(shown.address, href)) for words, href in shown.links}
    return shown


def _take(shown: Shown, element: Element) -> None:
    given = element.attrib
    classes = given.get("class", "").split()
    match element.tag:
        case "h1":
            shown.title = text(element)
        case "meta" if given.get("name") == "description":
            shown.description = given["content"]
        case "link" if given.get("rel") == "canonical":
            shown.address = given["href"]
        case "script" if given.get("type") == "application/ld+json":
            shown.blocks.append("".join(element.itertext()))
        case "a" if given.get("href"):
            shown.links.add((text(element), given["href"]))
            if "site-name" in classes:
                shown.guide = text(element)
            if given.get("rel") == "license":
                shown.license = given["href"]
        case "table" if "stack" in classes:
            # Rows of waits that say how sure we are of each: the whole of the rules.
            shown.whole_table |= any("certainty" in each.get("class", "") for each in element.iter())
        case "div" if "review-box" in classes:
            _take_box(shown, element)
        case "div" if "sources-list" in classes:
            shown.sources = [_source(item) for item in element.iterfind(".//li")]
        case "div" if any(name.startswith("treatment-facts--") for name in classes):
            shown.treatments.append(_treatment(element))


def _take_box(shown: Shown, box: Element) -> None:
    for row in box.iterfind("dl/div"):
        title = text(row.find("dt"))  # type: ignore[arg-type]
        shown.rows[title] = [text(each) for each in row.iterfind("dd")]
        shown.dates[title] = [day for said in shown.rows[title] for day in days_in(said)]


def _source(item: Element) -> tuple[str, str, str]:
    """Who (year). Title. Where."""
    before, _, after = text(item).partition("). ")
    year = before.rpartition("(")[2]
    link = item.find("a")
    title = text(link) if link is not None else after
    return title, link.attrib["href"] if link is not None else "", year if year.isdigit() else ""


def _treatment(box: Element) -> dict[str, str]:
    rows = [text(row) for row in box.iterfind("dl/div")]
    title = next(text(each) for each in box.iterfind("p"))
    return {"title": title, "all": " ".join(rows), "brands": rows[-1]}


def differences(shown: Shown, words: dict[str, Any]) -> Iterator[str]:
    """Where what the page tells machines is not what it shows.

    Args:
        shown: The page.
        words: The words of the guide, which name the rows of the review box.
    """
    yield from _page_differences(shown, words["review"])
    yield from _source_differences(shown)
    yield from _about_differences(shown)
    yield from _breadcrumb_differences(shown)
    yield from _dataset_differences(shown, words["open_data"])


def _page_differences(shown: Shown, review: dict[str, str]) -> Iterator[str]:
    page = shown.page
    changed = shown.dates[review["changes"]]
    reviewers = shown.rows[review["who"]]
    told = [f"{person['name']}, {person['description']}" for person in page.get("reviewedBy", [])]
    pairs = {
        "name": (page["name"], shown.title),
        "description": (page["description"], shown.description),
        "url": (page["url"], shown.address),
        "audience": (page["audience"]["audienceType"], shown.rows[review["audience"]][0]),
        "lastReviewed": (page["lastReviewed"], shown.dates[review["last"]][0]),
        "datePublished": (page["datePublished"], changed[-1]),
        "dateModified": (page["dateModified"], max(changed)),
        "version": (page.get("version"), next(iter(shown.dates.get(review["edition"], [])), None)),
        "license": (page.get("license", ""), shown.license),
        "publisher": (page["publisher"]["name"], shown.guide),
        "reviewedBy": (
            told or [review["nobody"]],
            [
                each
                if each == review["nobody"]
                else next((said for said in told if each.startswith(said)), each)
                for each in reviewers
            ],
        ),
        "isAccessibleForFree": (page["isAccessibleForFree"], True),
    }
    for name, (marked_up, seen) in pairs.items():
        if marked_up != seen:
            yield f"{name}: {marked_up!r} is marked up, {seen!r} is shown"


def _source_differences(shown: Shown) -> Iterator[str]:
    if shown.page["@type"] == "WebPage":
        if "citation" in shown.page:
            yield "citation: a page about the guide has some"
        return
    cited = [
        (each["name"], each.get("url", ""), each.get("datePublished", ""))
        for each in shown.page.get("citation", [])
    ]
    if len(cited) != len(shown.sources):
        yield f"{len(cited)} citations are marked up, {len(shown.sources)} sources are shown"
        return
    for marked_up, seen in zip(cited, shown.sources, strict=True):
        # A title without a link ends where the words about the source go on.
        same_title = marked_up[0] == seen[0] or (not seen[1] and seen[0].startswith(f"{marked_up[0]}. "))
        if not same_title or marked_up[1:] != seen[1:]:
            yield f"citation: {marked_up!r} is marked up, {seen!r} is shown"


def _about_differences(shown: Shown) -> Iterator[str]:
    about = shown.page.get("about", [])
    full = [node for node in about if node["@type"] == "MedicalProcedure" and len(node) > 2]
    if [node["name"] for node in full] != [box["title"] for box in shown.treatments if about]:
        yield f"about: facts of {[node['name'] for node in full]} are marked up"
    seen = " ".join(box["all"] for box in shown.treatments)
    for node in [*full, *(node for node in about if node["@type"] == "Drug")]:
        for name, value in node.items():
            if name != "@type" and value not in seen + " ".join(box["title"] for box in shown.treatments):
                yield f"about.{name}: {value!r} is not shown"


def _breadcrumb_differences(shown: Shown) -> Iterator[str]:
    lists = [node for node in shown.graph if node["@type"] == "BreadcrumbList"]
    home = shown.page["publisher"]["url"]
    if shown.address == home:
        if lists:
            yield "breadcrumbs: the home page has nothing above it"
        return
    if len(lists) != 1:
        yield f"breadcrumbs: {len(lists)} lists"
        return
    steps = lists[0]["itemListElement"]
    if [step["position"] for step in steps] != list(range(1, len(steps) + 1)):
        yield "breadcrumbs: the positions do not count from 1"
    for step in steps[:-1]:
        if (step["name"], step["item"]) not in shown.links:
            yield f"breadcrumbs: the page has no link {step['name']!r} to {step['item']}"
    last = steps[-1]
    if (last["name"], last["item"]) != (shown.title, shown.address):
        yield f"breadcrumbs: they end in {last['name']!r}, and the page is {shown.title!r}"
    if (steps[0]["name"], steps[0]["item"]) != (shown.guide, home):
        yield f"breadcrumbs: they begin with {steps[0]['name']!r}, and the guide is {shown.guide!r}"


def _dataset_differences(shown: Shown, words: dict[str, str]) -> Iterator[str]:
    sets = [node for node in shown.graph if node["@type"] == "Dataset"]
    row = shown.rows.get(words["title"])
    if bool(sets) != bool(row) or len(sets) > 1:
        yield f"dataset: {len(sets)} marked up, shown in {row}"
    for node in sets:
        assert row is not None
        day = shown.dates[words["title"]][0]
        if not row[0].startswith(f"{node['name']}. {node['description']} "):
            yield f"dataset: {node['name']!r} and its description are not in {row[0]!r}"
        if (node["url"], node["dateModified"], node.get("license", "")) != (
            shown.address,
            day,
            shown.license,
        ):
            yield "dataset: its address, day or licence is not the page's"
        if node["distribution"]["contentUrl"] not in {address for _, address in shown.links}:
            yield "dataset: no link leads to its file"
        if not shown.whole_table:
            yield "dataset: its table is not on the page"
