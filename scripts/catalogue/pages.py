"""Catalogue → pages. The only module that knows Jinja; record text reaches the templates as data and is always escaped."""

import json
import re
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from catalogue import carte, dessins, prose
from catalogue.champs import CLOSED, champs
from catalogue.ecrire import written_example
from catalogue.index import Index, Preuve, evidence, figure_value, strongest_figure
from catalogue.model import APPORTS, VOCABULAIRES, Catalogue, Pratique
from catalogue.problem import RULES, Rule
from catalogue.typography import NBSP, french, long_date, number, partial_date, slug

TEMPLATES = Path(__file__).parent / "templates"

UNKNOWN = "Non précisé par la source"

SECTIONS = {
    "contexte": "Contexte",
    "objectifs": "Objectifs",
    "mise-en-oeuvre": "Mise en œuvre",
    "contrat": "Dans le contrat",
    "chiffres": "Chiffres",
    "conditions": "Conditions de réussite",
    "vigilance": "Points de vigilance et limites",
    "formation": "En formation",
    "sources": "Sources",
}
"""The anchors promised on every fiche, in order, with their titles."""

FACETS = {
    "levier": "Levier",
    "region": "Territoire",
    "public": "Public",
    "frein": "Frein",
    "secteur": "Secteur",
    "porteur": "Porteur",
    "preuve": "Preuve",
}
"""The facets of the catalogue's page, in order, with their titles."""


PER_LEVER = 24
"""Practices of each lever on the catalogue's page; the pages of the lever show the rest."""

PER_SHEET = 60
"""Cards on one sheet of a long list."""

FACET_VALUES = 60
"""Values of a facet that the catalogue's page offers, the most frequent ones; the search knows the others too."""


@dataclass(frozen=True)
class Sheet:
    """One page of a long list: its number from 1, the addresses of all its sheets, and the practices on this one."""

    number: int
    addresses: Sequence[str]
    practices: Sequence[Pratique]

    @property
    def address(self) -> str:
        """Where this sheet stands."""
        return self.addresses[self.number - 1]

    @property
    def mark(self) -> str:
        """What tells this sheet's title from that of the first: ", page 2"."""
        return f", page {self.number}" if self.number > 1 else ""


def sheets(address: str, practices: Sequence[Pratique]) -> list[Sheet]:
    """Return `practices` in sheets of `PER_SHEET`: the first at `address`, the others under it; one at least."""
    parts = [practices[start : start + PER_SHEET] for start in range(0, len(practices), PER_SHEET)] or [()]
    addresses = [address, *(f"{address}page-{number}/" for number in range(2, len(parts) + 1))]
    return [Sheet(number, addresses, part) for number, part in enumerate(parts, 1)]


@dataclass(frozen=True)
class Page:
    """One page: its `address` on the site ("pratiques/x/"), and its content as one block of safe HTML.

    `titre` and `description` are plain text; `edit` is the file to edit, from the project's root ("" when
    it is not a matter of editing one); `sommaire` lists the
    (anchor, title) of its sections; `meta` is what else the theme is told in the front matter.
    """

    address: str
    titre: str
    description: str
    html: str
    edit: str
    sommaire: Sequence[tuple[str, str]] = ()
    meta: Mapping[str, str | Sequence[str]] = field(default_factory=dict)

    @property
    def src_uri(self) -> str:
        """The Markdown file that would give this page."""
        return f"{self.address}index.md"

    @property
    def markdown(self) -> str:
        """The page as a Markdown file: front matter, then one block of HTML.

        Themes write titles and descriptions as they are into the page, hence their being escaped here.
        """
        meta = {"title": str(escape(self.titre)), "description": str(escape(_shortened(self.description))), **self.meta}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
        return "\n".join(["---", *lines, "---", "", self.html, ""])


