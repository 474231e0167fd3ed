"""Search: the analysis of French, the files of the index, what readers' queries find."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from distractors import with_distractors
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.checks.check import check
from catalogue.derived.index import Index
from catalogue.records.model import Catalogue
from catalogue.search.analysis import Analysis
from catalogue.search.documents import HandwrittenPage
from catalogue.search.encoding import numbers
from catalogue.search.index_files import index_files
from common import FROZEN, TODAY
from engine import Engine, Quality, handwritten, queries, rank

MEET = [
    "crèche Crèches CRECHE cre\u0300che",
    "chef·fes cheffe chefs chef.fe.s chef(fe)s chef-fe-s chef/fe chef•fe",
    "facilitateur·rices facilitatrice facilitateurs facilitateur-rice-s facilitation faciliter",
    "employeur·euses employeuse employeurs",
    "décideur·euses décideuses décideur(se)s décideur",
    "chargé·es chargées chargé·e·s chargé.e.s chargé-e-s chargé(e)s charge",
    "habitant·es habitantes habitants habitant",
    "participant·es participante participants",
    "acteur·rices acteurs actrice",
    "lyonnais lyonnaise lyonnaises",
    "roubaisien roubaisienne roubaisiens",
    "négocier négociation négociations négociatrice",
    "social sociaux sociale sociales",
    "égal égaux égales égalité",
    "professionnel professionnelle professionnelles",
    "industriel industrielles industriels",
    "ouvrier ouvrières ouvrière",
    "conseiller conseillère",
    "féminin féminine féminins",
    "féminiser féminisation",
    "œuvre oeuvre œuvres OEUVRE",
    "l’entreprise l'entreprise d‘entreprise entreprises L\u2019ENTREPRISE",
    "qu’architecte architectes jusqu’architecte",
    "élu·e·s élues élu",
    "bureau bureaux",
    "co\u00adllecte col\u200blecte collectes",
    "ＲＳＡ rsa RSA",
]

APART = [
    "chef chantier",
    "développe développeur",
    "pays payer",
    "prix pris",
    "Angers Ange",
    "accès acte",
    "acteur acte",
    "emploi employeur",
    "métier matière",
    "public publication",
    "partage part",
]


@pytest.fixture(scope="session")
def analyse() -> Analysis:
    """The analysis alone, with a few groups of synonyms."""
    return Analysis(
        [("garde", ["crèche", "garde d’enfants", "nounou"], []), ("mde", ["MDE", "maison de l’emploi"], [])]
    )


@pytest.mark.parametrize("forms", MEET)
def test_forms_of_a_word_meet(forms: str, analyse: Analysis) -> None:
    """Accents, number, gender, inclusive writing, apostrophes: one word, one term."""
    read = analyse.read((form, True) for form in forms.split())
    assert {tuple(term for term, _ in r.termes if term[0] != "~") for r in read} == {(read[0].termes[0][0],)}


@pytest.mark.parametrize("words", APART)
def test_different_words_stay_apart(words: str, analyse: Analysis) -> None:
    """The stemming is light: words that a reader tells apart have terms of their own."""
    one, other = analyse.read((word, True) for word in words.split())
    assert one.termes != other.termes


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("emploi-insertion", ["emploi", "insertion"]),
        ("Act’elles", ["act"]),
        ("aujourd’hui", ["aujourd", "hui"]),
        ("37 % des femmes", ["37", "fem"]),
        ("des places pour la garde des enfants", ["plac", "gard", "enfant", "~garde"]),
        ("une maison de l’emploi", ["maison", "emploi", "~mde"]),
        ("de la", []),
        ("", []),
        ("🙂 <> ?", []),
        ("日本 العربية", ["日本", "العربية"]),
    ],
)
def test_text_gives_its_terms_and_groups(text: str, terms: list[str], analyse: Analysis) -> None:
    """Empty words go, phrases are seen through them, other alphabets stay."""
    (read,) = analyse.read([(text, False)])
    assert [term for term, _ in read.termes] == terms


# --- The files ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The sixteen."""
    found = check(FROZEN / "practices", TODAY).catalogue
    assert found is not None
    return found


