"""Run: python -m macros.publish site."""

from __future__ import annotations

import argparse
from pathlib import Path

from macros.publish.steps import publish


def main() -> None:
    """Publish the built folder named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m macros.publish", description=__doc__)
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"), help="the built folder")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder of its pages and facts")
    parser.add_argument("--compress", action="store_true", help="make a .br and a .gz beside each text file")
    arguments = parser.parse_args()
    publish(arguments.site, arguments.docs, compressed=arguments.compress)


if __name__ == "__main__":
    main()
