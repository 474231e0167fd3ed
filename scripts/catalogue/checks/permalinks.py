"""Rules on promised addresses: the lists never shrink, and every address of theirs answers (see permalink_lists.py, ADR 21)."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from catalogue.checks.folder import Found
from catalogue.checks.permalink_lists import FIRST, SEAL, Listed, Promised, file_of, promise_of, seal
from catalogue.problems.mend import Edit, Mend
from catalogue.problems.problem import Problem, declaring
from catalogue.records import edit
from catalogue.records.document import Document
from catalogue.records.merges import check_merges
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import NOUVEAU
from catalogue.text.near import near
from catalogue.text.typography import slug

declare = declaring("Les adresses promises", __name__)

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
    pourquoi="Une adresse effacée de la liste ne serait plus vérifiée. La publication y inscrit "
    "elle-même les adresses nouvelles : personne n’a rien à y écrire.",
    faux="permaliens.txt, une ligne effacée",
    juste="/pratiques/ancien-nom/",
)


def check_promises(folder: Path, found: Found, once: Collection[str], today: date) -> Iterator[Problem]:
    """Hold the lists of promised addresses to what they were, and records and vocabularies to what they promise.

    `once` are the lines that the lists have held, as far as git knows.
    """
    try:
        promised = Promised.read(folder)
    except OSError:
        shown = f"{folder.name}/{FIRST}"
        said = "Une liste d’adresses promises ne peut être lue ; un fichier de texte est attendu."
        yield Document(shown, []).problem_at(CHANGEE, 1, 1, said, f"git checkout {folder.name}/")
        return
    answering = _answering(found)
    withdrawn = found.vocabularies["retraits"].data if "retraits" in found.vocabularies else {}
    kept = [f"/{entry['adresse']}" for entry in withdrawn.values() if isinstance(entry, dict) and entry.get("adresse")]
    known = [f"/{kind}/{name}/" for kind, names in answering.items() for name in names]
    yield from _changes(promised, once, known, today)
    for address in promised.promises:
        kind, _, name = address.strip("/").partition("/")
        if kind not in answering or not re.fullmatch(r"[a-z0-9-]+", name):
            continue
        if name not in answering[kind] and address not in kept:
            yield lost_practice(promised, name, found.records) if kind == "pratiques" else lost_page(promised, address)


def _changes(promised: Promised, once: Collection[str], known: Collection[str], today: date) -> Iterator[Problem]:
    """Yield what was taken away from the lists, or written in one by hand.

    A line that was taken away is known from git (`once`), or found among the addresses `known` to answer today.
    """
    gone = [
        line
        for line in once
        for address, anchors in [promise_of(line)]
        if {*anchors} - {*promised.promises.get(address, ())} or address not in promised.promises
    ]
    for listed in promised.lists:
        if listed.sealed:
            continue
        if merged := _merged(listed):
            yield merged
            continue
        lines = list(listed.lines)
        candidates = [*gone, *(one for one in known if one not in promised.promises)] if listed.is_first else []
        if back := next((one for one in candidates if seal([*lines, one]) in listed.document.lines), None):
            gone = [one for one in gone if one != back]
            at = next((number for other, number in listed.lines.items() if other > back), len(listed.document.lines))
            said = f"« {back} » manque dans cette liste, où elle a été inscrite ; elle est attendue ici."
            yield listed.document.problem_at(CHANGEE, at, 1, said, Mend((Edit((at, 1), (at, 1), f"{back}\n"),)))
        else:
            yield _unsealed(listed)
    if gone:
        shown = promised.lists[0].path if promised.lists else f"{promised.folder}/{FIRST}"
        first = sorted(gone)[0]
        others = f" (et {len(gone) - 1} de plus)" if len(gone) > 1 else ""
        said = f"« {first} »{others} a été inscrite parmi les adresses promises, et n’y est plus ; elle y est attendue."
        name, content = file_of(gone, today)
        problem = Document(shown, []).problem_at(CHANGEE, 1, 1, said, content.strip("\n"))
        yield replace(problem, mend=Mend(content=content, path=f"{promised.folder}/{name}"))


def _unsealed(listed: Listed) -> Problem:
    """Return the problem of a list whose lines are not those that were sealed."""
    numbered = [(n, line) for n, line in enumerate(listed.document.lines, 1) if SEAL.fullmatch(line)]
    at, line = numbered[-1] if numbered else (len(listed.document.lines), "")
    found = SEAL.fullmatch(line)
    count, read = int(found[1]) if found else 0, len(listed.lines)
    what = (
        f"{count} adresses y sont scellées, {read} s’y lisent"
        if count and count != read
        else "une ligne y a été changée"
    )
    said = f"« {line or listed.path} » : {what} ; la liste ne doit pas changer à la main."
    how = (
        f"git checkout {listed.path}\n"
        "Sans git, reprenez le fichier tel qu’il est publié sur la forge ; la publication inscrit elle-même les adresses nouvelles."
    )
    return listed.document.problem_at(CHANGEE, at, 1, said, how)


def _merged(listed: Listed) -> Problem | None:
    """Return what is told of a list in which a merge left two versions; the first list is then to hold the lines of both."""
    problem = next(check_merges(listed.document), None)
    if problem is None or not listed.is_first:
        return problem
    lines = [line for line in listed.lines if line.startswith("/")]
    comments = [line for line in listed.document.lines if line.startswith("#") and not SEAL.fullmatch(line)]
    content = "".join(f"{line}\n" for line in (*dict.fromkeys(comments), *lines, seal(lines)))
    how = f"Gardez les adresses des deux versions, sans les marques, et une seule ligne d’empreinte, la dernière :\n{seal(lines)}"
    return replace(problem, example=how, mend=Mend(content=content))


def lost_practice(promised: Promised, name: str, records: Mapping[str, Document]) -> Problem:
    """Return the problem of the practice `name`, which no record of `records` answers for any more.

    It is told in the new record that seems to have taken its place, where its mend goes; without one, in the list.
    """
    newcomers = [one for one in records if one not in promised.practices]
    heir = near(name, newcomers) or near(name, records) or (newcomers[0] if len(newcomers) == 1 else None)
    listed, line = promised.where(f"/pratiques/{name}/")
    said = f"« /pratiques/{name}/ » a été publiée, et ne répond plus ; une fiche qui garde son ancien nom est attendue"
    withdrawal = f"practices/vocabulaires/retraits.yml :\n{name}:\n  titre: …\n  le: …\n  raison: …"
    if heir is None:
        return listed.document.problem_at(PERDUE, line, 1, f"{said}, ou un retrait.", withdrawal)
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
    if heir not in newcomers:
        found = listed.document.problem_at(PERDUE, line, 1, said)
        return replace(found, example=mend.shown(record.lines), mend=replace(mend, path=record.path))
    sure = len(newcomers) == 1 and near(name, [heir]) is not None
    return record.problem_at(PERDUE, mend.edits[0].start[0], 1, said, replace(mend, sure=sure))


def lost_page(promised: Promised, address: str) -> Problem:
    """Return the problem of a page that is not a practice's, and is no longer there."""
    listed, line = promised.where(address)
    said = (
        f"« {address} » a été publiée, et ne répond plus ; la page est attendue, ou un mot sur son retrait dans "
        "practices/vocabulaires/retraits.yml."
    )
    path = address.strip("/")
    name = path.rsplit("/", 1)[-1] or "accueil"
    how = f"{name}:\n  titre: …\n  le: …\n  raison: …\n  adresse: {path}/\n  vers: …"
    return listed.document.problem_at(PERDUE, line, 1, said, how)


