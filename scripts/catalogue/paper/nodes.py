"""Plain data that a typesetter draws: texts, links, lists, terms. Nothing here is markup.

A text is a plain string or a list of nodes, whose types are those of `prose.tree`, "dessin" and "insecable"; blocks add
"chiffres", "details" and "intertitre".
"""

from collections.abc import Iterable
from typing import Any

from catalogue.records.practice import Pratique
from catalogue.text import prose

Node = dict[str, Any]
Text = str | list[Node]


def link(text: str, address: str) -> list[Node]:
    """Return `text` as a link that leads to `address`."""
    return [{"type": "link", "adresse": address, "dedans": [{"type": "text", "texte": text}]}]


def prose_blocks(text: str) -> list[Node]:
    """Return `text` as blocks, whose links tell at the foot of the page where they lead."""

    def noted(node: Node) -> Node:
        found = {**node, "dedans": [noted(inner) for inner in node["dedans"]]} if "dedans" in node else node
        return {**found, "note": True} if node["type"] == "link" else found

    return [noted(node) for node in prose.tree(text)]


def plain(text: str) -> list[Node]:
    """Return `text` as one node of plain text."""
    return [{"type": "text", "texte": text}]


def joined(texts: Iterable[list[Node]]) -> list[Node]:
    """Return all texts in a row, with commas between them."""
    found: list[Node] = []
    for text in texts:
        found += [*(plain(", ") if found else ()), *text]
    return found


def item_list(items: Iterable[Text], kind: str = "bullet_list") -> Node:
    """Return a list of items, each a paragraph; `kind` is that of prose.tree."""
    return {"type": kind, "debut": 1, "dedans": [{"type": "list_item", "dedans": [paragraph(item)]} for item in items]}


def paragraph(text: Text) -> Node:
    """Return `text` as a paragraph."""
    return {"type": "paragraph", "dedans": text if isinstance(text, list) else plain(text)}


def details(pairs: Iterable[tuple[str, Text]]) -> Node:
    """Return terms, each with its text."""
    return {
        "type": "details",
        "paires": [[term, text if isinstance(text, list) else plain(text)] for term, text in pairs],
    }


def heading(text: str) -> Node:
    """Return the heading of a part of a section."""
    return {"type": "intertitre", "texte": text}


def to_fiche(site: str, practice: Pratique) -> list[Node]:
    """Return a link to the fiche of `practice`: within the book where it stands in one, else on the site."""
    return [{**link(practice.titre, f"{site}pratiques/{practice.id}/")[0], "fiche": practice.id}]
