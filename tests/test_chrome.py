"""What the theme draws once for many fiches is, to the byte, what it draws of each."""

from pathlib import Path

import pytest
from mkdocs.structure.pages import Page

from catalogue import chrome
from catalogue.build import build


def _built(project: Path, site: Path) -> dict[str, bytes]:
    build(project, site)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_pages_are_the_same_bytes_drawn_once_or_one_by_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of the site is the same, whether the theme draws what fiches share once, or never."""
    drawn: list[str] = []
    stand_in = chrome._stand_in

    def noted(page: Page) -> Page:
        drawn.append(page.url)
        return stand_in(page)

    monkeypatch.setattr(chrome, "_stand_in", noted)
    monkeypatch.setattr(chrome, "ENOUGH", 1)
    once = _built(project, project / "once")
    assert drawn
    drawn.clear()
    monkeypatch.setattr(chrome, "ENOUGH", 10_000)
    each = _built(project, project / "each")
    assert not drawn
    assert once.keys() == each.keys()
    assert [name for name in once if once[name] != each[name]] == []
