"""Which facts must be checked against their sources again, and dates that nobody can know yet.

A fact that is old stops no build: the pages that show it say so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from macros.checks.guide import Guide
from macros.errors import Problem
from macros.facts.freshness import Checked, checked_facts, expires
from macros.facts.history import rows
from macros.facts.spans import long_date
from macros.facts.yaml_source import display_name

CHECK = "expired"
SOON = timedelta(days=30)
# More names than this make a line too long to read.
MOST_NAMED = 5


def facts_due(guide: Guide, today: date) -> Iterator[Problem]:
    """A line for each file with facts that are too old, and one for each with facts that soon will be.

    Args:
        guide: The guide as its editors wrote it.
        today: The day the guide is built for.
    """
    old: dict[tuple[bool, str], list[tuple[int, Checked]]] = defaultdict(list)
    due = [fact for fact in checked_facts(guide.facts) if expires(fact) <= today + SOON]
    places = _places(guide) if due else {}
    for fact in due:
        file, line = places[fact.id]
        old[expires(fact) > today, file].append((line, fact))
    for (soon, file), found in sorted(old.items()):
        found.sort(key=lambda each: each[0])
        names = ", ".join(fact.id for _, fact in found[:MOST_NAMED])
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        day = min(expires(fact) for _, fact in found)
        said = (
            f"To be checked by {long_date(day)}: {names}{more}."
            if soon
            else f"Too old since {long_date(day)}, and the pages that show it say so: {names}{more}."
        )
        yield Problem(file, found[0][0], CHECK, said, "Check the sources again, then change checked.")


def dates_to_come(guide: Guide, today: date) -> Iterator[Problem]:
    """No fact was checked, and no wait began or ended, on a day that is still to come."""
    dated = [(fact.id, "checked", fact.checked) for fact in checked_facts(guide.facts)]
    for interval in (*guide.facts.intervals, *guide.facts.retired):
        dated += [(interval.id, "since", row.since) for row in rows(interval) if row.since]
        dated += [(interval.id, "checked", row.checked) for row in interval.was]
    dated += [(interval.id, "retired", interval.retired) for interval in guide.facts.retired]
    wrong = [each for each in dated if each[2] > today]
    places = _places(guide) if wrong else {}
    for name, field, day in wrong:
        file, line = places[name]
        yield Problem(
            file,
            line,
            "dates",
            f'{name}: "{field}" is {day}, a day that is still to come.',
            "Write the day on which it was done, such as today.",
        )


def _places(guide: Guide) -> dict[str, tuple[str, int]]:
    """File and line of each id in those files of docs/data whose facts say when they were checked."""
    found: dict[str, tuple[str, int]] = {}
    for file in sorted((guide.docs / "data").rglob("*.yml")):
        text = file.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines() if "checked:" in text else [], start=1):
            match = re.match(r"\s*(?:- )?\{?\s*id: *[\"']?([a-z0-9-]+)", line)
            if match:
                found.setdefault(match.group(1), (display_name(file, guide.project), number))
    return found
