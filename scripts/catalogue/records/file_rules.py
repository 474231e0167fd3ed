"""The rules that a YAML file obeys before it is read as a record: their cards; the modules beside apply them."""

from catalogue.problems.problem import declaring

declare = declaring("Le fichier", __name__)

MAX_BYTES = 64 * 1024
MAX_LIST_BYTES = 1024 * 1024
"""What a vocabulary, or the second readings, may weigh: some four thousand entries."""
MAX_LOG_BYTES = 50 * 1024 * 1024
"""What the log of changes may weigh: past that, forges warn of a file, then refuse it."""
MAX_DEPTH = 8


ILLISIBLE = declare(
    id="fichier-illisible",
    titre="Chaque fiche est un fichier ordinaire, que l’on peut lire.",
    pourquoi="Un dossier, un lien vers un autre fichier ou un fichier protégé ne peut pas être publié.",
    faux="practices/ma-pratique.yml → ../ailleurs.yml",
    juste="practices/ma-pratique.yml",
)
TROP_GROS = declare(
    id="fichier-trop-gros",
    titre=f"Un fichier pèse au plus {MAX_BYTES // 1024} Ko, une liste {MAX_LIST_BYTES // 1024**2} Mo, le journal des changements "
    f"{MAX_LOG_BYTES // 1024**2} Mo.",
    pourquoi="Une fiche se lit en quelques minutes ; un fichier plus lourd contient autre chose qu’une pratique. Du journal, on peut "
    "effacer les lignes les plus anciennes.",
    faux="contexte: (plusieurs centaines de pages)",
    juste="contexte: L’essentiel en quelques paragraphes.",
)
VIDE = declare(
    id="fichier-vide",
    titre="Un fichier contient des rubriques.",
    pourquoi="Un fichier vide, ou qui n’est pas une suite de « rubrique: valeur », ne décrit aucune pratique.",
    faux="# à remplir",
    juste="titre: Crèches solidaires et sociales",
)
ENCODAGE = declare(
    id="encodage-utf8",
    titre="Le fichier est enregistré en UTF-8.",
    pourquoi="C’est l’encodage qui garde les accents intacts partout. Dans votre éditeur : « Enregistrer sous », UTF-8.",
    faux="titre: Cr\\xe8ches solidaires",
    juste="titre: Crèches solidaires",
)
CARACTERE = declare(
    id="caractere-interdit",
    titre="Le texte ne contient que des caractères visibles.",
    pourquoi="Un caractère de commande, invisible ou qui renverse le sens de lecture peut cacher autre chose que ce "
    "qu’on lit. Il vient souvent d’un copier-coller.",
    faux="titre: Crèches\\u200b solidaires",
    juste="titre: Crèches solidaires",
)
TABULATION = declare(
    id="tabulation",
    titre="Le décalage se fait avec des espaces, jamais avec des tabulations.",
    pourquoi="YAML refuse les tabulations, car leur largeur change d’un éditeur à l’autre.",
    faux="objectifs:\n\t- Recruter",
    juste="objectifs:\n  - Recruter",
)
FUSION = declare(
    id="fusion-inachevee",
    titre="Le fichier ne garde aucune marque de fusion.",
    pourquoi="Quand deux personnes changent les mêmes lignes, git garde les deux versions, entre des lignes qui commencent par "
    "« <<<<<<< », « ======= » et « >>>>>>> ». Pendant la fusion, « catalogue check --corriger » garde ce qui ne se contredit pas ; "
    "le reste, aucun programme ne peut le choisir : c’est à vous de dire quelle version est la bonne.",
    faux="<<<<<<< HEAD\nstatut: terminee\n=======\nstatut: en-cours\n>>>>>>> main",
    juste="statut: terminee",
)
SYNTAXE = declare(
    id="yaml-syntaxe",
    titre="Le fichier est écrit en YAML correct.",
    pourquoi="Le plus souvent : un texte contenant « : » ou commençant par un signe demande des guillemets droits, ou un "
    "décalage n’est pas aligné.",
    faux="titre: Égalité : un levier",
    juste='titre: "Égalité : un levier"',
)
ANCRE = declare(
    id="yaml-ancre",
    titre="Le fichier n’emploie ni ancre (« & ») ni renvoi (« * »).",
    pourquoi="Ces raccourcis de YAML rendent une fiche illisible et peuvent la faire enfler sans limite. Si votre texte "
    "commence par « & » ou « * », mettez-le entre guillemets droits.",
    faux="objectifs: [&a Recruter, *a]",
    juste="objectifs: [Recruter, Former]",
)
ETIQUETTE = declare(
    id="yaml-etiquette",
    titre="Le fichier n’emploie ni étiquette (« ! ») ni directive (« % »).",
    pourquoi="Chaque valeur est lue comme du texte, puis typée par le modèle. Si votre texte commence par « ! » ou « % », "
    "mettez-le entre guillemets droits.",
    faux="titre: !!str Crèches solidaires",
    juste="titre: Crèches solidaires",
)
PLUSIEURS = declare(
    id="yaml-plusieurs-documents",
    titre="Un fichier contient une seule fiche.",
    pourquoi="La ligne « --- » ouvre un deuxième document, dont le contenu serait perdu.",
    faux="titre: Première\n---\ntitre: Seconde",
    juste="titre: Première",
)
PROFONDEUR = declare(
    id="yaml-imbrication",
    titre=f"Les rubriques s’imbriquent au plus sur {MAX_DEPTH} niveaux.",
    pourquoi="Le modèle n’en demande jamais autant : une parenthèse ou un crochet de trop s’est glissé dans le fichier.",
    faux="objectifs: [[[[[[[[Recruter]]]]]]]]",
    juste="objectifs: [Recruter]",
)
DOUBLE = declare(
    id="cle-en-double",
    titre="Une rubrique n’apparaît qu’une fois au même endroit.",
    pourquoi="De deux rubriques de même nom, une seule serait lue et l’autre perdue.",
    faux="levier: ciblage-publics\nlevier: portage",
    juste="levier: ciblage-publics\nautres_leviers: [portage]",
)
CLE_COMPLEXE = declare(
    id="cle-non-textuelle",
    titre="Le nom d’une rubrique est un mot.",
    pourquoi="Une liste ou un groupe ne peut pas servir de nom de rubrique.",
    faux="? [titre, resume]\n: Crèches",
    juste="titre: Crèches solidaires",
)
