"""How a mistake is told: in one line with file, line, what, why and what to write.

In GitHub's workflows the same line is a command, which GitHub shows at the line of the change.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from macros.checks.registry import checks
from macros.errors import Problem

# What stands for itself in a command of a workflow, and in a property of one.
IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
IN_PROPERTY = {**IN_TEXT, ":": "%3A", ",": "%2C"}


def told(problem: Problem) -> str:
    """The line for people: what is wrong, why it matters, what to write, and the name of the check."""
    known = checks().get(problem.check)
    why = f" {known.why}" if known else ""
    return f"{problem.file}:{problem.line}: {problem.message}{why} {problem.fix} [{problem.check}]"


def command(problem: Problem, level: str) -> str:
    """The same as a command of a workflow; `level` is error, warning or notice."""
    file, check = _escaped(problem.file, IN_PROPERTY), _escaped(problem.check, IN_PROPERTY)
    return f"::{level} file={file},line={problem.line},title={check}::{_escaped(told(problem), IN_TEXT)}"


def line_for(problem: Problem, level: str = "error", environment: Mapping[str, str] = os.environ) -> str:
    """The line to print, wherever this runs."""
    in_workflow = environment.get("GITHUB_ACTIONS") == "true"
    return command(problem, level) if in_workflow else told(problem)


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in text)
