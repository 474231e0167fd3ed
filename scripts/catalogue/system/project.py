"""Where the project stands, and what day it is: the little that the adapters share."""

import os
import re
import tempfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

SOURCES = (".git", "docs", "practices", "scripts", "tests", "theme")


def refused_target(root: Path, target: Path) -> str | None:
    """Return in French why nothing may be written into `target`, or None: what it holds is lost when it is replaced."""
    target = target.resolve()
    if root.is_relative_to(target) or any(target.is_relative_to(root / name) for name in SOURCES):
        return f"{target} contient les sources du projet, ou en fait partie : choisissez un autre dossier."
    there = next(path for path in [target, *target.parents] if path.exists())
    return None if there.is_dir() else f"{there} n’est pas un dossier."


def refused_site(target: Path) -> str | None:
    """Return in French why no site may take the place of `target`, or None: what stands there is not one."""
    other = target.is_dir() and any(target.iterdir()) and not (target / "index.html").is_file()
    return f"{target} contient autre chose qu’un site : choisissez un autre dossier." if other else None


def refused_folder(target: Path) -> str | None:
    """Return in French why `target` is no folder to fill, or None: something stands there."""
    taken = target.exists() and (not target.is_dir() or any(target.iterdir()))
    return f"{target} existe déjà et n’est pas un dossier vide." if taken else None


def find_root(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds `practices/vocabulaires/`, or None."""
    for folder in [start, *start.parents]:
        if (folder / "practices" / "vocabulaires").is_dir():
            return folder
    return None


def write_whole(path: Path, content: bytes, expected: bytes | None) -> bool:
    """Put `content` at `path`, whole or not at all, when it still holds `expected` (None: when nothing is there).

    Returns whether it was written; raises OSError when the disk refuses.
    """
    number, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if expected is None:
            fresh.chmod(0o644)
            try:
                os.link(fresh, path)  # unlike a rename, it fails where something stands
            except FileExistsError:
                return False
            return True
        if path.is_symlink() or path.read_bytes() != expected:
            return False
        fresh.chmod(path.stat().st_mode)
        fresh.replace(path)
        return True
    finally:
        fresh.unlink(missing_ok=True)


def site_address(root: Path) -> str:
    """Return the address of the published site, with its last slash: SITE_URL's, else the one of mkdocs.yml, else "/"."""
    try:
        written = (root / "mkdocs.yml").read_text("utf-8")
    except (OSError, ValueError):
        written = ""
    found = re.search(r"^site_url: .*?(https?://[^\s\"\]]+)", written, re.M)
    address = os.environ.get("SITE_URL") or (found[1] if found else "")
    return address.rstrip("/") + "/"


def today() -> date:
    """Return the day that no date of a record may be past: today, or SOURCE_DATE_EPOCH's when that is later.

    Today is the day it already is in Wallis-et-Futuna: a date written anywhere in France is not in the future. A build made
    again as of an earlier day is not refused what was written since.
    """
    now = datetime.now(timezone(timedelta(hours=12))).date()
    return max(now, _given_day() or now)


def here_today() -> date:
    """Return the day where the command is run, as its user would write it; SOURCE_DATE_EPOCH's where it is set.

    Pages speak of that day too (reproducible-builds.org).
    """
    return _given_day() or datetime.now().astimezone().date()


def _given_day() -> date | None:
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    except (KeyError, ValueError, OverflowError, OSError):  # not set, or no moment that exists
        return None
