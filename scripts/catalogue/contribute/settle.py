"""`catalogue settle`: what records bring under « nouveau » moves into the vocabularies."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalogue.records import edit, write
from catalogue.records.blocks import Blocks, blocks_of
from catalogue.records.fields import fields_of
from catalogue.records.load import read
from catalogue.records.vocabularies import NOUVEAU, VOCABULAIRES
from catalogue.system.project import write_whole


def settle(root: Path) -> Iterator[str]:
    """Move what records bring into the vocabularies; yields in French what was moved. The catalogue must be sound.

    An entry that several records bring is written once. The vocabulary is written first: were the run to stop there, the
    catalogue would still be sound, and the next run would end the work.
    """
    practices = root / "practices"
    for path in sorted(practices.glob("*.yml")):
        document, _ = read(path, path.name)
        if document is None or NOUVEAU not in document.data:
            continue
        for kind, entries in document.data[NOUVEAU].items():
            for name, data in entries.items():
                if _file(practices / "vocabulaires" / f"{kind}.yml", kind, name, data):
                    yield f"{name} est rangé dans vocabulaires/{kind}.yml."
        raw = path.read_bytes()
        mend = edit.removed(document, (NOUVEAU,))
        if mend:
            write_whole(path, mend.apply(raw.decode()).encode(), raw)


def _file(path: Path, kind: str, name: str, data: Any) -> bool:
    """Write the entry `name` into the vocabulary at `path`, before the first one that follows it in the alphabet.

    Entries settled in two branches so stand apart, and merge. Returns whether it was written: not when it is there.
    """
    document, _ = read(path, path.name)
    if document is None or name in document.data:
        return False
    before = path.read_bytes()
    there = blocks_of(document) or Blocks("\n".join(document.lines).rstrip() + "\n")
    new = there.with_block(name, write.entry(name, data, fields_of(VOCABULAIRES[kind])))
    return write_whole(path, new.text.encode(), before)
