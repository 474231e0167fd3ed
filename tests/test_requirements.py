"""The Python that a machine must bring: one floor, told the same everywhere, which every pin accepts."""

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

from common import ROOT

FLOOR = "3.11"
PINS = sorted(
    {
        pin
        for name in ("requirements.txt", "requirements-dev.txt")
        for pin in re.findall(r"(?m)^([^\s#=]+)==(\S+)", (ROOT / name).read_text("utf-8"))
    }
)


def _requires(name: str, version: str) -> str | None:
    """Return what the installed package asks of Python; None where this system does not install it."""
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    assert found.version == version, f"{name} {found.version} is installed, and {version} is pinned"
    return str(found.metadata.json.get("requires_python", ""))


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("README.md", r"Python ≥ ([\d.]+)"),
        ("Makefile", r"sys\.version_info < \((\d+, \d+)\)"),
        ("Makefile", r"Python ([\d.]+) ou plus récent"),
        ("pyproject.toml", r'requires-python = ">=([\d.]+)"'),
        ("docs/contribuer/index.md", r"Python ([\d.]+) ou plus récent"),
    ],
)
def test_the_floor_is_told_once_for_all(file: str, pattern: str) -> None:
    """Each text that names the oldest Python names the same."""
    assert [found.replace(", ", ".") for found in re.findall(pattern, (ROOT / file).read_text("utf-8"))] == [FLOOR]


@pytest.mark.parametrize("python", [f"{FLOOR}.0", "3.12.0", "3.13.0", "3.14.0"])
def test_every_pin_accepts_python(python: str) -> None:
    """What README says is what pip accepts: no pin of the site or of the tests asks for a newer Python, or an older one."""
    asked = {name: found for name, version in PINS if (found := _requires(name, version)) is not None}
    assert len(asked) >= 0.9 * len(PINS)
    assert {name: found for name, found in asked.items() if not SpecifierSet(found).contains(python)} == {}


@pytest.mark.parametrize(
    ("python", "said"),
    [
        ("sys.version_info = (3, 10, 9)", "Il faut Python 3.11 ou plus récent"),
        ("sys.exit('no such thing')", "Il faut Python 3.11 ou plus récent"),
        ("sys.modules['ensurepip'] = None", "apt install python3-venv"),
    ],
    ids=["older", "none", "without venv"],
)
def test_make_says_what_python_lacks(tmp_path: Path, python: str, said: str) -> None:
    """Before anything is made, `make` says in one French line that Python is too old, or lacks its venv."""
    stub = tmp_path / "python"
    stub.write_text(f'#!/bin/sh\nexec {sys.executable} -c "import sys; {python}; exec(sys.argv[1])" "$2"\n', "utf-8")
    stub.chmod(0o755)
    command = ["make", "--no-print-directory", "-f", str(ROOT / "Makefile"), f"PYTHON={stub}", ".venv/bin/python"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert said in lines[0]
    assert len(lines) == 2, lines  # the second is make's own
    assert not (tmp_path / ".venv").exists()
