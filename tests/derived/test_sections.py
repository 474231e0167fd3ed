"""A field is said once: from the model and its row in derived/sections.py, it stands wherever readers and authors look."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from html import unescape
from typing import Any

import pytest

from catalogue.checks.check import check
from catalogue.contribute.form import form_data
from catalogue.contribute.issue_form import questions
from catalogue.derived.sections import FICHE, FIELDS, FORM, LEFT_OUT, PARTS, PROMISED, SEARCH, SECTIONS, TICKET
from catalogue.derived.wording import words
from catalogue.exports import data_files, practice_json, practice_schema
from catalogue.exports.tables import tables
from catalogue.pages import Renderer
from catalogue.pages.contribute import fields_page, form_page
from catalogue.pages.fiche import fiche
from catalogue.paper import document
from catalogue.records.fields import Field, fields_of, leaves
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import Entree
from catalogue.records.write import commented
from catalogue.search.documents import practice_document
from common import DATA, TODAY

SITE = "https://leviers-egalite.example/"
LEAVES = {tuple(step for step in pattern if step != "*"): leaf for pattern, leaf in leaves(Pratique).items()}
"""Every value that a record may hold, by the names that lead to it."""


def _marker(path: tuple[str, ...]) -> str:
    """Return a word that stands for the value at `path` and that no text of the site holds."""
    letters = "".join(chr(97 + int(digit)) for digit in str(list(LEAVES).index(path)).zfill(3))
    return f"Wzkx{letters}wzkx"


def _value(path: tuple[str, ...], leaf: Field) -> Any:
    mark = _marker(path)
    if leaf.genre == "identifiant":
        return mark.lower()
    if leaf.is_text:
        return f"{mark} {'a' * (leaf.minimum or 0)}".strip()
    if leaf.vocabulaire:
        return mark.lower()
    if leaf.choix:
        return leaf.choix[-1][0]
    rank = list(LEAVES).index(path)
    return {
        "nombre": f"{rank}1,5",
        "entier": str((leaf.minimum or 0) + rank),
        "date": f"20{rank:02}-01-31",
        "oui-non": "true",
    }[leaf.genre]


def _group(fields: tuple[Field, ...], above: tuple[str, ...] = ()) -> dict[str, Any]:
    found = {}
    for one in fields:
        path = (*above, one.nom)
        value = _group(one.champs, path) if one.champs else _value(path, one)
        found[one.nom] = [value] if one.liste else value
    return found


@cache
def _whole() -> tuple[Catalogue, Pratique]:
    """Return a catalogue whose one practice fills every field of the model, each value known by its own mark."""
    small = check(DATA / "valid" / "practices", TODAY).catalogue
    assert small is not None
    kinds = {leaf.vocabulaire for leaf in LEAVES.values() if leaf.vocabulaire}
    entries: dict[str, Mapping[str, Entree]] = {}
    for kind in kinds - {"pratiques"}:
        known: Mapping[str, Entree] = getattr(small, kind)
        first = next(iter(known.values()))
        new = {}
        for path, leaf in LEAVES.items():
            if leaf.vocabulaire == kind:
                named = {"titre" if hasattr(first, "titre") else "nom": f"{_marker(path)} nom"}
                new[_marker(path).lower()] = first.model_copy(update={"id": _marker(path).lower(), **named})
        entries[kind] = {**known, **new}
    practice = Pratique.model_validate({**_group(fields_of()), "id": "essai-entier"})
    others = [path for path, leaf in LEAVES.items() if leaf.vocabulaire == "pratiques"]
    bare = next(iter(small.pratiques.values()))
    beside = {
        _marker(path).lower(): bare.model_copy(update={"id": _marker(path).lower(), "titre": f"{_marker(path)} nom"})
        for path in others
    }
    return replace(small, **entries, pratiques={practice.id: practice, **beside}), practice  # type: ignore[arg-type]


def _plain(text: str) -> str:
    """Return `text` without its marks, spaces normalised."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


@cache
def _places() -> dict[str, str]:
    """Return what each place says of the practice that fills every field."""
    catalogue, practice = _whole()
    renderer = Renderer(catalogue, site=SITE)
    found = practice_document(renderer.index, practice)
    files = data_files(renderer.index, SITE)
    return {
        "fiche": _plain(fiche(renderer, practice).html),
        "pdf": " ".join(json.dumps(document.fiche(renderer.index, SITE, practice), ensure_ascii=False).split()),
        "search": " ".join(text for texts in found.champs.values() for text in texts),
        "practice_json": practice_json(catalogue, practice.id),
        "catalogue_json": files["catalogue.json"]().decode(),
        "tables": "".join(make().decode() for name, make in files.items() if name.endswith(".csv")),
    }


