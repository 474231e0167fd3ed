"""Many at once, strangers, refusals of the forge: beside the way of test_way.py."""

import random
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from common import DATA
from forge.api import Api
from forge.bodies import MADE, bodies
from forge.box import Forge
from forge.markdown import runs_nothing
from forge.practices import form_writes, path_of, practice, ten
from forge.test_way import BOT
from forge.tickets import ticket

pytestmark = pytest.mark.long


def _titles(forge: Forge) -> set[str]:
    """Return the addresses of the practices that readers see."""
    assert forge.published is not None
    return {path.parent.name for path in forge.published.glob("pratiques/*/index.html")}


@pytest.mark.parametrize("order", ["as they came", "the last first", "by chance"])
def test_ten_at_once_merged_in_any_order(forge: Forge, order: str) -> None:
    """Ten practices from the form, proposed at once, two with the same new organisation: main stays green, all are published."""
    forge.settings.variables["PDF"] = "non"
    files = ten()
    pulls = [forge.propose(Path(path).stem, {path: text}) for path, text in files.items()]
    assert [run.told for run in forge.runs if run.result != "success"] == []
    before = forge.main
    if order == "the last first":
        pulls.reverse()
    elif order == "by chance":
        random.Random(15).shuffle(pulls)
    for pull in pulls:
        publication = forge.merge(pull)
        assert publication.result == "success", publication.told
        assert pull.head in _titles(forge)
    assert {Path(path).stem for path in files} <= _titles(forge)
    promised = forge.repository.git("diff", before, "main", "--", "practices")
    assert [path for path in files if f"/pratiques/{Path(path).stem}/" not in promised] == []
    assert forge.repository.git("log", "--format=%s", f"{before}..main").count(BOT) == len(pulls)


@pytest.mark.parametrize(("name", "body", "comes"), bodies(), ids=[name for name, _, _ in bodies()])
def test_every_ticket_is_answered(shared: Forge, name: str, body: str, comes: str) -> None:
    """Whatever a ticket holds, its author is answered once, in French, shortly, and nothing of theirs runs in the answer."""
    before = len(shared.pulls)
    issue = shared.label(body)
    assert shared.runs[-1].result == "success", shared.runs[-1].told
    (comment,) = issue.comments
    assert len(comment) < 60_000
    assert runs_nothing(comment, shared.url), comment
    assert comment.startswith(
        "Merci : votre ticket est devenu" if comes == MADE else "Ce ticket ne suffit pas encore"
    ), comment
    assert (len(shared.pulls) > before) is (comes == MADE)


def test_there_are_fifty() -> None:
    """Mentions, links, pictures, thousands of answers, titles that give no name, shuffled sections, a byte-order mark."""
    assert len(bodies()) >= 50


def test_the_author_is_answered_whatever_fails(forge: Forge) -> None:
    """An unsound catalogue, a step that fails, a branch that is there, a forge that refuses proposals: each is told."""
    sound = forge.main
    forge.push({"practices/faute.yml": "titre: Une faute\n"})
    assert "le catalogue lui-même est à corriger d’abord" in forge.label(ticket()).comments[0]
    forge.repository.move("main", sound)

    forge.failing = ".venv/site"
    (answer,) = forge.label(ticket()).comments
    assert "Une étape n’a pas abouti, et votre texte n’y est pour rien" in answer
    assert f"{forge.url}/actions/runs/{forge.runs[-1].number}" in answer
    assert forge.runs[-1].result == "failure"
    forge.failing = ""

    forge.settings.workflows_open_pulls = False
    issue = forge.label(ticket())
    assert f"{forge.url}/compare/main...proposition-{issue.number}?expand=1" in issue.comments[0]
    assert forge.runs[-1].result == "success", forge.runs[-1].told
    assert not forge.pulls

    forge.label(ticket(), number=issue.number)
    assert f"la branche « proposition-{issue.number} »" in issue.comments[1]
    assert forge.runs[-1].result == "success", forge.runs[-1].told
    assert all(runs_nothing(comment, forge.url) for one in forge.issues.values() for comment in one.comments)


def test_a_proposal_that_no_longer_passes_is_told(forge: Forge) -> None:
    """When the checks of a proposal made of a ticket fail, its commit says so, and its author is told that it is not theirs."""
    # act stops after a call that fails, where the forge goes on: here a job that fails stands in the place of the call.
    path = ".github/workflows/proposition.yml"
    text = forge.repository.read(forge.main, path)
    failing = "    runs-on: ubuntu-24.04\n    steps:\n      - run: exit 1\n"
    text, replaced = re.subn(r"    uses: \$/.*\n    with:\n(?:      .*\n)+", failing, text)
    assert replaced == 1
    forge.repository.move("main", forge.repository.commit([forge.main], {path: text.encode()}, "essai"))
    issue = forge.label(ticket())
    (pull,) = forge.pulls.values()
    assert set(forge.statuses[forge.repository.tip(pull.head)].values()) == {"failure"}
    assert "La vérification de la proposition n’est pas passée" in issue.comments[1]


def test_all_problems_stand_on_the_page_of_the_run(forge: Forge) -> None:
    """More problems than the forge shows beside lines are all told on the page of the run, as text that nothing ends."""
    files: dict[str, str | None] = {
        f"practices/faute-{n}.yml": f"titre: Une faute ``` @tous {n}\nlevier: x\n" for n in range(12)
    }
    forge.propose("fautes", files)
    (run,) = forge.runs
    assert run.result == "failure"
    noted = run.step("Vérifier les fiches").log.count("::error file=practices/")
    assert noted > 10
    assert run.summary.count("\n    practices/") == noted
    assert "Pourquoi : https://" in run.summary
    assert runs_nothing(run.summary)


