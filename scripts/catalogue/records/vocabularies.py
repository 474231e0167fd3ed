"""What the entries of each vocabulary are, and which vocabularies there are."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from catalogue.records.practice import Chiffre
from catalogue.records.values import (
    Adresse,
    Ident,
    Jour,
    JourPartiel,
    Langue,
    Lecture,
    Mention,
    Modele,
    NatureOrganisation,
    Nom,
    OuiNon,
    PageDuSite,
    Phrase,
    Prose,
    RefLevier,
    RefOrganisation,
    RefPays,
    RefPratique,
    RefRegion,
    RefSource,
    RefSynonymes,
)


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
    pays: RefPays | None = Field(
        None, title="Pays", description="Seulement hors de France : le code du pays, en deux lettres (DE, ES…)."
    )
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
    lecture: Lecture | None = Field(
        None, title="Lecture", description="Ce qui en a été lu pour écrire les fiches.", examples=["extrait"]
    )
    consulte_le: Jour | None = Field(
        None, title="Consultée le", description="Le jour où elle a été lue.", examples=["2026-11-28"]
    )
    langue: Langue = Field(Langue.FR, title="Langue", description="Celle du document.", examples=["de"])
    reprend: RefSource | None = Field(
        None,
        title="Reprend",
        description="La source d’origine, quand celle-ci ne fait que la reprendre.",
        examples=["maximilien-diversification"],
    )
    ecart: Phrase | None = Field(
        None,
        title="Écart",
        description="Ce qu’elle dit autrement qu’une autre source, laquelle le catalogue suit, et pourquoi.",
        examples=["Elle date l’action de 2019, une autre de 2018 : le catalogue suit la structure qui la porte."],
    )

    @property
    def lue(self) -> Lecture | None:
        """How much of it was read, as it says itself; else, of one that is known from another, nothing; else None: nobody said."""
        return self.lecture or (Lecture.CITEE if self.citee_par else None)


class Region(Entree):
    """Une région française ; son identifiant est le code du Code officiel géographique de l’INSEE."""

    nom: Nom = Field(title="Nom", description="Le nom officiel.", examples=["Normandie"])


class Pays(Entree):
    """Un pays ; son identifiant est son code ISO 3166-1, en deux lettres."""

    id: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")] = Field(
        title="Identifiant", description="Le code du pays, en deux capitales."
    )
    nom: Nom = Field(title="Nom", description="Le nom usuel.", examples=["Allemagne"])


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
    "pays": Pays,
    "chiffres-cles": ChiffreCle,
    "synonymes": Synonymes,
    "retraits": Retrait,
}
"""Every vocabulary file of practices/vocabulaires/, by its stem, and what an entry of it is."""

FACULTATIFS = ("pays", "retraits")
"""The vocabularies that may have no entry, hence no file."""

IN_ORDER = ("organisations", "sources", "publics", "freins", "secteurs", "retraits")
"""The vocabularies whose entries stand in the order of the alphabet, so that two branches seldom add at one place (see ADR 25). That
of the others means something: what the site shows first, the regions' codes, themes.
"""

FRANCE = "FR"
"""The code of the country in which a practice or an organisation is, unless it says another."""

NOUVEAU = "nouveau"
"""The key under which a record brings the entries that it needs and that the vocabularies lack (see ADR 0006)."""

APPORTS = ("organisations", "sources")
"""The vocabularies to which a record may bring entries."""
