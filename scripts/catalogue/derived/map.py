"""Catalogue → the map of regions: shapes, names and counts, for templates to draw. Pure functions.

The shapes are made by scripts/contours.py; where they come from, and their licence, stand in theme/vendor.json.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from catalogue.derived.index import Index

CONTOURS = Path(__file__).parent / "contours.json"


@dataclass(frozen=True)
class Trace:
    """One region on the map: its `code` and `nom`, how many practices it has, its SVG path, and where a number fits in it.

    `trace` is "" for a region of the vocabulary whose shape is not known: it is still to be named.
    """

    code: str
    nom: str
    compte: int
    trace: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Panel:
    """One part of the map, `largeur` × `hauteur` units, with its regions: those that have practices first."""

    largeur: int
    hauteur: int
    regions: Sequence[Trace]


@dataclass(frozen=True)
class MapDrawing:
    """The whole map: mainland and Corsica in one panel, then each region overseas in its own."""

    hexagone: Panel
    outre_mer: Sequence[Panel]


def draw(index: Index) -> MapDrawing:
    """Return the map of the regions of the vocabulary, with the practices that `index` counts in each."""
    contours = _contours()
    panels = [contours["hexagone"], *contours["outre_mer"].values()]
    hexagone, *outre_mer = (_panel(index, panel) for panel in panels)
    drawn = {code for panel in panels for code in panel["regions"]}
    others = [Panel(0, 0, [_trace(index, code, {})]) for code in index.catalogue.regions if code not in drawn]
    return MapDrawing(hexagone, [panel for panel in [*outre_mer, *others] if panel.regions])


def _panel(index: Index, panel: dict[str, Any]) -> Panel:
    known = [_trace(index, code, shape) for code, shape in panel["regions"].items() if code in index.catalogue.regions]
    return Panel(panel["largeur"], panel["hauteur"], sorted(known, key=lambda trace: not trace.compte))


def _trace(index: Index, code: str, shape: dict[str, Any]) -> Trace:
    return Trace(code, index.catalogue.regions[code].nom, len(index.by_region.get(code, ())), **shape)


@cache
def _contours() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CONTOURS.read_text("utf-8"))
    return found
