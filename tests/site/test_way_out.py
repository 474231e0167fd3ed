"""The way out: the whole site as Markdown, for any other generator."""

from pathlib import Path

import pytest
import yaml

from built import BuiltPage, pages
from common import ROOT, run


def _front_matter(text: str) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(text.split("---\n")[1])
    return found


def test_the_whole_site_is_written_as_markdown(project: Path, site: Path) -> None:
    """Every page of the site is a Markdown file, its macros done; data and index stand beside; the sources are untouched."""
    before = {
        path: path.read_bytes() for path in project.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    result = run(project, "catalogue", "write", "sortie/pages")
    assert (result.code, result.output) == (0, f"Les pages sont dans {Path('sortie/pages')}.\n")
    sortie = project / "sortie" / "pages"
    written = {path.relative_to(sortie).as_posix() for path in sortie.rglob("*") if path.is_file()}

    def source(page: BuiltPage) -> set[str]:
        return {f"{page.address[1:]}index.md", f"{page.address[1:-1]}.md"}

    drawn = [page for page in pages(site) if page.address.endswith("/") and page.all("main")]
    assert [page.address for page in drawn if len(source(page) & written) != 1] == []
    assert {"recherche/icones.svg", "pratiques/nego-training/pratique.json", "contribuer/modele.yml"} <= written
    assert not [name for name in written if name.startswith(("decisions/", "assets/"))]
    home = (sortie / "index.md").read_text("utf-8")
    assert "{{" not in home
    assert "render_macros" not in _front_matter(home)
    fiche = _front_matter((sortie / "pratiques/nego-training/index.md").read_text("utf-8"))
    assert fiche["modifier"] == "https://forge.example/leviers-egalite/catalogue/edit/main/practices/nego-training.yml"
    assert {"url": "#sources", "title": "Sources"} in fiche["sommaire"]  # type: ignore[operator]
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("name", "fault", "told"),
    [
        ("practices/essai.yml", "titre: Un essai\nlevier: portages\n", "[levier-inconnu]"),
        ("docs/methode/index.md", "---\nrender_macros: true\n---\n{{ nulle_part() }}\n", "docs/methode/index.md"),
    ],
)
def test_nothing_is_written_of_what_cannot_be_built(name: str, fault: str, told: str, project: Path) -> None:
    """A faulty record or page is told, and no folder is left."""
    (project / name).write_text(fault, "utf-8")
    result = run(project, "catalogue", "write", "sortie")
    assert result.code == 1
    assert told in result.output
    assert "Traceback" not in result.output
    assert not (project / "sortie").exists()


def test_the_theme_calls_nothing_that_another_engine_lacks() -> None:
    """Our templates keep to what MiniJinja, Zensical's engine, knows: no Python method on a value."""
    for path in (ROOT / "theme").rglob("*.html"):
        text = path.read_text("utf-8")
        for method in (".items()", ".split(", ".format(", ".strip(", ".startswith(", ".append(", ".get(", ".update("):
            assert method not in text, f"{path.name}: {method}"
