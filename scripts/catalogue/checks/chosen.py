"""Which files a check is asked about: all of a project, or some paths of it, and records that stand elsewhere."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Chosen:
    """The files of the project at `root`, or those at `paths`; `in` tells whether the problems of a path are asked for."""

    root: Path
    paths: Sequence[Path]

    @property
    def elsewhere(self) -> list[Path]:
        """The records that stand outside of practices/."""
        found = [path for path in self._absolute if not (path.is_relative_to(self._folder) or self._around(path))]
        return [file for path in found for file in (sorted(path.glob("*.yml")) if path.is_dir() else [path])]

    @property
    def files(self) -> list[Path]:
        """Every file asked about."""
        files = [*self._folder.glob("*.yml"), *self._folder.glob("vocabulaires/*.yml"), *self.elsewhere]
        return [path for path in sorted(files) if self._shown(path).as_posix() in self]

    def __contains__(self, path: str) -> bool:
        """Whether the file that problems name `path` is asked about."""
        if not self.paths or any(self._around(one) for one in self._absolute):
            return True
        return any(Path(path).is_relative_to(self._shown(one)) for one in self._absolute)

    @property
    def _folder(self) -> Path:
        return self.root / "practices"

    @property
    def _absolute(self) -> list[Path]:
        return [Path(os.path.abspath(path)) for path in self.paths]  # noqa: PTH100 - a link must stay a link

    def _around(self, path: Path) -> bool:
        return self._folder.is_relative_to(path)

    def _shown(self, path: Path) -> Path:
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path
