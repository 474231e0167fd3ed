"""News → an Atom feed (RFC 4287). Pure functions; the content of an entry is HTML that is safe already."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree

from catalogue.text.identity import LANGUE, NOM

NEWEST = 50
"""Entries of a feed."""

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class NewsItem:
    """One entry: what it is about (`sujet`, its id on the site), the day, a title, the address of the page, its HTML."""

    sujet: str
    jour: date
    titre: str
    adresse: str
    html: str


def atom(site: str, address: str, page: str, titre: str, news: Sequence[NewsItem], since: date) -> str:
    """Return the feed that stands at `address` of the site at `site`, for the page at `page`: the newest of `news`.

    `news` come the newest first; `since` is the day that is told when there are none.
    """
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": LANGUE})
    _add(root, "id", site + address)
    _add(root, "title", titre)
    _add(root, "updated", _moment(news[0].jour if news else since))
    _add(_add(root, "author"), "name", NOM)
    _add(root, "link", rel="self", type="application/atom+xml", href=site + address)
    _add(root, "link", rel="alternate", type="text/html", href=site + page)
    for one in news[:NEWEST]:
        entry = _add(root, "entry")
        _add(entry, "id", f"tag:{urlsplit(site).hostname},{one.jour.year}:{one.sujet}/{one.jour}")
        _add(entry, "title", one.titre)
        _add(entry, "updated", _moment(one.jour))
        _add(entry, "link", rel="alternate", type="text/html", href=site + one.adresse)
        _add(entry, "content", one.html, type="html")
    ElementTree.indent(root, "")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = _NOT_XML.sub("", text) or None
    return element


def _moment(day: date) -> str:
    return f"{day}T00:00:00Z"
