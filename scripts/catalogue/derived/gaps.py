"""The catalogue about itself: what it holds, what it lacks, what would help most. Pure counts over the index."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.derived.evidence import Preuve, evidence
from catalogue.derived.index import Index, Lieu
from catalogue.derived.sections import GAPS, fields
from catalogue.records.fields import fields_of
from catalogue.records.model import Catalogue
from catalogue.records.practice import Contrat, Pratique
from catalogue.records.values import Lecture, Statut
from catalogue.records.vocabularies import Levier, Source

IN_CONTRACT = "dans-le-contrat"
"""The lever under which a practice has a contract to describe."""

SHOWN = 20
"""Entries of a list that are shown at most."""

NAMED = 5
"""Links of one action."""

NATIONAL, ABROAD, NOWHERE, NO_SECTOR = "national", "ailleurs", "", ""
"""Rows of the tables for what holds in all of France, in other countries, has no known place, and what names no sector."""


@dataclass(frozen=True)
class CountTable:
    """Practices by row and lever: the rows as (id, name), and how many in each (row, lever)."""

    lignes: Sequence[tuple[str, str]]
    comptes: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Weight:
    """What stands on one source: practices, those for which no other was read, figures, those of the context among them."""

    source: Source
    pratiques: int
    seules: int
    chiffres: int


@dataclass(frozen=True)
class Gap:
    """A field, in readers' words, and in how many of the practices that could have it it is not filled."""

    titre: str
    nombre: int
    sur: int


@dataclass(frozen=True)
class Action:
    """Something that would help: what, why, and the (words, address) of where to do it; `reste` more could be named."""

    quoi: str
    pourquoi: str
    liens: Sequence[tuple[str, str]]
    reste: int = 0


@dataclass(frozen=True)
class Overview:
    """What the catalogue says of itself."""

    leviers: Sequence[Levier]
    par_region: CountTable
    par_secteur: CountTable
    croisements: tuple[int, int]
    """Meetings of a lever, a region and a sector that have a practice, and all those there could be."""
    preuves: Mapping[Preuve, int]
    sources: Sequence[Weight]
    chiffres: int
    non_relus: int
    """Figures of practices that no second reading of their source confirmed."""
    seules: Sequence[Pratique]
    manques: Sequence[Gap]
    a_relire: Sequence[Pratique]
    impasses: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    """Kinds of vocabulary, each with its entries that no practice uses, as (id, name)."""
    actions: Sequence[Action]


def overview(index: Index) -> Overview:
    """Return what the catalogue of `index` says of itself."""
    cat = index.catalogue
    practices = list(cat.pratiques.values())
    levers = [lever for lever in cat.leviers.values() if not index.children.get(lever.id)]
    regions = [*((code, region.nom) for code, region in cat.regions.items()), (NATIONAL, "France entière")]
    abroad = [(ABROAD, "Dans d’autres pays")] if index.abroad else []
    sectors = [(name, term.nom) for name, term in cat.secteurs.items()]
    triples = {
        (p.levier, region, sector) for p in practices for region in _places(index, p) for sector in p.secteurs if region
    }
    return Overview(
        leviers=levers,
        par_region=_table(index, [*regions, *abroad, (NOWHERE, "Non précisé par la source")], _places),
        par_secteur=_table(index, [*sectors, (NO_SECTOR, "Aucun secteur indiqué")], lambda _, p: p.secteurs or ("",)),
        croisements=(len(triples), len(levers) * len(regions) * len(sectors)),
        preuves={level: sum(evidence(p) is level for p in practices) for level in Preuve},
        sources=_weights(index),
        chiffres=sum(len(p.chiffres) for p in practices) + len(cat.chiffres_cles),
        non_relus=sum(bool(index.doubt(p, c)) for p in practices for c in p.chiffres),
        seules=[p for p in practices if _is_alone(cat, p)],
        manques=_gaps(index),
        a_relire=_due(index),
        impasses=_dead_ends(index),
        actions=list(_actions(index, levers)),
    )


def _places(index: Index, practice: Pratique) -> Sequence[str]:
    place = index.place(practice)
    beyond = [name for name, there in ((NATIONAL, place.national), (ABROAD, place.ailleurs)) if there]
    return (*place.regions, *beyond) or (NOWHERE,)


def _table(index: Index, rows: Sequence[tuple[str, str]], of: Callable[[Index, Pratique], Sequence[str]]) -> CountTable:
    counts = Counter((row, p.levier) for p in index.catalogue.pratiques.values() for row in of(index, p))
    used = {row for row, _ in counts}
    return CountTable([row for row in rows if row[0] or row[0] in used], counts)


def _read(cat: Catalogue, practice: Pratique) -> set[str]:
    """Return the sources of `practice` that were read, not only known from another."""
    return {source.id for source in practice.sources if cat.sources[source.id].lue is not Lecture.CITEE}


def _is_alone(cat: Catalogue, practice: Pratique) -> bool:
    return len(_read(cat, practice)) <= 1


