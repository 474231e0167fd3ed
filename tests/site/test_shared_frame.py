"""What the theme draws once for many fiches is, to the byte, what it draws of each."""

import re
from pathlib import Path

import pytest
from mkdocs.structure.pages import Page

from catalogue.site import shared_frame
from catalogue.site.build import build


def _built(project: Path, site: Path) -> dict[str, bytes]:
    build(project, site)
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_pages_are_the_same_bytes_drawn_once_or_one_by_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file of the site is the same, whether the theme draws what fiches share once, or never.

    So it is of a practice whose id looks like a section of the site, of a withdrawn one, and with signs of Jinja in what the
    theme is told.
    """
    practices = project / "practices"
    text = (practices / "nego-training.yml").read_text("utf-8")
    titled = re.sub("^titre: .*$", "titre: Animer la formation", text, flags=re.M)
    (practices / "animer-la-formation.yml").write_text(titled, "utf-8")
    (practices / "vocabulaires" / "retraits.yml").write_text(
        "ancien-dispositif: {titre: Un ancien dispositif, le: 2026-11-01, raison: Le dispositif a pris fin.}\n", "utf-8"
    )
    settings = project / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("Des pratiques pour", "Des {{ 7 * 7 }} {# #} pour"), "utf-8"
    )
    drawn: list[str] = []
    stand_in = shared_frame._stand_in

    def noted(page: Page) -> Page:
        drawn.append(page.url)
        return stand_in(page)

    monkeypatch.setattr(shared_frame, "_stand_in", noted)
    monkeypatch.setattr(shared_frame, "ENOUGH", 1)
    once = _built(project, project / "once")
    assert drawn
    assert "pratiques/ancien-dispositif/" not in drawn
    drawn.clear()
    monkeypatch.setattr(shared_frame, "ENOUGH", 10_000)
    each = _built(project, project / "each")
    assert not drawn
    assert once.keys() == each.keys()
    assert b"{{ 7 * 7 }}" in once["pratiques/nego-training/index.html"]
    assert [name for name in once if once[name] != each[name]] == []
