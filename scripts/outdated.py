"""Say in French which pinned action or requirement is two majors or more behind its newest release: `make outdated`.

Asked are the forge, by `gh`, of each action that a workflow runs, and the index, by pip, of each requirement that a requirements*.in
names; what these bring along follows with `make lock`. Exit code: 0 when none is, 1 when some are (printed, in Markdown), 2 when
one could not be asked about (said on the error output).
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pins

ROOT = Path(__file__).resolve().parents[1]
MAJORS = 2
FOUND = (
    "Ce qui suit a au moins deux versions majeures de retard. Relisez la proposition de la semaine, ou dites dans docs/decisions "
    "pourquoi attendre.\n\n| quoi | épinglé | paru |\n|---|---|---|"
)


class Unanswered(Exception):
    """Nobody could say what the newest release is; says of what, and why."""


def main(root: Path, pip: str) -> int:
    """Ask about what the project at `root` pins, of the index by the command `pip`; return the exit code."""
    try:
        rows = [
            *behind(actions(root), newest_action),
            *behind(requirements(root), lambda name: newest_release(name, pip)),
        ]
    except Unanswered as refused:
        print(f"On ne sait pas ce qui a du retard : {refused}", file=sys.stderr)
        return 2
    if rows:
        print("\n".join([FOUND, *rows]))
    else:
        print("Rien n’a deux versions majeures de retard.", file=sys.stderr)
    return 1 if rows else 0


def actions(root: Path) -> dict[str, str]:
    """Return the version in the comment of each action that a workflow of the project at `root` pins, by its repository."""
    return {"/".join(name.split("/")[:2]): version for name, _, version in pins.actions(root)}


def requirements(root: Path) -> dict[str, str]:
    """Return the pinned version of each requirement that a requirements*.in of the project at `root` names."""
    named: set[str] = set()
    pinned: dict[str, str] = {}
    for path in sorted(root.glob("requirements*.in")):
        named |= {name.lower() for name in re.findall(r"(?m)^\w[\w.-]*", path.read_text("utf-8"))}
        pinned |= dict(pins.packages(path.with_suffix(".txt")))
    return {name: pinned[name] for name in sorted(named)}


def behind(pins: dict[str, str], newest: Callable[[str], str]) -> Iterator[str]:
    """Yield a row of a table for each of `pins` that `newest` says to be two majors behind, or more."""
    for name, version in pins.items():
        released = newest(name)
        if _major(released) - _major(version) >= MAJORS:
            yield f"| {name} | {version} | {released} |"


def newest_action(name: str) -> str:
    """Return the name of the newest release of the repository `name`, as the forge tells it; raise Unanswered."""
    return _answer(name, "tag_name", "gh", "api", f"repos/{name}/releases/latest")


def newest_release(name: str, pip: str) -> str:
    """Return the newest version of the package `name` that this Python may have, as the index tells it; raise Unanswered."""
    return _answer(name, "latest", pip, "index", "versions", name, "--json")


def _answer(name: str, key: str, *command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own pins
        return str(json.loads(done.stdout)[key])
    except subprocess.CalledProcessError as failed:
        said = (failed.stderr.strip().splitlines() or [f"code {failed.returncode}"])[-1]
    except (OSError, ValueError, KeyError) as failed:
        said = str(failed)
    raise Unanswered(f"{name} : {command[0]} n’a pas de réponse ({said})")


def _major(version: str) -> int:
    found = re.match(r"v?(\d+)", version)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    sys.exit(main(ROOT, sys.argv[1]))
