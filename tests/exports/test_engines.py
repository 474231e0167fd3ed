"""What search engines and browsers ask for: the sitemap, robots.txt, OpenSearch, and what is shown of a shared page."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from built import ORIGIN, BuiltPage, answers
from built import pages as built_pages
from catalogue.exports.engines import SHORT_NAME, opensearch, robots
from common import DATA

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(scope="module")
def built(site: Path) -> dict[str, BuiltPage]:
    """Every page of the site of the sixteen, by its address."""
    return {page.address: page for page in built_pages(site)}


def test_the_sitemap_is_one(site: Path) -> None:
    """sitemap.xml is valid by the protocol's own schema, and its compressed twin, which holds a time, is not there."""
    schema = etree.XMLSchema(etree.parse(DATA / "sitemap.xsd"))
    schema.assertValid(etree.parse(site / "sitemap.xml"))
    assert not (site / "sitemap.xml.gz").exists()


def test_the_sitemap_lists_every_page_with_its_true_day(site: Path, built: dict[str, BuiltPage]) -> None:
    """Each page that is one stands in it; a fiche with the day of its check, a list with the newest, others with none."""
    entries = etree.parse(site / "sitemap.xml").getroot()
    days = {e.findtext("s:loc", namespaces=NAMES): e.findtext("s:lastmod", namespaces=NAMES) for e in entries}
    assert set(days) == {ORIGIN + address for address in built if address != "/404.html"}
    data = json.loads((site / "catalogue.json").read_text("utf-8"))
    checked = {practice["calcule"]["adresse"]: practice["verifie_le"] for practice in data["pratiques"]}
    assert {address: days[address] for address in checked} == checked
    assert days[f"{ORIGIN}/pratiques/"] == days[f"{ORIGIN}/donnees/"] == max(checked.values())
    assert days[f"{ORIGIN}/methode/"] is None


def test_robots_may_read_all(site: Path) -> None:
    """robots.txt allows everything and names the sitemap, under the site's own address."""
    assert (site / "robots.txt").read_text("utf-8") == robots(f"{ORIGIN}/")
    assert "Sitemap: https://a.example/b/sitemap.xml\n" in robots("https://a.example/b/")
    assert "Disallow" not in robots("https://a.example/b/")


def test_a_browser_can_search_the_site(site: Path, built: dict[str, BuiltPage]) -> None:
    """Each page names the OpenSearch description; it names the page that answers, in a folder too."""
    for page in built.values():
        (link,) = page.all("link", rel="search")
        assert answers(site, link.attrib["href"]) == site / "opensearch.xml"
    root = etree.fromstring(opensearch('https://a.example/b/"<&/').encode())
    spec = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.tag == f"{spec}OpenSearchDescription"
    assert len(SHORT_NAME) <= 16
    assert root.find(f"{spec}Url").get("template") == 'https://a.example/b/"<&/pratiques/?q={searchTerms}'
    own = etree.parse(site / "opensearch.xml").getroot()
    assert answers(site, own.findtext(f"{spec}Image")) is not None


def test_a_shared_page_is_shown_as_itself(site: Path, built: dict[str, BuiltPage]) -> None:
    """Open Graph tells each page's own title, address and kind, and an image with its size and its words."""
    for address, page in built.items():
        told = {e.attrib["property"]: e.attrib["content"] for e in page.all("meta", property="")}
        assert told["og:locale"] == "fr_FR"
        assert told["og:image:alt"]
        assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
        assert answers(site, told["og:image"]) is not None
        fiche = address.startswith("/pratiques/") and address != "/pratiques/"
        assert told["og:type"] == ("article" if fiche else "website")
        assert ("article:modified_time" in told) == fiche
        if address != "/404.html":
            assert urlsplit(told["og:url"]).path == address


def test_a_fiche_names_its_data(site: Path, built: dict[str, BuiltPage]) -> None:
    """The page of a practice says where it is as data."""
    for address, page in built.items():
        links = [link.attrib["href"] for link in page.all("link", rel="alternate", type="application/json")]
        fiche = address.startswith("/pratiques/") and address != "/pratiques/"
        assert links == ([f"{ORIGIN}{address}pratique.json"] if fiche else [])
        assert all(answers(site, link) for link in links)


def test_every_page_names_icons_and_a_manifest_that_exist(site: Path) -> None:
    """No page, a card made for frames or a short address included, leaves the browser to guess an icon; each file named is there."""
    manifest = json.loads((site / "site.webmanifest").read_text("utf-8"))
    assert {icon["purpose"] for icon in manifest["icons"] if "purpose" in icon} == {"any", "maskable"}
    assert all((site / icon["src"]).is_file() for icon in manifest["icons"])
    assert (site / "favicon.ico").is_file()
    for path in site.rglob("*.html"):
        rels = dict(re.findall(r'<link rel="(icon|manifest)" href="([^"]+)"', path.read_text("utf-8")))
        assert "icon" in rels, path
        root = site if path.name == "404.html" else path.parent
        assert all((root / target.removeprefix("/")).resolve().is_file() for target in rels.values()), path
