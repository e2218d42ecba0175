"""No pull request can publish a wrong wait silently.

Facts and pages of this guide are changed in the ways below. Each change is stopped by a check, with one line that
says where, what and what to do; or it is allowed, and the list of what a change changes shows it to whoever reviews.
What a page looks like and how easy it reads are other checks' business, and not run here.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.checks import against_base, pages
from macros.checks.against_base import base_problems
from macros.checks.base import Base
from macros.checks.freshness import dates_to_come
from macros.checks.guide import Guide
from macros.checks.pages import check_pages
from macros.components import Library, PageSource
from macros.components import page as page_module
from macros.errors import GuideError, Problem
from macros.facts import Facts, yaml_source
from macros.facts_diff import answers as answers_module
from macros.facts_diff import compare as compare_module
from macros.facts_diff import entries as entries_module
from macros.facts_diff.answers import counts_with
from macros.facts_diff.compare import ANSWERS, EXAMPLES, FACTS, ROWS, SENTENCES, Side, compare_sides
from macros.facts_diff.report import full_report
from macros.facts_diff.words import words_of
from tests.conftest import PROJECT
from tests.vectors.make_worked_plans import result, solved

INTERVALS = "data/intervals.yml"
TIMING = "data/claims/timing.yml"
SIGNS = "data/warning_signs.yml"
CAUTIONS = "data/cautions.yml"
UK = "data/registers/united-kingdom.yml"
WAIT = "id: toxin-then-microneedling\n"
# The day of the facts before a change, and of the change.
THEN, NOW = "2026-11-20", "2026-11-21"


@dataclass(frozen=True)
class Edit:
    """Some words of a file, the first after `after`, and what is written instead."""

    file: str
    after: str
    old: str
    new: str

    def make(self, docs: Path) -> None:
        """Change the file."""
        path = docs / self.file
        text = path.read_text(encoding="utf-8")
        start = text.index(self.after)
        at = text.index(self.old, start)
        path.write_text(text[:at] + self.new + text[at + len(self.old) :], encoding="utf-8")


@dataclass(frozen=True)
class Rewrite:
    """A file and what makes its new text from the old."""

    file: str
    make_text: Callable[[str], str]

    def make(self, docs: Path) -> None:
        """Change the file."""
        path = docs / self.file
        text = path.read_text(encoding="utf-8")
        changed = self.make_text(text)
        assert changed != text
        path.write_text(changed, encoding="utf-8")


@dataclass(frozen=True)
class Delete:
    """A file that goes."""

    file: str

    def make(self, docs: Path) -> None:
        """Delete the file."""
        (docs / self.file).unlink()


Step = Edit | Rewrite | Delete


@dataclass(frozen=True)
class Mutation:
    """A change of docs, and what becomes of it.

    Attributes:
        name: What somebody did.
        steps: The changes.
        stopped: The check that must stop it; empty for a change that is allowed.
        shown: The groups of the list in which an allowed change must stand.
        words: Words of the check's line, or of the list.
        before: Changes that were made, and allowed, earlier.
    """

    name: str
    steps: tuple[Step, ...]
    stopped: str = ""
    shown: tuple[str, ...] = ()
    words: str = ""
    before: tuple[Step, ...] = field(default=())


def entry(text: str, name: str) -> str:
    """The lines of an entry of intervals.yml, by its id."""
    start = text.index(f"  - id: {name}\n")
    rest = text[start + 1 :]
    end = re.search(r"^(?:  - id: |  # |\w)", rest, re.MULTILINE)
    assert end
    return text[start : start + 1 + end.start()].rstrip("\n") + "\n"


def with_history(text: str, old: str = "advised: 14", new: str = "advised: 21", checked: str = NOW) -> str:
    """The file with a wait that was changed as an editor should: its old row is kept."""
    whole = entry(text, "toxin-then-microneedling")
    values = whole[whole.index("    not_before") :]
    row = "".join(f"    {line}\n" for line in values.splitlines())
    assert old in values
    now = values.replace(old, new, 1).replace(f"checked: {THEN}", f"checked: {checked}")
    kept = (
        f"    since: {NOW}\n    was:\n      - {row.lstrip()}        why_changed: A study saw bruises later.\n"
    )
    return text.replace(whole, whole.replace(values, now + kept))


def retired(text: str) -> str:
    """The file with a wait that is given no longer."""
    whole = entry(text, "rf-microneedling-course")
    gone = whole.rstrip("\n") + f"\n    retired: {NOW}\n    why_retired: The sheet it came from is gone.\n"
    return text.replace(whole, "") + f"\nretired:\n{gone}"


def swapped(first: str, second: str) -> Callable[[str], str]:
    """Puts each of two words in the place of the other."""

    def swap(text: str) -> str:
        return text.replace(first, "\0").replace(second, first).replace("\0", second)

    return swap


def checked(file: str, after: str) -> Edit:
    """Say that a fact was checked again."""
    return Edit(file, after, f"checked: {THEN}", f"checked: {NOW}")


CHANGED = Rewrite(INTERVALS, with_history)
GONE = Rewrite(INTERVALS, retired)
OLD_ROW = "was:\n"


def wait(old: str, new: str, after: str = WAIT) -> tuple[Step, ...]:
    """A change of the file of waits."""
    return (Edit(INTERVALS, after, old, new),)


def page(file: str, old: str, new: str) -> tuple[Step, ...]:
    """A change of a page."""
    return (Edit(f"{file}.md", "", old, new),)


STOPPED: list[Mutation] = [
    # A wait is changed, and what it was is lost.
    Mutation("change-a-wait", wait("advised: 14", "advised: 21"), "history", words='"advised" was 14'),
    Mutation("raise-not-before", wait("not_before: 7", "not_before: 10"), "history", words="not kept"),
    Mutation("lower-not-before", wait("not_before: 7", "not_before: 1"), "history", words="not kept"),
    Mutation("drop-until", wait("    until: 84\n", ""), "history", words='"until" was 84'),
    Mutation("change-certainty", wait("certainty: expert-opinion", "certainty: high"), "history", words="certainty"),
    Mutation("drop-the-other-order", wait("    prefer_other_order: true\n", ""), "history"),
    Mutation("change-sessions", wait("sessions: [3, 4]", "sessions: [1, 2]"), "history"),
    Mutation("drop-a-condition", wait("    condition: the skin", "    # condition: the skin"), "history"),
    Mutation("lower-a-first-time", wait("first_time_advised: 56", "first_time_advised: 28"), "history"),
    Mutation("swap-two-ids", (Rewrite(INTERVALS, swapped("id: toxin-then-microneedling\n", "id: microneedling-then-toxin\n")),), "history", words="another wait under the old id"),
    Mutation("swap-two-kinds", (Rewrite(INTERVALS, swapped("kind: deep", "kind: standard")),), "history"),
    Mutation("swap-two-rows", (Rewrite(INTERVALS, swapped("from: toxin\n    to: microneedling", "from: microneedling\n    to: toxin")),), "history"),
    Mutation("rename-a-wait", (Rewrite(INTERVALS, lambda text: text.replace("id: toxin-touch-up", "id: toxin-top-up")),), "history", words="is gone"),
    Mutation("remove-a-row", (Rewrite(INTERVALS, lambda text: text.replace(entry(text, "toxin-touch-up"), "")),), "history", words='"toxin-touch-up" stood here'),
    Mutation("since-typed-alone", wait("    certainty", f"    since: {NOW}\n    certainty"), "history", words="still the same"),
    Mutation("delete-an-old-row", (Rewrite(INTERVALS, lambda text: re.sub(r"    was:\n(?:      .*\n)+", "", text)),), "history", words="an old row is gone", before=(CHANGED,)),
    Mutation("rewrite-an-old-row", wait("advised: 14", "advised: 20", OLD_ROW), "history", words="was rewritten", before=(CHANGED,)),
    Mutation("rewrite-why-it-changed", wait("bruises later", "nothing", OLD_ROW), "history", words="was rewritten", before=(CHANGED,)),
    Mutation("keep-a-wrong-old-row", (CHANGED, *wait("advised: 14", "advised: 10", OLD_ROW)), "history", words='the old row says "advised: 10"'),
    Mutation("change-it-again-without-a-row", wait("advised: 21", "advised: 28"), "history", before=(CHANGED,)),
    Mutation("a-history-without-a-change", (CHANGED, *wait("advised: 21", "advised: 14")), "history", words="nothing changed"),
    Mutation("a-history-without-a-reason", (CHANGED, *wait("        why_changed: A study saw bruises later.\n", "")), "facts", words='"why_changed" is missing'),
    Mutation("a-history-on-one-day", (CHANGED, *wait("        why_changed", f"        since: {NOW}\n        why_changed")), "history", words="the old row says since"),
    Mutation("a-history-not-checked", (Rewrite(INTERVALS, lambda text: with_history(text, checked=THEN)),), "checked", words='"advised" changed'),
    Mutation("remove-a-retired-wait", (Rewrite(INTERVALS, lambda text: text[: text.index("\nretired:")]),), "history", words="is gone", before=(GONE,)),
    Mutation("rewrite-a-retired-wait", (Edit(INTERVALS, "\nretired:", "until: 56", "until: 60"),), "history", words="was rewritten", before=(GONE,)),
    Mutation("reuse-a-retired-id", (Edit(INTERVALS, "", "id: toxin-repeat", "id: rf-microneedling-course"),), "facts", words="never used twice", before=(GONE,)),
    # A fact is changed, and nobody looked at its source.
    Mutation("change-a-number-of-a-claim", (Edit(TIMING, "id: two-week-habit", "2 weeks", "3 weeks"),), "checked", words="two-week-habit"),
    Mutation("make-a-claim-surer", (Edit(TIMING, "id: two-week-habit", "expert-opinion", "high"),), "checked", words='"certainty" changed'),
    Mutation("drop-a-source", wait("sources: [s01, s02, ", "sources: [s01, "), "checked", words='"sources" changed'),
    Mutation("drop-another-opinion", wait('      - {source: s60g, says: "6 months", days: 180}\n', ""), "checked", words="disagreement"),
    Mutation("change-another-opinion", wait('says: "3 months", days: 90', 'says: "1 month", days: 30'), "checked"),
    Mutation("type-a-wait-in-a-reason", wait("The wait lets bruises", "After 3 weeks bruises"), "checked", words='"why" changed'),
    Mutation("make-a-sign-less-urgent", (Edit(SIGNS, "id: double-vision", "level: emergency", "level: same-day"),), "checked", words='"level" changed'),
    Mutation("narrow-a-caution", (Edit(CAUTIONS, "id: open-wound", "[toxin, microneedling]", "[toxin]"),), "checked", words='"affects" changed'),
    Mutation("change-an-emergency-number", (Edit(UK, "", '"999"', '"998"'),), "checked", words='"numbers" changed'),
    Mutation("offer-both-on-one-day-for-more", wait("kinds: [standard]", "kinds: [standard, rf]", "same_day:"), "checked"),
    Mutation("take-back-a-day-of-checking", (Edit(TIMING, "id: two-week-habit", f"checked: {THEN}", "checked: 2025-01-01"),), "checked", words="earlier now"),
    Mutation("a-day-of-checking-to-come", (Edit(TIMING, "id: two-week-habit", f"checked: {THEN}", "checked: 2199-01-01"),), "dates", words="still to come"),
    # A fact that cannot be.
    Mutation("not-before-above-advised", wait("not_before: 7", "not_before: 70"), "facts", words='more than "advised"'),
    Mutation("until-below-advised", wait("until: 84", "until: 8"), "facts", words='not more than "advised"'),
    Mutation("a-negative-wait", wait("advised: 14", "advised: -14"), "facts", words="0 or more"),
    Mutation("a-wait-in-words", wait("advised: 14", "advised: two weeks"), "facts", words="whole number"),
    Mutation("a-wait-with-a-fraction", wait("advised: 14", "advised: 1.4"), "facts", words="whole number"),
    Mutation("a-wait-of-years", wait("advised: 14", "advised: 1400"), "facts", words="730 or less"),
    Mutation("drop-advised", wait("    advised: 14\n", ""), "facts", words='"advised" is missing'),
    Mutation("break-the-yaml", wait("basis: [consensus", "basis: [[consensus"), "yaml", words="not valid YAML"),
    Mutation("a-key-twice", wait("    advised: 14\n", "    advised: 14\n    advised: 21\n"), "yaml", words="stands twice"),
    Mutation("a-field-with-a-typo", wait("until: 84", "untill: 84"), "facts", words='Did you mean "until"'),
    Mutation("no-sources-left", wait("sources: [s01, s02, s34, s60, s23]", "sources: []"), "facts", words="at least 1"),
    Mutation("a-source-that-is-not-there", wait("sources: [s01, s02", "sources: [s01, s999"), "facts", words='no source "s999"'),
    Mutation("reuse-an-id", wait("id: toxin-then-deep-microneedling", "id: toxin-then-microneedling", ""), "facts", words="never used twice"),
    Mutation("an-id-for-another-combination", wait("area: same", "area: apart"), "facts", words="rows speak about"),
    Mutation("hide-that-no-rule-is-known", (Edit(INTERVALS, "no_published_rule:", "kind: deep", "kind: rf"),), "facts", words="Nothing is said about"),
    Mutation("other-opinions-out-of-order", wait("days: 180}", "days: 1}"), "facts", words="not in order"),
    Mutation("a-share-without-its-people", (Edit(TIMING, "id: two-week-habit", "Many clinics ask", "In 9 in 100 cases clinics ask"),), "facts", words="in how many people"),
    Mutation("a-link-that-is-none", (Edit("data/sources.yml", "id: s01", "https://", "htps://"),), "facts", words="web address"),
    Mutation("remove-a-source-in-use", (Edit("data/sources.yml", "", "id: s02\n", "id: s02z\n"),), "facts", words='no source "s02"'),
    Mutation("empty-the-words-of-the-planner", (Edit("data/planner/en.yml", "", "label: Timing planner", "label: "),), "words", words="not text"),
    # A page that gives a wait of its own, or loses what stands beside it.
    Mutation("type-a-wait", page("timing", "Any of them will do.", "Any of them from 14 days on will do."), "typed-fact", words='"14 days"'),
    Mutation("type-a-wait-in-words", page("timing", "Any of them will do.", "Wait two weeks."), "typed-fact"),
    Mutation("type-a-wait-in-a-call", page("timing", "After microneedling, this guide", "In 14 days, this guide"), "typed-fact"),
    Mutation("type-a-wait-in-the-description", page("timing", "description: ", "description: Wait 14 days. "), "typed-fact"),
    Mutation("type-a-share", page("timing", "Any of them will do.", "It helped 80 %."), "typed-fact"),
    Mutation("promise", page("timing", "Any of them will do.", "Any of them is safe."), "promise"),
    Mutation("a-component-with-a-typo", page("timing", "{{ certainty(", "{{ certanty("), "component", words="certanty"),
    Mutation("a-wait-that-is-not-there", page("timing", 'certainty("toxin-then-microneedling")', 'certainty("toxin-microneedling")'), "component", words="Did you mean"),
    Mutation("hide-how-sure-we-are", page("timing", '{{ certainty("toxin-then-microneedling") }}', ""), "timing", words="how sure"),
    Mutation("hide-that-others-differ", (Rewrite("timing.md", lambda text: text.replace("why-wait.md", "glossary.md")),), "timing", words="other waits"),
    Mutation("delete-a-page-that-is-linked", (Delete("why-wait.md"),), "page-links", words='There is no page "why-wait.md"'),
    Mutation("a-link-with-a-typo", page("timing", "before-your-appointment.md", "before-your-apointment.md"), "page-links", words='such as "before-your-appointment.md"'),
    Mutation("delete-the-page-of-help", (Delete("get-help.md"),), "component", words='There is no page "get-help"'),
    Mutation("drop-the-answer", page("which-first", "{{ in_short(", "{{ span_range("), "frame"),
    Mutation("drop-the-sources", page("timing", "{{ sources_list() }}", ""), "frame", words="sources_list"),
    Mutation("turn-a-do-not-round", page("after-your-appointment", '"do not rub', '"rub'), "do-not"),
    Mutation("a-review-after-the-next", page("timing", "next_review: 2027-05-21", "next_review: 2026-05-21"), "front-matter"),
    Mutation("a-claim-that-a-page-needs-goes", (Rewrite(TIMING, lambda text: re.sub(r"  - id: two-week-untested\n(?:    .*\n)+", "", text)),), "component", words='"two-week-untested"'),
    Mutation("edit-a-worked-plan", (Edit("data/worked_plans.yml", "id: course-with-botox", "from: 2026-11-30", "from: 2026-11-24"),), "worked-plans", words="course-with-botox"),
    Mutation("change-a-wait-and-no-worked-plan", (CHANGED,), "worked-plans", words="course-with-botox"),
]  # fmt: skip

SHOWN: list[Mutation] = [
    Mutation("change-a-wait-as-it-should-be", (CHANGED,), shown=(FACTS, SENTENCES, ROWS, EXAMPLES, ANSWERS), words="+ advised: 21"),
    Mutation("retire-a-wait", (GONE,), shown=(FACTS, ROWS, ANSWERS), words="rf-microneedling-course"),
    Mutation("change-a-sentence-of-a-claim", (Edit(TIMING, "id: two-week-habit", "a cautious habit", "a good habit"),), shown=(FACTS, SENTENCES), words="+ That is a good habit"),
    Mutation("change-a-number-of-a-claim-and-check-it", (Edit(TIMING, "id: two-week-habit", "2 weeks", "3 weeks"), checked(TIMING, "id: two-week-habit")), shown=(FACTS, SENTENCES), words="about 3 weeks"),
    Mutation("change-a-reason", wait("The wait lets bruises", "The wait never lets bruises"), shown=(FACTS,), words="never lets"),
    Mutation("change-a-link-of-a-source", (Edit("data/sources.yml", "id: s01", "https://doi.org", "https://example.org"),), shown=(FACTS,), words="+ link: https://example.org"),
    Mutation("say-that-a-source-was-read", (Edit("data/sources.yml", "", "verified: secondary", "verified: primary"),), shown=(FACTS,), words="+ verified: primary"),
    Mutation("remove-a-caution", (Rewrite(CAUTIONS, lambda text: re.sub(r"  - id: open-wound\n(?:    .*\n)+", "", text)),), shown=(FACTS, SENTENCES, ANSWERS), words="- says: You have an open wound"),
    Mutation("change-until-when-to-put-off", (Edit(CAUTIONS, "id: open-wound", "it has healed", "you like"),), shown=(FACTS, SENTENCES), words="+ until: you like"),
    Mutation("remove-a-warning-sign", (Rewrite(SIGNS, lambda text: re.sub(r"  - id: double-vision\n(?:    .*\n)+", "", text)),), shown=(FACTS, SENTENCES), words="- sign: double or blurred vision"),
    Mutation("change-a-warning-sign", (Edit(SIGNS, "id: double-vision", "double or blurred", "very double"),), shown=(FACTS, SENTENCES), words="very double"),
    Mutation("make-a-sign-less-urgent-and-check-it", (Edit(SIGNS, "id: double-vision", "level: emergency", "level: same-day"), checked(SIGNS, "id: double-vision")), shown=(FACTS, SENTENCES), words="+ level: same-day"),
    Mutation("change-an-emergency-number-and-check-it", (Edit(UK, "", '"999"', '"998"'), checked(UK, "")), shown=(FACTS, SENTENCES), words="998"),
    Mutation("offer-both-on-one-day-for-more-and-check-it", (*wait("kinds: [standard]", "kinds: [standard, rf]", "same_day:"), Edit(INTERVALS, "same_day:", f"checked: {THEN}", f"checked: {NOW}")), shown=(FACTS,), words="+ kinds: rf"),
    Mutation("turn-the-steps-of-one-day-round", (Rewrite(INTERVALS, swapped("The microneedling comes first.", "The Botox injections come last.")),), shown=(FACTS, SENTENCES)),
    Mutation("change-the-words-of-the-planner", (Edit("data/planner/en.yml", "", "too-soon: Too soon today", "too-soon: Usual today"),), shown=(FACTS,), words="Usual today"),
    Mutation("drop-a-placeholder-of-the-planner", (Edit("data/planner/en.yml", "", "We count from {date}, the latest", "We count from the latest"),), shown=(FACTS,), words="We count from the latest"),
    Mutation("drop-a-placeholder-of-a-component", (Edit("data/words.yml", "", "This guide plans on {span}.", "This guide plans on a wait."),), shown=(FACTS, SENTENCES), words="+ This guide plans on a wait."),
    Mutation("change-a-word-for-a-status", (Edit("data/words.yml", "", "too-soon: Too soon", "too-soon: Fine"),), shown=(FACTS, ROWS, EXAMPLES), words="Fine"),
    Mutation("change-a-word-for-how-sure", (Edit("data/words.yml", "", "expert-opinion: Expert habit, not tested", "expert-opinion: Tested"),), shown=(FACTS, ROWS), words="Tested"),
    Mutation("show-another-end-of-a-wait", page("timing", 'wait("microneedling-then-toxin")', 'wait("microneedling-then-toxin", "not_before")'), shown=(SENTENCES,), words="7 days"),
    Mutation("show-another-wait", page("timing", 'wait("microneedling-then-toxin")', 'wait("microneedling-then-toxin-apart")'), shown=(SENTENCES,)),
    Mutation("show-another-claim", page("too-close", 'claim("two-week-untested")', 'claim("two-week-habit")'), shown=(SENTENCES,)),
    Mutation("drop-a-claim-from-a-page", page("too-close", '{{ claim("two-week-untested") }} ', ""), shown=(SENTENCES,)),
    Mutation("a-wait-without-a-digit", page("timing", "Any of them will do.", "Wait a fortnight."), shown=(SENTENCES,), words="+ Wait a fortnight."),
    Mutation("a-wait-put-together", page("timing", "Any of them will do.", '{{ "In 3" ~ " days" }}.'), shown=(SENTENCES,), words="In 3 days"),
    Mutation("hide-words-in-a-comment", page("too-close", "If you have trouble breathing", "<!-- -->\n<!-- If you have trouble breathing"), shown=(SENTENCES,)),
    Mutation("hide-words-by-style", page("too-close", "If you have trouble breathing, swallowing or speaking,", '<span style="display:none">If you have trouble breathing, swallowing or speaking,</span>'), shown=(SENTENCES,), words="If you have trouble breathing"),
    Mutation("hide-words-by-a-condition", page("too-close", "If you have trouble breathing", "{% if false %}{% endif %}{# #}If you had trouble breathing"), shown=(SENTENCES,), words="If you had trouble"),
    Mutation("change-the-wait-of-an-example", (Edit("data/worked_examples.yml", "", "interval: toxin-then-microneedling", "interval: toxin-then-microneedling-apart"),), shown=(FACTS, EXAMPLES)),
    Mutation("change-the-story-of-an-example", (Edit("data/worked_examples.yml", "", "in the same area", "far away from it"),), shown=(FACTS, EXAMPLES), words="far away from it"),
    Mutation("change-who-reviewed-a-page", page("timing", "last_reviewed: 2026-11-21", "last_reviewed: 2026-11-22"), shown=(SENTENCES,), words="last_reviewed: 2026-11-22"),
]  # fmt: skip


# --- making the changes ---------------------------------------------------------------


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    """Parse each text once: most files stay the same from one change to the next."""
    with pytest.MonkeyPatch.context() as patch:
        parse = cache(yaml_source.parse_yaml)
        patch.setattr(yaml_source, "parse_yaml", parse)
        patch.setattr(page_module, "parse_yaml", parse)
        solve = answers_module.answers
        known: dict[str, dict[str, str]] = {}

        def answers(facts: Any, *asked: Any) -> dict[str, str]:
            key = repr([counts_with(each) for each in (facts, *asked)])
            if key not in known:
                known[key] = solve(facts, *asked)
            return known[key]

        patch.setattr(compare_module, "answers", answers)
        patch.setattr(against_base, "_load", cache_by_text(against_base._load))
        patch.setattr(entries_module, "_load", cache_by_text(entries_module._load))
        patch.setattr(pages, "PAGE_CHECKS", tuple(by_page(check) for check in pages.PAGE_CHECKS))
        patch.setattr(compare_module, "words_of", by_page(words_of))
        yield


def cache_by_text(load: Callable[[Path], Any]) -> Callable[[Path], Any]:
    """Reads a text once, wherever it stands."""
    known: dict[str, Any] = {}

    def loaded(file: Path) -> Any:
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        if text not in known:
            known[text] = load(file)
        return known[text]

    return loaded


def by_page(look: Callable[[Guide, PageSource], Any]) -> Callable[[Guide, PageSource], Any]:
    """Looks at a page once for as long as it, the facts and the other pages' names and heads are the same."""
    known: dict[Any, Any] = {}

    def looked(guide: Guide, page: PageSource) -> Any:
        around = tuple((each.path, each.meta.title, each.meta.description) for each in guide.pages)
        key = (page.path, page.body, page.meta, id(guide.library), around)
        if key not in known:
            found = look(guide, page)
            known[key] = list(found) if isinstance(found, Iterator) else found
        return known[key]

    return looked


