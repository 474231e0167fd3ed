"""The command: exit codes, French, what it prints where, and that it never shows a traceback."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from catalogue.cli import main
from catalogue.system.project import here_today, today
from common import TODAY

Command = Callable[..., tuple[int, str, str]]

BROKEN = "titre: Un essai\nlevier: portages\n"


@pytest.fixture
def root(valid: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of the small valid catalogue, in which the command is run, on the day of the tests."""
    (valid.parent / "docs" / "decisions").mkdir(parents=True)
    (valid.parent / "docs" / "index.md").write_text("# Accueil\n", "utf-8")
    (valid.parent / "docs" / "decisions" / "0001.md").write_text("# Non publiée\n", "utf-8")
    monkeypatch.chdir(valid.parent)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{datetime.combine(TODAY, time(), UTC).timestamp():.0f}")
    return valid.parent


@pytest.fixture
def catalogue(root: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command, which gives its exit code and what it wrote on both outputs."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, *capsys.readouterr()

    return run


def test_all_is_well(catalogue: Command) -> None:
    """A clean project exits 0 and says so, and how many remarks there are; those of the files that are named are told one by one,
    and a forge shows them as notices; programs read an empty list.
    """
    code, out, err = catalogue("check")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Tout est en ordre.",
        "1 remarque, qui ne bloque rien ; « catalogue check practices » en dit plus.",
    ]
    code, out, err = catalogue("check", "practices")
    assert (code, err) == (0, "")
    first, remark, count = out.splitlines()
    assert first == "Tout est en ordre."
    assert remark.startswith("practices/creches-test.yml:32:5: Le résultat « heures d’accueil » ne dit pas sa période")
    assert count == "1 remarque, qui ne bloque rien."
    assert catalogue("check", "--format", "json") == (0, "[]\n", "")
    code, out, _ = catalogue("check", "--format", "github")
    assert code == 0
    assert out.startswith("::notice file=practices/creches-test.yml,line=32,col=5,title=information-manquante::")
    assert catalogue("check", "practices/atelier-test.yml") == (0, "Tout est en ordre.\n", "")


def test_problems_exit_one_in_every_format(catalogue: Command, root: Path) -> None:
    """A problem exits 1, and each format tells the same ones."""
    (root / "practices" / "essai.yml").write_text(BROKEN, "utf-8")
    (text_code, text, _), (json_code, found, _), (github_code, commands, _) = (
        catalogue("check", "--format", style) for style in ("text", "json", "github")
    )
    assert (text_code, json_code, github_code) == (1, 1, 1)
    rules = [problem["regle"] for problem in json.loads(found)]
    assert "levier-inconnu" in rules
    assert [line.split("[")[-1].rstrip("]") for line in _heads(text)] == rules
    assert [line.split("title=")[1].split("::")[0] for line in commands.splitlines()] == rules


def _heads(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("practices/")]


@pytest.mark.parametrize(
    "arguments", ["", "nettoie", "check --format xml", "check --vite", "write", "write a b", "schema x"]
)
def test_wrong_usage_exits_two_in_french(arguments: str, catalogue: Command) -> None:
    """A command that is badly written is told so in French, with its usage, and does nothing."""
    code, out, err = catalogue(*arguments.split())
    assert (code, out) == (2, "")
    assert err.startswith("Commande mal écrite")
    assert ". Usage : catalogue" in err
    assert not [word for word in ("usage:", "error", "invalid", "required", "unrecognized") if word in err]


@pytest.mark.parametrize("arguments", ["--help", "check --help", "write -h"])
def test_help_is_in_french(arguments: str, catalogue: Command) -> None:
    """Help exits 0 and holds no English of the library's."""
    code, out, _ = catalogue(*arguments.split())
    assert code == 0
    assert out.startswith("Usage : catalogue")
    assert not [word for word in ("usage:", "options:", "positional", "show this") if word in out]