PAGES = [
    HandwrittenPage(
        "methode/", "En pratique", "La méthode.", "<h2>Le dialogue</h2><p>Un premier pas&nbsp;: parler.</p>"
    ),
    HandwrittenPage(
        "a/",
        "Autre",
        "Page.",
        '<ul class="cartes"><li>Orchidées<br></li></ul><svg>x</svg><p>Tournesols</p><script>y</script>',
    ),
]


def test_same_catalogue_gives_same_bytes(catalogue: Catalogue) -> None:
    """Neither the order of the pages nor that of the records, nor the run, changes a byte."""
    backwards = replace(catalogue, pratiques=dict(reversed(list(catalogue.pratiques.items()))))
    first = list(index_files(Index(catalogue), PAGES))
    assert first == list(index_files(Index(catalogue), PAGES)) == list(index_files(Index(backwards), reversed(PAGES)))


def test_manifest_names_every_file(catalogue: Catalogue) -> None:
    """index.json names all other files, each once; their names change with their content."""
    files = dict(index_files(Index(catalogue), PAGES))
    manifest = json.loads(files["index.json"])
    named = [manifest["lexique"], manifest["facettes"], *(name for _, name in manifest["termes"]), *manifest["fiches"]]
    assert sorted([*named, "index.json"]) == sorted(files)
    other = dict(index_files(Index(catalogue), PAGES[:1]))
    assert all(other[name] == files[name] for name in set(other) & set(files) - {"index.json"})


def test_pages_are_found_by_what_they_say_themselves(catalogue: Catalogue) -> None:
    """Headings and text are searched; cards repeated from the catalogue, drawings and scripts are not."""
    engine = Engine(dict(index_files(Index(catalogue), PAGES)))
    assert engine.search("dialogue parler")["results"][0]["address"] == "methode/"
    assert [r["address"] for r in engine.search("tournesol")["results"]] == ["a/"]
    assert engine.search("orchidées")["total"] == 0


def test_empty_catalogue_is_searched_all_the_same(catalogue: Catalogue) -> None:
    """No practice and no page: no error, no result."""
    engine = Engine(dict(index_files(Index(replace(catalogue, pratiques={}, leviers={})))))
    assert engine.search("crèche", count=True)["total"] == engine.search("")["total"] == 0


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[HandwrittenPage]:
    """The hand-written pages of the site of the sixteen."""
    return handwritten(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def engine(site: Path) -> Engine:
    """The engine over the index of the site of the sixteen."""
    return Engine({path.name: path.read_bytes() for path in (site / "recherche").iterdir()})


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**9)))
def test_numbers_come_back(engine: Engine, values: list[int]) -> None:
    """What encoding.py writes, encoding.js reads."""
    assert engine.call(f"readNumbers({json.dumps(numbers(values))})") == values


# --- What is found -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dev", "more", "fresh"])
def test_right_answer_comes_first(name: str, engine: Engine) -> None:
    """Nearly every query of our own finds its fiche first."""
    check_first(engine, name, 0.97)


def test_levers_are_found_as_pages(engine: Engine) -> None:
    """A lever answers what no practice does; the method's page stands for a lever that has one."""
    assert engine.search("problème de transport")["results"][0]["address"] == "leviers/freins-peripheriques/"
    found = {result["address"] for result in engine.search("porter la démarche", limit=50)["results"]}
    assert "methode/portage/" in found
    assert "leviers/portage/" not in found


def test_an_everyday_word_is_not_corrected(engine: Engine) -> None:
    """« devenir », which stands nowhere, is neither « définir » nor « d’événement »; « lentreprise » is two words."""
    assert engine.search("devenir architecte")["suggestion"] is None
    assert engine.search("devenir architecte")["results"][0]["address"] == "pratiques/paris-ordre-architectes/"
    assert engine.search("lentreprise")["total"] > 1


def test_page_is_found_by_its_other_words(catalogue: Catalogue) -> None:
    """A hand-written page answers to the `mots_cles` of its front matter."""
    page = HandwrittenPage("methode/x/", "Une page", "Ce qu’elle dit.", "<p>Rien de plus.</p>", ["zorglub"])
    engine = Engine(dict(index_files(Index(catalogue), [page])))
    assert [result["address"] for result in engine.search("zorglub")["results"]] == ["methode/x/"]


