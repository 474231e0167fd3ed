"""A session: its times, its address, what its builder reads of a practice."""

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from catalogue.checks.check import check
from catalogue.derived import session
from catalogue.derived.session import Step
from catalogue.records.model import Catalogue
from catalogue.text.typography import duration
from common import FROZEN, TODAY


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The sixteen."""
    found = check(FROZEN / "practices", TODAY).catalogue
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0\u00a0min"),
        (45, "45\u00a0min"),
        (60, "1\u00a0h"),
        (65, "1\u00a0h\u00a005"),
        (600, "10\u00a0h"),
    ],
)
def test_a_time_in_words(minutes: int, words: str) -> None:
    """Minutes under an hour, then hours and minutes, as one writes them."""
    assert duration(minutes) == words


def test_a_step_says_what_its_record_says_unless_told_otherwise(catalogue: Catalogue) -> None:
    """Time and questions come from `formation`; a step may have its own, none of them included."""
    practice = catalogue.pratiques["nego-training"]
    assert practice.formation is not None
    own = Step(practice)
    assert (own.duree, own.a_debattre) == (practice.formation.duree_minutes, practice.formation.questions)
    other = Step(practice, 0, [])
    assert (other.duree, other.a_debattre) == (0, [])


def test_a_practice_without_training_notes_has_a_usual_time(catalogue: Catalogue) -> None:
    """A record that says nothing of training can be part of a session all the same."""
    bare = catalogue.pratiques["nego-training"].model_copy(update={"formation": None})
    assert (Step(bare).duree, Step(bare).a_debattre, Step(bare).objectifs) == (session.MINUTES, (), ())


def test_the_address_says_only_what_differs(catalogue: Catalogue) -> None:
    """The address names the practices in order, then the times and questions that are not the records' own."""
    nego, creches = (catalogue.pratiques[name] for name in ("nego-training", "creches-solidaires"))
    assert session.query([Step(nego), Step(creches)]) == "?fiches=nego-training,creches-solidaires"
    told = parse_qs(session.query([Step(nego), Step(creches, 5, ["Où & quand ?", "Qui ?"])], "À deux")[1:])
    assert told == {
        "fiches": ["nego-training,creches-solidaires"],
        "min": [",5"],
        "titre": ["À deux"],
        "q2": ["Où & quand ?\nQui ?"],
    }


def test_every_practice_has_its_file_with_names_resolved(catalogue: Catalogue) -> None:
    """What the builder reads of a practice stands alone: names instead of ids, and the short address in full."""
    read = json.loads(session.practice_json(catalogue, "atout-mixite", "https://exemple.fr/"))
    assert read["porteurs"] == ["MDE Ouest Provence"]
    assert read["levier"] == {"id": "pratiques-employeurs", "nom": catalogue.leviers["pratiques-employeurs"].nom}
    assert read["court"] == "https://exemple.fr/p/atout-mixite/"
    assert read["questions"]
    assert "*" not in read["activite"]


def test_all_practices_of_the_catalogue_can_be_taught(catalogue: Catalogue) -> None:
    """Each of the first records has two or three objectives, two to four questions, and a time."""
    for name, practice in catalogue.pratiques.items():
        if {source.id for source in practice.sources} & {"maximilien-diversification"}:
            assert practice.formation is not None, name
            assert 2 <= len(practice.formation.objectifs) <= 3, name
            assert 2 <= len(practice.formation.questions) <= 4, name
            assert practice.formation.duree_minutes, name


def test_former_names_answer_to_the_builder(site: Path, catalogue: Catalogue) -> None:
    """Each id and alias has its file on the built site, and each names the practice as it is called now."""
    for name, practice in catalogue.pratiques.items():
        for known in (name, *practice.alias):
            assert json.loads((site / "pratiques" / known / "seance.json").read_text("utf-8"))["id"] == name
