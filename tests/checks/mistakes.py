"""Makes the mistakes of macros/checks/checks.yml in the small guide, one at a time, and hears what is printed.

After a change of a message, tests/checks/test_mistakes.py says the line to write into checks.yml.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

from macros.checks.__main__ import check_sources
from macros.checks.against_base import base_problems
from macros.checks.base import Base
from macros.checks.built import check_built
from macros.checks.freshness import facts_due
from macros.checks.guide import Guide
from macros.checks.registry import Check, Mistake
from macros.checks.review import reviews_due
from macros.checks.say import told
from macros.errors import GuideError, Problem

TODAY = date(2026, 11, 21)
# A built folder of two pages, for the checks of what is built.
BUILT = {
    "index.html": """<!doctype html>
<title>Home</title>
<meta name="description" content="The first page.">
<h1 id="top">Home</h1>
<p>A peel comes <a href="help/#signs">later</a>.</p>
""",
    "help/index.html": """<!doctype html>
<title>Help</title>
<meta name="description" content="The second page.">
<h1 id="top">Help</h1>
<h2 id="signs">Signs</h2>
""",
}


def small_guide(second_guide: Path, folder: Path) -> Path:
    """A copy of the small guide, with the built folder beside it."""
    project = folder / "guide"
    shutil.copytree(second_guide, project)
    for name, html in BUILT.items():
        file = project / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, encoding="utf-8")
    return project


def make(mistake: Mistake, project: Path) -> None:
    """Make the mistake in the guide.

    Raises:
        AssertionError: The guide no longer has what the mistake replaces.
    """
    for name, text in mistake.beside.items():
        (project / name).write_text(text, encoding="utf-8")
    file = project / mistake.file
    text = file.read_text(encoding="utf-8")
    assert mistake.instead_of in text, f"{mistake.file} of the small guide has no {mistake.instead_of!r}"
    file.write_text(text.replace(mistake.instead_of, mistake.bad, 1), encoding="utf-8")


def lines(check: Check, mistake: Mistake, project: Path, before: Path) -> list[str]:
    """What is printed of the guide by this check only.

    Args:
        check: The check.
        mistake: The mistake that was made: in a built page or in a source.
        project: The guide with the mistake.
        before: The guide as it was.
    """
    try:
        in_built = mistake.file.startswith("site/")
        found = check_built(project / "site") if in_built else all_of_sources(project, before)
    except GuideError as error:
        found = list(error.problems)
    return [told(problem) for problem in found if problem.check == check.id]


def all_of_sources(project: Path, before: Path) -> list[Problem]:
    """Everything that `make check` prints of the guide, compared with the guide as it was."""
    guide = Guide(project, project / "docs")
    found = [*reviews_due(guide, TODAY), *facts_due(guide, TODAY), *check_sources(guide)]
    return [*found, *base_problems(Base("main", before), project, TODAY + timedelta(1))]