@pytest.fixture(scope="session")
def crowded(catalogue: Catalogue, pages: list[HandwrittenPage]) -> Engine:
    """The engine over the real practices among two thousand others in the same words."""
    return Engine(dict(index_files(Index(with_distractors(catalogue, 2000)), pages)))


@pytest.mark.parametrize("name", ["dev", "more"])
def test_right_answer_comes_first_among_thousands(name: str, crowded: Engine) -> None:
    """Two thousand other practices in the same words do not bury it."""
    check_first(crowded, name, 0.95)


def check_first(engine: Engine, name: str, floor: float) -> None:
    """Check that the share of the queries `name` whose right answer comes first is at least `floor`."""
    asked = queries(name)
    ranks = [rank(engine, query) for query in asked]
    missed = [(query.q, place) for query, place in zip(asked, ranks, strict=True) if place != 1]
    assert Quality.of(ranks).first >= floor, missed


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("creche", "creches-solidaires"),
        ("négociaton salaire", "nego-training"),
        ("nounou", "creches-solidaires"),
        ("cheffes de quart", "atout-mixite"),
        ("act elles", "act-elles"),
        ("BTP femmes", "visites-chantiers-est-ensemble"),
        ("comment aider les femmes à négocier leur salaire", "nego-training"),
        ("negotraining", "nego-training"),
        ("lentreprise richesse", "diversite-richesse-entreprise"),
        ("auto défense", "act-elles"),
    ],
)
def test_promised_queries(query: str, first: str, engine: Engine) -> None:
    """Queries named when the search was asked for, and words stuck together or cut apart."""
    assert engine.search(query)["results"][0]["address"] == f"pratiques/{first}/"


def test_each_key_typed_already_finds(engine: Engine) -> None:
    """From three letters on, the fiche stays in sight while a word of its title is typed."""
    for word, name in (("crèches", "creches-solidaires"), ("newsletter", "newsletter-egalite-diversite")):
        for end in range(3, len(word) + 1):
            found = [result["address"] for result in engine.search(word[:end], limit=3)["results"]]
            assert f"pratiques/{name}/" in found, word[:end]


def test_query_without_words_gives_all_practices(engine: Engine, catalogue: Catalogue) -> None:
    """An empty query shows the catalogue, by title; so does one of signs only."""
    for query in ("", "   ", "🙂", "?!"):
        answer = engine.search(query, limit=100)
        assert sorted(r["address"] for r in answer["results"]) == [
            f"pratiques/{p}/" for p in sorted(catalogue.pratiques)
        ]


def test_stop_words_alone_are_searched(engine: Engine) -> None:
    """A query of empty words is not an empty query: it looks for them in titles."""
    assert engine.search("pour")["total"] > 0


def test_result_says_what_a_card_shows(engine: Engine, catalogue: Catalogue) -> None:
    """A result carries the title, lever, place, carrier, summary and strongest figure of the record."""
    result = engine.search("solutions d’impression")["results"][0]
    record = catalogue.pratiques["dae-marche-impression"]
    assert (result["titre"], result["resume"]) == (record.titre, record.resume)
    assert result["levier"] == {"id": record.levier, "nom": catalogue.leviers[record.levier].nom}
    assert (result["porteur"], result["place"]) == ("Direction des Achats de l’État", "France entière")
    assert result["chiffre"] == {"valeur": "37\u00a0%", "libelle": "part des femmes parmi les bénéficiaires"}
    assert (result["kind"], result["preuve"], result["toVerify"]) == ("pratique", "mesuree", False)


def test_a_result_read_long_ago_says_so(catalogue: Catalogue) -> None:
    """A practice that is to be read again is marked in the results as on its card."""
    for day in (date(2027, 11, 1), date(2028, 11, 1)):
        index = Index(catalogue, day)
        results = Engine(dict(index_files(index))).search("crèche", limit=3)["results"]
        practices = [r for r in results if r["kind"] == "pratique"]
        assert practices
        assert {r["toVerify"] for r in practices} == {day.year == 2028}


