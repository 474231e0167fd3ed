"""YAML events → a document, and what YAML allows and a record does not. The only module that reads YAML.

The events come as a flat stream, not by recursion, so that depth costs a message and not a crash.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

import yaml

from catalogue.problems.mend import Edit, Mend, Spot
from catalogue.problems.problem import Problem, Rule
from catalogue.records.characters import HIDDEN
from catalogue.records.document import MAX_PROBLEMS, Document, Place, block_end
from catalogue.records.file_rules import (
    ANCRE,
    CARACTERE,
    CLE_COMPLEXE,
    DOUBLE,
    ETIQUETTE,
    MAX_DEPTH,
    PLUSIEURS,
    PROFONDEUR,
    VIDE,
)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Mark = TypeVar("_Mark", bound=tuple[Any, ...])


class Unreadable(Exception):
    """A text is not YAML: the parser's `problem` and `context`, in English, `at` which spot, and where that `began`."""

    def __init__(self, error: yaml.YAMLError) -> None:
        super().__init__(str(error))
        self.problem: str = getattr(error, "problem", None) or ""
        self.context: str = getattr(error, "context", None) or ""
        at, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        self.at: Spot | None = at and _spot(at)
        self.began: Spot | None = began and _spot(began)


def events(text: str) -> Iterator[Any]:
    """Yield the events of `text`; raises Unreadable where it is not YAML."""
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise Unreadable(error) from error


