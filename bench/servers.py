"""Caddy as the guide is served with it, and without the headers of the guide."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.table import BenchError
from tests.tools.caddy import CADDYFILE, HOW_TO, find_caddy, install_caddy, serve_with_caddy

# For sites beside ours: our policy would keep them from running as they are made to.
PLAIN = """{
	admin off
}

{$ADDRESS} {
	root * {$SITE}
	file_server {
		precompressed br gzip
	}
}
"""


@contextmanager
def caddy(folder: Path, config: Path = CADDYFILE) -> Iterator[str]:
    """Serve a folder with Caddy; gives the address, with a slash at its end.

    Raises:
        BenchError: There is no Caddy and none could be installed, or it does not start.
    """
    program = find_caddy() or install_caddy()
    if program is None:
        raise BenchError(HOW_TO)
    try:
        with serve_with_caddy(program, folder.resolve(), config) as address:
            yield address
    except AssertionError as error:
        raise BenchError(str(error)) from None


@contextmanager
def plain_caddy(folder: Path) -> Iterator[str]:
    """The same with Brotli, and without any header of ours."""
    with tempfile.TemporaryDirectory() as temporary:
        config = Path(temporary) / "Caddyfile"
        config.write_text(PLAIN, encoding="utf-8")
        with caddy(folder, config) as address:
            yield address
