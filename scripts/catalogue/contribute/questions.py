"""What `catalogue new` asks, at a terminal or by the options of the command."""

QUESTIONS = {
    "titre": "Le titre de la pratique, de 5 à 80 caractères",
    "resume": "Qui fait quoi, pour qui, en une ou deux phrases (de 40 à 280 caractères)",
    "levier": "Le levier, par son numéro ou son nom",
    "porteurs": "Les organisations qui la portent, séparées par des points-virgules",
    "source": "Le document qui la décrit",
    "repere": "L’endroit du document : page, partie, note",
    "editeur": "Le catalogue ne connaît pas ce document. L’organisation qui le publie",
    "nature": "Le catalogue ne connaît pas toutes ces organisations. Ce que sont les nouvelles, par le numéro ou le nom",
}
"""What `catalogue new` asks, in order, by the name of its option; the last two only of what the catalogue lacks."""
