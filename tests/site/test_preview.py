"""`make serve`: pages are made when they are asked for, and are those of the site."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from catalogue.pages import Page
from catalogue.site.build import build
from catalogue.site.preview import Preview


class _Server:
    """`mkdocs serve` of a project, on a port of its own."""

    def __init__(self, project: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.host = f"127.0.0.1:{self.port}"
        self.said = project / "serve.log"
        environment = {**os.environ, "PYTHONPATH": str(project / "scripts"), "NO_MKDOCS_2_WARNING": "1"}
        command = [str(Path(sys.executable).parent / "mkdocs"), "serve", "--dev-addr", self.host]
        with self.said.open("w") as log:
            self.process = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)

    def get(self, address: str, **headers: str) -> tuple[int, bytes]:
        """Return the status and the body of the answer at `address`, sent as it is written."""
        with closing(HTTPConnection(self.host, timeout=60)) as connection:
            connection.request("GET", address, headers=headers)
            with connection.getresponse() as answer:
                return answer.status, answer.read()

    def send(self, request: bytes) -> bytes:
        """Return all that is answered to the bytes of a request."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def page(self, address: str) -> str:
        """Return the page at `address`, as the built site has it: without what serves the preview alone."""
        status, body = self.get(address)
        assert status == 200, address
        text = re.sub(r"<script>\nvar livereload = .*?</script>\n?", "", body.decode(), count=1, flags=re.S)
        text = re.sub(r"<script>\nlivereload\(.*?</script>\n?", "", text, count=1, flags=re.S)
        return re.sub(r" ('|&#39;)unsafe-inline('|&#39;)", "", text)


def _until(holds: Callable[[], bool]) -> None:
    """Wait until `holds` does."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


@contextmanager
def _serving(project: Path) -> Iterator[_Server]:
    server = _Server(project)
    try:

        def up() -> bool:
            assert server.process.poll() is None, server.said.read_text()
            with socket.socket() as one:
                return one.connect_ex(("127.0.0.1", server.port)) == 0

        _until(up)
        yield server
    finally:
        server.process.terminate()
        server.process.wait()


def test_a_preview_answers_as_the_site_does(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each address of the site the preview gives the same page or file, whatever is asked first; nothing else answers."""
    site = project / "whole"
    with _serving(project) as server:
        monkeypatch.setenv("SITE_URL", f"http://{server.host}/")
        build(project, site)
        made = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        for name in ("_headers", "sitemap.xml", "404.html"):  # of a site that is published
            del made[name]
        for name, expected in reversed(made.items()):
            if name.endswith(".html"):
                assert server.page(f"/{name.removesuffix('index.html')}") == expected.decode(), name
            else:
                assert server.get(f"/{name}") == (200, expected), name
        for name in ("pratiques/rien/", "p/", "carte/../mkdocs.yml", "pratiques/../../mkdocs.yml", "donnees/rien.json"):
            assert server.get(f"/{name}")[0] == 404, name


def test_a_preview_shows_what_is_saved(project: Path) -> None:
    """A saved record, vocabulary or template shows without a restart, wherever it is read; a fault is told, its mend shows."""
    record = project / "practices" / "nego-training.yml"
    levers = project / "practices" / "vocabulaires" / "leviers.yml"
    template = project / "scripts" / "catalogue" / "pages" / "templates" / "fiche.html"
    title = "titre: Un titre changé"
    with _serving(project) as server:

        def show(path: Path, pattern: str, new: str, address: str, words: str) -> None:
            path.write_text(re.sub(pattern, new, path.read_text("utf-8"), count=1, flags=re.M), "utf-8")
            _until(lambda: words in server.page(address))

        assert not re.search(
            r'href="(?!https?:)[^"]*\.pdf"', server.page("/pratiques/nego-training/")
        )  # a preview has none
        show(record, "^titre: .*$", title, "/pratiques/nego-training/", "Un titre changé")
        assert "Un titre changé" in server.page("/pratiques/")
        assert "Un titre changé" in server.page("/carte/nego-training/")
        show(levers, "^  nom: .*$", "  nom: Un nom changé", "/leviers/", "Un nom changé")
        show(template, "Porté par", "Mené par", "/pratiques/nego-training/", "Mené par")
        record.write_text(record.read_text("utf-8").replace(title, "titre: [faux"), "utf-8")
        _until(lambda: "yaml-syntaxe" in server.said.read_text("utf-8"))
        show(record, r"^titre: \[faux$", "titre: Un titre juste", "/pratiques/nego-training/", "Un titre juste")
    assert "Traceback" not in server.said.read_text("utf-8")