def unanswered(
    promised: Promised,
    missing: Callable[[str, Collection[str]], Collection[str] | None],
    withdrawn: Collection[str],
) -> Iterator[Problem]:
    """Yield what is promised and does not answer on a built site.

    `missing` gives those of the anchors promised at an address that it lacks, or None when nothing answers there;
    `withdrawn` are addresses that only say that the page was withdrawn.
    """
    for promise, address, anchors in promised.expanded():
        owner = re.sub(r"^(/pratiques/[^/]+/).*", r"\1", address)
        if owner in withdrawn and (address != owner or anchors):
            continue  # of a page that was withdrawn only the address answers
        lacking = missing(address, anchors)
        listed, at = promised.where(promise)
        if lacking is None and "*" in promise:
            said = f"« {address} » a été promise (« {promise} »), et ne répond plus ; un fichier y est attendu."
            yield listed.document.problem_at(PERDUE, at, 1, said, "Rétablissez ce que le site y publiait.")
        elif lacking is None:
            yield lost_page(promised, address)
        else:
            for anchor in lacking:
                said = f"L’ancre « #{anchor} » de « {address} » a été promise, et n’y est plus ; elle est attendue."
                how = f"## Le titre de la section {{: #{anchor} }}"
                yield listed.document.problem_at(PERDUE, at, 1, said, how)


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
