"""All problems of all files, in one run: reads the folder, makes the models, runs the rules."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel

from catalogue.checks import between, permalinks
from catalogue.checks.context import Context, Text
from catalogue.checks.context import texts as texts_of
from catalogue.checks.figures import check_percentages
from catalogue.checks.record import RECORD_RULES, TEXT_RULES
from catalogue.checks.shape import CLE_INCONNUE, TYPE_GROUPE, shown, validate
from catalogue.checks.texts import UNKNOWN
from catalogue.problems.mend import Mend
from catalogue.problems.problem import Problem, Rule, declaring
from catalogue.records import edit
from catalogue.records.document import MAX_PROBLEMS, Document, Place
from catalogue.records.fields import Known, champs
from catalogue.records.file_rules import ILLISIBLE, TROP_GROS, VIDE
from catalogue.records.load import read
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import APPORTS, FACULTATIFS, NOUVEAU, VOCABULAIRES, Entree
from catalogue.records.write import example_text
from catalogue.text.near import near
from catalogue.text.typography import fold, slug
from catalogue.text.yaml_scalar import quoted

declare = declaring("Le fichier")

NOM_DE_FICHIER = declare(
    id="nom-de-fichier",
    titre="Le nom d’un fichier s’écrit en minuscules sans accent, chiffres et tirets, et finit par « .yml ».",
    pourquoi="Le nom du fichier est l’identifiant de la pratique, et devient l’adresse de sa fiche.",
    faux="practices/Crèches_Solidaires.yml",
    juste="practices/creches-solidaires.yml",
)
NOM_RESERVE = declare(
    id="nom-reserve",
    titre="Le nom du fichier n’est pas un mot réservé.",
    pourquoi="Ce nom sert déjà à une page du site, ou ne peut pas être enregistré sur tous les ordinateurs.",
    faux="practices/index.yml",
    juste="practices/creches-solidaires.yml",
)
INATTENDU = declare(
    id="fichier-inattendu",
    titre="Le dossier des pratiques ne contient que des fiches, et celui des vocabulaires que les fichiers prévus.",
    pourquoi="Un fichier d’un autre nom ne serait lu par personne.",
    faux="practices/vocabulaires/organisation.yml",
    juste="practices/vocabulaires/organisations.yml",
)
MANQUANT = declare(
    id="vocabulaire-manquant",
    titre="Tous les fichiers de vocabulaire sont là.",
    pourquoi="Les fiches y puisent leurs leviers, leurs organisations et leurs sources.",
    faux="practices/vocabulaires/ sans leviers.yml",
    juste="practices/vocabulaires/leviers.yml",
)

# Addresses under /pratiques/ that are not practices, and names that Windows keeps for devices.
RESERVED = {"index", "nouvelle", "vocabulaires", "con", "prn", "aux", "nul"} | {
    f"{d}{i}" for d in ("com", "lpt") for i in range(10)
}
KNOWN_FILES = {"journal.jsonl", permalinks.FILE, "pratique.schema.json"}


@dataclass(frozen=True)
class Checked:
    """What a run found: the catalogue, when nothing is wrong, and the problems, sorted."""

    catalogue: Catalogue | None
    problems: list[Problem]


_Reader = Callable[[Path, str], tuple[Document | None, list[Problem]]]


@dataclass
class _Read:
    """What could be read: records and vocabularies by name, the names of the files that could not, the problems so far."""

    reader: _Reader
    records: dict[str, Document] = field(default_factory=dict)
    vocabularies: dict[str, Document] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    used: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    brought: dict[str, dict[str, dict[str, Entree]]] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)

    def use(self, uses: Iterable[tuple[str, str]]) -> None:
        """Count the (vocabulary, entry) that a file names."""
        for kind, name in uses:
            self.used[kind][name] += 1

    def tell(self, path: str, problems: Iterable[Problem]) -> None:
        """Keep `problems` of the file at `path`, up to MAX_PROBLEMS: looking for more, and for how to mend them, costs time."""
        kept = list(islice(problems, MAX_PROBLEMS - self.told[path]))
        self.told[path] += len(kept)
        self.problems += kept
        if self.told[path] >= MAX_PROBLEMS:
            self.unread.add(path)  # what it may yet cite is not known


@dataclass
class Memory:
    """What was read and found right, for a preview that checks again and again: by file, until the file changes.

    `records` holds for the time that `context` does, since it depends on what the other files say.
    """

    files: dict[str, tuple[object, tuple[Document | None, list[Problem]]]] = field(default_factory=dict)
    context: Context | None = None
    records: dict[str, tuple[Document, Pratique, list[tuple[str, str]]]] = field(default_factory=dict)

    def read(self, path: Path, shown: str) -> tuple[Document | None, list[Problem]]:
        """Return what load.read does, from memory where the file is as it was."""
        try:
            status = path.lstat()
        except OSError:
            return read(path, shown)
        mark = status.st_mtime_ns, status.st_size, status.st_ino, status.st_mode
        if self.files.get(shown, (None,))[0] != mark:
            self.files[shown] = mark, read(path, shown)
        return self.files[shown][1]


def check(
    folder: Path,
    today: date,
    extra: Iterable[Path] = (),
    once: Collection[str] = (),
    memory: Memory | None = None,
) -> Checked:
    """Check every record and vocabulary of `folder` (the `practices/` of a project) as of `today`; never raises.

    `extra` are records that stand elsewhere and are checked as if they stood in `folder`, in place of a record of the
    same name. `once` are lines that the list of promised addresses is known to have held. Paths in problems are relative to
    the parent of `folder`. `memory` is what earlier checks of the same folder left, and learns from this one.
    """
    found = _read_all(folder, extra, memory.read if memory else read)
    context = _context(found, today)
    memory = memory or Memory()
    if memory.context != context:
        memory.context, memory.records = context, {}
    entries = {kind: _check_vocabulary(kind, found, context) for kind in VOCABULAIRES}
    practices = _check_records(found, context, memory)
    found.problems += _check_together(found, context, whole=len(practices) == len(found.records))
    found.problems += _check_promises(folder, found, once)
    if found.problems:
        empty = (ILLISIBLE.id, TROP_GROS.id, VIDE.id, MANQUANT.id)
        found.problems = [_with_content(p, found, context.ids, today) if p.rule in empty else p for p in found.problems]
        # Of a vocabulary that could not be read, nothing that is cited could be found.
        blind = {rule.id for kind, rule in UNKNOWN.items() if kind in VOCABULAIRES and kind not in found.vocabularies}
        told = sorted(problem for problem in found.problems if problem.rule not in blind)
        return Checked(None, list(_with_more(told, found.told)))
    for brought in found.brought.values():
        for kind, new in brought.items():
            entries[kind] |= new
    made: dict[str, Any] = {kind.replace("-", "_"): entries[kind] for kind in VOCABULAIRES}
    made["apports"] = found.brought
    return Checked(Catalogue(pratiques=dict(sorted(practices.items())), **made), [])


def _with_more(problems: list[Problem], told: Counter[str]) -> Iterator[Problem]:
    """Yield `problems`; the last of a file that has too many says that there may be more."""
    for problem, after in zip(problems, [*problems[1:], None], strict=True):
        last = after is None or after.path != problem.path
        if last and told[problem.path] >= MAX_PROBLEMS:
            said = f" Ce fichier a peut-être d’autres problèmes : au plus {MAX_PROBLEMS} sont dits à la fois."
            yield replace(problem, message=problem.message + said)
        else:
            yield problem


def _read_all(folder: Path, extra: Iterable[Path], reader: _Reader) -> _Read:
    found = _Read(reader)
    root = folder.parent
    for path in [*_entries(folder), *extra]:
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        _keep(path, shown, _refused(path, shown), found.records, found)
    for path in _entries(folder / "vocabulaires"):
        shown = path.relative_to(root).as_posix()
        _keep(path, shown, _unexpected_vocabulary(path, shown), found.vocabularies, found)
    for kind in VOCABULAIRES:
        shown = f"{folder.name}/vocabulaires/{kind}.yml"
        if kind not in FACULTATIFS and kind not in found.vocabularies and shown not in found.unread:
            said = f"Le fichier « {kind}.yml » manque ; il est attendu dans {folder.name}/vocabulaires/."
            found.problems.append(_at_file(MANQUANT, shown, said, f"Créez {shown}."))
    return found


def _keep(path: Path, shown: str, refusal: Problem | None, shelf: dict[str, Document], found: _Read) -> None:
    """Read `path`, unless it is refused, and put it on `shelf`."""
    document, problems = (None, [refusal]) if refusal else found.reader(path, shown)
    found.tell(shown, problems)
    if document:
        shelf[path.stem] = document
    else:
        found.unread.add(shown)


def _context(found: _Read, today: date) -> Context:
    raw = {kind: dict(document.data) for kind, document in found.vocabularies.items()}
    for kind in set(APPORTS) & raw.keys():
        for document in found.records.values():
            brought = document.value((NOUVEAU, kind))
            raw[kind] = {**brought, **raw[kind]} if isinstance(brought, dict) else raw[kind]
    # An id that is wrongly written is told where it stands, not wherever it is cited.
    ids: dict[str, Collection[str]] = {
        kind: dict.fromkeys(name for key in raw.get(kind, ()) for name in (key, slug(key))) for kind in VOCABULAIRES
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
    return Context(ids, named, {str(lever["parent"]): key for key, lever in reversed(levers.items())}, today)


def _check_together(found: _Read, context: Context, *, whole: bool) -> Iterator[Problem]:
    """Apply the rules that compare files, each as far as it finds ten times MAX_PROBLEMS; `whole` says that every record
    could be made.
    """
    for problems in _compared(found, context, whole=whole):
        yield from islice(problems, 10 * MAX_PROBLEMS)


def _compared(found: _Read, context: Context, *, whole: bool) -> Iterator[Iterator[Problem]]:
    yield between.check_loops({name: (document, ()) for name, document in found.records.items()}, "programme")
    if levers := found.vocabularies.get("leviers"):
        yield between.check_loops({key: (levers, (key,)) for key in levers.data}, "parent")
    if synonyms := found.vocabularies.get("synonymes"):
        yield between.check_synonyms(synonyms)
    if regions := found.vocabularies.get("regions"):
        yield between.check_regions(regions)
    yield between.check_brought(found.records, found.vocabularies)
    yield between.check_aliases(found.records, RESERVED)
    yield between.check_titles(found.records)
    if withdrawals := found.vocabularies.get("retraits"):
        yield between.check_withdrawals(withdrawals, found.records, context)
    if whole and not found.unread:  # else the record that uses an entry may be the one at fault
        yield between.check_unused(found.vocabularies, found.used)
        yield between.check_brought_unused(found.records, found.used)


def _check_promises(folder: Path, found: _Read, once: Collection[str]) -> Iterator[Problem]:
    """Hold the list of promised addresses to what it was, and records and vocabularies to what it promises."""
    path, shown = folder / permalinks.FILE, f"{folder.name}/{permalinks.FILE}"
    try:
        listed = permalinks.Listed(shown, path.read_text("utf-8", "replace") if path.is_file() or once else "")
    except OSError:
        said = f"Le fichier « {permalinks.FILE} » manque, ou ne peut être lu ; il est attendu dans {folder.name}/."
        yield _at_file(permalinks.CHANGEE, shown, said, f"git checkout {shown}")
        return
    if not listed.text:
        return
    answering = _answering(found)
    known = [f"/{kind}/{name}/" for kind, names in answering.items() for name in names]
    withdrawn = found.vocabularies["retraits"].data if "retraits" in found.vocabularies else {}
    kept = [f"/{entry['adresse']}" for entry in withdrawn.values() if isinstance(entry, dict) and entry.get("adresse")]
    yield from listed.changes(once, known)
    for kind, names in answering.items():
        for name, line in listed.lost(kind, names, kept):
            if kind == "pratiques":
                yield listed.lost_practice(name, line, found.records)
            else:
                yield listed.lost_page(f"/{kind}/{name}/", line)


def _answering(found: _Read) -> dict[str, list[str]]:
    """Return, by folder of the site, the names that answer there; only the folders that could be read whole."""
    records = found.records
    former = [one for document in records.values() for one in document.value(("alias",)) or () if isinstance(one, str)]
    unread = [Path(shown).stem for shown in found.unread]
    names = {
        kind: list(document.data)
        + [key for record in records.values() for key in record.value((NOUVEAU, kind)) or () if isinstance(key, str)]
        for kind, document in found.vocabularies.items()
    }
    answering = {"pratiques": [*records, *unread, *former, *names.get("retraits", ())]}
    answering |= {kind: names[kind] for kind in ("leviers", "organisations") if kind in names}
    if "regions" in names:
        regions = found.vocabularies["regions"].data.values()
        answering["territoires"] = [slug(str(one["nom"])) for one in regions if isinstance(one, dict) and "nom" in one]
    return answering


def _entries(folder: Path) -> list[Path]:
    """Return what stands in `folder`, sorted; hidden files, known files and the vocabularies' folder apart."""
    if not folder.is_dir():
        return []
    known = {"vocabulaires", *KNOWN_FILES}
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.name not in known)


