"""PDFs: what they say, that everyone can read it, and that none is made twice."""

import io
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from built import BuiltPage
from catalogue.checks.check import check
from catalogue.derived.index import Index
from catalogue.pages.share import short_address
from catalogue.paper import document, typeset
from catalogue.records.model import Catalogue
from catalogue.text.identity import NOM
from catalogue.text.typography import file_size
from common import DATA, FROZEN, TODAY

SITE = "https://leviers-egalite.example/"
NAMES = sorted(path.stem for path in (FROZEN / "practices").glob("*.yml"))


def _catalogue(practices: Path) -> Catalogue:
    found = check(practices, TODAY).catalogue
    assert found is not None
    return found


@pytest.fixture(scope="module")
def small() -> Index:
    """The small valid catalogue."""
    return Index(_catalogue(DATA / "valid" / "practices"))


@cache
def _reader(path: Path) -> PdfReader:
    return PdfReader(path)


def _path(site: Path, name: str) -> Path:
    return site / (typeset.address(name) if name in NAMES else f"{name}.pdf")


def _letters(text: str) -> str:
    """Return `text` without spaces and hyphens: a line may end within a word, or at a hyphen of its own."""
    return re.sub(r"[\s\u00ad\u2010\u2011-]+", "", text.replace("\u2019", "'"))


def _text(reader: PdfReader, footer: str = "") -> str:
    """Return the letters of all pages, without their footers, so that a sentence goes over a page."""
    return "".join(
        re.sub(rf"{re.escape(_letters(footer))}\d+/\d+", "", _letters(p.extract_text())) for p in reader.pages
    )


def _outline(reader: PdfReader) -> list[str]:
    def titles(entries: list[Any]) -> Iterator[str]:
        for entry in entries:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                yield str(entry.title)

    return list(titles(list(reader.outline)))


def _tags(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield every element of the structure that screen readers go through."""

    def below(node: Any) -> Iterator[DictionaryObject]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                yield from below(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from below(node["/K"])

    root: Any = reader.trailer["/Root"]
    yield from below(root["/StructTreeRoot"])


# --- What is published --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*NAMES, "recueil"])
def test_a_pdf_can_be_read_by_everyone(name: str, site: Path) -> None:
    """Each says that it is PDF/UA-1, which the compiler has checked; its title and language; it has bookmarks, and is set
    in the site's typeface alone: no sign is missing or borrowed."""
    reader = _reader(_path(site, name))
    root: Any = reader.trailer["/Root"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data().decode()
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        "fr",
        True,
        True,
    )
    catalogue = _catalogue(FROZEN / "practices")
    title = catalogue.pratiques[name].titre if name in NAMES else "Leviers d’égalité : le recueil des pratiques"
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.creation_date) == (title, None)
    marks = _outline(reader)
    assert (
        {title, "Sources", "Classement"} <= {*marks}
        if name in NAMES
        else {p.titre for p in catalogue.pratiques.values()} < {*marks}
    )
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in _fonts(page)}
    assert fonts
    assert all(re.fullmatch(r"/[A-Z]{6}\+AtkinsonHyperlegibleNext-\w+", font) for font in fonts)


def _fonts(page: Any) -> Iterator[Any]:
    yield from (font.get_object() for font in page["/Resources"].get("/Font", {}).values())


@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_says_all_that_its_page_says(name: str, site: Path) -> None:
    """Every text of the fiche is in its PDF, and in the recueil: its figures with their frame and source, its sources, what
    is not known."""
    page = BuiltPage(site, site / "pratiques" / name / "index.html")
    (article,) = page.all("article", data_fiche=name)
    title = "".join(next(article.iter("h1")).itertext())
    said = _text(_reader(_path(site, name)), f"Leviers d’égalité · {title}")
    book = _book(site / "recueil.pdf")
    missing = [text for text in _texts(article) if _letters(text) not in said or _letters(text) not in book]
    assert missing == []


@cache
def _book(path: Path) -> str:
    return _text(_reader(path), "Leviers d’égalité · le recueil des pratiques")


def _texts(element: Element) -> Iterator[str]:
    """Yield what a fiche says itself: not its history, the way to other pages or to share it, nor what cards tell of others."""
    classes = (element.get("class") or "").split()
    if (
        element.tag == "nav"
        or not {
            "a-imprimer",
            "ancre",
            "fiche-changements",
            "fiche-histoire",
            "fiche-seance",
            "partage",
            "source-appuis",
        }.isdisjoint(classes)
        or str(element.tag).endswith("svg")
    ):
        return
    if "cartes" in classes:
        yield from ("".join(title.itertext()) for title in element.iter("h3"))
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def test_the_recueil_lists_and_holds_every_fiche(site: Path) -> None:
    """Its contents give each fiche and each lever; sources and carriers are listed at its end."""
    reader = _reader(site / "recueil.pdf")
    catalogue = _catalogue(FROZEN / "practices")
    pages = [_letters(page.extract_text()) for page in reader.pages]
    contents = next(page for page in pages if page.startswith("Sommaire"))
    for entry in (
        *(p.titre for p in catalogue.pratiques.values()),
        *(lever.nom for lever in catalogue.leviers.values()),
    ):
        assert _letters(entry) in contents
    end = "".join(pages[next(i for i, page in enumerate(pages) if page.startswith("Sources") and i > 2) :])
    for practice in catalogue.pratiques.values():
        assert all(_letters(catalogue.sources[source.id].titre) in end for source in practice.sources)
        assert all(_letters(catalogue.organisations[porteur].nom) in end for porteur in practice.porteurs)
        assert any(_letters(practice.resume) in page for page in pages)


