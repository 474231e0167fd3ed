"""Pages: what every fiche promises, and that nothing a record holds acts on the page."""

import gzip
import html
import re
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
import yaml
from distractors import with_distractors
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt
from mkdocs.config import load_config

from built import BuiltPage, made_beside
from catalogue.checks.check import check
from catalogue.derived.evidence import figure_value
from catalogue.derived.sections import PROMISED, sections
from catalogue.pages import Page, Renderer, relative, with_front_matter
from catalogue.pages import pages as all_pages
from catalogue.pages.gaps import state_page
from catalogue.pages.rendering import region_address
from catalogue.problems.problem import GROUPES, RULES
from catalogue.records.fields import leaves
from catalogue.records.load import parse
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique, Territoire
from catalogue.text.typography import french, long_date
from common import DATA, FROZEN, ROOT, TODAY, run

PRACTICES = DATA / "valid" / "practices"
NAMES = sorted(path.stem for path in PRACTICES.glob("*.yml"))


@cache
def _small() -> Catalogue:
    """Return the small valid catalogue, read once: pages are made of it, and nothing is written."""
    found = check(PRACTICES, TODAY).catalogue
    assert found is not None
    return found


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    """Every page of the small catalogue, by its address."""
    return {page.address: page for page in all_pages(Renderer(_small()))}


def _root(page: str) -> Element:
    root: Element = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(page)
    return root


def _is_one_block(page: str) -> bool:
    """Tell whether a reader of Markdown finds nothing of its own in `page`."""
    return {token.type for token in MarkdownIt("commonmark").parse(page)} == {"html_block"}


@cache
def _grown() -> Catalogue:
    """Return the sixteen, grown by a thousand practices."""
    found = check(FROZEN / "practices", date.max).catalogue
    assert found is not None
    return with_distractors(found, 1000)


@cache
def _many() -> dict[str, Page]:
    """Return every page of the grown catalogue, by its address."""
    return {page.address: page for page in all_pages(Renderer(_grown()))}


def _cards(page: Page) -> set[str]:
    return set(re.findall(r'class="carte-titre"><a href="[^"]*/([^/"]+)/"', page.html))


@pytest.mark.parametrize("prefix", ["leviers/", "territoires/"])
def test_long_lists_are_whole_in_sheets(prefix: str) -> None:
    """A thousand practices are all there without a script, sixty cards a sheet, each sheet linked from the others."""
    pages = [page for address, page in _many().items() if address.startswith(prefix)]
    assert set().union(*map(_cards, pages)) >= set(_grown().pratiques)
    for page in pages:
        assert page.html.count('class="carte"') <= 60 + 24
        for links in re.findall(r'<nav class="feuillets".*?</nav>', page.html, re.S):
            for address in re.findall(r'href="([^"]*)"', links):
                assert address.removeprefix("../" * page.address.count("/")) in _many()


def test_practices_of_no_region_come_in_sheets_too() -> None:
    """What holds nationwide, then what no source places: sixty cards a sheet, all of them, and the table leads to each list."""
    moved = {}
    for number, (name, practice) in enumerate(islice(_grown().pratiques.items(), 130)):
        nowhere = Territoire.model_construct(nom=None, regions=(), national=number < 100)
        moved[name] = practice.model_copy(update={"territoire": nowhere})
    made = {page.address: page for page in all_pages(Renderer(replace(_grown(), pratiques=moved)))}
    listed = {
        address: page.html for address, page in made.items() if re.fullmatch(r"territoires/(page-\d+/)?", address)
    }
    assert list(listed) == ["territoires/", "territoires/page-2/", "territoires/page-3/"]
    assert [html.count('class="carte"') for html in listed.values()] == [60, 60, 10]
    assert set().union(*(_cards(made[address]) for address in listed)) == set(moved)
    assert ["france-entiere" in re.findall('h2 id="([^"]+)"', html) for html in listed.values()] == [True, True, False]
    assert ["lieu-inconnu" in re.findall('h2 id="([^"]+)"', html) for html in listed.values()] == [False, True, True]
    assert 'href="../territoires/page-2/#lieu-inconnu"' in listed["territoires/"]


def test_the_catalogue_and_the_levers_stay_light() -> None:
    """With a thousand practices, the catalogue, the levers and their sheets are a page that a phone loads at once."""
    levers = [page for address, page in _many().items() if address.startswith("leviers/")]
    for page in [_many()["pratiques/"], *levers]:
        assert len(gzip.compress(page.html.encode())) <= 50_000, page.address


