"""What the planner's modules may hold: no names of treatments, no clock, no markup made of words."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
import yaml

from macros.publish.linker import ship
from tests.planner.engine import MODULES, PROJECT, PURE, Engine

ENGINE = Engine()
EVERY = sorted(MODULES.glob("*.js"))
COMPONENT = PROJECT / "macros" / "components" / "planner"

# Four tasks and the calendar file must fit into 12 kB (the budget for all of the planner's script).
LARGEST = 12_000


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
    answers = {
        "first": "x",
        "when": {"choice": "yesterday"},
        "area": "same",
        "kind": "unknown",
        "conditions": [],
    }
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


def test_shipped_script_is_small() -> None:
    assert len(gzip.compress(ship(MODULES / "main.js").encode(), 9)) <= LARGEST


def test_every_word_the_script_asks_for_is_there() -> None:
    known = set(_paths(words()))
    for module in EVERY:
        for path in re.findall(r'(?:say|lang\.say)\("([\w.-]+)"', module.read_text("utf-8")):
            assert path in known, f"{module.name} says {path}, which en.yml does not have"


def test_every_status_and_problem_has_words() -> None:
    known = set(_paths(words()))
    answers = (MODULES / "answers.js").read_text("utf-8")
    statuses = {"too-soon", "ask-first", "usual", "past", "no-rule"}
    for path in (
        *(f"next.{part}.{status}" for part in ("tag", "headline") for status in {*statuses, "do-not"}),
        *(
            f"soon.{part}.{status}"
            for part in ("tag", "headline", "calm")
            for status in {*statuses, "same-day"}
        ),
        *(f"status.{status}" for status in {*statuses, "do-not", "same-day"}),
        *(f"sure.{name}" for name in ("high", "moderate", "low", "expert-opinion", "unsupported")),
        *(f"problems.{field}.missing" for field in ("first", "when", "second", "area")),
        *(
            f"problems.{field}.{code}"
            for field in ("when", "second")
            for code in re.findall(r'"(not-a-real-date|too-old|in-the-future)"', answers)
        ),
        "problems.second.before-first",
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
