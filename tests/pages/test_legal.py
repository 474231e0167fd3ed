"""The legal notice: what the settings state, what they do not, and that it is one link away from everywhere."""

import re
from pathlib import Path

import pytest

from built import ORIGIN, BuiltPage, normalised, pages
from catalogue.checks.check import check
from catalogue.pages import Page, Renderer
from catalogue.pages.legal import ADDRESS, NOTICES, legal_page
from catalogue.site.settings import VARIABLES, unstated
from common import DATA, ROOT, TODAY, run

STATED = {
    "editeur": "Association <b>Essai</b>\n1 rue d'Essai, 50100 Cherbourg",
    "directeur": "Une Personne",
    "hebergeur": "H",
}
NOTHING = dict.fromkeys(NOTICES, "")


def _page(**given: dict[str, str]) -> Page:
    catalogue = check(DATA / "valid" / "practices", TODAY).catalogue
    assert catalogue is not None
    return legal_page(Renderer(catalogue, **given))  # type: ignore[arg-type]


def test_what_is_stated_is_shown_as_text() -> None:
    """Publisher, director and host stand under their titles, line by line, never as HTML; nothing is said to be lacking."""
    html = _page(legal=STATED).html
    assert "<p>Association &lt;b&gt;Essai&lt;/b&gt;<br>1 rue d’Essai, 50100 Cherbourg</p>" in html
    assert "<p>Une Personne</p>" in html
    assert "pas encore" not in html


@pytest.mark.parametrize("name", NOTICES)
def test_what_is_not_stated_is_said_to_be_so(name: str) -> None:
    """Where one is missing, or only spaces, the page says so in its place, and makes nothing up; the others stand."""
    html = _page(legal={**STATED, name: " \n"}).html
    assert f'<h2 id="{name}">{NOTICES[name].title}</h2>\n<p>{NOTICES[name].lacking}</p>' in html
    assert html.count("pas encore indiqué") == 2  # there, and at the top
    assert f"{NOTICES[name].name} ({VARIABLES[name]})" in unstated({**STATED, name: " \n"})


def test_no_contact_is_made_up() -> None:
    """Whom to write to comes from the settings alone; without any, the page leaves it out."""
    assert "Signaler" not in _page().html
    assert "Signaler une erreur" not in dict(_page().sommaire).values()
    html = _page(accueil={"courriel": "x@exemple.fr", "forge": "https://forge.example/a"}).html
    assert re.findall(r'href="(mailto:.*?|https:.*?)"', html) == ["mailto:x@exemple.fr", "https://forge.example/a"]


def test_the_settings_are_those_of_the_forge() -> None:
    """Each thing to state comes from its variable in mkdocs.yml, and README says which."""
    settings, readme = ((ROOT / name).read_text("utf-8") for name in ("mkdocs.yml", "README.md"))
    assert set(VARIABLES) == set(NOTICES)
    for name, variable in VARIABLES.items():
        assert f'{name}: !ENV [{variable}, ""]' in settings
        assert f"`{variable}`" in readme


def test_every_page_leads_to_it(site: Path) -> None:
    """The foot of each page has a link to the notice, which says how personal data are treated by leading there."""
    for page in pages(site):
        footer = [link for foot in page.root.iter("footer") for link in foot.iter("a")]
        assert [link for link in footer if "".join(link.itertext()) == "Mentions légales"], page.address
    notice = BuiltPage(site, site / ADDRESS / "index.html")
    assert f"{ORIGIN}/a-propos/#vie-privee" in set(notice.links)


def test_privacy_says_what_the_links_of_the_form_carry(site: Path) -> None:
    """Under « Vie privée »: the forge's link holds the whole text in its address, and so does that of an e-mail."""
    text = BuiltPage(site, site / "a-propos" / "index.html").text
    privacy = text[text.index("Vie privée") :]
    for said in ("l'adresse de ce lien contient tout le texte de la fiche", "Le texte de la fiche est dans le lien"):
        assert normalised(said) in privacy


def test_the_build_says_once_what_is_missing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One French line, which is no error; an empty variable is one that is not set; nothing when all is stated."""
    monkeypatch.setenv("LEGAL_PUBLISHER", "")
    monkeypatch.setenv("LEGAL_DIRECTOR", "Une Personne")
    built = run(project, "catalogue", "site")
    said = [line for line in built.output.splitlines() if "Mentions légales" in line]
    expected = unstated({**NOTHING, "directeur": "Une Personne"})
    assert (built.code, said) == (0, [expected])
    assert "LEGAL_PUBLISHER" in expected
    assert "LEGAL_DIRECTOR" not in expected
    monkeypatch.setenv("LEGAL_PUBLISHER", "Une association")
    monkeypatch.setenv("LEGAL_HOST", "Un hébergeur")
    assert "Mentions légales" not in run(project, "catalogue", "site").output
    assert "<p>Une association</p>" in (project / "site" / ADDRESS / "index.html").read_text("utf-8")
