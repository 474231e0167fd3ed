"""MkDocs → the catalogue: checks before the build, adds the pages, sets links to what is edited. A thin adapter."""

import logging
import posixpath
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from catalogue import report
from catalogue.check import check
from catalogue.pages import Page, Renderer
from catalogue.project import today
from catalogue.typography import french_html

# Material's styles and scripts, which this theme replaces.
MATERIAL_OWN = ("assets/javascripts/", "assets/stylesheets/")


@event_priority(100)  # before the macros plugin, which asks for the renderer
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Check every record; stop the build, before anything is written, when there is a problem."""
    logging.getLogger("mkdocs.plugins.mkdocs_macros").setLevel(logging.WARNING)  # it tells its whole life at each build
    root = Path(config.config_file_path).parent
    checked = check(root / "practices", today())
    if checked.catalogue is None:
        print(report.text(checked.problems, colour=sys.stderr.isatty()), file=sys.stderr)
        raise Abort("Corrigez d’abord ces problèmes : rien n’a été écrit.")
    base = _edit_address(config, "")
    config._renderer = Renderer(checked.catalogue, base)  # type: ignore[attr-defined]
    return config


def _edit_address(config: MkDocsConfig, path: str) -> str:
    """Return the address at which the forge edits `path` (from the project's root), or "" without a forge."""
    if not config.repo_url or not config.edit_uri:
        return ""
    docs = Path(config.docs_dir).name
    return urljoin(config.repo_url.rstrip("/") + "/", posixpath.join(config.edit_uri.removesuffix(f"{docs}/"), path))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the catalogue, as files that exist only for this build; leave out what no page asks for."""
    for unused in [file for file in files if file.src_uri.startswith(MATERIAL_OWN) or file.src_uri == "vendor.json"]:
        files.remove(unused)
    for page in config._renderer.pages():  # type: ignore[attr-defined]
        file = File.generated(config, page.src_uri, content=page.markdown, inclusion=InclusionLevel.NOT_IN_NAV)
        file.edit_uri = f"../{page.edit}" if page.edit else None
        file.catalogue_page = page  # type: ignore[attr-defined]
        files.append(file)
    return files


def on_page_content(html: str, page: MkDocsPage, **_: Any) -> str:
    """Give the page its table of contents when it is one of ours, French typography when it is hand-written."""
    ours: Page | None = getattr(page.file, "catalogue_page", None)
    if ours is None:
        return french_html(html)
    page.toc = TableOfContents([AnchorLink(title, anchor, 2) for anchor, title in ours.sommaire])
    return html
