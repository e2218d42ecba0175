"""Puts a Brotli and a gzip copy beside each text file, for servers that send such copies as they are.

GitHub Pages does not use them; Caddy and nginx do, and Brotli at its slowest is 15 to 20 per cent
smaller than what a server makes in a hurry.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import zopfli.gzip

TEXT = {".html", ".css", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"}
TWINS = {".br", ".gz"}
SMALL = 256  # bytes; below it a packet is a packet
# Files that many pages load: for these the slow compressor is worth its time. Its gzip is 3 per cent smaller.
SHARED = {".css", ".js"}


def compress(site: Path) -> None:
    """Write the copies anew, and remove those of files that are gone. The same input gives the same bytes."""
    drop_compressed(site)
    for file in sorted(site.rglob("*")):
        if not file.is_file() or file.suffix not in TEXT:
            continue
        content = file.read_bytes()
        if len(content) < SMALL:
            continue
        copies = {
            ".br": brotli.compress(content, mode=brotli.MODE_TEXT, quality=11),
            ".gz": gzipped(content, shared=file.suffix in SHARED),
        }
        for suffix, copy in copies.items():
            if len(copy) < len(content):
                file.with_name(file.name + suffix).write_bytes(copy)


def gzipped(content: bytes, *, shared: bool) -> bytes:
    """The content as gzip, with no name and no time of day in it; smaller, and made slower, where shared."""
    if not shared:
        return gzip.compress(content, compresslevel=9, mtime=0)
    small: bytes = zopfli.gzip.compress(content)
    return small


def drop_compressed(site: Path) -> None:
    """Remove the compressed copies, and the engine's own of the sitemap: it holds the time of the build."""
    for file in site.rglob("*"):
        if file.suffix in TWINS and file.with_suffix("").suffix in TEXT:
            file.unlink()
