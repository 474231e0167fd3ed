"""What a practice is, and the vocabularies it draws on: the one schema. Frozen models, no I/O.

Every value arrives as text (see load.py) and is typed here. The titles, descriptions, limits and examples of the fields
are what contributors read, in their editor as on the site. A custom error carries the id of a rule of shape.py.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Self, Union, get_args, get_origin
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
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError

from catalogue.text.typography import french

# --- Types of values ---------------------------------------------------------------------------------------------


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
    raise PydanticCustomError("date-invalide", "doit être une année, un mois ou un jour : 2021, 2021-06, 2021-06-30")


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


# --- A record ----------------------------------------------------------------------------------------------------


class Modele(BaseModel):
    """What all models share: frozen, no unknown key, spaces at both ends dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Chiffre(Modele):
    """Un chiffre, ce qu’il compte, et l’endroit de la source où il se lit."""

    valeur: Nombre = Field(title="Valeur", description="Le nombre seul, sans unité.", examples=[37])
    unite: Mention | None = Field(
        None, title="Unité", description="« % », « femmes », « entreprises »…", examples=["%"]
    )
    nuance: Mention | None = Field(
        None,
        title="Nuance",
        description="Les mots de la source devant le nombre : « près de », « plus de »…",
        examples=["près de"],
    )
    libelle: Phrase = Field(
        title="Libellé", description="Ce que le nombre compte.", examples=["part des femmes parmi les bénéficiaires"]
    )
    nature: Nature = Field(title="Nature", description="Ce que vaut le chiffre comme preuve.", examples=["mesure"])
    periode: Mention | None = Field(
        None, title="Période", description="Quand, ou sur quelle durée.", examples=["après une année d’exécution"]
    )
    base: Mention | None = Field(
        None,
        title="Base",
        description="Sur quel ensemble. Un pourcentage qui a une base est dessiné comme une part de cet ensemble.",
        examples=["publics bénéficiaires de la clause"],
    )
    inclus_dans: Phrase | None = Field(
        None,
        title="Inclus dans",
        description="Le libellé d’un autre chiffre de la fiche, dont celui-ci est une partie : un sous-critère dans son critère.",
        examples=["poids du critère d’insertion"],
    )
    source: RefSource = Field(
        title="Source",
        description="Une des sources de la pratique.",
        examples=["maximilien-diversification"],
    )
    repere: Mention = Field(title="Repère", description="L’endroit de la source : page, partie, note.", examples=["A"])


class SourceCitee(Modele):
    """Une source de la pratique, et l’endroit où la lire."""

    id: RefSource = Field(
        title="Source", description="Le document ou la page.", examples=["maximilien-diversification"]
    )
    repere: Mention = Field(
        title="Repère", description="L’endroit de la source : page, partie, note.", examples=["B.2"]
    )


class Territoire(Modele):
    """Où la pratique a lieu, quand ce n’est pas le territoire de l’organisation porteuse."""

    nom: Mention | None = Field(None, title="Nom", description="Le nom usuel du lieu.", examples=["Cotentin"])
    regions: tuple[RefRegion, ...] = Field(
        (), max_length=18, title="Régions", description="Une ou plusieurs.", examples=[["28"]]
    )
    national: OuiNon = Field(False, title="National", description="La pratique vaut dans tout le pays.")


class Contrat(Modele):
    """Ce que prévoit le contrat public, pour une pratique du levier « dans le cadre du contrat public »."""

    objet: Phrase = Field(title="Objet", description="Ce que le contrat achète.", examples=["collecte de déchets"])
    acheteur: RefOrganisation = Field(
        title="Acheteur", description="L’organisation qui achète.", examples=["metropole-lyon"]
    )
    facilitateur: RefOrganisation | None = Field(
        None,
        title="Structure facilitatrice",
        description="L’organisation qui accompagne l’acheteur.",
        examples=["mmie-lyon"],
    )
    type: TypeMarche | None = Field(
        None, title="Type de marché", description="Ce que le marché achète.", examples=["services"]
    )
    mecanismes: tuple[Mecanisme, ...] = Field(
        (),
        max_length=3,
        title="Mécanismes",
        description="Comment l’égalité y est prise en compte.",
        examples=[["clause-sociale-insertion"]],
    )


