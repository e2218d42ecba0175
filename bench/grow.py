"""How the build grows: 12, 120 and 1,200 pages of the same text, with our engine and with stock Material."""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import PROJECT, Block, Page, read_blocks, write_material, write_ours, write_pages
from bench.cost import CommandError, Cost, cost_of
from bench.options import Options
from bench.table import BenchError, Budget, Cell, Found, Table, at_most
from macros.publish.compress import TWINS
from macros.publish.offline import ARCHIVE

SIZES = (12, 120, 1200)  # pages
REPEATED = 3  # times, for the sizes where a build is short and noise is large; the largest is built once
LARGEST_ONCE = 500  # pages; above it a build is long enough to be measured once
OUTPUT_LIMIT = 1.2  # times the output of a page at 120 pages
STRAIGHT = 1.5  # times the cost of a further page between 12 and 120 pages
MB = 1_000_000

ENVIRONMENT = {
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    # Our code is not in the folder of the pages.
    "PYTHONPATH": str(PROJECT),
}
BUILD = ("-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir")
PUBLISH = ("-m", "macros.publish")
COMPRESS = (
    "-c",
    "import sys, pathlib; from macros.publish.compress import compress; compress(pathlib.Path(sys.argv[1]))",
)

NAMES = ("ours", "material")
STEPS = {"build": BUILD, "publish": PUBLISH, "copies": COMPRESS}
TOTALS = ("all s", "processor s", "peak MB", "output MB", "+ offline.zip", "+ copies")
NOTES = [
    "About 700 words a page, the same for both, in folders of 12 that are the sections of the menu.",
    "Seconds by the clock: the best of 3 builds up to 120 pages, one build above.",
    "Processor: its seconds in all steps; other work changes these less, so the line is judged by them.",
    "Copies: the .br and .gz files.",
    "On a straight line, ten times the pages take ten times the time above the start.",
]


@dataclass(frozen=True)
class Grown:
    """A build of some pages: what each step cost by its name, and bytes of the output."""

    pages: int
    steps: Mapping[str, Cost]
    output: int
    archive: int
    copies: int

    @property
    def cost(self) -> Cost:
        """All steps together."""
        first, *rest = self.steps.values()
        return sum(rest, start=first)


def run(options: Options) -> Found:
    """Build all sizes with both."""
    blocks = read_blocks(options.site)
    ours = [build_ours(blocks, size) for size in SIZES]
    stock = [build_material(blocks, size) for size in SIZES]
    return compared(ours, stock)


def build_ours(blocks: Sequence[Block], size: int, target: Path | None = None) -> Grown:
    """Build and publish this many pages as `make site` does, without the checks of the content."""
    return _built(blocks, size, write_ours, STEPS, target)


def build_material(blocks: Sequence[Block], size: int, target: Path | None = None) -> Grown:
    """Build this many pages with Material as it comes."""
    return _built(blocks, size, write_material, {"build": BUILD}, target)


