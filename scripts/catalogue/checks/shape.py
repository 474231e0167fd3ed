"""What the model refuses, said in French: shape, types, limits. One rule for each kind of refusal."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from catalogue.checks.context import items
from catalogue.checks.shape_mends import (
    Expected,
    Mender,
    as_address,
    as_choice,
    as_date,
    as_group,
    as_list,
    as_slug,
    as_text,
    bounded,
    cut_short,
    digits,
    from_field,
    on_one_line,
    sure_choice,
    yes_or_no,
)
from catalogue.problems.mend import Mend
from catalogue.problems.problem import Problem, Rule, declaring, in_short, suggestion
from catalogue.records import edit
from catalogue.records.document import MAX_PROBLEMS, Document, Place
from catalogue.records.fields import Field, Known, field_at, fields_at, fields_of
from catalogue.records.vocabularies import APPORTS, Source
from catalogue.records.write import example_text
from catalogue.text.near import near
from catalogue.text.yaml_scalar import quoted

declare = declaring("Les rubriques et leurs valeurs", __name__)

CLE_INCONNUE = declare(
    id="cle-inconnue",
    titre="Chaque rubrique porte un nom que le modèle connaît.",
    pourquoi="Une rubrique mal nommée ne serait lue par personne : son contenu manquerait sur la fiche.",
    faux="porteur: [mef-cotentin]",
    juste="porteurs: [mef-cotentin]",
)
CLE_MANQUANTE = declare(
    id="cle-manquante",
    titre="Les rubriques obligatoires sont remplies.",
    pourquoi="Une fiche a toujours un titre, un résumé, un levier, un porteur, une source et une date de vérification ; "
    "un chiffre a toujours une source et un repère.",
    faux="chiffres:\n  - {valeur: 37, libelle: part des femmes, nature: mesure}",
    juste="chiffres:\n  - {valeur: 37, libelle: part des femmes, nature: mesure, source: ma-source, repere: page 2}",
    messages={"rubrique": "La rubrique obligatoire « {rubrique} » manque."},
)
VALEUR_VIDE = declare(
    id="valeur-vide",
    titre="Une rubrique écrite est une rubrique remplie.",
    pourquoi="Ce qui n’est pas connu se dit en laissant la rubrique de côté : la fiche écrira « non précisé par la source ».",
    faux="statut:",
    juste="statut: en-cours",
)
TYPE_TEXTE = declare(
    id="type-texte",
    titre="Là où un texte est attendu, on écrit un texte.",
    pourquoi="Une liste ou un groupe à cet endroit ne peut pas s’afficher.",
    faux="titre: [Crèches, solidaires]",
    juste="titre: Crèches solidaires",
)
TYPE_LISTE = declare(
    id="type-liste",
    titre="Là où plusieurs valeurs sont possibles, on écrit une liste, même pour une seule.",
    pourquoi="Les crochets ou les tirets montrent qu’on peut en ajouter d’autres.",
    faux="porteurs: mef-cotentin",
    juste="porteurs: [mef-cotentin]",
)
TYPE_GROUPE = declare(
    id="type-groupe",
    titre="Là où un groupe de rubriques est attendu, on écrit ses rubriques.",
    pourquoi="Un chiffre, une source, un territoire ou un contrat se décrit par plusieurs rubriques.",
    faux="sources: [maximilien-diversification]",
    juste='sources: [{id: maximilien-diversification, repere: "B.2"}]',
)
NOMBRE = declare(
    id="nombre-invalide",
    titre="Un nombre s’écrit en chiffres, sans unité ni espace.",
    pourquoi="L’unité a sa propre rubrique ; le site met le nombre en forme à la française.",
    faux='valeur: "37 %"',
    juste='valeur: 37\nunite: "%"',
    messages={"unite": "L’unité va dans « {unite} »."},
)
NOMBRE_BORNES = declare(
    id="nombre-hors-bornes",
    titre="Un nombre reste dans des limites vraisemblables.",
    pourquoi="Une année avant 1900 ou une séance de mille minutes est presque toujours une faute de frappe.",
    faux="annee: 203",
    juste="annee: 2023",
)
OUI_NON = declare(
    id="oui-non",
    titre="« Oui » s’écrit true, « non » s’écrit false.",
    pourquoi="Ce sont les mots que lisent tous les outils.",
    faux="national: oui",
    juste="national: true",
)
DATE = declare(
    id="date-invalide",
    titre="Une date existe et s’écrit année-mois-jour.",
    pourquoi="Cet ordre se lit de la même façon partout ; le site l’affiche à la française.",
    faux="verifie_le: 31/02/2026",
    juste="verifie_le: 2026-02-28",
)
CHOIX = declare(
    id="choix-ferme",
    titre="La valeur fait partie de la liste fermée de la rubrique.",
    pourquoi="Des mots identiques d’une fiche à l’autre permettent de filtrer et de compter.",
    faux="statut: encours",
    juste="statut: en-cours",
)
IDENTIFIANT = declare(
    id="identifiant-invalide",
    titre="Un identifiant s’écrit en minuscules sans accent, chiffres et tirets.",
    pourquoi="Il devient une adresse du site, qui doit pouvoir se dicter et ne jamais changer.",
    faux="alias: [Négo_Training]",
    juste="alias: [nego-training]",
)
TROP_COURT = declare(
    id="texte-trop-court",
    titre="Un texte est assez long pour se comprendre seul.",
    pourquoi="Le titre et le résumé sont lus sans le reste, dans la recherche et sur les cartes.",
    faux="resume: Des crèches.",
    juste="resume: Des places en crèche pour les parents accompagnés vers l’emploi ou la formation.",
)
TROP_LONG = declare(
    id="texte-trop-long",
    titre="Un texte tient dans la place qui lui est donnée.",
    pourquoi="Un titre ou un résumé trop long serait coupé sur les cartes et dans les résultats de recherche.",
    faux="titre: (plus de 80 caractères)",
    juste="titre: Crèches solidaires et sociales",
    messages={"trop": "Retirez {trop}."},
)
SUR_UNE_LIGNE = declare(
    id="texte-sur-une-ligne",
    titre="Les textes courts tiennent en un seul paragraphe.",
    pourquoi="Seuls le contexte, l’introduction et l’activité peuvent avoir plusieurs paragraphes. Pour écrire un long texte "
    "sur plusieurs lignes du fichier, employez « >- » et non « | ».",
    faux="resume: |\n  Première ligne.\n  Deuxième ligne.",
    juste="resume: >-\n  Première ligne.\n  Deuxième ligne.",
)
LISTE_LONGUE = declare(
    id="liste-trop-longue",
    titre="Une liste garde l’essentiel.",
    pourquoi="Au-delà de la limite, la fiche ne se lit plus : mieux vaut regrouper ou faire une seconde fiche.",
    faux="mots_cles: (vingt et un mots)",
    juste="mots_cles: (vingt mots au plus)",
)
ADRESSE = declare(
    id="adresse-http",
    titre="Une adresse de site commence par http:// ou https:// et mène à un nom de domaine.",
    pourquoi="Toute autre adresse pourrait ne pas s’ouvrir, ou faire autre chose que mener à une page.",
    faux="site: www.ville-emploi.asso.fr",
    juste="site: https://www.ville-emploi.asso.fr/",
)

M = TypeVar("M", bound=BaseModel)


def written(place: Place, value: str) -> str:
    """Return the YAML line that gives `value` at `place`: « levier: portage », or « - portage » in a list."""
    return f"- {value}" if place and isinstance(place[-1], int) else f"{place[-1] if place else ''}: {value}"


def validate(
    model: type[M], document: Document, data: Any, prefix: Place = (), known: Known | None = None, **extra: Any
) -> tuple[M | None, list[Problem]]:
    """Make a `model` of `data`, which stands at `prefix` in `document`, with the fields `extra` added.

    Returns the model, or None with every problem of shape, each at its place. `known` are the ids that examples may name.
    """
    problems = []
    known = known or {}
    empty = set(_empty(data, prefix))
    for place in sorted(empty, key=str)[:MAX_PROBLEMS]:
        said = f"La rubrique « {_name(place)} » est vide ; une valeur est attendue, ou pas de ligne du tout."
        field = field_at(model, place[len(prefix) :])
        if field and field.requis and isinstance(place[-1], str) and place in document.values:
            said = (
                f"La rubrique obligatoire « {_name(place)} » est vide ; une valeur est attendue. {field.aide}".strip()
            )
            how: Mend | str | None = edit.replaced(document, place, example_text(field, known))
        else:
            how = edit.removed(document, place)
        problems.append(document.problem(VALEUR_VIDE, place, said, how or "Écrivez sa valeur, ou effacez la ligne."))
    for name in extra:
        if isinstance(data, dict) and name in data:
            problems.append(_unknown_key(document, (*prefix, name), fields_of(model)))
    try:
        made = model.model_validate({**data, **extra} if isinstance(data, dict) else data)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False)[:MAX_PROBLEMS]:
            place = (*prefix, *error["loc"])
            # A list whose items are wrong is "too short" as well: one fault is told once.
            if error["type"] != "too_short" and not any(place[: len(p)] == p for p in empty):
                problems.append(_problem(document, place, error, model, len(prefix), known))
        return None, problems
    return (None if problems else made), problems


def _empty(data: Any, place: Place) -> Iterator[Place]:
    if data in ("", [], {}):
        yield place
    elif isinstance(data, (dict, list)):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _empty(value, (*place, key))


def _name(place: Place) -> str:
    return str(next((step for step in reversed(place) if isinstance(step, str)), ""))


def _problem(
    document: Document, place: Place, error: ErrorDetails, model: type[BaseModel], depth: int, known: Known
) -> Problem:
    kind, context, value = error["type"], error.get("ctx") or {}, error["input"]
    wanted, siblings = Expected(field_at(model, place[depth:]), known), fields_at(model, place[depth:-1])
    if kind == "missing":
        key = str(place[-1])
        said = CLE_MANQUANTE.says("rubrique", rubrique=key)
        if wanted.champ and wanted.champ.aide:
            said += f" Elle est attendue ici : {wanted.champ.aide[:1].lower()}{wanted.champ.aide[1:]}"
        new = _own_source(document, place) or ("…" if _is_fact(wanted.champ) else from_field(value, context, wanted))
        line = f"{key}: {new}"
        # What only the source says is not ours to propose: put in place, it would pass.
        mend = line if "…" in new else edit.inserted(document, place[:-1], [line], [one.nom for one in siblings])
        problem = document.problem(CLE_MANQUANTE, place[:-1], said, mend)
        return problem if len(place) > 1 else replace(problem, excerpt="")  # nothing on its first line is at fault
    if kind == "extra_forbidden":
        return _unknown_key(document, place, siblings)
    name, read = _name(place), shown(value)
    if kind in EXPECTED:
        rule, expected, mend_of = EXPECTED[kind]
        if kind == "enum":  # pydantic lists the values in English
            context = {"expected": ", ".join(choice for choice, _ in wanted.champ.choix) if wanted.champ else ""}
        said = SAID.format(rubrique=name, attendu=expected.format(**context), valeur=read)
        if kind == "string_too_long":
            said += " " + rule.says("trop", trop=_count(len(value) - context["max_length"], "caractère"))
        if kind == "nombre-invalide" and any(c.isdigit() for c in str(value)):
            said += " " + rule.says("unite", unite="unite")
        new = mend_of(value, context, wanted)
        if name == "id" and place not in document.values:  # an entry's id is its key
            return document.problem(rule, place[:-1], said, edit.renamed(document, place[:-1], new), at_key=True)
        if kind == "too_long":
            fewer = edit.shortened(document, place, context["max_length"])
            return document.problem(rule, place, said, fewer or f"Gardez {context['max_length']} éléments au plus.")
        if place not in document.values or "…" in new:
            return document.problem(rule, place, said, written(place, new))
        sure = kind == "enum" and isinstance(value, str) and new == sure_choice(value, wanted.champ)
        return document.problem(rule, place, said, edit.replaced(document, place, new, sure=sure))
    # A type unknown here would be a slip of ours: say what can be said, never fail.
    said = f"« {name} » n’a pas la forme attendue ; lu : {read}."
    return document.problem(TYPE_TEXTE, place, said, TYPE_TEXTE.juste)


def _is_fact(field: Field | None) -> bool:
    """Whether a value of `field` comes from a source, or its reading: a number, who, where in which document, what verdict."""
    return field is not None and (
        field.vocabulaire in APPORTS or field.genre in ("nombre", "entier") or field.nom in ("repere", "verdict")
    )


def _own_source(document: Document, place: Place) -> str | None:
    """Return the source, or its place, that a figure or an award at `place` lacks, where the record cites one alone; else None."""
    key = {"source": "id", "repere": "repere"}.get(str(place[-1]))
    cited = [item for _, item in items(document, "sources")]
    if key is None or place[0] not in ("chiffres", "distinctions") or len(cited) != 1 or not isinstance(cited[0], dict):
        return None
    own = cited[0].get(key)
    return quoted(own) if isinstance(own, str) and own else None


def _unknown_key(document: Document, place: Place, fields: Sequence[Field]) -> Problem:
    key = str(place[-1])
    known = [one.nom for one in fields]
    there = document.value(place[:-1]) or {}
    guess = near(key, [name for name in known if name not in there])
    already = None if guess else near(key, known)
    said = f"La rubrique « {key} » n’existe pas{suggestion(guess)}"
    if already:
        line = document.keys.get((*place[:-1], already), (1, 1))[0]
        said = f"La rubrique « {key} » n’existe pas ; s’agit-il de « {already} », déjà écrite ligne {line} ?"
    elif not guess and place[0] == "sources" and key in Source.model_fields and len(place) > 1:
        said += " Elle se dit de la source elle-même, dans sources.yml ou sous « nouveau »."
        return document.problem(
            CLE_INCONNUE, place, said, f"sources:\n  {there.get('id', '…')}:\n    {key}: …", at_key=True
        )
    elif not guess:
        said += f" Rubriques possibles : {', '.join(known)}."
    how = edit.renamed(document, place, guess) if guess else edit.removed(document, place)
    return document.problem(CLE_INCONNUE, place, said, how or f"Effacez « {key} ».", at_key=True)


def shown(value: Any) -> str:
    """Return what was read, as messages quote it."""
    if isinstance(value, str):
        return f"« {in_short(value)} »"
    if isinstance(value, (list, tuple)):
        return f"une liste de {_count(len(value), 'élément')}"
    return "un groupe de rubriques"


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'s' if number > 1 else ''}"


SAID = "« {rubrique} » {attendu} ; lu : {valeur}."
"""What is said of a value that the model refuses, `attendu` being the words of `EXPECTED`."""

EXPECTED: dict[str, tuple[Rule, str, Mender]] = {
    "string_type": (TYPE_TEXTE, "doit être un texte", as_text),
    "enum": (CHOIX, "doit être une des valeurs : {expected}", as_choice),
    "tuple_type": (TYPE_LISTE, "doit être une liste", as_list),
    "model_type": (TYPE_GROUPE, "doit être un groupe de rubriques", as_group),
    "date_type": (TYPE_TEXTE, "doit être une date", from_field),
    "decimal_type": (TYPE_TEXTE, "doit être un nombre", from_field),
    "int_type": (TYPE_TEXTE, "doit être un nombre entier", from_field),
    "bool_type": (TYPE_TEXTE, "doit être « true » ou « false »", yes_or_no),
    "string_too_short": (TROP_COURT, "doit compter au moins {min_length} caractères", from_field),
    "string_too_long": (TROP_LONG, "doit compter au plus {max_length} caractères", cut_short),
    "too_long": (LISTE_LONGUE, "doit compter au plus {max_length} éléments", from_field),
    "string_pattern_mismatch": (IDENTIFIANT, "doit s’écrire en minuscules sans accent, chiffres et tirets", as_slug),
    "greater_than_equal": (NOMBRE_BORNES, "doit être au moins {ge}", bounded),
    "less_than_equal": (NOMBRE_BORNES, "doit être au plus {le}", bounded),
    "texte-sur-une-ligne": (SUR_UNE_LIGNE, "doit tenir en un seul paragraphe", on_one_line),
    "nombre-invalide": (NOMBRE, "doit être un nombre écrit en chiffres", digits),
    "oui-non": (OUI_NON, "doit être « true » ou « false »", yes_or_no),
    "date-invalide": (DATE, "doit être une date qui existe, année-mois-jour", as_date),
    "date-partielle": (DATE, "doit être une année, un mois ou un jour : 2021, 2021-06, 2021-06-30", as_date),
    "adresse-http": (ADRESSE, "doit être une adresse complète, en http:// ou https://", as_address),
}
"""pydantic's error type (or the id of a custom one) → rule, what is expected, how to mend."""