def test_results_can_be_paged_and_sorted(engine: Engine) -> None:
    """`skip` and `limit` cut the same list; titles sort as French sorts them."""
    whole = [r["address"] for r in engine.search("femmes", limit=100)["results"]]
    parts = [
        r["address"]
        for start in range(0, len(whole), 3)
        for r in engine.search("femmes", limit=3, skip=start)["results"]
    ]
    assert parts == whole
    titles = [r["titre"] for r in engine.search("", limit=100, sort="titre")["results"]]
    assert titles[0].startswith("Act’elles")
    assert [title[0] for title in titles] == sorted(title[0] for title in titles)
    assert engine.search("", sort="recent")["total"] == len(titles)


# --- Facets ------------------------------------------------------------------------------------------------------


def _counts(index: Index, chosen: dict[str, list[str]], addresses: set[str]) -> dict[str, dict[str, int]]:
    """Count in plain Python: each facet over what the query and the other facets leave."""
    counts: dict[str, Counter[str]] = {}
    for practice in index.catalogue.pratiques.values():
        values = index.facets(practice)
        for facet in values:
            others = all(set(values[f]) & set(wanted) for f, wanted in chosen.items() if f != facet and wanted)
            if others and f"pratiques/{practice.id}/" in addresses:
                counts.setdefault(facet, Counter()).update(values[facet])
    return {facet: dict(found) for facet, found in counts.items() if found}


def _choices(index: Index) -> Iterator[tuple[str, dict[str, list[str]]]]:
    everything: dict[str, set[str]] = {}
    for practice in index.catalogue.pratiques.values():
        for facet, values in index.facets(practice).items():
            everything.setdefault(facet, set()).update(values)
    yield "", {}
    for facet, known in everything.items():
        for value in sorted(known):
            yield "", {facet: [value]}
    rng = random.Random(3)
    for _ in range(50):
        facets = rng.sample(sorted(everything), rng.randint(1, 3))
        chosen = {f: rng.sample(sorted(everything[f]), min(len(everything[f]), rng.randint(1, 3))) for f in facets}
        yield rng.choice(["", "femmes", "égalité entreprises"]), chosen


def test_facet_counts_equal_plain_counts(engine: Engine, catalogue: Catalogue) -> None:
    """For each single value, and for fifty combinations with queries, counts and totals are exact."""
    index = Index(catalogue)
    matching = {
        query: {r["address"] for r in engine.search(query, limit=1000)["results"]}
        for query in ("", "femmes", "égalité entreprises")
    }
    for query, chosen in _choices(index):
        answer = engine.search(query, facets=chosen, count=True, limit=1000)
        shown = {facet: {v: n for v, n in values.items() if n} for facet, values in answer["facets"].items()}
        assert {f: v for f, v in shown.items() if v} == _counts(index, chosen, matching[query]), (query, chosen)
        kept = {
            f"pratiques/{p.id}/"
            for p in catalogue.pratiques.values()
            if all(set(index.facets(p)[facet]) & set(values) for facet, values in chosen.items())
        }
        expected = (kept if chosen else matching[query]) & matching[query]
        assert ({r["address"] for r in answer["results"]}, answer["total"]) == (expected, len(expected))


@pytest.mark.parametrize(
    "facets", [{"levier": ["rien"]}, {"inconnue": ["x"]}, {"levier": ["__proto__", "constructor"]}]
)
def test_unknown_facets_match_nothing(facets: dict[str, list[str]], engine: Engine) -> None:
    """A made-up facet or value gives no result, and no error."""
    assert engine.search("femmes", facets=facets, count=True)["total"] == 0


# --- Marks and suggestions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Crèches solidaires", "creche", ["Crèches"]),
        ("les chef·fes d’équipe", "cheffes", ["chef·fes"]),
        ("une crèche de ville", "nounou", ["crèche"]),
        ("négocier son salaire", "négociaton", ["négocier"]),
        ("L’architecture, l’ordre des architectes", "archit", ["architecture", "architectes"]),
        ("la maison de l’emploi", "MDE", ["maison de l’emploi"]),
        ("rien de tel", "comment faire de la crèche", []),
        ("<b>crèche</b>", "crèche", ["crèche"]),
    ],
)
def test_marks_follow_the_analysis(text: str, query: str, marked: list[str], engine: Engine) -> None:
    """What matched is marked whole, whatever its accents and endings; fillers are not."""
    spans = engine.call(f"engine.mark({json.dumps(text)}, {json.dumps(query)})")
    assert [text[start:end] for start, end in spans] == marked


