"""What is published as JSON beside the records: the models of the files, from which their schemas and their page are made.

What records set is described in model.py; here is what the site adds, and how the files are laid out.
"""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from catalogue.derived.evidence import Preuve
from catalogue.records.practice import Pratique
from catalogue.records.values import (
    Choix,
    Langue,
    Lecture,
    Mecanisme,
    Modele,
    Nature,
    NatureOrganisation,
    Statut,
    TypeMarche,
)

VERSION = "1.1.0"
"""The version of the formats: a new major one may take away or change, a new minor one only adds."""

CHOIX: Mapping[str, type[Choix]] = {
    "nature": Nature,
    "statut": Statut,
    "type": TypeMarche,
    "mecanismes": Mecanisme,
    "nature-organisation": NatureOrganisation,
    "lecture": Lecture,
    "langue": Langue,
    "preuve": Preuve,
}
"""The closed lists of the model, by the name under which they are published."""


class Nomme(Modele):
    """Un identifiant, et le nom qu’il désigne."""

    id: str = Field(title="Identifiant", description="La clé de l’entrée dans les vocabulaires.")
    nom: str = Field(title="Nom", description="Ce que lisent les lecteur·rices.")


class Lie(Nomme):
    """Un identifiant, le nom qu’il désigne et sa page."""

    adresse: str = Field(title="Adresse", description="L’adresse de sa page sur le site.")


class PreuveCalculee(Modele):
    """Le niveau de preuve, tiré de la nature des chiffres."""

    id: str = Field(title="Niveau", description="« mesuree », « declaree » ou « non-chiffree ».")
    libelle: str = Field(title="Libellé", description="Le niveau, en mots.")
    raison: str = Field(title="Raison", description="Pourquoi la pratique est à ce niveau.")


class LieuCalcule(Modele):
    """Le lieu : le territoire écrit dans la fiche ou, sinon, celui des organisations porteuses."""

    nom: str | None = Field(None, title="Nom", description="Le nom usuel, si la fiche en donne un.")
    regions: tuple[Lie, ...] = Field((), title="Régions", description="Les régions concernées.")
    national: bool = Field(False, title="National", description="Vrai si la pratique vaut dans toute la France.")
    pays: tuple[Nomme, ...] = Field(
        (), title="Autres pays", description="Ceux où la pratique a lieu, quand ce n’est pas en France."
    )
    en_clair: str | None = Field(None, title="En clair", description="Le lieu, tel que les pages l’écrivent.")


class SourceResolue(Modele):
    """Une source de la pratique, décrite."""

    id: str = Field(title="Identifiant", description="La clé de la source dans les vocabulaires.")
    titre: str = Field(title="Titre", description="Le titre du document ou de la page.")
    editeur: str = Field(title="Éditeur", description="Le nom de l’organisation qui le publie.")
    date: str | None = Field(None, title="Date", description="Une année, un mois ou un jour.")
    adresse: str | None = Field(None, title="Adresse", description="Où le lire en ligne.")


class Calcule(Modele):
    """Ce que le site ajoute à la fiche : ses adresses, ce qu’il en déduit, les noms des identifiants."""

    adresse: str = Field(title="Adresse", description="L’adresse de la fiche.")
    donnees: str = Field(title="Données", description="L’adresse de la fiche en JSON, seule.")
    preuve: PreuveCalculee = Field(title="Preuve", description="Le niveau de preuve.")
    lieu: LieuCalcule = Field(title="Lieu", description="Où la pratique a lieu.")
    leviers: tuple[Lie, ...] = Field(
        title="Leviers", description="Le levier principal, puis ceux dont il fait partie, du plus proche au plus large."
    )
    autres_leviers: tuple[Lie, ...] = Field((), title="Autres leviers", description="Ceux qu’elle actionne aussi.")
    porteurs: tuple[Lie, ...] = Field(title="Porteurs", description="Les organisations qui la portent.")
    partenaires: tuple[Lie, ...] = Field((), title="Partenaires", description="Les organisations associées.")
    publics: tuple[Nomme, ...] = Field((), title="Publics", description="À qui elle s’adresse.")
    freins: tuple[Nomme, ...] = Field((), title="Freins", description="Les obstacles qu’elle vise.")
    secteurs: tuple[Nomme, ...] = Field((), title="Secteurs", description="Les secteurs d’activité concernés.")
    reprise_par: tuple[Lie, ...] = Field((), title="Reprise par", description="Les pratiques qui disent s’en inspirer.")
    sources: tuple[SourceResolue, ...] = Field(title="Sources", description="Ses sources, décrites une fois chacune.")


class Licence(Modele):
    """Les conditions de réutilisation."""

    nom: str = Field(title="Nom", description="Le nom de la licence.")
    adresse: str = Field(title="Adresse", description="Son texte.")


class Entete(Modele):
    """Ce qui ouvre chaque fichier."""

    version: str = Field(
        pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$",
        title="Version",
        description="La version du format : majeure.mineure.correctif.",
    )
    nom: str = Field(title="Nom", description="Le nom du catalogue.")
    site: str = Field(title="Site", description="L’adresse du site.")
    langue: str = Field(title="Langue", description="La langue des textes.")
    licence: Licence = Field(title="Licence", description="Les conditions de réutilisation.")
    mis_a_jour: date | None = Field(
        None, title="Mis à jour", description="La date de vérification la plus récente parmi les fiches."
    )


class PratiquePubliee(Pratique):
    """Une pratique : ce que dit la fiche, et sous « calcule » ce que le site y ajoute."""

    calcule: Calcule = Field(title="Calculé", description="Ce que le site ajoute à la fiche.")


class CataloguePublie(Entete):
    """Le catalogue entier."""

    pratiques: tuple[PratiquePubliee, ...] = Field(
        title="Pratiques", description="Toutes les pratiques, par ordre d’identifiant."
    )


class ChoixPublie(Modele):
    """Une valeur d’une liste fermée, et les mots qui la disent."""

    id: str = Field(title="Valeur", description="Ce que portent les fiches.")
    libelle: str = Field(title="Libellé", description="Ce que lisent les lecteur·rices.")
