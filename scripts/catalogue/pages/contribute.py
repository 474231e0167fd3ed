"""The pages for contributors: the form, the fields."""

from dataclasses import replace

from catalogue.derived.sections import FORM, PARTS, fields
from catalogue.pages.rendering import Page, Renderer
from catalogue.records.fields import CLOSED, fields_of
from catalogue.records.vocabularies import APPORTS, VOCABULAIRES
from catalogue.records.write import written_example


def form_page(renderer: Renderer) -> Page:
    """Return the page of the form that writes a record."""
    page = renderer.page(
        "form_page.html",
        "contribuer/proposer/",
        "Proposer une pratique",
        "Un formulaire pour décrire une pratique ou compléter une fiche, vérifié au fil de la saisie.",
        "",
        parties=[
            (part, title, [champ for row, champ in fields(FORM) if row.form == part]) for part, title in PARTS.items()
        ],
        apports={kind: fields_of(VOCABULAIRES[kind]) for kind in APPORTS},
        leviers=[lever for lever in renderer.catalogue.leviers.values() if not renderer.index.children.get(lever.id)],
        listes={kind: getattr(renderer.catalogue, kind) for kind in CLOSED},
        accueil=renderer.accueil,
        meta={"styles": ["fiche", "contribute"], "module": "assets/contribute/entry.js"},
    )
    # One block of HTML: a blank line would end it.
    return replace(page, fill=lambda: "\n".join(line for line in page.html.split("\n") if line.strip()))


def fields_page(renderer: Renderer) -> Page:
    """Return the page that describes each field of a record."""
    return renderer.page(
        "fields.html",
        "contribuer/champs/",
        "Les rubriques d’une fiche",
        "Chaque rubrique d’une fiche : ce qu’elle dit, si elle est obligatoire, ses limites, un exemple.",
        "",
        champs=fields_of(),
        apports=[(kind, fields_of(VOCABULAIRES[kind])) for kind in VOCABULAIRES],
        exemple=lambda field: "\n".join(written_example(field)),
        meta={"styles": ["fiche"]},
        sommaire=[(field.nom, field.titre) for field in fields_of()],
    )
