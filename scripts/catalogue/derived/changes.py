"""Two states of a record → what changed for its readers, field by field, in their words. Pure functions.

A state is plain data as load.py reads it (dict, list, text); what is older than today's schema is read as far as it goes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from catalogue.derived.wording import Namer, words
from catalogue.records.fields import Field, fields_of
from catalogue.text.typography import NBSP, french

REREAD_FIELD = "verifie_le"
"""The field that says when a record was last held against its sources."""

LONG = 400
"""Letters of a text that was added or taken away that are shown."""

CONTEXT = 6
"""Words shown on each side of words that changed."""

ALIKE = 0.4
"""Below this likeness two texts are shown whole: marking words one by one would hide what is said."""

_KEYS = {"chiffres": "libelle", "distinctions": "titre", "sources": "id"}  # what tells an item from the others
_UNORDERED = ("reference", "choix", "ligne", "identifiant")  # lists in which the order says nothing


@dataclass(frozen=True)
class Change:
    """What changed in one record on one day.

    `champs` gives what stood in each field before and after (None: nothing), as the record wrote it; `nouvelle` says
    that the record appeared that day.
    """

    pratique: str
    jour: date
    champs: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    nouvelle: bool = False

    @property
    def nature(self) -> str:
        """What happened, in a few words."""
        if self.nouvelle:
            return "Nouvelle fiche"
        if set(self.champs) == {REREAD_FIELD}:
            return "Fiche relue face à ses sources, sans autre changement"
        return "Fiche révisée" + (" et relue face à ses sources" if REREAD_FIELD in self.champs else "")


Piece = tuple[bool, str]
"""Some words, and whether they are among those that changed."""


@dataclass(frozen=True)
class Line:
    """One value before and after, each in pieces; empty where there was, or is, none."""

    avant: Sequence[Piece] = ()
    apres: Sequence[Piece] = ()


@dataclass(frozen=True)
class Difference:
    """What changed in one field: its title, and the values; none when only their order changed."""

    titre: str
    lignes: Sequence[Line] = ()


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what differs between two states of a record, by field; how a file is written makes no difference."""
    pairs = {one.nom: (before.get(one.nom), after.get(one.nom), one) for one in fields_of()}
    return {name: (old, new) for name, (old, new, one) in pairs.items() if _settled(old, one) != _settled(new, one)}


def merged(found: Iterable[Change], kept: Iterable[Change]) -> list[Change]:
    """Return all changes, the newest first; where both tell of one field of one record on one day, `kept` is believed."""
    days = {(one.pratique, one.jour): one for one in found}
    for one in kept:
        other = days.get((one.pratique, one.jour), one)
        both = {**other.champs, **one.champs}
        days[one.pratique, one.jour] = replace(one, champs=both, nouvelle=one.nouvelle or other.nouvelle)
    by_name = sorted(days.values(), key=lambda one: one.pratique)
    return sorted(by_name, key=lambda one: one.jour, reverse=True)


def told(changes: Iterable[Change]) -> list[Change]:
    """Return `changes` without the fields that are the same before and after: so is a slip taken out of the news."""
    real = (
        replace(one, champs={name: pair for name, pair in one.champs.items() if pair[0] != pair[1]}) for one in changes
    )
    return [one for one in real if one.champs or one.nouvelle]


def differences(changement: Change, namer: Namer) -> list[Difference]:
    """Return what changed, field by field, in the words of the site; a new reading of the sources is no field's change."""
    if changement.nouvelle:
        return []
    found = (
        _differences(one, *changement.champs[one.nom], (), namer)
        for one in fields_of()
        if one.nom in changement.champs and one.nom != REREAD_FIELD
    )
    return [ecart for many in found for ecart in many]


# --- Comparing ---------------------------------------------------------------------------------------------------


def _settled(value: Any, one: Field | None = None) -> Any:
    """Return `value` without what depends on how it is written: folding, apostrophes, order where it says nothing."""
    if isinstance(value, str):
        return french(" ".join(value.split())) or None
    if isinstance(value, list):
        items = [_settled(item) for item in value]
        return (sorted(items, key=repr) if one and one.genre in _UNORDERED else items) or None
    if isinstance(value, dict):
        items_by_name = {name: _settled(item) for name, item in value.items()}
        return {name: item for name, item in sorted(items_by_name.items()) if item is not None} or None
    return value


