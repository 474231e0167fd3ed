"""The log of changes (practices/journal.jsonl): a line of JSON for each field of a record that changed on a day.

    {"jour": "2026-03-02", "pratique": "nego-training", "champ": "statut", "avant": "en-cours", "apres": "terminee"}
    {"jour": "2026-01-31", "pratique": "nego-training", "nouvelle": true}

`catalogue journal` writes it (see docs/decisions/0012); people may reword a line, and proposals bring some: checks/change_log.py holds
each to what is said here. The values are as records write them: texts, lists, groups, null where there was nothing.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.problems.problem import Problem
from catalogue.records.file_rules import MAX_BYTES, MAX_LOG_BYTES
from catalogue.records.load import lines_of, read_bytes

FILE = "journal.jsonl"

ABOUT = ("jour", "pratique")
NEW, CHANGED = (*ABOUT, "nouvelle"), (*ABOUT, "champ", "avant", "apres")
"""The keys of a line, whether the record appeared that day or a field of it changed."""

MAX_LETTERS = 8 * MAX_BYTES
"""Letters of a line: two states of a record, however much JSON writes them longer than YAML."""


@dataclass(frozen=True)
class Entry:
    """What one line says: what stood in the field `champ` of a record, and what stands there since; or that the record is new,
    where `champ` is ""."""

    jour: date
    pratique: str
    champ: str = ""
    avant: Any = None
    apres: Any = None


class Number(str):
    """A number of JSON, as it is written: records hold texts."""

    __slots__ = ()


def parse_line(line: str) -> Any:
    """Return what a line of the log says, as JSON; raises ValueError when it says nothing, or one key twice."""
    try:
        return json.loads(
            line, parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=_each_key_once
        )
    except RecursionError as error:
        raise ValueError(str(error)) from error


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DoubleKey(next(key for at, (key, _) in enumerate(pairs) if key in dict(pairs[:at])))
    return found


class DoubleKey(ValueError):
    """A group says one of its keys, which it is raised with, twice."""


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of the log at `path`, the lines that are sound; none when there is no log. Never raises."""
    raw = read_bytes(path, path.name, MAX_LOG_BYTES)
    document = None if isinstance(raw, Problem) else lines_of(raw, path.name)[0]
    for line in document.lines if document else ():
        try:
            data = parse_line(line)
            about = date.fromisoformat(data["jour"]), str(data["pratique"])
            yield (
                Entry(*about) if "nouvelle" in data else Entry(*about, str(data["champ"]), data["avant"], data["apres"])
            )
        except (ValueError, KeyError, TypeError):
            continue
