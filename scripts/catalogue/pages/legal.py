"""The legal notice: who publishes the site, who directs the publication, who hosts it, as whoever puts it online says."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.pages.rendering import Page, Renderer

ADDRESS = "mentions-legales/"


@dataclass(frozen=True)
class Notice:
    """One thing to state: the title of its section, what it is called in a sentence, and what is read where it is not stated."""

    title: str
    name: str
    lacking: str


NOTICES: Mapping[str, Notice] = {
    "editeur": Notice("Éditeur", "l’éditeur", "L’éditeur de ce site n’est pas encore indiqué."),
    "directeur": Notice(
        "Direction de la publication",
        "la direction de la publication",
        "La personne qui dirige la publication n’est pas encore indiquée.",
    ),
    "hebergeur": Notice("Hébergeur", "l’hébergeur", "L’hébergeur de ce site n’est pas encore indiqué."),
}
"""What the notice states, by the name of its setting."""


def legal_page(renderer: Renderer) -> Page:
    """Return the page of the legal notice; what is not stated is said to be so."""
    sections = [(name, notice.title) for name, notice in NOTICES.items()]
    if renderer.accueil["forge"] or renderer.accueil["courriel"]:
        sections.append(("ecrire", "Signaler une erreur"))
    return renderer.page(
        "legal.html",
        ADDRESS,
        "Mentions légales",
        "Qui publie ce site, qui en répond, qui l’héberge, et sous quelles licences.",
        "",
        mentions=[(name, notice, renderer.legal[name].strip().splitlines()) for name, notice in NOTICES.items()],
        accueil=renderer.accueil,
        sommaire=[*sections, ("licences", "Licences"), ("vie-privee", "Vie privée")],
    )
