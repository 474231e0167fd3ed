"""Whatever a stranger sends is refused where it stands, in French, or kept as the text it is; in bounded time and memory."""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from catalogue.checks.check import check
from catalogue.checks.context import Context, texts
from catalogue.checks.shape import validate
from catalogue.checks.texts import UNKNOWN, check_references
from catalogue.records.document import MAX_PROBLEMS
from catalogue.records.fields import Field, fields_of, walk
from catalogue.records.file_rules import MAX_BYTES, MAX_DEPTH, MAX_LIST_BYTES
from catalogue.records.load import parse
from catalogue.records.practice import Pratique
from catalogue.records.values import Modele
from catalogue.records.vocabularies import VOCABULAIRES
from catalogue.text.typography import french, slug
from common import BASE, DATA, ROOT, TODAY
from hostile import FOLDER, MEMORY, SECONDS, WRITTEN, Texte, fed, install, longer, promised, textes

TEXTES = textes()
COMMAND = str(Path(sys.executable).parent / "catalogue")
MODELS: dict[str, type[Modele]] = {"pratiques": Pratique, **VOCABULAIRES}


# --- Texts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("texte", TEXTES, ids=lambda texte: texte.nom)
def test_a_hostile_text_is_refused_for_what_it_is(texte: Texte, valid: Path) -> None:
    """In every text of a record and of every vocabulary at once, each text meets the rules it should, and no other."""
    install(valid, "essai", lambda field: longer(texte.texte, field))
    problems = check(valid, TODAY).problems
    promised(problems)
    expected = {rule for rules in texte.refus.values() for rule in rules}
    assert {problem.rule for problem in problems} - {"texte-trop-long", "region-en-conflit"} == expected
    if all(texte.refus.values()) and expected != {"pourcentage-sans-chiffre"}:  # asked of records alone
        told = {problem.path for problem in problems}
        assert told == {"practices/essai.yml", *(f"practices/vocabulaires/{kind}.yml" for kind in VOCABULAIRES)}


def test_what_is_accepted_is_kept_whole(valid: Path) -> None:
    """Where a hostile text is only a strange one, all of it is in the catalogue, and nothing more."""
    shown = [texte for texte in TEXTES if not all(texte.refus.values())]
    assert len(shown) > 50
    for texte in shown:
        install(valid, texte.nom, texte.fitted)
    found = check(valid, TODAY)
    assert found.problems == []
    assert found.catalogue is not None
    fields = [
        (way, field) for way, field in walk(fields_of(Pratique)) if field.genre in WRITTEN and way[-1] != "inclus_dans"
    ]
    for texte in shown:
        data = found.catalogue.pratiques[texte.nom].model_dump()
        for way, field in fields:
            node: Any = data
            for step in way:
                node = node[step]
                node = node[0] if isinstance(node, tuple) else node
            assert node == french(texte.fitted(field).strip()), way


CLOSED = [
    (kind, way, field)
    for kind, model in MODELS.items()
    for way, field in walk(fields_of(model))
    if field.genre not in (*WRITTEN, "groupe")
]


@pytest.mark.parametrize(
    ("kind", "way", "field"), CLOSED, ids=lambda value: ".".join(value) if isinstance(value, tuple) else ""
)
def test_what_is_no_text_takes_no_text(kind: str, way: tuple[str, ...], field: Field) -> None:
    """Numbers, dates, choices, addresses and identifiers refuse each text that is not one, whatever it tries."""
    accepted = []
    for texte in TEXTES:
        if field.genre == "identifiant" and slug(texte.texte) == texte.texte:
            continue
        lines = [f"{'  ' * depth}{name}:" for depth, name in enumerate(way)]
        value = json.dumps(texte.texte)
        document = parse(("\n".join(lines) + (f" [{value}]" if field.liste else f" {value}") + "\n").encode(), "x.yml")[
            0
        ]
        if document is not None:
            problems = validate(MODELS[kind], document, document.data, id="essai")[1]
            cited = [text for text in texts(document, MODELS[kind]) if text.place[: len(way)] == way]
            context = Context(
                ids=defaultdict(lambda: ["essai"]), named={}, children={}, former={}, withdrawn=(), today=TODAY
            )
            unknown = [problem for text in cited for problem in check_references(document, text, context)]
            at = [problem for problem in (*problems, *unknown) if problem.rule != "cle-manquante"]
            accepted += [texte.texte] if not at else []
    assert accepted == []


# --- Files -------------------------------------------------------------------------------------------------------

