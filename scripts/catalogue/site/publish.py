"""Builds the site whole, beside the last one, then puts it in its place: what readers see is old or new, never half."""

import logging
import re
import sys
from pathlib import Path

from catalogue.problems.report import visible
from catalogue.site.build import build
from catalogue.site.settings import unstated
from catalogue.system.swap import replacing


def publish(root: Path, target: Path) -> None:
    """Build the site of the project at `root` into `target`, strictly.

    Raises as build.build does; `target` is then as it was. A build that is under way beside `target` is waited for. What the legal
    notice of the site does not state is told on the error output.
    """
    with replacing(target.resolve(), _say_waiting) as built:
        config = build(root, built)
    if lacking := unstated(config.plugins["catalogue"].config.mentions_legales):
        print(lacking, file=sys.stderr)


def _say_waiting() -> None:
    print("Une autre construction est en cours ici : celle-ci commencera quand elle sera finie.", file=sys.stderr)


class FrenchFormatter(logging.Formatter):
    """What MkDocs says to those who write pages, in French and without their innards."""

    _PHRASES = (
        (r"Doc file '(.+?)' contains an? .*?link '(.+?)'.*", r"docs/\1 : le lien « \2 » ne mène nulle part."),
        (r"A reference to '(.+?)' is included in the 'nav'.*", r"mkdocs.yml : « \1 », cité dans nav, n’existe pas."),
        (r"Error building page '(.+?)': \[Errno .*", r"La page \1 n’a pas pu être écrite."),
    )

    def format(self, record: logging.LogRecord) -> str:
        """Return the message of `record`, on one line where it is one of those known."""
        text = record.getMessage()
        for pattern, french in self._PHRASES:
            if found := re.match(pattern, text, re.S):
                return visible(found.expand(french))
        return visible(text)
