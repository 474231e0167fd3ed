"""Rules on figures: percentages in prose, cited sources, figures that are part of others, shares that are none.

That a figure has its value, its words and its source is asked of it as of any group, by shape.py (`cle-manquante`).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from catalogue.checks.context import Context, Text, items, place_of
from catalogue.checks.texts import LEFTOVERS, MARKUP
from catalogue.problems.mend import Mend
from catalogue.problems.problem import Problem, declaring
from catalogue.records import edit
from catalogue.records.document import Document, Place
from catalogue.records.practice import Pratique
from catalogue.text.typography import french
from catalogue.text.yaml_scalar import quoted

declare = declaring("Ce que dit la fiche", __name__)

POURCENTAGE = declare(
    id="pourcentage-sans-chiffre",
    titre="Tout pourcentage écrit dans un texte figure aussi dans « chiffres », avec sa source.",
    pourquoi="Un chiffre se cite : il faut savoir ce qu’il compte, quand, et où la source le dit.",
    faux="resume: 60 % des femmes ont poursuivi dans cette filière.",
    juste='chiffres:\n  - {valeur: 60, unite: "%", libelle: femmes ayant poursuivi, nature: declare, source: ma-source, repere: B.3}',
    messages={"texte": "« {lu} » est écrit dans « {rubrique} » ; il est attendu aussi dans « {chiffres} »."},
)
SOURCE_NON_CITEE = declare(
    id="source-non-citee",
    titre="La source d’un chiffre ou d’une distinction fait partie des sources de la fiche.",
    pourquoi="La liste des sources, en bas de la fiche, doit être complète.",
    faux="chiffres: [{…, source: autre-source}]\nsources: [{id: ma-source, repere: A}]",
    juste="chiffres: [{…, source: ma-source}]\nsources: [{id: ma-source, repere: A}]",
    messages={"source": "La source « {lu} » est lue ici ; elle est attendue aussi dans les « sources » de la fiche."},
)

PERCENT = re.compile(r"(?<![0-9])([0-9]{1,12}(?:[.,][0-9]{1,4})?)\s?(?:[%％]|pour[ -]cents?\b)", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s)]+")
_OUTSIDE_PROSE = ("chiffres", "sources", "mots_cles")


def check_percentages(document: Document, texts: Sequence[Text]) -> Iterator[Problem]:
    """Every percentage written in prose is one of the figures."""
    backed: set[Decimal] | None = None
    for text in texts:
        if not text.leaf.is_text or text.place[0] in _OUTSIDE_PROSE:
            continue
        # In an address, a percent sign encodes a letter; blanked out, the rest keeps its place.
        for found in PERCENT.finditer(_WEB.sub(lambda web: " " * len(web[0]), text.value)):
            backed = _figures(document) if backed is None else backed
            value = found[1].replace(",", ".")
            if Decimal(value) not in backed:
                line, column = place_of(document, text.place, found[0])
                said = POURCENTAGE.says("texte", lu=found[0], rubrique=text.place[0], chiffres="chiffres")
                if isinstance(text.place[-1], int) and text.place[-1] and not found.start():
                    said += " Si une virgule le précède, mettez tout le texte entre guillemets droits."
                how = _figure(document, text.value, found, value)
                yield document.problem_at(POURCENTAGE, line, column, said, how)


def _figure(document: Document, text: str, found: re.Match[str], value: str) -> Mend | str:
    """Return the mend that adds the percentage `found` in `text` to the figures, in the contributor's own words."""
    sentence = re.split(r"(?<=[.!?;:])\s", text[found.end() :], maxsplit=1)[0].strip(" .,;:!?")
    before = re.split(r"(?<=[.!?;:])\s", text[: found.start()])[-1].strip(" ,;:")
    label = " ".join((sentence if len(sentence) > 2 else before).split())[:120]
    cited = [item for _, item in items(document, "sources") if isinstance(item, dict)]
    first = next(
        (item for item in cited if isinstance(item.get("id"), str) and isinstance(item.get("repere"), str)), None
    )
    if first is None or len(label) < 3 or MARKUP.search(label) or PERCENT.search(label):
        return f'chiffres:\n  - {{valeur: {value}, unite: "%", libelle: …, nature: declare, source: …, repere: …}}'
    figure = (
        f'{{valeur: {value}, unite: "%", libelle: {quoted(label)}, nature: declare, '
        f"source: {quoted(first['id'])}, repere: {quoted(first['repere'])}}}"
    )
    if items(document, "chiffres"):
        return edit.appended(document, ("chiffres",), figure)
    if "chiffres" in document.data:
        return f"chiffres:\n  - {figure}"
    return edit.inserted(document, (), ["chiffres:", f"  - {figure}"], list(Pratique.model_fields))


def _figures(document: Document) -> set[Decimal]:
    """Return the percentages among the record's figures, as far as they can be read."""
    figures = [item for _, item in items(document, "chiffres") if isinstance(item, dict)]
    # "37 %" as a value is told by another rule; here it counts as meant.
    values = [str(f.get("valeur")).replace(",", ".") for f in figures if "%" in f"{f.get('unite')}{f.get('valeur')}"]
    return {
        Decimal(value.rstrip("% ")) for value in values if re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,4})?[% ]*", value)
    }


