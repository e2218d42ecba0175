"""Find Caddy, or install it, and serve a folder with the project's Caddyfile."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
HOW_TO = (
    "No Caddy was found, and none could be installed. Install Caddy (on Debian or Ubuntu: apt install caddy)."
)
START = 15  # seconds until it must answer


def find_caddy() -> str | None:
    """Path of an installed Caddy, the one in the variable CADDY first; None when there is none."""
    chosen = os.environ.get("CADDY")
    return chosen if chosen and Path(chosen).is_file() else shutil.which("caddy")


def install_caddy() -> str | None:
    """Install Debian's Caddy where we may; its path, or None."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not (is_root and shutil.which("apt-get")):
        return None
    # No service is wanted, only the program: a policy that says no keeps Debian from starting one.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "--yes", "--no-install-recommends", "caddy"],
    ):
        try:
            subprocess.run(command, env=environment, stdout=sys.stderr, timeout=600, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
    return find_caddy()


@contextmanager
def serve_with_caddy(caddy: str, folder: Path) -> Iterator[str]:
    """Serve `folder` with the Caddyfile on a free port; gives the address, with a slash at its end.

    Raises:
        AssertionError: Caddy ended, or did not answer in time; with what it printed.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryDirectory() as home:
        server = subprocess.Popen(
            [caddy, "run", "--config", str(PROJECT / "Caddyfile"), "--adapter", "caddyfile"],
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
