"""A long list → the sheets that show it, some tens of entries each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Entry = TypeVar("Entry")

PER_LEVER = 24
"""Practices of each lever on the catalogue's page; the pages of the lever show the rest."""

PER_SHEET = 60
"""Entries on one sheet of a long list."""


@dataclass(frozen=True)
class Sheet(Generic[Entry]):
    """One page of a long list: its number from 1, the addresses of all its sheets, and the entries on this one."""

    number: int
    addresses: Sequence[str]
    shown: Sequence[Entry]

    @property
    def address(self) -> str:
        """Where this sheet stands."""
        return self.addresses[self.number - 1]

    @property
    def mark(self) -> str:
        """What tells this sheet's title from that of the first: ", page 2"."""
        return f", page {self.number}" if self.number > 1 else ""


def sheets(address: str, entries: Sequence[Entry]) -> list[Sheet[Entry]]:
    """Return `entries` in sheets of `PER_SHEET`: the first at `address`, the others under it; one at least."""
    parts = [entries[start : start + PER_SHEET] for start in range(0, len(entries), PER_SHEET)] or [()]
    addresses = [address, *(f"{address}page-{number}/" for number in range(2, len(parts) + 1))]
    return [Sheet(number, addresses, part) for number, part in enumerate(parts, 1)]
