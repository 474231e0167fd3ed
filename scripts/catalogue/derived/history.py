"""What changed in the records, and when: from git where it is at hand, and from the change log kept with the records.

Git is asked, never relied on: without it, without a repository, or in a clone that holds no past, the log alone is read.
See docs/decisions/0012.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.derived.changes import Change, compare, merged, told
from catalogue.records.change_log import FILE, read_entries
from catalogue.records.file_rules import MAX_BYTES
from catalogue.records.load import parse
from catalogue.records.model import Catalogue
from catalogue.system import git
from catalogue.system.project import write_whole

MOST = 600
"""Revisions of records that git is asked for at one build, the newest ones: what is older is in the log."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yml")

State = str | Path
"""Where a state of a record is read: the name of git's object, or the file as it stands."""


def history(folder: Path, catalogue: Catalogue, today: date, most: int = MOST) -> list[Change]:
    """Return what changed in the records of `folder` (a project's `practices/`), the newest first; never raises.

    What is not committed yet is dated `today`. Records that the catalogue no longer has are left out. Git is asked for the
    `most` newest revisions.
    """
    return told(merged(_from_git(folder, catalogue, today, most), read_log(folder, catalogue)))


def log_lines(changes: Iterable[Change]) -> Iterator[str]:
    """Yield the lines of the change log that say `changes`, the oldest first."""
    for one in sorted(changes, key=lambda one: (one.jour, one.pratique)):
        about = {"jour": one.jour.isoformat(), "pratique": one.pratique}
        if one.nouvelle:
            yield json.dumps({**about, "nouvelle": True}, ensure_ascii=False)
        for name, (old, new) in one.champs.items() if not one.nouvelle else ():
            yield json.dumps({**about, "champ": name, "avant": old, "apres": new}, ensure_ascii=False)


def read_log(folder: Path, catalogue: Catalogue) -> list[Change]:
    """Return the changes that the log of `folder` tells, of the records that the catalogue has."""
    present = _present(catalogue)
    found: dict[tuple[str, date], Change] = {}
    for entry in read_entries(folder / FILE):
        if name := present.get(entry.pratique):
            so_far = found.get((name, entry.jour), Change(name, entry.jour))
            champs = {entry.champ: (entry.avant, entry.apres)} if entry.champ else {}
            new = so_far.nouvelle or not entry.champ
            found[name, entry.jour] = Change(name, entry.jour, {**so_far.champs, **champs}, new)
    return list(found.values())


def kept_log(folder: Path, catalogue: Catalogue, today: date) -> str:
    """Return what the log of `folder` is to say: what it says, and all that git knows of the days that are over."""
    changes = merged(_from_git(folder, catalogue, today, None), read_log(folder, catalogue))
    return "".join(f"{line}\n" for line in log_lines(one for one in changes if one.jour < today))


def keep_log(folder: Path, catalogue: Catalogue, today: date) -> tuple[bool, str]:
    """Write the log of `folder`; return whether it is now up to date, and what there is to say, in French."""
    path = folder / FILE
    before = path.read_bytes() if path.exists() else None
    after = kept_log(folder, catalogue, today).encode()
    if after == (before or b""):
        return True, "Le journal est à jour."
    if not write_whole(path, after, before):
        return False, f"practices/{path.name} a changé entre-temps : recommencez."
    return True, f"Le journal est écrit dans practices/{path.name}."


def _present(catalogue: Catalogue) -> dict[str, str]:
    """Return the id that each record has today, by every id it ever had."""
    former = {alias: p.id for p in catalogue.pratiques.values() for alias in p.alias}
    return {**former, **{name: name for name in catalogue.pratiques}}


# --- Git ---------------------------------------------------------------------------------------------------------


@dataclass
class _Step:
    """What one commit did to the records: the state of each before and after (None: there was none)."""

    day: date
    names: dict[str, tuple[State | None, State | None]] = field(default_factory=dict)


def _from_git(folder: Path, catalogue: Catalogue, today: date, most: int | None) -> list[Change]:
    if not (steps := _steps(folder, _present(catalogue))):
        return []
    day = date.min
    spans: dict[tuple[str, date], tuple[State | None, State | None]] = {}
    for step in [*steps, _uncommitted(folder, _present(catalogue), today)]:
        day = max(day, step.day)  # clocks differ, the order of commits does not
        for name, (old, new) in step.names.items():
            first, _ = spans.get((name, day), (old, new))
            spans[name, day] = (first, new)
    made = [Change(name, day, nouvelle=True) for (name, day), (old, new) in spans.items() if new and old is None]
    revised = [(key, old, new) for key, (old, new) in spans.items() if old and new and old != new]
    newest = sorted(revised, key=lambda one: one[0][1], reverse=True)[:most]
    data = _read(folder, [state for _, *states in newest for state in states])
    for (name, day), old, new in newest:
        before, after = data.get(old), data.get(new)
        if before is not None and after is not None:
            made.append(Change(name, day, compare(before, after)))
    return [one for one in made if one.nouvelle or one.champs]


