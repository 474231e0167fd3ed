"""Search in a real Chromium: the box of every page, and the catalogue's page with its facets."""

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser import axe
from common import FROZEN
from french import faults

FACETS = ("levier", "region", "public", "frein", "secteur", "porteur", "nature", "mecanisme", "preuve")

ASKED = {
    "creche": "creches-solidaires",
    "négociaton salaire": "nego-training",
    "nounou": "creches-solidaires",
    "cheffes de quart": "atout-mixite",
    "act elles": "act-elles",
    "BTP femmes": "visites-chantiers-est-ensemble",
    "comment aider les femmes à négocier leur salaire": "nego-training",
}

HOSTILE = [
    "a" * 10_000,
    "crèche " * 1_500,
    "👩🏽‍🔧🧑‍🤝‍🧑 🏗️",
    "<img src=x onerror=\"window.piege='img'\">",
    "\"><script>window.piege='script'</script>",
    "javascript:window.piege='lien'",
    "__proto__",
    "constructor",
    "toString hasOwnProperty valueOf",
    "(a+)+$ [\\ .*? (?=x",
    "\u202etnelaivne\u202c \u200f\u200b\u2066",
    "%00 %E9 %zz \x00",
    "\ufeff\u0301\u0301\u0301e" * 50,
    "' OR 1=1 -- ${7*7} {{7*7}}",
    "    ",
]


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must stay quiet: no message in the console, no exception, no failed request."""
    opened = context.new_page()
    faults = listen(opened)
    yield opened
    assert faults == []


def listen(page: Page) -> list[str]:
    """Return the list in which whatever `page` complains of is noted."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
    return faults


def requests_of_search(page: Page) -> list[str]:
    """Return the list in which every request of `page` for the index, the engine, or the box's own behaviour, is noted."""
    asked: list[str] = []

    def note(url: str) -> None:
        scripts = (f"/assets/search/{name}.js" for name in ("engine", "query", "encoding", "analysis", "box"))
        if "/recherche/" in url or any(script in url for script in scripts):
            asked.append(url)

    page.on("request", lambda request: note(request.url))
    return asked


def results(page: Page) -> list[str]:
    """Return the ids of the practices (or addresses of the pages) among the results, once they are there."""
    page.locator(".catalogue--attend").wait_for(state="detached")
    links = page.locator("[data-results] a").evaluate_all("links => links.map((a) => new URL(a.href).pathname)")
    return [link.removeprefix("/pratiques/").strip("/") for link in links]


def search(page: Page, text: str) -> None:
    """Type `text` into the search field of the page, from the keyboard's own shortcut."""
    page.keyboard.press("/")
    page.keyboard.type(text)


# --- Finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ASKED)
def test_addresses_answer_with_the_right_practice_first(asked: str, page: Page, address: str) -> None:
    """Unaccented, misspelt, a synonym, an acronym, a whole question: the right fiche comes first."""
    page.goto(f"{address}/pratiques/?{urlencode({'q': asked})}")
    first = page.locator("[data-results] a").first
    expect(first).to_have_attribute("href", f"{address}/pratiques/{ASKED[asked]}/")
    assert page.locator("input[type=search]").input_value() == asked


def test_matches_are_marked(page: Page, address: str) -> None:
    """What answers the query is marked, accents and endings included."""
    page.goto(f"{address}/pratiques/?q=creche")
    expect(page.locator("[data-results] .carte-titre mark").first).to_have_text("Crèches")


def test_cards_show_what_the_catalogue_shows(page: Page, address: str) -> None:
    """A result has the same title, lever, place, line and evidence as the card it stands for."""
    parts = (".carte-levier", ".carte-titre", ".carte-lieu", ".carte-resume", ".carte-preuve")
    read = """(cards, parts) => Object.fromEntries(cards.map((card) => [
      card.querySelector("a").href, parts.map((part) => card.querySelector(part).textContent.trim()),
    ]))"""
    page.goto(f"{address}/pratiques/")
    static = page.locator(".carte").evaluate_all(read, list(parts))
    page.goto(f"{address}/pratiques/?tri=titre")
    page.locator("[data-results] > .cartes").wait_for()
    assert page.locator(".carte").evaluate_all(read, list(parts)) == static