# The facts of a project and its components, by the texts that they were read from.
KNOWN: dict[tuple[tuple[str, str], ...], tuple[Facts, Library]] = {}


def side_of(project: Path) -> Side:
    """One state of the guide, with facts that were read before where they are the same."""
    data = project / "docs" / "data"
    texts = tuple(
        (file.relative_to(data).as_posix(), file.read_text(encoding="utf-8"))
        for file in sorted(data.rglob("*.yml"))
    )
    side = Side(project)
    with suppress(GuideError):
        if texts not in KNOWN:
            KNOWN[texts] = (side.guide.facts, side.guide.library)
        side.guide.__dict__["facts"], side.guide.__dict__["library"] = KNOWN[texts]
    return side


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide as it is, with its facts checked a day earlier."""
    project = tmp_path_factory.mktemp("pristine")
    shutil.copytree(PROJECT / "docs", project / "docs")
    for file in (project / "docs" / "data").rglob("*.yml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(f"checked: {NOW}", f"checked: {THEN}"), encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def side_before(pristine: Path) -> Side:
    """The guide as it is, read once for all comparisons."""
    return side_of(pristine)


@dataclass(frozen=True)
class Changed:
    """A guide before and after a change."""

    before: Path
    after: Path


def make(mutation: Mutation, pristine: Path, folder: Path) -> Changed:
    """Make the change in a copy."""
    before = pristine
    if mutation.before:
        before = Path(shutil.copytree(pristine, folder / "before"))
        for step in mutation.before:
            step.make(before / "docs")
    after = Path(shutil.copytree(before, folder / "after"))
    for step in mutation.steps:
        step.make(after / "docs")
    return Changed(before, after)


def problems_of(changed: Changed, side: Side, looked_for: str = "") -> list[Problem]:
    """What the checks say of a change, up to the kind of check that finds what is looked for.

    Args:
        changed: The guide before and after.
        side: The guide after the change.
        looked_for: The name of a check; empty to ask all of them.
    """
    kinds: tuple[Callable[[], Iterable[Problem]], ...] = (
        lambda: base_problems(Base("main", changed.before), changed.after),
        lambda: dates_to_come(side.guide, date.fromisoformat(NOW)),
        lambda: stale_plans(changed, side),
        lambda: check_pages(side.guide),
    )
    found: list[Problem] = []
    for kind in kinds:
        try:
            found += kind()
        except GuideError as error:
            return found + list(error.problems)
        if looked_for and any(problem.check == looked_for for problem in found):
            break
    return found


def stale_plans(changed: Changed, side: Side) -> Iterator[Problem]:
    """The worked plans that are not what the planner plans, as tests/planner/test_worked_plans.py finds them."""
    name = "docs/data/worked_plans.yml"
    known = counts_with(side.guide.facts)
    for plan in yaml.safe_load((changed.after / name).read_text(encoding="utf-8"))["plans"]:
        key = repr((plan, known["intervals"], known["sameDay"]))
        if key not in RESULTS:
            RESULTS[key] = result(solved(plan, known))
        if plan["result"] != RESULTS[key]:
            yield Problem(name, 1, "worked-plans", f"{plan['id']}: not what the planner plans.", "Renew it.")


# What the planner makes of each worked plan, by the plan and the facts.
RESULTS: dict[str, dict[str, Any]] = {}


@pytest.fixture(scope="module")
def already(pristine: Path) -> set[str]:
    """What the checks say of the guide without any change."""
    found = problems_of(Changed(pristine, pristine), side_of(pristine))
    return {f"{problem.file}: {problem.message}" for problem in found}


def new_problems(changed: Changed, side: Side, already: set[str], looked_for: str = "") -> list[Problem]:
    """What the checks say of a change and not of the guide without it."""
    found = problems_of(changed, side, looked_for)
    return [problem for problem in found if f"{problem.file}: {problem.message}" not in already]


@pytest.mark.parametrize("mutation", STOPPED, ids=lambda mutation: mutation.name)
def test_a_change_that_could_mislead_is_stopped(
    mutation: Mutation, pristine: Path, tmp_path: Path, already: set[str]
) -> None:
    changed = make(mutation, pristine, tmp_path)
    found = new_problems(changed, side_of(changed.after), already, mutation.stopped)
    named = [problem for problem in found if problem.check == mutation.stopped]
    assert any(mutation.words in problem.message + problem.fix for problem in named), found
    for problem in found:
        assert re.fullmatch(r"(?:docs/[\w./-]+):\d+: .+[.?!)\"}…] .+ \[[a-z-]+\]", str(problem)), str(problem)


@pytest.mark.parametrize("mutation", SHOWN, ids=lambda mutation: mutation.name)
def test_a_change_that_is_allowed_is_shown(
    mutation: Mutation, pristine: Path, side_before: Side, tmp_path: Path, already: set[str]
) -> None:
    changed = make(mutation, pristine, tmp_path)
    side = side_of(changed.after)
    stopped = [each for each in new_problems(changed, side, already) if each.check != "worked-plans"]
    assert stopped == []
    found = compare_sides(side_before, side)
    assert set(mutation.shown) <= {group for group, changes in found.groups.items() if changes}, found.groups
    assert mutation.words in full_report(found, "main")


def test_the_guide_itself_changes_nothing(pristine: Path, side_before: Side) -> None:
    assert compare_sides(side_before, side_of(pristine)).count == 0


def test_there_are_ways_enough_and_each_has_a_name() -> None:
    names = [mutation.name for mutation in (*STOPPED, *SHOWN)]
    assert len(names) == len(set(names)) >= 50
    assert all(mutation.stopped for mutation in STOPPED)
    assert all(mutation.shown and not mutation.stopped for mutation in SHOWN)
