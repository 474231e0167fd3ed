"""The promised addresses: a record renamed or gone, an anchor changed, the list edited; each refused, with its mend."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from built import made_beside
from catalogue import cli
from catalogue.checks.check import check
from catalogue.checks.permalinks import Listed, seal, written
from catalogue.exports import qr
from catalogue.pages import Renderer, pages
from catalogue.problems.problem import Problem
from catalogue.site import served
from common import FROZEN, TODAY, run
from invalid import put_in_place

LISTED = "practices/permaliens.txt"


@pytest.fixture
def listed(valid: Path) -> Path:
    """The small catalogue, with all that it publishes promised; its practices/ folder, free to break."""
    names = [path.stem for path in valid.glob("*.yml")]
    promises: dict[str, list[str]] = {f"/pratiques/{name}/": [] for name in names}
    promises |= {"/": ["ou"], "/leviers/portage/": [], "/organisations/reseau-test/": [], "/territoires/normandie/": []}
    promises |= {"/pratiques/*/": ["contexte", "sources"], "/p/*/": []}
    (valid / "permaliens.txt").write_text(written(promises), "utf-8")
    assert check(valid, TODAY).problems == []
    return valid


def _line(practices: Path, address: str) -> int:
    return (practices / "permaliens.txt").read_text("utf-8").split("\n").index(address) + 1


def _told(practices: Path) -> list[Problem]:
    return check(practices, TODAY).problems


# --- A record renamed, a record gone ---------------------------------------------------------------------------------


@pytest.mark.parametrize("new", ["atelier-essai", "tout-autre-chose"])
def test_a_renamed_record_is_refused_and_its_alias_mends_it(new: str, listed: Path) -> None:
    """Renaming a file is told at the line of its address, with the alias to add to the new file; which mends it."""
    line = _line(listed, "/pratiques/atelier-test/")
    (listed / "atelier-test.yml").rename(listed / f"{new}.yml")
    for path in listed.glob("*.yml"):  # those that cited it follow
        path.write_text(path.read_text("utf-8").replace("atelier-test", new), "utf-8")
    (problem,) = _told(listed)
    assert (problem.path, problem.line, problem.rule) == (LISTED, line, "permalien-perdu")
    assert "atelier-test" in problem.example
    assert problem.example.startswith("alias: [")
    assert f"practices/{new}.yml" in problem.message
    put_in_place(listed.parent, problem)
    assert _told(listed) == []


def test_a_record_that_is_gone_is_refused_until_its_withdrawal_is_told(listed: Path) -> None:
    """Deleting a file is told; a word on its withdrawal, with what replaces it, mends it."""
    (listed / "marche-test.yml").unlink()
    lost = [problem for problem in _told(listed) if problem.rule == "permalien-perdu"]
    assert [(problem.path, problem.line) for problem in lost] == [(LISTED, _line(listed, "/pratiques/marche-test/"))]
    assert "practices/vocabulaires/retraits.yml" in lost[0].message
    (listed / "vocabulaires" / "retraits.yml").write_text(
        "marche-test:\n  titre: Un marché\n  le: 2026-01-31\n  raison: Le marché a pris fin.\n"
        "  remplacee_par: [atelier-test]\n",
        "utf-8",
    )
    assert [problem for problem in _told(listed) if problem.rule == "permalien-perdu"] == []


def test_a_vocabulary_entry_that_is_gone_is_refused_until_its_withdrawal_is_told(listed: Path) -> None:
    """An organisation's page is promised too; one that goes, or is renamed, leaves a word that leads on."""
    organisations = listed / "vocabulaires" / "organisations.yml"
    for path in [*listed.glob("*.yml"), *listed.glob("vocabulaires/*.yml")]:
        path.write_text(path.read_text("utf-8").replace("reseau-test", "reseau-neuf"), "utf-8")
    (problem,) = _told(listed)
    assert (problem.rule, problem.line) == ("permalien-perdu", _line(listed, "/organisations/reseau-test/"))
    assert "adresse: organisations/reseau-test/" in problem.example
    assert organisations.is_file()
    mend = problem.example.replace("titre: …", "titre: Réseau").replace("le: …", "le: 2026-01-31")
    mend = mend.replace("raison: …", "raison: Il a changé de nom.").replace(
        "vers: …", "vers: organisations/reseau-neuf/"
    )
    (listed / "vocabulaires" / "retraits.yml").write_text(f"{mend}\n", "utf-8")
    assert _told(listed) == []


