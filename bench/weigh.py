"""What every page weighs in real Chromium, served by Caddy with Brotli, and whether it keeps the budgets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from bench.chromium import Loaded, chromium, load
from bench.options import Options, address_of
from bench.servers import caddy
from bench.table import Budget, Found, Table, at_most
from tests.tools.weight import (
    FIRST_PAINT,
    FRAMED,
    IN_FRAME,
    MEDIAN,
    WHOLE_PAGE,
    WITH_PLANNER,
    page_files,
    page_name,
    weigh,
)

NOTES = [
    "Bytes: encoded bodies (Brotli where a copy is published), without headers, nothing kept from before.",
    "Before paint: the page and what Chromium reports as render-blocking. The icon of the tab is counted.",
    "A page in a frame is weighed as the page that it is, and not again with the page around it.",
    "A page for frames has its script at its end, so that much less of it is needed before the paint.",
]


def run(options: Options) -> Found:
    """Weigh every page, or those asked for."""
    with caddy(options.site) as server, chromium() as browser:
        return weigh_pages(options.site, options.chosen(), server, browser)


def weigh_pages(site: Path, files: list[Path], server: str, browser: Browser) -> Found:
    """Weigh pages of a folder that is being served.

    Args:
        site: The folder.
        files: The pages in it.
        server: Address of the server, with a slash at its end.
        browser: A running Chromium.
    """
    weights = {page_name(site, file): load(browser, server + address_of(site, file)) for file in files}
    other = [
        own.page
        for own in (weigh(site, file) for file in files)
        if own.whole != weights[own.page].whole
        or not (own.page.startswith(FRAMED) or own.first_paint == weights[own.page].first_paint)
    ]
    names = ", ".join(other) or "none"
    agreed = f"Pages for which tests/site/test_bytes.py calculates other numbers from the files: {names}."
    return Found(
        [_table(weights)], [*NOTES, agreed], budgets(weights, every=set(files) == set(page_files(site)))
    )


def budgets(weights: Mapping[str, Loaded], *, every: bool = True) -> list[Budget]:
    """Whether these pages, by name, keep the byte budgets.

    Args:
        weights: What each page weighs.
        every: They are all pages of the site; the median of some says nothing.
    """
    middle = at_most(
        "the median of all pages", median(weight.whole for weight in weights.values()), MEDIAN, "bytes"
    )
    framed = {name: weight.whole for name, weight in weights.items() if name.startswith(FRAMED)}
    planners = {
        name: weight.whole for name, weight in weights.items() if weight.planner and name not in framed
    }
    plain = {name: weight.whole for name, weight in weights.items() if not weight.planner}
    early = {name: weight.first_paint for name, weight in weights.items() if name not in framed}
    asking = {name: weight.hosts for name, weight in weights.items() if weight.hosts}
    said = "; ".join(f"{name} asks {', '.join(hosts)}" for name, hosts in asking.items())
    return [
        *_heaviest("a page for frames on other sites", framed, IN_FRAME),
        *_heaviest("a page with the planner", planners, WITH_PLANNER),
        *_heaviest("any other page", plain, WHOLE_PAGE),
        *([middle] if every else []),
        *_heaviest("before the first paint", early, FIRST_PAINT),
        Budget("no other host is asked", said or "none is", not asking),
    ]


def _heaviest(what: str, sizes: Mapping[str, int], limit: int) -> list[Budget]:
    """The heaviest of these pages against a limit; nothing where there is no such page."""
    if not sizes:
        return []
    name = max(sizes, key=lambda name: sizes[name])
    return [at_most(f"{what}, the heaviest is {name}", sizes[name], limit, "bytes")]


def _table(weights: Mapping[str, Loaded]) -> Table:
    heaviest_first = sorted(weights.items(), key=lambda item: -item[1].whole)
    numbers = {name: (w.whole, w.first_paint, w.requests, len(w.hosts)) for name, w in heaviest_first}
    middle = (round(median(column)) for column in zip(*numbers.values(), strict=True))
    rows = [(name, *row) for name, row in numbers.items()]
    columns = ("page", "bytes", "before paint", "requests", "other hosts")
    return Table("Weight of each page", columns, [*rows, ("median", *middle)])
