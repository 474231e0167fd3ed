"""What people add passes after it is merged as before: one addition after the other, the whole stays green."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from catalogue.checks.check import check
from catalogue.contribute.from_issue import from_issue
from catalogue.contribute.issue_form import questions
from catalogue.records import write
from catalogue.system.project import today
from common import ROOT

GIT = shutil.which("git") or "git"

MINIMAL = """\
titre: {titre}
resume: Une pratique ajoutée pour l’essai, avec ce que le modèle demande et rien de plus.
levier: portage
porteurs: [mmie-lyon]
sources: [{{id: maximilien-diversification, repere: B.1}}]
verifie_le: {jour}
"""

BRINGING = """\
titre: Une pratique qui apporte sa source
resume: Une pratique ajoutée pour l’essai, avec une organisation et une source que le catalogue n’avait pas.
levier: partenariat
porteurs: [agglomeration-essai]
chiffres:
  - {{valeur: 41, unite: "%", libelle: part des femmes embauchées, nature: declare, source: bilan-essai, repere: page 7}}
sources: [{{id: bilan-essai, repere: page 7}}]
verifie_le: {jour}
nouveau:
  organisations:
    agglomeration-essai: {{nom: Agglomération d’essai, nature: collectivite, region: "28"}}
  sources:
    bilan-essai: {{titre: Bilan d’essai des clauses, editeur: agglomeration-essai}}
