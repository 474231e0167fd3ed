"""French typography: what the keyboard gives, set as print would set it. Pure functions on plain text."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

NBSP = "\u00a0"  # before : % », after «
NNBSP = "\u202f"  # before ; ! ?, and between thousands

_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]

# Addresses are left alone, in text as in Markdown links.
_SIGNS = re.compile(r"['«»%:;!?]|\.\.\.")  # without one of these there is nothing to set
ADDRESS = re.compile(r"(https?://\S+|\]\([^)]*\))")
_RULES = (
    (re.compile(r"(?<=\w)'(?=[\w«])"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(rf"«[ {NBSP}{NNBSP}]*(?=\S)"), f"«{NBSP}"),
    (re.compile(rf"(?<=\S)[ {NBSP}{NNBSP}]*»"), f"{NBSP}»"),
    (re.compile(rf"(?<=\d)[ {NBSP}{NNBSP}]*%"), f"{NBSP}%"),
    (re.compile(rf"(?<=[\w»)’…%])[ {NBSP}{NNBSP}]+:(?=\s|$)"), f"{NBSP}:"),
    (re.compile(rf"(?<=[\w»)’…%])[ {NBSP}{NNBSP}]*([;!?]+)(?=\s|$|[ {NBSP}]»)"), rf"{NNBSP}\1"),
    (re.compile(r"(?<=[^\W\d_]):(?=\s)"), f"{NBSP}:"),
)


def french(text: str) -> str:
    """Return `text` (plain or Markdown) with French apostrophes, ellipses and non-breaking spaces.

    Composed Unicode (NFC) comes out, whatever came in. Addresses are not touched. Applying it twice
    changes nothing. Source of the rules: Lexique des règles typographiques en usage à l'Imprimerie nationale.
    """
    text = unicodedata.normalize("NFC", text)
    if not _SIGNS.search(text):
        return text
    parts = ADDRESS.split(text)
    for i in range(0, len(parts), 2):
        for pattern, replacement in _RULES:
            parts[i] = pattern.sub(replacement, parts[i])
    return "".join(parts)


_LEADING = frozenset(":;!?%»")

# Tags, with all that code, scripts, styles and drawings hold, and character references: none of it is text.
_TAG = re.compile(r"(<!--.*?-->|<(?P<raw>pre|code|script|style|svg)\b.*?</(?P=raw)>|<[^>]*>|&#?\w+;)", re.S)


def french_html(html: str) -> str:
    """Return `html` with `french` applied to its text, not to its tags, code, scripts, styles or drawings."""
    done, parts = 0, []
    for kept in _TAG.finditer(html):
        parts += [_text(html[done : kept.start()]), kept[0]]
        done = kept.end()
    return "".join([*parts, _text(html[done:])])


def _text(piece: str) -> str:
    """Return `french` of a piece of text that may follow a tag: « <a>lien</a> : »."""
    if piece[:1] == " " and piece[1:2] in _LEADING:
        piece = (NNBSP if piece[1] in ";!?" else NBSP) + piece[1:]
    return french(piece)


def duration(minutes: int) -> str:
    """Return `minutes` in words: "45 min", "1 h", "1 h 05"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h" + (f"{NBSP}{rest:02}" if rest else "")


def number(value: Decimal | int) -> str:
    """Return a number as French writes it: 12345.5 gives « 12 345,5 » (narrow non-breaking space)."""
    return f"{Decimal(value):,f}".replace(",", NNBSP).replace(".", ",")


def file_size(size: int) -> str:
    """Return a size in bytes as French writes it, rounded: « 48 Ko », « 1,2 Mo »."""
    if size < 10**6:
        return f"{number(max(1, round(size / 1000)))}{NBSP}Ko"
    return f"{number(Decimal(round(size / 10**5)) / 10)}{NBSP}Mo"


def long_date(day: date) -> str:
    """Return a date as French writes it: « 1er mars 2026 »."""
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{_MONTHS[day.month - 1]} {day.year}"


def partial_date(value: str) -> str:
    """Return 2021, 2021-06 or 2021-06-30 as French writes it."""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return value
    full = long_date(date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1))
    return full if len(parts) == 3 else full.split(NBSP)[1]


def fold(text: str) -> str:
    """Return `text` lower-case, without accents or ligatures, words joined by single spaces.

    What is left are ASCII letters and digits: good for slugs, sorting and comparing.
    """
    folded = text.lower()
    if not text.isascii():
        letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        folded = "".join(letters).lower().replace("œ", "oe").replace("æ", "ae")
    return " ".join(re.findall(r"[a-z0-9]+", folded))


def slug(text: str) -> str:
    """Return `text` as an address part: « Provence-Alpes-Côte d’Azur » gives `provence-alpes-cote-d-azur`."""
    return fold(text).replace(" ", "-")
