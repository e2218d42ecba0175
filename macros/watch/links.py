"""Looks whether the web addresses in docs/data still answer. Run: python -m macros.watch.links.

It prints a Markdown table of those that need an editor, and nothing when none does. It is a polite visitor:
one request at a time to each host, with a pause in between, no page read to its end, and a host that asks for
time gets it. Some hosts let only browsers in: those addresses are counted, and are no mistake.
"""

from __future__ import annotations

import argparse
import email.utils
import http.client
import socket
import ssl
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urljoin, urlsplit

from macros.errors import GuideError
from macros.facts.yaml_source import Location, read_yaml

State = Literal["fine", "moved", "broken", "unsure"]

AGENT = "Mozilla/5.0 (compatible; link check of a health guide; one request at a time)"
HOSTS_AT_ONCE = 8
MOST_REDIRECTS = 8
# What a server says that takes no HEAD request, or answers one with something else than it would a GET.
NO_HEAD = {400, 403, 404, 405, 406, 410, 501}
# What a server says to whom it takes for a robot, or for someone without an account.
NOT_FOR_PROGRAMS = {401, 402, 403, 406, 418, 429, 451, 503, 999}
WAIT_FIRST = {429, 503}
FOR_GOOD = {301, 308}
REDIRECTS = FOR_GOOD | {302, 303, 307}
# What stands in addresses as it is; all else that is no plain letter is encoded.
KEPT = "/%:@!$&'()*+,;=~"


@dataclass(frozen=True)
class Pace:
    """How patient the check is, in seconds, and how often it tries."""

    timeout: float = 20
    pause: float = 1
    longest_wait: float = 60
    tries: int = 3


@dataclass(frozen=True)
class Place:
    """Where an address is typed."""

    address: str
    file: str
    line: int


@dataclass(frozen=True)
class Found:
    """What became of an address: its state, and in a few words why."""

    state: State
    said: str


@dataclass(frozen=True)
class Answer:
    """What a server said: its status, and the headers that matter here."""

    status: int
    location: str = ""
    retry_after: str = ""


class NoAnswerError(Exception):
    """No server answered; its words say why."""


# Asks once, by method, address and seconds to wait: an Answer, or NoAnswerError.
Ask = Callable[[str, str, float], Answer]


def places(data: Path, project: Path) -> list[Place]:
    """Every web address in the guide's files of facts.

    Args:
        data: The guide's docs/data folder.
        project: Folder that file names are relative to.

    Raises:
        GuideError: A file is not YAML.
    """
    found: list[Place] = []
    for file in sorted(data.rglob("*.yml")):
        source = read_yaml(file, project)
        found += (Place(text, source.name, source.line(where)) for where, text in _addresses(source.data))
    return found


