"""Sessions made from fiches: built by keyboard, sent by their address, printed in three forms; and the ready-made ones."""

import io
import json
import re
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from browser import axe

A4 = (595, 842)
CATALOGUE_ORDER = ["dae-marche-impression", "lyon-collecte-dechets"]
PARCOURS = ["premier-marche", "lever-les-freins", "entrainer-les-employeurs"]


def _tab_until(page: Page, found: str, most: int = 200) -> None:
    """Press Tab until the element that has the focus answers to `found`, a JavaScript expression on `e`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"((e) => Boolean({found}))(document.activeElement)"):
            return
    pytest.fail(f"nothing answers to {found} by keyboard")


def _ids(page: Page) -> list[str]:
    """Return the fiches of the session, in the order shown."""
    ids: list[str] = page.locator("[data-etape]").evaluate_all("all => all.map((e) => e.dataset.etape)")
    return ids


def _printed(page: Page, form: str) -> tuple[pypdf.PdfReader, str]:
    """Choose a form, print it; return the paper, all A4, and its text without what a line break changes."""
    page.locator(f"input[value={form}]").check()
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert {(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in paper.pages} == {A4}
    return paper, _letters("".join(p.extract_text() for p in paper.pages))


def _letters(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f\u00ad\u2010-]+", "", text)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A fresh reader's page, in which an error is a fault of the test."""
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(str(error)))
    return opened


def test_a_session_is_built_by_keyboard_sent_and_printed(page: Page, browser: Browser, address: str) -> None:
    """Five fiches chosen from the catalogue, a fiche and the builder, put in order, sent to a fresh reader, printed."""
    keys = page.keyboard
    page.goto(f"{address}/pratiques/")
    for count, name in enumerate(CATALOGUE_ORDER, 1):
        _tab_until(page, f"e.dataset.seance === '{name}'")
        keys.press("Enter")
        expect(page.locator(".ma-seance")).to_have_text(f"Ma séance ({count})")
        expect(page.locator(".lu[role=status]")).to_contain_text(f"{count} fiche")
        assert page.evaluate("document.activeElement.textContent").startswith("Dans ma séance")
    page.goto(f"{address}/pratiques/act-elles/")
    _tab_until(page, "e.dataset.seance === 'act-elles'")
    keys.press("Enter")
    _tab_until(page, "e.closest('.ma-seance')")
    keys.press("Enter")
    page.wait_for_url("**/formation/seance/?fiches=*")
    for word, name in (("creche", "creches-solidaires"), ("négocier salaire", "nego-training")):
        if page.evaluate("document.activeElement.id") != "trouver":
            page.locator("#trouver").focus()
        keys.press("Control+A")
        keys.type(word)
        page.locator("[data-trouvees] button").first.wait_for()
        expect(page.locator("[data-trouvees] li").first).to_contain_text(
            "crèche" if word == "creche" else "salaire", ignore_case=True
        )
        keys.press("Tab")
        keys.press("Enter")
        page.locator(f"[data-etape={name}]").wait_for()
    assert _ids(page) == [*CATALOGUE_ORDER, "act-elles", "creches-solidaires", "nego-training"]

    # In another order: the button keeps the focus, the new place is said.
    _tab_until(page, "e.closest('[data-etape=nego-training]') && e.textContent.startsWith('Monter')")
    for place in (4, 3, 2, 1):
        keys.press("Enter")
        expect(page.locator("[data-dit]")).to_contain_text(f"en position {place} sur 5")
        assert page.evaluate("document.activeElement.textContent").startswith("Monter")
    keys.press("Enter")  # at the top, nothing more
    order = ["nego-training", *CATALOGUE_ORDER, "act-elles", "creches-solidaires"]
    assert _ids(page) == order

    # A time and a question of one's own, and a title.
    first = page.locator("[data-etape=nego-training]")
    first.locator("input[type=number]").fill("75")
    first.locator("textarea").fill("Qui négocie, ici & maintenant ?\n<b>Et vous ?</b>")
    page.locator("#titre-seance").fill("Séance du mardi")
    expect(page.locator("[data-total]")).to_have_text(re.compile(r"5.fiches, 3.h en tout"))
    page.wait_for_url("**titre=S%C3%A9ance%20du%20mardi*")
    page.wait_for_url("**min=75*")
    sent = page.url

    stranger = browser.new_context(viewport={"width": 1280, "height": 900})
    page = stranger.new_page()
    page.goto(sent)
    page.locator("[data-etape]").nth(4).wait_for()
    assert _ids(page) == order
    assert page.locator("#titre-seance").input_value() == "Séance du mardi"
    _check_accessible(page)
    _check_paper(page, order)
    stranger.close()


