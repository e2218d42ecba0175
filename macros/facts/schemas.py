"""JSON Schemas for editors' completion, made from the models. Run: python -m macros.facts.schemas."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from macros.facts import models
from macros.facts.assessment import AssessmentFile
from macros.facts.choices import ChoicesFile
from macros.facts.embed import EmbedFile
from macros.facts.page_meta import PageMeta
from macros.facts.pictures import PicturesFile
from macros.facts.reading import ReadingFile
from macros.facts.redirects import AddressesFile, RedirectsFile

FOLDER = Path("schemas")

SCHEMAS: dict[str, type[BaseModel]] = {
    "sources": models.SourcesFile,
    "claims": models.ClaimsFile,
    "intervals": models.IntervalsFile,
    "treatments": models.TreatmentsFile,
    "cautions": models.CautionsFile,
    "warning_signs": models.WarningSignsFile,
    "glossary": models.GlossaryFile,
    "questions": models.QuestionsFile,
    "worked_examples": models.ExamplesFile,
    "worked_plans": models.WorkedPlansFile,
    "seed-coverage": models.SeedCoverageFile,
    "changes": models.ChangesFile,
    "search": models.SearchFile,
    "assessment": AssessmentFile,
    "reading": ReadingFile,
    "pictures": PicturesFile,
    "choices": ChoicesFile,
    "embed": EmbedFile,
    "neutral": models.NeutralFile,
    "redirects": RedirectsFile,
    "addresses": AddressesFile,
    "register": models.Register,
    "page": PageMeta,
}


def schema_text(model: type[BaseModel]) -> str:
    """The JSON Schema of a model as the text of its file."""
    return json.dumps(model.model_json_schema(by_alias=True), indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write one schema file for each kind of data file."""
    folder.mkdir(exist_ok=True)
    for name, model in SCHEMAS.items():
        (folder / f"{name}.schema.json").write_text(schema_text(model), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(FOLDER)
