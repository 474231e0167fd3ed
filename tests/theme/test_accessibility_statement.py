"""The accessibility statement says what the tests do: no more, no less, no older."""

import re

from browser import axe
from browser.kinds import GENERATED
from browser.test_reading import TEXT_WIDTHS
from catalogue.text.typography import number
from common import FROZEN
from palette import FLOORS

STATEMENT = re.sub(r"[ \n]+", " ", (FROZEN / "docs" / "a-propos" / "accessibilite.md").read_text("utf-8"))

NAMES = {
    "catalogue.html": "le catalogue",
    "fiche.html": "une fiche",
    "levers.html": "la liste des leviers",
    "lever.html": "un levier",
    "organisations.html": "la liste des organisations",
    "organisation.html": "une organisation",
    "places.html": "la liste des territoires",
    "region.html": "un territoire",
    "sources.html": "la liste des sources",
    "source.html": "une source",
    "news.html": "les nouveautés",
    "gaps.html": "l’état du catalogue",
    "rules.html": "les règles d’une fiche",
    "fields.html": "les rubriques d’une fiche",
    "form_page.html": "le formulaire",
    "data.html": "la page des données",
    "legal.html": "les mentions légales",
    "abroad.html": "les pratiques d’autres pays",
}
"""What the statement calls the pages of each template."""


def test_the_statement_names_every_kind_of_page() -> None:
    """The kinds of pages it says were opened are those that the tests open."""
    assert set(NAMES) == set(GENERATED)
    (said,) = re.findall(r"une page de chaque autre genre : ([^.]*)\.", STATEMENT)
    assert said.split(", ") == list(NAMES.values())


def test_the_statement_gives_the_tools_and_their_settings() -> None:
    """The checker's version, the widths, and the contrasts are those of the tests."""
    assert "axe-core {}, à {} et {} pixels".format(axe.version(), *map(number, axe.WIDTHS)) in STATEMENT
    assert "à {}, {} et {} pixels".format(*map(number, TEXT_WIDTHS)) in STATEMENT
    floors = [f"{floor:g} pour 1".replace(".", ",") for _, floor in FLOORS.values()]
    assert re.findall(r"[\d,]+ pour 1", STATEMENT) == floors


def test_the_statement_claims_no_audit() -> None:
    """It says that it is a self-assessment, and what was not tried."""
    assert "C’est une auto-évaluation." in STATEMENT
    assert "## Ce qui n’a pas été vérifié" in STATEMENT
    assert "Aucune personne n’a parcouru le site avec un lecteur d’écran." in STATEMENT
