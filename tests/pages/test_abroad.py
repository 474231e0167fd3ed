"""Practices of other countries: where they are listed, and that a practice abroad is neither national nor of no place."""

from dataclasses import replace
from typing import Any

import pytest

from catalogue.checks.check import check
from catalogue.derived.index import Index
from catalogue.pages import Renderer
from catalogue.pages.abroad import abroad_page
from catalogue.pages.fiche import fiche
from catalogue.records.model import Catalogue
from common import DATA, TODAY


@pytest.fixture(scope="module")
def home() -> Catalogue:
    """The small valid catalogue, all of France."""
    found = check(DATA / "valid" / "practices", TODAY).catalogue
    assert found is not None
    return found


def _abroad(home: Catalogue, **of_practice: Any) -> Catalogue:
    """Return `home` with its town moved to Germany, where it acts in the whole country, and one practice changed."""
    town = home.organisations["ville-test"].model_copy(update={"pays": "DE", "region": None, "national": True})
    practice = home.pratiques["marche-test"].model_copy(update=of_practice)
    return replace(
        home,
        organisations={**home.organisations, "ville-test": town},
        pratiques={**home.pratiques, "marche-test": practice},
    )


def test_without_any_the_page_says_so_and_asks_for_one(home: Catalogue) -> None:
    """The page stands before its first practice, with a way to propose one."""
    html = abroad_page(Renderer(home)).html
    assert "Aucune pratique d’un autre pays" in html
    assert "contribuer/proposer/" in html


def test_a_practice_abroad_is_listed_by_its_country_and_nowhere_else(home: Catalogue) -> None:
    """What a town does abroad stands under its country: not among those of all of France, nor those of no known place."""
    catalogue = _abroad(home)
    index = Index(catalogue)
    assert [p.id for p in index.abroad] == ["marche-test"]
    assert "marche-test" not in {p.id for p in (*index.national, *index.placeless)}
    assert index.facets(catalogue.pratiques["marche-test"])["pays"] == ("DE",)
    html = abroad_page(Renderer(catalogue)).html
    assert '<h2 id="allemagne">Allemagne</h2>' in html
    assert "pratiques/marche-test/" in html
    assert "ailleurs/#allemagne" in fiche(Renderer(catalogue), catalogue.pratiques["marche-test"]).html


def test_a_practice_that_another_inspired_says_so_on_both_sides(home: Catalogue) -> None:
    """« Inspirée de » on one fiche is « Reprise par » on the other."""
    catalogue = _abroad(home, inspiree_de=("creches-test",))
    renderer = Renderer(catalogue)
    taken, model = (fiche(renderer, catalogue.pratiques[name]).html for name in ("marche-test", "creches-test"))
    assert "<dt>Inspirée de</dt>" in taken
    assert "<dt>Reprise par</dt>" in model
    assert catalogue.pratiques["marche-test"].titre in model