class Distinction(Modele):
    """Un prix ou un label reçu par la pratique."""

    titre: Nom = Field(title="Titre", description="Le nom du prix.", examples=["Prix « or », catégorie « égalité »"])
    organisme: Nom = Field(title="Organisme", description="Qui l’a remis.", examples=["Village des initiatives FSE"])
    annee: Annee = Field(title="Année", description="L’année de remise.", examples=[2023])
    precision: Phrase | None = Field(
        None,
        title="Précision",
        description="Lieu, dates, circonstances.",
        examples=["Village FSE 2023, 16-17 mars 2023."],
    )
    source: RefSource = Field(
        title="Source", description="Une des sources de la pratique.", examples=["maximilien-diversification"]
    )
    repere: Mention = Field(title="Repère", description="L’endroit de la source.", examples=["Note 4"])


class Formation(Modele):
    """De quoi travailler la pratique en séance."""

    objectifs: tuple[Phrase, ...] = Field(
        (),
        max_length=10,
        title="Objectifs pédagogiques",
        description="Ce que les participant·es sauront faire.",
        examples=[["Repérer les freins qui pèsent sur l’accès à l’emploi."]],
    )
    questions: tuple[Phrase, ...] = Field(
        (),
        max_length=10,
        title="Questions à débattre",
        description="De quoi lancer la discussion.",
        examples=[["Qui, sur votre territoire, pourrait porter la même action ?"]],
    )
    activite: Prose | None = Field(
        None,
        title="Activité",
        description="Un exercice à faire en groupe.",
        examples=["En petits groupes, relevez les freins cités, puis classez-les."],
    )
    duree_minutes: Minutes | None = Field(
        None, title="Durée en minutes", description="Pour toute la fiche : échanges et activité.", examples=[20]
    )