@pytest.mark.parametrize(
    ("query", "suggestion"),
    [
        ("négociaton salaire", "négociation salaire"),
        ("numerique", None),
        ("crche", "crèche"),
        ("architcetes", "architectes"),
        ("zzzzzz", None),
    ],
)
def test_misspelt_words_are_mended(query: str, suggestion: str | None, engine: Engine) -> None:
    """A word that nothing holds is read as its nearest neighbour, shown with its accents."""
    assert engine.search(query)["suggestion"] == suggestion


# --- Hostile queries ---------------------------------------------------------------------------------------------

HOSTILE = [
    "a" * 10_000,
    "crèche " * 2_000,
    " ".join(f"mot{i}" for i in range(500)),
    "🙂" * 5_000,
    "e\u0301\u0302\u0303" * 3_000,
    "__proto__",
    "constructor prototype toString hasOwnProperty",
    "<img src=x onerror=alert(1)>",
    "(a+)+$ [\\w]*? \\ ^ | { } .*",
    "\u202e\u200f\u2066crèche\u2069\u0000\u0007",
    "\ud800",
    "·" * 3_000,
    "a·b" * 3_000,
    "(e)" * 3_000 + "s",
    "-" * 5_000 + "e",
    "l’" * 3_000,
    "%00 ../../etc/passwd ${7*7} {{7*7}}",
    "~garde-d-enfants",
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: repr(query[:12]))
def test_hostile_queries_do_no_harm(query: str, engine: Engine) -> None:
    """Whatever is typed, an answer comes, and the next query is answered as ever."""
    answer = engine.search(query, count=True)
    engine.call(f"engine.mark({json.dumps(query)}, {json.dumps(query)})")
    assert set(answer) == {"total", "results", "facets", "suggestion"}
    assert engine.search("creche")["results"][0]["address"] == "pratiques/creches-solidaires/"


def test_long_query_is_cut_short(engine: Engine) -> None:
    """Two hundred characters and sixteen words are read, no more."""
    assert engine.call(f"engine._queries.read({json.dumps('crèche ' * 2000)}).text.length") == 200
    assert engine.call(f"engine._queries.read({json.dumps('femme ' * 33)}).slots.length") == 16


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_answered(engine: Engine, text: str) -> None:
    """No text breaks the engine, and marks lie within what they mark."""
    answer: dict[str, Any] = engine.search(text)
    for result in answer["results"]:
        for name, spans in result["marks"].items():
            flat = [place for span in spans for place in span]
            assert flat == sorted(flat)
            assert all(0 <= place <= len(result[name]) for place in flat)


# --- What is fetched ---------------------------------------------------------------------------------------------


def test_files_are_read_when_needed_and_once(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening reads the manifest and the lexicon; a query, its terms and its results; facets only when asked for."""
    monkeypatch.setattr("catalogue.search.index_files.SHARD", 500)
    split = Engine(dict(index_files(Index(catalogue), PAGES)))
    manifest = json.loads(split.files["index.json"])
    assert split.read() == ["index.json", manifest["lexique"]]
    split.search("crèche")
    first = split.read()
    assert manifest["facettes"] not in first
    assert len(first) < 8 < len(manifest["termes"])
    split.search("crèche")
    assert split.read() == []
    split.search("", count=True, limit=0)
    assert split.read() == [manifest["facettes"]]


def test_failed_read_is_tried_again(catalogue: Catalogue) -> None:
    """A connection that breaks once does not spoil the engine."""
    fresh = Engine(dict(index_files(Index(catalogue), PAGES)))
    name = json.loads(fresh.files["index.json"])["termes"][0][1]
    fresh.v8.eval(f"const kept = files[{json.dumps(name)}]; files[{json.dumps(name)}] = 'panne';")
    with pytest.raises(RuntimeError, match="JSON"):
        fresh.search("crèche")
    fresh.v8.eval(f"files[{json.dumps(name)}] = kept; null")
    assert fresh.search("crèche")["total"] > 0
