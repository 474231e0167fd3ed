"""A web address → its QR code, as SVG: level M, black on white with the quiet zone. The only module that knows zxing-cpp."""

import re
from functools import lru_cache

import zxingcpp

QUIET = 4
"""Width of the white edge that readers need around the code, in modules (ISO/IEC 18004)."""


@lru_cache(maxsize=1)  # asked for twice: by the fiche, and by the file that goes with it
def modules(address: str) -> tuple[int, str]:
    """Return the side of the code of `address`, quiet zone included, and its dark modules as the `d` of an SVG path."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    side, _ = image.shape
    dots = bytes(memoryview(image))  # type: ignore[arg-type]  # a byte a module
    runs = [
        f"M{dark.start() + QUIET} {y + QUIET}h{len(dark[0])}v1h-{len(dark[0])}z"
        for y in range(side)
        for dark in re.finditer(rb"\0+", dots[y * side : (y + 1) * side])
    ]
    return side + 2 * QUIET, "".join(runs)


def svg(address: str) -> str:
    """Return the QR code of `address` as an SVG file, one unit a module, that fills whatever room it is given."""
    side, path = modules(address)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>\n'
    )
