"""What a practice is: how text becomes a value, and what the model refuses."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from catalogue.records.fields import leaves
from catalogue.records.practice import Pratique
from catalogue.records.values import (
    Annee,
    Jour,
    JourPartiel,
    Minutes,
    Nombre,
    OuiNon,
    Phrase,
    Statut,
    Titre,
    web_address,
)
from catalogue.records.vocabularies import VOCABULAIRES

RECORD: dict[str, Any] = {
    "id": "essai",
    "titre": "L'égalité : un essai",
    "resume": "  Une pratique d'essai, décrite en une phrase assez longue.  ",
    "levier": "portage",
    "porteurs": ["ville-test"],
    "sources": [{"id": "rapport-test", "repere": "A"}],
    "verifie_le": "2026-01-31",
}


@pytest.mark.parametrize(
    "address",
    [
        "https://www.exemple.fr/",
        "http://exemple.fr",
        "https://exemple.fr:8443/a/b?c=d&e=%20#f",
        "https://a-b.exemple.fr/é",
        "https://xn--caf-dma.fr/",
        "https://exemple.fr/a(b)",
    ],
)
def test_web_addresses_accepted(address: str) -> None:
    """A complete http(s) address passes as it was typed."""
    assert web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "www.exemple.fr",
        "//exemple.fr",
        "/page",
        "ftp://exemple.fr",
        "mailto:a@exemple.fr",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[x",
        "https://user:secret@exemple.fr/",
        "https://exemple.fr@pirate.fr/",
        "https://exemple.fr:0/",
        "https://exemple.fr:99999/",
        "https://exemple.fr:port/",
        "https://café.fr/",
        "https://еxemple.fr/",
        "https://exemple.fr/a b",
        "https://exemple.fr/a\nb",
        'https://exemple.fr/"onclick=x',
        "https://exemple.fr/<b>",
        "https://exemple.fr\\@pirate.fr/",
        "https://-exemple.fr/",
        "https://exemple..fr/",
        f"https://{'a' * 252}.fr/",
    ],
)
def test_web_addresses_refused(address: str) -> None:
    """What is not complete, hides its host, imitates another, or could break out of an attribute is refused."""
    with pytest.raises(PydanticCustomError) as refused:
        web_address(address)
    assert refused.value.type == "adresse-http"


@settings(deadline=None)
@given(st.from_regex(r"https?://[^\s/]{0,20}(/\S*)?") | st.text())
def test_web_address_never_fails_otherwise(text: str) -> None:
    """Any text is either returned as it is or refused by the rule: no other exception comes out."""
    with suppress(PydanticCustomError):
        assert web_address(text) == text


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Nombre, "37", Decimal(37)),
        (Nombre, "-1234,5", Decimal("-1234.5")),
        (Nombre, "0.25", Decimal("0.25")),
        (Annee, "2023", 2023),
        (Minutes, "20", 20),
        (OuiNon, "true", True),
        (OuiNon, "false", False),
        (Jour, "2024-02-29", date(2024, 2, 29)),
        (JourPartiel, "2021", "2021"),
        (JourPartiel, "2021-06", "2021-06"),
        (JourPartiel, "2021-06-30", "2021-06-30"),
        (Phrase, "l'égalité...", "l’égalité…"),
    ],
)
def test_text_becomes_a_value(kind: Any, typed: str, value: object) -> None:
    """Each type reads the text that French contributors write, and sets it as French print would."""
    assert TypeAdapter[object](kind).validate_python(typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        *((Nombre, typed, "nombre-invalide") for typed in ("", "37 %", "1 234", "1e3", "NaN", "Infinity", "1_0", "9" * 13)),
        *((Annee, typed, "nombre-invalide") for typed in ("vingt", "20.5", "-5", "٢٠٢٣")),
        (Annee, "1899", "greater_than_equal"),
        (Annee, "2101", "less_than_equal"),
        (Minutes, "0", "greater_than_equal"),
        (Minutes, "601", "less_than_equal"),
        *((OuiNon, typed, "oui-non") for typed in ("oui", "True", "1", "yes")),
        *((Jour, typed, "date-invalide") for typed in ("2026-02-30", "31/01/2026", "2026-1-31", "20260131", "0000-01-01")),
        *((JourPartiel, typed, "date-invalide") for typed in ("2021-13", "2021-02-30")),
        *((JourPartiel, typed, "date-partielle") for typed in ("juin 2021", "21")),
        (Titre, "deux\nlignes", "texte-sur-une-ligne"),
        (Titre, "mot ", "string_too_short"),
        (Titre, "a" * 81, "string_too_long"),
    ],
)  # fmt: skip
def test_text_is_refused(kind: Any, typed: str, error: str) -> None:
    """What is not a value of the type is refused under the name that the rules know."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter[object](kind, config={"str_strip_whitespace": True}).validate_python(typed)
    assert [each["type"] for each in refused.value.errors()] == [error]


def test_a_record_is_typed_set_and_frozen() -> None:
    """The least record is enough; spaces at the ends go, typography comes, and nothing can change afterwards."""
    record = Pratique.model_validate(RECORD)
    assert (record.titre, record.statut) == ("L’égalité\u00a0: un essai", Statut.NON_PRECISE)
    assert record.resume == "Une pratique d’essai, décrite en une phrase assez longue."
    assert record.verifie_le == date(2026, 1, 31)
    with pytest.raises(ValidationError):
        record.titre = "Autre"  # type: ignore[misc]


@pytest.mark.parametrize("key", [key for key in RECORD if key != "id"])
def test_what_is_required(key: str) -> None:
    """A title, a summary, a lever, a carrier, a source and a date: each is asked for."""
    with pytest.raises(ValidationError) as refused:
        Pratique.model_validate({name: value for name, value in RECORD.items() if name != key})
    assert [(each["loc"], each["type"]) for each in refused.value.errors()] == [((key,), "missing")]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"couleur": "x"}, ("couleur",)),
        ({"territoire": {"ville": "x"}}, ("territoire", "ville")),
    ],
)
def test_unknown_keys_are_refused(more: dict[str, Any], place: tuple[str | int, ...]) -> None:
    """No key goes unread, at any depth."""
    with pytest.raises(ValidationError) as refused:
        Pratique.model_validate({**RECORD, **more})
    assert [(each["loc"], each["type"]) for each in refused.value.errors()] == [(place, "extra_forbidden")]


def test_leaves_know_the_marks_of_each_value() -> None:
    """The walk of the model reaches every value, with its references and its prose, at any depth."""
    found = leaves(Pratique)
    references = {pattern: leaf.vocabulaire for pattern, leaf in found.items() if leaf.vocabulaire}
    assert references[("levier",)] == "leviers"
    assert references[("chiffres", "*", "source")] == "sources"
    assert references[("territoire", "regions", "*")] == "regions"
    assert references[("contrat", "acheteur")] == "organisations"
    assert set(references.values()) == {*VOCABULAIRES, "pratiques"} - {"chiffres-cles", "synonymes", "retraits"}
    assert {pattern for pattern, leaf in found.items() if leaf.genre == "prose"} == {
        ("contexte",),
        ("formation", "activite"),
    }
    assert [found[pattern].is_text for pattern in (("titre",), ("levier",), ("verifie_le",))] == [True, False, False]
    assert {pattern[0] for pattern in found} == set(Pratique.model_fields) - {"id"}


def test_choices_have_words_for_readers() -> None:
    """A closed value is read as it is written in the file, and shows as words."""
    statut = TypeAdapter(Statut).validate_python("en-cours")
    assert (statut.value, statut.libelle) == ("en-cours", "En cours")
