"""The one way a mistake in words, facts or calls reaches the person who made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where it is, what is wrong and what to write instead.

    Attributes:
        file: Path as the editor knows it, relative to the project root.
        line: Line in that file, counted from 1.
        check: Name of the check that found it, as listed in the checks' table.
        message: What is wrong, in one sentence.
        fix: What to write instead, in one sentence.
    """

    file: str
    line: int
    check: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.fix} [{self.check}]"


class GuideError(Exception, SystemExit):
    """Stops a build with one line for each mistake and no traceback.

    It is a SystemExit so that Python prints the lines and nothing else, and an Exception so that
    the live server reports it and goes on serving the last good build.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        self.code = str(self)
        super().__init__(self.code)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
