"""Measures `catalogue check` on 1,000 records beside check-jsonschema with the exported schema on the same files.

Whole processes, in turn, five counted runs after one warm-up; medians of wall time, CPU time and peak memory.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from generate import generate
from measure import Run, run

from catalogue.checks.check import check
from catalogue.exports import practice_schema
from catalogue.system.project import today

RUNS = 5
BIN = Path(sys.executable).parent


def main(count: int = 1000) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "practices").mkdir()
        generate(folder / "practices", count)
        catalogue = check(folder / "practices", today()).catalogue
        assert catalogue is not None
        schema = folder / "schema.json"
        schema.write_text(json.dumps(practice_schema(catalogue)), "utf-8")
        files = [str(path) for path in sorted((folder / "practices").glob("*.yml"))]
        commands = {
            "catalogue check": [str(BIN / "catalogue"), "check"],
            "check-jsonschema": [str(BIN / "check-jsonschema"), "--schemafile", str(schema), *files],
        }
        runs: dict[str, list[Run]] = {tool: [] for tool in commands}
        for number in range(RUNS + 1):
            for tool, command in commands.items():
                measured = run(command, folder)
                if number:
                    runs[tool].append(measured)
    print(f"{count} records, median of {RUNS} runs\n")
    print("| command | wall (s) | CPU (s) | peak memory (MB) |\n|---|---|---|---|")
    for tool, measures in runs.items():
        median = [statistics.median(getattr(m, what) for m in measures) for what in ("wall", "cpu", "memory")]
        print(f"| {tool} | {median[0]:.2f} | {median[1]:.2f} | {median[2]:.0f} |")
    pairs = zip(runs["check-jsonschema"], runs["catalogue check"], strict=True)
    print(
        f"\nOurs is {statistics.median(theirs.wall / ours.wall for theirs, ours in pairs):.1f} times faster (pair by pair)."
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
