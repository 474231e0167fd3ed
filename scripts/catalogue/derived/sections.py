"""Where each field of a practice stands, said once: on the fiche and its PDF, in the form and the ticket, in the search.

`FIELDS` is the one table. The fiche, its table of contents, "Ce que la source ne précise pas", the PDF, the search, the form and
the issue form read it; the guide, the tables and the data files take every field of the model. What is missing somewhere on
purpose is in `LEFT_OUT`, with its reason. A field of the model without a row stops everything (docs/decisions/0019).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from catalogue.records.fields import Field, fields_of, is_empty
from catalogue.records.practice import Pratique

HEAD, SORTING, RELATED = "entete", "classement", "proches"
"""Parts of a fiche that are not sections: its head, how it is sorted, the practices beside it."""


@dataclass(frozen=True)
class Row:
    """One field: the part of the fiche that shows it (`HEAD`, `SORTING`, `RELATED` or the anchor of a section), the part of
    the form that asks for it (see `PARTS`), the part of a search document that its words count in (see search/weights.py).

    `title` is what the fiche calls it, where the model's title would not do.
    """

    name: str
    fiche: str
    form: str
    search: str
    title: str = ""


FIELDS = (
    Row("titre", HEAD, "essentiel", "titre"),
    Row("resume", HEAD, "essentiel", "resume"),
    Row("levier", HEAD, "essentiel", "classement"),
    Row("porteurs", HEAD, "essentiel", "porteur"),
    Row("partenaires", HEAD, "classement", "associe"),
    Row("territoire", HEAD, "classement", "lieu"),
    Row("autres_leviers", SORTING, "classement", "classement", title="Aussi sous le levier"),
    Row("publics", SORTING, "classement", "classement"),
    Row("freins", SORTING, "classement", "classement", title="Freins visés"),
    Row("secteurs", SORTING, "classement", "classement"),
    Row("programme", HEAD, "classement", "texte"),
    Row("statut", HEAD, "classement", "texte"),
    Row("contexte", "contexte", "recit", "texte"),
    Row("objectifs", "objectifs", "recit", "texte"),
    Row("mise_en_oeuvre", "mise-en-oeuvre", "recit", "texte"),
    Row("contrat", "contrat", "recit", "texte"),
    Row("chiffres", "chiffres", "resultats", "chiffres"),
    Row("distinctions", "distinctions", "resultats", "texte"),
    Row("conditions_de_reussite", "conditions", "enseignements", "texte"),
    Row("points_de_vigilance", "vigilance", "enseignements", "texte"),
    Row("limites", "vigilance", "enseignements", "notes"),
    Row("pratiques_liees", RELATED, "suites", "texte"),
    Row("inspiree_de", HEAD, "suites", "texte"),
    Row("mots_cles", HEAD, "suites", "mots_cles"),
    Row("formation", "formation", "suites", "notes"),
    Row("sources", "sources", "preuves", "notes"),
    Row("verifie_le", HEAD, "preuves", "texte"),
    Row("alias", HEAD, "suites", "texte"),
)
"""A row a field, in the order in which fiche, PDF, form and ticket have them."""

PARTS = {
    "essentiel": "L’essentiel",
    "preuves": "Les sources",
    "classement": "Avec qui, où, pour qui",
    "recit": "Ce qui a été fait",
    "resultats": "Les résultats",
    "enseignements": "Ce qu’il faut savoir",
    "suites": "Pour aller plus loin",
}
"""The parts of the form, in order, with their titles."""

FICHE, SEARCH, FORM, TICKET, GAPS = "fiche", "search", "form", "ticket", "gaps"
"""Places that `LEFT_OUT` speaks of: the fiche and its PDF, the search, the form, the issue form, what the fiche may lack."""

LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    FICHE: {
        "mots_cles": "words of readers, for the search: they say nothing that the fiche does not",
        "alias": "former names: their addresses lead to the fiche",
    },
    SEARCH: {
        "programme": "the practice of that name would come second to its parts",
        "statut": "the same few words on every fiche find nothing",
        "verifie_le": "the catalogue sorts by it instead",
        "alias": "words of an address, not of readers",
        "pratiques_liees": "the practice of that name would come second to those that cite it",
        "inspiree_de": "the practice of that name would come second to those that take it up",
        "chiffres.nature": "the same few words on every figure find nothing",
        "chiffres.inclus_dans": "the words of another figure",
        "chiffres.source": "counted with the sources",
        "chiffres.repere": "a page number finds nothing",
        "distinctions.precision": "places and dates of a ceremony are not the practice's",
        "distinctions.source": "counted with the sources",
        "distinctions.repere": "a page number finds nothing",
        "formation.duree_minutes": "a number of minutes finds nothing",
        "sources.repere": "a page number finds nothing",
    },
    FORM: {
        "alias": "set when a record is renamed, never by its author; carried along unseen",
    },
    TICKET: {
        "autres_leviers": "left to whoever reviews the ticket, to keep it short",
        "programme": "left to whoever reviews the ticket, to keep it short",
        "territoire": "the carrier's, most often; its region is asked for where it is new",
        "statut": "left to whoever reviews the ticket, to keep it short",
        "contrat": "six questions that few tickets would answer",
        "chiffres": "asked for a line each, by a question of its own",
        "distinctions": "left to whoever reviews the ticket, to keep it short",
        "pratiques_liees": "left to whoever reviews the ticket, who knows the catalogue",
        "inspiree_de": "left to whoever reviews the ticket, who knows the catalogue",
        "formation": "written by trainers, in the form or the file",
        "sources": "asked for by questions of their own: title, place, publisher, address",
        "verifie_le": "the day the ticket is read",
        "alias": "set when a record is renamed, never by its author",
    },
    GAPS: {
        "autres_leviers": "most practices work one lever",
        "programme": "most practices stand alone",
        "territoire": "the carrier's, unless said; told apart where no place is known",
        "pratiques_liees": "the site finds neighbours by itself",
        "inspiree_de": "most practices were not taken from another",
        "distinctions": "most practices have no prize",
        "mots_cles": "a title may say all",
        "alias": "most practices kept their name",
        "limites": "a source may know none",
        "statut": "says itself unknown; told apart",
    },
}
"""What does not appear in a place, as a field or "field.inner field", and why; see `FIELDS` for all the rest."""


@dataclass(frozen=True)
class Section:
    """A section of the fiche: its anchor, its title, and the names of its fields, in order.

    `promised` says that its anchor stands on every fiche and never changes.
    """

    anchor: str
    title: str
    promised: bool = True

    @property
    def fields(self) -> tuple[Row, ...]:
        """The rows that it shows; the first one stands right under its title."""
        return tuple(row for row in FIELDS if row.fiche == self.anchor)


SECTIONS = (
    Section("contexte", "Contexte"),
    Section("objectifs", "Objectifs"),
    Section("mise-en-oeuvre", "Mise en œuvre"),
    Section("contrat", "Dans le contrat"),
    Section("chiffres", "Chiffres"),
    Section("distinctions", "Distinctions", promised=False),
    Section("conditions", "Conditions de réussite"),
    Section("vigilance", "Points de vigilance et limites"),
    Section("formation", "En formation"),
    Section("sources", "Sources"),
)
"""The sections of the fiche, in order."""

PROMISED = tuple(section.anchor for section in SECTIONS if section.promised)
"""The anchors that stand on every fiche."""

DRAWN: Mapping[str, Sequence[str]] = {
    HEAD: ("titre", "resume", "levier", "porteurs", "partenaires", "territoire", "programme", "statut", "verifie_le"),
    "chiffres": (
        "valeur",
        "unite",
        "nuance",
        "libelle",
        "nature",
        "periode",
        "base",
        "inclus_dans",
        "source",
        "repere",
    ),
    "distinctions": ("titre", "organisme", "annee", "precision", "source", "repere"),
    "sources": ("id", "repere"),
}
"""Fields that the fiche and the PDF each draw in their own way; all others are drawn by what they take: text, list, date…"""

if {row.name for row in FIELDS} != set(Pratique.model_fields) - {"id"}:
    odd = {row.name for row in FIELDS} ^ set(Pratique.model_fields) ^ {"id"}
    raise LookupError(f"derived/sections.py: each field of the model has one row in FIELDS; look at {', '.join(odd)}")


@dataclass(frozen=True)
class Shown:
    """One field of one practice, filled: its row, its description, its value."""

    row: Row
    champ: Field
    valeur: Any

    @property
    def titre(self) -> str:
        """What the fiche calls it."""
        return self.row.title or self.champ.titre

    @property
    def is_drawn(self) -> bool:
        """Whether the head of the fiche draws it in its own way."""
        return self.row.name in DRAWN[HEAD]


@cache
def fields(place: str) -> tuple[tuple[Row, Field], ...]:
    """Return the rows of `FIELDS` that `place` has, each with the description of its field."""
    known = {one.nom: one for one in fields_of()}
    return tuple((row, known[row.name]) for row in FIELDS if row.name not in LEFT_OUT[place])


def inner(champ: Field, place: str) -> tuple[Field, ...]:
    """Return the fields of the group `champ` that `place` has."""
    return tuple(one for one in champ.champs if f"{champ.nom}.{one.nom}" not in LEFT_OUT[place])


def filled(practice: Pratique, part: str) -> list[Shown]:
    """Return the fields that `part` of the fiche shows and that `practice` fills."""
    found = (Shown(row, champ, getattr(practice, row.name)) for row, champ in fields(FICHE) if row.fiche == part)
    return [one for one in found if not is_empty(one.valeur)]


def undrawn(champ: Field) -> tuple[Field, ...]:
    """Return the fields of the group `champ` that have no drawing of their own."""
    return tuple(one for one in inner(champ, FICHE) if one.nom not in DRAWN.get(champ.nom, ()))


def sections(practice: Pratique) -> list[tuple[Section, Sequence[Shown]]]:
    """Return the sections of the fiche of `practice` that have something to say, each with its filled fields."""
    found = ((section, filled(practice, section.anchor)) for section in SECTIONS)
    return [(section, shown) for section, shown in found if shown]


def missing(there: Iterable[Section]) -> list[Section]:
    """Return the promised sections that are not among those `there`."""
    have = {section.anchor for section in there}
    return [section for section in SECTIONS if section.promised and section.anchor not in have]
