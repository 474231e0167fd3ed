"""What document.py says → PDF files. The only module that knows Typst, which refuses what is not PDF/UA-1."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

from catalogue.derived.index import Index
from catalogue.paper import document
from catalogue.system.cache import keep, kept, prune
from catalogue.text.identity import NOM

TEMPLATES = Path(__file__).parent / "typst"
ASSETS = Path(__file__).parents[3] / "theme" / "assets"
FONTS = ASSETS / "vendor" / "atkinson-hyperlegible-next" / "papier"
MARK = ASSETS / "images" / "marque.svg"
RECUEIL = "recueil.pdf"


class PdfFault(Exception):
    """A PDF cannot be made: a template of ours is wrong, or what it gives is not PDF/UA-1. Says which and why."""


def address(name: str) -> str:
    """Return the address on the site of the PDF of the practice `name`."""
    return f"pratiques/{name}/{name}.pdf"


def pdfs(index: Index, site: str, folder: Path) -> dict[str, bytes]:
    """Return every PDF of the site at `site` by its address: one for each practice, and the recueil.

    What was made before of the same things is read from `folder`, and what is made is kept there; what this call did not
    ask for is dropped from it. Raises PdfFault.
    """
    made, keys = {}, []
    for name, template, data in _documents(index, site):
        keys.append(key := _key(template, data))
        content = kept(folder, key)
        if content is None:
            content = compiled(template, data)
            keep(folder, key, content)
        made[name] = content
    prune(folder, keys)
    return made


def _documents(index: Index, site: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the address, the template and the data of each PDF."""
    common = {"edition": NOM, "marque": MARK.read_text("utf-8")}
    fiches = {name: document.fiche(index, site, practice) for name, practice in index.catalogue.pratiques.items()}
    for name, said in fiches.items():
        yield address(name), "fiche.typ", {**common, "fiche": said}
    yield RECUEIL, "recueil.typ", {**common, "recueil": document.recueil(index, site, fiches)}


def compiled(template: str, data: Any) -> bytes:
    """Return the PDF that `template` makes of `data`; a sign that no typeface has is shown by its code: [U+1F600].

    The same data give the same bytes: no date, and an identifier made of the content. Raises PdfFault.
    """
    try:
        return _typeset(template, json.dumps(data))
    except typst.TypstError as refused:
        unknown = sorted(map(_sign, _UNKNOWN.findall(refused.diagnostic)), key=len, reverse=True)
        spelt = _spelt(data, re.compile("|".join(map(re.escape, unknown)))) if unknown else data
        if spelt == data:
            raise PdfFault(f"typst/{template} : le PDF est refusé ({refused.message}).") from refused
        return compiled(template, spelt)


_UNKNOWN = re.compile(r'(?:the text|codepoint) `"((?:[^"\\]|\\.)+)"`')
"""What Typst says that it cannot show, quoted as Rust does."""


def _sign(quoted: str) -> str:
    named = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
    return re.sub(
        r"\\(?:u\{([0-9a-f]+)\}|(.))",
        lambda found: chr(int(found[1], 16)) if found[1] else named.get(found[2], found[2]),
        quoted,
    )


def _spelt(data: Any, unknown: re.Pattern[str]) -> Any:
    """Return `data` with the code of each sign of `unknown` in its place."""
    if isinstance(data, str):
        return unknown.sub(lambda found: "".join(map(_code, found[0])), data)
    if isinstance(data, Mapping):
        return {name: _spelt(value, unknown) for name, value in data.items()}
    return [_spelt(value, unknown) for value in data] if isinstance(data, list | tuple) else data


def _code(letter: str) -> str:
    return letter if letter.isascii() and letter.isprintable() else f"[U+{ord(letter):04X}]"


def _typeset(template: str, data: str) -> bytes:
    compiler = typst.Compiler(
        input=TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"donnees": data},
    )
    content, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
    if warnings:  # a typeface that is not there, pages that never settle
        raise PdfFault(f"typst/{template} : {warnings[0].message}.")
    assert isinstance(content, bytes)  # noqa: S101 - one file was asked for
    return content


@cache
def _fonts() -> typst.Fonts:
    """The site's typeface, then those that Typst carries for what it lacks; never those of the machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


@cache
def _recipe() -> str:
    """Return a digest of all that makes a PDF besides its data."""
    files = sorted([*TEMPLATES.iterdir(), *FONTS.iterdir(), Path(__file__)])
    pieces = (hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file())
    return "\n".join([version("typst"), *pieces])


def _key(template: str, data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps([_recipe(), template, data], ensure_ascii=False).encode()).hexdigest()
