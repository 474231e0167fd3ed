"""Model → a plain description of its fields, for all that shows or writes them: form, template, guide, issue form."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from catalogue.records.practice import Pratique
from catalogue.records.values import Adresse, Choix, JourPartiel, Markdown, Reference

CLOSED = ("leviers", "publics", "freins", "secteurs", "regions")
"""Vocabularies short enough to be shown whole; the others are searched by name."""


@dataclass(frozen=True)
class Champ:
    """One field. `genre` is what it takes: texte, ligne (as « texte », short), prose, nombre, entier, date, oui-non,
    choix, reference, groupe, adresse, date-partielle or identifiant; `liste` says that it takes several.

    `minimum` and `maximum` are lengths, or values of a number; `au_plus` is the number of items; `choix` the (value,
    words) of a closed list; `champs` the fields of a group.
    """

    nom: str
    titre: str
    aide: str
    genre: str
    requis: bool
    liste: bool
    exemple: Any = None
    minimum: int | None = None
    maximum: int | None = None
    au_plus: int | None = None
    choix: tuple[tuple[str, str], ...] = ()
    vocabulaire: str | None = None
    champs: tuple["Champ", ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the field as the form's script reads it, without what is empty."""
        return asdict(self, dict_factory=_filled)


def _filled(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if value not in (None, False, (), "")}


_SHORT = 120  # letters of a text that is written on one line
_BY_CHECK = {
    id(mark): name
    for kind, name in ((Adresse, "adresse"), (JourPartiel, "date-partielle"))
    for mark in get_args(kind)[1:]
    if not isinstance(mark, StringConstraints)
}


def champs(model: type[BaseModel] = Pratique) -> tuple[Champ, ...]:
    """Return the fields of `model`, in its order; a record's own id apart, which is the name of its file."""
    return tuple(
        _champ(name, field) for name, field in model.model_fields.items() if name != "id" or not _is_key(model)
    )


def walk(fields: tuple[Champ, ...], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Champ]]:
    """Yield every field with the names that lead to it, groups before what they hold."""
    for field in fields:
        yield (*above, field.nom), field
        yield from walk(field.champs, (*above, field.nom))


def _is_key(model: type[BaseModel]) -> bool:
    return "id" in model.model_fields and not any(isinstance(m, Reference) for m in model.model_fields["id"].metadata)


def _champ(name: str, field: FieldInfo) -> Champ:
    kind, marks, many, most = field.annotation, list(field.metadata), False, None
    while True:
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Annotated:
            kind, marks = arguments[0], [*marks, *arguments[1:]]
        elif origin in (Union, UnionType):
            kind = next(one for one in arguments if one is not NoneType)
        elif origin is tuple:
            most = next((mark.max_length for mark in marks if isinstance(mark, MaxLen)), None)
            kind, marks, many = arguments[0], [], True
        else:
            break
    for mark in list(marks):
        if isinstance(mark, FieldInfo):
            marks += mark.metadata
    limits = next((mark for mark in marks if isinstance(mark, StringConstraints)), None)
    reference = next((mark.vers for mark in marks if isinstance(mark, Reference)), None)
    inner = kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    members = list(kind) if isinstance(kind, type) and issubclass(kind, Choix) else []
    least = next((int(str(mark.ge)) for mark in marks if isinstance(mark, Ge)), limits.min_length if limits else None)
    greatest = next(
        (int(str(mark.le)) for mark in marks if isinstance(mark, Le)), limits.max_length if limits else None
    )
    return Champ(
        nom=name,
        titre=field.title or name,
        aide=field.description or "",
        genre=_genre(kind, marks, reference, limits),
        requis=field.is_required(),
        liste=many,
        exemple=field.examples[0] if field.examples else None,
        minimum=least,
        maximum=greatest,
        au_plus=most,
        choix=tuple((str(member.value), member.libelle) for member in members),
        vocabulaire=reference,
        champs=champs(inner) if inner else (),
    )


def _genre(kind: Any, marks: list[Any], reference: str | None, limits: StringConstraints | None) -> str:
    if reference:
        return "reference"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "groupe"
    if isinstance(kind, type) and issubclass(kind, Choix):
        return "choix"
    simple = {bool: "oui-non", int: "entier", Decimal: "nombre", date: "date"}.get(kind)
    if simple:
        return simple
    if special := next((_BY_CHECK[id(mark)] for mark in marks if id(mark) in _BY_CHECK), None):
        return special
    if limits is not None and limits.pattern:
        return "identifiant"
    if any(isinstance(mark, Markdown) for mark in marks):
        return "prose"
    return "ligne" if limits is not None and (limits.max_length or 0) <= _SHORT else "texte"


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
