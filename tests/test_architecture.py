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

ADAPTERS = {"__main__", "build", "chrome", "cli", "contribute", "hooks", "macros", "preview", "publish", "write"}
CORE = {
    "typography": set[str](),
    "citation": {"typography"},
    "qr": set[str](),
    "mend": set[str](),
    "problem": {"mend"},
    "project": set[str](),
    "swap": set[str](),
    "prose": set[str](),
    "scalar": set[str](),
    "model": {"typography"},
    "champs": {"model"},
    "ecrire": {"champs", "model", "scalar"},
    "load": {"mend", "problem"},
    "edit": {"load", "mend"},
    "shape": {"edit", "load", "mend", "model", "problem", "scalar", "typography"},
    "rules": {"edit", "load", "mend", "model", "problem", "prose", "scalar", "shape", "typography"},
    "permaliens": {"edit", "load", "mend", "model", "problem", "shape"},
    "check": {
        "edit",
        "load",
        "mend",
        "model",
        "permaliens",
        "problem",
        "prose",
        "rules",
        "scalar",
        "shape",
        "typography",
    },
    "issue": {"champs", "model", "scalar", "shape", "typography"},
    "links": {"model", "prose"},
    "correct": {"edit", "load", "mend", "model", "problem", "rules", "shape", "typography"},
    "index": {"model", "typography"},
    "changements": {"champs", "prose", "typography"},
    "git": set[str](),
    "historique": {"changements", "git", "load", "model"},
    "etat": {"champs", "index", "model"},
    "flux": {"identite"},
    "carte": {"index"},
    "dessins": {"model"},
    "seance": {"model", "prose"},
    "entetes": set[str](),
    "pages.rendering": {
        "carte",
        "changements",
        "dessins",
        "exports",
        "identite",
        "index",
        "jsonld",
        "model",
        "prose",
        "typography",
    },
    "pages.feuillets": set[str](),
    "pages.contribuer": {"champs", "ecrire", "model", "pages.rendering", "problem", "typography"},
    "pages.donnees": {
        "champs",
        "exports",
        "exports.publie",
        "identite",
        "jsonld",
        "model",
        "pages.rendering",
        "typography",
    },
    "pages.partage": {"citation", "identite", "model"},
    "pages.fiche": {"exports", "jsonld", "model", "pages.partage", "pages.rendering", "qr", "seance"},
    "pages.adresses": {"model", "pages.fiche", "pages.partage", "pages.rendering", "qr", "typography"},
    "pages.leviers": {"jsonld", "model", "pages.feuillets", "pages.nouveautes", "pages.rendering", "typography"},
    "pages.liste": {"index", "jsonld", "pages.feuillets", "pages.rendering", "typography"},
    "pages.organisations": {"jsonld", "pages.rendering", "typography"},
    "pages.territoires": {"carte", "jsonld", "pages.feuillets", "pages.rendering", "typography"},
    "identite": set[str](),
    "jsonld": {"identite", "index", "model"},
    "exports.publie": {"index", "model"},
    "exports.schemas": {"exports.publie", "model"},
    "exports.documents": {"exports.publie", "exports.schemas", "identite", "index", "model"},
    "exports.tableaux": {"champs", "exports.documents", "exports.publie", "identite", "index", "model"},
    "exports.moteurs": {"identite"},
    "exports.formulaire": {"champs", "check", "ecrire", "model", "rules"},
    "fichiers": {"exports", "pages"},
    "pages.etat": {"etat", "pages.rendering"},
    "pages.nouveautes": {"changements", "flux", "identite", "pages.feuillets", "pages.rendering", "typography"},
    "pages.sources": {"model", "pages.feuillets", "pages.rendering", "typography"},
    "report": {"problem"},
    "cache": {"project"},
    "papier": {
        "dessins",
        "identite",
        "index",
        "model",
        "pages.fiche",
        "pages.partage",
        "pages.rendering",
        "prose",
        "qr",
        "typography",
    },
    "pdf": {"cache", "identite", "index", "papier"},
    "served": {"pages.rendering", "permaliens"},
    "search": {"index", "model", "prose", "typography"},
}
"""What each module may import of ours."""

DOORS = {
    "yaml": {"load"},
    "jinja2": {"pages.rendering", "chrome"},
    "markdown_it": {"prose"},
    "py_mini_racer": {"search"},
    "zxingcpp": {"qr"},
    "typst": {"pdf"},
}
"""The modules that may import a library: one, but for what touches MkDocs's own templates."""


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
    return {_module(name) for name in names}


def _module(name: str) -> str:
    """Return the module, or the package for want of one, in which the imported `name` stands."""
    inner = ".".join(name.split(".")[:2])
    return inner if inner in MODULES else name.split(".")[0]


def test_every_module_has_its_place() -> None:
    """A new module says here where it stands before it is imported."""
    assert set(MODULES) == {*CORE, *ADAPTERS}


@pytest.mark.parametrize("module", CORE)
def test_imports_point_one_way(module: str) -> None:
    """A module imports only those below it, and never an adapter."""
    assert _ours(module) <= CORE[module]


@pytest.mark.parametrize("module", sorted(ADAPTERS))
def test_adapters_stand_alone(module: str) -> None:
    """No adapter imports another, but for the command, which publishes and helps to contribute, its door, and the hook, which
    is helped to draw and to serve.
    """
    below = {
        "__main__": {"cli"},
        "cli": {"contribute", "publish", "write"},
        "hooks": {"chrome", "preview"},
        "publish": {"build"},
        "write": {"build"},
    }
    assert _ours(module) & ADAPTERS <= below.get(module, set())


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_one_door(library: str) -> None:
    """YAML, Jinja and Markdown are each known to one module, so that each can be replaced in one."""
    users = {module for module in MODULES if any(name.split(".")[0] == library for name in _imported(module))}
    assert users == DOORS[library]
