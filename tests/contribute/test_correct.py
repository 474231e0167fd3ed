"""`catalogue check --corriger`: puts right what can only be a slip, and touches nothing else."""

import codecs
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.checks.check import check
from catalogue.contribute.correct import correct, corrected
from catalogue.records.load import parse
from catalogue.records.practice import Pratique
from catalogue.system.project import write_whole
from common import DATA, TODAY

FILES = sorted((DATA / "corriger").glob("*.yml"))


def _correct(practices: Path) -> list[str]:
    problems = check(practices, TODAY).problems
    return list(correct(practices.parent, sorted(practices.glob("*.yml")), problems))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_faulty_file(file: Path, valid: Path) -> None:
    """Each faulty file becomes the one expected, to the byte; a second run changes nothing and says nothing."""
    record = valid / "essai.yml"
    record.write_bytes(file.read_bytes())
    said = _correct(valid)
    assert record.read_bytes().decode() == file.with_suffix(".attendu").read_bytes().decode()
    assert bool(said) is (file.read_bytes() != record.read_bytes())
    assert all(re.match(r"practices/essai\.yml:\d+: corrigé : ", line) for line in said)
    once = record.read_bytes()
    assert _correct(valid) == []
    assert record.read_bytes() == once


def test_thirty_files() -> None:
    """The collection holds at least the thirty it was asked for, some of which must not be touched."""
    untouched = [file for file in FILES if file.read_bytes() == file.with_suffix(".attendu").read_bytes()]
    assert len(FILES) >= 30
    assert len(untouched) >= 7


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_comments_stay(file: Path, valid: Path) -> None:
    """Every comment is there afterwards, word for word."""
    (valid / "essai.yml").write_bytes(file.read_bytes())
    _correct(valid)
    comment = re.compile(r"^(?:#| +#)[^\r\n]*?(?= *\r?$)|(?<= )#[^\r\n]*?(?= *\r?$)", re.M)
    before, after = (
        sorted(text.strip() for text in comment.findall(path.read_bytes().decode()) if "n’est pas un" not in text)
        for path in (file, valid / "essai.yml")
    )
    assert [text for text in before if "n'est pas un" not in text] == after


LINES = [
    "titre: Un essai d'un test  ",
    "resume: |\n  Un texte d'essai  \n  qui se lit. ",
    "levier: Portage",
    "porteurs:\n  # qui\n  - maison-test",
    "sources: [{repere: a, id: rapport-test}]",
    "verifie_le: 2026-01-31",
    "limites:\n- >-\n  L'une\n\n- l'autre",
    "# où\nstatut: en-cours",
]


@settings(deadline=None)
@given(st.permutations(LINES), st.lists(st.sampled_from(["", "# une note", "   "]), max_size=3))
def test_nothing_moves_whatever_the_order(lines: list[str], above: list[str]) -> None:
    """For any order of keys, every line and word stays where it was, and a second run changes nothing."""
    text = "\n".join([*above, *lines]) + "\n"
    once = corrected(text, Pratique, []).text
    assert [line.split() for line in once.split("\n")] == [line.replace("'", "’").split() for line in text.split("\n")]
    assert corrected(once, Pratique, []).text == once


@settings(deadline=None)
@given(st.text("ab'’\"#:-|> \n[]{},é&*\\", max_size=80))
def test_any_text_is_left_readable(text: str) -> None:
    """Whatever the file holds, what could be read can still be, and says the same."""
    new = corrected(text, Pratique, []).text
    before, after = parse(text.encode(), "")[0], parse(new.encode(), "")[0]
    assert (before is None) == (after is None)
    if before and after:
        plain = [
            re.sub(r"\s+", " ", repr(document.data).replace("’", "'").replace("\\n", " "))
            for document in (before, after)
        ]
        assert plain[0].replace("\\'", "'").replace('"', "'") == plain[1].replace("\\'", "'").replace('"', "'")


def test_vocabularies_are_put_right_too(valid: Path) -> None:
    """An apostrophe in the name of an organisation is set like any other; an id never changes."""
    path = valid / "vocabulaires" / "publics.yml"
    path.write_text(path.read_text("utf-8").replace("Parents\n", "Parents d'ici  \n", 1), "utf-8")
    list(correct(valid.parent, [path], []))
    assert "nom: Parents d’ici\n" in path.read_text("utf-8")


def test_what_changes_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """A file saved by somebody else while it was being put right keeps what they saved; so does a link's target."""
    path = tmp_path / "a.yml"
    path.write_text("neuf", "utf-8")
    assert not write_whole(path, b"x", b"vieux")
    assert not write_whole(path, b"x", None)
    assert path.read_text("utf-8") == "neuf"
    (tmp_path / "lien.yml").symlink_to(path)
    assert list(correct(tmp_path, [tmp_path / "lien.yml", tmp_path / "absent.yml"], [])) == []
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.yml", "lien.yml"]


def test_a_file_keeps_its_rights_and_its_mark(tmp_path: Path) -> None:
    """The byte-order mark of an editor and the rights of the file stay; a file in another encoding is not touched."""
    path, other = tmp_path / "a.yml", tmp_path / "b.yml"
    path.write_bytes(codecs.BOM_UTF8 + b"titre: L'un \n")
    path.chmod(0o640)
    other.write_bytes(b"titre: L'\xe9t\xe9 \n")
    list(correct(tmp_path, [path, other], []))
    assert path.read_bytes() == codecs.BOM_UTF8 + "titre: L’un\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert other.read_bytes() == b"titre: L'\xe9t\xe9 \n"