def test_pages_are_found_too_but_not_under_a_facet(page: Page, address: str) -> None:
    """A page written by hand is a result, labelled as a page; choosing a facet leaves practices only."""
    page.goto(f"{address}/pratiques/?q=enjeux")
    labels = page.locator("[data-results] .carte--page .carte-levier")
    labels.first.wait_for()
    assert set(labels.all_text_contents()) == {"Page"}
    page.goto(f"{address}/pratiques/?q=enjeux&preuve=non-chiffree")
    page.locator(".puce").first.wait_for()
    assert page.locator(".carte--page").count() == 0


def test_nothing_found_offers_ways_out(page: Page, address: str) -> None:
    """Dropping a filter is offered with what it would give, as is proposing a practice; taking the way out works."""
    page.goto(f"{address}/pratiques/?q=crèche&region=28")
    help_ = page.locator(".aide")
    expect(help_).to_contain_text("Sans le filtre Territoire")
    assert results(page) == []
    expect(help_.get_by_role("link", name="Proposez-la")).to_have_attribute("href", f"{address}/contribuer/proposer/")
    help_.get_by_role("link", name="Sans le filtre Territoire").click()
    expect(page.locator("[data-results] a").first).to_have_attribute("href", f"{address}/pratiques/creches-solidaires/")
    assert page.url == f"{address}/pratiques/?q=cr%C3%A8che"


def test_a_misspelt_word_is_offered_as_it_was_read(page: Page, address: str) -> None:
    """« négociaton » says that it was read as « négociation », which is a link."""
    page.goto(f"{address}/pratiques/?q=négociaton salaire")
    expect(page.locator(".aide")).to_contain_text("Vouliez-vous dire")


# --- Fetching --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/pratiques/", "/pratiques/nego-training/", "/404.html"])
def test_nothing_of_the_index_before_the_reader_turns_to_search(path: str, page: Page, address: str) -> None:
    """Before the field has the focus, no byte of the index nor of the engine; then each file once."""
    asked = requests_of_search(page)
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.locator("input[type=search]").focus()
    page.keyboard.type("crèche")
    page.locator("[role=option], [data-results] mark").first.wait_for()
    for _ in "crèche":
        page.keyboard.press("Backspace")
    page.keyboard.type("chantier")
    page.locator("mark", has_text="chantier").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert any("lexique" in url for url in asked)
    repeated = {url: n for url, n in Counter(asked).items() if n > 1 and not url.endswith("icones.svg")}
    assert repeated == {}


def test_an_older_answer_never_replaces_a_newer_one(page: Page, address: str) -> None:
    """The index comes late, and letters go on: what is shown answers the last of them."""
    page.route("**/recherche/*.json", lambda route: (page.wait_for_timeout(150), route.continue_()))  # type: ignore[func-returns-value]
    page.goto(f"{address}/leviers/")
    search(page, "crèche")
    for _ in "crèche":
        page.keyboard.press("Backspace")
    page.keyboard.type("marchetti")
    expect(page.locator("[role=option]").last).to_contain_text("marchetti")
    page.wait_for_timeout(500)
    expect(page.locator("[role=option]").first).to_contain_text("Marchetti")


# --- The box ---------------------------------------------------------------------------------------------------------


