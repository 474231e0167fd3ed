"""The macros of hand-written pages, over the same templates as the generated ones. A thin adapter."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup, escape
from mkdocs_macros.plugin import MacrosPlugin

from catalogue.derived import charts, session
from catalogue.derived import map as map_of_regions
from catalogue.derived.index import figure_value
from catalogue.derived.session import Step
from catalogue.pages import relative
from catalogue.pages.paging import PER_SHEET
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.site.plugin import CataloguePlugin
from catalogue.text.typography import french


class UnknownPractice(KeyError):
    """A macro names a practice that `practices/` does not hold; says where it went, if that is known."""

    def __init__(self, catalogue: Catalogue, name: str) -> None:
        super().__init__(name)
        renamed = next((p.id for p in catalogue.pratiques.values() if name in p.alias), None)
        if renamed:
            self.said = f"la fiche « {name} » s’appelle maintenant « {renamed} » : écrivez ce nom"
        elif name in catalogue.retraits:
            self.said = f"la fiche « {name} » a été retirée : enlevez-la de cette page"
        else:
            self.said = f"aucune fiche ne s’appelle « {name} »"

    def __str__(self) -> str:
        """Return what was said, without the quotes that a KeyError puts around its key."""
        return self.said


def define_env(env: MacrosPlugin) -> None:
    """Register the macros; each is documented for editors in CONTRIBUTING.md."""
    plugin: CataloguePlugin = env.conf.plugins["catalogue"]
    renderer = plugin.renderer
    catalogue, index = renderer.catalogue, renderer.index
    macro: Callable[[Callable[..., object]], object] = env.macro

    def practice(name: str) -> Pratique:
        """Return the practice of this name."""
        if name not in catalogue.pratiques:
            raise UnknownPractice(catalogue, name)
        return catalogue.pratiques[name]

    def block(call: str, template: str = "pieces.html", **data: Any) -> str:
        """Return a piece of a template as one block of HTML, which Markdown leaves alone."""
        return renderer.piece(call, env.page.url, template, **data)

    def inline(address: str, text: str, name: str = "") -> str:
        """Return a link within a sentence, of this text or of the thing's own name, in which Markdown finds no mark."""
        href = relative(env.page.url, address) if "://" not in address else address
        away = ' rel="noopener noreferrer external"' if "://" in address else ""
        return f'<a href="{escape(href)}"{away}>{_inert(text or name)}</a>'

    def chosen(
        levier: str | None = None,
        region: str | None = None,
        porteur: str | None = None,
        ids: Sequence[str] | None = None,
    ) -> list[Pratique]:
        found = [practice(name) for name in ids] if ids is not None else list(catalogue.pratiques.values())
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
        if quoi == "pratiques":
            return str(len(chosen(**filtres)))
        return str(len(getattr(catalogue, quoi)))

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
        return inline(f"pratiques/{nom}/", texte or "", practice(nom).titre)

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
        return Step(practice(nom), minutes, asked)

    @macro
    def parcours(*etapes: Step, objectifs: Sequence[str] = ()) -> str:
        """A ready-made session: what it aims at, its steps in order, and the way to open it where sessions are built."""
        address = relative(env.page.url, session.ADDRESS) + session.query(etapes, str(env.page.meta.get("title", "")))
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


def _inert(text: str) -> Markup:
    """Return `text` as HTML in which Markdown finds nothing to do: its punctuation as character references."""
    return Markup(re.sub(r"[!-/:-@\[-`{-~]", lambda sign: f"&#{ord(sign[0])};", text))  # noqa: S704 - all signs escaped