def _addresses(value: Any, where: Location = ()) -> Iterator[tuple[Location, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _addresses(inner, (*where, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _addresses(inner, (*where, index))
    elif isinstance(value, str) and value.startswith(("http://", "https://")) and " " not in value:
        yield where, value


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def ask_the_web(method: str, address: str, seconds: float) -> Answer:
    """Ask a server once, and read nothing but its headers.

    Raises:
        NoAnswerError: It cannot be reached, or does not answer in time.
    """
    headers = {"User-Agent": AGENT, "Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"}
    request = urllib.request.Request(_encoded(address), headers=headers, method=method)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=seconds) as answer:
            return Answer(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers.get("Location", ""), error.headers.get("Retry-After", ""))
    except urllib.error.URLError as error:
        raise NoAnswerError(_reason(error.reason)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswerError(_reason(error)) from None


def _encoded(address: str) -> str:
    """The address without its fragment, and in the letters that may travel."""
    parts = urlsplit(address)
    host = parts.netloc.encode("idna").decode()
    path, query = quote(parts.path, safe=KEPT), quote(parts.query, safe=f"{KEPT}?")
    return parts._replace(netloc=host, path=path, query=query, fragment="").geturl()


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "no such host"
    if isinstance(error, ssl.SSLError):
        return "its certificate is not in order"
    if isinstance(error, ConnectionError):
        return "the connection was refused or cut"
    return f"no answer that can be read ({type(error).__name__})"


class Checker:
    """Checks addresses one after another for each host.

    Attributes:
        pace: How patient it is.
        ask: Asks a server once.
        sleep: Waits for some seconds.
    """

    def __init__(
        self, pace: Pace = Pace(), ask: Ask = ask_the_web, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.pace = pace
        self.ask = ask
        self.sleep = sleep

    def check(self, addresses: Sequence[str]) -> dict[str, Found]:
        """What became of each address. Hosts are asked side by side, and each host one address at a time."""
        hosts: dict[str, list[str]] = defaultdict(list)
        for address in dict.fromkeys(addresses):
            hosts[urlsplit(address).netloc.lower()].append(address)
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            found = dict(pair for pairs in pool.map(self._host, hosts.values()) for pair in pairs)
        return {address: found[address] for address in dict.fromkeys(addresses)}

    def _host(self, addresses: Sequence[str]) -> list[tuple[str, Found]]:
        found: list[tuple[str, Found]] = []
        for index, address in enumerate(addresses):
            if index:
                self.sleep(self.pace.pause)
            found.append((address, self.follow(address)))
        return found

    def follow(self, address: str) -> Found:
        """What became of one address, and of those it leads on to."""
        here, moved, seen = address, False, {address}
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer = self._patiently(here)
            except NoAnswerError as error:
                return Found("broken", str(error))
            if answer.status not in REDIRECTS or not answer.location:
                return _judged(answer, address, here, moved)
            # Only a first stretch of lasting redirects says that the address itself is another one now.
            moved = answer.status in FOR_GOOD and (moved or here == address)
            here = urljoin(here, answer.location)
            if urlsplit(here).scheme not in {"http", "https"}:
                return Found("broken", f"it leads to {here[:60]}, which is no web address")
            if here in seen:
                return Found("unsure", "it leads in a circle, at least without cookies")
            seen.add(here)
        return Found("unsure", f"it leads on more than {MOST_REDIRECTS} times")

    def _patiently(self, address: str) -> Answer:
        """What the server says in the end: by GET where it takes no HEAD, later where it asks for time."""
        answer = self._again(lambda: self.ask("HEAD", address, self.pace.timeout))
        if answer.status in NO_HEAD:
            self.sleep(self.pace.pause)
            answer = self._again(lambda: self.ask("GET", address, self.pace.timeout))
        return answer

    def _again(self, once: Callable[[], Answer]) -> Answer:
        for left in range(self.pace.tries - 1, -1, -1):
            try:
                answer = once()
            except NoAnswerError:
                if not left:
                    raise
                self.sleep(self.pace.pause)
                continue
            if (answer.status not in WAIT_FIRST and answer.status < 500) or not left:
                return answer
            seconds = seconds_asked_for(answer.retry_after, datetime.now(UTC))
            if seconds > self.pace.longest_wait:
                return answer
            self.sleep(max(seconds, self.pace.pause))
        raise AssertionError("it returns or raises at the last try")


def seconds_asked_for(retry_after: str, now: datetime) -> float:
    """The header Retry-After in seconds: a number, or a moment; 0 where there is none that can be read."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _judged(answer: Answer, address: str, here: str, moved: bool) -> Found:
    if answer.status in NOT_FOR_PROGRAMS:
        return Found("unsure", f"the host lets no program in ({answer.status})")
    if not 200 <= answer.status < 300:
        return Found("broken", f"the host answers {answer.status}")
    if moved and here.partition("#")[0] != address.partition("#")[0]:
        return Found("moved", f"it is at {here} now")
    return Found("fine", "")


def markdown(found: Mapping[str, Found], typed: Sequence[Place]) -> str:
    """A table of what needs an editor, broken addresses first; empty when nothing does."""
    rows: list[str] = []
    for state, words in (("broken", "Broken"), ("moved", "Moved")):
        for place in typed:
            what = found[place.address]
            if what.state == state:
                where = f"`{place.file}`, line {place.line}"
                rows.append(f"| {words} | {_cell(place.address)} | {where} | {_cell(what.said)} |\n")
    if not rows:
        return ""
    return (
        f"{counted(found)}\n\n| | Address | Where | Why |\n|---|---|---|---|\n{''.join(rows)}\n"
        "First look at each in a browser. A moved source gets its new address; a broken one gets another "
        "copy of the same text, or the fact loses that source. This issue is written anew each week.\n"
    )


def counted(found: Mapping[str, Found]) -> str:
    """How many addresses are in each state, in a line."""
    of = {
        state: sum(what.state == state for what in found.values())
        for state in ("fine", "moved", "broken", "unsure")
    }
    return (
        f"{len(found)} addresses: {of['fine']} answer, {of['broken']} are broken, {of['moved']} moved, "
        f"{of['unsure']} can only be looked at in a browser."
    )


def _cell(text: str) -> str:
    """Text as it may stand in a cell: what a server said is shown, and never read as Markdown."""
    plain = "".join(letter for letter in text if letter.isprintable()).replace("`", "'").replace("|", "%7C")
    return f"`{plain[:300]}`"


def main() -> int:
    """Print the table of the guide in this folder; 1 when the facts cannot be read, 2 without a network."""
    parser = argparse.ArgumentParser(prog="python -m macros.watch.links", description=__doc__)
    parser.add_argument("--project", type=Path, default=Path(), help="root of the project")
    parser.add_argument("--pause", type=float, default=Pace.pause, help="seconds between requests to a host")
    parser.add_argument("--timeout", type=float, default=Pace.timeout, help="seconds to wait for an answer")
    arguments = parser.parse_args()
    project = arguments.project.resolve()
    try:
        typed = places(project / "docs" / "data", project)
    except GuideError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    pace = Pace(timeout=arguments.timeout, pause=arguments.pause)
    found = Checker(pace).check([place.address for place in typed])
    sys.stderr.write(f"{counted(found)}\n")
    if found and all(what.state == "broken" for what in found.values()):
        sys.stderr.write("No address answers at all: is there a network? Nothing is reported.\n")
        return 2
    sys.stdout.write(markdown(found, typed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
