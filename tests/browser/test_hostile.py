"""Hostile texts that are only strange, published: in a real Chromium none of them acts, asks for anything, or loses a letter."""

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import feedparser  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

from browser.conftest import hosting
from built import BuiltPage
from catalogue.champs import Champ
from catalogue.model import VOCABULAIRES
from catalogue.publish import publish
from copies import copy_project
from hostile import Texte, install, textes

SHOWN = [texte for texte in textes() if not all(texte.refus.values())]
KINDS = [
    kind for kind in VOCABULAIRES if kind not in ("leviers", "regions")
]  # the site's plan and map are built on these

# Texts that act where something listens: each of these pages is opened for them alone.
OPENED = SHOWN[::5]
ALIKE = [
    "/pratiques/",
    "/organisations/",
    "/sources/",
    "/leviers/dans-le-contrat/",
    "/nouveautes/",
    "/a-propos/etat/",
    "/donnees/",
]


pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a real site whose records and vocabularies hold every text that the checks let through."""
    root = tmp_path_factory.mktemp("hostile")
    copy_project(root)
    for texte in SHOWN:
        install(root / "practices", texte.nom, texte.fitted, KINDS)
    publish(root, root / "site")
    return root / "site"


@pytest.fixture(scope="module")
def hostile_address(hostile: Path) -> Iterator[str]:
    """Where that site answers."""
    with hosting(hostile) as found:
        yield found


def _letters(text: str) -> str:
    """Return the letters, digits and signs of `text` that no typography and no Markdown changes."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace() and c not in "'’…*_\\\u00a0\u202f.")


def test_nothing_of_a_record_acts_in_any_page(hostile: Path) -> None:
    """No page holds a script, a handler, a style, a frame, or a link or an image that comes from a text."""
    for path in sorted(hostile.rglob("*.html"))[::4]:  # of every kind, and of every kind of text
        page = BuiltPage(hostile, path)
        for element in page.root.iter():
            if not isinstance(element.tag, str):
                continue
            data = element.get("type") == "application/ld+json"
            assert element.tag not in ("iframe", "object", "embed", "style", "math"), page.address
            assert element.tag != "script" or data or str(element.get("src")).find("//") < 0, page.address
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"], page.address
            for name in ("href", "src", "action"):
                assert "mal.example" not in element.get(name, ""), page.address
                assert (
                    not element.get(name, "").lower().lstrip().startswith(("javascript:", "vbscript:", "data:text"))
                ), page.address
            if data:
                json.loads(element.text or "")
        assert "111105" not in path.read_text("utf-8"), page.address


def test_exports_hold_every_text(hostile: Path) -> None:
    """The catalogue in JSON, the tables and the feeds are read by their readers, whole; no cell computes."""
    catalogue = json.loads((hostile / "catalogue.json").read_text("utf-8"))
    known = {one["id"]: one for one in catalogue["pratiques"]}
    for texte in SHOWN:
        if not texte.refus["texte"]:
            assert _letters(texte.texte) in _letters(
                json.dumps(known[texte.nom], ensure_ascii=False).replace('\\"', '"')
            ), texte.nom
    for path in hostile.rglob("*.csv"):
        rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";")
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@", "\t")], path.name
    for path in hostile.rglob("*.xml"):
        if "atom" in path.read_text("utf-8")[:300].lower():
            assert not feedparser.parse(path.read_bytes()).bozo, path.name


def _listen(page: Page, address: str, faults: list[str]) -> None:
    """Note in `faults` what `page` says, throws, opens, or asks of another origin; an icon that no page names is not one."""

    def heard(message: ConsoleMessage) -> None:
        if not message.location["url"].endswith("/favicon.ico"):
            faults.append(f"{page.url}: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith(address):
            faults.append(f"{page.url} asks {request.url}")

    def shown(dialog: Dialog) -> None:
        faults.append(f"{page.url}: dialog")
        dialog.dismiss()

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("dialog", shown)
    page.on("request", asked)


def test_nothing_of_a_record_acts_in_a_browser(hostile: Path, hostile_address: str, browser: Browser) -> None:
    """Opened, searched for and brought back into the form, hostile texts show as the text they are, and nothing happens."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    faults: list[str] = []
    _listen(page, hostile_address, faults)

    def opened(path: str) -> str:
        answer = page.goto(hostile_address + path)
        assert answer is not None
        assert answer.status == 200, path
        if page.evaluate("window.pwned !== undefined"):
            faults.append(f"{path}: acted")
        return _letters(page.locator("body").text_content() or "")

    def expected(texte: Texte) -> str:
        field = Champ("objectifs", "", "", "texte", False, True, maximum=600)
        return _letters(texte.fitted(field))

    for texte in SHOWN:
        if texte in OPENED:
            assert expected(texte) in opened(f"/pratiques/{texte.nom}/"), texte.nom
    for texte in SHOWN[1::12]:
        assert expected(texte) in opened(f"/organisations/{texte.nom}/"), texte.nom
        assert expected(texte) in opened(f"/sources/{texte.nom}/"), texte.nom
        opened(f"/carte/{texte.nom}/")
        opened(f"/p/{texte.nom}/")
    for path in ALIKE:
        opened(path)
    for texte in SHOWN[::24]:
        opened(f"/contribuer/proposer/?fiche={texte.nom}")
        page.locator("[data-formulaire]").wait_for()
        values = page.locator("textarea, input").evaluate_all("all => all.map(one => one.value).join('\\n')")
        assert expected(texte) in _letters(values), texte.nom
    for texte in SHOWN[2::24]:
        page.goto(f"{hostile_address}/pratiques/")
        page.locator("input[type=search]").first.fill(texte.nom.replace("-", " "))
        page.locator("[data-results] a").first.wait_for()
    assert page.evaluate("window.pwned") is None
    context.close()
    assert faults == []
