"""What a reader of a built page sees, as the public checklists for health information ask about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, ViewportSize

# A small phone, held upright.
PHONE: ViewportSize = {"width": 360, "height": 640}

# Bodies that look after the public, a profession or a science, and sell no treatment.
NOT_COMMERCIAL = (
    "nhs.uk", "gov.uk", "canada.ca", "hres.ca", "fda.gov", "cdc.gov", "nih.gov", "aad.org", "dermnetnz.org",
    "mothertobaby.org", "alberta.ca", "jccp.org.uk",
)  # fmt: skip

LONGEST_LIST = 7  # items: more without a heading between them are hard to keep in mind
MOST_COLUMNS = 5  # besides the one that names the row
LONGEST_COLUMN_NAME = 4  # words
EMPTY_HEADINGS = re.compile(r"^(introduction|overview|background|general|information|other|more)$", re.I)

# What tells a reader to do a sum with dates. The planner does them.
SUMS = re.compile(
    r"\b(?:count(?:ing)? (?:back|forward|from|on|the (?:days|weeks))|work (?:it|the date) out yourself"
    r"|(?:add|subtract|take away) (?:\d+|a few|another) ?(?:days?|weeks?|months?)|multiply|divide (?:it|by))\b",
    re.IGNORECASE,
)

LOOK = """() => {
  const main = document.querySelector("main");
  const seen = (element) => element.checkVisibility();
  const words = (element) => element.textContent.replace(/\\s+/g, " ").trim();
  const clean = main.cloneNode(true);
  for (const part of clean.querySelectorAll("script, style, svg, .sources-list, nav")) part.remove();
  const short = main.querySelector(".in-short");
  const frame = (list) => list.closest("nav, .sources-list, .all-sources, .glossary-list, .toc, .planner");
  return {
    text: words(clean),
    shortEnd: short ? Math.round(short.getBoundingClientRect().bottom) : null,
    shortBold: short ? short.querySelector("strong") !== null : false,
    shortWords: short ? words(short) : "",
    headings: [...main.querySelectorAll("h2, h3")].map(words),
    ids: [...main.querySelectorAll("h2[id], h3[id]")].map((heading) => heading.id),
    lists: [...main.querySelectorAll("ul, ol")].filter((list) => !frame(list))
      .map((list) => [list.children.length, words(list).slice(0, 50)]),
    tables: [...main.querySelectorAll("table")].map((table) => ({
      columns: Math.max(...[...table.rows].map((row) => [...row.cells]
        .reduce((n, cell) => n + (cell.scope === "row" || cell === table.rows[0].cells[0] ? 0 : cell.colSpan), 0))),
      names: [...table.querySelectorAll("thead th")].map(words),
      lost: [...table.querySelectorAll("tbody th:not([scope])")].length,
    })),
    pictures: [...main.querySelectorAll("svg, img")]
      .filter((one) => !one.closest('[aria-hidden="true"]') && !one.parentElement.closest("svg"))
      .map((one) => ({
        text: one.getAttribute("alt") || words(one.querySelector("title") || one.cloneNode())
          || one.getAttribute("aria-label") || "",
        caption: words((one.closest("figure") || one).querySelector("figcaption") || one.cloneNode()),
      })),
    links: [...main.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")),
    cited: [...main.querySelectorAll("a[href^='#source-']")].map((link) => link.getAttribute("href").slice(1)),
    sources: [...main.querySelectorAll(".sources-list ol > li")].map((entry) => [entry.id, words(entry)]),
    review: words(main.querySelector(".review-box") || clean.cloneNode()),
    footer: words(document.querySelector("footer") || clean.cloneNode()),
  };
}"""


@dataclass(frozen=True)
class Table:
    """A table: how wide it is, the names of its columns, and how many row headings lack a scope."""

    columns: int
    names: tuple[str, ...]
    lost: int


@dataclass(frozen=True, repr=False)
class Look:
    """A page as a reader on a small phone meets it.

    Attributes:
        path: Address below the site's root; empty for the home page.
        short_end: Lower edge of the block with the answer, in CSS pixels from the top; None without one.
        lists: Items and first words of each list that is neither a menu nor a list of sources.
        pictures: The text in place of each picture that is more than decoration, and its caption.
        cited: Ids that the small numbers in the text lead to.
        sources: Id and words of each source at the end of the page.
    """

    path: str
    text: str
    short_end: int | None
    short_bold: bool
    short_words: str
    headings: tuple[str, ...]
    ids: frozenset[str]
    lists: tuple[tuple[int, str], ...]
    tables: tuple[Table, ...]
    pictures: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    cited: frozenset[str]
    sources: tuple[tuple[str, str], ...]
    review: str
    footer: str

    @property
    def bodies(self) -> frozenset[str]:
        """Bodies that sell no treatment and that a link leads to."""
        hosts = {urlsplit(link).hostname or "" for link in self.links}
        return frozenset(
            body
            for body in NOT_COMMERCIAL
            if any(host == body or host.endswith(f".{body}") for host in hosts)
        )

    @property
    def you_in_100_words(self) -> float:
        """How often in 100 words the page speaks to its reader."""
        words = re.findall(r"[\w'\u2019]+", self.text)
        to_reader = re.findall(r"\b(?:you|your|yours|yourself)\b", self.text, re.IGNORECASE)
        return 100 * len(to_reader) / len(words) if words else 0.0


def look_at(page: Page, path: str) -> Look:
    """What stands on the page that the browser has open."""
    seen: dict[str, Any] = page.evaluate(LOOK)
    return Look(
        path=path,
        text=seen["text"],
        short_end=seen["shortEnd"],
        short_bold=seen["shortBold"],
        short_words=seen["shortWords"],
        headings=tuple(seen["headings"]),
        ids=frozenset(seen["ids"]),
        lists=tuple((count, words) for count, words in seen["lists"]),
        tables=tuple(
            Table(table["columns"], tuple(table["names"]), table["lost"]) for table in seen["tables"]
        ),
        pictures=tuple((picture["text"], picture["caption"]) for picture in seen["pictures"]),
        links=tuple(seen["links"]),
        cited=frozenset(seen["cited"]),
        sources=tuple((name, words) for name, words in seen["sources"]),
        review=seen["review"],
        footer=seen["footer"],
    )
