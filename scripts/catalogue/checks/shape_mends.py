"""How to write what the model refused: for each kind of refusal, the value to put in its place."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.records.fields import Field, Known
from catalogue.records.write import example_text
from catalogue.text.near import near, surely
from catalogue.text.typography import fold, slug
from catalogue.text.yaml_scalar import quoted


@dataclass(frozen=True)
class Expected:
    """What stands where a value was refused: the field of the model, and the ids that exist."""

    champ: Field | None
    connus: Known


Mender = Callable[[Any, dict[str, Any], Expected], str]


def from_field(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return the field's own example: nothing of what was read can be kept."""
    return example_text(wanted.champ, wanted.connus) if wanted.champ else "…"


def as_list(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return `value` between brackets, as the one item of a list."""
    if not isinstance(value, str):
        return from_field(value, context, wanted)
    grouped = wanted.champ is not None and wanted.champ.champs
    return f"[{as_group(value, context, wanted)}]" if grouped else f"[{quoted(value)}]"


def as_group(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return a group of the fields that are required, the first one holding `value` when it is a text."""
    fields = wanted.champ.champs if wanted.champ else ()
    if not fields:
        return "{…}"
    needed = [one for one in fields if one.requis] or [one for one in fields if one.exemple is not None]
    pairs = {one.nom: example_text(one, wanted.connus) for one in needed}
    if isinstance(value, str) and pairs:
        pairs[next(iter(pairs))] = quoted(value)
    return "{" + ", ".join(f"{name}: {text}" for name, text in pairs.items()) + "}"


def as_text(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return the items of a list of texts as one text."""
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return quoted(" ".join(value))
    return from_field(value, context, wanted)


def cut_short(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return `value` cut between words to the length allowed."""
    if not isinstance(value, str):
        return "…"
    most = context["max_length"]
    cut = value[:most] if len(value.split()[0]) >= most else value[:most].rsplit(" ", 1)[0]
    return quoted(cut.rstrip(" ,;:"))


def on_one_line(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return `value` with its lines joined."""
    return quoted(" ".join(str(value).split()))


def as_slug(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return `value` as an identifier."""
    return slug(str(value)) or "mon-identifiant"


def sure_choice(value: str, field: Field | None) -> str | None:
    """Return the value of the field's closed list that `value` can only mean, by its words or for a slip; None for none."""
    choices = dict(field.choix) if field else {}
    by_label = {fold(words): choice for choice, words in choices.items()}
    return by_label.get(fold(value)) or surely(value, choices)


def as_choice(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return the value of the closed list that `value` most looks like, or the first one."""
    choices = [choice for choice, _ in wanted.champ.choix] if wanted.champ else []
    sure = sure_choice(str(value), wanted.champ)
    return sure or near(str(value), choices) or (choices[0] if choices else "…")


def digits(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return the number that `value` begins with, without its unit; « … » of a range or a fraction, of which nothing is made up."""
    found = re.fullmatch(r"(-?[0-9]+([.,][0-9]+)?)\s*\D{0,20}", str(value).replace("\u202f", "").replace("\u00a0", ""))
    if found:
        return found[1].replace(",", ".")
    return "…" if any(c.isdigit() for c in str(value)) else from_field(value, context, wanted)


def bounded(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return the field's own example, or the limit that was passed."""
    field = wanted.champ
    return (
        from_field(value, context, wanted) if field and field.exemple is not None else str(next(iter(context.values())))
    )


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def iso_date(text: str) -> str | None:
    """Return `text` as year-month-day, from any order with / . or -; the last day of the month where the day is none."""
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 3:
        year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
        for last in (day, "30", "29", "28"):  # 31 February is meant for the end of the month
            if _is_date(guess := f"{year}-{month:0>2}-{last:0>2}"):
                return guess
    return None


def as_date(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return `value` as a date, where it can be read as one; else an example."""
    if guess := iso_date(str(value)):
        return guess
    return from_field(value, context, wanted) if wanted.champ and wanted.champ.exemple is not None else "2026-01-31"


def as_address(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return `value` as a complete https address where it has a domain, else an example."""
    bare = str(value).split("://")[-1].lstrip("/")
    return (
        f"https://{bare.lower() if bare.isupper() else bare}"
        if "." in bare and ":" not in bare and bare.isascii() and " " not in bare
        else "https://exemple.fr/"
    )


def yes_or_no(value: Any, context: dict[str, Any], wanted: Expected) -> str:
    """Return « false » for a word that says no, else « true »."""
    return "false" if fold(str(value)) in ("non", "no", "faux", "0") else "true"