def _built(
    blocks: Sequence[Block],
    size: int,
    write: Callable[[Path, Sequence[Page]], None],
    steps: Mapping[str, Sequence[str]],
    target: Path | None,
) -> Grown:
    """Write a project, and run the steps on it as often as its size asks for.

    Raises:
        BenchError: A step failed.
    """
    print(f"Building {size:,} pages: {write.__name__}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        site = target or folder / "site"
        write(folder, write_pages(blocks, size))
        runs: dict[str, list[Cost]] = {name: [] for name in steps}
        try:
            for _ in range(1 if size > LARGEST_ONCE else REPEATED):
                for name, step in steps.items():
                    runs[name].append(cost_of([sys.executable, *step, str(site)], folder, ENVIRONMENT))
        except CommandError as error:
            raise BenchError(f"{size} pages were not built: {error}") from None
        return Grown(size, {name: _least(costs) for name, costs in runs.items()}, *_sizes(site))


def _least(costs: Sequence[Cost]) -> Cost:
    """The least of each: what else runs on a machine can only add."""
    return Cost(
        min(cost.seconds for cost in costs),
        min(cost.processor for cost in costs),
        min(cost.memory for cost in costs),
    )


def _sizes(site: Path) -> tuple[int, int, int]:
    """Bytes of the output without archive and copies, of the archive, and of the copies."""
    files = [file for file in site.rglob("*") if file.is_file()]
    # The engine's own copy of the sitemap counts as a copy, for both.
    copies = sum(file.stat().st_size for file in files if file.suffix in TWINS)
    archive = sum(file.stat().st_size for file in files if file.name == ARCHIVE)
    return sum(file.stat().st_size for file in files) - copies - archive, archive, copies


def compared(ours: Sequence[Grown], stock: Sequence[Grown]) -> Found:
    """The tables and the budgets of three sizes each."""
    rows = [
        _row(name, grown)
        for pair in zip(ours, stock, strict=True)
        for name, grown in zip(NAMES, pair, strict=True)
    ]
    columns = ("pages", "made by", *(f"{step} s" for step in STEPS), *TOTALS)
    return Found([Table("Growth", columns, rows), _growth(ours, stock)], NOTES, budgets(ours))


def _row(name: str, grown: Grown) -> tuple[Cell, ...]:
    seconds = [grown.steps[step].seconds if step in grown.steps else None for step in STEPS]
    cost, published = grown.cost, grown.output + grown.archive
    return (
        *(grown.pages, name, *seconds, cost.seconds, cost.processor, round(cost.memory)),
        grown.output / MB,
        published / MB if grown.archive else None,
        (published + grown.copies) / MB if grown.archive else None,
    )


def _growth(ours: Sequence[Grown], stock: Sequence[Grown]) -> Table:
    few, some, many = (f"{grown.pages:,}" for grown in ours)
    columns = (
        "made by",
        "time above the start",
        f"ms a page, {few} to {some}",
        f"ms a page, {some} to {many}",
        f"kB a page at {some}",
        f"kB a page at {many}",
    )
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            f"x {over_the_start(builds):.1f}",
            *per_page(builds),
            *(grown.output / grown.pages / 1000 for grown in builds[1:]),
        )
        for name, builds in zip(NAMES, (ours, stock), strict=True)
    ]
    return Table(f"From {some} to {many} pages", columns, rows)


def per_page(builds: Sequence[Grown]) -> tuple[float, float]:
    """Milliseconds of the processor that a further page costs, between the sizes in turn."""
    few, some, many = builds
    return _step(few, some), _step(some, many)


def _step(before: Grown, after: Grown) -> float:
    return (after.cost.processor - before.cost.processor) / (after.pages - before.pages) * 1000


def over_the_start(builds: Sequence[Grown]) -> float:
    """How many times the middle size's time the largest takes, above the start that even no page costs."""
    few, some, many = builds
    start = few.cost.processor - few.pages * _step(few, some) / 1000
    return (many.cost.processor - start) / (some.cost.processor - start)


def budgets(builds: Sequence[Grown]) -> list[Budget]:
    """Whether time and output grow in a straight line.

    On a straight line a further page costs the same whether there are few pages or many. Unlike a ratio of
    whole times, this does not depend on what starting the engine costs. Sorting is allowed for: n log n
    gives 1.46.
    """
    _, some, many = builds
    early, late = per_page(builds)
    output = (many.output / many.pages) / (some.output / some.pages)
    # Where noise hides what a page costs, nothing is proved.
    growth = late / early if early > 0 else math.inf
    pages = f"{many.pages:,} pages, times that at {some.pages:,}"
    further = f"time of a further page above {some.pages:,} pages, times that below"
    return [
        at_most(f"output of a page at {pages}", output, OUTPUT_LIMIT, digits=2),
        at_most(further, growth, STRAIGHT, digits=2),
    ]
