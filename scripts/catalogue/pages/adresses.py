"""What answers beside the fiches: short addresses for paper, cards for other sites, addresses that fiches once had."""

from collections.abc import Iterator
from dataclasses import replace

from catalogue import qr, seance
from catalogue.exports import practice_json
from catalogue.model import Pratique
from catalogue.pages.fiche import fiche
from catalogue.pages.partage import citation, short_address
from catalogue.pages.rendering import Page, Renderer
from catalogue.typography import french


def practice_files(renderer: Renderer, practice: Pratique) -> Iterator[tuple[str, str]]:
    """Yield the path and content of each file that goes with the fiche of `practice`, under its former names too."""
    cited = citation(renderer.site, practice)
    code = qr.svg(short_address(renderer.site, practice.id))
    for name in (practice.id, *practice.alias):
        for kind in ("p", "carte"):
            address = f"{kind}/{name}/"
            yield f"{address}index.html", renderer.render(f"{kind}.html", address, p=practice) + "\n"
        if name != practice.id:  # that of the id is one of the exports
            yield f"pratiques/{name}/pratique.json", practice_json(renderer.catalogue, practice.id)
        yield f"pratiques/{name}/citation.bib", cited.bibtex
        yield f"pratiques/{name}/citation.json", cited.csl
        yield f"pratiques/{name}/qr.svg", code
        yield f"pratiques/{name}/seance.json", seance.practice_json(renderer.catalogue, practice.id, renderer.site)


def former_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield, at each address that a fiche once had, the same fiche, which says that it has moved and leads there."""
    for practice in renderer.catalogue.pratiques.values():
        now = f"pratiques/{practice.id}/"
        for name in practice.alias:
            page = fiche(renderer, practice)
            here = f"pratiques/{name}/"
            said = renderer.render("ancienne.html", here, nouvelle=now)
            meta = {**page.meta, "robots": "noindex", "nouvelle": now}
            yield replace(page, address=here, html=f"{said}\n{page.html}", meta=meta)


def withdrawn_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield the page of each withdrawal: when, why, what replaces it."""
    for withdrawal in renderer.catalogue.retraits.values():
        yield renderer.page(
            "retrait.html",
            withdrawal.ou,
            withdrawal.titre,
            french(f"« {withdrawal.titre} » a été retirée du catalogue : quand, pourquoi, et ce qui la remplace."),
            "practices/vocabulaires/retraits.yml",
            meta={"styles": ["fiche"], "robots": "noindex"},
            retrait=withdrawal,
            remplacantes=[renderer.catalogue.pratiques[name] for name in withdrawal.remplacee_par],
        )


def withdrawn_files(renderer: Renderer) -> Iterator[tuple[str, str]]:
    """Yield what stands at the other addresses of a withdrawn practice: all lead to the page that says why."""
    for withdrawal in renderer.catalogue.retraits.values():
        if withdrawal.est_une_fiche:
            for kind, template in (("p", "p.html"), ("carte", "carte-retiree.html")):
                address = f"{kind}/{withdrawal.id}/"
                yield f"{address}index.html", renderer.render(template, address, p=withdrawal) + "\n"
            yield f"{withdrawal.ou}qr.svg", qr.svg(short_address(renderer.site, withdrawal.id))
