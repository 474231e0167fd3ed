"""A real Chromium over the site of the sixteen, served on loopback."""

import functools
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

# Nothing but the page under test reaches for the network, and containers have no sandbox to offer.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Host(SimpleHTTPRequestHandler):
    """A static host, which sends the headers that the site asks for in `_headers`."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Add the headers of every rule that matches the address."""
        path = urlsplit(self.path).path
        for rule, name, value in _rules(Path(self.directory)):
            if path.startswith(rule[:-1]) if rule.endswith("*") else path == rule:
                self.send_header(name, value)
        super().end_headers()


@functools.cache
def _rules(site: Path) -> list[tuple[str, str, str]]:
    """Return the (path, name, value) of each header that the site's `_headers` asks for."""
    found, path = [], ""
    for line in (site / "_headers").read_text("utf-8").splitlines():
        if line.startswith("/"):
            path = line
        else:
            name, _, value = line.strip().partition(": ")
            found.append((path, name, value))
    return found


@contextmanager
def hosting(site: Path) -> Iterator[str]:
    """Serve `site` as a static host does; give its address: "http://127.0.0.1:…"."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site of the sixteen answers."""
    with hosting(site) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium where there is one, else Playwright's."""
    system = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=system, args=_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh reader: nothing cached, nothing chosen."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()
