"""Reading YAML: every value as text, at its place; every refusal with a line and a column; never an exception."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.problems.problem import Problem
from catalogue.records.document import Document, Place
from catalogue.records.file_rules import MAX_BYTES, VIDE
from catalogue.records.load import parse, read


def _document(text: str | bytes) -> Document:
    document, problems = parse(text.encode() if isinstance(text, str) else text, "practices/x.yml")
    assert problems == []
    assert document is not None
    return document


def _refusals(raw: str | bytes) -> list[tuple[int, int, str]]:
    problems = parse(raw.encode() if isinstance(raw, str) else raw, "practices/x.yml")[1]
    return [(problem.line, problem.column, problem.rule) for problem in problems]


@pytest.mark.parametrize("typed", ["no", "01", "12:30", "1_000", "0x1F", "2026-01-31", "1e3", ".inf", "yes"])
def test_scalars_stay_text(typed: str) -> None:
    """YAML's own guesses never change what was typed."""
    assert _document(f"a: {typed}\nb: [{typed}]\n").data == {"a": typed, "b": [typed]}


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbftitre: \xc3\xa9t\xc3\xa9\nb: [x]\n",
        b"titre: \xc3\xa9t\xc3\xa9\r\nb: [x]\r\n",
        b"\xef\xbb\xbftitre: \xc3\xa9t\xc3\xa9\rb: [x]",
        b"---\ntitre: \xc3\xa9t\xc3\xa9\nb: [x]\n...\n",
    ],
    ids=["bom", "crlf", "cr", "markers"],
)
def test_what_editors_leave_is_accepted(raw: bytes) -> None:
    """A byte-order mark, Windows or old Macintosh line ends, and document markers change nothing."""
    document = _document(raw)
    assert document.data == {"titre": "été", "b": ["x"]}
    assert document.lines[document.values[("b",)][0] - 1] == "b: [x]"


@pytest.mark.parametrize(
    ("text", "place", "at", "value"),
    [
        ("titre: été\n", ("titre",), (1, 8), "été"),
        ("é: 😀é\n", ("é",), (1, 4), "😀é"),
        ("a: [😀😀, é, {b: c}]\n", ("a", 1), (1, 9), "é"),
        ("a: [😀😀, é, {b: c}]\n", ("a", 2, "b"), (1, 16), "c"),
        ("a:\n  - b: 1\n    c: 2\n  - b: 3\n", ("a", 1, "b"), (4, 8), "3"),
        ("a: |\n  un\n  deux\nb: x\n", ("a",), (1, 4), "un\ndeux"),
        ("a: |\n  un\n  deux\nb: x\n", ("b",), (4, 4), "x"),
        ("a: >-\n  un\n  deux\n\n  trois\nb: x\n", ("a",), (1, 4), "un deux\ntrois"),
        ("# é\n\na: 'l''un'\n", ("a",), (3, 4), "l'un"),
        ("a: un\n  deux\nb: x\n", ("b",), (3, 4), "x"),
        ('"28": {nom: x}\n', ("28", "nom"), (1, 13), "x"),
        ("\ufeff\r\na: b\r\n", ("a",), (2, 4), "b"),
    ],
)
def test_each_value_has_its_place(text: str, place: Place, at: tuple[int, int], value: str) -> None:
    """Line and column count characters from 1, whatever the characters and the style of the value."""
    document = _document(text)
    assert (document.value(place), document.values[place]) == (value, at)


def test_each_key_has_its_place() -> None:
    """A key is found where it stands, in a flow list as in a block."""
    keys = _document("é: [{😀: a, b: c}]\nd:\n  e: f\n").keys
    assert keys == {("é",): (1, 1), ("é", 0, "😀"): (1, 6), ("é", 0, "b"): (1, 12), ("d",): (2, 1), ("d", "e"): (3, 3)}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a: &x 1\nb: [c, *x]\n", [(1, 4, "yaml-ancre"), (2, 8, "yaml-ancre")]),
        ("a: !!str x\nb: {é: !t y}\n", [(1, 4, "yaml-etiquette"), (2, 8, "yaml-etiquette")]),
        ("%YAML 1.1\n---\na: b\n", [(1, 1, "yaml-etiquette")]),
        ("a: b\nc: d\na: e\nx: {y: 1, y: 2}\n", [(3, 1, "cle-en-double"), (4, 11, "cle-en-double")]),
        ("a: b\n---\nc: d\n", [(2, 1, "yaml-plusieurs-documents")]),
        ("? [a, b]\n: c\nd: e\n", [(1, 3, "cle-non-textuelle")]),
        ("a: b\n\tc: d\n", [(2, 1, "tabulation")]),
        ("é: a\0\nb: \u202ec\n", [(1, 5, "caractere-interdit"), (2, 4, "caractere-interdit")]),
        ("a: b\x1b[31m\n", [(1, 5, "caractere-interdit")]),
        ("a: b\u200bc\ud7ffd\n", [(1, 5, "caractere-interdit")]),
        ("titre: Crèches".encode("latin-1"), [(1, 10, "encodage-utf8")]),
        ("é: 1\né: Crèches".encode()[:-6] + b"\xe8", [(2, 6, "encodage-utf8")]),
        ("a: b".encode("utf-16"), [(1, 1, "encodage-utf8")]),
        ("a: b: c\n", [(1, 5, "yaml-syntaxe")]),
        ("😀: 'été\n", [(1, 4, "yaml-syntaxe")]),
        ("", [(1, 1, "fichier-vide")]),
        ("# rien\n", [(1, 1, "fichier-vide")]),
        ("- a\n- b\n", [(1, 1, "fichier-vide")]),
        ("Bonjour", [(1, 1, "fichier-vide")]),
    ],
)
def test_each_refusal_has_its_place(raw: str | bytes, expected: list[tuple[int, int, str]]) -> None:
    """What YAML allows and a record does not is told where it stands, all at once."""
    assert _refusals(raw) == expected


