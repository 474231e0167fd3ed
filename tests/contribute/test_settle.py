"""What a record brings with it: checked like the rest, then settled in the vocabularies by `catalogue settle`."""

import re
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from catalogue.checks.check import check
from catalogue.cli import main
from common import TODAY


@pytest.fixture
def root(valid: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of the small valid catalogue, in which the command is run, on the day of the tests."""
    monkeypatch.chdir(valid.parent)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{datetime.combine(TODAY, time(), UTC).timestamp():.0f}")
    return valid.parent


BRINGING = """\
# Une pratique qui apporte ce qu’il lui faut.
titre: L’atelier des horaires
resume: Un atelier rassemble des parents et des entreprises, pour parler des horaires.
levier: portage
porteurs: [ville-neuve] # nouvelle
sources: [{id: bilan-neuf, repere: page 3}]
verifie_le: 2026-01-31
nouveau:
  organisations:
    ville-neuve: {nom: Ville d’à côté, nature: collectivite, region: "28"}
  sources:
    bilan-neuf:
      titre: Bilan de la ville
      editeur: ville-neuve
"""


def test_a_record_may_bring_what_it_cites(root: Path) -> None:
    """A new organisation and a new source pass with the record that brings them, and are among the others."""
    (root / "practices" / "essai.yml").write_text(BRINGING, "utf-8")
    checked = check(root / "practices", TODAY)
    assert checked.problems == []
    assert checked.catalogue is not None
    assert checked.catalogue.organisations["ville-neuve"].nom == "Ville d’à côté"
    assert checked.catalogue.sources["bilan-neuf"].editeur == "ville-neuve"
    assert {kind: list(new) for kind, new in checked.catalogue.apports["essai"].items()} == {
        "organisations": ["ville-neuve"],
        "sources": ["bilan-neuf"],
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("nature: collectivite", "nature: commune", [("choix-ferme", 10)]),
        ("editeur: ville-neuve", "editeur: ville-vieille", [("organisation-inconnue", 14)]),
        ("porteurs: [ville-neuve]", "porteurs: [ville-test]", []),
        ("id: bilan-neuf", "id: rapport-test", [("entree-inutilisee", 12)]),
        ("    ville-neuve: {", "    Ville Neuve: {", [("identifiant-invalide", 10)]),
        (
            "  organisations:",
            "  leviers:",
            [("organisation-inconnue", 5), ("cle-inconnue", 9), ("organisation-inconnue", 14)],
        ),
        ("nom: Ville d’à côté, ", "", [("cle-manquante", 10)]),
        ('{nom: Ville d’à côté, nature: collectivite, region: "28"}', "Ville d’à côté", [("type-groupe", 10)]),
    ],
)
def test_what_is_brought_is_checked_like_the_rest(old: str, new: str, told: list[tuple[str, int]], root: Path) -> None:
    """An entry that a record brings answers to the rules of its vocabulary, at its line."""
    assert old in BRINGING
    (root / "practices" / "essai.yml").write_text(BRINGING.replace(old, new), "utf-8")
    assert [(p.rule, p.line) for p in check(root / "practices", TODAY).problems] == told


@pytest.mark.parametrize(
    "brought", ["nouveau: rien", "nouveau: {}", "nouveau:", "nouveau: []", "nouveau: {organisations: [a]}"]
)
def test_a_misshapen_envelope_is_told(brought: str, root: Path) -> None:
    """Whatever stands under « nouveau », the run tells it and goes on."""
    text = BRINGING.split("nouveau:")[0].replace("ville-neuve", "ville-test").replace("bilan-neuf", "rapport-test")
    (root / "practices" / "essai.yml").write_text(text + brought + "\n", "utf-8")
    assert [p.rule for p in check(root / "practices", TODAY).problems] == ["type-groupe"]


def test_the_same_entry_may_come_twice(root: Path) -> None:
    """Two records that bring the same organisation, each in its own layout, pass; it is settled once, for both."""
    other = BRINGING.replace("des horaires", "des métiers")
    other = other.replace("{nom: Ville d’à côté,", "{nom: 'Ville  d''à côté',")
    (root / "practices" / "essai.yml").write_text(BRINGING, "utf-8")
    (root / "practices" / "zessai.yml").write_text(other, "utf-8")
    was = check(root / "practices", TODAY)
    assert was.problems == []
    assert main(["settle"]) == 0
    now = check(root / "practices", TODAY)
    assert now.problems == []
    assert was.catalogue is not None
    assert now.catalogue is not None
    assert now.catalogue.organisations == was.catalogue.organisations
    assert "nouveau" not in (root / "practices" / "zessai.yml").read_text("utf-8")
    organisations = (root / "practices" / "vocabulaires" / "organisations.yml").read_text("utf-8")
    assert organisations.count("ville-neuve:") == 1


def test_unlike_entries_are_told_with_both_files(root: Path) -> None:
    """Two records that describe one organisation otherwise are told, with the other file and what differs."""
    (root / "practices" / "essai.yml").write_text(BRINGING, "utf-8")
    other = BRINGING.replace("des horaires", "des métiers").replace("nature: collectivite", "nature: association")
    (root / "practices" / "zessai.yml").write_text(other, "utf-8")
    (problem,) = check(root / "practices", TODAY).problems
    assert (problem.path, problem.line, problem.rule) == ("practices/zessai.yml", 10, "entree-deja-connue")
    assert "practices/essai.yml (nature)" in problem.message


def test_what_was_brought_is_settled(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The entries move to their vocabularies, as written there; the record keeps its comments; nothing else changes."""
    record, organisations = root / "practices" / "essai.yml", root / "practices" / "vocabulaires" / "organisations.yml"
    record.write_text(BRINGING, "utf-8")
    before = organisations.read_text("utf-8")
    was = check(root / "practices", TODAY).catalogue
    assert main(["settle"]) == 0
    assert "ville-neuve est rangé dans vocabulaires/organisations.yml." in capsys.readouterr().out
    assert record.read_text("utf-8") == BRINGING.split("nouveau:")[0]
    added = 'ville-neuve:\n  nom: Ville d’à côté\n  nature: collectivite\n  region: "28"\n'
    after = organisations.read_text("utf-8")
    assert after.replace(added, "") == before
    keys = re.findall(r"(?m)^([a-z][a-z-]*):", after)
    assert keys.index("ville-neuve") == next(at for at, key in enumerate(keys) if key >= "ville-neuve")
    now = check(root / "practices", TODAY).catalogue
    assert was is not None
    assert now is not None
    assert (now.pratiques, now.organisations, now.sources) == (was.pratiques, was.organisations, was.sources)
    assert main(["settle"]) == 0
    assert capsys.readouterr().out == ""