def _weights(index: Index) -> list[Weight]:
    cat = index.catalogue
    figures = Counter(c.source for p in cat.pratiques.values() for c in p.chiffres)
    figures.update(c.source for c in cat.chiffres_cles.values())
    found = [
        Weight(source, len(cited), sum(not _read(cat, p) - {name} for p in cited), figures[name])
        for name, source in cat.sources.items()
        if (cited := index.by_source.get(name, [])) or figures[name]
    ]
    return sorted(found, key=lambda one: (-one.pratiques, -one.chiffres, one.source.id))


def missing(index: Index, practice: Pratique) -> Iterator[str]:
    """Yield the names of the fields of `practice` that could be filled and are not."""
    for one in (champ for _, champ in fields(GAPS) if not champ.requis):
        if (one.nom != "contrat" or _has_contract(practice)) and not getattr(practice, one.nom):
            yield one.nom
    if index.place(practice) == Lieu():
        yield "territoire"
    if practice.statut is Statut.NON_PRECISE:
        yield "statut"


def _has_contract(practice: Pratique) -> bool:
    return IN_CONTRACT in (practice.levier, *practice.autres_leviers)


def _gaps(index: Index) -> list[Gap]:
    practices = list(index.catalogue.pratiques.values())
    counts = Counter(name for p in practices for name in missing(index, p))
    titles = {one.nom: one.titre for one in fields_of()}
    could = {"contrat": sum(map(_has_contract, practices))}
    found = [Gap(titles[name], count, could.get(name, len(practices))) for name, count in counts.items()]
    contracts = [p.contrat for p in practices if p.contrat]
    for one in fields_of(Contrat):
        if not one.requis and (lacking := sum(not getattr(contract, one.nom) for contract in contracts)):
            found.append(Gap(f"{titles['contrat']}, {one.titre.lower()}", lacking, len(contracts)))
    return sorted(found, key=lambda one: (-one.nombre / one.sur, -one.nombre, one.titre))


def _due(index: Index) -> list[Pratique]:
    found = [p for p in index.catalogue.pratiques.values() if index.due(p)]
    return sorted(found, key=lambda p: (p.verifie_le, p.id))


def _dead_ends(index: Index) -> list[tuple[str, list[tuple[str, str]]]]:
    cat, practices = index.catalogue, list(index.catalogue.pratiques.values())
    leaves = {name: lever for name, lever in cat.leviers.items() if not index.children.get(name)}
    kinds: list[tuple[str, Mapping[str, Any], Collection[str]]] = [
        ("Leviers", leaves, {name for p in practices for name in (p.levier, *p.autres_leviers)}),
        ("Régions", cat.regions, {code for code, found in index.by_region.items() if found}),
        ("Publics", cat.publics, {name for p in practices for name in p.publics}),
        ("Freins", cat.freins, {name for p in practices for name in p.freins}),
        ("Secteurs", cat.secteurs, {name for p in practices for name in p.secteurs}),
        ("Organisations", cat.organisations, {name for name, parts in index.roles.items() if parts}),
        ("Sources", cat.sources, set(index.by_source)),
    ]
    unused = ((kind, {n: entry for n, entry in entries.items() if n not in used}) for kind, entries, used in kinds)
    return [(kind, [(n, getattr(e, "nom", None) or e.titre) for n, e in left.items()]) for kind, left in unused if left]


def _actions(index: Index, levers: Sequence[Levier]) -> Iterator[Action]:
    """Yield what would help most, first what misleads, then what is not there, then what could be firmer."""
    cat, form = index.catalogue, "contribuer/proposer/"

    def action(what: str, why: str, links: Sequence[tuple[str, str]]) -> Action:
        return Action(what, why, links[:NAMED], max(0, len(links) - NAMED))

    def to_fill(practices: Sequence[Pratique]) -> list[tuple[str, str]]:
        return [(p.titre, f"{form}?fiche={p.id}") for p in practices]

    if due := _due(index):
        why = "Ce qu’elles disent n’est peut-être plus vrai. Les plus anciennes d’abord."
        yield action("Relire ces fiches face à leurs sources", why, to_fill(due))
    if empty := [lever for lever in levers if not index.by_lever[lever.id]]:
        why = "Qui cherche de ce côté ne trouve rien."
        links = [(lever.nom, f"{form}?levier={lever.id}") for lever in empty]
        yield action("Décrire une première pratique pour ces leviers", why, links)
    unknown = [p for p in cat.pratiques.values() if evidence(p) is Preuve.NON_CHIFFREE]
    if unknown := sorted(unknown, key=lambda p: (-len(list(missing(index, p))), p.id)):
        why = "On ne sait pas ce qu’elles ont donné. Les fiches où il manque le plus d’abord."
        yield action("Trouver un résultat chiffré et sa source", why, to_fill(unknown))
    if away := [region for code, region in cat.regions.items() if not index.by_region.get(code)]:
        why = "Aucune pratique n’y est recensée, ce qui ne veut pas dire qu’il ne s’y fait rien."
        links = [(region.nom, f"{form}?region={region.id}") for region in away]
        yield action("Décrire une première pratique dans ces régions", why, links)
    alone = [p for p in cat.pratiques.values() if _is_alone(cat, p)]
    if alone := sorted(alone, key=lambda p: (-len(p.chiffres), p.id)):
        why = "Tout y vient d’un seul document. Les fiches qui ont le plus de chiffres d’abord."
        yield action("Trouver une deuxième source", why, to_fill(alone))
