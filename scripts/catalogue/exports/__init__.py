"""Catalogue → what other programs read. Pure functions, a module for each kind of reader."""

from collections.abc import Iterator

from catalogue.derived.index import Index
from catalogue.exports.engines import opensearch, robots
from catalogue.exports.json_files import catalogue_json, dumps, practice_json, vocabularies_json
from catalogue.exports.schemas import (
    CATALOGUE_SCHEMA,
    RECORD_SCHEMA,
    VOCABULARIES_SCHEMA,
    catalogue_schema,
    practice_schema,
    record_schema,
    vocabularies_schema,
)
from catalogue.exports.tables import datapackage, table_csv, tables

__all__ = [
    "CATALOGUE_SCHEMA",
    "RECORD_SCHEMA",
    "VOCABULARIES_SCHEMA",
    "data_addresses",
    "data_files",
    "engine_files",
    "practice_json",
    "practice_schema",
    "tables",
]


def data_addresses() -> list[str]:
    """Return the addresses of the files that `data_files` yields."""
    described = ["datapackage.json", CATALOGUE_SCHEMA, RECORD_SCHEMA, VOCABULARIES_SCHEMA]
    return ["catalogue.json", "vocabulaires.json", *(table.fichier for table in tables()), *described]


def data_files(index: Index, site: str) -> Iterator[tuple[str, bytes]]:
    """Yield the (address, content) of each file of open data about the whole catalogue, on the site published at `site`."""
    yield "catalogue.json", catalogue_json(index, site)
    yield "vocabulaires.json", vocabularies_json(index, site).encode()
    for table in tables():
        yield table.fichier, table_csv(table, index, site)
    yield "datapackage.json", datapackage(index, site).encode()
    yield CATALOGUE_SCHEMA, dumps(catalogue_schema(site)).encode()
    yield RECORD_SCHEMA, dumps(record_schema(site)).encode()
    yield VOCABULARIES_SCHEMA, dumps(vocabularies_schema(site)).encode()


def engine_files(site: str) -> Iterator[tuple[str, bytes]]:
    """Yield the (address, content) of what search engines and browsers ask for."""
    yield "opensearch.xml", opensearch(site).encode()
    yield "robots.txt", robots(site).encode()
