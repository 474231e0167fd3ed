"""What rules say beyond their one fault in data/invalid/: several at once, in place, and what is not a fault."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalogue.checks.check import check
from catalogue.checks.texts import UNKNOWN
from catalogue.problems.problem import Problem
from catalogue.records.fields import leaves
from catalogue.records.load import parse
from catalogue.records.practice import Pratique
from common import BASE, TODAY


def _check(valid: Path, text: str = BASE, name: str = "essai") -> list[Problem]:
    (valid / f"{name}.yml").write_text(text, "utf-8")
    return check(valid, TODAY).problems


def _found(problems: list[Problem]) -> list[tuple[str, int, int]]:
    return [(problem.rule, problem.line, problem.column) for problem in problems]


def test_five_faults_five_problems_one_run(valid: Path) -> None:
    """A contributor is told everything at once, from the top of the file to its end."""
    problems = _check(
        valid,
        "titre: Été\n"
        "resume: Une pratique d’essai qui sert aux tests des règles, et à rien d’autre.\n"
        "levier: portages\n"
        "porteurs: [maison-test, ville-tset]\n"
        "sources: [{id: rapport-test, repere: A}]\n"
        "verifie_le: 31/01/2026\n"
        "couleur: bleu\n",
    )
    assert _found(problems) == [
        ("texte-trop-court", 1, 8),
        ("levier-inconnu", 3, 9),
        ("organisation-inconnue", 4, 25),
        ("date-invalide", 6, 13),
        ("cle-inconnue", 7, 1),
    ]
    assert [p.example for p in problems][1:4] == [
        "levier: portage",
        "porteurs: [maison-test, ville-test]",
        "verifie_le: 2026-01-31",
    ]


def test_all_files_in_one_run(valid: Path) -> None:
    """Records and vocabularies are all told, sorted by path; a file that cannot be read hides no other."""
    (valid / "abc.yml").write_text("titre: 'ouvert\n", "utf-8")
    (valid / "vocabulaires" / "publics.yml").write_text("femmes: {nom: F, couleur: x}\nparents: {nom: Parents}\n")
    problems = _check(valid, BASE.replace("levier: portage", "levier: portages"))
    assert [(p.path, p.rule) for p in problems] == [
        ("practices/abc.yml", "yaml-syntaxe"),
        ("practices/essai.yml", "levier-inconnu"),
        ("practices/vocabulaires/publics.yml", "texte-trop-court"),
        ("practices/vocabulaires/publics.yml", "cle-inconnue"),
    ]


REFERENCES = {pattern: leaf.vocabulaire for pattern, leaf in leaves(Pratique).items() if leaf.vocabulaire}


@pytest.mark.parametrize("pattern", REFERENCES, ids=".".join)
def test_every_reference_of_a_record_is_followed(pattern: tuple[str, ...], valid: Path) -> None:
    """Wherever a record may name something, a name that is not there is told, where it stands."""
    record = parse((valid / "creches-test.yml").read_bytes(), "")[0]
    assert record is not None
    data: dict[str, Any] = {**record.data, "programme": "marche-test", "territoire": {"regions": ["28"]}}
    data["inspiree_de"] = ["marche-test"]
    data["contrat"] = {"objet": "nettoyage", "acheteur": "ville-test", "facilitateur": "maison-test"}
    *steps, last = (0 if step == "*" else step for step in pattern)
    node: Any = data
    for step in steps:
        node = node[step]
    node[last] = "zzz"
    lines = json.dumps(data, ensure_ascii=False, indent=1).split("\n")
    problems = _check(valid, "\n".join(lines), "creches-test")
    (line,) = [number for number, each in enumerate(lines, 1) if '"zzz"' in each]
    unknown = {rule.id for rule in UNKNOWN.values()}
    assert [found for found in _found(problems) if found[0] in unknown] == [
        (UNKNOWN[REFERENCES[pattern]].id, line, lines[line - 1].index('"zzz"') + 1)
    ]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("contexte: Été 😀, 61 % d’élues.", (7, 18)),
        ("contexte: |\n  Un.\n\n  Deux, 61 % ici.\n", (10, 9)),
        ("contexte: >-\n  Un,\n  61,5 pour cent.\n", (9, 3)),
        ("objectifs: [Former, 'Deux, 61%']", (7, 28)),
        ("formation:\n  questions:\n    - Pourquoi 61 % ?\n", (9, 16)),
        ("limites:\n  - Un 61 %\n    ou plus\n", (8, 8)),
    ],
)
def test_percentage_is_told_where_it_stands(text: str, at: tuple[int, int], valid: Path) -> None:
    """A percentage without its figure is found in any style of text, at its first digit."""
    assert _found(_check(valid, BASE + text)) == [("pourcentage-sans-chiffre", *at)]


@pytest.mark.parametrize("written", ["61,5 %", "61.5%", "61,50 %", "61,5 pour cent", "61,5 pour-cent"])
@pytest.mark.parametrize("value", ["61.5", '"61,5"', "61.50"])
def test_percentage_with_its_figure_passes(written: str, value: str, valid: Path) -> None:
    """A figure is the same number however it is typed."""
    figure = (
        f"chiffres: [{{valeur: {value}, unite: '%', libelle: part, nature: mesure, source: rapport-test, repere: A}}]\n"
    )
    assert _check(valid, BASE + figure + f"limites:\n  - Soit {written} du total.\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("contexte: |\n  Un <b>mot</b>.\n", [("mise-en-forme", 8, 6)]),
        ("contexte: |\n  Un.\n\n  # Deux\n", [("mise-en-forme", 10, 3)]),
        ("contexte: Un [lien](https://b.fr/61%20c).\n", []),
        ("contexte: Un [lien](/ici).\n", [("lien-invalide", 7, 21)]),
        ("objectifs: [Un <b>, 'Un [a](https://b.fr)']\n", [("mise-en-forme", 7, 16), ("mise-en-forme", 7, 25)]),
        ("objectifs: [de 1 < 2 à 3 > 2]\n", []),
        ("contexte: À compléter\n", [("texte-provisoire", 7, 11)]),
        ("limites: [exemple, lorem ipsum, '...', Un test.]\n", [("texte-provisoire", 7, c) for c in (11, 20, 34)]),
        ("limites: [Il reste à définir des critères, Un bon exemple]\n", []),
        ("autres_leviers: [portage, hors-contrat]\n", [("repetition", 7, 18), ("levier-trop-large", 7, 27)]),
        ("publics: [femmes, parents, femmes]\n", [("repetition", 7, 28)]),
        ("programme: essai\npratiques_liees: [essai]\n", [("lien-vers-soi", 7, 12), ("lien-vers-soi", 8, 19)]),
        ("contrat: {objet: nettoyage, acheteur: ville-test}\n", [("contrat-hors-levier", 7, 1)]),
        ("territoire: {nom: Caen}\n", [("territoire-vide", 7, 13)]),
        ("territoire: {nom: Caen, regions: ['28']}\n", []),
        ("alias: [atelier-test, creche-test, neuf]\n", [("alias-en-conflit", 7, 9), ("alias-en-conflit", 7, 23)]),
    ],
)
def test_rules_on_what_a_record_says(text: str, expected: list[tuple[str, int, int]], valid: Path) -> None:
    """Each rule finds all of its faults, where they stand, and lets what merely looks like one pass."""
    assert _found(_check(valid, BASE + text)) == expected


def test_a_loop_is_told_once_with_its_path(valid: Path) -> None:
    """Three practices in a ring make one problem, which shows the ring; those that lead into it are not at fault."""
    for name, above in {"a1": "b1", "b1": "c1", "c1": "a1", "d1": "a1"}.items():
        _check(valid, BASE.replace("de plus", name) + f"programme: {above}\n", name)
    (problem,) = check(valid, TODAY).problems
    assert (problem.path, problem.rule) == ("practices/a1.yml", "boucle")
    assert "a1 → b1 → c1 → a1" in problem.message


@pytest.mark.parametrize(("day", "passes"), [("2026-11-23", True), ("2026-11-24", False)])
def test_today_is_not_the_future(day: str, passes: bool, valid: Path) -> None:
    """A record verified today passes, one verified tomorrow does not."""
    assert (_check(valid, BASE.replace("2026-01-31", day)) == []) is passes


@pytest.mark.parametrize(
    ("typed", "guess"), [("Freins_Périphériques", "freins-peripheriques"), ("portge", "portage"), ("zzz", None)]
)
def test_near_miss_is_suggested(typed: str, guess: str | None, valid: Path) -> None:
    """What was probably meant is named, accents, case and separators apart; nothing is, when nothing is near."""
    (problem,) = _check(valid, BASE.replace("levier: portage", f"levier: {typed}"))
    assert (f"s’agit-il de « {guess} »" in problem.message) is (guess is not None)


def test_what_cites_a_broken_file_is_not_at_fault(valid: Path) -> None:
    """A vocabulary that is missing, or a record that cannot be read, is told alone."""
    (valid / "vocabulaires" / "leviers.yml").unlink()
    (valid / "marche-test.yml").write_text("titre: 'ouvert\n", "utf-8")
    assert [p.rule for p in _check(valid)] == ["yaml-syntaxe", "vocabulaire-manquant"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("femmes: Femmes\nparents: {nom: Parents}\n", [("type-groupe", 1, 9)]),
        ("femmes: {nom: 'Femmes\n", [("yaml-syntaxe", 1, 15)]),
    ],
)
def test_a_broken_vocabulary_is_told_alone(text: str, told: list[tuple[str, int, int]], valid: Path) -> None:
    """A fault in a vocabulary is told there, not in every record that draws on it."""
    (valid / "vocabulaires" / "publics.yml").write_text(text, "utf-8")
    problems = check(valid, TODAY).problems
    assert {problem.path for problem in problems} == {"practices/vocabulaires/publics.yml"}
    assert _found(problems) == told


def test_a_region_whose_name_makes_no_address_is_told(valid: Path) -> None:
    """A name without a Latin letter, or that differs from another by signs only, is told where it stands, and mended."""
    path = valid / "vocabulaires" / "regions.yml"
    path.write_text('"28": {nom: Normandie}\n"93": {nom: "<<"}\n"94": {nom: "«Normandie»"}\n', "utf-8")
    problems = check(valid, TODAY).problems
    assert _found(problems) == [("region-en-conflit", 2, 13), ("region-en-conflit", 3, 13)]
    assert [problem.example for problem in problems] == ['"93": {nom: "<< (93)"}', '"94": {nom: "«Normandie» (94)"}']


@pytest.mark.parametrize(
    ("value", "more", "told"),
    [
        ("-1", "base: candidates", True),
        ('"-0,5"', "base: candidates", True),
        ("100.01", "base: candidates", True),
        ("-1", "inclus_dans: un critère", True),
        ("0", "base: candidates", False),
        ("100", "base: candidates", False),
        ("130", "periode: en 2020", False),  # a rise, of what its label says
        ("-12", "periode: en 2020", False),
        ("dix", "base: candidates", False),  # which another rule tells
    ],
)
def test_a_share_is_part_of_its_whole(value: str, more: str, told: bool, valid: Path) -> None:
    """A percentage of a base, or within another, is told when it cannot be one, in a record as among the figures of context."""
    figure = f"valeur: {value}, unite: '%', libelle: un compte, nature: mesure, source: rapport-test, repere: A, {more}"
    problems = [one for one in _check(valid, f"{BASE}chiffres: [{{{figure}}}]\n") if one.rule == "part-hors-bornes"]
    assert [(one.line, one.column) for one in problems] == [(7, 21)] * told
    (valid / "essai.yml").unlink()
    key_figures = valid / "vocabulaires" / "chiffres-cles.yml"
    key_figures.write_text(f"{key_figures.read_text('utf-8')}part-essai: {{{figure}}}\n", "utf-8")
    found = [one for one in check(valid, TODAY).problems if one.rule == "part-hors-bornes"]
    assert [one.path for one in found] == ["practices/vocabulaires/chiffres-cles.yml"] * told


@pytest.mark.parametrize(
    ("sources", "how"),
    [
        ("sources: [{id: rapport-test, repere: page 9}]", "source: rapport-test"),
        ("sources: [{id: rapport-test, repere: page 9}, {id: notice-test, repere: page 1}]", "source: …"),
    ],
)
def test_what_only_the_source_says_is_not_proposed(sources: str, how: str, valid: Path) -> None:
    """A figure without its source is offered the one that its record cites, if one alone; never an example that would then pass."""
    text = BASE.replace("sources: [{id: rapport-test, repere: A}]", sources)
    text += "chiffres:\n  - {libelle: places, nature: declare, repere: page 9}\n"
    told = {problem.message.split("«")[1].split("»")[0].strip(): problem for problem in _check(valid, text)}
    assert told["source"].example.startswith(how) or how in told["source"].example
    assert (told["source"].mend is None) == ("…" in how)
    assert told["valeur"].example == "valeur: …"
    assert told["valeur"].mend is None


def test_what_is_said_of_a_source_is_sent_to_its_entry(valid: Path) -> None:
    """How a source was read is said once, in its own entry: a record that says it elsewhere is told where, and loses nothing."""
    text = BASE.replace("repere: A}", "repere: A, lecture: extrait}")
    (told,) = _check(valid, text)
    assert (told.rule, told.mend) == ("cle-inconnue", None)
    assert "sources.yml" in told.message


@pytest.mark.parametrize("name", ["Belgique !", "中国"])
def test_each_country_has_its_address(name: str, valid: Path) -> None:
    """Two countries whose names make one address, or a name that makes none, are told where they stand."""
    path = valid / "vocabulaires" / "pays.yml"
    path.write_text(path.read_text("utf-8") + f"XX: {{nom: {name}}}\n", "utf-8")
    (told,) = check(valid, TODAY).problems
    assert (told.path, told.rule) == ("practices/vocabulaires/pays.yml", "region-en-conflit")


def test_a_territory_in_france_says_more_than_its_country(valid: Path) -> None:
    """« pays: FR » alone says no place that a list has."""
    assert [p.rule for p in _check(valid, BASE + "territoire: {nom: Ici, pays: FR}\n")] == ["territoire-vide"]
    assert _check(valid, BASE + "territoire: {nom: Là-bas, pays: DE}\n") == []
