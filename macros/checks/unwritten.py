"""A page that `make new-page` wrote cannot be published before its words are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.checks.guide import Guide, line_at, prose, quoted_words
from macros.checks.new_page import STILL_TO_WRITE
from macros.components import PageSource
from macros.errors import Problem

CHECK = "unwritten"
HEAD = ("title", "description", "purpose", "audience", "main_message")
# An editor may have broken the line within the sentence.
SENTENCES = tuple(
    (re.compile(r"\s+".join(map(re.escape, each.words.split())), re.IGNORECASE), each)
    for each in STILL_TO_WRITE.values()
)


def words_are_written(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """No sentence of a new page that stands for words to come is left, in its head, its text or its calls."""
    text = prose(page)
    for sentence, each in SENTENCES:
        said = f'"{each.words}" stands here until the words are written.'
        for field in HEAD:
            if sentence.search(getattr(page.meta, field)):
                yield page.front_matter.problem((field,), CHECK, said, each.write)
        lines = [line_at(page, match.start()) for match in sentence.finditer(text)]
        lines += [line for line, words in quoted_words(page) if sentence.search(words)]
        for line in lines:
            yield Problem(page.name, line, CHECK, said, each.write)
