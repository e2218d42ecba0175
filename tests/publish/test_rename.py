"""Short names change nothing but names: what a program does before and after is the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import quickjs
import rjsmin
from hypothesis import given
from hypothesis import strategies as st

from macros.errors import GuideError
from macros.publish.linker import link_modules
from macros.publish.rename import shorten_names
from tests.planner.engine import FUNCTIONS, MODULES, as_day, as_input, as_typed, facts, vectors
from tests.site import test_search as search

# What a program may say, what it finds around it, and the kind of error it ends with.
AROUND = """
var said = [];
function out(...values) { said.push(...values); }
function run(program) { try { program(); } catch (error) { said.push(error.name); } }
var outside = "outside";
Error.prototype.toString = function () { return this.name; };  // its message names a name of the program
Function.prototype.toString = () => "a function";  // its text has other names in it, which nobody may read
"""


def wrapped(body: str) -> str:
    """A program as the linker writes it."""
    return f'(function () {{\n"use strict";\n{body}\n}})();\n'


def short(body: str) -> str:
    """The program with short names, without what is around it."""
    return shorten_names(wrapped(body)).removeprefix(wrapped("").partition("\n\n")[0]).strip()[:-5].strip()


def result(script: str, around: str = "") -> Any:
    """What a program said, and how it ended."""
    context = quickjs.Context()
    context.set_time_limit(5)  # seconds; a name mixed up may make a loop without an end
    context.eval(AROUND + around)
    context.eval(f"run(() => {{ {script} }})")
    while context.execute_pending_job():
        pass
    return json.loads(context.eval("JSON.stringify(said)"))


def assert_same(body: str, around: str = "") -> list[Any]:
    """The program says the same before and after; gives what it says."""
    before = result(wrapped(body), around)
    assert result(shorten_names(wrapped(body)), around) == before, short(body)
    said: list[Any] = before
    return said


# --- what is a name, and what is none --------------------------------------------


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("const total = {}; total.total = 1; out(total.total);", ".total"),
        ("const total = 1; const each = {total: 2}; out(each.total + total);", "{total: 2}"),
        ("const total = 1; out('total', \"total\", total);", "'total', \"total\""),
        ("const total = 1; out(`total ${total} total`);", "`total ${A} total`"),
        ("const total = 1; out(String(/total[total]/g), total);", "/total[total]/g"),
        ("const total = 1; // total\nout(total);", "// total"),
        ("const total = 1; out(outside, total);", "out(outside,"),
        ("const total = 1; out({total}.total);", "{total:A}"),
        ("const {total} = {total: 7}; out(total);", "{total:A} = {total: 7}"),
        ("const {total = 3} = {}; out(total);", "{total:A = 3}"),
        ("const {total: sum, ...others} = {total: 1, more: 2}; out(sum, others.more);", "{total: B, ...A}"),
        ("let total; ({total} = {total: 7}); out(total);", "({total:A} = {total: 7})"),
        ("const total = 'key'; const each = {[total]: 1}; out(each.key);", "{[B]: 1}"),
        ("const total = {}; out(total?.total, total?.['total']);", "?.total"),
        ("out(typeof missing);", "typeof missing"),
        ("const each = {class: 1, with: 2}; out(each.class, each.with);", "{class: 1, with: 2}"),
    ],
)
def test_only_names_of_the_program_are_shortened(body: str, kept: str) -> None:
    assert_same(body)
    assert kept in short(body)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("const first = 1; function go() { const first = 2; return first; } out(first, go());", [1, 2]),
        ("let first = 1; { let first = 2; out(first); } out(first);", [2, 1]),
        ("function counter() { let count = 0; return () => ++count; } const one = counter(), two = counter(); one(); out(one(), two());", [2, 1]),
        ("const given = 1; function go(first = given, second = first + 1) { const given = 9; return [first, second, given]; } out(go());", [[1, 2, 9]]),
        ("function go({first, second: {third} = {third: 3}} = {first: 1}, [fourth, ...rest] = [4, 5, 6]) { return [first, third, fourth, rest]; } out(go());", [[1, 3, 4, [5, 6]]]),
        ("const error = 1; try { null.x; } catch (error) { out(error.name); } out(error);", ["TypeError", 1]),
        ("try { throw {code: 4}; } catch ({code}) { out(code); }", [4]),
        ("try { null.x; } catch { out(1); } finally { out(2); }", [1, 2]),
        ("const each = 0; for (const each of [1, 2]) out(each); out(each);", [1, 2, 0]),
        ("for (const [key, value] of Object.entries({first: 1})) out(key, value);", ["first", 1]),
        ("let each; for (each of [1, 2]); for (each in {last: 1}); out(each);", ["last"]),
        ("for (let index = 0, most = 2; index < most; index++) out(index);", [0, 1]),
        ("function even(n) { return n === 0 || odd(n - 1); } function odd(n) { return n !== 0 && even(n - 1); } out(even(4));", [True]),
        ("const fact = function self(n) { return n ? n * self(n - 1) : 1; }; out(fact(4));", [24]),
        ("async function later(value) { const twice = await value; return twice * 2; } later(2).then((value) => out(value));", [4]),
        ("const later = async (value) => { for await (const each of [value]) out(each); }; later(3);", [3]),
        ("function* count(most) { for (let index = 0; index < most; index++) yield index; } out(...count(3));", [0, 1, 2]),
        ("const count = function* (most) { yield most; }; out(...count(3));", [3]),
        ("function go() { return arguments.length; } out(go(1, 2));", [2]),
        ("function go(a, b) { return a - b; } function other(b, a) { return go(b, a); } out(other(3, 1));", [2]),
        ("const A = 1, a = 2, longer = 3; function go(b) { return [A, a, longer, b]; } out(go(4));", [[1, 2, 3, 4]]),
        ("function one(value) { return value; } function two(other) { const value = one(other); return {value, other}; } out(two(5));", [{"value": 5, "other": 5}]),
        ("const words = 'é→😀'; out(words); const after = words.length; out(after);", ["é→😀", 4]),
    ],
)  # fmt: skip
def test_what_a_name_means_stays_as_it_was(body: str, said: list[Any]) -> None:
    assert assert_same(body) == said


def test_names_become_short_and_two_scopes_do_not_clash() -> None:
    script = short(
        "function outermost(parameter) { return inner(parameter) + 1; }\nfunction inner(parameter, another = parameter) { return another; }\nout(outermost(1));"
    )
    assert not re.search(r"outermost|inner|parameter|another", script)
    # A letter of its own for each name of the top, and the same small letters in every function.
    assert script.count("(a)") == 2
    assert len(script) < 100


def test_a_short_name_of_the_browsers_own_is_not_taken() -> None:
    body = "const first = 1; function go(second) { return [first, second, a, A]; } out(go(2));"
    assert assert_same(body, "var a = 10, A = 20;") == [[1, 2, 10, 20]]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("var first = 1; out(first);", [1]),
        ("for (var first of [1]); out(first);", [1]),
        ("function go() { if (outside) { const name = 1; out(name); } return name; } out(go());", [1, "the window"]),
        ("function one() { const a = 1; return a; } function two() { const first = 5; return first + a; } out(one(), two());", [1, 15]),
        ("function one() { const A = 1; return A; } const first = 5; out(one(), first + A);", [1, 25]),
        ("function* one(a) { const first = 5; yield a + first; } function two(a) { return a; } out(two(1), ...one(2));", [1, 7]),
    ],
    ids=["var", "var in a block", "a browser's name beside our own", "a short one", "a short one at the top", "a generator"],
)  # fmt: skip
def test_a_name_that_is_ours_in_one_place_alone_is_left_in_the_others(body: str, said: list[Any]) -> None:
    assert assert_same(body, "var name = 'the window', a = 10, A = 20;") == said


@pytest.mark.parametrize(
    "body", ["const first = 1; out(eval('first'));", "out(new Function('return first')());"]
)
def test_a_text_that_is_run_is_refused(body: str) -> None:
    with pytest.raises(GuideError, match="cannot be followed"):
        shorten_names(wrapped(body))


def test_there_are_names_for_a_large_program() -> None:
    many = "\n".join(f"const number{i} = {i};" for i in range(300))
    inner = " ".join(f"const number{i} = {i};" for i in range(300))
    body = f"{many}\nfunction go() {{ {inner.replace('number', 'inner')} return inner299; }}\nout(number299, go());"
    assert assert_same(body) == [299, 299]
    names = set(re.findall(r"const (\w+)", short(body)))
    assert names.isdisjoint({"as", "do", "if", "in", "is", "of"})
    assert max(map(len, names)) == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("with (outside) { length; }", "with_statement"),
        ("class Thing {}", "class"),
        ("outer: for (;;) { break outer; }", "labeled_statement"),
        ("const each = { total() { return 1; } };", "method_definition"),
        ("const each = { get total() { return 1; } };", "method_definition"),
        ("const = 1;", "not JavaScript"),
        ("function go( { }", "not JavaScript"),
    ],
)
def test_what_cannot_be_followed_is_refused_in_one_line(body: str, words: str) -> None:
    with pytest.raises(GuideError, match=words) as refused:
        shorten_names(wrapped(body))
    assert len(refused.value.problems) == 1


# --- any small program -----------------------------------------------------------

# Names as people write them, and those that the step itself gives.
NAMES = st.sampled_from(["first", "second", "total", "a", "b", "A", "B"])
Names = frozenset[str]


@st.composite
def expressions(draw: st.DrawFn, known: Names, depth: int = 2) -> str:
    """Something with a value, made of names that are known where it stands."""
    if depth == 0:
        return draw(st.sampled_from(["1", "2", "outside", "'first'", "`total`", *sorted(known)]))
    name = draw(NAMES)
    first, second = draw(expressions(known, depth - 1)), draw(expressions(known, depth - 1))
    inner = draw(expressions(known | {name}, depth - 1))
    return draw(
        st.sampled_from(
            [
                first,
                f"({first} + {second})",
                f"({{{name}: {first}, ['second']: {second}}}).{name}",
                f"[{first}, {second}][0]",
                f"`{name} ${{{first}}} second`",
                f"(({name}) => {inner})({second})",
                f"(({{{name}, other = {first}}}) => [{inner}, other])({{{name}: {second}}})",
                f"(({{first: {name} = {first}}}) => {inner})({{}})",
                f"(function {name}(other = {first}) {{ return [{inner}, other]; }})()",
                f"(({name} = {first}, other = {name}) => [{inner}, other])()",
                *(f"({{{each}}}).{each}" for each in sorted(known)),
            ]
        )
    )


@st.composite
def blocks(draw: st.DrawFn, depth: int, known: Names, taken: Names = frozenset()) -> str:
    """Some statements, a line each.

    Args:
        draw: Chooses.
        depth: How deep blocks may stand in each other.
        known: The names that may be used.
        taken: Those that the block may not declare again.
    """
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        value, name, other = draw(expressions(known)), draw(NAMES), draw(NAMES)
        choices = [f"out(String({value}));", *(f"try {{ {each} = {value}; }} catch {{}}" for each in known)]
        if name not in taken:
            word = draw(st.sampled_from(["const", "let"]))
            choices += [
                f"{word} {name} = {value};",
                f"{word} {{{name} = 1}} = {{{name}: {value}}};",
                f"{word} {{first: {name} = 1}} = {{first: {value}}};",
                f"{word} [{name} = 1, ...{name}2] = [{value}];",
            ]
        if depth:
            here, inside = frozenset({other}), known | {other}
            body = draw(blocks(depth - 1, inside, here))
            choices += [
                f"for (const {other} of [{value}]) {{ {body} }}",
                f"try {{ throw {value}; }} catch ({other}) {{ {body} }}",
                f"{{ let {other} = 3; {body} }}",
            ]
            if name not in taken:
                choices.append(f"function {name}({other} = {value}) {{ {body} return {other}; }}")
        line = draw(st.sampled_from(choices))
        lines.append(line)
        if name not in taken and line.startswith(("const ", "let ", "function ")):
            known, taken = known | {name}, taken | {name, f"{name}2"}
    return "\n".join(lines)


@given(blocks(2, frozenset()))
def test_any_small_program_says_the_same(body: str) -> None:
    assert "SyntaxError" not in assert_same(body)


def test_the_comparison_sees_a_name_that_was_mixed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "tests.publish.test_rename.shorten_names", lambda script: script.replace("second", "first")
    )
    with pytest.raises(AssertionError):
        assert_same("let first = 1; { let second = 2; out(first, second); }")


# --- our own scripts --------------------------------------------------------------


def exported(module: str, *names: str) -> Callable[..., Any]:
    """Calls functions of a linked module of ours that has short names, as it ships."""
    script = link_modules(
        search.FOLDER / module if module.startswith("search") else MODULES / module, pure=True
    )
    context = quickjs.Context()
    context.eval("var self = globalThis;")
    calls = "\n".join(f"self.{name} = {name};" for name in names)
    context.eval(rjsmin.jsmin(shorten_names(wrapped(f"{script}\n{calls}"))))

    def call(text: str) -> Any:
        return json.loads(context.eval(f"JSON.stringify({text}) ?? null"))

    return call


def test_the_planners_answers_are_the_same() -> None:
    plain = quickjs.Context()
    plain.eval(link_modules(MODULES / "answers.js", pure=True))
    shortened = exported("answers.js", "whenNext", "wasItTooSoon")
    known = json.dumps(facts())
    for vector in vectors():
        given = f"{json.dumps(as_typed(as_input(vector['answers'])))}, {as_day(date.fromisoformat(vector['today']))}"
        asked = f"{FUNCTIONS[vector['task']]}({known}, {given})"
        assert shortened(asked) == json.loads(plain.eval(f"JSON.stringify({asked})")), vector["id"]


def test_the_searchs_answers_are_the_same(site_dir: Any) -> None:
    text = search.shipped(site_dir, "search").read_text(encoding="utf-8")
    index, _ = json.JSONDecoder().raw_decode(text, text.index(search.DATA) + len(search.DATA))
    plain = search.engine()
    plain.eval(f"const ready = unpack({json.dumps(index)})")
    shortened = exported("search/rank.js", "unpack", "search")
    shortened(f"(self.ready = unpack({json.dumps(index)}), 1)")
    for words in [*search.WORDS, *search.MISSPELLED, "", "zzzz"]:
        asked = f"search(ready, {json.dumps(words)})"
        assert shortened(asked) == json.loads(plain.eval(f"JSON.stringify({asked})")), words
