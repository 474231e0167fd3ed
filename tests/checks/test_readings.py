"""The second readings of figures (lectures.yml): what they confirm, what they tell, and that nobody needs one."""

from decimal import Decimal
from pathlib import Path

from catalogue.checks.check import check
from catalogue.derived.gaps import overview
from catalogue.derived.index import Index
from common import TODAY

READING = """\
creches-test:
  chiffres:
    - {chiffre: parents ayant gardé leur place, valeur: 60, source: rapport-test, verdict: VERDICT, le: 2026-01-31}
"""


def _confirmed(valid: Path) -> list[tuple[Decimal, bool]]:
    found = check(valid, TODAY)
    assert found.catalogue, found.problems
    practice = found.catalogue.pratiques["creches-test"]
    return [(one.valeur, Index(found.catalogue).is_confirmed(practice, one)) for one in practice.chiffres]


def test_without_readings_all_is_sound_and_not_confirmed(valid: Path) -> None:
    """A practice without any second reading passes; its figures say so, and the overview counts them."""
    assert not any(confirmed for _, confirmed in _confirmed(valid))
    catalogue = check(valid, TODAY).catalogue
    assert catalogue
    assert overview(Index(catalogue)).non_relus == sum(len(p.chiffres) for p in catalogue.pratiques.values())


def test_a_reading_confirms_its_figure_alone(valid: Path) -> None:
    """A figure is confirmed by a reading of its own value in its own source; one that strikes it confirms nothing."""
    (valid / "lectures.yml").write_text(READING.replace("VERDICT", "confirme"), "utf-8")
    assert _confirmed(valid) == [(60, True), (Decimal("1234.5"), False)]
    (valid / "lectures.yml").write_text(READING.replace("VERDICT", "dementi"), "utf-8")
    assert _confirmed(valid) == [(60, False), (Decimal("1234.5"), False)]


def test_a_figure_that_changed_is_told_and_no_longer_confirmed(valid: Path) -> None:
    """A digit changed after the reading is a remark on its line, blocks nothing, and the figure is « non relu » again."""
    (valid / "lectures.yml").write_text(READING.replace("VERDICT", "confirme"), "utf-8")
    record = valid / "creches-test.yml"
    record.write_text(record.read_text("utf-8").replace("60 %", "61 %").replace("valeur: 60", "valeur: 61"), "utf-8")
    assert _confirmed(valid)[0] == (Decimal(61), False)
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
