"""Lightness: bytes and requests of a visit (the same measures beside another site: benchmarks/weight.py)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sites import Served, serve
from weight import FICHES, FIRST_BYTES, FIRST_REQUESTS, NEXT_BYTES, visits


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[Served]:
    """The site of the sixteen, served compressed."""
    with serve(site) as served:
        yield served


def test_a_fiche_is_light(browser: Browser, served: Served) -> None:
    """A first fiche costs at most 120 KB and 12 requests, a second one 15 KB."""
    first, second = visits(browser, served, [f"/pratiques/{name}/" for name in FICHES])
    assert first.size <= FIRST_BYTES, served.asked
    assert first.requests <= FIRST_REQUESTS
    assert second.size <= NEXT_BYTES, served.asked
