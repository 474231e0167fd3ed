"""The page of one practice, its fiche, and what goes with it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from catalogue.derived import session
from catalogue.derived.sections import HEAD, SORTING, filled, missing, sections
from catalogue.exports import jsonld, practice_json, qr
from catalogue.pages.rendering import Page, Renderer
from catalogue.pages.share import citation, short_address
from catalogue.records.practice import Pratique

HISTORY = 5
"""Changes told on a fiche, the newest ones."""


def fiche(renderer: Renderer, practice: Pratique) -> Page:
    """Return the page of `practice`."""
    page = renderer.page(
        "fiche.html",
        f"pratiques/{practice.id}/",
        practice.titre,
        practice.resume,
        f"practices/{practice.id}.yml",
        est=lambda: jsonld.practice(renderer.index, renderer.site, practice),
        more=lambda: _details(renderer, practice),
        meta={
            "modifie_le": practice.verifie_le.isoformat(),
            "styles": ["fiche"],
            "donnees": f"pratiques/{practice.id}/pratique.json",
            "module": "assets/site/share.js",
        },
        p=practice,
    )
    return replace(
        page,
        list_sections=lambda: _contents(renderer, practice),
        beside=lambda: practice_files(renderer, practice, practice.id),
    )


def _contents(renderer: Renderer, practice: Pratique) -> list[tuple[str, str]]:
    there = [section for section, _ in sections(practice)]
    found = [(section.anchor, section.title) for section in there if section.promised]
    if missing(there):
        found.append(("inconnu", "Ce que la source ne précise pas"))
    found.append(("partager", "Partager et citer"))
    if renderer.index.related(practice.id):
        found.append(("proches", "Pratiques proches"))
    return found


def _details(renderer: Renderer, practice: Pratique) -> dict[str, Any]:
    before, after = renderer.index.neighbours(practice)
    reperes: dict[str, list[str]] = {}
    for source in practice.sources:
        reperes.setdefault(source.id, []).append(source.repere)
    history = renderer.histories.get(practice.id, [])
    court = short_address(renderer.site, practice.id)
    there = sections(practice)
    return {
        "sections": there,
        "manquent": missing(section for section, _ in there),
        "reperes_de_plus": [one for one in filled(practice, HEAD) if not one.is_drawn],
        "classement": filled(practice, SORTING),
        "programme": renderer.catalogue.pratiques.get(practice.programme or ""),
        "membres": renderer.index.members.get(practice.programme or practice.id, []),
        "reprises": renderer.index.taken_up.get(practice.id, ()),
        "proches": renderer.index.related(practice.id),
        "reperes": reperes,
        "avant": before,
        "apres": after,
        "court": court,
        "qr": qr.modules(court),
        "citation": citation(renderer.site, practice),
        "historique": history[:HISTORY],
        "reste": len(history) > HISTORY,
    }


def practice_files(renderer: Renderer, practice: Pratique, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the address and content of each file that goes with the fiche of `practice`, under its `name` or a former one.

    They are its data, its citation, its QR code, what a session is composed of, its short address and its card.
    """
    cited = citation(renderer.site, practice)
    texts = {
        "pratique.json": practice_json(renderer.catalogue, practice.id),
        "citation.bib": cited.bibtex,
        "citation.json": cited.csl,
        "qr.svg": qr.svg(short_address(renderer.site, practice.id)),
        "seance.json": session.practice_json(renderer.catalogue, practice.id, renderer.site),
    }
    for file, text in texts.items():
        yield f"pratiques/{name}/{file}", text.encode()
    for kind, template in (("p", "short_address.html"), ("carte", "card_page.html")):
        address = f"{kind}/{name}/"
        yield f"{address}index.html", f"{renderer.render(template, address, p=practice)}\n".encode()
