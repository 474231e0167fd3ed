"""A built page, read as a browser would read it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

from catalogue.pages import Renderer, feeds, withdrawn_files
from catalogue.pages import pages as made_pages

ORIGIN = "https://leviers-egalite.example"


class BuiltPage:
    """One page of a built site, at its `address` ("/pratiques/x/")."""

    def __init__(self, site: Path, path: Path) -> None:
        self.site = site
        self.address = "/" + path.relative_to(site).as_posix().removesuffix("index.html")
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(path.read_text("utf-8"))
        self.errors = [f"{line}:{column} {code}" for (line, column), code, _ in parser.errors]

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element `tag` with these attributes ("" matches any value; _ stands for -)."""
        return [
            element
            for element in self.root.iter(tag)
            if all(
                (value or element.get(name.replace("_", "-"))) == element.get(name.replace("_", "-"), None)
                and element.get(name.replace("_", "-")) is not None
                for name, value in attributes.items()
            )
        ]

    @cached_property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [
            element.attrib["id"]
            for element in self.root.iter()
            if isinstance(element.tag, str) and "id" in element.attrib
        ]

    @property
    def links(self) -> Iterator[str]:
        """Every address that the page links to or loads, made absolute."""
        for element in self.root.iter():
            for name in ("href", "src", "action", "poster"):
                value = element.get(name)
                if value is not None and element.tag != "base":
                    yield urljoin(ORIGIN + self.address, value)

    @property
    def loads(self) -> Iterator[str]:
        """Every address that a browser fetches to show the page, made absolute."""
        for element in self.root.iter():
            rel = element.get("rel", "")
            if element.tag in ("script", "img", "iframe", "source", "video", "audio", "embed") and element.get("src"):
                yield urljoin(ORIGIN + self.address, element.attrib["src"])
            elif element.tag == "link" and any(kind in rel for kind in ("stylesheet", "icon", "preload", "preconnect")):
                yield urljoin(ORIGIN + self.address, element.attrib["href"])

    @cached_property
    def text(self) -> str:
        """What a reader reads in <main>, spaces and quotation marks normalised."""
        main = next(self.root.iter("main"))
        return normalised(" ".join(_texts(main)))

    @property
    def lines(self) -> Iterator[str]:
        """What a reader reads or is read, block by block as written: text, titles, alternatives; code left aside."""
        yield from "".join(_lines(self.root)).split("\n")
        for element in self.root.iter():
            for name in ("alt", "title", "placeholder", "aria-label"):
                yield element.get(name, "")
            if element.tag == "meta" and element.get("name") == "description":
                yield element.get("content", "")


# What stands within a line; all else begins one.
INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "cite",
    "code",
    "em",
    "i",
    "kbd",
    "mark",
    "q",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "tspan",
}


def _lines(element: Element) -> Iterator[str]:
    if element.tag in ("script", "style", "pre"):
        return
    apart = "" if element.tag in INLINE else "\n"
    yield apart
    if element.tag in ("code", "kbd"):
        yield "code"
    else:
        yield (element.text or "").replace("\n", " ")
        for child in element:
            if isinstance(child.tag, str):
                yield from _lines(child)
            yield (child.tail or "").replace("\n", " ")
    yield apart


def _texts(element: Element) -> Iterator[str]:
    if element.tag.rpartition("}")[2] in ("script", "style", "svg"):  # drawings have a namespace
        return
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child)
        if child.tail:
            yield child.tail


def normalised(text: str) -> str:
    """Return `text` with plain spaces and straight apostrophes, for comparing."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    return " ".join(text.split())


LIGHT = ("p", "carte")
"""The folders of light pages: short addresses, and cards for other sites. They have no frame, and search leaves them out."""


def _is_light(site: Path, path: Path) -> bool:
    return path.relative_to(site).parts[0] in LIGHT


def pages(site: Path) -> list[BuiltPage]:
    """Every page of the built site, but for the light ones."""
    return [BuiltPage(site, path) for path in sorted(site.rglob("*.html")) if not _is_light(site, path)]


def light_pages(site: Path) -> list[BuiltPage]:
    """Every light page of the built site."""
    return [BuiltPage(site, path) for path in sorted(site.rglob("*.html")) if _is_light(site, path)]


def answers(site: Path, address: str) -> Path | None:
    """Return the file that a static server sends for `address` (absolute, of this origin), or None."""
    path = site / unquote(urlsplit(address).path).lstrip("/")
    path = path / "index.html" if address.split("#")[0].split("?")[0].endswith("/") else path
    return path if path.is_file() else None


def dead_links(site: Path, whole: Mapping[str, BuiltPage]) -> list[tuple[str, str]]:
    """Return the (address, link) of each link of the site's own, on its pages `whole` by their address, that leads nowhere, or to a
    section that is not there.
    """
    dead = []
    for address, page in whole.items():
        for link in page.links:
            parts = urlsplit(link)
            if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
                continue
            path = answers(site, link)
            target = whole.get("/" + path.relative_to(site).as_posix().removesuffix("index.html")) if path else None
            if path is None or (parts.fragment and target and unquote(parts.fragment) not in target.ids):
                dead.append((address, link))
    return dead


def made_beside(renderer: Renderer) -> dict[str, str]:
    """Return what `renderer` makes beside the pages, with one or on its own: path → content."""
    found = {path: content.decode() for page in made_pages(renderer) for path, content in page.beside()}
    return {**found, **dict(withdrawn_files(renderer)), **dict(feeds(renderer))}
