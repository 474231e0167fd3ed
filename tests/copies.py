"""Copies of the project, free to break."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copy_project(folder: Path) -> Path:
    """Copy what the site is built from into `folder`, which is made where there is none; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    for name in ("docs", "practices", "theme", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder
