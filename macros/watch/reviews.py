"""Prints what is due for review as Markdown, if anything is. Run: python -m macros.watch.reviews."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from macros.checks.freshness import facts_due
from macros.checks.guide import Guide
from macros.checks.review import reviews_due
from macros.components.page import today
from macros.errors import GuideError, Problem
from macros.facts.spans import long_date


def markdown(due: Sequence[Problem], day: date) -> str:
    """A list for an issue; empty when nothing is due.

    Args:
        due: What is due, as the checks tell it.
        day: The day it was looked at.
    """
    if not due:
        return ""
    rows = "".join(f"| `{each.file}`, line {each.line} | {each.message} |\n" for each in due)
    return (
        f"On {long_date(day)}, this needed an editor within 30 days, or was late.\n\n"
        f"| Where | What |\n|---|---|\n{rows}\n"
        "How to review a page and date it: `docs/contribute/pages.md`, under the heading "
        '"Review a page and date it". This issue is written anew each week, and closed when all is done.\n'
    )


def main() -> int:
    """Print the list of the guide in this folder."""
    project = Path().resolve()
    try:
        guide = Guide(project, project / "docs")
        sys.stdout.write(
            markdown([*sorted(reviews_due(guide, today())), *sorted(facts_due(guide, today()))], today())
        )
    except GuideError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
