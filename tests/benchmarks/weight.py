"""What reading costs: bytes (gzip) and requests of a first fiche then of a second one, and how much they shift.

Ours and a stock Material site of the same records are built, served gzipped on loopback, and read in Chromium at the size
of a phone. Prints a Markdown table. The limits are those that tests/browser/test_weight.py holds our site to.

    python tests/benchmarks/weight.py [16]
"""

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from sites import Served, build_material, build_ours, launch, serve

from catalogue.checks.check import check
from catalogue.system.project import today

FIRST_BYTES = 120_000
FIRST_REQUESTS = 12
NEXT_BYTES = 15_000
FICHES = ("atout-mixite", "act-elles")

WATCH = """window.layoutShift = 0; new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) layoutShift += shift.value;
}).observe({ type: "layout-shift", buffered: true });"""


@dataclass(frozen=True)
class Visit:
    """What a page cost: bytes of the bodies as sent, requests, cumulative layout shift."""

    size: int
    requests: int
    shift: float


def visits(browser: Browser, served: Served, paths: Sequence[str], width: int = 360) -> list[Visit]:
    """Return what each of the pages at `paths` costs to one reader, who comes with nothing cached and goes to its end."""
    context = browser.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    page.add_init_script(WATCH)
    costs = []
    for path in paths:
        served.asked.clear()
        page.goto(served.address + path, wait_until="networkidle")
        page.mouse.wheel(0, 100_000)
        page.wait_for_timeout(300)  # shifts are told a frame late
        costs.append(Visit(sum(size for _, size in served.asked), len(served.asked), page.evaluate("layoutShift")))
    context.close()
    return costs


def main(count: int) -> None:
    """Print the table."""
    print("| site | first fiche (KB gzip) | requests | second fiche (KB gzip) | requests | layout shift |")
    print("|---|---:|---:|---:|---:|---:|")
    limits = [f"{FIRST_BYTES / 1000:.0f}", str(FIRST_REQUESTS), f"{NEXT_BYTES / 1000:.0f}", "", "0"]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = launch(playwright)
        ours = build_ours(Path(folder) / "ours", count)
        checked = check(ours.parent / "practices", today())
        assert checked.catalogue is not None
        material = build_material(Path(folder) / "material", checked.catalogue)
        for name, site, base in (("ours", ours, "/pratiques"), ("stock Material", material, "/p")):
            with serve(site) as served:
                first, second = visits(browser, served, [f"{base}/{fiche}/" for fiche in FICHES])
            row = [f"{first.size / 1000:.1f}", str(first.requests), f"{second.size / 1000:.1f}", str(second.requests)]
            print(f"| {name} | " + " | ".join([*row, f"{max(first.shift, second.shift):.3f}"]) + " |", flush=True)
        browser.close()
    print(f"| limit | {' | '.join(limits)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 16)
