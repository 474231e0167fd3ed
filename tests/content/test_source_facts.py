"""Today's records against their first source: nothing lost, nothing copied, no number that it does not give.

A new record, a corrected one, a renamed or a withdrawn one passes all of this unseen.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from built import BuiltPage, normalised
from common import DATA, FROZEN, ROOT
from fingerprints import fingerprint, fingerprints, runs, words

PRACTICES = ROOT / "practices"
COPIED = {
    mark for name in ("source", "sources") for mark in (DATA / f"{name}-fingerprints.txt").read_text("utf-8").split()
}
LONGEST_QUOTATION = 20
FIRST = {path.name for path in (FROZEN / "practices").glob("*.yml")}
"""The files of the first sixteen records, which were drawn from this source."""

FICHE_SOURCES = {
    "maximilien-diversification",
    "ave-recueil",
    "fncidff-visioconference-2021",
    "fncidff-rapport-2021",
    "ave-formation",
    "centre-hubertine-auclert-formation",
    "igpde-formations",
}
"""The source, and the documents that it names: a record that cites another one may hold other numbers."""


def read(path: Path) -> Any:
    """Return what the YAML file at `path` holds, every value as text."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only


def texts(node: Any, skipped: frozenset[str]) -> Iterator[str]:
    """Yield every value of a YAML node, but those of the keys `skipped`."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in skipped:
                yield from texts(value, skipped)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value, skipped)
    else:
        yield node


def flat(text: str) -> str:
    """Return `text` in lower case, with plain spaces, straight apostrophes and straight quotation marks set close."""
    return re.sub(r'\s*["«»“”]\s*', '"', normalised(text)).lower()


def own_words(text: str) -> list[str]:
    """Return what stands between the « quotations » of `text`."""
    return re.split(r"«[^»]*»", text)


def prose() -> Iterator[tuple[str, str]]:
    """Yield (file, text) for all that is written in records, vocabularies and pages; titles, names and addresses apart."""
    for path in sorted(PRACTICES.rglob("*.yml")):
        for text in texts(read(path), frozenset({"titre", "nom", "developpe", "adresse"})):
            yield path.name, text
    for path in sorted((ROOT / "docs").rglob("*.md")):
        yield path.name, path.read_text("utf-8")


def _withdrawn() -> set[str]:
    """Return the addresses of the fiches that were withdrawn, whose facts are no longer told."""
    path = PRACTICES / "vocabulaires" / "retraits.yml"
    return {f"pratiques/{name}/" for name in read(path)} if path.is_file() else set()


def test_every_fact_of_the_source_is_on_the_site(real_site: Path) -> None:
    """Each fact, figure, name, footnote and link of the source is read on the page that faits.yml says."""
    page = cache(lambda address: BuiltPage(real_site, real_site / address / "index.html"))
    lost, gone = [], _withdrawn()
    for fact in (fact for fact in read(DATA / "faits.yml") if fact["page"] not in gone):
        text = flat(page(fact["page"]).text)
        lost += [(fact["page"], fact["fait"], part) for part in fact.get("texte", ()) if flat(part) not in text]
        links = {unquote(link) for link in page(fact["page"]).links}
        if "lien" in fact and unquote(fact["lien"]) not in links:
            lost.append((fact["page"], fact["fait"], fact["lien"]))
    assert lost == []


def test_every_fact_says_where_it_stands() -> None:
    """An entry of faits.yml names a place in the source and a page, and something to find there."""
    facts = read(DATA / "faits.yml")
    assert len({fact["fait"] for fact in facts}) == len(facts)
    for fact in facts:
        assert {"fait", "lieu", "page"} < set(fact) <= {"fait", "lieu", "page", "texte", "lien"}


def test_no_sentence_of_a_source_is_copied() -> None:
    """No twelve words in a row are a source's, as far as it was read, but in titles, names and marked quotations."""
    copied = [
        (file, " ".join(run))
        for file, text in prose()
        for part in own_words(text)
        for run in runs(words(part))
        if fingerprint(run) in COPIED
    ]
    assert copied == []


def test_quotations_stay_short() -> None:
    """A quotation is a few words, not a way round the rule."""
    quoted = [(file, found) for file, text in prose() for found in re.findall(r"«([^»]*)»", text)]
    assert [(file, found) for file, found in quoted if len(words(found)) > LONGEST_QUOTATION] == []


def test_a_copy_would_be_told() -> None:
    """The fingerprints do tell the source: the title of a work that it names, which is no sentence of it, is among them."""
    title = read(PRACTICES / "vocabulaires" / "sources.yml")["ave-recueil"]["titre"]
    assert fingerprints(title) & COPIED
    assert fingerprints(f"Lire aussi : {title.upper()} (2024).") & COPIED
    others = set((DATA / "sources-fingerprints.txt").read_text("utf-8").split())
    titles = (source["titre"] for source in read(PRACTICES / "vocabulaires" / "sources.yml").values())
    assert sum(bool(fingerprints(title) & others) for title in titles) >= 20


def test_words_are_compared_without_accents_case_or_signs() -> None:
    """Typography does not hide a copy."""
    assert words("L’Égalité des facilitateur·rices, à 37 % !") == [
        "l",
        "egalite",
        "des",
        "facilitateur",
        "rices",
        "a",
        "37",
    ]


def test_records_hold_no_number_of_their_own() -> None:
    """Every number of a record drawn from the source stands in the source; dates of check and training notes apart."""
    lines = (DATA / "source-numbers.txt").read_text("utf-8").splitlines()
    known = {line.split("#")[0].strip() for line in lines} - {""}
    skipped = frozenset({"verifie_le", "formation", "regions", "duree_minutes"})
    invented = [
        (path.name, number)
        for path in sorted(PRACTICES.glob("*.yml"))
        if path.name in FIRST and {source["id"] for source in read(path)["sources"]} <= FICHE_SOURCES
        for text in texts(read(path), skipped)
        for number in re.findall(r"\d+(?:[.,]\d+)?", re.sub(r"https?://\S+|\b[AB]\.(?=\d)", " ", text))
        if number not in known
    ]
    figures = read(PRACTICES / "vocabulaires" / "chiffres-cles.yml").values()
    invented += [
        ("chiffres-cles.yml", f["valeur"]) for f in figures if f["source"] in FICHE_SOURCES and f["valeur"] not in known
    ]
    assert invented == []
