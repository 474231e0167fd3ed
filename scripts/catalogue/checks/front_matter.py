"""The rule on the front matter of a page written by hand: a few keys, whose texts the theme writes as they are."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.problems.problem import Problem, declaring
from catalogue.records import load
from catalogue.records.document import Document, Place
from catalogue.records.reader import Unreadable, guessed
from catalogue.text.near import near

declare = declaring("Les pages écrites à la main", __name__)

ENTETE = declare(
    id="page-entete",
    titre="L’en-tête d’une page n’a que les rubriques prévues, avec de simples textes.",
    pourquoi="Le site écrit ces textes tels quels : un signe « < » ou un guillemet droit ajouterait autre chose à la page.",
    faux='title: "Outils <b>utiles</b>"',
    juste="title: Outils utiles",
)

MACROS = "render_macros"
"""What has the macros of a page done."""

# As MkDocs reads it (mkdocs.utils.meta): what stands between two lines of dashes; and the keys that it would take without them.
FENCED = re.compile(r"^-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
UNFENCED = re.compile(r"^[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")


@dataclass(frozen=True)
class FrontMatter:
    """What a page's front matter says: where it ends, whether macros are to be done, what is wrong."""

    end: int = 0
    macros: bool = False
    problems: list[Problem] = field(default_factory=list)


def read(document: Document, text: str) -> FrontMatter:
    """Return the front matter of the page `text`, which `document` shows."""
    fenced = FENCED.match(text)
    if not fenced:
        first = UNFENCED.match(document.lines[0])
        said = f"« {document.lines[0][:60]} » serait lu comme un en-tête ; il est attendu entre deux lignes « --- »."
        found = [document.problem_at(ENTETE, 1, 1, said, f"---\n{document.lines[0]}\n---")] if first else []
        return FrontMatter(problems=found)
    written = text[: fenced.end(1)]
    header, problems = load.parse(written.encode(), document.path)
    if header and not problems:
        problems = list(_wrong(header, fenced[1]))
    macros = header.value((MACROS,)) not in (None, "false") if header else MACROS in written
    return FrontMatter(fenced.end(), macros, problems)


def _wrong(header: Document, written: str) -> Iterator[Problem]:
    try:
        data = guessed(written)
    except (Unreadable, ValueError):
        said = "Une valeur a l’air d’une date ou d’un nombre qui n’existe pas ; un texte est attendu, entre guillemets droits."
        odd = (place for place in header.values if isinstance(text := header.value(place), str) and not _reads(text))
        yield header.problem(ENTETE, next(odd, ()), said, 'title: "…"')
        return
    for key, value in data.items():
        if key not in KEYS:
            guess = near(str(key), KEYS)
            said = f"La rubrique « {key} » n’est pas prévue" + (f" ; s’agit-il de « {guess} » ?" if guess else ".")
            yield header.problem(ENTETE, (str(key),), said, f"une de celles-ci : {', '.join(KEYS)}", at_key=True)
        else:
            yield from _values(header, (str(key),), value, KEYS[key])


def _reads(text: str) -> bool:
    try:
        guessed(text)
    except (Unreadable, ValueError):
        return False
    return True


@dataclass(frozen=True)
class _Kind:
    """What a key takes: `fits` tells whether a value is such, `what` says it in French, `example` shows one."""

    fits: Callable[[Any], bool]
    what: str
    example: str


def _like(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


_TEXT = _Kind(
    _like(r'[^<>"]*'),
    "un texte (un nombre ou une date : entre guillemets droits), sans « < », « > » ni guillemet droit",
    "Outils utiles",
)
_ADDRESS = _Kind(_like(r"(?:[a-z0-9-]+/)*(?:#[a-z0-9-]+)?"), "l’adresse d’une page du site", "leviers/portage/")

KEYS: Mapping[str, Any] = {
    "title": _TEXT,
    "description": _TEXT,
    "mots_cles": [_TEXT],
    MACROS: _Kind(lambda value: isinstance(value, bool), "true ou false", "true"),
    "styles": [_Kind(_like(r"[a-z]+"), "le nom d’un fichier de theme/assets/styles/, sans « .css »", "map")],
    "module": _Kind(_like(r"assets/[a-z]+/[a-z]+\.js"), "un script de theme/assets/", "assets/session/builder.js"),
    "hide": [_Kind(_like("toc"), "« toc »", "toc")],
    "template": _Kind(_like(r"home\.html"), "« home.html », pour l’accueil", "home.html"),
    "accroche": _TEXT,
    "exemples": [_TEXT],
    "entrees": [{"titre": _TEXT, "texte": _TEXT, "adresse": _ADDRESS}],
}
"""The keys that a page may have, each with what it takes."""


def _values(header: Document, place: Place, value: Any, expected: Any) -> Iterator[Problem]:
    key = next(str(step) for step in reversed(place) if isinstance(step, str))
    if isinstance(expected, list):
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from _values(header, (*place, number), item, expected[0])
        else:
            said = f"« {key} » doit être une liste, entre crochets."
            yield header.problem(ENTETE, place, said, f"{key}: [{_example(expected[0])}]")
    elif isinstance(expected, dict):
        if not isinstance(value, dict) or value.keys() != expected.keys():
            said = f"« {key} » doit être fait de groupes, chacun de : {', '.join(expected)}."
            yield header.problem(ENTETE, place, said, "\n".join(f"{one}: …" for one in expected))
        else:
            for name, kind in expected.items():
                yield from _values(header, (*place, name), value[name], kind)
    elif not expected.fits(value):
        said = f"« {str(value)[:60]} » a été lu ; « {key} » doit être {expected.what}."
        example = _example(expected) if place[-1] == key else f"[{_example(expected)}]"
        yield header.problem(ENTETE, place, said, f"{key}: {example}")


def _example(expected: Any) -> str:
    return expected.example if isinstance(expected, _Kind) else "{" + ", ".join(f"{one}: …" for one in expected) + "}"
