"""Writing YAML: what is written reads back as the same, as the house lays it out."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.records import write
from catalogue.records.fields import example, fields_of, walk
from catalogue.records.load import parse
from catalogue.records.vocabularies import Organisation, Source
from catalogue.text.yaml_scalar import folded, literal, quoted
from common import FROZEN
from strategies import IDS, line, records


def _read(text: str) -> dict[str, Any]:
    document, problems = parse(text.encode(), "x.yml")
    assert problems == []
    assert document is not None
    return document.data


@settings(deadline=None)
@given(records(IDS))
def test_any_record_reads_back_the_same(data: dict[str, Any]) -> None:
    """Whatever signs its texts hold, a record written is the record read; no line runs on where it could be cut."""
    assert _read(write.record(data)) == data
    assert _read(write.commented(data)) == data


@settings(deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_any_text_is_one_inert_scalar(text: str, inline: bool) -> None:
    """A text, whatever it is, stays the one value it was, in or out of brackets, or is refused; it opens nothing."""
    written = f"a: [{quoted(text)}, z]" if inline else f"a:\n  - {quoted(text, inline=False)}\n  - z"
    assert "\n" not in quoted(text, inline=inline)
    document, problems = parse(f"{written}\nb: c\n".encode("utf-8", "surrogatepass"), "x.yml")
    if problems:
        assert {problem.rule for problem in problems} <= {"caractere-interdit", "encodage-utf8"}
    else:
        assert document is not None
        assert document.data == {"a": [text.strip(), "z"], "b": "c"}


@settings(deadline=None)
@given(st.text("ab é#:-|>\n\t", max_size=60))
def test_blocks_read_back_the_same(text: str) -> None:
    """A text that may be laid out over lines comes out the same; one that may not is said to be so."""
    if lines := folded(text, 12):
        assert _read("a: >-\n" + "".join(f"  {each}\n" for each in lines))["a"] == text
    if lines := literal(text):
        assert _read("a: |\n" + "".join(f"  {each}".rstrip() + "\n" for each in lines))["a"].split("\n") == [
            each.rstrip() for each in text.split("\n")
        ]


@pytest.mark.parametrize("path", sorted((FROZEN / "practices").glob("*.yml")), ids=lambda path: path.stem)
def test_records_of_the_house_keep_their_data(path: Any) -> None:
    """Each record of the catalogue, written anew, says the same."""
    data = _read(path.read_text("utf-8"))
    assert _read(write.record(data)) == data


def test_layout() -> None:
    """Keys in the order of the model, short lists on one line, long texts folded, prose line by line."""
    data = {
        "verifie_le": "2026-01-31",
        "titre": "Un titre : à lui",
        "resume": "mot " * 39 + "fin.",
        "contexte": "Un.\n\n- Deux",
        "porteurs": ["dae", "mmie-lyon"],
        "chiffres": [
            {"repere": "A", "valeur": "12,5", "unite": "%", "libelle": "part", "nature": "mesure", "source": "r"}
        ],
        "sources": [{"repere": "page 2, note 3", "id": "rapport"}],
        "territoire": {"regions": ["28"], "national": "true"},
        "objectifs": ["Recruter"],
    }
    assert write.record(data).split("\n") == [
        "# yaml-language-server: $schema=pratique.schema.json",
        'titre: "Un titre : à lui"',
        "resume: >-",
        "  " + ("mot " * 29).strip(),
        "  " + "mot " * 10 + "fin.",
        "porteurs: [dae, mmie-lyon]",
        'territoire: {regions: ["28"], national: true}',
        "contexte: |",
        "  Un.",
        "",
        "  - Deux",
        "objectifs:",
        "  - Recruter",
        "chiffres:",
        '  - valeur: "12,5"',
        '    unite: "%"',
        "    libelle: part",
        "    nature: mesure",
        "    source: r",
        "    repere: A",
        "sources:",
        '  - {id: rapport, repere: "page 2, note 3"}',
        "verifie_le: 2026-01-31",
        "",
    ]


def test_a_new_entry_of_a_vocabulary() -> None:
    """An organisation or a source is written as its file lays them out."""
    text = write.entry(
        "2-rives", {"nom": "Les 2 rives", "nature": "association", "region": "01"}, fields_of(Organisation)
    )
    assert text == '"2-rives":\n  nom: Les 2 rives\n  nature: association\n  region: "01"\n'


@settings(deadline=None)
@given(line(3, 200))
def test_a_hostile_name_makes_one_entry(name: str) -> None:
    """A name cannot add a second entry, nor a field."""
    data = {"titre": name, "editeur": "dae"}
    assert _read(write.entry("une-source", data, fields_of(Source))) == {"une-source": data}


def test_every_field_is_explained() -> None:
    """The file that one fills in says of each field what it is, whether it is needed, and shows an example."""
    text = write.commented({})
    for (first, *rest), field in walk(fields_of()):
        assert field.titre
        assert field.aide
        assert (f"# {field.titre} ({'obligatoire' if field.requis else 'facultatif'})." in text) or rest, field.nom
        assert f"{field.nom}:" in text or example(field) is None, first
    assert max(map(len, text.split("\n"))) <= len("# ") + write.WIDTH
    assert _read(text) == {field.nom: "" for field in fields_of() if field.requis}
