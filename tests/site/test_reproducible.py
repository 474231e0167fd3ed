"""One commit gives one site: the same bytes in any folder, on any day, in any zone."""

import os
import subprocess
import sys
from pathlib import Path

from copies import copy_project

# Python runs it before all else: forty days later, whoever asks.
LATER = """
import datetime, time
gap = datetime.timedelta(days=40)
real = time.time
time.time = lambda: real() + gap.total_seconds()
class Date(datetime.date):
    @classmethod
    def today(cls):
        return super().today() + gap
class Moment(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + gap
    @classmethod
    def utcnow(cls):
        return cls.now(datetime.UTC).replace(tzinfo=None)
datetime.date, datetime.datetime = Date, Moment
"""


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Essai", "-c", "user.email=essai@exemple.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607


def _built(folder: Path, **changed: str) -> dict[str, bytes]:
    """Return every file of the site of the project in `folder`, built there, PDFs included."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000", **changed}
    environment["PYTHONPATH"] = f"{folder / 'scripts'}{os.pathsep}{changed.get('PYTHONPATH', '')}"
    environment.pop("PDF", None)
    program = str(Path(sys.executable).parent / "catalogue")
    done = subprocess.run([program, "site"], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    site = folder / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_one_commit_gives_one_site(tmp_path: Path) -> None:
    """Another folder, day, zone and order of hashing change no byte, the history that git tells and the PDFs included."""
    first = copy_project(tmp_path / "un")
    _git(first, "init", "-q")
    _git(first, "add", ".")
    _git(first, "commit", "-q", "-m", "Début")
    second = tmp_path / "ailleurs" / "deux"
    _git(tmp_path, "clone", "-q", str(first), str(second))
    (tmp_path / "plus-tard").mkdir()
    (tmp_path / "plus-tard" / "sitecustomize.py").write_text(LATER, "utf-8")
    one = _built(first, TZ="Pacific/Wallis", PYTHONHASHSEED="1")
    two = _built(second, TZ="America/Guadeloupe", PYTHONHASHSEED="2", PYTHONPATH=str(tmp_path / "plus-tard"))
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []
    assert any(name.endswith(".pdf") for name in one)