@pytest.mark.parametrize("name", NAMES)
def test_a_qr_code_is_read_on_paper(name: str, site: Path) -> None:
    """At 150 dots per inch the fiche's QR code is read, gives its short address, is 20 mm wide or more, of level M; those
    who do not see it are told the address."""
    short = short_address(SITE, name)
    dpi = 150
    images = [page.render(scale=dpi / 72).to_pil() for page in pypdfium2.PdfDocument(_path(site, name))]
    (code,) = [code for image in images for code in zxingcpp.read_barcodes(image)]
    width = (code.position.top_right.x - code.position.top_left.x) / dpi * 25.4
    assert (code.text, code.ec_level, width >= 20) == (short, "M", True)
    (figure,) = [tag for tag in _tags(_reader(_path(site, name))) if str(tag["/S"]) == "/Figure"]
    assert short in str(figure["/Alt"])


def test_links_to_pdfs_tell_their_size(site: Path) -> None:
    """Before they download it, readers know what it is and how heavy."""
    for page, target in (
        ("pratiques/nego-training/", "../../pratiques/nego-training/nego-training.pdf"),
        ("pratiques/", "../recueil.pdf"),
    ):
        (link,) = BuiltPage(site, site / page / "index.html").all("a", type="application/pdf")
        size = file_size((site / page / target).stat().st_size)
        assert (link.get("href"), f"(PDF, {size})" in "".join(link.itertext())) == (target, True)


def test_the_typeface_of_paper_is_not_sent_to_screens(site: Path) -> None:
    """The files that only the PDFs are set in are no part of the site."""
    assert not list(site.rglob("*.ttf"))


def test_sizes_are_written_as_in_french() -> None:
    """« Ko » and « Mo », a comma, a space that does not break."""
    assert [file_size(size) for size in (10, 48_400, 999_400, 1_240_000)] == [
        "1\u00a0Ko",
        "48\u00a0Ko",
        "999\u00a0Ko",
        "1,2\u00a0Mo",
    ]


# --- How they are made --------------------------------------------------------------------------------------------


def _data(**changes: Any) -> dict[str, Any]:
    """What the template is given, for one fiche of the small catalogue."""
    index = Index(_catalogue(DATA / "valid" / "practices"))
    practice = next(iter(index.catalogue.pratiques.values()))
    made = document.fiche(index, SITE, practice)
    return {"edition": NOM, "marque": typeset.MARK.read_text("utf-8"), "fiche": {**made, **changes}}


@pytest.mark.parametrize(("path", "why"), [("titre", "heading title is empty"), ("alternative", "missing alt text")])
def test_the_compiler_refuses_what_not_everyone_can_read(path: str, why: str) -> None:
    """Without a title, or without words for its image, a PDF is not made."""
    data = _data()
    (data["fiche"] if path == "titre" else data["fiche"]["retrouver"])[path] = ""
    with pytest.raises(typeset.PdfFault, match=rf"fiche\.typ : le PDF est refusé \(PDF/UA-1 error: {why}"):
        typeset.compiled("fiche.typ", data)


HOSTILE = '#panic("x") *a* _b_ $x^2$ <label> @ref \\ \\# // c /* d */ [e] {f} `g` ~h --- "i" =j -k +l #let m = 1; https://n.fr'
MARKS = "#*_$<>@\\/[]{}`~\"'=+;:!&%|^()aé "


@settings(max_examples=6, deadline=None)
@given(st.text(MARKS, min_size=1, max_size=60).map(lambda text: f"a{text}z"))
def test_no_text_of_a_record_is_ever_run(text: str) -> None:
    """Whatever signs a text holds, they are shown as they were typed, in a title as in prose."""
    node = [{"type": "text", "texte": f"{HOSTILE} {text}"}]
    section = {"titre": text, "blocs": [{"type": "paragraph", "dedans": node}]}
    reader = PdfReader(io.BytesIO(typeset.compiled("fiche.typ", _data(titre=text, sections=[section]))))
    said = _text(reader)
    assert _letters(HOSTILE + text) in said
    assert said.count(_letters(text)) >= 3
    assert reader.metadata is not None
    assert reader.metadata.title == text


