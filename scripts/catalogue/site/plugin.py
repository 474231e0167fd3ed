"""Our MkDocs plugin: checks every record and page, then adds our pages and files. A thin adapter; its state is its own."""

import sys
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import write_file
from mkdocs.utils.templates import TemplateContext

from catalogue.checks.check import check
from catalogue.checks.folder import Memory
from catalogue.derived.history import history
from catalogue.derived.index import Index
from catalogue.pages import Page, Renderer, compiled_templates, pages
from catalogue.records.model import Catalogue
from catalogue.search.documents import HandwrittenPage
from catalogue.site import files_beside, forge, handwritten, served, sources
from catalogue.site.generated import GeneratedPage, WaitingFile, file_of
from catalogue.site.local_only import answer_locally
from catalogue.site.preview import Preview, make_on_request, watch_closely
from catalogue.site.settings import Settings
from catalogue.site.shared_frame import share
from catalogue.site.stops import refuse, stop_on_template_faults
from catalogue.system.project import here_today, today


class CataloguePlugin(BasePlugin[Settings]):
    """The catalogue within MkDocs, which keeps one instance for all the builds of a `serve`.

    Of the build under way, `renderer` draws our pages and the pieces that macros ask for, and `handwritten` are the pages of
    docs/ that the search knows, as they are read.
    """

    renderer: Renderer
    handwritten: list[HandwrittenPage]
    _root: Path
    _pdfs: dict[str, bytes]
    _nav: Navigation
    _next_preview: Preview

    def __init__(self) -> None:
        self._previewing = False
        self._memory = Memory()
        self._preview: Preview | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Forget the command before, and note whether this one is a preview."""
        # Without live reload, MkDocs has no server to tell of what waits.
        self._previewing = command == "serve" and "--no-livereload" not in sys.argv
        self._memory = Memory()
        self._preview = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check every record and page; stop the build, before anything is written, when there is a problem."""
        self._root = Path(config.config_file_path).parent
        checked = check(self._root / "practices", today(), memory=self._memory if self._previewing else None)
        if checked.catalogue is None:
            refuse(checked.problems, config.site_url, "rien n’a été écrit")
        if self._previewing:
            # MkDocs writes its live reload into each page.
            strict = config.extra["content_security_policy"]
            config.extra["content_security_policy"] = strict.replace("script-src", "script-src 'unsafe-inline'")
        self.handwritten = []
        self.renderer = self._renderer(checked.catalogue, config)
        sources.leave_out_links_to_pdfs(config.extra.get("pied", ()), made=self._pdfs)
        return config

    def _renderer(self, catalogue: Catalogue, config: MkDocsConfig) -> Renderer:
        """Return what draws the pages of `catalogue`, once its PDFs are made: pages tell their size."""
        site, day = (config.site_url or "").rstrip("/") + "/", here_today()
        self._pdfs = {}
        if not self._previewing and self.config.pdf not in ("non", False):
            with stop_on_template_faults():
                self._pdfs = files_beside.pdfs(Index(catalogue), site, self._root / ".cache" / "pdf")
        return Renderer(
            catalogue,
            edit_base=forge.edit_base(config),
            accueil=forge.welcome(config, self.config.contribution),
            site=site,
            pdfs={address: len(content) for address, content in self._pdfs.items()},
            jour=day,
            changements=history(self._root / "practices", catalogue, day),
            content_security_policy=config.extra["content_security_policy"],
            legal=self.config.mentions_legales,
        )

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add our pages and files, which exist only for this build; leave out what no page asks for."""
        sources.leave_out_unused(files)
        titles = dict(sources.titles_in_nav(config.nav))
        with stop_on_template_faults():
            made = list(pages(self.renderer))
            beside = list(files_beside.in_every_build(self.renderer))
        for ours in made:
            if files.get_file_from_path(ours.src_uri):
                raise Abort(f"Deux pages veulent la même adresse : /{ours.address}")
            file = file_of(ours, config, waiting=self._previewing and ours.src_uri not in titles)
            GeneratedPage(ours, titles.get(ours.src_uri), file, config, self.renderer.site)  # the file keeps it
            files.append(file)
        if not self._previewing:
            beside += [(address, make()) for address, make in self.renderer.data_files.items()]
        for address, content in chain(beside, self._pdfs.items()):
            files.append(File.generated(config, address, content=content))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation, which the theme draws around what is drawn before MkDocs begins to."""
        self._nav = nav
        return nav

    @event_priority(-50)  # once macros are done: they read the title as it is written
    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, **_: Any) -> str:
        """Complete the front matter of a hand-written page."""
        if not isinstance(page, GeneratedPage):
            handwritten.complete_front_matter(page, self.renderer.site)
        return markdown

    def on_page_content(self, html: str, *, page: MkDocsPage, **_: Any) -> str:
        """Give a hand-written page French typography, and a place in the search."""
        if isinstance(page, GeneratedPage):
            return html
        html = handwritten.typeset(page, html)
        if not page.is_homepage:
            self.handwritten.append(handwritten.to_search(page, html))
        return html

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Have the theme draw once what it puts around many fiches; in a preview, keep it at hand."""

        def draw(page: MkDocsPage) -> str:
            page.active = True
            return str(env.get_template("main.html").render(get_context(self._nav, files, config, page)))

        generated = [file.page for file in files if isinstance(file.page, GeneratedPage)]
        if self._previewing:
            env.bytecode_cache = compiled_templates()
            waiting = {page.made.address: page for page in generated if isinstance(page.file, WaitingFile)}

            def draw_waiting(made: Page) -> str:
                page = waiting[made.address]
                page.read_source(config)
                page.render(config, files)
                page.make()
                return draw(page)

            self._next_preview = Preview(
                Path(config.site_dir),
                {address: page.made for address, page in waiting.items()},
                draw_waiting,
                files_beside.when_asked_for(self.renderer, self.handwritten),
            )
        else:
            # Of our pages, fiches alone have their data.
            share(env, [page for page in generated if "donnees" in page.meta], draw)
        return env

    def on_page_context(self, context: TemplateContext, *, page: MkDocsPage, **_: Any) -> TemplateContext:
        """Make the HTML of one of our pages, now that it is to be written."""
        if isinstance(page, GeneratedPage):
            with stop_on_template_faults():
                page.make()
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Write what goes with one of our pages, and let go of its content."""
        if isinstance(page, GeneratedPage):
            with stop_on_template_faults():
                for address, content in page.made.beside():
                    write_file(content, str(Path(config.site_dir, address)))
            page.let_go()
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Finish the site, its pages written: the files made last; then refuse it when a promised address does not answer.

        A preview has none of that: it is told what waits to be asked for.
        """
        site = Path(config.site_dir)
        # It holds the time of the build, and hosts compress sitemap.xml themselves.
        (site / "sitemap.xml.gz").unlink(missing_ok=True)
        if self._previewing:
            self._preview = self._next_preview
            return
        headers = files_beside.host_headers(config.extra["content_security_policy"], site)
        for address, content in chain(files_beside.search_index(self.renderer, self.handwritten), [headers]):
            write_file(content, str(site / address))
        lost = served.unanswered(site, self._root / "practices", self.renderer.catalogue, pdfs=bool(self._pdfs))
        if lost:
            refuse(lost, config.site_url, "ces adresses ont été promises")

    def on_serve(self, server: LiveReloadServer, **_: Any) -> LiveReloadServer:
        """Have the preview look at the files more often, make what it is asked for, and answer to this machine alone."""
        watch_closely(server)
        make_on_request(server, lambda: self._preview)
        answer_locally(server)
        return server
