"""Catalogue → tables for spreadsheets, and their description (Data Package and Table Schema). Pure functions.

The tables are derived from the fields of the model. One row a practice in `catalogue.csv`; a field that is a list of groups
(figures, sources…) has a table of its own, one row a group. In front of columns that the site computes stands `calcul_`.
ADR 0011 says why cells are written as they are; /donnees/ tells readers how to read them back.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from catalogue.derived.evidence import evidence
from catalogue.derived.index import Index
from catalogue.exports.json_files import dumps, record
from catalogue.exports.published import VERSION
from catalogue.records.fields import Field, fields_of
from catalogue.records.practice import Pratique
from catalogue.text.identity import ADRESSE_LICENCE, DESCRIPTION, LICENCE, NOM

COMPUTED = "calcul_"
SEPARATOR = "\n"
"""What stands between the items of a list in one cell: no item of the model may hold it."""

GUARD = "'"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", GUARD)
# What a spreadsheet would take for a number it is not, or a date: 01, 3.5, 1/2, 10-12, 12:30, 2E3.
_NUMBER_LIKE = re.compile(r"0[0-9]+|[0-9][0-9 .,/:-]*[.,/:-][0-9 .,/:-]*|[0-9.,]+[eE][0-9]+|[0-9]{12,}")


@dataclass(frozen=True)
class Column:
    """One column: what it is called, holds and means. `type` is the Table Schema's; `liste` says that it holds several."""

    nom: str
    titre: str
    aide: str
    type: str = "string"
    requis: bool = False
    liste: bool = False
    choix: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: the name of its file, what it holds, and its columns; `cle` names those that tell its rows apart."""

    nom: str
    titre: str
    aide: str
    colonnes: Sequence[Column]
    cle: Sequence[str]

    @property
    def fichier(self) -> str:
        """The address of its file on the site."""
        return f"{self.nom}.csv"


_TYPES = {"nombre": "number", "entier": "integer", "date": "date", "oui-non": "boolean"}

_ROW = (
    Column("pratique", "Pratique", "L’identifiant de la pratique.", requis=True),
    Column("rang", "Rang", "La place dans la fiche, à partir de 1.", "integer", requis=True),
)
_TITLE = Column(f"{COMPUTED}titre", "Titre de la pratique", "Le titre de la fiche.", requis=True)

_OF_PRACTICE: Mapping[str, tuple[Column, Callable[[Index, Pratique, str], Any]]] = {
    column.nom: (column, value)
    for column, value in (
        (
            Column(f"{COMPUTED}adresse", "Adresse", "L’adresse de la fiche.", requis=True),
            lambda index, p, site: f"{site}pratiques/{p.id}/",
        ),
        (
            Column(f"{COMPUTED}preuve", "Niveau de preuve", "En mots, tiré de la nature des chiffres.", requis=True),
            lambda index, p, site: evidence(p).libelle,
        ),
        (
            Column(f"{COMPUTED}levier", "Nom du levier", "Le levier principal, en mots.", requis=True),
            lambda index, p, site: index.catalogue.leviers[p.levier].nom,
        ),
        (
            Column(f"{COMPUTED}porteurs", "Noms des porteurs", "Dans l’ordre de la fiche.", requis=True, liste=True),
            lambda index, p, site: [index.catalogue.organisations[name].nom for name in p.porteurs],
        ),
        (
            Column(f"{COMPUTED}lieu", "Lieu", "En mots : le territoire de la fiche ou, sinon, celui des porteurs."),
            lambda index, p, site: index.place_name(p),
        ),
        (
            Column(
                f"{COMPUTED}pays",
                "Pays",
                "Leurs codes, en deux lettres ; rien quand le lieu n’est pas connu.",
                liste=True,
            ),
            lambda index, p, site: index.place(p).pays,
        ),
    )
}


def _columns(fields: Sequence[Field], above: str = "", required: bool = True) -> Iterator[Column]:
    """Yield the columns of `fields`: a group lends its name to those it holds; lists of groups stand elsewhere."""
    for field in fields:
        if field.champs and not field.liste:
            yield from _columns(field.champs, f"{above}{field.nom}_", required and field.requis)
        elif not field.champs:
            yield Column(
                f"{above}{field.nom}",
                field.titre,
                field.aide,
                "string" if field.liste else _TYPES.get(field.genre, "string"),
                requis=required and field.requis,
                liste=field.liste,
                choix=tuple(value for value, _ in field.choix) if not field.liste else (),
            )


@cache
def tables() -> tuple[Table, ...]:
    """Return all tables, that of practices first."""
    fields = fields_of()
    name = Column("id", "Identifiant", "Le nom du fichier de la fiche, et la fin de son adresse.", requis=True)
    columns = (name, *_columns(fields), *(column for column, _ in _OF_PRACTICE.values()))
    return (
        Table("catalogue", "Les pratiques", "Une ligne par pratique.", columns, ("id",)),
        *(
            Table(one.nom, one.titre, one.aide, (*_ROW, *_columns(one.champs), _TITLE), ("pratique", "rang"))
            for one in fields
            if one.champs and one.liste
        ),
    )


def table_csv(table: Table, index: Index, site: str) -> bytes:
    """Return `table` filled from the catalogue, as a French spreadsheet opens it: UTF-8 with its mark, semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.nom for column in table.colonnes])
    for row in _rows(table, index, site):
        writer.writerow([_cell(row.get(column.nom), column) for column in table.colonnes])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _rows(table: Table, index: Index, site: str) -> Iterator[Mapping[str, Any]]:
    for name, practice in sorted(index.catalogue.pratiques.items()):
        data = record(index.catalogue, name)
        if table.nom == "catalogue":
            computed = {key: value(index, practice, site) for key, (_, value) in _OF_PRACTICE.items()}
            yield {**_flat(data), **computed}
        else:
            for rank, group in enumerate(data.get(table.nom, ()), 1):
                yield {**_flat(group), "pratique": name, "rang": rank, _TITLE.nom: practice.titre}


