"""The form in a real Chromium: by keyboard alone, whatever is typed, from a first word to a file that passes the checks."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser import axe
from catalogue.checks.check import check
from catalogue.pages import Renderer, pages
from catalogue.records.load import parse
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.system.project import today
from common import FROZEN
from strategies import records

FORM = "/contribuer/proposer/"
PRACTICES = FROZEN / "practices"
NAMES = sorted(path.stem for path in PRACTICES.glob("*.yml"))

SUBMIT = ".proposer form button[type=submit]"

HOSTILE = [
    "<img src=x onerror=\"window.piege='img'\">",
    "\"><script>window.piege='script'</script>",
    "javascript:window.piege='lien'",
    "[clic](javascript:window.piege='prose')",
    "{{ 7*7 }} ${7*7} {% raw %}",
    "titre: vol\nlevier: portage\n- &a *a !!python/object {a: b}",
    "\u202etexte renversé\u202c\u200b\x00\ufeff",
    "' OR 1=1 -- \\ \\n \"'",
    "---\n...\n# fin",
    "👩🏽‍🔧 __proto__ constructor",
]


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of theirs."""
    return context.new_page()


def _open(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}{FORM}{query}")
    page.locator("[data-formulaire]").wait_for()


def _text(page: Page) -> str:
    """The file that the form has prepared."""
    page.locator("[data-resultat]").wait_for()
    return page.locator("[data-texte]").text_content() or ""


def _checked(tmp_path: Path, name: str, text: str) -> Catalogue:
    """The catalogue with the file `name` in it, which must pass as it stands."""
    practices = Path(shutil.copytree(PRACTICES, tmp_path / "practices", dirs_exist_ok=True))
    (practices / f"{name}.yml").write_text(text, "utf-8")
    checked = check(practices, today())
    assert checked.problems == []
    assert checked.catalogue is not None
    return checked.catalogue


