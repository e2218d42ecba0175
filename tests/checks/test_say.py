"""How a mistake is printed: one line, and in GitHub's workflows a command for the changed line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from macros.checks.say import command, line_for, told
from macros.errors import Problem
from tests.conftest import PROJECT, run

PROBLEM = Problem("docs/a,b:c.md", 3, "typed-fact", 'About "50 %" is\ntyped by hand.', "Put it in docs/data.")


def test_the_reason_stands_between_what_and_what_to_write() -> None:
    said = told(Problem("docs/a.md", 3, "typed-fact", '"2 weeks" is typed by hand.', "Call it."))
    assert (
        said
        == 'docs/a.md:3: "2 weeks" is typed by hand. It would stay when the fact changes. Call it. [typed-fact]'
    )
    assert (
        told(Problem("a.html", 1, "feed", "It lacks changes.", "Add one."))
        == "a.html:1: It lacks changes. Add one. [feed]"
    )


def test_a_command_escapes_what_would_end_it() -> None:
    said = command(PROBLEM, "error")
    assert "\n" not in said
    head, _, text = said.removeprefix("::").partition("::")
    assert head == "error file=docs/a%2Cb%3Ac.md,line=3,title=typed-fact"
    assert text.replace("%0A", "\n").replace("%25", "%") == told(PROBLEM)


def test_only_a_workflow_gets_commands() -> None:
    assert line_for(PROBLEM, environment={}) == told(PROBLEM)
    assert line_for(PROBLEM, environment={"GITHUB_ACTIONS": "false"}) == told(PROBLEM)
    assert line_for(PROBLEM, "warning", {"GITHUB_ACTIONS": "true"}).startswith("::warning file=")


def test_the_command_line_tells_a_workflow_where(project: Path) -> None:
    page = project / "docs" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(
        text.replace("A peel comes", "A safe peel comes").replace(
            "next_review: 2027-05-21", "next_review: 2026-11-30"
        ),
        encoding="utf-8",
    )
    said = run("-m", "macros.checks", "--project", str(project), GITHUB_ACTIONS="true", AS_OF="2026-11-22")
    assert said.returncode == 1
    errors = [line for line in said.stderr.splitlines() if line.startswith("::error ")]
    assert len(errors) == 1
    assert re.match(r"::error file=docs/index\.md,line=20,title=promise::", errors[0])
    assert any(
        line.startswith("::warning file=docs/index.md,line=8,title=review::")
        for line in said.stderr.splitlines()
    )


def test_all_checks_take_less_than_10_seconds_of_work() -> None:
    """Of the processor's time: how long a person waits depends on what else the computer does."""
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "macros.checks"], cwd=PROJECT, check=True, capture_output=True, timeout=120
    )
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    assert used < 10
