"""What changed between two states of a record, in readers' words."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.derived.changes import LONG, REREAD_FIELD, Change, Difference, compare, differences, merged, told
from catalogue.records.fields import fields_of
from catalogue.records.load import parse
from strategies import records

DAY = date(2026, 11, 24)
IDS = {
    kind: ["a", "b", "c"]
    for kind in ("leviers", "organisations", "sources", "publics", "freins", "secteurs", "regions", "pays", "pratiques")
}


def _told(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    return differences(Change("x", DAY, compare(before, after)), lambda kind, name: f"{kind}/{name}")


def _text(pieces: Any) -> str:
    return " ".join(text for _, text in pieces)


def _said(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (one.titre, [(_text(line.avant), _text(line.apres)) for line in one.lignes]) for one in _told(before, after)
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("titre: L'essai\nlevier: a\n", '# un mot\nlevier: a\n\ntitre: "L’essai"\n'),
        ("resume: >-\n  Un deux\n  trois.\n", "resume: Un deux trois.\n"),
        ("contexte: |\n  Un deux\n  trois.\n", "contexte: |\n  Un deux trois.\n"),
        ("publics: [a, b]\n", "publics:\n  - b\n  - a\n"),
        ("chiffres: [{valeur: 1, libelle: x}]\n", "chiffres:\n  - libelle: x\n    valeur: 1\n"),
        ("titre: x\nobjectifs: []\n", "titre: x\n"),
    ],
)
def test_how_a_file_is_written_is_no_change(before: str, after: str) -> None:
    """Comments, quotes, folding, order of keys, apostrophes, an empty list left out: readers see nothing of it."""
    states = [parse(text.encode(), "")[0] for text in (before, after)]
    assert compare(*(state.data for state in states if state)) == {}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({}, {"levier": "a"}, [("Levier", [("", "leviers/a")])]),
        ({"statut": "en-cours"}, {"statut": "terminee"}, [("Statut", [("En cours", "Terminée")])]),
        ({"statut": "abandon"}, {}, [("Statut", [("abandon", "")])]),
        ({"publics": ["a", "b"]}, {"publics": ["b", "c"]}, [("Publics", [("publics/a", ""), ("", "publics/c")])]),
        ({"objectifs": ["Un.", "Deux."]}, {"objectifs": ["Deux.", "Un."]}, None),
        (
            {"mise_en_oeuvre": ["Recenser tous les besoins", "Former"]},
            {"mise_en_oeuvre": ["Écouter", "Recenser les besoins", "Former"]},
            [("Mise en œuvre", [("", "Écouter"), ("Recenser tous les besoins", "Recenser les besoins")])],
        ),
        (
            {"contrat": {"objet": "linge", "type": "services"}},
            {"contrat": {"objet": "linge", "type": "travaux"}},
            [("Contrat, Type de marché", [("Services", "Travaux")])],
        ),
        (
            {"chiffres": [{"valeur": "37", "unite": "%", "libelle": "part"}, {"valeur": "2", "libelle": "lots"}]},
            {"chiffres": [{"valeur": "38", "unite": "%", "libelle": "part"}]},
            [("Chiffres", [("2 lots", "")]), ("Chiffres, «\u00a0part\u00a0», Valeur", [("37", "38")])],
        ),
        (
            {"sources": [{"id": "a", "repere": "A"}]},
            {"sources": [{"id": "a", "repere": "B"}, {"id": "b", "repere": "C"}]},
            [
                ("Sources", [("", "sources/b\u202f; Repère\u00a0: C")]),
                ("Sources, «\u00a0sources/a\u00a0», Repère", [("A", "B")]),
            ],
        ),
        (
            {"formation": {"duree_minutes": "20"}},
            {"formation": {"duree_minutes": "30", "questions": ["Que faire\u202f?"]}},
            [
                ("Formation, Questions à débattre", [("", "Que faire\u202f?")]),
                ("Formation, Durée en minutes", [("20", "30")]),
            ],
        ),
        (
            {"contexte": "Un *mot* juste."},
            {"contexte": "Un *mot* exact."},
            [("Contexte", [("Un mot juste.", "Un mot exact.")])],
        ),
        # What an older schema wrote comes out as it was written.
        (
            {"porteurs": "un-seul"},
            {"porteurs": ["a"]},
            [("Porteurs", [("organisations/un-seul", ""), ("", "organisations/a")])],
        ),
        (
            {"territoire": "Cotentin"},
            {"territoire": {"nom": "Manche"}},
            [("Territoire", [("Cotentin", "Nom\u00a0: Manche")])],
        ),
        ({"chiffres": ["37 %"]}, {}, [("Chiffres", [("37\u00a0%", "")])]),
    ],
)
def test_changes_are_told_in_readers_words(before: Any, after: Any, said: Any) -> None:
    """Names for references, the words of closed lists, items added and taken away, fields of a group by their titles."""
    assert _said(before, after) == (said or [("Objectifs", [])])


def test_only_the_words_that_changed_are_marked() -> None:
    """In a long text, each side shows what changed and a few words around it."""
    words = [f"mot{number}" for number in range(60)]
    (one,) = _told({"contexte": " ".join(words)}, {"contexte": " ".join([*words[:30], "neuf", *words[31:]])})
    (line,) = one.lignes
    assert [piece for piece in line.avant if piece[0]] == [(True, "mot30")]
    assert [piece for piece in line.apres if piece[0]] == [(True, "neuf")]
    assert _text(line.avant) == "[…] " + " ".join(words[24:37]) + " […]"


def test_texts_that_have_nothing_in_common_are_shown_whole_and_cut() -> None:
    """A text written anew is shown before and after, no longer than a paragraph each."""
    (one,) = _told({"contexte": "avant " * 300}, {"contexte": "après " * 300})
    assert [changed for changed, _ in (*one.lignes[0].avant, *one.lignes[0].apres)] == [True, True]
    assert all(LONG - 10 < len(_text(side)) < LONG + 10 for side in (one.lignes[0].avant, one.lignes[0].apres))


def test_reading_again_is_told_as_such() -> None:
    """A new date of checking, alone, is a reading; with other fields it is said beside them, and is no field's change."""
    again = Change("x", DAY, {REREAD_FIELD: ("2026-01-01", "2026-11-24")})
    both = Change("x", DAY, {"titre": ("Un", "Deux"), REREAD_FIELD: ("2026-01-01", "2026-11-24")})
    assert again.nature == "Fiche relue face à ses sources, sans autre changement"
    assert both.nature == "Fiche révisée et relue face à ses sources"
    assert [one.titre for one in differences(both, lambda _, name: name)] == ["Titre"]
    assert differences(again, lambda _, name: name) == []


def test_what_is_kept_is_believed() -> None:
    """Of one field on one day, the log's word wins; said to be the same before and after, it is out of the news."""
    other = date(2026, 11, 23)
    found = [
        Change("x", DAY, {"titre": ("a", "b"), "resume": ("c", "d")}),
        Change("y", DAY, {"titre": ("a", "b")}),
    ]
    kept = [
        *(Change("x", DAY, {"titre": ("a", "z")}), Change("y", DAY, {"titre": ("a", "a")})),
        Change("x", other, nouvelle=True),
    ]
    assert told(merged(found, kept)) == [
        Change("x", DAY, {"titre": ("a", "z"), "resume": ("c", "d")}),
        Change("x", other, nouvelle=True),
    ]


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_every_field_that_changed_is_told(data: st.DataObject) -> None:
    """Whatever two records hold, each field that differs is named with what it was or is; none that is the same is."""
    before, after = data.draw(records(IDS)), data.draw(records(IDS))
    changed = compare(before, after)
    titles = {one.titre.split(", ")[0] for one in differences(Change("x", DAY, changed), lambda _, name: name)}
    assert titles == {one.titre for one in fields_of() if one.nom in changed and one.nom != REREAD_FIELD}
    assert compare(before, before) == {}