def _go(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has the focus."""
    for _ in range(250):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is out of reach of the keyboard")


def test_a_practice_is_proposed_by_keyboard_alone(page: Page, address: str, tmp_path: Path) -> None:
    """From the first field to the file, with a carrier and a source that the catalogue does not know: what comes out
    passes the checks unchanged, and the site shows it.
    """
    _open(page, address)
    type_ = page.keyboard.type
    _go(page, "#f-titre")
    type_("Des visites d'entreprises ouvertes aux parents")
    _go(page, "#f-resume")
    type_("La ville organise des visites : 42 % des parents venus ont trouvé un emploi.")
    _go(page, "[data-champ=levier] input")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    _go(page, "[data-champ=porteurs] input")
    type_("Ville de Nulle-Part")
    _go(page, "[data-champ=porteurs] [data-ajouter]")
    page.keyboard.press("Enter")
    type_("MMIE")
    _go(page, "[data-champ=sources] [data-champ=id] input")
    type_("Bilan 2025 des visites")
    page.keyboard.press("Tab")
    type_("page 4")
    _go(page, "#partie-resultats summary")
    page.keyboard.press("Enter")
    _go(page, "[data-champ=chiffres] [data-ajouter]")
    page.keyboard.press("Enter")
    type_("42")
    _go(page, "[data-champ=chiffres] [data-champ=unite] input")
    type_("%")
    _go(page, "[data-champ=chiffres] [data-champ=libelle] textarea")
    type_("part des parents venus qui ont trouvé un emploi")
    _go(page, "[data-champ=chiffres] [data-champ=nature] select")
    type_("déclaré")
    _go(page, "[data-champ=chiffres] [data-champ=source] select")
    type_("Bilan")
    _go(page, "[data-champ=chiffres] [data-champ=repere] input")
    type_("page 4")
    _go(page, "[data-entree^=organisations] [data-champ=nature] select")
    type_("Coll")
    _go(page, "[data-entree^=organisations] [data-champ=region] select")
    type_("Norm")
    _go(page, "[data-entree^=sources] [data-champ=editeur] input")
    type_("Ville de Nulle-Part")
    _go(page, "#f-id")
    expect(page.locator("#f-id")).to_have_value("des-visites-d-entreprises-ouvertes-aux-parents")
    _go(page, SUBMIT)
    page.keyboard.press("Enter")

    name = page.locator("#f-id").input_value()
    catalogue = _checked(tmp_path, name, _text(page))
    practice = catalogue.pratiques[name]
    assert practice.titre == "Des visites d’entreprises ouvertes aux parents"
    assert practice.porteurs == ("ville-de-nulle-part", "mmie-lyon")
    assert catalogue.organisations["ville-de-nulle-part"].region == "28"
    assert catalogue.sources["bilan-2025-des-visites"].editeur == "ville-de-nulle-part"
    assert [str(figure.valeur) for figure in practice.chiffres] == ["42"]
    (fiche,) = [one for one in pages(Renderer(catalogue)) if one.address == f"pratiques/{name}/"]
    assert "Ville de Nulle-Part" in fiche.html
    assert "Des visites d'entreprises" in page.locator("[data-apercu]").inner_text()


def test_every_record_survives_the_form(page: Page, address: str, tmp_path: Path) -> None:
    """Each record of the catalogue, opened in the form and prepared again, says exactly what it said."""
    before = check(PRACTICES, today()).catalogue
    assert before is not None
    for name in NAMES:
        _open(page, address, f"?fiche={name}")
        page.locator(SUBMIT).click()
        assert _checked(tmp_path, name, _text(page)).pratiques == before.pratiques, name


KINDS = ("organisations", "sources", "publics", "freins", "secteurs", "regions", "pays", "pratiques")
IDS = {kind: list(getattr(check(PRACTICES, today()).catalogue, kind)) for kind in KINDS}
IDS["leviers"] = ["dans-le-contrat", "portage", "freins-peripheriques"]


def test_any_record_survives_the_form(page: Page, address: str) -> None:
    """A random record put into the fields and read from them is the same, and is written as it is read."""
    _open(page, address)
    through = """(data) => {
      const { form, model } = document.querySelector("[data-formulaire]").proposal;
      form.fill(data);
      return import("/assets/contribute/yaml.js").then(({ writeRecord }) => writeRecord(form.read(), model));
    }"""

    @seed(16)
    @settings(
        max_examples=60, deadline=None, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck)
    )
    @given(records(IDS))
    def same(data: dict[str, Any]) -> None:
        document, problems = parse(page.evaluate(through, data).encode(), "x.yml")
        assert problems == []
        assert document is not None
        assert Pratique.model_validate({**document.data, "id": "x"}) == Pratique.model_validate({**data, "id": "x"})

    same()


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_words_are_inert(number: int, page: Page, address: str) -> None:
    """Typed in every field at once: nothing runs, in the form, its preview or the draft taken up again; the file holds it
    as text.
    """
    _open(page, address)
    for part in page.locator("details.partie").all():
        part.evaluate("(details) => { details.open = true; }")
    for button in page.locator("[data-ajouter]").all():
        button.click()
    filled = """(text) => {
      for (const field of document.querySelectorAll(".proposer form :is(input[type=text], input[type=url], textarea)")) {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      document.querySelector("#f-titre").dispatchEvent(new Event("change", { bubbles: true }));
    }"""
    page.evaluate(filled, HOSTILE[number])
    shown = """async () => {
      const { proposal } = document.querySelector("[data-formulaire]");
      const { form, model } = proposal;
      const { writeRecord } = await import("/assets/contribute/yaml.js");
      const { preview } = await import("/assets/contribute/preview.js");
      const data = form.read();
      document.querySelector("[data-apercu]").append(preview(data, model, (...of) => proposal._wordsFor(...of)));
      return [data, writeRecord(data, model)];
    }"""
    data, text = page.evaluate(shown)
    page.locator(SUBMIT).click()
    page.locator("[data-erreurs]").wait_for()
    document, problems = parse(text.encode(), "x.yml")
    assert problems == []
    assert document is not None
    assert document.data == data
    page.reload()
    page.locator("[data-formulaire]").wait_for()
    assert page.evaluate("window.piege") is None
    assert page.evaluate("({}).polluted ?? Object.keys(Object.prototype).length") == 0
    assert page.locator("[data-formulaire] img, [data-formulaire] script").count() == 0


def test_what_is_wrong_is_said_in_place(page: Page, address: str) -> None:
    """A field says what it lacks once it is left; the whole is said at the top on sending, with links that lead there."""
    _open(page, address)
    page.locator("#f-titre").fill("Été")
    assert page.locator(".champ-erreur:visible").count() == 0
    page.keyboard.press("Tab")
    short = "«\u00a0Titre\u00a0» doit compter au moins 5 caractères\u202f; lu\u00a0: «\u00a0Été\u00a0»."
    expect(page.locator("#f-titre-erreur")).to_have_text(short)
    expect(page.locator("#f-titre")).to_have_attribute("aria-invalid", "true")
    page.locator("#f-titre").fill("Un été à la ville")
    page.keyboard.press("Tab")
    assert page.locator(".champ-erreur:visible").count() == 0

    page.locator("#f-resume").fill("Des places en crèche pour 60 % des parents accompagnés, dit-on.")
    page.locator(SUBMIT).click()
    summary = page.locator("[data-erreurs]")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    said = summary.locator("a").all_text_contents()
    assert said == [
        "La rubrique obligatoire «\u00a0Levier\u00a0» manque.",
        "La rubrique obligatoire «\u00a0Porteurs\u00a0» manque.",
        "La rubrique obligatoire «\u00a0Sources\u00a0» manque.",
        "«\u00a060 %\u00a0» est écrit dans «\u00a0Résumé\u00a0»\u202f; il est attendu aussi dans «\u00a0Chiffres\u00a0».",
    ]
    whole = summary.inner_text()
    assert whole.count("Une fiche a toujours un titre") == 1  # why, once for a rule
    assert "il faut savoir ce qu’il compte" in whole
    summary.get_by_role("link", name="Porteurs").click()
    expect(page.locator("#f-porteurs")).to_be_focused()
    expect(page.locator("[data-resultat]")).to_be_hidden()


def test_what_is_wrong_is_told_apart(page: Page, address: str) -> None:
    """Where a form holds several figures, the list says which is at fault; a name that the title will give is not asked for."""
    _open(page, address)
    page.locator("#partie-resultats").evaluate("(details) => { details.open = true; }")
    figures = page.locator("[data-champ=chiffres]")
    for value in ("37", "environ 40 %"):
        figures.locator(":scope > [data-ajouter]").click()
        page.locator("[data-champ=valeur] input").last.fill(value)
    page.locator(SUBMIT).click()
    said = page.locator("[data-erreurs] a").all_text_contents()
    number = "«\u00a0Valeur\u00a0» doit être un nombre écrit en chiffres\u202f; lu\u00a0: «\u00a0environ 40 %\u00a0»."
    assert f"Chiffres, n° 2\u00a0: {number} L’unité va dans «\u00a0Unité\u00a0»." in said
    assert "Chiffres, n° 1\u00a0: La rubrique obligatoire «\u00a0Libellé\u00a0» manque." in said
    assert not [message for message in said if "Nom du fichier" in message]


def test_the_draft_stays_on_the_device(page: Page, address: str, context: BrowserContext) -> None:
    """What was typed is there again after a reload, new names described; one button forgets it; nothing is sent."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    _open(page, address)
    page.locator("#f-titre").fill("Un brouillon à reprendre")
    page.locator("[data-champ=porteurs] input").fill("Ville de Nulle-Part")
    page.keyboard.press("Tab")
    page.locator("[data-entree] [data-champ=sigle] input").fill("VNP")
    page.reload()
    page.locator("[data-formulaire]").wait_for()
    expect(page.locator("#f-titre")).to_have_value("Un brouillon à reprendre")
    expect(page.locator("[data-champ=porteurs] input")).to_have_value("Ville de Nulle-Part")
    expect(page.locator("[data-entree] [data-champ=sigle] input")).to_have_value("VNP")
    expect(page.locator("[data-etat]")).to_contain_text("brouillon a été repris")
    expect(page.locator("[data-brouillon]")).to_contain_text("sur cet appareil")
    page.get_by_role("button", name="Effacer le brouillon").click()
    expect(page.locator("#f-titre")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('leviers-brouillon'))") == []
    assert all(line.startswith(f"GET {address}/") for line in asked)


def test_a_broken_draft_is_left_aside(page: Page, address: str) -> None:
    """A draft that cannot be read never closes the form."""
    for kept in (
        "{",
        "[]",
        '"x"',
        '{"titre": {"a": 1}, "sources": "x", "porteurs": [[]], "__proto__": {"polluted": 1}}',
        '{"titre": "Un titre", "porteurs": {"a": 1}}',
        '{"titre": "Un titre", "chiffres": [null]}',
    ):
        page.goto(f"{address}/contribuer/")  # a form that is left keeps its own draft
        page.evaluate("(text) => localStorage.setItem('leviers-brouillon', text)", kept)
        _open(page, address)
        assert page.evaluate("({}).polluted") is None


def test_a_draft_holds_only_what_was_changed(page: Page, address: str) -> None:
    """A fiche that was only looked at leaves no draft; one whose text was erased comes back without it."""
    _open(page, address, "?fiche=creches-solidaires")
    page.reload()
    page.locator("[data-formulaire]").wait_for()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('leviers-brouillon'))") == []
    assert page.locator("#f-contexte").input_value() != ""
    page.locator("#f-contexte").fill("", force=True)
    page.reload()
    page.locator("[data-formulaire]").wait_for()
    expect(page.locator("[data-etat]")).to_contain_text("brouillon a été repris")
    expect(page.locator("#f-contexte")).to_have_value("")
    expect(page.locator("#f-titre")).to_have_value("Crèches solidaires et sociales")


def test_a_practice_much_like_another_is_noticed(page: Page, address: str) -> None:
    """The fiche that it resembles is shown, to read or to complete, as soon as the title is typed."""
    _open(page, address)
    page.locator("#f-titre").fill("Crèches sociales et solidaires")
    page.keyboard.press("Tab")
    warning = page.locator("[data-doublons]")
    expect(warning.get_by_role("link", name="Crèches solidaires et sociales")).to_be_visible()
    warning.get_by_role("link", name="la compléter").click()
    page.wait_for_url("**/?fiche=creches-solidaires")
    expect(page.locator("#f-titre")).to_have_value("Crèches solidaires et sociales")
    assert page.locator("[data-doublons] a").count() == 0


def test_a_link_to_a_new_record_chooses_its_lever_and_region(page: Page, address: str) -> None:
    """« Décrire une première pratique » opens the form on a lever or a region; what the form does not offer is left out."""
    _open(page, address, "?levier=portage&region=28")
    assert page.locator('[data-champ="levier"] input:checked').get_attribute("value") == "portage"
    assert page.locator('[data-champ="regions"] input:checked').evaluate_all("all => all.map(one => one.value)") == [
        "28"
    ]
    _open(page, address, '?levier="]x&region=99')
    assert page.locator('[data-champ="levier"] input:checked, [data-champ="regions"] input:checked').count() == 0


def test_a_fiche_opens_filled_from_its_page(page: Page, address: str) -> None:
    """« Compléter cette fiche » leads to the form, filled; a fiche that does not exist leads to an empty form that says so."""
    page.goto(f"{address}/pratiques/nego-training/")
    page.get_by_role("link", name="Compléter cette fiche").click()
    page.locator("[data-formulaire]").wait_for()
    expect(page.locator("h1")).to_contain_text("Compléter la fiche")
    expect(page.locator("[data-champ=porteurs] input").first).to_have_value("MEF du Cotentin")
    for name in ("absente", "../../x", "<b>"):
        _open(page, address, f"?fiche={name}")
        expect(page.locator("[data-etat]")).to_contain_text("n’existe pas")
        expect(page.locator("#f-titre")).to_have_value("")


def test_each_way_out(page: Page, address: str, context: BrowserContext) -> None:
    """The forge gets the file in its address when it fits, and a copy to paste when it does not; a file is downloaded; no
    e-mail is offered without an address.
    """
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    _open(page, address, "?fiche=creches-solidaires")
    page.evaluate("document.querySelector('[data-formulaire]').proposal.origin = null")
    page.locator("#f-id").evaluate("(field) => { field.readOnly = false; }")
    page.locator("#f-id").fill("creches-bis")
    page.locator("#f-titre").fill("Des crèches d’une autre ville")
    page.locator(SUBMIT).click()
    text = _text(page)
    link = page.locator("[data-envoi=forge] a").get_attribute("href") or ""
    asked = parse_qs(urlsplit(link).query)
    assert link.startswith("https://forge.example/leviers-egalite/catalogue/new/main/practices?")
    assert (asked["filename"], asked["value"]) == (["creches-bis.yml"], [text])
    assert page.locator("[data-envoi=courriel]").is_hidden()
    with page.expect_download() as download:
        page.locator("[data-envoi=fichier] a").click()
    assert download.value.suggested_filename == "creches-bis.yml"
    assert Path(download.value.path()).read_text("utf-8") == text

    page.locator("#partie-recit").evaluate("(details) => { details.open = true; }")
    page.locator("#f-contexte").fill("Un mot. " * 700)
    page.locator(SUBMIT).click()
    expect(page.locator("[data-envoi=forge] [data-envoi-aide]")).to_contain_text("copié")
    link = page.locator("[data-envoi=forge] a").get_attribute("href") or ""
    assert len(link) < 300
    page.locator("[data-envoi=copie] button").click()
    expect(page.locator("[data-copie]")).to_have_text("Le texte est copié.")
    assert page.evaluate("navigator.clipboard.readText()") == _text(page)


def test_without_javascript_the_page_says_what_to_do(browser: Browser, address: str) -> None:
    """The form is not shown; a commented file to fill in is, and it is served."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{FORM}")
    assert page.locator("[data-formulaire]").is_hidden()
    template = page.locator("[data-sans-script]").get_by_role("link", name="modèle commenté")
    assert template.is_visible()
    answer = context.request.get(f"{address}/contribuer/modele.yml")
    assert answer.ok
    assert "# Titre (obligatoire)." in answer.text()
    context.close()


def test_a_form_that_cannot_start_says_what_to_do(page: Page, address: str) -> None:
    """When what the form needs does not come, the other ways in are shown instead of an empty page."""
    page.route("**/formulaire.json", lambda route: route.fulfill(status=500, body="panne"))
    page.goto(f"{address}{FORM}")
    page.locator("[data-sans-script]").wait_for()
    assert page.locator("[data-formulaire]").is_hidden()


def _axe(page: Page) -> list[str]:
    axe.inject(page)
    return axe.violations(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(width: int, browser: Browser, address: str) -> None:
    """With everything open and wrong, with new names to describe, and with the result shown (empty: test_axe.py)."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    _open(page, address)
    for part in page.locator("details.partie").all():
        part.evaluate("(details) => { details.open = true; }")
    for button in page.locator("[data-ajouter]").all():
        button.click()
    for field in page.locator("input[list=liste-organisations], input[list=liste-sources]").all():
        field.fill("Un nom nouveau")
    page.locator(SUBMIT).click()
    page.locator("[data-erreurs]").wait_for()
    found = _axe(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    _open(page, address, "?fiche=atout-mixite")
    page.locator(SUBMIT).click()
    page.locator("[data-resultat]").wait_for()
    found += _axe(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
    assert found == []
