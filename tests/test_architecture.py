"""The shape of the package: imports point one way, and each outside library has one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import catalogue

PACKAGE = Path(catalogue.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if path.stem != "__init__"
)

ADAPTERS = {"cli", "contribute", "hooks", "macros", "publish", "write"}
CORE = {
    "typography": set[str](),
    "mend": set[str](),
    "problem": {"mend"},
    "project": set[str](),
    "prose": set[str](),
    "scalar": set[str](),
    "model": {"typography"},
    "champs": {"model"},
    "ecrire": {"champs", "model", "scalar"},
    "load": {"mend", "problem"},
    "edit": {"load", "mend"},
    "shape": {"edit", "load", "mend", "model", "problem", "scalar", "typography"},
    "rules": {"edit", "load", "mend", "model", "problem", "prose", "scalar", "shape", "typography"},
    "check": {"edit", "load", "mend", "model", "problem", "prose", "rules", "scalar", "shape", "typography"},
    "issue": {"champs", "model", "scalar", "shape", "typography"},
    "links": {"model", "prose"},
    "correct": {"edit", "load", "mend", "model", "problem", "rules", "shape", "typography"},
    "index": {"model", "typography"},
    "carte": {"index"},
    "dessins": {"model"},
    "entetes": set[str](),
    "pages.rendering": {"carte", "dessins", "index", "model", "prose", "typography"},
    "pages.feuillets": {"model"},
    "pages.contribuer": {"champs", "ecrire", "model", "pages.rendering", "problem", "typography"},
    "pages.fiche": {"model", "pages.rendering"},
    "pages.leviers": {"pages.feuillets", "pages.rendering", "typography"},
    "pages.liste": {"index", "pages.feuillets", "pages.rendering", "typography"},
    "pages.organisations": {"pages.rendering", "typography"},
    "pages.territoires": {"carte", "pages.feuillets", "pages.rendering", "typography"},
    "exports": {"champs", "check", "ecrire", "index", "model", "rules", "typography"},
    "report": {"problem"},
    "cache": {"project"},
    "qr": set[str](),
    "papier": {"dessins", "index", "model", "pages.fiche", "pages.rendering", "prose", "qr", "typography"},
    "pdf": {"cache", "index", "papier"},
    "search": {"index", "model", "prose", "typography"},
}
"""What each module may import of ours."""

DOORS = {
    "yaml": "load",
    "jinja2": "pages.rendering",
    "markdown_it": "prose",
    "py_mini_racer": "search",
    "segno": "qr",
    "typst": "pdf",
}
"""The one module that may import a library."""


def _imported(module: str) -> Iterator[str]:
    """Yield the full name of all that `module` imports, wherever in the file."""
    for node in ast.walk(ast.parse(PACKAGE.joinpath(*module.split(".")).with_suffix(".py").read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _ours(module: str) -> set[str]:
    names = {name.removeprefix("catalogue.") for name in _imported(module) if name.startswith("catalogue.")}
    return {".".join(name.split(".")[: 2 if name.split(".")[0] == "pages" else 1]) for name in names}


def test_every_module_has_its_place() -> None:
    """A new module says here where it stands before it is imported."""
    assert set(MODULES) == {*CORE, *ADAPTERS}


@pytest.mark.parametrize("module", CORE)
def test_imports_point_one_way(module: str) -> None:
    """A module imports only those below it, and never an adapter."""
    assert _ours(module) <= CORE[module]


@pytest.mark.parametrize("module", sorted(ADAPTERS))
def test_adapters_stand_alone(module: str) -> None:
    """No adapter imports another, but for the command, which publishes and helps to contribute."""
    assert _ours(module) & ADAPTERS <= ({"contribute", "publish", "write"} if module == "cli" else set())


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_one_door(library: str) -> None:
    """YAML, Jinja and Markdown are each known to one module, so that each can be replaced in one."""
    users = {module for module in MODULES if any(name.split(".")[0] == library for name in _imported(module))}
    assert users == {DOORS[library]}
