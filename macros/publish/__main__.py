"""Run: python -m macros.publish site."""

from __future__ import annotations

import argparse
from pathlib import Path

from macros.publish.steps import publish


def main() -> None:
    """Publish the built folder named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m macros.publish", description=publish.__doc__)
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"), help="the built folder")
    publish(parser.parse_args().site)


if __name__ == "__main__":
    main()
