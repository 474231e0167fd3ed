"""Dead links: told from slow, moved and unfriendly ones, on a server of our own."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from catalogue.checks import dead_links
from catalogue.checks.check import check
from catalogue.cli import main
from common import TODAY


class _Site(BaseHTTPRequestHandler):
    """Answers each path with its own number; /lent/ never answers, /tete/ refuses HEAD."""

    def _answer(self) -> None:
        name = self.path.strip("/")
        if name == "lent":
            self.server.stop.wait(5)  # type: ignore[attr-defined]
            return
        if name == "tete":
            name = "200" if self.command == "GET" else "405"
        if name == "tete-morte":
            name = "404" if self.command == "HEAD" else "200"
        if name.startswith("cr%C3%A8che"):
            name = "200"
        self.send_response(int(name))
        if name == "302":
            self.send_header("Location", "/404")
        if name == "307":
            self.send_header("Location", "ftp://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = _answer  # noqa: N815 - the names that http.server asks for

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the server answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.stop = threading.Event()  # type: ignore[attr-defined]
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stop.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("200", None),
        ("403", None),
        ("429", None),
        ("500", None),
        ("tete", None),
        ("tete-morte", None),
        ("crèche?q=%C3%A9", None),
        ("307", "injoignable"),
        ("404", "réponse 404"),
        ("410", "réponse 410"),
        ("302", "réponse 404"),
        ("lent", "pas de réponse dans le délai"),
    ],
)
def test_only_the_dead_are_told(path: str, reason: str | None, address: str) -> None:
    """Gone is gone, after a move too; a refusal, a fault of the site or a dislike of robots is not."""
    delay = 0.5 if path == "lent" else 20
    found = dead_links.dead({f"{address}/{path}": ["source x"]}, delay)
    assert found == ({f"{address}/{path}": (reason, ["source x"])} if reason else {})


def test_what_cannot_be_reached_is_told() -> None:
    """A name that does not exist, a closed door and what is no web address are dead, without a traceback."""
    found = dead_links.dead({"http://127.0.0.1:1/": ["a"], "file:///etc/passwd": ["b"], "http://x.invalid/": ["c"]}, 2)
    assert {address: reason for address, (reason, _) in found.items()} == {
        "http://127.0.0.1:1/": "injoignable",
        "file:///etc/passwd": "ce n’est pas une adresse",
        "http://x.invalid/": "injoignable",
    }


def test_every_address_is_asked_once_with_its_places(valid: Path) -> None:
    """Sources, organisations and links in texts, each with all the places that give it."""
    catalogue = check(valid, TODAY).catalogue
    assert catalogue is not None
    found = dead_links.addresses(catalogue)
    assert "fiche creches-test" in found["https://www.exemple.fr/rapport.pdf"]
    given = {s.adresse for s in catalogue.sources.values()} | {o.site for o in catalogue.organisations.values()}
    assert {address for address in given if address} <= set(found)


def test_the_command_lists_the_dead(
    valid: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It exits 1 with a list to be put into an issue, 0 when all is well."""
    monkeypatch.chdir(valid.parent)
    monkeypatch.setattr(
        dead_links, "_reason", lambda address, delay: "réponse 404" if "rapport.pdf" in address else None
    )
    assert main(["links"]) == 1
    assert capsys.readouterr().out.startswith("- https://www.exemple.fr/rapport.pdf : réponse 404 (")
    monkeypatch.setattr(dead_links, "_reason", lambda address, delay: None)
    assert main(["links"]) == 0
    assert capsys.readouterr().out == "Toutes les adresses répondent.\n"
