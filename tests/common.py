"""What tests share: where things stand, the day they hold for, the least record, commands run in a project."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
FROZEN = DATA / "sixteen"
"""The first sixteen records and the pages written by hand, as they were on `TODAY`: what the engine is tested on."""

TODAY = date(2026, 11, 23)
"""The day that the catalogues of tests hold for."""

BASE = """\
titre: Un essai de plus
resume: Une pratique d’essai qui sert aux tests des règles, et à rien d’autre.
levier: portage
porteurs: [maison-test]
sources: [{id: rapport-test, repere: A}]
verifie_le: 2026-01-31
"""
"""The least record that passes in the small valid catalogue."""


@dataclass(frozen=True)
class Result:
    """A finished command: its exit code and all it printed."""

    code: int
    output: str


def run(project: Path, *command: str) -> Result:
    """Run `command` ("catalogue", "mkdocs"…) in `project`, with the code that stands there."""
    environment = {**os.environ, "PYTHONPATH": str(project / "scripts"), "NO_MKDOCS_2_WARNING": "1"}
    program = [str(Path(sys.executable).parent / command[0]), *command[1:]]
    done = subprocess.run(program, cwd=project, env=environment, capture_output=True, text=True, check=False)
    return Result(done.returncode, done.stdout + done.stderr)
