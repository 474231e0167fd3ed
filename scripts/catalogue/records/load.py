"""Files → documents: plain data with the line and column of every key and value, and what keeps a file from being one.

Scalars stay text: the model types them, so that YAML's own guesses (`no`, `01`, `12:30`, `1_000`) never bite.
"""

import codecs
import stat
from itertools import chain, islice
from pathlib import Path

from catalogue.problems.mend import Mend
from catalogue.problems.problem import Problem
from catalogue.records.characters import check_characters
from catalogue.records.document import MAX_PROBLEMS, Document
from catalogue.records.file_rules import (
    ENCODAGE,
    ILLISIBLE,
    MAX_BYTES,
    MAX_LIST_BYTES,
    PLUSIEURS,
    PROFONDEUR,
    TROP_GROS,
    VIDE,
)
from catalogue.records.merges import check_merges
from catalogue.records.reader import Reader, Unreadable
from catalogue.records.readings import FILE as READINGS
from catalogue.records.syntax import syntax_problem
from catalogue.system.refusals import refusal

_KINDS = {stat.S_IFLNK: "un lien", stat.S_IFDIR: "un dossier"}


def read(path: Path, shown: str) -> tuple[Document | None, list[Problem]]:
    """Read the YAML file at `path`, named `shown` in messages; never raises.

    Returns the document (None when nothing can be made of the file) and the problems found while reading.
    """
    is_list = path.parent.name == "vocabulaires" or path.name == READINGS
    raw = read_bytes(path, shown, MAX_LIST_BYTES if is_list else MAX_BYTES)
    return (None, [raw]) if isinstance(raw, Problem) else parse(raw, shown)


def read_bytes(path: Path, shown: str, most: int) -> bytes | Problem:
    """Return what the file at `path` holds, of at most `most` bytes, or why that cannot be read; never raises."""
    blank = Document(shown, [])
    try:
        # Not followed, not waited for: a link or a named pipe is told from a file before it is opened.
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            said = f"C’est {_KINDS.get(stat.S_IFMT(status.st_mode), 'autre chose')} ; un fichier ordinaire est attendu."
            return blank.problem_at(ILLISIBLE, 1, 1, said, shown)
        if status.st_size > most:
            said = f"Le fichier pèse {status.st_size // 1024 + 1} Ko ; {most // 1024} Ko sont permis."
            return blank.problem_at(TROP_GROS, 1, 1, said, TROP_GROS.juste)
        return path.read_bytes()
    except OSError as error:
        said = f"Le fichier ne peut pas être lu ({refusal(error)})."
        return blank.problem_at(ILLISIBLE, 1, 1, said, shown)


def parse(raw: bytes, shown: str) -> tuple[Document | None, list[Problem]]:
    """Parse the bytes of a YAML file, named `shown` in messages; returns as `read` does."""
    document, problems = lines_of(raw, shown)
    if document is None or problems:
        return None, problems
    try:
        problems = Reader(document).read("\n".join(document.lines))
    except Unreadable as error:
        return None, [syntax_problem(document, error)]
    if not problems and not document.data:
        said = "Le fichier ne contient aucune rubrique ; une suite de « rubrique: valeur » est attendue."
        problems.append(document.problem_at(VIDE, 1, 1, said, VIDE.juste))
    unread = any(problem.rule in (VIDE.id, PLUSIEURS.id, PROFONDEUR.id) for problem in problems)
    # Of a file not read to its end, or whose keys are all wrong, nothing more can be said.
    unread = unread or not document.data or len(problems) == MAX_PROBLEMS
    return (None if unread else document), problems


def lines_of(raw: bytes, shown: str) -> tuple[Document | None, list[Problem]]:
    """Return the lines of a file of text as a document without data (None when it is not in UTF-8), and what they may not hold."""
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        return None, [_encoding_problem(error, shown)]
    document = Document(shown, text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").split("\n"))
    return document, list(islice(chain(check_merges(document), check_characters(document)), MAX_PROBLEMS))


def _encoding_problem(error: UnicodeDecodeError, shown: str) -> Problem:
    """Return what is told of a file that is not in UTF-8, with its text in the encoding it seems to have."""
    raw = error.object.replace(b"\r\n", b" \n").replace(b"\r", b"\n")
    before = raw[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    excerpt = raw.split(b"\n")[line - 1].decode("cp1252", "replace")
    said = f"L’octet {error.object[error.start]:#04x} a été lu ; le fichier doit être enregistré en UTF-8."
    return Problem(
        shown, line, column, ENCODAGE.id, said, excerpt.strip(), excerpt, Mend(content=_guessed(error.object))
    )


def _guessed(raw: bytes) -> str:
    """Return the text of `raw` in the encoding that French files have when they are not in UTF-8."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
