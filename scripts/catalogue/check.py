"""All problems of all files, in one run: reads the folder, makes the models, runs the rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from catalogue import rules
from catalogue.load import Document, read
from catalogue.model import VOCABULAIRES, Catalogue, Entree, Pratique
from catalogue.problem import Problem, Rule, declare
from catalogue.shape import TYPE_GROUPE, near, validate
from catalogue.typography import slug

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
KNOWN_FILES = {"permaliens.txt", "pratique.schema.json"}

# The rules that the guide lists and the tests cover all stand in problem.RULES once this module is imported.


@dataclass(frozen=True)
class Checked:
    """What a run found: the catalogue, when nothing is wrong, and the problems, sorted."""

    catalogue: Catalogue | None
    problems: list[Problem]


def check(folder: Path, today: date, extra: Iterable[Path] = ()) -> Checked:
    """Check every record and vocabulary of `folder` (the `practices/` of a project) as of `today`; never raises.

    `extra` are records that stand elsewhere and are checked as if they stood in `folder`, in place of a record of the
    same name. Paths in problems are relative to the parent of `folder`.
    """
    problems: list[Problem] = []
    documents: dict[str, Document] = {}
    vocabularies: dict[str, Document] = {}
    unread: set[str] = set()

    root = folder.parent
    for path in [*_entries(folder), *extra]:
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        refusal = _refused(path, shown)
        if refusal:
            problems.append(refusal)
            continue
        document, found = read(path, shown)
        problems += found
        if document:
            documents[path.stem] = document
        else:
            unread.add(path.stem)
    for path in _entries(folder / "vocabulaires"):
        shown = path.relative_to(root).as_posix()
        if path.suffix != ".yml" or path.stem not in VOCABULAIRES:
            problems.append(_unexpected_vocabulary(path, shown))
            continue
        document, found = read(path, shown)
        problems += found
        if document:
            vocabularies[path.stem] = document
        else:
            unread.add(f"vocabulaires/{path.stem}")
    for kind in VOCABULAIRES:
        if kind not in vocabularies and f"vocabulaires/{kind}" not in unread:
            shown = f"{folder.name}/vocabulaires/{kind}.yml"
            problems.append(_at_file(MANQUANT, shown, "Ce fichier de vocabulaire manque.", f"Créez {shown}."))

    # A file that could not be read still names something: what cites it is not at fault.
    ids: dict[str, set[str]] = {
        kind: set(vocabularies[kind].data) if kind in vocabularies else set() for kind in VOCABULAIRES
    }
    ids["pratiques"] = set(documents) | unread
    context = rules.Context(ids, _parents(vocabularies.get("leviers")), today)
    blind = {rule.id for kind, rule in rules.UNKNOWN.items() if kind != "pratiques" and kind not in vocabularies}

    used: dict[str, Counter[str]] = defaultdict(Counter)
    entries = {kind: _check_vocabulary(kind, vocabularies, context, used, problems) for kind in VOCABULAIRES}
    records = _check_records(documents, context, used, problems)
    problems += rules.check_loops({name: (document, ()) for name, document in documents.items()}, "programme")
    if levers := vocabularies.get("leviers"):
        problems += rules.check_loops({key: (levers, (key,)) for key in levers.data}, "parent")
    problems += rules.check_aliases(documents)
    problems += rules.check_titles(documents)
    if len(records) == len(documents) and not unread:  # else the record that uses the entry may be the one at fault
        problems += rules.check_unused(vocabularies, used)

    if problems:
        return Checked(None, sorted(problem for problem in problems if problem.rule not in blind))
    made: dict[str, Any] = {kind.replace("-", "_"): entries[kind] for kind in VOCABULAIRES}
    return Checked(Catalogue(pratiques=dict(sorted(records.items())), **made), [])


def _entries(folder: Path) -> list[Path]:
    """Return what stands in `folder`, sorted; hidden files, known files and the vocabularies' folder apart."""
    if not folder.is_dir():
        return []
    known = {"vocabulaires", *KNOWN_FILES}
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.name not in known)


def _at_file(rule: Rule, shown: str, message: str, example: str) -> Problem:
    return Problem(shown, 1, 1, rule.id, message, example)


def _refused(path: Path, shown: str) -> Problem | None:
    if path.suffix.lower() not in (".yml", ".yaml") and path.suffix:
        return _at_file(
            INATTENDU, shown, f"« {path.name} » n’est pas une fiche.", "Déplacez ce fichier hors de practices/."
        )
    mended = f"{slug(path.stem) or 'ma-pratique'}.yml"
    if path.name != mended:
        return _at_file(NOM_DE_FICHIER, shown, f"Le nom « {path.name} » ne peut pas devenir une adresse.", mended)
    if path.stem in RESERVED:
        return _at_file(NOM_RESERVE, shown, f"Le nom « {path.stem} » est réservé.", f"{path.stem}-pratique.yml")
    return None


def _unexpected_vocabulary(path: Path, shown: str) -> Problem:
    guess = near(path.stem, VOCABULAIRES)
    said = f"Aucun vocabulaire ne s’appelle « {path.name} »" + (f" ; s’agit-il de « {guess}.yml » ?" if guess else ".")
    return _at_file(INATTENDU, shown, said, f"{guess}.yml" if guess else "Fichiers prévus : " + ", ".join(VOCABULAIRES))


def _parents(levers: Document | None) -> set[str]:
    entries = levers.data.values() if levers else ()
    return {str(entry["parent"]) for entry in entries if isinstance(entry, dict) and "parent" in entry}


def _check_texts(
    document: Document, texts: Sequence[rules.Text], context: rules.Context, used: dict[str, Counter[str]]
) -> Iterator[Problem]:
    for text in texts:
        if text.leaf.reference:
            used[text.leaf.reference][text.value.strip()] += 1
        for rule in rules.TEXT_RULES:
            yield from rule(document, text, context)


def _check_records(
    documents: dict[str, Document], context: rules.Context, used: dict[str, Counter[str]], problems: list[Problem]
) -> dict[str, Pratique]:
    records = {}
    for name, document in documents.items():
        record, found = validate(Pratique, document, document.data, id=name)
        problems += found
        texts = list(rules.texts(document, Pratique))
        problems += _check_texts(document, texts, context, used)
        problems += rules.check_percentages(document, texts)
        for rule in rules.RECORD_RULES:
            problems += rule(document, context)
        if record:
            records[name] = record
    return records


def _check_vocabulary(
    kind: str,
    vocabularies: dict[str, Document],
    context: rules.Context,
    used: dict[str, Counter[str]],
    problems: list[Problem],
) -> dict[str, Entree]:
    entries: dict[str, Entree] = {}
    if kind not in vocabularies:
        return entries
    document, model = vocabularies[kind], VOCABULAIRES[kind]
    for key, data in document.data.items():
        if not isinstance(data, dict):
            said = f"L’entrée « {key} » doit être un groupe de rubriques."
            problems.append(document.problem(TYPE_GROUPE, (key,), said, f"{key}:\n  nom: …"))
            continue
        entry, found = validate(model, document, data, (key,), id=key)
        problems += found
        problems += _check_texts(document, list(rules.texts(document, model, (key,))), context, used)
        if entry:
            entries[key] = entry
    return entries
