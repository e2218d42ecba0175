"""The long proof: `make proof` compares the planner with brute force on 20,000 problems, and picks days 20,000 times.

The tests make the same comparisons, fewer of each.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from tests.planner import checker, oracle, orders
from tests.planner.engine import FUNCTIONS, Engine, as_input, facts, iso, pure_script, vectors_of
from tests.planner.strategies import NOBODY_TOLD, answers, kernel_problem, on

PROBLEMS = 20_000
PLANS = 2_000
PICKS = 20_000
MOST = 6
SEED = 2026

LAST_DAY = checker.as_day("2099-12-31")

# After so many mistakes the rest will not say more.
ENOUGH = 5
TASKS = ("course", "event")
PLANNED = ("plan", "exact")


@dataclass
class Counts:
    """What was tried, and all that was wrong."""

    of: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    @property
    def enough(self) -> bool:
        """Whether to look no further."""
        return len(self.broken) >= ENOUGH


@dataclass(frozen=True)
class Asked:
    """What was asked of the planner, and what it answered."""

    task: str
    today: int
    given: dict[str, Any]
    plan: dict[str, Any]

    @property
    def event(self) -> int | None:
        """The day to be ready for."""
        return checker.as_day(self.given["event"]["typed"]) if self.task == "event" else None

    @property
    def booked(self) -> bool:
        """Whether a visit is booked, were it for after the event."""
        dates = [self.given[name].get("typed") for name in ("when", "second")]
        return any(typed and checker.as_day(typed) > self.today for typed in dates)

    def __str__(self) -> str:
        return f"{self.task} on {iso(self.today)}: {json.dumps(self.given)}"


def planner_script(*, windows: bool = True) -> str:
    """The planner, linked; without windows every visit gets one day and the plan is the best there is."""
    script = pure_script("plan.js")
    return script if windows else replaced(script, "const WIDEST = 6;", "const WIDEST = 0;")


def replaced(script: str, old: str, new: str) -> str:
    """A script with one place of it changed, which must be there."""
    assert script.count(old) == 1, f"{script.count(old)} times in the planner: {old}"
    return script.replace(old, new)


def ask(engine: Engine, task: str, given: dict[str, Any], today: int) -> Any:
    """What the planner answers."""
    return engine.call(FUNCTIONS[task], facts(), given, today)


def asked(engine: Engine, plans: int, seed: int, most: int = 4) -> Iterator[Asked]:
    """Random answers with so many sessions at most, and the planner's plan for each."""
    draw = Random(seed)
    for _ in range(plans):
        task = draw.choice(TASKS)
        today = draw.randint(20_700, 21_500)
        given = answers(draw, today, task, most=most)
        yield Asked(task, today, given, ask(engine, task, given, today))


def compare_with_brute_force(engine: Engine, problems: int, seed: int) -> Counts:
    """Solve random problems, and try every schedule of each.

    Args:
        engine: The solver.
        problems: How many.
        seed: The same seed gives the same problems.
    """
    draw = Random(seed)
    counts = Counts()
    for _ in range(problems):
        problem = kernel_problem(draw)
        best = _best_schedule(json.dumps(problem))
        found = engine.call("solve", problem)
        counts.of["feasible" if best else "infeasible"] += 1
        if best is None or found is None:
            wrong = [] if best is found else [f"{found} and not {best}"]
        else:
            wrong = oracle.broken(problem, found["days"])
            if not wrong and oracle.measure(problem, found["days"]) != best:
                wrong = [f"{oracle.measure(problem, found['days'])} and not {best}"]
            if found["cost"] != best.cost or best.finish not in (None, found["finish"]):
                wrong.append(f"said to cost {found['cost']} and to finish on {found['finish']}, not {best}")
        counts.broken += [f"{fault}: {json.dumps(problem)}" for fault in wrong]
        if counts.enough:
            break
    return counts


@cache
def _best_schedule(problem: str) -> oracle.Best | None:
    return oracle.best(json.loads(problem))


def compare_with_every_order(exact: Engine, plans: int, seed: int, most: int = 4) -> Counts:
    """Plan for random answers, and try every order the visits can have.

    Args:
        exact: The planner without windows.
        plans: How many.
        seed: The same seed gives the same answers.
        most: How many sessions there are at most.
    """
    counts = Counts()
    for each in asked(exact, plans, seed, most):
        if "errors" in each.plan or each.plan["status"] not in (*PLANNED, "no-fit"):
            counts.of["no dates"] += 1
            continue
        if _orders(each.given) > 300:
            counts.of["too many orders"] += 1
            continue
        counts.of["no-fit" if each.plan["status"] == "no-fit" else "fits"] += 1
        wrong = _no_fit(each) if each.plan["status"] == "no-fit" else [*_not_the_best(each)]
        counts.broken += [f"{fault}: {each}" for fault in wrong]
        if counts.enough:
            break
    return counts


