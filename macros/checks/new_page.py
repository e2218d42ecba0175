"""Writes a new page, its line in the menu and its address in the record. Run: make new-page.

It passes every check but one: a sentence that stands for words to come is refused until they are written.

TITLE and PAGE are asked for where they are not given: make new-page TITLE="Scars and time" PAGE=scars
"""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml

from macros.checks.addresses import ADDRESSES, address_of, read_addresses, read_redirects, record
from macros.checks.guide import Guide
from macros.components.page import today
from macros.errors import GuideError, Problem
from macros.facts.page_meta import LONGEST_DESCRIPTION, SHORTEST_DESCRIPTION

CHECK = "new-page"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
SETTINGS = "mkdocs.yml"
# Where the menu's lines stand, and those of one page.
NAV = re.compile(r"^nav:\n((?:[ \t]+.*\n|\n)+)", re.MULTILINE)
ENTRY = re.compile(r"^([ \t]+- )(?:[^:\n]+: )?([\w/-]+)\.md[ \t]*(?:#.*)?$", re.MULTILINE)
MONTHS_TO_REVIEW = 6


class StillToWrite(NamedTuple):
    """A sentence of a new page that stands for words to come, and what to write in its place."""

    words: str
    write: str


# By their places in the page. The check "unwritten" refuses each of them, wherever it stands.
STILL_TO_WRITE = {
    "description": StillToWrite(
        "This page is still being written, so it has no summary yet.",
        f"Write what the page tells, in {SHORTEST_DESCRIPTION} to {LONGEST_DESCRIPTION} letters.",
    ),
    "purpose": StillToWrite(
        "To tell you what is known about this, and what is not.",
        "Write what readers can do once they have read the page.",
    ),
    "audience": StillToWrite(
        "Anyone who wants to know more about this.",
        "Write who the page is for.",
    ),
    "main_message": StillToWrite(
        "This page is new, and its answer is still being written.",
        "Write the answer of the page in 1 or 2 sentences.",
    ),
    "part": StillToWrite(
        "We are still writing this part.",
        "Write this part, or delete it with its heading.",
    ),
}
PAGE = """\
---
title: {title}
description: {description}
purpose: {purpose}
audience: {audience}
main_message: {main_message}
last_reviewed: {today}
next_review: {review}
reviewed_by: []
published: {today}
---
{{{{ in_short() }}}}

## What we know {{ #known }}

{part}

## What we do not know {{ #not-known }}

{part}

{{{{ next_steps(["{next}"]) }}}}

{{{{ sources_list() }}}}

{{{{ review_box() }}}}
"""


def main() -> int:
    """Write the page, and say what to do next; 1 and one line for each reason when it cannot be written."""
    parser = argparse.ArgumentParser(prog="python -m macros.checks.new_page", description=__doc__)
    parser.add_argument("--title", default="", help="the title that readers see")
    parser.add_argument("--page", default="", help='its path below docs without ".md", such as choose/france')
    parser.add_argument("--project", type=Path, default=Path(), help="root of the project")
    arguments = parser.parse_args()
    project = arguments.project.resolve()
    try:
        title = arguments.title or _asked("Title of the page: ")
        page = arguments.page or _asked("Its path below docs, such as scars or choose/france: ")
        written = new_page(Guide(project, project / "docs"), title, page, today())
    except GuideError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in written))
    return 0


def new_page(guide: Guide, title: str, page: str, day: date) -> list[str]:
    """Write a page, its line in the menu, and its address in the record of a guide that has one.

    Args:
        guide: The guide.
        title: The title that readers see.
        page: The path below docs; ".md" at its end may be left out.
        day: The day of its first review.

    Returns:
        What was done and what comes next, in lines.

    Raises:
        GuideError: The page cannot be written; nothing is changed then.
    """
    title = " ".join(title.split())
    name = page.strip().removeprefix("docs/").strip("/").removesuffix(".md")
    refused = list(_refusals(guide, title, name))
    if refused:
        raise GuideError([Problem(f"docs/{name or '…'}.md", 1, CHECK, said, fix) for said, fix in refused])
    settings = guide.project / SETTINGS
    menu, line, before = _menu(settings.read_text(encoding="utf-8"), name)
    has_record = read_addresses(guide.docs, guide.project) is not None
    text = _text(guide, title, name, day)
    file = guide.docs / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    settings.write_text(menu, encoding="utf-8", newline="\n")
    new = record(guide.docs, guide.project) if has_record else []
    return [
        f"docs/{name}.md is written. Fill in these lines:",
        *(f"docs/{name}.md:{number}: {write}" for number, write in _to_fill_in(text)),
        f"{SETTINGS}:{line}: it stands in the menu after {before}. Move the line where it belongs.",
        *(f"docs/{ADDRESSES.as_posix()}: {address} is new." for address in new),
        "A page about health also needs a line “aspect:”; see another page of that kind.",
        "Next: make serve shows it, make check names what is still to write, make fix mends what is certain.",
    ]