FILES: dict[str, Callable[[], bytes]] = {
    "billion-laughs": lambda: b"a: &a [x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (98 + i, 98 + i, 97 + i, 97 + i) for i in range(9)),
    "merge-keys": lambda: b"a: &a {b: c}\nd:\n  <<: *a\n  <<: [*a, *a]\n",
    "alias-of-itself": lambda: b"a: &a [*a]\n",
    "python-tag": lambda: b"titre: !!python/object/apply:os.system ['touch pwned']\n",
    "binary-tag": lambda: b"titre: !!binary aGVsbG8=\n",
    "own-tags": lambda: b"%TAG ! tag:mal.example,2026:\n---\ntitre: !x y\n",
    "include-tag": lambda: b"titre: !include /etc/passwd\n",
    "env-tag": lambda: b"titre: !ENV HOME\n",
    "depth-lists": lambda: b"a: " + b"[" * 60_000,
    "depth-groups": lambda: b"{a: " * 16_000,
    "depth-keys": lambda: b"{" * 60_000,
    "depth-complex-keys": lambda: b"? " * 30_000,
    "depth-dashes": lambda: b"- " * 30_000,
    "megabyte": lambda: b"titre: " + b"a" * 2**20,
    "one-line": lambda: b"titre: " + b"a " * 32_000,
    "many-keys": lambda: b"".join(b"%x: a\n" % i for i in range(8_000)),
    "many-empty-keys": lambda: b"".join(b"%x:\n" % i for i in range(10_000)),
    "one-key-again": lambda: b"a: b\n" * 13_000,
    "many-documents": lambda: b"---\na: b\n" * 7_000,
    "many-anchors": lambda: b"a: [" + b"&a b," * 13_000 + b"c]",
    "many-aliases": lambda: b"a: [&a b" + b",*a" * 21_000 + b"]",
    "many-tags": lambda: b"a: [" + b"! b," * 16_000 + b"c]",
    "many-hidden": lambda: b"a: [" + b'"\\0",' * 10_000 + b"c]",
    "many-items": lambda: b"objectifs: [" + b",".join(b"%x" % i for i in range(13_000)) + b"]",
    "many-groups": lambda: b"chiffres: [" + b",".join(b"{valeur: %d}" % i for i in range(4_000)) + b"]",
    "many-dates": lambda: b"distinctions: [" + b",".join(b"{annee: %d}" % (3000 + i) for i in range(3_800)) + b"]",
    "many-list-keys": lambda: b"? []\n" * 13_000,
    "only-a-list-key": lambda: b"[titre]: Cr\xc3\xa8ches\n",
    "only-an-empty-key": lambda: b"{}: a\n",
    "many-percents": lambda: b"objectifs: [" + b",".join([b'"' + b"1% " * 190 + b'"'] * 40) + b"]",
    "many-brought": lambda: b"nouveau:\n  organisations:\n" + b"".join(b"    a%x: {nom: xx}\n" % i for i in range(2_800)),
    "prose-links": lambda: b"contexte: |\n  " + b"[a](b)" * 990,
    "prose-brackets": lambda: b"contexte: |\n  " + b"[" * 5_900,
    "prose-angles": lambda: b"contexte: |\n  " + b"[a](<" * 1_190,
    "prose-stars": lambda: b"contexte: |\n  " + b"*a _b " * 990,
    "prose-ticks": lambda: b"contexte: |\n  " + b"`a``b```" * 740,
    "prose-lists": lambda: b"contexte: |\n" + b"".join(b"  " + b" " * i + b"- a\n" for i in range(100)),
    "prose-quotes": lambda: b"contexte: |\n  " + b">" * 5_900,
    "vocabulary-stopgaps": lambda: _terms(b"nom: TODO", 3_200),
    "vocabulary-markup": lambda: _terms(b"nom: <b>", 3_300),
    "vocabulary-keys": lambda: _terms(b"z: 1", 3_900),
    "vocabulary-numbers": lambda: b"# comme: practices/vocabulaires/publics.yml\n" + b"a: 1e400\nb: NaN\nc: .inf\n",
    "levers-in-a-row": lambda: _in("leviers", *(b"a%x: {parent: a%x}\n" % (i, i + 1) for i in range(2_900))),
    "synonyms-again": lambda: b"# comme: practices/vocabulaires/synonymes.yml\na: {termes: [" + b"a," * 30_000 + b"b]}",
    "withdrawn-again": lambda: _in("retraits", *(b"a%x: {adresse: a/}\n" % i for i in range(2_900))),
    "utf-16": lambda: BASE.encode("utf-16"),
    "utf-16-be": lambda: BASE.encode("utf-16-be"),
    "utf-32": lambda: BASE.encode("utf-32"),
    "utf-7": lambda: BASE.replace("é", "+AOk-").replace("’", "+IBk-").encode() + b"x: y\n",
    "latin-1": lambda: BASE.replace("’", "'").encode("latin-1"),
    "surrogates": lambda: b"titre: \xed\xa0\xbd\xed\xb8\x80\n",
    "overlong": lambda: b"titre: \xc0\xbcscript\n",
    "two-marks": lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + BASE.encode(),
    "nul": lambda: BASE.encode() + b"\0",
    "only-nul": lambda: b"\0" * 60_000,
    "control": lambda: b"\x01\n" * 30_000,
    "tabs": lambda: b"\t\n" * 30_000,
    "bytes": lambda: bytes(range(256)) * 250,
    "line-ends": lambda: b"\n" * 60_000,
    "returns": lambda: b"a: b\r" * 12_000,
    "quotation-left-open": lambda: b'a: "' + b"x\n" * 30_000,
    "program": lambda: b"\x7fELF" + b"\0" * 500,
    "archive": lambda: b"PK\x03\x04" + b"\0" * 500,
    "page": lambda: b"<!DOCTYPE html><script>alert(1)</script>\n",
    "json": lambda: json.dumps({"titre": {"a": ["b"]}}).encode() * 2,
}  # fmt: skip


