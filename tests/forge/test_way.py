"""The whole way, by the steps of the workflow files themselves: from a ticket or a file to readers, and no command by anyone."""

import pytest

from forge.box import Forge
from forge.markdown import runs_nothing
from forge.practices import form_writes, practice
from forge.tickets import ticket

pytestmark = pytest.mark.long

BOT = "records: write down the addresses, the schema and the form that were published"


def test_a_ticket_reaches_readers(forge: Forge) -> None:
    """A ticket that is labelled becomes a proposal, is checked, told to its author, merged, published, its address promised."""
    forge.settings.variables["PDF"] = "non"
    issue = forge.label(ticket())
    (proposition,) = forge.runs
    assert proposition.result == "success", proposition.told
    (pull,) = forge.pulls.values()
    assert pull.title == "Proposition : l-atelier-des-horaires"
    assert pull.waits  # its own checks do: those that count are done already, and said on the commit
    head = forge.repository.tip(pull.head)
    checked = {f"Proposition / {name}": "success" for name in ("Fiches et site", "Moteur")}
    assert forge.statuses[head] == checked
    assert {name: "success" for name in proposition.jobs if name.startswith("Proposition / ")} == checked
    (comment,) = issue.comments
    assert f"[une proposition]({forge.url}/pull/{pull.number})" in comment
    assert runs_nothing(comment, forge.url)

    publication = forge.merge(pull)
    assert publication.result == "success", publication.told
    assert forge.published is not None
    page = (forge.published / "pratiques" / "l-atelier-des-horaires" / "index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{forge.site}pratiques/l-atelier-des-horaires/"' in page
    assert forge.repository.git("log", "-1", "--format=%s", "main") == BOT
    written = forge.repository.git("diff", "--name-only", publication.commit, "main").splitlines()
    assert any(path.startswith("practices/permaliens") for path in written)
    assert "/pratiques/l-atelier-des-horaires/" in forge.repository.git("diff", publication.commit, "main")
    assert len(forge.runs) == 2  # what a token pushes starts nothing

    # A week later, nothing has changed: published again, with nothing more to write, and no test of the engine.
    before, tried = forge.main, forge.made.count("test")
    forge.press("weekly.yml")
    assert [run.told for run in forge.runs if run.result != "success"] == []
    assert [run.file for run in forge.runs[-2:]] == ["weekly.yml", "publication.yml"]
    assert forge.main == before
    assert forge.made.count("test") == tried == 1  # the very first publication, after which nothing else changed


def test_a_word_added_to_a_list_is_judged_alike(forge: Forge) -> None:
    """A word that a record uses passes, before and after; one that none uses is refused in the same French, before and after."""
    publics = forge.repository.read(forge.main, "practices/vocabulaires/publics.yml") + "\n"
    added = publics + "jeunes-essai:\n  nom: Jeunes de l’essai\n"
    unused = {"practices/vocabulaires/publics.yml": added}
    forge.propose("mot", unused)
    forge.push(unused)
    proposed, published = forge.runs
    told = [run.step("Vérifier les fiches").log for run in (proposed, published)]
    assert [run.result for run in (proposed, published)] == ["failure", "failure"]
    assert told[0] == told[1]
    assert "Rien ne cite l’entrée « jeunes-essai » ; une fiche qui la cite est attendue." in told[0]
    assert f"{forge.site}contribuer/regles/#entree-inutilisee" in told[0]  # « Pourquoi » leads home
    assert forge.published is None

    record = form_writes(practice(1, publics=["jeunes-essai"]))
    forge.settings.variables["PDF"] = "non"
    pull = forge.propose("mot-et-fiche", {"practices/l-atelier.yml": record})
    assert forge.runs[-1].result == "success", forge.runs[-1].told
    publication = forge.merge(pull)
    assert publication.result == "success", publication.told
    assert "Jeunes de l’essai" in forge.repository.read("main", ".github/ISSUE_TEMPLATE/pratique.yml")
    assert '"jeunes-essai"' in forge.repository.read("main", "practices/pratique.schema.json")
