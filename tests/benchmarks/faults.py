"""Proof by many: builds killed (kill -9, SIGTERM) at random moments, two at once, a full disk. Run by `make faults`.

The site has two known states, byte for byte: that of the records as they are, and that with one title changed. Each line of
the table is a build from one to the other that was stopped; then what stands in site/ is compared with both, and the next
build with what it should give. All along, a reader asks for the home page: it must never be absent.
"""

import argparse
import hashlib
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from copies import copy_project

CATALOGUE = Path(sys.executable).parent / "catalogue"
TITLES = ("Un titre", "Un autre titre")


class Bench:
    """A copy of the project whose site is built from one of two sets of records."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        copy_project(folder)
        self.record = folder / "practices" / "nego-training.yml"
        self.text = self.record.read_text("utf-8")

    def write(self, version: int) -> None:
        """Have the records say what `version` says."""
        title = f"titre: {TITLES[version]}"
        self.record.write_text(re.sub(r"(?m)^titre: .*$", title, self.text), "utf-8")

    def start(self, *, pdf: bool, target: str = "site") -> "subprocess.Popen[str]":
        """Start a build."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.folder / "scripts"),
            "SOURCE_DATE_EPOCH": "1764000000",
            "PDF": "oui" if pdf else "non",
        }
        return subprocess.Popen(
            [str(CATALOGUE), "site", target],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def build(self, *, pdf: bool) -> str:
        """Build to the end; return the digest of the site."""
        build = self.start(pdf=pdf)
        said = build.communicate()[0]
        if build.returncode:
            raise SystemExit(f"A build failed: {said}")
        return self.digest()

    def digest(self) -> str:
        """Return one digest of the names and bytes of all that is in site/."""
        digest = hashlib.sha256()
        for path in sorted(self.site.rglob("*")):
            digest.update(str(path.relative_to(self.site)).encode() + b"\0")
            if path.is_file():
                digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    @property
    def under_way(self) -> int:
        """Return how many files unfinished builds hold beside site/."""
        return sum(path.is_file() for left in self.folder.glob(".site-*") for path in left.rglob("*"))

    @property
    def leftovers(self) -> int:
        """Return how many folders unfinished builds have left."""
        return len(list(self.folder.glob(".site-*")))


class Reader(threading.Thread):
    """Asks for the home page some five hundred times a second; counts the times that it is absent."""

    def __init__(self, page: Path) -> None:
        super().__init__(daemon=True)
        self.page, self.asked, self.absent, self.done = page, 0, 0, False

    def run(self) -> None:
        """Ask until `done`."""
        while not self.done:
            self.asked += 1
            self.absent += not self.page.is_file()
            time.sleep(0.002)


def killed(bench: Bench, kills: int, number: int, pdf: bool, wrong: Counter[str]) -> None:
    """Stop `kills` builds with the signal `number`; print a line for each, and count in `wrong` what went wrong.

    A build that ended before the signal came has its line too, and is not counted.
    """
    known: list[str] = []
    for version in (1, 0):
        bench.write(version)
        began = time.monotonic()
        known.insert(0, bench.build(pdf=pdf))
        took = time.monotonic() - began
    reader = Reader(bench.site / "index.html")
    reader.start()
    turn = 0
    while turn < kills:
        before = known.index(bench.digest())
        after = 1 - before
        bench.write(after)
        build = bench.start(pdf=pdf)
        moment = random.uniform(0, took)  # of the last whole build: the machine may have more to do at times
        time.sleep(moment)
        build.send_signal(number)
        said = build.communicate()[0].strip()
        turn += build.returncode != 0  # one that ended before the signal came does not count
        found = bench.digest()
        state = {known[before]: "old", known[after]: "new"}.get(found, "NEITHER")
        held, left = bench.under_way, bench.leftovers
        wrong["neither old nor new"] += state == "NEITHER"
        if number != signal.SIGKILL:
            wrong["not told in one line"] += said != "Interrompu." and state != "new" and build.returncode != -number
            wrong["leftovers after a signal"] += left
        began = time.monotonic()
        right = bench.build(pdf=pdf) == known[after]
        took = time.monotonic() - began
        wrong["next build not right"] += not right
        wrong["leftovers after the next build"] += bench.leftovers
        print(
            f"{turn:>3}  {signal.Signals(number).name:<8}{'PDF' if pdf else '   '}  at {moment:6.2f} s  "
            f"exit {build.returncode:>3}  unfinished files {held:>4}  site: {state:<7}  "
            f"next build: {'right' if right else 'WRONG'}  {said.splitlines()[-1][:60] if said else ''}",
            flush=True,
        )
    reader.done = True
    reader.join()
    wrong["home page absent"] += reader.absent
    print(f"     a reader asked {reader.asked} times for the home page; absent {reader.absent} times", flush=True)


def together(bench: Bench, wrong: Counter[str]) -> None:
    """Start two builds at once: both end well, one after the other."""
    builds = [bench.start(pdf=False) for _ in range(2)]
    said = [build.communicate()[0].strip() for build in builds]
    wrong["two at once"] += any(build.returncode for build in builds) + bench.leftovers
    print("two at once:", [build.returncode for build in builds], said, flush=True)


def full_disk(bench: Bench, wrong: Counter[str]) -> None:
    """Build into a disk of 2 MB (a tmpfs, in a mount namespace of its own) that holds a site already."""
    shown = "sha256sum < disque/site/index.html; ls -A disque"
    script = (
        "mkdir -p disque && mount -t tmpfs -o size=2m tmpfs disque && mkdir disque/site && echo ancien > disque/site/index.html && "
        f"{shown} && {{ PDF=non {CATALOGUE} site disque/site; echo exit $?; {shown}; }}"
    )
    environment = {**os.environ, "PYTHONPATH": str(bench.folder / "scripts")}
    done = subprocess.run(
        ["unshare", *([] if os.getuid() == 0 else ["--map-root-user"]), "--mount", "sh", "-c", script],  # noqa: S607
        cwd=bench.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (done.stdout + done.stderr).strip().splitlines()
    print("full disk:", *lines, sep="\n     ", flush=True)
    before, after = done.stdout.split("exit 1\n") if "exit 1\n" in done.stdout else ("", "not run")
    wrong["full disk"] += before != after


def main() -> int:
    """Run all of it; return 1 when anything was not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="builds killed with -9; a fifth of them with the PDFs")
    parser.add_argument("--terms", type=int, default=12, help="builds stopped with SIGTERM")
    parser.add_argument("--seed", type=int, default=8)
    options = parser.parse_args()
    random.seed(options.seed)
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        full_disk(bench, wrong)
        with_pdf = options.kills // 5
        killed(bench, options.kills - with_pdf, signal.SIGKILL, False, wrong)
        killed(bench, options.terms, signal.SIGTERM, False, wrong)
        together(bench, wrong)
        killed(bench, with_pdf, signal.SIGKILL, True, wrong)
    print("\n".join(f"{count:>4}  {name}" for name, count in wrong.items()))
    return 1 if any(wrong.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
