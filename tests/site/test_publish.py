"""Publishing: whole or not at all."""

import hashlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from common import run


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
    path = project / "scripts" / "catalogue" / "pages" / "templates" / "region.html"
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
    assert (result.code, "docs/page.txt:1:1: « page.txt » est un lien" in result.output) == (1, True)


def test_two_pages_never_share_an_address(project: Path) -> None:
    """A hand-written page that takes the address of a fiche stops the build rather than hide it."""
    page = project / "docs" / "pratiques" / "nego-training" / "index.md"
    page.parent.mkdir(parents=True)
    page.write_text("# Autre chose\n", "utf-8")
    result = run(project, "catalogue", "site")
    assert (result.code, "/pratiques/nego-training/" in result.output) == (1, True)


def _old_site(folder: Path) -> dict[str, str]:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("le site d’avant", "utf-8")
    return _state(folder)


def _limited(project: Path, target: str, limit: str) -> tuple[int, list[str]]:
    """Run `catalogue site` in a process that has run `limit`, Python; return its code and the lines that it printed."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")
    }  # it writes too
    command = Path(sys.executable).parent / "catalogue"
    script = f"import ctypes, os, resource\n{limit}\nos.execv({str(command)!r}, ['catalogue', 'site', {target!r}])"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project,
        env={**environment, "PYTHONPATH": str(project / "scripts")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_build_leaves_nothing(number: signal.Signals, project: Path) -> None:
    """Stopped when all is written and nothing yet in place: exit 1, one line, the last site, and no leftovers."""
    before = _old_site(project / "site")
    plugin = project / "scripts" / "catalogue" / "site" / "plugin.py"
    text = plugin.read_text("utf-8")
    last = "        lost = served.unanswered("
    assert text.count(last) == 1
    pause = '        print("écrit", flush=True)\n        __import__("time").sleep(60)\n'
    plugin.write_text(text.replace(last, pause + last), "utf-8")
    command = [str(Path(sys.executable).parent / "catalogue"), "site"]
    environment = {**os.environ, "PYTHONPATH": str(project / "scripts")}
    with subprocess.Popen(
        command,
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # tests run in the background may ignore it
    ) as build:
        assert build.stdout is not None
        assert build.stdout.readline() == "écrit\n"
        (fresh,) = project.glob(".site-*/site/index.html")
        assert fresh.is_file()
        build.send_signal(number)
        said = build.stdout.read()
    assert (build.returncode, said) == (1, "Interrompu.\n")
    assert _state(project / "site") == before
    assert not list(project.glob(".site-*"))


def test_a_command_told_to_go_on_goes_on() -> None:
    """A signal that the caller has asked to ignore (nohup does) stays ignored."""
    code = (
        "import signal, sys, catalogue.cli as cli; from catalogue.__main__ import main\n"
        "cli.main = lambda: signal.raise_signal(signal.SIGHUP) or 0\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN if sys.argv[1:] else signal.SIG_DFL)\n"
        "sys.exit(main())"
    )
    codes = [subprocess.run([sys.executable, "-c", code, *ignored], check=False).returncode for ignored in ([], ["x"])]
    assert codes == [1, 0]


def test_a_disk_that_refuses_a_file_leaves_the_last_site(project: Path) -> None:
    """A write that fails midway stops the build: what failed, what is left, in French; the last site and no leftovers."""
    before = _old_site(project / "site")
    code, lines = _limited(project, "site", "resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, 16_000))")
    assert code == 1
    assert lines[-1].endswith("e fichier est trop grand. Le dossier site/ est resté comme il était.")
    assert not [line for line in lines if re.search(r"Traceback|Errno|[Ee]rror", line)]
    assert _state(project / "site") == before
    assert not list(project.glob(".site-*"))


def test_a_folder_that_cannot_be_written_is_told(project: Path) -> None:
    """Where nothing may be written, the build says so before it begins, and leaves the site there."""
    before = _old_site(project / "public" / "site")
    (project / "public").chmod(0o555)
    refuse_root_too = "ctypes.CDLL(None).prctl(24, 1)"  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
    code, lines = _limited(project, "public/site", refuse_root_too)
    (project / "public").chmod(0o755)
    assert code == 1
    assert len(lines) == 1
    assert lines[0].endswith(" : accès refusé. Le dossier site/ est resté comme il était.")
    assert _state(project / "public" / "site") == before
