"""The site of the sixteen, built by MkDocs: what readers and machines find there."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from built import ORIGIN, BuiltPage, dead_links, light_pages, normalised, pages
from common import FROZEN, run
from french import faults

IDS = [
    "dae-marche-impression",
    "lyon-collecte-dechets",
    "ciblage-publics-prioritaires-lyon",
    "nego-training",
    "creches-solidaires",
    "act-elles",
    "visites-chantiers-est-ensemble",
    "numerique-roubaisis",
    "programme-egalite-professionnelle-tme",
    "diversite-richesse-entreprise",
    "atout-mixite",
    "newsletter-egalite-diversite",
    "challenge-marchetti",
    "nantes-liste-prestataires",
    "paris-ordre-architectes",
    "formations-egalite-commande-publique",
]

ANCHORS = [
    "contexte",
    "objectifs",
    "mise-en-oeuvre",
    "contrat",
    "chiffres",
    "conditions",
    "vigilance",
    "formation",
    "sources",
]


@cache
def _pages(site: Path) -> dict[str, BuiltPage]:
    return {page.address: page for page in pages(site)}


@pytest.fixture(scope="session")
def built(site: Path) -> dict[str, BuiltPage]:
    """Every page of the site of the sixteen, by its address."""
    return _pages(site)


@pytest.fixture(scope="session")
def whole(site: Path, built: dict[str, BuiltPage]) -> dict[str, BuiltPage]:
    """Every page of the site of the sixteen, the light ones included, by its address."""
    return built | {page.address: page for page in light_pages(site)}


def _vocabulary(name: str) -> dict[str, dict[str, str]]:
    text = (FROZEN / "practices" / "vocabulaires" / f"{name}.yml").read_text("utf-8")
    found: dict[str, dict[str, str]] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - text only
    return found


@pytest.mark.parametrize("name", IDS)
def test_fiche_says_what_where_who_and_from_what(name: str, built: dict[str, BuiltPage]) -> None:
    """Each fiche shows its title, lever, carriers, and every source with its place."""
    page = built[f"/pratiques/{name}/"]
    record = yaml.load((FROZEN / "practices" / f"{name}.yml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - text only
    assert len(page.all("article", data_fiche=name)) == 1
    expected = [record["titre"], record["resume"], _vocabulary("leviers")[record["levier"]]["nom"]]
    expected += [_vocabulary("organisations")[porteur]["nom"] for porteur in record["porteurs"]]
    for source in record["sources"]:
        expected += [_vocabulary("sources")[source["id"]]["titre"], source["repere"]]
    for text in expected:
        assert normalised(text).casefold() in page.text.casefold()


@pytest.mark.parametrize("name", IDS)
def test_promised_anchors_stand_on_every_fiche(name: str, built: dict[str, BuiltPage]) -> None:
    """A link to a section of any fiche always lands, filled or not."""
    assert set(ANCHORS) <= set(built[f"/pratiques/{name}/"].ids)


@pytest.mark.parametrize("name", IDS)
def test_edit_link_leads_to_the_record(name: str, built: dict[str, BuiltPage]) -> None:
    """The edit button of a fiche opens its YAML file on the forge."""
    edits = [link.get("href", "") for link in built[f"/pratiques/{name}/"].all("a", rel="edit")]
    assert [edit.endswith(f"/edit/main/practices/{name}.yml") for edit in edits] == [True]


def test_expected_pages_exist(built: dict[str, BuiltPage]) -> None:
    """Every kind of page is there: levers, organisations, regions, method, about, contributing, 404."""
    regions = ["/territoires/normandie/", "/territoires/la-reunion/", "/territoires/provence-alpes-cote-d-azur/"]
    kinds = [
        "/",
        "/pratiques/",
        "/leviers/",
        "/organisations/",
        "/territoires/",
        "/methode/",
        "/a-propos/",
        "/contribuer/",
    ]
    levers = [f"/leviers/{name}/" for name in _vocabulary("leviers")]
    organisations = [f"/organisations/{name}/" for name in _vocabulary("organisations")]
    assert {*kinds, *regions, *levers, *organisations, "/contribuer/regles/", "/404.html"} <= set(built)


def test_every_page_is_sound_html(whole: dict[str, BuiltPage]) -> None:
    """An HTML5 parser finds nothing to mend, and no id stands twice."""
    faults = {address: page.errors for address, page in whole.items() if page.errors}
    twice = {address: page.ids for address, page in whole.items() if len(page.ids) != len(set(page.ids))}
    assert (faults, twice) == ({}, {})


def test_every_page_says_what_it_is(whole: dict[str, BuiltPage]) -> None:
    """One h1, a language, a title, a description; a canonical address, its own or, of a light page, its fiche's."""
    for address, page in whole.items():
        assert len(page.all("h1")) == 1, address
        assert page.all("html", lang="fr"), address
        assert "".join(page.all("title")[0].itertext()).strip(), address
        assert len(page.all("meta", name="description")[0].get("content", "")) >= 20, address
        if address != "/404.html":
            fiche = re.sub(r"^/(p|carte)/", "/pratiques/", address)
            assert [link.get("href") for link in page.all("link", rel="canonical")] == [ORIGIN + fiche]


