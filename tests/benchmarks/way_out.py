"""Builds the site with three tools and compares: the same addresses, the same text. Run by `make way-out`; exits 1 when not.

MkDocs and ProperDocs build the project as it stands; Zensical builds what `catalogue write` writes, with the same
mkdocs.yml and theme. Zensical ignores what it does not know in silence, so only a count and a comparison can tell.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from built import BuiltPage, pages
from copies import copy_project

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def _run(folder: Path, *command: str) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PDF": "non"}
    subprocess.run([str(BIN / command[0]), *command[1:]], cwd=folder, env=environment, check=True, capture_output=True)


def _built(site: Path) -> dict[str, BuiltPage]:
    return {page.address: page for page in pages(site)}


def _text(page: BuiltPage) -> str:
    return page.text if any(True for _ in page.root.iter("main")) else ""


def main() -> int:
    """Build, compare, print a table; return the exit code."""
    with tempfile.TemporaryDirectory() as name:
        project = copy_project(Path(name, "project"))
        _run(project, "mkdocs", "build", "--strict", "--site-dir", "mkdocs")
        _run(project, "properdocs", "build", "--strict", "-f", "mkdocs.yml", "--site-dir", "properdocs")
        _run(project, "catalogue", "write", "markdown")
        written = Path(name, "written")
        written.mkdir()
        shutil.copytree(project / "markdown", written / "docs")
        shutil.copytree(ROOT / "theme", written / "theme")
        shutil.copyfile(ROOT / "mkdocs.yml", written / "mkdocs.yml")
        _run(written, "zensical", "build")
        expected = _built(project / "mkdocs")
        others = {"properdocs": _built(project / "properdocs"), "zensical": _built(written / "site")}
    print("| tool | version | pages | addresses missing | addresses more | pages whose text differs |")
    print("|---|---|---|---|---|---|")
    print(f"| mkdocs | {version('mkdocs')} | {len(expected)} | 0 | 0 | 0 |")
    faults = []
    for tool, found in others.items():
        missing, more = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
        differ = [
            address for address in expected if address in found and _text(expected[address]) != _text(found[address])
        ]
        print(f"| {tool} | {version(tool)} | {len(found)} | {len(missing)} | {len(more)} | {len(differ)} |")
        faults += [f"{tool}: {address}" for address in (*missing, *more, *differ)]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
