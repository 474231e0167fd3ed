"""Print the bill of materials of the project (CycloneDX 1.6, JSON): pinned requirements and actions, files of others; licences.

It is made of requirements*.txt, the workflows and the vendor.json files, without network. The licence of a package is what its own
metadata says where it is installed as pinned, and "unknown" elsewhere: the same files and the same installation give the same bytes.
What only tests, audits and the forge use is there with the scope "excluded". The hashes of Python packages stay in
requirements*.txt, which names several files for each.
"""

import json
import sys
import uuid
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pins
from vendor import MANIFESTS, ROOT, THEME

REQUIREMENTS = tuple(f"requirements{of}.txt" for of in ("", "-dev", "-audit", "-forge", "-fuzz", "-bench"))

Licences = list[dict[str, Any]]
"""Licences as CycloneDX writes them: an SPDX expression, or names."""

UNKNOWN: Licences = [{"license": {"name": "unknown"}}]


def main() -> int:
    """Print the bill; return 0."""
    components = [*python_packages(), *vendored(), *actions()]
    listed = json.dumps(components, ensure_ascii=False)
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, listed)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "leviers-egalite", "name": "leviers-egalite"}},
        "components": components,
    }
    print(json.dumps(bill, ensure_ascii=False, indent=2))
    return 0


def python_packages() -> Iterator[dict[str, Any]]:
    """Yield each pinned package once: as required when the site needs it, else as excluded."""
    seen: set[str] = set()
    for name in REQUIREMENTS:
        for package, version in pins.packages(ROOT / name):
            purl = f"pkg:pypi/{package}@{version}"
            if purl not in seen:
                seen.add(purl)
                scope = "required" if name == REQUIREMENTS[0] else "excluded"
                yield _component(package, version, purl, scope=scope, licences=licences(package, version))


def licences(package: str, version: str) -> Licences:
    """Return the licences of `package`, as it says them itself where it is installed in this `version`; else UNKNOWN."""
    try:
        said = metadata.metadata(package).json
    except metadata.PackageNotFoundError:
        return UNKNOWN
    if said["version"] != version:
        return UNKNOWN
    if expression := said.get("license_expression"):
        return [{"expression": expression}]
    licence = str(said.get("license", ""))
    if licence not in ("", "UNKNOWN") and "\n" not in licence:  # else it is the whole text
        return [{"license": {"name": licence}}]
    classifiers = [one.split(" :: ")[-1] for one in said.get("classifier", ()) if one.startswith("License ::")]
    return [{"license": {"name": one}} for one in classifiers] or UNKNOWN


def vendored() -> Iterator[dict[str, Any]]:
    """Yield each package that files were taken from, with these files and their checksums."""
    for path in MANIFESTS:
        manifest = json.loads(path.read_text("utf-8"))
        scope = "required" if path.parent == THEME else "excluded"
        for package in manifest["packages"]:
            files = [((path.parent / file["to"]).resolve(), file["sha256"]) for file in package["files"]]
            yield _carried(package, f"pkg:npm/{quote(package['name'])}", scope, files)
        for made in manifest.get("derived", ()):
            purl = f"pkg:github/{made['repository'].split('/', 3)[3]}"
            yield _carried(made, purl, scope, [(ROOT / made["to"], made["sha256"])])


def _carried(entry: dict[str, str], purl: str, scope: str, files: list[tuple[Path, str]]) -> dict[str, Any]:
    name, version, licence = entry["name"], entry["version"], entry["licence"]
    licences: Licences = [{"license": {"name" if " " in licence else "id": licence}}]  # an SPDX identifier is one word
    found = _component(name, version, f"{purl}@{version}", scope=scope, licences=licences)
    found["components"] = [
        {"type": "file", "name": path.relative_to(ROOT).as_posix(), "hashes": [{"alg": "SHA-256", "content": checksum}]}
        for path, checksum in files
    ]
    return found


def actions() -> Iterator[dict[str, Any]]:
    """Yield each action that a workflow runs, at the commit it is pinned to; nothing at hand says its licence."""
    for name, commit, version in pins.actions(ROOT):
        yield _component(name, version, f"pkg:github/{name}@{commit}", scope="excluded", licences=UNKNOWN)


def _component(name: str, version: str, purl: str, *, scope: str, licences: Licences) -> dict[str, Any]:
    about = {"type": "library", "bom-ref": purl, "name": name, "version": version, "scope": scope}
    return {**about, "licenses": licences, "purl": purl}


if __name__ == "__main__":
    sys.exit(main())
