"""YAML with line numbers, so that every message can say where the mistake is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from macros.errors import GuideError, Problem

# Path from the top of a file to a value: keys of mappings and indexes of lists.
Location = Sequence[str | int]


@dataclass(frozen=True)
class YamlSource:
    """A parsed YAML text that can say on which line each value stands.

    Attributes:
        name: File name shown in messages, relative to the project root.
        data: The plain Python value of the document.
        root: The document's node tree, which carries the line numbers.
        first_line: Line of the file on which the YAML text starts (front matter starts at 2).
    """

    name: str
    data: Any
    root: yaml.Node | None
    first_line: int = 1

    def line(self, location: Location) -> int:
        """Line of the value at `location`, or of its nearest parent that exists."""
        node = self.root
        line = self.first_line
        for step in location:
            found: yaml.Node | None = None
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if key.value == step:
                        line = self.first_line + key.start_mark.line
                        found = value
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                found = node.value[step]
                line = self.first_line + found.start_mark.line
            if found is None:
                break
            node = found
        return line

    def problem(self, location: Location, check: str, message: str, fix: str) -> Problem:
        """A problem with the value at `location` of this file."""
        return Problem(self.name, self.line(location), check, message, fix)


def parse_yaml(text: str, name: str, first_line: int = 1) -> YamlSource:
    """Parse `text`; `name` and `first_line` are used in messages.

    Raises:
        GuideError: The text is not YAML, or a mapping has one key twice.
    """
    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        data = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise GuideError(
            [
                Problem(
                    name,
                    line,
                    "yaml",
                    f"This is not valid YAML: {error.problem or 'it cannot be read'}.",
                    "Check the spaces at the start of the line, and put quotes around text that has a colon.",
                )
            ]
        ) from None
    except yaml.YAMLError as error:
        raise GuideError(
            [Problem(name, first_line, "yaml", f"This is not valid YAML: {error}.", "Remove the character.")]
        ) from None
    source = YamlSource(name, data, root, first_line)
    repeated = list(_repeated_keys(source, root))
    if repeated:
        raise GuideError(repeated)
    return source


def read_yaml(path: Path, project: Path) -> YamlSource:
    """Parse the file at `path`, named relative to `project` in messages.

    Raises:
        GuideError: The file is missing or not YAML.
    """
    name = display_name(path, project)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise GuideError(
            [Problem(name, 1, "facts", "This file is missing.", "Put it back; every guide needs it.")]
        ) from None
    except UnicodeDecodeError:
        raise GuideError(
            [Problem(name, 1, "yaml", "This file is not saved as UTF-8.", "Save it again as UTF-8 text.")]
        ) from None
    return parse_yaml(text, name)


def display_name(path: Path, project: Path) -> str:
    """The path as an editor knows it: relative to the project, with forward slashes."""
    try:
        return path.resolve().relative_to(project.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _repeated_keys(source: YamlSource, node: yaml.Node | None) -> list[Problem]:
    problems: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                problems.append(
                    Problem(
                        source.name,
                        source.first_line + key.start_mark.line,
                        "yaml",
                        f'"{key.value}" stands twice in the same entry.',
                        "Keep one of the two.",
                    )
                )
            seen.add(key.value)
            problems += _repeated_keys(source, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            problems += _repeated_keys(source, value)
    return problems
