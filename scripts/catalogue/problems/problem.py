"""A rule, and what is said when a record breaks it. No I/O."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from catalogue.problems.mend import Mend


@dataclass(frozen=True)
class Rule:
    """Something that must be true of every record, with what the contributor's guide says of it.

    `id` is kebab-case and French, for contributors read it. `titre` says what must be true; `pourquoi` says why, in
    plain text; `faux` and `juste` are a short example that breaks the rule and the same mended. `groupe` is the heading under
    which the guide lists it; `module` is where it is declared. `messages` is what is said when it is broken, by case, with
    {placeholders} for what was read: the checks say it of a file, the form of what is typed. What breaks a rule that does
    not `bloque` is a remark: told once all else is right, it stops nothing.
    """

    id: str
    titre: str
    pourquoi: str
    faux: str
    juste: str
    groupe: str
    module: str
    messages: Mapping[str, str] = field(default_factory=dict, hash=False)
    bloque: bool = True

    @property
    def fichier(self) -> str:
        """The file it stands in, from the project's root."""
        return f"scripts/{self.module.replace('.', '/')}.py"

    def says(self, case: str, **words: object) -> str:
        """Return the message of `case`, with `words` in place of its placeholders."""
        return self.messages[case].format(**words)

    @property
    def page(self) -> str:
        """Where the site explains it, from the site's root."""
        return f"contribuer/regles/#{self.id}"


RULES: dict[str, Rule] = {}
"""Every rule declared so far, by its id, in that order: checks/rules.py has them all."""

GROUPES = (
    "Le fichier",
    "Les rubriques et leurs valeurs",
    "Ce que dit la fiche",
    "D’une fiche à l’autre",
    "Les adresses promises",
    "Les pages écrites à la main",
    "Les remarques, qui ne bloquent rien",
)
"""The groups of rules, in the order of the guide: that of declaration depends on which module is imported first."""


def declare(**texts: Any) -> Rule:
    """Return the new rule made of `texts` (the fields of `Rule`), entered in `RULES`."""
    rule = Rule(**texts)
    assert rule.id not in RULES, rule.id  # noqa: S101 - a slip of ours, not of a contributor
    RULES[rule.id] = rule
    return rule


def declaring(groupe: str, module: str) -> Callable[..., Rule]:
    """Return `declare` for the rules of `module` that the guide lists under `groupe`."""
    assert groupe in GROUPES, groupe  # noqa: S101 - a slip of ours
    return partial(declare, groupe=groupe, module=module)


def in_short(text: str) -> str:
    """Return `text` as messages quote what was read: on one line, of sixty letters at most."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57].rstrip()}…"


def suggestion(guess: str | None, otherwise: str = ".") -> str:
    """Return how a sentence ends that says of a name that nothing has it: by what was meant, if that is guessed; else `otherwise`."""
    return f" ; s’agit-il de « {guess} » ?" if guess else otherwise


@dataclass(frozen=True, order=True)
class Problem:
    """One rule broken at one place.

    `path` is relative to the project's root, with slashes; `line` and `column` count from 1. `message` is a French
    sentence that says what was read and what is expected; `example` is what to write instead, in the contributor's own
    words where that can be, or a sentence that says what to do; `excerpt` is the offending line as it stands in the file
    ("" where there is none). `mend` does what `example` shows; None where only the contributor can tell.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    example: str = ""
    excerpt: str = field(default="", compare=False)
    mend: Mend | None = field(default=None, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the problem as the JSON report writes it, in French keys."""
        return {
            "fichier": self.path,
            "ligne": self.line,
            "colonne": self.column,
            "regle": self.rule,
            "message": self.message,
            "exemple": self.example,
            "page": RULES[self.rule].page if self.rule in RULES else "",
            "correction": self.mend.as_dict() if self.mend else None,
        }
