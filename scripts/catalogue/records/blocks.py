"""A file of keys, a block each: what keeps entries in order, and puts two versions of a file together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from catalogue.records.document import Document


@dataclass(frozen=True)
class Blocks:
    """The lines of a file: its `head`, above the first key, and for each key its lines, with the comments right above it."""

    head: str = ""
    of: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The file."""
        return self.head + "".join(self.of.values())

    def in_order(self) -> "Blocks":
        """Return the same with its keys in the order of the alphabet."""
        return Blocks(self.head, dict(sorted(self.of.items())))

    def with_block(self, key: str, block: str) -> "Blocks":
        """Return the same and one more `block`, before the first key that follows `key` in the alphabet."""
        at = next((rank for rank, other in enumerate(self.of) if other > key), len(self.of))
        there = list(self.of.items())
        return Blocks(self.head, dict([*there[:at], (key, block), *there[at:]]))


def blocks_of(document: Document) -> Blocks | None:
    """Return the blocks of `document`; None when its keys do not each begin a line."""
    spots = [document.keys[(key,)] for key in document.data]
    starts = [line for line, _ in spots]
    if any(column > 1 for _, column in spots) or len({*starts}) < len(starts) or starts != sorted(starts):
        return None
    lines = [*document.lines]
    while lines and not lines[-1].strip():
        lines.pop()
    cuts = [starts[0] - 1, *(_with_comments(lines, start) for start in starts[1:]), len(lines)]
    parts = ["".join(f"{line}\n" for line in lines[a:b]) for a, b in pairwise(cuts)]
    return Blocks("".join(f"{line}\n" for line in lines[: cuts[0]]), dict(zip(document.data, parts, strict=True)))


def _with_comments(lines: list[str], start: int) -> int:
    """Return how many lines stand above the key at the line `start` and the comments right above it."""
    above = start - 1
    while lines[above - 1].startswith("#"):
        above -= 1
    return above
