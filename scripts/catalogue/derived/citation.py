"""A fiche → how to cite it: plain text, BibTeX, CSL-JSON. Pure functions; the author is the catalogue, never a person."""

import json
from dataclasses import dataclass
from datetime import date

from catalogue.text.typography import NBSP, long_date

# What TeX would take for itself. Braces by name: BibTeX counts them even after a backslash.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "%#&$_"},
    NBSP: "~",
}

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Citation:
    """What a citation of a fiche says: its `id` and `titre`, the catalogue's name, the day of this version, where it is."""

    id: str
    titre: str
    catalogue: str
    version: date
    adresse: str

    @property
    def text(self) -> str:
        """The citation as plain text, in French."""
        return (
            f"{self.catalogue}, «{NBSP}{self.titre}{NBSP}», fiche vérifiée le {long_date(self.version)}, {self.adresse}"
        )

    @property
    def bibtex(self) -> str:
        """The citation as a BibTeX file."""
        fields = {
            "author": f"{{{_tex(self.catalogue)}}}",  # in braces of its own: a name that has no first name
            "title": f"{{{_tex(self.titre)}}}",  # and capitals that stay as they are
            "howpublished": _tex(f"Fiche vérifiée le {long_date(self.version)}"),
            "url": self.adresse,
            "langid": "french",
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
        dated = [f"  year = {{{self.version.year}}},", f"  month = {_MONTHS[self.version.month - 1]},"]
        return "\n".join([f"@misc{{{self.id},", *lines, *dated, "}", ""])

    @property
    def csl(self) -> str:
        """The citation as a CSL-JSON file (citeproc, Zotero)."""
        entry = {
            "id": self.id,
            "type": "webpage",
            "title": self.titre,
            "author": [{"literal": self.catalogue}],
            "container-title": self.catalogue,
            "issued": {"date-parts": [[self.version.year, self.version.month, self.version.day]]},
            "URL": self.adresse,
            "language": "fr-FR",
        }
        return json.dumps([entry], ensure_ascii=False, indent=1) + "\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)
