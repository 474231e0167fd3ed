"""The way out: the whole site as plain Markdown and plain files, for any other generator. A thin adapter."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from catalogue.checks.front_matter import MACROS
from catalogue.pages import with_front_matter
from catalogue.site.build import build
from catalogue.site.generated import GeneratedPage

REMADE = ("404.html", "sitemap.xml", "sitemap.xml.gz")
"""What every generator makes for itself, from the theme or from the pages."""


class _Keeper(BasePlugin[LegacyConfig]):
    """Keeps each page as it is once its macros are done, and the names of the files that are not for others."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.apart: set[str] = set(REMADE)

    @event_priority(-100)
    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        self.apart.add(page.file.dest_uri)
        if not isinstance(page, GeneratedPage):
            self._keep(page, markdown)
        return markdown

    def on_page_context(self, context: TemplateContext, *, page: Page, **_: Any) -> TemplateContext:
        if isinstance(page, GeneratedPage):  # whose content is made now
            self._keep(page, page.content or "")
        return context

    def _keep(self, page: Page, text: str) -> None:
        meta = {name: value for name, value in page.meta.items() if name != MACROS}  # they are done
        meta["modifier"] = page.edit_url or ""
        self.pages[page.file.src_uri] = with_front_matter(meta, text.strip("\n"))

    @event_priority(-100)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        self.apart |= {file.dest_uri for file in files if file.src_dir not in (None, config.docs_dir)}  # the theme's
        return env


def write(root: Path, target: Path) -> int:
    """Write what the site is made of into `target`, an empty folder or none; return how many pages there are.

    Every page is Markdown, with what its macros gave in their place; the other files of the site (data, search index,
    images) stand beside, but for the theme's. The real build gives them: what it would refuse is refused here.
    Raises as build.build does, and then writes nothing.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        built, written = Path(folder, "site"), Path(folder, "pages")
        keeper = _Keeper()
        build(root, built, sortie=keeper)
        for name, text in keeper.pages.items():
            _put(written / name, text.encode())
        for path in built.rglob("*"):
            name = path.relative_to(built).as_posix()
            if path.is_file() and name not in keeper.apart:
                _put(written / name, path.read_bytes())
        shutil.copytree(written, target, dirs_exist_ok=True)
    return len(keeper.pages)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
