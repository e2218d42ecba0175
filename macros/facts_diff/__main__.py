"""Run: python -m macros.facts_diff --base origin/main --out short.md --full full.md.

Compares the guide in this folder with an earlier state of it. Both are read, and nothing of either is run.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from macros.checks.against_base import base_problems
from macros.checks.base import NoBaseError, open_base
from macros.facts_diff.compare import compare
from macros.facts_diff.report import full_report, report

WRONG_ARGUMENTS = 2


def main() -> int:
    """Write the report: 0 whatever changed, 1 when the guide cannot be read, 2 when there is no base."""
    parser = argparse.ArgumentParser(prog="python -m macros.facts_diff", description=__doc__)
    parser.add_argument(
        "--base",
        default=os.environ.get("BASE", ""),
        metavar="COMMIT",
        help="a commit, branch or folder; the main branch when left out",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the short report here, not to the screen"
    )
    parser.add_argument("--full", type=Path, metavar="FILE", help="write the report with every change here")
    parser.add_argument("--project", type=Path, default=Path(), help="root of the project")
    arguments = parser.parse_args()
    project = arguments.project.resolve()
    try:
        with open_base(project, arguments.base) as base:
            found = compare(base.project, project)
            held_back = list(base_problems(base, project))
    except NoBaseError as error:
        sys.stderr.write(f"There is nothing to compare with: {error}.\n")
        return WRONG_ARGUMENTS
    short = report(found, base.name, held_back)
    if arguments.out:
        arguments.out.write_text(short, encoding="utf-8")
    else:
        sys.stdout.write(short)
    if arguments.full:
        arguments.full.parent.mkdir(parents=True, exist_ok=True)
        arguments.full.write_text(full_report(found, base.name, held_back), encoding="utf-8")
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
