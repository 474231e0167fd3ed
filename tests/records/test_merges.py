"""What a merge leaves in a file is told for what it is, with the lines and what to do; both versions are kept where they add up."""

from pathlib import Path

import pytest

from catalogue.checks.check import check
from catalogue.checks.permalink_lists import FIRST, seal
from catalogue.problems.problem import Problem
from catalogue.records.change_log import FILE
from common import BASE, TODAY
from invalid import put_in_place

NEW = """\
un-essai:
  nom: Un essai
deux-essais:
  nom: Deux essais
"""


def _told(valid: Path, name: str, text: str) -> list[Problem]:
    """Return the problems of marks once the file `name` of the small catalogue holds `text`."""
    (valid / name).write_text(text, "utf-8")
    problems = check(valid, TODAY).problems
    own = [one for one in problems if one.rule == "fusion-inachevee"]
    assert [one for one in problems if one.path == f"practices/{name}" and one not in own] == []
    return own


def _conflict(ours: str, theirs: str, base: str | None = None) -> str:
    old = "" if base is None else f"||||||| 1a2b3c4\n{base}"
    return f"<<<<<<< HEAD\n{ours}{old}=======\n{theirs}>>>>>>> une-branche\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "base"),
    [
        ("statut: terminee\n", "statut: en-cours\n", None),
        ("statut: terminee\n", "statut: en-cours\n", "statut: non-precise\n"),
        ("statut: terminee\n", "", None),  # what one took away, the other changed
        ("  - un essai\n", "  - un autre\n", None),
        ("- un essai\n", "- un autre\n", None),
        ("un texte seul\n", "statut: en-cours\n", None),
    ],
)
def test_a_conflict_is_told_once_and_left_to_its_author(ours: str, theirs: str, base: str | None, valid: Path) -> None:
    """Two versions of the same are one problem, at the first mark; the lines to erase are said, and nothing is chosen."""
    text = BASE + _conflict(ours, theirs, base)
    (problem,) = _told(valid, "essai.yml", text)
    lines = text.splitlines()
    marks = [str(number) for number, line in enumerate(lines, 1) if line[:7] in ("<" * 7, "|" * 7, "=" * 7, ">" * 7)]
    assert (problem.line, problem.column, problem.excerpt) == (7, 1, "<<<<<<< HEAD")
    assert f"à la ligne {len(lines)} " in problem.message
    assert problem.example.endswith(f"effacez les lignes {', '.join(marks[:-1])} et {marks[-1]}.")
    assert problem.mend is None


def test_each_conflict_of_a_file_is_told(valid: Path) -> None:
    """Two conflicts, and a mark that somebody forgot, are three problems, in windows' lines too."""
    text = BASE + _conflict("statut: terminee\n", "statut: en-cours\n") * 2 + "=======\n"
    assert [one.line for one in _told(valid, "essai.yml", text)] == [7, 12, 17]
    (valid / "essai.yml").write_bytes(text.replace("\n", "\r\n").encode())
    assert [one.line for one in check(valid, TODAY).problems] == [7, 12, 17]


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> une-branche", "||||||| 1a2b3c4"])
def test_a_mark_left_alone_goes(mark: str, valid: Path) -> None:
    """A mark without the others is a line to erase, in any file; what looks like one further in is somebody's text."""
    (problem,) = _told(valid, "essai.yml", f"{BASE}{mark}\n")
    assert problem.example == "Effacez la ligne 7."
    put_in_place(valid.parent, problem)
    assert check(valid, TODAY).problems == []
    (valid / "essai.yml").write_text(f"{BASE}contexte: |\n  Un dessin est dessous :\n  {mark}\n", "utf-8")
    assert "fusion-inachevee" not in [one.rule for one in check(valid, TODAY).problems]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (_conflict("un-essai:\n  nom: Un essai\n", "deux-essais:\n  nom: Deux essais\n"), NEW),
        (_conflict("un-essai:\n  nom: Un essai\n", "deux-essais:\n  nom: Deux essais\n", ""), NEW),
        (  # what ends both alike, git writes once
            _conflict("un-essai:\n  nom: Un essai\n", "deux-essais:\n  nom: Deux essais\n") + "  nature: entreprise\n",
            NEW.replace("essai\n", "essai\n  nature: entreprise\n") + "  nature: entreprise\n",
        ),
    ],
)
def test_new_entries_of_two_branches_are_both_kept(text: str, mended: str, valid: Path) -> None:
    """Where each branch added its own entry to a vocabulary, the mend keeps both whole, and shows them."""
    organisations = valid / "vocabulaires" / "organisations.yml"
    before = organisations.read_text("utf-8")
    (problem,) = _told(valid, "vocabulaires/organisations.yml", before + text)
    put_in_place(valid.parent, problem)
    assert organisations.read_text("utf-8") == before + mended
    assert problem.example == mended.strip("\n")


