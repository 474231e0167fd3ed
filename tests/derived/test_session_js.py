"""The builder's own modules, in V8: addresses as Python writes them, and nothing but a session out of any address."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.checks.check import check
from catalogue.derived import session
from catalogue.derived.session import Step
from catalogue.text.typography import duration
from common import FROZEN, TODAY
from modules import Modules

FOUND = check(FROZEN / "practices", TODAY).catalogue
assert FOUND is not None
PRACTICES = list(FOUND.pratiques.values())
QUESTIONS = ["Qui & où ?", "a=b, 100 % #c + d", "L’été « ici » ?", "1/2 \\ é€😀"]


@pytest.fixture(scope="module")
def modules() -> Modules:
    """The modules, loaded once."""
    return Modules("session/state.js", "session/times.js")


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(PRACTICES),
        st.none() | st.integers(0, 600),
        st.none() | st.lists(st.sampled_from(QUESTIONS), max_size=10),
    ),
    min_size=1,
    max_size=16,
    unique_by=lambda step: step.pratique.id,
)


@settings(deadline=None)
@given(STEPS, st.sampled_from(["", "Séance du mardi", "50 % & l’été"]))
def test_python_and_the_browser_write_the_same_address(modules: Modules, steps: list[Step], titre: str) -> None:
    """An address of a ready-made session is read as it was meant, and written back letter for letter."""
    address = session.query(steps, titre)
    read = modules.call("readSession", address)
    assert read["titre"] == titre
    assert [step["id"] for step in read["steps"]] == [step.pratique.id for step in steps]
    assert [step.get("minutes") for step in read["steps"]] == [step.minutes for step in steps]
    asked = [None if step.questions is None else list(step.questions) for step in steps]
    assert [step.get("questions") for step in read["steps"]] == asked
    assert modules.call("(address) => writeSession(readSession(address))", address) == address


HOSTILE = [
    "fiches=../../x,%00,<script>,javascript:alert(1),A-B,a--b,-a,a/b,nego-training",
    "fiches=" + "a" * 65,
    "fiches=" + ",".join(f"f{n}" for n in range(500)),
    "fiches=a,a,a&fiches=b",
    "fiches=a&min=-1",
    "fiches=a&min=1e9",
    "fiches=a&min=601",
    "fiches=a&titre=%E0%A4%A",
    "fiches=a&titre=" + quote("\u202eabc\u2028\n" + "é" * 500),
    "fiches=a&q1=" + quote("x" * 9000 + "\n" * 9000 + "😀" * 9000),
    "fiches=a&forme=__proto__&constructor=1&__proto__=2",
    "&&&=&=",
]


def _checked(modules: Modules, address: str) -> None:
    limits = modules.call("() => LIMITS")
    read = modules.call("readSession", address)
    ids = [step["id"] for step in read["steps"]]
    assert len(ids) == len(set(ids)) <= limits["fiches"]
    assert all(len(name) <= 64 and name.replace("-", "").isalnum() and name == name.lower() for name in ids)
    assert len(read["unreadable"]) <= limits["fiches"]
    assert len(read["titre"]) <= limits["titre"]
    assert read["layout"] in ("livret", "animation", "cartes")
    for step in read["steps"]:
        assert 0 <= step.get("minutes", 0) <= limits["minutes"]
        questions = step.get("questions", [])
        assert len(questions) <= limits["questions"]
        assert all(0 < len(question) <= limits["question"] for question in questions)
    written = modules.call("(address) => writeSession(readSession(address))", address)
    assert modules.call("(address) => writeSession(readSession(address))", written) == written


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_address_gives_a_session_within_its_limits(address: str, modules: Modules) -> None:
    """Whatever the address holds, what is read of it is short, well-formed and stable."""
    _checked(modules, f"?{address}")


@settings(deadline=None)
@given(st.text(max_size=200), st.text(alphabet="fichesmntrq=&,%1-az+é\n", max_size=120))
def test_any_address_gives_a_session_within_its_limits(modules: Modules, one: str, other: str) -> None:
    """So too for any text at all."""
    _checked(modules, f"?fiches={one}&{other}")


def test_what_cannot_be_a_fiche_is_told(modules: Modules) -> None:
    """What stands for a fiche and cannot be one is kept aside, to be told; the rest of the session holds."""
    read = modules.call("readSession", "?fiches=nego-training,<b>x</b>,,act-elles&min=5,6,7,8")
    assert [(step["id"], step.get("minutes")) for step in read["steps"]] == [("nego-training", 5), ("act-elles", 8)]
    assert read["unreadable"] == ["<b>x</b>"]


def test_a_session_grows_by_one_fiche_at_a_time(modules: Modules) -> None:
    """A fiche is added at the end, once, up to the limit."""
    grown = "(address, id) => writeSession(withFiche(readSession(address), id))"
    assert modules.call(grown, "", "act-elles") == "?fiches=act-elles"
    assert modules.call(grown, "?fiches=act-elles&min=5", "nego-training") == "?fiches=act-elles,nego-training&min=5"
    assert modules.call(grown, "?fiches=act-elles", "act-elles") == "?fiches=act-elles"
    full = "?fiches=" + ",".join(f"f{n}" for n in range(30))
    assert modules.call(grown, full, "act-elles") == full


@settings(deadline=None)
@given(st.integers(0, 20_000))
def test_times_are_written_the_same(modules: Modules, minutes: int) -> None:
    """Durations read the same on a ready-made session and in the builder."""
    assert modules.call("duration", minutes) == duration(minutes)


def test_times_run_on(modules: Modules) -> None:
    """Each step begins where the one before ends; the clock has two digits of minutes."""
    assert modules.call("schedule", [30, 0, 45]) == [[0, 30], [30, 30], [30, 75]]
    assert modules.call("clock", 65) == "1\u00a0h\u00a005"
