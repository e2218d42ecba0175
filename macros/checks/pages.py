"""What a page must satisfy before anything is built."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError

from macros.checks.addresses import addresses_last
from macros.checks.assessment import marks_lead_somewhere
from macros.checks.characters import straight_quotes, usual_spaces
from macros.checks.guide import Guide, line_at, prose, quoted_words
from macros.checks.links import links_lead_to_pages
from macros.checks.timing import waits_show_how_sure
from macros.checks.unwritten import words_are_written
from macros.components import PageSource
from macros.components.page import ANSWERS, PageContext
from macros.errors import GuideError, Problem
from macros.facts.page_meta import PageMeta
from macros.facts.yaml_source import read_yaml

NUMBER = r"(?:\d+(?:[.,]\d+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a few|several)"
TYPED_FACT = re.compile(
    rf"\b{NUMBER}(?:\s*(?:to|or|and|-|\u2013)\s*{NUMBER})?[\s-]*(?:hour|day|week|month|year)s?\b"
    r"|\b\d+(?:[.,]\d+)?\s*(?:%|per ?cent\b|mm\b|units?\b|mg\b|ml\b)"
    r"|\b\d+(?:[.,]\d+)?\s+(?:in|of|out of)\s+(?:every\s+)?\d+(?:[.,]\d+)*",
    re.IGNORECASE,
)
PROMISES = re.compile(
    r"\b(?:un)?safe(?:ly|ty|r|st)?\b|\bproven\b|\bguaranteed?\b|\brisk[- ]free\b|\bmiracle\b"
    r"|\bdermatologists agree\b",
    re.IGNORECASE,
)
# Where the word "safe" is a name and not a promise.
NAMES_WITH_SAFE = re.compile(r"\bSave Face\b|\bsafeguard\w*\b", re.IGNORECASE)
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*$", re.MULTILINE)
HEADING_ID = re.compile(r"\{\s+#([a-z0-9]+(?:-[a-z0-9]+)*)\s+\}$")
ANSWERS_IN_MARKDOWN = re.compile(rf"\]\(\s*<?([^)\s]*#{ANSWERS}[^)\s>]*)")
DO_NOT = re.compile(r"donts\s*=\s*\[(.*?)\]\s*[,)]", re.DOTALL)
# The templates that pages may name, and those that the engines take by themselves.
TEMPLATES = Path(__file__).parents[2] / "overrides"
ENGINE_TEMPLATES = {"404.html", "main.html"}
# The calls every page has, in this order: the answer first, the sources and the dates last.
FRAME = ("in_short", "next_steps", "sources_list", "review_box")


def check_pages(guide: Guide) -> list[Problem]:
    """Every mistake in the guide's pages."""
    problems = [problem for page in guide.pages for check in PAGE_CHECKS for problem in check(guide, page)]
    for whole in GUIDE_CHECKS:
        problems += whole(guide)
    return sorted(set(guide.unreadable + problems))


def calls_render(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """Every call names a component and gives it what it takes."""

    def render(text: str) -> str:
        functions = guide.library.functions(lambda: context)
        return Environment(undefined=StrictUndefined).from_string(text).render(functions)

    context = PageContext(page, guide.library.facts, guide.docs, guide.project, render)
    try:
        render(page.body)
    except GuideError as error:
        yield from error.problems
    except TemplateSyntaxError as error:
        yield Problem(
            page.name,
            page.body_line + error.lineno - 1,
            "component",
            f"This call cannot be read: {error.message}.",
            "Check its quotes, brackets and closing }}.",
        )
    except UndefinedError as error:
        yield Problem(
            page.name,
            _line_of(error, page),
            "component",
            f"{error.message}.",
            "Write the name of a component as it stands in the component gallery.",
        )


def _line_of(error: Exception, page: PageSource) -> int:
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"
    ]
    return page.body_line + (lines[0] if lines and lines[0] else 1) - 1


