"""All facts of a guide, looked up by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from macros.facts.assessment import AssessmentFile, Instrument
from macros.facts.choices import ChoicesFile
from macros.facts.embed import EmbedFile
from macros.facts.models import (
    AskFirst,
    Claim,
    Example,
    GuideChange,
    Interval,
    Kind,
    Named,
    NeutralFile,
    NoPublishedRule,
    Postpone,
    QuestionList,
    ReasonGroup,
    Register,
    RetiredInterval,
    SameDay,
    SeedPoint,
    Source,
    Synonym,
    Term,
    Treatment,
    WarningSign,
    WorkedPlan,
)
from macros.facts.pictures import EffectsTimeline, HealingDays, PackCheck, PicturesFile, SkinSection
from macros.facts.reading import ReadingFile


@dataclass(frozen=True)
class Facts:
    """The checked content of docs/data. Each look-up raises KeyError for an unknown id.

    Attributes:
        news: The changes of `changes` and those of the waits, newest first.
        stood_on: The day whose waits these are, where they are not those of docs/data.
    """

    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    intervals: tuple[Interval, ...]
    no_published_rule: tuple[NoPublishedRule, ...]
    same_day: tuple[SameDay, ...]
    treatments: tuple[Treatment, ...]
    postpone: tuple[Postpone, ...]
    ask_first: tuple[AskFirst, ...]
    warning_signs: tuple[WarningSign, ...]
    terms: tuple[Term, ...]
    question_lists: tuple[QuestionList, ...]
    registers: tuple[Register, ...]
    examples: tuple[Example, ...]
    plans: tuple[WorkedPlan, ...] = ()
    seed_points: tuple[SeedPoint, ...] = ()
    reason_groups: tuple[ReasonGroup, ...] = ()
    changes: tuple[GuideChange, ...] = ()
    retired: tuple[RetiredInterval, ...] = ()
    news: tuple[GuideChange, ...] = ()
    stood_on: date | None = None
    feed: str | None = None
    synonyms: tuple[Synonym, ...] = ()
    ignored_words: tuple[str, ...] = ()
    assessment: AssessmentFile | None = None
    reading: ReadingFile | None = None
    pictures: PicturesFile = field(default_factory=PicturesFile)
    choices: ChoicesFile | None = None
    embed: EmbedFile | None = None
    neutral: NeutralFile | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    planner_words: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Any]]:
        groups: dict[str, tuple[Named, ...]] = {
            "source": self.sources,
            "claim": self.claims,
            "interval": self.intervals,
            "same_day": self.same_day,
            "treatment": self.treatments,
            "term": self.terms,
            "question_list": self.question_lists,
            "register": self.registers,
            "example": self.examples,
            "plan": self.plans,
            "instrument": self.assessment.instruments if self.assessment else (),
            "skin_section": self.pictures.skin_sections,
            "effects_timeline": self.pictures.effects_timelines,
            "healing_days": self.pictures.healing_days,
            "pack_check": self.pictures.pack_checks,
        }
        return {group: {item.id: item for item in items} for group, items in groups.items()}

    def ids(self, group: str) -> tuple[str, ...]:
        """The ids of a group of facts ("source", "claim", …) in the order of the files."""
        return tuple(self._by_id[group])

    def source(self, source_id: str) -> Source:
        """The source with this id."""
        source: Source = self._by_id["source"][source_id]
        return source

    def claim(self, claim_id: str) -> Claim:
        """The claim with this id."""
        claim: Claim = self._by_id["claim"][claim_id]
        return claim

    def interval(self, interval_id: str) -> Interval:
        """The interval with this id."""
        interval: Interval = self._by_id["interval"][interval_id]
        return interval

    def same_day_option(self, option_id: str) -> SameDay:
        """The same-day option with this id."""
        option: SameDay = self._by_id["same_day"][option_id]
        return option

    def treatment(self, treatment_id: str) -> Treatment:
        """The treatment with this id."""
        treatment: Treatment = self._by_id["treatment"][treatment_id]
        return treatment

    def kind(self, treatment_id: str, kind_id: str) -> Kind:
        """A kind of a treatment."""
        return {kind.id: kind for kind in self.treatment(treatment_id).kinds}[kind_id]

    def term(self, term_id: str) -> Term:
        """The glossary term with this id."""
        term: Term = self._by_id["term"][term_id]
        return term

    def question_list(self, list_id: str) -> QuestionList:
        """The list of questions with this id."""
        questions: QuestionList = self._by_id["question_list"][list_id]
        return questions

    def register(self, region_id: str) -> Register:
        """The register of a region."""
        register: Register = self._by_id["register"][region_id]
        return register

    def example(self, example_id: str) -> Example:
        """The worked example with this id."""
        example: Example = self._by_id["example"][example_id]
        return example

    def plan(self, plan_id: str) -> WorkedPlan:
        """The worked plan with this id."""
        plan: WorkedPlan = self._by_id["plan"][plan_id]
        return plan

    def instrument(self, instrument_id: str) -> Instrument:
        """The checklist with this id."""
        instrument: Instrument = self._by_id["instrument"][instrument_id]
        return instrument

    def skin_section(self, picture_id: str) -> SkinSection:
        """The slice of skin with this id."""
        section: SkinSection = self._by_id["skin_section"][picture_id]
        return section

    def effects_timeline(self, picture_id: str) -> EffectsTimeline:
        """The timeline of effects with this id."""
        timeline: EffectsTimeline = self._by_id["effects_timeline"][picture_id]
        return timeline

    def healing_days(self, picture_id: str) -> HealingDays:
        """The picture of healing with this id."""
        healing: HealingDays = self._by_id["healing_days"][picture_id]
        return healing

    def pack_check(self, picture_id: str) -> PackCheck:
        """The picture of a bottle and a pack with this id."""
        check: PackCheck = self._by_id["pack_check"][picture_id]
        return check

    @cached_property
    def edition(self) -> date | None:
        """The day of the newest change that readers were told of; None in a guide that tells of none."""
        return max((change.date for change in self.news), default=None)

    @cached_property
    def checked(self) -> date:
        """The day on which an interval was last checked against its sources."""
        return max(interval.checked for interval in self.intervals)
