"""The least that may stand in a file from which nothing could be read: what its mend writes there."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from catalogue.checks.folder import Found
from catalogue.problems.mend import Mend
from catalogue.problems.problem import Problem
from catalogue.records.change_log import FILE as CHANGE_LOG
from catalogue.records.fields import Known, fields_of
from catalogue.records.practice import Pratique
from catalogue.records.vocabularies import VOCABULAIRES
from catalogue.records.write import example_text
from catalogue.text.typography import slug
from catalogue.text.yaml_scalar import quoted


def with_content(problem: Problem, found: Found, known: Known, today: date) -> Problem:
    """Return `problem`, of a file from which nothing could be read, with the least that could stand in it.

    The log of changes may be empty: there is no least of it.
    """
    kind = Path(problem.path).stem
    if problem.path.endswith(f"/{CHANGE_LOG}"):
        return problem
    if "/vocabulaires/" in problem.path:
        model = VOCABULAIRES.get(kind)
        cited = [key for key in found.used[kind] if slug(key) == key] or [f"{kind.rstrip('s')}-exemple"]
        content = "".join(f"{key}:\n{_least(model, known)}" for key in cited) if model else None
    else:
        title = kind.replace("-", " ").capitalize()
        titre = title if len(title) > 4 else f"Pratique {title}"
        least = _least(Pratique, known, titre=quoted(titre)[:80], verifie_le=today.isoformat())
        content = least.replace("  ", "", 1).replace("\n  ", "\n")
    if content is None:
        return problem
    mend = Mend(content=content)
    return replace(problem, example=mend.shown([]), mend=mend)


def _least(model: type[BaseModel], known: Known, **own: str) -> str:
    needed = (one for one in fields_of(model) if one.requis)
    return "".join(f"  {one.nom}: {own.get(one.nom) or example_text(one, known)}\n" for one in needed)
