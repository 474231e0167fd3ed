"""The second readings of figures (practices/lectures.yml): who reads a source again confirms, or strikes, what a record took of it."""

from pydantic import Field

from catalogue.records.practice import Chiffre
from catalogue.records.values import Choix, Jour, Modele, Nombre, Phrase, RefSource
from catalogue.records.vocabularies import Entree

FILE = "lectures.yml"
"""Its name in practices/."""


class Verdict(Choix):
    """What a second reading found."""

    CONFIRME = "confirme", "Confirmé"
    DEMENTI = "dementi", "Démenti"
    INTROUVABLE = "introuvable", "Introuvable"


class Relecture(Modele):
    """La seconde lecture d’un chiffre, face à sa source."""

    chiffre: Phrase = Field(
        title="Chiffre", description="Le libellé du chiffre.", examples=["part des femmes parmi les bénéficiaires"]
    )
    valeur: Nombre = Field(title="Valeur", description="La valeur lue.", examples=[37])
    source: RefSource = Field(title="Source", description="La source relue.", examples=["maximilien-diversification"])
    verdict: Verdict = Field(title="Verdict", description="Ce que la source en dit.", examples=["confirme"])
    le: Jour = Field(title="Relu le", description="Le jour de la lecture.", examples=["2026-11-28"])


class Relectures(Entree):
    """Les secondes lectures des chiffres d’une fiche."""

    chiffres: tuple[Relecture, ...] = Field(
        min_length=1, max_length=60, title="Chiffres", description="Un élément par chiffre relu."
    )

    def of(self, figure: Chiffre) -> Relecture | None:
        """Return the last reading of `figure`: of its label, in its source; None when there is none."""
        found = [one for one in self.chiffres if (one.chiffre, one.source) == (figure.libelle, figure.source)]
        return found[-1] if found else None
