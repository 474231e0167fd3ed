"""JSON-LD: schema.org knows every type and property, each stands where it may, and nothing is lost in reading it."""

import json
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld as reader

from built import BuiltPage
from built import pages as built_pages
from catalogue.checks.check import check
from catalogue.exports import jsonld
from catalogue.pages import Page, Renderer
from catalogue.pages import pages as all_pages
from catalogue.records.model import Catalogue
from catalogue.text.identity import ADRESSE_LICENCE, DESCRIPTION, NOM
from common import DATA, FROZEN, ROOT, TODAY

SITE = "https://exemple.example/sous/dossier/"

VOCABULARY = json.loads((DATA / "schema-org.json").read_text("utf-8"))
"""schema.org's own: types with those above them, properties with who may have them and what they hold."""

TYPES: dict[str, list[str]] = VOCABULARY["types"]
PROPERTIES: dict[str, list[list[str]]] = VOCABULARY["proprietes"]

# The one name of another making: schema.org's Actions write what a property takes as « property-input ».
INPUTS = {"query-input": "query"}

TEXTS = {"Text", "URL", "Date", "DateTime", "Number", "Integer", "Boolean", "Duration", "PronounceableText", "Time"}


@cache
def _catalogue() -> Catalogue:
    found = check(FROZEN / "practices", TODAY).catalogue
    assert found is not None
    return found


@cache
def _made() -> dict[str, Page]:
    """Return every generated page, by its address, on a site in a folder of its host."""
    return {page.address: page for page in all_pages(Renderer(_catalogue(), site=SITE))}


def _above(name: str) -> set[str]:
    return {name}.union(*(_above(parent) for parent in TYPES.get(name, ())))