"""

WORDS = {
    "publics": ("apprenties", "Apprenties"),
    "freins": ("mobilite-essai", "Mobilité d’essai"),
    "secteurs": ("espaces-verts-essai", "Espaces verts d’essai"),
}


def _minimal(titre: str, day: date) -> str:
    return MINIMAL.format(titre=titre, jour=day.isoformat())


def _from_the_form(project: Path) -> None:
    """A practice as the form writes it."""
    data = {
        "titre": "Des places en crèche près du chantier",
        "resume": "Une commune réserve des places en crèche aux parents embauchés sur un chantier voisin.",
        "levier": "freins-peripheriques",
        "porteurs": ["mmie-lyon"],
        "contexte": "Les horaires du chantier ne laissent pas le temps de chercher un mode de garde.",
        "sources": [{"id": "maximilien-diversification", "repere": "B.2"}],
        "verifie_le": today().isoformat(),
    }
    (project / "practices" / "places-en-creche-essai.yml").write_text(write.record(data), "utf-8")


def _from_a_ticket(project: Path) -> None:
    """A practice from a ticket of the forge."""
    catalogue = check(project / "practices", today()).catalogue
    assert catalogue is not None
    said = {
        "titre": "Des visites d’atelier pour les demandeuses d’emploi",
        "resume": "Une entreprise ouvre son atelier à des demandeuses d’emploi, une fois par mois, avec une tutrice.",
        "levier": catalogue.leviers["sensibilisation-metiers"].nom,
        "porteurs": "Entreprise d’essai",
        "source": "Compte rendu des visites",
        "repere": "page 2",
        "editeur": "Entreprise d’essai",
        "nature": "Entreprise",
        "region": "Normandie",
    }
    text = "\n\n".join(f"### {one.titre}\n\n{said[one.nom]}" for one in questions(catalogue) if one.nom in said)
    found, record, faults = from_issue(project, catalogue, text)
    assert faults == []
    (project / "practices" / f"{found.nom}.yml").write_text(record, "utf-8")


def _record(name: str, text: str) -> Callable[[Path], None]:
    def add(project: Path) -> None:
        (project / "practices" / f"{name}.yml").write_text(text, "utf-8")

    return add


def _read_again(project: Path) -> None:
    """A record read again today, without any other change."""
    path = project / "practices" / "act-elles.yml"
    path.write_text(re.sub(r"(?m)^verifie_le: .*$", f"verifie_le: {today()}", path.read_text("utf-8")), "utf-8")


def _word(kind: str) -> Callable[[Path], None]:
    def add(project: Path) -> None:
        name, words = WORDS[kind]
        with (project / "practices" / "vocabulaires" / f"{kind}.yml").open("a", encoding="utf-8") as file:
            file.write(f"{name}:\n  nom: {words}\n")
        text = _minimal(f"Une pratique qui emploie un mot nouveau, {kind}", today())
        (project / "practices" / f"mot-nouveau-{kind}.yml").write_text(f"{text}{kind}: [{name}]\n", "utf-8")

    return add


def _withdrawal(project: Path) -> None:
    """A practice withdrawn, with a word on why."""
    (project / "practices" / "minimale-essai.yml").unlink()
    with (project / "practices" / "vocabulaires" / "retraits.yml").open("a", encoding="utf-8") as file:
        file.write(f"minimale-essai:\n  titre: Une pratique minimale\n  le: {today()}\n  raison: L’essai a pris fin.\n")


def _rename(project: Path) -> None:
    """A practice renamed, its former name kept."""
    old = project / "practices" / "apporte-essai.yml"
    old.rename(old.with_name("apporte-encore-essai.yml"))
    new = old.with_name("apporte-encore-essai.yml")
    new.write_text(new.read_text("utf-8") + "alias: [apporte-essai]\n", "utf-8")


def _fifty(project: Path) -> None:
    """Fifty practices at once."""
    for number in range(50):
        text = _minimal(f"Une pratique parmi cinquante, n° {number}", today())
        (project / "practices" / f"parmi-cinquante-{number}.yml").write_text(text, "utf-8")


ADDITIONS: dict[str, Callable[[Path], None]] = {
    "as the form writes it": _from_the_form,
    "from a ticket": _from_a_ticket,
    "minimal": _record("minimale-essai", _minimal("Une pratique minimale", today())),
    "read again today": _read_again,
    "from a new source and carrier": _record("apporte-essai", BRINGING.format(jour=today())),
    **{f"a new word of {kind}": _word(kind) for kind in WORDS},
    "a withdrawal": _withdrawal,
    "a rename": _rename,
    "fifty at once": _fifty,
}


def _copy(folder: Path) -> Path:
    """Return a copy of all that git tracks of the project, in a repository of its own, so that its tests can run there."""
    listed = subprocess.run([GIT, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    _git(folder, "init", "-q", "-b", "main")
    return folder


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        [GIT, "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@x.example", *arguments], check=True
    )


def _run(folder: Path, *command: str, **more: str) -> str:
    """Run `command` of this environment in the copy; return what it printed, which must say that all is well."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "scripts"), "NO_MKDOCS_2_WARNING": "1", **more}
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    program = [str(Path(sys.executable).parent / command[0]), *command[1:]]
    done = subprocess.run(program, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
    return done.stdout


@pytest.mark.long
def test_additions_stay_green_one_after_the_other(tmp_path: Path) -> None:
    """After each addition, the checks, the site, the promises and what is asked of today's records pass; at the end, all tests do.

    Publication does no more: it promises the addresses of what was added, so that what is renamed or withdrawn later answers.
    """
    project = _copy(tmp_path / "projet")
    _git(project, "add", "-A")
    _git(project, "commit", "-qm", "x")
    for name, add in ADDITIONS.items():
        add(project)
        assert _run(project, "catalogue", "check").startswith("Tout est en ordre."), name
        _run(project, "catalogue", "site", PDF="non")
        _run(project, "catalogue", "permaliens", "--site", "site", PDF="non")
        _git(project, "add", "-A")
        _git(project, "commit", "-qm", name)
        _run(project, "pytest", "-q", "-m", "not long", "tests/content")
    _run(
        project, "pytest", "-q", "-n", "2", "-m", "not long", "--ignore=tests/browser", "--ignore=tests/test_vendor.py"
    )


@pytest.mark.long
def test_a_record_of_next_year_passes_next_year(tmp_path: Path) -> None:
    """A record read again next year passes on its day, and is told for a slip today."""
    project = _copy(tmp_path / "projet")
    day = today() + timedelta(days=365)
    _record("annee-prochaine-essai", _minimal("Une pratique de l’an prochain", day))(project)
    assert [problem.rule for problem in check(project / "practices", today()).problems] == ["date-future"]
    assert check(project / "practices", day).problems == []
