"""Print the bill of materials of the project (CycloneDX 1.6, JSON): every pinned requirement, every file of others.

It is made of requirements*.txt and the vendor.json files alone: the same files give the same bytes, without network. What only
tests and audits use is there with the scope "excluded". The hashes of Python packages stay in requirements*.txt, which
names several files for each.
"""

import json
import re
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from vendor import MANIFESTS, ROOT, THEME

REQUIREMENTS = tuple(f"requirements{of}.txt" for of in ("", "-dev", "-audit", "-fuzz", "-bench"))


def main() -> int:
    """Print the bill; return 0."""
    components = [*python_packages(), *vendored()]
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
        for package, version in re.findall(r"(?m)^([a-z0-9.-]+)==([^ ]+)", (ROOT / name).read_text("utf-8")):
            purl = f"pkg:pypi/{package}@{version}"
            if purl not in seen:
                seen.add(purl)
                scope = "required" if name == REQUIREMENTS[0] else "excluded"
                yield _component(package, version, purl, scope=scope)


def vendored() -> Iterator[dict[str, Any]]:
    """Yield each package that files were taken from, with these files and their checksums."""
    for path in MANIFESTS:
        manifest = json.loads(path.read_text("utf-8"))
        scope = "required" if path.parent == THEME else "excluded"
        for package in manifest["packages"]:
            files = [((path.parent / file["to"]).resolve(), file["sha256"]) for file in package["files"]]
            purl = f"pkg:npm/{quote(package['name'])}@{package['version']}"
            yield _component(
                package["name"], package["version"], purl, licence=package["licence"], files=files, scope=scope
            )
        for made in manifest.get("derived", ()):
            purl = f"pkg:github/{made['repository'].split('/', 3)[3]}@{made['version']}"
            files = [(ROOT / made["to"], made["sha256"])]
            yield _component(made["name"], made["version"], purl, licence=made["licence"], files=files, scope=scope)


def _component(
    name: str, version: str, purl: str, *, scope: str, licence: str = "", files: list[tuple[Path, str]] | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "scope": scope}
    if licence:  # an SPDX identifier is one word
        found["licenses"] = [{"license": {"name" if " " in licence else "id": licence}}]
    found["purl"] = purl
    if files:
        found["components"] = [
            {
                "type": "file",
                "name": path.relative_to(ROOT).as_posix(),
                "hashes": [{"alg": "SHA-256", "content": checksum}],
            }
            for path, checksum in files
        ]
    return found


if __name__ == "__main__":
    sys.exit(main())
