"""One YAML file, read: its data, and the line and column of every key and value."""

from dataclasses import dataclass, field
from typing import Any

from catalogue.problems.mend import Edit, Mend, Spot
from catalogue.problems.problem import Problem, Rule

MAX_PROBLEMS = 100
_LONG = 1000  # letters of a line that an example shows

Key = str | int
Place = tuple[Key, ...]
"""Where a value stands in a document: ("chiffres", 0, "valeur")."""


@dataclass(frozen=True)
class Document:
    """One YAML file, read.

    `path` is relative to the project's root, with slashes; `data` is made of dict, list and str; `keys` and `values`
    give where each key and value begins, by its place, and `ends` where each value ends; `inline` are the places of the
    groups and lists written between brackets.
    """

    path: str
    lines: list[str] = field(repr=False)
    data: dict[str, Any] = field(default_factory=dict)
    keys: dict[Place, Spot] = field(default_factory=dict, repr=False)
    values: dict[Place, Spot] = field(default_factory=dict, repr=False)
    ends: dict[Place, Spot] = field(default_factory=dict, repr=False)
    inline: set[Place] = field(default_factory=set, repr=False)

    def problem(self, rule: Rule, place: Place, message: str, how: str | Mend = "", *, at_key: bool = False) -> Problem:
        """Return the problem of `rule` at the value (or the key) that stands at `place`, or at its nearest parent.

        `how` is what puts it right, or the words that say so.
        """
        marks = self.keys if at_key else self.values
        while place and place not in marks:
            place, marks = place[:-1], self.values
        line, column = marks.get(place, (1, 1))
        return self.problem_at(rule, line, column, message, how)

    def problem_at(self, rule: Rule, line: int, column: int, message: str, how: str | Mend = "") -> Problem:
        """Return the problem of `rule` at a line and column of this file."""
        line = min(line, len(self.lines) or 1)  # an end may be told one line after the last
        excerpt = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        example, mend = (how, None) if isinstance(how, str) else (how.shown(self.lines), how)
        example = "\n".join(one if len(one) <= _LONG else f"{one[:_LONG]}…" for one in example.split("\n"))
        return Problem(self.path, line, column, rule.id, message, example, excerpt, mend)

    def rewritten(self, line: int, new: str, last: int = 0) -> Mend:
        """Return the mend that writes `new` in place of `line` (up to the line `last`, where one is given)."""
        last = max(line, last)
        return Mend((Edit((line, 1), (last, len(self.lines[last - 1]) + 1), new),))

    def without(self, first: int, last: int) -> Mend:
        """Return the mend that takes the lines `first` to `last` away."""
        return Mend((Edit((first, 1), (last + 1, 1)),))

    def value(self, place: Place) -> Any:
        """Return the data that stands at `place`, or None."""
        node: Any = self.data
        for step in place:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return None
        return node


def block_end(lines: list[str], line: int, column: int) -> int:
    """Return the last line of the block that begins at `line` and `column`: what follows, further in, blank lines apart.

    A list may stand as far out as the name it belongs to.
    """
    last = line
    for number in range(line + 1, len(lines) + 1):
        text = lines[number - 1]
        margin = len(text) - len(text.lstrip())
        if not text.strip():
            continue
        if margin < column and not (margin == column - 1 and text.lstrip()[:2] in ("- ", "-")):
            break
        last = number
    return last
