"""Which files a check is asked about: all of a project, or some paths of it, and records that stand elsewhere."""

import os
from collections.abc import Sequence
from pathlib import Path

from catalogue.records.change_log import FILE as CHANGE_LOG


class Chosen:
    """The files of the project at `root`, or those at `paths`; `elsewhere` are the records among them that stand outside of
    practices/. `in` tells whether the problems of a path are asked for.
    """

    def __init__(self, root: Path, paths: Sequence[Path]) -> None:
        self._root, self._folder = root, root / "practices"
        absolute = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - a link must stay a link
        self._all = not paths or any(root.is_relative_to(path) for path in absolute)
        self._shown = [self._named(path) for path in absolute]
        own = [root / name for name in ("practices", "docs", "theme")]
        outside = [
            path
            for path in absolute
            if not self._folder.is_relative_to(path) and not any(path.is_relative_to(folder) for folder in own)
        ]
        self.elsewhere = [one for path in outside for one in (sorted(path.glob("*.yml")) if path.is_dir() else [path])]

    def files(self) -> list[Path]:
        """Return every file asked about."""
        pages = self._root.glob("docs/**/*.md")
        files = [
            *self._folder.glob("*.yml"),
            self._folder / CHANGE_LOG,
            *self._folder.glob("vocabulaires/*.yml"),
            *pages,
            *self.elsewhere,
        ]
        return [path for path in sorted(files) if self._named(path).as_posix() in self]

    def __contains__(self, path: str) -> bool:
        """Whether the file that problems name `path` is asked about."""
        return self._all or any(Path(path).is_relative_to(one) for one in self._shown)

    def _named(self, path: Path) -> Path:
        return path.relative_to(self._root) if path.is_relative_to(self._root) else path
