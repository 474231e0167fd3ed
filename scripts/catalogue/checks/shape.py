"""What the model refuses, said in French: shape, types, limits. One rule for each kind of refusal."""

import difflib
import heapq
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from catalogue.problems.mend import Mend
from catalogue.problems.problem import Problem, Rule, declaring
from catalogue.records import edit
from catalogue.records.load import MAX_PROBLEMS, Document, Place
from catalogue.records.model import Choix, reference_of
from catalogue.text.typography import fold, slug
from catalogue.text.yaml_scalar import quoted

declare = declaring("Les rubriques et leurs valeurs")

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


LOOKED_AT = 8
"""How many of the names that exist are compared letter by letter with one that does not: that takes time."""

_folded = lru_cache(maxsize=8192)(slug)


_SIGNS = {sign: place for place, sign in enumerate("-0123456789abcdefghijklmnopqrstuvwxyz")}


@lru_cache(maxsize=8192)
def _marks(word: str) -> int:
    """Return the letters and pairs of letters of `word`, which is a slug, a bit each: small to keep, quick to compare."""
    places = [_SIGNS[letter] for letter in word]
    bits = 0
    for place in (*places, *(len(_SIGNS) * (a + 1) + b for a, b in pairwise(places))):
        bits |= 1 << place
    return bits


def _alike(typed: str, words: Iterable[str]) -> list[str]:
    """Return the few of `words` that share the most letters and pairs of letters with `typed`; all are slugs."""
    own = _marks(typed)

    def shared(word: str) -> float:
        other = _marks(word)
        return (own & other).bit_count() / (own.bit_count() + other.bit_count() or 1)

    return heapq.nlargest(LOOKED_AT, words, key=shared)


def near(value: str, choices: Iterable[str]) -> str | None:
    """Return the one of `choices` that `value` most looks like (accents, case and separators apart), or None."""
    typed = slug(value[:64])
    folded = {_folded(choice): choice for choice in choices}
    found = difflib.get_close_matches(typed, _alike(typed, folded), n=1, cutoff=0.7)
    return folded[found[0]] if found else None


def surely(value: str, choices: Collection[str], *, open_list: bool = False) -> str | None:
    """Return the one of `choices` that `value` can only be a slip for, or None.

    `open_list` says that newcomers are expected there: a letter for another may then be another name.
    """
    if any(mark in value for mark in "{[&*!|>%@`,#") or len(value) > 64:
        return None
    typed = slug(value)
    exact = {choice for choice in choices if _folded(choice) == typed}
    if len(exact) == 1:
        return exact.pop()
    allowed = 1 if open_list or len(typed) < 8 else 2
    if exact or len(typed) < (6 if open_list else 4):
        return None
    alike = {word for word in _alike(typed, {_folded(choice) for choice in choices}) if slips(typed, word, 2) <= 2}
    close = [choice for choice in choices if _folded(choice) in alike]
    if len(close) != 1 or slips(typed, _folded(close[0]), allowed) > allowed:
        return None
    found = _folded(close[0])
    if [c for c in typed if c.isdigit()] != [c for c in found if c.isdigit()]:  # another year, another number
        return None
    changed = len(typed) == len(found) and sorted(typed) != sorted(found)
    return None if open_list and changed else close[0]


