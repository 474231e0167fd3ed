"""What answers at addresses that fiches once had, or have no more."""

from collections.abc import Iterator
from dataclasses import replace

from catalogue.exports import qr
from catalogue.pages.fiche import fiche, practice_files
from catalogue.pages.rendering import Page, Renderer
from catalogue.pages.share import short_address
from catalogue.records.practice import Pratique
from catalogue.text.typography import french


def former_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield, at each address that a fiche once had, the same fiche, which says that it has moved and leads there."""
    for practice in renderer.catalogue.pratiques.values():
        for name in practice.alias:
            yield _former_page(renderer, practice, name)


def _former_page(renderer: Renderer, practice: Pratique, name: str) -> Page:
    page = fiche(renderer, practice)
    here, now = f"pratiques/{name}/", page.address
    return replace(
        page,
        address=here,
        fill=lambda: f"{renderer.render('former.html', here, nouvelle=now)}\n{page.html}",
        meta={**page.meta, "robots": "noindex", "nouvelle": now},
        beside=lambda: practice_files(renderer, practice, name),
    )


def withdrawn_pages(renderer: Renderer) -> Iterator[Page]:
    """Yield the page of each withdrawal: when, why, what replaces it."""
    for withdrawal in renderer.catalogue.retraits.values():
        yield renderer.page(
            "withdrawal.html",
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
            for kind, template in (("p", "short_address.html"), ("carte", "withdrawn_card.html")):
                address = f"{kind}/{withdrawal.id}/"
                yield f"{address}index.html", renderer.render(template, address, p=withdrawal) + "\n"
            yield f"{withdrawal.ou}qr.svg", qr.svg(short_address(renderer.site, withdrawal.id))
