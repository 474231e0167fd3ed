"""The text of an issue of the forge → a record's data; issue_form.py makes the form that it answers. Pure functions.

The text is a stranger's, typed or pasted: it is cut at the headings that the form wrote, in whatever order, cleaned, and given
as data to records/write.py. None of it is ever evaluated; what is said of it, for the forge to show, holds it as code.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalogue.contribute.issue_form import CHIFFRES, EDITEUR, NATURE, REGION, Question, questions
from catalogue.derived.sections import TICKET, fields
from catalogue.records.fields import Field, fields_of
from catalogue.records.model import Catalogue
from catalogue.records.vocabularies import NOUVEAU, VOCABULAIRES
from catalogue.text.markdown_code import code
from catalogue.text.near import surely
from catalogue.text.typography import fold, slug
from catalogue.text.yaml_scalar import ODD


@dataclass
class Ticket:
    """What an issue says: the `nom` of the file, the record's `donnees`, and `manques`, what it lacks, in French (Markdown)."""

    nom: str = ""
    donnees: dict[str, Any] = field(default_factory=dict)
    manques: list[str] = field(default_factory=list)


NO_ID = "ne contient ni lettre latine ni chiffre : il en faut pour en faire une adresse."
"""What is said of a name that makes no id."""

_EMPTY = ("_no response_", "_aucune réponse_", "none", "aucun", "néant")
_BULLET = re.compile(r"^\s*(?:(?:[•·▪◦‣●○–—*+-]|\d{1,2}[.)])\s+|o\u00a0\s*)")


def read_issue(text: str, catalogue: Catalogue, today: date) -> Ticket:
    """Return the record that the text of an issue describes, checked `today`, as far as it goes."""
    asked = questions(catalogue)
    found = Ticket()
    said = _sections(text, asked, found)
    data = found.donnees
    for row, champ in fields(TICKET):
        if said.get(row.name):
            data[row.name] = _value(champ, said[row.name], catalogue, found)
    data["verifie_le"] = today.isoformat()
    new = Newcomers(catalogue, said, found)
    for name in ("porteurs", "partenaires"):
        if name in data:
            data[name] = list(filter(None, dict.fromkeys(new.organisation(one) for one in data[name])))
    if source := new.source(one_line(said.get("source", ""))):
        mark = one_line(said.get("repere", ""))
        data["sources"] = [{"id": source, **({"repere": mark} if mark else {})}]
        if figures := list(_figures(said.get("chiffres", ""), source, found)):
            data["chiffres"] = figures
    if new.donnees:
        data[NOUVEAU] = new.donnees
    found.nom = slug(str(data.get("titre", "")))[:64].strip("-")
    for one in asked:
        if one.requis and not said.get(one.nom):
            found.manques.append(f"« {one.titre} » n’est pas rempli. {one.aide}")
    found.donnees = {key: value for key, value in data.items() if value not in ("", [], {})}
    return found


def _sections(text: str, asked: list[Question], found: Ticket) -> dict[str, str]:
    """Return what stands under the heading of each question, in whatever order they come; one that comes twice is told."""
    known = {fold(one.titre): one for one in asked}
    under: dict[str, list[str]] = {}
    here: list[str] = []
    for line in map(_clean, re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)):
        heading = re.match(r"\s{0,3}#{2,4}\s(.*)", line)
        one = known.get(fold(heading[1])) if heading else None
        if one is None:
            here.append(line)
        elif one.nom in under:
            found.manques.append(f"« {one.titre} » a deux réponses dans le ticket : gardez-en une seule.")
            here = []
        else:
            here = under[one.nom] = []
    answers = {name: "\n".join(lines).strip() for name, lines in under.items()}
    return {name: "" if said.lower() in _EMPTY else said for name, said in answers.items()}


def _clean(line: str) -> str:
    return ODD.sub("", line.replace("\t", " ")).rstrip()


def one_line(text: str) -> str:
    """Return `text` with its lines joined, and one space between its words."""
    return " ".join(text.split())


def _items(text: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (one_line(_BULLET.sub("", line)) for line in text.split("\n")))))


