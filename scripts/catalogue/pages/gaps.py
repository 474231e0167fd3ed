"""The page on which the catalogue tells what it holds and what it lacks."""

from catalogue.derived.gaps import SHOWN, overview
from catalogue.pages.rendering import Page, Renderer


def state_page(renderer: Renderer) -> Page:
    """Return the page of the state of the catalogue, as of the day of the build."""
    return renderer.page(
        "gaps.html",
        "a-propos/etat/",
        "État du catalogue",
        "Ce que le catalogue contient, ce qui lui manque, ce qui vieillit, et ce qui aiderait le plus.",
        "",
        meta={"styles": ["fiche", "gaps"], "module": "assets/site/age.js"},
        e=overview(renderer.index),
        montres=SHOWN,
        sommaire=[
            ("aider", "Ce qui aiderait le plus"),
            ("regions", "Par levier et par territoire"),
            ("secteurs", "Par levier et par secteur"),
            ("preuves", "Niveaux de preuve"),
            ("sources", "Sources"),
            ("manques", "Ce qui n’est pas renseigné"),
            ("a-relire", "À vérifier"),
            ("impasses", "Sans aucune pratique"),
        ],
    )
