"""Practices as the site's form writes them, for tests that propose some."""

from functools import cache
from typing import Any

from catalogue.checks.check import check
from catalogue.contribute.form import form_data
from common import FROZEN, TODAY
from modules import Modules

SHARED = {"maison-partagee": {"nom": "Maison partagée", "nature": "association", "region": "28"}}
"""An organisation that the catalogue does not know, and that two of the practices bring."""

_LEVERS = ["portage", "freins-peripheriques", "partenariat", "sensibilisation-metiers", "expertise"]


def practice(number: int, **more: Any) -> dict[str, Any]:
    """Return what the form is told of the practice of that number, with the answers `more`."""
    return {
        "titre": f"L’atelier des horaires numéro {number}",
        "resume": f"Un atelier rassemble des parents et des entreprises de la zone {number}, pour parler des horaires.",
        "levier": _LEVERS[number % len(_LEVERS)],
        "porteurs": ["mmie-lyon"],
        "sources": [{"id": "maximilien-diversification", "repere": f"page {number}"}],
        "verifie_le": TODAY.isoformat(),
        **more,
    }


def ten() -> dict[str, str]:
    """Return ten files as the form writes them, by path: two bring the same new organisation, one an organisation and a source
    of its own, one has figures.
    """
    brought = {"porteurs": ["maison-partagee"], "nouveau": {"organisations": SHARED}}
    own = {
        "porteurs": ["ville-neuve"],
        "sources": [{"id": "bilan-neuf", "repere": "page 3"}],
        "nouveau": {
            "organisations": {"ville-neuve": {"nom": "Ville neuve", "nature": "collectivite", "region": "84"}},
            "sources": {"bilan-neuf": {"titre": "Bilan de la ville neuve", "editeur": "ville-neuve"}},
        },
    }
    figure = {
        "valeur": "60",
        "unite": "%",
        "libelle": "parents ayant gardé leur emploi",
        "nature": "declare",
        "source": "maximilien-diversification",
        "repere": "page 4",
    }
    more: dict[int, dict[str, Any]] = {
        1: brought,
        2: brought,
        3: own,
        4: {"chiffres": [figure]},
        5: {"mots_cles": ["crèche"]},
    }
    return {path_of(number): form_writes(practice(number, **more.get(number, {}))) for number in range(1, 11)}


def path_of(number: int) -> str:
    """Return where the practice of that number stands."""
    return f"practices/l-atelier-des-horaires-numero-{number}.yml"


def form_writes(data: dict[str, Any]) -> str:
    """Return the file that the form of the site writes of `data`."""
    return str(_modules().call("(data) => writeRecord(data, model)", data))


@cache
def _modules() -> Modules:
    catalogue = check(FROZEN / "practices", TODAY).catalogue
    assert catalogue is not None
    return Modules("contribute/yaml.js", start=f"const model = {form_data(catalogue, {})};")
