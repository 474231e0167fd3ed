"""The value of a field → blocks, by what the field takes; templates/field_blocks.html draws the same on the screen."""

from collections.abc import Iterable
from typing import Any

from catalogue.derived.index import Index
from catalogue.derived.sections import undrawn
from catalogue.derived.wording import words
from catalogue.pages.rendering import UNKNOWN
from catalogue.paper.nodes import (
    Node,
    Text,
    details,
    heading,
    item_list,
    joined,
    link,
    paragraph,
    plain,
    prose_blocks,
    to_fiche,
)
from catalogue.records.fields import Field, field_at, is_empty
from catalogue.records.practice import Pratique
from catalogue.text.typography import NBSP


def blocks(index: Index, site: str, champ: Field, value: Any) -> list[Node]:
    """Return `value` of `champ` as blocks, as templates/field_blocks.html draws it."""
    if champ.genre == "prose" and not champ.liste:
        return prose_blocks(value)
    if champ.champs and champ.liste:
        return [_group_details(index, site, champ.champs, one) for one in value]
    if any(not one.est_court for one in champ.champs):
        return [block for one in champ.champs for block in _headed(index, site, one, getattr(value, one.nom))]
    if champ.champs:
        return [_group_details(index, site, champ.champs, value)]
    if champ.est_court:
        return [paragraph(_short(index, site, champ, value))]
    if champ.liste:
        return [item_list(value, "ordered_list" if champ.nom == "mise_en_oeuvre" else "bullet_list")]
    return [paragraph(value)]


def _headed(index: Index, site: str, champ: Field, value: Any) -> list[Node]:
    """Return a field of a group that is drawn field by field: none where it is not known."""
    if is_empty(value):
        return []
    if champ.nom == "duree_minutes":
        return [paragraph(f"Durée indicative{NBSP}: {value} minutes.")]
    if champ.est_court:
        said = _short(index, site, champ, value)
        return [paragraph([*plain(f"{champ.titre}{NBSP}: "), *(plain(said) if isinstance(said, str) else said)])]
    return [heading(champ.titre), *blocks(index, site, champ, value)]


def _group_details(index: Index, site: str, fields: Iterable[Field], group: Any) -> Node:
    pairs = ((one, getattr(group, one.nom)) for one in fields)
    known = ((one.titre, UNKNOWN if is_empty(v) else _short(index, site, one, v)) for one, v in pairs)
    return details(known)


def _short(index: Index, site: str, champ: Field, value: Any) -> Text:
    """Return `value` of `champ` within a line."""
    values = value if champ.liste else [value]
    if champ.vocabulaire == "organisations":
        return organisations(index, site, values)
    if champ.vocabulaire == "pratiques":
        return joined(to_fiche(site, index.catalogue.pratiques[name]) for name in values)
    if champ.genre == "adresse" and not champ.liste:
        return link(value, value)
    said = value if champ.is_text and not champ.liste else words(champ, value, index.named)
    return said[:1].upper() + said[1:]


def organisations(index: Index, site: str, names: Iterable[str], *, spelt_out: bool = False) -> list[Node]:
    """Return links to the pages of organisations; `spelt_out` says after each what its initials stand for."""

    def one(name: str) -> list[Node]:
        organisation = index.catalogue.organisations[name]
        own = link(organisation.nom, f"{site}organisations/{name}/")
        return [*own, *plain(f" ({organisation.developpe})")] if spelt_out and organisation.developpe else own

    return joined(one(name) for name in names)


def besides(index: Index, name: str, group: Any) -> list[str]:
    """Return what an item of the field `name`, which has a drawing of its own, holds besides: « Titre : mots »."""
    champ = field_at(Pratique, (name,))
    others = ((one, getattr(group, one.nom)) for one in (undrawn(champ) if champ else ()))
    return [f"{one.titre}{NBSP}: {words(one, v, index.named)}" for one, v in others if not is_empty(v)]
