"""The page of the practices of other countries."""

from catalogue.exports import jsonld
from catalogue.pages.paging import PER_LEVER
from catalogue.pages.rendering import Page, Renderer
from catalogue.text.typography import slug


def abroad_page(renderer: Renderer) -> Page:
    """Return the page that lists the practices of other countries, country by country."""
    index = renderer.index
    countries = [(index.catalogue.pays[code], practices) for code, practices in index.by_country.items()]
    return renderer.page(
        "abroad.html",
        "ailleurs/",
        "Ailleurs",
        "Les pratiques du catalogue dans d’autres pays, et ce qu’elles apprennent à qui achète en France.",
        "",
        est=jsonld.of_practices(renderer.site, index.abroad),
        pays=[(slug(country.nom), country, practices) for country, practices in countries],
        par_pays=PER_LEVER,
        sommaire=[(slug(country.nom), country.nom) for country, _ in countries],
    )