LOCAL = ("127.0.0.1", "localhost", "LOCALHOST:8000", "[::1]", "[::1]:8000")
FOREIGN = ("ailleurs.example", "127.0.0.1.ailleurs.example:8000", "localhost:8000@ailleurs.example", "", "0", "[::1")

# Addresses that no file can have, as they go over the wire: those past the letters that a line may have are told so.
IMPOSSIBLE = (
    *(b"/%00", b"/pratiques/nego-training/%00", b"/recherche/%00", b"/..%00/", b"/%0d%0aSet-Cookie:%20a=b"),
    *(b"/%ff%fe/", b"/pratiques/%ffnego-training/", b"/\xff\xe9", b"/%ed%a0%80/", b"/%zz%", b"http://[/"),
    *(b"/../../../../etc/passwd", b"/%2e%2e/%2e%2e/mkdocs.yml", b"/p/../../mkdocs.yml", b"/\\..\\mkdocs.yml"),
    *(b"/" + b"a" * 300, b"/p/" + b"a" * 300 + b"/", b"/" + b"a/" * 5000, b"/" + b"a" * 70_000),
    *(b"/livereload/" + b"9" * 5000 + b"/1", b"/index.html/x"),
)


def test_a_preview_answers_to_this_machine_alone_and_is_upset_by_nothing(project: Path) -> None:
    """Asked by another site's name it answers 403 in French; an address that no file can have gets 404, and no traceback."""
    with _serving(project) as server:
        assert {host: server.get("/p/nego-training/", Host=host)[0] for host in LOCAL} == dict.fromkeys(LOCAL, 200)
        for host in FOREIGN:
            status, body = server.get("/p/nego-training/", Host=host)
            assert (status, body.decode()[:26]) == (403, "L’aperçu ne répond que sur"), host
        assert server.send(b"GET / HTTP/1.0\r\n\r\n").split()[1] == b"403"
        for address in IMPOSSIBLE:
            said = server.send(b"GET " + address + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert said.split()[1] == (b"414" if len(address) > 65_536 else b"404"), address[:60]
        assert server.get("/")[0] == 200
    assert not re.search("Traceback|Error", server.said.read_text("utf-8", "replace"))


def test_what_waits_is_made_once_with_what_goes_with_it(tmp_path: Path) -> None:
    """A question about a fiche, or about what goes with it, makes both, once; any other makes no file, in the site or out."""
    asked: list[str] = []

    def fill() -> str:
        asked.append("pratiques/x/")
        return "<p>x</p>"

    beside = [("p/x/index.html", b"court"), ("pratiques/x/qr.svg", b"code")]
    page = Page("pratiques/x/", "x", "x", "", fill, str, beside=lambda: beside)
    preview = Preview(
        tmp_path, {page.address: page}, lambda one: one.html, {"recherche/": lambda: [("recherche/a", b"a")]}
    )
    for address in ("", "p/", "p/y/", "pratiques/y/qr.svg", "../x", "pratiques/../x", "autre/x/"):
        preview.make(address)
        assert list(tmp_path.rglob("*")) == [], address
    for address in ("pratiques/x", "p/x/", "pratiques/x/", "pratiques/x/qr.svg", "pratiques/x/index.html"):
        preview.make(address)
    assert asked == ["pratiques/x/"]
    assert (tmp_path / "pratiques/x/index.html").read_text() == "<p>x</p>"
    assert (tmp_path / "p/x/index.html").read_text() == "court"
    preview.make("recherche/b")
    assert (tmp_path / "recherche/a").read_text() == "a"