def _orders(given: dict[str, Any]) -> int:
    """About how many orders there are to try."""
    rounds = 2 if given["rounds"] == "first" else int(given["rounds"])
    count = 1
    for more in range(1, int(given["sessions"]) + 1):
        count = count * (rounds * (1 + given["touchUp"]) + 1 + more) // more
    return count


def _best(each: Asked, moves: dict[str, str]) -> orders.Best | None:
    # Both on one day is for those who have had both before.
    same_day = each.given["sameDay"] and not each.plan["apart"] and each.given["rounds"] != "first"
    return _best_order(json.dumps([each.given, each.today, each.event, moves]), same_day)


@cache
def _best_order(asked: str, same_day: bool) -> orders.Best | None:
    given, today, event, moves = json.loads(asked)
    return orders.best(orders.wanted(facts(), given, today, event, moves), same_day)


def _no_fit(each: Asked) -> list[str]:
    best = _best(each, {"a": "free", "b": "free"})
    return [f"does not fit, and {best} does"] if best else []


def _not_the_best(each: Asked) -> Iterator[str]:
    moves = {"a": "keep", "b": "keep"}
    for visit in each.plan["visits"]:
        if visit["state"] == "booked" and not visit["kept"]:
            code, given = ("a", "when") if visit["treatment"] == each.plan["first"] else ("b", "second")
            later = visit["earliest"] >= checker.as_day(each.given[given]["typed"])
            moves[code] = "later" if later else "free"
    best = _best(each, moves)
    if best is None:
        yield "fits, and does not in any order"
        return
    if measured(each) != best:
        yield f"{measured(each)} and not {best}"
    for code in ("a", "b"):
        if moves[code] != "keep" and _best(each, {**moves, code: "keep"}):
            yield f"the booked {code} moves and need not"


def measured(each: Asked) -> orders.Best:
    """How many wishes a plan gives up, and when all is done of what gets its day from the plan."""
    first_ever = each.given["rounds"] == "first"
    done = []
    for visit in each.plan["visits"]:
        role = visit["role"]
        if first_ever and visit["treatment"] == each.plan["first"]:
            role, first_ever = "first", False
        lead = orders.lead(facts(), each.given, visit["treatment"], role) if each.event else 0
        if checker.moves(visit):
            done.append(visit["earliest"] + lead)
    return orders.Best(each.plan["late"], max(done, default=-orders.FAR))


def _without(given: dict[str, Any], code: str) -> dict[str, Any]:
    """The answers without one of their wishes. A wait that nobody published cannot do without what was told."""
    untold = {**given, "told": NOBODY_TOLD}
    needed = {
        key: days if checker.wait(facts(), untold, key) is None else "" for key, days in given["told"].items()
    }
    changes: dict[str, dict[str, Any]] = {
        "away": {"away": []},
        "weekdays": {"weekdays": False},
        "told": {"told": needed},
        "touch-up": {"touchUp": False},
        "trial": {"rounds": "1"},
        "rounds": {"rounds": "0"},
        "sessions": {"sessions": "0"},
        "event": {},
    }
    return {**given, **changes[code]}


WISHES = ("away", "weekdays", "told", "touch-up", "trial", "rounds", "sessions", "event")


def conflict_faults(engine: Engine, each: Asked) -> list[str]:
    """What is wrong with a conflict and its repairs, found by asking again with the wishes changed."""
    return [f"{fault}: {each}" for fault in (*_conflict_faults(engine, each), *_repair_faults(engine, each))]


def _fits(engine: Engine, each: Asked, given: dict[str, Any], task: str) -> bool:
    plan = ask(engine, task, given, each.today)
    return "errors" not in plan and plan["status"] in (*PLANNED, "last-days")


def _conflict_faults(engine: Engine, each: Asked) -> Iterator[str]:
    conflict = each.plan["conflict"]
    if not conflict or not set(conflict) <= set(WISHES):
        yield f"a conflict of {conflict}"
    first_ever = each.given["rounds"] == "first"
    if first_ever and not {"trial", "rounds"} <= set(conflict):
        return  # a first round without a trial, or the reverse, is no answer to the form

    def fits(dropped: set[str]) -> bool:
        given = each.given
        for code in WISHES:
            if code in dropped and (code != "trial" or first_ever):
                given = _without(given, code)
        return _fits(engine, each, given, "course" if "event" in dropped else each.task)

    others = set(WISHES) - set(conflict)
    if fits(others):
        yield f"{conflict} are said not to fit, and do"
    for code in conflict:
        if first_ever and code in ("rounds", "event"):
            continue
        if not fits({*others, code}):
            yield f"{conflict} do not fit without {code} either"