def _shortened(text: str, limit: int = 160) -> str:
    """Return `text`, cut between words to `limit` characters: as much of a description as search engines show."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


__all__ = ["Page", "Renderer", "TemplateError", "TemplateFault", "relative"]


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


class Renderer:
    """Turns one catalogue into pages and, for hand-written pages, into the pieces that macros ask for.

    `edit_base` is the address under which the project's files are edited ("" when there is none); `accueil` says where
    contributions are welcome (see `ACCUEIL`).
    """

    def __init__(self, catalogue: Catalogue, edit_base: str = "", accueil: Mapping[str, str] | None = None) -> None:
        self.catalogue = catalogue
        self.index = Index(catalogue)
        self.edit_base = edit_base
        self.accueil = {name: (accueil or {}).get(name, "") for name in ACCUEIL}
        self._env = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.filters.update(
            prose=prose.render,
            nombre=number,
            date=long_date,
            valeur=figure_value,
            adresse_region=region_address,
            francais=french,
            capitalise=lambda text: text[:1].upper() + text[1:],
            date_partielle=partial_date,
        )
        self._env.globals.update(
            cat=catalogue,
            index=self.index,
            preuve=evidence,
            chiffre_fort=strongest_figure,
            part=dessins.share,
            englobant=dessins.enclosing,
            lien=_relative,
            icone=cache(self._icon),
            SECTIONS=SECTIONS,
            INCONNU=UNKNOWN,
            edition=edit_base,
        )

    def _icon(self, name: str) -> Markup:
        """Return the drawing `name` of templates/icones/, or the general lever's when a new lever has none yet."""
        path = TEMPLATES / "icones" / f"{name}.svg"
        found = path if path.is_file() else TEMPLATES / "icones" / "levier.svg"
        return Markup(found.read_text("utf-8").strip())  # noqa: S704 - a drawing of ours

    def drawings(self) -> str:
        """Return all icons as one SVG of symbols named by their id, every lever's included, for what scripts draw."""
        names = {path.stem for path in (TEMPLATES / "icones").glob("*.svg")} | set(self.catalogue.leviers)
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

    def pages(self) -> Iterator[Page]:
        """Yield every page made from records and vocabularies."""
        yield self._catalogue_page()
        for practice in self.catalogue.pratiques.values():
            yield self._fiche(practice)
        yield from self._levers()
        yield from self._organisations()
        yield from self._regions()
        yield self._rules()
        yield self._form()
        yield self._fields()

    def _page(self, template: str, address: str, titre: str, description: str, edit: str, **data: Any) -> Page:
        titre, description = french(titre), french(description)
        html = self.render(template, address, titre=titre, description=description, **data)
        return Page(address, titre, description, html, edit, tuple(data.get("sommaire", ())), data.get("meta", {}))

    def _catalogue_page(self) -> Page:
        count = len(self.catalogue.pratiques)
        groups = [lever for lever in self.catalogue.leviers.values() if not self.index.children.get(lever.id)]
        return self._page(
            "catalogue.html",
            "pratiques/",
            "Toutes les pratiques",
            f"Les {count} pratiques du catalogue, rangées par levier : qui agit, où, pour qui, avec quel résultat.",
            "",
            meta={"recherche": "dans-la-page", "styles": ["catalogue"]},
            facettes=[(facet, title, self._facet_values(facet)) for facet, title in FACETS.items()],
            par_levier=PER_LEVER,
            leviers=[lever for lever in groups if self.index.by_lever[lever.id]],
            sommaire=[(f"levier-{lever.id}", lever.nom) for lever in groups if self.index.by_lever[lever.id]],
        )

    def _facet_values(self, facet: str) -> list[tuple[str, str, int]]:
        """Return the (value, name, practices) of `facet` as they are to be listed: all levers, else what practices have most."""
        cat = self.catalogue
        names: dict[str, str] = {
            "levier": {lever.id: lever.nom for lever in cat.leviers.values()},
            "region": {**{code: region.nom for code, region in cat.regions.items()}, "national": "France entière"},
            "public": {name: entry.nom for name, entry in cat.publics.items()},
            "frein": {name: entry.nom for name, entry in cat.freins.items()},
            "secteur": {name: entry.nom for name, entry in cat.secteurs.items()},
            "porteur": {name: entry.nom for name, entry in cat.organisations.items()},
            "preuve": {level.value: level.libelle for level in Preuve},
        }[facet]
        counts = Counter(value for p in cat.pratiques.values() for value in self.index.facets(p)[facet])
        found = [(value, name, counts[value]) for value, name in names.items() if counts[value] or facet == "levier"]
        if facet in ("levier", "preuve"):
            return found
        most = sorted(found, key=lambda entry: -entry[2])[:FACET_VALUES]
        return sorted(most, key=lambda entry: slug(entry[1]))

    def _fiche(self, practice: Pratique) -> Page:
        filled = filled_sections(practice)
        before, after = self.index.neighbours(practice)
        proches = self.index.related(practice.id)
        reperes: dict[str, list[str]] = {}
        for source in practice.sources:
            reperes.setdefault(source.id, []).append(source.repere)
        sommaire = [(name, SECTIONS[name]) for name in SECTIONS if name in filled]
        if len(filled) < len(SECTIONS):
            sommaire.append(("inconnu", "Ce que la source ne précise pas"))
        if proches:
            sommaire.append(("proches", "Pratiques proches"))
        return self._page(
            "fiche.html",
            f"pratiques/{practice.id}/",
            practice.titre,
            practice.resume,
            f"practices/{practice.id}.yml",
            meta={"styles": ["fiche"]},
            p=practice,
            remplies=filled,
            programme=self.catalogue.pratiques.get(practice.programme or ""),
            membres=self.index.members.get(practice.programme or practice.id, []),
            proches=proches,
            reperes=reperes,
            avant=before,
            apres=after,
            sommaire=sommaire,
        )

    def _levers(self) -> Iterator[Page]:
        edit = "practices/vocabulaires/leviers.yml"
        yield self._page(
            "leviers.html",
            "leviers/",
            "Les leviers",
            "Agir dans le contrat public, en dehors du contrat, ou sur la méthode : les leviers de l’égalité, et leurs pratiques.",
            edit,
        )
        for lever in self.catalogue.leviers.values():
            # Some pages of the method bear a lever's name: what they are tells them apart.
            titre = f"Levier{NBSP}: {lever.nom}"
            listed = [] if self.index.children.get(lever.id) else self.index.by_lever[lever.id]
            for sheet in sheets(f"leviers/{lever.id}/", listed):
                title = titre + sheet.mark
                yield self._page(
                    "levier.html",
                    sheet.address,
                    title,
                    lever.resume,
                    edit,
                    levier=lever,
                    feuillet=sheet,
                    par_levier=PER_LEVER,
                )

    def _organisations(self) -> Iterator[Page]:
        edit = "practices/vocabulaires/organisations.yml"
        yield self._page(
            "organisations.html",
            "organisations/",
            "Les organisations",
            "Qui porte, accompagne ou publie les pratiques du catalogue.",
            edit,
            organisations=sorted(self.catalogue.organisations.values(), key=lambda o: slug(o.nom)),
        )
        for organisation in self.catalogue.organisations.values():
            description = (
                f"{organisation.nom} : sa place dans le catalogue Leviers d’égalité, ses pratiques et ses publications."
            )
            yield self._page(
                "organisation.html",
                f"organisations/{organisation.id}/",
                organisation.nom,
                description,
                edit,
                meta={"styles": ["fiche"]},
                organisation=organisation,
                roles=self.index.roles.get(organisation.id, {}),
                publie=[s for s in self.catalogue.sources.values() if s.editeur == organisation.id],
            )

    def _regions(self) -> Iterator[Page]:
        edit = ""
        yield self._page(
            "territoires.html",
            "territoires/",
            "Les territoires",
            "Les pratiques du catalogue région par région, et celles qui valent dans tout le pays.",
            edit,
            meta={"styles": ["atlas"]},
            carte=carte.draw(self.index),
            regions=sorted(
                self.catalogue.regions.values(), key=lambda r: (r.id not in self.index.by_region, slug(r.nom))
            ),
        )
        for region in self.catalogue.regions.values():
            practices = self.index.by_region.get(region.id, [])
            for sheet in sheets(region_address(region.nom), practices):
                yield self._page(
                    "region.html",
                    sheet.address,
                    region.nom + sheet.mark,
                    f"Les pratiques du catalogue en région {region.nom}.",
                    edit,
                    region=region,
                    compte=len(practices),
                    feuillet=sheet,
                    nationales=PER_LEVER,
                )

    def _rules(self) -> Page:
        groups: dict[str, list[Rule]] = {}
        for rule in RULES.values():
            groups.setdefault(rule.groupe, []).append(rule)
        return self._page(
            "regles.html",
            "contribuer/regles/",
            "Les règles",
            "Ce que chaque fiche doit respecter, pourquoi, et comment corriger : la liste des règles vérifiées.",
            "",
            meta={"styles": ["regles"]},
            groupes=[(slug(title), title, rules) for title, rules in groups.items()],
            sommaire=[(slug(title), title) for title in groups],
        )

    def _form(self) -> Page:
        fields = {field.nom: field for field in champs()}
        page = self._page(
            "proposer.html",
            "contribuer/proposer/",
            "Proposer une pratique",
            "Un formulaire pour décrire une pratique ou compléter une fiche, vérifié au fil de la saisie.",
            "",
            parties=[(name, title, [fields[one] for one in names]) for name, (title, names) in PARTS.items()],
            apports={kind: champs(VOCABULAIRES[kind]) for kind in APPORTS},
            leviers=[lever for lever in self.catalogue.leviers.values() if not self.index.children.get(lever.id)],
            listes={kind: getattr(self.catalogue, kind) for kind in CLOSED},
            accueil=self.accueil,
            meta={"styles": ["fiche", "contribution"], "module": "assets/contribution/entree.js"},
        )
        # One block of HTML: a blank line would end it.
        return replace(page, html="\n".join(line for line in page.html.split("\n") if line.strip()))

    def _fields(self) -> Page:
        return self._page(
            "champs.html",
            "contribuer/champs/",
            "Les rubriques d’une fiche",
            "Chaque rubrique d’une fiche : ce qu’elle dit, si elle est obligatoire, ses limites, un exemple.",
            "",
            champs=champs(),
            apports=[(kind, champs(VOCABULAIRES[kind])) for kind in VOCABULAIRES],
            exemple=lambda field: "\n".join(written_example(field)),
            meta={"styles": ["fiche"]},
            sommaire=[(field.nom, field.titre) for field in champs()],
        )


