"""Links that last, in a real Chromium: former and short addresses, codes, cards in a frame, what is copied."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page
from sites import Served, serve

from browser import axe
from browser.kinds import LIGHT
from catalogue.site.publish import publish
from common import FROZEN
from copies import copy_project

FICHES = sorted(path.stem for path in (FROZEN / "practices").glob("*.yml"))
SHORT = "https://leviers-egalite.example/p/{}/"


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site of the sixteen, where a practice was once called otherwise and another was withdrawn."""
    root = tmp_path_factory.mktemp("moved")
    copy_project(root)
    record = root / "practices" / "nego-training.yml"
    record.write_text(record.read_text("utf-8") + "alias: [ancien-nom]\n", "utf-8")
    (root / "practices" / "vocabulaires" / "retraits.yml").write_text(
        "une-retiree:\n  titre: Une pratique retirée\n  le: 2026-01-31\n  raison: Le dispositif a *pris fin*.\n"
        "  remplacee_par: [atout-mixite]\n",
        "utf-8",
    )
    publish(root, root / "site")
    with serve(root / "site") as served:
        yield served


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("former", ["pratiques", "p"])
def test_former_addresses_lead_on(former: str, javascript: bool, moved: Served, browser: Browser) -> None:
    """A former address ends at the fiche with its section and its question kept; without scripts, the fiche stands there."""
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    page.goto(f"{moved.address}/{former}/ancien-nom/?de=papier#sources", wait_until="commit")
    if javascript:
        page.wait_for_url(f"{moved.address}/pratiques/nego-training/?de=papier#sources")
    elif former == "p":
        page.wait_for_url(f"{moved.address}/pratiques/nego-training/")
    else:
        assert page.url == f"{moved.address}/pratiques/ancien-nom/?de=papier#sources"
        link = page.locator(".fiche-ancienne a")
        assert link.get_attribute("href") == "../../pratiques/nego-training/"
        canonical = page.locator("link[rel=canonical]").get_attribute("href")
        assert canonical == "https://leviers-egalite.example/pratiques/nego-training/"
        assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    assert page.locator("article[data-fiche=nego-training] #sources").is_visible()
    context.close()


def test_a_withdrawn_practice_says_why(moved: Served, browser: Browser) -> None:
    """Its page, reached by its short address too, says when, why, and what to read; axe finds nothing. Its card says it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{moved.address}/p/une-retiree/?a=b")
    page.wait_for_url(f"{moved.address}/pratiques/une-retiree/?a=b")
    text = page.locator("main").inner_text()
    assert [
        said
        for said in ("Une pratique retirée", "31 janvier 2026", "pris fin")
        if said not in text.replace("\u00a0", " ")
    ] == []
    assert page.locator("main .carte a").get_attribute("href") == "../../pratiques/atout-mixite/"
    axe.inject(page)
    assert axe.violations(page) == []
    page.goto(f"{moved.address}/carte/une-retiree/")
    assert "a été retirée" in page.locator("main").inner_text()
    sitemap = page.request.get(f"{moved.address}/sitemap.xml").text()
    assert "pratiques/nego-training/" in sitemap
    assert [name for name in ("ancien-nom", "une-retiree", "/p/", "/carte/") if name in sitemap] == []
    context.close()


# --- Codes -----------------------------------------------------------------------------------------------------------


def _picture(shown: Page | Locator) -> Image.Image:
    return Image.open(io.BytesIO(shown.screenshot())).convert("L")


def _decoded(picture: Image.Image) -> list[str]:
    """Return what the codes of `picture` say."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_every_code_leads_to_its_fiche(browser: Browser, address: str, site: Path) -> None:
    """Each code of the site reads as the short address of its own fiche, which answers; on the fiche, in the dark, on paper too."""
    context = browser.new_context(viewport={"width": 1000, "height": 1000}, color_scheme="dark")
    page = context.new_page()
    names = sorted(path.parent.name for path in site.rglob("qr.svg"))
    assert names == FICHES
    page.set_content("".join(f'<img width="200" src="{address}/pratiques/{name}/qr.svg">' for name in names))
    page.wait_for_function("[...document.images].every((image) => image.complete && image.naturalWidth)")
    whole = _picture(page)
    for name, image in zip(names, page.locator("img").all(), strict=True):
        box = image.bounding_box()
        assert box is not None
        edges = (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])
        assert _decoded(whole.crop(tuple(map(round, edges)))) == [SHORT.format(name)]  # type: ignore[arg-type]
    assert [name for name in FICHES if not (site / "p" / name / "index.html").is_file()] == []
    longest = max(FICHES, key=len)
    page.goto(f"{address}/pratiques/{longest}/")
    page.locator(".partage-qr summary").click()
    assert _decoded(_picture(page.locator(".partage-qr svg"))) == [SHORT.format(longest)]
    page.locator(".partage-qr summary").click()
    page.emulate_media(media="print")
    paper = page.locator(".partage-qr-papier")
    assert _decoded(_picture(paper)) == [SHORT.format(longest)]
    box = paper.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(27 / 25.4 * 96, abs=0.5)
    context.close()


