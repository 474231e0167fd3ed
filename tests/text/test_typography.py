"""French typography: what is set, and what is left alone."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.text.typography import fold, french, french_html, long_date, number, partial_date, slug

# Text made mostly of what the rules look at.
TRICKY = st.text("aé1 '’.…«»%:;!?\u00a0\u202f()[]/-\u0301\n") | st.text()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("l'égalité", "l’égalité"),
        ("d'«après»", "d’«\u00a0après\u00a0»"),
        ("'seul'", "'seul'"),
        ("et...", "et…"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("37 %", "37\u00a0%"),
        ("37%", "37\u00a0%"),
        ("Deux : trois", "Deux\u00a0: trois"),
        ("Deux: trois", "Deux\u00a0: trois"),
        ("à 12:30", "à 12:30"),
        ("Vrai ?", "Vrai\u202f?"),
        ("Vrai ?!", "Vrai\u202f?!"),
        ("un ; deux", "un\u202f; deux"),
        ("« Quoi ? »", "«\u00a0Quoi\u202f?\u00a0»"),
        ("e\u0301te\u0301", "été"),
        ("salarié·e·s", "salarié·e·s"),
        ("", ""),
    ],
)
def test_french_sets_what_the_keyboard_gives(typed: str, printed: str) -> None:
    """Apostrophes, ellipses and non-breaking spaces come out as French print sets them."""
    assert french(typed) == printed


@settings(deadline=None)
@given(TRICKY)
def test_french_is_idempotent(text: str) -> None:
    """Text that is already set is not set again: records may be typed either way."""
    once = french(text)
    assert french(once) == once
    assert unicodedata.is_normalized("NFC", once)


ADDRESSES = ["http://a.fr/b?c=d:e;f!", "https://a.fr/l'un...%20", "[x](y 'z' : t ;)"]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*ADDRESSES, " ", "« a »", "a ; b", "...", "l'", "\n"]), max_size=8))
def test_french_keeps_addresses(pieces: list[str]) -> None:
    """An address leads to the same place after as before, in text as in a Markdown link."""
    text = " ".join(pieces)
    address = re.compile(r"https?://\S+|\]\([^)]*\)")
    assert address.findall(french(text)) == address.findall(text)


@pytest.mark.parametrize(
    "kept",
    [
        '<a title="l\'un : deux ?">',
        "<code>a : b ?</code>",
        "<pre><b>a</b> : b ?</pre>",
        "<script>a ? b : c</script>",
        "<style>a{b:c ; d:e}</style>",
        "<svg><text>a : b ?</text></svg>",
        "<!-- a : b ? -->",
        "a&nbsp;; b &#39; c",
    ],
)
def test_french_html_touches_text_only(kept: str) -> None:
    """Tags, code, scripts, styles, drawings and comments are left as they are; the text around them is set."""
    assert french_html(f"<p>l'un {kept} deux ?</p>") == f"<p>l’un {kept} deux\u202f?</p>"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Decimal("12345.5"), "12\u202f345,5"),
        (Decimal("0.50"), "0,50"),
        (Decimal("-7"), "-7"),
        (Decimal("1E+3"), "1\u202f000"),
        (1234567, "1\u202f234\u202f567"),
        (0, "0"),
    ],
)
def test_number(value: Decimal | int, printed: str) -> None:
    """A number has a decimal comma, thousands apart, all its digits, and no exponent."""
    assert number(value) == printed


@pytest.mark.parametrize(
    ("day", "printed"),
    [(date(2026, 3, 1), "1er\u00a0mars 2026"), (date(2026, 8, 31), "31\u00a0août 2026")],
)
def test_long_date(day: date, printed: str) -> None:
    """A date is in words, the first of the month as an ordinal, and does not break after the day."""
    assert long_date(day) == printed


@pytest.mark.parametrize(
    ("value", "printed"),
    [("2021", "2021"), ("2021-06", "juin 2021"), ("2021-12", "décembre 2021"), ("2021-06-30", "30\u00a0juin 2021")],
)
def test_partial_date_says_no_more_than_is_known(value: str, printed: str) -> None:
    """A year stays a year, a month a month."""
    assert partial_date(value) == printed


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  L’Œuvre : Égalité—Été ", "l oeuvre egalite ete"),
        ("Cæsar ÇA", "caesar ca"),
        ("ﬁn Ⅳ ²", "fin iv 2"),
        ("!?", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    """Accents, ligatures, case and punctuation do not count when texts are compared."""
    assert fold(text) == folded


@settings(deadline=None)
@given(st.text())
def test_fold_leaves_only_ascii_words(text: str) -> None:
    """Whatever is folded can stand in an address, and folds to itself."""
    folded = fold(text)
    assert re.fullmatch(r"([a-z0-9]+( [a-z0-9]+)*)?", folded)
    assert fold(folded) == folded


def test_slug() -> None:
    """A region's name gives its address."""
    assert slug("Provence-Alpes-Côte d’Azur") == "provence-alpes-cote-d-azur"
