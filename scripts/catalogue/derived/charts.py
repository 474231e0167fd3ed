"""Figures → what may be drawn of them. Pure functions: they refuse what the figures do not say, templates draw the rest."""

from collections.abc import Sequence
from decimal import Decimal

from catalogue.records.practice import Chiffre

WHOLE = Decimal(100)


def share(figure: Chiffre) -> Decimal | None:
    """Return the part of a hundred that `figure` is, or None when it is no part of a known whole.

    A percentage without a base may be a rise, or a part of one knows not what: it is not to be drawn.
    """
    return figure.valeur if figure.unite == "%" and figure.base and 0 <= figure.valeur <= WHOLE else None


def enclosing(figure: Chiffre, figures: Sequence[Chiffre]) -> Chiffre | None:
    """Return the figure among `figures` that `figure` says it is a part of (`inclus_dans`), or None.

    Several may bear that name: the one meant is wider, and measured alike.
    """
    alike = (o for o in figures if (o.libelle, o.unite, o.base) == (figure.inclus_dans, figure.unite, figure.base))
    return next((other for other in alike if other.valeur > figure.valeur), None)


def evolution(figures: Sequence[Chiffre]) -> Sequence[Chiffre]:
    """Return `figures` if they may be drawn one under the other: parts of the same whole, counting the same thing.

    Raises ValueError otherwise, so that a page does not compare what cannot be compared.
    """
    if None in {share(figure) for figure in figures} or len({(f.libelle, f.base) for f in figures}) != 1:
        raise ValueError("ces chiffres ne comptent pas la même chose sur la même base : ils ne se comparent pas")
    return figures


def breakdown(figures: Sequence[Chiffre]) -> Sequence[Chiffre]:
    """Return `figures` if they may be drawn as the parts of one beam: one base, one period, a hundred in all.

    Raises ValueError otherwise.
    """
    parts = [share(figure) for figure in figures]
    if None in parts or len({(f.base, f.periode) for f in figures}) != 1 or sum(filter(None, parts)) != WHOLE:
        raise ValueError("ces chiffres ne sont pas les parts d’un même ensemble : leur somme doit faire 100 %")
    return figures
