"""MkDocs → the catalogue: checks first, adds the pages and the search index, points "edit" to the record. A thin adapter."""

import logging
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import write_file
from mkdocs.utils.templates import TemplateContext

from catalogue.checks.check import check
from catalogue.checks.folder import Memory
from catalogue.checks.permalinks import FILE, Listed
from catalogue.derived.history import history
from catalogue.derived.index import Index
from catalogue.exports import jsonld
from catalogue.exports.headers import headers
from catalogue.pages import COMPILED, Page, Renderer, TemplateFault, pages
from catalogue.paper import typeset
from catalogue.problems import report
from catalogue.records.model import Catalogue
from catalogue.search.documents import PageEcrite
from catalogue.search.index_files import index_files
from catalogue.site import served
from catalogue.site.files_beside import made_files
from catalogue.site.preview import Preview, answer_late, leave_for_later, watch_closely
from catalogue.site.shared_frame import share
from catalogue.system.project import here_today, today
from catalogue.text.typography import french, french_html

# Material's styles and scripts, which this theme replaces.
MATERIAL_OWN = ("assets/javascripts/", "assets/stylesheets/")
# What only the PDFs are set in.
FONTS_OF_PDFS = "assets/vendor/atkinson-hyperlegible-next/papier/"

_serving = False
_memory = Memory()
_preview: Preview | None = None


def on_startup(command: str, **_: Any) -> None:
    """Note whether this is a preview: MkDocs keeps this module for all the builds of one command."""
    global _serving  # MkDocs gives no other ground to keep it on
    # Without live reload, MkDocs has no server to tell of what waits.
    _serving = command == "serve" and "--no-livereload" not in sys.argv


@event_priority(100)  # before the macros plugin, which asks for the renderer
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Check every record; stop the build, before anything is written, when there is a problem."""
    logging.getLogger("mkdocs.plugins.mkdocs_macros").setLevel(logging.WARNING)  # it tells its whole life at each build
    root = Path(config.config_file_path).parent
    checked = check(root / "practices", today(), memory=_memory if _serving else None)
    if checked.catalogue is None:
        print(report.text(checked.problems, colour=sys.stderr.isatty(), site=config.site_url or "/"), file=sys.stderr)
        raise Abort("Corrigez d’abord ces problèmes : rien n’a été écrit.")
    site = (config.site_url or "").rstrip("/") + "/"
    made = {} if _serving or config.extra.get("pdf") in ("non", False) else _pdfs(root, checked.catalogue, site)
    config._pdfs = made  # type: ignore[attr-defined]
    for group in config.extra.get("pied", ()):
        group["liens"] = [a for a in group["liens"] if not a["adresse"].endswith(".pdf") or a["adresse"] in made]
    config._handwritten = []  # type: ignore[attr-defined]
    if _serving:
        # MkDocs writes its live reload into each page.
        config.extra["content_security_policy"] = config.extra["content_security_policy"].replace(
            "script-src", "script-src 'unsafe-inline'"
        )
    day = here_today()
    config._renderer = Renderer(  # type: ignore[attr-defined]
        checked.catalogue,
        edit_base=_edit_base(config),
        accueil=_welcome(config),
        site=site,
        pdfs={address: len(content) for address, content in made.items()},
        jour=day,
        changements=history(root / "practices", checked.catalogue, day),
        content_security_policy=config.extra["content_security_policy"],
    )
    return config


def _pdfs(root: Path, catalogue: Catalogue, site: str) -> dict[str, bytes]:
    try:
        return typeset.pdfs(Index(catalogue), site, root / ".cache" / "pdf")
    except typeset.PdfFault as fault:
        raise Abort(str(fault)) from fault


def _edit_base(config: MkDocsConfig) -> str:
    """Return the address under which the forge edits the project's files, or "" without a forge."""
    if not config.repo_url or not config.edit_uri:
        return ""
    docs = Path(config.docs_dir).name
    return urljoin(config.repo_url.rstrip("/") + "/", config.edit_uri.removesuffix(f"{docs}/"))


def _welcome(config: MkDocsConfig) -> dict[str, str]:
    """Return where contributions are welcome: the forge, its address for a new file, an e-mail address; "" for none."""
    settings = config.extra.get("contribution", {})
    repo = (config.repo_url or "").rstrip("/")
    found = {"forge": repo, "edition": _edit_base(config), "courriel": str(settings.get("courriel") or "")}
    for name in ("nouveau_fichier", "signaler"):
        found[name] = f"{repo}/{settings[name]}" if repo and settings.get(name) else ""
    return found


