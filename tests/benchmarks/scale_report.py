"""What scale.py measured, as Markdown: its tables, and what holds of the targets."""

import os
import platform
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version

from measure import Run

OURS, CHECK, MATERIAL, ZENSICAL, HUGO = "ours", "check", "stock Material", "Zensical", "Hugo"
TOOLS = (OURS, MATERIAL, ZENSICAL, HUGO)

NOTES = """\
"Ours" is `PDF=non mkdocs build -q` and all that it makes: pages, data files, search index, short addresses, cards. The peers
build the same Markdown (what `catalogue write` writes, without the data files), with the frame of their own: Material and
Zensical as they come, with their search in French; Hugo with a layout of ours, whose pages are a little lighter than the site's,
and no search. Each builds every page of ours; that is asserted. Every build is from cold: what tools keep is removed first. CPU
is user and system time of the process and of those that it waits for; memory is the peak of the largest of them. The records have
no git history here, and so no log of changes."""


@dataclass(frozen=True)
class Files:
    """Files of a folder: how many, their bytes."""

    count: int
    size: int


@dataclass
class Scale:
    """What was measured with `records` records."""

    records: int
    pages: int
    runs: dict[str, list[Run]] = field(default_factory=dict)
    sites: dict[str, Files] = field(default_factory=dict)
    index: Files = Files(0, 0)
    index_gzip: int = 0
    rebuild: float = 0
    weights: dict[str, int] = field(default_factory=dict)
    """Bytes of pages, gzip."""

    def median(self, tool: str, what: str) -> float:
        """Return the median of the runs of `tool`: of their "wall", "cpu" or "memory"."""
        return float(statistics.median(getattr(run, what) for run in self.runs[tool]))

    def cpu_ratio(self, tool: str) -> float:
        """Return how many times the CPU time of `tool` ours takes."""
        return self.median(OURS, "cpu") / self.median(tool, "cpu")


def report(scales: list[Scale]) -> str:
    """Return the whole report."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "zensical", "hugo"))
    parts = [
        "# Speed and weight by number of records",
        f"Written by `make bench` on {date.today()}: {versions}, Python {platform.python_version()}, {os.cpu_count()} CPUs.",
        NOTES,
        "## A build from cold",
        _builds(scales),
        "## Ours, besides",
        _ours(scales),
        "A rebuild is the time from the saving of a record's `resume` until the fiche that `mkdocs serve` sends says it: the wait of\n"
        "the watcher, which looks every fifth of a second, is in it. Median of three edits.\n"
        "How much of the index a first search fetches is told by `search.py`, which `make bench` runs too.",
        "## Pages, bytes after gzip",
        _weights(scales),
        "## Targets",
        _targets(scales),
    ]
    return "\n\n".join(parts) + "\n"


def short(scales: list[Scale]) -> str:
    """Return the short table: the CPU seconds of a cold build by each tool, and how they compare."""
    rows = (
        [f"{scale.records:,}", f"{scale.median(OURS, 'cpu'):.1f}"]
        + [f"{scale.median(tool, 'cpu'):.1f} (ours: {scale.cpu_ratio(tool):.2f} ×)" for tool in TOOLS[1:]]
        for scale in scales
    )
    return _table(["records", "ours (CPU s)", *TOOLS[1:]], rows)


def _table(heads: list[str], rows: Iterable[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---", *["---:"] * (len(heads) - 1)], *rows))


def _builds(scales: list[Scale]) -> str:
    heads = ["tool", "records", "pages", "wall (s)", "CPU (s)", "memory (MB)", "files", "site (MB)", "our CPU ÷ its"]
    return _table(
        [*heads, "runs"],
        (
            [tool, f"{scale.records:,}", f"{scale.pages:,}"]
            + [f"{scale.median(tool, what):.{digits}f}" for what, digits in (("wall", 2), ("cpu", 2), ("memory", 0))]
            + [f"{scale.sites[tool].count:,}", f"{scale.sites[tool].size / 1e6:.1f}", f"{scale.cpu_ratio(tool):.2f}"]
            + [str(len(scale.runs[tool]))]
            for scale in scales
            for tool in TOOLS
        ),
    )


def _ours(scales: list[Scale]) -> str:
    heads = ["records", "check: wall (s)", "CPU (s)", "memory (MB)", "rebuild (s)", "rebuild ÷ Hugo’s whole build"]
    return _table(
        [*heads, "search index: files", "KB", "KB gzip"],
        (
            [f"{scale.records:,}"]
            + [f"{scale.median(CHECK, what):.{digits}f}" for what, digits in (("wall", 2), ("cpu", 2), ("memory", 0))]
            + [f"{scale.rebuild:.2f}", f"{scale.rebuild / scale.median(HUGO, 'wall'):.2f}", str(scale.index.count)]
            + [f"{scale.index.size / 1000:.0f}", f"{scale.index_gzip / 1000:.0f}"]
            for scale in scales
        ),
    )


def _weights(scales: list[Scale]) -> str:
    return _table(
        ["page", *(f"{scale.records:,} records" for scale in scales)],
        ([page, *(f"{scale.weights[page]:,}" for scale in scales)] for page in scales[0].weights),
    )


def _targets(scales: list[Scale]) -> str:
    return _table(
        ["what", "figure", "target: at most", "verdict"],
        (
            [what, f"{figure:.2f}", f"{target:g}", "holds" if figure <= target else "**misses**"]
            for what, figure, target in verdicts(scales)
        ),
    )


def verdicts(scales: list[Scale]) -> Iterator[tuple[str, float, float]]:
    """Each target whose sizes were measured: what, its figure, the most that it may be."""
    sizes = {scale.records: scale for scale in scales}
    if thousand := sizes.get(1000):
        yield "cold build of 1,000: our CPU ÷ stock Material’s", thousand.cpu_ratio(MATERIAL), 0.6
        yield "cold build of 1,000: our CPU ÷ Zensical’s", thousand.cpu_ratio(ZENSICAL), 0.35
        yield "check of 1,000: wall (s)", thousand.median(CHECK, "wall"), 1.5
        yield "rebuild at 1,000: wall (s)", thousand.rebuild, 1
        yield "rebuild at 1,000 ÷ Hugo’s whole build, wall", thousand.rebuild / thousand.median(HUGO, "wall"), 1.2
    if thousand and (most := sizes.get(10_000)):
        growth = most.median(OURS, "cpu") / thousand.median(OURS, "cpu")
        yield "cold build: CPU at 10,000 ÷ at 1,000", growth, 11
        yield "cold build of 10,000: peak memory (MB)", most.median(OURS, "memory"), 600
    first, last = scales[0], scales[-1]
    fiche = next(page for page in first.weights if page.startswith("/pratiques/") and page != "/pratiques/")
    if first is not last:
        yield (
            f"a fiche: bytes at {last.records:,} ÷ at {first.records:,}",
            last.weights[fiche] / first.weights[fiche],
            1.02,
        )
    yield f"the heaviest page at {last.records:,} (KB gzip)", max(last.weights.values()) / 1000, 60
