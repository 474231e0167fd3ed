"""Makes a page when it is asked for; kept for a measured target: a change shows within a second at 1,000 records (ADR 16).

At each change, MkDocs would make every page. In a preview it makes the hand-written ones and those of the menu, and its server
has any other made at the first request for it.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.utils import write_file
from watchdog.observers.polling import PollingObserver

from catalogue.pages import Page, TemplateFault

EVERY = 0.2
"""Seconds between two looks at the files; MkDocs's own half second is longer than what there is to do."""

WITH_A_FICHE = ("pratiques", "p", "carte")
"""The folders where what goes with a fiche stands, each in a folder of its name."""


@dataclass(frozen=True)
class Preview:
    """What is not made yet of the site in the folder `site`.

    `pages` are those that wait, by their address; `draw` puts the theme around one. `rest` gives other files, by the
    beginning of their address.
    """

    site: Path
    pages: Mapping[str, Page]
    draw: Callable[[Page], str]
    rest: Mapping[str, Callable[[], Iterable[tuple[str, bytes]]]]

    def make(self, address: str) -> None:
        """Write what waits at `address` ("pratiques/x/", "p/x/index.html"), with what goes with it; raises TemplateFault."""
        if (self.site / address).is_file() or (self.site / address / "index.html").is_file():
            return
        if page := self._page(address):
            write_file(self.draw(page).encode(), str(self.site / page.address / "index.html"))
            for beside, content in page.beside():
                write_file(content, str(self.site / beside))
            return
        for begins, make in self.rest.items():
            if address.startswith(begins):
                for other, content in make():
                    write_file(content, str(self.site / other))
                return

    def _page(self, address: str) -> Page | None:
        folder, _, below = address.partition("/")
        name = below.partition("/")[0]
        own = f"pratiques/{name}/" if folder in WITH_A_FICHE and name else None
        page = f"{address.removesuffix('index.html').rstrip('/')}/"
        return self.pages.get(page) or self.pages.get(own or "")


def watch_closely(server: LiveReloadServer) -> None:
    """Have `server`, which is not started, look at the files that it watches more often."""
    watched = list(server._watched_paths)
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=EVERY)
    for path in watched:
        server.watch(path)


def make_on_request(server: LiveReloadServer, current: Callable[[], Preview | None]) -> None:
    """Have `server` make what a request asks for and the `current` preview has not made, when no build is under way."""
    built: Callable[[], None] = server.builder
    answer: Callable[..., Iterable[bytes]] = server.get_app()  # type: ignore[assignment]
    one_at_a_time = Lock()

    def build() -> None:
        with one_at_a_time:
            built()

    def make(path: str) -> Preview | None:
        with one_at_a_time:
            preview = current()
            if preview and path.startswith(server.mount_path):
                try:
                    preview.make(path.removeprefix(server.mount_path))
                except (Abort, TemplateFault) as fault:
                    print(fault, file=sys.stderr)
            return preview

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        while True:
            preview = make(path)
            said: list[Any] = []
            body = answer(environ, lambda *args, said=said: said.extend(args))
            if preview is current():
                start_response(*said)
                return body
            # The site was built anew meanwhile: what was made has gone with the old one.

    server.builder = build
    server.set_app(app)
