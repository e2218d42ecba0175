"""How long and how hard words are to read: sentences, words, and the Flesch-Kincaid grade."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from macros.facts.medical_names import names_pattern
from macros.facts.models import Term

WORD = re.compile(r"\w+(?:[.,:/'\u2019\u2011-]\w+)*")
# A full stop that ends no sentence: behind an initial, a short form, or before a small letter.
SHORT_FORM = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|St|No|vs|approx|e\.g|i\.e|U\.S|U\.K)|\b[A-Z])\.$")
SENTENCE = re.compile(r"(?<=[.!?])['\"\u2019\u201d)]*\s+(?=['\"\u2018\u201c(]*[A-Z0-9])")
INNER_STOP = re.compile(r"[.!?]+(?=.)")


def sentences(text: str) -> list[str]:
    """The sentences of a block. A colon ends none, and a block without a full stop is one."""
    found: list[str] = []
    start = 0
    for match in SENTENCE.finditer(text):
        if not SHORT_FORM.search(text[start : match.start()]):
            found.append(text[start : match.end()].strip())
            start = match.end()
    return [*found, text[start:].strip()] if text[start:].strip() else found


def count_words(text: str) -> int:
    """How many words a reader reads: "48-hour" is one, and so is "2.5"."""
    return len(WORD.findall(text))


class Grader:
    """Gives Flesch-Kincaid grades with textstat, counting a medical name as its plain twin.

    A medical name is a spelling in the glossary (its term, or one of `also`) that is not among its
    `everyday` words. Where it stands, its `plain` words are counted, be they more or fewer. See
    decisions/0010-reading-checks.md.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        spelled = [(name, term) for term in terms for name in (term.term, *term.also)]
        self.medical_names = {name.lower(): term for name, term in spelled if name not in term.everyday}

    def in_plain_words(self, text: str) -> str:
        """The text with each medical name replaced by its plain twin."""
        if not self.medical_names:
            return text
        return self._names.sub(lambda match: self.medical_names[match.group(1).lower()].plain, text)

    def grade(self, parts: Iterable[str]) -> float:
        """The Flesch-Kincaid grade of the sentences together; 0.0 when there are none."""
        # textstat takes every full stop for an end, and passes over what has no end: "1.5" and list items.
        said = [f"{INNER_STOP.sub('', part.strip()).rstrip('.!?:;, ')}." for part in parts]
        text = self.in_plain_words(" ".join(said))
        return round(float(_textstat().flesch_kincaid_grade(text)), 1) if count_words(text) else 0.0

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return names_pattern(self.medical_names)


@lru_cache(maxsize=1)
def _textstat() -> Any:
    """Imported when a grade is asked for: it takes longer than all other checks of a page."""
    with warnings.catch_warnings():
        # It says that pkg_resources is old; pyproject.toml pins the version that still has it.
        warnings.simplefilter("ignore")
        import textstat
    return textstat.textstat
