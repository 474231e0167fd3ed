"""The commands of those who write records: what they ask, read and write on the disk. A thin adapter."""

import json
import tempfile
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalogue import ecrire, edit
from catalogue.champs import champs
from catalogue.check import RESERVED, check
from catalogue.correct import corrected
from catalogue.issue import Lue, identifier, read_issue
from catalogue.load import read
from catalogue.model import NOUVEAU, VOCABULAIRES, Catalogue, Pratique
from catalogue.problem import Problem
from catalogue.project import today, write_whole
from catalogue.report import visible
from catalogue.rules import UNKNOWN
from catalogue.shape import CLE_MANQUANTE
from catalogue.typography import slug


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
            new = "".join(ecrire.entry(name, data, champs(VOCABULAIRES[kind])) for name, data in entries.items())
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
}
"""What `catalogue new` asks, in order, by the name of its option."""


def asked(catalogue: Catalogue, given: Mapping[str, str | None], ask: Callable[[str], str] | None) -> dict[str, str]:
    """Return the answers to `QUESTIONS`: those `given`, and those that `ask` (given a question) gets for the others."""
    answers = {}
    for name, question in QUESTIONS.items():
        answer = given.get(name)
        if answer is None and ask is not None:
            if name == "levier":
                leaves = _levers(catalogue)
                question = "\n".join(
                    [*(f"  {n}. {catalogue.leviers[i].nom}" for n, i in enumerate(leaves, 1)), question]
                )
            answer = ask(f"{question} (Entrée pour plus tard) : ")
        answers[name] = " ".join((answer or "").split())
    numbered = dict(enumerate(_levers(catalogue), 1))
    if answers["levier"].isdecimal():
        answers["levier"] = numbered.get(int(answers["levier"]), answers["levier"])
    return answers


def _levers(catalogue: Catalogue) -> list[str]:
    parents = {lever.parent for lever in catalogue.leviers.values()}
    return [name for name in catalogue.leviers if name not in parents]


def new_record(catalogue: Catalogue, answers: Mapping[str, str]) -> dict[str, Any]:
    """Return the data of the record that `answers` describe, as far as they go; it was verified today."""
    data: dict[str, Any] = {name: answers[name] for name in ("titre", "resume") if answers[name]}
    if answers["levier"]:
        data["levier"] = identifier(catalogue, "leviers", answers["levier"])
    carriers = [identifier(catalogue, "organisations", one) for one in answers["porteurs"].split(";") if one.strip()]
    if carriers:
        data["porteurs"] = list(dict.fromkeys(carriers))
    if answers["source"]:
        source = {"id": identifier(catalogue, "sources", answers["source"]), "repere": answers["repere"]}
        data["sources"] = [{key: value for key, value in source.items() if value}]
    data["verifie_le"] = today().isoformat()
    return data


def create(root: Path, data: Mapping[str, Any], name: str) -> str | None:
    """Write the record `data`, with words that explain each field, as the practice `name`; returns why not, in French."""
    if not name or slug(name) != name or len(name) > 64 or name in RESERVED:
        return f"« {name} » ne peut pas être le nom d’une fiche : minuscules sans accent, chiffres et tirets."
    path = root / "practices" / f"{name}.yml"
    if not write_whole(path, ecrire.commented(data).encode(), None):
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
    found = read_issue(text, catalogue, today())
    record = ecrire.record(found.donnees)
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
