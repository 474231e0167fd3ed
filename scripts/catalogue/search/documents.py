"""What is searched: practices, hand-written pages and levers as documents with weighted fields."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from catalogue.derived.index import Index, evidence, figure_value, strongest_figure
from catalogue.records.model import Catalogue
from catalogue.records.practice import Chiffre, Pratique
from catalogue.records.vocabularies import Levier
from catalogue.text import prose


@dataclass(frozen=True)
class Champ:
    """A part of a document: how much a word there weighs, how many words are usual, whether its empty words count."""

    poids: float
    usuel: int
    vides: bool = False


CHAMPS: Mapping[str, Champ] = {
    "titre": Champ(10, 6, vides=True),
    "mots_cles": Champ(6, 7, vides=True),
    "porteur": Champ(7, 8, vides=True),
    "lieu": Champ(4, 3),
    "intertitres": Champ(5, 20),
    "resume": Champ(3, 24),
    "associe": Champ(2, 12),
    "classement": Champ(1.5, 12),
    "chiffres": Champ(1.5, 15),
    "texte": Champ(0.8, 80),
    "notes": Champ(0.3, 40),
}
"""The parts of a document, from what says most of it to what says least."""


@dataclass(frozen=True)
class PageEcrite:
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
    place = index.place_name(p) or ""
    contract = p.contrat
    others = [*p.partenaires, *((contract.acheteur,) if contract else ())]
    others += [contract.facilitateur] if contract and contract.facilitateur else []
    training = p.formation
    shown = (
        f"pratiques/{p.id}/",
        p.titre,
        p.resume,
        p.levier,
        place,
        ", ".join(cat.organisations[name].nom for name in p.porteurs),
        evidence(p).value,
        figure_value(figure) if figure else "",
        figure.libelle if figure else "",
        "oui" if index.due(p) else "",
    )
    texts = [
        prose.plain(p.contexte or ""),
        *p.objectifs,
        *p.mise_en_oeuvre,
        *((contract.objet, *(m.libelle for m in contract.mecanismes)) if contract else ()),
        *((contract.type.libelle,) if contract and contract.type else ()),
        *p.conditions_de_reussite,
        *p.points_de_vigilance,
        *(text for award in p.distinctions for text in (award.titre, award.organisme, str(award.annee))),
    ]
    # Ours, not the source's: what one asks of a practice says less of it than what it did.
    asked = (*training.objectifs, *training.questions, prose.plain(training.activite or "")) if training else ()
    return Document(
        shown,
        {
            "titre": [p.titre],
            "mots_cles": p.mots_cles,
            "porteur": [_names(cat, name) for name in p.porteurs],
            "lieu": [place],
            "resume": [p.resume],
            "associe": [_names(cat, name) for name in dict.fromkeys(others) if name not in p.porteurs],
            "classement": [
                *(cat.leviers[name].nom for name in (p.levier, *p.autres_leviers)),
                *(cat.publics[name].nom for name in p.publics),
                *(cat.freins[name].nom for name in p.freins),
                *(cat.secteurs[name].nom for name in p.secteurs),
            ],
            "chiffres": [_figure_text(figure) for figure in p.chiffres],
            "texte": texts,
            "notes": [*p.limites, *(cat.sources[source.id].titre for source in p.sources), *asked],
        },
    )


def _names(catalogue: Catalogue, name: str) -> str:
    organisation = catalogue.organisations[name]
    return ", ".join(filter(None, (organisation.nom, organisation.sigle, organisation.developpe)))


def _figure_text(figure: Chiffre) -> str:
    return " ".join(filter(None, (figure_value(figure), figure.libelle, figure.periode, figure.base)))


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


def page_document(page: PageEcrite) -> Document:
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
