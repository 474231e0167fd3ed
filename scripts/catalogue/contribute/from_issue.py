"""`catalogue from-issue`: the text of an issue of the forge → a record that passes, or the answer that says what it lacks."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from catalogue.checks.check import check
from catalogue.checks.folder import RESERVED
from catalogue.checks.shape import CLE_MANQUANTE
from catalogue.checks.texts import UNKNOWN
from catalogue.contribute.form_words import in_words_of_the_form
from catalogue.contribute.issue_form import questions
from catalogue.contribute.issue_reader import NO_ID, Ticket, read_issue
from catalogue.records import write
from catalogue.records.document import Document
from catalogue.records.load import read
from catalogue.records.model import Catalogue
from catalogue.system.project import here_today, today
from catalogue.text.markdown_code import code

MOST = 65_536
"""The letters of an issue, or of an answer, that the forge takes."""

TOLD = 20
"""The problems that an answer tells; the rest are counted."""

UNSOUND = """\
Votre ticket n’a pas pu être lu : le catalogue lui-même est à corriger d’abord, et votre texte n’y est pour rien.

L’équipe le corrige, puis remettra l’étiquette « pratique ». Vous n’avez rien à refaire.
"""
"""The answer where the records of the catalogue do not pass its own checks."""


def issue_text(path: Path) -> str:
    """Return the text of the issue in the file `path`: as it is, or that of the event that a forge gives its workflows."""
    raw = path.read_bytes()[: 64 * MOST].decode("utf-8", "replace")
    if path.suffix == ".json":
        try:
            event = json.loads(raw)
            raw = str(event["issue"]["body"] or "")
        except (ValueError, KeyError, TypeError):
            return ""
    return raw


def from_issue(root: Path, catalogue: Catalogue, text: str) -> tuple[Ticket, str, list[str]]:
    """Return what the issue `text` says, the record made of it, and what keeps it from being one, in French (Markdown)."""
    found = read_issue(text[:MOST], catalogue, here_today())
    record = write.record(found.donnees)
    faults = list(found.manques)
    if len(text) > MOST:
        faults.insert(0, f"Ce ticket compte {len(text)} caractères ; au-delà de {MOST}, il n’est pas lu.")
    if found.nom in catalogue.pratiques:
        faults.append(f"Une fiche porte déjà le nom « {found.nom} » : complétez-la plutôt.")
        return found, record, faults
    if title := str(found.donnees.get("titre", "")):
        faults += _nameless(title, found.nom)
    faults += _faults(root, catalogue, found, record)
    return found, record, faults


def _nameless(title: str, name: str) -> Iterator[str]:
    """Yield why `title`, which gives `name`, cannot name a file."""
    if not name:
        yield f"« Titre » : {code(title)} {NO_ID}"
    elif name in RESERVED:
        yield f"« Titre » : l’adresse « {name} », que donne {code(title)}, est réservée ; un titre plus précis est attendu."


def _faults(root: Path, catalogue: Catalogue, found: Ticket, record: str) -> Iterator[str]:
    """Yield what the checks find in `record`; what it lacks was told already, in the words of the form."""
    name = "ticket" if not found.nom or found.nom in RESERVED else found.nom
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yml"
        path.write_text(record, "utf-8", errors="replace")
        # All was well before: what is wrong now comes from this record, even where another one is blamed for it.
        problems = check(root / "practices", today(), [path]).problems
        document, _ = read(path, path.as_posix())
    told = (CLE_MANQUANTE.id, UNKNOWN["organisations"].id) if found.manques else ()
    asked = questions(catalogue)
    for problem in problems:
        if problem.rule not in told:
            yield in_words_of_the_form(problem, document or Document(problem.path, []), asked)


def answer(faults: Sequence[str]) -> str:
    """Return what the author of an issue is told, as Markdown: the first of `faults`, how many more, what comes next."""
    lines = ["Ce ticket ne suffit pas encore à faire une fiche :", "", *(f"- {fault}" for fault in faults[:TOLD])]
    if len(faults) > TOLD:
        lines.append(f"- … et {len(faults) - TOLD} de plus : ceux-ci corrigés, les suivants seront dits.")
    lines += ["", "Modifiez votre ticket : une personne de l’équipe remettra ensuite l’étiquette « pratique »."]
    return "\n".join(lines)
