"""The script that another site may load beside a frame of ours, to make it as high as what is in it.

It is published as it is written: who puts it into a page wants to read it, and its address is a promise.
"""

from __future__ import annotations

from pathlib import Path

SOURCE = Path("assets/embed/embed.js")
SHIPPED = Path("embed/v1/embed.js")


def add_embed_script(site: Path) -> None:
    """Move the script to its stable address, in a guide that has pages for frames."""
    source = site / SOURCE
    if source.is_file() and (site / SHIPPED).parent.is_dir():
        source.replace(site / SHIPPED)
