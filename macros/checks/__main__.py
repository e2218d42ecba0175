"""Run: python -m macros.checks (the words and facts), python -m macros.checks --built site (the result).

With --table it prints what each page costs to read.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date, timedelta
from pathlib import Path

from macros.checks.against_base import compare_with_base
from macros.checks.built import check_built
from macros.checks.freshness import dates_to_come, facts_due
from macros.checks.guide import Guide
from macros.checks.pages import check_pages
from macros.checks.reading import Reading, check_reading, table
from macros.checks.review import reviews_due
from macros.checks.say import line_for
from macros.components.page import today
from macros.errors import GuideError, Problem

ONE_DAY = timedelta(days=1)


def main() -> int:
    """Print each mistake on a line of its own; 1 when there is any. What is due for review is no mistake."""
    parser = argparse.ArgumentParser(prog="python -m macros.checks", description=__doc__)
    parser.add_argument("--built", type=Path, metavar="SITE", help="check this built folder, not the sources")
    parser.add_argument("--base", default="/", help="path under which the built folder is served")
    parser.add_argument(
        "--against",
        default=os.environ.get("BASE", ""),
        metavar="COMMIT",
        help="the commit, branch or folder that the facts are compared with; the main branch when left out",
    )
    parser.add_argument("--table", action="store_true", help="print what each page costs to read")
    parser.add_argument("--project", type=Path, default=Path(), help="root of the project")
    arguments = parser.parse_args()
    try:
        if arguments.table:
            sys.stdout.write(f"{table(Reading(_guide(arguments.project)))}\n")
            return 0
        if arguments.built:
            problems = check_built(arguments.built, arguments.base)
        else:
            guide = _guide(arguments.project)
            for due in (*reviews_due(guide, today()), *facts_due(guide, today())):
                sys.stderr.write(f"{line_for(due, 'warning')}\n")
            problems = check_sources(guide)
            against, not_compared = compare_with_base(guide.project, arguments.against)
            problems = sorted({*problems, *against})
            if not_compared:
                sys.stdout.write(f"{not_compared}\n")
    except GuideError as error:
        problems = list(error.problems)
    for problem in problems:
        sys.stderr.write(f"{line_for(problem)}\n")
    return 1 if problems else 0


def check_sources(guide: Guide) -> list[Problem]:
    """Every mistake in the pages and facts of the guide."""
    # A build for a later day may know that day's facts; one for an earlier day knows those of today.
    # Somewhere on earth it is tomorrow already.
    problems = [*check_pages(guide), *dates_to_come(guide, max(today(), date.today()) + ONE_DAY)]
    # A page that cannot be rendered cannot be read either, and has its line already.
    if guide.unreadable or any(problem.check == "component" for problem in problems):
        return problems
    return sorted({*problems, *check_reading(guide)})


def _guide(project: Path) -> Guide:
    return Guide(project.resolve(), project.resolve() / "docs")


if __name__ == "__main__":
    sys.exit(main())
