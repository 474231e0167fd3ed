"""The addresses that were promised (practices/permaliens.txt): the list only grows, and all of it answers. Pure functions.

A line is an address from the site's root, then the anchors promised there: `/methode/ #suite`. A star stands for the id of
each practice listed as `/pratiques/<id>/`. The last line seals the others, so that none goes unseen: see ADR 0008.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from catalogue.checks.folder import Found
from catalogue.problems.mend import Edit, Mend
from catalogue.problems.problem import Problem, declaring
from catalogue.records import edit
from catalogue.records.document import Document
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import NOUVEAU
from catalogue.text.near import near
from catalogue.text.typography import slug

declare = declaring("Les adresses promises", __name__)

FILE = "permaliens.txt"

PERDUE = declare(
    id="permalien-perdu",
    titre="Toute adresse publiée répond toujours.",
    pourquoi="Des supports de formation, des courriels et des papiers y mènent pour des années. Une fiche renommée garde son "
    "ancien nom dans « alias » ; une page retirée laisse un mot dans « retraits.yml ».",
    faux="ancien-nom.yml, renommé en nouveau-nom.yml",
    juste="alias: [ancien-nom]  # dans nouveau-nom.yml",
)
CHANGEE = declare(
    id="permaliens-changes",
    titre="La liste des adresses publiées ne fait que grandir.",
    pourquoi="Une adresse effacée de la liste ne serait plus vérifiée. La liste ne s’écrit pas à la main : "
    "« make permaliens » l’allonge.",
    faux="permaliens.txt, une ligne effacée",
    juste="/pratiques/ancien-nom/",
)

HEAD = """\
# Les adresses que le site a promises : des supports de formation, des courriels et des papiers y mènent.
# Cette liste ne fait que grandir, et toutes ses adresses répondent. « make permaliens » y ajoute les nouvelles ; elle ne
# s’écrit pas à la main (voir CONTRIBUTING.md). Une adresse par ligne, puis les ancres promises ; « * » vaut pour
# l’identifiant de chaque fiche inscrite. La dernière ligne scelle les autres.
"""

_SEAL = re.compile(r"# (\d+) adresses, sceau ([0-9a-f]{16})")
_FICHE = re.compile(r"/pratiques/([a-z0-9-]+)/")

Promises = Mapping[str, Collection[str]]
"""Addresses, with the anchors promised at each."""


def seal(lines: Collection[str]) -> str:
    """Return the line that seals `lines`: how many, and their digest."""
    digest = sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
    return f"# {len(lines)} adresses, sceau {digest}"


def written(promises: Promises) -> str:
    """Return the file that lists `promises`."""
    lines = sorted(" ".join([address, *(f"#{anchor}" for anchor in promises[address])]) for address in promises)
    return HEAD + "".join(f"{line}\n" for line in [*lines, seal(lines)])


@dataclass(frozen=True)
class Listed:
    """The list, read from `text`; problems are told of the file `path`, from the project's root."""

    path: str
    text: str

    @cached_property
    def document(self) -> Document:
        """The file as problems show it."""
        return Document(self.path, self.text.removesuffix("\n").split("\n"))

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """Each line of the list, with its number."""
        numbered = enumerate(self.document.lines, 1)
        return {line: number for number, line in numbered if line.strip() and not line.startswith("#")}

    @cached_property
    def promises(self) -> Promises:
        """What is promised, stars and all; in the order of the file."""
        found: dict[str, list[str]] = {}
        for line in self.lines:
            address, *anchors = line.split()
            found.setdefault(address, []).extend(anchor.removeprefix("#") for anchor in anchors)
        return found

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """The number of the first line of each address."""
        found: dict[str, int] = {}
        for line, number in self.lines.items():
            found.setdefault(line.split()[0], number)
        return found

    def line_of(self, address: str) -> int:
        """Return the number of the line of `address`, 1 when it has none."""
        return self._numbers.get(address, 1)

    @cached_property
    def practices(self) -> list[str]:
        """The ids of the practices that are promised."""
        return [found[1] for address in self.promises if (found := _FICHE.fullmatch(address))]

    def expanded(self) -> Iterator[tuple[str, str, Collection[str]]]:
        """Yield each promise as (address as listed, address, anchors), with an id in place of each star."""
        for address, anchors in self.promises.items():
            for name in self.practices if "*" in address else [""]:
                yield address, address.replace("*", name), anchors

    @cached_property
    def sealed(self) -> bool:
        """Whether the list is as it was sealed."""
        return any(line == seal(self.lines) for line in self.document.lines)

    def grown(self, promises: Promises) -> str:
        """Return the file once `promises` are added to it."""
        whole: dict[str, list[str]] = {address: list(anchors) for address, anchors in self.promises.items()}
        for address, anchors in promises.items():
            kept = whole.setdefault(address, [])
            kept += [anchor for anchor in anchors if anchor not in kept]
        return written(whole)

    # --- Problems ------------------------------------------------------------------------------------------------

    def changes(self, once: Collection[str], known: Collection[str]) -> Iterator[Problem]:
        """Yield what was taken away from the list, or written in it by hand.

        `once` are the lines that it held in the past, as far as is known; `known` the addresses that answer today, among
        which a line that was taken away may be found.
        """
        gone = [
            line
            for line in once
            for address, *anchors in [line.split()]
            if address not in self.promises or {a.removeprefix("#") for a in anchors} - {*self.promises[address]}
        ]
        lines = list(self.lines)
        if not gone and not self.sealed:
            missing = [address for address in known if address not in self.promises]
            gone = [one for one in missing if seal([*lines, one]) in self.document.lines][:1]
        for line in sorted(gone):
            said = f"« {line} » manque dans cette liste, où elle a été inscrite ; elle est attendue ici."
            at = next((number for other, number in self.lines.items() if other > line), len(self.document.lines))
            mend = Mend((Edit((at, 1), (at, 1), f"{line}\n"),))
            yield self.document.problem_at(CHANGEE, at, 1, said, mend)
        if not gone and not self.sealed:
            yield self._unsealed()

    def _unsealed(self) -> Problem:
        """Return the problem of a list whose lines are not those that were sealed."""
        numbered = [(n, line) for n, line in enumerate(self.document.lines, 1) if _SEAL.fullmatch(line)]
        at, line = numbered[-1] if numbered else (len(self.document.lines), "")
        count = int(_SEAL.fullmatch(line)[1]) if numbered else 0  # type: ignore[index]
        read = len(self.lines)
        what = f"{count} adresses y sont scellées, {read} s’y lisent" if count != read else "une ligne y a été changée"
        said = f"« {line or FILE} » : {what} ; la liste ne doit pas changer à la main."
        how = (
            f"git checkout {self.path}\n"
            "Sans git, reprenez le fichier tel qu’il est publié sur la forge ; « make permaliens » y ajoute les adresses nouvelles."
        )
        return self.document.problem_at(CHANGEE, at, 1, said, how)

    def lost(self, kind: str, ids: Collection[str], kept: Collection[str]) -> Iterator[tuple[str, int]]:
        """Yield the (id, line) of each address `/<kind>/<id>/` that is promised, when `id` is not one of `ids`.

        `kept` are addresses that answer all the same.
        """
        for line, number in self.lines.items():
            address = line.split()[0]
            found = re.fullmatch(rf"/{kind}/([a-z0-9-]+)/", address)
            if found and found[1] not in ids and address not in kept:
                yield found[1], number

    def lost_practice(self, name: str, line: int, records: Mapping[str, Document]) -> Problem:
        """Return the problem of the practice `name`, which no record of `records` answers for any more."""
        newcomers = [one for one in records if one not in self.practices]
        heir = near(name, newcomers) or near(name, records) or (newcomers[0] if len(newcomers) == 1 else None)
        said = (
            f"« /pratiques/{name}/ » a été publiée, et ne répond plus ; une fiche qui garde son ancien nom est attendue"
        )
        withdrawal = f"practices/vocabulaires/retraits.yml :\n{name}:\n  titre: …\n  le: …\n  raison: …"
        if heir is None:
            said += ", ou un retrait."
            return self.document.problem_at(PERDUE, line, 1, said, withdrawal)
        said += (
            f". Si elle s’appelle maintenant « {heir} », ajoutez-lui son ancien nom, dans practices/{heir}.yml ; si elle est "
            "retirée, dites-le dans practices/vocabulaires/retraits.yml."
        )
        record = records[heir]
        mend = (
            edit.appended(record, ("alias",), name)
            if record.value(("alias",))
            else edit.inserted(record, (), [f"alias: [{name}]"], list(Pratique.model_fields))
        )
        found = self.document.problem_at(PERDUE, line, 1, said)
        return replace(found, example=mend.shown(record.lines), mend=replace(mend, path=record.path))

    def lost_page(self, address: str, line: int) -> Problem:
        """Return the problem of a page that is not a practice's, and is no longer there."""
        said = (
            f"« {address} » a été publiée, et ne répond plus ; la page est attendue, ou un mot sur son retrait dans "
            "practices/vocabulaires/retraits.yml."
        )
        path = address.strip("/")
        name = path.rsplit("/", 1)[-1] or "accueil"
        how = f"{name}:\n  titre: …\n  le: …\n  raison: …\n  adresse: {path}/\n  vers: …"
        return self.document.problem_at(PERDUE, line, 1, said, how)

    def unanswered(
        self, missing: Callable[[str, Collection[str]], Collection[str] | None], withdrawn: Collection[str]
    ) -> Iterator[Problem]:
        """Yield what is promised and does not answer on a built site.

        `missing` gives those of the anchors promised at an address that it lacks, or None when nothing answers there;
        `withdrawn` are addresses that only say that the page was withdrawn.
        """
        for listed, address, anchors in self.expanded():
            at, owner = self.line_of(listed), re.sub(r"^(/pratiques/[^/]+/).*", r"\1", address)
            if owner in withdrawn and (address != owner or anchors):
                continue  # of a page that was withdrawn only the address answers
            lacking = missing(address, anchors)
            if lacking is None and "*" in listed:
                said = f"« {address} » a été promise (« {listed} »), et ne répond plus ; un fichier y est attendu."
                yield self.document.problem_at(PERDUE, at, 1, said, "Rétablissez ce que le site y publiait.")
            elif lacking is None:
                yield self.lost_page(address, at)
            else:
                for anchor in lacking:
                    said = f"L’ancre « #{anchor} » de « {address} » a été promise, et n’y est plus ; elle est attendue."
                    how = f"## Le titre de la section {{: #{anchor} }}"
                    yield self.document.problem_at(PERDUE, at, 1, said, how)


def check_promises(folder: Path, found: Found, once: Collection[str]) -> Iterator[Problem]:
    """Hold the list of promised addresses to what it was, and records and vocabularies to what it promises."""
    path, shown = folder / FILE, f"{folder.name}/{FILE}"
    try:
        listed = Listed(shown, path.read_text("utf-8", "replace") if path.is_file() or once else "")
    except OSError:
        said = f"Le fichier « {FILE} » manque, ou ne peut être lu ; il est attendu dans {folder.name}/."
        yield Document(shown, []).problem_at(CHANGEE, 1, 1, said, f"git checkout {shown}")
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


def _answering(found: Found) -> dict[str, list[str]]:
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
