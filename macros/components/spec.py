"""What a component is: its component.yml, read into a closed model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from macros.facts.load import validate
from macros.facts.models import Flag, Model, Text
from macros.facts.yaml_source import read_yaml

FOLDER = Path(__file__).parent

ParameterType = Literal[
    "text", "markdown", "choice", "flag", "page", "link", "file", "interval", "claim", "fact", "source",
    "term", "region", "treatment", "question_list", "example", "plan", "same_day", "skin_section",
    "effects_timeline", "healing_days", "pack_check", "instrument",
]  # fmt: skip


class Parameter(Model):
    """One parameter of a component. `rest` takes all remaining values; `list` takes a list.

    A `link` is a page, then "|", then the words to show. A `file` is a text file below docs.
    """

    name: Text
    type: ParameterType
    required: Flag = False
    default: str | bool | None = None
    values: tuple[Text, ...] = ()
    list: Flag = False
    rest: Flag = False
    description: Text

    @model_validator(mode="after")
    def _choices_have_values(self) -> Parameter:
        if (self.type == "choice") != bool(self.values):
            raise ValueError("a choice lists its values, and only a choice does")
        return self


class ExampleCall(Model):
    """A call shown to editors and run by the tests. "$interval" stands for any id of that type.

    `gallery: false` shows the call and not what it makes, where that is a page in itself.
    """

    name: Text
    call: Text
    why: Text
    gallery: Flag = True


class Specification(Model):
    """A component's component.yml. `after` is Markdown, as a Jinja text, that follows the component."""

    summary: Text
    when: Text
    block: Flag
    after: Text | None = None
    parameters: tuple[Parameter, ...] = ()
    examples: Annotated[tuple[ExampleCall, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Component:
    """A component: its name, its specification and its template's text."""

    name: str
    specification: Specification
    template: str

    @property
    def signature(self) -> str:
        """How it is called, for messages: `wait(interval, limit)`."""
        names = [f"{p.name}…" if p.rest else p.name for p in self.specification.parameters]
        return f"{self.name}({', '.join(names)})"


def load_components(folder: Path = FOLDER) -> dict[str, Component]:
    """Read every component folder, by name.

    Raises:
        GuideError: A component.yml is not as the model says, or a file is missing.
    """
    project = folder.parent.parent
    components: dict[str, Component] = {}
    for file in sorted(folder.glob("*/component.yml")):
        specification = validate(Specification, read_yaml(file, project), "component")
        template = (file.parent / "template.html").read_text(encoding="utf-8")
        components[file.parent.name] = Component(file.parent.name, specification, template)
    return components
