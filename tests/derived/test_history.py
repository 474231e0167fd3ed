"""Where the news come from: git, the change log, what is not committed yet; and how they are told, pages and feeds."""

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest

from catalogue.checks.check import check
from catalogue.derived.changes import Change
from catalogue.derived.history import history, kept_log, read_log
from catalogue.pages import Page, Renderer, pages
from catalogue.pages.news import feeds
from catalogue.records.change_log import FILE
from catalogue.records.model import Catalogue
from common import DATA, run

TODAY = date(2026, 11, 24)
SITE = "https://exemple.fr/egalite/"
GIT = shutil.which("git") or "git"
ATOM = "{http://www.w3.org/2005/Atom}"


class Repository:
    """A project of the small valid catalogue, kept in git."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(DATA / "valid" / "practices", self.practices)
        self.git("init", "-q", "-b", "main")
        self.commit("2026-01-31")

    @property
    def practices(self) -> Path:
        """The folder of records."""
        return self.root / "practices"

    def git(self, *arguments: str, day: str = "2026-01-31") -> str:
        """Run git there, on `day`."""
        who = {f"GIT_{role}_{what}": "essai" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        when = {f"GIT_{role}_DATE": f"{day}T12:00:00+0200" for role in ("AUTHOR", "COMMITTER")}
        own = {**os.environ, **who, **when, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(
            [GIT, "-C", str(self.root), *arguments], env=own, capture_output=True, text=True, check=True
        )
        return done.stdout

    def commit(self, day: str) -> None:
        """Commit all that stands there."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "essai", day=day)

    def revise(self, name: str, *pairs: tuple[str, str]) -> None:
        """Replace texts in the record `name`."""
        path = self.practices / f"{name}.yml"
        text = path.read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository whose records appeared in one commit."""
    return Repository(tmp_path / "projet")


def _catalogue(practices: Path) -> Catalogue:
    checked = check(practices, TODAY)
    assert checked.catalogue, checked.problems
    return checked.catalogue


def _history(practices: Path, today: date = TODAY) -> list[Change]:
    return history(practices, _catalogue(practices), today)


def _made(practices: Path) -> tuple[dict[str, Page], dict[str, str]]:
    catalogue = _catalogue(practices)
    renderer = Renderer(catalogue, site=SITE, jour=TODAY, changements=history(practices, catalogue, TODAY))
    return {page.address: page for page in pages(renderer)}, dict(feeds(renderer))


def _xml(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - of our own making


def _told(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(str(one.jour), one.pratique, "nouvelle" if one.nouvelle else " ".join(one.champs)) for one in changes]


NEW = [("2026-01-31", name, "nouvelle") for name in ("atelier-test", "creches-test", "marche-test")]


def test_a_revision_of_two_fields_is_told_before_and_after(repository: Repository) -> None:
    """/nouveautes/, the fiche, the feed of all and those of the lever name both fields, with what was and what is."""
    repository.revise(
        "creches-test",
        ("Les horaires atypiques", "Les horaires de nuit"),
        ("valeur: 60", "valeur: 61"),
        ("60 %", "61 %"),
    )
    repository.revise("creches-test", ("61 % ont gardé", "60 % ont gardé"), ("valeur: 61", "valeur: 60"))
    repository.revise("creches-test", ("statut: en-cours", "statut: terminee"))
    repository.commit("2026-03-02")
    made, written = _made(repository.practices)
    feeds_told = [
        "nouveautes.xml",
        "leviers/freins-peripheriques/nouveautes.xml",
        "leviers/hors-contrat/nouveautes.xml",
    ]
    entries = [feedparser.parse(written[name]).entries[0] for name in feeds_told]
    for html in [
        made["nouveautes/"].html,
        made["pratiques/creches-test/"].html,
        *(entry.content[0].value for entry in entries),
    ]:
        for part in ("<dt>Points de vigilance</dt>", "<del>atypiques</del>", "<ins>de nuit</ins>"):
            assert part in html
        for part in ("<dt>Statut</dt>", "<del>En cours</del>", "<ins>Terminée</ins>", "Avant", "Après"):
            assert part in html
    assert "creches-test-2026-03-02" in made["nouveautes/"].html
    assert "Fiche révisée" in entries[0].title
    assert entries[0].link == f"{SITE}pratiques/creches-test/#changements"
    assert 'id="changements"' in made["pratiques/creches-test/"].html
    assert "creches-test" not in "".join(
        e.link for e in feedparser.parse(written["leviers/portage/nouveautes.xml"]).entries
    )


def test_feeds_follow_the_standard(repository: Repository) -> None:
    """RFC 4287: each feed and entry has its id, title and date; author and both links, whole addresses, ids told apart."""
    repository.revise("marche-test", ("nettoyage de locaux", "nettoyage & entretien de locaux"))
    repository.commit("2026-03-02")
    for address, text in _made(repository.practices)[1].items():
        root = _xml(text)
        read = feedparser.parse(text.encode())
        assert not read.bozo, address
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        page = "nouveautes/" if address == "nouveautes.xml" else address.removesuffix("nouveautes.xml")
        assert links == {"self": SITE + address, "alternate": SITE + page}
        assert root.findtext(f"{ATOM}id") == SITE + address
        assert root.findtext(f"{ATOM}author/{ATOM}name") == "Leviers d’égalité"
        entries = root.findall(f"{ATOM}entry")
        for one in [root, *entries]:
            assert one.findtext(f"{ATOM}title")
            assert (one.findtext(f"{ATOM}updated") or "").endswith("T00:00:00Z")
        for one in entries:
            assert one.findtext(f"{ATOM}content")
        ids = [one.findtext(f"{ATOM}id") for one in entries]
        assert len(set(ids)) == len(ids)
        assert all(str(one).startswith("tag:exemple.fr,2026:pratiques/") for one in ids)
        if entries:
            assert root.findtext(f"{ATOM}updated") == max(one.findtext(f"{ATOM}updated") or "" for one in entries)


def test_hostile_values_are_text_in_pages_and_feeds(repository: Repository) -> None:
    """What a record said, and says, acts neither on the page nor on the feed."""
    repository.revise("marche-test", ("nettoyage de locaux", "<script>a</script> ]]> <img src=x onerror=b>"))
    repository.commit("2026-03-02")
    repository.revise("marche-test", ("<script>a</script> ]]> <img src=x onerror=b>", "1 < 2 & 'x' ]]> &amp;"))
    repository.commit("2026-03-03")
    made, written = _made(repository.practices)
    for html in [made["nouveautes/"].html, made["pratiques/marche-test/"].html]:
        assert "<script>" not in html
        assert "<img" not in html
        assert "&lt;script&gt;a&lt;/script&gt;" in html
    content = _xml(written["nouveautes.xml"]).find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert content.get("type") == "html"
    assert "&lt;img src=x onerror=b&gt;" in (content.text or "")


def test_history_goes_back_to_the_first_commit(repository: Repository) -> None:
    """Records appear, are revised, read again; several commits of one day are one change, and form is none."""
    repository.revise("marche-test", ("services", "travaux"))
    repository.commit("2026-03-02")
    repository.revise("marche-test", ("travaux", "fournitures"), ("2026-01-31", "2026-03-02"))
    repository.commit("2026-03-02")
    repository.revise("atelier-test", ("verifie_le: 2026-01-31", "verifie_le: 2026-03-03"))
    repository.commit("2026-03-03")
    repository.revise("atelier-test", ("titre: Un atelier", "# Un mot\ntitre:  Un atelier"))
    repository.commit("2026-03-04")
    found = _history(repository.practices)
    assert _told(found) == [
        ("2026-03-03", "atelier-test", "verifie_le"),
        ("2026-03-02", "marche-test", "contrat verifie_le"),
        *NEW,
    ]
    before, after = found[1].champs["contrat"]
    assert (before["type"], after["type"]) == ("services", "fournitures")


def test_a_clock_that_was_late_changes_no_order(repository: Repository) -> None:
    """A commit dated before the one it follows counts on that one's day: what it changed comes after."""
    repository.revise("marche-test", ("services", "travaux"))
    repository.commit("2026-03-02")
    repository.revise("marche-test", ("travaux", "fournitures"))
    repository.commit("2026-02-15")
    found = _history(repository.practices)
    assert _told(found) == [("2026-03-02", "marche-test", "contrat"), *NEW]
    assert found[0].champs["contrat"][1]["type"] == "fournitures"


