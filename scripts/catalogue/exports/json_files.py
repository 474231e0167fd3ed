"""Catalogue → the JSON files that other programs read. Pure functions; publie.py describes what they hold."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from catalogue.derived.evidence import evidence
from catalogue.derived.index import Index, region_address
from catalogue.exports.published import (
    CHOIX,
    VERSION,
    Calcule,
    Entete,
    Licence,
    Lie,
    LieuCalcule,
    Nomme,
    PreuveCalculee,
    SourceResolue,
)
from catalogue.exports.schemas import CATALOGUE_SCHEMA, VOCABULARIES_SCHEMA
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import NOUVEAU, VOCABULAIRES
from catalogue.text.identity import ADRESSE_LICENCE, LANGUE, LICENCE, NOM

_HERE = "ici"

# json knows no decimal numbers: they go through it as texts that no record can hold, and lose their quotes after.
_MARK = "\x00"
_MARKED = re.compile(r'(?<!\\)"\\u0000(-?[0-9.]+)"')


def dumps(data: Any, indent: int | None = 1) -> str:
    """Return `data` as JSON, on one line where `indent` is None.

    Dates are text, and decimal numbers are written to the digit: 37 is 37, and 7.50 is 7.50.
    """
    return _MARKED.sub(r"\1", json.dumps(data, ensure_ascii=False, indent=indent, default=_plain)) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON of ours")


def record(catalogue: Catalogue, name: str) -> dict[str, Any]:
    """Return what the record `name` sets, field by field, and what it brings with it; what is not known is absent."""
    data = catalogue.pratiques[name].model_dump(exclude_unset=True)
    if name in catalogue.apports:
        data[NOUVEAU] = {
            kind: {key: entry.model_dump(exclude_unset=True, exclude={"id"}) for key, entry in entries.items()}
            for kind, entries in catalogue.apports[name].items()
        }
    return data


def practice_json(catalogue: Catalogue, name: str) -> str:
    """Return the practice `name` as JSON, as its record says it; numbers as text, for the form to show them as written."""
    data = record(catalogue, name)
    return json.dumps(data, ensure_ascii=False, indent=1, default=lambda v: _plain(v).strip(_MARK)) + "\n"


def heading(catalogue: Catalogue, site: str) -> dict[str, Any]:
    """Return what opens each file: version, name, address, licence, and the day of the last check."""
    latest = max((practice.verifie_le for practice in catalogue.pratiques.values()), default=None)
    head = Entete(
        version=VERSION,
        nom=NOM,
        site=site,
        langue=LANGUE,
        licence=Licence(nom=LICENCE, adresse=ADRESSE_LICENCE),
        mis_a_jour=latest,
    )
    return head.model_dump(exclude_none=True)


def catalogue_json(index: Index, site: str) -> bytes:
    """Return the whole catalogue as JSON: each practice as its record says it, and under `calcule` what the site adds.

    A practice a line, written one by one: those of ten thousand, as data, would weigh more than all the rest of a build.
    """
    head = {"$schema": site + CATALOGUE_SCHEMA, **heading(index.catalogue, site)}
    before, after = dumps({**head, "pratiques": [_HERE]}).split(f'"{_HERE}"')
    written = (
        {**record(index.catalogue, name), "calcule": computed(index, practice, site).model_dump(exclude_defaults=True)}
        for name, practice in sorted(index.catalogue.pratiques.items())
    )
    return before.encode() + b",\n  ".join(dumps(one, indent=None).strip().encode() for one in written) + after.encode()


def computed(index: Index, practice: Pratique, site: str) -> Calcule:
    """Return what the site adds to the record of `practice`."""
    cat = index.catalogue
    place, level = index.place(practice), evidence(practice)

    def linked(kind: str, names: Iterable[str]) -> tuple[Lie, ...]:
        return tuple(Lie(id=name, nom=index.named(kind, name), adresse=f"{site}{kind}/{name}/") for name in names)

    def terms(kind: str, names: Iterable[str]) -> tuple[Nomme, ...]:
        return tuple(Nomme(id=name, nom=index.named(kind, name)) for name in names)

    sources = [cat.sources[name] for name in dict.fromkeys(source.id for source in practice.sources)]
    return Calcule(
        adresse=f"{site}pratiques/{practice.id}/",
        donnees=f"{site}pratiques/{practice.id}/pratique.json",
        preuve=PreuveCalculee(id=level.value, libelle=level.libelle, raison=level.raison),
        lieu=LieuCalcule(
            nom=place.nom,
            regions=tuple(
                Lie(id=code, nom=cat.regions[code].nom, adresse=site + region_address(cat.regions[code].nom))
                for code in place.regions
            ),
            national=place.national,
            pays=terms("pays", place.ailleurs),
            en_clair=index.place_name(practice),
        ),
        leviers=linked("leviers", index.facets(practice)["levier"]),
        autres_leviers=linked("leviers", practice.autres_leviers),
        porteurs=linked("organisations", practice.porteurs),
        partenaires=linked("organisations", practice.partenaires),
        publics=terms("publics", practice.publics),
        freins=terms("freins", practice.freins),
        secteurs=terms("secteurs", practice.secteurs),
        reprise_par=linked("pratiques", (p.id for p in index.taken_up.get(practice.id, ()))),
        sources=tuple(
            SourceResolue(
                id=source.id,
                titre=source.titre,
                editeur=cat.organisations[source.editeur].nom,
                date=source.date,
                adresse=source.adresse,
            )
            for source in sources
        ),
    )


def vocabularies_json(index: Index, site: str) -> str:
    """Return all vocabularies as JSON, in their own order, with how many practices name each entry."""
    counts = _counts(index)
    entries = {
        kind: [
            {**entry.model_dump(exclude_unset=True), **({"compte": counts[kind][name]} if kind in counts else {})}
            for name, entry in getattr(index.catalogue, kind.replace("-", "_")).items()
        ]
        for kind in VOCABULAIRES
    }
    choices = {name: [{"id": m.value, "libelle": m.libelle} for m in members] for name, members in CHOIX.items()}
    head = heading(index.catalogue, site)
    return dumps({"$schema": site + VOCABULARIES_SCHEMA, **head, **entries, "choix": choices})


def _counts(index: Index) -> dict[str, Counter[str]]:
    practices = index.catalogue.pratiques.values()
    return {
        "leviers": Counter({name: len(found) for name, found in index.by_lever.items()}),
        "organisations": Counter({n: sum(map(len, parts.values())) for n, parts in index.roles.items()}),
        "sources": Counter(name for p in practices for name in {source.id for source in p.sources}),
        "publics": Counter(name for p in practices for name in p.publics),
        "freins": Counter(name for p in practices for name in p.freins),
        "secteurs": Counter(name for p in practices for name in p.secteurs),
        "regions": Counter({code: len(found) for code, found in index.by_region.items()}),
        "pays": Counter(code for p in practices for code in index.place(p).pays),
    }
