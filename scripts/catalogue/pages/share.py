"""How a fiche is shared and cited: its short address, its citation, its QR code."""

from catalogue.derived.citation import Citation
from catalogue.records.practice import Pratique
from catalogue.text.identity import NOM


def short_address(site: str, name: str) -> str:
    """Return the short address, whole, of the practice `name` on the site at `site`: what paper and QR codes show."""
    return f"{site}p/{name}/"


def citation(site: str, practice: Pratique) -> Citation:
    """Return how to cite the fiche of `practice` on the site at `site`."""
    address = f"{site}pratiques/{practice.id}/"
    return Citation(practice.id, practice.titre, NOM, practice.verifie_le, address)
