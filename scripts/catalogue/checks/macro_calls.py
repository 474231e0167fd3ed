"""The macros that a page written by hand calls, read without running anything: whatever is not such a call is refused.

A call gives constants: texts, numbers, lists of texts, and calls (`etape("…")`) where a macro takes some. Between quotes stand neither
braces nor backslashes, so that no sign is read in two ways, by us and by Jinja.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

MARK = "\ue000"
"""What stands for a call in a text that is looked at without it: a character that nobody writes."""


@dataclass(frozen=True)
class Value:
    """What a call is given: a text, a number, a list of values or a call; and where it begins, as all places here, from
    the page's first character.
    """

    is_: "str | int | list[Value] | Call"
    at: int


@dataclass(frozen=True)
class Call:
    """A call as it is written: the macro's name, what it is given in order, and by name."""

    name: str
    at: int
    given: list[Value]
    named: Mapping[str, Value]


@dataclass(frozen=True)
class Fault:
    """Something that is no call: where, and what is wrong, in French."""

    at: int
    said: str


@dataclass
class Reading:
    """What was read: the outermost calls, each with its beginning and end; comments likewise; what is neither."""

    calls: list[tuple[int, int, Call]] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def replaced(self, text: str, stand_in: Callable[[str, Call | None], str]) -> str:
        """Return `text` with what `stand_in` gives for each call, and comment (None), from how it is written."""
        parts, done = [], 0
        for start, end, call in sorted([*self.calls, *((*one, None) for one in self.comments)], key=itemgetter(0)):
            parts += [text[done:start], stand_in(text[start:end], call)]
            done = end
        return "".join([*parts, text[done:]])


def read(text: str, start: int = 0) -> Reading:
    """Return what Jinja would find in `text` from `start` on."""
    found, at = Reading(), start
    while opened := _OPENING.search(text, at):
        at = opened.start()
        try:
            if opened[0] == "{%":
                raise _Refused(at, "« {% » ouvre une instruction ; seul l’appel d’une macro est attendu.")
            if opened[0] == "{#":
                end = _comment_end(text, at)
                found.comments.append((at, end))
            else:
                call, end = _Cursor(text, opened.end()).whole()
                found.calls.append((at, end, call))
            at = end
        except _Refused as refused:
            between = text[opened.start() : refused.at]
            if "\n\n" in between or refused.at == len(text):
                refused = _Refused(opened.start(), "« {{ » ouvre une macro, que « }} » ne ferme pas.")
            found.faults.append(Fault(refused.at, refused.said))
            closed = _CLOSING.search(text, opened.end())
            at = closed.end() if closed else len(text)
    return found


_OPENING = re.compile(r"\{[{%#]")
_CLOSING = re.compile(r"[}%#]\}|\n\n")
_COMMENT = re.compile(r"\{#(?![-+])(?:(?!#\}|-#\}).)*#\}", re.S)
_TOKEN = re.compile(
    r"""\s*(?:(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<text>"[^"\\{}\n]*"|'[^'\\{}\n]*')|(?P<number>0|[1-9][0-9]{0,5})\b"""
    r"""|(?P<close>\}\})|(?P<sign>[()\[\],=])|(?P<other>.|\Z))""",
    re.S,
)
_DEPTH = 2
"""How deep calls and lists may stand in one another: `parcours(etape("…", questions=["…"]))`."""


class _Refused(Exception):
    def __init__(self, at: int, said: str) -> None:
        super().__init__(said)
        self.at, self.said = at, said


class _Cursor:
    """Reads the tokens of one call, a method a construct."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._next = _TOKEN.match(text, at)

    def expect(self, kind: str, what: str, sign: str = "") -> re.Match[str]:
        """Return the next token when it is of `kind` (and this `sign`), and go past it; else refuse it: `what` is expected."""
        token = self._next
        assert token is not None  # noqa: S101 - the pattern matches anything
        if token.lastgroup != kind or (sign and token[kind] != sign):
            at = token.start(token.lastgroup or 0)
            read = self._text[at : at + 24].split("\n")[0].strip() or "rien"
            raise _Refused(at, f"« {read} » a été lu ; on attend ici {what}.")
        self._next = _TOKEN.match(self._text, token.end())
        return token

    def _sees(self, sign: str) -> bool:
        return self._next is not None and self._next["sign"] == sign

    def whole(self) -> tuple[Call, int]:
        """Return the call that stands between the braces just opened, and where it ends."""
        name = self.expect("name", "le nom d’une macro")
        if not self._sees("("):
            said = f"« {name['name']} » a été lu ; l’appel d’une macro est attendu, qui s’écrit nom(…)."
            raise _Refused(name.start("name"), said)
        return self.call(name, 0), self.expect("close", "« }} »").end()

    def call(self, name: re.Match[str], depth: int) -> Call:
        """Return the call of `name`, which was just read."""
        self.expect("sign", "« ( »", "(")
        given: list[Value] = []
        named: dict[str, Value] = {}
        while not self._sees(")"):
            value = self._value(depth)
            if isinstance(value, re.Match):
                if not self._sees("="):
                    raise _Refused(value.start("name"), f"« {value['name']} » a été lu ; on attend ici {_A_VALUE}.")
                self.expect("sign", "« = »", "=")
                if value["name"] in named:
                    raise _Refused(value.start("name"), f"« {value['name']} » est donné deux fois.")
                key, value = value["name"], self._value(depth)
                if isinstance(value, re.Match):
                    raise _Refused(value.start("name"), f"« {value['name']} » a été lu ; on attend ici {_A_VALUE}.")
                named[key] = value
            elif named:
                raise _Refused(value.at, "Ce qui est donné par son nom vient en dernier.")
            else:
                given.append(value)
            if not self._sees(")"):
                self.expect("sign", "« , » ou « ) »", ",")
        self.expect("sign", "« ) »", ")")
        return Call(name["name"], name.start("name"), given, named)

    def _value(self, depth: int) -> Value | re.Match[str]:
        """Return the next value; or the word there, when no call follows it."""
        if self._next is not None and self._next.lastgroup == "name":
            name = self.expect("name", "")
            if not self._sees("("):
                return name
            if depth + 1 >= _DEPTH:
                raise _Refused(name.start("name"), f"« {name['name']}(…) » a été lu ; on attend ici {_A_VALUE}.")
            return Value(self.call(name, depth + 1), name.start("name"))
        if self._next is not None and self._next.lastgroup == "number":
            number = self.expect("number", "")
            return Value(int(number["number"]), number.start("number"))
        return self._list() if self._sees("[") else self._written()

    def _list(self) -> Value:
        at = self.expect("sign", "« [ »", "[").start("sign")
        items = []
        while not self._sees("]"):
            items.append(self._written())
            if not self._sees("]"):
                self.expect("sign", "« , » ou « ] »", ",")
        self.expect("sign", "« ] »", "]")
        return Value(items, at)

    def _written(self) -> Value:
        text = self.expect("text", _A_VALUE)
        return Value(text["text"][1:-1], text.start("text"))


_A_VALUE = "un texte entre guillemets droits, sans accolade ni barre oblique inverse"


def _comment_end(text: str, at: int) -> int:
    """Return where the comment that opens at `at` ends."""
    if found := _COMMENT.match(text, at):
        return found.end()
    said = "« {# » ouvre un commentaire, que « #} » ferme, sans tiret ; l’ancre d’un titre s’écrit « {: #ancre } »."
    raise _Refused(at, said)
