"""The French analysis, run in V8: text → terms. The only module that runs JavaScript."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from py_mini_racer import MiniRacer

ASSETS = Path(__file__).parents[3] / "theme" / "assets"


def script(*names: str) -> str:
    """Return modules of theme/assets (each before those that import it) as one plain script, for V8."""
    texts = [(ASSETS / name).read_text("utf-8") for name in names]
    plain = [re.sub(r"^import .*$|^export \{.*\};$", "", text, flags=re.M) for text in texts]
    return "\n".join(re.sub(r"^export (?=async function|function|class|const)", "", text, flags=re.M) for text in plain)


@dataclass
class _Tally:
    """What analysis.js says of a text: how often each term stands in it, its words, how many there are."""

    termes: list[tuple[str, int]]
    mots: list[str]
    longueur: int


class Analysis:
    """analysis.js, running in V8."""

    def __init__(self, groups: Sequence[tuple[str, list[str], list[str]]]) -> None:
        self._v8 = MiniRacer()
        self._v8.eval(script("search/analysis.js"))
        self._v8.eval(f"const groups = prepareGroups({json.dumps(groups)});")
        self._v8.eval(
            "const tallies = (batch) => JSON.stringify(JSON.parse(batch).map(([text, empty]) => tally(text, groups, empty)));"
            "const stems = (words) => JSON.stringify(JSON.parse(words).map(stemOf));"
        )
        self._known: dict[tuple[str, bool], _Tally] = {}
        self.words_of_groups = sorted(
            {word for r in self.read([(t, False) for g in groups for t in g[1]]) for word in r.mots}
        )

    def read(self, texts: Iterable[tuple[str, bool]]) -> list[_Tally]:
        """Return what is to be kept of each (text, whether its empty words count); a text met before costs nothing."""
        texts = list(texts)
        new = [key for key in dict.fromkeys(texts) if key not in self._known]
        if new:
            answer = json.loads(self._v8.call("tallies", json.dumps(new)))  # as text: far quicker than value by value
            self._known.update((key, _Tally(*found)) for key, found in zip(new, answer, strict=True))
        return [self._known[key] for key in texts]

    def forget(self) -> None:
        """Forget the texts met before."""
        self._known.clear()

    def stems(self, words: Sequence[str]) -> list[str]:
        """Return the stem of each word."""
        stems: list[str] = json.loads(self._v8.call("stems", json.dumps(words)))
        return stems
