"""The pages written by hand in docs/: their macros, their French typography, what they are as JSON-LD and to the search."""

import traceback
from collections.abc import Iterable

from mkdocs.exceptions import Abort
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from catalogue.exports import jsonld
from catalogue.pages import Renderer, TemplateFault
from catalogue.search.documents import HandwrittenPage
from catalogue.site.macros import macros_of, render
from catalogue.text.typography import french, french_html


def with_macros(page: Page, markdown: str, renderer: Renderer) -> str:
    """Return `markdown`, the text of `page`, its macros done; raises Abort with the place of a macro that cannot be."""
    macros = macros_of(renderer, page.url, str(page.meta.get("title", "")))
    try:
        return render(markdown, macros)
    except TemplateFault:
        raise
    except Exception as error:
        inside = [
            frame.lineno or 1 for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"
        ]
        head = page.file.content_string.count("\n") - markdown.count("\n")
        where = f"docs/{page.file.src_uri}:{head + inside[-1]}" if inside else f"docs/{page.file.src_uri}"
        raise Abort(f"{where} : une macro est fautive ({error}).") from error


def complete_front_matter(page: Page, site: str) -> None:
    """Give what the theme shows of the front matter of `page` French typography, and add what the page is, as JSON-LD."""
    for name in ("title", "description", "accroche"):
        if name in page.meta:
            page.meta[name] = french(str(page.meta[name]))
    for way in page.meta.get("entrees", ()):
        way.update(titre=french(way["titre"]), texte=french(way["texte"]))
    page.meta["jsonld"] = jsonld.script(_described(page, site))


def _described(page: Page, site: str) -> list[jsonld.Node]:
    """Return what `page` is: the home page, or a plain one under the first page of its section."""
    if page.is_homepage:
        return jsonld.home(site)
    above: list[tuple[str, str]] = []
    for section in (one for one in page.ancestors if isinstance(one, Section)):
        first = next((child for child in section.children or () if isinstance(child, Page)), None)
        if first and first is not page:
            above.insert(0, (str(section.title), first.url))
    title = str(page.meta.get("title") or page.title)
    return jsonld.page(site, page.url, title, str(page.meta.get("description", "")), above=above)


def typeset(page: Page, html: str) -> str:
    """Return `html`, the content of `page`, in French typography; the page's table of contents follows it."""
    _typeset_titles(page.toc)
    return french_html(html)


def _typeset_titles(toc: Iterable[AnchorLink]) -> None:
    for entry in toc:
        entry.title = french_html(entry.title)
        _typeset_titles(entry.children)


def to_search(page: Page, html: str) -> HandwrittenPage:
    """Return what the search is to know of `page`, whose content is `html`."""
    title, description = (str(page.meta.get(key, "")) for key in ("title", "description"))
    words = page.meta.get("mots_cles") or []
    words = [str(word) for word in (words if isinstance(words, list) else [words])]
    return HandwrittenPage(page.url, title or str(page.title), description, html, words)
