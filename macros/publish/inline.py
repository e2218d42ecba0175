"""Puts what a page cannot wait for into the page itself: the style sheets and the script in its head.

They are small, and a page gets only the rules that it can use. As files they would cost a round trip
before anything shows, and on hosts that let a browser keep a file for minutes only (GitHub Pages) again
at the next visit. The policy names them by their hashes: macros/publish/security.py. Why:
decisions/0005-what-comes-before-the-first-paint.md.

A page for frames on other sites has its planner's script in itself too. Some browsers take 'self' in the
policy of a page in a sandboxed frame to mean nothing, so it can name what it loads by a hash only:
decisions/0013-embedding.md. It names in `data-without` a medium that it takes no rules for.
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
STYLE = re.compile(r'<link rel="stylesheet"(?: data-without="([\w-]+)")? href="[^"]*?(assets/[^"]+)">')
SCRIPT = re.compile(r'<script src="[^"]*?(assets/[^"]+)"></script>')
ADDRESS = re.compile(r"url\((?!\s*[\"']?data:)")


def inline_blocking(site: Path) -> None:
    """Replace the links to style sheets in the head, and to scripts that are not deferred, by what they name.

    A page that has none is left as it is, so that a second run changes nothing. The files stay:
    those that no page names any more are removed with the other unused ones.

    Raises:
        GuideError: A page is marked as if this step had been there, or a style sheet names a file, which
            would not be found from a page in another folder, or a script would end its element early.
    """

    @cache
    def text(name: str) -> str:
        return (site / name).read_text(encoding="utf-8")

    @cache
    def rules(name: str) -> tuple[Rule, ...]:
        return _read(text(name))

    @cache
    def script(name: str) -> str:
        return _within_markup(str(rjsmin.jsmin(text(name))), name)

    for page in pages(site):
        html = page.read_text(encoding="utf-8")
        head, end, body = html.partition(HEAD_END)
        if not (STYLE.search(head) or SCRIPT.search(html)):
            continue
        if MARK in html:
            name, line = page.relative_to(site).as_posix(), html[: html.index(MARK)].count("\n") + 1
            said = "What stands in this page is marked data-inline, as only the publish step does."
            raise GuideError([Problem(name, line, CHECK, said, "Move it into a file.")])
        names = Names(html, [text(name) for name in _scripts(html)])
        styles = "".join(needed(rules(name), names, medium) for medium, name in STYLE.findall(head))
        first = STYLE.search(head)
        if first:
            before, after = head[: first.start()], STYLE.sub("", head[first.end() :])
            head = f"{before}<style{MARK}{styles}</style>{after}"
        linked = head + end + body
        inlined = SCRIPT.sub(lambda link: f"<script{MARK}{script(link[1])}</script>", linked)
        write_if_changed(page, inlined)


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


def _within_markup(script: str, name: str) -> str:
    """The script, when it can stand in a page: these words would end its element, or open a comment."""
    if re.search(r"</script|<!--", script, re.IGNORECASE):
        said = "A script that is put into pages has </script or <!-- in it."
        raise GuideError([Problem(name, 1, CHECK, said, "Write it in two pieces, or leave it out.")])
    return script
