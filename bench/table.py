"""What a part of the bench found, and how it is printed: plain tables, notes, and a line for each budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TypeAlias

Cell: TypeAlias = str | int | float | None
WIDTH = 110  # letters of a line of notes


class BenchError(Exception):
    """Something the bench needs is missing, or a measurement failed; its text says what to do."""


@dataclass(frozen=True)
class Table:
    """Rows under named columns. None is printed as a hyphen, a float with `digits` decimals."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    digits: int = 2

    def __str__(self) -> str:
        printed = [self.columns, *(tuple(map(self._printed, row)) for row in self.rows)]
        widths = [max(len(row[column]) for row in printed) for column in range(len(self.columns))]
        # Words start at the left of their column, numbers end at its right.
        left = [all(isinstance(row[column], str) for row in self.rows) for column in range(len(widths))]
        lines = [
            "  ".join(
                cell.ljust(width) if words else cell.rjust(width)
                for cell, width, words in zip(row, widths, left, strict=True)
            ).rstrip()
            for row in printed
        ]
        return "\n".join([self.title, "-" * len(self.title), *lines])

    def _printed(self, cell: Cell) -> str:
        if cell is None:
            return "-"
        if isinstance(cell, float):
            return f"{cell:,.{self.digits}f}"
        return f"{cell:,}" if isinstance(cell, int) else cell


@dataclass(frozen=True)
class Budget:
    """A promise of the design, and what was measured of it."""

    promise: str
    measured: str
    kept: bool

    def __str__(self) -> str:
        return f"{'kept' if self.kept else 'NOT kept':<8}  {self.promise}: {self.measured}"


@dataclass
class Found:
    """What one part found.

    Attributes:
        tables: Printed first, in this order.
        notes: Sentences: how it was measured, and what to keep in mind.
        budgets: Printed last.
    """

    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    budgets: list[Budget] = field(default_factory=list)

    def __str__(self) -> str:
        notes = "\n".join(wrap(" ".join(self.notes), WIDTH))
        blocks = [*map(str, self.tables), notes, "\n".join(map(str, self.budgets))]
        return "\n\n".join(block for block in blocks if block)


def at_most(promise: str, measured: float, limit: float, unit: str = "", digits: int = 0) -> Budget:
    """A budget that is kept when what was measured is not above the limit."""
    word = f" {unit}" if unit else ""
    said = f"{measured:,.{digits}f} of at most {limit:,.{digits}f}{word}"
    return Budget(promise, said, measured <= limit)
