"""A clinic's own waits: held to a few lines of Python that say what they must do."""

from __future__ import annotations

import json
import shutil
from datetime import date
from functools import cache
from typing import Any

import pytest
import quickjs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from macros.publish.linker import link_modules
from tests.planner.engine import EPOCH, MODULES, NO_CLOCK, UNANSWERED, as_input, as_typed, facts
from tests.planner.strategies import NOBODY_TOLD, answers, chance

LONGEST = 56
# The pair of a wait: what it is for, from, to. The facts name the treatments in this order.
TOXIN, NEEDLING = (treatment["id"] for treatment in facts()["treatments"])
WAITS = {
    "a": ("combine", TOXIN, NEEDLING),
    "b": ("combine", NEEDLING, TOXIN),
    "c": ("course", NEEDLING, NEEDLING),
}
CODES = {"ab": "a", "ba": "b", "bb": "c"}
KINDS = [kind["id"] for kind in facts()["treatments"][1]["kinds"]]
TODAY = 20_778

ENTRY = """
import { wasItTooSoon, whenNext } from "./answers.js";
import { answerByClinic, clinicWaits } from "./clinic.js";
import { planByClinic } from "./clinic_plan.js";
import { planCourse, planEvent } from "./plan.js";

function usual(task, facts, input, today) {
  return { next: whenNext, "was-it-too-soon": wasItTooSoon, course: planCourse, event: planEvent }[task](facts, input, today);
}
function byClinic(task, options, facts, input, today) {
  const solve = { next: whenNext, "was-it-too-soon": wasItTooSoon, course: planCourse, event: planEvent }[task];
  const by = task === "course" || task === "event" ? planByClinic : answerByClinic;
  return by(solve, options)(facts, input, today);
}
"""


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Calls a function of the modules with plain values, with a clock that throws when it is read."""
    folder = tmp_path_factory.mktemp("clinic") / "planner"
    shutil.copytree(MODULES, folder)
    (folder / "all.js").write_text(ENTRY, encoding="utf-8")
    context = quickjs.Context()
    context.eval(NO_CLOCK + link_modules(folder / "all.js", pure=True))

    def run(function: str, *arguments: Any) -> Any:
        given = ", ".join(json.dumps(argument) for argument in arguments)
        return json.loads(context.eval(f"JSON.stringify({function}({given}) ?? null)"))

    return run


def rows(key: str) -> list[dict[str, Any]]:
    """The rows of the facts that a clinic's wait is about."""
    return [row for row in facts()["intervals"] if (row["purpose"], row["from"], row["to"]) == WAITS[key]]


@cache
def least(key: str) -> int:
    """The fewest days that any row of the pair allows."""
    return min(int(row["notBefore"]) for row in rows(key))


def asked(options: dict[str, str]) -> dict[str, int]:
    """The clinic's waits that may be used at all."""
    return {
        key: int(text)
        for key, text in options.items()
        if text.isascii() and text.isdigit() and len(text) <= 3 and least(key) <= int(text) <= LONGEST
    }


def candidates(key: str, kind: str, area: str, *, publish: bool) -> list[dict[str, Any] | None]:
    """The row for each kind that it may be; None where no wait is published, unless only published ones count."""
    same = {"unsure": "same", "": "same"}.get(area, area)
    found: list[dict[str, Any] | None] = []
    for each in [kind] if kind in KINDS else KINDS:
        matching = [
            row for row in rows(key) if row.get("kind") in (None, each) and row["area"] in (same, "any")
        ]
        if matching or not publish:
            found.append(matching[0] if matching else None)
    return found


def careful(found: list[dict[str, Any] | None]) -> dict[str, Any] | None:
    """The row that has people wait longest; None where any of them is not published."""
    if not found or None in found:
        return None
    known = [row for row in found if row]
    return max(known, key=lambda row: (row["notBefore"], row["advised"], bool(row.get("preferOtherOrder"))))


numbers = st.one_of(
    st.just(""),
    st.integers(0, 60).map(str),
    st.sampled_from(["7", "14", "28", "56", "57", "1.5", "-7", "x", "014"]),
)
options = st.fixed_dictionaries({"a": numbers, "b": numbers, "c": numbers})


def single_input(draw: Any, task: str, told: str) -> dict[str, Any]:
    """What a person may answer about one wait."""
    first = draw(st.sampled_from([TOXIN, NEEDLING]))
    ago = draw(st.integers(0, 120))
    later = draw(st.integers(0, ago))

    def day(days_ago: int) -> str:
        return date.fromordinal(EPOCH.toordinal() + TODAY - days_ago).isoformat()

    given = {
        "first": first,
        "when": day(ago),
        "area": draw(st.sampled_from(["same", "apart", "unsure"])),
        "kind": draw(st.sampled_from([*KINDS, "unknown"])),
        **({"second": day(later)} if task == "was-it-too-soon" else {}),
    }
    return as_typed(as_input({**given, "told": {**NOBODY_TOLD, "ab": told}}))


@given(options=options)
def test_a_number_is_refused_that_is_not_whole_or_that_no_row_allows(
    call: Any, options: dict[str, str]
) -> None:
    waits = call("clinicWaits", facts(), options)
    assert {wait["key"] for wait in waits} == {key for key, text in options.items() if text}
    assert {wait["key"]: wait["days"] for wait in waits if wait["days"] is not None} == asked(options)
    assert all((wait["least"], wait["most"]) == (least(wait["key"]), LONGEST) for wait in waits)


