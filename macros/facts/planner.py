"""The facts the planner needs, as plain values a browser reads from one attribute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from macros.facts.collection import Facts
from macros.facts.models import Interval, Source
from macros.facts.sparse import without_none

# The waits whose reasons are told.
TOLD = {"combine"}
# The waits in whose place a clinic may give its own: what others publish is told beside it.
BY_CLINICS = {*TOLD, "course"}
# The tasks that plan several visits; the others are about one wait. Each group has a planner of its own.
PLANS = ("course", "event")
# The waits that only plans count with.
ONLY_IN_PLANS = {"touch-up", "event"}
# The words that a page says itself, and those of some planners only, each by its path in planner/en.yml.
SAID_BY_THE_PAGE = {"form", "frame", "label"}
WORDS_OF_EMBEDS = {"embed", "clinic"}
# A frame that other sites show may be forbidden to save a file.
WORDS_OF_PAGES = {"calendar"} | {
    f"actions.{name}" for name in ("calendar", "names", "google", "google_note", "share", "shared", "print")
}
WORDS_OF_PLANS = {
    *("plan", "sessions", "rounds", "event", "touch_up", "when.plan", "second.plan", "area.plan"),
    *("more.course", "more.event", "told.ba", "told.bb", "told_wait.ba", "told_wait.bb"),
    *("problems.event", "problems.sessions", "problems.rounds", "problems.away"),
    *("clinic.advises.ba", "clinic.advises.bb", "clinic.counted.plan"),
    *("calendar.neutral", "calendar.book"),
}
WORDS_OF_ANSWERS = {
    *(
        "first",
        "status",
        "next",
        "soon",
        "alternative",
        "timeline",
        "condition",
        "why",
        "other_order",
        "signs",
    ),
    *("booked", "when.next", "when.had", "second.had", "area.next", "area.had"),
    *("more.next", "more.was-it-too-soon", "problems.first", "problems.booked", "problems.area"),
    *("problems.when.in-the-future", "problems.second.in-the-future", "problems.second.before-first"),
    *("counted_kind_no_rule", "echo.earliest", "sure.spread_item"),
    *("calendar.next", "calendar.next_named"),
    *("clinic.counted.next", "clinic.counted.soon", "clinic.counted.timeline", "clinic.left"),
}
# What others publish is told of a whole plan only where a clinic's own wait takes the place of ours.
WORDS_OF_PUBLISHED = {"sure.spread", "sure.spread_one"}
UNTOLD_IN_EMBEDS: dict[str, list[str]] = {"sources": [], "why": []}


def planner_words(words: Mapping[str, Any], *, plans: bool, embed: bool = False) -> dict[str, Any]:
    """What the planner's `data-words` attribute holds: no word that its script never says.

    Args:
        words: All words of the planner.
        plans: For the planner of several visits; else for that of one wait.
        embed: For a planner that other sites show in a frame.
    """
    unsaid = SAID_BY_THE_PAGE | (WORDS_OF_ANSWERS if plans else WORDS_OF_PLANS)
    if plans and not embed:
        unsaid = unsaid | WORDS_OF_PUBLISHED
    return _said(words, unsaid | (WORDS_OF_PAGES if embed else WORDS_OF_EMBEDS), "")


def _said(words: Mapping[str, Any], unsaid: set[str], path: str) -> dict[str, Any]:
    """The words but for those whose paths are in `unsaid`; `path` is that of `words`, ending in a dot."""
    return {
        key: _said(value, unsaid, f"{path}{key}.") if isinstance(value, dict) else value
        for key, value in words.items()
        if f"{path}{key}" not in unsaid
    }


def facts_for(known: dict[str, Any], *, plans: bool, embed: bool = False) -> dict[str, Any]:
    """What of `planner_facts` a planner tells: every byte here is one that each reader loads.

    Args:
        known: All that `planner_facts` made.
        plans: For the planner of several visits; else for that of one wait.
        embed: For a planner that other sites show in a frame. It names who published another wait, and leaves
            the reasons and the sources of our own to the page of the guide that it leads to. With several
            visits it tells the shortest and the longest of other waits alone, beside a clinic's own.
    """
    if plans:
        unsaid: dict[str, set[str]] = {
            "": {"signs", "numbers"},
            "intervals": {"why", "condition", *(("id", "sources") if embed else ("spread",))},
            "sameDay": {"why", "certainty", "sources", *(("id",) if embed else ())},
        }
    else:
        unsaid = {"": set(), "intervals": {"firstTimeAdvised"}, "sameDay": {"kinds"}}
    shown = {key: value for key, value in known.items() if key not in unsaid[""]}
    rows = [row for row in known["intervals"] if plans or row["purpose"] not in ONLY_IN_PLANS]
    if not plans:
        # Of these only the days are told.
        untold = {"certainty", "sources", "spread"}
        rows = [row if row["purpose"] in TOLD else _without(row, untold) for row in rows]
    elif embed:
        rows = [_with_ends(row) for row in rows]
    shown["intervals"] = [_without(row, unsaid["intervals"]) for row in rows]
    if embed:
        shown["intervals"] = [
            {key: UNTOLD_IN_EMBEDS.get(key, value) for key, value in row.items()}
            for row in shown["intervals"]
        ]
    shown["sameDay"] = [_without(option, unsaid["sameDay"]) for option in known["sameDay"]]
    cited = {
        source
        for row in [*shown["intervals"], *shown["sameDay"]]
        for source in [*row.get("sources", []), *(advice.get("source") for advice in row.get("spread", []))]
    }
    shown["sources"] = {key: value for key, value in known["sources"].items() if key in cited}
    return shown


def _with_ends(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the shortest and the longest of what others publish, and not who says so.

    Of two, only what stands before the first comma is told: othersPublish in voice.js.
    """
    if "spread" not in row:
        return dict(row)
    says = [advice["says"] for advice in row["spread"]]
    ends = [says[at].partition(",")[0] for at in (0, -1)] if len(says) > 1 else says
    return {**row, "spread": [{"says": each} for each in ends]}


