"""The kinds of pages, which every browser test opens: one list, which test_every_page.py proves complete."""

from common import FROZEN

GENERATED = {
    "catalogue.html": ["/pratiques/"],
    "fiche.html": ["/pratiques/dae-marche-impression/", "/pratiques/atout-mixite/", "/pratiques/nego-training/"],
    "levers.html": ["/leviers/"],
    "lever.html": ["/leviers/hors-contrat/", "/leviers/freins-peripheriques/"],
    "organisations.html": ["/organisations/"],
    "organisation.html": ["/organisations/mmie-lyon/"],
    "places.html": ["/territoires/"],
    "region.html": ["/territoires/normandie/"],
    "sources.html": ["/sources/"],
    "source.html": ["/sources/maximilien-diversification/"],
    "news.html": ["/nouveautes/"],
    "gaps.html": ["/a-propos/etat/"],
    "rules.html": ["/contribuer/regles/"],
    "fields.html": ["/contribuer/champs/"],
    "form_page.html": ["/contribuer/proposer/"],
    "data.html": ["/donnees/"],
    "legal.html": ["/mentions-legales/"],
    "abroad.html": ["/ailleurs/"],
}
"""Addresses of pages made from the catalogue, by their template: one at least, one more for each shape it takes."""


def _handwritten() -> list[str]:
    """Return the address of every page of docs/: each is a kind of its own."""
    docs = FROZEN / "docs"
    stems = [path.relative_to(docs).with_suffix("").as_posix() for path in sorted(docs.rglob("*.md"))]
    kept = [f"/{stem}" for stem in stems if not stem.startswith("decisions/")]
    return [stem.removesuffix("index") if stem.endswith("/index") else f"{stem}/" for stem in kept]


HANDWRITTEN = _handwritten()

KINDS = [*HANDWRITTEN, *(address for addresses in GENERATED.values() for address in addresses), "/404.html"]

LIGHT = {"short_address.html": "/p/nego-training/", "card_page.html": "/carte/dae-marche-impression/"}
"""One light page of each template: no frame around, so tests of their own (test_permalinks.py)."""
