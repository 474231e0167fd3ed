"""The model's fields as one tree of plain descriptions: the only module that reads pydantic's annotations.

All that shows, asks for, checks or writes a field goes by this tree: the form, the guide, the issue form, the rules, the
tables, the search, the YAML writer.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from catalogue.records.practice import Pratique
from catalogue.records.values import Adresse, Choix, JourPartiel, Markdown, Reference

CLOSED = ("leviers", "publics", "freins", "secteurs", "regions", "pays")
"""Vocabularies short enough to be shown whole; the others are searched by name."""

Known = Mapping[str, Collection[str]]
"""The ids of every vocabulary, for examples that name what exists."""

Pattern = tuple[str, ...]
"""Where values of one kind stand in a record: ("chiffres", "*", "valeur")."""


@dataclass(frozen=True)
class Field:
    """One field. `genre` is what it takes: texte, ligne (as « texte », short), prose, nombre, entier, date, oui-non,
    choix, reference, groupe, adresse, date-partielle or identifiant; `liste` says that it takes several.

    `minimum` and `maximum` are lengths, or values of a number; `au_plus` is the number of items; `choix` the (value,
    words) of a closed list; `vocabulaire` whose ids a reference holds ("pratiques" for practices); `champs` the fields of a
    group.
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
    champs: tuple["Field", ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether contributors write it in their own words."""
        return self.genre in ("texte", "ligne", "prose", "adresse", "date-partielle", "identifiant")

    @property
    def est_court(self) -> bool:
        """Whether its value, or all of its values, read well within one line."""
        long_items = self.liste and self.vocabulaire is None and self.genre != "choix"
        return not (self.champs or self.genre == "prose" or long_items)

    def as_dict(self) -> dict[str, Any]:
        """Return the field as the form's script reads it, without what is empty."""
        return asdict(self, dict_factory=_filled)


def _filled(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if value not in (None, False, (), "")}


def is_empty(value: Any) -> bool:
    """Whether `value`, that of a field of a record, says nothing."""
    return value in (None, (), "")


@cache
def fields_of(model: type[BaseModel] = Pratique) -> tuple[Field, ...]:
    """Return the fields of `model`, in its order; its own id apart, which is the name of its file or its key there."""
    return tuple(
        _field(name, field) for name, field in model.model_fields.items() if name != "id" or not _is_key(model)
    )


def walk(fields: Iterable[Field], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Field]]:
    """Yield every field with the names that lead to it, groups before what they hold."""
    for field in fields:
        yield (*above, field.nom), field
        yield from walk(field.champs, (*above, field.nom))


@cache
def leaves(model: type[BaseModel]) -> Mapping[Pattern, Field]:
    """Return the fields of `model` that are not groups, by the pattern of the places where their values stand."""
    found: dict[Pattern, Field] = {}

    def add(fields: Iterable[Field], above: Pattern) -> None:
        for field in fields:
            pattern = (*above, field.nom, "*") if field.liste else (*above, field.nom)
            if field.champs:
                add(field.champs, pattern)
            else:
                found[pattern] = field

    add(fields_of(model), ())
    return found


def field_at(model: type[BaseModel], place: Sequence[str | int]) -> Field | None:
    """Return the field of `model` whose value stands at `place` (("chiffres", 0, "valeur")); None where there is none."""
    found: Field | None = None
    fields = fields_of(model)
    for step in place:
        if isinstance(step, str):
            found = next((one for one in fields if one.nom == step), None)
            fields = found.champs if found else ()
    return found


def fields_at(model: type[BaseModel], place: Sequence[str | int]) -> tuple[Field, ...]:
    """Return the fields of the group at `place` under `model`, or those of `model` itself for no place; none of no group."""
    field = field_at(model, place)
    return field.champs if field else () if any(isinstance(step, str) for step in place) else fields_of(model)


def example(field: Field, known: Known | None = None, *, whole: bool = True) -> Any:
    """Return what `field` may hold, as data, from the examples of the model; None when it has none.

    A reference names an entry of `known` where its vocabulary has some. A group is shown `whole`, or by what it requires.
    """
    if field.champs:
        shown = (one for one in field.champs if whole or one.requis)
        group = {one.nom: value for one in shown if (value := example(one, known, whole=whole)) is not None}
        return [group] if field.liste else group
    value = field.exemple[0] if field.liste and field.exemple else field.exemple
    ids = (known or {}).get(field.vocabulaire or "", ())
    if ids and value not in ids:
        value = next(iter(ids))
    elif value is None and field.choix:
        value = field.choix[0][0]
    elif field.liste and field.exemple and not ids:
        return [str(item) for item in field.exemple]
    if value is None:
        return None
    return [str(value)] if field.liste else str(value)


# --- pydantic's annotations → the tree ---------------------------------------------------------------------------

_SHORT = 120  # letters of a text that is written on one line
_BY_CHECK = {
    id(mark): name
    for kind, name in ((Adresse, "adresse"), (JourPartiel, "date-partielle"))
    for mark in get_args(kind)[1:]
    if not isinstance(mark, StringConstraints)
}


def _is_key(model: type[BaseModel]) -> bool:
    return "id" in model.model_fields and not any(isinstance(m, Reference) for m in model.model_fields["id"].metadata)


def _field(name: str, field: FieldInfo) -> Field:
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
    return Field(
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
        champs=fields_of(inner) if inner else (),
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
