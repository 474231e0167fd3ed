"""A folder put in another's place: whole at each instant, whoever kills the writer, and one writer at a time."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue.system import swap
from catalogue.system.swap import replacing

# A writer that kills itself (as kill -9 would) before or after one of the steps, named in its argument.
WRITER = """
import os, pathlib, shutil, signal, sys, tempfile
from catalogue.system import swap
target, step, name = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if "deux-temps" in step:
    swap._exchange = lambda *_: False
if step == "dossier":
    tempfile.mkdtemp = die
if step == "echange":
    swap._exchange = die
if step == "menage":
    shutil.rmtree = die
if step == "entre deux-temps":
    rename = pathlib.Path.rename
    pathlib.Path.rename = lambda path, to: die() if path.name == "site" and to == target else rename(path, to)
with swap.replacing(target, lambda: print("attend", flush=True)) as fresh:
    fresh.mkdir()
    (fresh / "index.html").write_text(name)
    if step == "ecriture":
        die()
    if step == "attente":
        print("tient", flush=True)
        sys.stdin.readline()
    if step == "abandon":
        sys.exit(1)
    (fresh / "fin.html").write_text(name)
"""


def _start(target: Path, step: str, name: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target), step, name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _write(target: Path, step: str, name: str) -> int:
    with _start(target, step, name) as writer:
        writer.communicate("\n")
    return writer.returncode


def _content(target: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in target.iterdir()} if target.exists() else {}


def _whole(name: str) -> dict[str, str]:
    return {"index.html": name, "fin.html": name}


@pytest.mark.parametrize(
    ("step", "left"),
    [
        ("dossier", "vieux"),
        ("ecriture", "vieux"),
        ("echange", "vieux"),
        ("menage", "neuf"),
        ("entre deux-temps", None),
        ("deux-temps", "neuf"),
    ],
)
def test_a_killed_writer_leaves_old_or_new(step: str, left: str | None, tmp_path: Path) -> None:
    """kill -9 at each step leaves the old folder or the new one, and the next writer clears what is left.

    Where the system cannot swap in one step, nothing may stand there; the next writer puts the old one back before all.
    """
    target = tmp_path / "site"
    assert _write(target, "", "vieux") == 0
    code = _write(target, step, "neuf")
    assert code == (0 if step == "deux-temps" else -signal.SIGKILL)
    assert _content(target) == (_whole(left) if left else {})
    assert _write(target, "abandon", "raté") == 1
    assert _content(target) == _whole(left or "vieux")
    assert _write(target, "", "suivant") == 0
    assert _content(target) == _whole("suivant")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_there_is_no_instant_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old folder is never moved away: it trades places with the new one in one step, and only then is removed."""
    target = tmp_path / "site"
    assert _write(target, "", "vieux") == 0
    exchange, seen = swap._exchange, []

    def spied(one: Path, other: Path) -> bool:
        seen.append(_content(target))
        done = exchange(one, other)
        seen.append(_content(target))
        return done

    monkeypatch.setattr(swap, "_exchange", spied)
    monkeypatch.setattr(Path, "rename", None)
    with replacing(target, print) as fresh:
        fresh.mkdir()
        for name in ("index.html", "fin.html"):
            (fresh / name).write_text("neuf")
    assert seen == [_whole("vieux"), _whole("neuf")]


def test_a_refused_swap_is_told_and_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that refuses the last step raises OSError with the folder's name, and the old folder is back in its place."""
    target = tmp_path / "site"
    assert _write(target, "", "vieux") == 0
    with pytest.raises(FileNotFoundError) as told, replacing(target, print):
        pass  # nothing was made, so that nothing can take the place
    assert told.value.filename == str(target)
    assert _content(target) == _whole("vieux")
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    with pytest.raises(FileNotFoundError), replacing(target, print):
        pass
    assert _content(target) == _whole("vieux")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_two_writers_come_one_after_the_other(tmp_path: Path) -> None:
    """A second writer says that it waits, touches nothing of the first, and begins once the first is done."""
    target = tmp_path / "site"
    with _start(target, "attente", "premier") as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "tient\n"
        with _start(target, "", "second") as second:
            assert second.stdout is not None
            assert second.stdout.readline() == "attend\n"
            assert len(list(tmp_path.iterdir())) == 1  # the first one's folder, and nothing of the second's
            first.communicate("\n")
            second.communicate()
    assert (first.returncode, second.returncode) == (0, 0)
    assert _content(target) == _whole("second")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_without_locks_others_folders_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a disk that has no locks, what another left may be under way: it stays, and the build works all the same."""
    other = tmp_path / ".site-en-construction-autre"
    other.mkdir()
    monkeypatch.setattr("fcntl.flock", _no_locks)
    with replacing(tmp_path / "site", print) as fresh:
        fresh.mkdir()
    assert sorted(path.name for path in tmp_path.iterdir()) == [other.name, "site"]
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with replacing(tmp_path / "site", print) as fresh:
        fresh.mkdir()
    assert other.is_dir()


def _no_locks(*_: object) -> None:
    raise OSError(37, "No locks available")


def test_only_writers_folders_are_cleared(tmp_path: Path) -> None:
    """What merely begins like the folder, hidden or not, is somebody's and stays."""
    for name in (".site-a-moi", "site-en-construction-x", ".site"):
        (tmp_path / name).mkdir()
    assert _write(tmp_path / "site", "", "neuf") == 0
    assert len(list(tmp_path.iterdir())) == 4
