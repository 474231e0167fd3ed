"""Git, where it is at hand: asked about the past of the project, never relied on."""

import os
import subprocess
from pathlib import Path

_DELAY = 60  # seconds; a disk that takes longer has no past to tell today


def ask(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Return what git answers in `folder`, or nothing when it cannot: no git, no repository, no right to read it."""
    # A hook of git's own tells its children where another repository stands; nothing is fetched during a build.
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own |= {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-C", str(folder), "-c", "log.showSignature=false", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, env=own, timeout=_DELAY, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError, ValueError):
        return b""
    return done.stdout if done.returncode == 0 else b""


def once_written(root: Path, *paths: str) -> set[str]:
    """Return every line that the files or folders `paths` of the project at `root` have had, as far as git knows; none without."""
    options = ("--format=", "--patch", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv")
    lines = ask(root, "log", *options, "--", *paths).decode("utf-8", "replace").split("\n")
    return {line[1:] for line in lines if line.startswith("+") and not line.startswith("+++")}