def _at_file(rule: Rule, shown: str, message: str, how: str | Mend) -> Problem:
    return Document(shown, []).problem_at(rule, 1, 1, message, how)


def _with_content(problem: Problem, found: _Read, known: Known, today: date) -> Problem:
    """Return `problem`, of a file from which nothing could be read, with the least that could stand in it."""
    kind = Path(problem.path).stem
    if "/vocabulaires/" in problem.path:
        model = VOCABULAIRES.get(kind)
        cited = [key for key in found.used[kind] if slug(key) == key] or [f"{kind.rstrip('s')}-exemple"]
        content = "".join(f"{key}:\n{_least(model, known)}" for key in cited) if model else None
    else:
        title = kind.replace("-", " ").capitalize()
        titre = title if len(title) > 4 else f"Pratique {title}"
        least = _least(Pratique, known, titre=quoted(titre)[:80], verifie_le=today.isoformat())
        content = least.replace("  ", "", 1).replace("\n  ", "\n")
    if content is None:
        return problem
    mend = Mend(content=content)
    return replace(problem, example=mend.shown([]), mend=mend)


def _least(model: type[BaseModel], known: Known, **own: str) -> str:
    needed = (one for one in champs(model) if one.requis)
    return "".join(f"  {one.nom}: {own.get(one.nom) or example_text(one, known)}\n" for one in needed)