def test_a_sign_that_no_typeface_has_is_told_by_its_code() -> None:
    """An emoji or a Chinese letter stops nothing: its code stands in its place, and all the rest is there."""
    said = _text(PdfReader(io.BytesIO(typeset.compiled("fiche.typ", _data(resume="Bravo 👩‍🚒 漢, d’où → là")))))
    assert _letters("Bravo [U+1F469][U+200D][U+1F692] [U+6F22], d'où → là") in said


def test_a_warning_of_the_compiler_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A typeface that is not where it should be stops the build, rather than have another take its place."""
    monkeypatch.setattr(typeset, "FONTS", tmp_path)
    typeset._fonts.cache_clear()
    try:
        with pytest.raises(typeset.PdfFault, match="font family"):
            typeset.compiled("fiche.typ", _data())
    finally:
        typeset._fonts.cache_clear()


def test_the_same_record_gives_the_same_bytes_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the folder of the project nor the day changes a PDF."""
    here = typeset.compiled("fiche.typ", _data())
    monkeypatch.setattr(typeset, "TEMPLATES", Path(shutil.copytree(typeset.TEMPLATES, tmp_path / "typst")))
    monkeypatch.setattr(typeset, "FONTS", Path(shutil.copytree(typeset.FONTS, tmp_path / "fonts")))
    monkeypatch.setitem(os.environ, "SOURCE_DATE_EPOCH", "86400")
    typeset._fonts.cache_clear()
    try:
        assert typeset.compiled("fiche.typ", _data()) == here
    finally:
        typeset._fonts.cache_clear()


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the compiler was asked for, in order; its PDFs are made up."""
    asked: list[str] = []

    def counted(template: str, data: str) -> bytes:
        asked.append(template)
        return data.encode()

    monkeypatch.setattr(typeset, "_typeset", counted)
    return asked


def test_only_what_changed_is_made_again(small: Index, compiled: list[str], tmp_path: Path) -> None:
    """A second build makes none; one more record's summary makes its own PDF again, and the recueil; the old ones go."""
    first = typeset.pdfs(small, SITE, tmp_path)
    assert len(compiled) == len(first) == len(small.catalogue.pratiques) + 1
    compiled.clear()
    assert typeset.pdfs(small, SITE, tmp_path) == first
    assert compiled == []
    name, practice = next(iter(small.catalogue.pratiques.items()))
    changed = {**small.catalogue.pratiques, name: practice.model_copy(update={"resume": "Un autre résumé. " * 3})}
    again = typeset.pdfs(Index(_replaced(small.catalogue, changed)), SITE, tmp_path)
    assert compiled == ["fiche.typ", "recueil.typ"]
    assert {address for address in first if first[address] != again[address]} == {typeset.address(name), "recueil.pdf"}
    assert len(list(tmp_path.iterdir())) == len(first)


def _replaced(catalogue: Catalogue, practices: dict[str, Any]) -> Catalogue:
    return Catalogue(**{**vars(catalogue), "pratiques": practices})


def test_a_spoilt_file_of_the_cache_is_mended(small: Index, compiled: list[str], tmp_path: Path) -> None:
    """Half a file, or another's content, is never published: it is made again, and kept in its place."""
    first = typeset.pdfs(small, SITE, tmp_path)
    one, other, *_ = sorted(tmp_path.iterdir())
    one.write_bytes(one.read_bytes()[:100])
    other.write_bytes(b"")
    compiled.clear()
    assert typeset.pdfs(small, SITE, tmp_path) == first
    assert len(compiled) == 2
    compiled.clear()
    assert typeset.pdfs(small, SITE, tmp_path) == first
    assert compiled == []


def test_a_cache_that_cannot_be_written_stops_nothing(small: Index, compiled: list[str], tmp_path: Path) -> None:
    """Where the folder cannot be, each build makes all of them."""
    (tmp_path / "pdf").touch()
    made = typeset.pdfs(small, SITE, tmp_path / "pdf")
    assert len(made) == len(compiled)


def test_what_an_interrupted_build_left_is_dropped(small: Index, compiled: list[str], tmp_path: Path) -> None:
    """An unfinished file may be another build's, still writing; after an hour it is nobody's."""
    (tmp_path / ".fresh").touch()
    (tmp_path / ".old").touch()
    os.utime(tmp_path / ".old", (0, 0))
    typeset.pdfs(small, SITE, tmp_path)
    assert [path.name for path in tmp_path.glob(".*")] == [".fresh"]


def test_paper_has_the_colours_of_the_site() -> None:
    """Each lever's colour on paper is the one of light screens."""
    styles = (typeset.ASSETS / "styles" / "base.css").read_text("utf-8")
    screen = dict(re.findall(r'\[data-levier="([\w-]+)"\] \{ --levier: light-dark\((#\w+)', styles))
    paper = dict(re.findall(r'"([\w-]+)": rgb\("(#\w+)"\)', (typeset.TEMPLATES / "commun.typ").read_text("utf-8")))
    assert paper == screen
