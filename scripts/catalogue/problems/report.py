"""Problems → what a terminal, a forge or a program reads. Pure functions."""

import json
from collections.abc import Sequence

from catalogue.problems.problem import RULES, Problem

_BOLD, _RED, _DIM, _OFF = "\033[1m", "\033[31m", "\033[2m", "\033[0m"


def text(problems: Sequence[Problem], *, colour: bool = False, site: str = "/") -> str:
    """Return one block a problem: where, what, the line as it stands, the mended example, the page of its rule on the
    `site`; then a count.

    The first line of a block reads `practices/x.yml:12:3: message [rule-id]`.
    """
    bold, red, dim, off = (_BOLD, _RED, _DIM, _OFF) if colour else ("", "", "", "")
    lines = []
    for problem in problems:
        where = f"{problem.path}:{problem.line}:{problem.column}:"
        lines.append(f"{bold}{visible(where)}{off} {visible(problem.message)} {dim}[{problem.rule}]{off}")
        if problem.excerpt.strip():
            # A long line is shown around the fault.
            start = max(0, problem.column - 61)
            shown = visible(problem.excerpt[start : start + 100])
            margin = " " * len(str(problem.line))
            lines.append(f"  {problem.line} | {shown}")
            before = visible(problem.excerpt[start : problem.column - 1])
            lines.append(f"  {margin} | {' ' * len(before)}{red}^{off}")
        if problem.example:
            first, *rest = problem.example.split("\n")
            lines.append(f"  Corrigez ainsi : {visible(first)}")
            lines += [f"                   {visible(line)}" for line in rest]
        if problem.rule in RULES:
            lines.append(f"  {dim}Pourquoi : {site}{RULES[problem.rule].page}{off}")
        lines.append("")
    files = len({problem.path for problem in problems})
    lines.append(f"{_count(len(problems), 'problème')} dans {_count(files, 'fichier')}.")
    return "\n".join(lines)


def noted(remarks: Sequence[Problem], *, whole: bool = True) -> str:
    """Return one line a remark, where and what, then their number; not `whole`, their number alone, and how to see them."""
    count = f"{_count(len(remarks), 'remarque')}, qui ne bloque{'nt' if len(remarks) > 1 else ''} rien"
    if not whole:
        return f"{count} ; « catalogue check practices » en dit plus."
    lines = [
        f"{visible(f'{one.path}:{one.line}:{one.column}:')} {visible(one.message)} [{one.rule}]" for one in remarks
    ]
    return "\n".join([*lines, f"{count}."])


def github(problems: Sequence[Problem], *, site: str = "/") -> str:
    """Return one workflow command a problem, or a remark, which the forge shows on the line of the file."""
    lines = []
    for problem in problems:
        said = visible(problem.message)
        if problem.example:
            said += "\nCorrigez ainsi : " + "\n".join(map(visible, problem.example.split("\n")))
        if problem.rule in RULES:
            said += f"\nPourquoi : {site}{RULES[problem.rule].page}"
        where = f"file={_escaped(visible(problem.path), True)},line={problem.line},col={problem.column}"
        level = "error" if problem.rule not in RULES or RULES[problem.rule].bloque else "notice"
        lines.append(f"::{level} {where},title={_escaped(problem.rule, True)}::{_escaped(said)}")
    return "\n".join(lines)


def as_json(problems: Sequence[Problem]) -> str:
    """Return the problems as a JSON list of objects (keys: fichier, ligne, colonne, regle, message, exemple, page,
    correction).
    """
    text = json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False, indent=2)
    # What a terminal would obey is written as JSON's own escapes.
    return "".join(c if c.isprintable() or c in "\n\u00a0\u202f" else json.dumps(c)[1:-1] for c in text)


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'s' if number > 1 else ''}"


def visible(value: str) -> str:
    """Return `value` with what a terminal would obey, or not show, written as its code."""
    if value.isprintable():
        return value
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else f"\\u{ord(c):04x}" for c in value)


def _escaped(value: str, in_property: bool = False) -> str:
    # https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    for character, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        value = value.replace(character, code)
    return value.replace(":", "%3A").replace(",", "%2C") if in_property else value


FORMATS = ("text", "github", "json")
