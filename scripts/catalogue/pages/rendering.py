"""A template and data → a page. The only module that knows Jinja; record text comes as data and is always escaped."""

import json
import re
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateError, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from catalogue.derived import charts
from catalogue.derived.changes import Change, Difference, differences
from catalogue.derived.evidence import evidence, figure_value, strongest_figure
from catalogue.derived.index import REREAD_MONTHS, Index, country_address, region_address
from catalogue.derived.sections import undrawn
from catalogue.derived.wording import about_source, words
from catalogue.exports import data_files, jsonld
from catalogue.records.fields import Field
from catalogue.records.model import Catalogue
from catalogue.text import prose
from catalogue.text.identity import NOM
from catalogue.text.typography import duration, file_size, french, long_date, number, partial_date

TEMPLATES = Path(__file__).parent / "templates"

__all__ = [
    "Page",
    "Renderer",
    "TemplateError",
    "TemplateFault",
    "compiled_templates",
    "country_address",
    "region_address",
    "relative",
    "with_front_matter",
]

UNKNOWN = "Non précisé par la source"


@dataclass(frozen=True)
class Page:
    """One page of the site: its address, its titles, and the functions that make its content when it is written.

    `address` is where it stands ("pratiques/x/"); `titre` and `description` are plain text; `edit` is the file of the project
    to edit ("" where there is none); `meta` is what else its front matter tells the theme.

    The rest are functions, called when the page is written and not kept: ten thousand contents would not fit in memory.
    `fill` gives the content as HTML, `describe` the page in schema.org's words, `list_sections` the (anchor, title) of its
    sections, `beside` the (address, content) of the files that go with it.
    """

    address: str
    titre: str
    description: str
    edit: str
    fill: Callable[[], str]
    describe: Callable[[], str]
    list_sections: Callable[[], Sequence[tuple[str, str]]] = tuple
    meta: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    beside: Callable[[], Iterable[tuple[str, bytes]]] = tuple

    @property
    def sommaire(self) -> Sequence[tuple[str, str]]:
        """The (anchor, title) of each section of the page."""
        return self.list_sections()

    @property
    def html(self) -> str:
        """The content, as one block of safe HTML; raises TemplateFault when its template is wrong."""
        return self.fill()

    @property
    def src_uri(self) -> str:
        """The Markdown file that would give this page."""
        return f"{self.address}index.md"

    @property
    def outline(self) -> dict[str, Any]:
        """What is told of the page before it is written: its front matter, but for what it is in schema.org's words.

        Themes write titles and descriptions as they are into the page, hence their being escaped here. The page's sections
        are named too: a block of HTML has no headings that a generator could list.
        """
        meta: dict[str, Any] = {
            "title": str(escape(self.titre)),
            "description": str(escape(_shortened(self.description))),
        }
        if sections := self.sommaire:
            meta["sommaire"] = [{"url": f"#{anchor}", "title": str(escape(title))} for anchor, title in sections]
        return {**meta, **self.meta}

    @property
    def front_matter(self) -> dict[str, Any]:
        """What the theme is told of the page."""
        return {**self.outline, "jsonld": self.describe()}


def with_front_matter(meta: Mapping[str, Any], text: str) -> str:
    """Return a Markdown file: `meta` as its front matter, then `text`."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
    return "\n".join(["---", *lines, "---", "", text, ""])


def _shortened(text: str, limit: int = 160) -> str:
    """Return `text`, cut between words to `limit` characters: as much of a description as search engines show."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


ACCUEIL = ("forge", "edition", "nouveau_fichier", "signaler", "courriel")
"""Where contributions are welcome: the forge, its addresses to edit a file, to create one, to write; an e-mail address."""


class TemplateFault(Exception):
    """A template of ours is wrong; says which and where."""

    @classmethod
    def of(cls, error: TemplateError) -> Self:
        """Return the fault that `error` comes from, placed in the last template it went through."""
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".html")]
        where = f"{frames[-1].filename}:{frames[-1].lineno} : " if frames else ""
        return cls(f"{where}le gabarit est fautif ({error.message}).")


