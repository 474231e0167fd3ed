"""Reports: three formats that say the same, and that nothing in a record can bend."""

import json
import re
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.problems.mend import Edit, Mend
from catalogue.problems.problem import Problem
from catalogue.problems.report import as_json, github, noted, text

PLACE = (
    st.text("abé/-_.:,%", min_size=1),
    st.integers(1, 10_000),
    st.integers(1, 10_000),
    st.sampled_from(["cle-inconnue", "adresse-http"]),
)


def _problems(*texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[Problem]]:
    """Return lists of problems whose message, example and excerpt are of `texts`."""
    return st.lists(st.builds(Problem, *PLACE, *texts), max_size=4)


class Said(NamedTuple):
    """What each format says of a problem."""

    path: str
    line: int
    column: int
    rule: str
    message: str


def _read_text(report: str) -> list[Said]:
    lines = re.findall(r"^(\S.*?):(\d+):(\d+): (.*) \[([a-z-]+)\]$", report, re.MULTILINE)
    return [Said(path, int(line), int(column), rule, message) for path, line, column, message, rule in lines]


def _read_json(report: str) -> list[Said]:
    keys = ("fichier", "ligne", "colonne", "regle", "message")
    return [Said(*(entry[key] for key in keys)) for entry in json.loads(report)]


def _read_github(report: str) -> list[Said]:
    """Read workflow commands as the forge's own runner does."""

    def plain(value: str) -> str:
        for code, character in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
            value = value.replace(code, character)
        return value

    found = []
    for line in report.split("\n") if report else ():
        properties, message = line.removeprefix("::error ").split("::", 1)
        said = {key: plain(value) for key, value in (part.split("=", 1) for part in properties.split(","))}
        first = re.split(r"\n(?:Corrigez ainsi|Pourquoi) : ", plain(message))[0]
        found.append(Said(said["file"], int(said["line"]), int(said["col"]), said["title"], first))
    return found


@settings(deadline=None)
@given(_problems(st.text("aé «»:,%·’", min_size=1)))
def test_formats_say_the_same(problems: list[Problem]) -> None:
    """A person, a forge and a program read the same path, line, column, rule and message, in the same order."""
    expected = [Said(p.path, p.line, p.column, p.rule, p.message) for p in problems]
    assert _read_text(text(problems)) == expected
    assert _read_json(as_json(problems)) == expected
    assert _read_github(github(problems)) == expected


@settings(deadline=None)
@given(_problems(st.text(), st.text(), st.text()))
def test_text_obeys_nothing_of_a_record(problems: list[Problem]) -> None:
    """No control, invisible or bidirectional character of a record reaches the terminal."""
    shown = text(problems)
    assert all(c.isprintable() or c in "\n\u00a0\u202f" for c in shown)
    assert "\033" not in shown


def _coded(text: str) -> str:
    return text.replace("\r", "\\u000d").replace("\n", "\\u000a")


@settings(deadline=None)
@given(_problems(st.text("a:,%\r\n025AD"), st.text("a:,%\r\n")))
def test_github_keeps_one_line_a_problem(problems: list[Problem]) -> None:
    """Nothing in a record can add a workflow command or a property to one."""
    lines = [line for line in github(problems).splitlines() if line]
    assert len(lines) == len(problems)
    assert [said.message for said in _read_github("\n".join(lines))] == [
        _coded(problem.message) for problem in problems
    ]
    assert all(re.match(r"::error file=[^:,]+,line=\d+,col=\d+,title=[a-z-]+::", line) for line in lines)


PROBLEM = Problem("practices/x.yml", 12, 9, "cle-inconnue", "dit", "levier: a\nautres: b", "levier: é😀 b")


def test_text_shows_the_line_the_place_and_the_mend() -> None:
    """Under the message come the line as it stands, a mark at the fault, and the mended lines; then a count."""
    assert text([PROBLEM], site="https://site.example/").split("\n") == [
        "practices/x.yml:12:9: dit [cle-inconnue]",
        "  12 | levier: é😀 b",
        "     |         ^",
        "  Corrigez ainsi : levier: a",
        "                   autres: b",
        "  Pourquoi : https://site.example/contribuer/regles/#cle-inconnue",
        "",
        "1 problème dans 1 fichier.",
    ]


def test_text_leaves_out_what_is_not_there() -> None:
    """A problem of the whole file has no line to show, and may have no example."""
    bare = Problem("practices/x.yml", 1, 1, "fichier-vide", "dit")
    assert text([bare]).split("\n") == [
        "practices/x.yml:1:1: dit [fichier-vide]",
        "  Pourquoi : /contribuer/regles/#fichier-vide",
        "",
        "1 problème dans 1 fichier.",
    ]


def test_a_long_line_is_shown_around_the_fault() -> None:
    """The mark stands under the faulty character even when the line is cut."""
    line = "x" * 300 + "!" + "y" * 300
    shown = text([Problem("p.yml", 7, 301, "r", "dit", "", line)]).split("\n")
    assert shown[1].index("!") == shown[2].index("^")
    assert max(map(len, shown)) <= 120


def test_colour_changes_nothing_but_colour() -> None:
    """Without its colours, the coloured report is the plain one."""
    coloured = text([PROBLEM], colour=True)
    assert coloured != text([PROBLEM])
    assert re.sub(r"\033\[\d+m", "", coloured) == text([PROBLEM])


@pytest.mark.parametrize(
    ("problems", "count"),
    [
        ([], "0 problème dans 0 fichier."),
        ([PROBLEM, PROBLEM], "2 problèmes dans 1 fichier."),
        ([PROBLEM, Problem("b", 1, 1, "r", "dit")], "2 problèmes dans 2 fichiers."),
    ],
)
def test_count(problems: list[Problem], count: str) -> None:
    """The last line counts problems and files, in French."""
    assert text(problems).split("\n")[-1] == count


def test_json_carries_the_example() -> None:
    """A program gets the mended lines too."""
    (found,) = json.loads(as_json([PROBLEM]))
    assert (found["exemple"], found["page"], found["correction"]) == (
        "levier: a\nautres: b",
        "contribuer/regles/#cle-inconnue",
        None,
    )


def test_json_carries_the_mend() -> None:
    """A program that mends files is told what to write where."""
    mend = Mend((Edit((12, 9), (12, 10), "é"),), sure=True)
    (found,) = json.loads(as_json([replace(PROBLEM, mend=mend)]))
    assert found["correction"] == {"sure": True, "modifications": [{"de": [12, 9], "a": [12, 10], "texte": "é"}]}


def test_remarks_are_a_line_each_and_notices_on_a_forge() -> None:
    """A remark takes one line in the terminal, then their number; a forge shows it as a notice, not as an error."""
    remark = replace(PROBLEM, rule="information-manquante")
    assert noted([remark]).splitlines()[-1] == "1 remarque, qui ne bloque rien."
    assert noted([remark, remark]).splitlines()[-1] == "2 remarques, qui ne bloquent rien."
    assert github([remark]).startswith("::notice ")
    assert github([PROBLEM]).startswith("::error ")
