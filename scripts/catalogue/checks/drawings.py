"""The rule on SVG drawings: shapes and texts, nothing that runs, loads or leads anywhere. Read by expat, which is strict."""

import re
from collections.abc import Iterator
from typing import Any

from catalogue.problems.problem import Problem, declaring
from catalogue.records.document import MAX_PROBLEMS, Document

declare = declaring("Les pages écrites à la main", __name__)

DESSIN = declare(
    id="dessin-actif",
    titre="Un dessin SVG n’est qu’un dessin.",
    pourquoi="Un fichier SVG peut contenir un script, une page entière ou l’adresse d’un autre site, qui agiraient quand on l’ouvre.",
    faux='<svg xmlns="http://www.w3.org/2000/svg" onload="envoyer()"/>',
    juste='<svg xmlns="http://www.w3.org/2000/svg"><title>Un cercle</title><circle r="4"/></svg>',
)

ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan textPath "
        "linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix feComposite feFlood "
        "feGaussianBlur feMerge feMergeNode feOffset",
    )
)
"""What a drawing may be made of."""

_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|data:|image-set\(|image\(|src\(|\\", re.I)


def check_drawing(document: Document, raw: bytes) -> Iterator[Problem]:
    """Yield what a drawing may not hold: `raw` is the content of the file, which `document` shows."""
    from xml.parsers import expat  # here: few projects have a drawing to read

    told: list[Problem] = []
    reader = expat.ParserCreate()

    def tell(said: str, how: str = "Retirez-le : seules des formes et des lettres restent.") -> None:
        if len(told) < MAX_PROBLEMS:
            spot = reader.CurrentLineNumber, reader.CurrentColumnNumber + 1
            told.append(document.problem_at(DESSIN, *spot, said, how))

    def element(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local not in ELEMENTS:
            tell(f"« {name} » a été lu ; seules des formes et des lettres sont attendues dans un dessin.")
            return
        for key, value in attributes.items():
            if said := _refused(key, value):
                tell(said)

    def doctype(*_: Any) -> None:
        tell("« <!DOCTYPE » a été lu ; un dessin commence par « <svg ».", "Retirez cette déclaration.")
        raise _Over

    def instruction(target: str, _: str) -> None:
        tell(f"L’instruction « <?{target} » a été lue ; un dessin n’en contient pas.")

    reader.StartElementHandler = element
    reader.StartDoctypeDeclHandler = doctype
    reader.ProcessingInstructionHandler = instruction
    try:
        reader.Parse(raw, True)
    except _Over:
        pass
    except expat.ExpatError as error:
        said = "Le dessin n’est pas du XML correct à cet endroit."
        told.append(document.problem_at(DESSIN, error.lineno, error.offset + 1, said, DESSIN.juste))
    yield from told


class _Over(Exception):
    """What follows could make the reader work without end."""


def _refused(name: str, value: str) -> str | None:
    """Return what is told of an attribute of a drawing, if anything."""
    local = name.rpartition(":")[2]
    if local.lower().startswith("on"):
        return f"« {name} » lance un script ; un dessin n’en contient pas."
    if local in ("href", "src", "base") and not value.startswith("#"):
        return f"« {value[:80]} » mène hors du dessin ; « #… », une de ses parts, est attendu."
    if not name.startswith("xmlns") and _OUTSIDE.search(value):
        return f"« {value[:80]} » mène hors du dessin ; « url(#…) », une de ses parts, est attendu."
    return None
