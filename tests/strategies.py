"""Random records: what a form, a file or an issue may hold, whole and within the limits of the model."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from catalogue.records.fields import Field, fields_of
from catalogue.text.yaml_scalar import ODD

LETTERS = "abcéèœÀ01 ’'\"\\«»:;,.!?#&*-_@%`|>{}[]()/=+~^$<\u00a0\u202f…😀"

IDS = {
    "leviers": ["portage", "hors-contrat"],
    "organisations": ["dae", "mmie-lyon", "on", "2-rives"],
    "sources": ["rapport", "notice-2021"],
    "publics": ["femmes"],
    "freins": ["garde"],
    "secteurs": ["batiment"],
    "regions": ["28", "01"],
    "pays": ["DE", "ES"],
    "pratiques": ["act-elles", "autre"],
}
"""Some ids of each vocabulary, for references."""

WORD = st.text(LETTERS.replace(" ", ""), min_size=1, max_size=12)


def line(least: int = 1, most: int = 120) -> st.SearchStrategy[str]:
    """Texts of one line, of every sign that may stand in a file."""
    words = st.lists(WORD, min_size=1, max_size=30).map(" ".join) | st.text(LETTERS, min_size=least, max_size=most)
    return words.map(lambda text: _clean(text)[:most].strip()).filter(lambda text: least <= len(text))


def _clean(text: str) -> str:
    return ODD.sub("", text).strip()


def _prose() -> st.SearchStrategy[str]:
    lines = st.lists(line() | st.just("") | st.just("- a"), min_size=1, max_size=5).map("\n".join)
    return lines.map(str.strip).filter(lambda text: len(text) >= 3)


def values(field: Field, ids: Mapping[str, Sequence[str]]) -> st.SearchStrategy[Any]:
    """Values of one item of `field`; references are drawn from `ids`."""
    if field.genre == "groupe":
        return groups(field.champs, ids)
    if field.genre == "reference":
        return st.sampled_from(list(ids[field.vocabulaire or ""]))
    if field.genre == "choix":
        return st.sampled_from([value for value, _ in field.choix])
    simple: dict[str, st.SearchStrategy[Any]] = {
        "nombre": st.integers(-(10**6), 10**6).map(str) | st.sampled_from(["0.5", "12,25", "1234.5678"]),
        "entier": st.integers(field.minimum or 0, min(field.maximum or 10**6, 2026)).map(str),
        "date": st.dates(min_value=date(2000, 1, 1), max_value=date(2026, 1, 1)).map(lambda day: day.isoformat()),
        "oui-non": st.just("true"),
        "identifiant": st.from_regex(r"\A[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}\Z"),
        "prose": _prose(),
    }
    if field.genre in simple:
        return simple[field.genre]
    return line(max(field.minimum or 1, 1), field.maximum or 120)


def groups(fields: Iterable[Field], ids: Mapping[str, Sequence[str]]) -> st.SearchStrategy[dict[str, Any]]:
    """Groups of `fields`: those required, and any of the others."""
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for field in fields:
        one = values(field, ids)
        many = st.lists(one, min_size=1, max_size=min(field.au_plus or 4, 4), unique_by=repr)
        (required if field.requis else optional)[field.nom] = many if field.liste else one
    return st.fixed_dictionaries(required, optional=optional).filter(bool)


def records(ids: Mapping[str, Sequence[str]]) -> st.SearchStrategy[dict[str, Any]]:
    """Records as load.py reads them: text, lists and groups of text."""
    return groups(fields_of(), ids)
