"""The house style, rule by rule, held against the words a reader sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from macros.checks.pages import NAMES_WITH_SAFE, PROMISES
from macros.checks.reading_measures import sentences
from macros.checks.reading_text import Block, ReadPage
from macros.errors import Problem
from macros.facts import Facts
from macros.facts.medical_names import names_pattern, names_to_explain
from macros.facts.models import Term

# Says where words of a block were written: file and line.
At = Callable[[str, Block], tuple[str, int]]

MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    "|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"


@dataclass(frozen=True)
class Rule:
    """A way of writing that the house style does not have.

    Attributes:
        check: Name of the check.
        pattern: What is found.
        message: What is wrong with it; the words found come first.
        fix: What to write instead.
        not_when: A sentence in which this stands is left alone.
    """

    check: str
    pattern: re.Pattern[str]
    message: str
    fix: str
    not_when: re.Pattern[str] | None = None


RULES = (
    Rule(
        "promotion",
        re.compile(
            r"\b(?:amazing\w*|anti-?age?ing|beautiful\w*|best-in-class|breakthroughs?|cutting-edge|dramatic\w*"
            r"|effortless\w*|exciting|flawless\w*|game-?chang\w+|glow(?:ing|y)?|gold standard|incredibl[ey]"
            r"|innovative|look your best|luxur\w+|magic\w*|must-have|painless\w*|pamper\w*|premium"
            r"|radian(?:t|ce)|rejuvenat\w+|revolution\w+|state-of-the-art|stunning\w*|transformative"
            r"|turn back the clock|ultimate|world-class|youthful\w*)\b",
            re.IGNORECASE,
        ),
        "is a word from an advert.",
        "Say what was seen, in plain words.",
    ),
    Rule(
        "promise",
        PROMISES,
        "promises more than we know.",
        "Say what was seen, in how many people, and what is not known.",
    ),
    Rule(
        "range",
        re.compile(
            rf"(?<![\w-])\d+(?:[.,]\d+)?\s*(?:[\u2012-\u2015]|(?<=\s)-(?=\s)|-)\s*\d+(?:[.,]\d+)?(?![\w-])"
            rf"|\b{MONTH}\s*[\u2012-\u2015-]\s*{MONTH}\b"
        ),
        "is a range with a dash.",
        'Write "to", such as "14 to 28 days".',
    ),
    Rule(
        "percentage",
        re.compile(r"\b\d+(?:[.,]\d+)?\s*(?:%|per ?cent\b)", re.IGNORECASE),
        "is a percentage without its words.",
        'Say it as people too, such as "about 1 in 100".',
        not_when=re.compile(r"\b\d+(?:[.,]\d+)? (?:in|of|out of) (?:every )?\d", re.IGNORECASE),
    ),
    Rule(
        "date",
        re.compile(
            rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}})\b"
            rf"|\b{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}}\b|(?![\d]))"
            rf"|\b\d{{1,2}}(?:st|nd|rd|th)(?: of)? {MONTH}\b|\b\d{{1,2}} {SHORT_MONTH}\b\.?"
        ),
        "is not how this guide writes a date.",
        'Write the day, the month and the year: "6 August 2026".',
    ),
)

# Terms are explained where people read on, not in these: each has its own reason.
TERMS_NOT_EXPLAINED_IN = {
    "glossary-list": "it is where they are explained",
    "component-gallery": "for editors",
    "all-claims": "the record of all facts: each is explained on the page that uses it",
    "numbers-to-call": "names and numbers",
}
FOR_EDITORS = "contribute/"
DO_NOT_LIST = "do-not-list"
DO_NOT = re.compile(r"(?:do not|never)\b", re.IGNORECASE)
# "(PIH)" behind the plain words, or "keloid (a raised scar)", or "RF means".
GLOSS_AFTER = re.compile(r"\s*(?:\(|means\b|, which\b|, or\b|: )")


def check_style(
    pages: Iterable[ReadPage], phrases: Iterable[Block], facts: Facts, at: At
) -> Iterator[Problem]:
    """Every breach of the house style in what pages and phrases say.

    Args:
        pages: The pages as they are read.
        phrases: What the planner and the components say.
        facts: The facts of the guide.
        at: Says where words of a block were written.
    """
    names = names_to_explain(facts)
    for page in pages:
        blocks = [block for block in page.blocks if block.kind != "field"]
        yield from _broken_rules(blocks, at)
        if not page.source.path.startswith(FOR_EDITORS):
            yield from _donts(blocks, at)
            yield from _unexplained(page.source.name, blocks, names, at)
    yield from _broken_rules(phrases, at)


def _broken_rules(blocks: Iterable[Block], at: At) -> Iterator[Problem]:
    for block in blocks:
        for words in sentences(block.text):
            plain = NAMES_WITH_SAFE.sub(lambda name: " " * len(name.group()), words)
            for rule in RULES:
                if rule.not_when and rule.not_when.search(block.text):
                    continue
                for match in rule.pattern.finditer(plain):
                    message = f'"{match.group().strip()}" {rule.message}'
                    yield Problem(*at(words, block), rule.check, message, rule.fix)


def _donts(blocks: Iterable[Block], at: At) -> Iterator[Problem]:
    """Items of a list of what not to do that say the opposite when they are read alone."""
    for block in blocks:
        if block.kind == "item" and DO_NOT_LIST in block.classes and not DO_NOT.match(block.text):
            yield Problem(
                *at(block.text, block),
                "do-not",
                f'"{block.text[:40]}" does not begin with "do not".',
                'Write "do not …".',
            )


def _unexplained(page: str, blocks: list[Block], names: dict[str, Term], at: At) -> Iterator[Problem]:
    """The first use of each term on a page, where it is neither opened by a tap nor said in plain words."""
    met: set[str] = set()
    for block in blocks:
        if block.kind in {"heading", "label"} or block.classes & set(TERMS_NOT_EXPLAINED_IN):
            continue
        for match, term in _found(block.text, names):
            if term.id in met:
                continue
            met.add(term.id)
            if not _explained(block, match, term):
                file, line = at(_sentence_with(match, block.text), block)
                written = "" if file == page else f" It was written at {file}:{line}."
                yield Problem(
                    page,
                    block.line,
                    "term",
                    f'"{match.group()}" is not explained where this page first uses it.{written}',
                    f'Write {{{{ term("{term.id}") }}}}, or say "{term.plain}" beside it.',
                )


def _sentence_with(match: re.Match[str], text: str) -> str:
    return next((each for each in sentences(text) if match.group() in each), text)


def _found(text: str, names: dict[str, Term]) -> Iterator[tuple[re.Match[str], Term]]:
    """Each name in the text, in order; the longest where several start at one place."""
    for match in names_pattern(names).finditer(text) if names else ():
        yield match, names[match.group(1).lower()]


def _explained(block: Block, match: re.Match[str], term: Term) -> bool:
    opened = any(start <= match.start() < end for start, end in block.explained)
    beside = term.plain.lower() in block.text.lower()
    in_brackets = block.text[: match.start()].endswith("(")
    return opened or beside or in_brackets or bool(GLOSS_AFTER.match(block.text, match.end()))