def _differences(one: Field, old: Any, new: Any, above: tuple[str, ...], namer: Namer) -> Iterator[Difference]:
    if _settled(old, one) == _settled(new, one):
        return
    path = (*above, one.titre)
    if one.liste:
        yield from _list_differences(one, _items(old), _items(new), path, namer)
    elif one.champs and isinstance(old, dict | None) and isinstance(new, dict | None):
        for inner in one.champs:
            yield from _differences(inner, (old or {}).get(inner.nom), (new or {}).get(inner.nom), path, namer)
    else:
        yield Difference(", ".join(path), [_line(_words(one, old, namer), _words(one, new, namer))])


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _list_differences(
    one: Field, old: list[Any], new: list[Any], path: tuple[str, ...], namer: Namer
) -> Iterator[Difference]:
    if one.champs:
        before, after = _by_key(one, old), _by_key(one, new)
        gone = [_words(one, item, namer) for key, item in before.items() if key not in after]
        come = [_words(one, item, namer) for key, item in after.items() if key not in before]
        common = [key for key in before if key in after]
    else:
        gone, come, common = [_words(one, item, namer) for item in old], [_words(one, i, namer) for i in new], []
        if one.genre in _UNORDERED:
            gone, come = [text for text in gone if text not in come], [text for text in come if text not in gone]
    if sorted(gone) == sorted(come):  # in another order
        gone = come = []
    lines = list(_lines(gone, come, pair=one.genre not in _UNORDERED))
    inner = [
        ecart
        for key in common
        for part in one.champs
        for ecart in _differences(
            part, before[key].get(part.nom), after[key].get(part.nom), (*path, _named(one, before[key], namer)), namer
        )
    ]
    if lines or not inner:
        yield Difference(", ".join(path), lines)
    yield from inner


def _by_key(one: Field, items: list[Any]) -> dict[tuple[str, int], dict[str, Any]]:
    """Return the groups of a list by what tells each from the others; of two alike, the second is the second."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for item in items:
        group = item if isinstance(item, dict) else {"": item}
        name = str(_settled(group.get(_KEYS.get(one.nom, ""), "")))
        rank = sum(key[0] == name for key in found)
        found[name, rank] = group
    return found


def _named(one: Field, item: dict[str, Any], namer: Namer) -> str:
    name = _KEYS.get(one.nom)
    key = next((inner for inner in one.champs if inner.nom == name), None)
    return f"«{NBSP}{_shortened(_words(key, item.get(key.nom), namer), 80)}{NBSP}»" if key else ""


def _lines(old: list[str], new: list[str], *, pair: bool) -> Iterator[Line]:
    """Yield what was taken away or added, in the order of the list; with `pair`, also what became something like it."""
    for what, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = old[start:end], new[begin:stop]
        if what == "equal":
            continue
        taken = {text: other for text in before if pair and (other := _likest(text, after))}
        yield from (_line(text, "") for text in before if text not in taken)
        kept = {other: text for text, other in taken.items()}
        yield from (_line(kept.get(text, ""), text) for text in after)
        yield from (_line(text, "") for text, other in taken.items() if kept[other] != text)


def _likest(text: str, others: list[str]) -> str | None:
    """Return the one of `others` that `text` may have become, if any is like it."""
    words = text.split(" ")
    ranked = [(SequenceMatcher(None, words, other.split(" "), autojunk=False).ratio(), other) for other in others]
    ratio, other = max(ranked, default=(0.0, ""))
    return other if ratio >= ALIKE else None


# --- Words -------------------------------------------------------------------------------------------------------


def _words(one: Field, value: Any, namer: Namer) -> str:
    """Return `value` as the site shows it; what does not fit the field of today comes out as it was written."""
    if isinstance(value, list):
        return ", ".join(_words(one, item, namer) for item in value)
    return _group_words(one, value, namer) if isinstance(value, dict) else words(one, value, namer)


def _group_words(one: Field, value: dict[str, Any], namer: Namer) -> str:
    said = {part.nom: _words(part, value[part.nom], namer) for part in one.champs if part.nom in value}
    if not said:
        return french(", ".join(" ".join(str(item).split()) for item in value.values()))
    titles = {part.nom: part.titre for part in one.champs}
    first = []
    if "valeur" in said:  # a figure reads as one
        first.append(" ".join(said.pop(name) for name in ("nuance", "valeur", "unite", "libelle") if name in said))
    elif name := _KEYS.get(one.nom):
        first.append(said.pop(name, ""))
    return french(" ; ".join([*first, *(f"{titles[name]} : {text}" for name, text in said.items())]))


def _line(old: str, new: str) -> Line:
    """Return `old` and `new` with the words that differ marked, cut to what is around them."""
    before, after = old.split(" "), new.split(" ")
    codes = SequenceMatcher(None, before, after, autojunk=False)
    if not old or not new or codes.ratio() < ALIKE:
        return Line(*([(True, _shortened(text))] if text else () for text in (old, new)))
    left, right = [], []
    opcodes = codes.get_opcodes()
    for at, (what, start, end, begin, stop) in enumerate(opcodes):
        if what == "equal":
            kept = _context(before[start:end], first=at == 0, last=at == len(opcodes) - 1)
            left.append((False, kept))
            right.append((False, kept))
        else:
            left.append((True, _shortened(" ".join(before[start:end]))))
            right.append((True, _shortened(" ".join(after[begin:stop]))))
    return Line([piece for piece in left if piece[1]], [piece for piece in right if piece[1]])


def _context(words: list[str], *, first: bool, last: bool) -> str:
    head, tail = (0 if first else CONTEXT), (0 if last else CONTEXT)
    if len(words) <= head + tail:
        return " ".join(words)
    return " ".join([*words[:head], "[…]", *(words[-tail:] if tail else [])])


def _shortened(text: str, limit: int = LONG) -> str:
    return text if len(text) <= limit else re.sub(r"\s+\S*$", "", text[:limit]) + " […]"
