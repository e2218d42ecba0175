"""A changed wait keeps what it was, readers are told of it, and the guide can be built as it stood on a day."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from macros.errors import GuideError
from macros.facts import Facts, load_facts
from macros.facts.freshness import LONGEST, checked_facts, expires, is_old
from macros.facts.history import as_of, in_words
from macros.facts.models import WaitChange
from tests.conftest import PROJECT, build_site, run
from tests.publish.test_feed import children, entries, mistakes, said, with_changes

REASON = "A new study saw later fading."
LATER = "Two clinics told us of peeling."
# The wait of the small guide from a tan to a peel, changed twice: 10 days, then 14, then 12 with another certainty.
WAS = f"""    since: 2027-03-01
    was:
      - since: 2027-01-15
        not_before: 5
        advised: 14
        until: 60
        certainty: low
        basis: [trial]
        why: ["The tan needs time to fade."]
        sources: [a1]
        checked: 2027-01-15
        why_changed: {LATER}
      - not_before: 5
        advised: 10
        until: 60
        certainty: low
        basis: [trial]
        why: ["The tan needs time to fade."]
        disagreement:
          - {{source: a2, says: 2 days, days: 2}}
        sources: [a1]
        checked: 2026-11-21
        why_changed: {REASON}
"""
RETIRED = """
retired:
  - id: tan-then-foot-peel
    purpose: touch-up
    from: tan
    to: tan
    area: same
    not_before: 20
    advised: 30
    certainty: low
    basis: [trial]
    why: ["Nobody knows."]
    sources: [a1]
    checked: 2026-11-21
    retired: 2027-02-10
    why_retired: The study was withdrawn.
