"""A forge in a box: a bare repository, its tickets and proposals, and its workflows, run as the files say (runner.py).

What a person does is a method; what follows is the workflows' own doing. What the forge itself decides is done as it does: which
event starts which workflow, that what a workflow's token pushes starts none and what it proposes waits for a person, that a job
has the rights that it asks for (api.py), that a proposal that conflicts is not checked.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from common import ROOT, TODAY
from copies import copy_project
from forge.api import Api
from forge.repository import Repository
from forge.runner import TOOLS, Run, Runner, workflow

BESIDE = (
    ".github",
    ".gitignore",
    "Makefile",
    "pyproject.toml",
    "tests/data/axe/vendor.json",  # the bill of materials has what tests bring, too
    *(path.name for path in ROOT.glob("requirements*.txt")),
)
"""What the workflows need of the project, beside what the site is built from."""

MAIN = "refs/heads/main"


@dataclass
class Settings:
    """What an owner sets on the pages of the forge."""

    workflows: bool = True
    """Workflows run at all; a new fork's do not."""
    pages: bool = True
    """The source of Pages is "GitHub Actions"."""
    workflows_open_pulls: bool = True
    issues: bool = True
    labels: set[str] = field(default_factory=lambda: {"pratique"})
    protected: bool = False
    """main takes proposals only."""
    required: set[str] = field(default_factory=set)
    """The checks without which none is merged."""
    variables: dict[str, str] = field(default_factory=dict)


@dataclass
class Issue:
    """A ticket, and what was answered to its author."""

    number: int
    comments: list[str] = field(default_factory=list)


@dataclass
class Pull:
    """A proposal, from the branch `head`."""

    number: int
    head: str
    title: str
    waits: bool = False
    """Its checks wait for a person to let them run."""
    open: bool = True


