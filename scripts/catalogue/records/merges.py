"""What git leaves in a file where two branches changed the same lines: both versions, between marks of seven signs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from catalogue.problems.mend import Edit, Mend
from catalogue.problems.problem import Problem, in_short
from catalogue.records.document import Document
from catalogue.records.file_rules import FUSION

_MARK = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?")
_KEY = re.compile(r"([\w\"'-]+):(?: |$)")


@dataclass(frozen=True)
class _Conflict:
    """The numbers of the `marks` of a conflict, and both versions; what stood there before them, if git gives it too, apart."""

    marks: Sequence[int]
    ours: Sequence[str]
    theirs: Sequence[str]


def check_merges(document: Document) -> Iterator[Problem]:
    """Yield a problem for each conflict that a merge left in `document`, and for each mark that is left alone."""
    signs = {number: line[0] for number, line in enumerate(document.lines, 1) if _MARK.fullmatch(line)}
    alone = set(signs)
    for conflict in _conflicts(document.lines, signs):
        first, last = conflict.marks[0], conflict.marks[-1]
        alone -= {*range(first, last + 1)}
        said = (
            f"Deux versions se suivent, de « {in_short(document.lines[first - 1])} » à la ligne {last} : une fusion n’a pas su "
            "choisir ; un seul texte est attendu, sans les marques."
        )
        *most, end = [str(number) for number in conflict.marks]
        how = f"Gardez de ces versions ce qu’il faut, puis effacez les lignes {', '.join(most)} et {end}."
        yield _with_both(document.problem_at(FUSION, first, 1, said, how), document, conflict)
    for number in sorted(alone):
        said = f"La ligne « {in_short(document.lines[number - 1])} » est restée d’une fusion ; elle est à retirer."
        yield document.problem_at(FUSION, number, 1, said, document.without(number, number))


def _conflicts(lines: Sequence[str], signs: dict[int, str]) -> Iterator[_Conflict]:
    """Yield each conflict whose marks, of these `signs` by line, come in order."""
    numbers = list(signs)
    for at, first in enumerate(numbers):
        for size, order in ((3, "<=>"), (4, "<|=>")):
            marks = numbers[at : at + size]
            if "".join(signs[number] for number in marks) == order:
                yield _Conflict(marks, lines[first : marks[1] - 1], lines[marks[-2] : marks[-1] - 1])


def _with_both(problem: Problem, document: Document, conflict: _Conflict) -> Problem:
    """Return `problem` with the mend that keeps both versions, where each only adds what the other does not have."""
    ours, theirs, after = conflict.ours, conflict.theirs, document.lines[conflict.marks[-1] :]
    shared: Sequence[str] = ()
    if document.path.endswith(".jsonl"):  # each line stands for itself
        theirs = [line for line in theirs if line not in ours]
    else:
        # The lines that end both alike stand once, after the conflict.
        shared = list(takewhile(lambda line: line.startswith(" "), after))
        torn = any(_MARK.fullmatch(line) for line in after[len(shared) : len(shared) + 1])
        keys = [*_outer_keys(ours), *_outer_keys(theirs)]
        if torn or not ours or not theirs or "" in keys or len(set(keys)) < len(keys):
            return problem
    both = [*ours, *shared, *theirs]
    edit = Edit((conflict.marks[0], 1), (conflict.marks[-1] + 1, 1), "".join(f"{line}\n" for line in both))
    return replace(problem, example="\n".join([*both, *shared]), mend=Mend((edit,)))


def _outer_keys(lines: Sequence[str]) -> Iterator[str]:
    """Yield the keys of the file itself that `lines` write; "" for what stands in none of them, or is none."""
    within = False
    for line in lines:
        if line.strip() and not line.startswith("#") and not (within and line.startswith(" ")):
            within, found = True, _KEY.match(line)
            yield found[1] if found else ""
