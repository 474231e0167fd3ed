"""Catalogue and hand-written pages → the files that the search engine reads. The only module that runs JavaScript.

The analysis of French is written once, in theme/assets/recherche/analyse.js; it runs here in V8 and in the browser. The
ranking is in moteur.js, beside it, which also reads the format written here:

- `index.json` names all others, whose names hold a hash of their content: they can be cached for ever;
- `lexique-*.json`: every word and how common it is, the groups of synonyms, the length of each title;
- `termes-*.json`: for a range of terms, the documents that hold each and how much each document says of it;
- `fiches-*.json`: what the results show, for a range of documents;
- `facettes-*.json`: for each value of each facet, the practices that have it; and when each was last checked.

Documents are numbered: practices by title, then pages.
"""

import hashlib
import json
import math
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain, islice
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from catalogue.derived.index import Index, evidence, figure_value, strongest_figure
from catalogue.records.model import Catalogue, Chiffre, Levier, Pratique
from catalogue.text import prose
from catalogue.text.typography import slug

ASSETS = Path(__file__).parents[3] / "theme" / "assets"


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

_SATURATION = 8.0  # how soon more of the same word stops counting
_LENGTH = 0.35  # how much a long text counts against its words (0: not at all, 1: in proportion)
_LEVELS = 31  # a strength, from 0 to 1, is written as its square root: weak ones need the finer steps

SHARD = 16_000
"""Bytes of a file of terms, about: a query reads one for each of its words."""

BATCH = 200
"""Documents analysed in one call."""

PER_PIECE = 16
"""Documents in a file of results."""


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
class _Document:
    """What is searched in (texts by field), and what is shown of it."""

    montre: Sequence[str]
    champs: Mapping[str, Sequence[str]]