@pytest.mark.parametrize(
    "text",
    [
        _conflict("un-essai:\n  nom: Un essai\n", "un-essai:\n  nom: Deux essais\n"),
        _conflict("  nom: Un essai\n", "  nom: Deux essais\n"),
        # two entries of which git found some lines alike: what is whose, it does not say
        _conflict("un-essai:\n  nom: Un\n", "deux-essais:\n  nom: Deux\n")
        + "  nature: x\n"
        + _conflict("  a: b\n", ""),
    ],
)
def test_two_versions_of_an_entry_are_left_to_their_author(text: str, valid: Path) -> None:
    """The same entry changed twice, or two that git has mingled, have no mend."""
    before = (valid / "vocabulaires" / "organisations.yml").read_text("utf-8")
    assert next(one.mend for one in _told(valid, "vocabulaires/organisations.yml", before + text)) is None


def test_the_log_keeps_the_changes_of_both(valid: Path) -> None:
    """Each line of the log says a change of its own: both branches' are kept, and what both say, once."""
    one, two, three = (
        f'{{"jour": "2026-0{month}-02", "pratique": "marche-test", "nouvelle": true}}\n' for month in (1, 2, 3)
    )
    (problem,) = _told(valid, FILE, one + _conflict(one + two, two + three))
    put_in_place(valid.parent, problem)
    assert (valid / FILE).read_text("utf-8") == one + one + two + three
    assert check(valid, TODAY).problems == []


def test_the_first_list_of_promises_keeps_those_of_both(valid: Path) -> None:
    """Two branches that each sealed the list leave all its addresses promised, sealed again."""
    ours, theirs = (
        ["/pratiques/marche-test/", other] for other in ("/pratiques/atelier-test/", "/pratiques/creches-test/")
    )
    text = f"# En tête.\n{ours[0]}\n" + _conflict(f"{ours[1]}\n{seal(ours)}\n", f"{theirs[1]}\n{seal(theirs)}\n")
    (problem,) = _told(valid, FIRST, text)
    both = [*ours, theirs[1]]
    assert (problem.line, problem.example.splitlines()[-1]) == (3, seal(both))
    put_in_place(valid.parent, problem)
    assert (valid / FIRST).read_text("utf-8") == "\n".join(["# En tête.", *both, seal(both), ""])
    assert check(valid, TODAY).problems == []


def test_a_publication_s_list_is_to_be_as_it_was(valid: Path) -> None:
    """The list of one publication never changes: marks in it are told, and nothing is made up for it."""
    (valid / "permaliens").mkdir()
    name = "permaliens/2026-01-31-0123456789abcdef.txt"
    (problem,) = _told(valid, name, _conflict("/pratiques/marche-test/\n", "/pratiques/atelier-test/\n"))
    assert (problem.line, problem.mend) == (1, None)


def test_a_page_written_by_hand_is_held_to_it_too(valid: Path) -> None:
    """A conflict in a page of docs/ is told, where Markdown would publish it; a line of « = » under a title is no mark there."""
    page = valid.parent / "docs" / "essai.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text("Un titre\n=======\n\n" + _conflict("Un texte.\n", "Un autre.\n"), "utf-8")
    assert [(one.path, one.line, one.rule) for one in check(valid, TODAY).problems] == [
        ("docs/essai.md", 4, "fusion-inachevee")
    ]
    page.write_text("Un titre\n=======\n\nUn texte.\n", "utf-8")
    assert check(valid, TODAY).problems == []
