"""`catalogue new`: from a few answers to a record that passes, or that says what it lacks."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from catalogue.checks.check import check
from catalogue.cli import main
from catalogue.contribute.issue_reader import identifier
from catalogue.records.load import parse
from common import TODAY

ANSWERS = {
    "titre": "L’atelier des horaires",
    "resume": "Un atelier rassemble des parents et des entreprises, pour parler des horaires.",
    "levier": "Lever les freins périphériques",
    "porteurs": "ville-test; MET",
    "source": "rapport-test",
    "repere": "page 3",
}


@pytest.fixture
def root(valid: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of the small valid catalogue, in which the command is run, on the day of the tests."""
    monkeypatch.chdir(valid.parent)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{datetime.combine(TODAY, time(), UTC).timestamp():.0f}")
    return valid.parent


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def new(root: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, given answers by name."""

    def run(**given: str) -> tuple[int, str, str]:
        code = main(["new", *(part for name, text in given.items() for part in (f"--{name}", text))])
        return code, *capsys.readouterr()

    return run


def test_a_record_from_options_passes(new: Command, root: Path) -> None:
    """With its six facts, by id, name or initials, the record passes as it stands, and explains every field."""
    code, out, err = new(**ANSWERS)
    assert (code, err) == (0, "")
    assert "Elle passe déjà la vérification" in out
    text = (root / "practices" / "l-atelier-des-horaires.yml").read_text("utf-8")
    document = parse(text.encode(), "")[0]
    assert document is not None
    assert document.data == {
        "titre": ANSWERS["titre"],
        "resume": ANSWERS["resume"],
        "levier": "freins-peripheriques",
        "porteurs": ["ville-test", "maison-test"],
        "sources": [{"id": "rapport-test", "repere": "page 3"}],
        "verifie_le": "2026-11-23",
    }
    assert text.startswith("# yaml-language-server: $schema=pratique.schema.json\n")
    assert "# Mise en œuvre (facultatif). Les étapes, dans l’ordre." in text
    assert check(root / "practices", TODAY).problems == []


def test_a_record_is_dated_where_it_is_written(new: Command, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day is that of the contributor's own clock, not the one it may already be elsewhere in France."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    before = datetime.now().astimezone().date()
    assert new(**ANSWERS)[0] == 0
    document = parse((root / "practices" / "l-atelier-des-horaires.yml").read_bytes(), "")[0]
    assert document is not None
    assert document.data["verifie_le"] in {f"{before}", f"{datetime.now().astimezone().date()}"}


@pytest.mark.parametrize("name", ["resume", "levier", "porteurs", "source"])
def test_what_is_missing_is_said(name: str, new: Command) -> None:
    """A fact that was not given is asked for, at its line, and nothing else is."""
    code, out, _ = new(**{key: text for key, text in ANSWERS.items() if key != name})
    assert code == 0
    assert "Il reste à compléter" in out
    assert [line.split("[")[-1] for line in out.splitlines() if line.startswith("practices/")] == ["valeur-vide]"]
    assert f"« {'sources' if name == 'source' else name} »" in out


def test_a_new_organisation_is_told_with_its_entry(new: Command) -> None:
    """One that the catalogue does not know comes with the record under its own name; what it lacks is told."""
    _, out, _ = new(**{**ANSWERS, "porteurs": "Mairie de Nulle-Part"})
    assert "« nature »" in out
    assert "[cle-manquante]" in out


def test_a_record_that_names_new_things_passes(new: Command, root: Path) -> None:
    """An organisation and a document that the catalogue lacks are described by two more answers."""
    told = {"porteurs": "Mairie de Nulle-Part", "source": "Bilan 2025", "editeur": "Mairie de Nulle-Part"}
    code, out, _ = new(**{**ANSWERS, **told, "nature": "Collectivité ou groupement de collectivités"})
    assert (code, "Elle passe déjà la vérification" in out) == (0, True)
    document = parse((root / "practices" / "l-atelier-des-horaires.yml").read_bytes(), "")[0]
    assert document is not None
    assert document.data["nouveau"] == {
        "organisations": {"mairie-de-nulle-part": {"nom": "Mairie de Nulle-Part", "nature": "collectivite"}},
        "sources": {"bilan-2025": {"titre": "Bilan 2025", "editeur": "mairie-de-nulle-part"}},
    }


def test_a_bad_answer_is_asked_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Too short a title, a lever that is not in the list: said at once, not at the end."""
    typed = ["Été", ANSWERS["titre"], "court", ANSWERS["resume"], "99", "2", "MET", "rapport-test", "page 3"]
    monkeypatch.setattr("sys.stdin", _Terminal("\n".join([*typed, ""])))
    assert main(["new"]) == 0
    out = capsys.readouterr().out
    for said in ("3 caractères : il en faut de 5 à 80.", "de 40 à 280.", "« 99 » n’est pas dans la liste"):
        assert said in out
    assert "Elle passe déjà la vérification" in out


def test_nothing_is_written_over(new: Command, root: Path) -> None:
    """A file that is there stays as it is, whatever it holds."""
    path = root / "practices" / "atelier-test.yml"
    before = path.read_bytes()
    code, _, err = new(**ANSWERS, id="atelier-test")
    assert (code, "existe déjà" in err) == (1, True)
    assert path.read_bytes() == before
    assert sorted(p.name for p in (root / "practices").iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize("name", ["../x", "Été", "index", "a" * 65, ".x"])
def test_a_bad_name_is_refused(name: str, new: Command, root: Path) -> None:
    """A name that could not be an address, or that leads elsewhere, writes nothing."""
    before = sorted(root.rglob("*"))
    code, _, err = new(**ANSWERS, id=name)
    assert (code, "ne peut pas être le nom" in err) == (1, True)
    assert sorted(root.rglob("*")) == before


def test_without_a_title_nothing_is_written(new: Command, root: Path) -> None:
    """No name can be given to a record without a title."""
    before = sorted(root.rglob("*"))
    code, _, err = new(levier="portage")
    assert (code, "Donnez au moins un titre" in err) == (2, True)
    assert sorted(root.rglob("*")) == before


def test_a_faulty_catalogue_is_mended_first(new: Command, root: Path) -> None:
    """What the new record draws on must be sound."""
    (root / "practices" / "atelier-test.yml").write_text("titre: x\n", "utf-8")
    code, _, err = new(**ANSWERS)
    assert (code, "Corrigez d’abord" in err) == (1, True)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        """Say that somebody is there to answer."""
        return True


@pytest.mark.parametrize(
    ("typed", "levier"), [("1", "dans-le-contrat"), ("2", "freins-peripheriques"), ("Portage", "portage")]
)
def test_questions_are_asked_at_a_terminal(
    typed: str, levier: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each fact is asked in turn; the lever is chosen by its number or its name; those given as options are not asked."""
    answers = [ANSWERS["titre"], ANSWERS["resume"], typed, ANSWERS["porteurs"], "rapport-test"]
    monkeypatch.setattr("sys.stdin", _Terminal("\n".join([*answers, ""])))
    assert main(["new", "--repere", "page 3"]) == 0
    out = capsys.readouterr().out
    assert "  1. Dans le cadre du contrat public\n  2. Lever les freins périphériques\n" in out
    assert "En dehors du contrat" not in out
    document = parse((root / "practices" / "l-atelier-des-horaires.yml").read_bytes(), "")[0]
    assert document is not None
    assert document.data["levier"] == levier


def test_the_number_of_a_lever_is_an_option_too(new: Command, root: Path) -> None:
    """The help promises the number or the name of the lever: it holds for the option as for the question."""
    assert new(**{**ANSWERS, "levier": "2"})[0] == 0
    document = parse((root / "practices" / "l-atelier-des-horaires.yml").read_bytes(), "")[0]
    assert document is not None
    assert document.data["levier"] == "freins-peripheriques"


def test_leaving_a_question_writes_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ending the input half-way is not an answer."""
    monkeypatch.setattr("sys.stdin", _Terminal("Un titre à moi\n"))
    assert main(["new"]) == 1
    assert "rien n’a été écrit" in capsys.readouterr().err
    assert not (root / "practices" / "un-titre-a-moi.yml").exists()


def test_sure_names_only(valid: Path) -> None:
    """A name that is merely near another is a new one: nobody's practice is given to somebody else."""
    catalogue = check(valid, TODAY).catalogue
    assert catalogue is not None
    for typed, found in {"Ville de test": "ville-test", "ville-tset": "ville-test", "ville-text": "ville-text"}.items():
        assert identifier(catalogue, "organisations", typed) == found
