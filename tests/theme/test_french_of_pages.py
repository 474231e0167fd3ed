"""The checker of French typography: what it lets through, and what it does not."""

import pytest

from french import faults


@pytest.mark.parametrize(
    "text",
    [
        "Deux\u00a0: trois\u202f; quatre\u202f? «\u00a0Cinq\u202f!\u00a0»",
        "12\u202f345 femmes en 2022, soit 13,5\u00a0%, le 1er\u00a0mars 2021 à 12:30",
        "https://exemple.fr/a?b=c:d;e%20f'g Licence Ouverte 2.0, partie B.2, l’été…",
        "«\u00a0!\u00a0» et «\u00a0%\u00a0»",
    ],
)
def test_good_text_passes(text: str) -> None:
    """What is set right is not a fault."""
    assert list(faults(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Deux : trois",
        "Deux: trois",
        "en 2022: trois",
        "Quoi ?",
        "Quoi!",
        "un ; deux",
        "37 %",
        "37%",
        "« oui\u00a0»",
        "«\u00a0oui »",
        "l'été",
        'dit "oui"',
        "dit “oui”",
        "et...",
        "12 345 femmes",
        "12345 femmes",
        "3456 femmes",
        "13.5\u00a0%",
        "le 2021-03-01",
        "le 01/03/2021",
        "le 1 mars",
    ],
)
def test_bad_text_does_not(text: str) -> None:
    """Each fault is seen."""
    assert list(faults(text))
