"""The promised addresses: a record renamed or gone, an anchor changed, the list edited; each refused, with its mend."""

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from built import made_beside
from catalogue import cli
from catalogue.checks import permalinks
from catalogue.checks.check import check
from catalogue.checks.permalink_lists import FOLDER, Listed, Promised, file_of, seal
from catalogue.exports import qr
from catalogue.pages import Renderer, pages
from catalogue.problems.problem import Problem
from catalogue.site import served
from common import FROZEN, TODAY, run
from invalid import put_in_place

LISTED = "practices/permaliens.txt"
DAY = date(2026, 1, 31)


def _first(lines: Iterable[str]) -> str:
    """Return the first list, of `lines`, as it was sealed."""
    kept = sorted(lines)
    return "# Les adresses promises.\n" + "".join(f"{line}\n" for line in [*kept, seal(kept)])


@pytest.fixture
def listed(valid: Path) -> Path:
    """The small catalogue, with all that it publishes promised; its practices/ folder, free to break."""
    names = [path.stem for path in valid.glob("*.yml")]
    lines = [f"/pratiques/{name}/" for name in names]
    lines += ["/ #ou", "/leviers/portage/", "/organisations/reseau-test/", "/territoires/normandie/"]
    lines += ["/pratiques/*/ #contexte #sources", "/p/*/"]
    (valid / "permaliens.txt").write_text(_first(lines), "utf-8")
    assert check(valid, TODAY).problems == []
    return valid


def _line(practices: Path, address: str) -> int:
    return (practices / "permaliens.txt").read_text("utf-8").split("\n").index(address) + 1


def _told(practices: Path) -> list[Problem]:
    return check(practices, TODAY).problems


# --- A record renamed, a record gone ---------------------------------------------------------------------------------


@pytest.mark.parametrize("new", ["atelier-essai", "tout-autre-chose"])
def test_a_renamed_record_is_refused_and_its_alias_mends_it(new: str, listed: Path) -> None:
    """Renaming a file is told in the new file, where the alias goes that mends it: a reviewer sees it beside the change."""
    (listed / "atelier-test.yml").rename(listed / f"{new}.yml")
    for path in listed.glob("*.yml"):  # those that cited it follow
        path.write_text(path.read_text("utf-8").replace("atelier-test", new), "utf-8")
    (problem,) = _told(listed)
    assert (problem.path, problem.rule) == (f"practices/{new}.yml", "permalien-perdu")
    assert "atelier-test" in problem.example
    assert problem.example.startswith("alias: [")
    assert problem.mend is not None
    assert problem.mend.sure is (new == "atelier-essai")
    assert problem.line == problem.mend.edits[0].start[0]
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


def _git(root: Path, *commands: list[str]) -> None:
    git = ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@x.example"]
    for command in commands:
        subprocess.run([*git, *command], check=True)


def test_git_remembers_a_line_even_under_a_new_seal(listed: Path) -> None:
    """Where there is git, a line dropped with the seal made anew is told, and so is a list that is gone; the mend lists it again."""
    root = listed.parent
    _git(root, ["init", "-q"], ["add", "."], ["commit", "-qm", "x"])
    found = Listed(LISTED, (listed / "permaliens.txt").read_text("utf-8"))
    _edit(listed, "/pratiques/atelier-test/\n", "")
    _edit(listed, seal(found.lines), seal([line for line in found.lines if line != "/pratiques/atelier-test/"]))
    assert _told(listed) == []
    _git(root, ["commit", "-qam", "y"])
    result = run(root, "catalogue", "check")
    assert result.code == 1
    assert "« /pratiques/atelier-test/ » a été inscrite parmi les adresses promises, et n’y est plus" in result.output
    (listed / "permaliens.txt").unlink()
    (problem,) = check(listed, TODAY, once=sorted(found.lines)).problems
    assert "(et 8 de plus)" in problem.message
    (listed / FOLDER).mkdir()
    put_in_place(root, problem)
    assert check(listed, TODAY, once=sorted(found.lines)).problems == []


# --- A file a publication --------------------------------------------------------------------------------------------


def _publish(practices: Path, lines: list[str], day: date = DAY) -> Path:
    """Promise `lines` as a publication does; return the file."""
    name, content = file_of(lines, day)
    path = practices / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def test_each_publication_promises_in_a_file_of_its_own(listed: Path) -> None:
    """What a later file promises is held like the rest: a record that goes is told, whatever the file that lists it."""
    text = (listed / "atelier-test.yml").read_text("utf-8").replace("titre: ", "titre: Autre, ")
    (listed / "neuve.yml").write_text(text, "utf-8")
    path = _publish(listed, ["/pratiques/neuve/", "/ #suite"])
    assert _told(listed) == []
    assert Promised.read(listed).promises["/"] == ["ou", "suite"]
    (listed / "neuve.yml").unlink()
    (problem,) = _told(listed)
    shown = path.relative_to(listed.parent).as_posix()
    at = path.read_text("utf-8").split("\n").index("/pratiques/neuve/") + 1
    assert (problem.path, problem.line, problem.rule) == (shown, at, "permalien-perdu")


