"""Catalogue → what search engines read of each page, in schema.org's words (JSON-LD). Pure functions.

A page is described by one graph: what it is, and the way that leads to it. Addresses are absolute, under the site's own.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalogue.derived.index import Index, Lieu, region_address
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import Levier, Organisation, Source
from catalogue.text.identity import ADRESSE_LICENCE, DESCRIPTION, LANGUE, NOM

Node = dict[str, Any]
"""One thing that schema.org describes."""

Way = Sequence[tuple[str, str]]
"""The pages above one, from the top: (name, address)."""

HOME = ("Accueil", "")

PARENTS: Mapping[str, str] = {
    "pratiques/": "Toutes les pratiques",
    "leviers/": "Les leviers",
    "territoires/": "Les territoires",
    "organisations/": "Les organisations",
    "sources/": "Les sources",
    "contribuer/": "Contribuer",
}
"""The pages under which generated pages stand, with their names."""

LISTED = 60
"""Items of a list that are described one by one; its number is told whole."""


def script(nodes: Iterable[Node]) -> str:
    """Return `nodes` as the text of a script element of type application/ld+json, in which no tag can begin or end."""
    graph = {"@context": "https://schema.org", "@graph": list(nodes)}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def page(
    site: str, address: str, name: str, description: str, main: Node | None = None, above: Way | None = None
) -> list[Node]:
    """Return the graph of the page at `address`: `main` says what it is (a plain page without), `above` where it stands.

    Without `above`, the page stands under those of `PARENTS` whose address begins its own.
    """
    if above is None:
        above = [
            (title, parent) for parent, title in PARENTS.items() if address != parent and address.startswith(parent)
        ]
    node: Node = {
        "@type": "WebPage",
        "@id": site + address,
        "url": site + address,
        "name": name,
        "description": description,
        "inLanguage": LANGUE,
        "license": ADRESSE_LICENCE,
        "isPartOf": {"@type": "WebSite", "@id": f"{site}#site"},
    }
    return [node | (main or {}), breadcrumb(site, [HOME, *above, (name, address)])]


def home(site: str) -> list[Node]:
    """Return the graph of the home page: the site, and how to search it."""
    return [
        {
            "@type": "WebSite",
            "@id": f"{site}#site",
            "url": site,
            "name": NOM,
            "description": DESCRIPTION,
            "inLanguage": LANGUE,
            "license": ADRESSE_LICENCE,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{site}pratiques/?q={{recherche}}"},
                "query-input": "required name=recherche",
            },
        }
    ]


def breadcrumb(site: str, way: Way) -> Node:
    """Return the `way` that leads to a page, itself included, as a list of links."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": rank, "name": name, "item": {"@type": "WebPage", "@id": site + address}}
            for rank, (name, address) in enumerate(way, 1)
        ],
    }


def practice(index: Index, site: str, p: Pratique) -> Node:
    """Return what the page of `p` is: an article to learn from, drawn from its sources."""
    cat = index.catalogue
    words = [
        *(cat.publics[name].nom for name in p.publics),
        *(cat.freins[name].nom for name in p.freins),
        *(cat.secteurs[name].nom for name in p.secteurs),
        *p.mots_cles,
    ]
    formation = p.formation
    found: Node = {
        "@type": ["Article", "LearningResource"],
        "dateModified": p.verifie_le.isoformat(),
        "learningResourceType": "Fiche de pratique",
        "about": [
            *(lever(site, cat.leviers[name]) for name in (p.levier, *p.autres_leviers)),
            *(organisation(site, cat.organisations[name]) for name in p.porteurs),
        ],
        "mentions": [organisation(site, cat.organisations[name]) for name in p.partenaires],
        "spatialCoverage": places(index, site, index.place(p)),
        "keywords": list(dict.fromkeys(words)),
        "isBasedOn": [source(index, cat.sources[name]) for name in dict.fromkeys(s.id for s in p.sources)],
        "teaches": list(formation.objectifs) if formation else [],
        "timeRequired": f"PT{formation.duree_minutes}M" if formation and formation.duree_minutes else None,
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": f"{site}pratiques/{p.id}/pratique.json",
            "encodingFormat": "application/json",
        },
    }
    return {key: value for key, value in found.items() if value}


