"""Components: every example renders, every wrong call is refused with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined
from markupsafe import escape

from macros.components import Library, PageContext, read_page
from macros.components.spec import ExampleCall, load_components
from macros.errors import GuideError
from macros.facts import load_facts
from tests.conftest import PROJECT

FRONT_MATTER = """---
title: A page for a test
description: A page that exists for one test only, and says nothing to any reader at all.
purpose: Testing.
audience: Tests.
main_message: Nothing.
last_reviewed: 2026-11-21
next_review: 2027-05-21
reviewed_by: []
published: 2026-11-21
---

"""
FRONT_MATTER_LINES = FRONT_MATTER.count("\n")

COMPONENTS = load_components()
EXAMPLES = [
    (name, example) for name, component in COMPONENTS.items() for example in component.specification.examples
]


@pytest.fixture(scope="module")
def library() -> Library:
    """The components with the guide's own facts."""
    return Library(load_facts(PROJECT / "docs" / "data", PROJECT))


def render(library: Library, folder: Path, body: str) -> str:
    """Render a page's body as an engine does."""
    (folder / "page.md").write_text(FRONT_MATTER + body, encoding="utf-8")
    page = read_page(folder, "page.md", folder)

    def text(template: str) -> str:
        functions = library.functions(lambda: context)
        return Environment(undefined=StrictUndefined).from_string(template).render(functions)

    context = PageContext(page, library.facts, folder, folder, text)
    return text(page.body)


def example_page(library: Library, folder: Path) -> PageContext:
    """A page to render one example on, beside the pages of the guide that examples name."""
    for each in (PROJECT / "docs").iterdir():
        if not (folder / each.name).exists():
            (folder / each.name).symlink_to(each)
    (folder / "page.md").write_text(FRONT_MATTER + "Words.", encoding="utf-8")
    source = read_page(folder, "page.md", folder)
    return PageContext(source, library.facts, folder, folder, lambda text: text)


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{n}-{e.name}" for n, e in EXAMPLES])
def test_every_example_renders_on_one_line(
    library: Library, tmp_path: Path, name: str, example: ExampleCall
) -> None:
    html = library.example(example_page(library, tmp_path), example)
    assert html.strip()
    assert "\n" not in html
    assert not re.search(r"[>\"(]None[<\")]|Undefined", html)


def test_each_component_is_documented() -> None:
    for name, component in COMPONENTS.items():
        assert component.specification.summary.endswith("."), name
        assert component.specification.when.endswith("."), name
        for parameter in component.specification.parameters:
            assert parameter.description.endswith("."), f"{name}.{parameter.name}"


WRONG_CALLS = [
    ("unknown-parameter", '{{ wait("toxin-then-microneedling", limmit="until") }}', 'Did you mean "limit"?'),
    ("missing-parameter", "{{ wait() }}", '"interval" is missing'),
    (
        "unknown-interval",
        '{{ wait("toxin-than-microneedling") }}',
        'Did you mean "toxin-then-microneedling"?',
    ),
    ("unknown-choice", '{{ wait("toxin-then-microneedling", "soonest") }}', "Write one of: advised"),
    ("too-many", '{{ wait("toxin-then-microneedling", "until", "x") }}', "3 are given"),
    ("given-twice", '{{ wait("toxin-then-microneedling", interval="toxin-repeat") }}', "given twice"),
    ("no-source", "{{ cite() }}", '"sources" is missing'),
    ("unknown-source", '{{ cite("s999") }}', 'no source "s999"'),
    ("unknown-claim", '{{ claim("toxin-onsett") }}', 'Did you mean "toxin-onset"?'),
    ("unknown-term", '{{ term("ptosiss") }}', 'Did you mean "ptosis"?'),
    ("unknown-region", '{{ register_table("albert") }}', 'Did you mean "alberta"?'),
    ("unknown-level", '{{ care_card("urgentt") }}', "emergency"),
    ("not-a-list", '{{ next_steps("timing") }}', "must be a list"),
    ("unknown-page", '{{ next_steps(["timming"]) }}', 'no page "timming"'),
    ("number-for-text", "{{ wait(14) }}", "must be text"),
    ("unknown-page-of-a-question", '{{ home_questions(["timming|When?"]) }}', 'no page "timming"'),
    ("question-without-words", '{{ home_questions(["page#top"]) }}', "no words to show"),
    ("answers-without-a-planner", '{{ home_questions(["page#v1&task=next|When?"]) }}', "that page has none"),
    ("link-without-a-planner", '{{ planner_link("page#v1&task=next", "When?") }}', "that page has none"),
    ("answers-in-next-steps", '{{ next_steps(["page#v1&task=next"]) }}', "that page has none"),
]


