"""Catalogue → what other programs read. Pure functions, a module for each kind of reader."""

from collections.abc import Callable, Iterator
from functools import partial

from catalogue.derived.index import Index
from catalogue.exports.engines import opensearch, robots, web_manifest
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
    "data_files",
    "engine_files",
    "practice_json",
    "practice_schema",
    "tables",
]


def data_files(index: Index, site: str) -> dict[str, Callable[[], bytes]]:
    """Return what makes each file of open data about the whole catalogue, by its address, on the site published at `site`."""
    return {
        "catalogue.json": lambda: catalogue_json(index, site),
        "vocabulaires.json": lambda: vocabularies_json(index, site).encode(),
        **{table.fichier: partial(table_csv, table, index, site) for table in tables()},
        "datapackage.json": lambda: datapackage(index, site).encode(),
        CATALOGUE_SCHEMA: lambda: dumps(catalogue_schema(site)).encode(),
        RECORD_SCHEMA: lambda: dumps(record_schema(site)).encode(),
        VOCABULARIES_SCHEMA: lambda: dumps(vocabularies_schema(site)).encode(),
    }


def engine_files(site: str) -> Iterator[tuple[str, bytes]]:
    """Yield the (address, content) of what search engines and browsers ask for."""
    yield "opensearch.xml", opensearch(site).encode()
    yield "robots.txt", robots(site).encode()
    yield "site.webmanifest", web_manifest().encode()
