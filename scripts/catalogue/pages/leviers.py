"""The pages of levers."""

from collections.abc import Iterator

from catalogue.pages.feuillets import PER_LEVER, sheets
from catalogue.pages.rendering import Page, Renderer
from catalogue.typography import NBSP


def lever_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield the page of all levers, then those of each."""
    edit = "practices/vocabulaires/leviers.yml"
    yield renderer.page(
        "leviers.html",
        "leviers/",
        "Les leviers",
        "Agir dans le contrat public, en dehors du contrat, ou sur la méthode : les leviers de l’égalité, et leurs pratiques.",
        edit,
    )
    for lever in renderer.catalogue.leviers.values():
        # Some pages of the method bear a lever's name: what they are tells them apart.
        titre = f"Levier{NBSP}: {lever.nom}"
        listed = [] if renderer.index.children.get(lever.id) else renderer.index.by_lever[lever.id]
        for sheet in sheets(f"leviers/{lever.id}/", listed):
            title = titre + sheet.mark
            yield renderer.page(
                "levier.html",
                sheet.address,
                title,
                lever.resume,
                edit,
                levier=lever,
                feuillet=sheet,
                par_levier=PER_LEVER,
            )
