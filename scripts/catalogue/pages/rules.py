"""The page of the rules, made from their cards."""

from catalogue.pages.rendering import Page, Renderer
from catalogue.problems.problem import GROUPES, RULES, Rule
from catalogue.text.typography import slug


def rules_page(renderer: Renderer) -> Page:
    """Return the page of the rules: those that records and pages are held to, then the remarks."""
    groups: dict[str, list[Rule]] = {title: [] for title in GROUPES}
    for rule in RULES.values():
        groups[rule.groupe].append(rule)
    return renderer.page(
        "rules.html",
        "contribuer/regles/",
        "Les règles",
        "Ce que les fiches et les pages doivent respecter, pourquoi, et comment corriger ; puis les remarques, qui ne bloquent rien.",
        "",
        meta={"styles": ["rules"]},
        groupes=[(slug(title), title, rules) for title, rules in groups.items()],
        sommaire=[(slug(title), title) for title in groups],
    )
