"""Gives the custom properties of the style sheets short names: --ink-soft becomes --b.

They stand in every page, hundreds of times in all. A name that a script or a page writes keeps it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from string import ascii_lowercase

from macros.publish.html import pages, write_if_changed

NAME = re.compile(r"(?<![\w-])--[a-zA-Z][\w-]*")
SHORTEST = 3  # letters with the two dashes; a name of this length is short already


def shorten_properties(site: Path) -> None:
    """Rename them in every style sheet below `assets`. A second run changes nothing."""
    sheets = {file: file.read_text(encoding="utf-8") for file in sorted((site / "assets").rglob("*.css"))}
    scripts = (file.read_text(encoding="utf-8") for file in sorted((site / "assets").rglob("*.js")))
    kept = {name for text in scripts for name in NAME.findall(text)}
    kept |= {name for page in pages(site) for name in NAME.findall(page.read_text(encoding="utf-8"))}
    uses = Counter(name for text in sheets.values() for name in NAME.findall(text))
    # The most used first. Names of the same count in the order of the alphabet, so that builds are the same.
    names = sorted(uses.keys() - kept, key=lambda name: (-uses[name], name))
    short = _short_names(kept | {name for name in names if len(name) <= SHORTEST})
    new = {name: next(short) for name in names if len(name) > SHORTEST}
    for file, text in sheets.items():
        write_if_changed(file, NAME.sub(lambda found: new.get(found.group(), found.group()), text))


def _short_names(taken: set[str]) -> Iterator[str]:
    """--a, --b, … and --aa after --z, but for those that are taken."""
    for length in (1, 2):
        for letters in product(ascii_lowercase, repeat=length):
            name = f"--{''.join(letters)}"
            if name not in taken:
                yield name