def _flat(data: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in data.items():
        found |= _flat(value, f"{above}{name}_") if isinstance(value, Mapping) else {f"{above}{name}": value}
    return found


def _cell(value: Any, column: Column) -> str:
    """Return `value` as it is written in a cell of `column`; "" where nothing is known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return guarded(SEPARATOR.join(value) if column.liste else value)


def guarded(text: str) -> str:
    """Return `text` so that no spreadsheet runs it, nor reads it as a number: behind an apostrophe where it might.

    Dropping one leading apostrophe, where there is one, gives `text` back, whatever it is.
    """
    return GUARD + text if text.startswith(_FORMULA) or _NUMBER_LIKE.fullmatch(text) else text


def datapackage(index: Index, site: str) -> str:
    """Return the description of all tables, as a Data Package (specs.frictionlessdata.io, version 1), in JSON."""
    latest = max((practice.verifie_le for practice in index.catalogue.pratiques.values()), default=None)
    data = {
        "profile": "tabular-data-package",
        "name": "leviers-egalite",
        "id": site,
        "title": NOM,
        "description": DESCRIPTION,
        "homepage": site,
        "version": VERSION,
        **({"created": f"{latest}T00:00:00Z"} if latest else {}),
        "licenses": [{"name": "etalab-2.0", "title": LICENCE, "path": ADRESSE_LICENCE}],
        "resources": [_resource(table) for table in tables()],
    }
    return dumps(data)


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, alone=[column.nom] == list(table.cle)) for column in table.colonnes],
        "missingValues": [""],
        "primaryKey": list(table.cle),
    }
    if "pratique" in table.cle:
        schema["foreignKeys"] = [{"fields": "pratique", "reference": {"resource": "catalogue", "fields": "id"}}]
    return {
        "profile": "tabular-data-resource",
        "name": table.nom.replace("_", "-"),
        "path": table.fichier,
        "title": table.titre,
        "description": table.aide,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ";", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(column: Column, *, alone: bool) -> dict[str, Any]:
    """Return the description of `column`; `alone` says that it tells the rows apart by itself."""
    found: dict[str, Any] = {"name": column.nom, "title": column.titre, "description": column.aide, "type": column.type}
    if column.type == "number":
        found["decimalChar"] = ","
    if column.liste:
        found["separateur"] = SEPARATOR
    constraints: dict[str, Any] = {"required": True} if column.requis else {}
    if alone:
        constraints["unique"] = True
    if column.choix:
        constraints["enum"] = list(column.choix)
    return {**found, **({"constraints": constraints} if constraints else {})}
