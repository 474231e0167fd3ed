"""Open data: every file fits its schema, and says what the records say, whatever signs they hold."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from pydantic import ValidationError

from built import normalised
from catalogue import exports
from catalogue.checks.check import check
from catalogue.derived.index import Index
from catalogue.exports import data_files, practice_json, tables
from catalogue.exports.json_files import dumps, record
from catalogue.exports.tables import SEPARATOR, guarded
from catalogue.pages import Renderer
from catalogue.pages.data import data_page
from catalogue.records.fields import fields_of, walk
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import Organisation
from common import DATA, FROZEN, TODAY
from strategies import records

SITE = "https://exemple.example/sous/dossier/"

HOSTILE = [
    "=1+1",
    "+33",
    "-5 %",
    "@SOMME(A1)",
    "'=1",
    "''",
    "a;b",
    'dit "oui"',
    "salarié·es",
    "01",
    "3.5",
    "1/2",
    "2E3",
]


@cache
def _catalogue(folder: Path) -> Catalogue:
    found = check(folder, TODAY).catalogue
    assert found is not None
    return found


def _small() -> Catalogue:
    return _catalogue(DATA / "valid" / "practices")


def _real() -> Catalogue:
    return _catalogue(FROZEN / "practices")


def _open_data(catalogue: Catalogue) -> dict[str, bytes]:
    return {address: make() for address, make in data_files(Index(catalogue), SITE).items()}


def _files(catalogue: Catalogue) -> dict[str, bytes]:
    own = {f"pratiques/{name}/pratique.json": practice_json(catalogue, name).encode() for name in catalogue.pratiques}
    return {**_open_data(catalogue), **own}


def _ids() -> dict[str, list[str]]:
    kinds = ("leviers", "organisations", "sources", "publics", "freins", "secteurs", "regions", "pays", "pratiques")
    return {kind: list(getattr(_small(), kind)) for kind in kinds}


def _practice(data: dict[str, Any], name: str) -> Pratique | None:
    try:
        return Pratique.model_validate({**data, "id": name})
    except ValidationError:  # a text of the right length may no longer be once its spaces are set
        return None


def catalogues() -> st.SearchStrategy[Catalogue]:
    """Small catalogues of random records, some of whose texts begin as formulas do."""
    lists = st.lists(st.tuples(records(_ids()), st.sampled_from(HOSTILE)), min_size=1, max_size=3)

    def made(drawn: list[tuple[dict[str, Any], str]]) -> Catalogue:
        found = {}
        for rank, (data, start) in enumerate(drawn):
            texts = {"mots_cles": [start, *data.get("mots_cles", [])][:20], "contexte": f"{start}\n\n- deux\n- trois"}
            practice = _practice(data | texts, f"fiche-{rank}")
            if practice:
                found[practice.id] = practice
        return replace(_small(), pratiques=found)

    return lists.map(made)


# --- The facts, however they are written -------------------------------------------------------------------------

Facts = dict[tuple[str, str, int, str], Any]
"""(table, practice, rank, column) → value: text, number, truth value or list."""


def _facts_of(records: Mapping[str, Mapping[str, Any]]) -> Facts:
    """Return what `records` say, flat; what is empty is not known."""
    facts: Facts = {}

    def add(table: str, name: str, rank: int, above: str, value: Any) -> None:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                add(table, name, rank, f"{above}_{key}" if above else key, inner)
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            for place, group in enumerate(value, 1):
                add(above, name, place, "", group)
        elif isinstance(value, list | tuple):
            if value:
                facts[table, name, rank, above] = [str(item) for item in value]
        elif isinstance(value, bool | int | Decimal):
            facts[table, name, rank, above] = value
        else:
            facts[table, name, rank, above] = str(value)

    for name, data in records.items():
        add("catalogue", name, 0, "", {k: v for k, v in data.items() if k not in ("nouveau", "calcule", "id")})
    return facts


_READ: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "date": str,
    "number": lambda cell: Decimal(cell.replace(",", ".")),
    "integer": int,
    "boolean": lambda cell: cell == "true",
}


def _facts_in_tables(files: Mapping[str, bytes]) -> Facts:
    """Return what the tables say, read as /donnees/ tells, each column by its type in datapackage.json."""
    facts: Facts = {}
    for resource in json.loads(files["datapackage.json"])["resources"]:
        text = files[resource["path"]].decode("utf-8-sig")
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";"):
            key = (resource["path"].removesuffix(".csv"), row.get("pratique") or row["id"], int(row.get("rang") or 0))
            for field in resource["schema"]["fields"]:
                name, cell = field["name"], row[field["name"]]
                if not cell or name.startswith("calcul_") or (name in ("pratique", "rang") and "rang" in row):
                    continue
                if name == "id" and key[0] == "catalogue":
                    continue
                cell = cell.removeprefix("'") if field["type"] == "string" else cell
                typed: Any = _READ[field["type"]](cell)
                facts[*key, name] = typed.split(field["separateur"]) if "separateur" in field else typed
    return facts


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(catalogues())
def test_tables_and_json_say_what_the_records_say(catalogue: Catalogue) -> None:
    """CSV, JSON and records hold the same facts, to the digit and the sign, whatever the texts."""
    files = _files(catalogue)
    said = _facts_of({name: record(catalogue, name) for name in catalogue.pratiques})
    read = json.loads(files["catalogue.json"], parse_float=Decimal)
    assert _facts_of({p["id"]: p for p in read["pratiques"]}) == said
    assert _facts_in_tables(files) == said


@settings(deadline=None)
@given(st.text() | st.sampled_from(HOSTILE))
def test_no_cell_is_a_formula(text: str) -> None:
    """A cell never begins as a formula does, and an apostrophe dropped gives the text back."""
    cell = guarded(text)
    assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)
    assert cell.removeprefix("'") == text


@pytest.mark.parametrize("text", HOSTILE[:6] + HOSTILE[9:])
def test_what_a_spreadsheet_would_change_is_guarded(text: str) -> None:
    """What would run, lose a zero or become a date is kept as it is written."""
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["37", "2021", "page 3", "a;b", "37 %", "B.2", "dae-marche"])
def test_plain_texts_stay_plain(text: str) -> None:
    """No apostrophe stands where none is needed."""
    assert guarded(text) == text


def test_files_open_in_a_french_spreadsheet() -> None:
    """Each table begins with UTF-8's mark, has semicolons, a decimal comma and lines that end as on Windows."""
    files = _files(_small())
    for table in tables():
        content = files[table.fichier]
        assert content.startswith(
            b"\xef\xbb\xbf" + ";".join(column.nom for column in table.colonnes).encode() + b"\r\n"
        )
        assert content.endswith(b"\r\n")
    assert b";1234,5;" in files["chiffres.csv"]