def index_files(index: Index, pages: Iterable[PageEcrite] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield the (name, content) of every file of the search index; the same bytes for the same catalogue and pages."""
    practices = sorted(index.catalogue.pratiques.values(), key=lambda p: (slug(p.titre), p.id))
    others = [_page(page) for page in pages]
    others += [_lever(lever) for lever in index.catalogue.leviers.values() if not lever.page]
    others.sort(key=lambda document: document.montre[0])
    documents = chain((_practice(index, p) for p in practices), others)
    groups = _groups(index.catalogue)
    words, postings, titles, shown = _invert(documents, Analyse(groups))
    manifest: dict[str, Any] = {"pratiques": len(practices), "parMorceau": PER_PIECE}
    manifest["leviers"] = {lever.id: lever.nom for lever in index.catalogue.leviers.values()}

    lexicon = {"mots": _front_coded(words), "titres": numbers(titles), "groupes": groups}
    facets = {"facettes": _facets(index, practices), "jours": numbers([p.verifie_le.toordinal() for p in practices])}
    for key, content in (("lexique", lexicon), ("facettes", facets)):
        manifest[key], data = _named(key, content)
        yield manifest[key], data
    manifest["termes"] = []
    for shard in _shards(postings):
        name, data = _named("termes", {"termes": [term for term, _ in shard], "listes": [text for _, text in shard]})
        manifest["termes"].append([shard[0][0], name])
        yield name, data
    manifest["fiches"] = []
    for start in range(0, len(shown), PER_PIECE):
        name, data = _named("fiches", [_trimmed(texts) for texts in shown[start : start + PER_PIECE]])
        manifest["fiches"].append(name)
        yield name, data
    yield "index.json", _json(manifest)


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _named(kind: str, content: Any) -> tuple[str, bytes]:
    data = _json(content)
    return f"{kind}-{hashlib.sha256(data).hexdigest()[:12]}.json", data


def _trimmed(texts: Sequence[str]) -> list[str]:
    kept = list(texts)
    while kept and not kept[-1]:
        kept.pop()
    return kept


# --- Documents ---------------------------------------------------------------------------------------------------


def _practice(index: Index, p: Pratique) -> _Document:
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
    return _Document(
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


def _page(page: PageEcrite) -> _Document:
    reader = _Reader()
    reader.feed(page.html)
    return _Document(
        (page.adresse, page.titre, page.resume),
        {
            "titre": [page.titre],
            "mots_cles": page.mots_cles,
            "intertitres": [" ".join(reader.headings)],
            "resume": [page.resume],
            "texte": [" ".join(reader.text)],
        },
    )


def _lever(lever: Levier) -> _Document:
    """Return the page of a lever, which a page of the method does not stand for.

    Its name counts less than a title: who names a lever is first shown the practice that tells most of it.
    """
    shown = (f"leviers/{lever.id}/", lever.nom, lever.resume)
    reader = _Reader()
    reader.feed(prose.render(lever.introduction))
    fields = {"titre": [], "intertitres": [lever.nom], "resume": [lever.resume], "texte": [" ".join(reader.text)]}
    return _Document(shown, fields)


# --- Terms -------------------------------------------------------------------------------------------------------


def _groups(catalogue: Catalogue) -> list[tuple[str, list[str], list[str]]]:
    """Return [id, words, groups to show too]: the vocabulary's, then one for each acronym of the organisations."""
    groups = [(group.id, list(group.termes), list(group.voir)) for group in catalogue.synonymes.values()]
    acronyms: dict[tuple[str, str], None] = {}
    for organisation in catalogue.organisations.values():
        spelt = organisation.developpe or organisation.nom
        if organisation.sigle and spelt != organisation.sigle:
            acronyms[organisation.sigle, spelt] = None
    return groups + [(f"sigle-{slug(acronym)}-{slug(spelt)}", [acronym, spelt], []) for acronym, spelt in acronyms]


def script(*names: str) -> str:
    """Return modules of theme/assets (each before those that import it) as one plain script, for V8."""
    texts = [(ASSETS / name).read_text("utf-8") for name in names]
    plain = [re.sub(r"^import .*$|^export \{.*\};$", "", text, flags=re.M) for text in texts]
    return "\n".join(re.sub(r"^export (?=async function|function|class|const)", "", text, flags=re.M) for text in plain)


@dataclass
class _Releve:
    """What analyse.js says of a text: how often each term stands in it, its words, how many there are."""

    termes: list[tuple[str, int]]
    mots: list[str]
    longueur: int


class Analyse:
    """analyse.js, running in V8."""

    def __init__(self, groups: Sequence[tuple[str, list[str], list[str]]]) -> None:
        self._v8 = MiniRacer()
        self._v8.eval(script("recherche/analyse.js"))
        self._v8.eval(f"const groupes = preparer({json.dumps(groups)});")
        self._v8.eval(
            "const relever = (lot) => JSON.stringify(JSON.parse(lot).map(([texte, vides]) => releve(texte, groupes, vides)));"
            "const raciner = (mots) => JSON.stringify(JSON.parse(mots).map(racine));"
        )
        self._known: dict[tuple[str, bool], _Releve] = {}
        self.words_of_groups = sorted(
            {word for r in self.read([(t, False) for g in groups for t in g[1]]) for word in r.mots}
        )

    def read(self, texts: Iterable[tuple[str, bool]]) -> list[_Releve]:
        """Return what is to be kept of each (text, whether its empty words count); a text met before costs nothing."""
        texts = list(texts)
        new = [key for key in dict.fromkeys(texts) if key not in self._known]
        if new:
            answer = json.loads(self._v8.call("relever", json.dumps(new)))  # as text: far quicker than value by value
            self._known.update((key, _Releve(*found)) for key, found in zip(new, answer, strict=True))
        return [self._known[key] for key in texts]

    def forget(self) -> None:
        """Forget the texts met before."""
        self._known.clear()

    def stems(self, words: Sequence[str]) -> list[str]:
        """Return the stem of each word."""
        stems: list[str] = json.loads(self._v8.call("raciner", json.dumps(words)))
        return stems


@dataclass
class _Inverted:
    """The postings of one term: documents, in order, each with a strength and whether the title holds the term."""

    docs: "array[int]" = field(default_factory=lambda: array("L"))
    forces: "array[int]" = field(default_factory=lambda: array("B"))


def _invert(
    documents: Iterable[_Document], analyse: Analyse
) -> tuple[list[tuple[str, int]], list[tuple[str, str]], list[int], list[Sequence[str]]]:
    """Return the words and their ranks, the postings of each term, written, and of each document the length of its title
    and what is shown of it. No more than BATCH documents are held at once.
    """
    terms: dict[str, _Inverted] = defaultdict(_Inverted)
    words: set[str] = set(analyse.words_of_groups)
    titles: list[int] = []
    shown: list[Sequence[str]] = []
    for number, document in enumerate(_ready(documents, analyse)):
        shown.append(document.montre)
        weights: dict[str, float] = defaultdict(float)
        in_title: set[str] = set()
        for name, texts in document.champs.items():
            champ = CHAMPS[name]
            read = analyse.read([(text, champ.vides) for text in texts])
            length = sum(r.longueur for r in read)
            scale = (
                champ.poids / (1 - _LENGTH + _LENGTH * length / champ.usuel) if length > champ.usuel else champ.poids
            )
            for r in read:
                words.update(r.mots)
                for term, count in r.termes:
                    weights[term] += count * scale
            if name == "titre":
                titles.append(length)
                in_title = {term for r in read for term, _ in r.termes}
        for term, weight in weights.items():
            force = max(1, round(_LEVELS * math.sqrt(weight / (weight + _SATURATION))))
            terms[term].docs.append(number)
            terms[term].forces.append(force + (_LEVELS + 1) * (term in in_title))
    stems = analyse.stems(sorted(words))
    ranked = [
        (word, _rank(len(terms[stem].docs) if stem in terms else 0))
        for word, stem in zip(sorted(words), stems, strict=True)
    ]
    return ranked, [(term, _postings(terms[term])) for term in sorted(terms, key=_js_order)], titles, shown


def _ready(documents: Iterable[_Document], analyse: Analyse) -> Iterator[_Document]:
    """Yield `documents`, whose texts `analyse` then knows: V8 is asked a batch at a time, which is far quicker."""
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        analyse.forget()
        analyse.read((t, CHAMPS[name].vides) for d in batch for name, texts in d.champs.items() for t in texts)
        yield from batch


def _rank(count: int) -> int:
    return min(16, math.ceil(math.log2(count + 1)))


def _js_order(text: str) -> bytes:
    """Sort as JavaScript compares: by UTF-16 code unit."""
    return text.encode("utf-16-be")


# --- How the files write numbers (moteur.js reads them) ------------------------------------------------------------

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def numbers(values: Iterable[int]) -> str:
    """Return natural numbers as text: five bits a letter, low ones first; the sixth says that more follows."""
    return "".join(map(_number, values))


def _number(value: int) -> str:
    text = ""
    while value > 31:
        text += _ALPHABET[32 | value & 31]
        value >>= 5
    return text + _ALPHABET[value]


def _gaps(values: Iterable[int]) -> Iterator[int]:
    last = -1
    for value in values:
        yield value - last
        last = value


def _postings(inverted: _Inverted) -> str:
    pairs = zip(_gaps(inverted.docs), inverted.forces, strict=True)
    return "".join(_number(gap) + _ALPHABET[force] for gap, force in pairs)


def _front_coded(words: Iterable[tuple[str, int]]) -> str:
    """Return words, in order, each as [letters shared with the last one][rank][its own letters]."""
    text, last = [], ""
    for word, rank in words:
        shared = 0
        while shared < min(25, len(word), len(last)) and word[shared] == last[shared]:
            shared += 1
        text.append(f"{chr(65 + shared)}{chr(48 + rank)}{word[shared:]}")
        last = word
    return "".join(text)


def _shards(postings: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Yield ranges of terms of about `SHARD` bytes."""
    shard: list[tuple[str, str]] = []
    size = 0
    for term, text in postings:
        if shard and size + len(text) > SHARD:
            yield shard
            shard, size = [], 0
        shard.append((term, text))
        size += len(term) + len(text) + 6
    if shard:
        yield shard


def _facets(index: Index, practices: Sequence[Pratique]) -> dict[str, dict[str, str]]:
    """Return, for each value of each facet, the numbers of the practices that have it, written."""
    found: dict[str, dict[str, list[int]]] = {}
    for number, practice in enumerate(practices):
        for facet, values in index.facets(practice).items():
            for value in values:
                found.setdefault(facet, {}).setdefault(value, []).append(number)
    return {
        facet: {value: numbers(_gaps(values[value])) for value in sorted(values)}
        for facet, values in sorted(found.items())
    }
