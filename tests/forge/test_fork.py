"""A fork's first publication, by the lines of README and nothing else."""

import re
from collections.abc import Callable, Mapping

import pytest

from common import ROOT
from forge.box import Forge, Settings
from forge.practices import form_writes, practice
from forge.tickets import ticket

pytestmark = pytest.mark.long

CHECKS = {"Proposition / Fiches et site", "Proposition / Moteur"}

DEEDS: Mapping[str, Callable[[Forge], object]] = {
    "I understand my workflows, go ahead and enable them": lambda forge: vars(forge.settings).update(workflows=True),
    "Enable workflow": lambda forge: None,  # a schedule, whose time a test has come
    "GitHub Actions": lambda forge: vars(forge.settings).update(pages=True),
    "Allow GitHub Actions to create and approve pull requests": lambda forge: vars(forge.settings).update(
        workflows_open_pulls=True
    ),
    "Issues": lambda forge: vars(forge.settings).update(issues=True),
    "pratique": lambda forge: forge.settings.labels.add("pratique"),
    "CONTACT_EMAIL": lambda forge: forge.settings.variables.update(CONTACT_EMAIL="equipe@exemple.org"),
    "Private vulnerability reporting": lambda forge: None,  # a page of the forge's own
    "Require a pull request before merging": lambda forge: vars(forge.settings).update(protected=True),
    "Require review from Code Owners": lambda forge: None,  # who merges in a test is one
    "Require status checks to pass": lambda forge: forge.settings.required.update(CHECKS),
    "Run workflow": lambda forge: forge.press("publication.yml"),
}
"""What is pressed or written on the forge's pages, by the words that README gives in bold."""


def test_a_fork_is_published_by_the_lines_of_readme(forge: Forge) -> None:
    """With what README says done in its order, and no more, a fork is published, and takes a practice from a ticket to its readers."""
    forge.settings = Settings(
        workflows=False, pages=False, workflows_open_pulls=False, issues=False, labels={"bug", "question"}
    )
    forge.press("publication.yml")
    assert not forge.runs
    readme = (ROOT / "README.md").read_text("utf-8")
    lines = readme.split("A fork's first publication", 1)[1].split("\n\n")[1].splitlines()
    assert len(lines) <= 10
    for line in lines:
        for words in re.findall(r"\*\*(.+?)\*\*", line):
            DEEDS[words](forge)
    assert [run.told for run in forge.runs if run.result != "success"] == []
    assert forge.published is not None
    assert f'<link rel="canonical" href="{forge.site}"' in (forge.published / "index.html").read_text("utf-8")
    assert "equipe@exemple.org" in (forge.published / "contribuer/proposer/index.html").read_text("utf-8")
    assert (forge.published / "recueil.pdf").is_file()

    forge.label(ticket())
    (pull,) = (pull for pull in forge.pulls.values() if pull.title == "Proposition : l-atelier-des-horaires")
    assert forge.merge(pull).result == "success"
    assert (forge.published / "pratiques/l-atelier-des-horaires/index.html").is_file()
    # main takes proposals only: what was published is written down by one, which a person presses the buttons of.
    (written,) = (pull for pull in forge.pulls.values() if pull.open)
    assert written.waits
    assert written.title == "Inscrire ce qui est publié"
    assert forge.check(written) is not None
    assert forge.merge(written).result == "success"
    assert "/pratiques/l-atelier-des-horaires/" in forge.repository.git(
        "grep", "-h", "atelier", "main", "--", "practices/permaliens"
    )
    assert not [pull for pull in forge.pulls.values() if pull.open]


def test_proposals_of_a_protected_main_do_not_pile_up(forge: Forge) -> None:
    """The one that writes down what is published is renewed by the next publication, while nobody has merged it."""
    forge.settings.variables["PDF"] = "non"
    forge.settings.protected = True
    for number in (1, 2):
        forge.merge(forge.propose(f"fiche-{number}", {f"practices/fiche-{number}.yml": form_writes(practice(number))}))
    (written,) = (pull for pull in forge.pulls.values() if pull.open)
    text = forge.repository.git("diff", "main", written.head)
    assert all(f"/pratiques/fiche-{number}/" in text for number in (1, 2))
    assert f"{forge.url}/pull/{written.number}" in forge.runs[-1].summary
