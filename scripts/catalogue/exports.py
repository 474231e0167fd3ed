"""Catalogue → what other programs read. Pure functions."""

from typing import Any

from catalogue.model import Catalogue, Modele, Pratique


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
            return {**{k: v for k, v in node.items() if k != "maxLength"}, "enum": list(entries)}
        # What is not known is left out, never written as null.
        if [kind.get("type") for kind in node.get("anyOf", ())][1:] == ["null"]:
            return {**node["anyOf"][0], **{k: v for k, v in node.items() if k not in ("anyOf", "default")}}
        return node

    refined: dict[str, Any] = refine(schema)
    return refined
