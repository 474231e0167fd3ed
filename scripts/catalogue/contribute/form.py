"""Catalogue → what the form's script knows, and the file that one fills in by hand. Pure functions."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.checks import between, figures, folder, record, shape, texts
from catalogue.problems.problem import Rule
from catalogue.records import write
from catalogue.records.fields import Field, fields_of
from catalogue.records.model import Catalogue
from catalogue.records.vocabularies import APPORTS, VOCABULAIRES
from catalogue.text import prose
from catalogue.text.typography import french

RULES: tuple[Rule, ...] = (
    shape.CLE_MANQUANTE,
    shape.LISTE_LONGUE,
    shape.TROP_COURT,
    shape.TROP_LONG,
    shape.NOMBRE,
    shape.NOMBRE_BORNES,
    shape.DATE,
    shape.ADRESSE,
    texts.PROVISOIRE,
    texts.MISE_EN_FORME,
    texts.LIEN,
    texts.UNKNOWN["pratiques"],
    figures.POURCENTAGE,
    figures.SOURCE_NON_CITEE,
    figures.INCLUS,
    record.DATE_FUTURE,
    record.CONTRAT,
    record.REPETITION,
    record.VERS_SOI,
    record.TERRITOIRE,
    between.TITRE_DOUBLE,
    folder.NOM_DE_FICHIER,
    folder.NOM_RESERVE,
)
"""The rules that the form checks too; theme/assets/contribute/rules.js says nothing of them in its own words."""

_WORD = r"[\p{L}\p{N}_]"


def javascript_pattern(pattern: re.Pattern[str]) -> str:
    """Return `pattern` as JavaScript reads it with the flags « iu »: word marks there know no accents."""
    edge = f"(?:(?<!{_WORD})(?={_WORD})|(?<={_WORD})(?!{_WORD}))"
    return pattern.pattern.replace(r"\b", edge).replace(r"\W", r"[^\p{L}\p{N}_]")


def form_data(catalogue: Catalogue, settings: Mapping[str, str]) -> str:
    """Return what the form's script knows, as JSON: the fields, the entries by name, what may not be written, what the
    rules say of it, and `settings` (where the forge takes a new file, an e-mail address).
    """

    def described(fields: Sequence[Field]) -> list[dict[str, Any]]:
        return [field.as_dict() for field in fields]

    known = {
        "organisations": {o.id: [o.nom, *([o.sigle] if o.sigle else [])] for o in catalogue.organisations.values()},
        "sources": {s.id: [s.titre] for s in catalogue.sources.values()},
        "pratiques": {p.id: [p.titre] for p in catalogue.pratiques.values()},
    }
    data = {
        "champs": described(fields_of()),
        "apports": {kind: described(fields_of(VOCABULAIRES[kind])) for kind in APPORTS},
        "connus": known,
        "reserves": sorted(folder.RESERVED),
        "motifs": {name: javascript_pattern(pattern) for name, pattern in figures.PATTERNS.items()},
        "interdits": prose.FORBIDDEN,
        "regles": {rule.id: _said(rule) for rule in RULES},
        "reglages": dict(settings),
        "entete": write.MODELINE,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _said(rule: Rule) -> dict[str, Any]:
    """Return why `rule` is one, and all that it says, as readers see it."""
    expected = {
        kind: shape.SAID.replace("{attendu}", words) for kind, (of, words, _) in shape.EXPECTED.items() if of is rule
    }
    messages = {kind: french(said) for kind, said in {**rule.messages, **expected}.items()}
    return {"pourquoi": french(rule.pourquoi), "messages": messages}


def template() -> str:
    """Return the file that one fills in by hand."""
    return write.commented({})
