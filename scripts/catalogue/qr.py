"""A web address → its QR code, as SVG: level M, black on white with the quiet zone. The only module that knows segno."""

from functools import cache

import segno

QUIET = 4
"""Width of the white edge that readers need around the code, in modules (ISO/IEC 18004)."""


MASK = 2
"""The pattern laid over the modules. Any will do for readers; comparing all eight takes nine tenths of the time."""


@cache  # asked for twice: by the fiche, and by the file beside it
def modules(address: str) -> tuple[int, str]:
    """Return the side of the code of `address`, quiet zone included, and its dark modules as the `d` of an SVG path."""
    # Level M as promised: segno would raise it where there is room, for nothing on paper.
    rows = [bytes(row) for row in segno.make_qr(address, error="m", boost_error=False, mask=MASK).matrix]
    runs = []
    for y, row in enumerate(rows, QUIET):
        x = 0
        while (x := row.find(1, x)) >= 0:
            end = row.find(0, x)
            length = (end if end >= 0 else len(row)) - x
            runs.append(f"M{x + QUIET} {y}h{length}v1h-{length}z")
            x += length
    return len(rows) + 2 * QUIET, "".join(runs)


def svg(address: str) -> str:
    """Return the QR code of `address` as an SVG file, one unit a module, that fills whatever room it is given."""
    side, path = modules(address)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>\n'
    )
