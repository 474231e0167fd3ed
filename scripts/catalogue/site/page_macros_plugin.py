"""mkdocs-macros, with our sandbox in the place of its open Jinja environment. A thin adapter; see ADR 0022."""

import logging
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs_macros.plugin import MacrosPlugin

from catalogue.checks.front_matter import MACROS
from catalogue.site import handwritten
from catalogue.site.generated import GeneratedPage
from catalogue.site.plugin import CataloguePlugin
from catalogue.site.stops import stop_on_template_faults


class PageMacros(MacrosPlugin):
    """Does the macros of a hand-written page that asks for them (`render_macros: true`), and of no other."""

    def on_config(self, config: MkDocsConfig) -> None:
        """Set mkdocs-macros up, without its account of its own life."""
        logging.getLogger("mkdocs.plugins.mkdocs_macros").setLevel(logging.WARNING)
        super().on_config(config)  # type: ignore[no-untyped-call]  # mkdocs-macros tells no types

    def on_page_markdown(self, markdown: str, page: MkDocsPage, config: MkDocsConfig, **_: Any) -> str:
        """Return `markdown`, its macros done in the sandbox: there, a page has neither `config` nor any other variable."""
        if isinstance(page, GeneratedPage) or page.meta.get(MACROS) is not True:
            return markdown
        catalogue: CataloguePlugin = config.plugins["catalogue"]  # type: ignore[assignment]
        with stop_on_template_faults():
            return handwritten.with_macros(page, markdown, catalogue.renderer)
