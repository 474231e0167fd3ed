"""The page of the practices of other countries."""

from catalogue.exports import jsonld
from catalogue.pages.paging import PER_LEVER
from catalogue.pages.rendering import Page, Renderer
from catalogue.text.typography import slug


def abroad_page(renderer: Renderer) -> Page:
    """Return the page that lists the practices of other countries, country by country."""
    index = renderer.index
    countries = sorted((index.catalogue.pays[code] for code in index.by_country), key=lambda one: slug(one.nom))
    return renderer.page(
        "abroad.html",
        "ailleurs/",
        "Ailleurs",
        "Les pratiques du catalogue dans d’autres pays, et ce qu’elles apprennent à qui achète en France.",
        "",
        est=jsonld.of_practices(renderer.site, index.abroad),
        pays=[(slug(one.nom), one, index.by_country[one.id]) for one in countries],
        par_pays=PER_LEVER,
        sommaire=[(slug(one.nom), one.nom) for one in countries],
    )
