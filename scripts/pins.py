"""What the project pins, read from the files that pin it: requirements, and actions that workflows run."""

import re
from pathlib import Path


def packages(path: Path) -> list[tuple[str, str]]:
    """Return the (name, version) of each package that the requirements*.txt at `path` pins, in its order."""
    return re.findall(r"(?m)^([a-z0-9.-]+)==(\S+)", path.read_text("utf-8"))


def actions(root: Path) -> list[tuple[str, str, str]]:
    """Return the (name, commit, version) of each action that a workflow of the project at `root` pins, once each, sorted.

    The version is what the comment beside the commit says.
    """
    texts = [path.read_text("utf-8") for path in (root / ".github" / "workflows").glob("*.yml")]
    return sorted(set(re.findall(r"uses: ([\w.-]+/[\w./-]+)@([0-9a-f]{40}) # (\S+)", "\n".join(texts))))