def guessed(text: str) -> Any:
    """Return the data of `text` as programs that guess its types read it (MkDocs, of a front matter); raises Unreadable, or
    ValueError for what looks like a date and is none. Only for what a `Reader` has found nothing wrong with.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise Unreadable(error) from error


@dataclass
class _Open:
    """A list or a group being filled."""

    value: Any
    place: Place
    key: str | None = None
    expects_key: bool = False

    @property
    def passes_value(self) -> bool:
        """Whether the value to come is that of a key that was refused."""
        return self.key is None and not self.expects_key and isinstance(self.value, dict)


class Reader:
    """Fills `document`, a method an event; `problems` are those found so far."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._at: Spot = (1, 1)  # where the event begins
        self._documents = 0
        self._passed = 0  # depth inside a key that is not text, or inside the value of one
        self._over = False

    def read(self, text: str) -> list[Problem]:
        """Fill the document from `text`; return its problems, MAX_PROBLEMS at most. Raises as `events` does."""
        last = len(self.document.lines)
        for event in events(text):
            if method := _METHODS.get(type(event)):
                self._at = min(event.start_mark.line + 1, last), event.start_mark.column + 1
                method(self, event)
            if self._over or len(self.problems) >= MAX_PROBLEMS:
                break
        return self.problems[:MAX_PROBLEMS]

    def _document_start(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents == 2:
            said = (
                "Un deuxième document commence ici (« --- ») ; un seul est attendu. Mettez-le dans son propre fichier."
            )
            self._tell(PLUSIEURS, said, self.document.without(self._at[0], len(self.document.lines)))
            self._over = True
        elif event.version or event.tags:
            said = "Une directive YAML (%) ouvre le fichier ; il commence par une rubrique."
            self._tell(ETIQUETTE, said, _without_directives(self.document))

    def _alias(self, event: yaml.AliasEvent) -> None:
        self._refuse_anchor(f"Un renvoi (*{event.anchor})", f"*{event.anchor}", f'"*{event.anchor}"')
        self._text(event, f"*{event.anchor}")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_properties(event)
        if event.style == '"' and (found := HIDDEN.search(event.value)):
            self._refuse_hidden(event, found[0])
        text = event.value.strip()
        null = event.style in (None, "") and text in ("~", "null", "Null", "NULL")
        self._text(event, "" if null else text)

    def _collection_start(self, event: yaml.CollectionStartEvent) -> None:
        self._refuse_properties(event)
        mapping = isinstance(event, yaml.MappingStartEvent)
        inside = self._open[-1] if self._open else None
        if len(self._open) + self._passed >= MAX_DEPTH:
            self._refuse_depth()
        elif self._passed:
            self._passed += 1
        elif inside is None and not mapping:
            self._refuse_root()
        elif inside and inside.expects_key:
            said = "Le nom de la rubrique est une liste ou un groupe ; un mot est attendu."
            self._tell(CLE_COMPLEXE, said, _without_pair(self.document, self._at[0]))
            self._passed = 1
        elif inside and inside.passes_value:
            self._passed = 1
        else:
            value: Any = [] if not mapping else {} if inside else self.document.data
            place = self._put(value)
            if event.flow_style:
                self.document.inline.add(place)
            self._open.append(_Open(value, place, expects_key=mapping))

    def _collection_end(self, event: yaml.CollectionEndEvent) -> None:
        if self._passed:
            self._passed -= 1
            if not self._passed:  # the key is passed over, its value comes next; or the value, and the next key
                self._open[-1].expects_key = not self._open[-1].expects_key
            return
        closed = self._open.pop()
        if closed.place in self.document.inline and event.end_mark is not None:
            self.document.ends.setdefault(closed.place, _spot(event.end_mark))

    # --- What a node becomes: a key, a value, or nothing ---------------------------------------------------------

    def _text(self, event: yaml.NodeEvent, text: str) -> None:
        if self._passed:
            return
        inside = self._open[-1] if self._open else None
        if inside is None:
            self._refuse_root()
        elif inside.expects_key:
            self._key(inside, text)
        elif inside.passes_value:
            inside.expects_key = True
        else:
            place = self._put(text)
            self.document.ends.setdefault(
                place, _shared(_trimmed(self.document.lines, _spot(event.end_mark), self._at))
            )

    def _key(self, group: _Open, key: str) -> None:
        place = _shared((*group.place, key))
        if key in group.value:
            self._refuse_double(group, key, place)
        self.document.keys.setdefault(place, _shared(self._at))
        group.key, group.expects_key = key, False

    def _put(self, value: Any) -> Place:
        """Put `value` where it belongs in what is open, and return its place."""
        place: Place = ()
        if self._open:
            into = self._open[-1]
            if isinstance(into.value, list):
                place = _shared((*into.place, len(into.value)))
                into.value.append(value)
            else:
                place = _shared((*into.place, str(into.key)))
                into.value.setdefault(into.key, value)
                into.key, into.expects_key = None, True
        self.document.values.setdefault(place, _shared(self._at))
        return place

    # --- What a record does not allow ----------------------------------------------------------------------------

    def _tell(self, rule: Rule, said: str, how: str | Mend) -> None:
        self.problems.append(self.document.problem_at(rule, *self._at, said, how))

    def _refuse_root(self) -> None:
        said = "Le fichier contient un texte ou une liste ; une suite de « rubrique: valeur » est attendue."
        self._tell(VIDE, said, VIDE.juste)
        self._over = True

    def _refuse_depth(self) -> None:
        said = f"Plus de {MAX_DEPTH} niveaux sont imbriqués ici ; {MAX_DEPTH} au plus sont permis."
        line = self._at[0]
        written = self.document.lines[line - 1]
        flat = re.sub(r"\]{2,}", "]", re.sub(r"\[{2,}", "[", written))
        self._tell(PROFONDEUR, said, self.document.rewritten(line, flat) if flat != written else PROFONDEUR.juste)
        self._over = True

    def _refuse_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Tell the anchor and the tag of a node."""
        if event.anchor is not None:
            self._refuse_anchor(f"Une ancre (&{event.anchor})", f"&{event.anchor} ", "")
        if event.tag is not None:
            line, column = self._at
            found = re.compile(r"!\S*\s*").search(self.document.lines[line - 1], column - 1)
            mend = Mend((Edit((line, found.start() + 1), (line, found.end() + 1)),)) if found else ETIQUETTE.juste
            typed = found[0].strip() if found else event.tag
            self._tell(ETIQUETTE, f"L’étiquette « {typed} » se trouve ici ; un texte simple est attendu.", mend)

    def _refuse_anchor(self, name: str, written: str, instead: str) -> None:
        line, column = self._at
        at = self.document.lines[line - 1].find(written.rstrip(), column - 1) + 1
        mend = Mend((Edit((line, at), (line, at + len(written)), instead),)) if at else ANCRE.juste
        self._tell(ANCRE, f"{name} se trouve ici ; un texte est attendu.", mend)

    def _refuse_hidden(self, event: yaml.ScalarEvent, hidden: str) -> None:
        """Tell what an escape of quoted text hides, which no line of the file shows."""
        said = f"Le caractère invisible U+{ord(hidden):04X} se cache dans ce texte ; il est à retirer."
        visible = HIDDEN.sub("", event.value).replace("\\", "\\\\").replace('"', '\\"')
        self._tell(CARACTERE, said, Mend((Edit(self._at, _spot(event.end_mark), f'"{" ".join(visible.split())}"'),)))

    def _refuse_double(self, group: _Open, key: str, place: Place) -> None:
        line, column = self._at
        first = self.document.keys[place][0]
        said = f"La rubrique « {key} » est déjà écrite ligne {first} ; une seule est attendue."
        alone = not self.document.lines[line - 1][: column - 1].strip() and group.place not in self.document.inline
        once = _without_second(self.document, self.document.keys[place], self._at) if alone else None
        self._tell(DOUBLE, said, once or f"Gardez une seule des lignes {first} et {line}.")


_METHODS: dict[type, Callable[[Reader, Any], None]] = {
    yaml.DocumentStartEvent: Reader._document_start,
    yaml.AliasEvent: Reader._alias,
    yaml.ScalarEvent: Reader._scalar,
    yaml.SequenceStartEvent: Reader._collection_start,
    yaml.MappingStartEvent: Reader._collection_start,
    yaml.SequenceEndEvent: Reader._collection_end,
    yaml.MappingEndEvent: Reader._collection_end,
}


@lru_cache(maxsize=1 << 14)
def _shared(mark: _Mark) -> _Mark:
    """Return the same tuple for the same place, or spot, whatever the file: thousands of files name the same ones."""
    return mark


def _spot(mark: Any) -> Spot:
    return mark.line + 1, mark.column + 1


def _trimmed(lines: list[str], end: Spot, start: Spot) -> Spot:
    """Return `end`, without the blank lines that a block of text seems to reach over."""
    line, column = end
    while line > start[0] and (line > len(lines) or not lines[line - 1][: column - 1].strip()):
        line -= 1
        column = len(lines[line - 1].rstrip()) + 1
    return line, column


def _without_second(document: Document, first: Spot, second: Spot) -> Mend:
    """Return the mend that takes away the `second` of two blocks of one name: surely, when it says the `first` word for word, as
    when two branches that were merged had each added it.
    """
    last = block_end(document.lines, *second)
    blocks = document.lines[first[0] - 1 : block_end(document.lines, *first)], document.lines[second[0] - 1 : last]
    return replace(document.without(second[0], last), sure=blocks[0] == blocks[1])


def _without_pair(document: Document, line: int) -> Mend:
    """Return the mend that takes away the « ? … : … » that begins at `line`."""
    column = len(document.lines[line - 1]) - len(document.lines[line - 1].lstrip()) + 1
    last = block_end(document.lines, line, column)
    if last < len(document.lines) and document.lines[last].lstrip().startswith(": "):
        last = block_end(document.lines, last + 1, column)
    return document.without(line, last)


def _without_directives(document: Document) -> Mend:
    """Return the mend that takes away the directives, and the « --- » after them."""
    last = next((n for n, line in enumerate(document.lines, 1) if line.startswith("---")), 1)
    return document.without(1, last)