class Pratique(Modele):
    """Une pratique : un fichier, une fiche."""

    id: Ident = Field(title="Identifiant", description="Le nom du fichier, sans « .yml ».")
    titre: Titre = Field(
        title="Titre", description="De 5 à 80 caractères.", examples=["Crèches solidaires et sociales"]
    )
    resume: Resume = Field(
        title="Résumé",
        description="Qui fait quoi, pour qui, en une ou deux phrases : de 40 à 280 caractères, sans mise en forme.",
        examples=["Des places en crèche réservées aux parents accompagnés vers l’emploi ou la formation."],
    )
    levier: RefLevier = Field(title="Levier", description="Le levier principal.", examples=["freins-peripheriques"])
    autres_leviers: tuple[RefLevier, ...] = Field(
        (),
        max_length=5,
        title="Autres leviers",
        description="Les leviers que la pratique actionne aussi.",
        examples=[["sensibilisation-metiers"]],
    )
    programme: RefPratique | None = Field(
        None,
        title="Programme",
        description="La pratique dont celle-ci fait partie.",
        examples=["diversite-richesse-entreprise"],
    )
    porteurs: tuple[RefOrganisation, ...] = Field(
        min_length=1,
        max_length=20,
        title="Porteurs",
        description="Les organisations qui portent la pratique.",
        examples=[["mef-cotentin"]],
    )
    partenaires: tuple[RefOrganisation, ...] = Field(
        (),
        max_length=50,
        title="Partenaires",
        description="Les organisations associées.",
        examples=[["metropole-lyon"]],
    )
    territoire: Territoire | None = Field(
        None, title="Territoire", description="Seulement s’il diffère de celui du porteur."
    )
    publics: tuple[RefPublic, ...] = Field(
        (),
        max_length=20,
        title="Publics",
        description="À qui la pratique s’adresse.",
        examples=[["parents"]],
    )
    freins: tuple[RefFrein, ...] = Field(
        (),
        max_length=20,
        title="Freins",
        description="Les obstacles qu’elle vise.",
        examples=[["conciliation-des-temps"]],
    )
    secteurs: tuple[RefSecteur, ...] = Field(
        (),
        max_length=20,
        title="Secteurs",
        description="Les secteurs d’activité concernés.",
        examples=[["batiment"]],
    )
    contexte: Prose | None = Field(
        None,
        title="Contexte",
        description="Pourquoi la pratique est née : paragraphes, listes, emphase et liens, rien d’autre.",
        examples=["Les horaires du chantier ne laissent pas le temps de chercher un mode de garde."],
    )
    objectifs: tuple[Phrase, ...] = Field(
        (),
        max_length=20,
        title="Objectifs",
        description="Ce qu’elle cherche à obtenir.",
        examples=[["Sécuriser l’accès des parents à un emploi ou à une formation."]],
    )
    mise_en_oeuvre: tuple[Phrase, ...] = Field(
        (),
        max_length=30,
        title="Mise en œuvre",
        description="Les étapes, dans l’ordre.",
        examples=[["Repérer les parents qui cherchent un mode de garde.", "Réserver des places en crèche."]],
    )
    contrat: Contrat | None = Field(
        None, title="Contrat", description="Seulement sous le levier « dans le cadre du contrat public »."
    )
    chiffres: tuple[Chiffre, ...] = Field(
        (), max_length=30, title="Chiffres", description="Chaque chiffre, avec sa source et l’endroit où il s’y lit."
    )
    conditions_de_reussite: tuple[Phrase, ...] = Field(
        (),
        max_length=20,
        title="Conditions de réussite",
        description="Ce qui a permis que cela marche.",
        examples=[["Un accord avec les crèches du quartier."]],
    )
    points_de_vigilance: tuple[Phrase, ...] = Field(
        (),
        max_length=20,
        title="Points de vigilance",
        description="Ce à quoi il faut prendre garde.",
        examples=[["Les horaires atypiques demandent un accueil plus tôt."]],
    )
    limites: tuple[Phrase, ...] = Field(
        (),
        max_length=20,
        title="Limites",
        description="Ce qu’on ne sait pas, ou que la source dit de deux façons.",
        examples=[["La source ne dit pas combien de places sont réservées."]],
    )
    distinctions: tuple[Distinction, ...] = Field(
        (), max_length=20, title="Distinctions", description="Les prix et labels reçus par la pratique."
    )
    pratiques_liees: tuple[RefPratique, ...] = Field(
        (),
        max_length=20,
        title="Pratiques liées",
        description="D’autres pratiques à lire avec celle-ci.",
        examples=[["nego-training"]],
    )
    formation: Formation | None = Field(
        None, title="Formation", description="De quoi travailler la pratique en séance."
    )
    statut: Statut = Field(
        Statut.NON_PRECISE, title="Statut", description="Où en est la pratique.", examples=["en-cours"]
    )
    sources: tuple[SourceCitee, ...] = Field(
        min_length=1, max_length=20, title="Sources", description="D’où viennent les faits de la fiche."
    )
    verifie_le: Jour = Field(
        title="Vérifié le",
        description="Le jour où la fiche a été relue face à ses sources.",
        examples=["2026-11-23"],
    )
    mots_cles: tuple[Mention, ...] = Field(
        (),
        max_length=20,
        title="Mots-clés",
        description="Les mots de tous les jours que le titre ne contient pas.",
        examples=[["garde d’enfants", "nounou"]],
    )
    alias: tuple[Ident, ...] = Field(
        (),
        max_length=20,
        title="Anciens identifiants",
        description="Leurs adresses mènent encore à la fiche.",
        examples=[["mon-ancien-nom"]],
    )


Pattern = tuple[str, ...]
"""Where values of one kind stand in a record: ("chiffres", "*", "valeur")."""


@dataclass(frozen=True)
class Leaf:
    """A value that is not itself made of values: its type, the vocabulary it refers to, whether it may hold Markdown."""

    type: type
    reference: str | None
    markdown: bool

    @property
    def is_text(self) -> bool:
        """Whether contributors write it in their own words."""
        return self.type is str and self.reference is None


def leaves(model: type[BaseModel]) -> dict[Pattern, Leaf]:
    """Return every leaf of `model` by its pattern: what rules, schema and exports need to know of the fields."""
    found: dict[Pattern, Leaf] = {}

    def walk(annotation: Any, marks: tuple[Any, ...], pattern: Pattern) -> None:
        arguments = get_args(annotation)
        if get_origin(annotation) is Annotated:
            walk(arguments[0], (*marks, *arguments[1:]), pattern)
        elif get_origin(annotation) in (Union, UnionType):
            walk(next(a for a in arguments if a is not NoneType), marks, pattern)
        elif get_origin(annotation) is tuple:
            walk(arguments[0], (), (*pattern, "*"))
        elif issubclass(annotation, BaseModel):
            for name, field in annotation.model_fields.items():
                walk(field.annotation, tuple(field.metadata), (*pattern, name))
        else:
            reference = next((mark.vers for mark in marks if isinstance(mark, Reference)), None)
            found[pattern] = Leaf(annotation, reference, any(isinstance(mark, Markdown) for mark in marks))

    walk(model, (), ())
    return found


