"""`catalogue check --corriger`, where a merge stopped: two versions of a file → what both brought, when they do not meet.

Git compares lines: two entries added at the same place, or two fields changed side by side, stop it. Here keys are compared: of
those that one version alone changed, that version is kept. A key that both changed in unlike ways is left to people. See ADR 25.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalogue.problems.report import visible
from catalogue.records.blocks import Blocks, blocks_of
from catalogue.records.change_log import parse_line
from catalogue.records.load import lines_of, parse
from catalogue.system import git
from catalogue.system.project import write_whole

_STOPPED = re.compile(rb"^<{7} ", re.M)
_COMMON, _OURS, _THEIRS = 1, 2, 3  # how git numbers the versions of a file that it could not merge


def reunite(root: Path, files: Sequence[Path]) -> Iterator[str]:
    """Write what both versions brought into each of `files` of the project at `root` where git's merge stopped; yields in French
    what was done. A file that git knows no two versions of, or that both changed in unlike ways, is left as it is.
    """
    for path in files:
        if path.is_symlink() or not path.is_file() or not path.is_relative_to(root):
            continue
        raw = path.read_bytes()
        if not _STOPPED.search(raw):
            continue
        shown = path.relative_to(root).as_posix()
        base, ours, theirs = (git.ask(root, "show", f":{one}:./{shown}") for one in (_COMMON, _OURS, _THEIRS))
        text = reunited(base, ours, theirs, lines=path.suffix == ".jsonl")
        if text is not None and write_whole(path, text.encode(), raw):
            yield f"{visible(shown)}: réuni : ce que les deux versions y changent. Relisez, puis : git add {visible(shown)}"


def reunited(base: bytes, ours: bytes, theirs: bytes, *, lines: bool = False) -> str | None:
    """Return the file that has what `ours` and `theirs` each changed in `base` (b"" when it was not there); None when they
    changed one key in unlike ways, or when one of the three cannot be read. `lines` says that it is the log of changes.
    """
    read = _lines if lines else _keys
    was, one, other = (read(raw) if raw else Blocks() for raw in (base, ours, theirs))
    if was is None or not one or not other or not one.of or not other.of:
        return None
    try:
        head = _kept(was.head, one.head, other.head) or ""
        of = {key: _kept(was.of.get(key), one.of.get(key), other.of.get(key)) for key in _order(one.of, other.of)}
    except _Unlike:
        return None
    text = Blocks(head, {key: block for key, block in of.items() if block is not None}).text
    return text if lines or _keys(text.encode()) else None


class _Unlike(Exception):
    """Both versions changed the same lines, each in its own way."""


def _kept(was: str | None, one: str | None, other: str | None) -> str | None:
    """Return the version that changed what it `was`, or what both made of it (None: nothing)."""
    before, mine, yours = (text if text is None else text.rstrip() for text in (was, one, other))
    if yours in (mine, before):
        return one
    if mine == before:
        return other
    raise _Unlike


def _order(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Return the keys of both: sorted where both are, else as `one` has them, each other key after the one it follows."""
    if list(one) == sorted(one) and list(other) == sorted(other):
        return sorted({**one, **other})
    order, last = list(one), -1
    for key in other:
        if key not in one:
            order.insert(last + 1, key)
        last = order.index(key)
    return order


def _keys(raw: bytes) -> Blocks | None:
    """Return the blocks of a file of YAML; None when anything in its writing is wrong."""
    document, problems = parse(raw, "")
    return blocks_of(document) if document and not problems else None


def _lines(raw: bytes) -> Blocks | None:
    """Return the lines of the log of changes, each by what it is about: its day, its practice, its field."""
    document, problems = lines_of(raw, "")
    of: dict[str, str] = {}
    for line in document.lines if document and not problems else ():
        if line.strip():
            try:
                about = _about(parse_line(line))
            except (ValueError, TypeError, KeyError):
                return None
            if about in of:
                return None
            of[about] = f"{line}\n"
    return Blocks(of=of)


def _about(data: Any) -> str:
    return f"{data['jour']} {data['pratique']} {data.get('champ', '')}"
