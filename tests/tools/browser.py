"""Find Chromium, or install it: python -m tests.tools.browser prints its path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.tools.npm import give_playwright_node

give_playwright_node()

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
HOW_TO = (
    "No Chromium was found, and none could be installed. Install Chromium or Google Chrome, "
    "or set CHROMIUM to the path of one, and run this again."
)


def find_chromium() -> str | None:
    """Path of a Chromium that starts, the one in the variable CHROMIUM first; None when there is none."""
    return next((path for path in _candidates() if _starts(path)), None)


def install_chromium() -> str | None:
    """Install Chromium, Playwright's first and then Debian's; its path, or None when neither worked."""
    for commands in _ways_to_install():
        # An install may end well and still leave a browser that lacks libraries: only a start counts.
        if all(_run(command) for command in commands):
            found = find_chromium()
            if found is not None:
                return found
    return None


def _candidates() -> Iterator[str]:
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        yield chosen
    yield from filter(None, map(shutil.which, NAMES))
    yield from (path for path in MAC_APPLICATIONS if Path(path).is_file())
    playwrights = _playwrights_own()
    if playwrights is not None:
        yield playwrights


def _playwrights_own() -> str | None:
    # In a process of its own: a test may hold Playwright open in this one.
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    path = told.stdout.strip()
    return path if told.returncode == 0 and Path(path).is_file() else None


def _starts(path: str) -> bool:
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _ways_to_install() -> Iterator[list[list[str]]]:
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and shutil.which("apt-get"):
        yield [["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]]


def _run(command: list[str]) -> bool:
    sys.stderr.write(f"{' '.join(command)}\n")
    environment = {"DEBIAN_FRONTEND": "noninteractive", "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "20000"}
    try:
        done = subprocess.run(
            command, env={**environment, **os.environ}, stdout=sys.stderr, timeout=900, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> int:
    """Print the path of Chromium; 1 with a plain sentence when there is none."""
    path = find_chromium() or install_chromium()
    if path is None:
        sys.stderr.write(f"{HOW_TO}\n")
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
