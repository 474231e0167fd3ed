"""`catalogue rules`: every rule, its sentence, and the file it stands in."""

import re
from pathlib import Path

import pytest

from catalogue.checks.rules import DECLARING, rules
from catalogue.problems.problem import GROUPES, Rule
from common import ROOT, run
from invalid import all_invalid

PACKAGE = ROOT / "scripts" / "catalogue"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_stands_where_it_is_said_to(rule: Rule) -> None:
    """The file said holds the name of the rule, declared there."""
    text = (ROOT / rule.fichier).read_text("utf-8")
    assert f'"{rule.id}"' in text
    assert "= declaring(" in text


def test_every_module_that_declares_is_imported() -> None:
    """The listing knows of each file that declares rules, so that none depends on what else was imported."""
    declaring = {
        ".".join(("catalogue", *path.relative_to(PACKAGE).with_suffix("").parts))
        for path in PACKAGE.rglob("*.py")
        if re.search(r"^\w+ = declaring\(", path.read_text("utf-8"), re.M)
    }
    assert {module.__name__ for module in DECLARING} == declaring
    assert {rule.module for rule in rules()} == declaring


def test_the_command_lists_every_rule(valid: Path) -> None:
    """In a process of its own: one line a rule, with its name, its file and its sentence, in the order of the guide."""
    listed = run(valid.parent, "catalogue", "rules")
    assert listed.code == 0
    lines = [re.split(r"\s+", line, maxsplit=2) for line in listed.output.splitlines()]
    assert {name: (file, sentence) for name, file, sentence in lines} == {
        rule.id: (rule.fichier, rule.titre) for rule in rules()
    }
    assert {name for name, _, _ in lines} == {file.rule for file in all_invalid()}
    groups = [GROUPES.index(next(rule.groupe for rule in rules() if rule.id == name)) for name, _, _ in lines]
    assert groups == sorted(groups)
