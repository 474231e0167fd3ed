"""A session: practices in order, a time and questions for each; its address, and what its builder reads of a practice."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from catalogue.records.model import Catalogue
from catalogue.records.practice import Formation, Pratique
from catalogue.text import prose

ADDRESS = "formation/seance/"
"""Where sessions are built."""

MINUTES = 15
"""The time of a practice whose record gives none."""


@dataclass(frozen=True)
class Step:
    """One practice of a session; `minutes` and `questions` are None where they are the record's own."""

    pratique: Pratique
    minutes: int | None = None
    questions: Sequence[str] | None = None

    @property
    def duree(self) -> int:
        """The minutes that it takes."""
        return self.minutes if self.minutes is not None else minutes(self.pratique)

    @property
    def a_debattre(self) -> Sequence[str]:
        """The questions to discuss."""
        return self.questions if self.questions is not None else _training(self.pratique).questions

    @property
    def objectifs(self) -> Sequence[str]:
        """What the participants will be able to do."""
        return _training(self.pratique).objectifs


def _training(practice: Pratique) -> Formation:
    return practice.formation or Formation.model_construct()


def minutes(practice: Pratique) -> int:
    """Return how long `practice` takes in a session, as its record says or else the usual."""
    return _training(practice).duree_minutes or MINUTES


def query(steps: Sequence[Step], titre: str = "") -> str:
    """Return what follows the address of the builder for these steps, as theme/assets/session/state.js writes it."""
    given = [",".join("" if step.minutes is None else str(step.minutes) for step in steps).rstrip(",")]
    parts = [f"fiches={','.join(step.pratique.id for step in steps)}"]
    parts += [f"min={times}" for times in given if times]
    parts += [f"titre={_encoded(titre)}"] if titre else []
    for rank, step in enumerate(steps, 1):
        if step.questions is not None:
            parts.append(f"q{rank}={_encoded(chr(10).join(step.questions))}")
    return "?" + "&".join(parts)


def _encoded(text: str) -> str:
    return quote(text, safe="!'()*-._~")  # what encodeURIComponent leaves


def practice_json(catalogue: Catalogue, name: str, site: str) -> str:
    """Return what the builder reads of the practice `name`, as JSON; `site` is the published address, with its slash."""
    practice = catalogue.pratiques[name]
    training = _training(practice)
    data: dict[str, Any] = {
        "id": name,
        "titre": practice.titre,
        "resume": practice.resume,
        "levier": {"id": practice.levier, "nom": catalogue.leviers[practice.levier].nom},
        "porteurs": [catalogue.organisations[carrier].nom for carrier in practice.porteurs],
        "minutes": minutes(practice),
        "objectifs": list(training.objectifs),
        "questions": list(training.questions),
        "activite": prose.plain(training.activite or ""),
        "court": f"{site}p/{name}/",
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
