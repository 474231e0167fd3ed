"""A built site, read back as a static host serves it: what it promises, what answers."""

import re
from pathlib import Path

from catalogue.pages.rendering import SECTIONS
from catalogue.permaliens import Promises

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
        found |= {"/p/*/": [], "/carte/*/": [], "/pratiques/*/": list(SECTIONS)}
    for path in sorted(site.rglob("*")):
        address = "/" + path.relative_to(site).as_posix()
        if path.is_file() and path.suffix != ".html" and _FILES.fullmatch(address):
            if not address.startswith("/pratiques/"):
                found.setdefault(address, [])
            elif (owner := path.parent.name) in names:
                name = "*.pdf" if path.name == f"{owner}.pdf" else path.name  # an id may be « citation », or « qr »
                found.setdefault(f"/pratiques/*/{name}", [])
    return found


def anchors(site: Path, address: str) -> set[str] | None:
    """Return the anchors of what the built `site` answers at `address`, or None when it answers nothing."""
    path = site / address.lstrip("/")
    path = path / "index.html" if address.endswith("/") else path
    if not path.is_file():
        return None
    return set(re.findall(r'\sid="([^"]+)"', path.read_text("utf-8"))) if path.suffix == ".html" else set()
