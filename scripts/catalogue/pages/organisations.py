"""The pages of organisations."""

from collections.abc import Iterator

from catalogue.exports import jsonld
from catalogue.pages.rendering import Page, Renderer
from catalogue.text.typography import slug


def organisation_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield the page of all organisations, then that of each."""
    edit = "practices/vocabulaires/organisations.yml"
    everyone = sorted(renderer.catalogue.organisations.values(), key=lambda o: slug(o.nom))
    yield renderer.page(
        "organisations.html",
        "organisations/",
        "Les organisations",
        "Qui porte, accompagne ou publie les pratiques du catalogue.",
        edit,
        est=jsonld.collection(renderer.site, [(o.nom, f"organisations/{o.id}/") for o in everyone]),
        organisations=everyone,
    )
    for organisation in renderer.catalogue.organisations.values():
        description = (
            f"{organisation.nom} : sa place dans le catalogue Leviers d’égalité, ses pratiques et ses publications."
        )
        yield renderer.page(
            "organisation.html",
            f"organisations/{organisation.id}/",
            organisation.nom,
            description,
            edit,
            est=jsonld.about_organisation(renderer.index, renderer.site, organisation),
            meta={"styles": ["fiche"]},
            organisation=organisation,
            roles=renderer.index.roles.get(organisation.id, {}),
            publie=[s for s in renderer.catalogue.sources.values() if s.editeur == organisation.id],
        )
