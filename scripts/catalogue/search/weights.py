"""How much a word weighs by the part of a document that holds it: a title more than a note. The ranking reads it when the index is
made (index_files.py); which field is in which part is said in derived/sections.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A part of a document: how much a word there weighs, how many words are usual, whether its empty words count."""

    poids: float
    usuel: int
    vides: bool = False


PARTS: Mapping[str, Part] = {
    "titre": Part(10, 6, vides=True),
    "mots_cles": Part(6, 7, vides=True),
    "porteur": Part(7, 8, vides=True),
    "lieu": Part(4, 3),
    "intertitres": Part(5, 20),
    "resume": Part(3, 24),
    "associe": Part(2, 12),
    "classement": Part(1.5, 12),
    "chiffres": Part(1.5, 15),
    "texte": Part(0.8, 80),
    "notes": Part(0.3, 40),
}
"""The parts of a document, from what says most of it to what says least."""