def slips(a: str, b: str, most: int) -> int:
    """Return how many letters were added, left out, changed or swapped from `a` to `b`; `most` + 1 when more than `most`."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        new = [i] + [most + 1] * len(b)
        for j in range(max(1, i - most), min(len(b), i + most) + 1):  # beyond, it is more than `most`
            other = b[j - 1]
            new[j] = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                new[j] = min(new[j], before[j - 2] + 1)
        before, row = row, new
    return min(row[-1], most + 1)


def written(place: Place, value: str) -> str:
    """Return the YAML line that gives `value` at `place`: « levier: portage », or « - portage » in a list."""
    return f"- {value}" if place and isinstance(place[-1], int) else f"{place[-1] if place else ''}: {value}"


Known = Mapping[str, Collection[str]]
"""The ids of every vocabulary, for examples that name what exists."""


@dataclass(frozen=True)
class Attendu:
    """What stands where a value was refused: the field of the model, and the ids that exist."""

    champ: FieldInfo | None
    connus: Known


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
        field = _field(model, place[len(prefix) :])
        if field and field.is_required() and isinstance(place[-1], str) and place in document.values:
            said = f"La rubrique obligatoire « {_name(place)} » est vide ; une valeur est attendue. {field.description or ''}".strip()
            how: Mend | str | None = edit.replaced(document, place, example(field, known))
        else:
            how = edit.removed(document, place)
        problems.append(document.problem(VALEUR_VIDE, place, said, how or "Écrivez sa valeur, ou effacez la ligne."))
    for name in extra:
        if isinstance(data, dict) and name in data:
            problems.append(_unknown_key(document, (*prefix, name), model))
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
    wanted = Attendu(_field(model, place[depth:]), known)
    if kind == "missing":
        key = str(place[-1])
        said = f"La rubrique obligatoire « {key} » manque."
        if wanted.champ and wanted.champ.description:
            said += f" Elle est attendue ici : {wanted.champ.description[:1].lower()}{wanted.champ.description[1:]}"
        mend = edit.inserted(
            document, place[:-1], [f"{key}: {example(wanted.champ, known)}"], _order(model, place[depth:-1])
        )
        problem = document.problem(CLE_MANQUANTE, place[:-1], said, mend)
        return problem if len(place) > 1 else replace(problem, excerpt="")  # nothing on its first line is at fault
    if kind == "extra_forbidden":
        return _unknown_key(document, place, model_at(model, place[depth:-1]))
    name, read = _name(place), shown(value)
    if kind in _EXPECTED:
        rule, expected, mend_of = _EXPECTED[kind]
        if kind == "enum":  # pydantic lists the values in English
            context = {"expected": ", ".join(_choices(wanted.champ.annotation if wanted.champ else None))}
        said = f"« {name} » {expected.format(**context)} ; lu : {read}."
        if kind == "string_too_long":
            said += f" Retirez {_count(len(value) - context['max_length'], 'caractère')}."
        if kind == "nombre-invalide" and any(c.isdigit() for c in str(value)):
            said += " L’unité va dans « unite »."
        new = mend_of(value, context, wanted)
        if name == "id" and place not in document.values:  # an entry's id is its key
            return document.problem(rule, place[:-1], said, edit.renamed(document, place[:-1], new), at_key=True)
        if kind == "too_long":
            fewer = edit.shortened(document, place, context["max_length"])
            return document.problem(rule, place, said, fewer or f"Gardez {context['max_length']} éléments au plus.")
        if place not in document.values or "…" in new:
            return document.problem(rule, place, said, written(place, new))
        sure = kind == "enum" and isinstance(value, str) and new == _surely_choice(value, wanted.champ)
        return document.problem(rule, place, said, edit.replaced(document, place, new, sure=sure))
    # A type unknown here would be a slip of ours: say what can be said, never fail.
    said = f"« {name} » n’a pas la forme attendue ; lu : {read}."
    return document.problem(TYPE_TEXTE, place, said, TYPE_TEXTE.juste)


def _order(model: type[BaseModel], place: Place) -> list[str]:
    owner = model_at(model, place)
    return list(owner.model_fields) if owner else []


def _unknown_key(document: Document, place: Place, model: type[BaseModel] | None) -> Problem:
    key = str(place[-1])
    known = [name for name in (model.model_fields if model else ()) if name != "id" or len(place) > 1]
    there = document.value(place[:-1]) or {}
    guess = near(key, [name for name in known if name not in there])
    already = None if guess else near(key, known)
    said = f"La rubrique « {key} » n’existe pas" + (f" ; s’agit-il de « {guess} » ?" if guess else ".")
    if already:
        line = document.keys.get((*place[:-1], already), (1, 1))[0]
        said = f"La rubrique « {key} » n’existe pas ; s’agit-il de « {already} », déjà écrite ligne {line} ?"
    elif not guess:
        said += f" Rubriques possibles : {', '.join(known)}."
    how = edit.renamed(document, place, guess) if guess else edit.removed(document, place)
    return document.problem(CLE_INCONNUE, place, said, how or f"Effacez « {key} ».", at_key=True)


def model_at(model: type[BaseModel], place: Place) -> type[BaseModel] | None:
    """Return the model that describes the group at `place` under `model`."""
    current: type[BaseModel] | None = model
    for step in place:
        if isinstance(step, str):
            field = current.model_fields.get(step) if current else None
            current = _inner(field.annotation) if field else None
    return current


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for a in get_args(annotation) if (found := _inner(a))), None)


def _field(model: type[BaseModel], place: Place) -> FieldInfo | None:
    names = [step for step in place if isinstance(step, str)]
    owner = model_at(model, tuple(names[:-1])) if names else None
    return owner.model_fields.get(names[-1]) if owner else None


def example(field: FieldInfo | None, known: Known) -> str:
    """Return a value of `field`, as YAML on one line: its own example, or one that names what exists."""
    reference = reference_of(field) if field else None
    many = field is not None and get_origin(field.annotation) is tuple
    if field is None:
        return "…"
    ids = known.get(reference, ()) if reference else ()
    examples = field.examples[0] if field.examples else None
    if reference and ids:
        wanted = examples[0] if isinstance(examples, list) else examples
        found = quoted(str(wanted if wanted in ids else next(iter(ids))))
        return f"[{found}]" if many else found
    if examples is None:
        inner = _inner(field.annotation)
        if inner:
            pairs = ", ".join(f"{k}: {example(f, known)}" for k, f in inner.model_fields.items() if f.is_required())
            return f"[{{{pairs}}}]" if many else f"{{{pairs}}}"
        choices = _choices(field.annotation)
        return choices[0] if choices else "…"
    if isinstance(examples, list):
        return "[" + ", ".join(quoted(str(item)) for item in examples) + "]"
    return quoted(str(examples)) if isinstance(examples, str) and not _is_date(examples) else str(examples)


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _choices(annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    return next((found for a in get_args(annotation) if (found := _choices(a))), [])


def shown(value: Any) -> str:
    """Return what was read, as messages quote it."""
    if isinstance(value, str):
        value = " ".join(value.split())
        return f"« {value if len(value) <= 60 else value[:57].rstrip() + '…'} »"
    if isinstance(value, (list, tuple)):
        return f"une liste de {_count(len(value), 'élément')}"
    return "un groupe de rubriques"


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'s' if number > 1 else ''}"


Mender = Callable[[Any, dict[str, Any], Attendu], str]


def _from_field(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    return example(wanted.champ, wanted.connus)


def _as_list(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    if not isinstance(value, str):
        return _from_field(value, context, wanted)
    inner = _inner(wanted.champ.annotation) if wanted.champ else None
    return f"[{_as_group(value, context, wanted)}]" if inner else f"[{quoted(value)}]"


def _as_group(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    group = _inner(wanted.champ.annotation) if wanted.champ else None
    if group is None:
        return "{…}"
    fields = group.model_fields.items()
    pairs = {name: example(info, wanted.connus) for name, info in fields if info.is_required()}
    pairs = pairs or {name: example(info, wanted.connus) for name, info in fields if info.examples}
    if isinstance(value, str) and pairs:
        pairs[next(iter(pairs))] = quoted(value)
    return "{" + ", ".join(f"{name}: {text}" for name, text in pairs.items()) + "}"


def _as_text(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return quoted(" ".join(value))
    return _from_field(value, context, wanted)


def _shortened(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    if not isinstance(value, str):
        return "…"
    most = context["max_length"]
    cut = value[:most] if len(value.split()[0]) >= most else value[:most].rsplit(" ", 1)[0]
    return quoted(cut.rstrip(" ,;:"))


def _on_one_line(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    return quoted(" ".join(str(value).split()))


def _as_slug(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    return slug(str(value)) or "mon-identifiant"


def _surely_choice(value: str, field: FieldInfo | None) -> str | None:
    by_label = {fold(c.libelle): str(c) for c in _members(field.annotation if field else None)}
    choices = _choices(field.annotation if field else None)
    return by_label.get(fold(value)) or surely(value, choices)


def _as_choice(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    choices = _choices(wanted.champ.annotation) if wanted.champ else []
    sure = _surely_choice(str(value), wanted.champ)
    return sure or near(str(value), choices) or (choices[0] if choices else "…")


def _members(annotation: Any) -> list[Choix]:
    if isinstance(annotation, type) and issubclass(annotation, Choix):
        return list(annotation)
    return next((found for a in get_args(annotation) if (found := _members(a))), [])


def _digits(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    found = re.fullmatch(r"(-?[0-9]+([.,][0-9]+)?)\s*\D{0,20}", str(value).replace("\u202f", "").replace("\u00a0", ""))
    if found:
        return found[1].replace(",", ".")
    # Nothing is made up of a range or a fraction.
    return "…" if any(c.isdigit() for c in str(value)) else _from_field(value, context, wanted)


def _bounded(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    field = wanted.champ
    return _from_field(value, context, wanted) if field and field.examples else str(next(iter(context.values())))


def _as_date(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    parts = str(value).replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3:
        year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
        for last in (day, "30", "29", "28"):  # 31 February is meant for the end of the month
            if _is_date(guess := f"{year}-{month:0>2}-{last:0>2}"):
                return guess
    return _from_field(value, context, wanted) if wanted.champ and wanted.champ.examples else "2026-01-31"


def _as_address(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    bare = str(value).split("://")[-1].lstrip("/")
    return (
        f"https://{bare.lower() if bare.isupper() else bare}"
        if "." in bare and ":" not in bare and bare.isascii() and " " not in bare
        else "https://exemple.fr/"
    )


def _yes(value: Any, context: dict[str, Any], wanted: Attendu) -> str:
    return "false" if fold(str(value)) in ("non", "no", "faux", "0") else "true"


# pydantic's error type (or the id of a custom one) → rule, what is expected, how to mend.
_EXPECTED: dict[str, tuple[Rule, str, Mender]] = {
    "string_type": (TYPE_TEXTE, "doit être un texte", _as_text),
    "enum": (CHOIX, "doit être une des valeurs : {expected}", _as_choice),
    "tuple_type": (TYPE_LISTE, "doit être une liste", _as_list),
    "model_type": (TYPE_GROUPE, "doit être un groupe de rubriques", _as_group),
    "date_type": (TYPE_TEXTE, "doit être une date", _from_field),
    "decimal_type": (TYPE_TEXTE, "doit être un nombre", _from_field),
    "int_type": (TYPE_TEXTE, "doit être un nombre entier", _from_field),
    "bool_type": (TYPE_TEXTE, "doit être « true » ou « false »", _yes),
    "string_too_short": (TROP_COURT, "doit compter au moins {min_length} caractères", _from_field),
    "string_too_long": (TROP_LONG, "doit compter au plus {max_length} caractères", _shortened),
    "too_long": (LISTE_LONGUE, "doit compter au plus {max_length} éléments", _from_field),
    "string_pattern_mismatch": (IDENTIFIANT, "doit s’écrire en minuscules sans accent, chiffres et tirets", _as_slug),
    "greater_than_equal": (NOMBRE_BORNES, "doit être au moins {ge}", _bounded),
    "less_than_equal": (NOMBRE_BORNES, "doit être au plus {le}", _bounded),
    "texte-sur-une-ligne": (SUR_UNE_LIGNE, "doit tenir en un seul paragraphe", _on_one_line),
    "nombre-invalide": (NOMBRE, "doit être un nombre écrit en chiffres", _digits),
    "oui-non": (OUI_NON, "doit être « true » ou « false »", _yes),
    "date-invalide": (DATE, "doit être une date qui existe, année-mois-jour", _as_date),
    "adresse-http": (ADRESSE, "doit être une adresse complète, en http:// ou https://", _as_address),
}
