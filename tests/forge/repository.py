"""A bare git repository, as the forge keeps one: written to without a work tree."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

_WHO = {
    f"GIT_{role}_{part}": word
    for role in ("AUTHOR", "COMMITTER")
    for part, word in (("NAME", "Essai"), ("EMAIL", "essai@exemple.org"))
}


class Repository:
    """The repository at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def git(
        self,
        *arguments: str,
        given: bytes = b"",
        check: bool = True,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        """Return what git answers, without its last line end."""
        own = (
            {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
            | _WHO
            | dict(environment)
        )
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=self.path, env=own, input=given, capture_output=True, check=False)
        if check and done.returncode:
            raise RuntimeError(f"git {' '.join(arguments)}: {done.stderr.decode()}")
        return done.stdout.decode().rstrip("\n")

    def tip(self, name: str) -> str:
        """Return the commit that `name` (a branch, a commit) stands for; "" when there is none."""
        return self.git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", check=False)

    def read(self, commit: str, path: str) -> str:
        """Return the text of the file `path` as of `commit`."""
        return self.git("cat-file", "blob", f"{commit}:{path}")

    def names(self, commit: str, folder: str) -> list[str]:
        """Return the paths of the files of `folder` as of `commit`."""
        return self.git("ls-tree", "-r", "--name-only", commit, "--", folder).splitlines()

    def commit(self, parents: list[str], files: Mapping[str, bytes | None], message: str) -> str:
        """Return a new commit: the first of `parents` with `files` written (None: taken away)."""
        index = {"GIT_INDEX_FILE": str(self.path / "box-index")}
        self.git("read-tree", parents[0], environment=index)
        lines = []
        for path, content in files.items():
            blob = "0" * 40 if content is None else self.git("hash-object", "-w", "--stdin", given=content)
            lines.append(f"{0 if content is None else 100644} {blob}\t{path}\n")
        self.git("update-index", "--index-info", given="".join(lines).encode(), environment=index)
        return self.tree_commit(self.git("write-tree", environment=index), parents, message)

    def tree_commit(self, tree: str, parents: list[str], message: str) -> str:
        """Return a new commit of `tree`."""
        return self.git("commit-tree", tree, *(part for one in parents for part in ("-p", one)), "-m", message)

    def merged(self, base: str, head: str) -> str | None:
        """Return the commit that merges `head` into `base`, as the forge's button makes it; None where they conflict."""
        tree = self.git("merge-tree", "--write-tree", "--name-only", base, head, check=False).splitlines()
        conflict = len(tree) != 1
        return None if conflict else self.tree_commit(tree[0], [base, head], f"Merge {head[:7]}")

    def move(self, branch: str, commit: str) -> None:
        """Have `branch` stand at `commit`."""
        self.git("update-ref", f"refs/heads/{branch}", commit)