def _in(vocabulary: str, *lines: bytes) -> bytes:
    return f"# comme: practices/vocabulaires/{vocabulary}.yml\n".encode() + b"".join(lines)


def _terms(entry: bytes, many: int) -> bytes:
    return _in("publics", *(b"a%x: {%s}\n" % (i, entry) for i in range(many)))


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_its_place(name: str, valid: Path) -> None:
    """A bomb, another encoding, or a file that repeats one fault thousands of times: problems, no more than are of use."""
    problems = fed(FILES[name](), valid)
    assert problems
    stands = {problem.path for problem in problems}
    assert max(sum(problem.path == path for problem in problems) for path in stands) <= 11 * MAX_PROBLEMS


@pytest.mark.parametrize("path", sorted((FOLDER / "fuzz").glob("*")), ids=lambda path: path.name)
def test_what_the_fuzzer_found_stays_mended(path: Path, valid: Path) -> None:
    """A file that once broke a promise keeps it."""
    fed(path.read_bytes(), valid)


_PIECES = [
    "- ",
    "? ",
    ": ",
    "\n",
    "\n  ",
    "&a ",
    "*a",
    "|\n  ",
    ">-\n  ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "'",
    '"',
    "#",
    "!!str ",
    "---\n",
    "<<",
]
_KEYS = sorted({f"{name}: " for model in MODELS.values() for way, _ in walk(fields_of(model)) for name in way})
LIKE_YAML = st.lists(st.sampled_from(_PIECES) | st.sampled_from(_KEYS) | st.text(max_size=8), max_size=40).map("".join)
"""What looks like a record: keys of the model, marks of YAML, and any letters."""


def _any_answer(text: str, folders: pytest.TempPathFactory) -> None:
    practices = folders.getbasetemp() / "propriete" / "practices"
    if not practices.exists():
        shutil.copytree(DATA / "valid" / "practices", practices)
    assert fed(text.encode("utf-8", "replace"), practices)


