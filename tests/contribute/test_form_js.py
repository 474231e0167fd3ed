"""The form's own modules, in V8: they write, clean and check as the Python side does."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.checks.check import check
from catalogue.contribute.form import form_data
from catalogue.records import write
from catalogue.records.fields import champs
from catalogue.records.vocabularies import APPORTS, VOCABULAIRES
from catalogue.text.yaml_scalar import quoted
from common import FROZEN, TODAY
from modules import Modules
from strategies import IDS, groups, records


@pytest.fixture(scope="module")
def modules() -> Modules:
    """The modules, loaded once."""
    catalogue = check(FROZEN / "practices", TODAY).catalogue
    assert catalogue is not None
    return Modules("contribute/yaml.js", start=f"const model = {form_data(catalogue, {})};")


@settings(deadline=None, max_examples=50)
@given(records(IDS), st.dictionaries(st.sampled_from(["a-1", "2-b"]), groups(champs(VOCABULAIRES[APPORTS[0]]), IDS)))
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
