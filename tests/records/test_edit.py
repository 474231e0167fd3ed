"""Edits: what they say is done, and only that, in whatever layout the file has."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.problems.mend import Edit, Mend, apply
from catalogue.records import edit
from catalogue.records.document import Document, Place
from catalogue.records.load import parse


def _document(text: str) -> Document:
    document, problems = parse(text.encode(), "x.yml")
    assert problems == []
    assert document is not None
    return document


@pytest.mark.parametrize(
    ("text", "place", "mended"),
    [
        ('a: [x, "b c", d] # e', ("a", 1), "a: [x, Z, d] # e"),
        ("a: [x, 'b c']", ("a", 1), "a: [x, Z]"),
        ("a:\n  - x\n  - b c", ("a", 1), "a:\n  - x\n  - Z"),
        ("a:\n- x\n- b\n  c\nd: e", ("a", 1), "a:\n- x\n- Z\nd: e"),
        ("a: |\n  un\n\n  deux\n\n# note\nb: c", ("a",), "a: Z\n\n# note\nb: c"),
        ("a:\n  - x\n  - y\nb: c", ("a",), "a: Z\nb: c"),
        ("a: {b: [1, 2], c: d}", ("a", "b"), "a: {b: Z, c: d}"),
        ("a:\nb: c", ("a",), "a: Z\nb: c"),
    ],
)
def test_a_value_is_replaced(text: str, place: Place, mended: str) -> None:
    """Only the value changes, whatever its style; what stands around it stays."""
    assert edit.replaced(_document(text), place, "Z").apply(text) == mended


@pytest.mark.parametrize(
    ("text", "place", "mended"),
    [
        ("a: 1\nb: 2\nc: 3\n", ("b",), "a: 1\nc: 3\n"),
        ("a: [x, y, z]\nb: 1\n", ("a", 0), "a: [y, z]\nb: 1\n"),
        ("a: [x, y, z]\nb: 1\n", ("a", 2), "a: [x, y]\nb: 1\n"),
        ("a: {b: 1, c: 2}\n", ("a", "b"), "a: {c: 2}\n"),
        ("a: [x]\nb: 1\n", ("a", 0), "b: 1\n"),
        ("a:\n  - b: 1\n    c: 2\n  - b: 3\nd: 4\n", ("a", 0), "a:\n  - b: 3\nd: 4\n"),
        ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "b"), "a:\n  - c: 2\n"),
        ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "c"), "a:\n  - b: 1\n"),
        ("a: |\n  un\n\n  deux\n\n# note\nb: c\n", ("a",), "\n# note\nb: c\n"),
    ],
)
def test_a_value_is_taken_away(text: str, place: Place, mended: str) -> None:
    """It goes with its key, its dash or its comma, and what would be left empty goes too."""
    mend = edit.removed(_document(text), place)
    assert mend is not None
    assert mend.apply(text) == mended


@pytest.mark.parametrize(
    ("text", "group", "mended"),
    [
        ("a: 1\nc: 3\n", (), "a: 1\nb: Z\nc: 3\n"),
        ("a:\n  - x\n  - y\n# note\nc: 3\n", (), "a:\n  - x\n  - y\nb: Z\n# note\nc: 3\n"),
        ("c: 3\n", (), "b: Z\nc: 3\n"),
        ("g: {a: 1, c: 3}\n", ("g",), "g: {a: 1, b: Z, c: 3}\n"),
        ("g: {c: 3}\n", ("g",), "g: {b: Z, c: 3}\n"),
        ("g:\n  - c: 3\n    d: 4\n", ("g", 0), "g:\n  - b: Z\n    c: 3\n    d: 4\n"),
    ],
)
def test_a_key_is_added_where_it_belongs(text: str, group: Place, mended: str) -> None:
    """A key comes after those that the model puts before it, in the layout of its group."""
    assert edit.inserted(_document(text), group, ["b: Z"], ["a", "b", "c", "d"]).apply(text) == mended


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("a: [x, y]\nb: 1", "a: [x, y, Z]\nb: 1"),
        ("a:\n  - x\n  - y # note\nb: 1", "a:\n  - x\n  - y # note\n  - Z\nb: 1"),
        ("a:\n- {b: 1}\n", "a:\n- {b: 1}\n- Z\n"),
    ],
)
def test_an_item_is_added(text: str, mended: str) -> None:
    """It comes last, in the layout of its list."""
    assert edit.appended(_document(text), ("a",), "Z").apply(text) == mended


SCALAR = st.text("abé ’", min_size=1, max_size=6).filter(lambda text: text.strip() == text)
DATA = st.dictionaries(
    st.sampled_from("abcdef"),
    st.recursive(
        SCALAR,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner, min_size=1)
        ),
        max_leaves=6,
    ),
    min_size=1,
)


def _places(node: Any, place: Place = ()) -> list[Place]:
    found = [place] if place else []
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        found += _places(value, (*place, key))
    return found


def _block(node: Any, margin: str = "") -> str:
    """Return `node` as YAML in block layout."""
    if isinstance(node, str):
        return f" {json.dumps(node, ensure_ascii=False)}\n"
    lines = []
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        name = f"{key}:" if isinstance(node, dict) else "-"
        inner = _block(value, margin + "  ")
        first = inner if isinstance(value, str) else f"\n{inner}"
        lines.append(f"{margin}{name}{first}")
    return "".join(lines)


@settings(deadline=None)
@given(DATA, st.data(), st.booleans())
def test_edits_do_what_they_say_to_any_data(data: dict[str, Any], draw: st.DataObject, inline: bool) -> None:
    """In either layout, replacing changes one value of the data, and taking away leaves the rest as it was."""
    text = json.dumps(data, ensure_ascii=False) if inline else _block(data)
    document = _document(text)
    place = draw.draw(st.sampled_from(_places(data)))

    expected = json.loads(json.dumps(data))
    node = expected
    for step in place[:-1]:
        node = node[step]
    node[place[-1]] = "Z"
    assert _document(edit.replaced(document, place, "Z").apply(text)).data == expected

    mend = edit.removed(document, place)
    if mend is not None:
        left = parse(mend.apply(text).encode(), "x.yml")[0]
        del node[place[-1]]
        assert (left.data if left else {}) == _without_empty(expected)


def _without_empty(node: Any) -> Any:
    if isinstance(node, dict):
        kept = {key: _without_empty(value) for key, value in node.items()}
        return {key: value for key, value in kept.items() if value not in ({}, [])}
    return [v for v in map(_without_empty, node) if v not in ({}, [])] if isinstance(node, list) else node


def test_edits_keep_line_ends() -> None:
    """A file of Windows keeps its line ends, those of new lines included; of two edits that overlap one is made."""
    edits = [Edit((1, 4), (1, 5), "z\nb: y"), Edit((2, 1), (2, 2), "C"), Edit((2, 1), (3, 1), "")]
    assert apply("a: x\r\nc: 1\r\n", edits[:2]) == "a: z\r\nb: y\r\nC: 1\r\n"
    assert apply("a: x\r\nc: 1\r\n", edits[1:]) == "a: x\r\nC: 1\r\n"


@pytest.mark.parametrize(
    ("mend", "shown"),
    [
        (Mend((Edit((2, 7), (2, 8), "z"),)), "b: [z]"),
        (Mend((Edit((2, 1), (3, 1)),)), "Effacez la ligne 2."),
        (Mend((Edit((1, 1), (3, 1)),)), "Effacez les lignes 1 à 2."),
        (Mend((Edit((1, 5), (1, 5), "\nc: 1\nd: 2"),)), "c: 1\nd: 2"),
        (Mend(name=""), "Effacez ce fichier."),
        (Mend(name="b.yml"), "b.yml"),
        (Mend(content="a: b\n"), "a: b"),
        (Mend(), ""),
    ],
)
def test_what_a_mend_shows(mend: Mend, shown: str) -> None:
    """The lines as they will read, or what to do."""
    assert mend.shown(["a: x", "  b: [y]"]) == shown
