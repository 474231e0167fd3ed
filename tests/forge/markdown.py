"""What an answer of the forge shows, read as Markdown is."""

import re

from markdown_it import MarkdownIt

_READER = MarkdownIt("gfm-like", {"html": True, "linkify": False})
_OBEYED = re.compile(r"@\w|#\d|GH-\d|https?:|www\.|<|::", re.I)
"""What the forge makes something of wherever it stands, but in code: a mention, a ticket, an address."""


def runs_nothing(text: str, *allowed: str) -> bool:
    """Tell whether `text`, shown by the forge, holds no link, picture, tag or mention, but those that begin as `allowed`."""
    for token in _READER.parse(text):
        if token.type not in ("inline", "html_block"):
            continue
        for one in token.children or [token]:
            if one.type in ("image", "html_inline", "html_block"):
                return False
            if one.type == "link_open" and not str(one.attrs["href"]).startswith(allowed):
                return False
            if one.type == "text":
                plain = " ".join(word for word in one.content.split() if not word.startswith(allowed))
                if _OBEYED.search(plain):
                    return False
    return True
