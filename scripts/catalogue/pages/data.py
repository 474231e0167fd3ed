"""The page of open data: every file, how to read it, and what each of its fields is."""

from pathlib import Path

from markupsafe import Markup

from catalogue.exports import CATALOGUE_SCHEMA, RECORD_SCHEMA, VOCABULARIES_SCHEMA, jsonld, tables
from catalogue.exports.published import CHOIX, VERSION, Calcule, Entete
from catalogue.pages.rendering import TEMPLATES, Page, Renderer
from catalogue.records.fields import fields_of
from catalogue.records.vocabularies import VOCABULAIRES
from catalogue.text.identity import ADRESSE_LICENCE, LICENCE
from catalogue.text.typography import NBSP, file_size

ADDRESS = "donnees/"

EXAMPLES = TEMPLATES / "examples"

SCHEMAS = {"catalogue.json": CATALOGUE_SCHEMA, "vocabulaires.json": VOCABULARIES_SCHEMA}

SECTIONS = {
    "fichiers": "Les fichiers",
    "tableur": "Ouvrir dans un tableur",
    "python": "Lire avec Python",
    "licence": "Réutiliser",
    "stabilite": "Ce qui peut changer",
    "json": "Les fichiers JSON, champ par champ",
    "csv": "Les tableaux, colonne par colonne",
}


def data_page(renderer: Renderer) -> Page:
    """Return the page that describes the files of open data."""
    titles = {
        "catalogue.json": "Tout le catalogue : les fiches, et ce que le site en tire",
        "vocabulaires.json": "Les listes communes : leviers, organisations, sources, publics…",
        **{
            table.fichier: f"{table.titre}{NBSP}: {table.aide[0].lower()}{table.aide[1:].rstrip('.')}"
            for table in tables()
        },
        "datapackage.json": "La description des tableaux, pour les outils (Data Package)",
    }
    description = "Le catalogue entier en fichiers ouverts, à relire dans un tableur ou un programme : contenu, licence, exemples."
    kinds = {"csv": "text/csv", "json": "application/json"}
    distribution = [(address, title, kinds[address.rpartition(".")[2]]) for address, title in titles.items()]
    return renderer.page(
        "data.html",
        ADDRESS,
        "Les données",
        description,
        "",
        est=jsonld.dataset(renderer.index, renderer.site, description, distribution, VERSION),
        meta={"styles": ["fiche"]},
        more=lambda: {
            "fichiers": [
                (address, title, file_size(len(renderer.data_files[address]())), SCHEMAS.get(address))
                for address, title in titles.items()
            ]
        },
        schema_fiche=RECORD_SCHEMA,
        exemples={name: _example(name) for name in ("csv", "json", "pandas")},
        version=VERSION,
        licence=LICENCE,
        adresse_licence=ADRESSE_LICENCE,
        entete=fields_of(Entete),
        fiche=fields_of(),
        calcule=fields_of(Calcule),
        vocabulaires={kind: fields_of(model) for kind, model in VOCABULAIRES.items()},
        choix=CHOIX,
        tableaux=tables(),
        titres=SECTIONS,
        sommaire=list(SECTIONS.items()),
    )


def _example(name: str) -> Markup:
    """Return the example `name` as HTML of one line: a blank line would end the block that the page is."""
    return Markup("&#10;").join(Path(EXAMPLES / f"{name}.txt").read_text("utf-8").strip().split("\n"))
