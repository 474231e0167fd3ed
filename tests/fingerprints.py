"""Fingerprints of the runs of words of sources, so that a copied sentence is told without keeping their text here.

`python tests/fingerprints.py SOURCE.txt > tests/data/source-fingerprints.txt` renews those of the first
source, read whole. Those of what was read of the others grow by `python tests/fingerprints.py --add READ.txt…`.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

LENGTH = 12
"""How many words in a row make a copy."""

_ADDRESS = re.compile(r"https?://\S+")
_FOOTNOTE_MARK = re.compile(r"(?<=[^\W\d_])\d+\b")  # « diversification1 »
_RUNNING_HEAD = re.compile(
    r"^\W*(?:L E S {2}F I C H E S {2}P R A T I Q U E S|G I P {2}M A X I M I L I E N|OBJECTIF STRATÉGIQUE"
    r"|OBJEC TIF {2}DIVERSIFICATION :|EN PRATIQUE|MÉTHODE)\s*$",
    re.M,
)


def words(text: str) -> list[str]:
    """Return the words of `text`, lower-case and without accents: « facilitateur·rices » gives two words."""
    letters = (sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", "".join(letters))


def runs(words: Sequence[str], length: int = LENGTH) -> Iterator[tuple[str, ...]]:
    """Yield every run of `length` words in a row."""
    return (tuple(words[start : start + length]) for start in range(len(words) - length + 1))


def fingerprint(run: Sequence[str]) -> str:
    """Return the mark of a run of words, from which the words cannot be read back."""
    return sha256(" ".join(run).encode()).hexdigest()[:10]


def fingerprints(text: str) -> set[str]:
    """Return the fingerprint of every run of `text`, addresses apart."""
    return {fingerprint(run) for run in runs(words(_ADDRESS.sub(" ", text)))}


def source_fingerprints(text: str) -> list[str]:
    """Return those of a source taken from a PDF: without its running heads, with and without the marks of its footnotes."""
    text = _RUNNING_HEAD.sub("", text.replace("\f", "\n"))
    return sorted(fingerprints(text) | fingerprints(_FOOTNOTE_MARK.sub("", text)))


OTHERS = Path(__file__).parent / "data" / "sources-fingerprints.txt"
"""The fingerprints of what was read of the other sources."""


def add(paths: Sequence[Path]) -> None:
    """Add to `OTHERS` those of the texts at `paths`."""
    known = set(OTHERS.read_text("utf-8").split()) if OTHERS.exists() else set()
    OTHERS.write_text(
        "\n".join(sorted(known.union(*(fingerprints(path.read_text("utf-8")) for path in paths)))) + "\n", "utf-8"
    )


if __name__ == "__main__":
    if sys.argv[1] == "--add":
        add([Path(name) for name in sys.argv[2:]])
    else:
        print("\n".join(source_fingerprints(Path(sys.argv[1]).read_text("utf-8"))))
