"""A forge in a box: one for each test, or one for many."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forge.box import Forge


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    """The project on its forge, with the first sixteen records, on the day that tests hold for."""
    yield from _box(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:
    """The same, for the tests of a file that leave main as it is."""
    yield from _box(tmp_path_factory.mktemp("forge"))


def _box(folder: Path) -> Iterator[Forge]:
    box = Forge(folder)
    box.begin()
    yield box
    box.close()