def test_outside_a_project(
    catalogue: Command, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Away from any practices/ folder, the command says where to go."""
    monkeypatch.chdir(tmp_path_factory.mktemp("ailleurs"))
    code, out, err = catalogue("check")
    assert (code, out) == (2, "")
    assert "placez-vous dans le projet" in err


PARSERS = {"yaml", "pydantic", "jinja2", "markdown_it", "mkdocs", "typst", "py_mini_racer", "zxingcpp", "rapidfuzz"}
NETWORK = {"urllib.request", "http.client", "ssl"}


@pytest.mark.parametrize(
    ("argument", "rooms", "parsers"),
    [
        ("--help", {"contribute.questions", "problems", "system"}, set()),
        ("check", {"contribute.questions", "problems", "system", "text", "records", "checks"}, {"yaml", "pydantic"}),
    ],
)
def test_a_command_loads_what_it_needs(argument: str, rooms: set[str], parsers: set[str], root: Path) -> None:
    """Neither the help nor a check that finds nothing loads the pages, the forms, what they need, or the network."""
    code = f"""if True:
        import sys
        from catalogue.cli import main
        try:
            main([{argument!r}])
        finally:
            print(*sys.modules, file=sys.stderr)"""
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    loaded = set(done.stderr.split())
    assert done.returncode == 0
    assert loaded & (PARSERS | NETWORK) == parsers
    ours = {name.removeprefix("catalogue.") for name in loaded if name.count(".") > 1 and name.startswith("catalogue.")}
    assert {name if name in rooms else name.split(".")[0] for name in ours} == rooms


@pytest.mark.parametrize(
    ("folder", "path", "code"),
    [
        (".", "practices/essai.yml", 1),
        (".", "practices/atelier-test.yml", 0),
        (".", "practices", 1),
        (".", "practices/vocabulaires", 0),
        (".", ".", 1),
        (".", "practices/../practices/essai.yml", 1),
        ("practices", "essai.yml", 1),
        ("practices", "atelier-test.yml", 0),
        ("practices/vocabulaires", "../essai.yml", 1),
        (".", "practices/absent.yml", 2),
    ],
)
def test_a_path_chooses_what_is_told(
    folder: str, path: str, code: int, catalogue: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the problems of the paths given count, wherever the command is run; a path that is not there is an error."""
    (root / "practices" / "essai.yml").write_text(BROKEN, "utf-8")
    monkeypatch.chdir(root / folder)
    found, out, _ = catalogue("check", path)
    assert found == code
    assert all(line.startswith("practices/essai.yml:") for line in _heads(out))
    assert catalogue("check", root / "practices" / "atelier-test.yml", root / "practices" / "essai.yml")[0] == 1


@pytest.mark.parametrize(("lever", "code"), [("portage", 0), ("portages", 1)])
def test_a_record_elsewhere_is_checked_as_if_inside(
    lever: str, code: int, catalogue: Command, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A record received by mail is checked against the project's vocabularies, and told by its own path."""
    path = tmp_path_factory.mktemp("recu") / "nouvelle-fiche.yml"
    text = (root / "practices" / "atelier-test.yml").read_text("utf-8")
    path.write_text(text.replace("freins-peripheriques", lever).replace("Un atelier", "Un nouvel atelier"), "utf-8")
    found, out, _ = catalogue("check", path)
    assert found == code
    assert out.startswith(f"{path}:3:9: " if code else "Tout est en ordre.")
    assert catalogue("check")[0] == 0


def test_a_record_elsewhere_stands_in_for_its_namesake(
    catalogue: Command, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A corrected copy of a record is not told that its title is taken."""
    path = tmp_path_factory.mktemp("recu") / "atelier-test.yml"
    path.write_bytes((root / "practices" / "atelier-test.yml").read_bytes())
    assert catalogue("check", path)[0] == 0


def test_slips_are_put_right_on_request(catalogue: Command, root: Path) -> None:
    """`--corriger` mends the files asked for, says what it did, then tells what is left; the others stay as they are."""
    text = (root / "practices" / "atelier-test.yml").read_text("utf-8").replace("Un atelier de la ville", "L'atelier")
    for name in ("essai", "autre"):
        (root / "practices" / f"{name}.yml").write_text(
            text.replace("L'atelier", f"L'atelier {name}") + "statu: x\n", "utf-8"
        )
    code, out, err = catalogue("check", "--corriger", "practices/essai.yml")
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[0] == "practices/essai.yml:1: corrigé : apostrophe typographique"
    assert [line.split(":")[0] for line in lines if line.endswith("[cle-inconnue]")] == ["practices/essai.yml"]
    assert (root / "practices" / "essai.yml").read_text("utf-8").startswith("titre: L’atelier essai")
    assert (root / "practices" / "autre.yml").read_text("utf-8").startswith("titre: L'atelier autre")
    _, found, said = catalogue("check", "--corriger", "--format", "json")
    assert [problem["regle"] for problem in json.loads(found)] == ["cle-inconnue", "cle-inconnue"]
    assert said == "practices/autre.yml:1: corrigé : apostrophe typographique\n"


def test_terminal_obeys_nothing_of_a_record(catalogue: Command, root: Path) -> None:
    """Control characters in a record, raw or escaped, or in a file's name, are shown and not sent."""
    (root / "practices" / "essai.yml").write_text('titre: "\\e]0;x\\a"\n"c\\e[31m\\nd": "\\u202e"\n', "utf-8")
    (root / "practices" / "brut.yml").write_text("titre: \x1b[31m\u202e\n", "utf-8")
    (root / "practices" / "a\x1b[31m.yml").write_text("titre: x\n", "utf-8")
    code, out, err = catalogue("check")
    assert (code, err) == (1, "")
    assert {"practices/a\\u001b[31m.yml", "practices/brut.yml", "practices/essai.yml"} <= {
        line.split(":")[0] for line in _heads(out)
    }
    assert [c for c in out if not c.isprintable() and c not in "\n\u00a0\u202f"] == []


@pytest.mark.parametrize("target", ["docs", "practices/atelier-test.yml", "plein"])
def test_write_refuses_what_is_not_an_empty_folder(target: str, catalogue: Command, root: Path) -> None:
    """Nothing that exists is ever written over."""
    (root / "plein").mkdir()
    (root / "plein" / ".cache").touch()
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    code, out, err = catalogue("write", target)
    assert (code, out) == (2, "")
    assert "n’est pas un dossier vide" in err
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_file_is_no_folder(catalogue: Command, root: Path) -> None:
    """A folder asked for under a file is refused in French, without a traceback."""
    (root / "fichier").touch()
    code, _, err = catalogue("write", "fichier/pages")
    assert (code, err) == (2, f"{root / 'fichier'} n’est pas un dossier.\n")


def test_nothing_is_made_of_a_faulty_catalogue(catalogue: Command, root: Path) -> None:
    """With a problem anywhere, no schema is given: the problems go to the error output."""
    (root / "practices" / "essai.yml").write_text(BROKEN, "utf-8")
    code, out, err = catalogue("schema")
    assert (code, out) == (1, "")
    assert "[levier-inconnu]" in err


def test_a_build_as_of_another_day_is_not_refused(catalogue: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build can be made again as of an earlier day (SOURCE_DATE_EPOCH): what was written since is not refused."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert catalogue("check", "practices/atelier-test.yml")[0] == 0
    assert (today() > TODAY, here_today()) == (True, date(1970, 1, 1))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4102444800")
    assert today() == here_today() == date(2100, 1, 1)


def test_schema_is_json(catalogue: Command) -> None:
    """The schema is printed alone, in readable French."""
    code, out, err = catalogue("schema")
    assert (code, err) == (0, "")
    assert json.loads(out)["properties"]["mise_en_oeuvre"]["title"] == "Mise en œuvre"
    assert "Mise en œuvre" in out
