"""The catalogue's own page: all practices by lever, and the facets."""

from collections import Counter

from catalogue.derived.evidence import Preuve
from catalogue.exports import jsonld
from catalogue.pages.paging import PER_LEVER
from catalogue.pages.rendering import Page, Renderer
from catalogue.records.values import Mecanisme, NatureOrganisation
from catalogue.text.typography import slug

FACETS = {
    "levier": "Levier",
    "region": "Territoire",
    "public": "Public",
    "frein": "Frein",
    "secteur": "Secteur",
    "porteur": "Porteur",
    "nature": "Nature du porteur",
    "mecanisme": "Mécanisme du contrat",
    "pays": "Pays",
    "preuve": "Preuve",
}
"""The facets of the catalogue's page, in order, with their titles."""

FACET_VALUES = 60
"""Values of a facet that the catalogue's page offers, the most frequent ones; the search knows the others too."""


def catalogue_page(renderer: Renderer) -> Page:
    """Return the page of all practices."""
    count = len(renderer.catalogue.pratiques)
    groups = [lever for lever in renderer.catalogue.leviers.values() if not renderer.index.children.get(lever.id)]
    return renderer.page(
        "catalogue.html",
        "pratiques/",
        "Toutes les pratiques",
        f"Les {count} pratiques du catalogue, rangées par levier : qui agit, où, pour qui, avec quel résultat.",
        "",
        est=jsonld.of_practices(renderer.site, renderer.index.latest),
        meta={"recherche": "dans-la-page", "styles": ["catalogue"]},
        facettes=[(facet, title, _facet_values(renderer, facet)) for facet, title in FACETS.items()],
        par_levier=PER_LEVER,
        leviers=[lever for lever in groups if renderer.index.by_lever[lever.id]],
        sommaire=[(f"levier-{lever.id}", lever.nom) for lever in groups if renderer.index.by_lever[lever.id]],
    )


def _facet_values(renderer: Renderer, facet: str) -> list[tuple[str, str, int]]:
    """Return the (value, name, practices) of `facet` as they are to be listed: all levers, else what practices have most."""
    cat = renderer.catalogue
    names: dict[str, str] = {
        "levier": {lever.id: lever.nom for lever in cat.leviers.values()},
        "region": {**{code: region.nom for code, region in cat.regions.items()}, "national": "France entière"},
        "public": {name: entry.nom for name, entry in cat.publics.items()},
        "frein": {name: entry.nom for name, entry in cat.freins.items()},
        "secteur": {name: entry.nom for name, entry in cat.secteurs.items()},
        "porteur": {name: entry.nom for name, entry in cat.organisations.items()},
        "nature": {kind.value: kind.libelle for kind in NatureOrganisation},
        "mecanisme": {way.value: way.libelle for way in Mecanisme},
        "pays": {code: country.nom for code, country in cat.pays.items()} if renderer.index.by_country else {},
        "preuve": {level.value: level.libelle for level in Preuve},
    }[facet]
    counts = Counter(value for p in cat.pratiques.values() for value in renderer.index.facets(p)[facet])
    found = [(value, name, counts[value]) for value, name in names.items() if counts[value] or facet == "levier"]
    if facet in ("levier", "preuve"):
        return found
    most = sorted(found, key=lambda entry: -entry[2])[:FACET_VALUES]
    return sorted(most, key=lambda entry: slug(entry[1]))
