"""Mends: what each problem shows instead does put it right."""

import re
from pathlib import Path

import pytest

from catalogue.checks.check import check
from catalogue.problems import report
from common import TODAY
from invalid import Invalid, all_invalid, put_in_place, told


@pytest.mark.parametrize("file", all_invalid(), ids=lambda file: file.rule)
def test_mended_example_passes(file: Invalid, valid: Path) -> None:
    """The mend of each invalid file, put in place, leaves no problem anywhere."""
    file.install(valid.parent)
    (problem,) = told(valid, file)
    put_in_place(valid.parent, problem)
    assert told(valid, file) == []


EXPECTED = ("doit", "attendu", "s’agit-il", "permis", "suffit", "retirer", "n’admet", "apparaît")


@pytest.mark.parametrize("file", all_invalid(), ids=lambda file: file.rule)
def test_message_says_what_was_read_and_what_is_expected(file: Invalid, valid: Path) -> None:
    """Each message quotes something of the file, its name or its measure, and says what should be there."""
    file.install(valid.parent)
    (problem,) = told(valid, file)
    text = file.path.read_bytes().decode("utf-8", "replace") + file.target + file.told
    quotes = [quote.strip("\u00a0 …") for quote in re.findall(r"«(.*?)»", problem.message)]
    read = [quote for quote in quotes if " ".join(quote.split()) in " ".join(text.split())]
    measured = re.search(
        r"U\+\d|0x\w\w|\d+ (Ko|niveaux|éléments)|un lien|une liste|aucune|tabulation|manque|\(&", problem.message
    )
    assert read or measured, problem.message
    assert any(word in problem.message for word in EXPECTED), problem.message


def test_every_problem_leads_to_the_page_of_its_rule(valid: Path) -> None:
    """A message of the command ends with the address where its rule is explained."""
    (valid / "essai.yml").write_text("titre: Un essai\n", "utf-8")
    problems = check(valid, TODAY).problems
    told = report.text(problems, site="https://leviers.example/")
    for problem in problems:
        assert f"https://leviers.example/contribuer/regles/#{problem.rule}" in told
