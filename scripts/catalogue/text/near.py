"""A word and a list of words → the one it most looks like, or that it can only be a slip for."""

from collections.abc import Collection, Iterable
from functools import lru_cache

from catalogue.text.typography import slug

_folded = lru_cache(maxsize=1 << 14)(slug)


def near(value: str, choices: Iterable[str]) -> str | None:
    """Return the one of `choices` that `value` most looks like (accents, case and separators apart), or None."""
    from rapidfuzz import process  # here: only what is wrong asks for it, and it takes a while to load
    from rapidfuzz.distance import Indel

    folded = {_folded(choice): choice for choice in choices}
    found = process.extractOne(slug(value[:64]), [*folded], scorer=Indel.normalized_similarity, score_cutoff=0.7)
    return folded[found[0]] if found else None


def surely(value: str, choices: Collection[str], *, open_list: bool = False) -> str | None:
    """Return the one of `choices` that `value` can only be a slip for, or None.

    A slip adds, leaves out, changes or swaps a letter. `open_list` says that newcomers are expected there: a letter for
    another may then be another name.
    """
    if any(mark in value for mark in "{[&*!|>%@`,#") or len(value) > 64:
        return None
    typed = slug(value)
    folded = {choice: _folded(choice) for choice in choices}
    exact = [choice for choice, word in folded.items() if word == typed]
    if exact or len(typed) < (6 if open_list else 4):
        return exact[0] if len(exact) == 1 else None
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    close = process.extract(typed, folded, scorer=OSA.distance, score_cutoff=2, limit=2)
    if len(close) != 1 or close[0][1] > (1 if open_list or len(typed) < 8 else 2):
        return None
    found, _, choice = close[0]
    if [c for c in typed if c.isdigit()] != [c for c in found if c.isdigit()]:  # another year, another number
        return None
    changed = len(typed) == len(found) and sorted(typed) != sorted(found)
    return None if open_list and changed else choice