@settings(max_examples=40, deadline=None, database=None)
@seed(1)
@given(text=LIKE_YAML)
def test_what_looks_like_a_record_gives_an_answer(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever is made of its keys and YAML's marks is refused, with what is promised of each problem."""
    _any_answer(text, tmp_path_factory)


@pytest.mark.long
@settings(max_examples=3000, deadline=None, database=None)
@given(text=LIKE_YAML)
def test_very_much_that_looks_like_a_record_gives_an_answer(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same, at length, from another beginning each time."""
    _any_answer(text, tmp_path_factory)


@pytest.mark.long
def test_every_file_of_the_yaml_test_suite_gives_an_answer(valid: Path) -> None:
    """What YAML's own tests hold, valid or not, is never a record, and each is told why."""
    files = json.loads((DATA / "yaml-test-suite" / "in.json").read_text("utf-8"))
    assert len(files) == 402
    assert [name for name, text in files.items() if not fed(text.encode(), valid)] == []


# --- Limits ------------------------------------------------------------------------------------------------------


def _at(depth: int) -> bytes:
    return b"a: " + b"[" * (depth - 1) + b"x" + b"]" * (depth - 1)


@pytest.mark.parametrize(
    ("within", "past", "rule"),
    [
        (b"a: " + b"b" * (MAX_BYTES - 3), b"a: " + b"b" * (MAX_BYTES - 2), "fichier-trop-gros"),
        (_at(MAX_DEPTH), _at(MAX_DEPTH + 1), "yaml-imbrication"),
    ],
    ids=["bytes", "depth"],
)
def test_limits_hold_at_the_limit_and_one_past(within: bytes, past: bytes, rule: str, valid: Path) -> None:
    """What the guide states is what is done."""
    assert rule not in {problem.rule for problem in fed(within, valid)}
    assert rule in {problem.rule for problem in fed(past, valid)}


def test_a_list_may_be_longer_than_a_record(valid: Path) -> None:
    """A vocabulary grows with the catalogue: it is read up to a limit of its own, and told past it."""
    sources = valid / "vocabulaires" / "sources.yml"
    note = "mot " * 100
    with sources.open("a", encoding="utf-8") as file:
        file.writelines(
            f"source-{n}: {{titre: Une source, editeur: reseau-test, note: {note}fin.}}\n" for n in range(1500)
        )
    assert MAX_BYTES < sources.stat().st_size < MAX_LIST_BYTES
    assert {problem.rule for problem in check(valid, TODAY).problems} == {"entree-inutilisee"}
    with sources.open("a", encoding="utf-8") as file:
        file.write("#" * MAX_LIST_BYTES + "\n")
    assert "fichier-trop-gros" in {problem.rule for problem in check(valid, TODAY).problems}


@pytest.mark.parametrize(
    ("faults", "told"), [(MAX_PROBLEMS - 1, MAX_PROBLEMS - 1), (MAX_PROBLEMS, MAX_PROBLEMS), (5000, MAX_PROBLEMS)]
)
def test_a_file_with_very_many_faults_is_told_the_first(faults: int, told: int, valid: Path) -> None:
    """A hundred problems of one file are told, and that there may be more; other files are told theirs."""
    (valid / "autre.yml").write_text(BASE.replace("portage", "portages").replace("Un essai", "L’essai"), "utf-8")
    problems = fed((BASE + "".join(f"x{i}: y\n" for i in range(faults))).encode(), valid)
    own = [problem for problem in problems if problem.path == "practices/essai.yml"]
    assert len(own) == told
    assert ("au plus" in own[-1].message) == (faults >= MAX_PROBLEMS)
    assert "levier-inconnu" in {problem.rule for problem in problems if problem.path == "practices/autre.yml"}


def test_many_names_are_soon_compared(valid: Path) -> None:
    """However many long names exist, a file of names that do not is told within what a file may cost."""
    names = [f"{'public-accompagne-' * 3}{number:010d}" for number in range(600)]
    entries = "".join(f"{name}: {{nom: Un public}}\n" for name in names)
    with (valid / "vocabulaires" / "publics.yml").open("a", encoding="utf-8") as file:
        file.write(entries)
    wrong = f"{BASE}publics: [{', '.join(f'x{name[1:]}' for name in names)}]\n".encode()
    began = time.process_time()
    told = [problem for problem in fed(wrong, valid) if problem.rule == UNKNOWN["publics"].id]
    assert time.process_time() - began < SECONDS
    assert len(told) >= 50


def test_the_guide_states_the_limits() -> None:
    """The contributor's guide says the limits that the code holds."""
    guide = " ".join((ROOT / "CONTRIBUTING.md").read_text("utf-8").replace("\u00a0", " ").split())
    for said in (
        f"{MAX_BYTES // 1024} Ko",
        f"{MAX_LIST_BYTES // 1024**2} Mo",
        f"{MAX_DEPTH} niveaux",
        f"{MAX_PROBLEMS} problèmes",
    ):
        assert said in guide


# --- The folder --------------------------------------------------------------------------------------------------


def _denied(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    """Refuse to open `target`, as the system does to whom may not (tests may run as root, who may)."""
    kept = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path == target:
            raise PermissionError(13, "Permission denied")
        return kept(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)


def _record(path: Path) -> None:
    path.write_text(BASE, "utf-8")


def _link(path: Path, target: str | Path) -> None:
    path.symlink_to(target)


TRICKS: dict[str, tuple[str, str, Callable[[Path], None]]] = {
    "link-outside": ("essai.yml", "fichier-illisible", lambda path: _link(path, "/etc/passwd")),
    "link-to-a-record": ("essai.yml", "fichier-illisible", lambda path: _link(path, "creches-test.yml")),
    "link-to-a-folder": ("essai.yml", "fichier-illisible", lambda path: _link(path, "/")),
    "link-to-itself": ("essai.yml", "fichier-illisible", lambda path: _link(path, "essai.yml")),
    "link-to-nothing": ("essai.yml", "fichier-illisible", lambda path: _link(path, "rien.yml")),
    "link-to-a-device": ("essai.yml", "fichier-illisible", lambda path: _link(path, "/dev/zero")),
    "folder": ("essai.yml", "fichier-illisible", Path.mkdir),
    "folder-without-suffix": ("essai", "fichier-illisible", Path.mkdir),
    "pipe": ("essai.yml", "fichier-illisible", os.mkfifo),
    "vocabulary-link": ("vocabulaires/retraits.yml", "fichier-illisible", lambda path: _link(path, "/etc/passwd")),
    "vocabulary-folder": ("vocabulaires/retraits.yml", "fichier-illisible", Path.mkdir),
    "vocabulary-pipe": ("vocabulaires/retraits.yml", "fichier-illisible", os.mkfifo),
    "capitals": ("Creches-Test.yml", "nom-de-fichier", _record),
    "capital-suffix": ("essai.YML", "nom-de-fichier", _record),
    "other-suffix": ("essai.yaml", "nom-de-fichier", _record),
    "no-suffix": ("essai", "nom-de-fichier", _record),
    "two-suffixes": ("essai.html.yml", "nom-de-fichier", _record),
    "longest": ("a" * 251 + ".yml", "nom-de-fichier", _record),
    "letter-too-many": ("a" * 65 + ".yml", "nom-de-fichier", _record),
    "line-end": ("essai\nok.yml", "nom-de-fichier", _record),
    "escape": ("essai\x1b[2J.yml", "nom-de-fichier", _record),
    "reversed": ("essai\u202elmy.yml", "nom-de-fichier", _record),
    "forge-command": ("a,line=1::error ::x.yml", "nom-de-fichier", _record),
    "mark-up": ("<img src=x onerror=alert(1)>.yml", "nom-de-fichier", _record),
    "jinja": ("{{ config }}.yml", "nom-de-fichier", _record),
    "backslashes": ("x\\..\\y.yml", "nom-de-fichier", _record),
    "percent": ("%2e%2e%2f.yml", "nom-de-fichier", _record),
    "look-alike": ("crèches-tеst.yml", "nom-de-fichier", _record),
    "dots": ("essai..yml", "nom-de-fichier", _record),
    "dashes": ("-rf.yml", "nom-de-fichier", _record),
    "device": ("con.yml", "nom-reserve", _record),
    "page": ("index.yml", "nom-reserve", _record),
    "not-utf-8": (os.fsdecode(b"essai-\xe8.yml"), "nom-de-fichier", _record),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_tricks_of_the_file_system_are_refused(trick: str, valid: Path) -> None:
    """What is no ordinary file, or has a name that makes no address, is told, unopened; nothing waits, nothing escapes."""
    name, rule, make = TRICKS[trick]
    make(valid / name)
    problems = check(valid, TODAY).problems
    promised(problems)
    assert {problem.rule for problem in problems} == {rule}


def test_a_file_that_may_not_be_read_is_told(valid: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system refuses, the reason is told in French."""
    _record(valid / "essai.yml")
    _denied(monkeypatch, valid / "essai.yml")
    (problem,) = check(valid, TODAY).problems
    assert (problem.rule, "accès refusé" in problem.message) == ("fichier-illisible", True)


@pytest.mark.long
def test_ten_thousand_files_at_once_are_told(valid: Path) -> None:
    """Ten thousand files, each with its fault, are all told by one command, in bounded memory."""
    for number in range(10_000):
        (valid / f"x{number}.yml").write_bytes(b"titre: 'ouvert\n")
    program = [COMMAND, "check", "--format", "github"]

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (2 * MEMORY * 2**20, 2 * MEMORY * 2**20))

    done = subprocess.run(program, cwd=valid.parent, capture_output=True, text=True, check=False, preexec_fn=bounded)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert done.stdout.count("yaml-syntaxe") >= 10_000


def test_the_command_refuses_without_a_traceback(valid: Path) -> None:
    """As a contributor runs it: exit code 1, French, the place, and nothing that the terminal obeys."""
    (valid / "essai.yml").write_bytes(FILES["billion-laughs"]())
    (valid / "essai\x1b[2J.yml").write_bytes(b"\x1b]0;mal\x07")
    program = [COMMAND, "check"]
    done = subprocess.run(program, cwd=valid.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "practices/essai.yml:1:4: Une ancre" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "\x1b]" not in done.stdout + done.stderr
