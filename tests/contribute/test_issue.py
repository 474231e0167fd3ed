"""From an issue of the forge to a record: right, or the list of what it lacks; never a traceback, never obeyed."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.checks.check import check
from catalogue.cli import main
from catalogue.contribute.from_issue import MOST, TOLD, answer, from_issue
from catalogue.contribute.issue_form import issue_form, questions
from catalogue.contribute.issue_reader import read_issue
from catalogue.records.load import parse
from catalogue.records.model import Catalogue
from catalogue.records.write import record
from catalogue.text.typography import french
from common import DATA, FROZEN, TODAY
from forge.markdown import runs_nothing

ISSUES = sorted((DATA / "issues").glob("*.md"))


@pytest.fixture
def root(valid: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of the small valid catalogue, in which the command is run, on the day of the tests."""
    monkeypatch.chdir(valid.parent)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{datetime.combine(TODAY, time(), UTC).timestamp():.0f}")
    return valid.parent


Command = Callable[..., tuple[int, str]]


@pytest.fixture
def said(root: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, which gives its exit code and what it printed."""

    def run(*arguments: str | Path) -> tuple[int, str]:
        code = main(["from-issue", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert err == ""
        return code, out

    return run


@pytest.mark.parametrize("path", ISSUES, ids=lambda path: path.stem)
def test_issue_gives_its_record_or_what_it_lacks(path: Path, said: Command, root: Path) -> None:
    """Each sample gives the record expected, which passes the checks as it stands, or the list expected."""
    before = sorted(root.rglob("*"))
    code, out = said(path)
    assert out == path.with_suffix(".attendu").read_text("utf-8")
    assert (code == 0) is out.startswith("# yaml-language-server")
    assert sorted(root.rglob("*")) == before
    if code == 0:
        code, name = said(path, "--write")
        assert (code, re.fullmatch(r"[a-z0-9-]+\n", name) is not None) == (0, True)
        assert (root / "practices" / f"{name.strip()}.yml").read_text("utf-8") == out
        assert check(root / "practices", TODAY).problems == []
        assert said(path, "--write")[0] == 1  # nothing is written over


def test_a_dozen_samples() -> None:
    """Good, incomplete, hostile and pasted ones are there."""
    assert len(ISSUES) >= 12


def test_the_event_of_a_workflow_is_read(said: Command, tmp_path: Path) -> None:
    """A workflow hands over the event's own file: the issue's text never passes through a command line."""
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"issue": {"body": ISSUES[1].read_text("utf-8")}}), "utf-8")
    assert said(event) == (0, ISSUES[1].with_suffix(".attendu").read_text("utf-8"))
    for broken in ("{", "[]", '{"issue": null}', '{"issue": {"body": null}}'):
        event.write_text(broken, "utf-8")
        assert said(event)[0] == 1


def test_a_long_heading_is_read_at_once(small: Catalogue) -> None:
    """A line of sixty thousand spaces after a mark of heading does not keep the reader busy for ever."""
    text = f"## a{' ' * 60_000}b\n\n### Titre\n\nUn titre\n"
    assert read_issue(text, small, TODAY).donnees["titre"] == "Un titre"


def test_a_title_already_taken_is_told(said: Command, root: Path, tmp_path: Path) -> None:
    """A practice of another name that bears the title is found, even where the check blames that one."""
    practice = root / "practices" / "creches-test.yml"
    practice.rename(practice.with_name("zone-de-test.yml"))
    for path in (root / "practices").glob("*.yml"):
        path.write_text(path.read_text("utf-8").replace("creches-test", "zone-de-test"), "utf-8")
    assert check(root / "practices", TODAY).problems == []
    title = check(root / "practices", TODAY).catalogue.pratiques["zone-de-test"].titre  # type: ignore[union-attr]
    issue = tmp_path / "issue.md"
    lines = ISSUES[1].read_text("utf-8").split("\n")
    lines[lines.index("### Titre") + 2] = title
    issue.write_text("\n".join(lines), "utf-8")
    code, out = said(issue)
    assert (code, "déjà celui de" in out) == (1, True)


@pytest.fixture(scope="module")
def small() -> Catalogue:
    """The small valid catalogue."""
    catalogue = check(DATA / "valid" / "practices", TODAY).catalogue
    assert catalogue is not None
    return catalogue


@settings(deadline=None)
@given(st.data())
def test_any_issue_is_read(small: Catalogue, data: st.DataObject) -> None:
    """Whatever stands under the headings, the record holds it as text, under the keys of the form and no other."""
    said = {one.titre: data.draw(st.text(max_size=60)) for one in questions(small)}
    text = "\n".join(f"### {title}\n\n{value}\n" for title, value in said.items())
    found = read_issue(text, small, TODAY)
    document, problems = parse(record(found.donnees).encode("utf-8", "replace"), "x.yml")
    assert {problem.rule for problem in problems} <= {"caractere-interdit"}
    if document and not problems:
        assert set(document.data) <= {*found.donnees}
        assert "/" not in found.nom
        assert not found.nom.startswith(".")


def _answered(**answers: str) -> str:
    """Return the first whole sample, with other answers to some questions; `_` in a name is a space."""
    parts = (DATA / "issues" / "01-complete.md").read_text("utf-8").split("### ")
    for question, words in answers.items():
        title = question.replace("_", " ") + "\n"
        (found,) = [number for number, part in enumerate(parts) if part.startswith(title)]
        parts[found] = f"{title}\n{words}\n\n"
    return "### ".join(parts)


def test_sections_are_read_in_any_order_after_a_mark_too(said: Command, tmp_path: Path) -> None:
    """The same answers in another order, with the invisible mark that some programs begin a text with, give the same record."""
    first, *parts = _answered().split("### ")
    issue = tmp_path / "issue.md"
    issue.write_text("\ufeff### " + "### \u200b".join(reversed(parts)) + first, "utf-8")
    assert said(issue) == (0, ISSUES[0].with_suffix(".attendu").read_text("utf-8"))


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"Titre": "index"}, "« Titre » : l’adresse « index », que donne `index`, est réservée"),
        ({"Titre": "🎉🎉🎉🎉🎉"}, "« Titre » : `🎉🎉🎉🎉🎉` ne contient ni lettre latine ni chiffre"),
        ({"Titre": "東京の保育園"}, "« Titre » : `東京の保育園` ne contient ni lettre latine ni chiffre"),
        ({"Porteurs": "東京"}, "`東京` ne contient ni lettre latine ni chiffre"),
        (
            {"Nature_de_l’organisation_nouvelle": "Guilde"},
            "« Nature de l’organisation nouvelle » : `Guilde` ne figure pas",
        ),
        ({"Région_de_l’organisation_nouvelle": "Atlantide"}, "« Région de l’organisation nouvelle » : `Atlantide` ne"),
        ({"Titre": "Bon"}, "« Titre » : `doit compter au moins 5 caractères ; lu : « Bon ».`"),
        ({"Chiffres": "beaucoup | % | parents | page 4"}, "« Chiffres » : `« nombre » doit être un nombre écrit en"),
        ({"Endroit_de_la_source": "x" * 300}, "« Endroit de la source » : `doit compter au plus"),
        ({"Contexte": "### Limites\n\nAucune."}, "« Limites » a deux réponses"),
        ({"Porteurs": "\n".join(f"Maison {n}" for n in range(5000))}, "« Porteurs » compte 5000 lignes ; 20 au plus"),
        ({"Contexte": "a" * MOST}, f"au-delà de {MOST}, il n’est pas lu"),
    ],
)
def test_what_is_wrong_is_told_in_the_words_of_the_form(
    answers: dict[str, str], told: str, said: Command, tmp_path: Path
) -> None:
    """A name that makes no address, a word of no list, a limit passed: each is told for what it is, under its question."""
    issue = tmp_path / "issue.md"
    issue.write_text(_answered(**answers), "utf-8")
    code, out = said(issue)
    assert (code, told in out) == (1, True), out
    assert not [key for key in ("« titre »", "« resume »", "« repere »", "« valeur »") if key in out]


def test_an_unsound_catalogue_is_not_the_author_s_fault(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the catalogue itself is wrong, the answer says so to the author, and the log says what."""
    (root / "practices" / "essai.yml").write_text("titre: Un essai\n", "utf-8")
    assert main(["from-issue", str(ISSUES[0])]) == 1
    out, err = capsys.readouterr()
    assert "votre texte n’y est pour rien" in out
    assert "practices/essai.yml:1:1: " in err


PIECES = [
    "@team",
    "#12",
    "<img src=x>",
    "<!--",
    "-->",
    "[a](http://e.org)",
    "![a](//e.org/p)",
    "https://e.org",
    "www.e.org",
]
PIECES += [
    "`",
    "```",
    "~~~",
    "\\",
    "**",
    "- [ ]",
    "> ",
    "| a |",
    "</code>",
    "&lt;",
    "\u202e",
    "é",
    " ",
    "\t",
    "::error::",
]
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["Levier", "Porteurs", "Source", "Titre", "Contexte"]), WORDS), max_size=3))
def test_nothing_of_a_stranger_s_runs_in_the_answer(answers: list[tuple[str, str]]) -> None:
    """Whatever the ticket holds, what it says comes back as code: no link, picture, mention or tag, and never too long."""
    root = DATA / "valid"
    catalogue = check(root / "practices", TODAY).catalogue
    assert catalogue is not None
    _, _, faults = from_issue(root, catalogue, _answered(**dict(answers), Résumé="Trop court."))
    text = answer(faults * (TOLD + 1))
    assert len(text) < 60_000
    assert runs_nothing(text), text


def test_the_form_asks_what_the_model_says() -> None:
    """The forge's form has a part for each question, of the kind that the question is, with its options."""
    catalogue = check(FROZEN / "practices", TODAY).catalogue
    assert catalogue is not None
    body = yaml.safe_load(issue_form(catalogue))["body"]
    asked = questions(catalogue)
    assert [part["attributes"]["label"] for part in body[1:]] == [french(one.titre) for one in asked]
    for part, one in zip(body[1:], asked, strict=True):
        assert part["type"] in ("input", "textarea", "dropdown")
        assert part.get("validations", {}).get("required", False) is one.requis
        assert tuple(part["attributes"].get("options", ())) == one.choix
    assert len({part["id"] for part in body[1:]}) == len(asked)
