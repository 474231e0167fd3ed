"""A file → the same, with what can only be a slip put right: comments, layout and all the rest stay. Pure functions.

What is put right: a word of a list that one entry alone looks like, straight apostrophes, spaces at the ends of lines,
the order of keys. Nothing else: what may have been meant otherwise is left to its author.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from catalogue.checks.context import texts
from catalogue.problems.mend import LINE_END, Edit, apply
from catalogue.problems.problem import Problem
from catalogue.records import edit
from catalogue.records.document import Document, Place
from catalogue.records.fields import fields_at
from catalogue.records.load import parse
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import APPORTS, NOUVEAU, VOCABULAIRES
from catalogue.text.typography import ADDRESS

Done = tuple[int, str]
"""What was done, in French, and the line it was done at."""


@dataclass(frozen=True)
class Corrected:
    """A file once put right: its `text`, and what was done, from its top to its end."""

    text: str
    done: tuple[Done, ...] = ()


def corrected(text: str, model: type[BaseModel], problems: Iterable[Problem], *, entries: bool = False) -> Corrected:
    """Return the content `text` of a file of `model`, whose `problems` are given, put right.

    `entries` says that the file is a vocabulary, whose every key is an entry of `model`. What cannot be read is left as it
    is, and so is what would say something else once put right.
    """
    document = _read(text)
    if document is None:
        return Corrected(text)
    sure = [(p, mended) for p in problems if p.mend and p.mend.sure for mended in p.mend.edits]
    new = apply(text, [mended for _, mended in sure])
    done = [(p.line, _said(document, mended)) for p, mended in sure]

    expected = _read(new)
    if expected is None:
        return Corrected(text)
    small = list(_apostrophes(expected, model, entries=entries))
    done += [(one.start[0], "apostrophe typographique") for one in small]
    spaces = list(_trailing(expected))
    done += [(one.start[0], "espaces en fin de ligne") for one in spaces]
    new = apply(new, [*small, *spaces])

    if model is Pratique:
        ordered = _ordered(new)
        if ordered != new:
            done.append((1, "ordre des rubriques"))
        new = ordered
    after = _read(new)
    if after is None or _same(after.data) != _same(expected.data):
        return Corrected(text)
    return Corrected(new, tuple(dict.fromkeys(sorted(done))))


def _read(text: str) -> Document | None:
    """Return the document of `text`, unless something in its writing is wrong."""
    document, problems = parse(text.encode(), "")
    return None if problems else document


def _said(document: Document, mended: Edit) -> str:
    old = document.lines[mended.start[0] - 1][mended.start[1] - 1 : mended.end[1] - 1]
    old, new = (text.strip().strip("\"'") for text in (old, mended.text))
    return f"« {old} » devient « {new} »"


def _same(node: Any) -> Any:
    """Return `node` with what this module may change in a text made equal."""
    if isinstance(node, str):
        return " ".join(node.replace("'", "’").split())
    if isinstance(node, dict):
        return {key: _same(value) for key, value in node.items()}
    return [_same(value) for value in node]


# --- Signs -------------------------------------------------------------------------------------------------------

_APOSTROPHE = re.compile(r"(?<=\w)(?<!\\[a-zA-Z])'(?=[\w«])")
_DOUBLED = re.compile(r"(?<=\w)''(?=[\w«])")  # how text between single quotes writes one


def _apostrophes(document: Document, model: type[BaseModel], *, entries: bool) -> Iterator[Edit]:
    """Yield the edits of straight apostrophes, in texts that contributors write; not in addresses, nor in comments."""
    groups: list[tuple[Place, type[BaseModel]]] = [((), model)]
    if entries:
        groups = [((key,), model) for key in document.data]
    elif model is Pratique:
        for kind in APPORTS:
            brought = document.value((NOUVEAU, kind))
            groups += [
                ((NOUVEAU, kind, key), VOCABULAIRES[kind]) for key in (brought if isinstance(brought, dict) else ())
            ]
    for prefix, kind_of in groups:
        for text in texts(document, kind_of, prefix):
            if text.leaf.is_text and "'" in text.value and not text.value.startswith("http"):
                yield from _straight(document, text.place)


def _straight(document: Document, place: Place) -> Iterator[Edit]:
    (first, column), (last, stop) = document.values[place], edit.end(document, place)
    pattern = _DOUBLED if document.lines[first - 1][column - 1] == "'" else _APOSTROPHE
    for number in range(first, last + 1):
        line = document.lines[number - 1]
        start, end = column - 1 if number == first else 0, stop - 1 if number == last else len(line)
        kept = [found.span() for found in ADDRESS.finditer(line)]
        for found in pattern.finditer(line, start, end):
            if not any(a <= found.start() < b for a, b in kept):
                yield Edit((number, found.start() + 1), (number, found.end() + 1), "’")


def _trailing(document: Document) -> Iterator[Edit]:
    """Yield the edits of spaces at the ends of lines; two of them may be meant, in a text that keeps its lines."""
    kept = {
        number
        for place, (line, column) in document.values.items()
        if document.lines[line - 1][column - 1 : column] == "|"
        for number in range(line + 1, edit.end(document, place)[0])
    }
    for number, line in enumerate(document.lines, 1):
        bare = line.rstrip(" ")
        meant = number in kept and bare.strip() and line.endswith("  ")
        if bare != line and not meant and not bare.endswith("\\"):
            yield Edit((number, len(bare) + 1), (number, len(line) + 1))


# --- Order -------------------------------------------------------------------------------------------------------


def _ordered(text: str) -> str:
    """Return `text`, a record, with its keys in the order of the model; as it is where that is not plain to do."""
    for _ in range(3):  # groups within groups
        document = _read(text)
        if document is None:
            return text
        new = apply(text, _groups(document))
        if new == text:
            break
        text = new
    document = _read(text)
    return _sections(text, document) if document else text


def _rank(keys: Iterable[str], order: Sequence[str]) -> list[str] | None:
    """Return `keys` as `order` has them; None when one is unknown, or when they stand so already."""
    keys = list(keys)
    if not set(keys) <= set(order):
        return None
    right = sorted(keys, key=order.index)
    return None if right == keys else right


def _groups(document: Document) -> Iterator[Edit]:
    """Yield the edits that order the keys of each group within the record, where no comment stands among them."""
    for place in document.values:
        group = document.value(place)
        if not place or not isinstance(group, dict):
            continue
        right = _rank(group, [one.nom for one in fields_at(Pratique, place)])
        spans = {key: (document.keys[*place, key], edit.end(document, (*place, key))) for key in group}
        region = _between(document, next(iter(spans.values()))[0], edit.end(document, place)) if spans else ""
        if right is None or "#" in region:
            continue
        if place not in document.inline and len({start[1] for start, _ in spans.values()}) > 1:
            continue
        for slot, key in zip(group, right, strict=True):
            if slot != key:
                yield Edit(*spans[slot], _between(document, *spans[key]))


def _between(document: Document, start: tuple[int, int], end: tuple[int, int]) -> str:
    lines = list(document.lines[start[0] - 1 : end[0]])
    lines[-1] = lines[-1][: end[1] - 1]
    lines[0] = lines[0][start[1] - 1 :]
    return "\n".join(lines)


_HEAD = re.compile(r"# yaml-language-server|---|%")


def _sections(text: str, document: Document) -> str:
    """Return `text` with the sections of the record in order, each with the comments that stand right above it.

    Blank lines between sections stay where they are; so do the comments of the whole file, at its top, and what follows
    the last section.
    """
    right = _rank(document.data, [*Pratique.model_fields, NOUVEAU])
    ends = {found[0] for found in LINE_END.finditer(text)}
    starts = [document.keys[(key,)] for key in document.data]
    if right is None or () in document.inline or len(ends) != 1 or any(column != 1 for _, column in starts):
        return text
    lines = document.lines
    first = _top(lines, starts[0][0])
    gaps: list[list[str]] = []
    sections: dict[str, list[str]] = {}
    for key in document.data:
        last = edit.end(document, (key,))[0]
        following = next((line for line, _ in starts if line > last), len(lines) + 1)
        while last + 1 < following and lines[last][:1] == " " and lines[last].strip():
            last += 1  # a comment set in belongs to what it is set into
        blank = first
        while blank < document.keys[(key,)][0] and not lines[blank - 1].strip():
            blank += 1
        gaps.append(lines[first - 1 : blank - 1])
        sections[key] = lines[blank - 1 : last]
        first = last + 1
    new = lines[: _top(lines, starts[0][0]) - 1]
    for gap, key in zip(gaps, right, strict=True):
        new += [*gap, *sections[key]]
    return ends.pop().join([*new, *lines[first - 1 :]])


def _top(lines: Sequence[str], first_key: int) -> int:
    """Return the line after the comments of the whole file: those that end with a blank line, and what editors read."""
    top = 1
    for number in range(1, first_key):
        if not lines[number - 1].strip() or _HEAD.match(lines[number - 1]):
            top = number + 1
    return top
