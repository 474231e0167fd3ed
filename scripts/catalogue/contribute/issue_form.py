"""The forge's issue form, made from the model: its questions, and the file that holds them. Pure functions."""

from dataclasses import dataclass

from catalogue.derived.sections import TICKET, fields
from catalogue.records.fields import Field, fields_of
from catalogue.records.model import Catalogue
from catalogue.records.vocabularies import VOCABULAIRES
from catalogue.text.typography import french
from catalogue.text.yaml_scalar import quoted

LABEL = "pratique"
"""The label that a reviewer puts on an issue for it to become a proposal."""

SOURCE = "Source"
REPERE = "Endroit de la source"
EDITEUR = "Éditeur de la source"
ADRESSE = "Adresse de la source"
CHIFFRES = "Chiffres"
NATURE = "Nature de l’organisation nouvelle"
REGION = "Région de l’organisation nouvelle"


@dataclass(frozen=True)
class Question:
    """One question of the form: its `titre` becomes the heading that the issue's text is cut at."""

    nom: str
    titre: str
    aide: str
    genre: str  # input, textarea, dropdown
    requis: bool = False
    choix: tuple[str, ...] = ()
    plusieurs: bool = False


def questions(catalogue: Catalogue) -> list[Question]:
    """Return the questions of the form, in order."""
    nature = next(one for one in fields_of(VOCABULAIRES["organisations"]) if one.nom == "nature")
    regions = tuple(region.nom for region in catalogue.regions.values())
    found = [_question(champ, catalogue) for _, champ in fields(TICKET)]
    figures = (
        "Un par ligne, en quatre parties séparées par « | » : le nombre, l’unité, ce qu’il compte, l’endroit de la source. "
        "Exemple : 37 | % | part des femmes parmi les bénéficiaires | page 4"
    )
    rest = [
        Question("source", SOURCE, "Le titre du document ou de la page qui décrit la pratique.", "input", requis=True),
        Question("repere", REPERE, "Page, partie, note.", "input", requis=True),
        Question("editeur", EDITEUR, "L’organisation qui publie ce document.", "input"),
        Question("adresse", ADRESSE, "Où le lire en ligne, s’il s’y trouve.", "input"),
        Question("chiffres", CHIFFRES, figures, "textarea"),
        Question(
            "nature",
            NATURE,
            "Si une organisation citée n’est pas encore dans le catalogue.",
            "dropdown",
            choix=tuple(words for _, words in nature.choix),
        ),
        Question("region", REGION, "Celle où elle agit.", "dropdown", choix=regions),
    ]
    return [*found[:4], *rest[:4], *found[4:], *rest[4:]]


def _question(one: Field, catalogue: Catalogue) -> Question:
    help_ = one.aide
    if one.vocabulaire and one.vocabulaire != "organisations":
        entries = getattr(catalogue, one.vocabulaire)
        parents = {getattr(entry, "parent", None) for entry in entries.values()}
        names = tuple(entry.nom for name, entry in entries.items() if name not in parents)
        return Question(one.nom, one.titre, help_, "dropdown", one.requis, names, one.liste)
    if one.liste:
        return Question(one.nom, one.titre, f"{help_} Un élément par ligne.", "textarea", one.requis)
    return Question(one.nom, one.titre, help_, "input" if one.genre == "ligne" else "textarea", one.requis)


def issue_form(catalogue: Catalogue) -> str:
    """Return the forge's issue form (.github/ISSUE_TEMPLATE/pratique.yml)."""
    lines = [
        "# Fait par « catalogue issue-form » à partir du modèle : ne pas modifier à la main.",
        "name: Proposer une pratique",
        "description: Décrire une pratique avec vos mots\u202f; une personne de l’équipe en fera une fiche.",
        'title: "Pratique\u00a0: "',
        "body:",
        "  - type: markdown",
        "    attributes:",
        "      value: >-",
        "        Ce que votre source ne dit pas se laisse vide. Cette page est publique\u00a0: n’y écrivez rien de confidentiel.",
    ]
    for one in questions(catalogue):
        lines += [f"  - type: {one.genre}", f"    id: {one.nom}", "    attributes:"]
        lines += [
            f"      label: {quoted(french(one.titre), inline=False)}",
            f"      description: {quoted(french(one.aide), inline=False)}",
        ]
        if one.plusieurs:
            lines.append("      multiple: true")
        if one.choix:
            lines += ["      options:", *(f"        - {quoted(option, inline=False)}" for option in one.choix)]
        if one.requis:
            lines += ["    validations:", "      required: true"]
    return "\n".join(lines) + "\n"
