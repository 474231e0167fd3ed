"""Our MkDocs plugin: what it keeps where, what it is told, and the files that it makes beside pages."""

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from browser.kinds import HANDWRITTEN
from built import ORIGIN
from catalogue.checks.check import check
from catalogue.pages import Renderer, pages
from catalogue.paper import typeset
from catalogue.site import files_beside
from catalogue.site.build import build
from common import FROZEN, TODAY, run
from copies import copy_project


class _Witness(BasePlugin[LegacyConfig]):
    """Notes what hangs on MkDocs's configuration and on its files once the site is built."""

    hung: set[str]

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Note it."""
        self.hung = set(vars(config))


def test_nothing_of_ours_hangs_on_mkdocs(tmp_path: Path) -> None:
    """A build sets no attribute on MkDocs's configuration but MkDocs's own: our state is the plugin's."""
    witness = _Witness()
    root = copy_project(tmp_path / "project")
    build(root, tmp_path / "site", witness=witness)
    assert witness.hung - set(vars(load_config(str(root / "mkdocs.yml")))) <= {"_current_page"}


def test_every_file_beside_pages_is_of_a_kind_that_the_list_names(site: Path) -> None:
    """Each file of the site is a page, of the theme, or of a kind that files_beside names; the site lacks none of them."""
    catalogue = check(FROZEN / "practices", TODAY).catalogue
    assert catalogue is not None
    renderer = Renderer(catalogue, site=f"{ORIGIN}/")
    expected = {"_headers", "sitemap.xml", "404.html", "favicon.ico", typeset.RECUEIL}
    for page in pages(renderer):
        expected |= {f"{page.address}index.html", *(address for address, _ in page.beside())}
    expected |= {address for address, _ in files_beside.in_every_build(renderer)} | set(renderer.data_files)
    for practice in catalogue.pratiques.values():
        expected |= {typeset.address(name) for name in (practice.id, *practice.alias)}
    expected |= {f"{address[1:]}index.html" for address in HANDWRITTEN}
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    of_search = {address for address in found if address.startswith(files_beside.SEARCH)}
    of_theme = {address for address in found if address.startswith("assets/")}
    assert of_search
    assert sorted(found - of_theme - of_search) == sorted(expected - of_search)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('pdf: !ENV [PDF, "oui"]', "pdf: peut-etre", "'pdf'"),
        ('courriel: !ENV [CONTACT_EMAIL, ""]', "courriel: [a, b]", "'courriel'"),
    ],
)
def test_a_setting_of_another_kind_is_refused(before: str, after: str, told: str, project: Path) -> None:
    """What mkdocs.yml tells the plugin is checked before anything is built, and the setting is named."""
    settings = project / "mkdocs.yml"
    text = settings.read_text("utf-8")
    assert text.count(before) == 1
    settings.write_text(text.replace(before, after), "utf-8")
    result = run(project, "catalogue", "site")
    assert (result.code, told in result.output, "Traceback" in result.output) == (1, True, False)
    assert not (project / "site").exists()