def reference_of(field: FieldInfo) -> str | None:
    """Return the vocabulary (or "pratiques") whose ids `field` holds, one or several; None when it holds none."""

    def find(annotation: Any, marks: tuple[Any, ...]) -> str | None:
        if mark := next((mark for mark in marks if isinstance(mark, Reference)), None):
            return mark.vers
        arguments = get_args(annotation)
        if get_origin(annotation) is Annotated:
            return find(arguments[0], arguments[1:])
        return next((found for inner in arguments if (found := find(inner, ()))), None)

    return find(field.annotation, tuple(field.metadata))


# --- Vocabularies ------------------------------------------------------------------------------------------------


class Entree(Modele):
    """What all entries of vocabularies share: an id, which is their key in the file."""

    id: Ident = Field(title="Identifiant", description="La clé de l’entrée dans son fichier.")


class Terme(Entree):
    """Un terme d’une liste fermée."""

    nom: Nom = Field(title="Nom", description="Ce que lisent les lecteur·rices.", examples=["Parents"])
    definition: Phrase | None = Field(
        None,
        title="Définition",
        description="Ce que le terme recouvre, s’il ne se comprend pas seul.",
        examples=["RSA signifie revenu de solidarité active."],
    )


class Levier(Entree):
    """Un levier : une façon d’agir, qui regroupe des pratiques."""

    nom: Nom = Field(title="Nom", description="À l’infinitif, ou un nom.", examples=["Lever les freins périphériques"])
    parent: RefLevier | None = Field(
        None, title="Levier parent", description="La famille dont il fait partie.", examples=["hors-contrat"]
    )
    resume: Phrase = Field(
        title="Résumé", description="Qui agit, et comment.", examples=["Rendre possible l’accès à l’emploi."]
    )
    introduction: Prose = Field(
        title="Introduction", description="Le texte de sa page.", examples=["Ce levier revient à l’acheteur."]
    )
    page: PageDuSite | None = Field(
        None, title="Page", description="La page de méthode qui en parle.", examples=["methode/portage/"]
    )


class Organisation(Entree):
    """Une organisation qui porte, accompagne ou publie."""

    nom: Nom = Field(title="Nom", description="Le nom usuel, tel que la source l’écrit.", examples=["MEF du Cotentin"])
    sigle: Mention | None = Field(None, title="Sigle", description="Sans points.", examples=["MEF"])
    developpe: Nom | None = Field(
        None,
        title="Sigle développé",
        description="Quand le nom ne le fait pas déjà.",
        examples=["Maison de l’emploi et de la formation"],
    )
    nature: NatureOrganisation = Field(
        title="Nature", description="Ce qu’elle est.", examples=["structure-emploi-insertion"]
    )
    region: RefRegion | None = Field(None, title="Région", description="Celle où elle agit.", examples=["28"])
    national: OuiNon = Field(False, title="Nationale", description="Elle agit dans tout le pays.")
    site: Adresse | None = Field(
        None,
        title="Site",
        description="Seulement si une source le donne.",
        examples=["https://www.ville-emploi.asso.fr/"],
    )


class Source(Entree):
    """Un document ou une page dont viennent des faits."""

    titre: Phrase = Field(
        title="Titre", description="Le titre du document ou de la page.", examples=["Bilan 2025 des clauses sociales"]
    )
    editeur: RefOrganisation = Field(
        title="Éditeur", description="L’organisation qui le publie.", examples=["gip-maximilien"]
    )
    date: JourPartiel | None = Field(
        None, title="Date", description="Une année, ou année-mois, ou année-mois-jour.", examples=["2021-06"]
    )
    adresse: Adresse | None = Field(
        None, title="Adresse", description="Où le lire en ligne.", examples=["https://www.ville-emploi.asso.fr/"]
    )
    note: Phrase | None = Field(
        None,
        title="Note",
        description="Ce qu’il faut savoir pour la retrouver.",
        examples=["Document transmis par son auteur."],
    )
    citee_par: RefSource | None = Field(
        None,
        title="Citée par",
        description="La source qui en parle, quand le document lui-même n’a pas été lu pour écrire les fiches.",
        examples=["maximilien-diversification"],
    )


