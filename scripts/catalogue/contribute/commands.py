"""The commands of those who write records: what they ask, read and write on the disk. A thin adapter."""

import json
import tempfile
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalogue.checks.check import check
from catalogue.checks.folder import RESERVED
from catalogue.checks.shape import CLE_MANQUANTE
from catalogue.checks.texts import UNKNOWN
from catalogue.contribute.correct import corrected
from catalogue.contribute.issue_reader import Lue, Nouveau, identifier, read_issue
from catalogue.problems.problem import Problem
from catalogue.problems.report import visible
from catalogue.records import edit, write
from catalogue.records.fields import champs
from catalogue.records.load import read
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import NOUVEAU, VOCABULAIRES
from catalogue.system.project import here_today, today, write_whole
from catalogue.text.typography import fold, slug


def correct(root: Path, files: Sequence[Path], problems: Sequence[Problem]) -> Iterator[str]:
    """Put right in each of `files` what can only be a slip; yields in French what was done where.

    A file that is a link, that is not text, or that changes meanwhile is left as it is.
    """
    for path in files:
        if path.is_symlink() or not path.is_file():
            continue
        raw = path.read_bytes()
        try:
            text = raw.removeprefix(BOM_UTF8).decode()
        except UnicodeDecodeError:
            continue
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        model = VOCABULAIRES.get(path.stem) if path.parent.name == "vocabulaires" else Pratique
        if model is None:
            continue
        found = corrected(text, model, [p for p in problems if p.path == shown], entries=model is not Pratique)
        mark = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
        if found.text != text and write_whole(path, mark + found.text.encode(), raw):
            yield from (f"{visible(shown)}:{line}: corrigé : {visible(said)}" for line, said in found.done)


def settle(root: Path) -> Iterator[str]:
    """Move what records bring into the vocabularies; yields in French what was moved. The catalogue must be sound.

    The vocabulary is written first: were the run to stop there, the checks would say which entry stands twice.
    """
    practices = root / "practices"
    for path in sorted(practices.glob("*.yml")):
        document, _ = read(path, path.name)
        if document is None or NOUVEAU not in document.data:
            continue
        for kind, entries in document.data[NOUVEAU].items():
            target = practices / "vocabulaires" / f"{kind}.yml"
            before = target.read_bytes()
            new = "".join(write.entry(name, data, champs(VOCABULAIRES[kind])) for name, data in entries.items())
            if not write_whole(target, before.rstrip() + b"\n" + new.encode(), before):
                continue
            yield from (f"{name} est rangé dans vocabulaires/{kind}.yml." for name in entries)
        raw = path.read_bytes()
        mend = edit.removed(document, (NOUVEAU,))
        if mend:
            write_whole(path, mend.apply(raw.decode()).encode(), raw)


# --- A new record ------------------------------------------------------------------------------------------------

QUESTIONS = {
    "titre": "Le titre de la pratique, de 5 à 80 caractères",
    "resume": "Qui fait quoi, pour qui, en une ou deux phrases (de 40 à 280 caractères)",
    "levier": "Le levier, par son numéro ou son nom",
    "porteurs": "Les organisations qui la portent, séparées par des points-virgules",
    "source": "Le document qui la décrit",
    "repere": "L’endroit du document : page, partie, note",
    "editeur": "Le catalogue ne connaît pas ce document. L’organisation qui le publie",
    "nature": "Le catalogue ne connaît pas toutes ces organisations. Ce que sont les nouvelles, par le numéro ou le nom",
}
"""What `catalogue new` asks, in order, by the name of its option; the last two only of what the catalogue lacks."""

Choices = Mapping[str, str]
"""Values and the words that readers see, in the order of their numbers."""


def asked(catalogue: Catalogue, given: Mapping[str, str | None], ask: Callable[[str], str] | None) -> dict[str, str]:
    """Return the answers to `QUESTIONS`: those `given`, and those that `ask` (given a question) gets for the others.

    What is asked is asked again as long as the answer cannot do; what is given is checked with the rest of the record.
    """
    answers: dict[str, str] = {}
    for name, question in QUESTIONS.items():
        if not _matters(name, answers, catalogue):
            answers[name] = ""
            continue
        choices = _choices(name, catalogue)
        answer = _chosen(_line(given.get(name) or ""), choices)
        if given.get(name) is None and ask is not None:
            listed = [f"  {number}. {words}" for number, words in enumerate(choices.values(), 1)]
            prompt = "\n".join([*listed, f"{question} (Entrée pour plus tard) : "])
            answer = _chosen(_line(ask(prompt)), choices)
            while refused := _refused(name, answer, choices):
                answer = _chosen(_line(ask(f"{refused} Ou Entrée pour plus tard : ")), choices)
        answers[name] = answer
    return answers


def _line(text: str) -> str:
    return " ".join(text.split())


def _matters(name: str, answers: Mapping[str, str], catalogue: Catalogue) -> bool:
    """Tell whether a question has a sense after the `answers` to those before it."""
    new_source = bool(answers.get("source")) and not _known(catalogue, "sources", answers["source"])
    if name == "editeur":
        return new_source
    if name == "nature":
        named = [*_several(answers["porteurs"]), *([answers["editeur"]] if answers["editeur"] else [])]
        return not all(_known(catalogue, "organisations", one) for one in named)
    return True