def test_a_merge_counts_on_the_day_it_was_merged(repository: Repository) -> None:
    """A proposal is news when readers can see it, not when it was written."""
    repository.git("checkout", "-q", "-b", "proposition")
    repository.revise("marche-test", ("services", "travaux"))
    repository.commit("2026-02-01")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "fusion", "proposition", day="2026-03-05")
    assert _told(_history(repository.practices))[0] == ("2026-03-05", "marche-test", "contrat")


def test_a_renamed_record_keeps_its_history(repository: Repository) -> None:
    """A record whose former name is among its `alias` is neither new nor gone: what changed with the name is told."""
    repository.git("mv", "practices/marche-test.yml", "practices/marche-neuf.yml")
    repository.revise("marche-neuf", ("services", "travaux"), ("verifie_le", "alias: [marche-test]\nverifie_le"))
    repository.revise("creches-test", ("pratiques_liees: [marche-test]", "pratiques_liees: [marche-neuf]"))
    repository.commit("2026-03-02")
    told = [one for one in _told(_history(repository.practices)) if one[1].startswith("marche")]
    assert told == [("2026-03-02", "marche-neuf", "contrat alias"), ("2026-01-31", "marche-neuf", "nouvelle")]


def test_what_is_not_committed_yet_is_news_of_today(repository: Repository) -> None:
    """Who previews a change sees it told; a new file too."""
    repository.revise("marche-test", ("services", "travaux"))
    new = repository.practices / "atelier-test.yml"
    (repository.practices / "essai-neuf.yml").write_text(
        new.read_text("utf-8").replace("Un atelier", "Un essai"), "utf-8"
    )
    assert _told(_history(repository.practices))[:2] == [
        ("2026-11-24", "essai-neuf", "nouvelle"),
        ("2026-11-24", "marche-test", "contrat"),
    ]


