"""YAML files → plain data with the line and column of every key and value. The only module that reads YAML.

Scalars stay text: the model types them, so that YAML's own guesses (`no`, `01`, `12:30`, `1_000`) never bite. A file is
read as a flat stream of events, not by recursion, so that depth costs a message and not a crash.
"""

import codecs
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import yaml

from catalogue.problems.mend import Edit, Mend, Spot
from catalogue.problems.problem import Problem
from catalogue.records.document import MAX_PROBLEMS, Document, Place, block_end
from catalogue.records.file_rules import (
    ANCRE,
    CARACTERE,
    CLE_COMPLEXE,
    DOUBLE,
    ENCODAGE,
    ETIQUETTE,
    ILLISIBLE,
    MAX_BYTES,
    MAX_DEPTH,
    PLUSIEURS,
    PROFONDEUR,
    SYNTAXE,
    TABULATION,
    TROP_GROS,
    VIDE,
)
from catalogue.system.refusals import refusal

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Mark = TypeVar("_Mark", bound=tuple[Any, ...])

# Control characters, invisible and bidirectional marks, and what Unicode reserves. Tab and line ends are dealt with apart;
# the soft hyphen, the byte-order mark within text and the line separators are invisible too.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)

_HIDDEN = re.compile(f"{_FORBIDDEN.pattern[:-1]}\t\r\x85]")