def _refused(path: Path, shown: str) -> Problem | None:
    if path.suffix.lower() not in (".yml", ".yaml") and path.suffix:
        return _at_file(
            INATTENDU,
            shown,
            f"« {path.name} » est lu ici ; seules des fiches (.yml) sont attendues dans ce dossier.",
            Mend(name=path.name),
        )
    if path.is_dir():
        return None  # told when it is read
    mended = f"{slug(path.stem)[:64].strip('-') or 'ma-pratique'}.yml"
    if path.name != mended:
        said = f"Le nom « {path.name} » ne peut pas devenir une adresse ; minuscules sans accent, chiffres et tirets sont attendus."
        return _at_file(NOM_DE_FICHIER, shown, said, Mend(name=_beside(shown, mended)))
    if path.stem in RESERVED:
        said = f"Le nom « {path.stem} » est réservé ; un autre est attendu."
        return _at_file(NOM_RESERVE, shown, said, Mend(name=_beside(shown, f"{path.stem}-pratique.yml")))
    return None


def _beside(shown: str, name: str) -> str:
    return str(PurePosixPath(shown).with_name(name))


def _unexpected_vocabulary(path: Path, shown: str) -> Problem | None:
    if path.suffix == ".yml" and path.stem in VOCABULAIRES:
        return None
    guess = near(path.stem, VOCABULAIRES)
    said = f"Aucun vocabulaire ne s’appelle « {path.name} »" + (f" ; s’agit-il de « {guess}.yml » ?" if guess else ".")
    if guess and not path.with_name(f"{guess}.yml").exists():
        return _at_file(INATTENDU, shown, said, Mend(name=_beside(shown, f"{guess}.yml")))
    said += " Fichiers attendus : " + ", ".join(VOCABULAIRES) + "."
    if guess:
        said += f" Ajoutez son contenu à {guess}.yml, puis effacez ce fichier."
    return _at_file(INATTENDU, shown, said, Mend(name="" if guess else path.name))


