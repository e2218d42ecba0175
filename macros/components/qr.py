"""QR codes: an address that a phone reads from paper."""

from __future__ import annotations

import segno
from markupsafe import Markup, escape

# The white edge that a reader needs, in modules: ISO/IEC 18004 asks for 4.
QUIET_ZONE = 4
# About 15 in 100 of the code may be soiled or folded, and it still reads.
CORRECTION = "m"


def qr_code(address: str, label: str) -> Markup:
    """A QR code as SVG, black on white in every colour scheme, as large as its place.

    Args:
        address: What a phone reads.
        label: The same in words, for who does not see it.

    Raises:
        segno.DataOverflowError: The address is too long for a code (about 2,300 letters).
    """
    code = segno.make(address, error=CORRECTION, micro=False, boost_error=False)
    side = code.symbol_size(border=QUIET_ZONE)[0]
    rows = enumerate(code.matrix, start=QUIET_ZONE)
    dark = "".join(f"M{left} {top}h{width}v1h-{width}z" for top, row in rows for left, width in _runs(row))
    return Markup(
        f'<svg class="qr-code" role="img" aria-label="{escape(label)}" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{dark}"/></svg>'
    )


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """The dark modules of a row that touch each other: where each group starts, and how many they are."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row, start=QUIET_ZONE):
        if not dark:
            continue
        if found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((at, 1))
    return found
