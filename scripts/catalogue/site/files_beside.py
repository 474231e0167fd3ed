"""Catalogue → every file of the site that is made, is not a page, and goes with none: one list."""

from collections.abc import Iterator

from catalogue.contribute.form import form_data, template
from catalogue.exports import engine_files
from catalogue.pages import Renderer, files


def made_files(renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """Yield the (address, content) of every made file, but for what goes with a page (see Page.beside), the open data
    (Renderer.data_files), and the index of the search, which is made of the pages once built.
    """
    yield "recherche/icones.svg", renderer.drawings().encode()
    yield "contribuer/modele.yml", template().encode()
    yield "contribuer/proposer/formulaire.json", form_data(renderer.catalogue, renderer.accueil).encode()
    yield from engine_files(renderer.site)
    for address, text in files(renderer):
        yield address, text.encode()
