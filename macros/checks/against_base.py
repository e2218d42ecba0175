"""What only a look at the guide as it was can tell: that no wait was changed, moved or taken away quietly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from macros.checks.addresses import addresses_kept
from macros.checks.base import Base, NoBaseError, open_base
from macros.checks.reading_places import LOADER
from macros.components.page import today
from macros.errors import GuideError, Problem
from macros.facts.history import ADVICE
from macros.facts.history_checks import advice_of
from macros.facts.yaml_source import YamlSource, read_yaml

HISTORY = "history"
CHECKED = "checked"

Entry = dict[str, Any]

# What makes a wait this wait and no other.
IDENTITY = ("purpose", "from", "to", "area", "kind")
# Fields of text that are no prose: another value is another fact.
NOT_PROSE = {
    "affects", "basis", "certainty", "emergency", "group", "kind", "level", "link", "number", "source",
    "sources", "treatment", "treatments", "kinds",
}  # fmt: skip
# Fields about the fact's own history.
ABOUT_ITSELF = {"checked", "since", "was", "retired", "why_retired", "id"}
NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", re.IGNORECASE
)


def compare_with_base(project: Path, given: str) -> tuple[list[Problem], str]:
    """What is wrong with the change since the base, and a sentence for people when nothing could be compared.

    Args:
        project: The project as it is now.
        given: What to compare with; see `open_base`.
    """
    try:
        with open_base(project, given) as base:
            return list(base_problems(base, project)), ""
    except NoBaseError as error:
        return [], (
            f"Not checked: if a changed wait kept its old row and its day of checking. There is nothing to "
            f"compare with: {error}."
        )


def base_problems(base: Base, project: Path, day: date | None = None) -> Iterator[Problem]:
    """Each wait that lost what it was, each fact changed unchecked, and each address that was taken out.

    Args:
        base: The guide as it was.
        project: The project as it is now.
        day: The day it is; the day of the build when left out.
    """
    yield from _histories(base, project)
    yield from _unchecked(base, project, day or today())
    yield from addresses_kept(base.project / "docs", project / "docs", project)


# --- waits ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Waits:
    """The waits of a file, by their id: place and row."""

    live: dict[str, tuple[int, Entry]]
    retired: dict[str, tuple[int, Entry]]


def _histories(base: Base, project: Path) -> Iterator[Problem]:
    path = Path("docs/data/intervals.yml")
    before = _waits(_load(base.project / path))
    try:
        source = read_yaml(project / path, project)
    except GuideError:
        return  # Reported where the facts are read.
    now = _waits(source.data)
    for name, (_, old) in before.live.items():
        if name in now.live:
            yield from _wait(source, ("intervals", now.live[name][0]), old, now.live[name][1], base)
        elif name in now.retired:
            yield from _wait(source, ("retired", now.retired[name][0]), old, now.retired[name][1], base)
        else:
            yield source.problem(
                ("intervals",),
                HISTORY,
                f'The wait "{name}" stood here in {base.name}, and is gone.',
                'Put it back, or move it under "retired:" with "retired" and "why_retired".',
            )
    for name, (_, old) in before.retired.items():
        found = now.retired.get(name)
        if found is None or _plain(found[1]) != _plain(old):
            place = ("retired", found[0]) if found else ("retired",)
            what = "was rewritten" if found else "is gone"
            yield source.problem(
                place,
                HISTORY,
                f'The retired wait "{name}" {what}; what was said stays as it was in {base.name}.',
                "Put it back as it was. A wait that is given again gets a new id.",
            )
    if before.live:
        for name, (index, entry) in now.live.items():
            if name not in before.live and name not in before.retired and "since" not in entry:
                yield source.problem(
                    ("intervals", index),
                    HISTORY,
                    f'The wait "{name}" is new, and nothing says since when.',
                    'Add "since:" with the first day on which the guide gives it.',
                )


def _wait(
    source: YamlSource, place: tuple[str | int, ...], old: Entry, new: Entry, base: Base
) -> Iterator[Problem]:
    name = str(new["id"])
    moved = [key for key in IDENTITY if old.get(key) != new.get(key)]
    if moved:
        yield source.problem(
            place,
            HISTORY,
            f'{name}: "{moved[0]}" was {old.get(moved[0])} in {base.name} and is {new.get(moved[0])}: '
            "that is another wait under the old id.",
            'Give the new wait a new id, and move the old one under "retired:".',
        )
        return
    old_rows, new_rows = _list(old, "was"), _list(new, "was")
    kept = new_rows[len(new_rows) - len(old_rows) :] if old_rows else []
    if [_plain(row) for row in kept] != [_plain(row) for row in old_rows]:
        lost = len(new_rows) < len(old_rows)
        yield source.problem(
            (*place, "was"),
            HISTORY,
            f"{name}: an old row {'is gone' if lost else 'was rewritten'}; it stays as in {base.name}.",
            'Put the rows under "was" back as they were. A mistake in one is told in docs/data/changes.yml.',
        )
        return
    added = new_rows[: len(new_rows) - len(old_rows)]
    changed = [key for key in ADVICE if advice_of(old)[key] != advice_of(new)[key]]
    before = f"{', '.join(f'{key}: {_said(old.get(key))}' for key in changed)}"
    if changed and not added:
        yield source.problem(
            (*place, changed[0]),
            HISTORY,
            f'{name}: "{changed[0]}" was {_said(old.get(changed[0]))} in {base.name} and is '
            f"{_said(new.get(changed[0]))}, and the old row is not kept.",
            f'Add a row under "was:" with what it was ({before}) and "why_changed", and "since:" above.',
        )
    elif added and advice_of(added[-1]) != advice_of(old):
        wrong = next(key for key in ADVICE if advice_of(added[-1])[key] != advice_of(old)[key])
        yield source.problem(
            (*place, "was", len(added) - 1, wrong),
            HISTORY,
            f'{name}: the old row says "{wrong}: {_said(added[-1].get(wrong))}", and {base.name} said '
            f"{_said(old.get(wrong))}.",
            f'Write "{wrong}: {_said(old.get(wrong))}", or leave the line out where it was left out.',
        )
    elif added and added[-1].get("since") != old.get("since"):
        yield source.problem(
            (*place, "was", len(added) - 1),
            HISTORY,
            f"{name}: the old row says since {_said(added[-1].get('since'))}, and {base.name} said "
            f"{_said(old.get('since'))}.",
            'Copy "since" from the old row; leave it out where it had none.',
        )
    elif not added and old.get("since") != new.get("since"):
        yield source.problem(
            (*place, "since"),
            HISTORY,
            f'{name}: "since" was {_said(old.get("since"))} in {base.name}, and the wait is still the same.',
            'Put "since" back as it was.',
        )


# --- days of checking ----------------------------------------------------------


def _unchecked(base: Base, project: Path, day: date) -> Iterator[Problem]:
    before = {key: entry for _, _, key, entry in _checked_entries(base.project)}
    for file, place, key, entry in _checked_entries(project):
        old = before.get(key)
        # Of two changes on one day, the second cannot have a later day.
        if old is None or str(entry["checked"]) > str(old["checked"]) or entry["checked"] == day:
            continue
        was, now = _hard(old), _hard(entry)
        changed = next((field for field in (*was, *now) if was.get(field) != now.get(field)), None)
        if str(entry["checked"]) < str(old["checked"]):
            message = f'{key[1]}: "checked" was {old["checked"]} in {base.name} and is earlier now.'
        elif changed:
            message = (
                f'{key[1]}: "{changed}" changed since {base.name} (before: {_said(was.get(changed))}; now: '
                f'{_said(now.get(changed))}), and "checked" did not.'
            )
        else:
            continue
        try:
            source = read_yaml(file, project)
        except GuideError:
            continue
        fix = 'Check the sources again, and write that day in "checked".'
        yield source.problem((*place, "checked"), CHECKED, message, fix)


def _checked_entries(
    project: Path,
) -> Iterator[tuple[Path, tuple[str | int, ...], tuple[str, str], Entry]]:
    """Every fact with a day of checking: its file, its place there, its kind and id, and what it says."""
    data = project / "docs" / "data"
    for file in sorted(data.rglob("*.yml")):
        loaded = _load(file)
        if not isinstance(loaded, dict):
            continue
        kind = file.parent.name if file.parent != data else file.stem
        if "checked" in loaded and "id" in loaded:
            yield file, (), (kind, str(loaded["id"])), loaded
        for name, entries in loaded.items():
            for index, entry in enumerate(entries if isinstance(entries, list) else []):
                if isinstance(entry, dict) and {"checked", "id"} <= entry.keys():
                    yield file, (name, index), (kind, str(entry["id"])), entry


def _hard(entry: Entry) -> dict[str, Any]:
    """What of a fact cannot change without its source: all that is no prose, and the numbers in the prose."""

    def walk(key: str, value: Any) -> list[Any]:
        if isinstance(value, dict):
            return [[name, found] for name, inner in value.items() if (found := walk(name, inner))]
        if isinstance(value, list):
            return [found for inner in value if (found := walk(key, inner))]
        if isinstance(value, str) and key not in NOT_PROSE:
            return [number.lower() for number in NUMBER.findall(value)]
        return [str(value)]

    return {
        key: found for key, value in entry.items() if key not in ABOUT_ITSELF and (found := walk(key, value))
    }


# --- plain values --------------------------------------------------------------


def _load(file: Path) -> Any:
    """A file of facts as plain values; nothing when it is missing or broken, which other checks report."""
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None


def _waits(data: Any) -> _Waits:
    def by_id(key: str) -> dict[str, tuple[int, Entry]]:
        entries = _list(data, key) if isinstance(data, dict) else []
        return {str(entry["id"]): (at, entry) for at, entry in enumerate(entries) if "id" in entry}

    return _Waits(by_id("intervals"), by_id("retired"))


def _list(entry: Entry, key: str) -> list[Entry]:
    found = entry.get(key)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _plain(row: Entry) -> dict[str, str]:
    return {key: str(value) for key, value in row.items() if value is not None}


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value)
    return "nothing" if value is None else str(value)