def _to_fill_in(text: str) -> list[tuple[int, str]]:
    """The lines of a new page that stand for words to come, each with what to write."""
    return [
        (number, each.write)
        for number, line in enumerate(text.splitlines(), start=1)
        for each in STILL_TO_WRITE.values()
        if each.words in line
    ]


def _refusals(guide: Guide, title: str, name: str) -> list[tuple[str, str]]:
    """Why the page cannot be written, each with what to do."""
    found: list[tuple[str, str]] = []
    longest = 70
    if not 3 <= len(title) <= longest:
        said = f"The title has {len(title)} letters." if title else "There is no title."
        found.append((said, f'Give one of 3 to {longest} letters: make new-page TITLE="Scars and time".'))
    if re.search(r'[{}<>"]', title):
        found.append((f'The title "{title}" has a sign that a page cannot show.', "Write words only."))
    if not NAME.fullmatch(name):
        said = f'"{name}" is no path of a page.' if name else "There is no path."
        found.append((said, "Write small letters, digits and single hyphens: make new-page PAGE=scars."))
    elif name.split("/")[0] in {"data", "assets"}:
        found.append((f'"{name}" stands in a folder that holds no pages.', "Choose another folder."))
    else:
        paths = {path.removesuffix(".md") for path in guide.page_paths()}
        if name in paths or f"{name}/index" in paths or name.removesuffix("/index") in paths:
            found.append((f"There is a page at /{name}/ already.", "Edit that one, or choose another path."))
        for redirect in read_redirects(guide.docs, guide.project)[0]:
            if redirect.old == address_of(f"{name}.md"):
                said = f"{redirect.old} is retired, and leads to {redirect.to}."
                found.append((said, "Choose another path, or take its entry out of docs/data/redirects.yml."))
    for other in guide.pages:
        if other.meta.title.lower() == title.lower():
            found.append((f"{other.name} has this title already.", "Choose another title."))
    return found


def _text(guide: Guide, title: str, name: str, day: date) -> str:
    """The page, with every line of its head: the checks read them as soon as it is there."""
    month = day.month + MONTHS_TO_REVIEW
    review = date(day.year + (month - 1) // 12, (month - 1) % 12 + 1, min(day.day, 28))
    words = {place: each.words for place, each in STILL_TO_WRITE.items()}
    return PAGE.format(
        title=_yaml(title),
        description=_yaml(f"{title if title[-1] in '.!?' else f'{title}.'} {words['description']}"),
        purpose=_yaml(words["purpose"]),
        audience=_yaml(words["audience"]),
        main_message=_yaml(words["main_message"]),
        part=words["part"],
        today=day.isoformat(),
        review=review.isoformat(),
        next=_next(guide, name),
    )


def _next(guide: Guide, name: str) -> str:
    """The page that readers go to next: the first page of the guide, but for itself."""
    return next(
        path.removesuffix(".md") for path in ("index.md", *guide.page_paths()) if path != f"{name}.md"
    )


def _yaml(text: str) -> str:
    """The text as a value of YAML: as it stands, or in quotes where it would be read as something else."""
    try:
        plain = yaml.safe_load(f"x: {text}")
    except yaml.YAMLError:
        plain = None
    return text if plain == {"x": text} else "'" + text.replace("'", "''") + "'"


def _menu(settings: str, name: str) -> tuple[str, int, str]:
    """The settings with the page in the menu, the line it stands in, and the page before it.

    It comes after the last page of its own folder, else after the last page of all.

    Raises:
        GuideError: The settings have no menu with pages in it.
    """
    nav = NAV.search(settings)
    entries = list(ENTRY.finditer(settings, nav.start(1), nav.end(1))) if nav else []
    if not entries:
        said = "The settings have no menu with pages in it."
        raise GuideError([Problem(SETTINGS, 1, CHECK, said, 'Add "nav:" with a line for a page.')])
    folder = name.rpartition("/")[0]
    near = [entry for entry in entries if folder and entry.group(2).rpartition("/")[0] == folder] or entries
    after = near[-1]
    line = f"\n{after.group(1)}{name}.md"
    at = settings.count("\n", 0, after.end()) + 2
    return settings[: after.end()] + line + settings[after.end() :], at, f"{after.group(2)}.md"


def _asked(question: str) -> str:
    """What a person types; nothing where nobody is asked."""
    if not sys.stdin.isatty():
        return ""
    try:
        return input(question).strip()
    except EOFError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
