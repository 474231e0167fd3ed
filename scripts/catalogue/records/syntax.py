"""What a line that is not YAML was meant to be: the parser's English, said in French, and a mend that YAML can read."""

import re
from collections.abc import Iterator

from catalogue.problems.mend import Mend
from catalogue.problems.problem import Problem, in_short
from catalogue.records.document import Document
from catalogue.records.file_rules import SYNTAXE
from catalogue.records.reader import Unreadable, events

# What PyYAML says (English, by its beginning) → what it means to somebody who writes a record.
_MESSAGES = (
    ("mapping values are not allowed", "Le signe « : » apparaît deux fois sur la ligne, ou le décalage est faux."),
    ("could not find expected ':'", "Il manque « : » après le nom de la rubrique."),
    ("did not find expected <document start>", "Il manque « : » après un nom de rubrique, ou le décalage est faux."),
    ("did not find expected key", "Le décalage de cette ligne n’est pas aligné avec les rubriques voisines."),
    ("expected <block end>", "Le décalage de cette ligne n’est pas aligné avec les rubriques voisines."),
    ("did not find expected '-'", "Le décalage de cette ligne n’est pas aligné avec les autres tirets."),
    ("did not find expected ',' or", "Un crochet ou une accolade n’est pas refermé, ou une virgule manque."),
    ("expected ',' or", "Un crochet ou une accolade n’est pas refermé, ou une virgule manque."),
    ("found unexpected end of stream", "Un guillemet ouvert n’est jamais refermé."),
    ("found character", "Un texte qui commence par ce signe demande des guillemets droits."),
    (
        "found unknown escape character",
        "Une barre oblique inverse « \\ » ne s’écrit pas ainsi entre guillemets droits.",
    ),
    ("block sequence entries are not allowed", "Une liste commence à la ligne, sous le nom de sa rubrique."),
    ("while scanning a block scalar", "Après « | » ou « > », le texte commence à la ligne suivante, décalé."),
    ("did not find expected comment or line break", "Après « | » ou « > », le texte commence à la ligne suivante."),
)


def syntax_problem(document: Document, error: Unreadable) -> Problem:
    """Return what is told of `document`, which YAML could not read for `error`."""
    # A quotation left open is told where it opens, not at the end of the file.
    open_quote = "unexpected end of stream" in error.problem
    places = (error.began, error.at) if open_quote else (error.at, error.began)
    line, column = next((place for place in places if place), (1, 1))
    said = f"{error.context} {error.problem}"
    french = next((text for start, text in _MESSAGES if start in said), "La ligne n’est pas du YAML correct.")
    line = min(line, len(document.lines))
    lines = [line, line - 1] if line > 1 and column == 1 else [line]
    tries = (document.rewritten(n, new) for n in lines for new in _guesses(document.lines, n))
    holding = next((mend for mend in tries if _holds(document, mend, line)), None)
    read = in_short(document.lines[line - 1])
    french += f" Lu : « {read} »." if read else ""
    return document.problem_at(SYNTAXE, line, column, french, holding or SYNTAXE.juste)


def _guesses(lines: list[str], number: int) -> Iterator[str]:
    """Yield what the line may have been meant to be: its value quoted, a mark closed, its margin that of the line before."""
    line = lines[number - 1]
    if found := re.match(r"^(\s*(?:- )?(?:[a-z_]+: )?)(.+)$", line):
        value = found[2].strip()
        if value[:1] not in ("{", "["):
            bare = value.strip("\"'").replace("\\", "\\\\").replace('"', "’’")
            yield f'{found[1]}"{bare}"'
        yield from (f"{line.rstrip()}{mark}" for mark in ("]", "}", "}]", '"', "'"))
    if key := re.match(r"^(\s*[a-z_]+)\s+(?=\S)", line):
        yield f"{key[1]}: {line[key.end() :]}"
    before = next((other for other in reversed(lines[: number - 1]) if other.strip()), "")
    for margin in dict.fromkeys((len(before) - len(before.lstrip()), 0)):
        yield " " * margin + line.lstrip()


def _holds(document: Document, mend: Mend, line: int) -> bool:
    """Whether YAML reads past `line` once it is mended."""
    try:
        for _ in events(mend.apply("\n".join(document.lines))):
            pass
    except Unreadable as error:
        return error.at is not None and error.at[0] > line + 1
    return True
