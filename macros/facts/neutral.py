"""Facts and words without a brand, for pages that must name none: decisions/0013-embedding.md.

Which phrase gives way to which stands in docs/data/neutral.yml. The facts are made anew with them, all at
once, so that every component and the planner say the same, and none of them knows about brands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from pydantic import BaseModel

from macros.facts.collection import Facts
from macros.facts.models import NeutralFile, Treatment

# Fields that are put into the middle of a sentence, so that they begin with a small letter.
WITHIN_SENTENCES = {"in_sentence"}
ADDRESS = re.compile(r"^https?://\S+$")
SENTENCE_START = re.compile(r"(?:^|[.!?]\s+|:\s+)$")
LIST_OF_NAMES = re.compile(r",\s*|\s+and\s+")


def neutral_facts(facts: Facts, wording: NeutralFile) -> Facts:
    """The facts with every phrase of `wording` replaced; ids, numbers and addresses stay."""
    made = {each.name: _neutral(getattr(facts, each.name), each.name, wording) for each in fields(facts)}
    return replace(facts, **made)


def in_neutral_words(text: str, wording: NeutralFile, *, begins: bool = True) -> str:
    """A text without a brand.

    Args:
        text: A sentence or several, or a part of one.
        wording: Which phrase gives way to which; the first that fits wins.
        begins: Whether a sentence begins with this text; what is put there then gets a capital letter.
    """
    for each in wording.replacements:
        pattern = _whole(each.says)

        def instead(found: re.Match[str], said: str = each.instead) -> str:
            before = found.string[: found.start()]
            starts = SENTENCE_START.search(before) and (begins or before)
            return said[:1].upper() + said[1:] if starts else said

        text = pattern.sub(instead, text)
    return text


def brand_names(treatments: Iterable[Treatment], wording: NeutralFile) -> tuple[str, ...]:
    """Every brand that a neutral page may not name, each by itself."""
    listed = [brand.name for treatment in treatments for brand in treatment.brands]
    names = {name for entry in listed for name in LIST_OF_NAMES.split(entry)}
    return tuple(sorted(names | set(wording.brands)))


def brands_in(text: str, names: Iterable[str]) -> list[tuple[int, str]]:
    """Where a text names a brand, in small or capital letters: the place and the name."""
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    if not either:
        return []
    return [(found.start(), found.group()) for found in re.finditer(either, text, re.IGNORECASE)]


def _neutral(value: Any, field: str, wording: NeutralFile) -> Any:
    if isinstance(value, str):
        if ADDRESS.match(value):
            return value
        return in_neutral_words(value, wording, begins=field not in WITHIN_SENTENCES)
    if isinstance(value, NeutralFile):
        return value
    if isinstance(value, BaseModel):
        given = {name: getattr(value, name) for name in type(value).model_fields}
        return value.model_copy(update={name: _neutral(of, name, wording) for name, of in given.items()})
    if isinstance(value, Mapping):
        return {key: _neutral(of, str(key), wording) for key, of in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_neutral(each, field, wording) for each in value)
    return value


def _whole(phrase: str) -> re.Pattern[str]:
    """Finds a phrase that is not a part of a longer word."""
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() else ""
    return re.compile(f"{before}{re.escape(phrase)}{after}")
