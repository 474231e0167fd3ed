"""Publishing: whole or not at all, and a preview that keeps up with what is edited."""

import hashlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import run


def _state(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


_PDF = r'href="(?!https?:)[^"]*\.pdf"'
_LINKING = ("index.html", "pratiques/index.html", "pratiques/nego-training/index.html")  # where there are PDFs


def _break_record(project: Path) -> None:
    path = project / "practices" / "nego-training.yml"
    path.write_text(re.sub(r"(?m)^levier: .*$", "levier: inconnu", path.read_text("utf-8")), "utf-8")


def _break_template(project: Path) -> None:
    path = project / "scripts" / "catalogue" / "templates" / "region.html"
    path.write_text("{{ rien_de_tel }}", "utf-8")


def _break_page(project: Path) -> None:
    (project / "docs" / "index.md").write_text("# Accueil\n\n[perdu](nulle-part.md)\n", "utf-8")


def _break_macro(project: Path) -> None:
    (project / "docs" / "index.md").write_text(
        "---\nrender_macros: true\n---\n# Accueil\n\n{{ nulle_part() }}\n", "utf-8"
    )


@pytest.mark.parametrize("fault", [_break_record, _break_template, _break_page, _break_macro])
def test_a_fault_leaves_the_last_site_as_it_was(fault: object, project: Path) -> None:
    """Whatever goes wrong, `catalogue site` fails and the site published before stands, byte for byte."""
    target = project / "site"
    target.mkdir()
    (target / "index.html").write_text("le site d’avant", "utf-8")
    before = _state(target)
    assert callable(fault)
    fault(project)
    result = run(project, "catalogue", "site")
    assert result.code == 1
    assert "Traceback" not in result.output
    assert _state(target) == before
    assert not list(project.glob(".site-*"))


def test_a_broken_record_is_told_where_and_how(project: Path) -> None:
    """The build's message names the file, the line, the rule and the mend."""
    _break_record(project)
    output = run(project, "catalogue", "site").output
    assert re.search(r"practices/nego-training\.yml:\d+:9: .*« inconnu ».*\[levier-inconnu\]", output)


def test_plain_mkdocs_build_refuses_a_broken_record_too(project: Path) -> None:
    """Without `catalogue site`, the checks still come before anything is written."""
    target = project / "site"
    target.mkdir()
    (target / "index.html").write_text("le site d’avant", "utf-8")
    _break_record(project)
    result = run(project, "mkdocs", "build")
    assert result.code != 0
    assert "Traceback" not in result.output
    assert _state(target) == {"index.html": hashlib.sha256("le site d’avant".encode()).hexdigest()}


def test_a_new_site_replaces_the_old_one(project: Path) -> None:
    """What the old site had and the new one has not is gone."""
    target = project / "public"
    target.mkdir()
    (target / "index.html").write_text("vieux", "utf-8")
    (target / "vieux.html").write_text("vieux", "utf-8")
    assert run(project, "catalogue", "site", "public").code == 0
    assert (target / "index.html").is_file()
    assert not (target / "vieux.html").exists()
    assert not re.search(_PDF, "".join((target / page).read_text("utf-8") for page in _LINKING))
    assert not list(target.rglob("*.pdf"))  # PDF=non in the tests


@pytest.mark.parametrize("target", [".", "..", "", "docs", "practices", "theme/site", "mkdocs.yml", "a-moi"])
def test_only_a_site_is_ever_replaced(target: str, project: Path) -> None:
    """The project, its sources, a file, or a folder that is not a site are refused, and stand as they were."""
    (project / "a-moi").mkdir()
    (project / "a-moi" / "these.odt").touch()
    before = _state(project)
    result = run(project, "catalogue", "site", target)
    assert result.code == 2
    assert _state(project) == before


def test_a_link_in_docs_publishes_nothing_from_elsewhere(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A symbolic link among the pages stops the build: it could publish any file of the machine that builds."""
    secret = tmp_path_factory.mktemp("ailleurs") / "secret.txt"
    secret.write_text("secret", "utf-8")
    (project / "docs" / "page.txt").symlink_to(secret)
    result = run(project, "catalogue", "site")
    assert (result.code, "docs/page.txt est un lien" in result.output) == (1, True)


def test_two_pages_never_share_an_address(project: Path) -> None:
    """A hand-written page that takes the address of a fiche stops the build rather than hide it."""
    page = project / "docs" / "pratiques" / "nego-training" / "index.md"
    page.parent.mkdir(parents=True)
    page.write_text("# Autre chose\n", "utf-8")
    result = run(project, "catalogue", "site")
    assert (result.code, "/pratiques/nego-training/" in result.output) == (1, True)


@pytest.fixture
def preview(project: Path) -> Iterator[str]:
    """The address of `mkdocs serve` over a project that the test may edit."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "mkdocs"), "serve", "--dev-addr", f"127.0.0.1:{port}", "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(project / "scripts"), "NO_MKDOCS_2_WARNING": "1", "PDF": "oui"}
    with subprocess.Popen(command, cwd=project, env=environment) as server:
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def _read_until(address: str, text: str) -> str:
    """Return the page at `address` once it holds `text`, or as it is after a minute."""
    page = ""
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                page = answer.read().decode()
        except OSError:
            page = ""
        if text in page:
            break
        time.sleep(0.25)
    return page


def test_preview_follows_records_vocabularies_and_templates(project: Path, preview: str) -> None:
    """A saved record, vocabulary or template shows in `mkdocs serve` without a restart."""
    address = f"{preview}pratiques/nego-training/"
    page = _read_until(address, "data-fiche")
    assert "data-fiche" in page
    assert not re.search(_PDF, page)  # a preview makes none, and links to none

    record = project / "practices" / "nego-training.yml"
    record.write_text(re.sub(r"(?m)^titre: .*$", "titre: Un titre changé", record.read_text("utf-8")), "utf-8")
    assert "Un titre changé" in _read_until(address, "Un titre changé")

    levers = project / "practices" / "vocabulaires" / "leviers.yml"
    levers.write_text(re.sub(r"(?m)^  nom: .*$", "  nom: Un nom changé", levers.read_text("utf-8"), count=1), "utf-8")
    assert "Un nom changé" in _read_until(f"{preview}leviers/", "Un nom changé")

    template = project / "scripts" / "catalogue" / "templates" / "fiche.html"
    template.write_text(template.read_text("utf-8").replace("Porté par", "Mené par"), "utf-8")
    assert "Mené par" in _read_until(address, "Mené par")
