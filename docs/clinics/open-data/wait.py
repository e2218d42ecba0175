"""Print the wait that a guide publishes between two treatments.

python wait.py ADDRESS FIRST THEN [KIND] [AREA]

ADDRESS leads to rules.json. KIND and AREA may be left out or be "unsure".
It needs Python 3.9 or newer and nothing else.
"""

import json
import sys
from urllib.request import urlopen


def find_wait(data, first, then, kind="unsure", area="unsure"):
    """The rule that holds, or the row that says that none is published."""
    kinds = [
        each["id"]
        for treatment in data["treatments"]
        if treatment["id"] in (first, then)
        for each in treatment["kinds"]
    ]
    # Not sure of the kind: look at each of them. [None] is for no kinds.
    possible = [kind] if kind in kinds else kinds or [None]
    # Not sure of the area: count it as the same.
    counted = "apart" if area == "apart" else "same"
    rows = [find_row(data, first, then, each, counted) for each in possible]
    return max(rows, key=how_careful)


def find_row(data, first, then, kind, area):
    """The row for one kind and one area."""
    combine = [row for row in data["rules"] if row["purpose"] == "combine"]
    for row in combine + data["no_published_rule"]:
        if (
            (row["from"], row["to"]) == (first, then)
            and row["area"] in (area, "any")
            # A row without a kind is for all kinds.
            and row.get("kind", kind) == kind
        ):
            return row
    raise LookupError(f"The file says nothing of {first}, then {then}.")


def how_careful(row):
    """A key to sort by. No published rule is the most careful: ask first."""
    if "advised" not in row:
        return (1, 0, 0, False)
    return (0, row["not_before"], row["advised"], row["prefer_other_order"])


def main(address, *asked):
    with urlopen(address) as answer:
        data = json.load(answer)
    if data["format"].split(".")[0] != "1":
        sys.exit(f"This program reads format 1, and the file has {data['format']}.")
    row = find_wait(data, *asked)
    if "advised" not in row:
        print("No published rule:", row["why"])
    else:
        print("Rule:", row["id"])
        print("Not before: day", row["not_before"])
        print("Advised: from day", row["advised"])
        # An absent limit is not 0: it is not known.
        print("Past the usual window: from day", row.get("until", "(not known)"))
        if "condition" in row:
            print("Only if:", row["condition"])
        if row["prefer_other_order"]:
            print("The other order may be better.")
        print("How sure:", data["meanings"]["certainty"][row["certainty"]])
    print(data["notice"])
    print(data["attribution"])


if __name__ == "__main__":
    main(*sys.argv[1:])