@settings(max_examples=300)
@given(data=st.data(), options=options, task=st.sampled_from(["next", "was-it-too-soon"]))
def test_a_wait_takes_the_place_of_the_usual_one_where_its_row_allows_it(
    call: Any, data: st.DataObject, options: dict[str, str], task: str
) -> None:
    given_ = single_input(data.draw, task, "")
    answer = call("byClinic", task, options, facts(), given_, TODAY)
    usual = call("usual", task, facts(), given_, TODAY)
    key = "a" if given_["first"] == TOXIN else "b"
    days = asked(options).get(key)
    if days is None:
        assert {k: v for k, v in answer.items() if k != "next"} == {
            k: v for k, v in usual.items() if k != "next"
        }
        return
    if answer["status"] == "same-day":
        assert "clinic" not in answer
        return
    # With the clinic's wait in the rows that allow it, the most careful of the rows that may apply.
    found = [
        {**row, "advised": days if days >= row["notBefore"] else row["advised"]} if row else None
        for row in candidates(key, given_["kind"], given_["area"], publish=False)
    ]
    row = careful(found)
    had = answer["had"]["latest"]
    if row is None:
        assert answer["status"] == "no-rule"
        assert answer["told"] is None
        assert answer["clinic"]["left"]["ab"] == {"days": days, "row": None}
        return
    assert answer["ruleId"] == row["id"]
    assert answer["dates"]["notBefore"] == had + row["notBefore"]
    assert answer["dates"]["advised"] == had + row["advised"] >= answer["dates"]["notBefore"]
    published = next(each for each in rows(key) if each["id"] == row["id"])
    if days >= row["notBefore"]:
        assert answer["told"] == {"days": days, "row": published} == answer["clinic"]["counted"]["ab"]
        assert answer["clinic"]["left"] == {}
        assert answer["clinic"]["form"] == str(days)
        # The wait of the clinic is counted as a person's own would be.
        own = call(
            "usual", task, facts(), {**given_, "kind": row.get("kind") or "unknown", "told": str(days)}, TODAY
        )
        assert (answer["status"], answer["dates"]["advised"]) == (own["status"], own["dates"]["advised"]) or (
            # A limit that the clinic's wait goes past is none.
            published.get("until", 10**6) <= days
        )
    else:
        assert answer["told"] is None
        assert answer["clinic"] == {
            "counted": {},
            "left": {"ab": {"days": days, "row": published}},
            "form": "",
        }
        assert answer["dates"]["advised"] == had + published["advised"]


@given(
    data=st.data(), options=options, own=st.integers(0, 99), task=st.sampled_from(["next", "was-it-too-soon"])
)
def test_what_a_person_was_told_wins(
    call: Any, data: st.DataObject, options: dict[str, str], own: int, task: str
) -> None:
    given_ = single_input(data.draw, task, str(own))
    answer = call("byClinic", task, options, facts(), given_, TODAY)
    usual = call("usual", task, facts(), given_, TODAY)
    # When the next visits are usual is another wait, which the clinic may have one for.
    assert {k: v for k, v in answer.items() if k != "next"} == {k: v for k, v in usual.items() if k != "next"}


@settings(max_examples=200)
@given(draw=chance, options=options, task=st.sampled_from(["course", "event"]))
def test_a_plan_is_the_one_with_the_clinics_waits_told(
    call: Any, draw: Any, options: dict[str, str], task: str
) -> None:
    given_ = answers(draw, TODAY, task, most=3)
    own = {code: given_["told"][code] for code in CODES}
    usable = asked(options)
    counted: dict[str, int] = {}
    left: dict[str, int] = {}
    for code, key in CODES.items():
        if key not in usable or own[code]:
            continue
        area = "same" if key == "c" else given_["area"]
        row = careful(candidates(key, given_["kind"], area, publish=key == "c"))
        (counted if row and usable[key] >= row["notBefore"] else left)[code] = usable[key]
    plan = call("byClinic", task, options, facts(), as_typed(given_), TODAY)
    told = {**own, **{code: str(days) for code, days in counted.items()}}
    expected = call("usual", task, facts(), as_typed({**given_, "told": told}), TODAY)
    assume("errors" not in expected)
    clinic = plan.pop("clinic")
    assert {code: wait["days"] for code, wait in clinic["counted"].items()} == counted
    assert {code: wait["days"] for code, wait in clinic["left"].items()} == left
    assert clinic["form"] == "~".join(told.values()).rstrip("~")
    # It is told as the clinic's, and everything else is the same.
    for code in counted:
        assert plan["rules"][code]["told"] == "clinic"
        assert expected["rules"][code]["told"] == "told"
        assert code not in plan["wants"]["told"]
    assert _untold(plan) == _untold(expected)


def _untold(plan: dict[str, Any]) -> Any:
    """A plan without who told its waits."""
    text = json.dumps({**plan, "wants": {**plan["wants"], "told": None}}, sort_keys=True)
    return json.loads(text.replace('"told": "clinic"', '"told": "told"'))


@pytest.mark.parametrize("task", ["course", "event"])
def test_a_mistake_in_what_a_person_typed_is_pointed_out_all_the_same(call: Any, task: str) -> None:
    given_ = as_typed({**UNANSWERED, "sessions": "2", "rounds": "1", "event": "2027-06-12", "told": "x"})
    found = call("byClinic", task, {"a": "14", "b": "14", "c": "28"}, facts(), given_, TODAY)
    assert {"field": "told", "code": "missing"} in found["errors"]


def test_a_guide_without_a_course_drops_that_wait(call: Any) -> None:
    known = {**facts(), "intervals": [row for row in facts()["intervals"] if row["purpose"] != "course"]}
    assert [wait["key"] for wait in call("clinicWaits", known, {"a": "14", "b": "", "c": "28"})] == ["a"]
