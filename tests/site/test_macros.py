"""The macros of hand-written pages: what they show, and that nothing from a record acts on the page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import markdown
import pytest

from catalogue.checks.check import check
from catalogue.pages import Renderer
from catalogue.site.macros import macros_of
from common import TODAY, run

HOSTILE = '*x* ![i](http://a.b/c.png) <img src=x onerror=alert(1)> {{ 7*7 }} [l](javascript:alert(1)) `c` &amp; "q"'


class Macros(dict[str, Callable[..., Any]]):
    """The macros of a page of this `title`, over what `renderer` draws."""

    def __init__(self, renderer: Renderer, title: str = "") -> None:
        super().__init__(macros_of(renderer, "methode/", title))
        self.renderer = renderer


def _macros(practices: Path, title: str = "") -> Macros:
    catalogue = check(practices, TODAY).catalogue
    assert catalogue is not None
    return Macros(Renderer(catalogue), title)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, "3"),
        ({"levier": "hors-contrat"}, "2"),
        ({"region": "28"}, "2"),
        ({"porteur": "ville-test"}, "1"),
        ({"ids": ["creches-test"]}, "1"),
    ],
)
def test_counts_follow_the_filters(filters: dict[str, Any], count: str, valid: Path) -> None:
    """A count takes a lever with all under it, a region, a carrier, or a list of ids."""
    assert _macros(valid)["nombre"]("pratiques", **filters) == count


@pytest.mark.parametrize("filters", [{"levier": "rien"}, {"region": "99"}, {"porteur": "rien"}, {"ids": ["rien"]}])
def test_a_misspelt_filter_is_an_error(filters: dict[str, Any], valid: Path) -> None:
    """A filter that names nothing stops the build rather than show an empty list."""
    with pytest.raises(KeyError):
        _macros(valid)["cartes"](**filters)


def test_inline_macros_link_from_the_page_at_hand(valid: Path) -> None:
    """Links are relative to the page that holds the macro, so that the site works at any address."""
    macros = _macros(valid)
    assert macros["fiche"]("creches-test", "la fiche") == '<a href="../pratiques/creches-test/">la fiche</a>'
    assert macros["organisation"]("reseau-test").startswith('<a href="../organisations/reseau-test/">')
    assert macros["levier"]("portage").startswith('<a href="../leviers/portage/">')
    assert 'href="https&#58;' not in macros["source"]("rapport-test")
    assert 'href="https://www.exemple.fr/rapport.pdf"' in macros["source"]("rapport-test")
    assert macros["valeur"]("part-femmes") == "19\u00a0&#37;"


def test_record_text_is_inert_within_markdown(valid: Path) -> None:
    """A title full of mark-up comes out of Markdown as the text it is, inline as in blocks."""
    macros = _macros(valid)
    inline = macros["fiche"]("creches-test", HOSTILE)
    page = markdown.markdown(f"Voir {inline} ici.", extensions=["attr_list", "footnotes", "md_in_html", "tables"])
    tree = html5lib.parseFragment(page, namespaceHTMLElements=False)
    assert {element.tag for element in tree.iter() if isinstance(element.tag, str)} - {"DOCUMENT_FRAGMENT"} == {
        "p",
        "a",
    }
    assert "".join(tree.itertext()).strip() == f"Voir {HOSTILE} ici."


def test_what_is_new_says_the_day(valid: Path) -> None:
    """The home page's news are cards of the last checked practices, with the day and how many were checked on it."""
    macros = _macros(valid)
    news = html5lib.parseFragment(macros["nouveautes"](2), namespaceHTMLElements=False)
    latest = macros.renderer.index.latest
    (day,) = news.iter("time")
    assert day.get("datetime") == latest[0].verifie_le.isoformat()
    titles = ["".join(title.itertext()) for title in news.iter("h3")]
    assert titles == [practice.titre for practice in latest[:2]]


def test_the_map_on_a_page_links_to_what_has_practices(valid: Path) -> None:
    """On a hand-written page, regions without a practice are named but lead nowhere."""
    page = html5lib.parseFragment(_macros(valid)["carte"](), namespaceHTMLElements=False)
    classes = [element.get("class") or "" for element in page.iter() if str(element.tag).endswith("a")]
    assert classes
    assert not any("--vide" in name for name in classes)


