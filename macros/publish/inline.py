"""Puts what holds up the first paint into the page itself: the style sheets and the script in its head.

They are small, and a page gets only the rules that it can use. As files they would cost a round trip
before anything shows, and on hosts that let a browser keep a file for minutes only (GitHub Pages) again
at the next visit. The policy names them by their hashes: macros/publish/security.py. Why:
decisions/0005-what-comes-before-the-first-paint.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import rjsmin

from macros.errors import GuideError, Problem
from macros.publish.html import TAG, attributes, pages, write_if_changed
from macros.publish.minify import minify_style
from macros.publish.unused import Names, Rule, needed, read_style

CHECK = "inline"
MARK = " data-inline>"
HEAD_END = "</head>"
# The error page names its files from the root, every other page from its own folder.
STYLE = re.compile(r'<link rel="stylesheet" href="[^"]*?(assets/[^"]+)">')
SCRIPT = re.compile(r'<script src="[^"]*?(assets/[^"]+)"></script>')
ADDRESS = re.compile(r"url\((?!\s*[\"']?data:)")


def inline_blocking(site: Path) -> None:
    """Replace the links to style sheets and blocking scripts in the head of every page by what they name.

    A page whose head links to none is left as it is, so that a second run changes nothing. The files stay:
    those that no page names any more are removed with the other unused ones.

    Raises:
        GuideError: A page is marked as if this step had been there, or a style sheet names a file, which
            would not be found from a page in another folder.
    """

    @cache
    def text(name: str) -> str:
        return (site / name).read_text(encoding="utf-8")

    @cache
    def rules(name: str) -> tuple[Rule, ...]:
        return _read(text(name))

    @cache
    def script(name: str) -> str:
        return str(rjsmin.jsmin(text(name)))

    for page in pages(site):
        html = page.read_text(encoding="utf-8")
        head, end, body = html.partition(HEAD_END)
        if not (STYLE.search(head) or SCRIPT.search(head)):
            continue
        if MARK in html:
            name, line = page.relative_to(site).as_posix(), html[: html.index(MARK)].count("\n") + 1
            said = "What stands in this page is marked data-inline, as only the publish step does."
            raise GuideError([Problem(name, line, CHECK, said, "Move it into a file.")])
        names = Names(html, [text(name) for name in _scripts(html)])
        styles = "".join(needed(rules(name), names) for name in STYLE.findall(head))
        first = STYLE.search(head)
        if first:
            before, after = head[: first.start()], STYLE.sub("", head[first.end() :])
            head = f"{before}<style{MARK}{styles}</style>{after}"
        head = SCRIPT.sub(lambda link: f"<script{MARK}{script(link[1])}</script>", head)
        write_if_changed(page, head + end + body)


def _scripts(html: str) -> Iterator[str]:
    """Names of the scripts that a page loads. The search, which comes later, brings its own styles."""
    for tag in TAG.finditer(html):
        _, folder, name = attributes(tag.group(2)).get("src", "").rpartition("assets/")
        if folder and name.endswith(".js"):
            yield folder + name


def _read(text: str) -> tuple[Rule, ...]:
    if ADDRESS.search(text):
        said = "A style sheet that pages load in their head names a file with url()."
        raise GuideError([Problem("style sheet", 1, CHECK, said, "Write the picture there as data:.")])
    return read_style(minify_style(text))
