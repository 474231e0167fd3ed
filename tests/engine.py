"""The site's own search engine, run in V8 over the files of an index."""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from py_mini_racer import MiniRacer

from catalogue.search.analysis import script
from catalogue.search.documents import HandwrittenPage
from catalogue.site.plugin import CataloguePlugin
from copies import copy_project

DATA = Path(__file__).parent / "data"

_MODULES = (
    "vendor/minisearch/SearchableMap.js",
    *(f"search/{name}.js" for name in ("analysis", "encoding", "query", "engine")),
)
_START = """
const asked = [];
const read = async (name) => { asked.push(name); return JSON.parse(files[name]); };
let engine, outcome;
"""


class Engine:
    """theme/assets/search/engine.js over `files` (name → content)."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.v8 = MiniRacer()
        self.v8.eval(script(*_MODULES))
        self.v8.eval("const files = " + json.dumps({name: data.decode() for name, data in files.items()}))
        self.v8.eval(_START)
        self.open()

    def open(self) -> None:
        """Open the index anew, nothing of it read yet."""
        self._wait("openIndex(read).then((opened) => { engine = opened; return null; })")

    def search(self, query: str, **options: Any) -> dict[str, Any]:
        """Return the answer to `query`; options are those of `search` in engine.js."""
        answer: dict[str, Any] = self._wait(f"engine.search({json.dumps(query)}, {json.dumps(options)})")
        return answer

    def call(self, expression: str) -> Any:
        """Return the value of an expression, which is no promise."""
        return json.loads(str(self.v8.eval(f"JSON.stringify({expression})")))

    def read(self) -> list[str]:
        """Return the names of the files read since the last call."""
        names: list[str] = self.call("asked.splice(0)")
        return names

    def fetched(self, query: str) -> int:
        """Return the bytes (gzip) that a first query fetches."""
        self.read()
        self.open()
        self.search(query)
        return sum(len(gzip.compress(self.files[name], 6)) for name in self.read())

    def _wait(self, expression: str) -> Any:
        """Return what the promise comes to; all of it happens within the first call, for nothing here waits."""
        self.v8.eval(
            f"outcome = null; ({expression}).then((v) => (outcome = {{ v }}), (e) => (outcome = {{ e: String(e) }})); null"
        )
        end = self.call("outcome")
        if "e" in end:
            raise RuntimeError(end["e"])
        return end["v"]


def handwritten(target: Path) -> list[HandwrittenPage]:
    """Build the site of the sixteen within `target`; return its hand-written pages, as the build gives them to the index."""
    root = copy_project(target / "project")
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(target / "site"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    plugin = config.plugins["catalogue"]
    assert isinstance(plugin, CataloguePlugin)
    return plugin.handwritten


@dataclass(frozen=True)
class Query:
    """What someone types, what kind of query it is, the starts of the addresses that may come first."""

    q: str
    kind: str
    expect: tuple[str, ...]


def queries(name: str) -> list[Query]:
    """Return the queries of data/queries_<name>.json."""
    found = json.loads((DATA / f"queries_{name}.json").read_text("utf-8"))
    return [Query(query["q"], query["kind"], tuple(query["expect"])) for query in found]


def rank(engine: Engine, query: Query, most: int = 10) -> int:
    """Return the rank of the first right answer, or 0 when it is not among the first `most`."""
    found = [result["address"] for result in engine.search(query.q, limit=most)["results"]]
    return next((place for place, address in enumerate(found, 1) if address.startswith(query.expect)), 0)


@dataclass(frozen=True)
class Quality:
    """How well a set of queries is answered: right first, right among three, mean reciprocal rank."""

    first: float
    three: float
    mrr: float

    @classmethod
    def of(cls, ranks: Sequence[int]) -> "Quality":
        """Return the quality that `ranks` (0: not found) amount to."""
        count = len(ranks)
        return cls(
            sum(place == 1 for place in ranks) / count,
            sum(0 < place <= 3 for place in ranks) / count,
            sum(1 / place for place in ranks if place) / count,
        )
