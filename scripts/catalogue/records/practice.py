"""What a practice is: its fields, with the titles, help, limits and examples that contributors read."""

from pydantic import (
    Field,
)

from catalogue.records.values import (
    Annee,
    Ident,
    Jour,
    Mecanisme,
    Mention,
    Minutes,
    Modele,
    Nature,
    Nom,
    Nombre,
    OuiNon,
    Phrase,
    Prose,
    RefFrein,
    RefLevier,
    RefOrganisation,
    RefPays,
    RefPratique,
    RefPublic,
    RefRegion,
    RefSecteur,
    RefSource,
    Resume,
    Statut,
    Titre,
    TypeMarche,
)


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
    national: OuiNon = Field(False, title="National", description="La pratique vaut dans toute la France.")
    pays: RefPays | None = Field(
        None, title="Pays", description="Seulement hors de France : le code du pays, en deux lettres (DE, ES…)."
    )


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
        max_length=4,
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
    inspiree_de: tuple[RefPratique, ...] = Field(
        (),
        max_length=10,
        title="Inspirée de",
        description="Les pratiques que celle-ci reprend ailleurs.",
        examples=[["atout-mixite"]],
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
