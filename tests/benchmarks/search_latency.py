"""How much a first query fetches, and how long after the last key a first result is painted; Material's own search beside.

Ours and a stock Material site of the same records (one Markdown page each, out of `nav`) are built, served gzipped on
loopback, and read in Chromium whose main thread is slowed down four times. Material searches in a worker, which that
slowdown does not reach. Prints a Markdown table.

    python tests/benchmarks/search_latency.py [16 1000 10000]
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sites import Served, build_material, build_ours, launch, serve

from catalogue.checks.check import check
from catalogue.system.project import today

SLOWDOWN = 4
COLD_RUNS = 5
COLD_QUERY = "crèche"
QUERIES = [
    "négociation du salaire",
    "chantier",
    "cheffes d'équipe",
    "garde d'enfants",
    "métiers du bâtiment",
    "marché de collecte des déchets",
    "comment aider les femmes à négocier leur salaire",
    "numérique",
    "mobilité et emploi",
    "visites de chantiers",
    "formation des acheteurs",
    "violences",
]


@dataclass(frozen=True)
class Kind:
    """A way to search: the page it starts from, its field, where its results come, what of it is the index."""

    name: str
    page: str
    field: str
    results: str
    index: tuple[str, ...]


BOX = Kind("boîte", "/leviers/", "form.recherche input", "form.recherche", ("/recherche/",))
CATALOGUE = Kind("catalogue", "/pratiques/", "form.recherche input", "[data-results]", ("/recherche/",))
MATERIAL = Kind("Material", "/", ".md-search__input", ".md-search-result", ("/search/",))

# Notes when each key comes, and when what it changed among the results has been painted. The first answer must hold a
# result; after that "no result" is an answer too.
WATCH = """(zone) => {
  window.timing = { typed: 0, seen: 0, answered: false };
  document.addEventListener("input", () => { timing.typed = performance.now(); timing.seen = 0; }, true);
  new MutationObserver(() => {
    if (timing.seen || !timing.typed) return;
    timing.answered ||= [...document.querySelectorAll(`${zone} a`)].some((a) => a.offsetParent);
    if (!timing.answered) return;
    timing.seen = -1;
    requestAnimationFrame(() => setTimeout(() => { timing.seen = performance.now(); }));
  }).observe(document.querySelector(zone), { childList: true, characterData: true, subtree: true });
}"""

# Not `wait_for_function`, which the policy of the site forbids.
PAINTED = """() => new Promise((done) => {
  const look = () => (timing.seen > 0 ? done(timing.seen - timing.typed) : requestAnimationFrame(look));
  look();
})"""


def fetched(served: Served, kind: Kind) -> tuple[int, int]:
    """Return the bytes of index, and of scripts of the search, asked of `served`."""
    index = sum(size for path, size in served.asked if path.startswith(kind.index) and not path.endswith(".js"))
    scripts = sum(size for path, size in served.asked if path.endswith(".js") and "search" in path)
    return index, scripts + sum(size for path, size in served.asked if "minisearch" in path)


@contextmanager
def reader(browser: Browser, served: Served, kind: Kind) -> Iterator[Page]:
    """A new reader, nothing cached, on a slowed-down machine, whose page has just loaded."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    served.asked.clear()
    page.goto(served.address + kind.page)
    page.evaluate(WATCH, kind.results)
    page.wait_for_timeout(1000)  # the time to reach for the field; Material fetches its index meanwhile
    yield page
    context.close()


def enter(page: Page, query: str, pause: int = 0) -> None:
    """Put all of `query` but its last letter in the field at once, then press that one's key."""
    page.keyboard.insert_text(query[:-1])
    page.wait_for_timeout(pause)
    page.keyboard.type(query[-1])


def waited(page: Page) -> float:
    """Return the milliseconds from the last key to the first result painted."""
    took: float = page.evaluate(PAINTED)
    return took


def measure(browser: Browser, served: Served, kind: Kind) -> dict[str, str]:
    """Return a row of the table."""
    cold, sizes = [], (0, 0)
    for _ in range(COLD_RUNS):
        with reader(browser, served, kind) as page:
            page.locator(kind.field).first.focus()
            enter(page, COLD_QUERY)
            cold.append(waited(page))
            page.wait_for_timeout(300)
            sizes = fetched(served, kind)
    warm = []
    with reader(browser, served, kind) as page:
        page.locator(kind.field).first.focus()
        enter(page, COLD_QUERY)
        waited(page)
        for query in QUERIES:
            page.locator(kind.field).first.fill("")
            page.wait_for_timeout(200)
            enter(page, query, pause=600)
            warm.append(waited(page))
    return {
        "index (Ko gzip)": f"{sizes[0] / 1000:.1f}",
        "scripts (Ko gzip)": f"{sizes[1] / 1000:.1f}",
        "chargé : médiane (ms)": f"{statistics.median(warm):.0f}",
        "chargé : pire (ms)": f"{max(warm):.0f}",
        "à froid : médiane (ms)": f"{statistics.median(cold):.0f}",
    }


def main(counts: list[int]) -> None:
    """Print the table."""
    heading = False
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = launch(playwright)
        for count in counts:
            ours = build_ours(Path(folder) / f"ours-{count}", count)
            checked = check(ours.parent / "practices", today())
            assert checked.catalogue is not None
            material = build_material(Path(folder) / f"material-{count}", checked.catalogue)
            for kind, site in ((BOX, ours), (CATALOGUE, ours), (MATERIAL, material)):
                with serve(site) as served:
                    row = measure(browser, served, kind)
                if not heading:
                    print("| fiches | recherche | " + " | ".join(row) + " |")
                    print("|---:|---|" + "---:|" * len(row))
                    heading = True
                print(f"| {count} | {kind.name} | " + " | ".join(row.values()) + " |", flush=True)
        browser.close()


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [16, 1000, 10_000])