# --- Schemas -----------------------------------------------------------------------------------------------------


@cache
def _validator(schema: bytes) -> Any:
    known = json.loads(schema)
    Draft202012Validator.check_schema(known)
    return Draft202012Validator(known)


def _errors(files: Mapping[str, bytes], address: str, schema: str) -> list[str]:
    found = _validator(files[schema]).iter_errors(json.loads(files[address]))
    return [f"{error.json_path}: {error.message}" for error in found]


def test_json_fits_its_schema() -> None:
    """Each JSON file is what its schema says; the schema is where the file says that it is."""
    files = _files(_real())
    pairs = {"catalogue.json": "catalogue.schema.json", "vocabulaires.json": "vocabulaires.schema.json"}
    for address, schema in pairs.items():
        assert _errors(files, address, schema) == []
        assert json.loads(files[address])["$schema"] == json.loads(files[schema])["$id"] == SITE + schema
    for name in _real().pratiques:
        assert _errors(files, f"pratiques/{name}/pratique.json", "pratique.schema.json") == []


@settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))
@given(catalogues())
def test_any_catalogue_fits_its_schema(catalogue: Catalogue) -> None:
    """Whatever the records hold, the files fit their schemas."""
    files = _files(catalogue)
    assert _errors(files, "catalogue.json", "catalogue.schema.json") == []
    for name in catalogue.pratiques:
        assert _errors(files, f"pratiques/{name}/pratique.json", "pratique.schema.json") == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), "1"),
        (("pratiques", 0, "calcule", "preuve"), None),
        (("pratiques", 0, "chiffres", 0, "valeur"), "37"),
        (("pratiques", 0, "couleur"), "bleu"),
        (("pratiques", 0, "calcule", "lieu", "pays"), "France"),
    ],
)
def test_the_schema_refuses_what_is_not_promised(path: tuple[Any, ...], value: Any) -> None:
    """The schema would tell if a field went missing, changed its type or appeared unannounced."""
    files = _files(_small())
    data = json.loads(files["catalogue.json"])
    data["pratiques"].sort(key=lambda p: "chiffres" not in p)
    node = data
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    assert _errors({**files, "x": json.dumps(data).encode()}, "x", "catalogue.schema.json")