def test_sources_and_the_state_stay_light_and_whole() -> None:
    """With a thousand practices on one source, its sheets hold them all, and each page is one that a phone loads at once."""
    made = [page for address, page in _many().items() if address.startswith(("sources/", "a-propos/"))]
    for page in made:
        assert len(gzip.compress(page.html.encode())) <= 50_000, page.address
        assert page.html.count("<section") <= 60
        assert page.html.count("<li>") <= 300
    cited = {p.id for p in _grown().pratiques.values() if p.sources[0].id == "maximilien-diversification"}
    shown = "".join(page.html for page in made if page.address.startswith("sources/maximilien-diversification/"))
    assert len(cited) > 60
    assert {name for name in cited if f'/{name}/"' not in shown} == set()


def test_a_source_tells_what_rests_on_it(pages: dict[str, Page]) -> None:
    """Its page names its publisher, date and address, and each practice, figure and distinction with its place in it."""
    page = pages["sources/rapport-test/"]
    read = " ".join("".join(_root(page.html).itertext()).split())
    for text in [
        *("Rapport de test", "Réseau de Test", "juin 2021", "https://www.exemple.fr/rapport.pdf", "Un document écrit"),
        *("À lire dans la source : page 2.", "60 % parents ayant gardé leur place, après un an", ": page 4."),
        *("1 234,5 heures d’accueil", ": page 5.", "Prix « test »", ": page 6.", "19 % part des femmes", ": page 3."),
    ]:
        assert text.replace(" ", "") in re.sub(r"\s", "", read), text
    for address in ("pratiques/creches-test/", "organisations/reseau-test/"):
        assert "sources/rapport-test/" in pages[address].html


@pytest.mark.parametrize(("day", "due"), [("2027-07-31", False), ("2027-08-01", True)])
def test_an_old_reading_is_marked_in_words(day: str, due: bool) -> None:
    """More than eighteen months after its reading a fiche says « À vérifier », on its card too, and how to help."""
    made = {page.address: page.html for page in all_pages(Renderer(_small(), jour=date.fromisoformat(day)))}
    root = _root(made["pratiques/creches-test/"])
    notes = [one for one in root.iter("aside") if one.get("id") == "a-verifier"]
    links = [link.get("href") for note in notes for link in note.iter("a")]
    assert links == (["../../contribuer/proposer/?fiche=creches-test"] if due else [])
    assert ("À vérifier" in "".join(root.itertext())) is due
    assert made["pratiques/"].count("À vérifier") == (len(NAMES) if due else 0)


def test_the_state_tells_the_day_it_was_counted_on() -> None:
    """The page says the day of the build, that ages were counted on it, and what that means if it is far; without a day, nothing."""
    told = {day: state_page(Renderer(_small(), jour=day)).html for day in (TODAY, None)}
    assert f'<time datetime="{TODAY}">{long_date(TODAY)}</time>' in told[TODAY]
    assert "c’est ce jour-là que l’âge de chaque fiche a été compté" in told[TODAY]
    assert "Si ce jour est loin, le site n’est peut-être plus reconstruit" in told[TODAY]
    assert f'<p class="encart" data-construit="{TODAY}" hidden></p>' in told[TODAY]
    assert "data-construit" not in told[None]
    assert "ce jour" not in told[None]


def test_every_entry_has_its_page(pages: dict[str, Page]) -> None:
    """Each practice, lever, organisation and region has an address of its own, beside the lists and the rules."""
    assert set(pages) == {
        *("pratiques/", "leviers/", "organisations/", "territoires/", "contribuer/regles/"),
        *("contribuer/champs/", "contribuer/proposer/", "donnees/"),
        *("sources/", "nouveautes/", "a-propos/etat/", "mentions-legales/", "ailleurs/"),
        *(f"sources/{name}/" for name in _small().sources),
        *(f"pratiques/{name}/" for name in _small().pratiques),
        *(f"pratiques/{name}/" for practice in _small().pratiques.values() for name in practice.alias),
        *(f"leviers/{name}/" for name in _small().leviers),
        *(f"organisations/{name}/" for name in _small().organisations),
        *("territoires/normandie/", "territoires/provence-alpes-cote-d-azur/"),
    }
    assert len(list(all_pages(Renderer(_small())))) == len(pages)


def test_pages_are_html_for_any_markdown(pages: dict[str, Page]) -> None:
    """Any generator can show the pages: no Markdown of theirs is left to interpret."""
    assert [page.address for page in pages.values() if not _is_one_block(page.html)] == []


