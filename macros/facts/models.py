"""What a fact is. Every model is frozen and closed: an unknown field is a mistake, never ignored.

Days are whole days counted from the first treatment (day 0). `until` is exclusive. An absent limit
means that no limit is known; it is never guessed.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Days = Annotated[int, Strict(), Field(ge=0, le=730)]
Day = Annotated[date, Strict()]
Flag = Annotated[bool, Strict()]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
SourceIds = Annotated[tuple[Id, ...], Field(min_length=1)]
Sentences = Annotated[tuple[Text, ...], Field(min_length=1)]

Certainty = Literal["high", "moderate", "low", "expert-opinion", "unsupported"]
Basis = Literal["label", "trial", "indirect-trial", "consensus", "expert", "convention", "physiology"]
Purpose = Literal["combine", "course", "repeat", "touch-up", "event"]
Area = Literal["same", "apart", "any"]
Level = Literal["emergency", "urgent", "same-day"]
SourceKind = Literal[
    "trial", "cohort", "review", "consensus", "expert", "label", "regulator", "law", "professional-body",
    "health-service", "manufacturer", "laboratory", "clinic-sheets", "news", "legal-commentary",
    "website-study", "checklist",
]  # fmt: skip

# `to` of an interval that leads to a day in the calendar and not to a treatment.
EVENT = "event"
# `treatment` of a warning sign that follows any of them.
ANY_TREATMENT = "any"


class Model(BaseModel):
    """Base of every fact: cannot be changed after it is read, and has no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Model):
    """A fact with an id, by which pages and other facts call it."""

    id: Id


class Source(Named):
    """Where a fact comes from, and what of it was read.

    `verified` is primary when the source itself was read, secondary when a copy or report of it was.
    """

    who: Text | None
    title: Text
    year: Annotated[int, Strict(), Field(ge=1900, le=2100)] | None
    where: Text
    link: Link | None = None
    kind: SourceKind
    verified: Literal["primary", "secondary"]
    seen: Text
    limits: Text | None = None


class Claim(Named):
    """A sentence that pages print as it stands, with how sure we are and its sources."""

    says: Text
    certainty: Certainty
    sources: SourceIds
    checked: Day


class Advice(Model):
    """One published wait: the words of the source, and the same in whole days for sorting."""

    source: Id
    says: Text
    days: Days


class Wait(Model):
    """What is said of a wait while it holds, in whole days. Without `since` it held from the start."""

    not_before: Days
    advised: Days
    until: Days | None = None
    first_time_advised: Days | None = None
    best_result: Days | None = None
    prefer_other_order: Flag = False
    sessions: tuple[Annotated[int, Strict(), Field(ge=1, le=12)], ...] = ()
    condition: Text | None = None
    certainty: Certainty
    basis: Annotated[tuple[Basis, ...], Field(min_length=1)]
    why: Sentences
    disagreement: tuple[Advice, ...] = ()
    sources: SourceIds
    checked: Day
    since: Day | None = None


class PastWait(Wait):
    """A wait as it was until the next one took its place, and why it did."""

    why_changed: Text


class Interval(Wait, Named):
    """A wait between two treatments, two sessions, or a treatment and an event.

    `was` is what it was before, newest first.
    """

    purpose: Purpose
    from_: Annotated[Id, Field(alias="from")]
    to: Id
    area: Area
    kind: Id | None = None
    was: tuple[PastWait, ...] = ()


class RetiredInterval(Interval):
    """A wait that is no longer given. It keeps its id for ever; `retired` is the first day without it."""

    retired: Day
    why_retired: Text


class NoPublishedRule(Model):
    """A combination for which no advice was found: said openly, never filled with a guess."""

    from_: Annotated[Id, Field(alias="from")]
    to: Id
    area: Area
    kind: Id | None = None
    why: Text


class SameDay(Named):
    """How two treatments are fitted into one visit by those who offer it."""

    treatments: Annotated[tuple[Id, ...], Field(min_length=2)]
    kinds: Annotated[tuple[Id, ...], Field(min_length=1)]
    steps: Sentences
    never: Sentences
    not_for: Sentences
    why: Sentences
    certainty: Certainty
    sources: SourceIds
    checked: Day


class Kind(Named):
    """A way of having a treatment that changes the wait."""

    name: Text
    in_sentence: Text
    hint: Text


class Brand(Model):
    """A product name, with its medicine's name where a source shows it."""

    name: Text
    generic: Text | None = None
    note: Text | None = None
    sources: SourceIds


