"""The rules as open data, version 1: a file that other people's programs read.

Its form is open_rules.schema.json beside this file, where the words for each field stand too: the page that
explains the file prints them, and so does the file itself. What version 1 promises, and why the form is
written by hand and not made from the models: decisions/0016-open-data.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from macros.facts import spans
from macros.facts.collection import Facts
from macros.facts.models import Interval, NoPublishedRule, SameDay, Source, Treatment
from macros.facts.sparse import without_none

# Where the two files are published, below the guide's first page.
RULES = "data/v1/rules.json"
SCHEMA = "data/v1/rules.schema.json"
WRITTEN = Path(__file__).with_name("open_rules.schema.json")
# The second number goes up when a field is added. The first belongs to the address: /data/v1/.
FORMAT = "1.0"
# The fields that hold days and that most readers need.
LIMITS = ("not_before", "advised", "until", "first_time_advised", "best_result")
# Hexadecimal digits of SHA-256 that mark what the facts say.
MARK = 8


@dataclass(frozen=True)
class Publication:
    """What the facts do not say of the file: where it is published, and by which guide.

    Attributes:
        guide: The guide's name.
        licence: Address of the licence of its words and facts.
        home: Address of its first page, with a slash at its end.
        documentation: Address of the page that explains the file; empty where there is none.
    """

    guide: str
    licence: str
    home: str
    documentation: str = ""


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of the file, without an address of its own."""
    read: dict[str, Any] = json.loads(WRITTEN.read_text(encoding="utf-8"))
    return read


def published_schema(publication: Publication) -> dict[str, Any]:
    """The JSON Schema of the file as it is published: with its address as its id."""
    written = dict(schema())
    return {"$schema": written.pop("$schema"), "$id": publication.home + SCHEMA, **written}


def open_rules(facts: Facts, publication: Publication) -> dict[str, Any]:
    """All rules with their sources, as plain values in a stable order. What is not known is left out."""
    words = facts.words["open_data"]
    licence = facts.words["review"]["license_name"]
    rules = {
        "rules": [_rule(row) for row in facts.intervals],
        "no_published_rule": [_no_rule(row) for row in facts.no_published_rule],
        "same_day": [_same_day(option) for option in facts.same_day],
    }
    cited = set(_cited(rules))
    said = {
        "treatments": [_treatment(treatment) for treatment in facts.treatments],
        "meanings": _meanings(facts),
        **rules,
        "sources": [_source(source) for source in facts.sources if source.id in cited],
    }
    day = facts.edition or facts.checked
    attribution: str = words["attribution"]
    given = {
        "{name}": words["name"],
        "{guide}": publication.guide,
        "{date}": spans.long_date(day),
        "{address}": publication.documentation or publication.home,
        "{licence}": licence,
    }
    for name, value in given.items():
        attribution = attribution.replace(name, value)
    return without_none(
        {
            "$schema": publication.home + SCHEMA,
            "title": words["name"],
            "description": words["about"],
            "notice": words["notice"],
            "format": FORMAT,
            "version": f"{facts.checked.isoformat()}-{_mark(said)}",
            "edition": facts.edition.isoformat() if facts.edition else None,
            "checked": facts.checked.isoformat(),
            "guide": {"name": publication.guide, "address": publication.home},
            "licence": {"name": licence, "link": publication.licence},
            "attribution": attribution,
            "address": publication.home + RULES,
            "documentation": publication.documentation or None,
            **said,
        }
    )


def text_of(data: dict[str, Any]) -> str:
    """The data as the text of its file: indented, for people to read too."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def described_fields(name: str) -> list[dict[str, Any]]:
    """The fields of a part of the file, for the page that explains them.

    Args:
        name: A name of the schema's `$defs`, such as "rule", or "file" for the whole.

    Returns:
        For each field its `name`, what it `says`, and whether it is `always` there. A field within another is
        named with a dot, such as "guide.name".
    """
    part = schema() if name == "file" else schema()["$defs"][name]
    return list(_fields(part, ""))


def described_words(name: str) -> list[tuple[str, str]]:
    """The short words that a field may hold, and what each stands for."""
    return [(each["const"], each["description"]) for each in schema()["$defs"][name]["oneOf"]]


def _fields(part: dict[str, Any], before: str) -> Iterator[dict[str, Any]]:
    for name, field in part["properties"].items():
        yield {
            "name": f"{before}{name}",
            "says": field["description"],
            "always": name in part["required"],
        }
        inner = field.get("items", field)
        if "properties" in inner:
            yield from _fields(inner, f"{before}{name}.")


def _meanings(facts: Facts) -> dict[str, dict[str, str]]:
    fields = schema()["$defs"]["rule"]["properties"]
    labels, means = facts.words["certainty"], facts.words["certainty_means"]
    certainties = schema()["$defs"]["certainty"]["enum"]
    return {
        "limits": {name: fields[name]["description"] for name in LIMITS},
        "area": dict(described_words("area")),
        "purpose": dict(described_words("purpose")),
        "certainty": {name: f"{labels[name]}. {means[name]}" for name in certainties},
        "basis": dict(described_words("basis")),
    }


def _treatment(treatment: Treatment) -> dict[str, Any]:
    return {
        "id": treatment.id,
        "name": treatment.name,
        "formal": treatment.formal,
        "kinds": [{"id": kind.id, "name": kind.name} for kind in treatment.kinds],
    }


def _rule(row: Interval) -> dict[str, Any]:
    return without_none(
        {
            "id": row.id,
            "purpose": row.purpose,
            "from": row.from_,
            "to": row.to,
            "area": row.area,
            "kind": row.kind,
            "not_before": row.not_before,
            "advised": row.advised,
            "until": row.until,
            "first_time_advised": row.first_time_advised,
            "best_result": row.best_result,
            "prefer_other_order": row.prefer_other_order,
            "sessions": list(row.sessions) or None,
            "condition": row.condition,
            "certainty": row.certainty,
            "basis": list(row.basis),
            "why": list(row.why),
            "disagreement": [
                {"says": advice.says, "days": advice.days, "source": advice.source}
                for advice in row.disagreement
            ],
            "sources": list(row.sources),
            "checked": row.checked.isoformat(),
            "since": row.since.isoformat() if row.since else None,
        }
    )


def _no_rule(row: NoPublishedRule) -> dict[str, Any]:
    return without_none({"from": row.from_, "to": row.to, "area": row.area, "kind": row.kind, "why": row.why})


def _same_day(option: SameDay) -> dict[str, Any]:
    return {
        "id": option.id,
        "treatments": list(option.treatments),
        "kinds": list(option.kinds),
        "steps": list(option.steps),
        "never": list(option.never),
        "not_for": list(option.not_for),
        "why": list(option.why),
        "certainty": option.certainty,
        "sources": list(option.sources),
        "checked": option.checked.isoformat(),
    }


def _source(source: Source) -> dict[str, Any]:
    return without_none(
        {
            "id": source.id,
            "who": source.who,
            "title": source.title,
            "year": source.year,
            "where": source.where,
            "link": source.link,
            "kind": source.kind,
            "verified": source.verified,
            "seen": source.seen,
            "limits": source.limits,
        }
    )


def _cited(rules: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    for row in [*rules["rules"], *rules["same_day"]]:
        yield from row["sources"]
        yield from (advice["source"] for advice in row.get("disagreement", ()))


def _mark(said: dict[str, Any]) -> str:
    """A short mark of what the facts say, so that a change shows even on the day of another one."""
    written = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:MARK]