@contextmanager
def _told() -> Iterator[None]:
    """Have a template of ours that is wrong told as MkDocs tells what stops a build."""
    try:
        yield
    except TemplateFault as fault:
        raise Abort(str(fault)) from fault


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the catalogue, as files that exist only for this build; leave out what no page asks for."""
    unused = (*MATERIAL_OWN, FONTS_OF_PDFS, "vendor.json")
    for file in [file for file in files if file.src_uri.startswith(unused)]:
        files.remove(file)
    for file in files:
        if file.src_dir == config.docs_dir and Path(config.docs_dir, file.src_uri).resolve() != Path(
            config.docs_dir
        ).resolve().joinpath(file.src_uri):
            raise Abort(f"docs/{file.src_uri} est un lien, ou passe par un lien : il publierait un fichier d’ailleurs.")
    with _told():
        made = list(pages(config._renderer))  # type: ignore[attr-defined]
        beside = list(made_files(config._renderer))  # type: ignore[attr-defined]
    in_nav, late = set(_named(config.nav)), {}
    for page in made:
        if files.get_file_from_path(page.src_uri):
            raise Abort(f"Deux pages veulent la même adresse : /{page.address}")
        file = File.generated(config, page.src_uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        file.edit_uri = f"../{page.edit}" if page.edit else None
        file.catalogue_page = page  # type: ignore[attr-defined]
        if _serving and page.src_uri not in in_nav:
            leave_for_later(file)
            late[page.src_uri] = file
        files.append(file)
    config._late = late  # type: ignore[attr-defined]
    catalogue: Catalogue = config._renderer.catalogue  # type: ignore[attr-defined]
    pdfs_made: dict[str, bytes] = config._pdfs  # type: ignore[attr-defined]
    former = {
        typeset.address(alias): pdfs_made[typeset.address(name)]
        for name, practice in catalogue.pratiques.items()
        for alias in practice.alias
        if typeset.address(name) in pdfs_made
    }
    open_data = {} if _serving else config._renderer.data_files  # type: ignore[attr-defined]
    data = [(address, make()) for address, make in open_data.items()]
    for address, content in (*beside, *data, *pdfs_made.items(), *former.items()):
        files.append(File.generated(config, address, content=content))
    return files


def _named(nav: Any) -> Iterator[str]:
    """Yield the files that the navigation of mkdocs.yml names."""
    if isinstance(nav, str):
        yield nav
    elif nav:
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from _named(item)


def on_nav(nav: Navigation, config: MkDocsConfig, **_: Any) -> Navigation:
    """Keep the navigation for what is drawn before the first page."""
    config._nav = nav  # type: ignore[attr-defined]
    return nav


def _made(file: File) -> Page | None:
    """Return the page of ours that `file` stands for; None when it is written by hand."""
    return getattr(file, "catalogue_page", None)


def on_pre_page(page: MkDocsPage, config: MkDocsConfig, **_: Any) -> MkDocsPage:
    """Keep one of our pages from being read as Markdown: its HTML is made, and handed over as it is, when it is written."""
    ours = _made(page.file)
    if ours is not None:

        def read_source(_: MkDocsConfig) -> None:
            page.markdown, page.meta = "", ours.outline

        def render(*_: Any) -> None:
            page.content = ""
            # Themes write titles as they are into the page.
            page.toc = TableOfContents([AnchorLink(str(escape(title)), anchor, 2) for anchor, title in ours.sommaire])

        page.read_source = read_source  # type: ignore[method-assign,assignment]
        page.render = render  # type: ignore[method-assign,assignment]
        if "nouvelle" in ours.meta:  # it speaks for the page at its new address
            page.canonical_url = config._renderer.site + str(ours.meta["nouvelle"])  # type: ignore[attr-defined]
    return page


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, **_: Any) -> str:
    """Give a hand-written page French typography, and a place in the search."""
    if _made(page.file):
        return html
    _typeset(page.toc)
    html = french_html(html)
    if not page.is_homepage:
        title, description = (str(page.meta.get(key, "")) for key in ("title", "description"))
        words = page.meta.get("mots_cles") or []
        words = [str(word) for word in (words if isinstance(words, list) else [words])]
        found = PageEcrite(page.url, title or str(page.title), description, html, words)
        config._handwritten.append(found)  # type: ignore[attr-defined]
    return html


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, **_: Any) -> str:
    """Give what the theme shows of a hand-written page's front matter French typography; tell it what the page is."""
    if not _made(page.file):
        for name in ("title", "description", "accroche"):
            if name in page.meta:
                page.meta[name] = french(str(page.meta[name]))
        for way in page.meta.get("entrees", ()):
            way.update(titre=french(way["titre"]), texte=french(way["texte"]))
        page.meta["jsonld"] = jsonld.script(_described(page, config._renderer.site))  # type: ignore[attr-defined]
    return markdown


def _described(page: MkDocsPage, site: str) -> list[jsonld.Node]:
    """Return what a hand-written page is: the home page, or a plain one under the first page of its section."""
    if page.is_homepage:
        return jsonld.home(site)
    above: list[tuple[str, str]] = []
    for section in (one for one in page.ancestors if isinstance(one, Section)):
        first = next((child for child in section.children or () if isinstance(child, MkDocsPage)), None)
        if first and first is not page:
            above.insert(0, (str(section.title), first.url))
    title = str(page.meta.get("title") or page.title)
    return jsonld.page(site, page.url, title, str(page.meta.get("description", "")), above=above)


