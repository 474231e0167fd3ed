"""What the catalogue says of itself: evidence, places, groups, roles, related practices."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalogue.checks.check import check
from catalogue.derived.evidence import Preuve, evidence, strongest_figure
from catalogue.derived.index import RELATED, Index, Lieu
from catalogue.records.model import Catalogue
from catalogue.records.practice import Pratique
from common import TODAY


def _practice(name: str = "essai", **fields: Any) -> Pratique:
    required = {
        "titre": f"Un essai nommé {name}",
        "resume": "Une pratique d’essai, décrite en une phrase assez longue.",
        "levier": "portage",
        "porteurs": ["ville-test"],
        "sources": [{"id": "rapport-test", "repere": "A"}],
        "verifie_le": "2026-01-31",
    }
    return Pratique.model_validate({**required, **fields, "id": name})


def _figures(natures: str) -> list[dict[str, str]]:
    place = {"source": "rapport-test", "repere": "A"}
    return [{"valeur": str(i), "libelle": "part", "nature": n, **place} for i, n in enumerate(natures.split())]


def _ids(practices: Sequence[Pratique]) -> list[str]:
    return [practice.id for practice in practices]


@pytest.fixture
def catalogue(valid: Path) -> Catalogue:
    """The small valid catalogue, checked."""
    found = check(valid, TODAY).catalogue
    assert found is not None
    return found


@pytest.fixture
def index(catalogue: Catalogue) -> Index:
    """What is computed from the small valid catalogue."""
    return Index(catalogue)


def _index(catalogue: Catalogue, *practices: Pratique) -> Index:
    """Return the index of a catalogue of `practices` only, with the vocabularies of `catalogue`."""
    return Index(replace(catalogue, pratiques={p.id: p for p in sorted(practices, key=lambda p: p.id)}))


def test_latest_checked_come_first(valid: Path) -> None:
    """What was checked last leads; on the same day, the best-known result does."""
    catalogue = check(valid, TODAY).catalogue
    assert catalogue is not None
    latest = Index(catalogue).latest
    assert len(latest) == len(catalogue.pratiques)
    days = [practice.verifie_le for practice in latest]
    assert days == sorted(days, reverse=True)
    levels = list(Preuve)
    same = [levels.index(evidence(practice)) for practice in latest if practice.verifie_le == days[0]]
    assert same == sorted(same)


@pytest.mark.parametrize(
    ("natures", "level", "strongest"),
    [
        ("", Preuve.NON_CHIFFREE, None),
        ("contexte", Preuve.NON_CHIFFREE, None),
        ("contexte ponderation", Preuve.NON_CHIFFREE, 1),
        ("ponderation declare", Preuve.DECLAREE, 1),
        ("declare contexte mesure declare", Preuve.MESUREE, 2),
        ("declare declare", Preuve.DECLAREE, 0),
        ("mesure mesure", Preuve.MESUREE, 0),
    ],
)
def test_evidence_and_strongest_figure(natures: str, level: Preuve, strongest: int | None) -> None:
    """Evidence is that of the best figure; a weighting may be shown, but proves nothing; context is neither."""
    practice = _practice(chiffres=_figures(natures))
    assert evidence(practice) is level
    assert level.raison
    assert strongest_figure(practice) == (None if strongest is None else practice.chiffres[strongest])


@pytest.mark.parametrize(
    ("fields", "place", "words"),
    [
        ({"porteurs": ["ville-test"]}, Lieu(None, ("28",), False), "Normandie"),
        ({"porteurs": ["ville-test", "maison-test"]}, Lieu(None, ("28",), False), "Normandie"),
        ({"porteurs": ["reseau-test"]}, Lieu(None, (), True), "France entière"),
        ({"porteurs": ["reseau-test", "ville-test"]}, Lieu(None, ("28",), True), "Normandie, France entière"),
        ({"territoire": {"national": "true"}}, Lieu(None, (), True), "France entière"),
        ({"territoire": {"nom": "Cotentin", "regions": ["28"]}}, Lieu("Cotentin", ("28",), False), "Cotentin (Normandie)"),
        ({"territoire": {"nom": "Normandie", "regions": ["28"]}}, Lieu("Normandie", ("28",), False), "Normandie"),
        ({"territoire": {"nom": "Partout", "national": "true"}}, Lieu("Partout", (), True), "Partout (France entière)"),
        ({"territoire": {"nom": "Berlin", "pays": "DE"}}, Lieu("Berlin", ailleurs=("DE",)), "Berlin (Allemagne)"),
        ({"territoire": {"regions": ["28"], "pays": "FR"}}, Lieu(regions=("28",)), "Normandie"),
        (
            {"territoire": {"regions": ["93", "28"]}},
            Lieu(None, ("93", "28"), False),
            "Provence-Alpes-Côte d’Azur, Normandie",
        ),
    ],
)  # fmt: skip
def test_place(fields: dict[str, Any], place: Lieu, words: str, index: Index) -> None:
    """A practice takes place on its own territory, else where its carriers are."""
    practice = _practice(**fields)
    assert index.place(practice) == place
    assert index.place_name(practice) == words


def test_unknown_place_is_not_made_up(catalogue: Catalogue) -> None:
    """When neither the record nor its carriers say where, no place is given and the practice is listed apart."""
    network = catalogue.organisations["reseau-test"].model_copy(update={"national": False})
    practice = _practice(porteurs=["reseau-test"])
    index = _index(replace(catalogue, organisations={"reseau-test": network}), practice)
    assert (index.place_name(practice), index.placeless) == (None, [practice])


def test_practices_by_place(index: Index) -> None:
    """Regions, the whole country and the unplaced share out the catalogue."""
    assert {code: _ids(found) for code, found in index.by_region.items()} == {"28": ["creches-test", "marche-test"]}
    assert (_ids(index.national), index.placeless) == (["atelier-test"], [])


def test_levers(index: Index) -> None:
    """A lever holds the practices of those under it, in the order of the vocabulary; secondary levers are apart."""
    assert [lever.id for lever in index.children[None]] == ["dans-le-contrat", "hors-contrat", "portage"]
    assert list(index.branch("hors-contrat")) == ["hors-contrat", "freins-peripheriques"]
    assert {lever: _ids(found) for lever, found in index.by_lever.items()} == {
        "dans-le-contrat": ["marche-test"],
        "hors-contrat": ["atelier-test", "creches-test"],
        "freins-peripheriques": ["atelier-test", "creches-test"],
        "portage": [],
    }
    assert {lever: _ids(found) for lever, found in index.also_by_lever.items()} == {"portage": ["creches-test"]}


def test_roles(index: Index) -> None:
    """An organisation is listed once a practice, under the first part it takes in it."""
    assert {name: {role: _ids(found) for role, found in roles.items()} for name, roles in index.roles.items()} == {
        "maison-test": {"Porte": ["atelier-test", "creches-test"], "Accompagne": ["marche-test"]},
        "ville-test": {"Prend part à": ["creches-test"], "Porte": ["marche-test"]},
    }


def test_members(index: Index) -> None:
    """A programme knows the practices that are part of it."""
    assert {name: _ids(found) for name, found in index.members.items()} == {"creches-test": ["atelier-test"]}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("atelier-test", (None, "creches-test")), ("creches-test", ("atelier-test", None)), ("marche-test", (None, None))],
)
def test_neighbours(name: str, expected: tuple[str | None, str | None], index: Index) -> None:
    """Before and after a practice stand those of its own lever, and nothing at the ends."""
    before, after = index.neighbours(index.catalogue.pratiques[name])
    assert (before and before.id, after and after.id) == expected


def test_related_declared_first_from_either_side(catalogue: Catalogue) -> None:
    """Declared links come first, in the record's order, then links from others, then what is alike."""
    index = _index(
        catalogue,
        _practice("a", pratiques_liees=["z", "y"], publics=["femmes"]),
        _practice("b", publics=["femmes"]),
        _practice("x", levier="dans-le-contrat", porteurs=["reseau-test"], pratiques_liees=["a"]),
        _practice("y", levier="dans-le-contrat", porteurs=["reseau-test"]),
        _practice("z", levier="dans-le-contrat", porteurs=["reseau-test"]),
    )
    assert _ids(index.related("a")) == ["z", "y", "x", "b"]
    assert _ids(index.related("z"))[0] == "a"


