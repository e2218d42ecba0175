"""Run: python -m bench [part …]. Prints what each part found; 1 when a budget is not kept or a part fails."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import grow, lighthouse, paint, planner, serve, weigh
from bench.options import Options
from bench.table import BenchError, Found

PARTS: Mapping[str, Callable[[Options], Found]] = {
    "weigh": weigh.run,
    "paint": paint.run,
    "planner": planner.run,
    "serve": serve.run,
    "grow": grow.run,
    "lighthouse": lighthouse.run,  # the longest, so the last
}


def main(arguments: list[str] | None = None, parts: Mapping[str, Callable[[Options], Found]] = PARTS) -> int:
    """Run the parts named on the command line, or all.

    Args:
        arguments: The command line without the program's name; None for this process's own.
        parts: Every part by its name.
    """
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    every = ", ".join(parts)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{every}; all when none is named")
    parser.add_argument("--site", type=Path, default=Path("site"), help="the built folder")
    parser.add_argument("--pages", default="", help="for weigh and lighthouse: some pages, as timing,home")
    parser.add_argument("--runs", type=int, default=3, help="runs of Lighthouse for each page")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.parts if name not in parts]
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; there are {every}")
    pages = tuple(name.strip() for name in given.pages.split(",") if name.strip())
    options = Options(given.site, pages, given.runs)
    kept = [_run(parts[name], options) for name in given.parts or parts]
    return 0 if all(kept) else 1


def _run(part: Callable[[Options], Found], options: Options) -> bool:
    """Run and print one part; whether it worked and every budget of it is kept."""
    try:
        found = part(options)
    except BenchError as error:
        print(f"{error}\n", file=sys.stderr, flush=True)
        return False
    print(f"{found}\n", flush=True)
    return all(budget.kept for budget in found.budgets)


if __name__ == "__main__":
    sys.exit(main())