# --- What is copied --------------------------------------------------------------------------------------------------


def test_links_and_citations_are_copied(browser: Browser, address: str) -> None:
    """By keyboard: the short link, the citation, the address of a section; said aloud. Printing is one press away."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/pratiques/nego-training/?q=salaire")

    def pressed(target: Locator) -> str:
        target.focus()
        page.keyboard.press("Enter")
        page.locator(".partage-dit", has_text="Copié").wait_for()
        copied: str = page.evaluate("navigator.clipboard.readText()")
        page.evaluate("document.querySelector('.partage-dit').textContent = ''")
        return copied

    assert pressed(page.get_by_role("button", name="Copier le lien")) == SHORT.format("nego-training")
    assert pressed(page.get_by_role("button", name="Copier la citation")) == page.locator("#citation").inner_text()
    assert pressed(page.get_by_role("link", name="Lien vers la section Sources")) == (
        f"{address}/pratiques/nego-training/#sources"
    )
    assert page.url.endswith("#sources")
    page.evaluate("window.print = () => { document.title = 'imprimé'; }")
    page.get_by_role("button", name="Imprimer").press("Enter")
    assert page.title() == "imprimé"
    context.close()


# --- Light pages -----------------------------------------------------------------------------------------------------


def test_light_pages_are_sound(browser: Browser, address: str) -> None:
    """Without scripts, or where they lead nowhere: no fault under axe, no sideways scroll at 320 px; nothing from elsewhere."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 320, "height": 500})
    context.route("**/follow.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page = context.new_page()
    page.on("request", lambda request: faults.extend([] if request.url.startswith(address) else [request.url]))
    for kind in LIGHT.values():
        page.goto(address + kind)
        axe.inject(page)
        faults += [f"{kind}: {fault}" for fault in axe.violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{kind}: scrolls sideways")
    context.close()
    assert faults == []


def test_a_card_in_a_frame_opens_its_fiche_in_the_whole_window(browser: Browser, address: str, tmp_path: Path) -> None:
    """In a frame 320 px wide of another site, the card fits, and its link leaves the frame."""
    frame = f'<iframe width="320" height="480" title="x" src="{address}/carte/atout-mixite/"></iframe>'
    (tmp_path / "index.html").write_text(f"<!doctype html><title>x</title>{frame}", "utf-8")
    context = browser.new_context()
    page = context.new_page()
    with serve(tmp_path) as other:
        page.goto(f"{other.address}/")
        card = page.frame_locator("iframe")
        card.locator(".carte a").wait_for()
        assert not card.locator("html").evaluate("html => html.scrollWidth > innerWidth")
        card.locator(".carte-titre a").click()
        page.wait_for_url(f"{address}/pratiques/atout-mixite/")
    context.close()
