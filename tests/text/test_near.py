"""Near misses: what a word looks like, and what it can only be a slip for."""

from itertools import product

import pytest

from catalogue.text.near import near, surely

LEVERS = ["dans-le-contrat", "freins-peripheriques", "portage", "partenariat", "expertise"]
BUYERS = ["ville-de-lyon", "ville-de-paris", "rapport-2021", "mef-cotentin"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Portage", "portage"),
        ("Freins_Périphériques", "freins-peripheriques"),
        ("le portage", "portage"),
        ("freins", None),
        ("frein-peripherique-des-publics", "freins-peripheriques"),
        ("zzz", None),
        ("", None),
        ("…", None),
    ],
)
def test_what_a_word_looks_like(typed: str, found: str | None) -> None:
    """The nearest word is named, accents, case and separators apart; none is, when none shares most of its letters."""
    assert near(typed, LEVERS) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("DANS LE CONTRAT", "dans-le-contrat"),
        ("prtage", "portage"),
        ("potrage", "portage"),
        ("partage", "portage"),
        ("prtge", None),
        ("expretize", "expertise"),
        ("exbrtize", None),
        ("por", None),
        ("portage!", None),
        ("{portage}", None),
    ],
)
def test_a_slip_in_a_closed_list(typed: str, found: str | None) -> None:
    """One letter wrong, or two of a long word, can only be a slip; what is not plain text, or very short, is left alone."""
    assert surely(typed, LEVERS) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Ville de Lyon", "ville-de-lyon"),
        ("ville-de-lyno", "ville-de-lyon"),
        ("ville-de-lion", None),
        ("mef-contentin", "mef-cotentin"),
        ("mef-cotantin", None),
        ("rapport-2022", None),
        ("rapport-20211", None),
        ("raport-2021", "rapport-2021"),
        ("ville-de-", None),
    ],
)
def test_a_slip_where_newcomers_are_expected(typed: str, found: str | None) -> None:
    """A letter too many, too few or out of place is a slip; another letter, or another number, is another name."""
    assert surely(typed, BUYERS, open_list=True) == found


def test_a_slip_for_two_words_is_for_neither() -> None:
    """Where two words are as near, or fold to the same, nothing is sure."""
    assert surely("portagr", ["portage", "portager"]) is None
    assert surely("Portage", ["portage", "PORTAGE"]) is None
    assert surely("portage", ["portage", "portager"]) == "portage"


@pytest.mark.parametrize(("size", "most"), [(4, 1), (5, 1), (8, 2)])
def test_slips_are_counted_as_if_every_letter_were_compared(size: int, most: int) -> None:
    """Between words of two letters, a slip is told exactly where few enough letters were added, left out, changed or
    swapped."""
    typed = ["".join(letters) for letters in product("ab", repeat=size)][:: 1 if size < 8 else 9]
    words = ["".join(letters) for length in (size - 1, size, size + 1) for letters in product("ab", repeat=length)]
    for a, b in product(typed, words[:: 1 if size < 8 else 7]):
        assert (surely(a, [b]) == b) is (_slips(a, b) <= most), (a, b)


def _slips(a: str, b: str) -> int:
    table = {(i, 0): i for i in range(len(a) + 1)} | {(0, j): j for j in range(len(b) + 1)}
    for i, j in product(range(1, len(a) + 1), range(1, len(b) + 1)):
        table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a[i - 1] != b[j - 1]))
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(a), len(b)]
