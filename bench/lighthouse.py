"""Lighthouse's four scores of every page, as on a phone: the median of some runs."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.chromium import FLAGS, chromium_path
from bench.options import Options, address_of
from bench.servers import caddy
from bench.table import BenchError, Budget, Cell, Found, Table
from macros.publish.html import is_listed
from tests.tools.node import npx
from tests.tools.weight import page_name

BENCH = Path(__file__).resolve().parent
FULL = 100
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}


@dataclass(frozen=True)
class Audit:
    """What one run of Lighthouse said of a page: scores from 0 to 100 by category, and times in milliseconds.

    Attributes:
        scores: Only the categories that were asked for.
        failed: For each category, the audits that cost it points.
        first_paint: First contentful paint.
        largest_paint: Largest contentful paint.
    """

    scores: Mapping[str, int]
    failed: Mapping[str, tuple[str, ...]]
    first_paint: float
    largest_paint: float


class NotMeasuredError(BenchError):
    """Lighthouse ran, and could not measure the page."""


def audit(address: str, categories: Sequence[str] = tuple(CATEGORIES)) -> Audit:
    """Run Lighthouse, as on a phone with a slow network and processor, which it simulates.

    Where it does not measure, it runs once more: a browser that is late to start should not end a long bench.

    Args:
        address: The page.
        categories: What is scored; performance must be among them, for the times.

    Raises:
        BenchError: Chromium or Lighthouse is missing, or Lighthouse could not measure the page.
    """
    print(f"Lighthouse: {address}", file=sys.stderr, flush=True)
    try:
        return _audit(address, categories)
    except NotMeasuredError:
        return _audit(address, categories)


def _audit(address: str, categories: Sequence[str]) -> Audit:
    with tempfile.TemporaryDirectory() as folder:
        # To a file: what the tool prints is cut where it is longer than a pipe holds.
        report = Path(folder) / "report.json"
        arguments = [
            address,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--only-categories={','.join(categories)}",
            f"--chrome-flags={' '.join(('--headless=new', *FLAGS))}",
        ]
        try:
            done = npx("lighthouse", *arguments, where=BENCH, environment={"CHROME_PATH": chromium_path()})
        except FileNotFoundError as error:
            raise BenchError(str(error)) from None
        except subprocess.TimeoutExpired:
            raise NotMeasuredError(f"Lighthouse did not end at {address}.") from None
        if not report.is_file():
            raise NotMeasuredError(f"Lighthouse did not measure {address}: {done.stderr.strip()}")
        return read_report(json.loads(report.read_text(encoding="utf-8")))


def read_report(report: Mapping[str, Any]) -> Audit:
    """What a report of Lighthouse says.

    Raises:
        NotMeasuredError: A score is missing, because Lighthouse could not work it out.
    """
    if report.get("runtimeError"):
        raise NotMeasuredError(f"Lighthouse: {report['runtimeError']['message']}")
    audits = report["audits"]
    scores: dict[str, int] = {}
    failed: dict[str, tuple[str, ...]] = {}
    for name, category in report["categories"].items():
        if category["score"] is None:
            lacking = [part["id"] for part in category["auditRefs"] if audits[part["id"]].get("errorMessage")]
            raise NotMeasuredError(f"Lighthouse gave no score for {name}: {', '.join(lacking)}.")
        scores[name] = round(category["score"] * FULL)
        failed[name] = tuple(
            part["id"]
            for part in category["auditRefs"]
            if part["weight"] and (audits[part["id"]]["score"] or 0) < 1 and _counts(audits[part["id"]])
        )
    return Audit(
        scores,
        failed,
        audits["first-contentful-paint"]["numericValue"],
        audits["largest-contentful-paint"]["numericValue"],
    )


def _counts(audit: Mapping[str, object]) -> bool:
    return audit["scoreDisplayMode"] not in {"notApplicable", "informative", "manual"}


def run(options: Options) -> Found:
    """Score every page, or those asked for, `options.runs` times."""
    files = options.chosen()
    audits: dict[str, list[Audit]] = {page_name(options.site, file): [] for file in files}
    with caddy(options.site) as server:
        # Round after round, so that a slow minute of the machine does not fall on one page alone.
        for _ in range(options.runs):
            for file in files:
                said = audit(server + address_of(options.site, file))
                audits[page_name(options.site, file)].append(said)
    hidden = {page_name(options.site, file) for file in files if not is_listed(file.read_text("utf-8"))}
    return scored(audits, hidden)


def scored(audits: Mapping[str, Sequence[Audit]], hidden: Collection[str] = ()) -> Found:
    """The table and the budgets of pages by name, each with its runs.

    Args:
        audits: The runs of each page.
        hidden: Pages that are not for search engines: how well they would be found is no budget.
    """
    scores = {
        page: {name: round(median(run.scores[name] for run in runs)) for name in CATEGORIES}
        for page, runs in audits.items()
    }
    lowest_first = sorted(scores.items(), key=lambda item: sum(item[1].values()))
    rows: list[tuple[Cell, ...]] = [
        (
            page,
            *(score[name] for name in CATEGORIES),
            median(run.first_paint for run in audits[page]) / 1000,
            _lost(score, audits[page]),
        )
        for page, score in lowest_first
    ]
    table = Table(
        "Lighthouse, as on a phone", ("page", *CATEGORIES.values(), "first paint, s", "lost on"), rows
    )
    runs = max((len(said) for said in audits.values()), default=0)
    notes = [f"Simulated throttling. Runs for each page: {runs}; the median counts."]
    found = {page: score for page, score in scores.items() if page not in hidden}
    return Found(
        [table],
        notes,
        [_budget(name, said, found if name == "seo" else scores) for name, said in CATEGORIES.items()],
    )


def _lost(score: Mapping[str, int], runs: Sequence[Audit]) -> str:
    """The audits that cost points in a category below the full score."""
    names = {audit for name in CATEGORIES if score[name] < FULL for run in runs for audit in run.failed[name]}
    return ", ".join(sorted(names)) or "-"


def _budget(name: str, said: str, scores: Mapping[str, Mapping[str, int]]) -> Budget:
    below = [page for page, score in scores.items() if score[name] < FULL]
    lowest = min((score[name] for score in scores.values()), default=FULL)
    measured = f"{lowest} at the lowest, {len(below)} of {len(scores)} pages below" if below else "all"
    return Budget(f"{said} {FULL} on every page", measured, not below)
