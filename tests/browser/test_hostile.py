"""Hostile texts that are only strange, published: in a real Chromium none of them acts, asks for anything, or loses a letter."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import feedparser  # type: ignore[import-untyped]
import html5lib
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, expect

from browser.conftest import hosting
from built import BuiltPage
from catalogue.derived.index import region_address
from catalogue.exports import feed
from catalogue.pages import catalogue, news
from catalogue.records.fields import Field, fields_of, walk
from catalogue.records.practice import Pratique
from catalogue.records.values import Modele
from catalogue.records.vocabularies import VOCABULAIRES
from catalogue.site.publish import publish
from catalogue.text.typography import french
from copies import copy_project
from hostile import WRITTEN, Texte, install, textes

SHOWN = [texte for texte in textes() if not all(texte.refus.values())]

pytestmark = pytest.mark.long


def _text(texte: Texte, field: Field) -> str:
    """Return the hostile text that stands in `field`, with the field's name after it: the text of one is not another's.

    Where the end of the text is what acts, in prose and in lists of attributes, nothing follows it.
    """
    text = texte.fitted(field)
    marked = f"{text} ({field.nom})"
    alone = field.genre == "prose" or texte.nom.startswith("attributs") or len(marked) > (field.maximum or 0)
    return text if alone else marked


LIMITS = re.compile(r"(?m)^limites:\n(?: .*\n)+")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a real site whose records and vocabularies hold every text that the checks let through.

    Its news tell that each record came, and that a field was added to it.
    """
    root = tmp_path_factory.mktemp("hostile")
    copy_project(root)
    _commit(root, "init", "-q")
    _commit(root, "add", "practices")
    _commit(root, "commit", "-q", "-m", "essai")
    for texte in SHOWN:
        install(root / "practices", texte.nom, partial(_text, texte))
    records = {path: path.read_text("utf-8") for path in (root / "practices").glob("*.yml")}
    for path, text in records.items():
        path.write_text(LIMITS.sub("", text), "utf-8")
    _commit(root, "add", "practices")
    _commit(root, "commit", "-q", "-m", "essai", day="2026-02-01")
    for path, text in records.items():
        path.write_text(text, "utf-8")
    _commit(root, "commit", "-q", "-a", "-m", "essai", day="2026-02-02")
    with pytest.MonkeyPatch.context() as longer:
        # All are offered and told, not only those most used and the newest.
        longer.setattr(catalogue, "FACET_VALUES", 10**6)
        longer.setattr(news, "NEWEST", 10**6)
        longer.setattr(feed, "NEWEST", 10**6)
        publish(root, root / "site")
    return root / "site"


