"""`catalogue new`: from a few answers to the file of a record, where each field is explained."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from catalogue.checks.folder import RESERVED
from catalogue.contribute.issue_reader import Newcomers, Ticket, identifier, one_line
from catalogue.contribute.questions import QUESTIONS
from catalogue.records import write
from catalogue.records.fields import fields_of
from catalogue.records.model import Catalogue
from catalogue.records.vocabularies import NOUVEAU, VOCABULAIRES
from catalogue.system.project import here_today, write_whole
from catalogue.text.typography import fold, slug

Choices = Mapping[str, str]
"""Values and the words that readers see, in the order of their numbers."""


def asked(catalogue: Catalogue, given: Mapping[str, str | None], ask: Callable[[str], str] | None) -> dict[str, str]:
    """Return the answers to `QUESTIONS`: those `given`, and those that `ask` (given a question) gets for the others.

    What is asked is asked again as long as the answer cannot do; what is given is checked with the rest of the record.
    """
    answers: dict[str, str] = {}
    for name, question in QUESTIONS.items():
        if not _matters(name, answers, catalogue):
            answers[name] = ""
            continue
        choices = _choices(name, catalogue)
        answer = _chosen(one_line(given.get(name) or ""), choices)
        if given.get(name) is None and ask is not None:
            listed = [f"  {number}. {words}" for number, words in enumerate(choices.values(), 1)]
            prompt = "\n".join([*listed, f"{question} (Entrée pour plus tard) : "])
            answer = _chosen(one_line(ask(prompt)), choices)
            while refused := _refused(name, answer, choices):
                answer = _chosen(one_line(ask(f"{refused} Ou Entrée pour plus tard : ")), choices)
        answers[name] = answer
    return answers


def _matters(name: str, answers: Mapping[str, str], catalogue: Catalogue) -> bool:
    """Tell whether a question has a sense after the `answers` to those before it."""
    new_source = bool(answers.get("source")) and not _known(catalogue, "sources", answers["source"])
    if name == "editeur":
        return new_source
    if name == "nature":
        named = [*_several(answers["porteurs"]), *([answers["editeur"]] if answers["editeur"] else [])]
        return not all(_known(catalogue, "organisations", one) for one in named)
    return True


def _known(catalogue: Catalogue, kind: str, typed: str) -> bool:
    return identifier(catalogue, kind, typed) in getattr(catalogue, kind)


def _several(text: str) -> list[str]:
    return [one_line(part) for part in text.split(";") if part.strip()]


def _choices(name: str, catalogue: Catalogue) -> Choices:
    if name == "levier":
        parents = {lever.parent for lever in catalogue.leviers.values()}
        return {lever.id: lever.nom for lever in catalogue.leviers.values() if lever.id not in parents}
    if name == "nature":
        return dict(next(one for one in fields_of(VOCABULAIRES["organisations"]) if one.nom == "nature").choix)
    return {}


def _chosen(answer: str, choices: Choices) -> str:
    """Return the words of the choice that `answer` means by its number, its value or its words; else `answer`."""
    words = list(choices.values())
    if answer.isdecimal() and 0 < int(answer) <= len(words):
        return words[int(answer) - 1]
    return next((shown for value, shown in choices.items() if fold(answer) in (fold(value), fold(shown))), answer)


def _refused(name: str, answer: str, choices: Choices) -> str | None:
    """Return in French why an answer cannot do, or None; none at all is for later."""
    if not answer:
        return None
    if choices and answer not in choices.values():
        return f"« {answer} » n’est pas dans la liste : donnez un numéro, de 1 à {len(choices)}."
    field = next((one for one in fields_of() if one.nom == name), None)
    least, most = (field.minimum, field.maximum) if field and not field.liste else (None, None)
    if least and most and not least <= len(answer) <= most:
        return f"{len(answer)} caractères : il en faut de {least} à {most}."
    return None


def new_record(catalogue: Catalogue, answers: Mapping[str, str]) -> dict[str, Any]:
    """Return the data of the record that `answers` describe, as far as they go; it was verified today.

    What they name and the catalogue lacks comes with the record, under the words typed.
    """
    data: dict[str, Any] = {name: answers[name] for name in ("titre", "resume") if answers[name]}
    new = Newcomers(catalogue, answers, Ticket())
    if answers["levier"]:
        data["levier"] = identifier(catalogue, "leviers", answers["levier"])
    if carriers := [new.organisation(one) for one in _several(answers["porteurs"])]:
        data["porteurs"] = list(dict.fromkeys(carriers))
    if answers["source"]:
        source = {"id": new.source(answers["source"]), "repere": answers["repere"]}
        data["sources"] = [{key: value for key, value in source.items() if value}]
    data["verifie_le"] = here_today().isoformat()
    return data | ({NOUVEAU: new.donnees} if new.donnees else {})


def name_of(answers: Mapping[str, str]) -> str:
    """Return the name of the file of the record that `answers` describe: its title, as an address; "" without one."""
    return slug(answers["titre"])[:64].strip("-")


def create(root: Path, data: Mapping[str, Any], name: str) -> str | None:
    """Write the record `data`, with words that explain each field, as the practice `name`; returns why not, in French."""
    if not name or slug(name) != name or len(name) > 64 or name in RESERVED:
        return f"« {name} » ne peut pas être le nom d’une fiche : minuscules sans accent, chiffres et tirets."
    path = root / "practices" / f"{name}.yml"
    if not write_whole(path, write.commented(data).encode(), None):
        return f"practices/{name}.yml existe déjà : donnez un autre nom avec --id, ou modifiez ce fichier."
    return None
