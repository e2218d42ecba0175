"""What the choices of a decision aid must satisfy: fair to each, and all with its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from macros.errors import Problem
from macros.facts import spans
from macros.facts.choices import Cell, ChoicesFile, Rate
from macros.facts.collection import Facts
from macros.facts.names import CHECK, unknown
from macros.facts.yaml_source import Location, YamlSource

PLACEHOLDER = re.compile(r"\{([a-z0-9-]+)(\.sessions)?\}")
# "about 1 in 17", "76 to 88 in 100": how a claim speaks of a rate.
RATE = re.compile(r"\b(?:(\d[\d,]*) to )?(\d[\d,]*) (?:in|of|out of) (?:every )?(\d[\d,]*)\b")
NUMBER = re.compile(r"\d[\d,]*")
# How far a rate may be from the one its claim gives, which was rounded too.
ROUNDING = 0.05
# The words said of one choice may not be fewer than this part of the words said of another.
FEWEST = 0.5


def filled_cell(cell: Cell, facts: Facts) -> str:
    """What a cell says, with waits and claims in place of its {names}.

    Raises:
        KeyError: It names a wait or a claim that there is not.
    """

    def value(match: re.Match[str]) -> str:
        name, sessions = match.groups()
        if name in facts.ids("claim") and not sessions:
            return facts.claim(name).says
        interval = facts.interval(name)
        return " to ".join(map(str, interval.sessions)) if sessions else spans.span(interval.advised)

    return PLACEHOLDER.sub(value, cell.says)


def sources_of(given: Cell | Rate, facts: Facts) -> tuple[str, ...]:
    """Ids of all sources that a cell or a rate rests on, each once: also those of its claims and rates."""
    claims = list(given.claims)
    ids: list[str] = []
    if isinstance(given, Cell):
        ids += given.sources
        claims += [
            claim for rate in given.rates if facts.choices for claim in facts.choices.rate(rate).claims
        ]
    ids += [source for claim in claims for source in facts.claim(claim).sources]
    return tuple(dict.fromkeys(ids))


def check_choices(source: YamlSource, facts: Facts) -> Iterator[Problem]:
    """Every mistake in docs/data/choices.yml that its model cannot see."""
    if facts.choices is None:
        return
    unknown_names = list(_names(source, facts, facts.choices))
    yield from unknown_names
    yield from _sides(source, facts.choices)
    yield from _cells_for_all(source, facts.choices)
    # What follows reads what the names stand for.
    if not unknown_names:
        yield from _rates(source, facts, facts.choices)
        yield from _cells(source, facts.choices)
        yield from _equal_detail(source, facts, facts.choices)
        yield from _equal_certainty(source, facts.choices)


def _names(source: YamlSource, facts: Facts, file: ChoicesFile) -> Iterator[Problem]:
    choices = [choice.id for choice in file.choices]
    rates = [rate.id for rate in file.rates]
    claims = facts.ids("claim")
    for n, choice in enumerate(file.choices):
        named = ("choices", n, "treatments")
        yield from unknown(source, named, choice.treatments, facts.ids("treatment"), "treatment")
    for n, rate in enumerate(file.rates):
        yield from unknown(source, ("rates", n, "choice"), [rate.choice], choices, "choice")
        yield from unknown(source, ("rates", n, "claims"), rate.claims, claims, "claim")
    for n, matter in enumerate(file.matters):
        yield from unknown(source, ("matters", n, "fits"), matter.fits, choices, "choice")
    for place, cell in _all_cells(file):
        yield from unknown(source, (*place, "claims"), cell.claims, claims, "claim")
        yield from unknown(source, (*place, "rates"), cell.rates, rates, "rate")
        yield from unknown(source, (*place, "sure"), [cell.sure] if cell.sure else [], claims, "claim")
        for name, sessions in PLACEHOLDER.findall(cell.says):
            known = facts.ids("interval") if sessions else (*facts.ids("interval"), *claims)
            yield from unknown(source, (*place, "says"), [name], known, "wait or claim")


def _all_cells(file: ChoicesFile) -> Iterator[tuple[tuple[str | int, ...], Cell]]:
    for n, point in enumerate(file.points):
        for choice, cell in point.cells.items():
            yield ("points", n, "cells", choice), cell


def _sides(source: YamlSource, file: ChoicesFile) -> Iterator[Problem]:
    for side in ("good", "bad", "unknown"):
        if not any(point.side == side for point in file.points):
            yield source.problem(
                ("points",),
                CHECK,
                f'No point has "side: {side}".',
                "Compare what is good, what is bad and what is unknown.",
            )
    for choice in file.choices:
        if not any(choice.id in matter.fits for matter in file.matters):
            yield source.problem(
                ("matters",),
                CHECK,
                f'Nothing that may matter to people fits "{choice.id}".',
                "Add what would make a person choose it, or add it to a fitting one.",
            )


def _cells_for_all(source: YamlSource, file: ChoicesFile) -> Iterator[Problem]:
    choices = [choice.id for choice in file.choices]
    for n, point in enumerate(file.points):
        if list(point.cells) != choices:
            yield source.problem(
                ("points", n, "cells"),
                CHECK,
                f"{point.id}: its cells are for {', '.join(point.cells)}.",
                f"Write one cell for each choice, in this order: {', '.join(choices)}.",
            )


def _rates(source: YamlSource, facts: Facts, file: ChoicesFile) -> Iterator[Problem]:
    for n, rate in enumerate(file.rates):
        place = ("rates", n)
        given = (rate.lowest is not None, rate.highest is not None, rate.who is not None)
        if any(given) and not all(given):
            yield source.problem(
                place,
                CHECK,
                f"{rate.id}: a rate has a lowest, a highest and a who.",
                "Write all three, or none of them when no number was found.",
            )
        elif rate.lowest is not None and rate.highest is not None:
            if not rate.lowest <= rate.highest <= file.out_of:
                yield source.problem(
                    (*place, "highest"),
                    CHECK,
                    f"{rate.id}: {rate.lowest} to {rate.highest} is no range out of {file.out_of}.",
                    f"Write the smaller number first, and at most {file.out_of}.",
                )
            yield from _as_claimed(source, place, rate, facts, file.out_of)


def _as_claimed(
    source: YamlSource, place: Location, rate: Rate, facts: Facts, out_of: int
) -> Iterator[Problem]:
    """A rate, and the people it was counted in, are those of the claims it names."""
    words = " ".join(facts.claim(claim).says for claim in rate.claims)
    shares = [
        _whole(n) / _whole(of) * out_of
        for *ends, of in RATE.findall(words)
        for n in filter(None, ends)
        if _whole(of)
    ]
    for field, people in (("lowest", rate.lowest), ("highest", rate.highest)):
        if people and not any(abs(people - share) <= ROUNDING * share for share in shares):
            said = ", ".join(f"{share:.0f}" for share in shares) or "none"
            yield source.problem(
                (*place, field),
                CHECK,
                f"{rate.id}: {people} in {out_of} is not a rate of its claims. Theirs are: {said}.",
                "Write the number of the claim, or name the claim that it comes from.",
            )
    for number in NUMBER.findall(rate.who or ""):
        if number not in NUMBER.findall(words):
            yield source.problem(
                (*place, "who"),
                CHECK,
                f"{rate.id}: none of its claims speaks of {number}.",
                "Write the number of the claim, or name the claim that it comes from.",
            )


def _whole(number: str) -> int:
    return int(number.replace(",", ""))


def _cells(source: YamlSource, file: ChoicesFile) -> Iterator[Problem]:
    for place, cell in _all_cells(file):
        name = f"{place[-1]}"
        named = bool(cell.claims or cell.sources or cell.rates)
        if named == bool(cell.no_source):
            yield source.problem(
                place,
                CHECK,
                f"{name}: this cell has {'a source, and says why it has none' if named else 'no source'}.",
                'Name its "claims", "sources" or "rates", or write in "no_source" why none is needed.',
            )
        typed = NUMBER.findall(PLACEHOLDER.sub("", cell.says))
        if typed:
            yield source.problem(
                (*place, "says"),
                CHECK,
                f'{name}: "{typed[0]}" is typed by hand.',
                'Write the id of a wait or a claim in curly brackets, or name it in "rates".',
            )
        yield from _own_rates(source, place, cell, file)


def _own_rates(source: YamlSource, place: Location, cell: Cell, file: ChoicesFile) -> Iterator[Problem]:
    for rate in map(file.rate, cell.rates):
        if rate.choice != place[-1]:
            yield source.problem(
                (*place, "rates"),
                CHECK,
                f'{place[-1]}: the rate "{rate.id}" is of another choice, {rate.choice}.',
                "Name a rate of this choice.",
            )


def _words_of(file: ChoicesFile, facts: Facts) -> Mapping[str, int]:
    """How many words are said of each choice."""
    return {
        choice.id: sum(len(filled_cell(point.cells[choice.id], facts).split()) for point in file.points)
        for choice in file.choices
        if all(choice.id in point.cells for point in file.points)
    }


def _equal_detail(source: YamlSource, facts: Facts, file: ChoicesFile) -> Iterator[Problem]:
    words = _words_of(file, facts)
    most = max(words, key=words.__getitem__, default=None)
    for choice, count in words.items():
        if most and count < FEWEST * words[most]:
            yield source.problem(
                ("points",),
                CHECK,
                f'"{choice}" is told in {count} words, and "{most}" in {words[most]}.',
                "Tell each choice in about the same detail.",
            )


def _equal_certainty(source: YamlSource, file: ChoicesFile) -> Iterator[Problem]:
    """Where one treatment shows how sure we are or a rate, every other one does too."""
    treated = [choice.id for choice in file.choices if choice.treatments]
    for n, point in enumerate(file.points):
        shows: dict[str, list[Any]] = {
            "sure": [bool(point.cells[choice].sure) for choice in treated if choice in point.cells],
            "rates": [bool(point.cells[choice].rates) for choice in treated if choice in point.cells],
        }
        for field, given in shows.items():
            if any(given) and not all(given):
                yield source.problem(
                    ("points", n, "cells"),
                    CHECK,
                    f'{point.id}: some treatments have "{field}", and some do not.',
                    "Give it for all of them; a rate without numbers says that none was found.",
                )