def _without(row: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}


def source_label(source: Source) -> str:
    """A short name for a source: "Carruthers and others, 2016"."""
    name = source.who or source.title
    return f"{name}, {source.year}" if source.year else name


def planner_facts(facts: Facts, links: dict[str, str]) -> dict[str, Any]:
    """The facts that planners count with and tell; absent limits stay absent.

    A source has a link of its own only where no page lists the sources: the page says more of it, and one
    address takes less room than forty.

    Args:
        facts: The guide's facts.
        links: Relative addresses of pages the planner points to, by name.
    """
    told = [row for row in facts.intervals if row.purpose in TOLD]
    shown = {source_id for row in facts.intervals for source_id in row.sources}
    shown |= {source_id for option in facts.same_day for source_id in option.sources}
    shown |= {advice.source for row in told for advice in row.disagreement}
    return {
        "version": facts.checked.isoformat(),
        "treatments": [
            {
                "id": treatment.id,
                "name": treatment.name,
                "inSentence": treatment.in_sentence,
                "mark": treatment.mark,
                "kinds": [
                    {"id": kind.id, "name": kind.name, "inSentence": kind.in_sentence}
                    for kind in treatment.kinds
                ],
            }
            for treatment in facts.treatments
        ],
        "intervals": [_interval(row) for row in facts.intervals],
        "noRule": [
            without_none(
                {"from": row.from_, "to": row.to, "area": row.area, "kind": row.kind, "why": row.why}
            )
            for row in facts.no_published_rule
        ],
        "sameDay": [
            {
                "id": option.id,
                "treatments": list(option.treatments),
                "kinds": list(option.kinds),
                "why": list(option.why),
                "certainty": option.certainty,
                "sources": list(option.sources),
            }
            for option in facts.same_day
        ],
        "postpone": [
            {"id": row.id, "says": row.says, "affects": list(row.affects), "until": row.until}
            for row in facts.postpone
        ],
        "askFirst": [
            without_none({"id": row.id, "says": row.says, "affects": list(row.affects), "note": row.note})
            for row in facts.ask_first
        ],
        "signs": {
            level: [
                without_none({"sign": sign.sign, "treatment": sign.treatment, "when": sign.when})
                for sign in facts.warning_signs
                if sign.level == level
            ]
            for level in ("emergency", "urgent", "same-day")
        },
        "numbers": [
            without_none(
                {
                    "region": register.name,
                    "emergency": register.numbers.emergency,
                    "advice": register.numbers.advice.model_dump() if register.numbers.advice else None,
                }
            )
            for register in facts.registers
        ],
        "sources": {
            source.id: without_none(
                {
                    "label": source_label(source),
                    "link": None if "sources" in links else source.link,
                    "on": _listed_on(source, facts) if "sources" in links else None,
                }
            )
            for source in facts.sources
            if source.id in shown
        },
        "links": links,
    }


def _interval(row: Interval) -> dict[str, Any]:
    return without_none(
        {
            "id": row.id,
            "purpose": row.purpose,
            "from": row.from_,
            "to": row.to,
            "area": row.area,
            "kind": row.kind,
            "notBefore": row.not_before,
            "advised": row.advised,
            "until": row.until,
            "firstTimeAdvised": row.first_time_advised,
            "preferOtherOrder": row.prefer_other_order or None,
            "certainty": row.certainty,
            "sources": list(row.sources),
            **(_told(row) if row.purpose in TOLD else {}),
            **({"spread": _published(row)} if row.purpose in BY_CLINICS else {}),
        }
    )


def _listed_on(source: Source, facts: Facts) -> str | None:
    """The page that lists a source, where it is not the first of them."""
    pages: dict[str, list[str]] = facts.words["source_pages"]
    page = next(name for name, kinds in pages.items() if source.kind in kinds)
    return page if page != "sources" else None


def _told(row: Interval) -> dict[str, Any]:
    return {"condition": row.condition, "why": list(row.why)}


def _published(row: Interval) -> list[dict[str, str]]:
    return [{"says": advice.says, "source": advice.source} for advice in row.disagreement]
