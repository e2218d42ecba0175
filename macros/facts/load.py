"""The only reader of docs/data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from macros.errors import GuideError, Problem
from macros.facts import models
from macros.facts.assessment import AssessmentFile
from macros.facts.choices import ChoicesFile
from macros.facts.collection import Facts
from macros.facts.cross_checks import Loaded, cross_check
from macros.facts.embed import EmbedFile
from macros.facts.history import news
from macros.facts.history_checks import history_problems
from macros.facts.picture_checks import picture_problems
from macros.facts.pictures import PicturesFile
from macros.facts.plain_errors import explain
from macros.facts.reading import ReadingFile
from macros.facts.yaml_source import YamlSource, read_yaml

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], source: YamlSource, check: str = "facts") -> M:
    """Turn parsed YAML into a model.

    Raises:
        GuideError: One problem for each mistake, with the file's line and what to write instead.
    """
    data = source.data
    if not isinstance(data, dict):
        raise GuideError(
            [Problem(source.name, source.first_line, check, "This file has no entries.", _start_with(model))]
        )
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise GuideError(explain(error, source, model, check)) from None


def _start_with(model: type[BaseModel]) -> str:
    return f'Start it with "{next(iter(model.model_fields))}:".'


class _Reader:
    """Reads the files of one docs/data folder and keeps all their mistakes together."""

    def __init__(self, data_dir: Path, project: Path) -> None:
        self.data_dir = data_dir
        self.project = project
        self.problems: list[Problem] = []
        self.files: dict[str, list[YamlSource]] = {}

    def read(self, path: Path, model: type[M], group: str) -> M | None:
        try:
            source = read_yaml(path, self.project)
            value = validate(model, source)
        except GuideError as error:
            self.problems += error.problems
            return None
        self.files.setdefault(group, []).append(source)
        return value

    def required(self, name: str, model: type[M]) -> M | None:
        return self.read(self.data_dir / f"{name}.yml", model, name)

    def optional(self, name: str, model: type[M]) -> M | None:
        path = self.data_dir / f"{name}.yml"
        return self.read(path, model, name) if path.exists() else None

    def folder(self, name: str, model: type[M]) -> list[M]:
        found = (self.read(path, model, name) for path in sorted((self.data_dir / name).glob("*.yml")))
        return [value for value in found if value is not None]

    def words(self, name: str) -> dict[str, Any]:
        try:
            source = read_yaml(self.data_dir / f"{name}.yml", self.project)
        except GuideError as error:
            self.problems += error.problems
            return {}
        self.problems += _word_problems(source, source.data, ())
        return source.data if isinstance(source.data, dict) else {}


def _word_problems(source: YamlSource, value: Any, location: tuple[str | int, ...]) -> list[Problem]:
    """Words are text, lists of text, or mappings of them; anything else is a slip of YAML."""
    if isinstance(value, dict):
        return [
            problem
            for key, inner in value.items()
            for problem in _word_problems(source, inner, (*location, key))
        ]
    if isinstance(value, list):
        return [
            problem
            for index, inner in enumerate(value)
            for problem in _word_problems(source, inner, (*location, index))
        ]
    if isinstance(value, str) and value.strip():
        return []
    where = ".".join(str(step) for step in location) or "This file"
    return [source.problem(location, "words", f"{where}: this is not text.", "Put the words in quotes.")]


def load_facts(data_dir: Path, project: Path) -> Facts:
    """Read and check every file of `data_dir`.

    Args:
        data_dir: The guide's docs/data folder.
        project: Folder that file names in messages are relative to.

    Raises:
        GuideError: One problem for each mistake, with file, line, field and what to write instead.
    """
    reader = _Reader(data_dir, project)
    sources = reader.required("sources", models.SourcesFile)
    treatments = reader.required("treatments", models.TreatmentsFile)
    intervals = reader.required("intervals", models.IntervalsFile)
    cautions = reader.required("cautions", models.CautionsFile)
    signs = reader.required("warning_signs", models.WarningSignsFile)
    claims = reader.folder("claims", models.ClaimsFile)
    registers = reader.folder("registers", models.Register)
    glossary = reader.optional("glossary", models.GlossaryFile)
    questions = reader.optional("questions", models.QuestionsFile)
    examples = reader.optional("worked_examples", models.ExamplesFile)
    plans = reader.optional("worked_plans", models.WorkedPlansFile)
    seed_points = reader.optional("seed-coverage", models.SeedCoverageFile)
    changes = reader.optional("changes", models.ChangesFile)
    search = reader.optional("search", models.SearchFile)
    assessment = reader.optional("assessment", AssessmentFile)
    reading = reader.optional("reading", ReadingFile)
    pictures = reader.optional("pictures", PicturesFile)
    choices = reader.optional("choices", ChoicesFile)
    embed = reader.optional("embed", EmbedFile)
    neutral = reader.optional("neutral", models.NeutralFile)
    words = reader.words("words")
    planner_words = reader.words("planner/en")
    if reader.problems or not (sources and treatments and intervals and cautions and signs):
        raise GuideError(reader.problems)
    facts = Facts(
        sources=sources.sources,
        claims=tuple(_flat(file.claims for file in claims)),
        intervals=intervals.intervals,
        retired=intervals.retired,
        no_published_rule=intervals.no_published_rule,
        same_day=intervals.same_day,
        treatments=treatments.treatments,
        postpone=cautions.postpone,
        ask_first=cautions.ask_first,
        reason_groups=cautions.groups,
        warning_signs=signs.warning_signs,
        terms=glossary.terms if glossary else (),
        question_lists=questions.question_lists if questions else (),
        registers=tuple(registers),
        examples=examples.examples if examples else (),
        plans=plans.plans if plans else (),
        seed_points=seed_points.points if seed_points else (),
        changes=changes.changes if changes else (),
        feed=changes.feed if changes else None,
        synonyms=search.synonyms if search else (),
        ignored_words=search.ignore if search else (),
        assessment=assessment,
        reading=reading,
        pictures=pictures or PicturesFile(),
        choices=choices,
        embed=embed,
        neutral=neutral,
        words=words,
        planner_words=planner_words,
    )
    loaded = Loaded(facts, reader.files)
    problems = [*cross_check(loaded), *history_problems(loaded), *picture_problems(loaded)]
    if problems:
        raise GuideError(problems)
    return replace(facts, news=news(facts))


def _flat(groups: Iterable[tuple[models.Claim, ...]]) -> list[models.Claim]:
    return [claim for group in groups for claim in group]