def _value(one: Field, text: str, catalogue: Catalogue, found: Ticket) -> Any:
    if one.vocabulaire and one.vocabulaire != "organisations":
        # A choice of several comes as « a, b », and names may hold commas.
        chosen, left = [], text.replace("\n", ", ")
        for name, entry in sorted(getattr(catalogue, one.vocabulaire).items(), key=lambda pair: -len(pair[1].nom)):
            pattern = re.compile(rf"(?:^|,)\s*{re.escape(entry.nom)}\s*(?=,|$)", re.IGNORECASE)
            if pattern.search(left):
                chosen.append(name)
                left = pattern.sub("", left, count=1)
        for rest in filter(None, (part.strip() for part in left.split(","))):
            found.manques.append(f"{code(rest)} ne figure pas dans la liste « {one.titre} ».")
        order = list(getattr(catalogue, one.vocabulaire))
        chosen.sort(key=order.index)
        return chosen if one.liste else (chosen[0] if chosen else "")
    if one.liste:
        items, most = _items(text), one.au_plus or sys.maxsize
        if len(items) > most:
            found.manques.append(f"« {one.titre} » compte {len(items)} lignes ; {most} au plus sont permises.")
        return items[:most]
    return text if one.genre == "prose" else one_line(text)


def _figures(text: str, source: str, found: Ticket) -> Any:
    for line in _items(text):
        parts = [part.strip() for part in line.strip("|").split("|")]
        if len(parts) != 4 or not all((parts[0], parts[2], parts[3])):
            found.manques.append(
                f"« {CHIFFRES} » : {code(line)} doit tenir en quatre parties, nombre | unité | ce qu’il compte | endroit."
            )
            continue
        value, unit, label, mark = parts
        number = re.sub(r"[ \u00a0\u202f](?=\d{3}\b)", "", value)
        figure = {
            "valeur": number,
            "unite": unit,
            "libelle": label,
            "nature": "declare",
            "source": source,
            "repere": mark,
        }
        yield {key: text for key, text in figure.items() if text}


class Newcomers:
    """What is named and the catalogue does not know; `said` tells of it: nature, region, editeur, adresse."""

    def __init__(self, catalogue: Catalogue, said: Mapping[str, str], found: Ticket) -> None:
        self.catalogue, self.said, self.found = catalogue, said, found
        self.donnees: dict[str, dict[str, dict[str, Any]]] = {}
        natures = next(one for one in fields_of(VOCABULAIRES["organisations"]) if one.nom == "nature").choix
        self._nature = self._chosen("nature", NATURE, {words: value for value, words in natures})
        self._region = self._chosen("region", REGION, {one.nom: one.id for one in catalogue.regions.values()})

    def _chosen(self, name: str, question: str, choices: Mapping[str, str]) -> str | None:
        """Return the value of the choice that answers `question`; None when none was made, or one that is not known."""
        words = one_line(self.said.get(name, ""))
        value = next((value for shown, value in choices.items() if fold(shown) == fold(words)), None)
        if words and value is None:
            self.found.manques.append(f"« {question} » : {code(words)} ne figure pas dans la liste.")
        return value

    def _id(self, kind: str, name: str) -> str:
        key = identifier(self.catalogue, kind, name)
        if name and not key:
            self.found.manques.append(f"{code(name)} {NO_ID}")
        return key

    def organisation(self, name: str) -> str:
        """Return the id of the organisation `name`, described as new when it is; "" when it can have none, which is told."""
        key = self._id("organisations", name)
        if not key:
            return ""
        entries = self.donnees.setdefault("organisations", {}) if key not in self.catalogue.organisations else {}
        if key not in self.catalogue.organisations and key not in entries:
            if self._nature is None:
                self.found.manques.append(f"{code(name)} n’est pas dans le catalogue : dites sa nature (« {NATURE} »).")
            entry = {"nom": name, "nature": self._nature, "region": self._region}
            entries[key] = {part: text for part, text in entry.items() if text}
        return key

    def source(self, title: str) -> str:
        """Return the id of the source `title`, described as new when it is; "" when it can have none, which is told."""
        key = self._id("sources", title)
        if key and key not in self.catalogue.sources:
            editor, address = (one_line(self.said.get(part, "")) for part in ("editeur", "adresse"))
            if not editor:
                self.found.manques.append(
                    f"La source {code(title)} n’est pas dans le catalogue : dites qui la publie (« {EDITEUR} »)."
                )
            entry = {"titre": title, "editeur": self.organisation(editor) if editor else "", "adresse": address}
            self.donnees.setdefault("sources", {})[key] = {part: text for part, text in entry.items() if text}
        return key


def identifier(catalogue: Catalogue, kind: str, typed: str) -> str:
    """Return the id of the entry of `kind` that is meant by `typed` (its id, its name, its initials), else a new id."""
    entries: Mapping[str, Any] = getattr(catalogue, kind)
    if typed in entries:
        return typed
    for mark in ("nom", "titre", "sigle"):
        named = {fold(str(getattr(entry, mark, None) or "")): name for name, entry in entries.items()}
        if fold(typed) and fold(typed) in named:
            return named[fold(typed)]
    return surely(typed, entries.keys(), open_list=True) or slug(typed)[:64].strip("-")