def test_an_edit_of_a_published_file_shows(listed: Path) -> None:
    """A file whose lines are not those that its name stands for is told; one that has gone is known from git alone."""
    path = _publish(listed, ["/leviers/portage/ #un", "/p/*/"])
    assert _told(listed) == []
    path.write_text(path.read_text("utf-8").replace("#un", "#deux"), "utf-8")
    (problem,) = _told(listed)
    assert (problem.rule, problem.path) == ("permaliens-changes", path.relative_to(listed.parent).as_posix())
    assert "git checkout" in problem.example


def test_two_branches_that_publish_merge_and_pass(listed: Path, tmp_path: Path) -> None:
    """Two branches that each promised addresses, the same one among them, merge without a conflict; the whole passes."""
    root = listed.parent
    _git(root, ["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "x"])
    for branch, lines in (("un", ["/ #un", "/ #deux"]), ("deux", ["/ #deux", "/ #trois"])):
        _git(root, ["checkout", "-q", "-b", branch, "main"])
        _publish(listed, lines)
        _git(root, ["add", "."], ["commit", "-qm", branch])
    _git(root, ["merge", "-q", "-m", "m", "un"])
    assert run(root, "catalogue", "check").output.startswith("Tout est en ordre.\n")
    assert sorted(Promised.read(listed).promises["/"]) == ["deux", "ou", "trois", "un"]


def test_a_new_record_needs_no_place_in_the_list(listed: Path) -> None:
    """A contributor who adds a practice owes the list nothing."""
    text = (listed / "atelier-test.yml").read_text("utf-8").replace("titre: ", "titre: Nouveau, ")
    (listed / "nouvelle-pratique.yml").write_text(text, "utf-8")
    assert "permalien" not in " ".join(problem.rule for problem in _told(listed))


def test_only_what_is_new_is_promised() -> None:
    """Of what a site promises, lines hold the addresses and the anchors that no list has yet."""
    promised = Promised("practices", [Listed(LISTED, _first(["/b/ #un", "/d/"]))])
    assert promised.new({"/b/": ["deux", "un"], "/c/": [], "/a/": ["x"], "/d/": []}) == ["/a/ #x", "/b/ #deux", "/c/"]
    assert promised.new({"/b/": ["un"], "/d/": []}) == []


# --- What only the site knows ----------------------------------------------------------------------------------------


def test_the_real_list_answers_whole(site: Path) -> None:
    """Every promised address and anchor is on the built site; nothing is listed that is not."""
    promised = Promised.read(FROZEN / "practices")
    found = permalinks.unanswered(promised, lambda address, anchors: served.missing(site, address, anchors), [])
    assert list(found) == []
    assert len(promised.practices) >= 16
    assert all(listed.sealed for listed in promised.lists)


def test_a_changed_anchor_stops_the_build(project: Path) -> None:
    """A heading reworded, a page moved: the build is refused at their lines, with the mends, and the old site stays."""
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("ancien", "utf-8")
    page = project / "docs" / "methode" / "enjeux.md"
    page.write_text(page.read_text("utf-8").replace("## Le constat", "## Ce qu’on constate"), "utf-8")
    path = _publish(project / "practices", ["/ancienne-page/", "/pratiques/*/ancien.csv"])
    shown = path.relative_to(project).as_posix()
    first = Listed(LISTED, (project / LISTED).read_text("utf-8"))
    lines = Listed(shown, path.read_text("utf-8"))
    result = run(project, "catalogue", "site")
    assert result.code == 1
    at = first.numbers["/methode/enjeux/"]
    assert f"{LISTED}:{at}:1: L’ancre « #le-constat » de « /methode/enjeux/ »" in result.output
    assert "{: #le-constat }" in result.output
    assert f"{shown}:{lines.numbers['/ancienne-page/']}:1:" in result.output
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


def test_the_command_promises_what_is_new(
    project: Path, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`catalogue permaliens` promises what is new, in one file, and tells it; a second run has nothing to add."""
    built = project / "construit"
    shutil.copytree(site, built)
    shutil.copytree(site / "methode", built / "neuve")
    monkeypatch.chdir(project)
    before = (project / LISTED).read_bytes()
    assert cli.main(["permaliens", "--site", str(project / "docs")]) == 2
    assert not (project / "practices" / FOLDER).exists()
    assert cli.main(["permaliens", "--site", str(built)]) == 0
    assert "/neuve/" in capsys.readouterr().out.splitlines()
    (path,) = (project / "practices" / FOLDER).iterdir()
    assert "/neuve/" in Listed("", path.read_text("utf-8")).lines
    assert (project / LISTED).read_bytes() == before
    assert cli.main(["permaliens", "--site", str(built)]) == 0
    assert capsys.readouterr().out == "Toutes les adresses du site sont déjà promises.\n"
    path.write_text(path.read_text("utf-8").replace("/neuve/\n", ""), "utf-8")
    assert cli.main(["permaliens", "--site", str(built)]) == 1


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
