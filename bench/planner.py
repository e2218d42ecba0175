"""How long the planner takes: to solve plans, and from an input to the painted answer on a slow phone."""

from __future__ import annotations

import json
from datetime import date
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.chromium import chromium
from bench.options import Options
from bench.servers import caddy
from bench.table import BenchError, Found, Table, at_most
from macros.publish.linker import link_modules
from tests.planner.engine import MODULES, as_day, as_input, as_typed, facts, vectors_of

TYPICAL = 5  # milliseconds
WORST = 100  # milliseconds
PAINTED = 50  # milliseconds
SLOW_DOWN = 6  # times slower than this machine
RUNS = 5
CHANGES = 15  # of a choice and back: single ones differ by half
FUNCTIONS = {"course": "planCourse", "event": "planEvent"}

NOTES = [
    "Solve: in Chromium, each plan in a page of its own for the first time (nothing is compiled yet), and "
    "the median of further runs. The slow plans are the worst that the tests found.",
    "Paint: a choice is changed on the built page, as a phone shows it, with the processor slowed down "
    f"{SLOW_DOWN} times, until the frame with the answer is painted.",
]

# Times a plan: the first run, and those after it.
SOLVE = """([script, name, facts, input, today, runs]) => {
  const plan = new Function(`${script}; return ${name};`)();
  return Array.from({ length: runs + 1 }, () => {
    const start = performance.now();
    plan(facts, input, today);
    return performance.now() - start;
  });
}"""

# Chooses an answer, and waits for the frame after it to be painted: a message is handled after the paint.
PAINT = """([question, value]) => new Promise((done) => {
  const input = document.querySelector(`[data-question=${question}] input[value="${value}"]`);
  const start = performance.now();
  input.click();
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    const answered = Boolean(document.querySelector(".planner__headline"));
    port1.onmessage = () => done([performance.now() - start, answered]);
    port2.postMessage("");
  });
})"""

# What is answered on a page before the choice that is timed, and that choice: both ways, many times.
PAINTS: dict[str, tuple[list[tuple[str, str]], str, tuple[str, str]]] = {
    "timing/": ([("first", "toxin"), ("when", "week"), ("area", "same")], "area", ("apart", "same")),
    "plan/": ([("sessions", "4"), ("when", "week"), ("rounds", "1")], "rounds", ("2", "1")),
}


def run(options: Options) -> Found:
    """Time the planner: solving, and painting on the built pages."""
    script = link_modules(MODULES / "plan.js", pure=True)
    with caddy(options.site) as server, chromium() as browser:
        solved = {
            f"{kind}: {vector['id']}": _solve(browser, script, vector)
            for kind, name in (("typical", "course"), ("typical", "event"), ("slow", "slow"))
            for vector in vectors_of(name)
        }
        painted = {path: _paint(browser, server + path, *steps) for path, steps in PAINTS.items()}
    return found(solved, painted)


def found(solved: dict[str, list[float]], painted: dict[str, list[float]]) -> Found:
    """The tables and the budgets.

    Args:
        solved: Milliseconds of each plan, the first run first; the name says if it is typical or slow.
        painted: Milliseconds from a choice to the painted answer, by page.
    """
    slowest = sorted(solved.items(), key=lambda item: -max(item[1]))
    typical = [times[0] for name, times in solved.items() if name.startswith("typical")]
    shown = [*slowest[:10], *[item for item in slowest[10:] if item[0].startswith("typical")][:5]]
    solving = [(name, times[0], median(times[1:])) for name, times in shown]
    painting = [(page, median(times), max(times)) for page, times in painted.items()]
    return Found(
        [
            Table("Solving a plan (milliseconds), the slowest", ("plan", "first", "then"), solving),
            Table(
                "From a choice to the painted answer (milliseconds)", ("page", "median", "worst"), painting
            ),
        ],
        NOTES,
        [
            at_most("a typical plan, the first time, the median of all", median(typical), TYPICAL, "ms", 1),
            at_most(
                "the slowest plan of the tests", max(max(times) for times in solved.values()), WORST, "ms", 1
            ),
            *(
                at_most(f"painted after a choice on {page}", median(times), PAINTED, "ms", 1)
                for page, times in painted.items()
            ),
        ],
    )


def _solve(browser: Browser, script: str, vector: dict[str, Any]) -> list[float]:
    context = browser.new_context()
    page = context.new_page()
    given = [
        script,
        FUNCTIONS[vector["task"]],
        facts(),
        as_typed(as_input(vector["answers"])),
        as_day(date.fromisoformat(vector["today"])),
        RUNS,
    ]
    times: list[float] = page.evaluate(SOLVE, json.loads(json.dumps(given)))
    context.close()
    return times


def _paint(
    browser: Browser, address: str, answers: list[tuple[str, str]], question: str, values: tuple[str, str]
) -> list[float]:
    # A phone has no mouse: with one, browsers look for what is under it at every change of the page.
    context = browser.new_context(viewport={"width": 412, "height": 915}, is_mobile=True, has_touch=True)
    page: Page = context.new_page()
    page.goto(address)
    for name, value in answers:
        page.locator(f'[data-question={name}] input[value="{value}"]').tap(force=True)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW_DOWN})
    taken: list[float] = []
    for value in values * CHANGES:
        time, answered = page.evaluate(PAINT, [question, value])
        if not answered:
            raise BenchError(f"{address} shows no answer. Build the guide again: make site.")
        taken.append(time)
    context.close()
    return taken
