"""The log of changes is held to what a line may say, and told as a record is."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.checks import change_log
from catalogue.checks.check import check
from catalogue.derived.changes import Change, compare
from catalogue.derived.history import log_lines, read_log
from catalogue.problems.problem import Problem
from catalogue.records.change_log import FILE, MAX_LETTERS
from catalogue.records.characters import HIDDEN
from catalogue.records.document import MAX_PROBLEMS
from common import TODAY
from invalid import put_in_place

SOUND = '{"jour": "2026-03-02", "pratique": "marche-test", "champ": "statut", "avant": null, "apres": "terminee"}'
DAY, NAME, FIELD, BEFORE, AFTER = (SOUND.index(word) + 1 for word in ('"2026', '"marche', '"statut', "null", '"termi'))
"""The column of each value of a sound line."""

NEW = '{"jour": "2026-03-02", "pratique": "marche-test", "nouvelle": true}'


def _told(valid: Path, *lines: str) -> list[Problem]:
    (valid / FILE).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return check(valid, TODAY).problems


def _like(**changed: Any) -> str:
    return json.dumps({**json.loads(SOUND), **changed}, ensure_ascii=False)


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (SOUND, "", NEW, "  ", SOUND),
        (_like(pratique="creche-test"), _like(jour=TODAY.isoformat())),  # a former name; today
        (_like(champ="chiffres", avant=[], apres=[{"valeur": "37", "unite": "%"}]),),
        (_like(champ="contexte", avant="« 1 »\n\n- l’été", apres=None),),
    ],
)
def test_a_sound_log_passes(lines: tuple[str, ...], valid: Path) -> None:
    """What `catalogue journal` writes passes, whatever the order, blank lines included."""
    assert _told(valid, *lines) == []


def test_a_log_is_read_as_editors_save_it(valid: Path) -> None:
    """A byte-order mark and the line ends of another system are no fault, and hide no change."""
    (valid / FILE).write_bytes(b"\xef\xbb\xbf" + f"{SOUND}\r\n{NEW}\r\n".encode())
    catalogue = check(valid, TODAY).catalogue
    assert catalogue is not None
    (change,) = read_log(valid, catalogue)
    assert (change.nouvelle, list(change.champs)) == (True, ["statut"])


@pytest.mark.parametrize(
    ("line", "rule", "column", "mended"),
    [
        ("{", "ligne-du-journal", 2, None),
        ("pas du JSON", "ligne-du-journal", 1, None),
        ("3", "ligne-du-journal", 1, None),
        ("[]", "ligne-du-journal", 1, None),
        ("null", "ligne-du-journal", 1, None),
        ("<<<<<<< HEAD", "fusion-inachevee", 1, ""),
        ("=======", "fusion-inachevee", 1, ""),
        (f"{SOUND} {NEW}", "ligne-du-journal", len(SOUND) + 2, f"{SOUND}\n{NEW}"),
        (SOUND.replace("null", "NaN"), "ligne-du-journal", BEFORE, _like(avant="NaN")),
        (SOUND.replace("null", "37"), "ligne-du-journal", BEFORE, _like(avant="37")),
        (SOUND.replace("null", "[1e999]"), "ligne-du-journal", BEFORE, _like(avant=["1e999"])),
        (SOUND.replace("null", "9" * 5000), "ligne-du-journal", BEFORE, _like(avant="9" * 5000)),
        (SOUND.replace("null", '{"a": true}'), "ligne-du-journal", BEFORE, _like(avant={"a": "true"})),
        (SOUND.replace('"champ"', '"jour"'), "ligne-du-journal", DAY, None),
        (SOUND.replace('"apres"', '"après"'), "ligne-du-journal", AFTER, SOUND),
        (SOUND.replace("}", ', "auteur": "x"}'), "ligne-du-journal", len(SOUND) + len(', "auteur": '), SOUND),
        (NEW.replace("}", ', "champ": "titre"}'), "ligne-du-journal", NEW.index("}") + len(', "champ": ') + 1, NEW),
        (NEW.replace("true", "false"), "ligne-du-journal", NEW.index("true") + 1, NEW),
        (SOUND.replace(', "avant": null', ""), "ligne-du-journal", 1, None),
        (_like(champ="statu"), "ligne-du-journal", FIELD, SOUND),
        (_like(champ="zzz"), "ligne-du-journal", FIELD, None),
        (_like(champ=None), "ligne-du-journal", FIELD, None),
        (_like(jour="31/02/2026"), "date-invalide", DAY, _like(jour="2026-02-28")),
        (_like(jour="20260302"), "date-invalide", DAY, None),
        (_like(jour="2026-W10-1"), "date-invalide", DAY, None),
        (_like(jour=20260302), "date-invalide", DAY, None),
        (_like(jour=["hier"]), "date-invalide", DAY, None),
        (_like(jour="2126-03-02"), "date-future", DAY, _like(jour=TODAY.isoformat())),
        (_like(pratique="marché-test"), "pratique-inconnue", NAME, SOUND),
        (_like(pratique="zzz"), "pratique-inconnue", NAME, ""),
        (_like(pratique={}), "pratique-inconnue", NAME, ""),
        (SOUND.replace("null", r'"a\u200b\ud800"'), "caractere-interdit", BEFORE, _like(avant="a")),
        (SOUND.replace("null", r'{"\u0000": "a"}'), "caractere-interdit", BEFORE, _like(avant={"": "a"})),
        (SOUND.replace("terminee", "termi\u200bnee"), "caractere-interdit", AFTER + 6, SOUND),
        (SOUND.replace(" ", "\t", 1), "tabulation", 9, SOUND.replace(" ", "  ", 1)),
        (SOUND.replace("null", "[" * 9 + "]" * 9), "ligne-du-journal", 1, None),
        (SOUND.replace("null", "[" * 50_000 + "]" * 50_000), "ligne-du-journal", 1, None),
        (_like(avant="a" * MAX_LETTERS), "ligne-du-journal", 1, None),
    ],
    ids=lambda one: str(one)[:40],
)
def test_a_wrong_line_is_told_where_it_stands(
    line: str, rule: str, column: int, mended: str | None, valid: Path
) -> None:
    """One fault, one problem, at its place in the second line; its mend, where there is one, gives the line expected."""
    (problem,) = _told(valid, NEW, line)
    assert (problem.path, problem.line, problem.column, problem.rule) == (f"practices/{FILE}", 2, column, rule)
    assert problem.message.endswith((".", "?"))
    assert problem.example
    if mended is None:
        assert problem.mend is None
    else:
        put_in_place(valid.parent, problem)
        assert (valid / FILE).read_text("utf-8") == "".join(f"{one}\n" for one in (NEW, mended) if one)
        assert check(valid, TODAY).problems == []


def test_every_fault_of_a_line_is_told_at_once(valid: Path) -> None:
    """A day, a practice, a field and a value that are wrong are four problems; those of the other lines too."""
    wrong = _like(jour="hier", pratique="zzz", champ="xxx", apres=1)
    told = [(one.line, one.rule) for one in _told(valid, wrong, SOUND, "{")]
    assert told == [
        (1, "date-invalide"),
        (1, "pratique-inconnue"),
        (1, "ligne-du-journal"),
        (1, "ligne-du-journal"),
        (3, "ligne-du-journal"),
    ]


def test_a_withdrawn_practice_may_stay_in_the_log(valid: Path) -> None:
    """Its past is no fault; nor is an id that the withdrawals would tell, when these cannot be read."""
    gone = _like(pratique="ancienne-pratique")
    assert [one.rule for one in _told(valid, gone)] == ["pratique-inconnue"]
    withdrawals = valid / "vocabulaires" / "retraits.yml"
    withdrawals.write_text("ancienne-pratique:\n  titre: Une ancienne\n  le: 2026-01-31\n  raison: Elle a pris fin.\n")
    assert _told(valid, gone) == []
    withdrawals.write_text("a: 'b", "utf-8")
    assert {one.path for one in _told(valid, gone)} == {"practices/vocabulaires/retraits.yml"}


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda path: path.symlink_to(path.with_name("marche-test.yml")), "fichier-illisible"),
        (lambda path: path.symlink_to("nulle-part"), "fichier-illisible"),
        (lambda path: path.mkdir(), "fichier-illisible"),
        (lambda path: path.write_bytes(SOUND.replace("terminee", "été").encode("cp1252")), "encodage-utf8"),
        (lambda path: path.write_text(SOUND * 2, "utf-8"), "fichier-trop-gros"),
    ],
)
def test_a_file_that_is_no_log_is_told(
    make: Callable[[Path], object], rule: str, valid: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link, a folder, another encoding, too many bytes: told as of a record, and nothing is made up in its place."""
    monkeypatch.setattr(change_log, "MAX_LOG_BYTES", len(SOUND) + 10)
    make(valid / FILE)
    (problem,) = check(valid, TODAY).problems
    assert (problem.path, problem.rule) == (f"practices/{FILE}", rule)
    assert problem.mend is None or rule == "encodage-utf8"


