"""A folder put in another's place in one step, by one writer at a time; the next one clears what a killed one left."""

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_MARK = "-en-construction-"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of <fcntl.h> and <stdio.h>


@contextmanager
def replacing(target: Path, waiting: Callable[[], object]) -> Iterator[Path]:
    """Give the path of a folder to make; when the block ends well, put that folder at `target`.

    `target` holds what it held, or all that is new: at every instant on Linux. Elsewhere, and on disks that cannot, it is
    absent between two renames; a writer killed right then has the next one put the former folder back.
    Two writers under the same parent come one after the other: `waiting` is called before the second waits.
    Raises OSError when the disk refuses.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target.parent, waiting) as alone:
        if alone:
            for left in target.parent.glob(f".{target.name}{_MARK}*"):
                _clear(left, target)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}{_MARK}", dir=target.parent))
        try:
            fresh = work / "site"
            yield fresh
            if not target.exists():
                fresh.rename(target)
            elif not _exchange(fresh, target):
                target.rename(work / "ancien")
                fresh.rename(target)
        finally:
            _clear(work, target)


def _clear(work: Path, target: Path) -> None:
    """Remove a writer's folder, once what it had moved out of `target` is back if nothing took its place."""
    former = work / "ancien"
    if former.exists() and not target.exists():
        former.rename(target)
    shutil.rmtree(work, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; return False where the system or the disk knows no such step."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    if libc is None or not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))


@contextmanager
def _locked(folder: Path, waiting: Callable[[], object]) -> Iterator[bool]:
    """Hold `folder` against other writers; give False where there are no locks (some network disks, Windows).

    The folder itself is locked, so that no lock file is left; the system lets go of it when a writer is killed.
    """
    try:
        import fcntl
    except ImportError:
        yield False
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alone = True
        except BlockingIOError:
            waiting()
            fcntl.flock(number, fcntl.LOCK_EX)
            alone = True
        except OSError:
            alone = False
        yield alone
    finally:
        os.close(number)
