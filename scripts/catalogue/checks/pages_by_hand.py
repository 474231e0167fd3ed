"""What stands in docs/ and theme/: pages in Markdown, pictures, no file from elsewhere; each page held to its rules.

Whatever a stranger writes there is read, never run: see docs/decisions/0022-pages-written-by-hand.md.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePosixPath

from catalogue.checks import front_matter, macro_calls
from catalogue.checks.context import Context
from catalogue.checks.drawings import check_drawing
from catalogue.checks.folder import Found, at_file
from catalogue.checks.macro_calls import MARK, Call, Reading
from catalogue.checks.page_content import check_content
from catalogue.checks.page_macros import BLOCKS, check_macros
from catalogue.problems.mend import Mend
from catalogue.problems.problem import Problem, declaring
from catalogue.records import load
from catalogue.records.characters import check_characters
from catalogue.records.document import MAX_PROBLEMS, Document
from catalogue.records.file_rules import CARACTERE, MAX_BYTES
from catalogue.records.merges import check_merges
from catalogue.text.typography import slug

declare = declaring("Les pages écrites à la main", __name__)

FICHIER = declare(
    id="page-fichier",
    titre="docs/ ne contient que des pages en Markdown et des images, aux noms simples.",
    pourquoi="Une page HTML, un script ou tout autre fichier serait publié tel quel, sans mise en page ni vérification.",
    faux="docs/methode/outil.html",
    juste="docs/methode/outil.md",
)
LIEN = declare(
    id="fichier-lie",
    titre="Aucun fichier de docs/ n’est un lien, et aucun lien de theme/ ne mène ailleurs.",
    pourquoi="Un lien publierait n’importe quel fichier de la machine qui construit le site.",
    faux="docs/methode/outil.md → /etc/passwd",
    juste="docs/methode/outil.md, un fichier ordinaire",
)

UNPUBLISHED = "decisions"
"""The folder of docs/ that no site has (`exclude_docs` in mkdocs.yml)."""

PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
_LARGEST = 512 * 1024
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check_pages(root: Path, found: Found, context: Context) -> Iterator[Problem]:
    """Yield what is wrong with the pages written by hand, and with the files beside them, in the project at `root`.

    `found` and `context` are the records and vocabularies, which pages name.
    """
    for path in _files(root / "docs"):
        shown = path.relative_to(root).as_posix()
        if path.is_symlink():
            yield _linked(path, shown)
        elif path.relative_to(root).parts[1:2] != (UNPUBLISHED,):
            yield from islice(_of_file(path, shown, found, context), MAX_PROBLEMS)
    theme = root / "theme"
    for path in _files(theme):
        shown = path.relative_to(root).as_posix()
        if path.is_symlink():
            if path == theme or not path.resolve().is_relative_to(theme.resolve()):
                yield _linked(path, shown)
        elif path.suffix == ".svg":
            yield from _of_drawing(path, shown)


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file under `folder`, and every link, which is not followed; `folder` itself where it is one."""
    left = [folder] if folder.is_symlink() or folder.exists() else []
    while left:
        path = left.pop()
        if path.is_symlink() or not path.is_dir():
            yield path
        else:
            with suppress(OSError):  # what may not be read is not published either
                left += path.iterdir()


def _linked(path: Path, shown: str) -> Problem:
    said = f"« {path.name} » est un lien vers un autre fichier ; un fichier ordinaire est attendu."
    return at_file(LIEN, shown, said, "Remplacez le lien par le fichier lui-même.")


def _of_file(path: Path, shown: str, found: Found, context: Context) -> Iterator[Problem]:
    """Yield what is wrong with a file of docs/; what MkDocs leaves out, hidden, is nobody's affair."""
    names = PurePosixPath(shown).parts[1:]
    if any(name.startswith(".") for name in names):
        return
    if path.suffix not in (".md", *PICTURES):
        said = f"« {path.name} » serait publié tel quel ; seules des pages (.md) et des images ({', '.join(PICTURES)}) sont attendues."
        how = "Écrivez-en le contenu en Markdown, dans un fichier .md ; styles et scripts sont dans theme/, qu’une équipe relit."
        yield at_file(FICHIER, shown, said, how)
        return
    if odd := next((name for name in (*names[:-1], path.stem) if not _NAME.fullmatch(name)), None):
        said = f"Le nom « {odd} » ne peut pas devenir une adresse ; minuscules sans accent, chiffres et tirets sont attendus."
        plain = "/".join(slug(name) or "page" for name in (*names[:-1], path.stem))
        yield at_file(FICHIER, shown, said, Mend(name=f"docs/{plain}{path.suffix}"))
        return
    if path.suffix == ".md":
        yield from _of_page(path, shown, found, context)
    elif path.suffix == ".svg":
        yield from _of_drawing(path, shown)


def _of_drawing(path: Path, shown: str) -> Iterator[Problem]:
    raw = load.read_bytes(path, shown, _LARGEST)
    if isinstance(raw, Problem):
        yield raw
    else:
        yield from check_drawing(Document(shown, raw.decode("utf-8", "replace").split("\n")), raw)


def _of_page(path: Path, shown: str, found: Found, context: Context) -> Iterator[Problem]:
    raw = load.read_bytes(path, shown, MAX_BYTES)
    if isinstance(raw, Problem):
        yield raw
        return
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        yield from load.parse(raw, shown)[1]
        return
    document = Document(shown, text.split("\n"))
    hidden = [problem for problem in check_characters(document) if problem.rule == CARACTERE.id]
    yield from hidden
    if hidden:  # Markdown takes some of them away, and what it then reads is not what was looked at
        return
    merged = [problem for problem in check_merges(document) if problem.excerpt[0] != "="]  # which underlines a title
    yield from merged
    if merged:
        return
    head = front_matter.read(document, text)
    yield from head.problems
    read = macro_calls.read(text, head.end) if head.macros else Reading()
    yield from check_macros(document, read, found, context)
    if not read.faults:
        told = check_content(
            document, read.replaced(text, _stand_in)[head.end :], read.replaced(text, _masked), head.end
        )
        yield from dict.fromkeys(islice(told, MAX_PROBLEMS))


def _stand_in(written: str, call: Call | None) -> str:
    """Return what Markdown takes as it does what a macro gives: a block of HTML, or words in a sentence."""
    if call is None:
        return ""
    return f"<div>{MARK}</div>" if call.name in BLOCKS else MARK


def _masked(written: str, call: Call | None) -> str:
    """Return as many letters and lines as were written, with nothing to be found in them."""
    return re.sub(r"[^\n]", MARK, written)
