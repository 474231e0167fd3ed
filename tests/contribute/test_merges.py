"""Changes proposed side by side: merged by git, they pass, or they truly meet and the checks say where."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from pathlib import Path

import pytest

from catalogue.checks.check import check
from catalogue.cli import main
from catalogue.contribute.correct import correct
from catalogue.contribute.reunite import reunite, reunited
from catalogue.contribute.settle import settle
from catalogue.problems.problem import Problem
from common import BASE as RECORD
from common import FROZEN, TODAY
from invalid import put_in_place
from proposals import KINDS, MAIN, Proposal, Repository, shared, values

CLEAN, MENDED, REAL = "merged as it is", "merged, then --corriger", "meets"


@dataclass
class Merging:
    """The merges of a repository, and how each ended; `ended` counts the pairs of kinds too."""

    repository: Repository
    ended: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, set[str]] = field(default_factory=lambda: {CLEAN: set(), MENDED: set(), REAL: set()})

    def merge(self, proposals: Sequence[Proposal]) -> None:
        """Merge `proposals` one after the other; one that truly meets those before it is left out, as a maintainer would."""
        repository = self.repository
        repository.git("checkout", "-q", "-f", "-B", "essai", proposals[0].branch)
        touched, expected = proposals[0].touches, dict(proposals[0].values)
        for one in proposals[1:]:
            last = repository.git("rev-parse", "HEAD").strip()
            both = shared(touched, one.touches)
            end = self._merge(one, both)
            self.ended[end] += 1
            self.kinds[end] |= {one.kind}
            if end == REAL:
                repository.git("reset", "-q", "--hard", last)
                repository.git("clean", "-fdq")
            else:
                touched |= one.touches
                expected |= one.values
                expected = {name: value for name, value in expected.items() if name not in both}
                found = values(repository.documents())
                assert {name: found.get(name) for name in expected} == expected, one

    def _merge(self, one: Proposal, both: set[str]) -> str:
        """Merge one; what is left of it, if anything, must be about what `both` sides touched."""
        repository = self.repository
        repository.git("merge", "-q", "--no-edit", one.branch, ok=(0, 1))
        unmerged = _unmerged(repository)
        files = [repository.root / path for path in unmerged]
        put_together = list(reunite(repository.root, files))
        left = [path for path, stages in unmerged.items() if not {"2", "3"} <= stages or _is_marked(repository, path)]
        if left:
            assert all(_is_about(path, both) for path in left), (one, left, both)
            told = {problem.path for problem in repository.problems()}
            assert told, (one, left)
            assert told >= {path for path in left if _is_marked(repository, path)}, (one, left, told)
            return REAL
        repository.commit()
        if not (problems := repository.problems()):
            return MENDED if put_together else CLEAN
        list(correct(repository.root, _all_files(repository), problems))
        if problems := repository.problems():
            assert all(_names(problem, both) for problem in problems), (one, problems, both)
            return REAL
        repository.commit()
        return MENDED


def _unmerged(repository: Repository) -> dict[str, set[str]]:
    """Return the files where git stopped, each with the versions that there are: 1 what it was, 2 ours, 3 theirs."""
    found: dict[str, set[str]] = {}
    for line in repository.git("ls-files", "-u").splitlines():
        about, path = line.split("\t")
        found.setdefault(path, set()).add(about.split()[2])
    return found


def _is_marked(repository: Repository, path: str) -> bool:
    file = repository.root / path
    return file.is_file() and "\n<<<<<<< " in f"\n{file.read_text('utf-8')}"


def _is_about(path: str, both: set[str]) -> bool:
    """Whether what `both` touched stands in the file: an entry of its vocabulary, or its practice, by its new name too."""
    stem = Path(path).stem
    fiches = {name.partition("/")[2].partition(".")[0] for name in both if name.startswith("pratiques/")}
    return any(name.startswith(f"{stem}/") for name in both) or stem.removesuffix("-ici").removesuffix("-bis") in fiches


def _names(problem: Problem, both: set[str]) -> bool:
    names = {name.partition("/")[2].partition(".")[0] for name in both}
    return any(name in problem.message or name in problem.path for name in names)


def _all_files(repository: Repository) -> list[Path]:
    return sorted([*repository.practices.glob("*.yml"), *repository.practices.glob("vocabulaires/*.yml")])


def _settles(repository: Repository) -> None:
    """What was merged is settled, and passes."""
    list(settle(repository.root))
    assert repository.problems() == []
    assert not any("nouveau" in document.data for document in repository.documents().values())
    repository.commit()


@pytest.mark.long
def test_any_two_or_ten_valid_changes_merge_or_truly_meet(tmp_path: Path) -> None:
    """Every two kinds of changes, and each six times with its own, then tens: what does not merge is what both touched.

    Nothing that one side alone changed is lost. Each kind takes part, and merges with some; some pairs truly meet, some are put
    together by --corriger.
    """
    repository = Repository(tmp_path, seed=15)
    merging = Merging(repository)
    for kinds in combinations_with_replacement(KINDS, 2):
        for _ in range(6 if kinds[0] == kinds[1] else 1):
            merging.merge([repository.propose(kind) for kind in kinds])
    pairs = merging.ended.copy()
    for _ in range(25):
        kinds_of_ten = repository.dice.sample(list(KINDS), 10)
        merging.merge([repository.propose(kind) for kind in kinds_of_ten])
        _settles(repository)
    print(f"pairs: {dict(pairs)}; in tens: {dict(merging.ended - pairs)}")
    assert pairs.total() >= 200
    assert merging.kinds[CLEAN] | merging.kinds[MENDED] == set(KINDS)
    assert pairs[CLEAN] >= 150
    assert min(pairs[MENDED], pairs[REAL]) >= 5, pairs


def test_a_few_changes_merge(tmp_path: Path) -> None:
    """Changes that often stand side by side, merged one after the other, then settled: as they are, by --corriger, or left out."""
    repository = Repository(tmp_path, seed=9)
    merging = Merging(repository)
    entry = "new entry of synonymes"
    merging.merge([repository.propose(kind) for kind in ("bringing", "bringing", "renamed", "settled", entry, entry)])
    _settles(repository)
    assert merging.ended == {CLEAN: 3, MENDED: 1, REAL: 1}


BASE = b"# Une liste.\na:\n  nom: A\n  nature: x\n# Le dernier.\nz:\n  nom: Z\n  nature: x\n"


def _with(*entries: bytes) -> bytes:
    head, last = BASE.split(b"# Le dernier.")
    return head + b"".join(entries) + b"# Le dernier." + last


M, N, M_ELSE = (
    b"m:\n  nom: M\n  nature: x\n",
    b"n: # neuve\n  nom: N\n  nature: x\n",
    b"m:\n  nom: Autre\n  nature: x\n",
)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "both"),
    [
        pytest.param(BASE, _with(N), _with(M), _with(M, N), id="two entries at one place, sorted"),
        pytest.param(BASE, _with(M, N), _with(M), _with(M, N), id="one of them on both sides"),
        pytest.param(BASE, BASE + M, BASE + N, BASE + N + M, id="two at the end, out of order"),
        pytest.param(b"", M, N, M + N, id="a file that both sides made"),
        pytest.param(BASE, BASE.replace(b"nom: A", b"nom: B"), _with(M), None, id="an entry changed, another added"),
        pytest.param(
            BASE, BASE.replace(b"nom: A", b"nom: B"), BASE.replace(b"nom: Z", b"nom: Y"), None, id="two changed"
        ),
        pytest.param(b"a: 1\nb: 1\n", b"a: 2\nb: 1\n", b"a: 1\nb: 2\n", b"a: 2\nb: 2\n", id="two fields side by side"),
        pytest.param(b"a: 1\nb: 1\nc: 1\n", b"a: 2\nb: 1\nc: 1\n", b"a: 1\nc: 1\n", b"a: 2\nc: 1\n", id="one erased"),
    ],
)
def test_versions_that_do_not_meet_are_put_together(
    base: bytes, ours: bytes, theirs: bytes, both: bytes | None
) -> None:
    """What each side changed of its own keys is there, with its comments, whichever side is ours; nothing else moves."""
    found = reunited(base, ours, theirs)
    assert found is not None
    if both is None:
        both = ours if theirs == base else found.encode()
        assert {*found.split("\n")} >= ({*ours.decode().split("\n")} | {*theirs.decode().split("\n")}) - {
            *base.decode().split("\n")
        }
    assert found == both.decode()
    other = reunited(base, theirs, ours)
    assert other is not None
    assert sorted(other.split("\n")) == sorted(found.split("\n"))


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        pytest.param(BASE, _with(M), _with(M_ELSE), id="one entry said in two ways"),
        pytest.param(b"a: 1\nb: 1\n", b"a: 2\nb: 1\n", b"a: 3\nb: 1\n", id="one field changed in two ways"),
        pytest.param(b"a: 1\nb: 1\n", b"a: 2\nb: 1\n", b"b: 1\n", id="one changed, the other erased"),
        pytest.param(BASE, BASE.replace(b"# Une", b"# La"), BASE.replace(b"# Une", b"# Ma"), id="the head of the file"),
        pytest.param(BASE, _with(M), b"a: 'ouvert\n", id="one side that cannot be read"),
        pytest.param(BASE, _with(M), b"", id="a file erased"),
        pytest.param(BASE, _with(M), b"{a: 1, b: 2}\n", id="a file on one line"),
    ],
)
def test_versions_that_meet_are_left_to_people(base: bytes, ours: bytes, theirs: bytes) -> None:
    """Nothing is chosen for the authors where both sides changed one key, each in its own way."""
    assert reunited(base, ours, theirs) is None
    assert reunited(base, theirs, ours) is None


LOG = b'{"jour": "2026-01-31", "pratique": "a", "nouvelle": true}\n'


def test_lines_of_the_log_are_put_together() -> None:
    """Lines that two branches add to the log are all there; two that say one change otherwise are left to people."""
    one, other, reworded = (
        f'{{"jour": "{day}", "pratique": "a", "champ": "statut", "avant": null, "apres": "{after}"}}\n'.encode()
        for day, after in (("2026-02-01", "en-cours"), ("2026-02-02", "terminee"), ("2026-02-01", "terminee"))
    )
    assert reunited(LOG, LOG + other, LOG + one, lines=True) == (LOG + one + other).decode()
    assert reunited(LOG, LOG + one, LOG + reworded, lines=True) is None
    assert reunited(LOG, LOG + one, LOG + b"illisible\n", lines=True) is None


def _stopped(root: Path, path: str, base: str, ours: str, theirs: str) -> Repository:
    """Return a repository where the merge of two versions of `path` has just stopped."""
    repository = Repository(root, seed=0)
    for branch, text in ((MAIN, base), ("eux", theirs), ("nous", ours)):
        repository.git("checkout", "-q", *(() if branch == MAIN else ("-b", branch)), MAIN)
        (repository.practices / path).write_text(text, "utf-8")
        repository.commit()
    assert "CONFLICT" in repository.git("merge", "eux", ok=(1,))
    return repository


def test_the_command_puts_together_what_git_stopped_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check --corriger` keeps both, says so in French, and what stands there passes; a word of one list goes with another's."""
    path = "vocabulaires/leviers.yml"
    text = (FROZEN / "practices" / path).read_text("utf-8")
    new = "{0}:\n  nom: Un levier {0}\n  resume: Agir autrement.\n  introduction: Un texte.\n"
    repository = _stopped(tmp_path, path, text, text + new.format("nouveau-un"), text + new.format("nouveau-deux"))
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 1
    capsys.readouterr()
    assert main(["check", "--corriger"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"practices/{path}: réuni : ")
    assert "Tout est en ordre.\n" in said
    written = (repository.practices / path).read_text("utf-8")
    assert sorted(written.split("\n")) == sorted(
        (text + new.format("nouveau-un") + new.format("nouveau-deux")).split("\n")
    )


def test_a_true_conflict_is_left_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check --corriger` leaves to people, byte for byte, a file whose one field both sides changed; the checks tell it."""
    text = (FROZEN / "practices" / "act-elles.yml").read_text("utf-8")
    ours, theirs = (
        text.replace("levier: freins-peripheriques", f"levier: {one}") for one in ("portage", "partenariat")
    )
    repository = _stopped(tmp_path, "act-elles.yml", text, ours, theirs)
    before = (repository.practices / "act-elles.yml").read_bytes()
    assert b"<<<<<<< " in before
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--corriger"]) == 1
    assert "practices/act-elles.yml:" in capsys.readouterr().out
    assert (repository.practices / "act-elles.yml").read_bytes() == before


def test_entries_are_put_in_order(valid: Path) -> None:
    """--corriger moves an entry, comments and all, to its place in the alphabet; lists whose order means something stay."""
    path, levers = valid / "vocabulaires" / "publics.yml", valid / "vocabulaires" / "leviers.yml"
    head, text = "# Les publics.\n", path.read_text("utf-8")
    path.write_text(head + text + "# De tous âges.\nenfants:\n  nom: Enfants\n", "utf-8")
    before = levers.read_text("utf-8")
    assert [said.split(":", 1)[0] for said in correct(valid.parent, [path, levers], [])] == [
        "practices/vocabulaires/publics.yml"
    ]
    assert path.read_text("utf-8") == f"{head}# De tous âges.\nenfants:\n  nom: Enfants\n{text}"
    assert levers.read_text("utf-8") == before
    assert list(correct(valid.parent, [path], [])) == []


@pytest.mark.parametrize(("second", "once"), [("Enfants", True), ("Jeunes enfants", False)])
def test_an_entry_added_twice_is_one(second: str, once: bool, valid: Path) -> None:
    """An entry that two branches added word for word is taken away once by --corriger; said otherwise, it is told and stays."""
    path = valid / "vocabulaires" / "publics.yml"
    text = path.read_text("utf-8")
    path.write_text(f"enfants:\n  nom: Enfants\n{text}enfants:\n  nom: {second}\n", "utf-8")
    twice = path.read_text("utf-8")
    (problem,) = (one for one in check(valid, TODAY).problems if one.rule == "cle-en-double")
    list(correct(valid.parent, [path], [problem]))
    assert path.read_text("utf-8") == (f"enfants:\n  nom: Enfants\n{text}" if once else twice)


def test_a_fiche_renamed_or_withdrawn_meanwhile_is_told_as_such(valid: Path) -> None:
    """A practice cited by its former name takes the new one by --corriger; one that was withdrawn is told so, and not guessed."""
    (valid / "vocabulaires" / "retraits.yml").write_text(
        "creches-tests:\n  titre: Des crèches\n  le: 2026-01-31\n  raison: Le dispositif a pris fin.\n", "utf-8"
    )
    (valid / "neuf.yml").write_text(RECORD + "alias: [ancien]\n", "utf-8")
    citing = valid / "citant.yml"
    citing.write_text(RECORD.replace("plus", "moins") + "pratiques_liees: [ancien, creches-tests]\n", "utf-8")
    former, gone = check(valid, TODAY).problems
    assert "s’appelle maintenant « neuf »" in former.message
    assert "a été retirée" in gone.message
    list(correct(valid.parent, [citing], [former, gone]))
    assert "pratiques_liees: [neuf, creches-tests]" in citing.read_text("utf-8")
    (gone,) = check(valid, TODAY).problems
    put_in_place(valid.parent, gone)
    assert check(valid, TODAY).problems == []
