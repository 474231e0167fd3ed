"""Lighthouse on five kinds of pages: our site served gzipped on loopback, mobile profile, median of three runs.

Lighthouse is no dependency of the project. To get it, anywhere outside of the repository:
`npm install --prefix ../lighthouse lighthouse`, then

    make lighthouse LIGHTHOUSE=../lighthouse/node_modules/.bin/lighthouse

Prints a Markdown table, and what keeps a page from its target. Exits 1 when a page misses one.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from generate import ROOT
from playwright.sync_api import sync_playwright
from sites import serve

from catalogue.site.publish import publish

PAGES = {
    "home": "/",
    "catalogue": "/pratiques/",
    "fiche": "/pratiques/atout-mixite/",
    "lever": "/leviers/freins-peripheriques/",
    "map": "/territoires/",
}
TARGETS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TIMES = {
    "first-contentful-paint": "FCP (ms)",
    "largest-contentful-paint": "LCP (ms)",
    "total-blocking-time": "TBT (ms)",
    "cumulative-layout-shift": "CLS",
}
RUNS = 3


def program() -> str:
    """Return the Lighthouse to run, or leave with a word on how to get one."""
    found = shutil.which(os.environ.get("LIGHTHOUSE") or "lighthouse")
    if not found:
        sys.exit(__doc__)
    return found


def browser() -> str:
    """Return the Chromium to run: CHROME_PATH, the system's, or Playwright's."""
    if chosen := os.environ.get("CHROME_PATH") or shutil.which("chromium") or shutil.which("google-chrome"):
        return chosen
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def audit(lighthouse: str, chrome: str, address: str) -> dict[str, Any]:
    """Return Lighthouse's report on the page at `address`."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [lighthouse, address, "--quiet", "--output=json", f"--output-path={report}"]
        command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"]
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chrome})
        found: dict[str, Any] = json.loads(report.read_text("utf-8"))
        return found


def missed(report: dict[str, Any]) -> list[str]:
    """Return the titles of the audits that cost `report` points, in the categories that miss their target."""
    return sorted(
        {
            f"{report['audits'][ref['id']]['title']} {report['audits'][ref['id']].get('displayValue', '')}".strip()
            for name, target in TARGETS.items()
            if round(100 * report["categories"][name]["score"]) < target
            for ref in report["categories"][name]["auditRefs"]
            if ref["weight"] and (report["audits"][ref["id"]]["score"] or 0) < 0.9
        }
    )


def main() -> int:
    """Print the table; return the exit code."""
    lighthouse, chrome = program(), browser()
    missing: dict[str, list[str]] = {}
    print("| page | " + " | ".join([*TARGETS, *TIMES.values()]) + " |")
    print("|---|" + "---:|" * (len(TARGETS) + len(TIMES)))
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        publish(ROOT, site)
        with serve(site) as served:
            for name, path in PAGES.items():
                reports = [audit(lighthouse, chrome, served.address + path) for _ in range(RUNS)]
                scores = {
                    category: statistics.median(round(100 * r["categories"][category]["score"]) for r in reports)
                    for category in TARGETS
                }
                cells = [f"{score:.0f}" for score in scores.values()]
                for audit_id in TIMES:
                    value = statistics.median(r["audits"][audit_id]["numericValue"] for r in reports)
                    cells.append(f"{value:.3f}" if audit_id == "cumulative-layout-shift" else f"{value:.0f}")
                print(f"| {name} | {' | '.join(cells)} |", flush=True)
                if any(scores[category] < target for category, target in TARGETS.items()):
                    missing[name] = missed(reports[0])
    for name, titles in missing.items():
        print(f"\n{name} misses a target: {'; '.join(titles)}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
