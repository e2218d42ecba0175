"""Install a program as a Debian package, where we may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PATIENCE = 600  # seconds for one apt-get


def install_package(package: str) -> None:
    """Install a package when we are root on Debian or Ubuntu; otherwise, and when it fails, do nothing.

    Whether it worked is known by looking for the program.
    """
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not (is_root and shutil.which("apt-get")):
        return
    # No service is wanted, only the program: a policy that says no keeps Debian from starting one.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "--yes", "--no-install-recommends", package],
    ):
        try:
            subprocess.run(command, env=environment, stdout=sys.stderr, timeout=PATIENCE, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return
