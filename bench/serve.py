"""How many requests a second Caddy and nginx answer, serving the same files with the same headers."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.options import Options
from bench.servers import caddy
from bench.table import BenchError, Found, Table
from macros.publish.hashed import ASSETS as ASSETS_FOLDER
from macros.publish.security import ASSETS, EVERYWHERE, page_headers
from tests.tools.debian import install_package

SECONDS = 5  # of requests to each file
CONNECTIONS = 32
START = 10  # seconds until nginx must answer
# Debian's programs for servers are not on everyone's path.
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin"])

NGINX = """worker_processes auto;
daemon off;
pid {home}/nginx.pid;
error_log stderr error;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  server_tokens off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  client_body_temp_path {home}/body;
  proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi;
  scgi_temp_path {home}/scgi;
  types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; }}
  gzip_static on;
  gzip_vary on;
  server {{
    listen 127.0.0.1:{port};
    root "{root}";
    location / {{ {page} }}
    location /{assets}/ {{ {asset} }}
  }}
}}
"""
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)\s*$", re.MULTILINE)
FAILED = re.compile(r"^\s*(?:Socket errors|Non-2xx).*$", re.MULTILINE)
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}

NOTES = [
    f"wrk, {CONNECTIONS} connections, {SECONDS} s for each file, on the processors that the servers use too.",
    "Debian's nginx has no Brotli, so both are asked for gzip, and send the published copies.",
    "Both send the headers of macros/publish/security.py. No budget.",
]


@dataclass(frozen=True)
class Load:
    """What a server did under load: requests a second, and how long an answer took in milliseconds."""

    rate: float
    middle: float
    slow: float


def run(options: Options) -> Found:
    """Put both servers under load, one after the other, for each file."""
    files = {
        "home": "",
        "timing/": "timing/",
        "planner.css": _style(options.site),
    }
    wrk = program("wrk")
    rows = []
    for what, path in files.items():
        for name, server in (("Caddy", caddy), ("nginx", nginx)):
            with server(options.site) as address:
                size = _gzip_bytes(address + path)
                load = under_load(wrk, address + path)
            rows.append((what, name, size, round(load.rate), load.middle, load.slow))
    columns = ("file", "server", "bytes", "requests/s", "median ms", "99 % below, ms")
    return Found([Table("Serving", columns, rows)], NOTES)


def program(name: str) -> str:
    """Path of a program of Debian, which is installed where we may.

    Raises:
        BenchError: It is not there.
    """
    found = shutil.which(name, path=PATH)
    if found is None:
        install_package(name)
        found = shutil.which(name, path=PATH)
    if found is None:
        raise BenchError(f"No {name} was found. Install it (on Debian or Ubuntu: apt install {name}).")
    return found


@contextmanager
def nginx(folder: Path) -> Iterator[str]:
    """Serve a folder with nginx and our headers; gives the address, with a slash at its end.

    Raises:
        BenchError: There is no nginx, or it does not start.
    """
    found = program("nginx")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile("w+") as said:
        # Started as root, nginx reads files as another user.
        Path(home).chmod(0o755)
        config = Path(home) / "nginx.conf"
        config.write_text(configuration(folder.resolve(), Path(home), port), encoding="utf-8")
        server = subprocess.Popen([found, "-c", str(config), "-e", "stderr"], stdout=said, stderr=said)
        try:
            until = time.monotonic() + START
            while not _answers(port):
                if server.poll() is not None or time.monotonic() > until:
                    said.seek(0)
                    raise BenchError(f"nginx does not serve: {said.read()}")
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(timeout=START)


def configuration(folder: Path, home: Path, port: int) -> str:
    """Settings of nginx that serve a folder as the Caddyfile does, as far as nginx can."""
    user = "user root;\n" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    return user + NGINX.format(
        home=home,
        port=port,
        root=folder,
        assets=ASSETS_FOLDER,
        page=_added({**EVERYWHERE, **page_headers()}),
        asset=_added({**EVERYWHERE, **ASSETS}),
    )


def _added(headers: Mapping[str, str]) -> str:
    return " ".join(f"add_header {name} {_quoted(value)};" for name, value in headers.items())


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _style(site: Path) -> str:
    found = sorted((site / ASSETS_FOLDER / "stylesheets").glob("planner.*.css"))
    if not found:
        raise BenchError(f"There is no style sheet in {site}. Build the guide first: make site.")
    return found[0].relative_to(site).as_posix()


def _gzip_bytes(address: str) -> int:
    """Bytes of the gzip copy that a server sends.

    Raises:
        BenchError: It sends another thing.
    """
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    try:
        with urllib.request.urlopen(request, timeout=START) as answer:
            if answer.headers["Content-Encoding"] != "gzip":
                raise BenchError(f"{address} came without gzip. Build the guide first: make site.")
            return len(answer.read())
    except urllib.error.URLError as error:
        raise BenchError(f"{address} did not come: {error}") from None


def under_load(wrk: str, address: str, seconds: int = SECONDS) -> Load:
    """Ask for one file as often as the server answers.

    Raises:
        BenchError: wrk failed, or the server answered with errors.
    """
    command = [wrk, "--threads=1", f"--connections={CONNECTIONS}", f"--duration={seconds}s", "--latency"]
    done = subprocess.run(
        [*command, "--header", "Accept-Encoding: gzip", address],
        capture_output=True,
        text=True,
        timeout=seconds + 30,
        check=False,
    )
    return read_load(done.stdout if done.returncode == 0 else done.stdout + done.stderr)


def read_load(said: str) -> Load:
    """What wrk printed.

    Raises:
        BenchError: It printed an error, or not what it should.
    """
    rate = RATE.search(said)
    latency = {share: float(time) * MILLISECONDS[unit] for share, time, unit in LATENCY.findall(said)}
    failed = FAILED.search(said)
    if failed or rate is None or set(latency) != {"50", "99"}:
        raise BenchError(f"wrk did not measure: {failed.group(0).strip() if failed else said.strip()}")
    return Load(float(rate.group(1)), latency["50"], latency["99"])
