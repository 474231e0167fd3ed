"""Make scripts/catalogue/derived/contours.json, the shapes of the regions that carte.py draws, from what theme/vendor.json names.

    git clone --branch v2.1.1 https://github.com/gregoiredavid/france-geojson ../france-geojson
    scripts/contours.py ../france-geojson

The same source always gives the same file, whose checksum theme/vendor.json keeps (`scripts/vendor.py --check`).
"""

import argparse
import hashlib
import heapq
import json
import math
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / "theme" / "vendor.json"
NAME = "france-geojson"

OVERSEAS = ("01", "02", "03", "04", "06")
MAINLAND_SIZE = 1000  # units across; one is about a kilometre
OVERSEAS_SIZE = 240
DETAIL = 14.0  # square units: a corner that makes less than this of the shape is dropped
ISLAND = 30.0  # square units: an island smaller than this is dropped

Point = tuple[float, float]
Ring = list[Point]
Shape = list[Ring]


def main() -> int:
    """Do what the command line asks; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clone", type=Path, help="a local copy of the repository that theme/vendor.json names")
    manifest = json.loads(MANIFEST.read_text("utf-8"))
    entry = next(entry for entry in manifest["derived"] if entry["name"] == NAME)
    source = f"{entry['commit']}:{entry['from']}"
    command = ["git", "-C", str(parser.parse_args().clone), "show", source]
    content = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - our own manifest
    if (found := hashlib.sha256(content).hexdigest()) != entry["from_sha256"]:
        print(f"{source}: sha256 is {found}, vendor.json says {entry['from_sha256']}", file=sys.stderr)
        return 1
    text = json.dumps(contours(json.loads(content)), ensure_ascii=False, indent=1) + "\n"
    (ROOT / entry["to"]).write_text(text, "utf-8")
    entry["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    MANIFEST.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"{entry['to']}: {len(text)} bytes")
    return 0


def contours(collection: dict[str, Any]) -> dict[str, Any]:
    """Return what carte.py draws, from a GeoJSON of all regions: boxes, and a path and a place for a number each.

    Mainland and Corsica share one box (Lambert's conic projection, as on French maps); each overseas region has its own.
    """
    shapes: dict[str, Shape] = {}
    for feature in collection["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        # A hole is another region's land, or an enclave too small to be seen.
        shapes[feature["properties"]["code"]] = [[(x, y) for x, y in polygon[0]] for polygon in polygons]
    mainland = {code: shape for code, shape in sorted(shapes.items()) if code not in OVERSEAS}
    return {
        "hexagone": _panel(mainland, lambert, MAINLAND_SIZE),
        "outre_mer": {code: _panel({code: shapes[code]}, plate(shapes[code]), OVERSEAS_SIZE) for code in OVERSEAS},
    }


def _panel(shapes: dict[str, Shape], project: Callable[[Point], Point], size: float) -> dict[str, Any]:
    """Return the box and the drawn regions of one part of the map, `size` units on its longer side."""
    projected = {code: [[project(point) for point in ring] for ring in shape] for code, shape in shapes.items()}
    xs, ys = zip(*(point for shape in projected.values() for ring in shape for point in ring), strict=True)
    left, top = min(xs), max(ys)
    scale = size / max(max(xs) - left, top - min(ys))

    def place(point: Point) -> Point:
        return (point[0] - left) * scale, (top - point[1]) * scale

    placed = {code: [[place(point) for point in ring] for ring in shape] for code, shape in projected.items()}
    lighter = simplify(placed)
    width, height = (math.ceil((max(axis) - min(axis)) * scale) for axis in (xs, ys))
    regions = {}
    for code, shape in lighter.items():
        x, y = inner_point(max(shape, key=area))
        regions[code] = {"x": round(x), "y": round(y), "trace": path(shape)}
    return {"largeur": width, "hauteur": height, "regions": regions}


def lambert(point: Point) -> Point:
    """Return where longitude and latitude fall on Lambert's conic projection, with the parallels of Lambert-93 (a sphere)."""
    first, second, middle = math.radians(44), math.radians(49), math.radians(3)

    def stretch(latitude: float) -> float:
        return math.tan(math.pi / 4 + latitude / 2)

    n = math.log(math.cos(first) / math.cos(second)) / math.log(stretch(second) / stretch(first))
    radius = math.cos(first) * stretch(first) ** n / n / stretch(math.radians(point[1])) ** n
    angle = n * (math.radians(point[0]) - middle)
    return radius * math.sin(angle), -radius * math.cos(angle)


def plate(shape: Shape) -> Callable[[Point], Point]:
    """Return the plain projection of a small territory: degrees, those of longitude shortened as they are there."""
    latitudes = [y for ring in shape for _, y in ring]
    shrink = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    return lambda point: (point[0] * shrink, point[1])


def simplify(shapes: dict[str, Shape]) -> dict[str, Shape]:
    """Return `shapes` with fewer corners; what two of them share stays shared, and small islands go."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for shape in shapes.values():
        for ring in shape:
            for a, b in pairwise(ring):
                beside[a].add(b)
                beside[b].add(a)
    nodes = {point for point, others in beside.items() if len(others) != 2}
    done: dict[tuple[Point, ...], list[Point]] = {}

    def lighter(arc: list[Point]) -> list[Point]:
        """Return `arc` with fewer corners: the same ones, from whichever side it is walked."""
        forward = arc <= arc[::-1]
        key = tuple(arc if forward else arc[::-1])
        if key not in done:
            done[key] = fewer_corners(key)
        return done[key] if forward else done[key][::-1]

    found: dict[str, Shape] = {}
    for code, shape in shapes.items():
        kept = [ring for ring in shape if area(ring) >= ISLAND]
        found[code] = [[p for arc in _arcs(ring, nodes) for p in lighter(arc)[:-1]] for ring in kept]
    return found


def _arcs(ring: Ring, nodes: set[Point]) -> Iterator[list[Point]]:
    """Yield the pieces of a closed `ring` between nodes; a ring that has none is cut at its two ends."""
    corners = ring[:-1]
    cuts = [i for i, point in enumerate(corners) if point in nodes]
    if not cuts:
        start = corners.index(min(corners))
        far = max(range(len(corners)), key=lambda i: math.dist(corners[i], corners[start]))
        cuts = sorted((start, far))
    for start, end in pairwise([*cuts, cuts[0] + len(corners)]):
        yield [corners[i % len(corners)] for i in range(start, end + 1)]


def fewer_corners(arc: Sequence[Point]) -> list[Point]:
    """Return `arc` without the corners that make least of its shape (Visvalingam and Whyatt, 1993); its ends stay."""
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))

    def weigh(i: int) -> float:
        return triangle(arc[before[i]], arc[i], arc[after[i]])

    weight = {i: weigh(i) for i in range(1, len(arc) - 1)}
    heap = [(found, i) for i, found in weight.items()]
    heapq.heapify(heap)
    gone: set[int] = set()
    while heap and heap[0][0] < DETAIL:
        found, i = heapq.heappop(heap)
        if i in gone or found != weight[i]:
            continue
        gone.add(i)
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if j in weight:
                weight[j] = max(weigh(j), found)
                heapq.heappush(heap, (weight[j], j))
    return [point for i, point in enumerate(arc) if i not in gone]


def triangle(a: Point, b: Point, c: Point) -> float:
    """Return the area of a triangle."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def area(ring: Sequence[Point]) -> float:
    """Return the area within a ring, closed or not."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def inner_point(ring: Ring, steps: int = 48) -> Point:
    """Return the point of a grid that lies deepest within `ring`: where a number fits best."""
    xs, ys = zip(*ring, strict=True)
    edges = list(pairwise([*ring, ring[0]]))

    def depth(point: Point) -> float:
        crossings = sum(
            (a[1] > point[1]) != (b[1] > point[1])
            and point[0] < (b[0] - a[0]) * (point[1] - a[1]) / (b[1] - a[1]) + a[0]
            for a, b in edges
        )
        return min(distance(point, a, b) for a, b in edges) if crossings % 2 else -1

    width, height = max(xs) - min(xs), max(ys) - min(ys)
    grid = ((i / steps, j / steps) for i in range(1, steps) for j in range(1, steps))
    return max(((min(xs) + u * width, min(ys) + v * height) for u, v in grid), key=depth)


def distance(point: Point, a: Point, b: Point) -> float:
    """Return how far `point` is from the segment between `a` and `b`."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy or 1)
    along = min(1, max(0, along))
    return math.dist(point, (a[0] + along * dx, a[1] + along * dy))


def path(shape: Shape) -> str:
    """Return `shape` as an SVG path in whole units, written short."""
    pieces = []
    for ring in shape:
        points = [(round(x), round(y)) for x, y in ring]
        points = [b for a, b in pairwise([points[-1], *points]) if a != b]
        if len(points) > 2:
            steps = "".join(f" {b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points))
            pieces.append(f"M{points[0][0]} {points[0][1]}l{steps.strip()}z".replace(" -", "-"))
    return "".join(pieces)


if __name__ == "__main__":
    sys.exit(main())
