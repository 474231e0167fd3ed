"""Rules on what a record says, beyond its shape: each a generator of problems over one document.

They read the document as written, not the model made of it, so that a record with a fault of shape is still told all its
other faults in the same run.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from catalogue.checks.context import MOST, Context, Text, items
from catalogue.checks.figures import check_cited_sources, check_included, check_shares
from catalogue.checks.texts import check_leftovers, check_markup, check_references
from catalogue.problems.problem import Problem, declaring
from catalogue.records import edit
from catalogue.records.document import Document, Place
from catalogue.records.vocabularies import FRANCE
from catalogue.text.typography import fold
from catalogue.text.yaml_scalar import quoted

declare = declaring("Ce que dit la fiche", __name__)

DATE_FUTURE = declare(
    id="date-future",
    titre="Une date de vérification ou de remise est passée.",
    pourquoi="On ne peut pas avoir relu une fiche demain : c’est une faute de frappe.",
    faux="verifie_le: 2126-11-23",
    juste="verifie_le: 2026-11-23",
    messages={
        "date": "La date « {lu} » est dans le futur (nous sommes le {jour}) ; une date passée est attendue.",
        "annee": "L’année « {lu} » est dans le futur ; une année passée est attendue.",
    },
)
CONTRAT = declare(
    id="contrat-hors-levier",
    titre="« contrat » ne se remplit que sous le levier « dans-le-contrat », principal ou non.",
    pourquoi="Cette rubrique décrit ce que le contrat prévoit : la pratique doit donc actionner ce levier.",
    faux="levier: portage\ncontrat: {objet: collecte de déchets, acheteur: metropole-lyon}",
    juste="levier: dans-le-contrat\ncontrat: {objet: collecte de déchets, acheteur: metropole-lyon}",
    messages={
        "levier": "La rubrique « {rubrique} » est lue sous le levier « {lu} » ; le levier « {attendu} » est attendu."
    },
)
LEVIER_LARGE = declare(
    id="levier-trop-large",
    titre="Une pratique est rangée sous un levier précis.",
    pourquoi="Un levier qui en regroupe d’autres ne contient pas de pratique : choisissez un de ses leviers.",
    faux="levier: hors-contrat",
    juste="levier: freins-peripheriques",
)
REPETITION = declare(
    id="repetition",
    titre="Une liste ne répète pas la même valeur.",
    pourquoi="La valeur compterait deux fois dans les filtres et les totaux.",
    faux="publics: [femmes, femmes]",
    juste="publics: [femmes]",
    messages={
        "liste": "« {rubrique} » répète « {lu} » ; une seule fois suffit.",
        "groupe": "« {rubrique} » répète un même élément ; une seule fois suffit.",
        "levier": "« {lu} » est déjà le levier principal ; une seule fois suffit.",
    },
)
VERS_SOI = declare(
    id="lien-vers-soi",
    titre="Une pratique ne renvoie pas à elle-même.",
    pourquoi="Le lien ramènerait à la page que l’on est en train de lire.",
    faux="pratiques_liees: [ma-pratique]  # dans ma-pratique.yml",
    juste="pratiques_liees: [une-autre-pratique]",
    messages={"fiche": "« {rubrique} » renvoie à « {lu} », cette fiche elle-même ; une autre fiche est attendue."},
)
TERRITOIRE = declare(
    id="territoire-vide",
    titre="Un territoire dit où : une région, toute la France, ou un autre pays.",
    pourquoi="Sans région, ni « national: true », ni « pays », la pratique n’apparaît dans aucune liste de lieux.",
    faux="territoire: {nom: Cotentin}",
    juste='territoire: {nom: Cotentin, regions: ["28"]}',
    messages={
        "ou": "« {rubrique} » ne donne ni « {regions} », ni « {national} », ni « {pays} » ; l’un des trois est attendu."
    },
)


def check_date(document: Document, place: Place, context: Context) -> Iterator[Problem]:
    """The date at `place`, if it is one, does not lie in the future."""
    value, today = document.value(place), context.today.isoformat()
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) and value > today:
        said = DATE_FUTURE.says("date", lu=value, jour=today)
        yield document.problem(DATE_FUTURE, place, said, edit.replaced(document, place, today))


def check_dates(document: Document, context: Context) -> Iterator[Problem]:
    """No date lies in the future."""
    yield from check_date(document, ("verifie_le",), context)
    for place, item in items(document, "distinctions"):
        year = item.get("annee") if isinstance(item, dict) else None
        if isinstance(year, str) and re.fullmatch(r"[0-9]{4}", year) and context.today.year < int(year) <= 2100:
            said = DATE_FUTURE.says("annee", lu=year)
            mend = edit.replaced(document, (*place, "annee"), str(context.today.year))
            yield document.problem(DATE_FUTURE, (*place, "annee"), said, mend)


def check_contract(document: Document, context: Context) -> Iterator[Problem]:
    """`contrat` stands only under its lever."""
    lever = document.value(("levier",))
    levers = [lever, *(value for _, value in items(document, "autres_leviers"))]
    if "contrat" in document.data and isinstance(lever, str) and "dans-le-contrat" not in levers:
        said = CONTRAT.says("levier", rubrique="contrat", lu=lever, attendu="dans-le-contrat")
        mend = edit.replaced(document, ("levier",), "dans-le-contrat")
        yield document.problem(CONTRAT, ("contrat",), said, mend, at_key=True)


def check_lever(document: Document, context: Context) -> Iterator[Problem]:
    """A practice stands under a lever that has no lever under it."""
    for place, value in [(("levier",), document.value(("levier",))), *items(document, "autres_leviers")]:
        if isinstance(value, str) and value in context.children:
            said = f"Le levier « {value} » en regroupe d’autres ; un levier précis est attendu."
            yield document.problem(LEVIER_LARGE, place, said, edit.replaced(document, place, context.children[value]))


def check_repetitions(document: Document, context: Context) -> Iterator[Problem]:
    """No list, at any depth, says a thing twice; the main lever is not also another lever."""

    def lists(node: Any, place: Place) -> Iterator[tuple[Place, list[Any]]]:
        if isinstance(node, list):
            yield place, node
        for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
            yield from lists(value, (*place, key))

    for place, listed in lists(document.data, ()):
        for number, item in enumerate(listed[:MOST]):
            if place == ("autres_leviers",) and item == document.data.get("levier"):
                said = REPETITION.says("levier", lu=item)
            elif item and item in listed[:number]:
                said = REPETITION.says("liste" if isinstance(item, str) else "groupe", rubrique=place[-1], lu=item)
            else:
                continue
            once = edit.removed(document, (*place, number))
            yield document.problem(REPETITION, (*place, number), said, once or "Effacez la répétition.")


def check_self(document: Document, context: Context) -> Iterator[Problem]:
    """A practice is neither related to itself nor part of itself."""
    own = document.path.rsplit("/", 1)[-1].removesuffix(".yml")
    named = [*items(document, "pratiques_liees"), *items(document, "inspiree_de")]
    for place, value in [(("programme",), document.value(("programme",))), *named]:
        if value == own:
            said = VERS_SOI.says("fiche", rubrique=place[0], lu=value)
            yield document.problem(VERS_SOI, place, said, edit.removed(document, place) or "Effacez ce renvoi.")


def check_territory(document: Document, context: Context) -> Iterator[Problem]:
    """A territory names a region, all of France, or another country."""
    value = document.value(("territoire",))
    if not isinstance(value, dict) or not value or value.get("pays") not in (None, "", FRANCE):
        return
    if not value.get("regions") and value.get("national", "false") == "false":
        said = TERRITOIRE.says("ou", rubrique="territoire", regions="regions", national="national: true", pays="pays")
        region = context.named.get("regions", {}).get(fold(str(value.get("nom", "")))) or "28"
        region = region if region in context.ids["regions"] else next(iter(context.ids["regions"]), region)
        order = ["nom", "regions", "national"]
        how = edit.inserted(document, ("territoire",), [f'regions: ["{region}"]'], order)
        if "national" in value or "regions" in value:
            how = edit.replaced(
                document, ("territoire",), f'{{nom: {quoted(str(value.get("nom", "…")))}, regions: ["{region}"]}}'
            )
        yield document.problem(TERRITOIRE, ("territoire",), said, how)


TEXT_RULES: tuple[Callable[[Document, Text, Context], Iterator[Problem]], ...] = (
    check_references,
    check_leftovers,
    check_markup,
)
"""Rules on each text, of a record as of a vocabulary's entry."""

RECORD_RULES: tuple[Callable[[Document, Context], Iterator[Problem]], ...] = (
    check_cited_sources,
    check_included,
    check_shares,
    check_dates,
    check_contract,
    check_lever,
    check_repetitions,
    check_self,
    check_territory,
)
"""Rules on one record as a whole."""
