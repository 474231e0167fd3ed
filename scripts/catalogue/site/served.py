"""A built site, read back as a static host serves it: the addresses that others may rely on, and whether they answer."""

import re
from collections.abc import Collection
from pathlib import Path

from catalogue.checks import permalinks
from catalogue.checks.permalink_lists import Promised, Promises
from catalogue.derived.sections import PROMISED
from catalogue.problems.problem import Problem
from catalogue.records.model import Catalogue

# What else than pages others may link to: the data, the feeds, what goes with a fiche. The rest is the site's own affair.
_FILES = re.compile(r"/(donnees|pratiques)/.+|/.+\.pdf|/.+/[^/]+\.xml|/(?!sitemap\.|opensearch\.)[^/]+\.(csv|json|xml)")
_SHEET = re.compile(r"/page-\d+/$")
_LEFT_OUT = '<meta name="robots" content="noindex">'


def promises(site: Path, docs: Path) -> Promises:
    """Return the addresses of the built `site` that are to answer for ever, each with its anchors that are.

    They are those of its pages, with the anchors of the ones written in `docs`, and those of the files that others link to.
    Addresses that every practice has are given once, with a star for its id (`/pratiques/*/`). Pages that search engines are
    told to leave out are not among them: at a former address, a fiche was promised when it stood there.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(site.rglob("index.html")):
        html = path.read_text("utf-8")
        address = "/" + path.relative_to(site).as_posix().removesuffix("index.html")
        if _LEFT_OUT not in html and not _SHEET.search(address):
            by_hand = (docs / f"{address[1:]}index.md").is_file() or (docs / f"{address[1:-1]}.md").is_file()
            found[address] = re.findall(r'<h2 id="([^"]+)"', html) if by_hand else []
    names = [address.split("/")[2] for address in found if re.fullmatch(r"/pratiques/[^/]+/", address)]
    if names:
        found |= {"/p/*/": [], "/carte/*/": [], "/pratiques/*/": list(PROMISED)}
    for path in sorted(site.rglob("*")):
        address = "/" + path.relative_to(site).as_posix()
        if path.is_file() and path.suffix != ".html" and _FILES.fullmatch(address):
            if not address.startswith("/pratiques/"):
                found.setdefault(address, [])
            elif (owner := path.parent.name) in names:
                name = "*.pdf" if path.name == f"{owner}.pdf" else path.name  # an id may be « citation », or « qr »
                found.setdefault(f"/pratiques/*/{name}", [])
    return found


def unanswered(site: Path, practices: Path, catalogue: Catalogue, *, pdfs: bool) -> list[Problem]:
    """Return a problem for each address listed in the folder `practices` that the built `site` does not answer, sorted.

    Without `pdfs`, which a build may be asked to leave out, theirs are taken to answer.
    """

    def lacking(address: str, anchors: Collection[str]) -> list[str] | None:
        return [] if address.endswith(".pdf") and not pdfs else missing(site, address, anchors)

    withdrawn = [f"/{one.ou}" for one in catalogue.retraits.values()]
    return sorted(permalinks.unanswered(Promised.read(practices), lacking, withdrawn))


def missing(site: Path, address: str, anchors: Collection[str]) -> list[str] | None:
    """Return which of `anchors` the built `site` lacks at `address`, or None when it answers nothing there."""
    path = site / address.lstrip("/")
    path = path / "index.html" if address.endswith("/") else path
    if not path.is_file():
        return None
    there = ids(path.read_text("utf-8")) if anchors else ()
    return [anchor for anchor in anchors if anchor not in there]


def ids(html: str) -> set[str]:
    """Return the ids that stand in `html`, as our templates write them."""
    return set(re.findall(r'\sid="([^"]+)"', html))
