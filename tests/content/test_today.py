"""Today's catalogue: sound, published, its hand-written pages in good French."""

import re
from pathlib import Path

import pytest

from built import BuiltPage, pages
from catalogue.checks.check import check
from catalogue.system.project import today
from common import ROOT
from french import faults

PAGES = sorted(path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md"))
WRITTEN = [path for path in PAGES if not path.startswith("decisions/")]


def test_the_records_are_sound() -> None:
    """Every record and vocabulary passes the checks of today."""
    assert check(ROOT / "practices", today()).problems == []


@pytest.mark.parametrize("path", WRITTEN)
def test_pages_written_by_hand_are_set_in_french(path: str, real_site: Path) -> None:
    """What a hand-written page shows has French typography."""
    address = re.sub(r"(index)?\.md$", "", path)
    page = BuiltPage(real_site, real_site / address / "index.html")
    assert [(line, fault) for line in page.lines for fault in faults(line)] == []


def test_every_page_is_whole(real_site: Path) -> None:
    """No page of today's site has a fault of HTML, nor an id that stands twice."""
    for page in pages(real_site):
        assert page.errors == [], page.address
        assert len(page.ids) == len(set(page.ids)), page.address
