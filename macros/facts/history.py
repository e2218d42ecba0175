"""The waits over time: what held on a day, and what changed when. Nothing that was ever advised is lost.

A wait keeps each row that it had, newest first, under `was`. A row holds from its own `since` up to the
`since` of the row that took its place, so two rows can neither overlap nor leave a gap. The oldest row needs
no `since`: it held from the start. A wait that is no longer given stands under `retired`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from macros.facts.collection import Facts
from macros.facts.models import (
    EVENT,
    GuideChange,
    Interval,
    NoPublishedRule,
    PastWait,
    RetiredInterval,
    Wait,
    WaitChange,
)
from macros.facts.spans import span

# The limits of a wait, in whole days.
LIMITS = ("not_before", "advised", "until", "first_time_advised", "best_result")
# What a reader acts on. When one of these changes, the old row is kept; the sources and reasons go with it.
ADVICE = (*LIMITS, "sessions", "prefer_other_order", "condition", "certainty")


def rows(interval: Interval) -> tuple[Wait, ...]:
    """All that a wait was, as it is now first."""
    return (interval, *interval.was)


def held(interval: Interval, day: date) -> Wait | None:
    """The row of a wait that held on a day; None before the first and after the last."""
    if isinstance(interval, RetiredInterval) and day >= interval.retired:
        return None
    return next((row for row in rows(interval) if row.since is None or row.since <= day), None)


def as_of(facts: Facts, day: date) -> Facts:
    """The facts with the waits that held on a day, and the changes that readers had been told of by then.

    Args:
        facts: Everything in docs/data.
        day: The day.
    """
    changes = tuple(change for change in facts.changes if change.date <= day) or facts.changes[-1:]
    news = tuple(change for change in facts.news if change.date <= day) or facts.news[-1:]
    intervals = tuple(_standing(facts, day))
    if intervals == facts.intervals:
        return replace(facts, changes=changes, news=news)
    answered = {_pair(row) for row in intervals if row.purpose == "combine"}
    without = [row for row in facts.no_published_rule if _pair(row) not in answered]
    answered |= {_pair(row) for row in without}
    without += [
        NoPublishedRule.model_validate(
            {
                "from": row.from_,
                "to": row.to,
                "area": row.area,
                "kind": row.kind,
                "why": facts.words["history"]["no_rule"],
            }
        )
        for row in facts.intervals
        if row.purpose == "combine" and _pair(row) not in answered
    ]
    return replace(
        facts,
        intervals=intervals,
        no_published_rule=tuple(without),
        changes=changes,
        news=news,
        stood_on=day,
    )


def _standing(facts: Facts, day: date) -> Iterator[Interval]:
    """The waits of a day, each with its history up to then."""
    for interval in (*facts.intervals, *facts.retired):
        row = held(interval, day)
        if row is interval and not isinstance(interval, RetiredInterval):
            yield interval
        elif row is not None:
            values = {name: getattr(row, name) for name in Wait.model_fields}
            values["disagreement"] = row.disagreement or interval.disagreement
            known = rows(interval)
            given = {
                "id": interval.id,
                "purpose": interval.purpose,
                "from": interval.from_,
                "to": interval.to,
                "area": interval.area,
                "kind": interval.kind,
                "was": interval.was[known.index(row) :],
            }
            yield Interval.model_validate({**given, **values})


def _pair(row: Interval | NoPublishedRule) -> tuple[str, str, str, str | None]:
    return (row.from_, row.to, row.area, row.kind)


def news(facts: Facts) -> tuple[GuideChange, ...]:
    """What readers are told of: the changes that an editor wrote, and each change of a wait. Newest first.

    A change of a wait is known by the wait and the day, so that it is the same change for ever.
    """
    found: list[GuideChange] = [*facts.changes]
    for interval in (*facts.intervals, *facts.retired):
        for newer, older in pairwise(rows(interval)):
            if newer.since is not None and isinstance(older, PastWait):
                found.append(_changed(facts, interval, newer, older))
    found += [_retired(facts, interval) for interval in facts.retired]
    # What an editor wrote comes first on its day: a sort keeps the order of equals.
    return tuple(sorted(found, key=lambda change: change.date, reverse=True))


def _changed(facts: Facts, interval: Interval, newer: Wait, older: PastWait) -> WaitChange:
    words = facts.words["history"]
    pairs = [
        (name, in_words(newer, name, facts.words), in_words(older, name, facts.words)) for name in ADVICE
    ]
    return WaitChange(
        id=f"{interval.id}-{newer.since}",
        date=newer.since or date.min,
        title=_filled(words["changed"], wait=name_of(interval, facts)),
        what=tuple(
            _filled(words["now"], what=words["fields"][name], now=now, before=before)
            for name, now, before in pairs
            if now != before
        ),
        why=older.why_changed,
        wait=interval.id,
    )


def _retired(facts: Facts, interval: RetiredInterval) -> WaitChange:
    words = facts.words["history"]
    before = in_words(interval, "advised", facts.words)
    return WaitChange(
        id=f"{interval.id}-{interval.retired}",
        date=interval.retired,
        title=_filled(words["retired"], wait=name_of(interval, facts)),
        what=(_filled(words["gone"], what=words["fields"]["advised"], before=before),),
        why=interval.why_retired,
        wait=interval.id,
    )


def name_of(interval: Interval, facts: Facts) -> str:
    """A wait in words, as the tables name it: "Peel, then tan (same area)"."""
    names = []
    for end in (interval.from_, interval.to):
        if end == EVENT:
            names.append("")
            continue
        treatment = facts.treatment(end)
        kind = next((kind for kind in treatment.kinds if kind.id == interval.kind), None)
        names.append((kind or treatment).in_sentence if names else (kind or treatment).name)
    named = _filled(facts.words["table"][interval.purpose], first=names[0], second=names[1])
    if interval.purpose != "combine":
        return named
    return f"{named} ({facts.words['table']['area'][interval.area]})"


def in_words(row: Wait, field: str, words: Mapping[str, Any]) -> str:
    """A value of a wait as readers are told it."""
    value = getattr(row, field)
    if field == "certainty":
        return str(words["certainty"][value])
    if field == "sessions":
        return " to ".join(str(n) for n in sorted(set(value))) or str(words["history"]["none"])
    if field == "prefer_other_order":
        return str(words["history"]["yes" if value else "no"])
    if field in LIMITS:
        return str(words["history"]["none"]) if value is None else span(value)
    return str(value).rstrip(".") if value else str(words["history"]["none"])


def _filled(phrase: str, **given: str) -> str:
    for name, value in given.items():
        phrase = phrase.replace(f"{{{name}}}", value)
    return phrase
