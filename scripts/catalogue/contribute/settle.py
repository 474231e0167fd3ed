"""`catalogue settle`: what records bring under « nouveau » moves into the vocabularies."""

from collections.abc import Iterator
from pathlib import Path

from catalogue.records import edit, write
from catalogue.records.fields import champs
from catalogue.records.load import read
from catalogue.records.vocabularies import NOUVEAU, VOCABULAIRES
from catalogue.system.project import write_whole


def settle(root: Path) -> Iterator[str]:
    """Move what records bring into the vocabularies; yields in French what was moved. The catalogue must be sound.

    The vocabulary is written first: were the run to stop there, the checks would say which entry stands twice.
    """
    practices = root / "practices"
    for path in sorted(practices.glob("*.yml")):
        document, _ = read(path, path.name)
        if document is None or NOUVEAU not in document.data:
            continue
        for kind, entries in document.data[NOUVEAU].items():
            target = practices / "vocabulaires" / f"{kind}.yml"
            before = target.read_bytes()
            new = "".join(write.entry(name, data, champs(VOCABULAIRES[kind])) for name, data in entries.items())
            if not write_whole(target, before.rstrip() + b"\n" + new.encode(), before):
                continue
            yield from (f"{name} est rangé dans vocabulaires/{kind}.yml." for name in entries)
        raw = path.read_bytes()
        mend = edit.removed(document, (NOUVEAU,))
        if mend:
            write_whole(path, mend.apply(raw.decode()).encode(), raw)
