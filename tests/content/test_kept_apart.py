"""What is alike is not the same: practices whose neighbours' facts must never be told as theirs."""

import re

import pytest
import yaml

from common import ROOT

APART = [
    # record, what is its neighbour's, why
    ("nego-training", r"\b39\s*%|\b16\s*%", "Audencia's national results are not those of Cherbourg"),
    ("numerique-roubaisis", r"Capucine|Hackeuses", "trainings of other carriers in the same place"),
    ("act-elles", r"Faire Face|Grand Mirail|\b850\b", "other carriers of Toulouse"),
    ("visites-chantiers-est-ensemble", r"Grand-Orly", "visits of another territory"),
    ("nantes-liste-prestataires", r"100\s*%", "the reminder in every contract is a practice of its own"),
]


@pytest.mark.parametrize(("record", "theirs", "why"), APART, ids=[f"{record}: {why}" for record, _, why in APART])
def test_a_neighbours_facts_stay_with_it(record: str, theirs: str, why: str) -> None:
    """A record holds nothing of the practice that it was not to be melted with."""
    path = ROOT / "practices" / f"{record}.yml"
    if path.is_file():  # a record may be renamed or withdrawn
        assert not re.search(theirs, path.read_text("utf-8")), why


def test_what_is_only_near_is_told_as_such() -> None:
    """Femdochi stands on the fiche of Act'elles as a near action, under its own source, and is never said to be the same."""
    path = ROOT / "practices" / "act-elles.yml"
    if path.is_file():
        record = yaml.safe_load(path.read_text("utf-8"))
        assert "Rien ne dit qu’il s’agit d’Act’elles" in " ".join(record["contexte"].split())
        told = {key for key, value in record.items() if "Femdochi" in str(value)}
        assert told <= {"contexte", "limites", "mots_cles", "points_de_vigilance", "sources"}