def test_related_rare_traits_weigh_more(catalogue: Catalogue) -> None:
    """One thing that two share says more than two things that all do; ties go by name."""
    index = _index(
        catalogue,
        _practice("a", freins=["garde-enfants"]),
        _practice("z", freins=["garde-enfants"], levier="dans-le-contrat", porteurs=["reseau-test"]),
        *(_practice(name) for name in ("e", "d", "c", "b")),
    )
    assert _ids(index.related("a")) == ["z", "b", "c", "d"]


def test_related_leaves_out_the_programme_and_itself(catalogue: Catalogue) -> None:
    """The programme, its other parts and the practice itself are shown elsewhere or are no news."""
    parts = [_practice(name, programme="prog") for name in ("a", "b", "c")]
    index = _index(catalogue, _practice("prog"), *parts, _practice("z"))
    assert {name: _ids(index.related(name)) for name in ("a", "prog")} == {"a": ["z"], "prog": ["z"]}


def test_related_are_few(catalogue: Catalogue) -> None:
    """No more than four are shown, declared or alike; none when nothing is shared."""
    names = [f"p{i}" for i in range(9)]
    index = _index(
        catalogue,
        *(_practice(name, pratiques_liees=names[:i]) for i, name in enumerate(names)),
        _practice("seule", levier="dans-le-contrat", porteurs=["reseau-test"]),
    )
    assert RELATED == 4
    assert _ids(index.related("p8")) == names[:4]
    assert index.related("seule") == []
