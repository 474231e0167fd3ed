"""The files of data/invalid/: one a rule, each with the place of its fault in its first lines."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from catalogue.checks.check import check
from catalogue.problems.problem import RULES, Problem
from common import TODAY

FOLDER = Path(__file__).parent / "data" / "invalid"


@dataclass(frozen=True)
class Invalid:
    """A file that breaks the rule it is named after.

    Its first comments say: `attendu`, the line and column; `comme`, the path it is to stand at in a project; `dans`, the
    path the problem is told of, when another; `retire`, a file to take away; `nature: lien`, that it is to be a link. The log of
    changes, which takes no comments, is put in place without them.
    """

    rule: str
    path: Path
    head: dict[str, str]

    @property
    def place(self) -> tuple[int, int]:
        """The line and column expected."""
        line, column = self.head["attendu"].split(":")
        return int(line), int(column)

    @property
    def target(self) -> str:
        """Where it is to stand, from the project's root."""
        return self.head.get("comme", "practices/essai.yml")

    @property
    def told(self) -> str:
        """The path the problem is told of."""
        return self.head.get("dans", self.target)

    def install(self, root: Path) -> None:
        """Put the file into the project at `root`."""
        if "retire" in self.head:
            (root / self.head["retire"]).unlink()
        (root / self.target).parent.mkdir(parents=True, exist_ok=True)
        if self.head.get("nature") == "lien":
            (root / self.target).symlink_to(self.path)
        elif self.target.endswith(".jsonl"):
            text = self.path.read_text("utf-8")
            (root / self.target).write_text(re.sub(r"^# .*\n", "", text, flags=re.M), "utf-8")
        elif "retire" not in self.head:
            shutil.copyfile(self.path, root / self.target)


def told(practices: Path, file: Invalid) -> list[Problem]:
    """Return the problems of the folder `practices`; where there are none, the remarks that `file` is to give."""
    found = check(practices, TODAY)
    return found.problems or [one for one in found.remarks if (one.path, one.rule) == (file.told, file.rule)]


def all_invalid() -> list[Invalid]:
    """Return every file of data/invalid/, sorted."""
    found = []
    for path in sorted(FOLDER.iterdir()):
        text = path.read_bytes().decode("utf-8", "replace")
        found.append(
            Invalid(path.stem, path, dict(re.findall(r"^# (attendu|comme|dans|retire|nature): (.+)$", text, re.M)))
        )
    return found


_BY_HAND = ("Les pages écrites à la main", "Les remarques, qui ne bloquent rien")


def put_in_place(root: Path, problem: Problem) -> None:
    """Do to the project at `root` what the mend of `problem` says; where only a person can tell, what its rule's card shows."""
    mend = problem.mend
    if mend is None and (RULES[problem.rule].groupe in _BY_HAND or problem.rule == "source-non-lue"):
        _write_by_hand(root / problem.path, problem)
        return
    assert mend is not None, problem
    path = root / (mend.path or problem.path)
    if mend.name == "":
        path.unlink()
    elif mend.name is not None:
        path.rename(root / mend.name)
    elif mend.content is not None:
        path.unlink(missing_ok=True)
        path.write_text(mend.content, "utf-8")
    else:
        path.write_text(mend.apply(path.read_text("utf-8")), "utf-8")


def _write_by_hand(path: Path, problem: Problem) -> None:
    """Do what only a person can: write the card's right example in place of the faulty line, a page in place of a faulty file."""
    if problem.excerpt:
        lines = path.read_text("utf-8").split("\n")
        line = lines[problem.line - 1]
        lines[problem.line - 1] = line[: len(line) - len(line.lstrip())] + RULES[problem.rule].juste
        path.write_text("\n".join(lines), "utf-8")
    else:
        path.unlink()
        path.with_suffix(".md").write_text("# Un essai\n", "utf-8")
