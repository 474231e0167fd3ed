"""A value of a record → the words that readers see. Pure functions."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from catalogue.records.fields import Field
from catalogue.records.values import Langue, Lecture
from catalogue.records.vocabularies import Source
from catalogue.text import prose
from catalogue.text.typography import NBSP, french, long_date, number, partial_date

Namer = Callable[[str, str], str]
"""(vocabulary, id) → the name that readers see."""


def words(field: Field, value: Any, namer: Namer) -> str:
    """Return one `value` of `field`, which is no group, as the site shows it; a list, with commas between its items.

    `value` is as the model types it or as a file writes it; what does not fit the field comes out as it was written.
    """
    if isinstance(value, (list, tuple)):
        return ", ".join(words(field, item, namer) for item in value)
    if value is None:
        return ""
    text = " ".join(str(value).split())
    try:
        if field.vocabulaire:
            return namer(field.vocabulaire, text)
        if field.genre == "choix":
            return dict(field.choix).get(text, text)
        if field.genre == "date":
            return long_date(date.fromisoformat(text))
        if field.genre == "date-partielle":
            return partial_date(text)
        if field.genre == "nombre":
            return number(Decimal(text.replace(",", ".")))
        if field.genre == "oui-non":
            return {"true": "oui", "false": "non"}.get(text.lower(), text)
        if field.genre == "prose":
            return french(prose.plain(str(value)))
    except (ValueError, IndexError, InvalidOperation):
        pass
    return french(text)


def about_source(source: Source, namer: Namer) -> str:
    """Return what readers are told of `source` beside its title, in sentences: its note, its language, how it was read, what it
    repeats, how it differs from another; "" when there is nothing to tell.
    """
    said = [source.note or ""]
    said += [f"Document en {source.langue.libelle}."] if source.langue is not Langue.FR else []
    if source.lue in (Lecture.INTEGRALE, Lecture.EXTRAIT):
        said.append(source.lue.libelle + (f" le {long_date(source.consulte_le)}." if source.consulte_le else "."))
    if source.reprend:
        said.append(f"Reprend «{NBSP}{namer('sources', source.reprend)}{NBSP}».")
    said.append(source.ecart or "")
    return " ".join(part for part in said if part)