def test_hostile_names_and_unreadable_states_stop_nothing(repository: Repository) -> None:
    """Odd file names, files that once were no record, links and folders are passed over."""
    (repository.practices / ":1 2 3 4 M\x01\n.yml").write_text("x", "utf-8")
    (repository.practices / "marche-test.yml").write_bytes(b"\xff\x00 :")
    repository.commit("2026-02-01")
    (repository.practices / "marche-test.yml").unlink()
    (repository.practices / "marche-test.yml").symlink_to("atelier-test.yml")
    repository.commit("2026-02-02")
    repository.git("checkout", "-q", "HEAD~2", "--", "practices/marche-test.yml")
    repository.git("rm", "-q", "-r", "--cached", "practices")
    (repository.practices / ":1 2 3 4 M\x01\n.yml").unlink()
    repository.commit("2026-02-03")
    assert set(_told(_history(repository.practices))) >= set(NEW[:2])


def test_a_shallow_clone_invents_no_news(repository: Repository, tmp_path: Path) -> None:
    """In a clone that holds one commit, that commit seems to add everything: nothing is said, and later commits are."""
    repository.revise("marche-test", ("services", "travaux"))
    repository.commit("2026-03-02")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(clone))
    assert _history(clone / "practices") == []
    repository.revise("marche-test", ("travaux", "fournitures"))
    repository.commit("2026-03-03")
    subprocess.run([GIT, "-C", str(clone), "pull", "-q"], check=True, capture_output=True)
    assert _told(_history(clone / "practices")) == [("2026-03-03", "marche-test", "contrat")]


