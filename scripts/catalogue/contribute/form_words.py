"""What is wrong with a record made of an issue → the same, in the words of the issue form, for whoever filled it in."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from catalogue.contribute.issue_form import ADRESSE, CHIFFRES, EDITEUR, NATURE, REGION, REPERE, SOURCE, Question
from catalogue.problems.problem import Problem
from catalogue.problems.report import visible
from catalogue.records.document import Document, Place
from catalogue.records.vocabularies import NOUVEAU
from catalogue.text.markdown_code import code

_LONG = 300  # letters of a problem that an answer shows


class _Group(NamedTuple):
    """A group of a record: where it stands, the question that it answers, what the form calls its fields."""

    place: Place
    question: str
    fields: Mapping[str, str]


_GROUPS = (
    _Group(
        ("chiffres",),
        CHIFFRES,
        {"valeur": "nombre", "unite": "unité", "libelle": "ce qu’il compte", "repere": "endroit"},
    ),
    _Group(("sources",), SOURCE, {"id": SOURCE, "repere": REPERE}),
    _Group((NOUVEAU, "sources"), SOURCE, {"titre": SOURCE, "editeur": EDITEUR, "adresse": ADRESSE}),
    _Group((NOUVEAU, "organisations"), "Organisation nouvelle", {"nature": NATURE, "region": REGION}),
)


def in_words_of_the_form(problem: Problem, document: Document, asked: Sequence[Question]) -> str:
    """Return what `problem` says of `document`, as Markdown, to who answered the questions `asked`.

    The question comes first. The rest is code: it quotes what a stranger wrote.
    """
    titles = {one.nom: one.titre for one in asked}
    place = _place(problem, document)
    group = next((one for one in _GROUPS if place[: len(one.place)] == one.place), _Group((), "", {}))
    field = next((step for step in reversed(place) if step in group.fields), "")
    label = group.fields.get(str(field), group.question)
    question = label if label in titles.values() else group.question or titles.get(str(place[0]) if place else "", "")
    names = titles | {"sources": SOURCE} | dict(group.fields)
    said = re.sub("« ([a-z_]+) »", lambda found: f"« {names.get(found[1], found[1])} »", visible(problem.message))
    if not question:
        return code(said, _LONG)
    return f"« {question} » : {code(said.removeprefix(f'« {question} » '), _LONG)}"


def _place(problem: Problem, document: Document) -> Place:
    """Return where in `document` the problem stands; nowhere when it is about another file."""
    if problem.path != document.path:
        return ()
    at = (problem.line, problem.column)
    before = [
        (spot, place) for spots in (document.keys, document.values) for place, spot in spots.items() if spot <= at
    ]
    return max(before, key=lambda one: (one[0], len(one[1])), default=((1, 1), ()))[1]
