"""argparse, in French."""

import argparse
import re
import sys
from typing import NoReturn

WRONG_USAGE = 2

_WORDS = {
    "usage:": "Usage :",
    "positional arguments:": "Arguments :",
    "Commandes:": "Commandes :",
    "options:": "Options :",
    "show this help message and exit": "montre cette aide",
}


class Parser(argparse.ArgumentParser):
    """A parser of arguments that speaks French; what is badly written ends the program with WRONG_USAGE."""

    def error(self, message: str) -> NoReturn:
        """Say what could not be read, the usage, and how to know more."""
        # argparse says it in English; of its message only what was typed is kept.
        typed = re.search(r"invalid choice: ('.*?')|arguments: (.+)$", message)
        read = f" ({typed[1] or typed[2]})" if typed else ""
        print(f"Commande mal écrite{read}. {self.format_usage().strip()}\nVoyez : {self.prog} --help", file=sys.stderr)
        raise SystemExit(WRONG_USAGE)

    def format_usage(self) -> str:
        """Return one line: how the command is written."""
        return super().format_usage().replace("usage:", _WORDS["usage:"])

    def format_help(self) -> str:
        """Return the whole help."""
        text = super().format_help()
        for english, french in _WORDS.items():
            text = text.replace(english, french)
        return text
