"""A link to another page leads to a page: found here, before anything is built."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from macros.checks.guide import Guide, line_at, prose
from macros.components import PageSource
from macros.errors import Problem
from macros.facts.names import nearest

CHECK = "page-links"
TO_A_PAGE = re.compile(r"\]\(\s*<?([^)\s#>:]+\.md)(?:#[^)\s>]*)?>?(?:\s+[\"'][^)]*)?\s*\)")


def links_lead_to_pages(guide: Guide, page: PageSource) -> Iterator[Problem]:
    """Every link in Markdown to a page names one that is there."""
    known = guide.page_paths()
    folder = posixpath.dirname(page.path)
    for match in TO_A_PAGE.finditer(prose(page)):
        target = posixpath.normpath(posixpath.join(folder, match.group(1)))
        if target not in known:
            yield Problem(
                page.name,
                line_at(page, match.start()),
                CHECK,
                f'There is no page "{target}".',
                f"Write the path from this page to one that is there{nearest(target, known)}.",
            )
