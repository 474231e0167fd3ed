"""A stranger's words, for a page that reads Markdown: shown as code, where nothing is obeyed."""

import re


def code(text: str, most: int = 200) -> str:
    """Return `text` as a code span of one line, cut after `most` letters: no mention, link, picture or tag runs there.

    It stands between more backticks than it holds in a row, so that it cannot end the span.
    """
    line = " ".join(text.split()) or "…"
    line = line if len(line) <= most else f"{line[:most].rstrip()}…"
    longest = max(map(len, re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    room = " " if longest else ""  # Markdown takes one away on each side
    return f"{fence}{room}{line}{room}{fence}"
