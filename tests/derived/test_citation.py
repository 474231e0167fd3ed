"""Citations: read back by the libraries that reference managers are made of, whatever a title holds."""

import json
from datetime import date

import pytest
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pybtex.richtext import Text

from catalogue.derived.citation import Citation

TITLES = [
    "Négo-training\u00a0: apprendre à négocier son salaire",
    "Des facilitateur·rices & des acheteur·ses, à 50\u00a0%",
    "Une accolade } seule, puis { une autre",
    "C:\\dossier\\n°\u00a01 #2 $3 _4_ ~5 ^6",
    "Dit \"oui\", 'non', `peut-être`, @misc{x, a = 1}",
    "</script><b>été</b> % fin",
]


def _citation(title: str) -> Citation:
    return Citation(
        "une-pratique", title, "Leviers d’égalité", date(2026, 2, 1), "https://x.example/pratiques/une-pratique/"
    )


# Signs whose TeX names latexcodec, pybtex's reader of TeX, does not know.
UNKNOWN = {"\\textbraceleft ": "{", "\\textbraceright ": "}", "\\textasciicircum ": "^", "\\$": "$"}


def _plain(tex: str) -> str:
    """Return what `tex` prints, a non-breaking space as an ordinary one."""
    text = str(Text.from_latex(tex))
    for name, sign in UNKNOWN.items():
        text = text.replace(name, sign)
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("title", TITLES)
def test_bibtex_says_what_was_typed(title: str) -> None:
    """BibTeX reads one entry, whose title prints as the fiche's; the author is the catalogue, whole, as a last name."""
    (entry,) = parse_string(_citation(title).bibtex, "bibtex").entries.values()
    assert _plain(entry.fields["title"]) == title.replace("\u00a0", " ")
    (author,) = entry.persons["author"]
    assert (_plain(" ".join(author.last_names)), author.first_names) == ("Leviers d’égalité", [])
    assert [entry.fields[name] for name in ("year", "month", "url")] == [
        "2026",
        "February",
        "https://x.example/pratiques/une-pratique/",
    ]


@pytest.mark.parametrize("title", TITLES)
def test_csl_json_says_what_was_typed(title: str) -> None:
    """A CSL processor reads one web page, with its title, its author as one name, its day and its address."""
    data = json.loads(_citation(title).csl)
    reference = CiteProcJSON(data)["une-pratique"]
    assert "".join(map(str, reference["title"])) == title
    assert reference.type == "webpage"
    assert reference.author[0].literal == "Leviers d’égalité"
    issued = reference.issued
    assert (issued.year, issued.month, issued.day) == (2026, 2, 1)
    assert "".join(map(str, reference["URL"])) == "https://x.example/pratiques/une-pratique/"


def test_plain_text_says_who_what_when_where() -> None:
    """The citation that everyone can read names the catalogue, the fiche, the day of this version, the address."""
    assert _citation("Atout mixité").text == (
        "Leviers d’égalité, «\u00a0Atout mixité\u00a0», fiche vérifiée le 1er\u00a0février 2026, "
        "https://x.example/pratiques/une-pratique/"
    )
