"""Changes of a page's frame, headings, links and terms that have one right answer."""

from __future__ import annotations

import posixpath
import re

from macros.checks.fixes_text import Mended, body_start, replaced, words_only
from macros.checks.guide import CODE, EXPRESSION
from macros.checks.pages import DO_NOT, FRAME
from macros.components.page import ANSWERS
from macros.facts import Facts
from macros.facts.medical_names import names_pattern, names_to_explain

HEADING = re.compile(r"^(#{1,6})([ \t]+)(.*?)[ \t]*$", re.MULTILINE)
HEADING_ID = re.compile(r"\{\s+#([a-z0-9]+(?:-[a-z0-9]+)*)\s+\}$")
PLANNER_LINK = re.compile(rf"\[([^\]\n\"]+)\]\(\s*<?([^)\s#>]*\.md)#({ANSWERS}[^)\s>\"]*)>?\s*\)")
ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"')
NEVER = re.compile(r"(?:don['\u2019]t|never)\s+", re.IGNORECASE)
TEMPLATE = re.compile(r"^template:", re.MULTILINE)
LONGEST_ID = 5  # words of a heading


def mend_headings(text: str) -> tuple[str, list[Mended]]:
    """Headings of the second level or below, each with an id made of its words."""
    start = body_start(text)
    visible = words_only(text) if start else ""
    ids = {match.group(1) for match in re.finditer(r"\{\s+#([a-z0-9-]+)\s+\}", text)}
    places: list[tuple[int, int, str]] = []
    for match in HEADING.finditer(text, start) if start else ():
        if visible[match.start()] != "#":
            continue  # in code
        signs, words = match.group(1), match.group(3)
        new = "##" if signs == "#" else signs
        given = HEADING_ID.search(words)
        if not given and words and "{" not in words:
            name = _free_id(words, ids)
            if name:
                ids.add(name)
                words = f"{words} {{ #{name} }}"
        line = f"{new} {words}"
        if line != match.group():
            places.append((match.start(), match.end(), line))
    return replaced(text, places, "heading")


def _free_id(words: str, taken: set[str]) -> str:
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words).lower().replace("'", "")
    parts = re.findall(r"[a-z0-9]+", plain)[:LONGEST_ID]
    stem = "-".join(parts)
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


def mend_planner_links(text: str) -> tuple[str, list[Mended]]:
    """Links with answers for the planner as calls, and things not to do with their "do not"."""
    places: list[tuple[int, int, str]] = []
    for match in PLANNER_LINK.finditer(text, body_start(text)):
        page = posixpath.normpath(match.group(2)).removesuffix(".md")
        if not page.startswith("..") and "/" not in page:
            new = f'{{{{ planner_link("{page}#{match.group(3)}", "{match.group(1)}") }}}}'
            places.append((match.start(), match.end(), new))
    text, changes = replaced(text, places, "anchors")
    places = []
    for match in DO_NOT.finditer(text):
        for item in ITEM.finditer(match.group(1)):
            found = NEVER.match(item.group(1))
            before = match.group(1)[: item.start()].rstrip()
            if found and (not before or before.endswith(",")):
                at = match.start(1) + item.start(1)
                places.append((at, at + found.end(), "do not "))
    text, found_items = replaced(text, places, "do-not")
    return text, changes + found_items


def mend_frame(text: str) -> tuple[str, list[Mended]]:
    """The calls that every page has and that take nothing: the answer first, sources and review last.

    A page with a template of its own has the frame that its template gives it.
    """
    start = body_start(text)
    if not start or TEMPLATE.search(text, 0, start):
        return text, []
    hidden = CODE.sub(lambda found: " " * len(found.group()), text)
    calls = {name: re.search(rf"\{{\{{-?\s*{name}\(", hidden[start:]) for name in FRAME}
    changes: list[Mended] = []
    if not calls["in_short"]:
        body = text[start:].lstrip("\n")
        changes.append(Mended(text.count("\n", 0, start) + 1, "", "{{ in_short() }}", "frame"))
        text = f"{text[:start]}\n{{{{ in_short() }}}}\n\n{body}"
    if not calls["review_box"]:
        text = f"{text.rstrip()}\n\n{{{{ review_box() }}}}\n"
        changes.append(Mended(text.count("\n"), "", "{{ review_box() }}", "frame"))
    if not calls["sources_list"]:
        at = text.rindex("{{ review_box()") if "{{ review_box()" in text else len(text)
        changes.append(Mended(text.count("\n", 0, at) + 1, "", "{{ sources_list() }}", "frame"))
        text = f"{text[:at].rstrip()}\n\n{{{{ sources_list() }}}}\n\n{text[at:]}"
    return text, changes


def mend_terms(text: str, facts: Facts) -> tuple[str, list[Mended]]:
    """The first use of each medical word in the page's own words as a call that opens its meaning.

    A word that a call explains before, or that stands in plain words beside it, stays as it is.
    """
    names = names_to_explain(facts)
    start = body_start(text)
    if not names or not start:
        return text, []
    visible = words_only(text)
    in_calls = [(each.start(), each.end()) for each in EXPRESSION.finditer(text)]
    met: set[str] = set()
    places: list[tuple[int, int, str]] = []
    for match in names_pattern(names).finditer(visible, start):
        term = names[match.group(1).lower()]
        if term.id in met:
            continue
        met.add(term.id)
        line_start = text.rfind("\n", 0, match.start()) + 1
        line_end = text.find("\n", match.end())
        line = text[line_start : line_end if line_end != -1 else len(text)]
        before = text[: match.start()]
        if (
            any(a <= match.start() < b for a, b in in_calls)
            or line.startswith("#")
            or re.search(rf'\bterm\(\s*"{re.escape(term.id)}"', before)
            # A call may open the word first; which one it does, only the page as it is read can tell.
            or re.search(
                r"\{\{-?\s*(?:claim|treatment_facts|all_claims|same_day_steps|interval_table)\(", before
            )
            or term.plain.lower() in line.lower()
            or re.search(r"[\[(`*_]$", before)
            or re.match(r"\s*(?:\(|means\b|, which\b|, or\b|: )|[\]`*_]", text[match.end() :])
            or "[" in line[: match.start() - line_start].rpartition("]")[2]
        ):
            continue
        word = match.group()
        shown = f'"{term.id}"' if word == term.term else f'"{term.id}", "{word}"'
        places.append((match.start(), match.end(), f"{{{{ term({shown}) }}}}"))
    return replaced(text, places, "term")
