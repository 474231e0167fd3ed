"""The state of the catalogue: its numbers are those of a recount from the files themselves."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
import yaml

from catalogue.checks.check import check
from catalogue.derived.evidence import Preuve
from catalogue.derived.gaps import missing, overview
from catalogue.derived.index import Index
from catalogue.pages import Renderer, pages
from catalogue.records.fields import fields_of
from catalogue.records.model import Catalogue
from catalogue.text.typography import slug
from common import DATA, FROZEN

DAY = date(2028, 7, 1)
FOLDERS = [FROZEN / "practices", DATA / "valid" / "practices"]
Records = dict[str, dict[str, Any]]


@cache
def _catalogue(number: int) -> Catalogue:
    found = check(FOLDERS[number], DAY).catalogue
    assert found is not None
    return found


def _load(number: int, name: str) -> Records:
    text = (FOLDERS[number] / "vocabulaires" / f"{name}.yml").read_text("utf-8")
    return yaml.load(text, yaml.CBaseLoader) or {}  # noqa: S506 - text only


def _records(number: int) -> Records:
    return {
        path.stem: yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506 - text only
        for path in sorted(FOLDERS[number].glob("*.yml"))
    }


def _places(record: dict[str, Any], organisations: Records) -> set[str]:
    """Return where a record takes place, as written: regions, "national", or "" when nothing says."""
    if "territoire" in record:
        own = record["territoire"]
        found = {*own.get("regions", ()), *({"national"} if own.get("national") == "true" else ())}
        return found or {""}
    carriers = [organisations[name] for name in record["porteurs"]]
    found = {carrier["region"] for carrier in carriers if "region" in carrier}
    return found | {"national" for carrier in carriers if carrier.get("national") == "true"} or {""}


def _page(number: int) -> Element:
    renderer = Renderer(_catalogue(number), jour=DAY)
    (html,) = [page.html for page in pages(renderer) if page.address == "a-propos/etat/"]
    root: Element = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(html)
    return root


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _table(root: Element, caption: str) -> tuple[list[str], dict[str, list[str]]]:
    """Return the column headers of a table, and its rows by their own, numbers alone."""
    (table,) = [one for one in root.iter("table") if caption in _text(next(one.iter("caption")))]
    rows = [list(row) for row in table.iter("tr")]
    for row in rows[1:]:
        assert row[0].get("scope") == "row"
    assert {head.get("scope") for head in rows[0]} == {"col"}
    number = re.compile(r"\d[\d\u202f]*(?: sur \d+)?")
    cells = {
        _text(row[0]): [found[0] if (found := number.match(_text(cell))) else "" for cell in row[1:]]
        for row in rows[1:]
    }
    return [_text(head) for head in rows[0][1:]], cells


@pytest.mark.parametrize("number", [0, 1])
def test_tables_equal_a_recount(number: int) -> None:
    """Practices by lever and region, and by lever and sector, zeros shown, equal what the files say."""
    records, levers = _records(number), _load(number, "leviers")
    organisations, regions, sectors = (_load(number, name) for name in ("organisations", "regions", "secteurs"))
    parents = {lever.get("parent") for lever in levers.values()}
    leaves = [name for name in levers if name not in parents]
    root = _page(number)
    by_region = Counter((place, r["levier"]) for r in records.values() for place in _places(r, organisations))
    by_sector = Counter((sector, r["levier"]) for r in records.values() for sector in r.get("secteurs") or [""])
    for caption, counts, names, none in [
        (
            "territoire",
            by_region,
            {**{c: r["nom"] for c, r in regions.items()}, "national": "France entière"},
            "Non précisé par la source",
        ),
        ("secteur", by_sector, {name: one["nom"] for name, one in sectors.items()}, "Aucun secteur indiqué"),
    ]:
        if any(row == "" for row, _ in counts):
            names[""] = none
        heads, rows = _table(root, f"par {caption}")
        assert heads == [levers[name]["nom"] for name in leaves]
        assert rows == {text: [str(counts[row, lever]) for lever in leaves] for row, text in names.items()}
    met = {
        (r["levier"], place, sector)
        for r in records.values()
        for place in _places(r, organisations)
        for sector in r.get("secteurs", ())
        if place
    }
    assert f"{len(met)} croisement" in _text(root)


@pytest.mark.parametrize("number", [0, 1])
def test_evidence_and_sources_equal_a_recount(number: int) -> None:
    """Evidence levels, what rests on each source, and practices that have one source only equal what the files say."""
    records, sources = _records(number), _load(number, "sources")
    root = _page(number)
    natures = [{c["nature"] for c in r.get("chiffres", ())} for r in records.values()]
    levels = [sum("mesure" in n for n in natures), sum("declare" in n and "mesure" not in n for n in natures)]
    levels.append(len(records) - sum(levels))
    rows = list(_table(root, "niveau de preuve")[1].values())
    assert rows == [[f"{level} sur {len(records)}"] for level in levels]
    figures = Counter(c["source"] for r in records.values() for c in r.get("chiffres", ()))
    figures.update(c["source"] for c in _load(number, "chiffres-cles").values())
    cited = {name: {s["id"] for s in r["sources"]} for name, r in records.items()}
    read = {name for name, source in sources.items() if "citee_par" not in source}
    expected = {}
    for name, source in sources.items():
        citing = [ids for ids in cited.values() if name in ids]
        if citing or figures[name]:
            counts = (len(citing), sum(not (ids & read) - {name} for ids in citing), figures[name])
            shown = source["titre"] if name in read else f"{source['titre']} (citée, non lue)"
            expected[slug(shown)] = [str(count) for count in counts]
    found = _table(root, "chaque source")[1]
    assert {slug(title): row for title, row in found.items()} == expected
    alone = sum(len(ids & read) <= 1 for ids in cited.values())
    assert f"Pratiques dont une seule source a été lue : {alone} sur {len(records)}" in _text(root)
    assert f"Les {sum(figures.values())} chiffres" in _text(root)
    assert f"viennent de {len(figures)} source" in _text(root)


@pytest.mark.parametrize("number", [0, 1])
def test_gaps_equal_a_recount(number: int) -> None:
    """Each field that could be filled, by its title, with the practices that lack it, of those that could have it."""
    records, organisations = _records(number), _load(number, "organisations")
    titles = {one.nom: one.titre for one in fields_of()}
    counted = ["partenaires", "publics", "freins", "secteurs", "contexte", "objectifs", "mise_en_oeuvre", "chiffres"]
    counted += ["conditions_de_reussite", "points_de_vigilance", "formation"]
    expected = {titles[name]: (sum(name not in r for r in records.values()), len(records)) for name in counted}
    expected[titles["statut"]] = (
        sum(r.get("statut", "non-precise") == "non-precise" for r in records.values()),
        len(records),
    )
    nowhere = [
        r for r in records.values() if _places(r, organisations) == {""} and "nom" not in r.get("territoire", {})
    ]
    expected[titles["territoire"]] = (len(nowhere), len(records))
    could = [r for r in records.values() if "dans-le-contrat" in (r["levier"], *r.get("autres_leviers", ()))]
    expected[titles["contrat"]] = (sum("contrat" not in r for r in could), len(could))
    contracts = [r["contrat"] for r in records.values() if "contrat" in r]
    for name, title in [
        ("facilitateur", "structure facilitatrice"),
        ("type", "type de marché"),
        ("mecanismes", "mécanismes"),
    ]:
        expected[f"Contrat, {title}"] = (sum(name not in c for c in contracts), len(contracts))
    rows = _table(_page(number), "non renseignées")[1]
    assert {title: row[0] for title, row in rows.items()} == {
        title: f"{count} sur {of}" for title, (count, of) in expected.items() if count
    }


@pytest.mark.parametrize("number", [0, 1])
def test_what_is_old_and_what_leads_nowhere_equal_a_recount(number: int) -> None:
    """Practices read more than eighteen months ago, the oldest first; entries of vocabularies that no practice uses."""
    records = _records(number)
    found = overview(Index(_catalogue(number), DAY))
    old = sorted((r["verifie_le"], name) for name, r in records.items() if r["verifie_le"] < "2027-01-01")
    assert [p.id for p in found.a_relire] == [name for _, name in old]
    assert f"{len(old)} pratiques sans relecture" in _text(_page(number))
    dead = {kind: [name for name, _ in entries] for kind, entries in found.impasses}
    used = {name for r in records.values() for name in (r["levier"], *r.get("autres_leviers", ()))}
    levers = _load(number, "leviers")
    parents = {lever.get("parent") for lever in levers.values()}
    assert dead.get("Leviers", []) == [name for name in levers if name not in used | parents]
    places = {place for r in records.values() for place in _places(r, _load(number, "organisations"))}
    assert dead.get("Régions", []) == [code for code in _load(number, "regions") if code not in places]
    cited = {s["id"] for r in records.values() for s in r["sources"]}
    assert dead.get("Sources", []) == [name for name in _load(number, "sources") if name not in cited]


def _links(links: Sequence[tuple[str, str]]) -> list[str]:
    return [address for _, address in links]


def test_what_would_help_most_comes_first() -> None:
    """Old fiches before empty levers, unknown results, empty regions and lone sources; each with where to do it."""
    found = overview(Index(_catalogue(1), DAY)).actions
    assert [action.quoi.split()[0] for action in found] == ["Relire", "Décrire", "Trouver", "Décrire", "Trouver"]
    assert _links(found[0].liens)[0] == "contribuer/proposer/?fiche=atelier-test"
    assert _links(found[1].liens) == ["contribuer/proposer/?levier=portage"]
    assert all("?region=" in address for address in _links(found[3].liens))
    fresh = overview(Index(_catalogue(1), date(2026, 2, 1))).actions
    assert "Relire" not in {action.quoi.split()[0] for action in fresh}
    nothing = overview(Index(replace(_catalogue(1), pratiques={}), DAY))
    assert (nothing.a_relire, sum(nothing.preuves.values()), nothing.manques) == ([], 0, [])


def test_a_contract_is_missing_only_where_there_could_be_one() -> None:
    """A practice outside public contracts does not lack a contract."""
    index = Index(_catalogue(1), DAY)
    lacking = {name: set(missing(index, p)) for name, p in index.catalogue.pratiques.items()}
    assert {name for name, gaps in lacking.items() if "contrat" in gaps} == set()
    assert "contexte" in lacking["marche-test"]
    assert overview(index).preuves[Preuve.MESUREE] == 1
