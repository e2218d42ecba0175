"""Calls components: checks what the editor wrote, looks up the facts, renders the template."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from types import FrameType
from typing import Any

import markdown
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from macros.checks.registry import checks
from macros.components import drawing
from macros.components.builder import builder_given, frozen_versions
from macros.components.page import ANSWERS, PageContext
from macros.components.qr import qr_code
from macros.components.spec import Component, ExampleCall, Parameter, load_components
from macros.components.structured_data import data_block
from macros.errors import GuideError, Problem
from macros.facts import Facts, spans
from macros.facts.choice_checks import filled_cell, sources_of
from macros.facts.choices import Rate
from macros.facts.medical_names import names_to_explain, parted
from macros.facts.neutral import neutral_facts
from macros.facts.open_rules import RULES, SCHEMA, described_fields, described_words
from macros.facts.planner import PLANS, facts_for, planner_facts, planner_words, source_label

CHECK = "component"

# Parameter types whose value is the id of a fact, and the group of facts it is looked up in.
FACT_TYPES = {
    "interval": ("interval",),
    "claim": ("claim",),
    "fact": ("interval", "claim"),
    "source": ("source",),
    "term": ("term",),
    "region": ("register",),
    "treatment": ("treatment",),
    "question_list": ("question_list",),
    "example": ("example",),
    "plan": ("plan",),
    "same_day": ("same_day",),
    "instrument": ("instrument",),
    "skin_section": ("skin_section",),
    "effects_timeline": ("effects_timeline",),
    "healing_days": ("healing_days",),
    "pack_check": ("pack_check",),
}

# A value that means "all of them" where a treatment is asked for.
ANY = "any"

# Pages that the planner's answers point to.
PLANNER_LINKS = {
    "help": "get-help",
    "sources": "sources",
    "sources-on-rules": "sources-on-rules",
    "evidence": "why-wait#why-they-differ",
    "tooClose": "too-close",
    "sameDay": "same-day",
    "answers": "timing",
    "plans": "plan",
}


@dataclass
class Mistake(Exception):  # noqa: N818 - a value handed upwards, not a crash
    """A wrong call, before its place on the page is known."""

    message: str
    fix: str


class Library:
    """All components of a guide, ready to be called from its pages."""

    def __init__(self, facts: Facts, components: Mapping[str, Component] | None = None) -> None:
        self.facts = facts
        # For a page with a name of its own for the guide: it names no brand, and no source, whose title may.
        self.names_no_brand = False
        self.components = dict(load_components() if components is None else components)
        names = names_to_explain(facts)
        self.environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self.environment.filters.update(
            span=spans.span,
            date=spans.long_date,
            weekday_date=spans.weekday_date,
            plus_days=lambda day, days: _plus_days(day, days),
            inline=inline_markdown,
            slug=_slug,
            source_label=source_label,
            filled=_filled,
            curve=drawing.curve,
            percent=drawing.percent,
            span_range=lambda interval: spans.span_range(interval.not_before, interval.advised),
            cell_words=lambda cell: filled_cell(cell, facts),
            sources_of=lambda given: sources_of(given, facts),
            people=lambda rate: _people(rate, facts),
            parted=lambda text: parted(text, names),
            lines=_lines,
            shown=_shown,
            described_fields=described_fields,
            described_words=described_words,
            without_scheme=lambda address: address.partition("://")[2] or address,
        )
        self.environment.globals.update(open_files=(RULES, SCHEMA), checks=checks)
        self._templates: dict[str, Template] = {
            name: self.environment.from_string(component.template)
            for name, component in self.components.items()
        }

    def functions(self, current_page: Callable[[], PageContext]) -> dict[str, Callable[..., str]]:
        """One function for each component, for a page's Jinja environment.

        Args:
            current_page: Says which page is being rendered at the time of a call.
        """

        def bind(name: str) -> Callable[..., str]:
            def call(*args: Any, **kwargs: Any) -> str:
                return self.call(name, current_page(), args, kwargs)

            call.__name__ = name
            return call

        return {name: bind(name) for name in self.components}

    def call(self, name: str, page: PageContext, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        """Render a component.

        Raises:
            GuideError: The call has an unknown or missing parameter, or a value that does not fit.
        """
        if page.meta.publisher and self.facts.neutral and not self.names_no_brand:
            return self._neutral.call(name, page, args, kwargs)
        component = self.components[name]
        try:
            values = self._values(component, page, args, kwargs)
            html = self._render(component, page, values)
        except Mistake as mistake:
            raise GuideError(
                [
                    Problem(
                        page.source.name,
                        line_of_call(page),
                        CHECK,
                        f"{component.signature}: {mistake.message}",
                        mistake.fix,
                    )
                ]
            ) from None
        after = self.environment.from_string(component.specification.after or "").render(**values)
        return f"{html}\n\n{after}\n" if after else html

    def example(self, page: PageContext, example: ExampleCall) -> Markup:
        """Render an example of a component on `page`."""
        functions = {
            name: lambda *args, _name=name, **kwargs: Markup(self._inner_call(_name, page, args, kwargs))
            for name in self.components
        }
        template = Environment(undefined=StrictUndefined, autoescape=False).from_string(
            "{{ " + self.example_call(page, example) + " }}"
        )
        return Markup(template.render(functions))

    def example_call(self, page: PageContext, example: ExampleCall) -> str:
        """The text of an example's call, with real ids in place of "$interval" and the like."""

        def first(match: re.Match[str]) -> str:
            kind = match.group(1)
            if kind == "page":
                return page.source.path.removesuffix(".md")
            ids = self.facts.ids(FACT_TYPES[kind][0])
            return ids[0] if ids else kind

        return re.sub(r"\$([a-z_]+)", first, example.call)

    def _inner_call(self, name: str, page: PageContext, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
        component = self.components[name]
        return self._render(component, page, self._values(component, page, args, kwargs))

    def _render(self, component: Component, page: PageContext, values: dict[str, Any]) -> str:
        def nested(name: str, *args: Any, **kwargs: Any) -> Markup:
            return Markup(self._inner_call(name, page, args, kwargs))

        html = self._templates[component.name].render(
            **values,
            facts=self.facts,
            page=page,
            words=self.facts.words,
            component=nested,
            in_neutral_words=lambda name, **given: Markup(self._neutral._inner_call(name, page, (), given)),
            cite=lambda sources: nested("cite", *sources),
            library=self,
            data_block=data_block,
            qr=qr_code,
            # Dear to make and asked for by one component: made where it is called.
            builder=lambda: builder_given(self.facts, page),
            frozen_versions=lambda: frozen_versions(page.project),
            planner=lambda task, full, other: self._planner(page, task, full, other),
        )
        # One line: Markdown leaves a one-line HTML block alone, and splits longer ones at blank lines.
        return " ".join(line.strip() for line in html.splitlines() if line.strip())

    @cached_property
    def _neutral(self) -> Library:
        """The same components with facts that name no brand."""
        if self.facts.neutral is None:
            raise Mistake(
                "This guide has no words for pages without a brand.",
                "Write docs/data/neutral.yml, or leave out neutral.",
            )
        made = Library(neutral_facts(self.facts, self.facts.neutral), self.components)
        made.names_no_brand = True
        return made

    def _planner(self, page: PageContext, task: str, full: str | None, other: str | None) -> dict[str, Any]:
        """What a planner that opens with this task is given: facts, words, and addresses of pages.

        On a page for frames on other sites, `full` is the page of the guide with this planner, and `other`
        the page for frames with the other one.
        """
        plans = task in PLANS
        for row in self.facts.intervals:
            page.note_fact(row)
        to: dict[str, str | None] = {**PLANNER_LINKS}
        if full:
            here = page.source.path.removesuffix(".md")
            answers, several = (other, here) if plans else (here, other)
            to |= {"full": full, "answers": answers, "plans": several}
        links = {key: page.address(name) for key, name in to.items() if name and page.has_page(name)}
        known = facts_for(planner_facts(self.facts, links), plans=plans, embed=bool(full))
        words = self.facts.planner_words
        return {
            "links": known.pop("links"),
            "facts": known,
            "form": words,
            "words": planner_words(words, plans=plans, embed=bool(full)),
            "plans": plans,
            "plan_tasks": PLANS,
        }

    def _values(
        self, component: Component, page: PageContext, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> dict[str, Any]:
        given = _by_name(component, args, kwargs)
        values: dict[str, Any] = {}
        for parameter in component.specification.parameters:
            if parameter.name not in given:
                if parameter.required:
                    raise Mistake(f'"{parameter.name}" is missing.', f"Add it: {parameter.description}")
                values[parameter.name] = self._look_up(parameter, parameter.default, page)
                continue
            values[parameter.name] = self._checked(parameter, given[parameter.name], page)
        return values

    def _checked(self, parameter: Parameter, value: Any, page: PageContext) -> Any:
        if not (parameter.list or parameter.rest):
            return self._look_up(parameter, value, page)
        if value is None and not parameter.required:
            return None
        if not isinstance(value, list | tuple):
            raise Mistake(f'"{parameter.name}" must be a list.', f'Write {parameter.name}=["…", "…"].')
        if parameter.required and not value:
            raise Mistake(f'"{parameter.name}" is empty.', "Write at least one value.")
        return [self._look_up(parameter, item, page) for item in value]

    def _look_up(self, parameter: Parameter, value: Any, page: PageContext) -> Any:
        if value is None:
            return None
        if parameter.type == "flag":
            if not isinstance(value, bool):
                raise Mistake(
                    f'"{parameter.name}" must be true or false, not {value!r}.', "Write true or false."
                )
            return value
        if not isinstance(value, str) or not value.strip():
            raise Mistake(f'"{parameter.name}" must be text, not {value!r}.', "Write it in quotes.")
        if parameter.type == "choice":
            return self._choice(parameter.name, value, parameter.values)
        if parameter.type == "page":
            return _page(value, page)
        if parameter.type == "file":
            return _text_of_file(value, page)
        if parameter.type == "link":
            to, bar, words = value.partition("|")
            if not (bar and words.strip()):
                raise Mistake(f'"{value}" has no words to show.', 'Write a page, then "|", then the words.')
            return _page(to.strip(), page), words.strip()
        if parameter.type in FACT_TYPES:
            fact = self._fact(parameter, value)
            if hasattr(fact, "checked"):
                page.note_fact(fact)
            return fact
        return Markup(value) if parameter.type == "markdown" else value

    def _choice(self, name: str, value: str, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            raise Mistake(f'"{name}" cannot be "{value}".', f"Write one of: {', '.join(allowed)}.")
        return value

    def _fact(self, parameter: Parameter, value: str) -> Any:
        groups = FACT_TYPES[parameter.type]
        if parameter.type == "treatment" and value == ANY:
            return None
        for group in groups:
            if value in self.facts.ids(group):
                return (
                    self.facts.same_day_option(value)
                    if group == "same_day"
                    else getattr(self.facts, group)(value)
                )
        known = [name for group in groups for name in self.facts.ids(group)]
        close = difflib.get_close_matches(value, known, n=1)
        raise Mistake(
            f'There is no {parameter.type.replace("_", " ")} "{value}".',
            f'Did you mean "{close[0]}"?' if close else f"Write one of: {', '.join(known[:12])}.",
        )


def _page(name: str, here: PageContext) -> str:
    """The page, with or without an anchor, when a link can lead there."""
    if not here.has_page(name):
        raise Mistake(f'There is no page "{name}".', 'Write its path below docs without ".md".')
    to, _, anchor = name.partition("#")
    if anchor.startswith(ANSWERS) and not here.has_planner(to):
        raise Mistake(
            f'"{name}" gives answers to a planner, and that page has none.',
            "Name a page that calls planner().",
        )
    return name


def _text_of_file(name: str, here: PageContext) -> str:
    """The text of a file below docs."""
    file = here.docs / name
    if not file.is_file() or not file.resolve().is_relative_to(here.docs.resolve()):
        raise Mistake(f'There is no file "{name}".', "Write its path below docs, with its ending.")
    return file.read_text(encoding="utf-8").rstrip("\n")


def _by_name(component: Component, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Give every value its parameter's name."""
    parameters = component.specification.parameters
    given: dict[str, Any] = {}
    remaining = list(args)
    for parameter in parameters:
        if parameter.rest:
            if remaining:
                given[parameter.name] = remaining
            remaining = []
        elif remaining:
            given[parameter.name] = remaining.pop(0)
    if remaining:
        takes = f"{len(parameters)} value{'' if len(parameters) == 1 else 's'}"
        raise Mistake(
            f"It takes {takes}, and {len(args)} are given.",
            f"Delete {remaining[0]!r}.",
        )
    names = [parameter.name for parameter in parameters]
    for name, value in kwargs.items():
        if name not in names:
            close = difflib.get_close_matches(name, names, n=1)
            raise Mistake(
                f'"{name}" is not one of its parameters.',
                f'Did you mean "{close[0]}"?' if close else f"Write one of: {', '.join(names) or 'none'}.",
            )
        if name in given:
            raise Mistake(f'"{name}" is given twice.', "Keep one of the two.")
        given[name] = value
    return given


def line_of_call(page: PageContext) -> int:
    """Line of the page's file on which the component being rendered is called.

    The outermost Jinja template on the stack is the page's own text; Jinja knows which of its lines
    a frame of the compiled template stands for.
    """
    line = 0
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            line = template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return page.source.body_line + max(line, 1) - 1


def inline_markdown(text: str) -> Markup:
    """Inline Markdown (links, bold, italics) as HTML, without a paragraph around it."""
    html = markdown.markdown(str(text), extensions=[])
    return Markup(re.sub(r"^<p>(.*)</p>$", r"\1", html, flags=re.DOTALL))


def _plus_days(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _filled(words: str | Mapping[str, str], **given: Any) -> Markup:
    """A phrase with what is given in place of its {names}: dates in words, markup as it is.

    Of a phrase with a count it takes the form for `n`.
    """
    text = words if isinstance(words, str) else words["one" if given["n"] == 1 else "other"]

    def value(match: re.Match[str]) -> str:
        found = given.get(match.group(1), match.group())
        return str(escape(spans.weekday_date(found) if isinstance(found, date) else found))

    return Markup(re.sub(r"\{(\w+)\}", value, str(escape(text))))


def _people(rate: Rate, facts: Facts) -> Markup:
    """A rate in words, or that no number was found."""
    words = facts.words["choices"]
    if rate.lowest is None or rate.highest is None or facts.choices is None:
        return Markup(escape(words["no_number"]))
    out_of, low, high = (f"{n:,}" for n in (facts.choices.out_of, rate.lowest, rate.highest))
    phrase = words["about"] if low == high else words["range"]
    return _filled(phrase, n=low, low=low, high=high, out_of=out_of)


def _lines(text: str) -> Markup:
    """A text with its line breaks, for <pre>: as characters that stay where components become one line."""
    return Markup(str(escape(text)).replace("\n", "&#10;"))


def _shown(text: str) -> Markup:
    """What an editor typed, in a line: the line breaks at its ends left out, one within shown as it is."""
    return _lines(text.strip("\n"))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
