"""Verify (`--check`) or fetch anew (`--update`) the files of others that the project carries, listed in vendor.json files.

There are two: theme/'s, and that of a checker which only tests use.
Under `packages`, files as their authors released them, but for those a script of ours makes of them (`by`); under `derived`, what a
script made of data.
To take a new release: change its `version` there, run `--update`, look at the site, commit all of it together.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
THEME = ROOT / "theme"
AXE = ROOT / "tests" / "data" / "axe"
MANIFESTS = (THEME / "vendor.json", AXE / "vendor.json")


def main() -> int:
    """Do what the command line asks; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--check", action="store_true", help="compare every file with its checksum")
    action.add_argument("--update", action="store_true", help="fetch the packages, write files and checksums")
    if parser.parse_args().update:
        for path in MANIFESTS:
            manifest = json.loads(path.read_text("utf-8"))
            for package in manifest["packages"]:
                update(package, path.parent)
            path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")
    wrong = list(problems())
    print("\n".join(wrong) or "Vendored files are as vendor.json says.", file=sys.stderr if wrong else sys.stdout)
    return 1 if wrong else 0


def checksums() -> dict[Path, str]:
    """Return the checksum of each file that is others', by its path."""
    sums: dict[Path, str] = {}
    for path in MANIFESTS:
        manifest = json.loads(path.read_text("utf-8"))
        for package in manifest["packages"]:
            sums |= {(path.parent / file["to"]).resolve(): file["sha256"] for file in package["files"]}
        sums |= {ROOT / entry["to"]: entry["sha256"] for entry in manifest.get("derived", ())}
    return sums


def problems() -> Iterator[str]:
    """Yield a sentence for each file that is missing, not as its checksum says, or not listed."""
    sums = checksums()
    for path, expected in sums.items():
        if not path.is_file():
            yield f"{path}: missing"
        elif (found := sha256(path.read_bytes())) != expected:
            yield f"{path}: sha256 is {found}, vendor.json says {expected or 'nothing'}"
    for path in (*(THEME / "assets" / "vendor").rglob("*"), *AXE.rglob("*")):
        if path.is_file() and path not in sums and path not in MANIFESTS:
            yield f"{path}: not listed in vendor.json"


def update(package: dict[str, Any], folder_of_manifest: Path) -> None:
    """Fetch the release of `package`; write its files, but for those that a script makes, and note their checksums."""
    files = [file for file in package["files"] if "by" not in file]
    for file, content in zip(files, released(package, [file["from"] for file in files]), strict=True):
        target = folder_of_manifest / file["to"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        file["sha256"] = sha256(content)


def released(package: dict[str, Any], names: list[str]) -> list[bytes]:
    """Return what the files `names` of the release of `package` hold, fetched with the npm client; raise KeyError without one."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, f"{package['name']}@{package['version']}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own manifest
        (tarball,) = Path(folder).glob("*.tgz")
        with tarfile.open(tarball) as archive:
            members = [archive.extractfile(f"package/{name}") for name in names]
            return [member.read() for member in members if member is not None]


def sha256(content: bytes) -> str:
    """Return the checksum of `content`, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