class Treatment(Named):
    """A treatment. `onset`, `full_effect` and `duration` are ids of claims."""

    name: Text
    in_sentence: Text
    formal: Text
    mark: Literal["diamond", "circle"]
    what: Text
    how: Text
    onset: Id
    full_effect: Id
    duration: Id
    brands: tuple[Brand, ...] = ()
    kinds: tuple[Kind, ...] = ()


class Postpone(Named):
    """A reason to put a treatment off, and until when (in words, completing "until …")."""

    says: Text
    affects: Annotated[tuple[Id, ...], Field(min_length=1)]
    until: Text
    why: Text
    sources: SourceIds
    checked: Day


class ReasonGroup(Named):
    """A kind of reason to ask first, with the heading that its reasons stand under."""

    title: Text


class AskFirst(Named):
    """A reason to ask a clinician before booking. `group` is the id of a `ReasonGroup`."""

    group: Id
    says: Text
    affects: Annotated[tuple[Id, ...], Field(min_length=1)]
    note: Text | None = None
    why: Text
    sources: SourceIds
    checked: Day


class WarningSign(Named):
    """A sign that calls for help, by how fast."""

    level: Level
    treatment: Id
    sign: Text
    when: Text | None = None
    sources: SourceIds
    checked: Day


class Term(Named):
    """A word explained: `plain` is the everyday twin, `means` the explanation.

    `everyday` are those of its spellings that readers know: pages may use them as they stand, and they are
    not counted as the plain twin when a page is graded.
    """

    term: Text
    plain: Text
    means: Text
    also: tuple[Text, ...] = ()
    everyday: tuple[Text, ...] = ()
    sources: tuple[Id, ...] = ()


class QuestionList(Named):
    """Questions to take to the clinic."""

    title: Text
    items: Annotated[tuple[Text, ...], Field(min_length=1, max_length=7)]


class Example(Named):
    """A worked example: a story, the wait it shows and the first date."""

    story: Text
    interval: Id
    date: Day


class PlanAnswers(Model):
    """What the person of a worked plan answered, as the planner's form has it. What is not asked is left out.

    There is no field for what such a plan could not show, as booked visits and days away.
    """

    when: Day | None = None
    second: Day | None = None
    event: Day | None = None
    area: Literal["same", "apart"]
    kind: Id
    sessions: Annotated[Literal["0", "1", "2", "3", "4", "5", "6"], BeforeValidator(str)]
    rounds: Annotated[Literal["0", "1", "2", "3", "first"], BeforeValidator(str)]
    touch_up: Annotated[Flag, Field(alias="touchUp")] = False

    @property
    def counts(self) -> dict[str, int]:
        """How many visits they want, by the name of the answer."""
        rounds = 1 if self.rounds == "first" else int(self.rounds)
        return {"sessions": int(self.sessions), "rounds": rounds}


class PlannedVisit(Model):
    """A visit of a worked plan, on any day of its window. `n` numbers those of one role."""

    key: Id
    treatment: Id
    role: Literal["had", "session", "round", "touch-up", "trial"]
    n: Annotated[int, Strict(), Field(ge=1)] | None = None
    from_: Annotated[Day, Field(alias="from")]
    to: Day


class PlanRepair(Model):
    """What would fit: with `n` visits left or `n` days of gap, or with the event on `day`."""

    code: Literal["sessions", "rounds", "trial", "touch-up", "gap", "event"]
    n: Annotated[int, Strict(), Field(ge=1)] | None = None
    day: Day | None = None


class PlanResult(Model):
    """What the planner makes of the answers. `first` is repeated, `second` comes in courses."""

    status: Literal["plan", "exact", "no-fit"]
    first: Id
    second: Id
    visits: tuple[PlannedVisit, ...] = ()
    late: Flag = False
    conflict: tuple[Literal["sessions", "rounds", "trial", "touch-up", "event"], ...] = ()
    repairs: tuple[PlanRepair, ...] = ()


class WorkedPlan(Named):
    """A worked plan: a story, what was answered on which day, and what the planner made of it."""

    story: Text
    task: Literal["course", "event"]
    today: Day
    answers: PlanAnswers
    result: PlanResult

    @property
    def dates(self) -> dict[str, date]:
        """The dates that the story must name, by their placeholder."""
        given = {"when": self.answers.when, "second": self.answers.second, "event": self.answers.event}
        return {"today": self.today, **{name: day for name, day in given.items() if day}}

    @property
    def placeholders(self) -> dict[str, date | int]:
        """All that the story may name: its dates, and how many visits they want."""
        return {**self.dates, **self.answers.counts}