def test_the_box_is_a_combobox(page: Page, address: str) -> None:
    """Arrows move among suggestions, the field keeps the focus, Escape closes then clears, Tab leaves."""
    page.goto(f"{address}/leviers/")
    field = page.get_by_role("combobox", name="Rechercher une pratique")
    search(page, "femmes")
    options = page.get_by_role("option")
    options.first.wait_for()
    expect(field).to_have_attribute("aria-expanded", "true")
    last = options.count() - 1
    expect(options.nth(last)).to_have_text("Voir tous les résultats pour «\u00a0femmes\u00a0»")
    assert options.first.locator(".suggestion-levier").inner_text()
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    expect(options.nth(last)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(options.nth(last)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.input_value() == "femmes"
    page.keyboard.press("Escape")
    assert field.input_value() == ""
    page.keyboard.type("crèche")
    options.first.wait_for()
    page.keyboard.press("Tab")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).not_to_be_focused()


def test_suggestions_are_announced(page: Page, address: str) -> None:
    """A polite live region says how many results there are."""
    page.goto(f"{address}/leviers/")
    search(page, "crèche")
    expect(page.locator("[role=status]")).to_contain_text("résultat")


def test_slash_is_typed_where_one_types(page: Page, address: str) -> None:
    """The shortcut does not take the « / » of a text away."""
    page.goto(f"{address}/leviers/")
    search(page, "1/2")
    assert page.locator("input[type=search]").input_value() == "1/2"


def test_home_to_fiche_to_catalogue_by_keyboard_alone(page: Page, address: str) -> None:
    """Home, suggestions, a fiche; then all results, a facet, its chip, another order."""
    page.goto(f"{address}/")
    search(page, "crèche")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pratiques/creches-solidaires/")

    search(page, "femmes")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pratiques/?q=femmes")
    page.locator("[data-results] mark").first.wait_for()

    search(page, "")
    _tab_to(page, '[data-facet="region"][data-value="28"]')
    page.keyboard.press("Space")
    page.wait_for_url("**/pratiques/?q=femmes&region=28")
    assert "nego-training" in results(page)

    _tab_to(page, "[data-tri]")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**/pratiques/?q=femmes&region=28&tri=titre")
    _tab_to(page, ".puce")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pratiques/?q=femmes&tri=titre")
    expect(page.locator(".trouvailles-titre")).to_be_focused()
    titles = page.locator("[data-results] .carte:not(.carte--page) .carte-titre").all_text_contents()
    assert titles == sorted(titles, key=_plain)


def _plain(title: str) -> str:
    return "".join(
        c for c in title.casefold().replace("œ", "oe").translate(str.maketrans("éèà’«", "eea  ")) if c.isalnum()
    )


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is out of reach of the keyboard")


def test_enter_without_a_suggestion_goes_to_the_catalogue(page: Page, address: str) -> None:
    """The box stays the form that it is."""
    page.goto(f"{address}/leviers/")
    search(page, "crèche")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pratiques/?q=cr%C3%A8che")
    assert results(page)[0] == "creches-solidaires"


# --- The address -----------------------------------------------------------------------------------------------------


def test_back_and_forward_retrace_deliberate_steps(page: Page, address: str) -> None:
    """Typing writes over the address; a facet, a chip or an order is a step that back undoes and forward redoes."""
    page.goto(f"{address}/leviers/")
    page.goto(f"{address}/pratiques/")
    before = page.evaluate("history.length")
    search(page, "femmes")
    page.wait_for_url("**/?q=femmes")
    assert page.evaluate("history.length") == before
    page.locator('[data-facet="preuve"][data-value="non-chiffree"]').check()
    page.wait_for_url("**/?q=femmes&preuve=non-chiffree")
    narrow = results(page)
    page.locator("[data-tri]").select_option("titre")
    page.wait_for_url("**/?q=femmes&preuve=non-chiffree&tri=titre")
    assert page.evaluate("history.length") == before + 2

    page.go_back()
    assert page.url == f"{address}/pratiques/?q=femmes&preuve=non-chiffree"
    expect(page.locator("[data-tri]")).to_have_value("pertinence")
    expect(page.locator(".puce")).to_have_count(2)
    page.wait_for_function("n => document.querySelectorAll('[data-results] a').length === n", arg=len(narrow))
    assert results(page) == narrow
    page.go_back()
    expect(page.locator('[data-facet="preuve"][data-value="non-chiffree"]')).not_to_be_checked()
    page.locator(".puces").wait_for(state="hidden")
    assert len(results(page)) > len(narrow)
    page.go_forward()
    expect(page.locator('[data-facet="preuve"][data-value="non-chiffree"]')).to_be_checked()
    page.go_back()
    page.go_back()
    assert page.url == f"{address}/leviers/"


def test_a_shared_address_answers_with_its_state(page: Page, address: str, context: BrowserContext) -> None:
    """What one reader sees, another sees who is given the address."""
    page.goto(f"{address}/pratiques/")
    for facet, value in (("levier", "hors-contrat"), ("levier", "dans-le-contrat"), ("preuve", "non-chiffree")):
        page.locator(f'[data-facet="{facet}"][data-value="{value}"]').check()
    search(page, "emploi")
    page.wait_for_url("**/?q=emploi*")
    other = context.new_page()
    other.goto(page.url)
    assert results(other) == results(page) != []
    checked = "boxes => boxes.map((b) => `${b.dataset.facet}=${b.dataset.value}`)"
    boxes = other.locator("[data-facet]:checked").evaluate_all(checked)
    assert boxes == ["levier=dans-le-contrat", "levier=hors-contrat", "preuve=non-chiffree"]
    assert other.locator("input[type=search]").input_value() == "emploi"


def test_everything_can_be_cleared(page: Page, address: str) -> None:
    """« Tout effacer » gives the whole catalogue back, by lever, at its plain address."""
    page.goto(f"{address}/pratiques/?q=femmes&preuve=non-chiffree&tri=titre")
    page.get_by_role("button", name="Tout effacer").click()
    page.wait_for_url(f"{address}/pratiques/")
    expect(page.locator(".groupe").first).to_be_visible()
    assert page.locator(".carte").count() == len(RECORDS)
    assert _shown_counts(page) == {facet: dict(_counts(facet, {})) for facet in FACETS}


def test_without_javascript_the_box_leads_to_the_whole_catalogue(browser: Browser, address: str) -> None:
    """The form is sent, the page shows every card by lever, and no control that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/leviers/")
    page.locator("input[type=search]").fill("crèche")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pratiques/?q=cr%C3%A8che")
    cards = page.locator(".groupe .carte")
    assert cards.count() == len(RECORDS)
    assert all(cards.nth(i).is_visible() for i in range(cards.count()))
    assert not any(box.is_visible() for box in page.locator("[data-facet], [data-tri], .filtres-bouton").all())
    context.close()


# --- Facets ----------------------------------------------------------------------------------------------------------


def _yaml(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - text only
    return found


RECORDS = {path.stem: _yaml(path) for path in sorted((FROZEN / "practices").glob("*.yml"))}
LEVIERS = _yaml(FROZEN / "practices" / "vocabulaires" / "leviers.yml")
ORGANISATIONS = _yaml(FROZEN / "practices" / "vocabulaires" / "organisations.yml")


def _values(record: Mapping[str, Any], facet: str) -> set[str]:
    """The values of a record in a facet, read plainly from its YAML."""
    if facet == "levier":
        found = [record["levier"]]
        while parent := LEVIERS[found[-1]].get("parent"):
            found.append(parent)
        return set(found)
    if facet == "region":
        own = record.get("territoire")
        places = [own] if own else [ORGANISATIONS[porteur] for porteur in record["porteurs"]]
        codes = {code for place in places for code in [*place.get("regions", []), place.get("region")] if code}
        return codes | ({"national"} if any(place.get("national") == "true" for place in places) else set())
    if facet == "preuve":
        natures = {figure["nature"] for figure in record.get("chiffres", [])}
        return {"mesuree" if "mesure" in natures else "declaree" if "declare" in natures else "non-chiffree"}
    if facet == "nature":
        return {ORGANISATIONS[porteur]["nature"] for porteur in record["porteurs"]}
    if facet == "mecanisme":
        return set(record.get("contrat", {}).get("mecanismes", []))
    plural = {"public": "publics", "frein": "freins", "secteur": "secteurs", "porteur": "porteurs"}[facet]
    return set(record.get(plural, []))


def _matching(chosen: Mapping[str, Sequence[str]]) -> set[str]:
    return {
        name for name, r in RECORDS.items() if all(_values(r, facet) & set(values) for facet, values in chosen.items())
    }


def _counts(facet: str, chosen: Mapping[str, Sequence[str]]) -> Counter[str]:
    """How many practices each value of `facet` would leave, the other facets being as chosen."""
    left = _matching({other: values for other, values in chosen.items() if other != facet})
    return Counter(value for name in left for value in _values(RECORDS[name], facet))


def _singles() -> list[dict[str, list[str]]]:
    return [{facet: [value]} for facet in FACETS for value in sorted(_counts(facet, {}))]


def _combinations() -> list[dict[str, list[str]]]:
    rng = random.Random(50)
    every = {facet: sorted(_counts(facet, {})) for facet in FACETS}
    return [
        {
            facet: rng.sample(every[facet], min(len(every[facet]), rng.randint(1, 3)))
            for facet in rng.sample(FACETS, rng.randint(2, 4))
        }
        for _ in range(50)
    ]


def _shown_counts(page: Page) -> dict[str, dict[str, int]]:
    """The counts that the page shows, those of zero left out."""
    shown: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    read = """boxes => boxes.map((box) => [
      box.dataset.facet, box.dataset.value, box.closest("label").querySelector("[data-count]").textContent,
    ])"""
    for facet, value, count in page.locator("[data-facet]").evaluate_all(read):
        if int(count):
            shown[facet][value] = int(count)
    return shown


def test_facet_counts_equal_a_plain_count(page: Page, address: str) -> None:
    """For each single value and fifty random combinations, the engine counts what a plain loop over the records counts."""
    page.goto(f"{address}/pratiques/")
    answers = page.evaluate(
        """async (choices) => {
          const { engine } = await import("/assets/search/access.js");
          const opened = await engine();
          return Promise.all(choices.map((facets) => opened.search("", { facets, count: true, limit: 1000 })));
        }""",
        [*_singles(), *_combinations()],
    )
    for chosen, answer in zip([*_singles(), *_combinations()], answers, strict=True):
        found = {result["address"].removeprefix("pratiques/").strip("/") for result in answer["results"]}
        assert found == _matching(chosen), chosen
        assert answer["total"] == len(found)
        for facet in FACETS:
            counted = {value: n for value, n in answer["facets"][facet].items() if n}
            assert counted == dict(_counts(facet, chosen)), (chosen, facet)


@pytest.mark.parametrize("number", range(12))
def test_shown_counts_equal_a_plain_count(number: int, page: Page, address: str) -> None:
    """The same through the page: boxes ticked one by one, counts and results as shown."""
    chosen = (_combinations() + _singles())[number * 5]
    page.goto(f"{address}/pratiques/")
    for facet, values in chosen.items():
        for value in values:
            page.locator(f'[data-facet="{facet}"][data-value="{value}"]').check()
    expect(page.locator(".puce:not(.puce--tout)")).to_have_count(sum(map(len, chosen.values())))
    assert set(results(page)) == _matching(chosen)
    assert _shown_counts(page) == {facet: dict(_counts(facet, chosen)) for facet in FACETS}


def test_the_index_is_asked_for_anew_once_after_a_broken_connection(page: Page, address: str) -> None:
    """Two who waited for an index that failed to come: the one who asks anew at once has the engine that all have from then on."""
    page.goto(f"{address}/a-propos/")
    asked = page.evaluate(
        """async () => {
          const { engine } = await import("/assets/search/access.js");
          const online = window.fetch;
          let asked = 0;
          window.fetch = (address, options) => {
            asked += String(address).endsWith("/recherche/index.json");
            return asked === 1 ? Promise.reject(new TypeError("Failed to fetch")) : online(address, options);
          };
          const anew = engine().catch(() => engine());
          const late = engine().catch(() => "failed");
          return { late: await late, same: (await anew) === (await engine()), asked };
        }"""
    )
    assert asked == {"late": "failed", "same": True, "asked": 2}


# --- Hostile ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_addresses_do_nothing(number: int, page: Page, address: str) -> None:
    """In the query and in every facet: quiet, nothing run, the page answers."""
    text = HOSTILE[number]
    others = (*FACETS, "tri", "__proto__", "constructor")
    # At once where it fits: a server refuses too long an address.
    for names in (("q",), *([others] if len(text) < 500 else [(name,) for name in others])):
        page.goto(f"{address}/pratiques/?{urlencode(dict.fromkeys(names, text), errors='surrogatepass')}")
        page.locator(".catalogue--attend").wait_for(state="detached")
        assert page.evaluate("window.piege") is None
        assert page.locator("[data-results] img, [data-results] script, .trouvailles img, .puces img").count() == 0
        assert page.evaluate("({}).polluted ?? Object.keys(Object.prototype).length") == 0


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_words_typed_in_the_box_do_nothing(number: int, page: Page, address: str) -> None:
    """The same typed into the box of a page, suggestions open."""
    page.goto(f"{address}/leviers/")
    field = page.locator("input[type=search]")
    field.focus()
    field.evaluate("(f, text) => { f.value = text; f.dispatchEvent(new InputEvent('input')); }", HOSTILE[number])
    if HOSTILE[number].strip():
        page.locator("[role=option]").first.wait_for()
    assert page.evaluate("window.piege") is None
    assert page.locator(".suggestions img, .suggestions script").count() == 0


# --- Everyone --------------------------------------------------------------------------------------------------------


def test_axe_is_the_release_that_its_manifest_names() -> None:
    """The checker of accessibility is the published file, unchanged."""
    (package,) = json.loads((axe.AXE / "vendor.json").read_text("utf-8"))["packages"]
    for file in package["files"]:
        assert hashlib.sha256((axe.AXE / file["to"]).read_bytes()).hexdigest() == file["sha256"]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(width: int, browser: Browser, address: str) -> None:
    """With results and facets open, and with nothing found (each kind of page: test_axe.py)."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    found = []
    for query in ("?q=femmes&preuve=non-chiffree", "?q=crèche&region=28"):
        page.goto(f"{address}/pratiques/{query}")
        page.locator(".catalogue--attend").wait_for(state="detached")
        if width < 1024:
            page.get_by_role("button", name="Filtrer").click()
            page.locator(".facette:not([open])").evaluate_all("all => all.forEach((d) => { d.open = true; })")
        expect(page.locator('[data-facet="preuve"]').first).to_be_visible()
        axe.inject(page)
        found += axe.violations(page)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
    assert found == []


def test_what_scripts_draw_follows_french_typography(page: Page, address: str) -> None:
    """Suggestions, results, chips, and the ways out of nothing found are set as the pages are."""
    page.goto(f"{address}/leviers/")
    search(page, "femmes")
    page.get_by_role("option").first.wait_for()
    drawn = [page.locator(".suggestions").inner_text()]
    for query in ("?q=femmes&preuve=non-chiffree", "?q=crèche&region=28", "?q=négociaton salaire"):
        page.goto(f"{address}/pratiques/{query}")
        page.locator(".catalogue--attend").wait_for(state="detached")
        drawn.append(page.locator("main").inner_text())
    assert [fault for text in drawn for line in text.split("\n") for fault in faults(line)] == []


def test_nothing_moves_while_results_come(page: Page, address: str) -> None:
    """A shared address settles without a layout shift that a reader would feel."""
    page.add_init_script(
        "window.layoutShift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries())"
        " if (!e.hadRecentInput) window.layoutShift += e.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(f"{address}/pratiques/?q=femmes&preuve=non-chiffree")
    page.locator("[data-results] mark").first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.layoutShift") < 0.1
