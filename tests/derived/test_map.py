"""The map: what it names and counts, and how its shapes are made."""

import importlib.util
from pathlib import Path
from types import ModuleType
from xml.etree.ElementTree import Element

import html5lib
import pytest

from catalogue.checks.check import check
from catalogue.derived.index import Index
from catalogue.derived.map import draw
from catalogue.pages import Renderer, pages
from catalogue.records.model import Catalogue
from common import FROZEN, ROOT, TODAY

OVERSEAS = {"01", "02", "03", "04", "06"}


@pytest.fixture(scope="module")
def real() -> Catalogue:
    """The catalogue as it stands."""
    catalogue = check(FROZEN / "practices", TODAY).catalogue
    assert catalogue is not None
    return catalogue


@pytest.fixture(scope="module")
def contours() -> ModuleType:
    """The script that makes the shapes."""
    spec = importlib.util.spec_from_file_location("contours", ROOT / "scripts" / "contours.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_region_is_drawn_once(real: Catalogue) -> None:
    """All regions of the vocabulary are on the map: thirteen in one panel, each of the five overseas in its own."""
    carte = draw(Index(real))
    assert {trace.code for trace in carte.hexagone.regions} == set(real.regions) - OVERSEAS
    assert [[trace.code for trace in panel.regions] for panel in carte.outre_mer] == [[c] for c in sorted(OVERSEAS)]


def test_every_number_stands_within_its_panel(real: Catalogue) -> None:
    """A region's number is drawn on the map, and every region has a shape."""
    carte = draw(Index(real))
    for panel in [carte.hexagone, *carte.outre_mer]:
        for trace in panel.regions:
            assert 0 < trace.x < panel.largeur, trace.nom
            assert 0 < trace.y < panel.hauteur, trace.nom
            assert trace.trace.startswith("M")


def test_counts_are_those_of_the_index_and_lead(real: Catalogue) -> None:
    """Each region bears its number of practices; those that have some come first, for keyboards."""
    index = Index(real)
    carte = draw(index)
    regions = [trace for panel in [carte.hexagone, *carte.outre_mer] for trace in panel.regions]
    assert {trace.code: trace.compte for trace in regions} == {
        code: len(index.by_region.get(code, ())) for code in real.regions
    }
    counts = [bool(trace.compte) for trace in carte.hexagone.regions]
    assert counts == sorted(counts, reverse=True)
    assert any(counts)


def test_a_region_without_a_shape_is_still_named(valid: Path) -> None:
    """A territory that a fork adds has no shape here: it is listed beside the others overseas."""
    regions = valid / "vocabulaires" / "regions.yml"
    regions.write_text(f'{regions.read_text("utf-8")}"975":\n  nom: Saint-Pierre-et-Miquelon\n', "utf-8")
    catalogue = check(valid, TODAY).catalogue
    assert catalogue is not None
    assert [(p.regions[0].nom, p.regions[0].trace) for p in draw(Index(catalogue)).outre_mer][-1] == (
        "Saint-Pierre-et-Miquelon",
        "",
    )


def test_the_page_says_in_text_all_that_the_map_shows(real: Catalogue) -> None:
    """Each region is a link named with its count, and stands in the table with the same one."""
    page = next(page for page in pages(Renderer(real)) if page.address == "territoires/")
    root = html5lib.parseFragment(page.html, namespaceHTMLElements=False)
    said = {
        (link.get("href") or "").removeprefix("../territoires/"): " ".join(_name(link).split())
        for link in (element for element in root.iter() if str(element.tag).endswith("a"))  # HTML's and SVG's
        if (link.get("class") or "").startswith("atlas-")
    }
    rows = {}
    for row in root.iter("tr"):
        for link in row.iter("a"):
            count = "".join(row[1].itertext())
            words = "aucune pratique" if count == "0" else f"{count} pratique{'s' if int(count) > 1 else ''}"
            target = (link.get("href") or "").removeprefix("../territoires/")
            rows[target] = f"{''.join(link.itertext())} : {words}"
    assert said == rows
    assert len(rows) > len(real.regions)


def _name(link: Element) -> str:
    title = link.find("{http://www.w3.org/2000/svg}title")  # an SVG link is named by it
    return "".join((link if title is None else title).itertext())


def test_the_map_is_light(real: Catalogue) -> None:
    """The shapes weigh little: they are on the home page too."""
    carte = draw(Index(real))
    assert sum(len(t.trace) for panel in [carte.hexagone, *carte.outre_mer] for t in panel.regions) < 12_000


def test_simplified_neighbours_still_touch(contours: ModuleType) -> None:
    """A border between two regions loses the same corners on both sides: no gap, no overlap."""
    border = [(16.0, 0.0), (13.0, 5.0), (13.0, 10.0), (16.0, 15.0)]  # two corners weigh the same: one of them goes
    left = [(0.0, 0.0), *border, (0.0, 15.0), (0.0, 0.0)]
    right = [(30.0, 0.0), (30.0, 15.0), *reversed(border), (30.0, 0.0)]
    found = contours.simplify({"a": [left], "b": [right]})
    kept = [{point for ring in shape for point in ring} & set(border) for shape in found.values()]
    assert kept[0] == kept[1]
    assert len(kept[0]) == 3


def test_small_islands_go(contours: ModuleType) -> None:
    """What could not be seen at this size is left out; the land stays."""
    land = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)]
    rock = [(200.0, 0.0), (202.0, 0.0), (202.0, 2.0), (200.0, 0.0)]
    assert [len(shape) for shape in contours.simplify({"a": [land, rock]}).values()] == [1]


def test_a_number_stands_deep_inside(contours: ModuleType) -> None:
    """In a crescent, the place for the number is in the land, not in the bay."""
    crescent = [
        (0.0, 0.0),
        (90.0, 0.0),
        (90.0, 30.0),
        (30.0, 30.0),
        (30.0, 60.0),
        (90.0, 60.0),
        (90.0, 90.0),
        (0.0, 90.0),
    ]
    x, y = contours.inner_point(crescent)
    assert not (x > 30 and 30 < y < 60)
    assert 0 < x < 90
    assert 0 < y < 90


def test_paths_are_whole_numbers_written_short(contours: ModuleType) -> None:
    """A path is relative, in whole units, without the points that rounding brings together."""
    assert contours.path([[(0.2, 0.1), (10.4, 0.0), (10.4, 0.3), (10.0, 5.6), (0.2, 0.1)]]) == "M10 0l0 6-10-6z"
