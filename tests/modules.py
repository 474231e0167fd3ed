"""The site's own JavaScript modules, run in V8."""

import json
from typing import Any

from py_mini_racer import MiniRacer

from catalogue.search.analysis import script


class Modules:
    """The modules `names` of theme/assets, each before those that import it, then the statements of `start`."""

    def __init__(self, *names: str, start: str = "") -> None:
        self.v8 = MiniRacer()
        self.v8.eval(script(*names))
        self.v8.eval(start)

    def call(self, expression: str, *arguments: Any) -> Any:
        """Return the value of `expression`, a function, given `arguments`."""
        given = ", ".join(json.dumps(argument) for argument in arguments)
        return json.loads(str(self.v8.eval(f"JSON.stringify(({expression})({given}))")))
