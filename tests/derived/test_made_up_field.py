"""A field that the model never had: written in the model and in one row, it stands everywhere."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from pypdf import PdfReader

from common import run
from copies import copy_project
from engine import Engine, Query, rank

FIELD = """\
    moyens: Phrase | None = Field(
        None, title="Moyens humains", description="Qui y travaille.", examples=["Deux personnes à mi-temps."]
    )
    objectifs: tuple[Phrase, ...] = Field("""
ROW = '    Row("moyens", "contexte", "recit", "texte"),\n'
SAID = "Trois quincaillières bénévoles s’y relaient."
NAME = "nego-training"


def _add(path: Path, before: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(before) >= 1
    path.write_text(text.replace(before, new, 1), "utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose model has one more field, with its row, and a record that fills it; its site is built."""
    root = copy_project(tmp_path_factory.mktemp("champ"))
    package = root / "scripts" / "catalogue"
    objectifs = "    objectifs: tuple[Phrase, ...] = Field("
    practice = package / "records" / "practice.py"
    text = practice.read_text("utf-8")
    head, record = text.split("class Pratique(", 1)
    assert objectifs in record
    practice.write_text(f"{head}class Pratique({record.replace(objectifs, FIELD, 1)}", "utf-8")
    _add(package / "derived" / "sections.py", '    Row("objectifs"', f'{ROW}    Row("objectifs"')
    _add(root / "practices" / f"{NAME}.yml", "\nverifie_le:", f"\nmoyens: {SAID}\nverifie_le:")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PDF", "oui")
        done = run(root, "catalogue", "site")
    assert done.code == 0, done.output
    return root


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _read(project: Path, address: str) -> str:
    return (project / "site" / address).read_text("utf-8-sig")


def test_readers_find_it(project: Path) -> None:
    """It is on the fiche, under its section and its title, and in the PDF; the search finds the fiche by its words."""
    fiche = _plain(_read(project, f"pratiques/{NAME}/index.html"))
    assert f"Moyens humains {SAID}" in fiche
    pages = PdfReader(project / "site" / "pratiques" / NAME / f"{NAME}.pdf").pages
    assert "quincaillières" in " ".join(page.extract_text() for page in pages)
    folder = project / "site" / "recherche"
    engine = Engine({path.name: path.read_bytes() for path in folder.glob("*.json")})
    query = Query("quincaillières bénévoles", "mots", (f"pratiques/{NAME}/",))
    assert rank(engine, query) == 1


def test_authors_find_it(project: Path) -> None:
    """The form, the issue form, the guide and the file to fill in ask for it."""
    assert 'id="f-moyens"' in _read(project, "contribuer/proposer/index.html")
    assert "moyens" in [
        one["nom"] for one in json.loads(_read(project, "contribuer/proposer/formulaire.json"))["champs"]
    ]
    assert "id: moyens" in run(project, "catalogue", "issue-form").output
    assert 'id="moyens"' in _read(project, "contribuer/champs/index.html")
    assert "# moyens: Deux personnes à mi-temps." in _read(project, "contribuer/modele.yml")
    assert "Moyens humains" in _read(project, "a-propos/etat/index.html")


def test_programs_find_it(project: Path) -> None:
    """It is in the data of its fiche, in the catalogue's, in the table, and in the schema of editors."""
    assert json.loads(_read(project, f"pratiques/{NAME}/pratique.json"))["moyens"] == SAID
    practices = json.loads(_read(project, "catalogue.json"))["pratiques"]
    assert [one["id"] for one in practices if "moyens" in one] == [NAME]
    head, *rows = _read(project, "catalogue.csv").splitlines()
    assert "moyens" in head.split(";")
    assert any(SAID in row for row in rows)
    assert "moyens" in json.loads(run(project, "catalogue", "schema").output)["properties"]


def test_a_field_without_a_row_stops_everything(project: Path) -> None:
    """The model alone is not enough: the command names the field, and the table where it is to be placed."""
    table = project / "scripts" / "catalogue" / "derived" / "sections.py"
    before = table.read_text("utf-8")
    table.write_text(before.replace(ROW, ""), "utf-8")
    try:
        done = run(project, "catalogue", "site", "ailleurs")
    finally:
        table.write_text(before, "utf-8")
    assert done.code != 0
    assert "derived/sections.py" in done.output
    assert "moyens" in done.output
