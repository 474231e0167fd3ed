"""The list of promised addresses (practices/permaliens.txt), grown with those of a site that was just built."""

from dataclasses import dataclass
from pathlib import Path

from catalogue.checks.permalinks import FILE, Listed
from catalogue.site.served import promises


@dataclass(frozen=True)
class Grown:
    """The file at `path`: what it held `before` (None when there was none), holds `after`, and the `new` lines."""

    path: Path
    before: bytes | None
    after: bytes
    new: list[str]


def grown(root: Path, site: Path) -> Grown:
    """Return the list of the project at `root` once it has all that its built `site` promises."""
    path = root / "practices" / FILE
    before = path.read_bytes() if path.exists() else None
    listed = Listed(FILE, (before or b"").decode().replace("\r\n", "\n"))
    after = listed.grown(promises(site, root / "docs"))
    new = [line for line in Listed(FILE, after).lines if line not in listed.lines]
    return Grown(path, before, after.encode(), new)
