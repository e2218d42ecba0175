"""How a finding must tell a rate: as so many in 100, or in 1,000, and in how many people it was seen.

People compare "7 in 100" with "2 in 100" at a glance, and cannot do so with 6.8 %, "1 in 17" or "5 of 41".
A rate without the number of people behind it looks as firm from 12 people as from 12,000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine|ten)"
# The denominators that readers compare by.
SAME_FOR_ALL = r"(?:100|1,000|10,000|100,000)"

IN_WORDS = re.compile(rf"\b{NUMBER} in {SAME_FOR_ALL}\b(?!,\d|\.\d)")
PERCENTAGE = re.compile(rf"{NUMBER}\s*(?:%|per ?cent\b)", re.IGNORECASE)
OTHER_DENOMINATOR = re.compile(
    rf"\b{NUMBER} (?:of|out of|in) (?:every |the )?(?!{SAME_FOR_ALL}\b(?!,\d|\.\d)){NUMBER}(?![\d.,]*\d)"
    rf"|\b{SMALL} (?:of|out of|in) (?:every )?{SMALL}\b",
    re.IGNORECASE,
)
COUNTED = r"(?:people|patients|women|men|adults|children|visits|treatments|injections|cases|samples)"
IN_HOW_MANY = re.compile(
    rf"\b{NUMBER}(?:\s+[a-z-]+){{0,3}}\s+{COUNTED}\b|\bhow many {COUNTED}\b", re.IGNORECASE
)


def rate_mistakes(says: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the rates of a finding, and what to write instead: one pair for each mistake.

    Arguments:
        says: The finding's sentences.
    """
    in_words = IN_WORDS.search(says)
    other = PERCENTAGE.search(says) or OTHER_DENOMINATOR.search(says)
    if other and not in_words:
        yield (
            f'"{other.group()}" is not told as so many in 100.',
            'Write it in words, such as "about 7 in 100", or in 1,000 where it is rarer.',
        )
    # The words "7 in 100 people" count nobody: what is asked for is the size of the study.
    if in_words and not IN_HOW_MANY.search(IN_WORDS.sub("", says)):
        yield (
            f'"{in_words.group()}" does not say in how many people it was seen.',
            'Write how many, such as "In a study of 723 people", or "We did not see how many people it had."',
        )
