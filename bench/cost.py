"""What a command costs: seconds, seconds of the processor, and peak memory.

The command is started by a small Python of its own (this file, run as a script): on Linux, a process is
charged with the memory of the one that started it, and the bench itself is not small.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 1800  # seconds


class CommandError(Exception):
    """The command failed or took too long; the text says which command, and what it printed."""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, seconds of the processor with those of its children, and peak memory in MB."""

    seconds: float
    processor: float
    memory: float

    def __add__(self, after: Cost) -> Cost:
        """Two commands, one after the other."""
        return Cost(
            self.seconds + after.seconds, self.processor + after.processor, max(self.memory, after.memory)
        )


def cost_of(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command in a folder, with these variables besides those of this process.

    Raises:
        CommandError: The command failed, or took too long.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", __file__, *command],
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CommandError(f"{' '.join(command)}\nIt took more than {PATIENCE:,} seconds.") from None
    if done.returncode:
        raise CommandError(f"{' '.join(command)}\n{done.stderr.strip()}")
    return Cost(**json.loads(done.stdout))


def main(command: list[str]) -> int:
    """Run the command and print its cost as JSON; the command's own output goes to the error stream."""
    started = time.monotonic()
    code = subprocess.run(command, stdout=sys.stderr, check=False).returncode
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Linux counts in pieces of 1,024 bytes, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    told = {
        "seconds": time.monotonic() - started,
        "processor": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss * unit / 1_000_000,
    }
    sys.stdout.write(json.dumps(told))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