@pytest.mark.parametrize("without", ["git", "repository", "record"])
def test_without_git_there_is_a_site_and_no_news(
    without: str, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No git, no repository, or another project's repository around: pages and feeds are made, and say so."""
    practices = repository.practices
    if without == "git":
        monkeypatch.setenv("PATH", str(tmp_path))
    elif without == "repository":
        shutil.rmtree(repository.root / ".git")
    else:
        practices = repository.root / "dedans" / "practices"
        shutil.copytree(DATA / "valid" / "practices", practices)
    made, written = _made(practices)
    assert "n’était pas disponible" in made["nouveautes/"].html
    read = feedparser.parse(written["nouveautes.xml"])
    assert (read.bozo, read.entries, read.feed.updated) == (False, [], "2026-01-31T00:00:00Z")


def test_an_inherited_git_dir_misleads_nobody(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Built from within a hook of another repository, the news are still this one's."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "ailleurs"))
    assert _told(_history(repository.practices)) == NEW


def test_the_log_outlives_git(repository: Repository) -> None:
    """`kept_log` says all of the days that are over; read without git, it gives the same news."""
    repository.revise("marche-test", ("services", "travaux"), ("de locaux", 'de « locaux », "x"'))
    repository.commit("2026-03-02")
    with_git = _history(repository.practices)
    repository.revise("atelier-test", ("page 8", "page 9"))
    log = repository.practices / FILE
    log.write_text(kept_log(repository.practices, _catalogue(repository.practices), TODAY), "utf-8")
    shutil.rmtree(repository.root / ".git")
    assert _history(repository.practices) == with_git
    assert kept_log(repository.practices, _catalogue(repository.practices), TODAY) == log.read_text("utf-8")


def test_the_log_keeps_what_a_build_leaves_out(repository: Repository) -> None:
    """A build asks git for the newest revisions only; `catalogue journal` keeps all of them, and the next build tells them."""
    for day, old, new in (
        ("01", "services", "travaux"),
        ("02", "travaux", "fournitures"),
        ("03", "fournitures", "services"),
    ):
        repository.revise("marche-test", (old, new))
        repository.commit(f"2026-03-{day}")
    revised = [("2026-03-03", "marche-test", "contrat"), ("2026-03-02", "marche-test", "contrat")]
    catalogue = _catalogue(repository.practices)
    assert _told(history(repository.practices, catalogue, TODAY, most=2)) == [*revised, *NEW]
    log = repository.practices / FILE
    log.write_text(kept_log(repository.practices, catalogue, TODAY), "utf-8")
    assert _told(history(repository.practices, catalogue, TODAY, most=2)) == [
        *revised,
        ("2026-03-01", "marche-test", "contrat"),
        *NEW,
    ]


def test_what_was_taken_out_of_the_news_stays_out(repository: Repository) -> None:
    """A slip hidden by the same value before and after is hidden still once the log was written again, twice."""
    repository.revise("marche-test", ("services", "travaux"))
    repository.commit("2026-03-02")
    log = repository.practices / FILE
    slip = {"jour": "2026-03-02", "pratique": "marche-test", "champ": "contrat", "avant": "x", "apres": "x"}
    log.write_text(f"{json.dumps(slip)}\n", "utf-8")
    for _ in range(2):
        assert _told(_history(repository.practices)) == NEW
        log.write_text(kept_log(repository.practices, _catalogue(repository.practices), TODAY), "utf-8")
    assert json.dumps(slip) in log.read_text("utf-8")


def test_a_line_of_the_log_is_read_as_it_is_written(valid: Path) -> None:
    """What the log tells of one record on one day is one change, under the name it has today; what it no longer has is left out."""
    about: dict[str, Any] = {"jour": "2026-03-02", "pratique": "marche-test"}
    lines = [
        {**about, "champ": "titre", "avant": "a", "apres": "b"},
        {**about, "champ": "statut", "avant": None, "apres": "terminee"},
        {**about, "pratique": "creche-test", "nouvelle": True},  # an alias
        {**about, "pratique": "partie", "champ": "titre", "avant": "a", "apres": "b"},
    ]
    (valid / FILE).write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    day = date(2026, 3, 2)
    assert read_log(valid, _catalogue(DATA / "valid" / "practices")) == [
        Change("marche-test", day, {"titre": ("a", "b"), "statut": (None, "terminee")}),
        Change("creches-test", day, nouvelle=True),
    ]


def test_the_command_keeps_the_log(project: Path) -> None:
    """`catalogue journal` writes what git knows, once; a line that it does not understand would be lost, so it stops there."""
    (project / "practices" / FILE).unlink()
    for arguments in (
        ["init", "-q"],
        ["add", "practices"],
        ["-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x"],
    ):
        subprocess.run(
            [GIT, "-C", str(project), *arguments],
            check=True,
            env={**os.environ, "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z"},
        )
    log = project / "practices" / FILE
    assert run(project, "catalogue", "journal").code == 0
    assert len(log.read_text("utf-8").splitlines()) == len(list((project / "practices").glob("*.yml")))
    assert run(project, "catalogue", "journal").output == "Le journal est à jour.\n"
    assert run(project, "catalogue", "check").output.startswith("Tout est en ordre.\n")
    log.write_text("{\n", "utf-8")
    refused = run(project, "catalogue", "journal")
    assert (refused.code, log.read_text("utf-8")) == (1, "{\n")
    assert "journal.jsonl:1" in refused.output
