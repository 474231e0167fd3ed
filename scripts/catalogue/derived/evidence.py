"""How well a practice's result is known, from its figures; the figure to show first, and its value in words."""

from catalogue.records.practice import Chiffre, Pratique
from catalogue.records.values import Choix, Nature
from catalogue.text.typography import NBSP, number


class Preuve(Choix):
    """How well a practice's result is known; computed from its figures, never declared."""

    MESUREE = "mesuree", "Résultat mesuré"
    DECLAREE = "declaree", "Résultat déclaré"
    NON_CHIFFREE = "non-chiffree", "Sans résultat chiffré"

    @property
    def raison(self) -> str:
        """Why a practice stands at this level, in a sentence for readers."""
        return {
            Preuve.MESUREE: "un chiffre au moins vient d’un suivi",
            Preuve.DECLAREE: "un chiffre au moins est déclaré, sans que la source dise comment il est compté",
            Preuve.NON_CHIFFREE: "la source ne donne pas de chiffre de résultat",
        }[self]


_EVIDENCE = {Nature.MESURE: Preuve.MESUREE, Nature.DECLARE: Preuve.DECLAREE}


def evidence(practice: Pratique) -> Preuve:
    """Return the evidence level of `practice`: that of its best figure."""
    natures = [figure.nature for figure in practice.chiffres]
    return next((level for nature, level in _EVIDENCE.items() if nature in natures), Preuve.NON_CHIFFREE)


def strongest_figure(practice: Pratique) -> Chiffre | None:
    """Return the figure to show first: measured before declared before a weighting; context never."""
    order = [Nature.MESURE, Nature.DECLARE, Nature.PONDERATION]
    return next((figure for nature in order for figure in practice.chiffres if figure.nature is nature), None)


def figure_value(figure: Chiffre) -> str:
    """Return the value of `figure` with its unit, as plain text: « 37 % », « près de 19 % »."""
    nuance = f"{figure.nuance} " if figure.nuance else ""
    return nuance + number(figure.valeur) + (f"{NBSP}{figure.unite}" if figure.unite else "")