def _uses(texts: Iterable[Text]) -> list[tuple[str, str]]:
    """Return the (vocabulary, entry) that `texts` name."""
    return [(text.leaf.vocabulaire, text.value) for text in texts if text.leaf.vocabulaire]


def _check_texts(document: Document, texts: Sequence[Text], context: Context) -> Iterator[Problem]:
    for text in texts:
        for rule in TEXT_RULES:
            yield from rule(document, text, context)


def _check_records(found: _Read, context: Context, memory: Memory) -> dict[str, Pratique]:
    records = {}
    for name, document in found.records.items():
        known, practice, uses = memory.records.get(name, (None, None, ()))
        if practice and known is document:
            records[name] = practice
            found.use(uses)
            continue
        own = {key: value for key, value in document.data.items() if key != NOUVEAU}
        record, problems = validate(Pratique, document, own, known=context.ids, id=name)
        found.tell(document.path, _check_brought(document, context, found))
        texts = list(texts_of(document, Pratique))
        uses = _uses(texts)
        found.use(uses)
        found.tell(document.path, problems)
        found.tell(document.path, _check_texts(document, texts, context))
        found.tell(document.path, check_percentages(document, texts))
        for rule in RECORD_RULES:
            found.tell(document.path, rule(document, context))
        if record:
            records[name] = record
            if not found.told[document.path] and NOUVEAU not in document.data:
                memory.records[name] = document, record, uses
    return records


