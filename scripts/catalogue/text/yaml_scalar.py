"""Text → YAML that reads back as the same text, whatever it holds. Pure functions; theme/assets/contribute/yaml.js is
the same in the browser, and a test holds the two together.
"""

import re

# As it stands where brackets end a text (inline), and where only the line does.
_INLINE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ](?:[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9_ .’'()/+-]*[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9)])?")
_BLOCK = re.compile(
    r"[A-Za-zÀ-ÖØ-öø-ÿŒœ](?:[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9_ .’'()/+,;!?«»%…&=°·–—\u00a0\u202f-]*[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9).!?»%…])?"
)
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))

ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff0-\uffff]"
)
"""What no line of a file should show as it is; a tab and a line end among them."""


def quoted(text: str, *, inline: bool = True) -> str:
    """Return `text` as a YAML scalar of one line: as it stands where that is safe, else between straight quotes.

    `inline` says that it may stand between brackets.
    """
    if (_INLINE if inline else _BLOCK).fullmatch(text) and text.lower() not in _WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + ODD.sub(lambda found: f"\\u{ord(found[0]):04X}", escaped) + '"'


def folded(text: str, width: int) -> list[str] | None:
    """Return `text` cut into lines of `width` that « >- » joins again; None when it would not come out the same."""
    if ODD.search(text) or "  " in text or text.strip(" ") != text or not text:
        return None
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def literal(text: str) -> list[str] | None:
    """Return the lines of `text` for « | »; None when it would not come out the same."""
    lines = text.split("\n")
    odd = any(ODD.search(line) or (line and not line.strip(" ")) for line in lines)
    return None if odd or text.strip() != text or not text else lines