def test_a_log_full_of_faults_is_told_up_to_a_hundred(valid: Path) -> None:
    """As of any file; the last says that there may be more."""
    told = _told(valid, *["{"] * 500)
    assert len(told) == MAX_PROBLEMS
    assert "au plus 100 sont dits à la fois" in told[-1].message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
LINES = st.text(max_size=80) | st.builds(
    lambda changed: json.dumps({**json.loads(SOUND), **changed}),
    st.dictionaries(st.sampled_from(["jour", "pratique", "champ", "avant", "apres", "nouvelle", "autre"]), JSON),
)
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@QUIET
@given(lines=st.lists(LINES, min_size=1, max_size=5))
def test_whatever_is_written_is_told_or_read(lines: list[str], valid: Path) -> None:
    """No line breaks the check; a log that passes is read whole: each line that says something is in what was kept."""
    (valid / FILE).write_text("\n".join(lines), "utf-8", errors="replace")
    checked = check(valid, TODAY)
    for problem in checked.problems:
        assert problem.path == f"practices/{FILE}"
        assert problem.example
    if checked.catalogue:
        said = [json.loads(line) for line in lines if line.strip()]
        kept = read_log(valid, checked.catalogue)
        assert {(one["pratique"], one["jour"]) for one in said} == {(c.pratique, c.jour.isoformat()) for c in kept}


STATES = st.fixed_dictionaries(
    {},
    optional={
        "titre": st.text(max_size=30),
        "publics": st.lists(st.text(max_size=8), max_size=3),
        "chiffres": st.lists(st.dictionaries(st.sampled_from(["valeur", "libelle"]), st.text(max_size=8)), max_size=2),
        "contrat": st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=8), max_size=2),
    },
)


@QUIET
@given(before=STATES, after=STATES)
def test_what_is_kept_of_two_states_passes(before: dict[str, Any], after: dict[str, Any], valid: Path) -> None:
    """The lines written of any two states of a record, of the characters that a file may hold, are sound."""

    def written(value: Any) -> Any:
        """Return `value` as a file of records would give it."""
        if isinstance(value, dict):
            return {HIDDEN.sub("", key): written(item) for key, item in value.items()}
        return [written(item) for item in value] if isinstance(value, list) else HIDDEN.sub("", value)

    change = Change("marche-test", date(2026, 3, 2), compare(written(before), written(after)))
    assert _told(valid, *log_lines([change])) == []