def test_a_chart_of_unlike_figures_stops_the_build(valid: Path) -> None:
    """A macro refuses to draw what the figures do not say."""
    with pytest.raises(ValueError, match="ne se comparent pas"):
        _macros(valid)["evolution"]("part-femmes", "part-femmes")
    with pytest.raises(ValueError, match="100 %"):
        _macros(valid)["repartition"]("part-femmes")


def test_a_ready_made_session_says_its_steps_and_opens_in_the_builder(valid: Path) -> None:
    """Steps in order, own times and questions or the record's, the sum, and a link that holds only what differs."""
    macros = _macros(valid, "À deux")
    told = macros["etape"]("creches-test", minutes=50, questions=[HOSTILE])
    block = macros["parcours"](macros["etape"]("marche-test"), told, objectifs=["Quoi ? *x*"])
    tree = html5lib.parseFragment(block, namespaceHTMLElements=False)
    assert [title.get("href") for title in tree.iterfind(".//h3/a")] == [
        "../pratiques/marche-test/",
        "../pratiques/creches-test/",
    ]
    text = "".join(tree.itertext())
    assert "2 fiches, 1\u00a0h\u00a005 en tout" in text
    assert "Quoi\u202f? *x*" in text
    assert "onerror=alert(1)" in text
    assert not list(tree.iter("img"))
    (link,) = tree.iterfind(".//a[@class='bouton']")
    address = link.get("href", "")
    assert address.startswith("../formation/seance/?fiches=marche-test,creches-test&min=,50&titre=%C3%80%20deux&q2=")
    with pytest.raises(KeyError):
        macros["etape"]("rien")


def test_where_the_project_is_kept_is_told_only_where_there_is(valid: Path) -> None:
    """A page leads to the forge, or says the other text, as plain text, when no setting names one."""
    catalogue = check(valid, TODAY).catalogue
    assert catalogue is not None
    there = Macros(Renderer(catalogue, accueil={"forge": "https://forge.example/a"}))
    assert there["forge"]("Ici", "Là").startswith('<a href="https://forge.example/a" rel="')
    assert _macros(valid)["forge"]("Ici", "*Là*") == "&#42;Là&#42;"


def test_block_macros_survive_markdown_unchanged(valid: Path) -> None:
    """Cards, lists, doors and figures pass through Markdown as one block of HTML."""
    macros = _macros(valid)
    for block in (
        macros["cartes"](),
        macros["liste"](),
        macros["leviers"](),
        macros["chiffre_cle"]("part-femmes"),
        macros["nouveautes"](),
        macros["carte"](),
        macros["parcours"](macros["etape"]("creches-test", questions=["# Titre ?", "1. *Un*"])),
        macros["atelier"](),
        macros["a_integrer"]("creches-test"),
    ):
        page = markdown.markdown(
            f"Avant.\n\n{block}\n\nAprès.", extensions=["attr_list", "footnotes", "md_in_html", "tables"]
        )
        assert block in page


def test_hostile_record_is_inert_on_the_built_site(project: Path) -> None:
    """In a real build, hostile text shows as text on the fiche, on cards, and in the page's head."""
    record = project / "practices" / "essai-hostile.yml"
    record.write_text(
        "titre: '</title><script>alert(1)</script> {{ 12345*9 }} \"x\"'\n"
        "resume: 'Un résumé \" onmouseover=alert(1) x=\" et {% raw %} assez long pour le modèle, {{ config }}.'\n"
        "levier: portage\nporteurs: [mef-cotentin]\nmots_cles: ['\"><svg onload=alert(1)>']\n"
        "sources: [{id: maximilien-diversification, repere: '</p><script>alert(2)</script>'}]\nverifie_le: 2026-01-31\n",
        "utf-8",
    )
    assert run(project, "catalogue", "check").output.count("[mise-en-forme]") == 3
    text = record.read_text("utf-8").replace("<script>", "< script>").replace("</", "< /").replace("<svg", "< svg")
    record.write_text(text, "utf-8")
    assert run(project, "catalogue", "site").code == 0
    for path in (project / "site").rglob("*.html"):
        page = path.read_text("utf-8")
        assert "alert(1)<" not in page.replace("&lt;", "")
        assert "111105" not in page
        root = html5lib.parse(page, namespaceHTMLElements=False)
        assert not any(name.startswith("on") for element in root.iter() for name in element.attrib), path
    fiche = (project / "site" / "pratiques" / "essai-hostile" / "index.html").read_text("utf-8")
    assert "{{ 12345*9 }}" in fiche