class AdviceLine(Model):
    """A telephone line for advice that is not an emergency."""

    name: Text
    number: Text


class Numbers(Model):
    """Numbers to call in a region."""

    emergency: Text
    advice: AdviceLine | None = None


class WhoMay(Model):
    """Which profession may do what in a region."""

    who: Text
    may: Text
    sources: SourceIds


class NameCheck(Model):
    """A register in which a person's name can be looked up."""

    body: Text
    covers: Text
    how: Text
    link: Link | None = None
    sources: SourceIds


class ThingCheck(Model):
    """How to check a product or a device, or where to report harm."""

    what: Text
    how: Text
    link: Link | None = None
    sources: SourceIds


class RegionChecks(Model):
    """The checks a person can make in a region."""

    name: tuple[NameCheck, ...]
    product: tuple[ThingCheck, ...]
    device: tuple[ThingCheck, ...]


class Note(Model):
    """A sentence about a region, with its sources."""

    says: Text
    sources: SourceIds


class Register(Named):
    """What is known of the rules in a region, and what is not."""

    name: Text
    part_of: Id | None = None
    checked: Day
    numbers: Numbers
    who_may: tuple[WhoMay, ...]
    check: RegionChecks
    report: tuple[ThingCheck, ...]
    notes: tuple[Note, ...] = ()
    not_known: tuple[Text, ...] = ()


class GuideChange(Named):
    """A change that readers should know of, typed once for all the pages it concerns.

    `pages` are named without ".md"; none means the whole guide.
    """

    date: Day
    title: Text
    what: Sentences
    why: Text
    pages: tuple[Text, ...] = ()


class WaitChange(GuideChange):
    """A change of the wait with this id, told to readers. It is made from the history of the wait."""

    wait: Id


class SeedPoint(Model):
    """A point of the articles the guide grew from, and the heading that answers it."""

    seed: Text
    point: Text
    page: Text
    heading: Id
    answer: Literal["covered", "corrected"]


class Synonym(Model):
    """Words that readers type, and words of the guide's pages for the same."""

    says: Annotated[tuple[Text, ...], Field(min_length=1)]
    means: Text


class SourcesFile(Model):
    """docs/data/sources.yml."""

    sources: tuple[Source, ...]


class ClaimsFile(Model):
    """A file of docs/data/claims."""

    claims: tuple[Claim, ...]


class IntervalsFile(Model):
    """docs/data/intervals.yml."""

    intervals: tuple[Interval, ...]
    retired: tuple[RetiredInterval, ...] = ()
    no_published_rule: tuple[NoPublishedRule, ...] = ()
    same_day: tuple[SameDay, ...] = ()


class TreatmentsFile(Model):
    """docs/data/treatments.yml."""

    treatments: Annotated[tuple[Treatment, ...], Field(min_length=2)]


class CautionsFile(Model):
    """docs/data/cautions.yml."""

    groups: tuple[ReasonGroup, ...]
    postpone: tuple[Postpone, ...]
    ask_first: tuple[AskFirst, ...]


class WarningSignsFile(Model):
    """docs/data/warning_signs.yml."""

    warning_signs: Annotated[tuple[WarningSign, ...], Field(min_length=1)]


class GlossaryFile(Model):
    """docs/data/glossary.yml."""

    terms: tuple[Term, ...]


class QuestionsFile(Model):
    """docs/data/questions.yml."""

    question_lists: tuple[QuestionList, ...]


class ExamplesFile(Model):
    """docs/data/worked_examples.yml."""

    examples: tuple[Example, ...]


class WorkedPlansFile(Model):
    """docs/data/worked_plans.yml."""

    plans: tuple[WorkedPlan, ...]


class ChangesFile(Model):
    """docs/data/changes.yml. `feed` names the web feed for ever, wherever the guide is published."""

    feed: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    changes: Annotated[tuple[GuideChange, ...], Field(min_length=1)]


class SeedCoverageFile(Model):
    """docs/data/seed-coverage.yml."""

    points: tuple[SeedPoint, ...]


class SearchFile(Model):
    """docs/data/search.yml. `ignore`: words so common that they find nothing."""

    synonyms: tuple[Synonym, ...]
    ignore: tuple[Text, ...] = ()


class Replacement(Model):
    """A phrase that names a brand, and what is said instead of it; "" leaves it out."""

    says: Annotated[str, StringConstraints(min_length=1)]
    instead: str


class NeutralFile(Model):
    """docs/data/neutral.yml: what pages say that may name no brand, and further brands to look for."""

    brands: tuple[Text, ...]
    replacements: tuple[Replacement, ...]
