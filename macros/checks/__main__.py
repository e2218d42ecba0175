"""Run: python -m macros.checks (the words and facts), python -m macros.checks --built site (the result)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from macros.checks.built import check_built
from macros.checks.guide import Guide
from macros.checks.pages import check_pages
from macros.errors import GuideError, Problem


def main() -> int:
    """Print each mistake on a line of its own; 1 when there is any."""
    parser = argparse.ArgumentParser(prog="python -m macros.checks", description=__doc__)
    parser.add_argument("--built", type=Path, metavar="SITE", help="check this built folder, not the sources")
    parser.add_argument("--base", default="/", help="path under which the built folder is served")
    parser.add_argument("--project", type=Path, default=Path(), help="root of the project")
    arguments = parser.parse_args()
    try:
        problems = (
            check_built(arguments.built, arguments.base)
            if arguments.built
            else check_sources(arguments.project)
        )
    except GuideError as error:
        problems = list(error.problems)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def check_sources(project: Path) -> list[Problem]:
    """Every mistake in the pages and facts of the project."""
    return check_pages(Guide(project.resolve(), project.resolve() / "docs"))


if __name__ == "__main__":
    sys.exit(main())