def _commit(root: Path, *arguments: str, day: str = "2026-01-31") -> None:
    """Run git in `root`, on `day`."""
    who = {f"GIT_{role}_{what}": "essai" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    when = {f"GIT_{role}_DATE": f"{day}T12:00:00+0200" for role in ("AUTHOR", "COMMITTER")}
    own = {**os.environ, **who, **when, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run([shutil.which("git") or "git", "-C", str(root), *arguments], env=own, check=True)


@pytest.fixture(scope="module")
def hostile_address(hostile: Path) -> Iterator[str]:
    """Where that site answers."""
    with hosting(hostile) as found:
        yield found


# --- What is read ------------------------------------------------------------------------------------------------


def _solid(text: str) -> str:
    """Return `text` without its spaces, which a page lays out as it will."""
    return "".join(unicodedata.normalize("NFC", text).split())


def _plain(text: str) -> str:
    """Return `text` without what Markdown takes for marks: prose is compared without them on both sides."""
    return re.sub(r"[*_\\]|(?m:^- )", "", text)


def _written(model: type[Modele]) -> list[Field]:
    """Return the fields of `model` that hold text."""
    return [field for way, field in walk(fields_of(model)) if field.genre in WRITTEN and way[-1] != "inclus_dans"]


def _lost(texte: Texte, fields: Iterable[Field], shown: str) -> list[str]:
    """Return the names of the `fields` whose text is not in `shown`, as often as they have it; typography, and Markdown in
    prose, apart.
    """
    solid, plain, lost = _solid(shown), _solid(_plain(shown)), []
    wanted: Counter[tuple[bool, str]] = Counter()
    for field in fields:
        text = french(_text(texte, field).strip())
        prose = field.genre == "prose"
        if prose:
            text = _plain(re.sub(r"\[([^]]*)\]\(https?://[^)]*\)", r"\1", text))
        elif field.nom == "objet":  # begins a line of its own
            text = text[:1].upper() + text[1:]
        text = _solid(text)
        wanted[prose, text] += 1
        if (plain if prose else solid).count(text) < wanted[prose, text]:
            lost.append(field.nom)
    return lost


def _field(model: type[Modele], name: str) -> Field:
    return next(field for field in fields_of(model) if field.nom == name)


TITRE, NOM = _field(Pratique, "titre"), _field(VOCABULAIRES["publics"], "nom")


# --- What happens ------------------------------------------------------------------------------------------------

# What the site's policy refuses is said, whether the browser prints it or not.
WATCH = """addEventListener("securitypolicyviolation", (event) => {
  console.error(`refused: ${event.violatedDirective} ${event.blockedURI}`);
});"""

# What acted, or would if it were touched.
ACTIVE = """() => {
  const found = "pwned" in window || "pwned" in {} ? ["acted"] : [];
  const strange = "iframe, object, embed, base[href], math, style, script:not([src]):not([type='application/ld+json'])";
  for (const element of document.querySelectorAll(strange)) found.push(element.outerHTML);
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) found.push(element.outerHTML);
      if (!["href", "src", "action", "formaction", "data"].includes(name)) continue;
      const leads = new URL(value, location.href);
      if (!["http:", "https:", "mailto:"].includes(leads.protocol) || leads.host.includes("mal.example")) found.push(value);
    }
  }
  return found;
}"""

READ = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  return document.body.innerText;
}"""


class Reader:
    """A reader's browser on the hostile site: `faults` holds all that a page says, opens, or asks of another origin."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.faults: list[str] = []
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.context.on("page", lambda page: self.faults.append(f"opens {page.url}"))
        self.context.on("console", self._heard)
        self.context.on("dialog", self._dialog)
        self.context.on("request", self._asked)
        self.context.on("weberror", lambda error: self.faults.append(f"{self.page.url}: {error.error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        self.faults.append(f"{self.page.url}: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"{self.page.url}: dialog {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "blob:")):
            self.faults.append(f"{self.page.url} asks {request.url}")

    def open(self, path: str, **query: str | list[str]) -> Page:
        """Open the page at `path`, which must be there, with `query` after it."""
        answer = self.page.goto(f"{self.address}{path}{'?' if query else ''}{urlencode(query, doseq=True)}")
        assert answer is None or answer.status < 400, path
        return self.page

    def text(self) -> str:
        """Return what is visible in the page, once nothing in it is found active."""
        self.faults += [f"{self.page.url}: {found}" for found in self.page.evaluate(ACTIVE)]
        return str(self.page.evaluate(READ))


@pytest.fixture
def reader(browser: Browser, hostile_address: str) -> Iterator[Reader]:
    """A fresh reader, to whom nothing must have happened in the end."""
    found = Reader(browser, hostile_address)
    yield found
    found.context.close()
    assert found.faults == []


def _texts() -> dict[str, tuple[Texte, list[Field]]]:
    """Return, by address, the text that a page is about, and the fields in which it must be read there."""
    found: dict[str, tuple[Texte, list[Field]]] = {}
    for texte in SHOWN:
        shown = [field for field in _written(Pratique) if field.nom != "mots_cles"]  # which search alone reads
        found[f"/pratiques/{texte.nom}/"] = found[f"/p/{texte.nom}/"] = texte, shown
        found[f"/carte/{texte.nom}/"] = texte, [TITRE, _field(Pratique, "resume")]
        for kind in ("leviers", "organisations", "sources"):
            found[f"/{kind}/{texte.nom}/"] = texte, _written(VOCABULAIRES[kind])
        found[f"/{region_address(_text(texte, NOM))}"] = texte, [NOM]
        for folder in ("pratiques", "p"):
            found[f"/{folder}/ancien-{texte.nom}/"] = texte, _written(VOCABULAIRES["retraits"])
    return found


def test_every_page_shows_every_text_and_none_acts(hostile: Path, reader: Reader) -> None:
    """All pages of the site, opened one by one: no script, no request elsewhere, and each text of a record to be read."""
    expected = _texts()
    paths = [path.relative_to(hostile).as_posix() for path in sorted(hostile.rglob("*.html"))]
    addresses = [f"/{path.removesuffix('index.html')}" for path in paths]
    assert set(expected) <= set(addresses)
    lost = []
    for address in addresses:
        page = reader.open(address)
        if address.startswith("/p/"):
            page.wait_for_url("**/pratiques/**")
        shown = reader.text()
        if address in expected:
            texte, fields = expected[address]
            lost += [f"{address}: {name}" for name in _lost(texte, fields, shown)]
    assert lost == [], "\n".join(lost)


LISTS = {
    "/pratiques/": ("leviers", "regions", "publics", "freins", "secteurs", "organisations"),
    "/leviers/": ("leviers",),
    "/leviers/dans-le-contrat/": ("pratiques",),
    "/organisations/": ("organisations",),
    "/territoires/": ("regions",),
    "/sources/": ("sources",),
    "/nouveautes/": ("pratiques",),
}
"""Pages that list, in several sheets where the list is long, and what they list."""


def test_lists_show_every_name(hostile: Path, reader: Reader) -> None:
    """Pages of lists, and the facets beside the catalogue, name every record and entry whole."""
    lost = []
    for address, kinds in LISTS.items():
        sheets = sorted(path.name for path in (hostile / address.strip("/")).glob("page-*"))
        shown = ""
        for sheet in ("", *(f"{name}/" for name in sheets)):
            reader.open(address + sheet)
            shown += reader.text()
        for kind in kinds:
            field = TITRE if kind == "pratiques" else _written(VOCABULAIRES[kind])[0]
            lost += [f"{address}: {kind} {texte.nom}" for texte in SHOWN if _lost(texte, [field], shown)]
    assert lost == []


def test_searches_find_and_show_them(reader: Reader) -> None:
    """Each text is looked for as it is, then by its name: the fiche is among the results, its title whole."""
    lost = []
    for texte in SHOWN:
        page = reader.open("/pratiques/", q=texte.texte)
        page.locator(".catalogue--attend").wait_for(state="detached")
        reader.text()
        page = reader.open("/pratiques/", q=texte.nom.replace("-", " "))
        found = page.locator(f"[data-results] a[href$='/pratiques/{texte.nom}/']").first
        found.wait_for()
        lost += [texte.nom] * bool(_lost(texte, [TITRE], found.inner_text()))
        reader.text()
    assert lost == []


FACETS = ("levier", "region", "public", "frein", "secteur", "porteur")


def test_facets_name_them(reader: Reader) -> None:
    """Each entry chosen in a facet is named whole by what tells the choice, and leaves the fiche that cites it."""
    lost = []
    for texte in SHOWN:
        chosen = {facet: [f"{texte.nom}-region" if facet == "region" else texte.nom] for facet in FACETS}
        chosen["levier"].append("dans-le-contrat")  # that of the fiche
        page = reader.open("/pratiques/", **chosen)
        page.locator(".puce").nth(len(FACETS)).wait_for()
        expect(page.locator(f"[data-results] a[href$='/pratiques/{texte.nom}/']").first).to_be_visible()
        chips = page.locator(".puce").all_inner_texts()[: len(FACETS) + 1]
        chips = [chip for chip in chips if "Dans le cadre du contrat public" not in chip]
        assert len(chips) == len(FACETS)
        lost += [f"{texte.nom}: {chip}" for chip in chips if _lost(texte, [NOM], chip)]
        reader.text()
    assert lost == []


def test_a_session_shows_and_prints_them(reader: Reader) -> None:
    """Thirty at a time in a session that is itself named by a hostile text, in each of its three forms."""
    lost = []
    asked = [field for field in _written(Pratique) if field.nom in ("questions", "objectifs")]
    for first in range(0, len(SHOWN), 30):
        some = SHOWN[first : first + 30]
        names = ",".join(texte.nom for texte in some)
        title, question = some[0].texte, some[-1].texte
        page = reader.open("/formation/seance/", fiches=names, titre=title, q2=question)
        page.locator("[data-etape]").nth(len(some) - 1).wait_for()
        assert page.locator("#titre-seance").input_value().strip() == title.strip()
        typed = page.locator("[data-etape] textarea").evaluate_all("all => all.map(one => one.value).join('\\n')")
        for form in ("livret", "animation", "cartes"):
            page.locator(f"input[value={form}]").check()
            shown = reader.text()
            paper = page.locator("[data-papier]").inner_text()
            for texte in some:
                lost += [f"{form} {texte.nom}"] * bool(_lost(texte, [TITRE], shown) or _lost(texte, [TITRE], paper))
                if texte is not some[1]:
                    lost += [f"questions {texte.nom}"] * bool(_lost(texte, asked[-1:], typed))
    assert lost == []


def test_the_form_takes_them_back_whole(reader: Reader) -> None:
    """Brought back into the form, each record has all its texts in the fields, and in the file that the form prepares."""
    lost = []
    for texte in SHOWN:
        page = reader.open("/contribuer/proposer/", fiche=texte.nom)
        page.locator("[data-formulaire]:not([data-attend])").wait_for()
        values = page.locator("textarea, input").evaluate_all("all => all.map(one => one.value).join('\\n')")
        for field in _written(Pratique):
            if _solid(french(_text(texte, field).strip())) not in _solid(values):
                lost.append(f"{texte.nom}: {field.nom}")
        reader.text()
    assert lost == []


def test_nothing_of_a_record_acts_in_any_page(hostile: Path) -> None:
    """No page holds a script, a handler, a style, a frame, or a link or an image that comes from a text."""
    for path in sorted(hostile.rglob("*.html")):
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


def _strings(node: Any) -> Iterator[str]:
    """Yield every text in `node`, of JSON."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for one in node.values() if isinstance(node, dict) else node:
            yield from _strings(one)


def test_exports_hold_every_text(hostile: Path) -> None:
    """The catalogue in JSON holds each text of each record, letter by letter."""
    catalogue = json.loads((hostile / "catalogue.json").read_text("utf-8"))
    known = {one["id"]: one for one in catalogue["pratiques"]}
    for texte in SHOWN:
        found = set(_strings(known[texte.nom]))
        assert [f.nom for f in _written(Pratique) if french(_text(texte, f).strip()) not in found] == [], texte.nom


def test_no_cell_of_a_table_computes(hostile: Path) -> None:
    """Each cell that a spreadsheet would compute, or read as a number, is text to it; less its guard, each is what it was."""
    cells = set()
    for path in hostile.rglob("*.csv"):
        head, *rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";")
        assert rows, path.name
        for row in rows:
            for name, cell in zip(head, row, strict=True):
                assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n")), (path.name, name)
                assert not cell.startswith("-") or re.fullmatch(r"-[0-9]+(,[0-9]+)?", cell), (path.name, name)
            cells |= {cell.removeprefix("'") for cell in row}
    guarded = [texte for texte in SHOWN if texte.nom.startswith("tableur-") and not texte.refus["texte"]]
    assert len(guarded) >= 6
    for texte in guarded:
        assert french(_text(texte, _field(Pratique, "objectifs")).strip()) in cells, texte.nom


def test_feeds_tell_every_record(hostile: Path) -> None:
    """A reader of feeds takes each feed, and reads in them the title of every record and the text that came to it."""
    told: dict[str, str] = defaultdict(str)
    for path in hostile.rglob("nouveautes.xml"):
        feed = feedparser.parse(path.read_bytes(), sanitize_html=False)  # what is shown, not what a reader makes safe
        assert not feed.bozo, path
        for entry in feed.entries:
            content = html5lib.parseFragment(entry.content[0].value, namespaceHTMLElements=False)
            told[entry.link.split("/")[-2]] += entry.title + "".join(content.itertext())
    for texte in SHOWN:
        assert _lost(texte, [TITRE, _field(Pratique, "limites")], told[texte.nom]) == [], texte.nom
