"""The rules: each broken once, told exactly, at its place."""

from pathlib import Path

import pytest

from catalogue.check import check
from catalogue.problem import RULES
from conftest import TODAY
from invalid import Invalid, all_invalid


def test_valid_catalogue_has_no_problem(valid: Path) -> None:
    """A catalogue that uses every field passes, and comes out whole."""
    checked = check(valid, TODAY)
    assert checked.problems == []
    assert checked.catalogue is not None
    assert sorted(checked.catalogue.pratiques) == ["atelier-test", "creches-test", "marche-test"]


def test_each_rule_has_its_invalid_file() -> None:
    """No rule goes untested, and no file tests a rule that is gone."""
    assert {file.rule for file in all_invalid()} == set(RULES)


@pytest.mark.parametrize("file", all_invalid(), ids=lambda file: file.rule)
def test_invalid_file_gives_exactly_its_problem(file: Invalid, valid: Path) -> None:
    """A file with one fault gives one problem: the rule it is named after, at the right line and column."""
    file.install(valid.parent)
    problems = check(valid, TODAY).problems
    assert [(p.path, p.line, p.column, p.rule) for p in problems] == [(file.told, *file.place, file.rule)]
    assert problems[0].message.endswith((".", "?"))
    assert problems[0].example