def test_a_withdrawal_in_the_future_is_refused(listed: Path) -> None:
    """What was withdrawn was so on a day that has come."""
    (listed / "vocabulaires" / "retraits.yml").write_text(
        "autre:\n  titre: Une autre\n  le: 2027-01-31\n  raison: Elle a pris fin.\n", "utf-8"
    )
    assert [(problem.rule, problem.line) for problem in _told(listed)] == [("date-future", 3)]


def test_what_cannot_be_read_is_not_lost(listed: Path) -> None:
    """A record or a vocabulary with a fault of its own is not also told as an address that no longer answers."""
    (listed / "marche-test.yml").write_text("titre: 'ouvert\n", "utf-8")
    (listed / "vocabulaires" / "organisations.yml").write_text("a: 'ouvert\n", "utf-8")
    assert {problem.rule for problem in _told(listed)} == {"yaml-syntaxe"}


# --- The list edited -------------------------------------------------------------------------------------------------


def _edit(practices: Path, old: str, new: str) -> None:
    path = practices / "permaliens.txt"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_dropped_line_is_found_where_it_stood(listed: Path) -> None:
    """A line taken out of the list is told at its place, and put back by the mend."""
    line = _line(listed, "/pratiques/atelier-test/")
    _edit(listed, "/pratiques/atelier-test/\n", "")
    (problem,) = _told(listed)
    assert (problem.path, problem.line, problem.rule) == (LISTED, line, "permaliens-changes")
    put_in_place(listed.parent, problem)
    assert _told(listed) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/ #ou\n", "/\n"),
        ("/ #ou\n", ""),
        ("/leviers/portage/\n", "/leviers/portage/\n/neuve/\n"),
        ("/pratiques/*/ #contexte", "/pratiques/*/ #contextes"),
        ("sceau ", "sceau 0"),
        ("# 9 adresses", "# 8 adresses"),
    ],
)
def test_any_other_edit_breaks_the_seal(old: str, new: str, listed: Path) -> None:
    """An anchor or an address changed by hand, in whatever way, is told, and says how to have the list back."""
    _edit(listed, old, new)
    problems = _told(listed)
    assert [problem.rule for problem in problems] == ["permaliens-changes"]
    assert f"git checkout {LISTED}" in problems[0].example


def test_dropping_the_line_of_a_record_that_is_gone_is_refused(listed: Path) -> None:
    """The list cannot be made to forget what was renamed or deleted."""
    (listed / "marche-test.yml").unlink()
    _edit(listed, "/pratiques/marche-test/\n", "")
    assert "permaliens-changes" in {problem.rule for problem in _told(listed)}


def test_git_remembers_a_line_even_under_a_new_seal(listed: Path) -> None:
    """Where there is git, a line dropped with the seal made anew is told at its place, and so is a list that is gone."""
    root = listed.parent
    git = ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@x.example"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    found = Listed(LISTED, (listed / "permaliens.txt").read_text("utf-8"))
    _edit(listed, "/pratiques/atelier-test/\n", "")
    _edit(listed, seal(found.lines), seal([line for line in found.lines if line != "/pratiques/atelier-test/"]))
    assert _told(listed) == []
    subprocess.run([*git, "commit", "-qam", "y"], check=True)
    result = run(root, "catalogue", "check")
    assert result.code == 1
    line = found.line_of("/pratiques/atelier-test/")
    assert f"{LISTED}:{line}:1: « /pratiques/atelier-test/ » manque" in result.output
    (listed / "permaliens.txt").unlink()
    assert "manque, ou ne peut être lu" in run(root, "catalogue", "check").output


