"""Makes course.json and event.json: what the planner plans for people as they come, and why each is here.

The plans are the planner's own, so they show what changes and not that it is right: test_plans.py holds every one to
the rules of a plan. The files say by which facts they were made. After a change of a wait or of the planner:

    python -m tests.vectors.make_plans

and read what has changed.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from tests.planner.engine import FUNCTIONS, Engine, as_day, as_input, facts, pure_script, readable_plan

VECTORS = Path(__file__).parent

# A Saturday, as in the other vectors.
TODAY = "2026-11-21"
CHRISTMAS = ["2026-12-19", "2027-01-03"]

Case = tuple[str, str, dict[str, Any]]

COURSE: list[Case] = [
    ("one-session", "One session and nothing before it: a week from tomorrow", {"sessions": "1"}),
    ("four-sessions", "A course alone, with a week to choose from each time", {"sessions": "4"}),
    ("four-and-one", "A course of 4 and Botox once: Botox goes where the course ends soonest", {"sessions": "4", "rounds": "1"}),
    ("after-botox", "Botox was on Monday 16 November 2026", {"sessions": "4", "when": "2026-11-16"}),
    ("interleaved", "4 sessions and 2 further visits for Botox", {"sessions": "4", "rounds": "2", "when": "2026-11-16"}),
    ("six-and-three", "The longest course, with touch-ups", {"sessions": "6", "rounds": "3", "touchUp": True}),
    ("about-a-week-ago", "Waits count from the latest day that it may have been", {"sessions": "3", "when": "week"}),
    ("about-two-weeks-ago", "A wait may be over for some of the days and not for others", {"sessions": "2", "second": "fortnight", "rounds": "1"}),
    ("both-had", "Both were had; that they were close together is for another question", {"sessions": "2", "rounds": "1", "when": "few", "second": "yesterday"}),
    ("rf-course", "RF needling has longer gaps to stay within", {"sessions": "3", "rounds": "1", "kind": "rf"}),
    ("kind-unknown", "The most careful wait of those published", {"sessions": "3", "rounds": "1", "kind": "unknown"}),
    ("apart", "Away from the Botox waits are shorter", {"sessions": "3", "rounds": "1", "area": "apart", "when": "2026-11-16"}),
    ("area-unsure", "Not sure counts as the same area", {"sessions": "3", "rounds": "1", "area": "unsure", "when": "2026-11-16"}),
    ("christmas", "Away over Christmas: windows have fewer days, and say so", {"sessions": "4", "away": [CHRISTMAS]}),
    ("weekdays", "Monday to Friday only", {"sessions": "4", "rounds": "1", "weekdays": True}),
    ("christmas-weekdays", "Both, and two stretches that overlap", {"sessions": "3", "weekdays": True, "away": [CHRISTMAS, ["2027-01-01", "2027-01-10"]]}),
    ("a-long-journey", "Half a year away: the course waits, so that no gap is longer than usual", {"sessions": "3", "away": [["2026-12-20", "2027-06-30"]]}),
    ("a-long-journey-booked", "The same with a session booked before: one gap is longer than usual, and nothing is lost", {"sessions": "3", "second": "2026-12-10", "away": [["2026-12-20", "2027-06-30"]]}),
    ("booked-session-kept", "A booked session counts as the first, and can stay", {"sessions": "3", "second": "2026-12-10", "rounds": "1"}),
    ("booked-session-too-soon", "A booked session 9 days after Botox must move", {"sessions": "2", "when": "2026-11-16", "second": "2026-11-25"}),
    ("booked-botox-kept", "Sessions are planned around Botox that is booked", {"sessions": "4", "when": "2027-01-20"}),
    ("booked-botox-too-soon", "Botox is booked 5 days after a session that was had", {"sessions": "2", "when": "2026-11-25", "second": "2026-11-20"}),
    ("both-booked-too-close", "Both are booked 4 days apart: one stays and one moves", {"sessions": "2", "when": "2026-12-14", "second": "2026-12-10"}),
    ("booked-on-a-day-away", "A booked day stays, although it is one that cannot be", {"sessions": "2", "second": "2026-12-23", "away": [CHRISTMAS]}),
    ("same-day", "The clinic offers both on one day", {"sessions": "3", "rounds": "1", "kind": "standard", "sameDay": True}),
    ("same-day-not-for-rf", "Both on one day is not meant for RF needling", {"sessions": "3", "rounds": "1", "kind": "rf", "sameDay": True}),
    ("same-day-not-with-booked", "What is booked is not for both", {"sessions": "4", "rounds": "1", "when": "2026-12-18", "second": "few", "sameDay": True}),
    ("told-longer", "The clinic told 6 weeks between sessions and 4 weeks after Botox", {"sessions": "3", "rounds": "1", "told": {"ab": "28", "bb": "42"}}),
    ("told-too-short", "What the clinic told is kept, and is sooner than the guide's limit", {"sessions": "2", "when": "2026-11-16", "kind": "standard", "told": {"ab": "3"}}),
    ("touch-up-still-possible", "Botox was last week: its touch-up is in the plan", {"sessions": "2", "when": "2026-11-12", "touchUp": True}),
    ("touch-up-does-not-fit", "Away while the touch-up could be", {"sessions": "1", "when": "2026-11-16", "touchUp": True, "away": [["2026-11-28", "2026-12-20"]]}),
    ("deep", "Nobody published a gap between sessions of deep needling", {"sessions": "3", "kind": "deep"}),
    ("deep-told", "With the clinic's own gap there is a plan", {"sessions": "3", "rounds": "1", "kind": "deep", "told": {"bb": "42"}}),
    ("rf-apart", "Nobody published a wait for RF needling away from the Botox", {"sessions": "3", "rounds": "1", "kind": "rf", "area": "apart"}),
    ("postpone", "No dates with a cold sore", {"sessions": "3", "conditions": ["cold-sore-now"]}),
    ("ask-first", "Dates, and what to ask first", {"sessions": "3", "conditions": ["blood-thinner", "keloid"]}),
    ("over-a-leap-day", "From 2027 into a leap year", {"sessions": "4", "today": "2027-12-05", "weekdays": True}),
    ("nothing-answered", "How many sessions must be answered", {"sessions": ""}),
    ("last-before-first", "Days away end before they begin, and others do not end", {"sessions": "2", "away": [["2027-01-03", "2026-12-19"], ["2027-02-01", ""]]}),
    ("told-no-number", "A wait in words", {"sessions": "2", "told": {"ab": "two weeks", "bb": "-3"}}),
]  # fmt: skip

WEDDING = {"event": "2027-06-12"}

EVENT: list[Case] = [
    ("wedding", "4 sessions and Botox before a day in June", {**WEDDING, "sessions": "4", "rounds": "1"}),
    ("sessions-only", "A course that ends well before", {**WEDDING, "sessions": "3"}),
    ("botox-only", "Botox when it is at its strongest on the day", {**WEDDING, "sessions": "0", "rounds": "1"}),
    ("nothing-planned", "Only the last days before the event", {**WEDDING, "sessions": "0"}),
    ("nothing-planned-botox-had", "What was had needs no plan", {**WEDDING, "sessions": "0", "when": "week"}),
    ("first-time", "Never had Botox: a trial round comes first", {**WEDDING, "sessions": "2", "rounds": "first"}),
    ("first-time-booked", "The first Botox is booked: that is the trial", {**WEDDING, "sessions": "1", "rounds": "first", "when": "2026-12-09"}),
    ("first-time-too-late", "There is no time for a trial, and for Botox there is", {"event": "2027-02-20", "sessions": "0", "rounds": "first"}),
    ("first-time-far-too-late", "There is no time for Botox for the first time at all", {"event": "2027-01-10", "sessions": "0", "rounds": "first"}),
    ("with-touch-up", "Botox, its touch-up, and time to settle", {"event": "2027-03-01", "sessions": "1", "rounds": "1", "touchUp": True}),
    ("touch-up-to-the-day", "Botox and its touch-up, each on the last day that is in time", {"event": "2026-12-20", "sessions": "0", "rounds": "1", "touchUp": True}),
    ("touch-up-too-late", "Botox fits; away when its touch-up could be, which is then too close to the day", {"event": "2027-01-10", "sessions": "0", "rounds": "1", "touchUp": True, "away": [["2026-12-05", "2026-12-28"]]}),
    ("one-day-to-spare", "The last day on which Botox is in time", {"event": "2026-12-20", "sessions": "0", "rounds": "1"}),
    ("one-day-short", "A day too late for Botox", {"event": "2026-12-19", "sessions": "0", "rounds": "1"}),
    ("too-many-sessions", "6 sessions do not fit, and fewer do", {"event": "2027-03-01", "sessions": "6"}),
    ("too-much", "4 sessions and Botox do not fit before February", {"event": "2027-02-01", "sessions": "4", "rounds": "1", "kind": "standard"}),
    ("shorter-gaps-would-fit", "With gaps that are shorter than usual it would fit", {"event": "2027-02-08", "sessions": "4", "kind": "standard"}),
    ("exact-days", "It fits on single days only", {"event": "2027-02-28", "sessions": "4", "kind": "standard"}),
    ("a-year-ahead", "With much time Botox waits until it counts", {"event": "2027-11-20", "sessions": "3", "rounds": "1"}),
    ("two-years-ahead", "So far ahead that all but Botox is long done", {"event": "2028-10-14", "sessions": "2", "rounds": "1"}),
    ("rf", "RF needling needs more time before the day", {"event": "2027-04-01", "sessions": "3", "kind": "rf", "rounds": "1"}),
    ("kind-unknown", "The most careful lead of those published", {"event": "2027-04-01", "sessions": "3", "kind": "unknown"}),
    ("deep", "Nobody published a gap for deep needling", {**WEDDING, "sessions": "2", "kind": "deep"}),
    ("deep-told", "Nor a lead before an event, so there is no plan with the clinic's gap either", {**WEDDING, "sessions": "2", "kind": "deep", "told": {"bb": "42"}}),
    ("christmas-and-weekdays", "Fewer days to choose from", {"event": "2027-02-14", "sessions": "2", "rounds": "1", "weekdays": True, "away": [CHRISTMAS]}),
    ("away-until-then", "Days away leave no room", {"event": "2027-02-14", "sessions": "2", "rounds": "1", "away": [["2026-11-28", "2027-01-20"]]}),
    ("away-and-weekdays", "Only weekends are left, and they cannot be", {"event": "2026-12-26", "sessions": "1", "kind": "standard", "weekdays": True, "away": [["2026-11-23", "2026-12-11"]]}),
    ("booked-and-fits", "What is booked can stay", {"event": "2027-04-01", "sessions": "3", "when": "2027-02-26", "second": "2026-12-01", "kind": "standard"}),
    ("booked-too-late", "Botox is booked a week before the day, and must move", {"event": "2027-04-01", "sessions": "1", "when": "2027-03-25"}),
    ("booked-after", "A session is booked for after the day", {"event": "2027-02-01", "sessions": "2", "second": "2027-02-20"}),
    ("told-makes-it-fit", "With the clinic's shorter waits it fits", {"event": "2027-02-01", "sessions": "3", "rounds": "1", "kind": "standard", "told": {"ab": "7", "ba": "7", "bb": "21"}}),
    ("told-is-in-the-way", "The clinic's longer waits do not fit", {"event": "2027-03-01", "sessions": "3", "kind": "standard", "told": {"bb": "56"}}),
    ("same-day", "Both on one day saves a visit", {"event": "2027-03-07", "sessions": "3", "rounds": "1", "kind": "standard", "sameDay": True}),
    ("same-day-not-the-first-time", "Both on one day is not for the first time", {**WEDDING, "sessions": "2", "rounds": "first", "kind": "standard", "sameDay": True}),
    ("postpone", "No dates while unwell", {**WEDDING, "sessions": "2", "conditions": ["unwell"]}),
    ("tomorrow", "Too late for anything", {"event": "2026-11-22", "sessions": "1", "rounds": "1"}),
    ("no-event", "The day must be answered", {"sessions": "2", "rounds": "1"}),
    ("past-event", "The day is over", {"event": "2026-11-20", "sessions": "2", "rounds": "1"}),
    ("no-such-day", "30 February", {"event": "2027-02-30", "sessions": "2", "rounds": "1"}),
]  # fmt: skip

CASES = {"course": COURSE, "event": EVENT}


def facts_hash() -> str:
    """Stands for all that a plan is counted with: another wait, another hash."""
    counted = {key: facts()[key] for key in ("intervals", "noRule", "sameDay", "postpone", "askFirst")}
    return hashlib.sha256(json.dumps(counted, sort_keys=True).encode()).hexdigest()[:16]


def text(task: str) -> str:
    """The file of a task as it should be: one case a line."""
    engine = Engine(pure_script("plan.js"))
    lines = []
    for name, why, given in CASES[task]:
        answers = {"kind": "standard", "rounds": "0", **given}
        today = answers.pop("today", TODAY)
        plan = engine.call(FUNCTIONS[task], facts(), as_input(answers), as_day(date.fromisoformat(today)))
        vector = {
            "id": name,
            "why": why,
            "task": task,
            "today": today,
            "answers": answers,
            "plan": readable_plan(plan),
        }
        lines.append(json.dumps(vector, ensure_ascii=False))
    return f'{{"facts": "{facts_hash()}", "vectors": [\n' + ",\n".join(lines) + "\n]}\n"


if __name__ == "__main__":
    for each in CASES:
        (VECTORS / f"{each}.json").write_text(text(each), encoding="utf-8")
