"""`catalogue check --corriger`: a file → the same, with what can only be a slip put right; all the rest stays.

What is put right: a word of a list that one entry alone looks like, straight apostrophes, spaces at the ends of lines, entries of
a vocabulary out of order. Nothing else: what may have been meant otherwise is left to its author.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from catalogue.checks.context import texts
from catalogue.problems.mend import Edit, apply
from catalogue.problems.problem import Problem
from catalogue.problems.report import visible
from catalogue.records import edit
from catalogue.records.blocks import blocks_of
from catalogue.records.document import Document, Place
from catalogue.records.load import parse
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import APPORTS, IN_ORDER, NOUVEAU, VOCABULAIRES
from catalogue.system.project import write_whole
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
    surely = _surely(text, problems)
    expected = _read(surely.text)
    if expected is None:
        return Corrected(text)
    small = list(_apostrophes(expected, model, entries=entries))
    done = [*surely.done, *((one.start[0], "apostrophe typographique") for one in small)]
    spaces = list(_trailing(expected))
    done += [(one.start[0], "espaces en fin de ligne") for one in spaces]
    new = apply(surely.text, [*small, *spaces])

    after = _read(new)
    if after is None or _same(after.data) != _same(expected.data):
        return Corrected(text)
    return Corrected(new, tuple(dict.fromkeys(sorted(done))))


def correct(root: Path, files: Sequence[Path], problems: Sequence[Problem]) -> Iterator[str]:
    """Put right in each of `files` what can only be a slip; yields in French what was done where.

    A file that is a link, that is not text, or that changes meanwhile is left as it is.
    """
    for path in files:
        if path.is_symlink() or not path.is_file():
            continue
        raw = path.read_bytes()
        try:
            text = raw.removeprefix(BOM_UTF8).decode()
        except UnicodeDecodeError:
            continue
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        own = [problem for problem in problems if problem.path == shown]
        model = VOCABULAIRES.get(path.stem) if path.parent.name == "vocabulaires" else Pratique
        if path.suffix != ".yml":
            found = _surely(text, own)  # a page written by hand, or the log of changes
        elif model is None:
            continue
        else:
            found = corrected(text, model, own, entries=model is not Pratique)
            if model is not Pratique and path.stem in IN_ORDER:
                found = _in_order(found)
        mark = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
        if found.text != text and write_whole(path, mark + found.text.encode(), raw):
            yield from (f"{visible(shown)}:{line}: corrigé : {visible(said)}" for line, said in found.done)


def _surely(text: str, problems: Iterable[Problem]) -> Corrected:
    """Return `text` with what its `problems` are sure of put right."""
    document = Document("", text.split("\n"))
    sure = [(p, mended) for p in problems if p.mend and p.mend.sure for mended in p.mend.edits]
    done = tuple((p.line, _said(document, mended)) for p, mended in sure)
    return Corrected(apply(text, [mended for _, mended in sure]), done)


def _in_order(found: Corrected) -> Corrected:
    """Return a vocabulary, once put right, with its entries in the order of the alphabet."""
    document = _read(found.text)
    blocks = blocks_of(document) if document else None
    if document is None or blocks is None or list(blocks.of) == sorted(blocks.of):
        return found
    first = next(key for key, other in zip(blocks.of, sorted(blocks.of), strict=True) if key != other)
    above, last = blocks.head.count("\n"), len(document.lines)
    new = apply(found.text, [Edit((above + 1, 1), (last + 1, 1), "".join(blocks.in_order().of.values()))])
    after = _read(new)
    if after is None or after.data != document.data:
        return found
    done = document.keys[(first,)][0], "entrées rangées dans l’ordre alphabétique"
    return Corrected(new, tuple(sorted((*found.done, done))))


def _read(text: str) -> Document | None:
    """Return the document of `text`, unless something in its writing is wrong."""
    document, problems = parse(text.encode(), "")
    return None if problems else document


def _said(document: Document, mended: Edit) -> str:
    last = mended.end[1] - 1 if mended.end[0] == mended.start[0] else None
    old = document.lines[mended.start[0] - 1][mended.start[1] - 1 : last]
    old, new = (text.strip().strip("\"'") for text in (old, mended.text))
    return f"« {old} » devient « {new} »" if new else f"« {old} » effacé"


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
