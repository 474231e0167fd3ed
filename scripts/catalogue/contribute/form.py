"""Catalogue → what the form's script knows, and the file that one fills in by hand. Pure functions."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.checks.figures import PATTERNS
from catalogue.checks.folder import RESERVED
from catalogue.records import write
from catalogue.records.fields import Champ, champs
from catalogue.records.model import Catalogue
from catalogue.records.vocabularies import APPORTS, VOCABULAIRES

_WORD = r"[\p{L}\p{N}_]"


def javascript_pattern(pattern: re.Pattern[str]) -> str:
    """Return `pattern` as JavaScript reads it with the flags « iu »: word marks there know no accents."""
    edge = f"(?:(?<!{_WORD})(?={_WORD})|(?<={_WORD})(?!{_WORD}))"
    return pattern.pattern.replace(r"\b", edge).replace(r"\W", r"[^\p{L}\p{N}_]")


def form_data(catalogue: Catalogue, settings: Mapping[str, str]) -> str:
    """Return what the form's script knows, as JSON: the fields, the entries by name, what may not be written, and
    `settings` (where the forge takes a new file, an e-mail address).
    """

    def described(fields: Sequence[Champ]) -> list[dict[str, Any]]:
        return [field.as_dict() for field in fields]

    known = {
        "organisations": {o.id: [o.nom, *([o.sigle] if o.sigle else [])] for o in catalogue.organisations.values()},
        "sources": {s.id: [s.titre] for s in catalogue.sources.values()},
        "pratiques": {p.id: [p.titre] for p in catalogue.pratiques.values()},
    }
    data = {
        "champs": described(champs()),
        "apports": {kind: described(champs(VOCABULAIRES[kind])) for kind in APPORTS},
        "connus": known,
        "reserves": sorted(RESERVED),
        "motifs": {name: javascript_pattern(pattern) for name, pattern in PATTERNS.items()},
        "reglages": dict(settings),
        "entete": write.MODELINE,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def template() -> str:
    """Return the file that one fills in by hand."""
    return write.commented({})
