"""How a fault is put right, as data: what to write where. Pure functions on text; nothing here knows YAML."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Spot = tuple[int, int]
"""A line and a column, from 1; a column counts characters."""

_LINE_END = re.compile("\r\n|\r|\n|\x85")


@dataclass(frozen=True, order=True)
class Edit:
    """What stands from `start` up to `end`, which is not part of it, becomes `text`."""

    start: Spot
    end: Spot
    text: str = ""


@dataclass(frozen=True, order=True)
class Mend:
    """What puts one problem right: `edits` of the file; or its whole new `content`; or its new `name` (from the
    project's root), "" when the file goes.

    `path` is the file it is about (from the project's root), "" when that is the problem's own.
    `sure` says that nothing else can have been meant, so that a program may do it unasked.
    """

    edits: tuple[Edit, ...] = ()
    content: str | None = None
    name: str | None = None
    sure: bool = False
    path: str = ""

    def apply(self, text: str) -> str:
        """Return `text`, the content of the file, once mended."""
        return self.content if self.content is not None else apply(text, self.edits)

    def shown(self, lines: Sequence[str]) -> str:
        """Return what the file reads once mended, where it changes; a sentence when lines only go away."""
        if self.name is not None:
            return self.name or "Effacez ce fichier."
        if self.content is not None:
            return self.content.strip("\n")
        if not self.edits:
            return ""
        first = min(edit.start[0] for edit in self.edits)
        last = max(edit.end[0] for edit in self.edits)
        old = list(lines[first - 1 : last])
        new = apply("\n".join(old), [Edit(_up(e.start, first), _up(e.end, first), e.text) for e in self.edits])
        if written := [line for line in new.split("\n") if line.strip() and line not in old]:
            return "\n".join(_unindented(written))
        gone = [n for e in self.edits for n in range(e.start[0], e.end[0] + (e.end[1] > 1)) if n <= len(lines)]
        return f"Effacez la ligne {gone[0]}." if len(gone) < 2 else f"Effacez les lignes {gone[0]} à {gone[-1]}."

    def as_dict(self) -> dict[str, Any]:
        """Return the mend as the JSON report writes it, in French keys."""
        said: dict[str, Any] = {"sure": self.sure}
        if self.edits:
            said["modifications"] = [{"de": list(e.start), "a": list(e.end), "texte": e.text} for e in self.edits]
        if self.content is not None:
            said["contenu"] = self.content
        if self.name is not None:
            said["fichier"] = self.name
        if self.path:
            said["dans"] = self.path
        return said


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with `edits` made; of two that overlap, the later one is left out. New lines end as the text's do."""
    ends = list(_LINE_END.finditer(text))
    starts = [0, *(end.end() for end in ends)]
    stops = [*(end.start() for end in ends), len(text)]
    newline = ends[0][0] if ends else "\n"

    def offset(spot: Spot) -> int:
        line, column = spot
        return len(text) if line > len(starts) else min(starts[line - 1] + column - 1, stops[line - 1])

    done, parts = 0, []
    for edit in sorted(edits):
        start, end = offset(edit.start), offset(edit.end)
        if start >= done:
            parts += [text[done:start], edit.text.replace("\n", newline)]
            done = max(end, start)
    return "".join([*parts, text[done:]])


def _up(spot: Spot, first: int) -> Spot:
    return spot[0] - first + 1, spot[1]


def _unindented(lines: Sequence[str]) -> list[str]:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[margin:].rstrip() for line in lines]