def test_the_engine_is_tried_when_more_than_records_changed(forge: Forge) -> None:
    """Its tests run where anything but records changed since the last publication that went through; never for records alone."""
    forge.settings.variables["PDF"] = "non"
    forge.push({path_of(1): form_writes(practice(1))})
    assert forge.made.count("test") == 1  # nothing was ever published
    forge.push({path_of(2): form_writes(practice(2))})
    assert forge.made.count("test") == 1
    shown = _titles(forge)

    forge.failing = "test"
    broken = forge.push({"scripts/catalogue/odd.py": '"""Nothing."""\n'})
    assert (broken.result, "Mettre en ligne" in broken.jobs) == ("failure", False)
    # Records that come after do not hide what was never published.
    after = forge.push({path_of(3): form_writes(practice(3))})
    assert (after.result, forge.made.count("test")) == ("failure", 3)
    assert _titles(forge) == shown
    forge.failing = ""
    forge.press("publication.yml")
    assert forge.runs[-1].result == "success"
    assert len(_titles(forge)) == len(shown) + 1

    forge.propose("notes", {"docs/a-propos/index.md": None, path_of(4): form_writes(practice(4))})
    assert forge.made.count("test") == 5


def test_publication_is_of_main_alone(forge: Forge) -> None:
    """« Run workflow » on another branch publishes nothing, writes nothing, and is no publication that the next one counts from."""
    forge.settings.variables["PDF"] = "non"
    forge.press("publication.yml")
    shown, stands = _bytes(forge.published), forge.main
    pull = forge.propose(
        "ailleurs", {path_of(1): form_writes(practice(1)), "scripts/catalogue/odd.py": '"""Nothing."""\n'}
    )
    tried = forge.made.count("test")
    forge.press("publication.yml", "ailleurs")
    assert set(forge.runs[-1].jobs.values()) <= {"skipped"}
    assert (_bytes(forge.published), forge.main) == (shown, stands)
    assert forge.merge(pull).result == "success"
    assert forge.made.count("test") == tried + 1


def test_what_main_outruns_comes_next(forge: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where main moves while the site is put online, the summary says so in French, and the next publication writes it down."""
    forge.settings.variables["PDF"] = "non"
    deploy = Api._deploy

    def meanwhile(api: Api, body: Any) -> Any:
        moved = forge.repository.commit([forge.main], {"README.md": b"Bonjour.\n"}, "house: say hello")
        forge.repository.move("main", moved)
        return deploy(api, body)

    monkeypatch.setattr(Api, "_deploy", meanwhile)
    run = forge.push({path_of(1): form_writes(practice(1))})
    assert run.result == "success", run.told
    assert "l-atelier-des-horaires-numero-1" in _titles(forge)
    assert run.summary.startswith("main a avancé entre-temps")
    assert "::warning title=Adresses à inscrire::" in run.step("Écrire dans main").log
    monkeypatch.undo()
    forge.press("publication.yml")
    assert forge.runs[-1].result == "success", forge.runs[-1].told
    assert forge.repository.git("log", "-1", "--format=%s", "main") == BOT


def test_time_passes_without_a_commit(forge: Forge) -> None:
    """The site says what is to be read again as of the day it is built: the same bytes all day, other words in two years."""
    forge.press("publication.yml")
    first, last = forge.published, forge.main
    forge.press("weekly.yml")
    assert _bytes(first) == _bytes(forge.published)
    forge.day += timedelta(days=800)
    forge.press("weekly.yml")
    assert forge.runs[-1].result == "success"
    assert forge.main == last
    assert forge.published is not None
    page = "pratiques/act-elles/index.html"
    assert _bytes(first)[page] != _bytes(forge.published)[page]
    assert "À vérifier" in (forge.published / page).read_text("utf-8")
    # Where the forge has put the schedule to sleep, this page says since when.
    state = (forge.published / "a-propos/etat/index.html").read_text("utf-8")
    assert f'data-construit="{forge.day}"' in state


def _bytes(site: Path | None) -> dict[str, bytes]:
    assert site is not None
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_the_old_way_waited_for_a_clone(forge: Forge) -> None:
    """The publication as it was is red until somebody promises the addresses in a clone; the new one takes over from there."""
    forge.settings.variables["PDF"] = "non"
    paths = (".github/workflows/publication.yml", "scripts/catalogue/cli.py")
    new = {path: forge.repository.read(forge.main, path) + "\n" for path in paths}
    workflow = (DATA / "forge" / "publication-before.yml").read_text("utf-8")
    # The command as it was, too: asked to verify, it told the addresses that nobody had promised, as a fault.
    was = {
        '    "--site": {': '    "--verifier": {"action": "store_true"},\n',
        "    name, content = file_of(": "    if given.verifier:\n        return PROBLEMS\n",
    }
    command = new[paths[1]]
    for here, before in was.items():
        assert command.count(here) == 1
        command = command.replace(here, before + here)
    forge.press("publication.yml")  # all that is there is promised
    assert forge.push(dict(zip(paths, (workflow, command), strict=True))).result == "success"

    run = forge.push({path_of(1): form_writes(practice(1))})
    assert run.result == "failure"
    last = run.steps[-1]
    assert last.name == "Demander que les adresses soient promises"
    assert "/pratiques/l-atelier-des-horaires-numero-1/" in last.log
    assert forge.push({path_of(2): form_writes(practice(2))}).result == "failure"  # what comes after waits too
    assert not any(name.startswith("l-atelier") for name in _titles(forge))

    run = forge.push(new)
    assert run.result == "success", run.told
    assert {f"l-atelier-des-horaires-numero-{number}" for number in (1, 2)} <= _titles(forge)
    assert forge.repository.git("log", "-1", "--format=%s", "main") == BOT