class _Compiled(BytecodeCache):
    """Compiled templates, in memory; Jinja takes one only for a source of the same digest."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@cache
def compiled_templates() -> BytecodeCache:
    """Return the templates compiled so far in this process: the builds of a preview share them, and compile none twice."""
    return _Compiled()


class Renderer:
    """Turns one catalogue into pages and, for hand-written pages, into the pieces that macros ask for.

    `edit_base` is the address under which the project's files are edited ("" when there is none); `accueil` says where
    contributions are welcome (see `ACCUEIL`); `site` is the address of the published site, with its last slash; `pdfs` gives
    the size in bytes of each PDF that the site will hold, by its address: none where none is made; `jour` is the day of the
    build; `changements` tells what changed in the records, the newest first; `content_security_policy` is what light pages
    say that they may load and run, as the theme does on the others; `legal` is what the legal notice states (see legal.NOTICES).
    """

    def __init__(
        self,
        catalogue: Catalogue,
        edit_base: str = "",
        accueil: Mapping[str, str] | None = None,
        site: str = "/",
        pdfs: Mapping[str, int] | None = None,
        jour: date | None = None,
        changements: Sequence[Change] = (),
        content_security_policy: str = "",
        legal: Mapping[str, str] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.site = site
        self.index = Index(catalogue, jour)
        self.changements = changements
        self.histories: dict[str, list[Change]] = defaultdict(list)
        for change in changements:
            self.histories[change.pratique].append(change)
        self.edit_base = edit_base
        self.legal: Mapping[str, str] = defaultdict(str, legal or {})
        self.accueil = {name: (accueil or {}).get(name, "") for name in ACCUEIL}
        self._env = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=compiled_templates(),
            auto_reload=False,  # a preview makes a new one for each build
        )
        self._env.filters.update(
            prose=prose.render,
            nombre=number,
            date=long_date,
            valeur=figure_value,
            adresse_region=region_address,
            adresse_pays=country_address,
            francais=french,
            capitalise=lambda text: text[:1].upper() + text[1:],
            minuscule=lambda text: text[:1].lower() + text[1:],
            date_partielle=partial_date,
            taille=file_size,
            sans_protocole=lambda address: address.partition("://")[2] or address,
            duree=duration,
        )
        self._env.globals.update(
            cat=catalogue,
            index=self.index,
            preuve=evidence,
            chiffre_fort=strongest_figure,
            part=charts.share,
            englobant=charts.enclosing,
            lien=_relative,
            icone=cache(self._icon),
            mots=self._words,
            dit_de=lambda source: about_source(source, self.index.named),
            a_dessiner=undrawn,
            INCONNU=UNKNOWN,
            edition=edit_base,
            pdfs=pdfs or {},
            jour=jour,
            RELECTURE=REREAD_MONTHS,
            site=site,
            nom=NOM,
            content_security_policy=content_security_policy,
            ecarts=self._differences,
        )

    @cached_property
    def data_files(self) -> Mapping[str, Callable[[], bytes]]:
        """What makes each file of open data, by its address; each is made once, for a page tells its size too."""
        return {address: cache(make) for address, make in data_files(self.index, self.site).items()}

    def _differences(self, change: Change) -> list[Difference]:
        return differences(change, self.index.named)

    def _words(self, field: Field, value: Any) -> str:
        return words(field, value, self.index.named)

    def _icon(self, name: str) -> Markup:
        return Markup(drawing(name))  # noqa: S704 - a drawing of ours

    def drawings(self) -> str:
        """Return all icons as one SVG of symbols named by their id, every lever's included, for what scripts draw."""
        names = {path.stem for path in (TEMPLATES / "icons").glob("*.svg")} | set(self.catalogue.leviers)
        symbols = []
        for name in sorted(names):
            drawing = re.sub(r' (?:class|xmlns|width|height|aria-hidden)="[^"]*"', "", self._icon(name))
            symbols.append(drawing.replace("<svg", f'<symbol id="{name}"', 1).replace("</svg>", "</symbol>"))
        return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'

    def render(self, template: str, here: str, **data: Any) -> str:
        """Return `template` filled with `data`, for the page whose address is `here`."""
        try:
            return self._env.get_template(template).render(ici=here, **data).strip()
        except TemplateError as error:
            raise TemplateFault.of(error) from error

    def piece(self, call: str, here: str, template: str = "pieces.html", **data: Any) -> str:
        """Return one call of a macro of `template` ("cartes(pratiques)"), for the page at `here`, as one block."""
        source = f'{{% import "{template}" as pieces with context %}}{{{{ pieces.{call} }}}}'
        try:
            html = self._env.from_string(source).render(ici=here, **data)
        except TemplateError as error:
            raise TemplateFault.of(error) from error
        return "\n".join(line for line in html.split("\n") if line)

    def page(
        self,
        template: str,
        address: str,
        titre: str,
        description: str,
        edit: str,
        *,
        est: jsonld.Node | Callable[[], jsonld.Node] | None = None,
        sous: jsonld.Way | None = None,
        more: Callable[[], Mapping[str, Any]] = dict,
        **data: Any,
    ) -> Page:
        """Return the page at `address`, made of `template` filled with `data`; `sommaire` and `meta` are the page's too.

        `est` says what the page is and `sous` where it stands, for jsonld.page; the day that `est` was last modified, if
        it is known, is the page's. `more` gives data that is too heavy to be kept until the page is made.
        """
        titre, description = french(titre), french(description)
        meta = dict(data.get("meta", {}))
        if isinstance(est, Mapping) and "dateModified" in est:
            meta["modifie_le"] = est["dateModified"]

        def describe() -> str:
            node = est() if callable(est) else est
            return jsonld.script(jsonld.page(self.site, address, titre, description, node, sous))

        return Page(
            address,
            titre,
            description,
            edit,
            lambda: self.render(template, address, titre=titre, description=description, **data, **more()),
            describe,
            lambda: tuple(data.get("sommaire", ())),
            meta,
        )


def drawing(name: str) -> str:
    """Return the drawing `name` of templates/icons/ as SVG, or the general lever's when a new lever has none yet."""
    path = TEMPLATES / "icons" / f"{name}.svg"
    return (path if path.is_file() else TEMPLATES / "icons" / "levier.svg").read_text("utf-8").strip()


@pass_context
def _relative(context: Context, address: str) -> str:
    return relative(context["ici"], address)


def relative(here: str, address: str) -> str:
    """Return `address` ("leviers/portage/", with an anchor perhaps) as seen from the page at `here` (as "pratiques/x/")."""
    target, hash_sign, anchor = address.partition("#")
    depth = here.count("/")
    path = "../" * depth + target
    return (path or "./") + hash_sign + anchor
