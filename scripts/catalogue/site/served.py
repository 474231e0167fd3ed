"""A built site, read back as a static host serves it: what it promises, what answers."""

import re
from collections.abc import Collection
from pathlib import Path

from catalogue.checks.permalinks import Promises
from catalogue.derived.sections import PROMISED

# What else than pages others may link to: the data, the feeds, what goes with a fiche. The rest is the site's own affair.
_FILES = re.compile(r"/(donnees|pratiques)/.+|/.+\.pdf|/.+/[^/]+\.xml|/(?!sitemap\.|opensearch\.)[^/]+\.(csv|json|xml)")
_SHEET = re.compile(r"/page-\d+/$")
_LEFT_OUT = '<meta name="robots" content="noindex">'


def promises(site: Path, docs: Path) -> Promises:
    """Return what the built `site` promises: its pages, the anchors of those written in `docs`, the files others link to.

    What stands for every practice is said once, with a star. Former addresses were promised when they were the only ones.
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