@pytest.mark.parametrize("opening", ["[", "a: [", "{a: ", "a: {a: ", "- ", "? "])
def test_depth_costs_a_message_not_a_crash(opening: str) -> None:
    """A file nested 100,000 deep is refused like any other."""
    document, problems = parse((opening * 100_000).encode(), "practices/x.yml")
    assert document is None or document.data == {}
    assert problems


def test_depth_is_told_at_the_first_level_too_many() -> None:
    """Eight levels pass, the ninth is shown."""
    assert _refusals("a: " + "[" * 7 + "x" + "]" * 7) == []
    assert _refusals("a: " + "[" * 8 + "x" + "]" * 8) == [(1, 11, "yaml-imbrication")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titre: Égalité : un levier", "« : » apparaît deux fois"),
        ("a: [b, c\nd: e", "n’est pas refermé"),
        ('a: "b', "jamais refermé"),
        ("a: @b", "guillemets droits"),
        ("a:\n  - b\n c: d", "pas aligné"),
        ("a: b\nc\nd: e", "Il manque « : »"),
        ("a: - b", "commence à la ligne"),
        ("a: | b\n  c", "commence à la ligne suivante"),
    ],
)
def test_syntax_is_explained_in_french(text: str, said: str) -> None:
    """What the YAML parser says in English reaches the contributor as advice."""
    (problem,) = parse(text.encode(), "x.yml")[1]
    assert said in problem.message


def test_a_problem_shows_the_line_and_falls_back_to_the_parent() -> None:
    """A key that is missing is told at the group that lacks it; the line is quoted as it stands."""
    document = _document("a:\n  - {é: b}\n")
    found = document.problem(VIDE, ("a", 0, "absent"), "dit")
    assert found == Problem("practices/x.yml", 2, 5, "fichier-vide", "dit", "", "  - {é: b}")
    assert found.excerpt == "  - {é: b}"
    assert document.problem(VIDE, ("a", 0, "é"), "dit", at_key=True).column == 6
    assert document.problem(VIDE, ("b", "c"), "dit").line == 1


@pytest.mark.parametrize("place", [("x",), ("a", "x"), ("b", 3), ("b", 0, "x")])
def test_absent_value_is_none(place: Place) -> None:
    """A rule may ask for any value, there or not."""
    assert _document("a: {b: c}\nb: [d]\n").value(place) is None


@pytest.mark.parametrize("kind", ["absent", "folder", "link", "pipe", "too big"])
def test_what_is_not_a_file_is_refused_unopened(kind: str, tmp_path: Path) -> None:
    """A folder, a link, a named pipe, a missing or an enormous file is a problem, and nothing waits for it."""
    path = tmp_path / "x.yml"
    make: dict[str, Any] = {
        "absent": lambda: None,
        "folder": path.mkdir,
        "link": lambda: path.symlink_to(__file__),
        "pipe": lambda: os.mkfifo(path),
        "too big": lambda: path.write_bytes(b"a: " + b"b" * (MAX_BYTES - 2)),
    }
    make[kind]()
    document, (problem,) = read(path, "practices/x.yml")
    assert document is None
    rule = "fichier-trop-gros" if kind == "too big" else "fichier-illisible"
    assert (problem.path, problem.rule) == ("practices/x.yml", rule)


def test_largest_file_is_read(tmp_path: Path) -> None:
    """A file of exactly the largest size passes."""
    path = tmp_path / "x.yml"
    path.write_bytes(b"a: " + b"b" * (MAX_BYTES - 3))
    assert read(path, "x.yml")[1] == []


PIECES = ["a", "é", "😀", ": ", "- ", "\n", "  ", *"[]{},?|>'\"#@`~\\", "&x ", "*x", "!t ", "<<", "%YAML 1.1", "---", "...",
          "\t", "\r\n", "\r", "\0", "\x85", "\u2028", "\ufeff", '"\\q"', "2026-01-31"]  # fmt: skip
YAMLISH = st.lists(st.sampled_from(PIECES), max_size=25).map(lambda pieces: "".join(pieces).encode())


@settings(deadline=None)
@given(st.binary() | st.text().map(str.encode) | YAMLISH)
def test_parse_never_raises(raw: bytes) -> None:
    """Any bytes give a document, or problems with a place, or both."""
    document, problems = parse(raw, "x.yml")
    assert document is not None or problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)
    assert all(line >= 1 and column >= 1 for line, column in (document.values if document else {}).values())


@pytest.mark.parametrize("empty", ["", "~", "null", "' '", '""'])
def test_nothing_is_empty_text(empty: str) -> None:
    """However YAML writes nothing, the value is there, and empty: a rule will say so."""
    document, problems = parse(f"statut: {empty}\n".encode(), "x.yml")
    assert problems == []
    assert document is not None
    assert document.data == {"statut": ""}


@pytest.mark.parametrize("escape", ["\\u202e", "\\e", "\\0", "\\u200b", "\\t", "\\r", "\\N"])
def test_escapes_hide_nothing(escape: str) -> None:
    """A character that no line of the file shows is refused where an escape hides it."""
    _, problems = parse(f'titre: "Un{escape}essai"\n'.encode(), "x.yml")
    assert [(p.rule, p.line, p.column) for p in problems] == [("caractere-interdit", 1, 8)]
