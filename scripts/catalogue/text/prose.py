"""Prose of a record: paragraphs, lists, emphasis and links; nothing else. The only module that reads Markdown.

The text is a stranger's. markdown-it-py renders it from an allow-list of constructs, and all the rest comes out as the
plain characters that were typed.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_ALLOWED = ("list", "emphasis", "link", "autolink", "escape", "newline", "balance_pairs", "fragments_join")

FORBIDDEN = {
    "heading_open": "un titre",
    "fence": "un bloc de code",
    "code_inline": "du code",
    "hr": "un filet",
    "blockquote_open": "une citation en retrait",
    "html_block": "du HTML",
    "html_inline": "du HTML",
    "image": "une image",
    "reference": "un lien par référence",
}
"""What a record may not use: the type of markdown-it's token → the words for it."""


# A link to the web, and nothing else that a parser could see in it.
_PLAIN_LINK = re.compile(r"(?<![!\\])\[[^\[\]\\<>`!\r\n]+\]\((https?://[A-Za-z0-9/.,:@?&=+%#~_-]+)\)")
_SIGNS = re.compile(r"[<>\[\]`#=~\r]")
_MARKS = " \t0123456789.)*_+-"


def _is_simple(text: str) -> bool:
    """Return whether `text` can hold nothing forbidden and no link, which all need a sign, or a line of nothing but marks."""
    return not _SIGNS.search(text) and all(line.strip(_MARKS) or not line for line in text.split("\n"))


@cache
def _renderer() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # here: most of what is checked is too simple to need it

    parser = MarkdownIt("zero").enable([*_ALLOWED])
    parser.validateLink = lambda url: url.startswith(("http://", "https://"))  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign] # decoded, it may show another address
    return parser


@cache
def _reader() -> "MarkdownIt":
    """All of CommonMark and any address, to tell what was written; indented text is text, as where it is rendered."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").disable("code")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign] # encoded, look-alike letters would pass
    return parser


def render(text: str) -> Markup:
    """Return `text` as HTML, safe whatever it holds; links leave with rel="noopener noreferrer external"."""
    tokens = _renderer().parse(text)
    for token in _flat(tokens):
        if token.type == "link_open":
            token.attrSet("rel", "noopener noreferrer external")
    return Markup(_renderer().renderer.render(tokens, _renderer().options, {}))  # noqa: S704 - escaped by the parser


def tree(text: str) -> list[dict[str, Any]]:
    """Return `text` as nodes of plain data, for what is not HTML: each has its `type` and what stands within it (`dedans`).

    Types: "paragraph"; "bullet_list" and "ordered_list" (with `debut`) of "list_item"; "em", "strong", "link" (with `adresse`);
    "text" (with `texte`) and "hardbreak".
    """
    from markdown_it.tree import SyntaxTreeNode

    return _nodes(SyntaxTreeNode(_renderer().parse(text)).children)


def _nodes(nodes: "list[SyntaxTreeNode]") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for node in nodes:
        if node.type == "inline":
            found += _nodes(node.children)
        elif node.type in ("text", "softbreak"):
            found.append({"type": "text", "texte": " " if node.type == "softbreak" else node.content})
        else:
            made: dict[str, Any] = {"type": node.type, "dedans": _nodes(node.children)}
            if node.type == "link":
                made["adresse"] = str(node.attrs["href"])
            if node.type == "ordered_list":
                made["debut"] = int(node.attrs.get("start", 1))
            found.append(made)
    return found


def plain(text: str) -> str:
    """Return the words of `text` without its marks, on one line."""
    blocks = (token.children or [] for token in _renderer().parse(text) if token.type == "inline")
    return " ".join(
        "".join(" " if t.type in ("softbreak", "hardbreak") else t.content for t in block) for block in blocks
    )


def inspect(text: str) -> tuple[list[str], list[str]]:
    """Return what of `text` a record may not use (in French), and the address of each link, as typed, allowed or not."""
    if _is_simple(_PLAIN_LINK.sub("a", text)):  # as most are: reading them would take a tenth of a check
        return [], _PLAIN_LINK.findall(text)
    env: dict[str, object] = {}
    tokens = list(_flat(_reader().parse(text, env)))
    forbidden = [FORBIDDEN[token.type] for token in tokens if token.type in FORBIDDEN]
    if env.get("references"):
        forbidden.append(FORBIDDEN["reference"])
    return forbidden, [str(token.attrs.get("href", "")) for token in tokens if token.type == "link_open"]


def _flat(tokens: "list[Token]") -> "Iterator[Token]":
    for token in tokens:
        yield token
        if token.children:
            yield from _flat(token.children)
