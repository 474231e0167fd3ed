"""The pages of levers."""

from collections.abc import Iterator

from catalogue.exports import jsonld
from catalogue.pages.news import FEED
from catalogue.pages.paging import PER_LEVER, sheets
from catalogue.pages.rendering import Page, Renderer
from catalogue.records.vocabularies import Levier
from catalogue.text.typography import NBSP


def lever_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield the page of all levers, then those of each."""
    edit = "practices/vocabulaires/leviers.yml"
    yield renderer.page(
        "levers.html",
        "leviers/",
        "Les leviers",
        "Agir dans le contrat public, en dehors du contrat, ou sur la méthode : les leviers de l’égalité, et leurs pratiques.",
        edit,
        est=jsonld.levers(renderer.index, renderer.site),
    )
    for lever in renderer.catalogue.leviers.values():
        # Some pages of the method bear a lever's name: what they are tells them apart.
        titre = f"Levier{NBSP}: {lever.nom}"
        listed = [] if renderer.index.children.get(lever.id) else renderer.index.by_lever[lever.id]
        for sheet in sheets(f"leviers/{lever.id}/", listed):
            title = titre + sheet.mark
            yield renderer.page(
                "lever.html",
                sheet.address,
                title,
                lever.resume,
                edit,
                est=jsonld.of_practices(renderer.site, sheet.shown, len(listed))
                | {"about": jsonld.lever(renderer.site, lever)},
                sous=_above(renderer, lever, sheet.number),
                levier=lever,
                feuillet=sheet,
                meta={"flux": f"leviers/{lever.id}/{FEED}"},
                par_levier=PER_LEVER,
            )


def _above(renderer: Renderer, lever: Levier, sheet: int) -> jsonld.Way:
    """Return the pages above the one of `lever`, or above one of its further sheets."""
    way = [("Les leviers", "leviers/")]
    if lever.parent:
        way.append((renderer.catalogue.leviers[lever.parent].nom, f"leviers/{lever.parent}/"))
    return [*way, (lever.nom, f"leviers/{lever.id}/")] if sheet > 1 else way