@pytest.mark.parametrize(
    ("call", "words"), [case[1:] for case in WRONG_CALLS], ids=[case[0] for case in WRONG_CALLS]
)
def test_a_wrong_call_is_refused_with_page_and_line(
    library: Library, tmp_path: Path, call: str, words: str
) -> None:
    body = f"First line.\n\nThird line.\n\nHere it is: {call}\n"
    with pytest.raises(GuideError) as caught:
        render(library, tmp_path, body)
    (problem,) = caught.value.problems
    assert problem.file == "page.md"
    assert problem.line == FRONT_MATTER_LINES + 5
    assert words in str(problem), str(problem)


def test_a_page_with_a_planner_takes_its_first_answers(library: Library, tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(FRONT_MATTER + "{{ planner() }}", encoding="utf-8")
    calls = '{{ home_questions(["plan#v1&task=next|When?"]) }}\n\n{{ planner_link("plan#v1&task=next", "When?") }}'
    assert render(library, tmp_path, calls).count('<a href="../plan/#v1&amp;task=next">When?</a>') == 2


def test_citation_numbers_follow_first_use_and_are_kept(library: Library, tmp_path: Path) -> None:
    first, second = library.facts.ids("source")[:2]
    html = render(
        library,
        tmp_path,
        f'{{{{ cite("{second}") }}}} {{{{ cite("{first}", "{second}") }}}}\n\n{{{{ sources_list() }}}}',
    )
    assert re.findall(r'href="#source-(\d)"', html) == ["1", "1", "2"]
    listed = html[html.index("<ol>") :]
    (one, two) = (library.facts.source(source_id).title for source_id in (second, first))
    assert (
        listed.index('id="source-1">')
        < listed.index(escape(one))
        < listed.index('id="source-2">')
        < listed.index(escape(two))
    )


def test_a_page_may_be_rendered_again_from_the_start(library: Library, tmp_path: Path) -> None:
    source = library.facts.ids("source")[0]
    body = f'{{{{ cite("{source}") }}}} {{{{ sources_list() }}}}'
    assert render(library, tmp_path, body) == render(library, tmp_path, body)


def test_a_table_without_how_sure_we_are_cites_nothing(library: Library, tmp_path: Path) -> None:
    whole = render(library, tmp_path, "{{ interval_table() }}")
    light = render(library, tmp_path, "{{ interval_table(sure=false) }}")
    assert ("certainty" in whole, "cite" in whole) == (True, True)
    assert ("certainty" in light, "cite" in light) == (False, False)
    for html, columns in ((whole, 5), (light, 5)):
        assert html.count('scope="col"') == columns
        rows = re.findall(r"<tr>(.*?)</tr>", html)[1:]
        cells = [
            row.count("<t") + sum(int(n) - 1 for n in re.findall(r'colspan="(\d)"', row)) for row in rows
        ]
        assert set(cells) == {columns}


def test_no_component_names_a_treatment_or_holds_a_medical_number(library: Library) -> None:
    names = {word.lower() for t in library.facts.treatments for word in (t.id, t.name, t.in_sentence)}
    folder = PROJECT / "macros"
    for file in (*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.yml")):
        text = file.read_text(encoding="utf-8").lower()
        assert not [name for name in names if name in text], file