"""


def changed(project: Path, history: str = WAS, retired: str = RETIRED) -> Path:
    """The small guide with a wait that changed twice and one that is no longer given."""
    file = project / "docs" / "data" / "intervals.yml"
    text = file.read_text(encoding="utf-8")
    start, end = text.index("  - id: tan-then-peel\n"), text.index("  - id: tan-then-strong-peel\n")
    entry = text[start:end]
    entry = entry.replace("advised: 10", "advised: 12").replace("certainty: low", "certainty: moderate")
    entry = entry.replace("    checked: 2026-11-21\n", f"    checked: 2027-03-01\n{history}")
    file.write_text(f"{text[:start]}{entry}{text[end:]}{retired}", encoding="utf-8")
    return project


def facts_of(project: Path) -> Facts:
    """The facts of a project."""
    return load_facts(project / "docs" / "data", project)


def test_the_guide_has_no_history_yet_and_tells_only_what_its_editors_wrote() -> None:
    facts = facts_of(PROJECT)
    assert facts.retired == ()
    assert all(interval.was == () and interval.since is None for interval in facts.intervals)
    assert facts.news == facts.changes
    assert as_of(facts, date(2030, 1, 1)).intervals == facts.intervals
    assert as_of(facts, date(2020, 1, 1)).intervals == facts.intervals


@pytest.mark.parametrize(
    ("day", "advised", "certainty", "checked"),
    [
        (date(2026, 1, 1), 10, "low", date(2026, 11, 21)),
        (date(2027, 1, 14), 10, "low", date(2026, 11, 21)),
        (date(2027, 1, 15), 14, "low", date(2027, 1, 15)),
        (date(2027, 2, 28), 14, "low", date(2027, 1, 15)),
        (date(2027, 3, 1), 12, "moderate", date(2027, 3, 1)),
        (date(2030, 1, 1), 12, "moderate", date(2027, 3, 1)),
    ],
)
def test_the_wait_that_held_on_a_day(
    project: Path, day: date, advised: int, certainty: str, checked: date
) -> None:
    then = as_of(facts_of(changed(project)), day)
    row = then.interval("tan-then-peel")
    assert (row.advised, row.certainty, row.checked) == (advised, certainty, checked)
    assert (then.stood_on is None) == (day >= date(2027, 3, 1))
    # An old row without the waits that others published has those of today.
    assert [advice.days for advice in row.disagreement] == ([2] if advised == 10 else [2, 20])


@pytest.mark.parametrize(("day", "given"), [(date(2027, 2, 9), True), (date(2027, 2, 10), False)])
def test_a_retired_wait_was_given_until_that_day(project: Path, day: date, given: bool) -> None:
    facts = facts_of(changed(project))
    assert "tan-then-foot-peel" not in facts.ids("interval")
    assert ("tan-then-foot-peel" in as_of(facts, day).ids("interval")) == given


def test_a_wait_that_came_later_was_no_rule_before(project: Path) -> None:
    file = project / "docs" / "data" / "intervals.yml"
    text = file.read_text(encoding="utf-8")
    strong = text.index("  - id: tan-then-strong-peel")
    text = text[:strong] + text[strong:].replace("checked:", "since: 2027-04-01\n    checked:", 1)
    file.write_text(text, encoding="utf-8")
    facts = facts_of(project)
    then = as_of(facts, date(2027, 3, 31))
    assert "tan-then-strong-peel" not in then.ids("interval")
    (row,) = [row for row in then.no_published_rule if row not in facts.no_published_rule]
    assert (row.from_, row.to, row.area, row.kind) == ("tan", "peel", "same", "strong")
    assert row.why == facts.words["history"]["no_rule"]
    assert as_of(facts, date(2027, 4, 1)).intervals == facts.intervals


def test_readers_are_told_each_change_newest_first_with_before_after_and_why(project: Path) -> None:
    facts = facts_of(changed(project))
    assert [(change.id, change.why) for change in facts.news] == [
        ("tan-then-peel-2027-03-01", LATER),
        ("tan-then-foot-peel-2027-02-10", "The study was withdrawn."),
        ("tan-then-peel-2027-01-15", REASON),
    ]
    newest, gone, oldest = facts.news
    assert newest.what == (
        "We plan on: 12 days. It was: 2 weeks.",
        "How sure we are: Some support. It was: Weak evidence.",
    )
    assert oldest.what == ("We plan on: 2 weeks. It was: 10 days.",)
    assert gone.what == ("We plan on: none now. It was: 30 days.",)
    assert newest.title.startswith("A changed wait: ")
    assert isinstance(newest, WaitChange)
    assert newest.wait == "tan-then-peel"
    assert facts.edition == date(2027, 3, 1)


def test_every_value_a_reader_acts_on_has_words(project: Path) -> None:
    facts = facts_of(project)
    names = facts.words["history"]["fields"]
    for interval in facts_of(PROJECT).intervals:
        for name in names:
            assert in_words(interval, name, facts_of(PROJECT).words)


MISTAKES: list[tuple[str, str, str, str]] = [
    ("no-since", "    since: 2027-03-01\n", "", '"since" is missing'),
    ("same-day", "- since: 2027-01-15", "- since: 2027-03-01", "two rows began on 2027-03-01"),
    ("not-in-order", "- since: 2027-01-15", "- since: 2027-04-15", "after the row above it"),
    ("nothing-changed", "advised: 10", "advised: 14", "nothing changed"),
    ("no-reason", f"        why_changed: {REASON}\n", "", '"why_changed" is missing'),
    (
        "checked-before-the-old-row",
        "checked: 2027-01-15",
        "checked: 2026-11-20",
        '"checked" is 2026-11-20, before',
    ),
    (
        "limits-crossed",
        "not_before: 5\n        advised: 14",
        "not_before: 50\n        advised: 14",
        "more than",
    ),
    (
        "unknown-source",
        "sources: [a1]\n        checked: 2027",
        "sources: [a9]\n        checked: 2027",
        '"a9"',
    ),
    (
        "unknown-field",
        "until: 60\n        certainty",
        "untill: 60\n        certainty",
        'Did you mean "until"',
    ),
]


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [mistake[1:] for mistake in MISTAKES],
    ids=[mistake[0] for mistake in MISTAKES],
)
def test_a_history_that_cannot_be_is_one_line(project: Path, right: str, wrong: str, words: str) -> None:
    assert WAS.count(right) >= 1
    with pytest.raises(GuideError) as stopped:
        facts_of(changed(project, WAS.replace(right, wrong, 1)))
    lines = str(stopped.value).splitlines()
    assert any(
        re.match(r"docs/data/intervals\.yml:\d+: .*\[(history|facts)\]$", line) and words in line
        for line in lines
    ), lines


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("    retired: 2027-02-10\n", "", '"retired" is missing'),
        ("    why_retired: The study was withdrawn.\n", "", '"why_retired" is missing'),
        ("id: tan-then-foot-peel", "id: tan-then-peel", "never used twice"),
        ("    retired: 2027-02-10\n", "    since: 2027-02-10\n    retired: 2027-02-10\n", "later day"),
    ],
)
def test_a_mistake_in_a_retired_wait_is_one_line(project: Path, right: str, wrong: str, words: str) -> None:
    with pytest.raises(GuideError, match=words):
        facts_of(changed(project, retired=RETIRED.replace(right, wrong)))


# --- the built guide ---------------------------------------------------------------


@pytest.fixture(scope="module")
def site_of(second_guide: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Builds the small guide with history and a page of changes, as of a day."""
    folder = tmp_path_factory.mktemp("history")
    project = changed(with_changes(shutil.copytree(second_guide, folder / "guide")))
    built: dict[str, Path] = {}

    def build(day: str) -> Path:
        if day not in built:
            built[day] = build_site(
                folder / f"site{day}", project=project, PYTHONPATH=str(PROJECT), AS_OF=day
            )
        return built[day]

    return build


