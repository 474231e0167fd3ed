"""A web address → its QR code, as SVG: level M, black on white with the quiet zone. The only module that knows zxing-cpp."""

from functools import lru_cache

import zxingcpp

QUIET = 4
"""Width of the white edge that readers need around the code, in modules (ISO/IEC 18004)."""


DARK, LIGHT = 0, 255


@lru_cache(maxsize=1)  # asked for twice: by the fiche, and by the file that goes with it
def modules(address: str) -> tuple[int, str]:
    """Return the side of the code of `address`, quiet zone included, and its dark modules as the `d` of an SVG path."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    side, _ = image.shape
    dots = bytes(memoryview(image))  # type: ignore[arg-type]  # a byte a module
    rows = [dots[y * side : (y + 1) * side] for y in range(side)]
    runs = []
    for y, row in enumerate(rows, QUIET):
        x = 0
        while (x := row.find(DARK, x)) >= 0:
            end = row.find(LIGHT, x)
            length = (end if end >= 0 else len(row)) - x
            runs.append(f"M{x + QUIET} {y}h{length}v1h-{length}z")
            x += length
    return side + 2 * QUIET, "".join(runs)


def svg(address: str) -> str:
    """Return the QR code of `address` as an SVG file, one unit a module, that fills whatever room it is given."""
    side, path = modules(address)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>\n'
    )
