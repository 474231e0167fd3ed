"""What a stranger may send, and what must come of it whatever it is: see data/hostile/."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.checks.check import check
from catalogue.problems import report
from catalogue.problems.problem import RULES, Problem
from catalogue.records import write
from catalogue.records.fields import Field, fields_of
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import VOCABULAIRES
from common import DATA, FROZEN, TODAY

FOLDER = DATA / "hostile"
SECONDS, MEMORY = 2, 200
"""What one file may cost: seconds of processor, and megabytes."""

_STANDS = re.compile(rb"^# comme: (practices/(?:vocabulaires/[a-z-]+|essai)\.yml)$", re.M)

HARMLESS = "Un texte d’essai, sans malice et assez long"


@dataclass(frozen=True)
class Texte:
    """A text of textes.json: what it tries, and the rules that refuse it, in a simple text and in prose; none, it is shown."""

    nom: str
    texte: str
    essaie: str
    refus: dict[str, list[str]]

    def fitted(self, field: Field) -> str:
        """Return the text as `field` takes it: lengthened to what it asks for; harmless where this text is refused, or too
        long.
        """
        refused = self.refus.get("prose" if field.genre == "prose" else "texte")
        # Two texts may differ only by signs, which two titles, two synonyms and two names of regions may not.
        text = f"{self.texte} ({self.nom})" if field.nom in ("titre", "termes", "nom") else self.texte
        return f"{HARMLESS} : {self.nom}" if refused or len(text) > (field.maximum or 0) else longer(text, field)


def longer(text: str, field: Field) -> str:
    """Return `text`, with words after it where `field` asks for more letters."""
    return text if len(text) >= (field.minimum or 0) else f"{text} {HARMLESS}"


def textes() -> list[Texte]:
    """Return every text of textes.json."""
    return [Texte(**one) for one in json.loads((FOLDER / "textes.json").read_text("utf-8"))]


PRACTICE = "a-cote"
"""The record that those made here lead to, and that `install` adds."""

WRITTEN = ("texte", "ligne", "prose")
_SIMPLE = {
    "nombre": "1",
    "date": "2026-01-31",
    "date-partielle": "2026-01",
    "oui-non": "true",
    "adresse": "https://www.exemple.fr/",
}
_LEFT = ("inclus_dans", "alias", "parent", "vers", "page")  # they answer to something else than the text that is tried


def whole(fields: Iterable[Field], text: Any, name: str, country: str = "DE") -> dict[str, Any]:
    """Return a group of all `fields`, where each text is `text` of its field, and each reference leads to `name`, or `country`."""

    def value(field: Field) -> Any:
        if field.genre in WRITTEN:
            return text(field)
        if field.genre == "groupe":
            return whole(field.champs, text, name, country)
        if field.genre == "reference":
            fixed = {
                "levier": "dans-le-contrat",
                "leviers": name,
                "regions": f"{name}-region",
                "pays": country,
                "pratiques": PRACTICE,
                "synonymes": "batiment",
            }
            return fixed.get(field.nom) or fixed.get(field.vocabulaire or "") or name
        if field.genre == "choix":
            return field.choix[0][0]
        return _SIMPLE.get(field.genre) or str(max(field.minimum or 1, 1))

    kept = [field for field in fields if field.nom not in _LEFT and field.genre != "identifiant"]
    return {field.nom: [value(field)] if field.liste else value(field) for field in kept}


_BESIDE = """\
titre: Une pratique à côté
resume: Une pratique sans malice, vers laquelle mènent les autres.
levier: portage
porteurs: [NOM]
sources: [{id: NOM, repere: A}]
verifie_le: 2026-01-31
"""


def _new_country(path: Path) -> str:
    """Return a code that the vocabulary of countries at `path` does not have."""
    taken = set(path.read_text("utf-8").split("\n"))
    codes = (first + second for first in "QXZ" for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return next(code for code in codes if f"{code}:" not in taken)


def install(practices: Path, name: str, text: Any) -> None:
    """Add to the catalogue of `practices` the record `name` and an entry in each vocabulary, whole, whose texts are all `text`."""
    country = _new_country(practices / "vocabulaires" / "pays.yml")
    record = whole(fields_of(Pratique), text, name, country)
    (practices / f"{PRACTICE}.yml").write_text(_BESIDE.replace("NOM", name), "utf-8")
    synonyms = practices / "vocabulaires" / "synonymes.yml"
    if "\nbatiment:" not in synonyms.read_text("utf-8"):
        with synonyms.open("a", encoding="utf-8") as file:
            file.write("batiment: {termes: [BTP, chantier]}\n")
    for kind in VOCABULAIRES:
        data = whole(fields_of(VOCABULAIRES[kind]), text, name, country)
        key = {"retraits": f"ancien-{name}", "regions": f"{name}-region", "pays": country}.get(kind, name)
        with (practices / "vocabulaires" / f"{kind}.yml").open("a", encoding="utf-8") as file:
            file.write(write.entry(key, data, fields_of(VOCABULAIRES[kind])))
    (practices / f"{name}.yml").write_text(write.record(record), "utf-8")


def promised(problems: list[Problem]) -> None:
    """Hold `problems` to what is promised of each: a place, a rule; and of each report: nothing that a terminal obeys."""
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.rule in RULES
    for text in (report.text(problems), report.github(problems), report.as_json(problems)):
        assert all(c.isprintable() or c in "\n\u00a0\u202f" for c in text)


def fed(raw: bytes, practices: Path) -> list[Problem]:
    """Check the catalogue of `practices` with `raw` in it as one file more; return the problems, which hold what is promised.

    It stands as a record, or where its comment `# comme: practices/vocabulaires/….yml` says. Whatever it is, each problem has
    a place and a rule, each report and each mend can be made of it, and none prints what a terminal would obey.
    """
    said = _STANDS.search(raw)
    path = practices.parent / (said[1].decode() if said else "practices/essai.yml")
    kept = path.read_bytes() if path.exists() else None
    path.write_bytes(raw)
    try:
        found = check(practices, TODAY)
    finally:
        path.unlink() if kept is None else path.write_bytes(kept)
    assert (found.catalogue is None) == bool(found.problems)
    promised(found.problems)
    for problem in found.problems[:10]:
        if problem.mend and problem.path == path.relative_to(practices.parent).as_posix():
            problem.mend.apply(raw.decode("utf-8", "replace"))
    return found.problems


def seeds() -> Iterator[bytes]:
    """Yield what a fuzzer begins with: the records and vocabularies that there are, and all that the tests refuse or mend."""
    for folder in (FROZEN / "practices", DATA / "valid", DATA / "invalid", DATA / "corriger", FOLDER):
        for path in sorted(folder.rglob("*.yml")):
            stands = f"# comme: practices/vocabulaires/{path.name}\n" if path.parent.name == "vocabulaires" else ""
            yield stands.encode() + path.read_bytes()