def test_the_page_of_changes_shows_before_after_day_and_reason(site_of: Callable[[str], Path]) -> None:
    html = (site_of("2027-04-01") / "changes" / "index.html").read_text(encoding="utf-8")
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "We plan on: 12 days. It was: 2 weeks." in text
    assert "We plan on: 2 weeks. It was: 10 days." in text
    assert LATER in text
    assert REASON in text
    assert re.search(
        r'<h3 id="tan-then-peel-2027-03-01"><time datetime="2027-03-01">1 March 2027</time>', html
    )
    order = re.findall(r'<time datetime="([\d-]+)"', html[html.index("changes-list") :])
    assert order == sorted(order, reverse=True)
    # The page of the wait names the change in its box, and one that does not show the wait does not.
    home = (site_of("2027-04-01") / "index.html").read_text(encoding="utf-8")
    assert "changes/#tan-then-peel-2027-03-01" in home
    other = (site_of("2027-04-01") / "get-help" / "index.html").read_text(encoding="utf-8")
    assert "#tan-then-peel-2027-03-01" not in other


def test_the_feed_tells_the_changed_waits(site_of: Callable[[str], Path]) -> None:
    site = site_of("2027-04-01")
    text = (site / "feed.xml").read_text(encoding="utf-8")
    assert list(mistakes(text)) == []
    found = [(said(entry, "title"), said(entry, "content")) for entry in entries(site)]
    (words,) = [
        words for title, words in found if "changed wait" in title and "We plan on: 12 days." in words
    ]
    assert "It was: 2 weeks." in words
    assert LATER in words
    assert said(ElementTree.fromstring(text), "updated") == "2027-03-01T00:00:00Z"
    ids = [said(each, "id") for each in children(ElementTree.fromstring(text), "entry")]
    assert len(ids) == len(set(ids)) == 6


def test_a_past_day_has_its_own_waits_and_says_so(site_of: Callable[[str], Path]) -> None:
    site = site_of("2027-01-20")
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "This copy shows the waits as they were on 20 January 2027." in home
    message = re.search(r'<p class="in-short-message">(.*?)</p>', home)
    assert message
    assert "Wait 2 weeks between" in message.group(1)
    assert "12 days" not in message.group(1)
    # The worked example counts with them too, and readers were told of no later change.
    assert ", <span>day 14</span>" in home
    changes = (site / "changes" / "index.html").read_text(encoding="utf-8")
    assert "tan-then-peel-2027-01-15" in changes
    assert "tan-then-peel-2027-03-01" not in changes


