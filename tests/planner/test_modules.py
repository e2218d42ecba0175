"""What the planner's modules may hold: no names of treatments, no clock, no markup made of words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from macros.publish.compress import gzipped
from macros.publish.linker import ship
from macros.publish.planner import ENTRIES, IN_PAGE
from tests.planner.engine import MODULES, PROJECT, PURE, Engine, as_input

ENGINE = Engine()
EVERY = sorted(MODULES.glob("*.js"))
COMPONENT = PROJECT / "macros" / "components" / "planner"

# The budget for all of the planner's code that a page loads, as it is published for servers that send gzip. The form,
# the facts and the words that travel with it are data, and count for the page. The whole page for frames has a budget of
# its own, as a clinic's page pays for it: tests/embed/test_page.py.
LARGEST = {"main": 12_000, "plan_main": 12_000, "embed_main": 12_200, "embed_plan_main": 13_600}


DATED = ("when", "second", "booked", "event")
QUESTIONS = ("first", *DATED, "sessions", "rounds", "area", "away", "told")


def words() -> object:
    return yaml.safe_load((PROJECT / "docs" / "data" / "planner" / "en.yml").read_text("utf-8"))


@pytest.mark.parametrize("module", [*EVERY, *COMPONENT.iterdir()], ids=lambda path: path.name)
def test_no_treatment_is_named_in_code(module: Path) -> None:
    assert re.findall(r"botox|toxin|needl", module.read_text("utf-8"), re.IGNORECASE) == []


@pytest.mark.parametrize("name", PURE)
def test_pure_modules_know_no_page_no_clock_and_no_language(name: str) -> None:
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", (MODULES / name).read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"\b(?:document|window|navigator|Intl|performance|Date\.now|new Date\(\))", text) == []


def test_pure_modules_import_only_pure_modules() -> None:
    for name in PURE:
        imported = re.findall(r'from "\./([\w.-]+)";', (MODULES / name).read_text("utf-8"))
        assert set(imported) <= set(PURE)


def test_today_is_an_argument() -> None:
    facts = {
        "treatments": [{"id": "x", "kinds": []}, {"id": "y", "kinds": []}],
        "intervals": [],
        "noRule": [],
    }
    known = {**facts, "sameDay": [], "postpone": [], "askFirst": []}
    answers = as_input({"first": "x", "when": "yesterday", "area": "same"})
    # The engine's clock throws when it is read.
    for today in (0, 20_000, 40_000):
        assert ENGINE.call("whenNext", known, answers, today)["had"] == {
            "earliest": today - 1,
            "latest": today - 1,
        }


@pytest.mark.parametrize("module", EVERY, ids=lambda path: path.name)
def test_no_markup_is_made_of_words(module: Path) -> None:
    markup = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\b"
    )
    # One place takes the form that the build wrote, a constant of the script.
    built = "template.innerHTML = IN_SCRIPT.form;"
    text = module.read_text("utf-8")
    assert text.count(built) == (module.name == "given.js")
    assert re.findall(markup, text.replace(built, "")) == []


@pytest.mark.parametrize("module", EVERY, ids=lambda path: path.name)
def test_nothing_is_fetched_stored_or_submitted(module: Path) -> None:
    traces = (
        r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|localStorage|sessionStorage|indexedDB|cookie|submit\b"
    )
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", module.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(traces, text) == []


@pytest.mark.parametrize("entry", ENTRIES)
def test_shipped_code_is_small(entry: str) -> None:
    assert len(gzipped(ship(MODULES / f"{entry}.js").encode(), shared=True)) <= LARGEST[entry]


@pytest.mark.parametrize("entry", ENTRIES)
def test_only_a_planner_that_can_save_a_calendar_has_the_code_for_it(entry: str) -> None:
    assert ("calendar" in ship(MODULES / f"{entry}.js")) == (entry not in IN_PAGE)


def test_every_word_the_script_asks_for_is_there() -> None:
    known = set(_paths(words()))
    for module in EVERY:
        for path in re.findall(r'(?:say|lang\.say)\("([\w.-]+)"', module.read_text("utf-8")):
            assert path in known, f"{module.name} says {path}, which en.yml does not have"


def test_every_status_and_problem_has_words() -> None:
    known = set(_paths(words()))
    read = (MODULES / "read.js").read_text("utf-8")
    statuses = {"too-soon", "ask-first", "usual", "past", "no-rule"}
    plans = {"plan", "exact", "no-fit", "do-not", "no-rule", "last-days"}
    wishes = ("sessions", "rounds", "trial", "touch-up", "away", "weekdays", "told", "event")
    dates = set(re.findall(r'"(not-a-real-date|too-old|in-the-future|in-the-past)"', read))
    assert len(dates) == 4
    for path in (
        *(f"next.{part}.{status}" for part in ("tag", "headline") for status in {*statuses, "do-not"}),
        *(
            f"soon.{part}.{status}"
            for part in ("tag", "headline", "calm")
            for status in {*statuses, "same-day"}
        ),
        *(f"status.{status}" for status in {*statuses, "do-not", "same-day"}),
        *(f"sure.{name}" for name in ("high", "moderate", "low", "expert-opinion", "unsupported")),
        *(f"plan.{part}.{status}" for part in ("tag", "headline") for status in plans),
        "plan.headline.event",
        *(f"plan.conflict.{wish}" for wish in wishes),
        *(f"plan.repair.{code}" for code in ("sessions", "rounds", "trial", "touch-up", "gap", "event")),
        *(f"plan.repair.{code}_none" for code in ("sessions", "rounds")),
        *(f"plan.missing.{code}" for code in ("gap", "event")),
        *(f"plan.visit.{name}" for name in ("session", "round", "touch-up", "trial", "had", "of_many")),
        *(f"plan.rule.{name}" for name in ("days", "weeks", "told", "event")),
        *(f"plan.moved.{name}" for name in ("closed", "next")),
        *(f"next.booked.{verdict}" for verdict in ("keep", "ask", "later")),
        *(f"told_wait.{code}" for code in ("ab", "ba", "bb")),
        *(f"problems.{field}.missing" for field in QUESTIONS if field != "away"),
        *(f"problems.{field}.{code}" for field in DATED for code in ("not-a-real-date", "too-old")),
        *(f"problems.{field}.in-the-future" for field in ("when", "second")),
        *(f"problems.{field}.in-the-past" for field in ("booked", "event")),
        "problems.second.before-first",
        "problems.away.incomplete",
        "problems.away.backwards",
        *(f"clinic.refused.{what}" for what in ("a", "b", "c", "colour", "pale", "by")),
        *(f"clinic.advises.{code}" for code in ("ab", "ba", "bb")),
        *(
            f"clinic.{group}"
            for group in ("counted", "left", "longer", "no_rule", "counted.plan.rule.clinic")
        ),
    ):
        assert path in known, f"en.yml lacks {path}"


def _paths(value: object, prefix: str = "") -> list[str]:
    """The path of every entry, of groups of plural forms too."""
    if not isinstance(value, dict):
        return [prefix]
    inner = [
        path for key, each in value.items() for path in _paths(each, f"{prefix}.{key}" if prefix else key)
    ]
    return [prefix, *inner]
