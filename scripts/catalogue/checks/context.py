"""What a rule is given: the texts of a document, each with what the model knows of it, and what the other files hold."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from catalogue.records.document import Document, Key, Place
from catalogue.records.fields import Field, Pattern, leaves


@dataclass(frozen=True)
class Context:
    """What a rule may know of the rest: `ids` of every vocabulary and of "pratiques", the id of each entry by its folded
    name, the first lever under each lever that has some, the id of each practice by every id it had, the practices withdrawn, and
    today.
    """

    ids: Mapping[str, Collection[str]]
    named: Mapping[str, Mapping[str, str]]
    children: Mapping[str, str]
    former: Mapping[str, str]
    withdrawn: Collection[str]
    today: date


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the document: where it stands, what it says, what the model knows of its kind."""

    place: Place
    value: str
    leaf: Field


MOST, MOST_LETTERS = 50, 6000
"""Longer lists and texts are refused by the model: reading on would only cost time."""


def texts(document: Document, model: type[BaseModel], prefix: Place = ()) -> Iterator[Text]:
    """Yield every text of `document` under `prefix` that `model` knows of."""
    known = leaves(model)

    def walk(node: Any, place: Place, pattern: Pattern) -> Iterator[Text]:
        if isinstance(node, str):
            if pattern in known and len(node) <= MOST_LETTERS:
                yield Text(place, node, known[pattern])
        elif isinstance(node, dict):
            for key, value in node.items():
                yield from walk(value, (*place, key), (*pattern, key))
        else:
            for number, value in enumerate(node[:MOST]):
                yield from walk(value, (*place, number), (*pattern, "*"))

    yield from walk(document.value(prefix), prefix, ())


def items(document: Document, *place: Key) -> list[tuple[Place, Any]]:
    """Return the (place, value) of each item of the list at `place`; none when there is no list."""
    value = document.value(place)
    return [((*place, i), item) for i, item in enumerate(value)] if isinstance(value, list) else []


def place_of(document: Document, place: Place, needle: str) -> tuple[int, int]:
    """Return the line and column where `needle` stands in the value at `place`, or of the value itself."""
    line, column = document.values.get(place, (1, 1))
    marks = (mark[0] for marks in (document.keys, document.values) for mark in marks.values())
    end = min((mark for mark in marks if mark > line), default=len(document.lines) + 1)
    for number in range(line, end):
        text = document.lines[number - 1]
        found = text.find(needle, column - 1 if number == line else 0)
        if found >= 0:
            return number, found + 1
    return line, column