def _check_brought(document: Document, context: Context, found: _Read) -> list[Problem]:
    """Read the entries that a record brings (see ADR 0006); returns what is wrong with them."""
    if NOUVEAU not in document.data:
        return []
    place: Place = (NOUVEAU,)
    brought = document.data[NOUVEAU]
    if not isinstance(brought, dict) or not brought:
        said = f"« {NOUVEAU} » doit être un groupe de rubriques ({', '.join(APPORTS)}) ; lu : {shown(brought)}."
        return [document.problem(TYPE_GROUPE, place, said, edit.removed(document, place) or TYPE_GROUPE.juste)]
    problems: list[Problem] = []
    for kind, entries in brought.items():
        here = (*place, kind)
        if kind not in APPORTS:
            said = f"La rubrique « {kind} » n’existe pas sous « {NOUVEAU} » ; attendu : {', '.join(APPORTS)}."
            how = edit.removed(document, here) or CLE_INCONNUE.juste
            problems.append(document.problem(CLE_INCONNUE, here, said, how, at_key=True))
        elif not isinstance(entries, dict) or not entries:
            said = f"« {kind} » doit être un groupe d’entrées ; lu : {shown(entries)}."
            problems.append(
                document.problem(TYPE_GROUPE, here, said, edit.removed(document, here) or TYPE_GROUPE.juste)
            )
        else:
            made, faults = _entries_of(document, VOCABULAIRES[kind], here, context, found)
            found.brought.setdefault(Path(document.path).stem, {})[kind] = made
            problems += faults
        if len(problems) >= MAX_PROBLEMS:
            break
    return problems


def _check_vocabulary(kind: str, found: _Read, context: Context) -> dict[str, Entree]:
    if kind not in found.vocabularies:
        return {}
    entries, problems = _entries_of(found.vocabularies[kind], VOCABULAIRES[kind], (), context, found)
    found.tell(found.vocabularies[kind].path, problems)
    return entries


def _entries_of(
    document: Document, model: type[Entree], place: Place, context: Context, found: _Read
) -> tuple[dict[str, Entree], list[Problem]]:
    """Make the entries of the group at `place` of `document`; returns them, and what is wrong with them."""
    entries: dict[str, Entree] = {}
    problems: list[Problem] = []
    for key, data in document.value(place).items():
        if len(problems) >= MAX_PROBLEMS:
            break
        here = (*place, key)
        if not isinstance(data, dict):
            said = f"L’entrée « {key} » doit être un groupe de rubriques ; lu : {shown(data)}."
            pairs = {one.nom: example_text(one, context.ids) for one in champs(model) if one.requis}
            if isinstance(data, str) and data and "nom" in pairs:
                pairs["nom"] = quoted(data)
            new = "{" + ", ".join(f"{name}: {text}" for name, text in pairs.items()) + "}"
            problems.append(document.problem(TYPE_GROUPE, here, said, edit.replaced(document, here, new)))
            continue
        entry, faults = validate(model, document, data, here, context.ids, id=key)
        problems += faults
        texts = list(texts_of(document, model, here))
        found.use(_uses(texts))
        problems += _check_texts(document, texts, context)
        if entry:
            entries[key] = entry
    return entries, problems