def _check_accessible(page: Page) -> None:
    """With a session in it, narrow and wide, light and dark, the builder has no violation and holds in the screen."""
    axe.inject(page)
    for width, scheme in ((360, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _check_paper(page: Page, order: list[str]) -> None:
    """The three forms hold the titles; the questions and the times where they are wanted; each card its address."""
    titles = [_letters(title) for title in page.locator("[data-etape] h3 a").all_inner_texts()]
    questions = [
        _letters(line) for box in page.locator("[data-etape] textarea").all() for line in box.input_value().split("\n")
    ]
    assert len(titles) == 5
    assert len(questions) > 10
    _, text = _printed(page, "livret")
    assert [wanted for wanted in [*titles, *questions] if wanted not in text] == []
    assert all(f"/p/{_letters(name)}/" in text for name in order)
    _, text = _printed(page, "animation")
    assert [wanted for wanted in [*titles, *questions] if wanted not in text] == []
    assert "0h00–1h15" in text
    assert "–3h00" in text
    assert "Expliquercommentuneclausesocialed’insertion" in text
    paper, text = _printed(page, "cartes")
    assert len(paper.pages) == 2
    cards = [[title for title in titles if title in _letters(p.extract_text())] for p in paper.pages]
    assert cards == [titles[:4], titles[4:]]
    assert all(f"/p/{_letters(name)}/" in text for name in order)
    assert _letters("Composer une séance") not in text
    codes = page.locator("[data-papier] img")
    assert codes.count() == 5
    assert codes.evaluate_all("all => all.every((e) => e.naturalWidth && e.alt.startsWith('Code QR vers '))")


# --- The longest text ------------------------------------------------------------------------------------------------

LONG = "Accompagnement des facilitateur·rices MÉTROPOLITAINS vers l’intermédiation professionnelle "
OVERFLOW = """() => [...document.querySelectorAll(".carte-a6")].filter((card) => {
  const box = card.getBoundingClientRect();
  const style = getComputedStyle(card);
  const scale = box.width / card.offsetWidth;
  const right = box.right - parseFloat(style.paddingRight) * scale + 1;
  const bottom = box.bottom - parseFloat(style.paddingBottom) * scale + 1;
  return [...card.querySelectorAll("*")].some((e) => {
    const r = e.getBoundingClientRect();
    return r.right > right || r.bottom > bottom;
  }) || card.scrollHeight > card.clientHeight || card.scrollWidth > card.clientWidth;
}).map((card) => card.textContent)"""

CODE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'

KINDS = (
    LONG,
    "MAISON MÉTROPOLITAINE POUR L’INSERTION ET L’EMPLOI DES FEMMES ",
    "anticonstitutionnellement",
    "37 % des femmes, l’été ; où, quand, pourquoi ? ",
)


def _fiche(name: str, text: str, resume: int, porteur: int) -> dict[str, Any]:
    """Return a fiche made of `text`, as long as a record may be but for its summary and the names of its carriers."""

    def cut(length: int) -> str:
        return (text * 40)[:length]

    return {
        "id": name,
        "titre": cut(80),
        "resume": cut(resume),
        "levier": {"id": "sensibilisation-metiers", "nom": cut(120)},
        "porteurs": [cut(porteur)] * 5,
        "minutes": 600,
        "objectifs": [cut(600)] * 10,
        "questions": [cut(600)] * 10,
        "activite": cut(6000),
        "court": f"https://leviers-egalite.exemple.gouv.fr/p/{name}/",
    }


@pytest.mark.parametrize("typeface", [True, False])
def test_the_longest_text_stays_on_its_card(typeface: bool, page: Page, address: str) -> None:
    """Cards with the longest title, summary, names and address, and their codes to scan, overflow neither on the screen nor on paper.

    Nor where the typeface came too late, and its stand-in serves (font-display: optional).

    So do the longest of those set in larger type.
    """
    longest = [_fiche("w" * 63 + str(rank), text, 280, 120) for rank, text in enumerate(KINDS)]
    ample = [_fiche("m" * 63 + str(rank), text, 240, 20) for rank, text in enumerate(KINDS)]
    fiches = {fiche["id"]: fiche for fiche in [*longest, *ample]}

    def answer(route: Route) -> None:
        route.fulfill(json=fiches[route.request.url.split("/")[-2]])

    page.route("**/seance.json", answer)
    # These fiches have no page: without their codes to scan, which take room, a card would be lighter than any real one.
    page.route("**/qr.svg", lambda route: route.fulfill(body=CODE, content_type="image/svg+xml"))
    if typeface:  # known from a first page
        page.goto(f"{address}/formation/seance/")
        page.evaluate("document.fonts.load('1em \"Atkinson Hyperlegible Next\"').then(() => {})")
    else:
        page.route("**/*.woff2", lambda route: route.abort())
    page.goto(f"{address}/formation/seance/?fiches={','.join(fiches)}&forme=cartes")
    page.locator(".carte-a6").nth(7).wait_for()
    page.evaluate("document.fonts.ready.then(() => {})")
    assert page.locator(".carte-a6 img").count() == 8
    assert page.locator(".carte-a6--ample").count() == 4
    assert page.evaluate(OVERFLOW) == []
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOW) == []
    paper, text = _printed_as_is(page)
    assert len(paper.pages) == 2
    assert all(_letters((kind * 40)[:280]) in text for kind in KINDS)
    # And the measure does see what sticks out.
    page.locator(".carte-a6-resume").evaluate_all("all => all.forEach((e) => { e.style.fontSize = '30pt'; })")
    assert len(page.evaluate(OVERFLOW)) == 8


def _printed_as_is(page: Page) -> tuple[pypdf.PdfReader, str]:
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return paper, _letters("".join(p.extract_text() for p in paper.pages))


# --- Hostile addresses, other sessions, dragging ---------------------------------------------------------------------


def test_a_hostile_address_is_inert_and_told(page: Page, address: str) -> None:
    """What an address says is text: no element comes of it; what is unknown is named, and the rest is there."""
    evil = "%3Cimg%20src=x%20onerror=document.title=1%3E"
    page.goto(
        f"{address}/formation/seance/?fiches={evil},inconnue,nego-training,..%2F..%2Fx&titre={evil}&q3={evil}&min=9,9,9&forme={evil}"
    )
    page.locator("[data-etape]").first.wait_for()
    assert _ids(page) == ["nego-training"]
    expect(page.locator("[data-inconnues]")).to_contain_text("ne connaît pas")
    told = page.locator("[data-inconnues] code").all_inner_texts()
    assert sorted(told) == ["../../x", "<img src=x onerror=document.title=1>", "inconnue"]
    assert page.locator("#contenu img[src=x]").count() == 0
    assert page.title() != "1"
    expect(page.locator(".papier-entete h3")).to_have_text("<img src=x onerror=document.title=1>")
    expect(page.locator(".papier-questions li")).to_have_text("<img src=x onerror=document.title=1>")
    assert page.locator("input[name=forme]:checked").input_value() == "livret"
    page.wait_for_url("**/formation/seance/?fiches=nego-training&min=9&*")


def test_a_session_is_dragged_emptied_and_opened_again(page: Page, address: str) -> None:
    """A row is dragged to another place; a session that another replaces, or that is emptied, can be opened again."""
    page.set_viewport_size({"width": 1280, "height": 1800})
    page.goto(f"{address}/formation/seance/?fiches=nego-training,act-elles,atout-mixite")
    page.locator("[data-etape]").nth(2).wait_for()
    page.locator("[data-etape=atout-mixite] [data-poignee]").hover(position={"x": 15, "y": 30})
    page.mouse.down()
    goal = page.locator("[data-etape=nego-training]").bounding_box()
    assert goal is not None
    page.mouse.move(goal["x"] + 20, goal["y"] + 10, steps=12)
    page.mouse.up()
    expect(page.locator("[data-dit]")).to_contain_text("en position 1 sur 3")
    assert _ids(page) == ["atout-mixite", "nego-training", "act-elles"]
    page.wait_for_url("**/?fiches=atout-mixite,nego-training,act-elles")

    page.goto(f"{address}/formation/seance/?fiches=creches-solidaires")
    page.locator("[data-etape]").wait_for()
    page.get_by_role("button", name="Retirer").click()
    expect(page.locator("[data-vide]")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "ma-seance"
    page.get_by_role("link", name="Rouvrir la séance précédente (3 fiches)").click()
    page.locator("[data-etape]").nth(2).wait_for()
    assert _ids(page) == ["atout-mixite", "nego-training", "act-elles"]
    page.get_by_role("button", name="Vider la séance").click()
    expect(page.locator("[data-etape]")).to_have_count(0)
    expect(page.get_by_role("link", name="Rouvrir la séance précédente (3 fiches)")).to_be_visible()
    page.goto(f"{address}/formation/seance/")
    expect(page.locator("[data-vide]")).to_be_visible()


# --- Ready-made sessions ---------------------------------------------------------------------------------------------


def test_ready_made_sessions_are_two_clicks_away_print_and_open(page: Page, address: str) -> None:
    """From the home page, two clicks lead to each; each prints whole and opens in the builder with the same total."""
    for name in PARCOURS:
        page.goto(f"{address}/")
        page.locator(".heros-entrees a", has_text="Je forme").click()
        page.locator(f"main a[href$='parcours/{name}/']").first.click()
        page.wait_for_url(f"**/formation/parcours/{name}/")
        titles = [_letters(title) for title in page.locator(".parcours-etapes h3").all_inner_texts()]
        questions = [_letters(text) for text in page.locator(".parcours-etapes li li").all_inner_texts()]
        total = page.locator(".parcours-total").inner_text()
        paper, text = _printed_as_is(page)
        assert 1 <= len(paper.pages) <= 3
        assert [wanted for wanted in [*titles, *questions, _letters(total)] if wanted not in text] == []
        page.get_by_role("link", name="Ouvrir dans la séance").click()
        page.locator("[data-etape]").nth(len(titles) - 1).wait_for()
        assert [_letters(title) for title in page.locator("[data-etape] h3 a").all_inner_texts()] == titles
        assert page.locator("[data-total]").inner_text() == total
        assert page.evaluate("scrollX") == 0
        kept = json.loads(page.evaluate("JSON.stringify({ ...localStorage })"))
        assert set(kept) <= {"leviers-seance", "leviers-seance-avant"}
