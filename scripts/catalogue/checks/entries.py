"""Entries of vocabularies, those that records bring included: their shape and their texts."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from catalogue.checks.context import Context, Text
from catalogue.checks.context import texts as texts_of
from catalogue.checks.folder import Found
from catalogue.checks.record import TEXT_RULES
from catalogue.checks.shape import CLE_INCONNUE, TYPE_GROUPE, shown, validate
from catalogue.problems.problem import Problem
from catalogue.records import edit
from catalogue.records.document import MAX_PROBLEMS, Document, Place
from catalogue.records.fields import fields_of
from catalogue.records.vocabularies import APPORTS, NOUVEAU, VOCABULAIRES, Entree
from catalogue.records.write import example_text
from catalogue.text.yaml_scalar import quoted


def check_vocabulary(kind: str, found: Found, context: Context) -> dict[str, Entree]:
    """Make the entries of the vocabulary `kind`; tells `found` what is wrong with them."""
    if kind not in found.vocabularies:
        return {}
    entries, problems = entries_of(found.vocabularies[kind], VOCABULAIRES[kind], (), context, found)
    found.tell(found.vocabularies[kind].path, problems)
    return entries


def check_brought(document: Document, context: Context, found: Found) -> list[Problem]:
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
            made, faults = entries_of(document, VOCABULAIRES[kind], here, context, found)
            found.brought.setdefault(Path(document.path).stem, {})[kind] = made
            problems += faults
        if len(problems) >= MAX_PROBLEMS:
            break
    return problems


def entries_of(
    document: Document, model: type[Entree], place: Place, context: Context, found: Found
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
            pairs = {one.nom: example_text(one, context.ids) for one in fields_of(model) if one.requis}
            if isinstance(data, str) and data and "nom" in pairs:
                pairs["nom"] = quoted(data)
            new = "{" + ", ".join(f"{name}: {text}" for name, text in pairs.items()) + "}"
            problems.append(document.problem(TYPE_GROUPE, here, said, edit.replaced(document, here, new)))
            continue
        entry, faults = validate(model, document, data, here, context.ids, id=key)
        problems += faults
        texts = list(texts_of(document, model, here))
        found.use(uses_of(texts))
        problems += check_texts(document, texts, context)
        if entry:
            entries[key] = entry
    return entries, problems


def check_texts(document: Document, texts: Sequence[Text], context: Context) -> Iterator[Problem]:
    """Apply to each of `texts` the rules that hold for every text."""
    for text in texts:
        for rule in TEXT_RULES:
            yield from rule(document, text, context)


def uses_of(texts: Iterable[Text]) -> list[tuple[str, str]]:
    """Return the (vocabulary, entry) that `texts` name."""
    return [(text.leaf.vocabulaire, text.value) for text in texts if text.leaf.vocabulaire]
