"""Catalogue → groups, counts, related practices, places. Pure functions of the checked records."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from catalogue.derived.evidence import Preuve, evidence
from catalogue.records.model import Catalogue
from catalogue.records.practice import Chiffre, Pratique
from catalogue.records.readings import Verdict
from catalogue.records.vocabularies import FRANCE, Levier, Organisation
from catalogue.text.typography import slug


def region_address(name: str) -> str:
    """Return the address of a region's page, from its name."""
    return f"territoires/{slug(name)}/"


def country_address(name: str) -> str:
    """Return where the practices of another country are listed, from its name."""
    return f"ailleurs/#{slug(name)}"


@dataclass(frozen=True)
class Lieu:
    """Where a practice takes place: the usual name if any, region codes, whether it holds in all of France, and the codes of
    other countries.
    """

    nom: str | None = None
    regions: tuple[str, ...] = ()
    national: bool = False
    ailleurs: tuple[str, ...] = ()

    @property
    def pays(self) -> tuple[str, ...]:
        """The codes of its countries; none when the place is not known."""
        return (*((FRANCE,) if self.regions or self.national else ()), *self.ailleurs)


def _abroad(codes: Iterable[str | None]) -> tuple[str, ...]:
    """Return which of `codes` are those of other countries, each once; a place that names no country is in France."""
    return tuple(dict.fromkeys(code for code in codes if code not in (None, FRANCE)))


RELATED = 4
"""How many related practices a fiche shows."""

# Traits shared by more practices than this say little, and would make the search for neighbours quadratic.
_COMMON = 200


REREAD_MONTHS = 18
"""Months after which a record is to be read again: a round of reading once a year, and half a year to get it done."""


