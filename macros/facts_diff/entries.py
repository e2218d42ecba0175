"""The entries of docs/data as plain values, to be compared field by field: data, whatever they hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from macros.checks.reading_places import LOADER

# Written by a program, from the pages.
NOT_FACTS = {"reading.yml"}

# The fields of an entry by their path, each with its values.
Fields = dict[str, list[str]]


def entries_of(project: Path) -> dict[str, Fields]:
    """Every entry below docs/data by its place, such as "intervals: one-then-another"."""
    data = project / "docs" / "data"
    found: dict[str, Fields] = {}
    for file in sorted(data.rglob("*.yml")):
        if file.name in NOT_FACTS:
            continue
        loaded = _load(file)
        # A fact that moves to another file of a folder is the same fact.
        kind = file.parent.name if file.parent != data else file.stem
        if not isinstance(loaded, dict):
            found[kind] = {"": [str(loaded)]}
            continue
        if "id" in loaded:
            found[f"{kind}: {loaded['id']}"] = dict(_fields(loaded))
            continue
        for key, value in loaded.items():
            if isinstance(value, list) and value and all(isinstance(e, dict) and "id" in e for e in value):
                for entry in value:
                    name = f"{kind}: {entry['id']}"
                    # Lists of one file may share ids.
                    name = name if name not in found else f"{kind}, {key}: {entry['id']}"
                    found[name] = dict(_fields(entry))
            else:
                found[f"{kind}, {key}"] = dict(_fields(value))
    return found


def _fields(value: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """The values below `value` by their path; what is in a list stays together."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "id":
                yield from _fields(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        yield path, [_line(each) for each in value]
    else:
        yield path, [_line(value)]


def _line(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_line(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_line(each) for each in value)
    return str(value)


def _load(file: Path) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return "This file cannot be read."
