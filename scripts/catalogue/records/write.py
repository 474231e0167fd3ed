"""A record's data → its YAML, as the house writes it. The one place that writes YAML; theme/assets/contribute/yaml.js
is the same in the browser, and a test holds the two together.
"""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalogue.records.fields import Field, Known, example, fields_of
from catalogue.records.vocabularies import APPORTS, NOUVEAU, VOCABULAIRES
from catalogue.text.yaml_scalar import folded, literal, quoted

MODELINE = "# yaml-language-server: $schema=pratique.schema.json"

WIDTH = 120

# What the model types is written bare, where it has that shape.
_BARE = {
    "nombre": re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?"),
    "entier": re.compile(r"[0-9]{1,9}"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "oui-non": re.compile(r"true|false"),
}


def record(data: Mapping[str, Any]) -> str:
    """Return the file of a practice whose fields are `data` (text, lists and groups of text, as load.py reads them)."""
    return "\n".join([MODELINE, *group(data, fields_of()), *_brought(data.get(NOUVEAU, {})), ""])


def _brought(new: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """Return the lines of the entries that a record brings with it."""
    lines = []
    for kind in APPORTS:
        if new.get(kind):
            lines.append(f"  {kind}:")
            for name, data in new[kind].items():
                lines += [f"    {quoted(name)}:", *group(data, fields_of(VOCABULAIRES[kind]), "      ")]
    return [f"{NOUVEAU}:", *lines] if lines else []


def entry(name: str, data: Mapping[str, Any], fields: Sequence[Field]) -> str:
    """Return the lines to add to a vocabulary for its new entry `name`."""
    return "\n".join([f"{quoted(name)}:", *group(data, fields, "  "), ""])


def group(data: Mapping[str, Any], fields: Iterable[Field], margin: str = "") -> list[str]:
    """Return the lines of a group of `fields`, in their order; those that `data` lacks are left out."""
    return [line for field in fields if field.nom in data for line in _pair(field, data[field.nom], margin)]


def _pair(field: Field, value: Any, margin: str) -> list[str]:
    name = f"{margin}{field.nom}:"
    if field.liste:
        if field.genre not in ("groupe", "texte", "prose"):
            line = f"{name} [{', '.join(inline(field, item) for item in value)}]"
            if len(line) <= WIDTH:
                return [line]
        return [name, *(line for item in value for line in _item(field, item, f"{margin}  "))]
    if field.genre == "groupe":
        line = f"{name} {inline(field, value)}"
        if len(field.champs) < 5 and len(line) <= WIDTH:
            return [line]
        return [name, *group(value, field.champs, f"{margin}  ")]
    return _scalar(field, value, f"{name} ", f"{margin}  ")


def _item(field: Field, value: Any, margin: str) -> list[str]:
    if field.genre != "groupe":
        return _scalar(field, value, f"{margin}- ", f"{margin}  ")
    line = f"{margin}- {inline(field, value)}"
    if len(field.champs) < 3 and len(line) <= WIDTH:
        return [line]
    first, *rest = group(value, field.champs, f"{margin}  ")
    return [f"{margin}- {first.lstrip()}", *rest]


def _scalar(field: Field, value: str, before: str, margin: str) -> list[str]:
    """Return the lines of a value that follows `before`; those after the first stand at `margin`."""
    if field.genre == "prose" and "\n" in value and (lines := literal(value)):
        return [f"{before}|", *(f"{margin}{line}".rstrip() for line in lines)]
    line = f"{before}{_bare(field, value) or quoted(value, inline=False)}"
    if len(line) > WIDTH and (lines := folded(value, WIDTH - len(margin))):
        return [f"{before}>-", *(f"{margin}{line}" for line in lines)]
    return [line]


def inline(field: Field, value: Any) -> str:
    """Return `value` of `field` as YAML on one line."""
    if isinstance(value, Mapping):
        pairs = (f"{one.nom}: {inline(one, value[one.nom])}" for one in field.champs if one.nom in value)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(field, item) for item in value) + "]"
    return _bare(field, value) or quoted(value)


def _bare(field: Field, value: str) -> str | None:
    pattern = _BARE.get(field.genre)
    return value if pattern and pattern.fullmatch(value) else None


# --- With words for those who fill it in -----------------------------------------------------------------------------

_HEAD = """\
# Une pratique : un fichier, une fiche. Remplissez ce que vous savez ; effacez le reste, ou laissez-le derrière son « # ».
# Ce que la source ne dit pas ne s’écrit pas : la fiche le dira d’elle-même.
"""

_BROUGHT = "Ce que la fiche cite et que le catalogue ne connaît pas encore : vérifiez les noms et les natures."


def commented(data: Mapping[str, Any]) -> str:
    """Return the file of a practice with, above each field, what it is; fields that `data` lacks are shown as comments.

    A field that must be filled and is not stands empty, so that the checks ask for it.
    """
    blocks = [MODELINE + "\n" + _HEAD.rstrip()]
    for field in fields_of():
        lines = [f"# {line}" for line in _explained(field)]
        if field.nom in data:
            lines += _pair(field, data[field.nom], "")
        elif field.requis:
            lines += [f"{field.nom}:", *_example(field)]
        else:
            lines += _example(field)
        blocks.append("\n".join(lines))
    if brought := _brought(data.get(NOUVEAU, {})):
        blocks.append("\n".join([f"# {_BROUGHT}", *brought]))
    return "\n\n".join(blocks) + "\n"


def _explained(field: Field) -> list[str]:
    """Return what `field` is, and what it takes, as lines of a comment."""
    need = "obligatoire" if field.requis else "facultatif"
    said = f"{field.titre} ({need}). {field.aide}".strip()
    if field.choix:
        said += " Valeurs : " + ", ".join(f"{value} ({words})" for value, words in field.choix) + "."
    if field.vocabulaire == "pratiques":
        said += " Le nom de son fichier, sans « .yml »."
    elif field.vocabulaire:
        said += f" Un identifiant pris dans {field.vocabulaire}.yml."
    return textwrap.wrap(said, 110, break_on_hyphens=False)


def _example(field: Field) -> list[str]:
    lines = written_example(field)
    if field.requis and lines:
        lines = ["Exemple :", *lines] if len(lines) > 1 else [f"Exemple : {lines[0]}"]
    return [f"# {line}" for line in lines]


def written_example(field: Field) -> list[str]:
    """Return the lines that show how `field` is written; none when it has no example."""
    value = example(field)
    return [] if value is None else _pair(field, value, "")


def example_text(field: Field, known: Known | None = None) -> str:
    """Return an example of `field` as YAML on one line: with what a group requires, and a name that exists in `known`."""
    value = example(field, known, whole=False)
    return "…" if value is None else inline(field, value)