PARTS = {
    "essentiel": ("L’essentiel", ("titre", "resume", "levier", "porteurs")),
    "preuves": ("Les sources", ("sources", "verifie_le")),
    "classement": (
        "Avec qui, où, pour qui",
        ("partenaires", "territoire", "publics", "freins", "secteurs", "autres_leviers", "programme", "statut"),
    ),
    "recit": ("Ce qui a été fait", ("contexte", "objectifs", "mise_en_oeuvre", "contrat")),
    "resultats": ("Les résultats", ("chiffres", "distinctions")),
    "enseignements": ("Ce qu’il faut savoir", ("conditions_de_reussite", "points_de_vigilance", "limites")),
    "suites": ("Pour aller plus loin", ("pratiques_liees", "mots_cles", "formation")),
}
"""The parts of the form, in order, with their titles and fields; what is not here is carried along unseen."""


def region_address(name: str) -> str:
    """Return the address of a region's page, from its name."""
    return f"territoires/{slug(name)}/"


def filled_sections(practice: Pratique) -> set[str]:
    """Return which of the promised `SECTIONS` the record fills."""
    values = {
        "contexte": practice.contexte,
        "objectifs": practice.objectifs,
        "mise-en-oeuvre": practice.mise_en_oeuvre,
        "contrat": practice.contrat,
        "chiffres": practice.chiffres,
        "conditions": practice.conditions_de_reussite,
        "vigilance": practice.points_de_vigilance or practice.limites,
        "formation": practice.formation,
        "sources": practice.sources,
    }
    return {name for name, value in values.items() if value}


@pass_context
def _relative(context: Context, address: str) -> str:
    return relative(context["ici"], address)


def relative(here: str, address: str) -> str:
    """Return `address` ("leviers/portage/", with an anchor perhaps) as seen from the page at `here` (as "pratiques/x/")."""
    target, hash_sign, anchor = address.partition("#")
    depth = here.count("/")
    path = "../" * depth + target
    return (path or "./") + hash_sign + anchor
