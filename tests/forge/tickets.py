"""Tickets as the forge's form writes them: answers under the headings of its questions."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from catalogue.checks.check import check
from catalogue.contribute.issue_form import questions
from common import FROZEN, TODAY

ANSWERS = {
    "Titre": "L’atelier des horaires",
    "Résumé": "Un atelier rassemble des parents et des entreprises, pour parler des horaires.",
    "Levier": "Porter la démarche",
    "Porteurs": "Maison neuve de l’emploi",
    "Source": "Bilan de la maison neuve",
    "Endroit de la source": "page 3",
    "Éditeur de la source": "Maison neuve de l’emploi",
    "Nature de l’organisation nouvelle": "Association",
    "Région de l’organisation nouvelle": "Normandie",
}
"""Answers that make a record."""


def ticket(answers: Mapping[str, str] = MappingProxyType({}), **more: str) -> str:
    """Return the text of a ticket with `ANSWERS`, but for those of `answers` and `more`; "" is no answer."""
    told, asked = ANSWERS | dict(answers) | more, _asked()
    assert set(told) <= set(asked)
    return "".join(f"### {title}\n\n{told.get(title) or '_No response_'}\n\n" for title in asked)


@cache
def _asked() -> list[str]:
    """Return what the form asks, in order."""
    catalogue = check(FROZEN / "practices", TODAY).catalogue
    assert catalogue is not None
    return [one.titre for one in questions(catalogue)]
