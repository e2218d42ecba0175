"""What one file says must agree with what the others say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from macros.errors import Problem
from macros.facts.assessment import assessment_problems
from macros.facts.choice_checks import check_choices
from macros.facts.collection import Facts
from macros.facts.models import ANY_TREATMENT, EVENT, WorkedPlan
from macros.facts.names import CHECK
from macros.facts.names import nearest as _nearest
from macros.facts.names import unknown as _unknown
from macros.facts.rates import rate_mistakes
from macros.facts.yaml_source import YamlSource

# Longer lists are not read to their end. Pages list reasons by group, or by the treatments they matter for.
LONGEST_LIST = 7

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Loaded:
    """Facts together with the files they came from, so that a problem can name its line."""

    facts: Facts
    files: dict[str, list[YamlSource]]

    def entries(
        self, group: str, key: str
    ) -> Iterator[tuple[YamlSource, tuple[str | int, ...], dict[str, Any]]]:
        """Each entry of the list `key` in the files of `group`, with its place."""
        for source in self.files.get(group, []):
            for index, entry in enumerate(source.data.get(key) or []):
                yield source, (key, index), entry


# File group and list of every kind of entry that has an id.
ENTRIES_WITH_ID = (
    ("sources", "sources"),
    ("claims", "claims"),
    ("intervals", "same_day"),
    ("treatments", "treatments"),
    ("cautions", "groups"),
    ("cautions", "postpone"),
    ("cautions", "ask_first"),
    ("warning_signs", "warning_signs"),
    ("glossary", "terms"),
    ("questions", "question_lists"),
    ("worked_examples", "examples"),
    ("worked_plans", "plans"),
    ("assessment", "instruments"),
    ("pictures", "skin_sections"),
    ("pictures", "effects_timelines"),
    ("pictures", "healing_days"),
    ("pictures", "pack_checks"),
    ("changes", "changes"),
    ("choices", "choices"),
    ("choices", "rates"),
    ("choices", "points"),
    ("choices", "matters"),
)


def cross_check(loaded: Loaded) -> list[Problem]:
    """Every disagreement between the files, in no particular order."""
    checks: tuple[Callable[[Loaded], Iterable[Problem]], ...] = (
        _duplicate_ids,
        _unknown_sources,
        _unused_sources,
        _interval_limits,
        _interval_names,
        _every_combination_answered,
        _rates,
        _treatment_claims,
        _treatment_names,
        _reasons,
        _registers,
        _examples,
        _plans,
        _synonyms,
        _assessment,
        _choices,
        _everyday_words,
        _changes,
    )
    return [problem for check in checks for problem in check(loaded)]


# Lists that share their ids: a wait that is no longer given keeps its own for ever.
SHARED_IDS = (("intervals", ("intervals", "retired")),)


def _duplicate_ids(loaded: Loaded) -> Iterator[Problem]:
    lists = [*((group, (key,)) for group, key in ENTRIES_WITH_ID), *SHARED_IDS]
    for group, keys in lists:
        seen: dict[str, str] = {}
        for source, place, entry in (row for key in keys for row in loaded.entries(group, key)):
            here = f"{source.name}:{source.line(place)}"
            if entry["id"] in seen:
                yield source.problem(
                    (*place, "id"),
                    CHECK,
                    f'"{entry["id"]}" is the id of another entry, at {seen[entry["id"]]}.',
                    "Give this entry a new id; an id is never used twice.",
                )
            seen.setdefault(entry["id"], here)


def _source_lists(loaded: Loaded) -> Iterator[tuple[YamlSource, tuple[str | int, ...], str]]:
    """Every mention of a source id anywhere in the facts, with its place."""

    def walk(source: YamlSource, value: Any, place: tuple[str | int, ...]) -> Iterator[Any]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "sources" and isinstance(inner, list) and all(isinstance(i, str) for i in inner):
                    for index, source_id in enumerate(inner):
                        yield source, (*place, key, index), source_id
                elif key == "source" and isinstance(inner, str):
                    yield source, (*place, key), inner
                else:
                    yield from walk(source, inner, (*place, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from walk(source, inner, (*place, index))

    for sources in loaded.files.values():
        for source in sources:
            yield from walk(source, source.data, ())


def _unknown_sources(loaded: Loaded) -> Iterator[Problem]:
    known = loaded.facts.ids("source")
    for source, place, source_id in _source_lists(loaded):
        if source_id not in known:
            yield source.problem(
                place,
                CHECK,
                f'There is no source "{source_id}".',
                f"Add it to sources.yml, or write one that is there{_nearest(source_id, known)}.",
            )


def _unused_sources(loaded: Loaded) -> Iterator[Problem]:
    used = {source_id for _, _, source_id in _source_lists(loaded)}
    for source, place, entry in loaded.entries("sources", "sources"):
        if entry["id"] not in used:
            yield source.problem(
                place,
                CHECK,
                f'No fact uses the source "{entry["id"]}".',
                "Delete it, or add its id to the fact it supports.",
            )


def _interval_limits(loaded: Loaded) -> Iterator[Problem]:
    for key in ("intervals", "retired"):
        for source, place, entry in loaded.entries("intervals", key):
            yield from _limits(source, place, entry["id"], entry)
            for index, row in enumerate(entry.get("was") or []):
                yield from _limits(source, (*place, "was", index), entry["id"], row)


def _limits(
    source: YamlSource, place: tuple[str | int, ...], name: str, row: dict[str, Any]
) -> Iterator[Problem]:
    """What is wrong with the limits of one wait, as it is or as it was."""
    advised = row["advised"]
    if row["not_before"] > advised:
        yield source.problem(
            (*place, "not_before"),
            CHECK,
            f'{name}: "not_before" is {row["not_before"]}, more than "advised", which is {advised}.',
            f'Write "not_before: {advised}" or less, or a longer "advised".',
        )
    until = row.get("until")
    if until is not None and until <= advised:
        yield source.problem(
            (*place, "until"),
            CHECK,
            f'{name}: "until" is {until}, not more than "advised", which is {advised}.',
            f'Write "until: {advised + 1}" or more, or delete the line.',
        )
    first = row.get("first_time_advised")
    if first is not None and first < advised:
        yield source.problem(
            (*place, "first_time_advised"),
            CHECK,
            f'{name}: "first_time_advised" is {first}, less than "advised", which is {advised}.',
            f'Write "first_time_advised: {advised}" or more.',
        )
    days = [advice["days"] for advice in row.get("disagreement") or []]
    if days != sorted(days):
        yield source.problem(
            (*place, "disagreement"),
            CHECK,
            f'{name}: "disagreement" is not in order.',
            "Put the shortest wait first.",
        )


def _interval_names(loaded: Loaded) -> Iterator[Problem]:
    facts = loaded.facts
    treatments = facts.ids("treatment")
    rows = [
        *loaded.entries("intervals", "intervals"),
        *loaded.entries("intervals", "retired"),
        *loaded.entries("intervals", "no_published_rule"),
    ]
    for source, place, entry in rows:
        allowed_to = (*treatments, EVENT) if entry.get("purpose") == "event" else treatments
        for key, allowed in (("from", treatments), ("to", allowed_to)):
            if entry[key] not in allowed:
                yield source.problem(
                    (*place, key),
                    CHECK,
                    f'"{key}" names the treatment "{entry[key]}", which treatments.yml does not have.',
                    f"Write one of: {', '.join(allowed)}.",
                )
        ends = [facts.treatment(end) for end in (entry["from"], entry["to"]) if end in treatments]
        kinds = [kind.id for end in ends for kind in end.kinds]
        if entry.get("kind") is not None and entry["kind"] not in kinds:
            yield source.problem(
                (*place, "kind"),
                CHECK,
                f'Neither treatment has the kind "{entry["kind"]}".',
                f"Write one of: {', '.join(dict.fromkeys(kinds)) or 'no kind at all'}.",
            )
        purpose = entry.get("purpose")
        same_ends = entry["from"] == entry["to"]
        if purpose in {"course", "repeat", "touch-up"} and not same_ends:
            yield source.problem(
                (*place, "to"),
                CHECK,
                f'{entry["id"]}: a {purpose} is of one treatment, but "from" and "to" differ.',
                f'Write "to: {entry["from"]}", or another "purpose".',
            )
        if purpose == "combine" and same_ends:
            yield source.problem(
                (*place, "to"),
                CHECK,
                f'{entry["id"]}: "from" and "to" are the same treatment.',
                'Write the other treatment, or another "purpose" such as course or repeat.',
            )
        if purpose == "event" and entry["to"] != EVENT:
            yield source.problem(
                (*place, "to"), CHECK, f"{entry['id']}: this wait leads to an event.", f'Write "to: {EVENT}".'
            )
    for source, place, entry in loaded.entries("intervals", "same_day"):
        yield from _unknown(source, (*place, "treatments"), entry["treatments"], treatments, "treatment")


def _every_combination_answered(loaded: Loaded) -> Iterator[Problem]:
    """Each ordered pair, area and kind has one row, or says openly that no rule is published."""
    facts = loaded.facts
    rows = [
        *((row.from_, row.to, row.area, row.kind) for row in facts.intervals if row.purpose == "combine"),
        *((row.from_, row.to, row.area, row.kind) for row in facts.no_published_rule),
    ]
    source = loaded.files["intervals"][0]
    for first in facts.treatments:
        for second in facts.treatments:
            if first.id == second.id:
                continue
            kinds: list[str | None] = [kind.id for kind in (*first.kinds, *second.kinds)] or [None]
            for area in ("same", "apart"):
                for kind in kinds:
                    count = sum(
                        (row[0], row[1]) == (first.id, second.id)
                        and row[2] in {area, "any"}
                        and row[3] in {kind, None}
                        for row in rows
                    )
                    what = f"from {first.id} to {second.id}, area {area}" + (f", kind {kind}" if kind else "")
                    if count == 0:
                        yield source.problem(
                            ("no_published_rule",),
                            CHECK,
                            f"Nothing is said about {what}.",
                            'Add a wait for it, or a row under "no_published_rule".',
                        )
                    elif count > 1:
                        yield source.problem(
                            ("intervals",),
                            CHECK,
                            f"{count} rows speak about {what}.",
                            "Keep one, so that the planner and the tables cannot disagree.",
                        )


def _rates(loaded: Loaded) -> Iterator[Problem]:
    for source, place, entry in loaded.entries("claims", "claims"):
        for message, fix in rate_mistakes(entry["says"]):
            yield source.problem((*place, "says"), CHECK, f"{entry['id']}: {message}", fix)


def _treatment_claims(loaded: Loaded) -> Iterator[Problem]:
    claims = loaded.facts.ids("claim")
    for source, place, entry in loaded.entries("treatments", "treatments"):
        for key in ("onset", "full_effect", "duration"):
            yield from _unknown(source, (*place, key), [entry[key]], claims, "claim")


def _treatment_names(loaded: Loaded) -> Iterator[Problem]:
    treatments = loaded.facts.ids("treatment")
    for key in ("postpone", "ask_first"):
        for source, place, entry in loaded.entries("cautions", key):
            yield from _unknown(source, (*place, "affects"), entry["affects"], treatments, "treatment")
    for source, place, entry in loaded.entries("warning_signs", "warning_signs"):
        allowed = (*treatments, ANY_TREATMENT)
        yield from _unknown(source, (*place, "treatment"), [entry["treatment"]], allowed, "treatment")


def _reasons(loaded: Loaded) -> Iterator[Problem]:
    """Each reason to ask first has a heading to stand under, and no list of reasons is too long to read."""
    groups = [group.id for group in loaded.facts.reason_groups]
    listed: dict[str, int] = {}
    for source, place, entry in loaded.entries("cautions", "ask_first"):
        yield from _unknown(source, (*place, "group"), [entry["group"]], groups, "group")
        listed[entry["group"]] = listed.get(entry["group"], 0) + 1
        if listed[entry["group"]] == LONGEST_LIST + 1:
            yield source.problem(
                (*place, "group"),
                CHECK,
                f'The group "{entry["group"]}" has more than {LONGEST_LIST} reasons.',
                "Put some of them in another group, or make a new one.",
            )
    for source, place, entry in loaded.entries("cautions", "groups"):
        if entry["id"] not in listed:
            yield source.problem(
                (*place, "id"),
                CHECK,
                f'No reason is in the group "{entry["id"]}".',
                "Delete the group, or put a reason in it.",
            )
    together: dict[frozenset[str], int] = {}
    for source, place, entry in loaded.entries("cautions", "postpone"):
        affected = frozenset(entry["affects"])
        together[affected] = together.get(affected, 0) + 1
        if together[affected] == LONGEST_LIST + 1:
            yield source.problem(
                (*place, "affects"),
                CHECK,
                f"More than {LONGEST_LIST} reasons to put off have the same treatments.",
                "Join two reasons that are alike, or move one to ask_first.",
            )


def _registers(loaded: Loaded) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for source in loaded.files.get("registers", []):
        region = source.data["id"]
        if region in seen:
            yield source.problem(
                ("id",),
                CHECK,
                f'"{region}" is the id of another region, in {seen[region]}.',
                "Give it a new id.",
            )
        seen[region] = source.name
        part_of = source.data.get("part_of")
        if part_of is not None:
            yield from _unknown(source, ("part_of",), [part_of], loaded.facts.ids("register"), "region")


def _examples(loaded: Loaded) -> Iterator[Problem]:
    for source, place, entry in loaded.entries("worked_examples", "examples"):
        yield from _unknown(
            source, (*place, "interval"), [entry["interval"]], loaded.facts.ids("interval"), "interval"
        )
        if "{date}" not in entry["story"]:
            yield source.problem(
                (*place, "story"),
                CHECK,
                f'{entry["id"]}: the story has no "{{date}}".',
                "Write {date} where the first date goes.",
            )


def _plans(loaded: Loaded) -> Iterator[Problem]:
    treatments = loaded.facts.ids("treatment")
    kinds = [kind.id for treatment in loaded.facts.treatments for kind in treatment.kinds]
    entries = loaded.entries("worked_plans", "plans")
    for (source, place, _), plan in zip(entries, loaded.facts.plans, strict=True):
        yield from _unknown(source, (*place, "answers", "kind"), [plan.answers.kind], kinds, "kind")
        named = [plan.result.first, plan.result.second, *(visit.treatment for visit in plan.result.visits)]
        yield from _unknown(source, (*place, "result"), list(dict.fromkeys(named)), treatments, "treatment")
        yield from _plan_dates(source, place, plan)
        placeholders = set(PLACEHOLDER.findall(plan.story))
        for name in plan.dates:
            if name not in placeholders:
                yield source.problem(
                    (*place, "story"),
                    CHECK,
                    f'{plan.id}: the story has no "{{{name}}}".',
                    f"Write {{{name}}} where that date goes.",
                )
        for name in sorted(placeholders - set(plan.placeholders)):
            yield source.problem(
                (*place, "story"),
                CHECK,
                f'{plan.id}: nothing is answered that "{{{name}}}" could stand for.',
                f"Write one of: {', '.join(f'{{{each}}}' for each in plan.placeholders)}.",
            )


def _plan_dates(source: YamlSource, place: tuple[str | int, ...], plan: WorkedPlan) -> Iterator[Problem]:
    """A worked plan has no booked visit, and a day to be ready for where that is its question."""
    for name, day in plan.dates.items():
        if name in {"when", "second"} and day >= plan.today:
            yield source.problem(
                (*place, "answers", name),
                CHECK,
                f'{plan.id}: "{name}" is not before "today", which is {plan.today}.',
                "Write an earlier day: a worked plan shows no booked visit.",
            )
    event = plan.answers.event
    if plan.task != EVENT and event:
        yield source.problem(
            (*place, "answers", "event"),
            CHECK,
            f'{plan.id}: "event" is answered, but the task is {plan.task}.',
            f'Write "task: {EVENT}", or delete the line.',
        )
    elif plan.task == EVENT and (event is None or event <= plan.today):
        yield source.problem(
            (*place, "answers", "event"),
            CHECK,
            f'{plan.id}: "event" is missing, or not after "today", which is {plan.today}.',
            "Write the day to be ready for.",
        )


def _synonyms(loaded: Loaded) -> Iterator[Problem]:
    """A reader's words lead to one place only."""
    seen: dict[str, str] = {}
    for source, place, entry in loaded.entries("search", "synonyms"):
        for index, words in enumerate(entry["says"]):
            key = " ".join(words.lower().split())
            if key in seen:
                yield source.problem(
                    (*place, "says", index),
                    CHECK,
                    f'"{words}" stands here and at {seen[key]}.',
                    "Keep one of the two.",
                )
            seen.setdefault(key, f"{source.name}:{source.line((*place, 'says', index))}")


