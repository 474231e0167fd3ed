"""What several tests share: the small valid catalogue, and the real site, built once."""

import shutil
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 23)


@pytest.fixture
def valid(tmp_path: Path) -> Path:
    """A copy of the small valid catalogue: its practices/ folder, free to break."""
    return Path(shutil.copytree(DATA / "valid" / "practices", tmp_path / "practices"))
