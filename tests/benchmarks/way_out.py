"""Builds the site with three tools and compares: files, text, links, sitemap. Run by `make way-out`; exits 1 when they differ.

MkDocs and ProperDocs build the project as it stands; Zensical builds what `catalogue write` writes, by scripts/zensical-site. Zensical
ignores what it does not know in silence, so only a comparison can tell.
"""

import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

from built import BuiltPage, dead_links, light_pages, pages
from copies import copy_project

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
MADE_ANEW = ("sitemap.xml", "sitemap.xml.gz")
"""Files that each tool writes in its own order, or not at all: compared by what they list."""


def _run(folder: Path, *command: str | Path) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}")


class _Site:
    """A site that one tool has built in `folder`: its pages by address, its other files by name."""

    def __init__(self, folder: Path) -> None:
        self.pages = {page.address: page for page in (*pages(folder), *light_pages(folder))}
        names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        self.files = {name: folder / name for name in names if name not in MADE_ANEW}
        self.sitemap = {
            tuple(sorted((child.tag, child.text) for child in url))
            for url in ElementTree.parse(folder / "sitemap.xml").getroot()  # noqa: S314 - ours
        }
        self.dead = dead_links(folder, self.pages)

    def faults(self, expected: "_Site") -> dict[str, list[str]]:
        """Return what this site has otherwise than the one `expected`, by kind."""
        both = sorted({*self.files} & {*expected.files})
        return {
            "files missing": sorted({*expected.files} - {*self.files}),
            "files more": sorted({*self.files} - {*expected.files}),
            "files that differ": [
                name
                for name in both
                if not name.endswith(".html") and self.files[name].read_bytes() != expected.files[name].read_bytes()
            ],
            "pages whose text differs": [
                address
                for address, page in self.pages.items()
                if address in expected.pages and _text(page) != _text(expected.pages[address])
            ],
            "dead links": [f"{address}: {link}" for address, link in self.dead],
            "lines of the sitemap": [str(line) for line in self.sitemap ^ expected.sitemap],
        }


def _text(page: BuiltPage) -> str:
    return page.text if any(True for _ in page.root.iter("main")) else "".join(page.root.itertext())


def main() -> int:
    """Build, compare, print a table and what differs; return the exit code."""
    with tempfile.TemporaryDirectory() as name:
        project = copy_project(Path(name, "project"))
        sites = {tool: Path(name, tool) for tool in ("mkdocs", "properdocs", "zensical")}
        _run(project, BIN / "mkdocs", "build", "--strict", "--site-dir", sites["mkdocs"])
        _run(project, BIN / "properdocs", "build", "--strict", "-f", "mkdocs.yml", "--site-dir", sites["properdocs"])
        _run(project, ROOT / "scripts" / "zensical-site", BIN, sites["zensical"])
        built = {tool: _Site(folder) for tool, folder in sites.items()}
        faults = {tool: site.faults(built["mkdocs"]) for tool, site in built.items()}
    kinds = list(faults["mkdocs"])
    print("\n".join([f"| tool | version | pages | {' | '.join(kinds)} |", "|---" * (3 + len(kinds)) + "|"]))
    for tool, site in built.items():
        counts = [len(site.pages), *(len(faults[tool][kind]) for kind in kinds)]
        print(f"| {tool} | {version(tool)} | {' | '.join(map(str, counts))} |")
    told = [f"- {tool}, {kind}: {one}" for tool, found in faults.items() for kind in kinds for one in found[kind]]
    if told:
        print("\n".join(["", *told[:50], *([f"- and {len(told) - 50} more"] if len(told) > 50 else [])]))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
