"""Pages written by hand at a build: an attack stops it before anything is written, and Jinja's sandbox stands behind the check."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from attacks import ATTACKS, ELSEWHERE, MACROS, MARKER, Attack
from catalogue.checks.check import check
from catalogue.pages import Renderer
from catalogue.site.macros import macros_of, render
from catalogue.site.publish import publish
from common import FROZEN, TODAY, run
from copies import copy_project


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole project, for attacks that are taken away again, with a folder beside it that is nobody's affair."""
    root = copy_project(tmp_path_factory.mktemp("attaques") / "projet")
    (root.parent / "ailleurs").mkdir()
    (root.parent / "ailleurs" / "texte.txt").write_text(ELSEWHERE, "utf-8")
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("le site d’avant", "utf-8")
    return root


def _remove(path: Path, root: Path) -> None:
    path.unlink()
    while path.parent != root and not any(path.parent.iterdir()):
        path = path.parent
        path.rmdir()


@pytest.fixture
def attacked(shared: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The project, with the attack in it."""
    monkeypatch.chdir(shared)
    path = request.param.install(shared)
    yield shared
    _remove(path, shared)


@pytest.mark.parametrize(
    ("attacked", "attack"), [(one, one) for one in ATTACKS], ids=lambda one: one.name, indirect=["attacked"]
)
def test_an_attack_stops_the_build(attacked: Path, attack: Attack, capsys: pytest.CaptureFixture[str]) -> None:
    """The build tells it by file, line and rule, and writes nothing; the attack has done nothing, and shows nothing."""
    with pytest.raises(Abort):
        publish(attacked, attacked / "site")
    told = capsys.readouterr().err
    assert re.search(rf"^{re.escape(attack.path)}:{attack.line}:\d+: .*\[{attack.rule}\]", told, re.M), told
    assert ELSEWHERE not in told
    assert not (attacked / MARKER).exists()
    assert [path.name for path in (attacked / "site").rglob("*")] == ["index.html"]
    assert not list(attacked.glob(".site-*"))


@pytest.mark.parametrize(
    "command", [("catalogue", "check"), ("catalogue", "site"), ("catalogue", "write", "ecrit"), ("mkdocs", "build")]
)
def test_no_command_runs_a_page(command: tuple[str, ...], project: Path) -> None:
    """Whoever builds, and however, the attacks are told and have no effect."""
    for number, attack in enumerate(MACROS):
        Attack(attack.name, attack.rule, attack.content, attack.line, f"docs/p{number}.md").install(project)
    done = run(project, *command)
    assert (done.code != 0, "Traceback" in done.output) == (True, False)
    assert len(set(re.findall(r"^docs/p(\d+)\.md:\d+:\d+: ", done.output, re.M))) == len(MACROS)
    assert not (project / MARKER).exists()
    assert not (project / "site").exists()
    assert not (project / "ecrit").exists()


@pytest.mark.parametrize("attack", MACROS, ids=lambda attack: attack.name)
def test_behind_the_check_stands_the_sandbox(attack: Attack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a page rendered unchecked, it would find the macros, and nothing to run, read or include."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "ailleurs" / "texte.txt").write_text(ELSEWHERE, "utf-8")
    catalogue = check(FROZEN / "practices", TODAY).catalogue
    assert catalogue is not None
    try:
        shown = str(render(attack.content.split("---\n", 2)[2], macros_of(Renderer(catalogue), "essai/", "Un essai")))
    except Exception as error:
        shown = str(error)
    assert not (tmp_path / MARKER).exists()
    assert ELSEWHERE not in shown
    assert "<class" not in shown
    assert "site_url" not in shown


def test_pictures_and_drawings_of_pages_are_published(project: Path) -> None:
    """What a page may hold reaches the site: a drawing, a picture, a link, an anchor, the macros in their places."""
    folder = project / "docs" / "methode"
    (folder / "dessin.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><title>Un cercle</title><circle r="4"/></svg>', "utf-8"
    )
    shutil.copyfile(project / "theme" / "assets" / "images" / "icone-180.png", folder / "image.png")
    with (folder / "annexes.md").open("a", encoding="utf-8") as page:
        page.write('\n![Un cercle](dessin.svg) ![Un signe](image.png)\n\n{{ a_integrer("act-elles") }}\n')
    assert run(project, "catalogue", "check").output.startswith("Tout est en ordre.\n")
    assert run(project, "catalogue", "site").code == 0
    html = (project / "site" / "methode" / "annexes" / "index.html").read_text("utf-8")
    assert re.search(r'<img alt="Un cercle" src="\.\./dessin\.svg"', html)
    assert '&lt;iframe src="https://leviers-egalite.example/carte/act-elles/"' in html
    assert (project / "site" / "methode" / "image.png").is_file()


def test_a_macro_that_cannot_be_drawn_is_told_with_its_line(project: Path) -> None:
    """What only drawing can tell, figures that do not compare, stops the build with the page and the line."""
    page = project / "docs" / "methode" / "annexes.md"
    text = page.read_text("utf-8") + '\n{{ evolution("part-femmes-2012", "part-travaux-2020") }}\n'
    page.write_text(text, "utf-8")
    done = run(project, "catalogue", "site")
    assert done.code == 1
    assert f"docs/methode/annexes.md:{text.count(chr(10))} : une macro est fautive" in done.output
    assert "Traceback" not in done.output
