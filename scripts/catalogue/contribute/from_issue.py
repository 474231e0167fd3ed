"""`catalogue from-issue`: the text of an issue of the forge → a record that passes, or what it lacks."""

import json
import tempfile
from pathlib import Path

from catalogue.checks.check import check
from catalogue.checks.folder import RESERVED
from catalogue.checks.shape import CLE_MANQUANTE
from catalogue.checks.texts import UNKNOWN
from catalogue.contribute.issue_reader import Ticket, read_issue
from catalogue.records import write
from catalogue.records.model import Catalogue
from catalogue.system.project import here_today, today

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


def from_issue(root: Path, catalogue: Catalogue, text: str) -> tuple[Ticket, str, list[str]]:
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
