"""What is searched: practices, hand-written pages and levers as documents with weighted fields."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

from catalogue.derived.evidence import evidence, figure_value, strongest_figure
from catalogue.derived.index import Index
from catalogue.derived.sections import SEARCH, fields, inner
from catalogue.derived.wording import words
from catalogue.records.fields import Field, is_empty
from catalogue.records.model import Catalogue
from catalogue.records.practice import Chiffre, Pratique
from catalogue.records.vocabularies import Levier
from catalogue.search.weights import PARTS
from catalogue.text import prose


@dataclass(frozen=True)
class HandwrittenPage:
    """A page written by hand, to be found like the rest: its address ("methode/"), and its content as HTML.

    `mots_cles` are other words that readers may use for it, from its front matter.
    """

    adresse: str
    titre: str
    resume: str
    html: str
    mots_cles: Sequence[str] = ()


@dataclass(frozen=True)
class Document:
    """What is searched in (texts by field), and what is shown of it."""

    montre: Sequence[str]
    champs: Mapping[str, Sequence[str]]


def practice_document(index: Index, p: Pratique) -> Document:
    """Return the document of practice `p`: what its results show, and its texts by weighted field."""
    cat = index.catalogue
    figure = strongest_figure(p)
    shown = (
        f"pratiques/{p.id}/",
        p.titre,
        p.resume,
        p.levier,
        index.place_name(p) or "",
        ", ".join(cat.organisations[name].nom for name in p.porteurs),
        evidence(p).value,
        figure_value(figure) if figure else "",
        figure.libelle if figure else "",
        "oui" if index.due(p) else "",
    )
    found: dict[str, list[str]] = {name: [] for name in PARTS}
    for row, champ in fields(SEARCH):
        own = _OWN.get(champ.nom)
        found[row.search] += own(index, p) if own else _texts(index, champ, getattr(p, champ.nom))
    return Document(shown, {name: texts for name, texts in found.items() if texts})


def _texts(index: Index, champ: Field, value: Any) -> list[str]:
    """Return every text of `value` in readers' words, that of its inner fields included."""
    if is_empty(value):
        return []
    if champ.liste:
        return [text for item in value for text in _texts(index, replace(champ, liste=False), item)]
    if champ.champs:
        return [text for one in inner(champ, SEARCH) for text in _texts(index, one, getattr(value, one.nom))]
    if champ.vocabulaire == "organisations":
        return [_names(index.catalogue, value)]
    return [value if champ.genre in ("texte", "ligne") else words(champ, value, index.named)]


def _names(catalogue: Catalogue, name: str) -> str:
    organisation = catalogue.organisations[name]
    return ", ".join(filter(None, (organisation.nom, organisation.sigle, organisation.developpe)))


def _partners(index: Index, p: Pratique) -> list[str]:
    """Return the names of all who take part besides the carriers, once each: those of the contract are partners too."""
    contract = p.contrat
    names = [*p.partenaires, *((contract.acheteur, contract.facilitateur) if contract else ())]
    return [_names(index.catalogue, name) for name in dict.fromkeys(names) if name and name not in p.porteurs]


def _contract(index: Index, p: Pratique) -> list[str]:
    """Return the words of the contract, but for the names of organisations, which count with the partners."""
    (champ,) = (champ for _, champ in fields(SEARCH) if champ.nom == "contrat")
    apart = replace(champ, champs=tuple(one for one in champ.champs if one.vocabulaire != "organisations"))
    return _texts(index, apart, p.contrat)


def _figure_text(figure: Chiffre) -> str:
    return " ".join(filter(None, (figure_value(figure), figure.libelle, figure.periode, figure.base)))


_OWN: Mapping[str, Callable[[Index, Pratique], list[str]]] = {
    "territoire": lambda index, p: [index.place_name(p) or ""],
    "partenaires": _partners,
    "contrat": _contract,
    "chiffres": lambda index, p: [_figure_text(figure) for figure in p.chiffres],
}
"""Fields of which more, or less, is searched than the record's own words."""

REPEATED = {"cartes", "parcours", "seance"}
"""Classes of what a page repeats of the practices: cards, a ready-made session, the builder's list."""


class _Reader(HTMLParser):
    """Reads a page: its headings, and the rest of its text; not what it repeats of the practices, nor its drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self._skipped: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr", "img", "input", "link", "meta", "source", "wbr"):
            return
        self._open.append(tag)
        classes = (dict(attrs).get("class") or "").split()
        if self._skipped is None and (tag in ("script", "style", "svg") or REPEATED & {*classes}):
            self._skipped = len(self._open)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
            if self._skipped is not None and len(self._open) < self._skipped:
                self._skipped = None

    def handle_data(self, data: str) -> None:
        if self._skipped is None and data.strip():
            heading = any(re.fullmatch("h[1-6]", tag) for tag in self._open)
            (self.headings if heading else self.text).append(data)


def page_document(page: HandwrittenPage) -> Document:
    """Return the document of a hand-written page: its headings apart from the rest of its text."""
    reader = _Reader()
    reader.feed(page.html)
    return Document(
        (page.adresse, page.titre, page.resume),
        {
            "titre": [page.titre],
            "mots_cles": page.mots_cles,
            "intertitres": [" ".join(reader.headings)],
            "resume": [page.resume],
            "texte": [" ".join(reader.text)],
        },
    )


def lever_document(lever: Levier) -> Document:
    """Return the page of a lever, which a page of the method does not stand for.

    Its name counts less than a title: who names a lever is first shown the practice that tells most of it.
    """
    shown = (f"leviers/{lever.id}/", lever.nom, lever.resume)
    reader = _Reader()
    reader.feed(prose.render(lever.introduction))
    fields = {"titre": [], "intertitres": [lever.nom], "resume": [lever.resume], "texte": [" ".join(reader.text)]}
    return Document(shown, fields)