def _assessment(loaded: Loaded) -> Iterator[Problem]:
    file = loaded.facts.assessment
    if file is not None:
        yield from assessment_problems(loaded.files["assessment"][0], file)


def _changes(loaded: Loaded) -> Iterator[Problem]:
    """Readers look for what is new at the top."""
    for source in loaded.files.get("changes", []):
        entries = source.data["changes"]
        for index, (newer, older) in enumerate(pairwise(entries)):
            if older["date"] > newer["date"]:
                yield source.problem(
                    ("changes", index + 1, "date"),
                    CHECK,
                    "This change is newer than the one above it.",
                    "Put the newest change first.",
                )


def _choices(loaded: Loaded) -> Iterator[Problem]:
    for source in loaded.files.get("choices", []):
        yield from check_choices(source, loaded.facts)


def _everyday_words(loaded: Loaded) -> Iterator[Problem]:
    """A word that readers know is a spelling of its own entry."""
    for source, place, entry in loaded.entries("glossary", "terms"):
        spelled = [entry["term"], *entry.get("also", ())]
        for index, words in enumerate(entry.get("everyday", ())):
            if words not in spelled:
                yield source.problem(
                    (*place, "everyday", index),
                    CHECK,
                    f'"{words}" is no spelling of this term.',
                    f"Write one of: {', '.join(spelled)}.",
                )
