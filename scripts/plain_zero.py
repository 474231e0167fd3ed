"""Remake the typeface of the site and of the PDFs with a plain zero, from the released files that theme/vendor.json names.

    python scripts/plain_zero.py    # fetches the packages with the npm client, as vendor.py does

The released typeface has one zero, with a slash, and no feature to choose another: at the size of a big figure « 60 % » reads as
code. Its zero is an oval with two halves cut out of it, one on each side of the slash; joined, the halves are one whole oval.
Nothing else of the typeface is changed. Its licence (SIL OFL 1.1, no reserved name) allows it.
"""

import io
import json

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

from vendor import THEME, released, sha256

MANIFEST = THEME / "vendor.json"
OFF_CURVE = 0

Point = tuple[int, int]


def main() -> None:
    """Write the files that vendor.json says are made here, note their checksums; raise ValueError where a release changed."""
    manifest = json.loads(MANIFEST.read_text("utf-8"))
    for package in manifest["packages"]:
        files = [file for file in package["files"] if file.get("by") == "scripts/plain_zero.py"]
        for file, content in zip(
            files, released(package, [file["from"] for file in files]) if files else (), strict=True
        ):
            if (found := sha256(content)) != file["from_sha256"]:
                raise ValueError(f"{file['from']}: sha256 is {found}, vendor.json says {file['from_sha256']}")
            made = with_plain_zero(content)
            (THEME / file["to"]).write_bytes(made)
            file["sha256"] = sha256(made)
    MANIFEST.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")


def with_plain_zero(content: bytes) -> bytes:
    """Return the typeface `content` (TrueType or WOFF2, of one weight or variable) with the slash taken out of its zero."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    glyph = font["glyf"]["zero"]
    variations = font["gvar"].variations["zero"] if "gvar" in font else []
    outer, low_end, high_end = glyph.endPtsOfContours
    low, high = range(outer + 1, low_end + 1), range(low_end + 1, high_end + 1)
    # The lower half begins with four points of curve, then crosses along the slash; the upper one with one. None: a point to make.
    order = [*range(outer + 1), *low[:4], None, *high[1:], high[0], None, *low[4:]]
    gaps = [place for place, at in enumerate(order) if at is None]

    points, flags = list(glyph.coordinates), glyph.flags
    glyph.coordinates = GlyphCoordinates([points[at] if at is not None else (0, 0) for at in order])
    for place in gaps:
        before, after = [[points[order[place + step]] for step in steps] for steps in ((-2, -1), (1, 2))]
        glyph.coordinates[place] = _corner(before, after)
    glyph.flags = bytearray(flags[at] if at is not None else OFF_CURVE for at in order)
    glyph.endPtsOfContours, glyph.numberOfContours = [outer, len(order) - 1], 2
    for variation in variations:
        moves = variation.coordinates
        made = [moves[at] if at is not None else None for at in order]
        for place in gaps:
            (ax, ay), (bx, by) = moves[order[place - 1]], moves[order[place + 1]]
            made[place] = (round((ax + bx) / 2), round((ay + by) / 2))
        variation.coordinates = made + moves[high_end + 1 :]  # the last four are the glyph's own width and height
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _corner(before: list[Point], after: list[Point]) -> Point:
    """Return where two curves would meet: the one whose last two points are `before`, the one whose first two are `after`."""
    (ax, ay), (bx, by) = before
    (cx, cy), (dx, dy) = after
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    far = ((cx - bx) * vy - (cy - by) * vx) / (ux * vy - uy * vx)
    return round(bx + far * ux), round(by + far * uy)


if __name__ == "__main__":
    main()
