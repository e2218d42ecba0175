"""The check of web addresses, against a server on this machine that answers as real ones do."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

from macros.watch.links import (
    Answer,
    Checker,
    Found,
    NoAnswerError,
    Pace,
    Place,
    markdown,
    places,
    seconds_asked_for,
)
from tests.conftest import PROJECT, run

SECONDS = 0.5  # that the check waits for an answer here
QUICK = Pace(timeout=SECONDS, pause=0)


class Server(ThreadingHTTPServer):
    """A server with one address for each way to answer; remembers what it was asked, and when."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str, float]] = []
        self.times: dict[str, int] = defaultdict(int)
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        self.released = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: that the check hangs up early is what some tests want."""

    @property
    def url(self) -> str:
        """Its address, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}"

    def methods(self, path: str) -> list[str]:
        """How an address was asked for, in order."""
        return [method for method, asked, _ in self.asked if asked == path]


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        server = self.server
        with server.lock:
            server.asked.append((self.command, self.path, time.monotonic()))
            server.times[self.path] += 1
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
        try:
            self._by_path(server.times[self.path])
        except BrokenPipeError:
            pass
        finally:
            with server.lock:
                server.at_once -= 1

    def _by_path(self, times: int) -> None:
        match self.path.partition("?")[0].split("/")[1:]:
            case ["fine", *_]:
                time.sleep(0.01)
                self._say(200)
            case ["status", code]:
                self._say(int(code))
            case ["no-head", code]:
                self._say(int(code) if self.command == "HEAD" else 200)
            case ["slow"]:
                self.server.released.wait(10)
                self._say(200)
            case ["slow-once"]:
                if times == 1:
                    self.server.released.wait(10)
                self._say(200)
            case ["cut"]:
                self.connection.close()
            case ["busy", seconds]:
                self._say(429, {"Retry-After": seconds}) if times == 1 else self._say(200)
            case ["always-busy", seconds]:
                self._say(429, {"Retry-After": seconds})
            case ["ill-once"]:
                self._say(500 if times == 1 else 200)
            case ["to", code, *rest]:
                self._say(int(code), {"Location": "/" + "/".join(rest)})
            case ["loop", which]:
                self._say(302, {"Location": "/loop/b" if which == "a" else "/loop/a"})
            case ["on", number]:
                self._say(302, {"Location": f"/on/{int(number) + 1}"})
            case ["to-mail"]:
                self._say(302, {"Location": "mailto:someone@example.org"})
            case ["endless"]:
                self._endless()
            case _:
                self._say(404)

    def _endless(self) -> None:
        """A page that never ends: who reads it whole never comes back."""
        if self.command == "HEAD":
            self._say(405)
            return
        self.send_response(200)
        self.end_headers()
        until = time.monotonic() + 10
        while time.monotonic() < until and not self.server.released.is_set():
            self.wfile.write(b"x" * 65536)

    def _say(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    """A fresh server."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def slept() -> list[float]:
    """The seconds for which the check wanted to wait."""
    return []


@pytest.fixture
def checker(slept: list[float]) -> Checker:
    """A check that notes when it wants to wait, and does not."""
    return Checker(QUICK, sleep=slept.append)


@pytest.mark.parametrize(
    ("path", "state", "said"),
    [
        ("/fine", "fine", ""),
        ("/fine/#a-heading", "fine", ""),
        ("/status/404", "broken", "404"),
        ("/status/410", "broken", "410"),
        ("/status/500", "broken", "500"),
        ("/ill-once", "fine", ""),
        ("/no-head/405", "fine", ""),
        ("/no-head/403", "fine", ""),
        ("/no-head/404", "fine", ""),
        ("/no-head/501", "fine", ""),
        ("/status/403", "unsure", "lets no program in (403)"),
        ("/status/401", "unsure", "(401)"),
        ("/status/999", "unsure", "(999)"),
        ("/slow", "broken", "no answer in time"),
        ("/slow-once", "fine", ""),
        ("/cut", "broken", ""),
        ("/to/301/fine", "moved", "/fine now"),
        ("/to/308/to/301/fine", "moved", "/fine now"),
        ("/to/302/fine", "fine", ""),
        ("/to/302/to/301/fine", "fine", ""),
        ("/to/301/status/404", "broken", "404"),
        ("/loop/a", "unsure", "circle"),
        ("/on/1", "unsure", "more than 8 times"),
        ("/to-mail", "broken", "no web address"),
        ("/endless", "fine", ""),
    ],
)
def test_what_became_of_an_address(
    server: Server, checker: Checker, path: str, state: str, said: str
) -> None:
    found = checker.follow(server.url + path)
    assert (found.state, said in found.said) == (state, True), found


def test_no_page_is_fetched_where_a_server_takes_head(server: Server, checker: Checker) -> None:
    checker.follow(f"{server.url}/fine")
    checker.follow(f"{server.url}/no-head/405")
    assert server.methods("/fine") == ["HEAD"]
    assert server.methods("/no-head/405") == ["HEAD", "GET"]


@pytest.mark.parametrize(("asked_for", "waited"), [("7", 7), ("0", 0)])
def test_a_host_that_asks_for_time_gets_it(
    server: Server, checker: Checker, slept: list[float], asked_for: str, waited: float
) -> None:
    assert checker.follow(f"{server.url}/busy/{asked_for}") == Found("fine", "")
    assert slept == [waited]
    assert server.methods(f"/busy/{asked_for}") == ["HEAD", "HEAD"]


def test_a_host_that_is_always_busy_is_left_in_peace(
    server: Server, checker: Checker, slept: list[float]
) -> None:
    assert checker.follow(f"{server.url}/always-busy/1").state == "unsure"
    assert slept == [1, 1]


def test_nobody_waits_for_an_hour(server: Server, checker: Checker, slept: list[float]) -> None:
    assert checker.follow(f"{server.url}/always-busy/3600").state == "unsure"
    assert slept == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", 0),
        ("12", 12),
        ("soon", 0),
        ("Sat, 21 Nov 2026 10:00:30 GMT", 30),
        ("Sat, 21 Nov 2026 09:00:00 GMT", 0),
    ],
)
def test_how_long_a_host_asks_for(header: str, seconds: float) -> None:
    assert seconds_asked_for(header, datetime(2026, 11, 21, 10, tzinfo=UTC)) == seconds


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(server: Server) -> None:
    addresses = [f"{server.url}/fine/{number}" for number in range(4)]
    found = Checker(Pace(timeout=SECONDS, pause=0.1)).check([*addresses, addresses[0]])
    assert list(found) == addresses
    assert server.most_at_once == 1
    moments = [moment for _, _, moment in server.asked]
    assert len(moments) == 4
    assert all(later - sooner >= 0.1 for sooner, later in pairwise(moments))


def test_hosts_are_asked_side_by_side() -> None:
    both = threading.Barrier(2, timeout=5)

    def ask(method: str, address: str, seconds: float) -> Answer:
        both.wait()
        return Answer(200)

    found = Checker(QUICK, ask).check(["https://a.example/", "https://b.example/"])
    assert [what.state for what in found.values()] == ["fine", "fine"]


def test_a_host_that_is_not_there_is_told_after_some_tries() -> None:
    tries: list[str] = []

    def ask(method: str, address: str, seconds: float) -> Answer:
        tries.append(address)
        raise NoAnswerError("no such host")

    found = Checker(QUICK, ask, lambda _: None).follow("https://gone.example/")
    assert found == Found("broken", "no such host")
    assert len(tries) == QUICK.tries


# --- the table ----------------------------------------------------------------------


def test_the_table_has_what_needs_an_editor_and_nothing_else() -> None:
    typed = [
        Place(f"https://{name}.example/", "docs/data/sources.yml", number)
        for number, name in enumerate("abcd", 3)
    ]
    found = {
        typed[0].address: Found("fine", ""),
        typed[1].address: Found("moved", "it is at https://new.example/ now"),
        typed[2].address: Found("broken", "the host answers 404"),
        typed[3].address: Found("unsure", "the host lets no program in (403)"),
    }
    lines = markdown(found, typed).splitlines()
    assert lines[0] == "4 addresses: 1 answer, 1 are broken, 1 moved, 1 can only be looked at in a browser."
    assert [line for line in lines if line.startswith(("| Broken", "| Moved"))] == [
        "| Broken | `https://c.example/` | `docs/data/sources.yml`, line 5 | `the host answers 404` |",
        "| Moved | `https://b.example/` | `docs/data/sources.yml`, line 4 | `it is at https://new.example/ now` |",
    ]


def test_nothing_is_printed_where_all_is_well() -> None:
    typed = [Place("https://a.example/", "a.yml", 1)]
    assert markdown({"https://a.example/": Found("unsure", "in a circle")}, typed) == ""


def test_what_a_server_says_is_not_read_as_markdown() -> None:
    typed = [Place("https://a.example/", "a.yml", 1)]
    said = "it is at https://x/`|@all\u202e\n<img> now"
    (row,) = [
        line
        for line in markdown({typed[0].address: Found("moved", said)}, typed).splitlines()
        if "Moved" in line
    ]
    assert row.endswith("| `it is at https://x/'%7C@all<img> now` |")


def test_every_address_of_the_guide_is_found_with_its_line() -> None:
    typed = places(PROJECT / "docs" / "data", PROJECT)
    assert len(typed) > 40
    for place in typed:
        text = (PROJECT / place.file).read_text(encoding="utf-8").splitlines()
        # A folded value may start on the line of its key.
        assert place.address in "\n".join(text[place.line - 1 : place.line + 1]), place


def test_the_command(server: Server, project: Path) -> None:
    sources = project / "docs" / "data" / "sources.yml"
    lines = [line for line in sources.read_text(encoding="utf-8").splitlines() if "link:" not in line]
    first = next(number for number, line in enumerate(lines) if "- id:" in line)
    indent = lines[first].index("-") + 2
    lines.insert(first + 1, f"{' ' * indent}link: {server.url}/status/404")
    lines.insert(first + 1, f"{' ' * indent}more: {server.url}/fine")
    for file in (project / "docs" / "data").rglob("*.yml"):
        file.write_text(file.read_text(encoding="utf-8").replace("https://", "gone "), encoding="utf-8")
    sources.write_text("\n".join(lines), encoding="utf-8")
    told = run("-m", "macros.watch.links", "--project", str(project), "--pause", "0", "--timeout", "5")
    assert told.returncode == 0, told.stderr
    assert (
        f"| Broken | `{server.url}/status/404` | `docs/data/sources.yml`, line {first + 3} |" in told.stdout
    )
    assert "2 addresses: 1 answer, 1 are broken" in told.stderr


def test_without_a_network_nothing_is_reported(server: Server, project: Path) -> None:
    port = server.server_port
    for file in (project / "docs" / "data").rglob("*.yml"):
        text = file.read_text(encoding="utf-8").replace("https://", "gone ").replace("http://", "gone ")
        file.write_text(text, encoding="utf-8")
    server.shutdown()
    server.server_close()
    (project / "docs" / "data" / "one.yml").write_text(f"link: http://127.0.0.1:{port}/\n", encoding="utf-8")
    told = run("-m", "macros.watch.links", "--project", str(project), "--pause", "0")
    assert told.returncode == 2
    assert told.stdout == ""
    assert "is there a network?" in told.stderr
