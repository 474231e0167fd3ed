"""Catalogue → every file of the site that is made and is not a page: one list."""

from collections.abc import Iterator

from catalogue.exports import engine_files, form_data, practice_files, template
from catalogue.pages import Renderer, files


def made_files(renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """Yield the (address, content) of every made file; the search index apart, which is made of the pages once built."""
    yield "recherche/icones.svg", renderer.drawings().encode()
    yield "contribuer/modele.yml", template().encode()
    yield "contribuer/proposer/formulaire.json", form_data(renderer.catalogue, renderer.accueil).encode()
    yield from renderer.data_files.items()
    yield from practice_files(renderer.index)
    yield from engine_files(renderer.site)
    for address, text in files(renderer):
        yield address, text.encode()
