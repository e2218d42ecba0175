"""A failed validation, said in words an editor can act on."""

from __future__ import annotations

import difflib
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from macros.errors import Problem
from macros.facts.yaml_source import YamlSource

# What a text must look like, by a sign in the pattern that it does not fit; an id has none of these.
SHAPES = (
    ("^/", "an address of this guide", "Write it from slash to slash, such as /timing/ or /choose/alberta/."),
    ("http", "a web address", "Write the whole address, starting with https://."),
    ("::", "the name of a test", "Write tests/folder/test_file.py::test_name."),
    ("#", "a place on a page", "Write page#heading: the page without .md, and the heading's id."),
)


def explain(error: ValidationError, source: YamlSource, model: type[BaseModel], check: str) -> list[Problem]:
    """One problem for each detail of `error`, at its line in `source`."""
    return [_explain_one(detail, source, model, check) for detail in error.errors()]


def _explain_one(detail: ErrorDetails, source: YamlSource, model: type[BaseModel], check: str) -> Problem:
    location = detail["loc"]
    field = str(location[-1]) if location else "This entry"
    entry = _entry_name(source, location)
    message, fix = _words(detail, field, model)
    return source.problem(location, check, f"{entry}{message}", fix)


def _entry_name(source: YamlSource, location: tuple[str | int, ...]) -> str:
    """The id of the entry the mistake is in, so that it can be found without counting lines."""
    value: Any = source.data
    name = ""
    for step in location:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            name = f"{value['id']}: "
    return name


def _words(detail: ErrorDetails, field: str, model: type[BaseModel]) -> tuple[str, str]:
    kind = detail["type"]
    given = detail["input"]
    limits = detail.get("ctx", {})
    plain: dict[str, tuple[str, str]] = {
        "missing": (f'"{field}" is missing.', f'Add a line "{field}:" with its value.'),
        "extra_forbidden": (f'"{field}" is not a known field.', _did_you_mean(field, model)),
        "literal_error": (
            f'"{field}" cannot be "{given}".',
            f"Write one of: {limits.get('expected', '').replace(' or ', ', ').replace(chr(39), '')}.",
        ),
        "int_type": (
            f'"{field}" must be a whole number, not "{given}".',
            f'Write digits without quotes or words, such as "{field}: 14".',
        ),
        "greater_than_equal": (
            f'"{field}" is {given}, which is too small.',
            f"Write {limits.get('ge')} or more.",
        ),
        "less_than_equal": (
            f'"{field}" is {given}, which is too large.',
            f"Write {limits.get('le')} or less.",
        ),
        "date_type": (
            f'"{field}" must be a date, not "{given}".',
            "Write year, month and day without quotes, such as 2026-11-21.",
        ),
        "string_type": (
            f'"{field}" must be text, not {given!r}.',
            f'Put quotes around it: {field}: "{given}".',
        ),
        "string_too_short": (
            f'"{field}" is empty.',
            "Write the words, or delete the line if it may be left out.",
        ),
        "string_too_long": (
            f'"{field}" is too long for its place: "{given}".',
            f"Use at most {limits.get('max_length')} letters.",
        ),
        "bool_type": (
            f'"{field}" must be true or false, not "{given}".',
            "Write true or false without quotes.",
        ),
        "tuple_type": (
            f'"{field}" must be a list.',
            f"Write each item on its own line after a dash, or {field}: [a, b].",
        ),
        "too_short": (
            f'"{field}" has {limits.get("actual_length")} entries.',
            f"Write at least {limits.get('min_length')}.",
        ),
        "too_long": (
            f'"{field}" has {limits.get("actual_length")} items.',
            f"Keep at most {limits.get('max_length')}.",
        ),
        "model_type": (
            f'"{field}" must be an entry with fields.',
            "Write each field on its own line as name: value.",
        ),
    }
    if kind == "string_pattern_mismatch":
        for sign, what, fix in SHAPES:
            if sign in str(limits.get("pattern")):
                return f'"{field}" is not {what}: "{given}".', fix
        return (
            f'"{field}" is not an id: "{given}".',
            "Use small letters, digits and single hyphens, such as two-words.",
        )
    return plain.get(kind, (f'"{field}": {detail["msg"]}.', "Compare it with the entries around it."))


def _did_you_mean(field: str, model: type[BaseModel]) -> str:
    close = difflib.get_close_matches(field, sorted(_field_names(model)), n=1)
    return f'Did you mean "{close[0]}"?' if close else "Delete the line, or check its name."


def _field_names(model: type[BaseModel], seen: frozenset[type] = frozenset()) -> set[str]:
    """Every field name an editor can write anywhere below `model`."""
    names: set[str] = set()
    for name, info in model.model_fields.items():
        names.add(info.alias or name)
        for inner in _models_in(info.annotation):
            if inner not in seen:
                names |= _field_names(inner, seen | {inner})
    return names


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models_in(argument)]