def _known(catalogue: Catalogue, kind: str, typed: str) -> bool:
    return identifier(catalogue, kind, typed) in getattr(catalogue, kind)


def _several(text: str) -> list[str]:
    return [_line(part) for part in text.split(";") if part.strip()]


def _choices(name: str, catalogue: Catalogue) -> Choices:
    if name == "levier":
        parents = {lever.parent for lever in catalogue.leviers.values()}
        return {lever.id: lever.nom for lever in catalogue.leviers.values() if lever.id not in parents}
    if name == "nature":
        return dict(next(one for one in champs(VOCABULAIRES["organisations"]) if one.nom == "nature").choix)
    return {}


def _chosen(answer: str, choices: Choices) -> str:
    """Return the words of the choice that `answer` means by its number, its value or its words; else `answer`."""
    words = list(choices.values())
    if answer.isdecimal() and 0 < int(answer) <= len(words):
        return words[int(answer) - 1]
    return next((shown for value, shown in choices.items() if fold(answer) in (fold(value), fold(shown))), answer)


def _refused(name: str, answer: str, choices: Choices) -> str | None:
    """Return in French why an answer cannot do, or None; none at all is for later."""
    if not answer:
        return None
    if choices and answer not in choices.values():
        return f"« {answer} » n’est pas dans la liste : donnez un numéro, de 1 à {len(choices)}."
    field = next((one for one in champs() if one.nom == name), None)
    least, most = (field.minimum, field.maximum) if field and not field.liste else (None, None)
    if least and most and not least <= len(answer) <= most:
        return f"{len(answer)} caractères : il en faut de {least} à {most}."
    return None


def new_record(catalogue: Catalogue, answers: Mapping[str, str]) -> dict[str, Any]:
    """Return the data of the record that `answers` describe, as far as they go; it was verified today.

    What they name and the catalogue lacks comes with the record, under the words typed.
    """
    data: dict[str, Any] = {name: answers[name] for name in ("titre", "resume") if answers[name]}
    new = Nouveau(catalogue, answers, Lue())
    if answers["levier"]:
        data["levier"] = identifier(catalogue, "leviers", answers["levier"])
    if carriers := [new.organisation(one) for one in _several(answers["porteurs"])]:
        data["porteurs"] = list(dict.fromkeys(carriers))
    if answers["source"]:
        source = {"id": new.source(answers["source"]), "repere": answers["repere"]}
        data["sources"] = [{key: value for key, value in source.items() if value}]
    data["verifie_le"] = here_today().isoformat()
    return data | ({NOUVEAU: new.donnees} if new.donnees else {})


def create(root: Path, data: Mapping[str, Any], name: str) -> str | None:
    """Write the record `data`, with words that explain each field, as the practice `name`; returns why not, in French."""
    if not name or slug(name) != name or len(name) > 64 or name in RESERVED:
        return f"« {name} » ne peut pas être le nom d’une fiche : minuscules sans accent, chiffres et tirets."
    path = root / "practices" / f"{name}.yml"
    if not write_whole(path, write.commented(data).encode(), None):
        return f"practices/{name}.yml existe déjà : donnez un autre nom avec --id, ou modifiez ce fichier."
    return None


def left_to_do(root: Path) -> list[Problem]:
    """Return the problems of the catalogue, which was sound before the new record came."""
    return check(root / "practices", today()).problems


# --- From an issue -----------------------------------------------------------------------------------------------

_MOST = 64 * 1024


def issue_text(path: Path) -> str:
    """Return the text of the issue in the file `path`: as it is, or that of the event that a forge gives its workflows."""
    raw = path.read_bytes()[: 8 * _MOST].decode("utf-8", "replace")
    if path.suffix == ".json":
        try:
            event = json.loads(raw)
            raw = str(event["issue"]["body"] or "")
        except (ValueError, KeyError, TypeError):
            return ""
    return raw[:_MOST]


def from_issue(root: Path, catalogue: Catalogue, text: str) -> tuple[Lue, str, list[str]]:
    """Return what the issue `text` says, the record made of it, and what keeps it from being one, in French."""
    found = read_issue(text, catalogue, here_today())
    record = write.record(found.donnees)
    faults = list(found.manques)
    if not found.nom or found.nom in RESERVED:
        faults.append("Sans titre, la fiche n’a pas de nom.")
        return found, record, faults
    if found.nom in catalogue.pratiques:
        faults.append(f"Une fiche porte déjà le nom « {found.nom} » : complétez-la plutôt.")
        return found, record, faults
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{found.nom}.yml"
        path.write_text(record, "utf-8", errors="replace")
        # All was well before: what is wrong now comes from this record, even where another one is blamed for it.
        problems = check(root / "practices", today(), [path]).problems
    # What is missing was said in the words of the form.
    told = (CLE_MANQUANTE.id, UNKNOWN["organisations"].id) if faults else ()
    faults += [problem.message for problem in problems if problem.rule not in told]
    return found, record, faults
