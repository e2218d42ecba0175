"""Records without what they do not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are there: a key whose value is None is left out."""
    return {key: value for key, value in values.items() if value is not None}
