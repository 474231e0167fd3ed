"""Measures the search: how often the right fiche comes first, among ever more practices, and how much a query fetches.

The queries are those of tests/data/, with the answers that are right among today's practices (queries_grown_*.json; those of the
frozen sixteen, which tests ask, stand beside). The index is made of the real practices and pages, with distractors (see
distractors.py). Of queries that no practice answers, what is counted is how many get nothing. Bytes are those of a first query,
gzip, nothing being cached: all that opening the engine, asking and showing ten results reads.
"""

import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from distractors import with_distractors

from catalogue.checks.check import check
from catalogue.derived.index import Index
from catalogue.records.model import Catalogue
from catalogue.search.documents import HandwrittenPage
from catalogue.search.index_files import index_files
from catalogue.system.project import today
from engine import Engine, Quality, Query, handwritten, queries, rank

ROOT = Path(__file__).parents[2]


def engine(catalogue: Catalogue, count: int, pages: list[HandwrittenPage]) -> tuple[Engine, float]:
    """Return the engine over `catalogue` grown to `count` practices, and the seconds that the index took."""
    grown = (
        with_distractors(catalogue, count - len(catalogue.pratiques)) if count > len(catalogue.pratiques) else catalogue
    )
    start = time.perf_counter()
    files = dict(index_files(Index(grown), pages))
    return Engine(files), time.perf_counter() - start


def by_kind(asked: list[Query], ranks: list[int]) -> dict[str, Quality]:
    """Return the quality of each kind of query, and of all together."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for query, place in zip(asked, ranks, strict=True):
        kinds[query.kind].append(place)
        kinds["all"].append(place)
    return {kind: Quality.of(places) for kind, places in kinds.items()}


def main() -> None:
    """Print the tables."""
    catalogue = check(ROOT / "practices", today()).catalogue
    assert catalogue is not None
    with tempfile.TemporaryDirectory() as folder:
        pages = handwritten(Path(folder))
    today_count = len(catalogue.pratiques)
    sets = {
        name: [query for query in queries(f"grown_{file}") if query.expect]
        for name, file in (("development", "dev"), ("our own", "more"), ("fresh", "fresh"), ("new", "new"))
    }
    unanswered = [query for query in queries("grown_new") if not query.expect]
    print("| practices | queries | success@1 | success@3 | MRR@10 |\n|---|---|---|---|---|")
    details = {}
    for count in (today_count, today_count + 2000):
        searched, _ = engine(catalogue, count, pages)
        for name, asked in sets.items():
            quality = by_kind(asked, [rank(searched, query) for query in asked])
            whole = quality.pop("all")
            details[count, name] = quality
            print(f"| {count:,} | {name} ({len(asked)}) | {whole.first:.3f} | {whole.three:.3f} | {whole.mrr:.3f} |")
        silent = sum(not searched.search(query.q)["results"] for query in unanswered)
        print(f"| {count:,} | without an answer ({len(unanswered)}) | {silent} get nothing | | |")
    kinds = sorted({kind for quality in details.values() for kind in quality})
    print("\nsuccess@1 by kind of query\n")
    print(
        "| kind | " + " | ".join(f"{count:,}, {name}" for count, name in details) + " |\n|---|" + "---|" * len(details)
    )
    for kind in kinds:
        print(
            f"| {kind} | " + " | ".join(f"{q[kind].first:.2f}" if kind in q else "–" for q in details.values()) + " |"
        )
    print("\n| practices | index built (s) | files | index (KB) | first query, median (KB, gzip) | worst (KB, gzip) |")
    print("|---|---|---|---|---|---|")
    for count in (today_count, 1000, 10_000):
        searched, seconds = engine(catalogue, count, pages)
        fetched = [searched.fetched(query.q) / 1000 for query in sets["development"]]
        size = sum(map(len, searched.files.values())) / 1000
        row = [f"{count:,}", f"{seconds:.1f}", f"{len(searched.files):,}", f"{size:,.0f}"]
        row += [f"{statistics.median(fetched):.0f}", f"{max(fetched):.0f}"]
        print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