def test_descriptions_and_titles_differ(whole: dict[str, BuiltPage]) -> None:
    """Two pages are told apart by their title."""
    titles = ["".join(page.all("title")[0].itertext()) for page in whole.values()]
    assert sorted(titles) == sorted(set(titles))


def test_every_internal_link_and_anchor_resolves(site: Path, whole: dict[str, BuiltPage]) -> None:
    """No link of the site leads nowhere, nor to a section that is not there."""
    assert dead_links(site, whole) == []


def test_nothing_is_fetched_from_elsewhere(whole: dict[str, BuiltPage]) -> None:
    """Fonts, scripts, styles and images all come from the site's own origin."""
    away = {
        (address, load)
        for address, page in whole.items()
        for load in page.loads
        if not load.startswith((ORIGIN, "data:"))
    }
    assert away == set()


def test_outgoing_links_are_safe(built: dict[str, BuiltPage]) -> None:
    """A link that leaves the site from a record is http(s), and tells the other site nothing."""
    for page in built.values():
        for article in page.all("article", data_fiche=""):
            for link in article.iter("a"):
                href = link.get("href", "")
                if "://" in href and not href.startswith("https://forge.example/"):
                    assert href.startswith(("http://", "https://"))
                    assert "noopener" in link.get("rel", "")


def test_catalogue_page_shows_every_practice_once_under_its_lever(built: dict[str, BuiltPage]) -> None:
    """/pratiques/ is complete without JavaScript, grouped by lever."""
    cards = [card for group in built["/pratiques/"].all("section", data_levier="") for card in group.iter("li")]
    shown = [link.get("href", "") for card in cards for title in card.iter("h3") for link in title.iter("a")]
    records = {path.stem for path in (FROZEN / "practices").glob("*.yml")}
    assert sorted(shown) == sorted(f"../pratiques/{name}/" for name in records)


def test_every_lever_page_has_its_introduction_and_cards(built: dict[str, BuiltPage]) -> None:
    """Each lever says what it is, and shows its practices or that there is none yet."""
    for name, lever in _vocabulary("leviers").items():
        page = built[f"/leviers/{name}/"]
        assert normalised(lever["resume"]) in page.text
        assert (
            page.all("li", **{"class": "carte"})
            or page.all("li", **{"class": "porte"})
            or "Aucune pratique" in page.text
        )


def test_mkdocs_build_is_silent(project: Path) -> None:
    """Plain `mkdocs build --strict` works and prints no warning."""
    result = run(project, "mkdocs", "build", "--strict", "--quiet")
    assert (result.code, result.output) == (0, "")


def test_decisions_stay_out_of_the_site(site: Path) -> None:
    """The decisions are for engineers, not for readers."""
    assert not (site / "decisions").exists()


def test_texts_follow_french_typography(whole: dict[str, BuiltPage]) -> None:
    """Non-breaking spaces, quotation marks, apostrophes, numbers and dates, in all that a page shows or reads aloud."""
    found = {address: [fault for line in page.lines for fault in faults(line)] for address, page in whole.items()}
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
