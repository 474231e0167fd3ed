"""Files made once and kept by what they were made of. A help, never a need: whatever is wrong with it, the caller makes anew."""

import contextlib
import hashlib
import time
from collections.abc import Iterable
from pathlib import Path

from catalogue.system.project import write_whole

_HOUR = 3600


def kept(folder: Path, key: str) -> bytes | None:
    """Return the content kept in `folder` under `key`, or None. One that is not as it was written is thrown away.

    A file's name holds its key and the checksum of its content.
    """
    with contextlib.suppress(OSError):
        for path in folder.glob(f"{key}.*"):
            content = path.read_bytes()
            if path.name == _name(key, content):
                return content
            path.unlink()
    return None


def keep(folder: Path, key: str, content: bytes) -> None:
    """Keep `content` in `folder` under `key`: whole or not at all, whoever else writes there."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / _name(key, content), content, None)


def prune(folder: Path, keys: Iterable[str]) -> None:
    """Drop what `folder` holds under other keys, and what an interrupted writer left there more than an hour ago."""
    wanted = set(keys)
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            unfinished = path.name.startswith(".")
            if time.time() - path.stat().st_mtime > _HOUR if unfinished else path.name.split(".")[0] not in wanted:
                path.unlink(missing_ok=True)


def _name(key: str, content: bytes) -> str:
    return f"{key}.{hashlib.sha256(content).hexdigest()}"