def check_cited_sources(document: Document, context: Context) -> Iterator[Problem]:
    """The source of a figure or an award is among the record's sources."""
    cited = [item.get("id") for _, item in items(document, "sources") if isinstance(item, dict)]
    for key in ("chiffres", "distinctions"):
        for place, item in items(document, key):
            source = item.get("source") if isinstance(item, dict) else None
            if isinstance(source, str) and source in context.ids["sources"] and source not in cited:
                said = SOURCE_NON_CITEE.says("source", lu=source)
                mark = item.get("repere")
                entry = f"{{id: {source}, repere: {quoted(mark) if isinstance(mark, str) and mark else '…'}}}"
                listed = items(document, "sources") and "…" not in entry
                how = edit.appended(document, ("sources",), entry) if listed else f"- {entry}"
                yield document.problem(SOURCE_NON_CITEE, (*place, "source"), said, how)


INCLUS = declare(
    id="chiffre-inclus",
    titre="« inclus_dans » donne le libellé d’un autre chiffre de la fiche, plus grand, de même unité et de même base.",
    pourquoi="La fiche dessine la partie dans le tout : 3 % dans 10 %. Il faut que les deux se mesurent pareil.",
    faux='chiffres:\n  - {valeur: 3, unite: "%", libelle: poids du sous-critère, inclus_dans: le critère, …}\n'
    '  - {valeur: 10, unite: "%", libelle: poids du critère, …}',
    juste='chiffres:\n  - {valeur: 3, unite: "%", libelle: poids du sous-critère, inclus_dans: poids du critère, …}\n'
    '  - {valeur: 10, unite: "%", libelle: poids du critère, …}',
    messages={
        "libelle": "« {lu} » ne nomme aucun autre chiffre ; le libellé d’un chiffre plus grand, de même unité et de même "
        "base, est attendu."
    },
)


def check_included(document: Document, context: Context) -> Iterator[Problem]:
    """A figure that is part of another names it, and the two are measured alike."""
    figures = [(place, item) for place, item in items(document, "chiffres") if isinstance(item, dict)]
    for place, figure in figures:
        name = figure.get("inclus_dans")
        if not isinstance(name, str) or not name.strip():
            continue
        others = [other for _, other in figures if other is not figure]
        same = [other for other in others if all(other.get(key) == figure.get(key) for key in ("unite", "base"))]
        wider = [o["libelle"] for o in same if isinstance(o.get("libelle"), str) and _value(o) > _value(figure)]
        if french(name.strip()) in {french(libelle.strip()) for libelle in wider}:
            continue
        said = INCLUS.says("libelle", lu=f"inclus_dans: {name}")
        here = (*place, "inclus_dans")
        mend = edit.replaced(document, here, quoted(wider[0])) if wider else edit.removed(document, here)
        yield document.problem(INCLUS, here, said, mend or "Effacez « inclus_dans ».")


PART = declare(
    id="part-hors-bornes",
    titre="Une part d’un ensemble va de 0 à 100 %.",
    pourquoi="Un pourcentage qui a une « base », ou qui est « inclus_dans » un autre, est dessiné comme une part. Une hausse ou une "
    "baisse n’en est pas une : son libellé dit de quoi, sans « base ».",
    faux='chiffres:\n  - {valeur: 130, unite: "%", libelle: hausse du nombre de candidates, base: candidates de 2020, …}',
    juste='chiffres:\n  - {valeur: 130, unite: "%", libelle: hausse du nombre de candidates (candidates de 2020), …}',
)


def check_shares(document: Document, context: Context) -> Iterator[Problem]:
    """A percentage that is a part of a whole is one: neither under nought nor over a hundred."""
    for place, figure in items(document, "chiffres"):
        yield from _check_share(document, place, figure)


def check_key_shares(document: Document) -> Iterator[Problem]:
    """Hold the figures of context, each an entry of its vocabulary, to the same."""
    for key, figure in document.data.items():
        yield from _check_share(document, (key,), figure)


def _check_share(document: Document, place: Place, figure: Any) -> Iterator[Problem]:
    if not isinstance(figure, dict) or str(figure.get("unite")).strip() != "%" or 0 <= _value(figure) <= 100:
        return
    base, label, within = (figure.get(key) for key in ("base", "libelle", "inclus_dans"))
    if not base and not within:
        return
    of = f"« base: {base} »" if base else f"« inclus_dans: {within} »"
    said = (
        f"« valeur: {figure.get('valeur')} » ne peut pas être une part, comme le dit {of} ; de 0 à 100 est attendu. "
        "Si c’est une hausse ou une baisse, « libelle » le dit, sans « base » ni « inclus_dans »."
    )
    how: Mend | str = "Corrigez « valeur », ou effacez ce qui en fait une part."
    if isinstance(base, str) and isinstance(label, str) and not within and len(label) + len(base) < 500:
        moved = edit.replaced(document, (*place, "libelle"), quoted(f"{label.strip()} ({base.strip()})"))
        gone = edit.removed(document, (*place, "base"))
        how = Mend((*moved.edits, *gone.edits)) if gone else how
    yield document.problem(PART, (*place, "valeur"), said, how)


def _value(figure: dict[str, Any]) -> float:
    """Return the number of a figure as it stands in the file; 0 when it is none, which another rule tells."""
    try:
        return float(str(figure.get("valeur")).replace(",", "."))
    except ValueError:
        return 0


PATTERNS = {"provisoire": LEFTOVERS, "mise_en_forme": MARKUP, "pourcentage": PERCENT}
"""What the form looks for in a text as it is typed, from the rules themselves."""
