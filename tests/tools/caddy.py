"""Find Caddy, or install it, and serve a folder with the project's Caddyfile."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.tools.debian import install_package

PROJECT = Path(__file__).resolve().parents[2]
HOW_TO = (
    "No Caddy was found, and none could be installed. Install Caddy (on Debian or Ubuntu: apt install caddy)."
)
CADDYFILE = PROJECT / "Caddyfile"
START = 15  # seconds until it must answer


def find_caddy() -> str | None:
    """Path of an installed Caddy, the one in the variable CADDY first; None when there is none."""
    chosen = os.environ.get("CADDY")
    return chosen if chosen and Path(chosen).is_file() else shutil.which("caddy")


def install_caddy() -> str | None:
    """Install Debian's Caddy where we may; its path, or None."""
    install_package("caddy")
    return find_caddy()


@contextmanager
def serve_with_caddy(caddy: str, folder: Path, config: Path = CADDYFILE) -> Iterator[str]:
    """Serve `folder` with a Caddyfile on a free port; gives the address, with a slash at its end.

    Args:
        caddy: Path of the program.
        folder: What is served.
        config: A Caddyfile that takes ADDRESS and SITE from the environment; the project's own when none is named.

    Raises:
        AssertionError: Caddy ended, or did not answer in time; with what it printed.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryDirectory() as home:
        server = subprocess.Popen(
            [caddy, "run", "--config", str(config), "--adapter", "caddyfile"],
            # A home of its own: Caddy keeps files there.
            env={**os.environ, "ADDRESS": f"http://127.0.0.1:{port}", "SITE": str(folder), "HOME": home}
            | {"XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home},
            stdout=said,
            stderr=said,
        )
        try:
            until = time.monotonic() + START
            while not _answers(port):
                if server.poll() is not None or time.monotonic() > until:
                    said.seek(0)
                    raise AssertionError(f"Caddy does not serve: {said.read()}")
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(timeout=START)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
