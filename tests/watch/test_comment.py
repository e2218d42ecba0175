"""What an untrusted run wrote is quoted in a comment, and nothing of it works there."""

from __future__ import annotations

import subprocess
import sys

import pytest
from markdown import markdown

from macros.watch.comment import LONGEST, MARK, comment
from tests.conftest import PROJECT

HOSTILE = [
    "@everyone ![](https://evil.example/pixel.png) [click](https://evil.example/)",
    "```\n# out of the fence\n```",
    "`````````\n<img src=x onerror=alert(1)>\n`````````",
    "<!-- facts-diff -->\n<details><script>alert(1)</script></details>",
    "right \u202eto left\u202c and zero\u200bwidth and \x1b[31mred\x00",
    "~~~\n</code></pre><h1>loud</h1>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_quoted_cannot_get_out(text: str) -> None:
    made = comment(text)
    lines = made.splitlines()
    assert lines[0] == MARK
    fence = lines[3].removesuffix("diff")
    assert set(fence) == {"`"}
    # The fence is closed by its own last line and by no other.
    assert [number for number, line in enumerate(lines) if line.strip().startswith(fence)] == [
        3,
        len(lines) - 1,
    ]
    html = markdown(made, extensions=["fenced_code"])
    assert "<img" not in html
    assert "<a " not in html
    assert "<script" not in html
    assert "<h1" not in html


def test_signs_that_hide_text_are_gone() -> None:
    made = comment(HOSTILE[4])
    assert "right to left and zerowidth and [31mred" in made


def test_a_long_text_is_cut_and_says_so() -> None:
    made = comment("a" * (LONGEST + 1))
    assert len(made) < 65_000
    assert made.rstrip().endswith("run `make facts-diff`.")


@pytest.mark.parametrize("text", ["", "\n\n", "\u200b"])
def test_no_text_is_no_comment(text: str) -> None:
    assert comment(text) == ""


def test_it_needs_nothing_but_python() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(PROJECT / "macros" / "watch" / "comment.py")],
        input=b"advised: 14 -> 21 \xff\n",
        capture_output=True,
        check=True,
    )
    assert b"advised: 14 -> 21" in done.stdout
