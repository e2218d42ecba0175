"""Where a text uses a medical word of the glossary that its readers may not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from macros.facts.collection import Facts
from macros.facts.models import Term


def names_to_explain(facts: Facts) -> dict[str, Term]:
    """Each spelling, in small letters, that a page explains, with its entry in the glossary.

    Left out are the words that readers know, and the treatments' own names: they are what the guide is about.
    """
    own = {name.lower() for each in facts.treatments for name in (each.name, each.in_sentence)}
    spelled = ((name, term) for term in facts.terms for name in (term.term, *term.also))
    return {
        name.lower(): term for name, term in spelled if name not in term.everyday and name.lower() not in own
    }


def names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Finds one of `names` or its plural as a whole word; the longest where several start at one place."""
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({either})s?(?![\w-])", re.IGNORECASE)


def parted(text: str, names: Mapping[str, Term]) -> Iterator[tuple[str, Term | None]]:
    """The text in pieces: its medical words, each with its entry, and what stands between them.

    A word whose plain twin stands in the text is already explained, and stays part of what is between.
    """
    end = 0
    for match in names_pattern(names).finditer(text) if names else ():
        term = names[match.group(1).lower()]
        if term.plain.lower() in text.lower():
            continue
        yield text[end : match.start()], None
        yield match.group(), term
        end = match.end()
    yield text[end:], None
