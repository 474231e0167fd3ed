"""The pages of regions, and the map."""

from collections.abc import Iterator

from catalogue.derived import map as map_of_regions
from catalogue.exports import jsonld
from catalogue.pages.paging import PER_LEVER, PER_SHEET, sheets
from catalogue.pages.rendering import Page, Renderer, region_address
from catalogue.text.typography import slug


def region_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield the page of all regions, then those of each."""
    edit = ""
    regions = sorted(
        renderer.catalogue.regions.values(), key=lambda r: (r.id not in renderer.index.by_region, slug(r.nom))
    )
    national, placeless = renderer.index.national, renderer.index.placeless
    everywhere = {practice.id for practice in national}
    beyond = sheets("territoires/", [*national, *placeless])
    drawn = map_of_regions.draw(renderer.index)
    for sheet in beyond:
        yield renderer.page(
            "places.html",
            sheet.address,
            "Les territoires" + sheet.mark,
            "Les pratiques du catalogue région par région, et celles qui valent dans toute la France.",
            edit,
            est=jsonld.collection(renderer.site, [(r.nom, region_address(r.nom)) for r in regions]),
            meta={"styles": ["map"]},
            carte=drawn,
            regions=regions,
            feuillet=sheet,
            nationales=[p for p in sheet.shown if p.id in everywhere],
            sans_lieu=[p for p in sheet.shown if p.id not in everywhere],
            # Where the list of those begins.
            adresse_sans_lieu=beyond[len(national) // PER_SHEET].address if placeless else "",
        )
    for region in renderer.catalogue.regions.values():
        practices = renderer.index.by_region.get(region.id, [])
        for sheet in sheets(region_address(region.nom), practices):
            yield renderer.page(
                "region.html",
                sheet.address,
                region.nom + sheet.mark,
                f"Les pratiques du catalogue en région {region.nom}.",
                edit,
                est=jsonld.of_practices(renderer.site, sheet.shown, len(practices))
                | {"spatialCoverage": jsonld.region(renderer.site, region.nom)},
                region=region,
                compte=len(practices),
                feuillet=sheet,
                nationales=PER_LEVER,
            )
