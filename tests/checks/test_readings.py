"""The second readings of figures (lectures.yml): what they confirm, what they tell, and that nobody needs one."""

from decimal import Decimal
from pathlib import Path

import pytest

from catalogue.checks.check import check
from catalogue.derived.gaps import overview
from catalogue.derived.index import Index
from common import TODAY

READING = """\
creches-test:
  chiffres:
    - {chiffre: parents ayant gardé leur place, valeur: 60, source: rapport-test, verdict: VERDICT, le: 2026-01-31}
"""


def _doubts(valid: Path) -> list[tuple[Decimal, str]]:
    found = check(valid, TODAY)
    assert found.catalogue, found.problems
    practice = found.catalogue.pratiques["creches-test"]
    return [(one.valeur, Index(found.catalogue).doubt(practice, one)) for one in practice.chiffres]


def test_without_readings_all_is_sound_and_not_confirmed(valid: Path) -> None:
    """A practice without any second reading passes; its figures say so, and the overview counts them."""
    assert {doubt for _, doubt in _doubts(valid)} == {"non relu"}
    catalogue = check(valid, TODAY).catalogue
    assert catalogue
    assert overview(Index(catalogue)).non_relus == sum(len(p.chiffres) for p in catalogue.pratiques.values())


def test_a_reading_confirms_its_figure_alone(valid: Path) -> None:
    """A figure is confirmed by a reading of its own value in its own source."""
    (valid / "lectures.yml").write_text(READING.replace("VERDICT", "confirme"), "utf-8")
    assert _doubts(valid) == [(60, ""), (Decimal("1234.5"), "non relu")]


def test_a_figure_that_changed_is_told_and_no_longer_confirmed(valid: Path) -> None:
    """A digit changed after the reading is a remark on its line, blocks nothing, and the figure is « non relu » again."""
    (valid / "lectures.yml").write_text(READING.replace("VERDICT", "confirme"), "utf-8")
    record = valid / "creches-test.yml"
    record.write_text(record.read_text("utf-8").replace("60 %", "61 %").replace("valeur: 60", "valeur: 61"), "utf-8")
    assert _doubts(valid)[0] == (Decimal(61), "non relu")
    (told,) = (one for one in check(valid, TODAY).remarks if one.rule == "chiffre-modifie")
    assert (told.line, told.column) == (24, 13)
    assert "« 60 »" in told.message


def test_a_reading_of_what_is_gone_waits(valid: Path) -> None:
    """A record may be renamed or withdrawn by anybody: its readings stop nothing."""
    (valid / "lectures.yml").write_text(
        READING.replace("VERDICT", "confirme").replace("creches-test", "partie"), "utf-8"
    )
    assert check(valid, TODAY).problems == []


def test_a_reading_is_checked_like_a_record(valid: Path) -> None:
    """A faulty reading is told at its place, in the words of every other fault."""
    (valid / "lectures.yml").write_text(READING.replace("VERDICT", "confirmee"), "utf-8")
    (told,) = check(valid, TODAY).problems
    assert (told.path, told.line, told.rule) == ("practices/lectures.yml", 3, "choix-ferme")


@pytest.mark.parametrize(("verdict", "said"), [("dementi", "relu, démenti"), ("introuvable", "relu, introuvable")])
def test_a_figure_that_was_struck_says_so(verdict: str, said: str, valid: Path) -> None:
    """What a second reading did not find is told on the fiche, and to whoever checks: not as a figure that nobody read again."""
    (valid / "lectures.yml").write_text(READING.replace("VERDICT", verdict), "utf-8")
    assert _doubts(valid)[0] == (Decimal(60), said)
    (told,) = (one for one in check(valid, TODAY).remarks if one.rule == "chiffre-non-confirme")
    assert (told.path, told.line) == ("practices/creches-test.yml", 24)
    assert said.removeprefix("relu, ") in told.message


def test_a_reading_of_no_figure_is_told(valid: Path) -> None:
    """A label that no figure of the record has confirms nothing: it is told in lectures.yml, with the label that was meant."""
    written = READING.replace("VERDICT", "confirme").replace("ayant gardé", "ayant gardés")
    (valid / "lectures.yml").write_text(written, "utf-8")
    (told,) = (one for one in check(valid, TODAY).remarks if one.rule == "lecture-sans-chiffre")
    assert (told.path, told.line) == ("practices/lectures.yml", 3)
    assert "parents ayant gardé leur place" in told.message


def test_a_reading_is_not_of_tomorrow(valid: Path) -> None:
    """The day of a reading is past, as that of a record."""
    (valid / "lectures.yml").write_text(
        READING.replace("VERDICT", "confirme").replace("2026-01-31", "2126-01-31"), "utf-8"
    )
    (told,) = check(valid, TODAY).problems
    assert (told.path, told.line, told.rule) == ("practices/lectures.yml", 3, "date-future")
