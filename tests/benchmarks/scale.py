"""What the site costs to check, build, rebuild and send at 100, 1,000 and 10,000 records, beside other tools.

Whole processes, tools in turn, medians; every build from cold. The peers (peers.py) build the Markdown of `catalogue write`.
Prints a report in Markdown; --write puts it into RESULTS.md, and its short table into the README.

    python tests/benchmarks/scale.py [--runs 3] [--write] [100 1000 10000]
"""

import argparse
import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path

from measure import run
from peers import addresses, lay_hugo, lay_material
from scale_report import CHECK, HUGO, MATERIAL, OURS, TOOLS, ZENSICAL, Files, Scale, report, short

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
EDITS = 3
SLOW = 10_000
"""From so many records on, the peers are run once: together they would take a quarter of an hour and more."""

FICHE = "pratiques/nego-training/index.html"
PAGES = ("index.html", "pratiques/index.html", "leviers/index.html", "territoires/index.html", FICHE)
LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))
EDITED = "pratique-00000"
"""A generated record, whose `resume` lies on one line."""


def hugo() -> str:
    """Return Hugo itself, without the Python that the package starts it with."""
    return str(distribution("hugo").locate_file("hugo/binaries/hugo"))


def lay(folder: Path, count: int) -> set[str]:
    """Lay in `folder` our project with `count` records, and the peers' folders; return the file of each page."""
    ours = folder / OURS
    # In a process of its own, as measure.py says why.
    subprocess.run([sys.executable, str(Path(__file__).with_name("generate.py")), str(ours), str(count)], check=True)
    subprocess.run([str(BIN / "catalogue"), "write", "../written"], cwd=ours, check=True, stdout=subprocess.DEVNULL)
    lay_material(folder / MATERIAL, folder / "written")
    shutil.copytree(folder / MATERIAL, folder / ZENSICAL)
    lay_hugo(folder / HUGO, folder / "written")
    return addresses(folder / "written")


def measured(folder: Path, count: int, times: int) -> Scale:
    """Measure everything with `count` records."""
    pages = lay(folder, count)
    scale = Scale(count, len(pages))
    mkdocs = [str(BIN / "mkdocs"), "build", "--quiet"]
    others = 1 if count >= SLOW else times
    tools = (
        (OURS, OURS, mkdocs, times),
        (CHECK, OURS, [str(BIN / "catalogue"), "check"], times),
        (MATERIAL, MATERIAL, mkdocs, others),
        (ZENSICAL, ZENSICAL, [str(BIN / "zensical"), "build"], others),
        (HUGO, HUGO, [hugo(), "--quiet", "--destination", "site"], others),
    )
    for turn in range(times):
        for what, name, command, most in tools:
            if turn < most:
                if what != CHECK:
                    shutil.rmtree(folder / name / "site", ignore_errors=True)
                shutil.rmtree(folder / name / ".cache", ignore_errors=True)
                scale.runs.setdefault(what, []).append(run(command, folder / name))
                print(f"{count} {what}: {scale.runs[what][-1]}", file=sys.stderr, flush=True)
    for tool in TOOLS:
        site = folder / tool / "site"
        missing = [page for page in pages if not (site / page).is_file()]
        assert not missing, (tool, len(missing), missing[:5])
        more = sum(path.name != "404.html" for path in site.rglob("*.html")) - len(pages)
        assert tool == OURS or not more, (tool, more)  # ours has cards and short addresses too
        scale.sites[tool] = files(site)
    site = folder / OURS / "site"
    scale.index = files(site / "recherche")
    scale.index_gzip = sum(zipped(path) for path in (site / "recherche").rglob("*") if path.is_file())
    scale.weights = weights(site)
    scale.rebuild = rebuild(folder / OURS)
    return scale


def files(folder: Path) -> Files:
    """Return how many files `folder` holds, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Files(len(sizes), sum(sizes))


def zipped(path: Path) -> int:
    """Return the bytes of a file, gzip."""
    return len(gzip.compress(path.read_bytes(), 6))


def weights(site: Path) -> dict[str, int]:
    """Return the bytes, gzip, of the pages that grow most and of one that should not."""
    weights = {"/" + page.removesuffix("index.html"): zipped(site / page) for page in PAGES}
    for name, pattern in (
        ("lever", "leviers/*/**/index.html"),
        ("region", "territoires/*/index.html"),
        ("page", "**/*.html"),
    ):
        heavy = sorted(site.glob(pattern), key=lambda path: path.stat().st_size)[-20:]
        weights[f"the heaviest {name}"] = max(map(zipped, heavy))
    return weights


def rebuild(project: Path) -> float:
    """Return the seconds from the saving of a record until `mkdocs serve` sends what it says: the median of a few edits."""
    record = project / "practices" / f"{EDITED}.yml"
    text = record.read_text("utf-8")
    took = []
    with served(project) as address:
        for turn in range(EDITS):
            time.sleep(2 + 0.2 * turn)  # the watcher has seen the last edit, and is anywhere between two looks
            mark = f"Relecture{turn}"
            record.write_text(text.replace('resume: "', f'resume: "{mark}. ', 1), "utf-8")
            start = time.perf_counter()
            while mark not in sent(f"{address}/pratiques/{EDITED}/"):
                time.sleep(0.02)
                if time.perf_counter() - start > 300:
                    raise TimeoutError(mark)
            took.append(time.perf_counter() - start)
            print(f"rebuild: {took[-1]:.2f} s", file=sys.stderr, flush=True)
    record.write_text(text, "utf-8")
    return statistics.median(took)


@contextmanager
def served(project: Path) -> Iterator[str]:
    """Serve `project` with MkDocs, as `make serve` does; yield its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with subprocess.Popen([str(BIN / "mkdocs"), "serve", "--quiet", "--dev-addr", address], cwd=project) as server:
        try:
            while not sent(f"http://{address}/"):
                if server.poll() is not None:
                    raise ChildProcessError("mkdocs serve ended")
                time.sleep(0.2)
            yield f"http://{address}"
        finally:
            server.terminate()


def sent(address: str) -> str:
    """Return the page at `address`, or nothing when nobody answers."""
    try:
        with LOCAL.open(address, timeout=300) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def publish(scales: list[Scale]) -> None:
    """Write RESULTS.md, and the short table into the README between its two marks."""
    Path(__file__).with_name("RESULTS.md").write_text(report(scales), "utf-8")
    readme = ROOT / "README.md"
    text = re.sub(
        r"(?s)(<!-- make bench -->\n).*(<!-- end -->)",
        lambda found: f"{found[1]}\n{short(scales)}\n\n{found[2]}",
        readme.read_text("utf-8"),
    )
    readme.write_text(text, "utf-8")


def main() -> None:
    """Measure each size in turn, then print the report."""
    parser = argparse.ArgumentParser(description="Measure speed and weight by number of records.")
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write RESULTS.md and the README's table")
    asked = parser.parse_args()
    os.environ |= {"NO_MKDOCS_2_WARNING": "1", "PDF": "non"}
    scales = []
    for count in asked.sizes:
        with tempfile.TemporaryDirectory() as name:
            scales.append(measured(Path(name), count, asked.runs))
    print(report(scales))
    if asked.write:
        publish(scales)


if __name__ == "__main__":
    main()
