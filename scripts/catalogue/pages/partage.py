"""How a fiche is shared and cited: its short address, its citation, its QR code."""

from catalogue.citation import Citation
from catalogue.model import Pratique
from catalogue.pages.rendering import Renderer


def short_address(renderer: Renderer, name: str) -> str:
    """Return the short address, whole, of the practice `name`: what paper and QR codes show."""
    return f"{renderer.site}p/{name}/"


def citation(renderer: Renderer, practice: Pratique) -> Citation:
    """Return how to cite the fiche of `practice`."""
    address = f"{renderer.site}pratiques/{practice.id}/"
    return Citation(practice.id, practice.titre, renderer.nom, practice.verifie_le, address)
