"""What may be left out of a script changes nothing that the script does."""

from __future__ import annotations

import json
from typing import Any

import pytest
import quickjs
import rjsmin

from macros.publish.linker import link_modules
from macros.publish.spare import without_spare
from tests.planner.engine import MODULES

# A part of a program that says what it sees, and what becomes of it.
SHORTER = [
    ("out([1, 2].map((n) => n + 1));", "out([1,2].map(n=>n+1))"),
    ("out([1, 2,]);", "out([1,2])"),
    ("out(true, { true: false }.true);", "out(!0,{true:!1}.true)"),
    ("out({ a: 1, b: 2, });", "out({a:1,b:2})"),
    ("const [a, b,] = [1, 2]; out(a, b);", "const[a,b]=[1,2];out(a,b)"),
    ("const a = 1; const b = a + 1; let c = 3; let d = 4; out(a, b, c, d);", "const a=1,b=a+1;let c=3,d=4;out(a,b,c,d)"),
    ("function f(a, b,) { return (a.length + b); } out(f('x', 1));", "function f(a,b){return a.length+b}out(f('x',1))"),
    ("function f(a) { return ( // why\n a ); } out(f(3));", "function f(a){return a}out(f(3))"),
    ("const f = () => { if (1) out(2); else out(3); }; f();", "const f=()=>{if(1)out(2);else out(3)};f()"),
    ("const f = (a) => (a ? 1 : 2); out(f(0));", "const f=a=>a?1:2;out(f(0))"),
    ("for (const a of [1]) { const b = (a); out((b).toFixed(1)); }", "for(const a of[1]){const b=a;out(b.toFixed(1))}"),
]  # fmt: skip
# What stays, because without it the program would mean something else, or nothing.
KEPT = [
    "out([,].length,[1,,].length)",
    "const f=a=>({b:a});out(f(1).b)",
    "const f=({a})=>a;out(f({a:1}))",
    "const f=(...a)=>a.length;out(f(1,2))",
    "const f=(a=1)=>a;out(f())",
    "const f=()=>1;out(f())",
    "const a=undefined;try{out((a?.b).c)}catch{out(0)}",
    "function F(){return function(){this.a=1}}out(new(F())().a)",
    "const a=(out(1),2);out(a)",
    "let a=3;while(a-->0);out(a)",
    "let a=0;do a++;while(a<3);out(a)",
    "if(0);else{out(1)}",
    "const a=1;let b=2;const c=3;out(a+b+c)",
    "out(2*(3+4),(1,2))",
]


def wrapped(body: str) -> str:
    return f'(function () {{\n"use strict";\n{body}\n}})();'


def short(script: str) -> str:
    small: str = rjsmin.jsmin(without_spare(wrapped(script)))
    return small.removeprefix('(function(){"use strict";').removesuffix("})();")


def said(script: str) -> Any:
    context = quickjs.Context()
    context.eval("var said = []; function out(...values) { said.push(...values); }")
    context.eval(script)
    return json.loads(context.eval("JSON.stringify(said)"))


@pytest.mark.parametrize(("script", "expected"), SHORTER, ids=[script for script, _ in SHORTER])
def test_what_is_spare_goes(script: str, expected: str) -> None:
    assert short(script) == expected
    assert said(wrapped(short(script))) == said(wrapped(script)) != []


@pytest.mark.parametrize("script", KEPT)
def test_what_is_needed_stays(script: str) -> None:
    assert short(script) == script
    assert said(wrapped(short(script))) == said(wrapped(script)) != []


@pytest.mark.parametrize("entry", ["main.js", "plan_main.js"])
def test_nothing_is_spare_the_second_time(entry: str) -> None:
    once = without_spare(link_modules(MODULES / entry))
    assert without_spare(once) == once
