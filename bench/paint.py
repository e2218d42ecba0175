"""How soon the timing page paints, beside the same text as other makers would write it, in the same run."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench import peers
from bench.chromium import Loaded, chromium, load
from bench.lighthouse import Audit, audit
from bench.options import Options
from bench.peers import Peer, PeerError
from bench.servers import plain_caddy
from bench.table import BenchError, Found, Table, at_most

OURS, BARE = "ours", "bare"
PATH = "timing/"
LIMIT = 1.25  # times the bare page
SPREAD = 0.1  # of the median; above it more runs are made
MORE = 2  # runs

NOTES = [
    "bare: the same text with a menu and no style. None but ours has a planner.",
    "Bytes as in the part weigh: Brotli bodies, nothing kept from before.",
    "Times: Lighthouse, phone, simulated throttling, median.",
    "The sites take turns, so that all share the machine's noise.",
    "All are served alike, by Caddy with Brotli, without the headers of our Caddyfile.",
]


def run(options: Options) -> Found:
    """Measure our timing page and its peers."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = peers.build(options.site, Path(folder))
        except PeerError as error:
            raise BenchError(str(error)) from None
        return measure({OURS: Peer(OURS, options.site, PATH), **made}, options.runs)


def measure(sites: Mapping[str, Peer], runs: int) -> Found:
    """Measure these sites in turns."""
    with ExitStack() as stack:
        addresses = {
            name: stack.enter_context(plain_caddy(peer.folder)) + peer.path for name, peer in sites.items()
        }
        with chromium() as browser:
            weights = {name: load(browser, address) for name, address in addresses.items()}
        audits: dict[str, list[Audit]] = {name: [] for name in addresses}
        _rounds(runs, addresses, audits)
        if any(spread(first_paints(audits[name])) > SPREAD for name in (OURS, BARE)):
            _rounds(MORE, addresses, audits)
    return compared(weights, audits)


def _rounds(number: int, addresses: Mapping[str, str], audits: Mapping[str, list[Audit]]) -> None:
    for _ in range(number):
        for name, address in addresses.items():
            audits[name].append(audit(address, ["performance"]))


def first_paints(audits: Sequence[Audit]) -> list[float]:
    """The first contentful paints of some runs, in milliseconds."""
    return [run.first_paint for run in audits]


def spread(times: Sequence[float]) -> float:
    """How far the slowest is from the fastest, as a share of the median."""
    return (max(times) - min(times)) / median(times)


def compared(weights: Mapping[str, Loaded], audits: Mapping[str, Sequence[Audit]]) -> Found:
    """The table and the budget."""
    first = {name: median(first_paints(runs)) for name, runs in audits.items()}
    largest = {name: median(run.largest_paint for run in runs) for name, runs in audits.items()}
    rows = [
        (
            name,
            weight.whole,
            weight.first_paint,
            weight.requests,
            round(first[name]),
            round(largest[name]),
            f"{spread(first_paints(audits[name])):.0%}",
            first[OURS] / first[name],
            weights[OURS].whole / weight.whole,
        )
        for name, weight in weights.items()
    ]
    columns = ("site", "bytes", "before paint", "requests", "FCP ms", "LCP ms", "FCP spread")
    table = Table("The timing page beside its peers", (*columns, "our FCP : its", "our bytes : its"), rows)
    runs = f"Runs of each: {len(audits[OURS])}."
    budget = at_most(
        "first contentful paint, times that of the bare page", first[OURS] / first[BARE], LIMIT, digits=2
    )
    return Found([table], [*NOTES, runs], [budget])