def test_pages_skip_markdown_and_are_the_same(pages: dict[str, Page]) -> None:
    """The build hands over each page as it is: Markdown, with the site's own extensions, would give the same (tabs apart)."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    for page in pages.values():
        read = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs).convert(page.html)
        assert read == page.html.expandtabs(4), page.address


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("anchor", PROMISED)
def test_promised_anchor_stands_once_filled_or_not(anchor: str, name: str, pages: dict[str, Page]) -> None:
    """A link to a section of any fiche lands on the section, or on the word that the source does not say."""
    root = _root(pages[f"pratiques/{name}/"].html)
    found = [element for element in root.iter() if element.get("id") == anchor]
    filled = anchor in {section.anchor for section, _ in sections(_small().pratiques[name])}
    assert [element.tag for element in found] == ["section" if filled else "li"]


def test_anchors_are_single_and_summaries_lead_to_them(pages: dict[str, Page]) -> None:
    """No id stands twice on a page, and every entry of its table of contents is one of them."""
    for page in pages.values():
        ids = [element.attrib["id"] for element in _root(page.html).iter() if "id" in element.attrib]
        assert sorted(ids) == sorted(set(ids)), page.address
        assert {anchor for anchor, _ in page.sommaire} <= set(ids), page.address


def test_links_between_pages_land(pages: dict[str, Page]) -> None:
    """From wherever it stands, a link within the site leads to a page and an anchor that are made."""
    beside = {path.removesuffix("index.html") for path in made_beside(Renderer(_small()))}
    for page in pages.values():
        links = [link.attrib["href"] for link in _root(page.html).iter("a") if "href" in link.attrib]
        for link in (link for link in links if "://" not in link):
            path, _, anchor = link.partition("#")
            target = path.removeprefix("../" * page.address.count("/")) if path else page.address
            assert not target.startswith("."), (page.address, link)
            if target.endswith((".yml", ".json", ".csv")):  # a file: test_site.py follows it
                continue
            target = target.split("?")[0]
            if target in ("contribuer/", "a-propos/", "formation/seance/"):  # hand-written: test_site.py follows these
                continue
            if target in beside:
                continue
            assert target in pages, (page.address, link)
            assert not anchor or f'id="{anchor}"' in pages[target].html


HOSTILE = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</section></article>", "<!--", "-->", "]]>", "<b"),
    *("{{ 7*7 }}", "{% raw %}", "{# x #}", "&lt;", "&amp", "&#60;", '" onclick="x', "' x='", "`c`", "**g**", "$x$"),
    *("[a](javascript:b)", "# t", "```", "---", "\\", "%s", "<", ">", "&", '"', "'", "é", "😀", " ", "\u00a0"),
]
TEXT = st.lists(st.sampled_from(HOSTILE) | st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=9).map("".join)

FREE = [
    pattern
    for pattern, leaf in leaves(Pratique).items()
    if leaf.is_text and leaf.genre != "prose" and pattern[0] not in ("id", "alias")
]
"""Where a record holds free text, prose apart."""


def _shown(practice: Pratique) -> str:
    """Return the catalogue page and the fiche of a site that has only `practice`."""
    pages = islice(all_pages(Renderer(replace(_small(), pratiques={practice.id: practice}))), 2)
    return "\n\n".join(page.html for page in pages)


def _skeleton(root: Element) -> list[tuple[str, dict[str, str]]]:
    return [(element.tag, dict(element.attrib)) for element in root.iter()]


def _full_of(text: str) -> tuple[Pratique, list[str]]:
    """Return a record that holds `text` wherever text is free, and what of it is to be read on its fiche."""
    document = parse((PRACTICES / "creches-test.yml").read_bytes(), "")[0]
    assert document is not None
    data: dict[str, Any] = {**document.data, "id": "creches-test", "territoire": {"regions": ["28"]}}
    data |= {"contrat": {"acheteur": "ville-test"}, "pratiques_liees": []}
    shown = []
    for number, pattern in enumerate(FREE):
        written = f"{number:02}{text[:38]}{'x' * 40}"
        *steps, last = (0 if step == "*" else step for step in pattern)
        node: Any = data
        for step in steps:
            node = node[step]
        node[last] = written
        shown += [] if pattern == ("mots_cles", "*") else [french(written)]
    return Pratique.model_validate(data), shown


def _with_prose(prose: str) -> tuple[str, set[str], list[tuple[str, dict[str, str]]]]:
    """Return the fiche whose context is `prose`, the tags in that section, and what stands around it."""
    update = {"contexte": prose, "pratiques_liees": ()}
    page = _shown(_small().pratiques["creches-test"].model_copy(update=update))
    root = _root(page)
    (section,) = (element for element in root.iter("section") if element.get("id") == "contexte")
    inside = {element.tag for element in section.iter()}
    section.clear()
    return page, inside, _skeleton(root)


@cache
def _harmless() -> tuple[list[tuple[str, dict[str, str]]], list[tuple[str, dict[str, str]]]]:
    """Return what pages are made of when a record says nothing special, as text and as prose."""
    return _skeleton(_root(_shown(_full_of("x")[0]))), _with_prose("Un texte.")[2]


@settings(deadline=None, max_examples=40)
@given(TEXT)
def test_text_of_a_record_is_inert(text: str) -> None:
    """Whatever a record says, in any field, pages have the same elements and attributes, and show what was typed."""
    practice, expected = _full_of(text)
    page = _shown(practice)
    root = _root(page)
    assert _skeleton(root) == _harmless()[0]
    read = "".join(root.itertext())
    assert [each for each in expected if each not in read] == []
    assert _is_one_block(page)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([*HOSTILE, "\n", "\n\n", "- ", "1. "]), max_size=12).map("".join))
def test_prose_of_a_record_stays_in_its_section(text: str) -> None:
    """Prose adds paragraphs, lists, emphasis and links to its section; around it, the page is unchanged."""
    page, inside, around = _with_prose(f"Un {text}")
    assert inside <= {"section", "div", "h2", "p", "ul", "ol", "li", "em", "strong", "a", "br"}
    assert around == _harmless()[1]
    assert _is_one_block(page)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_front_matter_loads_as_escaped_text(title: str, description: str) -> None:
    """Any title and description come back from the front matter, safe to be written as they are into a page."""
    page = Page("pratiques/x/", title, description, "practices/x.yml", lambda: "<p>x</p>", lambda: "{}")
    front, _, body = with_front_matter(page.front_matter, page.html).removeprefix("---\n").partition("\n---\n")
    meta = yaml.safe_load(front)
    assert set(meta) == {"title", "description", "jsonld"}
    assert not set("<>\"'") & set(meta["title"] + meta["description"])
    assert html.unescape(meta["title"]) == title
    kept = html.unescape(meta["description"])
    assert kept == description or (len(kept) <= 160 and description.startswith(kept.removesuffix("…")))
    assert body == "\n<p>x</p>\n"


@pytest.mark.parametrize(
    ("here", "address", "link"),
    [
        ("", "", "./"),
        ("", "leviers/portage/", "leviers/portage/"),
        ("pratiques/", "pratiques/x/#chiffres", "../pratiques/x/#chiffres"),
        ("pratiques/x/", "", "../../"),
        ("pratiques/x/", "leviers/portage/", "../../leviers/portage/"),
        ("pratiques/x/", "pratiques/?q=a", "../../pratiques/?q=a"),
    ],
)
def test_relative(here: str, address: str, link: str) -> None:
    """Links are relative to the page that holds them: the site works at any address, from any folder."""
    assert relative(here, address) == link


def test_a_long_description_is_cut_between_words() -> None:
    """Search engines show 160 characters: no more are given, and no half word."""
    page = Page("x/", "x", "mot " * 60, "x", str, str)
    assert (
        yaml.safe_load(with_front_matter(page.front_matter, page.html).split("---")[1])["description"]
        == ("mot " * 39).strip() + "…"
    )


def test_every_rule_has_its_mend_on_the_rules_page(pages: dict[str, Page]) -> None:
    """The contributor's guide shows each rule, what breaks it and the same mended, from the rule itself."""
    assert [title for _, title in pages["contribuer/regles/"].sommaire] == list(GROUPES)
    shown = "".join(_root(pages["contribuer/regles/"].html).itertext())
    for rule in RULES.values():
        assert [text for text in (rule.id, french(rule.titre), rule.faux, rule.juste) if text not in shown] == []


def test_figures_and_places_are_set_in_french() -> None:
    """A value stands with its unit; a region's address is its name."""
    values = [figure_value(figure) for figure in _small().pratiques["creches-test"].chiffres]
    assert values == ["60\u00a0%", "1\u202f234,5"]
    assert region_address("Provence-Alpes-Côte d’Azur") == "territoires/provence-alpes-cote-d-azur/"


def test_titles_of_sections_are_inert_in_the_theme(project: Path) -> None:
    """What the theme shows of a vocabulary, « Sur cette page » say, comes out as the text it is."""
    levers = project / "practices" / "vocabulaires" / "leviers.yml"
    levers.write_text(
        levers.read_text("utf-8").replace("nom: Cibler les publics prioritaires", "nom: R&D, 1 < 2 &copy"), "utf-8"
    )
    assert run(project, "catalogue", "site").code == 0
    page = BuiltPage(project / "site", project / "site" / "pratiques" / "index.html")
    assert page.errors == []
    assert any("".join(link.itertext()) == "R&D, 1 < 2 &copy" for link in page.all("a", href="#levier-ciblage-publics"))
