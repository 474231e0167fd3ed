"""Models → JSON Schemas, of what is written and of what is published. Pure functions."""

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel

from catalogue.exports.published import CHOIX, CataloguePublie, ChoixPublie, Entete
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.records.values import NUMBER_PATTERN, Choix, Modele
from catalogue.records.vocabularies import APPORTS, NOUVEAU, VOCABULAIRES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

CATALOGUE_SCHEMA = "catalogue.schema.json"
RECORD_SCHEMA = "pratique.schema.json"
VOCABULARIES_SCHEMA = "vocabulaires.schema.json"

COUNTED = ("leviers", "organisations", "sources", "publics", "freins", "secteurs", "regions", "pays")
"""The vocabularies whose entries come with the number of practices that name them."""

COUNT = {"type": "integer", "minimum": 0, "title": "Compte", "description": "Le nombre de pratiques concernées."}


def practice_schema(catalogue: Catalogue) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record as contributors write it, with the vocabularies as enumerations."""
    schema = _described(Pratique)
    schema["properties"][NOUVEAU] = _brought_schema(schema["$defs"])
    schema["properties"].pop("id")
    schema["required"].remove("id")

    def listed(node: dict[str, Any]) -> dict[str, Any]:
        kind = node.pop("x-vocabulaire", None)
        if kind and kind != "pratiques":  # practices come and go with each contribution
            entries = getattr(catalogue, kind.replace("-", "_"))
            words = [getattr(entry, "nom", None) or entry.titre for entry in entries.values()]
            plain = {k: v for k, v in node.items() if k != "maxLength"}
            return {**plain, "enum": list(entries), "enumDescriptions": words}
        return node

    return {**_refined(schema, listed), "$schema": DIALECT}


def record_schema(site: str) -> dict[str, Any]:
    """Return the schema of the file pratique.json that each practice has: its record, numbers as text."""
    schema = _described(Pratique)
    schema["properties"][NOUVEAU] = _brought_schema(schema["$defs"])
    return _published(schema, site, RECORD_SCHEMA, {"type": "string"})


def catalogue_schema(site: str) -> dict[str, Any]:
    """Return the schema of catalogue.json, published at `site`."""
    schema = _described(CataloguePublie)
    schema["$defs"]["PratiquePubliee"]["properties"][NOUVEAU] = _brought_schema(schema["$defs"])
    return _published(schema, site, CATALOGUE_SCHEMA, {"type": "number"})


def vocabularies_schema(site: str) -> dict[str, Any]:
    """Return the schema of vocabulaires.json, published at `site`: each vocabulary's entries, with their counts."""
    schema = _described(Entete)
    definitions = schema.setdefault("$defs", {})
    models: list[type[BaseModel]] = [*dict.fromkeys(VOCABULAIRES.values()), ChoixPublie]
    for model in models:
        entry = _described(model)
        definitions |= entry.pop("$defs", {})
        definitions[model.__name__] = entry
    for kind, model in VOCABULAIRES.items():
        entry = {"$ref": f"#/$defs/{model.__name__}"}
        if kind in COUNTED:
            definitions[model.__name__]["properties"]["compte"] = COUNT
        schema["properties"][kind] = {"type": "array", "title": kind, "items": entry}
    lists = {"type": "array", "items": {"$ref": "#/$defs/ChoixPublie"}}
    schema["properties"]["choix"] = {
        "type": "object",
        "title": "Choix",
        "description": "Les listes fermées que le modèle fixe.",
        "properties": dict.fromkeys(CHOIX, lists),
        "required": list(CHOIX),
        "additionalProperties": False,
    }
    schema["required"] += [*VOCABULAIRES, "choix"]
    return _published(schema, site, VOCABULARIES_SCHEMA, {"type": "number"})


def _described(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of `model` as pydantic gives it, with the titles and the words that it leaves out."""
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})
    for one in _family(Modele):
        described = schema if one is model else definitions.get(one.__name__, {})
        for name, field in one.model_fields.items():
            # pydantic leaves a field's title out where its type is described elsewhere.
            if name in described.get("properties", {}) and field.title:
                described["properties"][name]["title"] = field.title
    for choices in Choix.__subclasses__():
        if choices.__name__ in definitions:
            definitions[choices.__name__]["enumDescriptions"] = [member.libelle for member in choices]
    return schema


def _family(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in model.__subclasses__():
        yield child
        yield from _family(child)


def _published(schema: dict[str, Any], site: str, address: str, number: dict[str, str]) -> dict[str, Any]:
    """Return `schema` as published at `address`: a reference is an id of any kind, a number is of the type `number`."""

    def plain(node: dict[str, Any]) -> dict[str, Any]:
        node.pop("x-vocabulaire", None)
        if node.get("type") == "string":  # lengths hold for what is written, before its spaces and signs are set
            node = {k: v for k, v in node.items() if k not in ("minLength", "maxLength")}
        if node.get("type") == ["number", "string"]:
            rest = {k: v for k, v in node.items() if k not in ("type", "pattern")}
            return {**rest, **number, **({"pattern": f"^{NUMBER_PATTERN}$"} if number["type"] == "string" else {})}
        return node

    if address != RECORD_SCHEMA:  # a file says by which schema it can be checked
        schema["properties"] = {"$schema": {"type": "string", "format": "uri-reference"}, **schema["properties"]}
    return {"$schema": DIALECT, "$id": site + address, **_refined(schema, plain)}


def _refined(node: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """Return `node` with `change` applied to each of its objects; what is not known is left out, never null."""
    if isinstance(node, list):
        return [_refined(item, change) for item in node]
    if not isinstance(node, dict):
        return node
    node = change({key: _refined(value, change) for key, value in node.items()})
    if [kind.get("type") for kind in node.get("anyOf", ())][1:] == ["null"]:
        return {**node["anyOf"][0], **{k: v for k, v in node.items() if k not in ("anyOf", "default")}}
    return node


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
