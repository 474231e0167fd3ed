"""The forge's workflows: linted, least permissions, pinned, and nobody's words in a command line."""

import json
import os
import re
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

from common import FROZEN, ROOT

FORGE = ROOT / ".github"
WORKFLOWS = sorted((FORGE / "workflows").glob("*.yml"))
STEPS = "$/.github/workflows/check-and-build.yml"
"""The one list of steps, as a workflow of the same project is called: at the caller's own commit."""
BIN = Path(sys.executable).parent


def _run(*command: str | Path) -> tuple[int, str]:
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - text only
    return found


def test_the_linter_finds_nothing() -> None:
    """zizmor, at its strictest, sees nothing that a stranger could misuse."""
    code, said = _run(BIN / "zizmor", "--offline", "--persona", "auditor", "--no-progress", FORGE)
    assert code == 0, said
    assert "No findings to report" in said


def test_the_linter_would_find_something(tmp_path: Path) -> None:
    """The same linter refuses a workflow that puts an issue's title into a command."""
    bad = tmp_path / "bad.yml"
    text = (FORGE / "workflows" / "proposition.yml").read_text("utf-8")
    bad.write_text(text.replace("run: make .venv/site", "run: echo ${{ github.event.issue.title }}"), "utf-8")
    assert _run(BIN / "zizmor", "--offline", "--no-progress", bad)[0] != 0


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.dependabot", [FORGE / "dependabot.yml"]),
        ("vendor.github-issue-forms", [FORGE / "ISSUE_TEMPLATE" / "pratique.yml"]),
        ("vendor.github-issue-config", [FORGE / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
)
def test_files_of_the_forge_have_its_shape(schema: str, files: list[Path]) -> None:
    """The forge would take each file."""
    code, said = _run(BIN / "check-jsonschema", "--builtin-schema", schema, *files)
    assert code == 0, said


def _jobs(name: str) -> dict[str, dict[str, Any]]:
    """Return the jobs of a workflow by their ids."""
    found: dict[str, dict[str, Any]] = _read(FORGE / "workflows" / f"{name}.yml")["jobs"]
    return found


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_words_of_others_in_a_command(path: Path) -> None:
    """No expression stands in a command; each command is a sound script; each action is the forge's own; a call is ours."""
    workflow = _read(path)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"]
        assert job.get("uses", STEPS) == STEPS
        for step in job.get("steps", []):
            if "run" in step:
                assert "${{" not in step["run"]
                assert subprocess.run(["bash", "-n"], input=step["run"], text=True, check=False).returncode == 0  # noqa: S607
            else:
                assert step["uses"].startswith("actions/")


def test_each_action_is_pinned_to_one_commit() -> None:
    """Each action is named by a whole commit with its version in a comment, the same in every workflow."""
    pins: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        text = path.read_text("utf-8")
        found = re.findall(r"uses: (\S+)@([0-9a-f]{40} # v\d+(?:\.\d+)*)$", text, re.M)
        assert len(found) == len(re.findall(r"\buses: (?!\$/)", text)), path.name
        for action, pin in found:
            pins.setdefault(action, set()).add(pin)
    assert {action: found for action, found in pins.items() if len(found) > 1} == {}


def test_the_machine_is_one_we_know() -> None:
    """Every job runs on one named system, so that a new one comes by a proposal and not on a Tuesday."""
    jobs = [job for path in WORKFLOWS for job in _jobs(path.stem).values()]
    machines = {job["runs-on"] for job in jobs if "uses" not in job}
    assert len(machines) == 1
    assert "latest" not in machines.pop()


def test_new_releases_are_proposed_once_a_week() -> None:
    """Dependabot makes one proposal for actions and one for pip, and raises no bound that a requirement is held under."""
    updates = {one["package-ecosystem"]: one for one in _read(FORGE / "dependabot.yml")["updates"]}
    assert set(updates) == {"github-actions", "pip"}
    for update in updates.values():
        assert update["schedule"]["interval"] == "weekly"
        assert [group["patterns"] for group in update["groups"].values()] == [["*"]]
    ignored = {one["dependency-name"]: one["versions"] for one in updates["pip"]["ignore"]}
    bounds = {
        name: [f">={bound}"]
        for path in sorted(ROOT.glob("requirements*.in"))
        for name, bound in re.findall(r"^([\w-]+)[^#\n]*<([\d.]+)", path.read_text("utf-8"), re.M)
    }
    assert ignored == bounds


READS = {"contents": "read", "pages": "read"}
RIGHTS = {
    "audit": {"audit": {"contents": "read", "issues": "write"}},
    "autre-outil": {"essai": {"contents": "read"}, "billet": {"issues": "write"}},
    "check-and-build": {"fiches": READS, "moteur": {"contents": "read"}},
    "liens": {"liens": {"contents": "read", "issues": "write"}},
    "proposition": {
        "fiche": {"contents": "write", "pull-requests": "write", "issues": "write"},
        "verification": READS,
        "verdict": {"statuses": "write", "issues": "write"},
    },
    "publication": {
        "avant": {"actions": "read"},
        "site": READS,
        "mise-en-ligne": {"pages": "write", "id-token": "write"},
        "adresses": {"contents": "write", "pull-requests": "write"},
    },
    "verification": {"proposition": READS},
    "weekly": {"publication": {"actions": "write"}, "preuves": {"contents": "read"}},
}
"""What each job of each workflow may do, and no more."""


def test_each_job_has_the_rights_it_needs() -> None:
    """What is proposed is checked with no right but to read, called or not; nothing of a stranger's meets a secret."""
    assert {
        path.stem: {name: job["permissions"] for name, job in _jobs(path.stem).items()} for path in WORKFLOWS
    } == RIGHTS
    called = [job["permissions"].items() for job in _jobs("check-and-build").values()]
    for caller in _callers().values():
        assert all(
            asked <= caller["permissions"].items() for asked in called
        )  # the forge refuses more than the caller has
        assert "secrets" not in caller
    for path in WORKFLOWS:
        assert not {"pull_request_target", "workflow_run"} & set(_read(path)["on"])
        assert "secrets." not in path.read_text("utf-8")


def test_code_that_runs_beside_a_right_to_write_has_no_token() -> None:
    """Of the jobs that may write, three check the project out (see ADR 23), and give the token to steps that call gh alone."""
    found = set()
    for path in WORKFLOWS:
        for name, job in _jobs(path.stem).items():
            steps = job.get("steps", [])
            if "write" in job["permissions"].values() and any("checkout" in step.get("uses", "") for step in steps):
                found.add((path.stem, name))
                assert "GH_TOKEN" not in job.get("env", {})
                for step in steps:
                    assert ("GH_TOKEN" in step.get("env", {})) is bool(re.search(r"\bgh [a-z]", step.get("run", "")))
    assert found == {("proposition", "fiche"), ("liens", "liens"), ("audit", "audit")}


def _callers() -> dict[str, dict[str, Any]]:
    """Return the job that calls the list of steps, of each workflow that has one."""
    calls = [(path.stem, job) for path in WORKFLOWS for job in _jobs(path.stem).values() if job.get("uses") == STEPS]
    assert len(dict(calls)) == len(calls)
    return dict(calls)


def test_a_proposal_is_held_to_the_steps_of_a_publication() -> None:
    """Verification, the proposal made of a ticket and publication call one list of steps; only what they keep of it differs."""
    assert (ROOT / STEPS.removeprefix("$/")).is_file()
    callers = _callers()
    assert set(callers) == {"verification", "proposition", "publication"}
    assert {name for name, job in callers.items() if "publish" in job["with"]} == {"publication"}
    for name in ("verification", "publication"):
        commands = [step["run"] for job in _jobs(name).values() for step in job.get("steps", []) if "run" in step]
        assert not [command for command in commands if re.search(r"make|\.venv", command)]

    steps = [step for job in _jobs("check-and-build").values() for step in job["steps"]]
    apart = [step for step in steps if "publish" in step.get("if", "")]
    kept = {"actions/upload-artifact", "actions/upload-pages-artifact"}
    assert {step["name"] for step in apart if step.get("uses", "").split("@")[0] not in kept} == {
        "Mettre les PDF à part"
    }
    text = (ROOT / STEPS.removeprefix("$/")).read_text("utf-8")
    # What else asks whether it publishes: a proposal does without Pages, where nothing was ever published.
    assert text.count("inputs.publish") == len(apart) + 1
    assert "continue-on-error: ${{ !inputs.publish }}" in text


def test_what_is_published_was_tested() -> None:
    """The site is put online by a job that runs none of our code, after those that checked, built and tried; so is the commit."""
    jobs = _jobs("publication")
    commands = [step["run"] for job in _jobs("check-and-build").values() for step in job["steps"] if "run" in step]
    made = [line.strip() for command in commands for line in command.splitlines()]
    for command in ("make site", "make test", "make schema", ".venv/bin/catalogue permaliens --site site"):
        assert command in made
    assert jobs["mise-en-ligne"]["needs"] == "site"
    assert not [step for step in jobs["mise-en-ligne"]["steps"] if "run" in step]
    assert jobs["adresses"]["needs"] == ["site", "mise-en-ligne"]
    for job in ("avant", "mise-en-ligne", "adresses"):
        assert not [step for step in jobs[job]["steps"] if "checkout" in step.get("uses", "")]


def test_only_main_writes_what_is_committed() -> None:
    """The artefact that is committed to main is kept by a publication alone, and a publication of another branch does nothing."""
    steps = _jobs("check-and-build")["fiches"]["steps"]
    (kept,) = [step for step in steps if step.get("with", {}).get("name") == "a-garder"]
    assert kept["if"].startswith("inputs.publish && ")
    assert _read(FORGE / "workflows" / "publication.yml")["on"] == {
        "push": {"branches": ["main"]},
        "workflow_dispatch": "",
    }
    jobs = _jobs("publication")
    assert jobs["avant"]["if"] == "github.ref == 'refs/heads/main'"
    # Where it is left out, so are those that wait for it.
    assert [name for name, job in jobs.items() if "needs" not in job] == ["avant"]
    assert not [job for job in jobs.values() if re.search(r"always|cancelled|failure", job.get("if", ""))]
    (step,) = jobs["avant"]["steps"]
    assert "branch=main&status=success" in step["run"]  # what went through elsewhere tried no engine


@pytest.mark.parametrize(
    ("code", "open_one", "asked"),
    [
        ("0", "", []),
        ("0", "7", ["issue close 7"]),
        ("2", "7", ["issue edit 7"]),
        ("2", "", ["label create autre-outil", "issue create"]),
    ],
)
def test_one_ticket_tells_that_the_way_out_is_lost(code: str, open_one: str, asked: list[str], tmp_path: Path) -> None:
    """One issue is opened when another tool no longer makes the same site, kept, then closed; what the tool printed is quoted."""
    (step,) = _read(FORGE / "workflows" / "autre-outil.yml")["jobs"]["billet"]["steps"]
    gh = tmp_path / "gh"
    gh.write_text(
        '#!/bin/sh\nif [ "$2" = list ]; then echo "$OPEN"; else echo "$@" >> "$RUNNER_TEMP/asked"; fi\n', "utf-8"
    )
    gh.chmod(0o755)
    given = {"CODE": code, "DIT": "| zensical |\n@quelqu-un", "OPEN": open_one, "GITHUB_REPOSITORY": "a/b"}
    environment = {**given, "PATH": f"{tmp_path}:{os.environ['PATH']}", "RUNNER_TEMP": str(tmp_path)}
    subprocess.run(["bash", "-euo", "pipefail", "-c", step["run"]], env=environment, check=True)  # noqa: S607
    said = (tmp_path / "asked").read_text("utf-8").splitlines() if asked else []
    assert [line[: len(start)] for line, start in zip(said, asked, strict=True)] == asked
    assert (tmp_path / "billet.md").read_text("utf-8").endswith("\n\n    | zensical |\n    @quelqu-un\n")


def test_the_newest_zensical_is_tried_beside_our_pins() -> None:
    """The weekly trial reads a constraint from every pin of the site, and only then upgrades Zensical."""
    steps = _read(FORGE / "workflows" / "autre-outil.yml")["jobs"]["essai"]["steps"]
    (script,) = [step["run"] for step in steps if "--upgrade zensical" in step.get("run", "")]
    read = subprocess.run(["bash", "-c", script.split(" >")[0]], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    pins = re.findall(r"(?m)^([^\s#=]+==\S+)", (ROOT / "requirements.txt").read_text("utf-8"))
    assert read.stdout.split() == pins


def test_publication_is_set_without_an_edit() -> None:
    """Every variable that mkdocs.yml reads is passed, with the same default, from the forge's own; README names each."""
    defaults = dict(re.findall(r"!ENV \[([A-Z_]+), \"(.*)\"\]", (ROOT / "mkdocs.yml").read_text("utf-8")))
    job = _jobs("check-and-build")["fiches"]
    passed = job["env"]
    (addressed,) = [step for step in job["steps"] if "SITE_URL=" in step.get("run", "")]
    assert addressed["env"] == {"BASE_URL": "${{ steps.pages.outputs.base_url }}"}
    assert set(defaults) <= set(passed) | {"SITE_URL"}
    for name in sorted(set(passed) - {"REPO_URL"}):
        otherwise = f" || '{defaults[name]}'" if defaults.get(name) else ""
        assert passed[name] == "${{ vars." + name + otherwise + " }}"
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in passed if f"`{name}`" not in readme] == []


def test_the_editor_knows_the_schema() -> None:
    """VS Code is told of the schema and of the extension that reads it; every record names it too."""
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"] == {"./practices/pratique.schema.json": "practices/*.yml"}
    extensions = json.loads((ROOT / ".vscode" / "extensions.json").read_text("utf-8"))
    assert "redhat.vscode-yaml" in extensions["recommendations"]
    for path in (FROZEN / "practices").glob("*.yml"):
        assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=pratique.schema.json\n"), path


RUNS = {".ci", ".github", "Makefile", "deploy", "mkdocs.yml", "pyproject.toml", "scripts", "tests", "theme"}
"""What runs on a machine, or says what runs; requirements* beside them."""


def _owner(path: str) -> str:
    """Return who reviews `path`, as the forge reads CODEOWNERS: the last line that matches counts."""
    owner = ""
    for line in (FORGE / "CODEOWNERS").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern, team = line.split()
            of_folder = pattern.endswith("/") and f"/{path}".startswith(pattern)
            if pattern == "*" or of_folder or fnmatchcase(f"/{path}", pattern):
                owner = team.rsplit("/", 1)[-1]
    return owner


def test_each_path_has_the_owner_it_should() -> None:
    """What runs is reviewed by the technical team, records and pages by the editors, and nothing by nobody."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    owners: dict[str, set[str]] = {}
    for path in listed.stdout.splitlines():
        if not path.startswith("docs/decisions/"):
            owners.setdefault(path.split("/")[0], set()).add(_owner(path))
    assert {top: found for top, found in owners.items() if len(found) != 1 or "" in found} == {}
    runs = RUNS | {path.name for path in ROOT.glob("requirements*")}
    assert {top for top in runs if owners[top] != {"technique"}} == set()
    editors = {top for top, found in owners.items() if found == {"relecture"}}
    assert editors == {"practices", "docs", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "LICENSE-CONTENT.md"}


@pytest.mark.parametrize("name", ["SECURITY.md", "CODE_OF_CONDUCT.md"])
def test_a_fault_is_told_in_private(name: str) -> None:
    """README leads to whom to tell; it is the forge's own private page, not the address of somebody."""
    assert f"]({name})" in (ROOT / "README.md").read_text("utf-8")
    text = (ROOT / name).read_text("utf-8")
    assert "](../../security/advisories/new)" in text  # from /owner/name/blob/main/, as the forge reads it
    assert not re.search(r"[\w.]@\w|mailto:", text)


def test_a_newcomer_is_told_to_wait() -> None:
    """Whoever proposes for the first time reads that a person lets the checks run."""
    for path in (ROOT / "CONTRIBUTING.md", FORGE / "pull_request_template.md"):
        assert "à votre première proposition, une personne de l’équipe l’autorise d’abord" in path.read_text("utf-8")