def test_a_new_record_needs_no_place_in_the_list(listed: Path) -> None:
    """A contributor who adds a practice owes the list nothing."""
    text = (listed / "atelier-test.yml").read_text("utf-8").replace("titre: ", "titre: Nouveau, ")
    (listed / "nouvelle-pratique.yml").write_text(text, "utf-8")
    assert "permalien" not in " ".join(problem.rule for problem in _told(listed))


def test_the_list_grows_and_forgets_nothing() -> None:
    """What is added finds its place, sealed; what was there stays, anchors included."""
    before = Listed(LISTED, written({"/b/": ["un"], "/d/": []}))
    after = Listed(LISTED, before.grown({"/b/": ["deux"], "/c/": [], "/a/": []}))
    assert list(after.lines) == ["/a/", "/b/ #un #deux", "/c/", "/d/"]
    assert after.sealed
    assert before.grown({}) == before.text


# --- What only the site knows ----------------------------------------------------------------------------------------


def test_the_real_list_answers_whole(site: Path) -> None:
    """Every promised address and anchor is on the built site; nothing is listed that is not."""
    listed = Listed(LISTED, (FROZEN / LISTED).read_text("utf-8"))
    assert list(listed.unanswered(lambda address, anchors: served.missing(site, address, anchors), [])) == []
    assert len(listed.practices) >= 16
    assert listed.sealed


def test_a_changed_anchor_stops_the_build(project: Path) -> None:
    """A heading reworded, a page moved: the build is refused at their lines, with the mends, and the old site stays."""
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("ancien", "utf-8")
    page = project / "docs" / "methode" / "enjeux.md"
    page.write_text(page.read_text("utf-8").replace("## Le constat", "## Ce qu’on constate"), "utf-8")
    path = project / LISTED
    found = Listed(LISTED, path.read_text("utf-8"))
    path.write_text(found.grown({"/ancienne-page/": [], "/pratiques/*/ancien.csv": []}), "utf-8")
    lines = Listed(LISTED, path.read_text("utf-8"))
    result = run(project, "catalogue", "site")
    assert result.code == 1
    at = lines.line_of("/methode/enjeux/")
    assert f"{LISTED}:{at}:1: L’ancre « #le-constat » de « /methode/enjeux/ »" in result.output
    assert "{: #le-constat }" in result.output
    assert f"{LISTED}:{lines.line_of('/ancienne-page/')}:1:" in result.output
    assert "« /pratiques/nego-training/ancien.csv »" in result.output
    assert (project / "site" / "index.html").read_text("utf-8") == "ancien"


def test_what_a_site_promises(tmp_path: Path) -> None:
    """Pages, the sections of those written by hand, data, feeds; neither former addresses, sheets, nor the site's own files."""
    docs, site = tmp_path / "docs", tmp_path / "site"
    pages = {
        "": '<h2 id="ou">',
        "pratiques/": '<h2 id="x">',
        "pratiques/neuve/": "",
        "pratiques/qr/": "",
        "pratiques/ancienne/": '<meta name="robots" content="noindex">',
        "leviers/portage/page-2/": "",
        "methode/enjeux/": '<h2 id="constat">',
        "p/neuve/": '<meta name="robots" content="noindex">',
    }
    for address, html in pages.items():
        (site / address).mkdir(parents=True, exist_ok=True)
        (site / address / "index.html").write_text(html, "utf-8")
    for name in ("neuve/qr.svg", "neuve/neuve.pdf", "ancienne/qr.svg", "qr/qr.svg", "qr/qr.pdf"):
        (site / "pratiques" / name).write_text("x", "utf-8")
    for name in (
        "donnees/x.csv",
        "catalogue.csv",
        "flux.xml",
        "sitemap.xml",
        "opensearch.xml",
        "assets/x.css",
        "contribuer/modele.yml",
    ):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text("x", "utf-8")
    for name in ("index.md", "methode/enjeux.md"):
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text("x", "utf-8")
    found = served.promises(site, docs)
    assert {address: anchors for address, anchors in found.items() if "*" not in address} == {
        "/": ["ou"],
        "/pratiques/": [],
        "/pratiques/neuve/": [],
        "/pratiques/qr/": [],
        "/methode/enjeux/": ["constat"],
        "/catalogue.csv": [],
        "/donnees/x.csv": [],
        "/flux.xml": [],
    }
    assert sorted(address for address in found if "*" in address) == [
        *("/carte/*/", "/p/*/", "/pratiques/*/", "/pratiques/*/*.pdf", "/pratiques/*/qr.svg")
    ]


