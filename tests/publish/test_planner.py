"""The planner's script: one for the planners of a page, and a clear error where they cannot share it."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest

from macros.errors import GuideError
from macros.publish.planner import link_planner

MODULE = 'const IN_SCRIPT = {};\nself.given = IN_SCRIPT;\nself.said = "IN_SCRIPT";\n'


def planner(facts: object, words: object = "w", form: str = "<p>form</p>") -> str:
    """A planner as its component writes it."""
    held = {"facts": facts, "words": words}
    attributes = " ".join(f'data-{name}="{escape(json.dumps(value))}"' for name, value in held.items())
    return f"<div data-planner {attributes}>\n<template>{form}</template><p data-tables></p></div>"


def write(site: Path, **pages: str) -> Path:
    """A small site with a planner's module, and pages with these bodies."""
    module = site / "assets" / "planner" / "main.js"
    module.parent.mkdir(parents=True)
    module.write_text(MODULE, encoding="utf-8")
    for name, body in pages.items():
        file = site / name / "index.html"
        file.parent.mkdir()
        script = '<script type="module" src="../assets/planner/main.js"></script>'
        file.write_text(f"<!doctype html>{script}{body}", encoding="utf-8")
    return site


def script_of(site: Path, name: str) -> str:
    return next(
        part.partition('"')[0]
        for part in (site / name / "index.html").read_text(encoding="utf-8").split('src="../assets/')[1:]
    )


@pytest.mark.parametrize(
    "second",
    [planner({"days": 2}), planner({"days": 1}, words="other"), planner({"days": 1}, form="<p>other</p>")],
    ids=["facts", "words", "form"],
)
def test_two_planners_of_a_page_that_differ_are_one_clear_error(tmp_path: Path, second: str) -> None:
    site = write(tmp_path, fine=planner({"days": 1}), both=planner({"days": 1}) + second)
    with pytest.raises(
        GuideError, match=r"both/index\.html:1: Two planners on this page hold different"
    ) as refused:
        link_planner(site)
    assert len(refused.value.problems) == 1


def test_two_planners_that_hold_the_same_share_a_script(tmp_path: Path) -> None:
    site = write(
        tmp_path, both=planner({"days": 1}) * 2, one=planner({"days": 1}), other=planner({"days": 2})
    )
    link_planner(site)
    page = (site / "both" / "index.html").read_text(encoding="utf-8")
    assert page.count("<script") == 1
    assert page.count("<template>") == page.count("data-facts") == 0
    assert page.count("data-planner") == 2
    assert script_of(site, "both") == script_of(site, "one") != script_of(site, "other")
    assert {file.name for file in (site / "assets").iterdir()} == {
        script_of(site, "one"),
        script_of(site, "other"),
    }


def test_a_planner_of_answers_and_one_of_plans_get_a_script_each(tmp_path: Path) -> None:
    site = write(tmp_path, timing=planner({"days": 1}), plan=planner({"days": 1}))
    modules = site / "assets" / "planner"
    (modules / "plan_main.js").write_text(MODULE.replace("self.said", "self.planned"), encoding="utf-8")
    page = site / "plan" / "index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("planner/main.js", "planner/plan_main.js"), encoding="utf-8")
    link_planner(site)
    assert (script_of(site, "timing"), script_of(site, "plan")) == ("planner.js", "plan.js")
    assert "planned" in (site / "assets" / "plan.js").read_text(encoding="utf-8")
    assert "planned" not in (site / "assets" / "planner.js").read_text(encoding="utf-8")
    assert not modules.exists()