@pytest.mark.parametrize("catalogue", [_small, _real], ids=["small", "real"])
def test_tables_fit_their_description(catalogue: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frictionless finds no fault in the Data Package, nor in a table it describes."""
    for address, content in _open_data(catalogue()).items():
        (tmp_path / address).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    report = frictionless.validate("datapackage.json")
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert report.tasks[0].stats["rows"] == len(catalogue().pratiques)


def test_frictionless_reads_every_column_by_its_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A description that told another type would be found out: a wrong cell is."""
    for address, content in _open_data(_small()).items():
        (tmp_path / address).write_bytes(content.replace(b";1234,5;", b";beaucoup;").replace(b";mesure;", b";devine;"))
    monkeypatch.chdir(tmp_path)
    found = frictionless.validate("datapackage.json").flatten(["fieldName", "type"])
    assert ["valeur", "type-error"] in found
    assert ["nature", "constraint-error"] in found


# --- Contents ----------------------------------------------------------------------------------------------------


def test_computed_fields_are_told_from_recorded_ones() -> None:
    """What the site adds stands under one key, or in columns of one prefix: all the rest is the record's."""
    files = _files(_small())
    names = {field.nom for field in fields_of()} | {"id", "nouveau"}
    for practice in json.loads(files["catalogue.json"])["pratiques"]:
        assert set(practice) <= names | {"calcule"}
        assert practice["calcule"]["adresse"] == f"{SITE}pratiques/{practice['id']}/"
    header = files["catalogue.csv"].decode("utf-8-sig").partition("\r\n")[0].split(";")
    own = {"_".join(path) for path, field in walk(fields_of()) if not field.champs}
    assert {name for name in header if not name.startswith("calcul_")} - {"id"} <= own


def test_every_field_has_a_column() -> None:
    """A field that the model gains is in a table the same day."""
    columns = {f"{t.nom}.{c.nom}" for t in tables() for c in t.colonnes}
    lists = {field.nom for field in fields_of() if field.champs and field.liste}
    for path, field in walk(fields_of()):
        if not field.champs:
            own = f"{path[0]}.{'_'.join(path[1:])}" if path[0] in lists else f"catalogue.{'_'.join(path)}"
            assert own in columns


def test_lists_hold_no_line_end() -> None:
    """What stands between the items of a list stands in none: every list is of ids, choices or one-line texts."""
    assert SEPARATOR == "\n"
    kinds = {field.genre for _, field in walk(fields_of()) if field.liste and not field.champs}
    assert kinds <= {"reference", "choix", "identifiant", "ligne", "texte"}


def test_numbers_keep_their_digits() -> None:
    """37 stays 37, 7.5 stays 7.5, 7.50 stays 7.50; a text that looks like one stays a text."""
    data = {
        "a": Decimal("37"),
        "b": Decimal("7.5"),
        "c": Decimal("7.50"),
        "d": Decimal("999999999999.1234"),
        "e": "7.5",
    }
    assert [line.strip(" ,") for line in dumps(data).splitlines()[1:-1]] == [
        '"a": 37',
        '"b": 7.5',
        '"c": 7.50',
        '"d": 999999999999.1234',
        '"e": "7.5"',
    ]


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    """Practices come by id, whatever order they were read in."""
    small = _small()
    shuffled = replace(small, pratiques=dict(reversed(list(small.pratiques.items()))))
    whole = {address: content for address, content in _files(small).items() if "/" not in address}
    assert {a: c for a, c in _files(shuffled).items() if "/" not in a} == whole


def test_counts_are_those_of_the_records() -> None:
    """Each entry of the vocabularies says how many practices name it; a lever, with those under it."""
    found = json.loads(_files(_real())["vocabulaires.json"])
    practices = _real().pratiques.values()
    for kind in ("publics", "freins", "secteurs"):
        counts = {entry["id"]: entry["compte"] for entry in found[kind]}
        assert counts == {name: sum(name in getattr(p, kind) for p in practices) for name in getattr(_real(), kind)}
    levers = {entry["id"]: entry["compte"] for entry in found["leviers"]}
    assert sum(levers[name] for name, lever in _real().leviers.items() if not lever.parent) == len(practices)
    sources = {entry["id"]: entry["compte"] for entry in found["sources"]}
    assert sources["maximilien-diversification"] == len(practices)


def test_what_a_record_brings_is_published_with_it() -> None:
    """The entries under « nouveau » are in the practice's JSON and fit the schemas."""
    small = _small()
    name = next(iter(small.pratiques))
    brought = Organisation.model_validate({"id": "neuve", "nom": "Neuve", "nature": "reseau"})
    catalogue = replace(
        small,
        apports={name: {"organisations": {"neuve": brought}}},
        organisations={**small.organisations, "neuve": brought},
    )
    files = _files(catalogue)
    said = {p["id"]: p for p in json.loads(files["catalogue.json"])["pratiques"]}[name]["nouveau"]
    assert said == {"organisations": {"neuve": {"nom": "Neuve", "nature": "reseau"}}}
    assert json.loads(files[f"pratiques/{name}/pratique.json"])["nouveau"] == said
    assert _errors(files, "catalogue.json", "catalogue.schema.json") == []


# --- The page ----------------------------------------------------------------------------------------------------


def test_the_page_names_every_file_field_and_column() -> None:
    """/donnees/ leaves out no file, no computed field and no column."""
    page = data_page(Renderer(_small(), site=SITE))
    for address in _files(_small()):
        assert address.rpartition("/")[2] in page.html
    for table in tables():
        for column in table.colonnes:
            assert f"<code>{column.nom}</code>" in page.html
    for name in ("calcule.lieu.regions.nom", "licence.adresse", "chiffres.valeur"):
        assert f"<code>{name}</code>" in page.html


@pytest.mark.parametrize("name", ["csv", "json"])
def test_examples_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a reader copies from the page runs beside the files, and prints every practice."""
    renderer = Renderer(_real(), site=SITE)
    for address, make in renderer.data_files.items():
        (tmp_path / address).write_bytes(make())
    code = re.findall(r"<pre><code>(import .*?)</code></pre>", data_page(renderer).html, re.S)
    (source,) = [text for text in code if text.startswith(f"import {name}")]
    monkeypatch.chdir(tmp_path)
    source = source.replace("&#10;", "\n").replace("&#34;", '"').replace("&#39;", "'")
    exec(source, {})  # noqa: S102 - the page's own example
    printed = normalised(capsys.readouterr().out)
    assert [p.titre for p in _real().pratiques.values() if normalised(p.titre) not in printed] == []


def test_data_is_made_when_it_is_asked_for_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """To know which files there are makes none of them: a preview makes each at the first request, and none again."""
    made: list[str] = []

    def make(index: Index, site: str) -> str:
        made.append(site)
        return "{}"

    monkeypatch.setattr(exports, "vocabularies_json", make)
    files = Renderer(_small(), site=SITE).data_files
    assert {"catalogue.json", "vocabulaires.json", "datapackage.json"} <= set(files)
    assert made == []
    assert [files["vocabulaires.json"](), files["vocabulaires.json"]()] == [b"{}", b"{}"]
    assert made == [SITE]