def test_the_command_lists_what_is_new(
    project: Path, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`catalogue permaliens` tells new addresses with --verifier, then lists them; a second run has nothing to add."""

    def build(root: Path, target: Path) -> None:
        shutil.copytree(site, target)
        shutil.copytree(site / "methode", target / "neuve")

    monkeypatch.setattr("catalogue.site.publish.publish", build)
    monkeypatch.chdir(project)
    before = (project / LISTED).read_bytes()
    assert cli.main(["permaliens", "--verifier"]) == 1
    assert capsys.readouterr().out.startswith("/neuve/\n")
    assert (project / LISTED).read_bytes() == before
    assert cli.main(["permaliens"]) == 0
    listed = Listed(LISTED, (project / LISTED).read_text("utf-8"))
    assert listed.sealed
    assert set(listed.lines) - set(Listed(LISTED, before.decode()).lines) >= {"/neuve/"}
    assert cli.main(["permaliens", "--verifier"]) == 0
    _edit(project / "practices", "/neuve/\n", "")
    assert cli.main(["permaliens"]) == 1


# --- Former addresses ------------------------------------------------------------------------------------------------


def test_former_addresses_serve_all_that_the_fiche_does(valid: Path) -> None:
    """Under an alias stand the fiche, its short address, its card and its files; counts and lists know the new id only."""
    catalogue = check(valid, TODAY).catalogue
    assert catalogue is not None
    renderer = Renderer(catalogue, site="https://x.example/")
    made = {page.address: page for page in pages(renderer)}
    beside = made_beside(renderer)
    (alias,) = catalogue.pratiques["creches-test"].alias
    old, new = made[f"pratiques/{alias}/"], made["pratiques/creches-test/"]
    assert old.html.endswith(new.html)
    assert 'href="../../pratiques/creches-test/"' in old.html.split("</p>")[0]
    assert (old.meta["robots"], old.meta["nouvelle"]) == ("noindex", new.address)
    assert '"id": "creches-test"' in beside[f"pratiques/{alias}/pratique.json"]
    for name in ("citation.bib", "citation.json", "qr.svg", "seance.json"):
        assert beside[f"pratiques/{alias}/{name}"] == beside[f"pratiques/creches-test/{name}"]
    assert 'data-vers="../../pratiques/creches-test/"' in beside[f"p/{alias}/index.html"]
    assert f"carte/{alias}/index.html" in beside
    lists = [page for address, page in made.items() if address in ("pratiques/", "leviers/", "organisations/")]
    assert [page.address for page in lists if alias in page.html] == []


def test_codes_are_wide_enough_on_paper() -> None:
    """With the longest id, the code printed 27 mm wide with its edge is still 20 mm without it."""
    side, _ = qr.modules(f"https://leviers-egalite.example/p/{'x' * 64}/")
    assert 27 * (side - 2 * qr.QUIET) / side >= 20


def test_the_site_moves_and_its_codes_follow(valid: Path) -> None:
    """Codes and citations say the address that the site is published at, folder included."""
    catalogue = check(valid, TODAY).catalogue
    assert catalogue is not None
    one = replace(catalogue, pratiques={"marche-test": catalogue.pratiques["marche-test"]})
    made = made_beside(Renderer(one, site="https://x.example/ici/"))
    assert made["pratiques/marche-test/qr.svg"] == qr.svg("https://x.example/ici/p/marche-test/")
    assert "{https://x.example/ici/pratiques/marche-test/}" in made["pratiques/marche-test/citation.bib"]