def _said(path: tuple[str, ...], leaf: Field) -> str:
    """Return the words in which readers find the value at `path`."""
    catalogue, _ = _whole()
    if leaf.vocabulaire or leaf.is_text:
        mark = _marker(path)
        return mark.lower() if leaf.genre == "identifiant" else mark
    if leaf.genre == "oui-non":
        return "France entière"
    value = _value(path, leaf)
    return " ".join(words(leaf, value, Renderer(catalogue).index.named).split())


def _is_left_out(path: tuple[str, ...], place: str) -> bool:
    return bool({path[0], ".".join(path)} & LEFT_OUT[place].keys())


@pytest.mark.parametrize("path", LEAVES, ids=".".join)
def test_readers_find_every_value(path: tuple[str, ...]) -> None:
    """What a record holds is read on its fiche and its PDF, and found by the search, or the table says why not."""
    said, places = _said(path, LEAVES[path]), _places()
    for place, key in (("fiche", FICHE), ("pdf", FICHE), ("search", SEARCH)):
        if not _is_left_out(path, key):
            assert said in places[place], place


@pytest.mark.parametrize("path", LEAVES, ids=".".join)
def test_programs_find_every_value(path: tuple[str, ...]) -> None:
    """What a record holds is in the data of its fiche, in that of the catalogue, and in the tables; the schema knows it."""
    leaf = LEAVES[path]
    for place in ("practice_json", "catalogue_json"):
        assert f'"{path[-1]}"' in _places()[place]
    value = "true" if leaf.genre == "oui-non" else str(_value(path, leaf))
    assert all(value.replace(",", ".") in _places()[place] for place in ("practice_json", "catalogue_json"))
    assert value in _places()["tables"]
    assert f'"{path[-1]}"' in json.dumps(practice_schema(_whole()[0]))


@pytest.mark.parametrize("path", LEAVES, ids=".".join)
def test_authors_find_every_field(path: tuple[str, ...]) -> None:
    """A field is asked for by the form, known to its script, explained by the guide, shown in the file to fill in, a column of
    the tables that a workbook is made of; the issue form asks for it too, or the table says why not.
    """
    catalogue, _ = _whole()
    renderer = Renderer(catalogue)
    form = _form()
    if not _is_left_out(path, FORM):
        assert f'data-champ="{path[-1]}"' in form
    assert f'"nom":"{path[-1]}"' in form_data(catalogue, {})
    assert f'id="{"-".join(path)}"' in fields_page(renderer).html
    assert f"{path[0]}:" in commented({})
    columns = {
        f"{'' if table.nom == 'catalogue' else table.nom + '_'}{c.nom}" for table in tables() for c in table.colonnes
    }
    assert "_".join(path) in columns
    asked = {question.nom for question in questions(catalogue)}
    assert path[0] in asked or path[0] in LEFT_OUT[TICKET]


@cache
def _form() -> str:
    return form_page(Renderer(_whole()[0])).html


def _reasons() -> Iterator[tuple[str, str, str]]:
    for place, names in LEFT_OUT.items():
        for name, reason in names.items():
            yield place, name, reason


@pytest.mark.parametrize(("place", "name", "reason"), list(_reasons()))
def test_each_exception_names_a_field_and_is_needed(place: str, name: str, reason: str) -> None:
    """What the table leaves out exists in the model, is not there indeed, and has a reason."""
    path = tuple(name.split("."))
    below = [leaf for leaf in LEAVES if leaf[: len(path)] == path]
    assert below
    assert len(reason) > 10
    if place in (FICHE, SEARCH):
        free = [leaf for leaf in below if LEAVES[leaf].is_text]
        assert not any(_said(leaf, LEAVES[leaf]) in _places()[place] for leaf in free)


def test_the_table_names_parts_that_exist() -> None:
    """Each row leads to a part of the fiche, of the form and of a search document; no section and no part is empty."""
    assert {row.form for row in FIELDS} == set(PARTS)
    anchors = {section.anchor for section in SECTIONS}
    assert {row.fiche for row in FIELDS} - anchors == {"entete", "classement", "proches"}
    assert all(section.fields for section in SECTIONS)
    assert len(FIELDS) == len({row.name for row in FIELDS})
    assert (
        *("contexte", "objectifs", "mise-en-oeuvre", "contrat", "chiffres"),
        *("conditions", "vigilance", "formation", "sources"),
    ) == PROMISED
