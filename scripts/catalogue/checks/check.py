"""All problems of all files, in one run: reads the folder, makes the models, runs the rules."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from catalogue.checks import between, permalinks
from catalogue.checks.change_log import check_log
from catalogue.checks.context import Context, items
from catalogue.checks.context import texts as texts_of
from catalogue.checks.entries import check_brought, check_texts, check_vocabulary, entries_of, uses_of
from catalogue.checks.figures import check_key_shares, check_percentages
from catalogue.checks.folder import MANQUANT, RESERVED, Found, Memory, read_folder
from catalogue.checks.least import with_content
from catalogue.checks.pages_by_hand import check_pages
from catalogue.checks.record import RECORD_RULES, check_date
from catalogue.checks.remarks import remarks
from catalogue.checks.shape import validate
from catalogue.checks.texts import UNKNOWN
from catalogue.problems.problem import Problem
from catalogue.records.change_log import FILE as CHANGE_LOG
from catalogue.records.document import MAX_PROBLEMS
from catalogue.records.file_rules import ILLISIBLE, TROP_GROS, VIDE
from catalogue.records.load import read
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.records.readings import Relectures
from catalogue.records.vocabularies import APPORTS, FACULTATIFS, NOUVEAU, VOCABULAIRES
from catalogue.text.typography import fold, slug


@dataclass(frozen=True)
class Checked:
    """What a run found: the catalogue, when nothing is wrong, and its remarks; else the problems, sorted."""

    catalogue: Catalogue | None
    problems: list[Problem]
    remarks: list[Problem] = field(default_factory=list)


def check(
    folder: Path,
    today: date,
    extra: Iterable[Path] = (),
    once: Collection[str] = (),
    memory: Memory | None = None,
) -> Checked:
    """Check all that `folder` (the `practices/` of a project) holds, as of `today`, and the pages written by hand in `docs/`
    beside it; never raises.

    `extra` are records that stand elsewhere and are checked as if they stood in `folder`, in place of a record of the
    same name. `once` are lines that the list of promised addresses is known to have held. Paths in problems are relative to
    the parent of `folder`. `memory` is what earlier checks of the same folder left, and learns from this one.
    """
    found = read_folder(folder, extra, memory.read if memory else read)
    context = _context_of(found, today)
    memory = memory or Memory()
    if memory.context != context:
        memory.context, memory.records = context, {}
    entries = {kind: check_vocabulary(kind, found, context) for kind in VOCABULAIRES}
    readings = _check_readings(found, context)
    practices = _check_records(found, context, memory)
    found.problems += _check_together(found, context, whole=len(practices) == len(found.records))
    found.problems += permalinks.check_promises(folder, found, once, today)
    found.tell(f"{folder.name}/{CHANGE_LOG}", check_log(folder, found, today))
    pages = list(check_pages(folder.parent, found, context))
    if found.problems or pages:
        empty = (ILLISIBLE.id, TROP_GROS.id, VIDE.id, MANQUANT.id)
        found.problems = [with_content(p, found, context.ids, today) if p.rule in empty else p for p in found.problems]
        # Of a vocabulary that could not be read, nothing that is cited could be found.
        needed = set(VOCABULAIRES) - set(FACULTATIFS) - set(found.vocabularies)
        blind = {rule.id for kind, rule in UNKNOWN.items() if kind in needed}
        told = sorted([*pages, *(problem for problem in found.problems if problem.rule not in blind)])
        return Checked(None, list(_with_more(told, found.told)))
    for brought in found.brought.values():
        for kind, new in brought.items():
            for key, entry in new.items():  # the same one may come several times
                entries[kind].setdefault(key, entry)
    made: dict[str, Any] = {kind.replace("-", "_"): entries[kind] for kind in VOCABULAIRES}
    made["apports"] = found.brought
    made["lectures"] = readings
    catalogue = Catalogue(pratiques=dict(sorted(practices.items())), **made)
    return Checked(catalogue, [], sorted(remarks(catalogue, found.records, next(iter(found.readings.values()), None))))


def _with_more(problems: list[Problem], told: Counter[str]) -> Iterator[Problem]:
    """Yield `problems`; the last of a file that has too many says that there may be more."""
    for problem, after in zip(problems, [*problems[1:], None], strict=True):
        last = after is None or after.path != problem.path
        if last and told[problem.path] >= MAX_PROBLEMS:
            said = f" Ce fichier a peut-être d’autres problèmes : au plus {MAX_PROBLEMS} sont dits à la fois."
            yield replace(problem, message=problem.message + said)
        else:
            yield problem


def _check_together(found: Found, context: Context, *, whole: bool) -> Iterator[Problem]:
    """Apply the rules that compare files, each as far as it finds ten times MAX_PROBLEMS; `whole` says that every record
    could be made.
    """
    for problems in _compared(found, context, whole=whole):
        yield from islice(problems, 10 * MAX_PROBLEMS)


def _compared(found: Found, context: Context, *, whole: bool) -> Iterator[Iterator[Problem]]:
    yield between.check_loops({name: (document, ()) for name, document in found.records.items()}, "programme")
    if levers := found.vocabularies.get("leviers"):
        yield between.check_loops({key: (levers, (key,)) for key in levers.data}, "parent")
    if synonyms := found.vocabularies.get("synonymes"):
        yield between.check_synonyms(synonyms)
    if regions := found.vocabularies.get("regions"):
        yield between.check_places(regions)
    if countries := found.vocabularies.get("pays"):
        yield between.check_places(countries)
    if key_figures := found.vocabularies.get("chiffres-cles"):
        yield check_key_shares(key_figures)
    yield between.check_brought(found.records, found.vocabularies)
    yield between.check_read(found.records, found.vocabularies)
    yield between.check_aliases(found.records, RESERVED)
    yield between.check_titles(found.records)
    if withdrawals := found.vocabularies.get("retraits"):
        yield between.check_withdrawals(withdrawals, found.records, context)
    if whole and not found.unread:  # else the record that uses an entry may be the one at fault
        yield between.check_unused(found.vocabularies, found.used)
        yield between.check_brought_unused(found.records, found.used)


def _context_of(found: Found, today: date) -> Context:
    """Return what the rules on one file may know of all the others, as far as these could be read."""
    raw = {kind: dict(document.data) for kind, document in found.vocabularies.items()}
    for kind in set(APPORTS) & raw.keys():
        for document in found.records.values():
            brought = document.value((NOUVEAU, kind))
            raw[kind] = {**brought, **raw[kind]} if isinstance(brought, dict) else raw[kind]
    # An id that is wrongly written is told where it stands, not wherever it is cited; a country's code, in capitals, is
    # no slug, and « fr » is not one of them.
    ids: dict[str, Collection[str]] = {
        kind: dict.fromkeys(
            name for key in raw.get(kind, ()) for name in ((key,) if kind == "pays" else (key, slug(key)))
        )
        for kind in VOCABULAIRES
    }
    # A file that could not be read still names something: what cites it is not at fault.
    ids["pratiques"] = set(found.records) | {Path(shown).stem for shown in found.unread}
    named = {
        kind: {
            fold(str(entry["nom"])): key for key, entry in data.items() if isinstance(entry, dict) and "nom" in entry
        }
        for kind, data in raw.items()
    }
    levers = {
        key: entry for key, entry in raw.get("leviers", {}).items() if isinstance(entry, dict) and "parent" in entry
    }
    children = {str(lever["parent"]): key for key, lever in reversed(levers.items())}
    return Context(ids, named, children, _former(found), raw.get("retraits", {}).keys() - found.records.keys(), today)


def _former(found: Found) -> dict[str, str]:
    """Return the id of each practice by every id it had, and no other has."""
    named = {str(one): name for name, document in found.records.items() for _, one in items(document, "alias")}
    return {one: name for one, name in named.items() if one not in found.records}


def _check_readings(found: Found, context: Context) -> dict[str, Relectures]:
    """Make the second readings of figures; tells `found` what is wrong with them. One of a record that is gone waits for it."""
    made: dict[str, Relectures] = {}
    for document in found.readings.values():
        entries, problems = entries_of(document, Relectures, (), context, found)
        places = (
            (name, "chiffres", n, "le")
            for name in document.data
            for n, _ in enumerate(items(document, name, "chiffres"))
        )
        found.tell(
            document.path, [*problems, *(told for place in places for told in check_date(document, place, context))]
        )
        made |= {name: entry for name, entry in entries.items() if isinstance(entry, Relectures)}
    return made


def _check_records(found: Found, context: Context, memory: Memory) -> dict[str, Pratique]:
    records = {}
    for name, document in found.records.items():
        known, practice, uses = memory.records.get(name, (None, None, ()))
        if practice and known is document:
            records[name] = practice
            found.use(uses)
            continue
        own = {key: value for key, value in document.data.items() if key != NOUVEAU}
        record, problems = validate(Pratique, document, own, known=context.ids, id=name)
        found.tell(document.path, check_brought(document, context, found))
        texts = list(texts_of(document, Pratique))
        uses = uses_of(texts)
        found.use(uses)
        found.tell(document.path, problems)
        found.tell(document.path, check_texts(document, texts, context))
        found.tell(document.path, check_percentages(document, texts))
        for rule in RECORD_RULES:
            found.tell(document.path, rule(document, context))
        if record:
            records[name] = record
            if not found.told[document.path] and NOUVEAU not in document.data:
                memory.records[name] = document, record, uses
    return records
