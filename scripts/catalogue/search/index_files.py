"""Catalogue and hand-written pages → the files that the search engine reads.

The engine is ours because no library met the search targets in French (ADR 0004). The ranking is in
theme/assets/search/engine.js, which reads the format written here:

- `index.json` names all others, whose names hold a hash of their content: they can be cached for ever;
- `lexique-*.json`: every word and how common it is, the groups of synonyms, the length of each title;
- `termes-*.json`: for a range of terms, the documents that hold each and how much each document says of it;
- `fiches-*.json`: what the results show, for a range of documents;
- `facettes-*.json`: for each value of each facet, the practices that have it; and when each was last checked.

Documents are numbered: practices by title, then pages.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from catalogue.derived.index import Index
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.search.analysis import Analysis
from catalogue.search.documents import (
    Document,
    HandwrittenPage,
    lever_document,
    page_document,
    practice_document,
)
from catalogue.search.encoding import ALPHABET, as_json, digits, front_coded, gaps, js_order, named, numbers, rank
from catalogue.search.weights import PARTS
from catalogue.text.typography import slug

_SATURATION = 8.0  # how soon more of the same word stops counting
_LENGTH = 0.35  # how much a long text counts against its words (0: not at all, 1: in proportion)
_LEVELS = 31  # a strength, from 0 to 1, is written as its square root: weak ones need the finer steps

SHARD = 16_000
"""Bytes of a file of terms, about: a query reads one for each of its words."""

BATCH = 200
"""Documents analysed in one call."""

PER_PIECE = 16
"""Documents in a file of results."""


def index_files(index: Index, pages: Iterable[HandwrittenPage] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield the (name, content) of every file of the search index; the same bytes for the same catalogue and pages."""
    practices = sorted(index.catalogue.pratiques.values(), key=lambda p: (slug(p.titre), p.id))
    others = [page_document(page) for page in pages]
    others += [lever_document(lever) for lever in index.catalogue.leviers.values() if not lever.page]
    others.sort(key=lambda document: document.montre[0])
    documents = chain((practice_document(index, p) for p in practices), others)
    groups = _groups(index.catalogue)
    words, postings, titles, shown = _invert(documents, Analysis(groups))
    manifest: dict[str, Any] = {"pratiques": len(practices), "parMorceau": PER_PIECE}
    manifest["leviers"] = {lever.id: lever.nom for lever in index.catalogue.leviers.values()}

    lexicon = {"mots": front_coded(words), "titres": numbers(titles), "groupes": groups}
    facets = {"facettes": _facets(index, practices), "jours": numbers([p.verifie_le.toordinal() for p in practices])}
    for key, content in (("lexique", lexicon), ("facettes", facets)):
        manifest[key], data = named(key, content)
        yield manifest[key], data
    manifest["termes"] = []
    for shard in _shards(postings):
        name, data = named("termes", {"termes": [term for term, _ in shard], "listes": [text for _, text in shard]})
        manifest["termes"].append([shard[0][0], name])
        yield name, data
    manifest["fiches"] = []
    for start in range(0, len(shown), PER_PIECE):
        name, data = named("fiches", [_trimmed(texts) for texts in shown[start : start + PER_PIECE]])
        manifest["fiches"].append(name)
        yield name, data
    yield "index.json", as_json(manifest)


def _trimmed(texts: Sequence[str]) -> list[str]:
    kept = list(texts)
    while kept and not kept[-1]:
        kept.pop()
    return kept


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


@dataclass
class _Inverted:
    """The postings of one term: documents, in order, each with a strength and whether the title holds the term."""

    docs: "array[int]" = field(default_factory=lambda: array("L"))
    forces: "array[int]" = field(default_factory=lambda: array("B"))


def _invert(
    documents: Iterable[Document], analyse: Analysis
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
            champ = PARTS[name]
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
        (word, rank(len(terms[stem].docs) if stem in terms else 0))
        for word, stem in zip(sorted(words), stems, strict=True)
    ]
    return ranked, [(term, _postings(terms[term])) for term in sorted(terms, key=js_order)], titles, shown


def _ready(documents: Iterable[Document], analyse: Analysis) -> Iterator[Document]:
    """Yield `documents`, whose texts `analyse` then knows: V8 is asked a batch at a time, which is far quicker."""
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        analyse.forget()
        analyse.read((t, PARTS[name].vides) for d in batch for name, texts in d.champs.items() for t in texts)
        yield from batch


def _postings(inverted: _Inverted) -> str:
    pairs = zip(gaps(inverted.docs), inverted.forces, strict=True)
    return "".join(digits(gap) + ALPHABET[force] for gap, force in pairs)


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
        facet: {value: numbers(gaps(values[value])) for value in sorted(values)}
        for facet, values in sorted(found.items())
    }
