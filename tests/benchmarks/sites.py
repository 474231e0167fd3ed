"""What benchmarks that open a browser share: our site and a stock Material site of the same records, served compressed."""

import functools
import gzip
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from generate import lay_project
from playwright.sync_api import Browser, Playwright

from catalogue.derived.index import Index
from catalogue.records.model import Catalogue
from catalogue.text import prose


@dataclass
class Served:
    """A site served: its address, and what was asked of it since last cleared, as (path, bytes gzipped)."""

    address: str = ""
    asked: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    """Serve `folder` on loopback as plain static hosts do: gzipped, its files good for ten minutes."""
    served = Served()

    @functools.cache
    def packed(path: str) -> bytes:
        return gzip.compress(Path(path).read_bytes(), 6)

    class Handler(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            body = packed(str(path))
            served.asked.append((self.path.split("?")[0], len(body)))
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    served.address = f"http://127.0.0.1:{server.server_port}"
    yield served
    server.shutdown()
    server.server_close()


def launch(playwright: Playwright) -> Browser:
    """Return the system's Chromium, started, or Playwright's where there is none."""
    system = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    return playwright.chromium.launch(executable_path=system, args=["--no-sandbox", "--disable-gpu"])


def build_ours(root: Path, count: int) -> Path:
    """Build our site with `count` records."""
    lay_project(root, count)
    mkdocs(root)
    return root / "site"


def build_material(root: Path, catalogue: Catalogue) -> Path:
    """Build a stock Material site with the same records."""
    docs = root / "docs"
    (docs / "p").mkdir(parents=True)
    (docs / "index.md").write_text("# Accueil\n", "utf-8")
    index = Index(catalogue)
    for p in catalogue.pratiques.values():
        parts = [f"# {p.titre}", p.resume, ", ".join(catalogue.organisations[o].nom for o in p.porteurs)]
        parts += [index.place_name(p) or "", catalogue.leviers[p.levier].nom, prose.plain(p.contexte or "")]
        parts += [
            *p.objectifs,
            *p.mise_en_oeuvre,
            *p.conditions_de_reussite,
            *(figure.libelle for figure in p.chiffres),
        ]
        (docs / "p" / f"{p.id}.md").write_text("\n\n".join(part for part in parts if part) + "\n", "utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Étalon\ntheme: {name: material, language: fr, font: false}\nplugins: [search: {lang: fr}]\n"
        "nav: [index.md]\nnot_in_nav: /p/*\n",
        "utf-8",
    )
    mkdocs(root)
    return root / "site"


def mkdocs(root: Path) -> None:
    """Build the site at `root`."""
    program = Path(sys.executable).parent / "mkdocs"
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PDF": "non"}  # as for those compared with
    subprocess.run([str(program), "build", "--quiet"], cwd=root, env=environment, check=True)
