"""The schema that editors read: it takes what the checks take, and refuses what they refuse."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from catalogue.checks.check import check
from catalogue.exports import practice_schema
from catalogue.records.practice import Pratique
from common import TODAY

NAMES = ["atelier-test", "creches-test", "marche-test"]


@pytest.fixture
def schema(valid: Path) -> dict[str, Any]:
    """The schema of a record, with the vocabularies of the small catalogue."""
    catalogue = check(valid, TODAY).catalogue
    assert catalogue is not None
    return practice_schema(catalogue)


def _as_an_editor_reads(valid: Path, name: str) -> dict[str, Any]:
    """Return a record typed by YAML's own rules, dates as text, as editors give it to a schema."""
    text = (valid / f"{name}.yml").read_text("utf-8").replace('"1234,5"', "1234.5")
    typed: dict[str, Any] = json.loads(json.dumps(yaml.load(text, yaml.CSafeLoader), default=str))
    return typed


def _errors(schema: dict[str, Any], record: dict[str, Any]) -> set[str]:
    return {error.json_path for error in Draft202012Validator(schema).iter_errors(record)}


def test_schema_is_a_schema(schema: dict[str, Any]) -> None:
    """The schema itself is sound, names its dialect, and holds no reference of ours."""
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "x-vocabulaire" not in json.dumps(schema)


@pytest.mark.parametrize("name", NAMES)
def test_schema_accepts_valid_records(name: str, schema: dict[str, Any], valid: Path) -> None:
    """An editor marks nothing in a record that the checks accept."""
    assert _errors(schema, _as_an_editor_reads(valid, name)) == set()


@pytest.mark.parametrize("name", NAMES)
def test_schema_refuses_unknown_keys(name: str, schema: dict[str, Any], valid: Path) -> None:
    """An editor marks a key that nobody would read, at any depth."""
    record = _as_an_editor_reads(valid, name)
    record["sources"][0]["page"] = "3"
    assert _errors(schema, {**record, "couleur": "bleu"}) == {"$", "$.sources[0]"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"levier": "portages"}, "$.levier"),
        ({"porteurs": ["inconnue"]}, "$.porteurs[0]"),
        ({"porteurs": []}, "$.porteurs"),
        ({"porteurs": "maison-test"}, "$.porteurs"),
        ({"territoire": {"regions": ["29"]}}, "$.territoire.regions[0]"),
        ({"titre": "Mot"}, "$.titre"),
        ({"resume": "a" * 281}, "$.resume"),
        ({"statut": "encours"}, "$.statut"),
        ({"statut": None}, "$.statut"),
        ({"programme": None}, "$.programme"),
        ({"alias": ["Ancien nom"]}, "$.alias[0]"),
        ({"id": "atelier-test"}, "$"),
    ],
)
def test_schema_refuses_what_the_checks_refuse(
    change: dict[str, Any], path: str, schema: dict[str, Any], valid: Path
) -> None:
    """References, limits, closed lists and shapes are marked as one types; unknown is left out, never null."""
    assert _errors(schema, {**_as_an_editor_reads(valid, "atelier-test"), **change}) == {path}


@pytest.mark.parametrize("key", ["titre", "resume", "levier", "porteurs", "sources", "verifie_le"])
def test_schema_asks_for_what_is_required(key: str, schema: dict[str, Any], valid: Path) -> None:
    """A record without a required key is marked."""
    record = _as_an_editor_reads(valid, "atelier-test")
    del record[key]
    assert _errors(schema, record) == {"$"}


def test_schema_explains_each_field(schema: dict[str, Any]) -> None:
    """An editor says what every key is, and offers the vocabularies' entries in their order."""
    assert set(schema["properties"]) == set(Pratique.model_fields) - {"id"} | {"nouveau"}
    assert [key for key, field in schema["properties"].items() if not {"title", "description"} & set(field)] == []
    levers = ["dans-le-contrat", "hors-contrat", "freins-peripheriques", "portage"]
    assert schema["properties"]["levier"]["enum"] == levers
    assert schema["properties"]["autres_leviers"]["items"]["enum"] == levers
    assert "enum" not in schema["properties"]["programme"]  # practices come and go
