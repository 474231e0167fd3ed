"""Catalogue → pages: pure functions over one renderer, a module for each kind of page."""

from collections.abc import Iterator

from catalogue.pages.abroad import abroad_page
from catalogue.pages.catalogue import catalogue_page
from catalogue.pages.contribute import fields_page, form_page
from catalogue.pages.data import data_page
from catalogue.pages.fiche import fiche
from catalogue.pages.former import former_pages, withdrawn_files, withdrawn_pages
from catalogue.pages.gaps import state_page
from catalogue.pages.legal import legal_page
from catalogue.pages.levers import lever_pages
from catalogue.pages.news import feeds, news_pages
from catalogue.pages.organisations import organisation_pages
from catalogue.pages.places import region_pages
from catalogue.pages.rendering import (
    Page,
    Renderer,
    TemplateError,
    TemplateFault,
    compiled_templates,
    relative,
    with_front_matter,
)
from catalogue.pages.rules import rules_page
from catalogue.pages.sources import source_pages

__all__ = [
    "Page",
    "Renderer",
    "TemplateError",
    "TemplateFault",
    "compiled_templates",
    "feeds",
    "pages",
    "relative",
    "with_front_matter",
    "withdrawn_files",
]


def pages(renderer: Renderer) -> Iterator[Page]:
    """Yield every page made from records and vocabularies."""
    yield catalogue_page(renderer)
    for practice in renderer.catalogue.pratiques.values():
        yield fiche(renderer, practice)
    yield from former_pages(renderer)
    yield from withdrawn_pages(renderer)
    yield from lever_pages(renderer)
    yield from organisation_pages(renderer)
    yield from region_pages(renderer)
    yield abroad_page(renderer)
    yield from source_pages(renderer)
    yield from news_pages(renderer)
    yield state_page(renderer)
    yield legal_page(renderer)
    yield rules_page(renderer)
    yield form_page(renderer)
    yield fields_page(renderer)
    yield data_page(renderer)