class Region(Entree):
    """Une région française ; son identifiant est le code du Code officiel géographique de l’INSEE."""

    nom: Nom = Field(title="Nom", description="Le nom officiel.", examples=["Normandie"])


class ChiffreCle(Entree, Chiffre):
    """Un chiffre de contexte, montré sur les pages écrites à la main."""


class Synonymes(Entree):
    """Des mots et des expressions que la recherche tient pour équivalents."""

    termes: tuple[Mention, ...] = Field(
        min_length=1,
        max_length=40,
        title="Termes",
        description="Les mots et expressions équivalents.",
        examples=[["crèche", "mode de garde", "nounou"]],
    )
    voir: tuple[RefSynonymes, ...] = Field(
        (),
        max_length=10,
        title="Voir aussi",
        description="D’autres groupes à montrer aussi, un peu plus bas.",
        examples=[["batiment"]],
    )


class Retrait(Entree):
    """Une page retirée du site : à son adresse, on lit quand et pourquoi, et ce qui la remplace."""

    titre: Nom = Field(title="Titre", description="Celui que portait la page.", examples=["Un ancien dispositif"])
    le: Jour = Field(title="Retirée le", description="Le jour du retrait.", examples=["2026-11-23"])
    raison: Prose = Field(
        title="Raison", description="Pourquoi elle a été retirée.", examples=["Le dispositif a pris fin."]
    )
    remplacee_par: tuple[RefPratique, ...] = Field(
        (),
        max_length=10,
        title="Remplacée par",
        description="Les pratiques à lire à sa place.",
        examples=[["nego-training"]],
    )
    vers: PageDuSite | None = Field(
        None,
        title="Vers",
        description="La page du site à lire à sa place, si ce n’est pas celle d’une pratique.",
        examples=["organisations/mef-cotentin/"],
    )
    adresse: PageDuSite | None = Field(
        None,
        title="Adresse",
        description="L’adresse de la page retirée, si ce n’était pas celle d’une fiche.",
        examples=["organisations/ancien-nom/"],
    )

    @property
    def ou(self) -> str:
        """Where the page stands: the address that was withdrawn."""
        return self.adresse or f"pratiques/{self.id}/"

    @property
    def est_une_fiche(self) -> bool:
        """Whether what was withdrawn is a practice."""
        return self.ou == f"pratiques/{self.id}/"


VOCABULAIRES: Mapping[str, type[Entree]] = {
    "leviers": Levier,
    "organisations": Organisation,
    "sources": Source,
    "publics": Terme,
    "freins": Terme,
    "secteurs": Terme,
    "regions": Region,
    "chiffres-cles": ChiffreCle,
    "synonymes": Synonymes,
    "retraits": Retrait,
}
"""Every vocabulary file of practices/vocabulaires/, by its stem, and what an entry of it is."""

FACULTATIFS = ("retraits",)
"""The vocabularies that may have no entry, hence no file."""


NOUVEAU = "nouveau"
"""The key under which a record brings the entries that it needs and that the vocabularies lack (see ADR 0006)."""

APPORTS = ("organisations", "sources")
"""The vocabularies to which a record may bring entries."""


@dataclass(frozen=True)
class Catalogue:
    """All that has been checked and is to be shown: each kind by id, practices sorted by id, the rest in file order."""

    pratiques: Mapping[str, Pratique]
    leviers: Mapping[str, Levier]
    organisations: Mapping[str, Organisation]
    sources: Mapping[str, Source]
    publics: Mapping[str, Terme]
    freins: Mapping[str, Terme]
    secteurs: Mapping[str, Terme]
    regions: Mapping[str, Region]
    chiffres_cles: Mapping[str, ChiffreCle]
    synonymes: Mapping[str, Synonymes]
    retraits: Mapping[str, Retrait] = field(default_factory=dict)
    apports: Mapping[str, Mapping[str, Mapping[str, Entree]]] = field(default_factory=dict)
    """What each practice brings, by vocabulary; these entries are among the others too."""
