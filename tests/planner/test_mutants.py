"""The checks see when the planner goes wrong: each of these mistakes is made in its text, and found.

A mistake that is not found means that a check is missing. Where its text has changed, the same mistake is to be made
in the new text.
"""

from __future__ import annotations

import pytest
import quickjs

from tests.planner.engine import Engine
from tests.planner.proof import (
    check_conflicts,
    check_picks,
    check_vectors,
    compare_with_brute_force,
    compare_with_every_order,
    planner_script,
    replaced,
)

# More than any of the plans below takes; a mistake may make the search endless.
SECONDS = 5

MUTANTS = {
    # solve.js
    "waits are gone through once": ("for (let moved = true; moved; ) {", "for (let moved = true, once = true; once; once = false) {"),
    "waits count from the first day of a window": ("(tie ? 0 : visits[from].width) + wait", "wait"),
    "only the first option of a choice is tried": ("for (const option of broken) search", "for (const option of broken.slice(0, 1)) search"),
    "a wish costs nothing": ("rest, cost + option.cost, days", "rest, cost, days"),
    "the cost does not count": ("(other.cost - one.cost || other.finish", "(other.finish"),
    "of two that finish together the first is kept": ("|| sooner) > 0", ") > 0"),
    "waits in a circle never fit": ("if (arc.from === at) return days > 0;", "if (arc.from === at) return true;"),
    "a window needs no open days": ("return open > width && isOpen(closed, day);", "return true;"),
    "Saturdays are open": (">= DAYS_IN_WEEK - 2", ">= DAYS_IN_WEEK - 1"),
    "the last day away is open": ("day >= from && day <= to", "day >= from && day < to"),
    # problem.js
    "a wait is a day short": ("wait: rule.days, rule }", "wait: rule.days - 1, rule }"),
    "a doubt counts from its earliest day": ("width: latest - earliest", "width: 0"),
    "a touch-up is no injection": ("return at;\n  }\n\n  // The repeated", "return round;\n  }\n\n  // The repeated"),
    "a touch-up may be a day later": ("wait: 1 - touchUp.until", "wait: -touchUp.until"),
    "a touch-up may be up to the event": ("lead: eventA?.notBefore ?? 0", "lead: 0"),
    "a session may be a day later than usual": ("wait: 1 - bb.row.until", "wait: -bb.row.until"),
    "a plan may start today": ("first: today + 1, last: Infinity", "first: today, last: Infinity"),
    "the horizon forgets the event": ("Math.max(event ?? today,", "Math.max(today,"),
    "what is booked may share its day": (' && !states.includes("booked")) options', ') options'),
    # plan.js and rules.js
    "closed days count as days of a window": ("fixed || isOpen(closed, day)", "true"),
    "what is booked moves first": ('["keep", "later", "free"]', '["later", "free", "keep"]'),
    "a conflict holds one wish too many": ("    left = fewer;\n", ""),
    "a repair gives up one session too many": ("let n = sessions - 1; n >=", "let n = sessions - 2; n >="),
    "an unknown kind is the least careful": ("return order < 0 ? other : one;", "return order > 0 ? other : one;"),
}  # fmt: skip


def faults(script: str) -> list[str]:
    """What the checks find in a planner."""
    engine = Engine(script, seconds=SECONDS)
    exact = Engine(replaced(script, "const WIDEST = 6;", "const WIDEST = 0;"), seconds=SECONDS)
    try:
        return (
            compare_with_brute_force(engine, problems=150, seed=3).broken
            or check_vectors(engine).broken
            or check_picks(engine, plans=100, picks=3, seed=3).broken
            or compare_with_every_order(exact, plans=100, seed=3).broken
            or check_conflicts(engine, plans=100, seed=3).broken
        )
    except quickjs.JSException as error:
        return [f"stopped: {error}"]


def test_nothing_is_found_in_the_planner_itself() -> None:
    assert faults(planner_script()) == []


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mistake_is_found(name: str) -> None:
    assert faults(replaced(planner_script(), *MUTANTS[name])) != [], f"Nobody notices that {name}"
