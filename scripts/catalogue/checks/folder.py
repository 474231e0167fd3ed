"""What stands in practices/: which files are records, which vocabularies, which are refused; each read once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath

from catalogue.checks.context import Context
from catalogue.problems.mend import Mend
from catalogue.problems.problem import Problem, Rule, declaring, suggestion
from catalogue.records.change_log import FILE as CHANGE_LOG
from catalogue.records.document import MAX_PROBLEMS, Document
from catalogue.records.load import read
from catalogue.records.practice import Pratique
from catalogue.records.readings import FILE as READINGS
from catalogue.records.vocabularies import FACULTATIFS, VOCABULAIRES, Entree
from catalogue.text.near import near
from catalogue.text.typography import slug

declare = declaring("Le fichier", __name__)

NOM_DE_FICHIER = declare(
    id="nom-de-fichier",
    titre="Le nom d’un fichier s’écrit en minuscules sans accent, chiffres et tirets, et finit par « .yml ».",
    pourquoi="Le nom du fichier est l’identifiant de la pratique, et devient l’adresse de sa fiche.",
    faux="practices/Crèches_Solidaires.yml",
    juste="practices/creches-solidaires.yml",
    messages={
        "nom": "Le nom « {lu} » ne peut pas devenir une adresse ; minuscules sans accent, chiffres et tirets sont attendus."
    },
)
NOM_RESERVE = declare(
    id="nom-reserve",
    titre="Le nom du fichier n’est pas un mot réservé.",
    pourquoi="Ce nom sert déjà à une page du site, ou ne peut pas être enregistré sur tous les ordinateurs.",
    faux="practices/index.yml",
    juste="practices/creches-solidaires.yml",
    messages={"nom": "Le nom « {lu} » est réservé ; un autre est attendu."},
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

RESERVED = {"index", "nouvelle", "vocabulaires", "con", "prn", "aux", "nul"} | {
    f"{d}{i}" for d in ("com", "lpt") for i in range(10)
}
"""Names that no record may have: addresses under /pratiques/ that are not practices, and names that Windows keeps for devices."""

KNOWN_FILES = {CHANGE_LOG, READINGS, "permaliens", "permaliens.txt", "pratique.schema.json"}
"""What else may stand in practices/."""

Reader = Callable[[Path, str], tuple[Document | None, list[Problem]]]


@dataclass
class Found:
    """What could be read: records and vocabularies by name, the second readings if any, the names of the files that could not, the
    problems so far.
    """

    reader: Reader
    records: dict[str, Document] = field(default_factory=dict)
    vocabularies: dict[str, Document] = field(default_factory=dict)
    readings: dict[str, Document] = field(default_factory=dict)
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
    """A cache between two checks of the same folder, for a preview: only the files that changed are read and judged again.

    `files` gives what reading each file gave, with the mark (time, size) of the file that was read. `records` gives the
    records that were sound, as long as `context` (what the other files say) is the same.
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


def read_folder(folder: Path, extra: Iterable[Path], reader: Reader) -> Found:
    """Read with `reader` every record and vocabulary of `folder`, and the records `extra` that stand elsewhere."""
    found = Found(reader)
    root = folder.parent
    for path in [*_entries(folder), *extra]:
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
        _keep(path, shown, _refused(path, shown), found.records, found)
    for path in _entries(folder / "vocabulaires"):
        shown = path.relative_to(root).as_posix()
        _keep(path, shown, _unexpected_vocabulary(path, shown), found.vocabularies, found)
    if (folder / READINGS).exists():
        _keep(folder / READINGS, f"{folder.name}/{READINGS}", None, found.readings, found)
    for kind in VOCABULAIRES:
        shown = f"{folder.name}/vocabulaires/{kind}.yml"
        if kind not in FACULTATIFS and kind not in found.vocabularies and shown not in found.unread:
            said = f"Le fichier « {kind}.yml » manque ; il est attendu dans {folder.name}/vocabulaires/."
            found.problems.append(at_file(MANQUANT, shown, said, f"Créez {shown}."))
    return found


def _keep(path: Path, shown: str, refusal: Problem | None, shelf: dict[str, Document], found: Found) -> None:
    """Read `path`, unless it is refused, and put it on `shelf`."""
    document, problems = (None, [refusal]) if refusal else found.reader(path, shown)
    found.tell(shown, problems)
    if document:
        shelf[path.stem] = document
    else:
        found.unread.add(shown)


def _entries(folder: Path) -> list[Path]:
    """Return what stands in `folder`, sorted; hidden files, known files and the vocabularies' folder apart."""
    if not folder.is_dir():
        return []
    known = {"vocabulaires", *KNOWN_FILES}
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.name not in known)


def at_file(rule: Rule, shown: str, message: str, how: str | Mend) -> Problem:
    """Return the problem of `rule` with the file `shown` as a whole."""
    return Document(shown, []).problem_at(rule, 1, 1, message, how)


def _refused(path: Path, shown: str) -> Problem | None:
    if path.suffix.lower() not in (".yml", ".yaml") and path.suffix:
        return at_file(
            INATTENDU,
            shown,
            f"« {path.name} » est lu ici ; seules des fiches (.yml) sont attendues dans ce dossier.",
            Mend(name=path.name),
        )
    if path.is_dir():
        return None  # told when it is read
    mended = f"{slug(path.stem)[:64].strip('-') or 'ma-pratique'}.yml"
    if path.name != mended:
        said = NOM_DE_FICHIER.says("nom", lu=path.name)
        return at_file(NOM_DE_FICHIER, shown, said, Mend(name=_beside(shown, mended)))
    if path.stem in RESERVED:
        said = NOM_RESERVE.says("nom", lu=path.stem)
        return at_file(NOM_RESERVE, shown, said, Mend(name=_beside(shown, f"{path.stem}-pratique.yml")))
    return None


def _beside(shown: str, name: str) -> str:
    return str(PurePosixPath(shown).with_name(name))


def _unexpected_vocabulary(path: Path, shown: str) -> Problem | None:
    if path.suffix == ".yml" and path.stem in VOCABULAIRES:
        return None
    guess = near(path.stem, VOCABULAIRES)
    said = f"Aucun vocabulaire ne s’appelle « {path.name} »{suggestion(guess and f'{guess}.yml')}"
    if guess and not path.with_name(f"{guess}.yml").exists():
        return at_file(INATTENDU, shown, said, Mend(name=_beside(shown, f"{guess}.yml")))
    said += " Fichiers attendus : " + ", ".join(VOCABULAIRES) + "."
    if guess:
        said += f" Ajoutez son contenu à {guess}.yml, puis effacez ce fichier."
    return at_file(INATTENDU, shown, said, Mend(name="" if guess else path.name))
