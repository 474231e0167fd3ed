"""What readers are told of a source beside its title."""

from datetime import date

import pytest

from catalogue.derived.wording import about_source
from catalogue.records.values import Langue, Lecture
from catalogue.records.vocabularies import Source


def _source(**fields: object) -> Source:
    return Source.model_validate({"id": "rapport", "titre": "Un rapport", "editeur": "reseau", **fields})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (_source(), ""),
        (_source(note="Une note."), "Une note."),
        (_source(lecture=Lecture.EXTRAIT, consulte_le=date(2026, 11, 28)), "Lue en partie le 28\u00a0novembre 2026."),
        (_source(lecture=Lecture.INTEGRALE), "Lue en entier."),
        (_source(lecture=Lecture.CITEE), ""),
        (_source(langue=Langue.DE, note="Une note."), "Une note. Document en allemand."),
        (_source(reprend="original"), "Reprend «\u00a0Titre de original\u00a0»."),
        (_source(ecart="Elle dit 2019, une autre 2018."), "Elle dit 2019, une autre 2018."),
    ],
)
def test_a_source_says_how_it_was_read(source: Source, said: str) -> None:
    """Its note, its language, how much of it was read and when, what it repeats, how it differs: each where there is something."""
    assert about_source(source, lambda _, name: f"Titre de {name}") == said
