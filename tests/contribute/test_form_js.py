"""The form's own modules, in V8: they write, clean and check as the Python side does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.checks.check import check
from catalogue.contribute import form
from catalogue.contribute.form import form_data
from catalogue.problems.problem import RULES
from catalogue.records import write
from catalogue.records.fields import fields_of
from catalogue.records.load import parse
from catalogue.records.vocabularies import APPORTS, VOCABULAIRES
from catalogue.search.analysis import ASSETS
from catalogue.text.yaml_scalar import quoted
from common import DATA, FROZEN, TODAY
from invalid import Invalid, all_invalid
from modules import Modules
from strategies import IDS, groups, records

OWN = {
    "Choisissez une pratique du catalogue, par son titre.": "the rule speaks of names of files, the form of titles",
    "Une autre fiche porte déjà ce nom\\u00a0: choisissez-en un autre.": "no rule sees it: a file would replace another",
}
"""The sentences that rules.js says in its own words, and why."""


def _modules(practices: Path) -> Modules:
    catalogue = check(practices, TODAY).catalogue
    assert catalogue is not None
    names = ("contribute/yaml.js", "contribute/text.js", "contribute/rules.js")
    return Modules(*names, start=f"const model = {form_data(catalogue, {})};")


@pytest.fixture(scope="module")
def modules() -> Modules:
    """The modules, loaded once, with the sixteen."""
    return _modules(FROZEN / "practices")


@pytest.fixture(scope="module")
def small() -> Modules:
    """The same, with the catalogue that the files of data/invalid/ are set in."""
    return _modules(DATA / "valid" / "practices")


@settings(deadline=None, max_examples=50)
@given(records(IDS), st.dictionaries(st.sampled_from(["a-1", "2-b"]), groups(fields_of(VOCABULAIRES[APPORTS[0]]), IDS)))
def test_the_form_writes_as_the_house_does(modules: Modules, data: dict[str, Any], new: dict[str, Any]) -> None:
    """For any record, the browser's YAML and Python's are the same text."""
    if new:
        data["nouveau"] = {APPORTS[0]: new}
    assert modules.call("(data) => writeRecord(data, model)", data) == write.record(data)


@settings(deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_the_form_quotes_as_the_house_does(modules: Modules, text: str, inline: bool) -> None:
    """For any text, quotes and escapes are the same."""
    assert modules.call("quoted", text, inline) == quoted(text, inline=inline)


# --- The rules -------------------------------------------------------------------------------------------------------


def _faults(modules: Modules, data: dict[str, Any], name: str, origin: str | None = None) -> list[dict[str, Any]]:
    """What the form says of a record that is to be called `name`, or that completes the fiche `origin`."""
    context = {"id": name, "origin": origin, "today": TODAY.isoformat()}
    said = "(data, context) => checkRecord(data, model, { ...context, wordsFor: (field, value) => value })"
    faults: list[dict[str, Any]] = modules.call(said, data, context)
    return faults


@pytest.mark.parametrize("path", sorted((DATA / "valid" / "practices").glob("*.yml")), ids=lambda path: path.stem)
def test_the_form_finds_nothing_in_a_right_record(path: Path, small: Modules) -> None:
    """What passes the checks passes the form, as a fiche that one completes."""
    document, _ = parse(path.read_bytes(), "")
    assert document is not None
    assert _faults(small, document.data, path.stem, path.stem) == []


FORM_RULES = {rule.id for rule in form.RULES}


@pytest.mark.parametrize("broken", [one for one in all_invalid() if one.rule in FORM_RULES], ids=lambda one: one.rule)
def test_the_form_finds_the_fault_of_each_rule(broken: Invalid, small: Modules) -> None:
    """The file that breaks a rule breaks it in the form, whose message has all its words filled in."""
    document, _ = parse(broken.path.read_bytes(), "")
    assert document is not None
    target = Path(broken.target)
    brought = {"nouveau": {target.stem: document.data}}
    faults = _faults(small, brought if target.parent.name == "vocabulaires" else document.data, target.stem)
    assert broken.rule in {fault["rule"] for fault in faults}
    assert [fault for fault in faults if re.search(r"[{}]|undefined", fault["message"])] == []


def test_a_message_is_that_of_the_card(small: Modules) -> None:
    """The form says what the checks say, in French typography, with the field's name as readers see it."""
    faults = _faults(small, {"titre": "Été", "resume": "60 % des femmes, TBD, disent ceci ou bien cela."}, "essai")
    assert [fault["message"] for fault in faults[:4]] == [
        "«\u00a0Titre\u00a0» doit compter au moins 5 caractères\u202f; lu\u00a0: «\u00a0Été\u00a0».",
        "«\u00a0TBD\u00a0» est un texte provisoire\u202f; un texte définitif est attendu, ou rien.",
        "La rubrique obligatoire «\u00a0Levier\u00a0» manque.",
        "La rubrique obligatoire «\u00a0Porteurs\u00a0» manque.",
    ]
    assert (
        "«\u00a060 %\u00a0» est écrit dans «\u00a0Résumé\u00a0»\u202f; il est attendu aussi dans «\u00a0Chiffres\u00a0»."
        in [fault["message"] for fault in faults]
    )


SCRIPT = (ASSETS / "contribute" / "rules.js").read_text("utf-8")


def test_rules_named_by_the_form_are_those_of_the_checks() -> None:
    """Every rule that rules.js names is one, and its card goes with the form's data; no card goes for nothing."""
    named = set(re.findall(r'(?:_fault\((?:\[.*?\]|path), |return [^\[\n]*\[|rule: )"([a-z-]+)"', SCRIPT))
    assert named <= set(RULES)
    assert named == FORM_RULES


def test_rules_of_the_form_hold_no_sentence_of_their_own() -> None:
    """rules.js holds logic: its French comes from the cards, but for what no card can say to somebody who types."""
    comments, patterns = r"/\*\*(?s:.*?)\*/|//.*$", r"^.*(?: =|:) /.*/[a-z]*[;,]$"
    code = re.sub(comments, "", re.sub(patterns, "", SCRIPT, flags=re.M), flags=re.M)
    texts = {one or other for one, other in re.findall(r'"([^"\n]*)"|`([^`\n]*)`', code)}
    assert {text for text in texts if re.search(r"[^\W\d]+ [^\W\d]+ [^\W\d]+", text)} == set(OWN)


def test_the_form_knows_what_each_rule_says(modules: Modules) -> None:
    """A rule's card comes with its messages, or with the reason alone where the form has its own words for it."""
    cards = json.loads(modules.call("() => JSON.stringify(model.regles)"))
    assert {rule for rule, card in cards.items() if not card["messages"]} == {"pratique-inconnue"}
    assert all(card["pourquoi"].endswith(".") for card in cards.values())
