"""Lightness: bytes, requests and shifts of a visit (the same measures beside another site: benchmarks/weight.py)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sites import Served, serve
from weight import FICHES, FIRST_BYTES, FIRST_REQUESTS, NEXT_BYTES, visits

from browser.kinds import KINDS


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[Served]:
    """The real site, served compressed."""
    with serve(site) as served:
        yield served


def test_a_fiche_is_light(browser: Browser, served: Served) -> None:
    """A first fiche costs at most 120 KB and 12 requests, a second one 15 KB."""
    first, second = visits(browser, served, [f"/pratiques/{name}/" for name in FICHES])
    assert first.size <= FIRST_BYTES, served.asked
    assert first.requests <= FIRST_REQUESTS
    assert second.size <= NEXT_BYTES, served.asked


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_shifts(width: int, browser: Browser, served: Served) -> None:
    """On every kind of page, nothing moves once painted, to two digits: a slow machine may paint half of a button."""
    found = visits(browser, served, KINDS, width)
    assert {kind: visit.shift for kind, visit in zip(KINDS, found, strict=True) if round(visit.shift, 2)} == {}