def test_today_says_nothing_of_another_day(site_of: Callable[[str], Path]) -> None:
    assert "This copy shows the waits" not in (site_of("2027-04-01") / "index.html").read_text("utf-8")


# --- facts that nobody checked for too long -------------------------------------------


def test_a_fact_is_old_a_year_after_its_check() -> None:
    facts = facts_of(PROJECT)
    for fact in checked_facts(facts):
        assert expires(fact) == fact.checked + LONGEST + (date(2026, 1, 2) - date(2026, 1, 1))
        assert not is_old(fact, fact.checked + LONGEST)
        assert is_old(fact, expires(fact))
    assert {type(fact).__name__ for fact in checked_facts(facts)} == {
        "Interval", "SameDay", "Claim", "Postpone", "AskFirst", "WarningSign", "Register",
    }  # fmt: skip


def test_the_build_names_the_old_facts_and_goes_on(project: Path) -> None:
    file = project / "docs" / "data" / "intervals.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("checked: 2026-11-21", "checked: 2026-01-05", 1), encoding="utf-8")
    line = text[: text.index("id: tan-then-peel")].count("\n") + 1

    def lines(day: str) -> list[str]:
        done = run("-m", "macros.checks", "--project", str(project), AS_OF=day)
        assert done.returncode == 0, done.stderr
        return [each for each in done.stderr.splitlines() if each.endswith("[expired]")]

    assert lines("2026-12-07") == []
    (soon,) = lines("2026-12-08")
    assert soon.startswith(f"docs/data/intervals.yml:{line}: To be checked by 7 January 2027: tan-then-peel.")
    (old,) = lines("2027-01-07")
    assert old.startswith(f"docs/data/intervals.yml:{line}: Too old since 7 January 2027")


def test_a_page_that_shows_an_old_fact_says_so_and_others_do_not(project: Path, tmp_path: Path) -> None:
    claims = project / "docs" / "data" / "claims" / "all.yml"
    text = claims.read_text(encoding="utf-8")
    at = text.index("id: tan-onset")
    text = text[:at] + text[at:].replace("checked: 2026-11-21", "checked: 2026-01-05", 1)
    claims.write_text(text, encoding="utf-8")
    words = "We last checked something on this page against its sources on 5 January 2026."
    for day, told in (("2027-01-06", False), ("2027-01-07", True)):
        site = build_site(tmp_path / day, project=project, PYTHONPATH=str(PROJECT), AS_OF=day)
        assert (words in (site / "index.html").read_text("utf-8")) == told
        assert words not in (site / "get-help" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("field", ["checked", "since"])
def test_a_day_that_is_still_to_come_is_a_mistake(project: Path, field: str) -> None:
    file = project / "docs" / "data" / "intervals.yml"
    text = file.read_text(encoding="utf-8")
    changes = {"checked": "checked: 2031-11-21", "since": "checked: 2026-11-21\n    since: 2031-11-21"}
    file.write_text(text.replace("checked: 2026-11-21", changes[field], 1), encoding="utf-8")
    done = run("-m", "macros.checks", "--project", str(project), AS_OF="2026-11-22")
    assert done.returncode == 1
    assert f'"{field}" is 2031-11-21, a day that is still to come.' in done.stderr
    done = run("-m", "macros.checks", "--project", str(project), AS_OF="2031-11-21")
    assert "still to come" not in done.stderr


def test_a_day_that_is_none_is_one_line(project: Path) -> None:
    done = run("-m", "macros.checks", "--project", str(project), AS_OF="soon")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith('AS_OF:1: "soon" is not a day.')
    assert line.endswith("Write it as AS_OF=2027-05-01. [dates]")
