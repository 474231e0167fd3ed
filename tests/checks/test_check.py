"""The rules: each broken once, told exactly, at its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.checks.check import check
from catalogue.checks.folder import Memory
from catalogue.problems.problem import RULES
from common import TODAY
from invalid import Invalid, all_invalid, told


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
    problems = told(valid, file)
    assert [(p.path, p.line, p.column, p.rule) for p in problems] == [(file.told, *file.place, file.rule)]
    assert problems[0].message.endswith((".", "?"))
    assert problems[0].example


def test_what_is_remembered_changes_nothing(valid: Path) -> None:
    """A preview's check, which remembers the last one, says after each change what a first check says."""
    memory = Memory()
    record, levers = valid / "creches-test.yml", valid / "vocabulaires" / "leviers.yml"
    text, first = record.read_text("utf-8"), next(iter(check(valid, TODAY).catalogue.leviers))  # type: ignore[union-attr]
    changes: list[Callable[[], object]] = [
        lambda: None,
        lambda: record.write_text(text.replace("titre:", "titr:"), "utf-8"),
        lambda: record.write_text(text, "utf-8"),
        lambda: levers.write_text(levers.read_text("utf-8").replace(f"{first}:", f"{first}-x:"), "utf-8"),
        lambda: levers.write_text(levers.read_text("utf-8").replace(f"{first}-x:", f"{first}:"), "utf-8"),
        lambda: (valid / "atelier-test.yml").rename(valid / "autre-test.yml"),
        lambda: (valid / "autre-test.yml").unlink(),
        lambda: record.write_bytes(b"\xff"),
    ]
    told = []
    for change in changes:
        change()
        fresh = check(valid, TODAY)
        assert check(valid, TODAY, memory=memory) == fresh
        assert check(valid, TODAY, memory=memory) == fresh
        told.append(bool(fresh.problems))
    assert told[:5] == [False, True, False, True, False]
    assert told[-1]
