"""The page of one practice: its fiche."""

from catalogue import jsonld, qr
from catalogue.model import Pratique
from catalogue.pages.partage import citation, short_address
from catalogue.pages.rendering import SECTIONS, Page, Renderer

HISTORY = 5
"""Changes told on a fiche, the newest ones."""


def fiche(renderer: Renderer, practice: Pratique) -> Page:
    """Return the page of `practice`."""
    filled = filled_sections(practice)
    before, after = renderer.index.neighbours(practice)
    proches = renderer.index.related(practice.id)
    reperes: dict[str, list[str]] = {}
    for source in practice.sources:
        reperes.setdefault(source.id, []).append(source.repere)
    sommaire = [(name, SECTIONS[name]) for name in SECTIONS if name in filled]
    if len(filled) < len(SECTIONS):
        sommaire.append(("inconnu", "Ce que la source ne précise pas"))
    sommaire.append(("partager", "Partager et citer"))
    if proches:
        sommaire.append(("proches", "Pratiques proches"))
    history = renderer.histories.get(practice.id, [])
    court = short_address(renderer.site, practice.id)
    return renderer.page(
        "fiche.html",
        f"pratiques/{practice.id}/",
        practice.titre,
        practice.resume,
        f"practices/{practice.id}.yml",
        est=jsonld.practice(renderer.index, renderer.site, practice),
        meta={
            "styles": ["fiche"],
            "donnees": f"pratiques/{practice.id}/pratique.json",
            "module": "assets/scripts/partager.js",
        },
        p=practice,
        remplies=filled,
        programme=renderer.catalogue.pratiques.get(practice.programme or ""),
        membres=renderer.index.members.get(practice.programme or practice.id, []),
        proches=proches,
        reperes=reperes,
        avant=before,
        apres=after,
        court=court,
        qr=qr.modules(court),
        citation=citation(renderer.site, practice),
        sommaire=sommaire,
        historique=history[:HISTORY],
        reste=len(history) > HISTORY,
    )


def filled_sections(practice: Pratique) -> set[str]:
    """Return which of the promised `SECTIONS` the record fills."""
    values = {
        "contexte": practice.contexte,
        "objectifs": practice.objectifs,
        "mise-en-oeuvre": practice.mise_en_oeuvre,
        "contrat": practice.contrat,
        "chiffres": practice.chiffres,
        "conditions": practice.conditions_de_reussite,
        "vigilance": practice.points_de_vigilance or practice.limites,
        "formation": practice.formation,
        "sources": practice.sources,
    }
    return {name for name, value in values.items() if value}
