"""Document → the edits that put a value, a line or a list right, in the layout that the contributor chose."""

from collections.abc import Sequence
from typing import Any

from catalogue.problems.mend import Edit, Mend, Spot
from catalogue.records.document import Document, Place


def end(document: Document, place: Place) -> Spot:
    """Return where the value at `place` ends: a list or a group written over several lines ends with its last item."""
    value = document.value(place)
    while place not in document.ends and value:
        key = next(reversed(value)) if isinstance(value, dict) else len(value) - 1
        place, value = (*place, key), value[key]
    return document.ends.get(place, document.values.get(place, (1, 1)))


def replaced(document: Document, place: Place, new: str, *, sure: bool = False) -> Mend:
    """Return the mend that writes `new` (YAML, on one line) in place of the value at `place`."""
    start, stop = document.values[place], end(document, place)
    if place in document.keys and place not in document.inline and isinstance(document.value(place), (dict, list)):
        start = _after_key(document, place)
        new = f" {new}"
    elif start == stop and document.lines[start[0] - 1][: start[1] - 1][-1:] in (":", "-"):
        new = f" {new}"
    return Mend((Edit(start, stop, new),), sure=sure)


def renamed(document: Document, place: Place, new: str) -> Mend:
    """Return the mend that gives the key at `place` the name `new`."""
    line, column = document.keys[place]
    old = str(place[-1])
    quote = document.lines[line - 1][column - 1 : column] in ("'", '"')
    return Mend((Edit((line, column), (line, column + len(old) + 2 * quote), new),))


def removed(document: Document, place: Place) -> Mend | None:
    """Return the mend that takes the value at `place` away, with its key or its dash, and what it alone had filled."""
    parent = place[:-1]
    siblings = document.value(parent)
    if not isinstance(siblings, (dict, list)):
        return None
    if len(siblings) == 1:
        return removed(document, parent) if parent else None
    order = list(siblings) if isinstance(siblings, dict) else list(range(len(siblings)))
    rank = order.index(place[-1])
    before = (*parent, order[rank - 1]) if rank else None
    after = (*parent, order[rank + 1]) if rank + 1 < len(order) else None
    start, stop = _start(document, place), end(document, place)
    if parent in document.inline:
        edit = Edit(end(document, before), stop) if before else Edit(start, _start(document, after or place))
        return Mend((edit,))
    margin = document.lines[start[0] - 1][: start[1] - 1]
    if margin.strip() in ("", "-") and (place in document.keys) is (not margin.strip()):
        return document.without(start[0], stop[0])
    return Mend((Edit(start, _start(document, after)),)) if after else None


def inserted(document: Document, group: Place, lines: Sequence[str], order: Sequence[str]) -> Mend:
    """Return the mend that adds a key to the group at `group`, where `order` has it. `lines` begin with « key: »."""
    data = document.value(group)
    rank = order.index(lines[0].split(":")[0])
    before = [key for key in data if key in order and order.index(key) < rank] if isinstance(data, dict) else []
    last = max(before, key=lambda key: end(document, (*group, key)), default=None)
    if group in document.inline:
        text = ", ".join(line.strip() for line in lines)
        if last is not None:
            spot = end(document, (*group, last))
            return Mend((Edit(spot, spot, f", {text}"),))
        first = _start(document, (*group, next(iter(data))))
        return Mend((Edit(first, first, f"{text}, "),))
    first = _start(document, (*group, next(iter(data))))
    margin = " " * (first[1] - 1)
    if last is None:
        return Mend((Edit(first, first, "".join(f"{line}\n{margin}" for line in lines)),))
    line = end(document, (*group, last))[0]
    spot = (line, len(document.lines[line - 1]) + 1)
    return Mend((Edit(spot, spot, "".join(f"\n{margin}{text}" for text in lines)),))


def appended(document: Document, place: Place, item: str) -> Mend:
    """Return the mend that adds `item` (YAML, on one line) to the list at `place`, which is not empty."""
    items: list[Any] = document.value(place)
    last = (*place, len(items) - 1)
    spot = end(document, last)
    if place in document.inline:
        return Mend((Edit(spot, spot, f", {item}"),))
    first = document.values[(*place, 0)]
    dash = document.lines[first[0] - 1].rfind("-", 0, first[1] - 1)
    spot = (spot[0], len(document.lines[spot[0] - 1]) + 1)
    return Mend((Edit(spot, spot, f"\n{' ' * max(dash, 0)}- {item}"),))


def shortened(document: Document, place: Place, most: int) -> Mend | None:
    """Return the mend that keeps the first `most` items of the list at `place`."""
    items: list[Any] = document.value(place)
    start, stop = end(document, (*place, most - 1)), end(document, (*place, len(items) - 1))
    if place not in document.inline:
        start = (start[0], len(document.lines[start[0] - 1]) + 1)
        stop = (stop[0], len(document.lines[stop[0] - 1]) + 1)
    return Mend((Edit(start, stop),))


def _start(document: Document, place: Place) -> Spot:
    return document.keys.get(place) or document.values.get(place, (1, 1))


def _after_key(document: Document, place: Place) -> Spot:
    line, column = document.keys[place]
    return line, document.lines[line - 1].index(":", column - 1 + len(str(place[-1]))) + 2
