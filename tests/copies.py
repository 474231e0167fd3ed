"""Copies of the project, free to break."""

import re
import shutil
from pathlib import Path

from common import FROZEN, ROOT


def copy_project(folder: Path, content: Path = FROZEN) -> Path:
    """Copy what the site is built from into `folder`, which is made where there is none; return it.

    The records and the hand-written pages are those of `content`: the first sixteen, as they were on their day, which no change of
    the catalogue touches; `ROOT` for those of today. Compiled modules come along: a command run there leaves the copy as
    it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("docs", "practices"):
        shutil.copytree(content / name, folder / name)
    for name in ("theme", "scripts"):
        shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(_only_pages_of(folder / "docs", settings), "utf-8")
    return folder


def _only_pages_of(docs: Path, settings: str) -> str:
    """Return `settings` without the entries of `nav` that name pages which `docs`, being of another day, does not have."""
    made = ("pratiques/", "leviers/", "territoires/", "contribuer/")  # by the build
    kept = []
    for line in settings.split("\n"):
        named = re.fullmatch(r"\s+- [^:]+: (\S+\.md)", line)
        if not named or named[1].startswith(made) or (docs / named[1]).is_file():
            kept.append(line)
    return "\n".join(kept)
