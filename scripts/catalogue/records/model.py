"""What a practice is, and the vocabularies it draws on: the one schema. Frozen models, no I/O.

Every value arrives as text (see load.py) and is typed here. The titles, descriptions, limits and examples of the fields
are what contributors read, in their editor as on the site. A custom error carries the id of a rule of shape.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.records.practice import Pratique
from catalogue.records.readings import Relectures
from catalogue.records.vocabularies import (
    ChiffreCle,
    Entree,
    Levier,
    Organisation,
    Pays,
    Region,
    Retrait,
    Source,
    Synonymes,
    Terme,
)


@dataclass(frozen=True)
class Catalogue:
    """All that has been checked and is to be shown: each kind by id, practices sorted by id, the rest in file order."""

    pratiques: Mapping[str, Pratique]
    leviers: Mapping[str, Levier]
    organisations: Mapping[str, Organisation]
    sources: Mapping[str, Source]
    publics: Mapping[str, Terme]
    freins: Mapping[str, Terme]
    secteurs: Mapping[str, Terme]
    regions: Mapping[str, Region]
    chiffres_cles: Mapping[str, ChiffreCle]
    synonymes: Mapping[str, Synonymes]
    pays: Mapping[str, Pays] = field(default_factory=dict)
    retraits: Mapping[str, Retrait] = field(default_factory=dict)
    lectures: Mapping[str, Relectures] = field(default_factory=dict)
    """The second readings of each practice's figures."""
    apports: Mapping[str, Mapping[str, Mapping[str, Entree]]] = field(default_factory=dict)
    """What each practice brings, by vocabulary; these entries are among the others too."""