def lever(site: str, entry: Levier) -> Node:
    """Return a lever as a term of the set of levers."""
    return {
        "@type": "DefinedTerm",
        "name": entry.nom,
        "url": f"{site}leviers/{entry.id}/",
        "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": f"{site}leviers/"},
    }


def organisation(site: str, entry: Organisation) -> Node:
    """Return an organisation by its name and its page here."""
    return {"@type": "Organization", "name": entry.nom, "url": f"{site}organisations/{entry.id}/"}


def source(index: Index, entry: Source) -> Node:
    """Return a source: its title, publisher, date and address where they are known."""
    found = {
        "@type": "CreativeWork",
        "name": entry.titre,
        "publisher": {"@type": "Organization", "name": index.catalogue.organisations[entry.editeur].nom},
        "datePublished": entry.date,
        "url": entry.adresse,
        "inLanguage": entry.langue.value,
    }
    return {key: value for key, value in found.items() if value}


def places(index: Index, site: str, place: Lieu) -> list[Node]:
    """Return where something holds: its regions, the country, and the usual name of the place."""
    found = [region(site, index.catalogue.regions[code].nom) for code in place.regions]
    if place.national:
        found.append({"@type": "Country", "name": "France"})
    found += [{"@type": "Country", "name": index.catalogue.pays[code].nom} for code in place.ailleurs]
    if place.nom and place.nom not in [one["name"] for one in found]:
        found.insert(0, {"@type": "Place", "name": place.nom})
    return found


def region(site: str, name: str) -> Node:
    """Return the region called `name`."""
    return {"@type": "AdministrativeArea", "name": name, "url": site + region_address(name)}


def collection(site: str, items: Sequence[tuple[str, str]], total: int | None = None) -> Node:
    """Return what a page that lists `items` (name, address) is; `total` counts those of its other sheets too."""
    return {
        "@type": "CollectionPage",
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": len(items) if total is None else total,
            "itemListElement": [
                {"@type": "ListItem", "position": rank, "name": name, "url": site + address}
                for rank, (name, address) in enumerate(items[:LISTED], 1)
            ],
        },
    }


def of_practices(site: str, practices: Sequence[Pratique], total: int | None = None) -> Node:
    """Return what a page that lists `practices` is."""
    latest = max((p.verifie_le for p in practices), default=None)
    dated = {"dateModified": latest.isoformat()} if latest else {}
    return collection(site, [(p.titre, f"pratiques/{p.id}/") for p in practices], total) | dated


def levers(index: Index, site: str) -> Node:
    """Return what the page of all levers is: a set of terms."""
    entries = index.catalogue.leviers.values()
    terms = [{k: v for k, v in lever(site, entry).items() if k != "inDefinedTermSet"} for entry in entries]
    return {"@type": ["CollectionPage", "DefinedTermSet"], "hasDefinedTerm": terms}


def about_organisation(index: Index, site: str, entry: Organisation) -> Node:
    """Return what the page of an organisation is: a page about it."""
    described = {
        **organisation(site, entry),
        "alternateName": entry.sigle,
        "sameAs": entry.site,
        "areaServed": places(index, site, index.places_of([entry])),
    }
    return {"mainEntity": {key: value for key, value in described.items() if value}}


def dataset(index: Index, site: str, description: str, files: Iterable[tuple[str, str, str]], version: str) -> Node:
    """Return what the page of open data is: a dataset, with its `files` (address, name, media type)."""
    latest = max((p.verifie_le for p in index.catalogue.pratiques.values()), default=None)
    dated = {"dateModified": latest.isoformat()} if latest else {}
    found = {
        "@type": "Dataset",
        "@id": f"{site}donnees/#donnees",
        "name": f"{NOM} : toutes les pratiques",
        "description": description,
        "url": f"{site}donnees/",
        "license": ADRESSE_LICENCE,
        "inLanguage": LANGUE,
        "isAccessibleForFree": True,
        "version": version,
        **dated,
        "distribution": [
            {"@type": "DataDownload", "name": name, "contentUrl": site + address, "encodingFormat": kind}
            for address, name, kind in files
        ],
    }
    return {"mainEntity": found, **dated}