def _nodes(value: Any, holder: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every node of a graph with the property that holds it."""
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, holder)
    elif isinstance(value, dict):
        yield holder, value
        for key, inner in value.items():
            yield from _nodes(inner, key)


def _faults(graph: Any) -> Iterator[str]:
    """Yield what schema.org would not know in `graph`."""
    for holder, node in _nodes(graph):
        if "@type" not in node:
            yield f"{holder}: no type"
            continue
        types = [node["@type"]] if isinstance(node["@type"], str) else node["@type"]
        lineage = set().union(*(_above(name) for name in types))
        yield from (f"{name}: unknown type" for name in types if name not in TYPES)
        if holder and not lineage & set(PROPERTIES[holder][1]):
            yield f"{holder}: may not hold {types}"
        for key, value in node.items():
            known = INPUTS.get(key, key)
            if key.startswith("@"):
                continue
            if known not in PROPERTIES:
                yield f"{key}: unknown property"
            elif not lineage & set(PROPERTIES[known][0]):
                yield f"{key}: not a property of {types}"
            elif not isinstance(value, dict | list) and not TEXTS & _texts_of(known):
                yield f"{key}: may not hold a text"


def _texts_of(name: str) -> set[str]:
    return set(PROPERTIES[name][1])


@cache
def _context() -> dict[str, Any]:
    """Return a context of schema.org's properties and types alone: any other term is dropped by a reader."""
    terms = [*TYPES, *PROPERTIES, *INPUTS]
    return {"@context": {"schema": "https://schema.org/", **{name: f"schema:{name}" for name in terms}}}


def _expanded(graph: dict[str, Any]) -> list[Any]:
    def load(address: str, options: Any) -> dict[str, Any]:
        assert address == "https://schema.org"
        return {
            "contextUrl": None,
            "documentUrl": address,
            "document": _context(),
            "contentType": "application/ld+json",
        }

    found: list[Any] = reader.expand(graph, {"documentLoader": load, "base": SITE})
    return found


def _terms(value: Any) -> Iterator[str]:
    """Yield the last part of every key and type of a graph, one for each time that it stands there."""
    if isinstance(value, list):
        for item in value:
            yield from _terms(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "@type":
                yield from (name.rpartition("/")[2] for name in ([inner] if isinstance(inner, str) else inner))
            elif not key.startswith("@"):
                yield key.rpartition("/")[2]
                yield from _terms(inner)


def _dropped(graph: dict[str, Any]) -> set[str]:
    """Return the terms of `graph` that a reader loses."""
    written = sorted(_terms(graph["@graph"]))
    read = sorted(_terms(_expanded(graph)))
    return {term for term in written if written.count(term) > read.count(term)}


def _kinds() -> dict[str, Any]:
    """Return one graph of each shape: pages apart only by their names and lists are of one."""
    graphs = {address: json.loads(page.describe()) for address, page in _made().items()}
    return {json.dumps(sorted({*_terms(graph["@graph"])})): graph for graph in graphs.values()}


def test_schema_org_knows_all_that_pages_say() -> None:
    """Every type and property is schema.org's, and stands where its vocabulary allows it."""
    graphs = {address: json.loads(page.describe())["@graph"] for address, page in _made().items()}
    assert {address: found for address, graph in graphs.items() if (found := list(_faults(graph)))} == {}
    assert list(_faults(jsonld.home(SITE))) == []


def test_readers_lose_no_term() -> None:
    """A JSON-LD library reads every term of each kind of page."""
    for graph in [*_kinds().values(), json.loads(jsonld.script(jsonld.home(SITE)))]:
        assert _dropped(graph) == set()


def test_a_wrong_term_is_found_out() -> None:
    """The two tests above can fail."""
    wrong = {"@context": "https://schema.org", "@graph": [{"@type": "Article", "titre": "x", "servesCuisine": "y"}]}
    assert list(_faults(wrong["@graph"])) == ["titre: unknown property", "servesCuisine: not a property of ['Article']"]
    assert _dropped(wrong) == {"titre"}


def test_addresses_are_under_the_site() -> None:
    """Every address of ours is absolute, under the site's own, in a folder too, and is a page or file that exists."""
    renderer = Renderer(_catalogue(), site=SITE)
    files = {f"{SITE}{address}" for address in renderer.data_files}
    files |= {f"{SITE}pratiques/{name}/pratique.json" for name in _catalogue().pratiques}
    known = {f"{SITE}{address}" for address in _made()} | files | {SITE, f"{SITE}contribuer/"}
    for address, page in _made().items():
        for holder, node in _nodes(json.loads(page.describe())["@graph"]):
            for key in ("@id", "url", "contentUrl"):
                link = node.get(key)
                if link and (link.startswith(SITE) or holder not in ("isBasedOn",)):
                    assert link.partition("#")[0] in known, (address, key, link)


@pytest.mark.parametrize("sign", ["</script>", "<!--", "&", "\u2028", "\u2029", '"', "\\"])
def test_no_text_leaves_its_script(sign: str) -> None:
    """Whatever a record says, nothing in it can close the element, open another or end a line of a script."""
    text = jsonld.script(jsonld.page(SITE, "x/", f"avant {sign} après", "description"))
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text)["@graph"][0]["name"] == f"avant {sign} après"


def test_a_fiche_says_where_it_comes_from() -> None:
    """A fiche tells its day, its licence, its levers and carriers, its place, its sources, and the file of its data."""
    page = json.loads(_made()["pratiques/dae-marche-impression/"].describe())["@graph"][0]
    practice = _catalogue().pratiques["dae-marche-impression"]
    assert page["@type"] == ["Article", "LearningResource"]
    assert page["name"] == practice.titre
    assert page["dateModified"] == practice.verifie_le.isoformat()
    assert page["license"] == ADRESSE_LICENCE
    assert {one["name"] for one in page["about"]} >= {_catalogue().organisations[o].nom for o in practice.porteurs}
    assert {one["name"] for one in page["isBasedOn"]} == {_catalogue().sources[s.id].titre for s in practice.sources}
    assert page["encoding"]["contentUrl"] == f"{SITE}pratiques/dae-marche-impression/pratique.json"


def test_lists_tell_how_many_they_are() -> None:
    """A list says its number whole, and describes no more than its first items."""
    listed = json.loads(_made()["pratiques/"].describe())["@graph"][0]["mainEntity"]
    assert listed["numberOfItems"] == len(_catalogue().pratiques)
    many = jsonld.collection(SITE, [(f"p{n}", f"p/{n}/") for n in range(100)])["mainEntity"]
    assert (many["numberOfItems"], len(many["itemListElement"])) == (100, jsonld.LISTED)


def _written(page: BuiltPage) -> Any:
    (script,) = [s for s in page.all("script") if s.get("type") == "application/ld+json"]
    return json.loads(script.text or "")


def test_every_built_page_says_what_it_is(site: Path) -> None:
    """Each page of the site holds one graph, of its own address, whose way down from the home page is one of links."""
    pages = {page.address: page for page in built_pages(site) if page.address != "/404.html"}
    for address, page in pages.items():
        graph = _written(page)["@graph"]
        assert list(_faults(graph)) == []
        assert graph[0]["url"].endswith(address)
        (title,) = [element.get("content") for element in page.all("meta", property="og:title")]
        assert unescape(graph[0]["name"]) in (title, NOM)
        if address != "/":
            way = [
                step["item"]["@id"].removeprefix("https://leviers-egalite.example")
                for step in graph[1]["itemListElement"]
            ]
            assert way[0] == "/"
            assert way[-1] == address
            assert set(way) <= set(pages)
    assert _written(pages["/"])["@graph"][0]["potentialAction"]["@type"] == "SearchAction"
    section = _written(pages["/methode/enjeux/"])["@graph"][1]["itemListElement"]
    assert [step["name"] for step in section] == ["Accueil", "Méthode", "Pourquoi agir"]


def test_the_site_says_of_itself_what_mkdocs_says() -> None:
    """Name, description and licence are the same in mkdocs.yml and where machines read them."""
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    for text in (NOM, DESCRIPTION, ADRESSE_LICENCE):
        assert text in settings