@dataclass(frozen=True)
class Index:
    """What pages and exports ask of the catalogue; each answer is computed once, and sorted as it is to be shown.

    `jour` is the day of the build, against which the age of a record is told; without one, none is old.
    """

    catalogue: Catalogue
    jour: date | None = None
    _related: dict[str, list[Pratique]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def named(self, vocabulary: str, name: str) -> str:
        """Return the name of an entry of `vocabulary` ("pratiques" too), or its id when the catalogue no longer has it."""
        entry = getattr(self.catalogue, vocabulary.replace("-", "_")).get(name)
        return str(getattr(entry, "nom", None) or getattr(entry, "titre", name))

    def due(self, practice: Pratique) -> bool:
        """Return whether `practice` was last held against its sources more than `REREAD_MONTHS` months ago."""
        day, last = self.jour, practice.verifie_le
        if day is None:
            return False
        return (last.year * 12 + last.month + REREAD_MONTHS, last.day) < (day.year * 12 + day.month, day.day)

    def place(self, practice: Pratique) -> Lieu:
        """Return where `practice` takes place: its own territory, else that of those who carry it."""
        if own := practice.territoire:
            return Lieu(own.nom, own.regions, own.national, _abroad([own.pays]))
        return self.places_of(self.catalogue.organisations[name] for name in practice.porteurs)

    @staticmethod
    def places_of(organisations: Iterable[Organisation]) -> Lieu:
        """Return where `organisations` act, together; one of another country holds nationwide there, not in France."""
        all_of_them = list(organisations)
        french = [one for one in all_of_them if not _abroad([one.pays])]
        regions = dict.fromkeys(one.region for one in french if one.region)
        national = any(one.national for one in french)
        return Lieu(None, tuple(regions), national, _abroad(one.pays for one in all_of_them))

    def place_name(self, practice: Pratique) -> str | None:
        """Return the place of `practice` in words, or None when the source does not say."""
        place = self.place(practice)
        where = [self.catalogue.regions[code].nom for code in place.regions]
        if place.national:
            where.append("France entière")
        where += [self.catalogue.pays[code].nom for code in place.ailleurs]
        if place.nom and where and place.nom not in where:
            return f"{place.nom} ({', '.join(where)})"
        return place.nom or ", ".join(where) or None

    def doubt(self, practice: Pratique, figure: Chiffre) -> str:
        """Return what is to be said of `figure`, one of `practice`, as long as no second reading confirmed its value: « non relu »,
        « relu, démenti »…; "" when one did.
        """
        readings = self.catalogue.lectures.get(practice.id)
        reading = readings.of(figure) if readings else None
        if reading is None:
            return "non relu"
        if reading.verdict is not Verdict.CONFIRME:
            return f"relu, {reading.verdict.libelle.lower()}"
        return "" if reading.valeur == figure.valeur else "non relu"

    @cached_property
    def children(self) -> Mapping[str | None, list[Levier]]:
        """Levers by their parent (None: the top ones), in the order of the vocabulary."""
        found: dict[str | None, list[Levier]] = defaultdict(list)
        for lever in self.catalogue.leviers.values():
            found[lever.parent].append(lever)
        return found

    def branch(self, lever: str) -> Iterator[str]:
        """Yield `lever` and all levers under it."""
        yield lever
        for child in self.children.get(lever, ()):
            yield from self.branch(child.id)

    def _by(self, keys: Callable[[Pratique], Iterable[str]]) -> Mapping[str, list[Pratique]]:
        """Return the practices by each of the `keys` of theirs."""
        found: dict[str, list[Pratique]] = defaultdict(list)
        for practice in self.catalogue.pratiques.values():
            for key in keys(practice):
                found[key].append(practice)
        return found

    @cached_property
    def by_lever(self) -> Mapping[str, list[Pratique]]:
        """Practices by their main lever, those of its children included."""
        own = self._by(lambda p: [p.levier])
        return {lever: [p for part in self.branch(lever) for p in own[part]] for lever in self.catalogue.leviers}

    @cached_property
    def also_by_lever(self) -> Mapping[str, list[Pratique]]:
        """Practices that also work a lever, which is not their main one."""
        return self._by(lambda p: p.autres_leviers)

    @cached_property
    def by_region(self) -> Mapping[str, list[Pratique]]:
        """Practices by region code."""
        return self._by(lambda p: self.place(p).regions)

    @cached_property
    def national(self) -> list[Pratique]:
        """Practices that hold nationwide."""
        return [p for p in self.catalogue.pratiques.values() if self.place(p).national]

    @cached_property
    def by_country(self) -> Mapping[str, list[Pratique]]:
        """Practices of other countries, by the country's code, in the order of the countries' names."""
        found = self._by(lambda p: self.place(p).ailleurs)
        return {code: found[code] for code in sorted(found, key=lambda code: slug(self.catalogue.pays[code].nom))}

    @cached_property
    def abroad(self) -> list[Pratique]:
        """Practices of other countries, country by country, each once."""
        return list({p.id: p for found in self.by_country.values() for p in found}.values())

    @cached_property
    def placeless(self) -> list[Pratique]:
        """Practices whose place is not known."""
        return [p for p in self.catalogue.pratiques.values() if self.place(p) == Lieu()]

    @cached_property
    def latest(self) -> list[Pratique]:
        """Practices, the last checked first; on the same day, those whose result is best known."""
        levels = list(Preuve)
        order = sorted(self.catalogue.pratiques.values(), key=lambda p: (levels.index(evidence(p)), p.id))
        return sorted(order, key=lambda p: p.verifie_le, reverse=True)

    @cached_property
    def roles(self) -> Mapping[str, Mapping[str, list[Pratique]]]:
        """For each organisation, its practices by the part it takes in them (first part only)."""
        found: dict[str, dict[str, list[Pratique]]] = defaultdict(lambda: defaultdict(list))
        for practice in self.catalogue.pratiques.values():
            contract = practice.contrat
            parts = [
                ("Porte", practice.porteurs),
                ("Achète", (contract.acheteur,) if contract else ()),
                ("Accompagne", (contract.facilitateur,) if contract and contract.facilitateur else ()),
                ("Prend part à", practice.partenaires),
            ]
            seen: set[str] = set()
            for part, names in parts:
                for name in names:
                    if name not in seen:
                        found[name][part].append(practice)
                        seen.add(name)
        return found

    @cached_property
    def by_source(self) -> Mapping[str, list[Pratique]]:
        """Practices by the sources that they cite."""
        return self._by(lambda p: dict.fromkeys(source.id for source in p.sources))

    @cached_property
    def members(self) -> Mapping[str, list[Pratique]]:
        """For each programme, the practices that are part of it."""
        return self._by(lambda p: [p.programme] if p.programme else [])

    @cached_property
    def taken_up(self) -> Mapping[str, list[Pratique]]:
        """For each practice, those that say that it inspired them."""
        return self._by(lambda p: p.inspiree_de)

    def facets(self, practice: Pratique) -> Mapping[str, tuple[str, ...]]:
        """Return the values of `practice` in each facet of the catalogue's page: ids, and INSEE codes for regions.

        A lever counts for those above it too; "national" stands among regions for what holds nationwide.
        """
        place = self.place(practice)
        levers, lever = [], self.catalogue.leviers.get(practice.levier)
        while lever:
            levers.append(lever.id)
            lever = self.catalogue.leviers.get(lever.parent or "")
        return {
            "levier": tuple(levers),
            "region": (*place.regions, *(("national",) if place.national else ())),
            "public": practice.publics,
            "frein": practice.freins,
            "secteur": practice.secteurs,
            "porteur": practice.porteurs,
            "nature": tuple(
                dict.fromkeys(self.catalogue.organisations[name].nature.value for name in practice.porteurs)
            ),
            "mecanisme": tuple(practice.contrat.mecanismes) if practice.contrat else (),
            "pays": place.pays,
            "preuve": (evidence(practice).value,),
        }

    @cached_property
    def _traits(self) -> tuple[Mapping[str, list[tuple[str, str]]], Mapping[tuple[str, str], list[str]]]:
        by_practice: dict[str, list[tuple[str, str]]] = {}
        by_trait: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, p in self.catalogue.pratiques.items():
            traits = [
                *(("levier", v) for v in (p.levier, *p.autres_leviers)),
                *(("public", v) for v in p.publics),
                *(("frein", v) for v in p.freins),
                *(("secteur", v) for v in p.secteurs),
                *(("organisation", v) for v in (*p.porteurs, *p.partenaires)),
            ]
            by_practice[name] = traits
            for trait in traits:
                by_trait[trait].append(name)
        return by_practice, by_trait

    @cached_property
    def _backlinks(self) -> Mapping[str, list[Pratique]]:
        return self._by(lambda p: p.pratiques_liees)

    def related(self, name: str) -> list[Pratique]:
        """Return up to `RELATED` practices to read after `name`.

        First those declared, from either side; then those that share most traits (levers, publics, freins, secteurs,
        organisations), a rare trait weighing more than a common one. Those of the same programme are shown elsewhere.
        """
        if name in self._related:
            return self._related[name]
        practice = self.catalogue.pratiques[name]
        declared = list(dict.fromkeys([*practice.pratiques_liees, *(p.id for p in self._backlinks.get(name, ()))]))
        traits, by_trait = self._traits
        scores: dict[str, int] = {}
        for trait in traits[name]:
            sharing = by_trait[trait]
            if len(sharing) <= _COMMON:
                weight = round(1000 / len(sharing))
                for other in sharing:
                    scores[other] = scores.get(other, 0) + weight
        programme = practice.programme or name
        for other in (*(p.id for p in self.members.get(programme, ())), programme, name):
            scores.pop(other, None)
        computed = heapq.nsmallest(RELATED + len(declared), scores, key=lambda other: (-scores[other], other))
        chosen = dict.fromkeys([*declared, *computed])
        self._related[name] = [self.catalogue.pratiques[other] for other in chosen][:RELATED]
        return self._related[name]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """Where each practice stands on the shelf of its lever."""
        levers = {practice.levier for practice in self.catalogue.pratiques.values()}
        return {p.id: at for lever in levers for at, p in enumerate(self.by_lever[lever]) if p.levier == lever}

    def neighbours(self, practice: Pratique) -> tuple[Pratique | None, Pratique | None]:
        """Return the practices before and after `practice` in its lever."""
        shelf, at = self.by_lever[practice.levier], self._places[practice.id]
        return (shelf[at - 1] if at else None), (shelf[at + 1] if at + 1 < len(shelf) else None)
