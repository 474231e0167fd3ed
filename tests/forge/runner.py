"""Runs a workflow of the box by act, a runner of the forge's workflow files: their own steps, conditions, outputs and calls.

Each job begins in an empty folder of this machine, with what stands in `machine/`: the forge's actions in a few lines each, since the
real ones talk to its services, and three commands around the real gh, make and date. Two things act does not know: `$/`, the
forge's name for a workflow of the same project, which is written `./` for it; and a right a job (see machine/bin/gh).
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

TOOLS = Path(sys.executable).parent
_MACHINE = Path(__file__).parent / "machine"


@dataclass
class Step:
    """A step that was run: its job, its name, all it printed."""

    job: str
    name: str
    log: str = ""


@dataclass
class Run:
    """A run of the workflow `file`, which `event` at `commit` set off."""

    number: int
    file: str
    event: str
    commit: str
    ref: str
    payload: Mapping[str, Any]
    jobs: dict[str, str] = field(default_factory=dict)
    """What came of each job that was run, "success" or "failure", by the name that the forge shows."""
    steps: list[Step] = field(default_factory=list)
    summary: str = ""
    """What stands on the page of the run."""

    @property
    def result(self) -> str:
        """What came of it: "failure" when any job failed."""
        return "failure" if "failure" in self.jobs.values() else "success"

    def step(self, name: str) -> Step:
        """Return the step `name`, of whichever job has it."""
        return next(step for step in self.steps if step.name == name)

    @property
    def told(self) -> str:
        """What the jobs that failed printed, for whoever reads a test that fails."""
        failed = [step for step in self.steps if self.jobs.get(step.job) == "failure"]
        return "\n".join(f"{self.file}, {step.job}, {step.name}:\n{step.log}" for step in failed)


@dataclass(frozen=True)
class Runner:
    """A machine for the workflows of a box, which is kept under `box`."""

    box: Path
    repository: str
    server: str

    def take(self, run: Run) -> dict[str, Mapping[str, str]]:
        """Take the workflow files of the commit of `run`; returns the rights that each job of the run asks for."""
        project = self._folder(run) / "project"
        project.mkdir(parents=True)
        for command in (
            ["init", "-q", "."],
            ["fetch", "-q", "--depth=1", f"file://{self.box}/repository.git", run.commit],
            ["reset", "-q", "--soft", "FETCH_HEAD"],
            ["checkout", "-q", "FETCH_HEAD", "--", ".github/workflows"],
        ):
            subprocess.run(["git", *command], cwd=project, check=True, capture_output=True)  # noqa: S607
        rights: dict[str, Mapping[str, str]] = {}
        pending = [f".github/workflows/{run.file}"]
        for path in pending:
            text = (project / path).read_text("utf-8")
            (project / path).write_text(text.replace("uses: $/", "uses: ./"), "utf-8")
            for name, job in workflow(text)["jobs"].items():
                rights[name] = job["permissions"]
                pending += [job["uses"].removeprefix("$/")] if "uses" in job else []
        return rights

    def carry_out(self, run: Run, variables: Mapping[str, str], day: date, failing: str) -> None:
        """Run the jobs of `run`, whose files were taken, and write into it what came of them.

        `variables` are the owner's, `day` is today, and the target `failing` of `make` fails.
        """
        folder = self._folder(run)
        (folder / "event.json").write_text(json.dumps(run.payload, ensure_ascii=False), "utf-8")
        texts = "".join(path.read_text("utf-8") for path in (folder / "project").rglob("*.yml"))
        actions = sorted(set(re.findall(r"uses: actions/(\S+)@([0-9a-f]{40})", texts)))
        said = {
            "REPOSITORY": self.repository,
            "SERVER_URL": self.server,
            "RUN_ID": str(run.number),
            "REF": run.ref,
        }
        command = [str(TOOLS / "act"), run.event, "--json", "--no-skip-checkout", "--no-cache-server"]
        command += ["-W", f".github/workflows/{run.file}", "-e", str(folder / "event.json")]
        command += ["-P", "ubuntu-24.04=-self-hosted", "-s", "GITHUB_TOKEN=one-token-for-all-jobs"]
        command += [part for name, pin in actions for part in ("--local-repository", _local(name, pin))]
        command += [part for name, value in said.items() for part in ("--env", f"GITHUB_{name}={value}")]
        command += [part for name, value in variables.items() for part in ("--var", f"{name}={value}")]
        environment = {
            "PATH": f"{_MACHINE / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "GH_CONFIG_DIR": str(self.box / "gh"),
            "GH_NO_UPDATE_NOTIFIER": "1",
            "FORGE_BOX": str(self.box),
            "FORGE_DAY": str(day),
            "FORGE_FAILING": failing,
            "FORGE_TOOLS": str(TOOLS),
        }
        done = subprocess.run(
            command, cwd=folder / "project", env=environment, capture_output=True, text=True, check=False
        )
        _read(run, done.stdout)
        if done.returncode and run.result == "success":
            raise RuntimeError(f"{run.file}: {done.stderr}")

    def _folder(self, run: Run) -> Path:
        return self.box / "runs" / str(run.number)


def workflow(text: str) -> dict[str, Any]:
    """Return the workflow that the file `text` holds."""
    found: dict[str, Any] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - text only
    return found


def _local(name: str, pin: str) -> str:
    return f"actions/{name}@{pin}={_MACHINE / 'actions' / name}"


def _read(run: Run, log: str) -> None:
    """Write into `run` what act says in its `log`, a line of JSON for each thing that happens."""
    steps: dict[tuple[str, str], Step] = {}
    for said in map(json.loads, log.splitlines()):
        # "Verification/Vérification/Moteur  ": the job that calls, the workflow's name, the job; without a call, the last two.
        *above, _, last = [part.strip() for part in said.get("job", "/").split("/")]
        job = " / ".join([*above, last])
        if "jobResult" in said:
            run.jobs[job] = said["jobResult"]
        if said.get("stage") == "Main":
            step = steps.setdefault((job, said["stepID"][0]), Step(job, said["step"]))
            if said.get("raw_output") or "raw" in said:
                step.log += said.get("raw", said["msg"])
        if said.get("command") == "summary":
            run.summary += said["content"]
    run.steps = list(steps.values())
