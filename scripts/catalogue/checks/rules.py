"""Every rule there is: the one place that imports all modules that declare some, whatever was imported before."""

from catalogue.checks import (
    between,
    change_log,
    drawings,
    figures,
    folder,
    front_matter,
    page_content,
    page_macros,
    pages_by_hand,
    permalinks,
    record,
    remarks,
    shape,
    texts,
)
from catalogue.problems.problem import GROUPES, RULES, Rule
from catalogue.records import file_rules

DECLARING = (
    *(file_rules, folder, shape, texts, figures, record, between, change_log, permalinks),
    *(pages_by_hand, front_matter, page_macros, page_content, drawings, remarks),
)


def rules() -> list[Rule]:
    """Return every rule, in the order of the contributor's guide."""
    return sorted(RULES.values(), key=lambda rule: GROUPES.index(rule.groupe))
