"""The macros of hand-written pages, over the same templates as the generated ones; a page is rendered in Jinja's sandbox.

What a page may call, and with what, is in checks/page_macros.py: nothing else gets here. See ADR 0022.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from catalogue.derived import charts, session
from catalogue.derived import map as map_of_regions
from catalogue.derived.evidence import figure_value
from catalogue.derived.session import Step
from catalogue.pages import Renderer, relative
from catalogue.pages.paging import PER_SHEET
from catalogue.records.practice import Pratique
from catalogue.text.typography import french


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, where nothing is reckoned either: a number or a text may have no end."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> NoReturn:
        raise SecurityError(f"« {operator} » ne se calcule pas dans une page")


def render(markdown: str, macros: Mapping[str, Callable[..., object]]) -> str:
    """Return `markdown`, the text of a page, with what its calls of `macros` give in their place.

    The sandbox has the macros and nothing else: no variable, no filter, no test, no file to include. Raises what a macro does.
    """
    sandbox = _Sandbox(undefined=StrictUndefined, autoescape=False)
    sandbox.filters, sandbox.tests, sandbox.globals = {}, {}, dict(macros)
    return sandbox.from_string(markdown).render()


def macros_of(renderer: Renderer, url: str, title: str) -> dict[str, Callable[..., object]]:
    """Return every macro by its name, for the page at `url`, of this `title`; each is described in CONTRIBUTING.md."""
    catalogue, index = renderer.catalogue, renderer.index
    found: dict[str, Callable[..., object]] = {}

    def macro(function: Callable[..., object]) -> Callable[..., object]:
        found[function.__name__] = function
        return function

    def block(call: str, template: str = "pieces.html", **data: Any) -> str:
        """Return a piece of a template as one block of HTML, which Markdown leaves alone."""
        return renderer.piece(call, url, template, **data)

    def inline(address: str, text: str, name: str = "") -> str:
        """Return a link within a sentence, of this text or of the thing's own name, in which Markdown finds no mark."""
        href = relative(url, address) if "://" not in address else address
        away = ' rel="noopener noreferrer external"' if "://" in address else ""
        return f'<a href="{_addressed(href)}"{away}>{_inert(text or name)}</a>'

    def chosen(
        levier: str | None = None,
        region: str | None = None,
        porteur: str | None = None,
        ids: Sequence[str] | None = None,
    ) -> list[Pratique]:
        found = [catalogue.pratiques[name] for name in ids] if ids is not None else list(catalogue.pratiques.values())
        if levier is not None:
            found = [p for p in found if p.levier in set(index.branch(catalogue.leviers[levier].id))]
        if region is not None:
            found = [p for p in found if catalogue.regions[region].id in index.place(p).regions]
        if porteur is not None:
            found = [p for p in found if catalogue.organisations[porteur].id in p.porteurs]
        return found

    @macro
    def nombre(quoi: str = "pratiques", **filtres: Any) -> str:
        """How many practices (by `levier`, `region`, `porteur` or `ids`), organisations, leviers or regions there are."""
        counted = {"organisations": catalogue.organisations, "leviers": catalogue.leviers, "regions": catalogue.regions}
        return str(len(chosen(**filtres) if quoi == "pratiques" else counted[quoi]))

    @macro
    def cartes(**filtres: Any) -> str:
        """Cards of the practices chosen by `levier`, `region`, `porteur` or `ids`."""
        return block("cartes(pratiques)", pratiques=chosen(**filtres))

    @macro
    def nouveautes(combien: int = 3) -> str:
        """Cards of the practices last checked against their source, and the day of it."""
        return block("nouveautes(pratiques)", pratiques=index.latest[:combien])

    @macro
    def liste(**filtres: Any) -> str:
        """A compact list of links to the practices chosen."""
        return block("liens(pratiques)", pratiques=chosen(**filtres))

    @macro
    def leviers() -> str:
        """The levers as doors, with their counts."""
        return block("portes()")

    @macro
    def fiche(nom: str, texte: str | None = None) -> str:
        """A link to a practice."""
        return inline(f"pratiques/{nom}/", texte or "", catalogue.pratiques[nom].titre)

    @macro
    def levier(nom: str, texte: str | None = None) -> str:
        """A link to a lever."""
        return inline(f"leviers/{nom}/", texte or "", catalogue.leviers[nom].nom)

    @macro
    def organisation(nom: str, texte: str | None = None) -> str:
        """A link to an organisation."""
        return inline(f"organisations/{nom}/", texte or "", catalogue.organisations[nom].nom)

    @macro
    def source(nom: str) -> str:
        """A source: its title, linked where it has an address, and its publisher."""
        entry = catalogue.sources[nom]
        title = inline(entry.adresse, entry.titre) if entry.adresse else _inert(entry.titre)
        return f"<cite>{title}</cite>, {_inert(catalogue.organisations[entry.editeur].nom)}"

    @macro
    def chiffre_cle(nom: str) -> str:
        """A context figure: its value, label, period and source."""
        return block("chiffre(c)", c=catalogue.chiffres_cles[nom])

    @macro
    def evolution(*noms: str) -> str:
        """A chart of one share at several moments: as many beams as there are context figures, nothing in between."""
        figures = charts.evolution([catalogue.chiffres_cles[nom] for nom in noms])
        return block("evolution(figures)", "charts.html", figures=figures)

    @macro
    def repartition(*noms: str) -> str:
        """A chart of the parts of one whole: one beam, cut into the context figures, whose sum is a hundred."""
        figures = charts.breakdown([catalogue.chiffres_cles[nom] for nom in noms])
        return block("repartition(figures)", "charts.html", figures=figures)

    @macro
    def carte() -> str:
        """The map of regions; those that have practices are links."""
        return block("carte_de_france(carte, false)", "map.html", carte=map_of_regions.draw(index))

    @macro
    def etape(nom: str, minutes: int | None = None, questions: Sequence[str] | None = None) -> Step:
        """A step of a `parcours`: a practice, and where they differ from its own, its time and its questions."""
        asked = None if questions is None else [french(question) for question in questions]
        return Step(catalogue.pratiques[nom], minutes, asked)

    @macro
    def parcours(*etapes: Step, objectifs: Sequence[str] = ()) -> str:
        """A ready-made session: what it aims at, its steps in order, and the way to open it where sessions are built."""
        address = relative(url, session.ADDRESS) + session.query(etapes, title)
        total = sum(step.duree for step in etapes)
        call = "parcours(etapes, objectifs, total, adresse)"
        return block(call, "session.html", etapes=etapes, objectifs=objectifs, total=total, adresse=address)

    @macro
    def atelier() -> str:
        """What builds sessions, and what stands there without a script: the practices, as many as one page can list."""
        found = list(catalogue.pratiques.values())
        call = "atelier(pratiques, combien)"
        return block(call, "session.html", pratiques=found[:PER_SHEET], combien=len(found))

    @macro
    def valeur(nom: str) -> str:
        """The value of a context figure, within a sentence."""
        return _inert(figure_value(catalogue.chiffres_cles[nom]))

    @macro
    def adresse_courte(nom: str) -> str:
        """The short address of a practice, for paper, as it is typed."""
        return f"<code>{_inert(f'{renderer.site}p/{catalogue.pratiques[nom].id}/')}</code>"

    @macro
    def a_integrer(nom: str) -> str:
        """The lines that show the card of a practice in a page of another site."""
        return block("a_integrer(p)", p=catalogue.pratiques[nom])

    @macro
    def forge(texte: str, sinon: str) -> str:
        """A link to where the project is kept, of this text; the other text where nothing says where."""
        address = renderer.accueil["forge"]
        return inline(address, texte) if address else _inert(sinon)

    return found


def _inert(text: str) -> Markup:
    """Return `text` as HTML in which Markdown finds nothing to do: its punctuation as character references."""
    return Markup(re.sub(r"[!-/:-@\[-`{-~]", lambda sign: f"&#{ord(sign[0])};", text))  # noqa: S704 - all signs escaped


def _addressed(href: str) -> Markup:
    """Return `href` as the value of an attribute in which Markdown finds neither link nor code."""
    return Markup(re.sub(r"[\[\]`\\]", lambda sign: f"&#{ord(sign[0])};", escape(href)))  # noqa: S704 - escaped
