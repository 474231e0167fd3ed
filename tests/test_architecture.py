"""The shape of the package: rooms, the arrows between them, and the one door of each outside library."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import catalogue

PACKAGE = Path(catalogue.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if path.stem != "__init__"
)

GROUND = {"text", "problems", "system"}
"""The common ground: these rooms import no other."""

ARROWS: dict[str, set[str]] = {
    "text": set(),
    "problems": set(),
    "system": set(),
    "records": GROUND,
    # The reading wing.
    "derived": {"records", "text", "system"},
    "exports": {"derived", "records", "text"},
    "search": {"derived", "records", "text"},
    "pages": {"exports", "derived", "records", "text", "problems"},
    "paper": {"pages", "exports", "derived", "records", "text", "system"},
    # The writing wing.
    "checks": {"records", "text", "problems"},
    "contribute": {"checks", "derived", "records", *GROUND},  # derived.sections says which fields are asked for
    # Where the wings meet.
    "site": {"paper", "pages", "search", "exports", "derived", "contribute", "checks", "records", *GROUND},
    "cli": {"site", "contribute", "checks", "exports", "derived", "records", "problems", "system"},
    "__main__": {"cli"},
}
"""What each room imports of the others: no more, and no less. README draws the same."""

DOORS = {
    "yaml": {"records.reader"},
    "jinja2": {"pages.rendering", "site.macros", "site.shared_frame"},
    "markdown": {"checks.page_content"},
    "markdown_it": {"text.prose"},
    "rapidfuzz": {"text.near"},
    "py_mini_racer": {"search.analysis"},
    "zxingcpp": {"exports.qr"},
    "typst": {"paper.typeset"},
}
"""The modules that may import a library: one, but for Jinja, which draws our pieces, MkDocs's frame and, in its sandbox, macros."""


def _imported(module: str) -> Iterator[str]:
    """Yield the full name of all that `module` imports, wherever in the file."""
    path = PACKAGE.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _ours(module: str) -> set[str]:
    """Return the modules of ours that `module` imports; a room, where it imports what the room itself offers."""
    names = (name.removeprefix("catalogue.") for name in _imported(module) if name.startswith("catalogue."))
    return {_module(name) for name in names}


def _module(name: str) -> str:
    inner = ".".join(name.split(".")[:2])
    return inner if inner in MODULES else name.split(".")[0]


def test_every_module_stands_in_a_room() -> None:
    """Beside the rooms stand the command and its door alone, and each room is drawn in `ARROWS`."""
    assert {module for module in MODULES if "." not in module} == {"cli", "__main__"}
    assert {module.split(".")[0] for module in MODULES} == set(ARROWS)


@pytest.mark.parametrize("room", ARROWS)
def test_rooms_import_what_is_drawn(room: str) -> None:
    """A room imports the rooms that its arrows lead to, and each arrow serves."""
    inside = [module for module in (*MODULES, room) if module.split(".")[0] == room]
    found = {other.split(".")[0] for module in inside for other in _ours(module)}
    assert found - {room} == ARROWS[room]


def test_no_import_comes_back() -> None:
    """Neither rooms nor modules import each other in a circle."""
    list(TopologicalSorter(ARROWS).static_order())
    list(TopologicalSorter({module: _ours(module) - {module} for module in MODULES}).static_order())


@pytest.mark.parametrize("wing", ["derived", "pages", "exports", "search", "paper"])
def test_reading_knows_nothing_of_writing(wing: str) -> None:
    """What is shown of the records does not depend on how they are checked or written."""
    reached, left = set[str](), [wing]
    while left:
        room = left.pop()
        reached.add(room)
        left += ARROWS[room] - reached
    assert not reached & {"checks", "contribute", "site", "cli"}


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_one_door(library: str) -> None:
    """YAML, Jinja and Markdown are each known to one module, so that each can be replaced in one."""
    users = {module for module in MODULES if any(name.split(".")[0] == library for name in _imported(module))}
    assert users == DOORS[library]


def test_the_engine_is_tried_on_no_record_of_today() -> None:
    """Only tests/content looks at practices/ as it stands: a record that someone adds fails no test of the engine."""
    tests = Path(__file__).parent
    today = [path for path in tests.rglob("*.py") if 'ROOT / "practices"' in path.read_text("utf-8")]
    assert {path.relative_to(tests).parts[0] for path in today} <= {"content", "benchmarks", Path(__file__).name}