def _steps(folder: Path, present: Mapping[str, str]) -> list[_Step]:
    """Return what each commit of the main line did to the records, the oldest first.

    Of a branch that was merged, what counts is the day it was: that is when readers could see it.
    """
    said = git.ask(
        folder,
        *("log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--no-color", "--relative", "-z"),
        *("--format=format:%H %cI", "--", "."),
    )
    boundary = _boundary(folder)
    steps: list[_Step] = []
    told = False
    tokens = iter(said.split(b"\0"))
    for token in tokens:
        if not token.startswith(b":"):
            # A commit's own line, after which its first file follows on the next.
            header, _, token = token.partition(b"\n")
            words = header.decode("ascii", "replace").split(" ")
            if len(words) == 2:
                steps.append(_Step(date.fromisoformat(words[1][:10])))
                told = words[0] not in boundary
        if token.startswith(b":") and steps:
            path = next(tokens, b"")
            if told:
                _note(steps[-1], token, path, present)
    return steps[::-1]


def _boundary(folder: Path) -> set[str]:
    """Return the commits at which a shallow clone ends: what they seem to add was there before."""
    path = git.ask(folder, "rev-parse", "--git-path", "shallow").decode("utf-8", "surrogateescape").strip("\n")
    try:
        return set((folder / path).read_text("ascii").split()) if path else set()
    except (OSError, ValueError):
        return set()


def _note(step: _Step, header: bytes, path: bytes, present: Mapping[str, str]) -> None:
    """Note what `header` (":old-mode new-mode old new letter") says of the file at `path`."""
    words = header.decode("ascii", "replace").removeprefix(":").split(" ")
    name = path.decode("utf-8", "replace")
    if len(words) != 5 or not _NAME.fullmatch(name) or not (known := present.get(name.removesuffix(".yml"))):
        return
    old, new = (
        sha if mode.startswith("100") and set(sha) != {"0"} else None
        for mode, sha in zip(words[:2], words[2:4], strict=True)
    )
    # A record that changes its name leaves under one and comes under the other, in one commit.
    before, after = step.names.get(known, (None, None))
    step.names[known] = (old or before, new or after)


def _uncommitted(folder: Path, present: Mapping[str, str], today: date) -> _Step:
    step = _Step(today)
    options = ("--raw", "--no-abbrev", "--no-renames", "--relative", "-z")
    tokens = iter(git.ask(folder, "diff", *options, "HEAD", "--", ".").split(b"\0"))
    for header in tokens:
        _note(step, header, next(tokens, b""), present)
    others = git.ask(folder, "ls-files", "-z", "--others", "--", ".").split(b"\0")
    names = [*(path.decode("utf-8", "replace") for path in others), *(f"{name}.yml" for name in step.names)]
    for name in names:
        known = present.get(name.removesuffix(".yml"))
        if _NAME.fullmatch(name) and known and (folder / name).is_file():
            step.names[known] = (step.names.get(known, (None, None))[0], folder / name)
    return step


def _read(folder: Path, states: Sequence[State]) -> dict[State, dict[str, Any] | None]:
    """Return the data of each state, None where it cannot be read."""
    found: dict[State, dict[str, Any] | None] = {}
    for path in {state for state in states if isinstance(state, Path)}:
        try:
            found[path] = _data(path.read_bytes())
        except OSError:
            found[path] = None
    wanted = sorted({state for state in states if isinstance(state, str)})
    asked = "".join(f"{sha}\n" for sha in wanted).encode()
    said = git.ask(folder, "cat-file", "--batch", given=asked) if asked else b""
    at = 0
    while (end := said.find(b"\n", at)) >= 0:
        words = said[at:end].decode("ascii", "replace").split(" ")
        at = end + 1
        if len(words) == 3 and words[2].isdigit():
            size = int(words[2])
            found[words[0]] = _data(said[at : at + size])
            at += size + 1
    return found


def _data(raw: bytes) -> dict[str, Any] | None:
    document, problems = parse(raw, "") if len(raw) <= MAX_BYTES else (None, [])
    return document.data if document and not problems else None  # what no file may hold is not to come back by the log
