"""Every vector, on the shipped modules, in quickjs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from tests.planner.engine import Engine, facts, readable, vectors
from tests.vectors import make_boundaries

ENGINE = Engine()


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: f"{vector['task']}: {vector['id']}")
def test_vector(vector: dict[str, Any]) -> None:
    answer = readable(ENGINE.answer(vector["task"], vector["answers"], date.fromisoformat(vector["today"])))
    expected = vector["expected"]
    assert {key: answer.get(key) for key in expected} == expected, vector["why"]
    assert ("errors" in answer) == ("errors" in expected)


def test_boundaries_are_fresh() -> None:
    assert make_boundaries.FILE.read_text("utf-8") == make_boundaries.text(), (
        "A wait has changed. Run: python tests/vectors/make_boundaries.py"
    )


def test_every_wait_has_its_boundaries() -> None:
    seen = Counter(vector["expected"].get("ruleId") for vector in vectors())
    for row in facts()["intervals"]:
        if row["purpose"] == "combine":
            assert seen[row["id"]] >= 6, f"{row['id']} has too few vectors"


def test_vectors_have_different_names_and_a_reason() -> None:
    names = Counter((vector["task"], vector["id"]) for vector in vectors())
    assert [name for name, count in names.items() if count > 1] == []
    assert all(vector["why"] for vector in vectors())
