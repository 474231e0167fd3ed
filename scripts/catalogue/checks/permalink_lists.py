"""The addresses that were promised (practices/permaliens/): the lists only grow, and all of them answer.

A line is an address from the site's root, then the anchors promised there: `/methode/ #suite`. A star stands for the id of
each practice listed as `/pratiques/<id>/`. Each publication adds one file, whose name ends with the digest of its lines, so that
an edit shows; files are never changed, so that two branches never meet in one. The first list, practices/permaliens.txt, is
sealed by its last line instead. permalinks.py finds what is lost of them. See ADR 21.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from catalogue.records.document import Document

FIRST, FOLDER = "permaliens.txt", "permaliens"
"""Under practices/: the first list, and the folder of those that publications add."""

HEAD = """\
# Des adresses que le site a promises : des supports de formation, des courriels et des papiers y mènent. La publication a
# fait ce fichier ; il ne change plus, et son nom se termine par l’empreinte de ses lignes (voir CONTRIBUTING.md).
"""

SEAL = re.compile(r"# (\d+) adresses, sceau ([0-9a-f]{16})")
_FICHE = re.compile(r"/pratiques/([a-z0-9-]+)/")

Promises = Mapping[str, Collection[str]]
"""Addresses, with the anchors promised at each."""


def promise_of(line: str) -> tuple[str, list[str]]:
    """Return the address that a `line` of a list promises, and the anchors there."""
    address, *anchors = line.split()
    return address, [anchor.removeprefix("#") for anchor in anchors]


def digest(lines: Collection[str]) -> str:
    """Return sixteen hexadecimal digits that stand for `lines`, in whatever order."""
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def seal(lines: Collection[str]) -> str:
    """Return the line that seals the first list: how many `lines`, and their digest."""
    return f"# {len(lines)} adresses, sceau {digest(lines)}"


@dataclass(frozen=True)
class Listed:
    """One list, read from `text`; problems are told of the file `path`, from the project's root."""

    path: str
    text: str

    @cached_property
    def document(self) -> Document:
        """The file as problems show it."""
        return Document(self.path, self.text.removesuffix("\n").split("\n"))

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """Each line of the list, with its number."""
        numbered = enumerate(self.document.lines, 1)
        return {line: number for number, line in numbered if line.strip() and not line.startswith("#")}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of the first line of each address."""
        found: dict[str, int] = {}
        for line, number in self.lines.items():
            found.setdefault(promise_of(line)[0], number)
        return found

    @property
    def is_first(self) -> bool:
        """Whether it is the list from before there was a file a publication."""
        return self.path.endswith(f"/{FIRST}")

    @cached_property
    def sealed(self) -> bool:
        """Whether its lines are those that were written: by its last line, or by its name."""
        if self.is_first:
            return any(line == seal(self.lines) for line in self.document.lines)
        return self.path.endswith(f"-{digest(self.lines)}.txt")


@dataclass(frozen=True)
class Promised:
    """All that is promised, list by list; `folder` is practices/, as problems name it."""

    folder: str
    lists: Sequence[Listed]

    @classmethod
    def read(cls, folder: Path) -> "Promised":
        """Read the lists of `folder` (the `practices/` of a project); raises OSError when the disk refuses."""
        paths = [folder / FIRST] if (folder / FIRST).is_file() else []
        paths += sorted((folder / FOLDER).glob("*.txt")) if (folder / FOLDER).is_dir() else []
        named = ((path.relative_to(folder.parent).as_posix(), path) for path in paths)
        return cls(folder.name, [Listed(shown, path.read_text("utf-8", "replace")) for shown, path in named])

    @cached_property
    def promises(self) -> Promises:
        """What is promised, stars and all; in the order of the lists."""
        found: dict[str, list[str]] = {}
        for listed in self.lists:
            for line in listed.lines:
                address, anchors = promise_of(line)
                kept = found.setdefault(address, [])
                kept += [one for one in anchors if one not in kept]
        return found

    @cached_property
    def practices(self) -> list[str]:
        """The ids of the practices that are promised."""
        return [found[1] for address in self.promises if (found := _FICHE.fullmatch(address))]

    def where(self, address: str) -> tuple[Listed, int]:
        """Return the list and the line where `address` was first promised; the first line of the first list for want of one."""
        nowhere = self.lists[0] if self.lists else Listed(f"{self.folder}/{FIRST}", "")
        return next(((one, one.numbers[address]) for one in self.lists if address in one.numbers), (nowhere, 1))

    def expanded(self) -> Iterator[tuple[str, str, Collection[str]]]:
        """Yield each promise as (address as listed, address, anchors), with an id in place of each star."""
        for address, anchors in self.promises.items():
            for name in self.practices if "*" in address else [""]:
                yield address, address.replace("*", name), anchors

    def new(self, promises: Promises) -> list[str]:
        """Return the lines that promise what `promises` has and the lists do not, sorted."""
        found = []
        for address in sorted(promises):
            anchors = [one for one in promises[address] if one not in self.promises.get(address, ())]
            if anchors or address not in self.promises:
                found.append(" ".join([address, *(f"#{anchor}" for anchor in anchors)]))
        return found


def file_of(lines: Collection[str], day: date) -> tuple[str, str]:
    """Return the name, within practices/, and the content of the file that promises `lines` from `day` on."""
    return f"{FOLDER}/{day.isoformat()}-{digest(lines)}.txt", HEAD + "".join(f"{line}\n" for line in sorted(lines))
