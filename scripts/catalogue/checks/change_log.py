"""Rules on the log of changes, which a proposal may bring as it brings a record; records/change_log.py says what a line is."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.checks.context import items
from catalogue.checks.folder import Found
from catalogue.checks.record import DATE_FUTURE
from catalogue.checks.shape import DATE
from catalogue.checks.shape_mends import iso_date
from catalogue.checks.texts import UNKNOWN
from catalogue.problems.mend import Mend
from catalogue.problems.problem import Problem, Rule, declaring, in_short, suggestion
from catalogue.records.change_log import CHANGED, FILE, MAX_LETTERS, NEW, DoubleKey, Number, parse_line
from catalogue.records.characters import HIDDEN
from catalogue.records.document import Document
from catalogue.records.fields import fields_of
from catalogue.records.file_rules import CARACTERE, MAX_DEPTH, MAX_LOG_BYTES
from catalogue.records.load import lines_of, read_bytes
from catalogue.text.near import near

declare = declaring("Le fichier", __name__)

LIGNE = declare(
    id="ligne-du-journal",
    titre="Chaque ligne du journal des changements dit un seul changement, en JSON.",
    pourquoi="journal.jsonl garde l’historique des fiches : ce que dit une ligne mal écrite y serait perdu. « catalogue journal » "
    "l’écrit ; on peut y reformuler une valeur.",
    faux='{"jour": "2026-03-02", "pratique": "atout-mixite", "champs": "statut", "avant": null, "apres": "terminee"}',
    juste='{"jour": "2026-03-02", "pratique": "atout-mixite", "champ": "statut", "avant": null, "apres": "terminee"}',
)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check_log(folder: Path, found: Found, today: date) -> Iterator[Problem]:
    """Yield what is wrong with the log of changes of `folder`, where there is one, as of `today`."""
    path, shown = folder / FILE, f"{folder.name}/{FILE}"
    if not path.exists() and not path.is_symlink():
        return
    raw = read_bytes(path, shown, MAX_LOG_BYTES)
    if isinstance(raw, Problem):
        yield raw
        return
    document, problems = lines_of(raw, shown)
    yield from problems
    if document and not problems:
        known = _Known(_ids(found), [one.nom for one in fields_of()], today)
        for number, text in enumerate(document.lines, 1):
            if text.strip():
                yield from _check(_Line(document, number, text), known)


def _ids(found: Found) -> Collection[str] | None:
    """Return every id that a practice has, or had; None when the withdrawals, which tell some, could not be read."""
    if any("/vocabulaires/retraits." in shown for shown in found.unread):
        return None
    former = [str(name) for document in found.records.values() for _, name in items(document, "alias")]
    withdrawn = found.vocabularies["retraits"].data if "retraits" in found.vocabularies else ()
    return {*found.records, *(Path(shown).stem for shown in found.unread), *former, *withdrawn}


@dataclass(frozen=True)
class _Known:
    """What a line may name: the ids of practices, if they are known, and their fields; and the last day it may be of."""

    ids: Collection[str] | None
    fields: Collection[str]
    today: date


@dataclass(frozen=True)
class _Line:
    """A line of the log."""

    document: Document
    number: int
    text: str

    def problem(self, rule: Rule, said: str, how: str | Mend, *, key: str = "", column: int = 1) -> Problem:
        """Return the problem of `rule` at the value of `key`, or at the `column`."""
        if key and (at := re.search(rf'"{re.escape(key)}"\s*:\s*', self.text)):
            column = at.end() + 1
        return self.document.problem_at(rule, self.number, column, said, how)

    def with_data(self, data: dict[str, Any]) -> Mend:
        """Return the mend that makes the line say `data`, in the way that the log is written."""
        new = {key: value if key == "nouvelle" else _as_written(value) for key, value in data.items()}
        return self.document.rewritten(self.number, json.dumps(new, ensure_ascii=False))


def _as_written(value: Any) -> Any:
    """Return `value` as a record writes it: texts, without what no line of a file would show, lists and groups of them."""
    if isinstance(value, dict):
        return {_as_written(key): _as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_written(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None else HIDDEN.sub("", value)


def _check(line: _Line, known: _Known) -> Iterator[Problem]:
    if len(line.text) > MAX_LETTERS:
        said = f"Cette ligne compte {len(line.text)} caractères ; {MAX_LETTERS} au plus sont permis."
        yield line.problem(LIGNE, said, "Effacez cette ligne, ou coupez-en les textes.")
        return
    try:
        data = parse_line(line.text)
    except DoubleKey as double:
        said = f"« {double} » est écrit deux fois dans cette ligne ; une seule fois est attendue."
        yield line.problem(LIGNE, said, f"Gardez un seul « {double} ».", key=str(double))
    except ValueError as error:
        yield _unreadable(line, error)
    else:
        if _is_deep(data):
            said = f"Plus de {MAX_DEPTH} niveaux sont imbriqués dans cette ligne ; {MAX_DEPTH} au plus sont permis."
            yield line.problem(LIGNE, said, "Effacez cette ligne, ou ce qu’elle a de trop.")
        elif isinstance(data, dict):
            yield from _check_keys(line, data)
            yield from _check_names(line, data, known)
            yield from _check_values(line, data)
        else:
            said = f"« {in_short(line.text)} » n’est pas un changement ; un groupe entre accolades est attendu."
            yield line.problem(LIGNE, said, LIGNE.juste)


def _unreadable(line: _Line, error: ValueError) -> Problem:
    read = in_short(line.text)
    column = error.colno if isinstance(error, json.JSONDecodeError) else 1
    first, rest = line.text[: column - 1].rstrip(), line.text[column - 1 :]
    if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data" and rest.startswith("{"):
        said = f"Plusieurs changements sont écrits sur la ligne « {read} » ; un seul est attendu."
        return line.problem(LIGNE, said, line.document.rewritten(line.number, f"{first}\n{rest}"), column=column)
    said = f"La ligne « {read} » n’est pas du JSON ; un groupe entre accolades est attendu."
    return line.problem(LIGNE, said, LIGNE.juste, column=column)


def _check_keys(line: _Line, data: dict[str, Any]) -> Iterator[Problem]:
    """A line has all its keys, and no other."""
    expected = NEW if "nouvelle" in data else CHANGED
    missing = [key for key in expected if key not in data]
    for key in (key for key in data if key not in expected):
        said = f"La clé « {key} » n’est pas de celles qui sont attendues ({', '.join(expected)})"
        if guess := near(key, missing):
            missing.remove(guess)
            mend = line.with_data({guess if name == key else name: value for name, value in data.items()})
            yield line.problem(LIGNE, f"{said}{suggestion(guess)}", mend, key=key)
        else:
            mend = line.with_data({name: value for name, value in data.items() if name != key})
            yield line.problem(LIGNE, f"{said}.", mend, key=key)
    if missing:
        said = f"La ligne « {in_short(line.text)} » ne dit pas tout ; attendu aussi : {', '.join(missing)}."
        yield line.problem(LIGNE, said, LIGNE.juste)
    if data.get("nouvelle", True) is not True:
        said = "« nouvelle » se dit seulement d’une fiche qui l’est ; true est attendu."
        yield line.problem(LIGNE, said, line.with_data({**data, "nouvelle": True}), key="nouvelle")


def _check_names(line: _Line, data: dict[str, Any], known: _Known) -> Iterator[Problem]:
    """The day exists and is over, or today; the practice exists, or did; the field exists."""
    day, today = data.get("jour", ""), known.today.isoformat()
    if "jour" in data and not (isinstance(day, str) and _DAY.fullmatch(day) and iso_date(day) == day):
        said = f"« {in_short(_text(day))} » doit être une date qui existe, année-mois-jour."
        guess = iso_date(_text(day))
        yield line.problem(DATE, said, line.with_data({**data, "jour": guess}) if guess else LIGNE.juste, key="jour")
    elif day > today:
        said = DATE_FUTURE.says("date", lu=day, jour=today)
        yield line.problem(DATE_FUTURE, said, line.with_data({**data, "jour": today}), key="jour")
    if "pratique" in data and known.ids is not None and (name := _text(data["pratique"])) not in known.ids:
        guess = near(name, known.ids)
        said = f"La pratique « {in_short(name)} » n’existe pas dans practices/, et n’y a pas existé"
        said += suggestion(guess, " ; une autre est attendue.")
        alone = line.document.without(line.number, line.number)
        mend = line.with_data({**data, "pratique": guess}) if guess else alone
        yield line.problem(UNKNOWN["pratiques"], said, mend, key="pratique")
    if "champ" in data and (field := _text(data["champ"])) not in known.fields:
        guess = near(field, known.fields)
        said = f"Aucune rubrique ne s’appelle « {in_short(field)} »"
        said += suggestion(guess, " ; une de celles d’une fiche est attendue.")
        yield line.problem(LIGNE, said, line.with_data({**data, "champ": guess}) if guess else LIGNE.juste, key="champ")


def _check_values(line: _Line, data: dict[str, Any]) -> Iterator[Problem]:
    """What stood there, and stands there, is written as records write it: texts that show all they hold."""
    for key, value in data.items():
        texts = [key, *_texts(value)]
        if hidden := next((found for text in texts if (found := HIDDEN.search(text))), None):
            said = f"Le caractère invisible U+{ord(hidden[0]):04X} se cache dans « {key} » ; il est à retirer."
            yield line.problem(CARACTERE, said, line.with_data(data), key=key)
        bare = next((text for text in texts if isinstance(text, Number)), None)
        if bare is not None and key in ("avant", "apres"):
            said = (
                f"« {bare} » est écrit sans guillemets droits dans « {key} » ; un texte entre guillemets est attendu."
            )
            yield line.problem(LIGNE, said, line.with_data(data), key=key)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of `value`, keys of groups included; numbers and words of JSON as Number."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bool):
        yield Number(str(value).lower())
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)


def _is_deep(data: Any) -> bool:
    """Whether groups and lists stand in one another further than a record may have them; found without going as deep."""
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [
            item
            for group in level
            if isinstance(group, (dict, list))
            for item in (group.values() if isinstance(group, dict) else group)
        ]
    return any(isinstance(item, (dict, list)) for item in level)


def _text(value: Any) -> str:
    """Return what was read in place of a text, as messages quote it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
