"""Changes of a page's head that have one right answer: the order of its lines, and how days are written."""

from __future__ import annotations

import re
from datetime import date

from macros.checks.fixes_text import FENCE, MONTHS, Mended
from macros.facts.page_meta import PageMeta

KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)
# A day as text, or in words: 'published: "2026-11-21"', "published: 21 November 2026".
FIELDS = "last_reviewed|next_review|published|checked|date|since|retired|marked|measured"
DAY = re.compile(
    rf"^(\s*(?:- )?(?:{FIELDS}): *)"
    rf"(?:([\"'])(\d{{4}}-\d{{2}}-\d{{2}})\2|[\"']?(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})[\"']?)(?=\s*$)",
    re.MULTILINE,
)


def mend_head(text: str) -> tuple[str, list[Mended]]:
    """The head of a page with its days as days, and its lines in their order."""
    head = FENCE.match(text)
    if not head:
        return text, []
    days, found = mend_days(head.group())
    return _in_order(days, found) + text[head.end() :], found


def mend_days(text: str) -> tuple[str, list[Mended]]:
    """Days that YAML reads as days: year-month-day without quotes."""
    found: list[Mended] = []

    def day(match: re.Match[str]) -> str:
        new = match.group(3)
        if new is None:
            try:
                month = MONTHS.index(match.group(5)) + 1
                new = date(int(match.group(6)), month, int(match.group(4))).isoformat()
            except ValueError:
                return match.group()
        line = text.count("\n", 0, match.start(1)) + 1
        check = "front-matter" if text.startswith("---\n") else "facts"
        found.append(Mended(line, match.group().strip(), f"{match.group(1)}{new}".strip(), check))
        return f"{match.group(1)}{new}"

    return DAY.sub(day, text), found


def _in_order(head: str, found: list[Mended]) -> str:
    """The head with its fields in the order of the contract; a field that nobody knows keeps it as it is."""
    inside = head.removeprefix("---\n")
    inside = inside[: inside.rindex("---\n")]
    starts = [match.start() for match in KEY.finditer(inside)]
    names = [match.group(1) for match in KEY.finditer(inside)]
    known = list(PageMeta.model_fields)
    if not starts or starts[0] != 0 or len(set(names)) != len(names) or not set(names) <= set(known):
        return head
    wanted = sorted(names, key=known.index)
    if wanted == names:
        return head
    ends = [*starts[1:], len(inside)]
    parts = {name: inside[a:b] for name, a, b in zip(names, starts, ends, strict=True)}
    found.append(Mended(2, ", ".join(names), ", ".join(wanted), "front-matter"))
    return "---\n" + "".join(parts[name] for name in wanted) + "---\n"