class Forge:
    """The project `name` on a forge of its own, kept under `folder`; `day` is what its machines take for today."""

    def __init__(self, folder: Path, name: str = "leviers-egalite/catalogue") -> None:
        self.folder, self.name, self.day = folder, name, TODAY
        self.url = f"https://forge.example/{name}"
        self.site = f"https://{name.split('/')[0]}.forge.example/{name.split('/')[1]}/"
        self.settings = Settings()
        self.failing = ""  # a target of `make` that fails
        self.issues: dict[int, Issue] = {}
        self.pulls: dict[int, Pull] = {}
        self.statuses: dict[str, dict[str, str]] = {}
        self.runs: list[Run] = []
        self.published: Path | None = None
        self.rights: Mapping[str, Mapping[str, str]] = {}  # of each job that runs
        self.asked: list[tuple[str, str]] = []
        self.repository = Repository(folder / "repository.git")
        self.runner = Runner(folder, name, "https://forge.example")
        self._socket = Path(tempfile.mkdtemp(prefix="forge-"))  # a socket's path is short
        self.api = Api(self, self._socket / "api")
        command = [str(TOOLS / "gh"), "config", "set", "http_unix_socket", str(self._socket / "api")]
        subprocess.run(command, env={"GH_CONFIG_DIR": str(folder / "gh"), "HOME": str(folder)}, check=True)

    def close(self) -> None:
        """Take the box away."""
        self.api.close()
        shutil.rmtree(self._socket)

    def begin(self) -> None:
        """Have main hold the project as it stands, with the first sixteen records."""
        first = copy_project(self.folder / "first")
        for name in BESIDE:
            source = ROOT / name
            (first / name).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy)(source, first / name)
        self.repository.path.mkdir()
        self.repository.git("init", "-q", "--bare", "--initial-branch=main")
        self.repository.git("config", "uploadpack.allowAnySHA1InWant", "true")
        work = {"GIT_WORK_TREE": str(first)}
        self.repository.git("add", "--all", ".", environment=work)
        self.repository.git("commit", "-q", "-m", "Début", environment=work)

    # --- What a person does --------------------------------------------------------------------------------------

    @property
    def main(self) -> str:
        """The commit that main stands at."""
        return self.repository.tip(MAIN)

    def push(self, files: Mapping[str, str | None]) -> Run:
        """Commit `files` to main; returns the publication."""
        self.repository.move("main", self.repository.commit([self.main], _bytes(files), "records: change"))
        return self._start("push", self.main, {})[0]

    def propose(self, branch: str, files: Mapping[str, str | None]) -> Pull:
        """Open a proposal of `files`, drawn from main; its checks are run."""
        self.repository.move(branch, self.repository.commit([self.main], _bytes(files), f"records: {branch}"))
        return self.pull(branch, branch)

    def pull(self, head: str, title: str, *, by_token: bool = False) -> Pull:
        """Open a proposal of the branch `head`; one that a workflow opens waits for a person to let its checks run."""
        pull = Pull(self._number(), head, title, waits=by_token)
        self.pulls[pull.number] = pull
        if not by_token:
            self.check(pull)
        return pull

    def check(self, pull: Pull) -> Run | None:
        """Run the checks of `pull` as it merges into main today; a proposal that conflicts has none."""
        head = self.repository.tip(pull.head)
        merged = self.repository.merged(self.main, head)
        if merged is None:
            return None
        merge = f"refs/pull/{pull.number}/merge"
        self.repository.git("update-ref", merge, merged)
        ends = {"base": {"sha": self.main}, "head": {"sha": head}, "number": pull.number}
        run = self._start("pull_request", merged, {"pull_request": ends, "number": pull.number}, ref=merge)[0]
        self.statuses.setdefault(head, {}).update(run.jobs)
        return run

    def merge(self, pull: Pull) -> Run:
        """Press the button of `pull`; returns the publication."""
        head = self.repository.tip(pull.head)
        assert all(self.statuses.get(head, {}).get(name) == "success" for name in self.settings.required)
        merged = self.repository.merged(self.main, head)
        if merged is None:
            raise Conflict(pull.title)
        self.repository.move("main", merged)
        pull.open = False
        return self._start("push", merged, {})[0]

    def label(self, body: str, label: str = "pratique", number: int = 0) -> Issue:
        """Give `label` to a ticket that says `body` (a new one, or that of `number`); the workflows answer."""
        assert self.settings.issues
        assert label in self.settings.labels
        number = number or self._number()
        issue = self.issues.setdefault(number, Issue(number))
        payload = {"issue": {"number": number, "body": body}, "label": {"name": label}}
        self._start("issues", self.main, payload, kind="labeled")
        return issue

    def press(self, file: str, branch: str = "main") -> None:
        """Press « Run workflow » of a workflow on a branch, or have its time come."""
        ref = f"refs/heads/{branch}"
        self._start("workflow_dispatch", self.repository.tip(ref), {}, ref=ref, file=file)

    # --- What the forge does -------------------------------------------------------------------------------------

    def _number(self) -> int:
        return max([0, *self.issues, *self.pulls]) + 1

    def _start(
        self, event: str, commit: str, payload: Mapping[str, Any], *, ref: str = MAIN, kind: str = "", file: str = ""
    ) -> list[Run]:
        """Run each workflow that `event` (of a `kind`) starts, or that of `file` alone; then those that these asked for."""
        if not self.settings.workflows:
            return []
        started = []
        for path in self.repository.names(commit, ".github/workflows"):
            name = path.rsplit("/", 1)[-1]
            on = workflow(self.repository.read(commit, path))["on"]
            if event in on and file in ("", name) and (not kind or kind in on[event]["types"]):
                started.append(self._run(name, event, commit, ref, payload))
        while self.asked:
            self.press(*self.asked.pop(0))
        return started

    def _run(self, file: str, event: str, commit: str, ref: str, payload: Mapping[str, Any]) -> Run:
        run = Run(len(self.runs) + 1, file, event, commit, ref, payload)
        self.rights = self.runner.take(run)
        self.runner.carry_out(run, self.settings.variables, self.day, self.failing)
        self.rights = {}  # the tokens end with the jobs
        self.runs.append(run)
        return run

    @property
    def made(self) -> list[str]:
        """What `make` was asked for on every machine so far, in order."""
        path = self.folder / "made"
        return path.read_text("utf-8").splitlines() if path.exists() else []

    def artefact(self, run: int, name: str) -> Path:
        """Return the folder of what the run of that number keeps under `name`."""
        return self.folder / "artefacts" / str(run) / name


class Conflict(Exception):
    """Two proposals change the same lines: the forge offers no button."""


def _bytes(files: Mapping[str, str | None]) -> dict[str, bytes | None]:
    return {path: None if text is None else text.encode() for path, text in files.items()}
