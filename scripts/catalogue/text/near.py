"""A word and a list of words → the one it most looks like, or that it can only be a slip for."""

import difflib
import heapq
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import pairwise

from catalogue.text.typography import slug

LOOKED_AT = 8
"""How many of the names that exist are compared letter by letter with one that does not: that takes time."""

_folded = lru_cache(maxsize=8192)(slug)


_SIGNS = {sign: place for place, sign in enumerate("-0123456789abcdefghijklmnopqrstuvwxyz")}


@lru_cache(maxsize=8192)
def _marks(word: str) -> int:
    """Return the letters and pairs of letters of `word`, which is a slug, a bit each: small to keep, quick to compare."""
    places = [_SIGNS[letter] for letter in word]
    bits = 0
    for place in (*places, *(len(_SIGNS) * (a + 1) + b for a, b in pairwise(places))):
        bits |= 1 << place
    return bits


def _alike(typed: str, words: Iterable[str]) -> list[str]:
    """Return the few of `words` that share the most letters and pairs of letters with `typed`; all are slugs."""
    own = _marks(typed)

    def shared(word: str) -> float:
        other = _marks(word)
        return (own & other).bit_count() / (own.bit_count() + other.bit_count() or 1)

    return heapq.nlargest(LOOKED_AT, words, key=shared)


def near(value: str, choices: Iterable[str]) -> str | None:
    """Return the one of `choices` that `value` most looks like (accents, case and separators apart), or None."""
    typed = slug(value[:64])
    folded = {_folded(choice): choice for choice in choices}
    found = difflib.get_close_matches(typed, _alike(typed, folded), n=1, cutoff=0.7)
    return folded[found[0]] if found else None


def surely(value: str, choices: Collection[str], *, open_list: bool = False) -> str | None:
    """Return the one of `choices` that `value` can only be a slip for, or None.

    `open_list` says that newcomers are expected there: a letter for another may then be another name.
    """
    if any(mark in value for mark in "{[&*!|>%@`,#") or len(value) > 64:
        return None
    typed = slug(value)
    exact = {choice for choice in choices if _folded(choice) == typed}
    if len(exact) == 1:
        return exact.pop()
    allowed = 1 if open_list or len(typed) < 8 else 2
    if exact or len(typed) < (6 if open_list else 4):
        return None
    alike = {word for word in _alike(typed, {_folded(choice) for choice in choices}) if slips(typed, word, 2) <= 2}
    close = [choice for choice in choices if _folded(choice) in alike]
    if len(close) != 1 or slips(typed, _folded(close[0]), allowed) > allowed:
        return None
    found = _folded(close[0])
    if [c for c in typed if c.isdigit()] != [c for c in found if c.isdigit()]:  # another year, another number
        return None
    changed = len(typed) == len(found) and sorted(typed) != sorted(found)
    return None if open_list and changed else close[0]


def slips(a: str, b: str, most: int) -> int:
    """Return how many letters were added, left out, changed or swapped from `a` to `b`; `most` + 1 when more than `most`."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        new = [i] + [most + 1] * len(b)
        for j in range(max(1, i - most), min(len(b), i + most) + 1):  # beyond, it is more than `most`
            other = b[j - 1]
            new[j] = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                new[j] = min(new[j], before[j - 2] + 1)
        before, row = row, new
    return min(row[-1], most + 1)