def _typeset(toc: Iterable[AnchorLink]) -> None:
    for entry in toc:
        entry.title = french_html(entry.title)
        _typeset(entry.children)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Have the theme draw once what it puts around many fiches; in a preview, keep it at hand."""

    def draw(page: MkDocsPage) -> str:
        page.active = True
        context = get_context(config._nav, files, config, page)  # type: ignore[attr-defined]
        return str(env.get_template("main.html").render(context))

    if _serving:
        env.bytecode_cache = COMPILED
        config._draw = lambda file: draw(_late(MkDocsPage(None, file, config), config, files))  # type: ignore[attr-defined]
        return env
    # Of our pages, fiches alone have their data.
    fiches = [file.page for file in files if file.page and _made(file) and "donnees" in file.page.meta]
    share(env, fiches, draw)
    return env


def _late(page: MkDocsPage, config: MkDocsConfig, files: Files) -> MkDocsPage:
    """Return `page`, one of ours, as it is once MkDocs has read it."""
    on_pre_page(page, config)
    page.read_source(config)
    page.render(config, files)
    _fill(page)
    return page


def on_page_context(context: TemplateContext, page: MkDocsPage, **_: Any) -> TemplateContext:
    """Make the HTML of one of our pages, now that it is to be written."""
    _fill(page)
    return context


def _fill(page: MkDocsPage) -> None:
    ours = _made(page.file)
    if ours is not None:
        with _told():
            page.content, page.meta = ours.html, ours.front_matter
        page.present_anchor_ids = served.ids(page.content)


def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """Write what goes with one of our pages, and let go of its content: those of thousands would not fit."""
    ours = _made(page.file)
    if ours is not None:
        with _told():
            for address, content in ours.beside():
                write_file(content, str(Path(config.site_dir, address)))
        page.content = ""
        del page.meta["jsonld"]
    return output


def on_post_build(config: MkDocsConfig) -> None:
    """Write the search index beside the pages, and the headers; refuse the build when a promised address does not answer.

    MkDocs's second sitemap, compressed, goes: it holds the time of the build, and hosts compress the first.
    """
    Path(config.site_dir, "sitemap.xml.gz").unlink(missing_ok=True)
    if _serving:
        _wait_for_questions(config)
        return
    for address, content in _search_files(config):
        write_file(content, str(Path(config.site_dir, address)))
    folders = (folder for folder in Path(config.site_dir).iterdir() if folder.is_dir())
    written = (f"{folder.name}/index.html" for folder in folders if any(folder.rglob("*.html")))
    Path(config.site_dir, "_headers").write_text(headers(config.extra["content_security_policy"], written), "utf-8")
    _check_promises(config)


def _search_files(config: MkDocsConfig) -> Iterator[tuple[str, bytes]]:
    for name, content in index_files(config._renderer.index, config._handwritten):  # type: ignore[attr-defined]
        yield f"recherche/{name}", content


def _wait_for_questions(config: MkDocsConfig) -> None:
    """Keep what a preview makes when it is asked for."""
    global _preview  # as above
    late: dict[str, File] = config._late  # type: ignore[attr-defined]
    renderer: Renderer = config._renderer  # type: ignore[attr-defined]

    def one(address: str, make: Callable[[], bytes]) -> Callable[[], Iterable[tuple[str, bytes]]]:
        return lambda: [(address, make())]

    data = {address: one(address, make) for address, make in renderer.data_files.items()}
    _preview = Preview(
        Path(config.site_dir),
        {file.catalogue_page.address: file.catalogue_page for file in late.values()},  # type: ignore[attr-defined]
        lambda page: config._draw(late[page.src_uri]),  # type: ignore[attr-defined]
        {"recherche/": lambda: _search_files(config), **data},
    )


def on_serve(server: LiveReloadServer, **_: Any) -> LiveReloadServer:
    """Have the preview look at the files more often, and make what it is asked for."""
    watch_closely(server)
    answer_late(server, lambda: _preview)
    return server


def _check_promises(config: MkDocsConfig) -> None:
    path = Path(config.config_file_path).parent / "practices" / FILE
    if not path.is_file():
        return
    withdrawn = [f"/{one.ou}" for one in config._renderer.catalogue.retraits.values()]  # type: ignore[attr-defined]
    listed = Listed(f"practices/{FILE}", path.read_text("utf-8", "replace"))
    made: bool = bool(config._pdfs)  # type: ignore[attr-defined]  # a build may be asked for without

    def missing(address: str, anchors: Collection[str]) -> list[str] | None:
        if address.endswith(".pdf") and not made:
            return []
        return served.missing(Path(config.site_dir), address, anchors)

    problems = sorted(listed.unanswered(missing, withdrawn))
    if problems:
        print(report.text(problems, colour=sys.stderr.isatty(), site=config.site_url or "/"), file=sys.stderr)
        raise Abort("Corrigez d’abord ces problèmes : ces adresses ont été promises.")