def _repair_faults(engine: Engine, each: Asked) -> Iterator[str]:
    for repair in each.plan["repairs"]:
        code, n, day = repair["code"], repair["n"], repair["day"]
        changes: dict[str, dict[str, Any]] = {
            "sessions": {"sessions": str(n)},
            "trial": {"rounds": "1"},
            "touch-up": {"touchUp": False},
            "gap": {"told": {**each.given["told"], "bb": str(n)}},
            "rounds": {"rounds": str(n)},
            "event": {"event": on(day or 0)},
        }
        if code == "event" and (each.booked or day > LAST_DAY):
            continue  # what is booked is not asked when it is done, and no form takes a later date
        if not _fits(engine, each, {**each.given, **changes[code]}, each.task):
            yield f"{repair} does not mend it"
        more: dict[str, dict[str, Any]] = {
            "sessions": {"sessions": str(n + 1)},
            "rounds": {"rounds": str(n + 1)},
        }
        if code in more and _fits(engine, each, {**each.given, **more[code]}, each.task):
            yield f"{repair} gives up more than it must"
        if code == "event":
            # So that gaps are as usual, the event may be later than it must.
            sooner = ask(engine, each.task, {**each.given, "event": on(day - 1)}, each.today)
            if sooner.get("status") in PLANNED and sooner["late"] == 0:
                yield f"{repair} is later than it must be"


def check_vectors(engine: Engine) -> Counts:
    """Check the plans of the vectors as those for random answers are."""
    draw = Random(SEED)
    counts = Counts()
    for vector in (vector for task in TASKS for vector in vectors_of(task)):
        today = checker.as_day(vector["today"])
        given = as_input(vector["answers"])
        each = Asked(vector["task"], today, given, ask(engine, vector["task"], given, today))
        check(counts, each, draw, picks=20)
        if each.plan.get("status") == "no-fit":
            counts.broken += conflict_faults(engine, each)
    return counts


def check_picks(engine: Engine, plans: int, picks: int, seed: int, most: int = 4) -> Counts:
    """Plan for random answers, pick days at random from all windows together, and check each plan by its rules.

    Args:
        engine: The planner.
        plans: How many.
        picks: How often days are picked for each plan.
        seed: The same seed gives the same answers and picks.
        most: How many sessions there are at most.
    """
    counts = Counts()
    draw = Random(seed)
    for each in asked(engine, plans, seed, most):
        check(counts, each, draw, picks)
        if counts.enough:
            break
    return counts


def check(counts: Counts, each: Asked, draw: Random, picks: int) -> None:
    """Pick days at random from all windows of a plan together, and hold them to the rules."""
    status = "errors" if "errors" in each.plan else each.plan["status"]
    counts.of[status] += 1
    for _ in range(picks if status in PLANNED else 0):
        counts.of["picks"] += 1
        wrong = checker.broken_rules(facts(), each.given, each.today, each.plan, pick(draw, each))
        if wrong:
            counts.broken += [f"{fault}: {each}" for fault in wrong]
            return


def check_conflicts(engine: Engine, plans: int, seed: int, most: int = 4) -> Counts:
    """Plan for random answers, and ask again about every conflict and repair.

    Args:
        engine: The planner.
        plans: How many.
        seed: The same seed gives the same answers.
        most: How many sessions there are at most.
    """
    counts = Counts()
    for each in asked(engine, plans, seed, most):
        if each.plan.get("status") == "no-fit":
            counts.of["no-fit"] += 1
            counts.of["repairs"] += len(each.plan["repairs"])
            counts.broken += conflict_faults(engine, each)
        if counts.enough:
            break
    return counts


def pick(draw: Random, each: Asked) -> dict[str, int]:
    """A day for each visit, whatever the others get; two visits of one day get the same."""
    picked: dict[str, int] = {}
    for visit in each.plan["visits"]:
        days = checker.open_days(each.given, visit) or [visit["earliest"]]
        # The ends of a window are where waits break.
        day = draw.choice([days[0], days[-1], draw.choice(days)])
        other = checker.shares_with(each.plan, visit)
        picked[visit["key"]] = picked.get(other["key"], day) if other else day
    return picked


def main() -> int:
    """Compare, print the counts, and say whether anything was wrong."""
    wide, exact = Engine(planner_script()), Engine(planner_script(windows=False))
    wrong = 0
    for title, counts in (
        ("Problems compared with every schedule", compare_with_brute_force(exact, PROBLEMS, SEED)),
        (
            "Plans compared with every order of their visits",
            compare_with_every_order(exact, PLANS, SEED, MOST),
        ),
        ("Plans with days picked at random", check_picks(wide, PLANS, 2 * PICKS // PLANS, SEED, MOST)),
        ("Conflicts and repairs asked about again", check_conflicts(wide, PLANS, SEED, MOST)),
    ):
        tried = ", ".join(f"{count:,} {name}" for name, count in sorted(counts.of.items()))
        sys.stdout.write(f"{title}: {tried}, {len(counts.broken)} broken\n")
        sys.stdout.writelines(f"  {fault}\n" for fault in counts.broken)
        sys.stdout.flush()
        wrong += len(counts.broken)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
