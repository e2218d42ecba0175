"""Turns what an untrusted run wrote into a comment: python3 macros/watch/comment.py < diff.md > comment.md.

The text comes from the build of a pull request, so anybody can have written it. It is cut, loses the signs
that hide or turn round text, and stands in a fence that it cannot close: no link, picture, mention or HTML of
it works. It needs nothing but Python, so that the workflow which may write installs nothing.
"""

from __future__ import annotations

import re
import sys
import unicodedata

# The first line of the comment, by which the next run finds it again.
MARK = "<!-- facts-diff -->"
LONGEST = 60_000  # characters; GitHub takes 65,536
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
KEPT = {"\n", "\t"}


def comment(text: str) -> str:
    """The comment with this text in it; empty when there is no text."""
    plain = "".join(letter for letter in text if letter in KEPT or unicodedata.category(letter) not in HIDDEN)
    plain = plain.strip("\n")
    if not plain.strip():
        return ""
    cut = len(plain) > LONGEST
    plain = plain[:LONGEST]
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", plain)), 3)
    tail = "\n\nThe rest is too long for a comment: run `make facts-diff`." if cut else ""
    return (
        f"{MARK}\nWhat this pull request changes in the facts, and where readers see it. "
        f"The build of the pull request wrote it:\n\n{fence}diff\n{plain}\n{fence}{tail}\n"
    )


def main() -> int:
    """Read the text, at most four times what is shown, and print the comment."""
    raw = sys.stdin.buffer.read(4 * LONGEST + 4)
    sys.stdout.write(comment(raw.decode("utf-8", errors="replace")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
