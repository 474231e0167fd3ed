"""The types of a record's values: how each text is typed, its limits, the closed lists that the model fixes."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError

from catalogue.text.typography import french


def _one_line(text: str) -> str:
    if "\n" in text:
        raise PydanticCustomError("texte-sur-une-ligne", "doit tenir sur une seule ligne")
    return text


NUMBER_PATTERN = r"-?[0-9]{1,12}([.,][0-9]{1,4})?"


def _number(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(NUMBER_PATTERN, value):
            raise PydanticCustomError("nombre-invalide", "doit être un nombre écrit en chiffres")
        return Decimal(value.replace(",", "."))
    return value


def _whole_number(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,9}", value):
        raise PydanticCustomError("nombre-invalide", "doit être un nombre entier écrit en chiffres")
    return value


def _yes_no(value: object) -> object:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise PydanticCustomError("oui-non", "doit être « true » ou « false »")
        return value == "true"
    return value


def _date(value: object) -> object:
    if isinstance(value, str):
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("date-invalide", "doit être une date qui existe, année-mois-jour") from None
    return value


def _partial_date(text: str) -> str:
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        _date(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
        return text
    raise PydanticCustomError("date-partielle", "doit être une année, un mois ou un jour : 2021, 2021-06, 2021-06-30")


def web_address(text: str) -> str:
    """Return `text` when it is a plain http(s) address with an ASCII host; else raise (rule `adresse-http`).

    Non-ASCII hosts are refused because look-alike letters can imitate another site's name (Unicode TR 39); an
    international name can be written in its `xn--` form.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    labels = re.fullmatch(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", host)
    odd = re.search(r"[\s<>\"'\\^`{|}]", text) or "@" in parts.netloc or port == 0
    if parts.scheme not in ("http", "https") or not labels or odd:
        raise PydanticCustomError("adresse-http", "doit être une adresse complète, en http:// ou https://")
    return text


@dataclass(frozen=True)
class Reference:
    """Marks a field whose value is the id of an entry of the vocabulary `vers`, or of a practice ("pratiques")."""

    vers: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the JSON schema of the field with the vocabulary named, for the schemas to list its entries."""
        return {**handler(schema), "x-vocabulaire": self.vers}


class Markdown:
    """Marks a text that may hold paragraphs, lists, emphasis and links (see prose.py)."""


ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

_ONE_LINE = AfterValidator(_one_line)
_FRENCH = AfterValidator(french)

Ident = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=64)]
Nommee = Annotated[str, StringConstraints(max_length=64)]  # what a reference holds; a rule says whether it exists
Titre = Annotated[str, StringConstraints(min_length=5, max_length=80), _ONE_LINE, _FRENCH]
Resume = Annotated[str, StringConstraints(min_length=40, max_length=280), _ONE_LINE, _FRENCH]
Nom = Annotated[str, StringConstraints(min_length=2, max_length=120), _ONE_LINE, _FRENCH]
Mention = Annotated[str, StringConstraints(min_length=1, max_length=120), _ONE_LINE, _FRENCH]
Phrase = Annotated[str, StringConstraints(min_length=3, max_length=600), _ONE_LINE, _FRENCH]
Prose = Annotated[str, StringConstraints(min_length=3, max_length=6000), _FRENCH, Markdown()]
Nombre = Annotated[
    Decimal, BeforeValidator(_number), WithJsonSchema({"type": ["number", "string"], "pattern": f"^{NUMBER_PATTERN}$"})
]
Annee = Annotated[int, Field(ge=1900, le=2100), BeforeValidator(_whole_number)]
Minutes = Annotated[int, Field(ge=1, le=600), BeforeValidator(_whole_number)]
OuiNon = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"type": "boolean"})]
Jour = Annotated[date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
PageDuSite = Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]+/)+$", max_length=200)]
JourPartiel = Annotated[str, AfterValidator(_partial_date)]
Adresse = Annotated[str, StringConstraints(max_length=500), AfterValidator(web_address)]

RefLevier = Annotated[Nommee, Reference("leviers")]
RefOrganisation = Annotated[Nommee, Reference("organisations")]
RefSource = Annotated[Nommee, Reference("sources")]
RefPublic = Annotated[Nommee, Reference("publics")]
RefFrein = Annotated[Nommee, Reference("freins")]
RefSecteur = Annotated[Nommee, Reference("secteurs")]
RefRegion = Annotated[Nommee, Reference("regions")]
RefPays = Annotated[Nommee, Reference("pays")]
RefPratique = Annotated[Nommee, Reference("pratiques")]
RefSynonymes = Annotated[Nommee, Reference("synonymes")]


class Choix(StrEnum):
    """A closed list of values, each with the words that readers see."""

    libelle: str

    def __new__(cls, value: str, libelle: str) -> Self:
        """Return the member of value `value`, shown as `libelle`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.libelle = libelle
        return member


class Nature(Choix):
    """What a figure is worth as evidence."""

    MESURE = "mesure", "mesuré par un suivi"
    DECLARE = "declare", "déclaré, sans méthode connue"
    PONDERATION = "ponderation", "pondération dans le marché"
    CONTEXTE = "contexte", "élément de contexte"
    OBJECTIF = "objectif", "objectif visé, pas un résultat"
    SEUIL = "seuil", "seuil d’une règle, pas un résultat"


class Statut(Choix):
    """Where a practice stands."""

    EN_COURS = "en-cours", "En cours"
    EXPERIMENTATION = "experimentation", "Expérimentation"
    TERMINEE = "terminee", "Terminée"
    NON_PRECISE = "non-precise", "Non précisé par la source"


class TypeMarche(Choix):
    """What a public contract buys."""

    SERVICES = "services", "Services"
    TRAVAUX = "travaux", "Travaux"
    FOURNITURES = "fournitures", "Fournitures"


class Mecanisme(Choix):
    """How a contract takes equality into account."""

    CLAUSE = "clause-sociale-insertion", "Clause sociale d’insertion"
    CRITERE = "critere-attribution", "Critère d’attribution"
    CONDITION = "condition-execution", "Condition d’exécution"
    RESERVE = "marche-reserve", "Marché réservé"


class Lecture(Choix):
    """How much of a source was read to write the records."""

    INTEGRALE = "integrale", "Lue en entier"
    EXTRAIT = "extrait", "Lue en partie"
    CITEE = "citee", "Citée par une autre source, non lue"


class Langue(Choix):
    """The language of a source, by its ISO 639-1 code."""

    FR = "fr", "français"
    DE = "de", "allemand"
    EN = "en", "anglais"
    CA = "ca", "catalan"
    DA = "da", "danois"
    ES = "es", "espagnol"
    EU = "eu", "basque"
    FI = "fi", "finnois"
    EL = "el", "grec"
    IS = "is", "islandais"
    IT = "it", "italien"
    NL = "nl", "néerlandais"
    NB = "nb", "norvégien"
    PL = "pl", "polonais"
    PT = "pt", "portugais"
    SV = "sv", "suédois"
    CS = "cs", "tchèque"


class NatureOrganisation(Choix):
    """What kind of organisation carries a practice."""

    ETAT = "etat", "Service de l’État"
    COLLECTIVITE = "collectivite", "Collectivité ou groupement de collectivités"
    STRUCTURE = "structure-emploi-insertion", "Structure de l’emploi et de l’insertion"
    RESEAU = "reseau", "Réseau"
    ASSOCIATION = "association", "Association"
    ENTREPRISE = "entreprise", "Entreprise"
    ORDRE = "ordre-professionnel", "Ordre professionnel"
    RESSOURCE = "organisme-ressource", "Organisme ressource"
    GIP = "groupement-interet-public", "Groupement d’intérêt public"
    PUBLIC = "etablissement-public", "Établissement public"
    AUTORITE = "autorite-independante", "Autorité ou organisme de contrôle indépendant"
    INTERNATIONALE = "organisation-internationale", "Organisation internationale ou européenne"
    FORMATION = "etablissement-formation", "Établissement d’enseignement ou de formation"
    MEDIA = "media", "Média"


class Modele(BaseModel):
    """What all models share: frozen, no unknown key, spaces at both ends dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
