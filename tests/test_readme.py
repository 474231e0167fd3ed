"""README, guides and ADRs name what is there: what moves takes its mention along."""

import re

import pytest

from catalogue.checks.folder import KNOWN_FILES
from common import ROOT

FOLDERS = ("scripts/", "theme/", "docs/", "practices/", "tests/", ".github/", "deploy/")
MADE = {f"practices/{name}" for name in KNOWN_FILES} | {
    "practices/vocabulaires/retraits.yml",
    "practices/mon-action.yml",
}
"""Files that a project may lack, and the one that the guide has one write."""

TEXTS = [
    "README.md",
    "CONTRIBUTING.md",
    "theme/README.md",
    *sorted(f"docs/decisions/{p.name}" for p in (ROOT / "docs/decisions").glob("*.md")),
]


@pytest.mark.parametrize("text", TEXTS)
def test_paths_named_are_there(text: str) -> None:
    """Every path of the project that a text names between backquotes, or links to, exists."""
    written = (ROOT / text).read_text("utf-8")
    named = {path for path in re.findall(r"`([^`\s]+)`", written) if path.startswith(FOLDERS)}
    linked = {path for path in re.findall(r"\]\(([^)\s#]+)", written) if "://" not in path}
    plain = {path for path in named if not re.search(r"[<>*{}…]", path)} - MADE - {f"{path}/" for path in MADE}
    assert [path for path in sorted(plain) if not (ROOT / path).exists()] == []
    assert [path for path in sorted(linked) if not (ROOT / text).parent.joinpath(path).exists()] == []


def test_the_drawing_of_the_rooms_names_each() -> None:
    """README draws every room of the package, and says which way to look for twenty things."""
    readme = (ROOT / "README.md").read_text("utf-8")
    drawing = readme.split("```")[3]
    rooms = {path.name for path in (ROOT / "scripts" / "catalogue").iterdir() if path.is_dir() and path.name[0] != "_"}
    assert {room for room in rooms if f"{room}/" in drawing} == rooms
    assert readme.split("| I want to change")[1].split("\n\n")[0].count("\n| ") >= 20