# What PyYAML says (English, by its beginning) → what it means to somebody who writes a record.
_YAML_MESSAGES = (
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


def read(path: Path, shown: str) -> tuple[Document | None, list[Problem]]:
    """Read the YAML file at `path`, named `shown` in messages; never raises.

    Returns the document (None when nothing can be made of the file) and the problems found while reading.
    """
    blank = Document(shown, [])
    try:
        # Not followed, not waited for: a link or a named pipe is told from a file before it is opened.
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            kind = (
                "un lien"
                if stat.S_ISLNK(status.st_mode)
                else "un dossier"
                if stat.S_ISDIR(status.st_mode)
                else "autre chose"
            )
            said = f"C’est {kind} ; un fichier ordinaire est attendu."
            return None, [blank.problem_at(ILLISIBLE, 1, 1, said, shown)]
        if status.st_size > MAX_BYTES:
            said = f"Le fichier pèse {status.st_size // 1024 + 1} Ko ; {MAX_BYTES // 1024} Ko sont permis."
            return None, [blank.problem_at(TROP_GROS, 1, 1, said, TROP_GROS.juste)]
        raw = path.read_bytes()
    except OSError as error:
        said = f"Le fichier ne peut pas être lu ({refusal(error)})."
        return None, [blank.problem_at(ILLISIBLE, 1, 1, said, shown)]
    return parse(raw, shown)


def parse(raw: bytes, shown: str) -> tuple[Document | None, list[Problem]]:
    """Parse the bytes of a YAML file, named `shown` in messages; returns as `read` does."""
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raw = raw.replace(b"\r\n", b" \n").replace(b"\r", b"\n")
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        shown_line = raw.split(b"\n")[line - 1].decode("cp1252", "replace")
        said = f"L’octet {error.object[error.start]:#04x} a été lu ; le fichier doit être enregistré en UTF-8."
        mend = Mend(content=_guessed(error.object))
        return None, [Problem(shown, line, column, ENCODAGE.id, said, shown_line.strip(), shown_line, mend)]
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    document = Document(shown, text.split("\n"))
    problems = list(islice(_characters(document), MAX_PROBLEMS))
    if problems:
        return None, problems
    try:
        problems = list(islice(_build(document, text), MAX_PROBLEMS))
    except yaml.YAMLError as error:
        return None, [_syntax_problem(document, error)]
    if not problems and not document.data:
        said = "Le fichier ne contient aucune rubrique ; une suite de « rubrique: valeur » est attendue."
        problems.append(document.problem_at(VIDE, 1, 1, said, VIDE.juste))
    unread = any(problem.rule in (VIDE.id, PLUSIEURS.id, PROFONDEUR.id) for problem in problems)
    # Of a file not read to its end, or whose keys are all wrong, nothing more can be said.
    unread = unread or not document.data or len(problems) == MAX_PROBLEMS
    return (None if unread else document), problems


def _guessed(raw: bytes) -> str:
    """Return the text of `raw` in the encoding that French files have when they are not in UTF-8."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _characters(document: Document) -> Iterator[Problem]:
    for number, line in enumerate(document.lines, start=1):
        if "\t" in line:
            column = line.index("\t") + 1
            mend = document.rewritten(number, line.replace("\t", "  "))
            said = "Une tabulation se trouve dans cette ligne ; des espaces sont attendus."
            yield document.problem_at(TABULATION, number, column, said, mend)
        if found := _FORBIDDEN.search(line):
            said = f"Le caractère invisible U+{ord(found[0]):04X} se trouve dans cette ligne ; il est à retirer."
            mend = document.rewritten(number, _FORBIDDEN.sub("", line))
            yield document.problem_at(CARACTERE, number, found.start() + 1, said, mend)


def _syntax_problem(document: Document, error: yaml.YAMLError) -> Problem:
    # A quotation left open is told where it opens, not at the end of the file.
    open_quote = "unexpected end of stream" in (getattr(error, "problem", "") or "")
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    mark = next((mark for mark in (reversed(marks) if open_quote else marks) if mark), None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}"
    french = next((text for start, text in _YAML_MESSAGES if start in said), "La ligne n’est pas du YAML correct.")
    line = min(line, len(document.lines))
    lines = [line, line - 1] if line > 1 and column == 1 else [line]
    tries = (document.rewritten(n, new) for n in lines for new in _guesses(document.lines, n))
    holding = next((mend for mend in tries if _holds(document, mend, line)), None)
    read = " ".join(document.lines[line - 1].split())
    french += f" Lu : « {read if len(read) <= 60 else read[:57].rstrip() + '…'} »." if read else ""
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
        for _ in yaml.parse(mend.apply("\n".join(document.lines)), Loader=Loader):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark is not None and mark.line > line
    return True


def _text(event: Any) -> str:
    """Return the text of a scalar, without spaces at its ends; YAML's nulls are empty, a refused alias stands for itself."""
    if isinstance(event, yaml.AliasEvent):
        return f"*{event.anchor}"
    text: str = event.value.strip()
    return "" if event.style in (None, "") and text in ("~", "null", "Null", "NULL") else text


@dataclass
class _Open:
    """A list or a group being filled."""

    value: Any
    place: Place
    key: str | None = None
    expects_key: bool = False


def _build(document: Document, text: str) -> Iterator[Problem]:
    """Fill `document` from the events of `text`; yields what YAML allows and a record does not."""
    stack: list[_Open] = []
    documents = 0
    skipping = 0  # depth inside a key that is not text

    for event in yaml.parse(text, Loader=Loader):
        mark = event.start_mark
        assert mark is not None  # noqa: S101 - the parser marks every event
        line, column = min(mark.line + 1, len(document.lines)), mark.column + 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                said = "Un deuxième document commence ici (« --- ») ; un seul est attendu. Mettez-le dans son propre fichier."
                yield document.problem_at(PLUSIEURS, line, column, said, document.without(line, len(document.lines)))
                return
            if event.version or event.tags:
                said = "Une directive YAML (%) ouvre le fichier ; il commence par une rubrique."
                yield document.problem_at(ETIQUETTE, line, column, said, _without_directives(document))
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            if skipping:
                skipping -= 1
                if not skipping:  # the key is passed over, its value comes next; or the value, and the next key
                    stack[-1].expects_key = not stack[-1].expects_key
            else:
                closed = stack.pop()
                last = event.end_mark
                if closed.place in document.inline and last is not None:
                    document.ends.setdefault(closed.place, (last.line + 1, last.column + 1))
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        if event.anchor is not None:
            alias = isinstance(event, yaml.AliasEvent)
            said = f"{'Un renvoi (*' if alias else 'Une ancre (&'}{event.anchor}) se trouve ici ; un texte est attendu."
            old = f"*{event.anchor}" if alias else f"&{event.anchor} "
            at = document.lines[line - 1].find(old.rstrip(), column - 1) + 1
            edit = Edit((line, at), (line, at + len(old)), f'"{old}"' if alias else "")
            yield document.problem_at(ANCRE, line, column, said, Mend((edit,)) if at else ANCRE.juste)
        tag = getattr(event, "tag", None)
        if tag is not None:
            found = re.compile(r"!\S*\s*").search(document.lines[line - 1], column - 1)
            mend = Mend((Edit((line, found.start() + 1), (line, found.end() + 1)),)) if found else ETIQUETTE.juste
            typed = found[0].strip() if found else tag
            said = f"L’étiquette « {typed} » se trouve ici ; un texte simple est attendu."
            yield document.problem_at(ETIQUETTE, line, column, said, mend)

        # Escapes of quoted text may hide what no line of the file shows.
        if getattr(event, "style", None) == '"' and (found := _HIDDEN.search(event.value)):  # type: ignore[attr-defined]
            said = f"Le caractère invisible U+{ord(found[0]):04X} se cache dans ce texte ; il est à retirer."
            visible = _HIDDEN.sub("", event.value).replace("\\", "\\\\").replace('"', '\\"')  # type: ignore[attr-defined]
            edit = Edit((line, column), _end(event), f'"{" ".join(visible.split())}"')
            yield document.problem_at(CARACTERE, line, column, said, Mend((edit,)))

        collection = isinstance(event, yaml.CollectionStartEvent)
        if collection and len(stack) + skipping >= MAX_DEPTH:
            said = f"Plus de {MAX_DEPTH} niveaux sont imbriqués ici ; {MAX_DEPTH} au plus sont permis."
            flat = re.sub(r"\]{2,}", "]", re.sub(r"\[{2,}", "[", document.lines[line - 1]))
            changed = flat != document.lines[line - 1]
            yield document.problem_at(
                PROFONDEUR, line, column, said, document.rewritten(line, flat) if changed else PROFONDEUR.juste
            )
            return
        if skipping:
            skipping += collection
            continue
        parent = stack[-1] if stack else None
        if parent is not None and parent.expects_key:
            if collection:
                said = "Le nom de la rubrique est une liste ou un groupe ; un mot est attendu."
                yield document.problem_at(CLE_COMPLEXE, line, column, said, _without_pair(document, line))
                skipping = 1
                continue
            key = _text(event)
            place = _shared((*parent.place, key))
            if key in parent.value:
                first = document.keys[place][0]
                said = f"La rubrique « {key} » est déjà écrite ligne {first} ; une seule est attendue."
                whole = not document.lines[line - 1][: column - 1].strip() and parent.place not in document.inline
                once = document.without(line, block_end(document.lines, line, column)) if whole else None
                yield document.problem_at(
                    DOUBLE, line, column, said, once or f"Gardez une seule des lignes {first} et {line}."
                )
            document.keys.setdefault(place, _shared((line, column)))
            parent.key, parent.expects_key = key, False
            continue

        if parent is not None and parent.key is None and isinstance(parent.value, dict):  # of a key passed over
            skipping, parent.expects_key = int(collection), not collection
            continue

        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else [] if collection else _text(event)
        if parent is None:
            place = ()
            if isinstance(value, dict):
                document.data.update(value)
                value = document.data
            else:
                said = "Le fichier contient un texte ou une liste ; une suite de « rubrique: valeur » est attendue."
                yield document.problem_at(VIDE, line, column, said, VIDE.juste)
                return
        elif isinstance(parent.value, list):
            place = _shared((*parent.place, len(parent.value)))
            parent.value.append(value)
        else:
            place = _shared((*parent.place, str(parent.key)))
            parent.value.setdefault(parent.key, value)
            parent.expects_key, parent.key = True, None
        document.values.setdefault(place, _shared((line, column)))
        if getattr(event, "flow_style", None):
            document.inline.add(place)
        elif not collection:
            document.ends.setdefault(place, _shared(_trimmed(document.lines, _end(event), (line, column))))
        if collection:
            stack.append(_Open(value, place, expects_key=isinstance(value, dict)))


@lru_cache(maxsize=1 << 14)
def _shared(mark: _Mark) -> _Mark:
    """Return the same tuple for the same place, or spot, whatever the file: thousands of files name the same ones."""
    return mark


def _end(event: Any) -> Spot:
    return event.end_mark.line + 1, event.end_mark.column + 1


def _trimmed(lines: list[str], end: Spot, start: Spot) -> Spot:
    """Return `end`, without the blank lines that a block of text seems to reach over."""
    line, column = end
    while line > start[0] and (line > len(lines) or not lines[line - 1][: column - 1].strip()):
        line -= 1
        column = len(lines[line - 1].rstrip()) + 1
    return line, column


def _without_pair(document: Document, line: int) -> Mend:
    """Return the mend that takes away the « ? … : … » that begins at `line`."""
    column = len(document.lines[line - 1]) - len(document.lines[line - 1].lstrip()) + 1
    last = block_end(document.lines, line, column)
    if last < len(document.lines) and document.lines[last].lstrip().startswith(": "):
        last = block_end(document.lines, last + 1, column)
    return document.without(line, last)


def _without_directives(document: Document) -> Mend:
    """Return the mend that takes away the directives, and the « --- » after them."""
    last = next((n for n, line in enumerate(document.lines, 1) if line.startswith("---")), 1)
    return document.without(1, last)
