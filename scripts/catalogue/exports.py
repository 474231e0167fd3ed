"""Catalogue → what other programs read. Pure functions."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue import ecrire, rules
from catalogue.champs import Champ, champs
from catalogue.check import RESERVED
from catalogue.model import APPORTS, NOUVEAU, VOCABULAIRES, Catalogue, Choix, Modele, Pratique


def practice_schema(catalogue: Catalogue) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record as contributors write it, with the vocabularies as enumerations."""
    schema = Pratique.model_json_schema()
    # pydantic leaves a field's title out where its type is described elsewhere.
    models: list[type[Modele]] = Modele.__subclasses__()
    for model in models:
        described = schema if model is Pratique else schema["$defs"].get(model.__name__, {})
        for name, field in model.model_fields.items():
            if name in described.get("properties", {}) and field.title:
                described["properties"][name]["title"] = field.title
    for choices in Choix.__subclasses__():
        if choices.__name__ in schema["$defs"]:
            schema["$defs"][choices.__name__]["enumDescriptions"] = [member.libelle for member in choices]
    schema["properties"][NOUVEAU] = _brought_schema(schema["$defs"])
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["properties"].pop("id")
    schema["required"].remove("id")

    def refine(node: Any) -> Any:
        if isinstance(node, list):
            return [refine(item) for item in node]
        if not isinstance(node, dict):
            return node
        node = {key: refine(value) for key, value in node.items()}
        kind = node.pop("x-vocabulaire", None)
        if kind and kind != "pratiques":  # practices come and go with each contribution
            entries = getattr(catalogue, kind.replace("-", "_"))
            words = [getattr(entry, "nom", None) or entry.titre for entry in entries.values()]
            plain = {k: v for k, v in node.items() if k != "maxLength"}
            return {**plain, "enum": list(entries), "enumDescriptions": words}
        # What is not known is left out, never written as null.
        if [kind.get("type") for kind in node.get("anyOf", ())][1:] == ["null"]:
            return {**node["anyOf"][0], **{k: v for k, v in node.items() if k not in ("anyOf", "default")}}
        return node

    refined: dict[str, Any] = refine(schema)
    return refined


def _brought_schema(definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what a record brings; describes its entries among `definitions`."""
    kinds = {}
    for kind in APPORTS:
        model = VOCABULAIRES[kind]
        entry = model.model_json_schema()
        definitions |= entry.pop("$defs", {})
        entry["properties"].pop("id")
        entry["required"].remove("id")
        definitions[model.__name__] = entry
        entries = {"$ref": f"#/$defs/{model.__name__}"}
        kinds[kind] = {"type": "object", "title": kind.capitalize(), "additionalProperties": entries}
    return {
        "type": "object",
        "title": "Nouveau",
        "description": "Les organisations et les sources que le catalogue ne connaît pas encore, par identifiant.",
        "additionalProperties": False,
        "properties": kinds,
    }


def practice_json(catalogue: Catalogue, name: str) -> str:
    """Return the practice `name` as JSON: what its record says, field by field, and what it brings with it."""
    data = catalogue.pratiques[name].model_dump(mode="json", exclude_unset=True)
    if name in catalogue.apports:
        data[NOUVEAU] = {
            kind: {
                key: entry.model_dump(mode="json", exclude_unset=True, exclude={"id"}) for key, entry in entries.items()
            }
            for kind, entries in catalogue.apports[name].items()
        }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


# --- The form ----------------------------------------------------------------------------------------------------

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
        "motifs": {name: javascript_pattern(pattern) for name, pattern in rules.PATTERNS.items()},
        "reglages": dict(settings),
        "entete": ecrire.MODELINE,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def template() -> str:
    """Return the file that one fills in by hand."""
    return ecrire.commented({})
