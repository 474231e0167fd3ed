"""Copies of the project, free to break."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copy_project(folder: Path) -> Path:
    """Copy what the site is built from into `folder`, which is made where there is none; return it.

    Compiled modules come along: a command run there leaves the copy as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    for name in ("docs", "practices", "theme", "scripts"):
        shutil.copytree(ROOT / name, folder / name)
    return folder