def no_typed_facts(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """No wait, rate or dose is typed in a page: it would not change when the fact does."""
    fix = 'Put it in docs/data and call it, such as {{ wait("…") }} or {{ claim("…") }}.'
    for line, words in _words_of(page):
        for match in TYPED_FACT.finditer(words):
            yield Problem(page.name, line, "typed-fact", f'"{match.group().strip()}" is typed by hand.', fix)


def no_promises(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """No word promises what nobody has shown."""
    for line, words in _words_of(page):
        for match in PROMISES.finditer(NAMES_WITH_SAFE.sub("", words)):
            yield Problem(
                page.name,
                line,
                "promise",
                f'"{match.group()}" promises more than we know.',
                "Say what was seen, in how many people, and what is not known.",
            )


def _words_of(page: PageSource) -> Iterator[tuple[int, str]]:
    """All words of a page that a reader sees and an editor typed, line by line."""
    for index, line in enumerate(prose(page).splitlines()):
        yield page.body_line + index, line
    yield from quoted_words(page)
    for field in ("title", "description", "purpose", "audience", "main_message"):
        text = re.sub(r"\{\{.*?\}\}", " ", getattr(page.meta, field))
        yield page.front_matter.line((field,)), text


def headings_have_ids(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """Headings start at the second level and carry an id, so that links to them last."""
    seen: set[str] = set()
    for match in HEADING.finditer(prose(page)):
        line = line_at(page, match.start())
        level, words = len(match.group(1)), match.group(2)
        if level == 1:
            yield Problem(
                page.name,
                line,
                "heading",
                "The page's title comes from its front matter.",
                'Start headings with "##".',
            )
            continue
        given = HEADING_ID.search(words)
        if not given:
            yield Problem(
                page.name,
                line,
                "heading",
                f'The heading "{words}" has no id.',
                "Add one at its end: { #short-words }",
            )
        elif given.group(1) in seen:
            yield Problem(
                page.name,
                line,
                "heading",
                f'"#{given.group(1)}" stands twice on this page.',
                "Give one another id.",
            )
        else:
            seen.add(given.group(1))


def answers_for_a_planner_are_calls(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """No link in Markdown gives a planner its answers: engines look for a heading of that name."""
    for match in ANSWERS_IN_MARKDOWN.finditer(prose(page)):
        address = match.group(1)
        yield Problem(
            page.name,
            line_at(page, match.start()),
            "anchors",
            f'"{address}" gives answers to a planner, and stands in a Markdown link.',
            'Write {{ planner_link("page#…", "words") }}, with the name of the page without ".md".',
        )


def has_frame(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """The answer comes first; next steps, sources and review dates come last.

    A page with a template of its own has the frame that its template gives it.
    """
    if page.meta.template:
        return
    found = [match.group(1) for match in re.finditer(r"\{\{\s*(\w+)\(", page.body) if match.group(1) in FRAME]
    for name in FRAME:
        if name not in found:
            yield Problem(
                page.name,
                page.body_line,
                "frame",
                f"The page does not call {name}.",
                f"Add {{{{ {name}(…) }}}} on its own line.",
            )
    if not page.body.lstrip().startswith("{{ in_short("):
        yield Problem(
            page.name,
            page.body_line,
            "frame",
            "The page does not start with its answer.",
            "Put {{ in_short() }} first.",
        )
    if sorted(found, key=FRAME.index) != found:
        yield Problem(
            page.name,
            page.body_line,
            "frame",
            "The page's frame is out of order.",
            f"Use this order: {', '.join(FRAME)}.",
        )


def names_what_there_is(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """A page's own template is one of overrides, and the page it sends search engines to is there."""
    known = sorted(file.name for file in TEMPLATES.glob("*.html") if file.name not in ENGINE_TEMPLATES)
    if page.meta.template and page.meta.template not in known:
        yield page.front_matter.problem(
            ("template",),
            "front-matter",
            f'There is no template "{page.meta.template}" for pages in overrides.',
            f"Write one of: {', '.join(known)}.",
        )
    if page.meta.canonical and f"{page.meta.canonical}.md" not in guide.page_paths():
        yield page.front_matter.problem(
            ("canonical",),
            "front-matter",
            f'There is no page "{page.meta.canonical}".',
            'Write its path below docs without ".md".',
        )


def donts_say_do_not(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """Each "do not" item begins with these words: read aloud without them it says the opposite."""
    for match in DO_NOT.finditer(page.body):
        for item in re.finditer(r'"((?:[^"\\]|\\.)*)"', match.group(1)):
            words = item.group(1)
            before = match.group(1)[: item.start()].rstrip()
            starts_item = not before or before.endswith(",")
            if starts_item and not words.lower().startswith("do not "):
                yield Problem(
                    page.name,
                    line_at(page, match.start(1) + item.start()),
                    "do-not",
                    f'"{words[:40]}" does not begin with "do not".',
                    'Write "do not …".',
                )


def dates_in_order(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """A page is reviewed before readers see it, and again after that."""
    meta = page.meta
    if meta.next_review <= meta.last_reviewed:
        yield page.front_matter.problem(
            ("next_review",),
            "front-matter",
            "The next review is not after the last one.",
            "Write a later date.",
        )
    if meta.published > meta.last_reviewed:
        yield page.front_matter.problem(
            ("published",),
            "front-matter",
            "The page was published after its last review.",
            "Write the day on which readers first saw it.",
        )


def keys_in_order(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """Front matter has one order, so that pages can be compared."""
    wanted = [name for name in PageMeta.model_fields if name in page.front_matter.data]
    if list(page.front_matter.data) != wanted:
        yield page.front_matter.problem(
            (), "front-matter", "The fields are out of order.", f"Use: {', '.join(wanted)}."
        )


def unique_titles(guide: Guide) -> Iterator[Problem]:
    """No two pages share a title or a description: people could not tell them apart in a list."""
    for field in ("title", "description"):
        seen: dict[str, str] = {}
        for page in guide.pages:
            words = getattr(page.meta, field)
            if words in seen:
                yield page.front_matter.problem(
                    (field,),
                    "front-matter",
                    f"This {field} is also that of {seen[words]}.",
                    "Give this page its own.",
                )
            seen.setdefault(words, page.name)


def changes_name_pages(guide: Guide) -> Iterator[Problem]:
    """A change names pages of the guide, so that it is shown on them."""
    file = guide.docs / "data" / "changes.yml"
    if not file.is_file():
        return
    known = {path.removesuffix(".md") for path in guide.page_paths()}
    source = read_yaml(file, guide.project)
    for number, change in enumerate(guide.facts.changes):
        for index, name in enumerate(change.pages):
            if name not in known:
                yield source.problem(
                    ("changes", number, "pages", index),
                    "changes",
                    f'There is no page "{name}".',
                    'Write its path below docs without ".md".',
                )


PAGE_CHECKS: tuple[Callable[[Guide, PageSource], Iterable[Problem]], ...] = (
    calls_render,
    no_typed_facts,
    no_promises,
    headings_have_ids,
    answers_for_a_planner_are_calls,
    links_lead_to_pages,
    has_frame,
    names_what_there_is,
    donts_say_do_not,
    waits_show_how_sure,
    dates_in_order,
    keys_in_order,
    straight_quotes,
    words_are_written,
)
GUIDE_CHECKS: tuple[Callable[[Guide], Iterable[Problem]], ...] = (
    unique_titles,
    changes_name_pages,
    marks_lead_somewhere,
    addresses_last,
    usual_spaces,
)
