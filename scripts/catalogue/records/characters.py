"""The characters that no text of a record may hold, written as they are or as an escape."""

import re
from collections.abc import Iterator

from catalogue.problems.problem import Problem
from catalogue.records.document import Document
from catalogue.records.file_rules import CARACTERE, TABULATION

# Control characters, invisible and bidirectional marks, and what Unicode reserves. Tab and line ends are dealt with apart;
# the soft hyphen, the byte-order mark within text and the line separators are invisible too.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)

HIDDEN = re.compile(f"{_FORBIDDEN.pattern[:-1]}\t\r\x85]")
"""What an escape may not put into a text: the line of the file would not show it."""


def check_characters(document: Document) -> Iterator[Problem]:
    """Yield a problem for each line that holds a tab, or a forbidden character."""
    for number, line in enumerate(document.lines, start=1):
        if "\t" in line:
            column = line.index("\t") + 1
            mend = document.rewritten(number, line.replace("\t", "  "))
            said = "Une tabulation se trouve dans cette ligne ; des espaces sont attendus."
            yield document.problem_at(TABULATION, number, column, said, mend)
        if found := _FORBIDDEN.search(line):
            said = f"Le caractère invisible U+{ord(found[0]):04X} se trouve dans cette ligne ; il est à retirer."
            mend = document.rewritten(number, _FORBIDDEN.sub("", line))
            yield document.problem_at(CARACTERE, number, found.start() + 1, said, mend)
