"""Every file that the build makes beside the pages, by kind: the one list that the plugin and the preview read.

- `Page.beside`: what goes with one page (a fiche's data, citation, QR code, short address, card), made when that page is.
- `in_every_build`: what goes with no page and is always made (icons, form, feeds, robots.txt, withdrawn addresses…).
- `Renderer.data_files`: the open data about the whole catalogue; a preview makes each file when it is asked for.
- `pdfs`: made before the pages, which tell their size; never in a preview.
- `search_index`: made after the pages, since it holds the text of the hand-written ones; in a preview, when it is asked for.
- `host_headers`: made last, for it names the folders of the site; never in a preview.

The theme brings three more, as MkDocs would have it: sitemap.xml, 404.html and favicon.ico.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from catalogue.contribute.form import form_data, template
from catalogue.derived.index import Index
from catalogue.exports import engine_files
from catalogue.exports.headers import headers
from catalogue.pages import Renderer, feeds, withdrawn_files
from catalogue.paper import typeset
from catalogue.search.documents import HandwrittenPage
from catalogue.search.index_files import index_files

Files = Iterable[tuple[str, bytes]]
"""Files of the site, by their address."""

SEARCH = "recherche/"


def in_every_build(renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    """Yield the (address, content) of what goes with no page and is always made; raises TemplateFault."""
    yield f"{SEARCH}icones.svg", renderer.drawings().encode()
    yield "contribuer/modele.yml", template().encode()
    yield "contribuer/proposer/formulaire.json", form_data(renderer.catalogue, renderer.accueil).encode()
    yield from engine_files(renderer.site)
    for address, text in (*withdrawn_files(renderer), *feeds(renderer)):
        yield address, text.encode()


def pdfs(index: Index, site: str, cache: Path) -> dict[str, bytes]:
    """Return every PDF by its address: one for each fiche, at its former addresses too, and the recueil.

    What did not change since the last build is taken from the folder `cache`. Raises typeset.PdfFault.
    """
    made = typeset.pdfs(index, site, cache)
    for name, practice in index.catalogue.pratiques.items():
        for alias in practice.alias:
            made[typeset.address(alias)] = made[typeset.address(name)]
    return made


def search_index(renderer: Renderer, handwritten: Iterable[HandwrittenPage]) -> Iterator[tuple[str, bytes]]:
    """Yield the (address, content) of each file that the search reads, over the records and the `handwritten` pages."""
    for name, content in index_files(renderer.index, handwritten):
        yield f"{SEARCH}{name}", content


def host_headers(policy: str, site: Path) -> tuple[str, bytes]:
    """Return the address and content of what tells hosts the headers of the built `site`, `policy` among them."""
    folders = (folder for folder in site.iterdir() if folder.is_dir())
    written = (f"{folder.name}/index.html" for folder in folders if any(folder.rglob("*.html")))
    return "_headers", headers(policy, written).encode()


def when_asked_for(renderer: Renderer, handwritten: Iterable[HandwrittenPage]) -> Mapping[str, Callable[[], Files]]:
    """Return how a preview makes the kinds that wait, by the beginning of their addresses."""

    def one(address: str, make: Callable[[], bytes]) -> Callable[[], Files]:
        return lambda: [(address, make())]

    data = {address: one(address, make) for address, make in renderer.data_files.items()}
    return {SEARCH: lambda: search_index(renderer, handwritten), **data}
