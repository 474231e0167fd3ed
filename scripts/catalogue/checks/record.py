"""Rules on what a record says, beyond its shape: each a generator of problems over one document.

They read the document as written, not the model made of it, so that a record with a fault of shape is still told all its
other faults in the same run.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from catalogue.checks.shape import example, near, surely
from catalogue.problems.mend import Edit, Mend
from catalogue.problems.problem import Problem, Rule, declaring
from catalogue.records import edit
from catalogue.records.load import Document, Key, Place
from catalogue.records.model import APPORTS, NOUVEAU, VOCABULAIRES, Leaf, Pattern, Pratique, leaves, web_address
from catalogue.text import prose
from catalogue.text.typography import fold, french, slug
from catalogue.text.yaml_scalar import quoted

declare = declaring("Ce que dit la fiche")


@dataclass(frozen=True)
class Context:
    """What a rule may know of the rest: `ids` of every vocabulary and of "pratiques", the id of each entry by its folded
    name, the first lever under each lever that has some, and today.
    """

    ids: Mapping[str, Collection[str]]
    named: Mapping[str, Mapping[str, str]]
    children: Mapping[str, str]
    today: date


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the document: where it stands, what it says, what the model knows of its kind."""

    place: Place
    value: str
    leaf: Leaf


_MODELS: set[type[BaseModel]] = {Pratique, *VOCABULAIRES.values()}
_LEAVES = {model: leaves(model) for model in _MODELS}


MOST, MOST_LETTERS = 50, 6000
"""Longer lists and texts are refused by the model: reading on would only cost time."""


def texts(document: Document, model: type[BaseModel], prefix: Place = ()) -> Iterator[Text]:
    """Yield every text of `document` under `prefix` that `model` knows of."""
    known = _LEAVES[model]

    def walk(node: Any, place: Place, pattern: Pattern) -> Iterator[Text]:
        if isinstance(node, str):
            if pattern in known and len(node) <= MOST_LETTERS:
                yield Text(place, node, known[pattern])
        elif isinstance(node, dict):
            for key, value in node.items():
                yield from walk(value, (*place, key), (*pattern, key))
        else:
            for number, value in enumerate(node[:MOST]):
                yield from walk(value, (*place, number), (*pattern, "*"))

    yield from walk(document.value(prefix), prefix, ())


def _items(document: Document, *place: Key) -> list[tuple[Place, Any]]:
    """Return the (place, value) of each item of the list at `place`; none when there is no list."""
    value = document.value(place)
    return [((*place, i), item) for i, item in enumerate(value)] if isinstance(value, list) else []


# --- References --------------------------------------------------------------------------------------------------

_NAMES = {
    "leviers": ("levier-inconnu", "Le levier", "leviers.yml", "freins-peripherique", "freins-peripheriques"),
    "organisations": ("organisation-inconnue", "L’organisation", "organisations.yml", "mef-contentin", "mef-cotentin"),
    "sources": ("source-inconnue", "La source", "sources.yml", "maximilien", "maximilien-diversification"),
    "publics": ("public-inconnu", "Le public", "publics.yml", "femme", "femmes"),
    "freins": ("frein-inconnu", "Le frein", "freins.yml", "confiance", "confiance-en-soi"),
    "secteurs": ("secteur-inconnu", "Le secteur", "secteurs.yml", "industries", "industrie"),
    "regions": ("region-inconnue", "La région", "regions.yml", "Normandie", '"28"'),
    "synonymes": ("synonymes-inconnus", "Le groupe de synonymes", "synonymes.yml", "batimant", "batiment"),
    "pratiques": ("pratique-inconnue", "La pratique", "practices/", "atout-mixté", "atout-mixite"),
}
_WRITTEN = {
    "leviers": "levier: {}",
    "organisations": "porteurs: [{}]",
    "sources": "sources: [{{id: {}, repere: page 2}}]",
    "regions": "territoire: {{regions: [{}]}}",
    "synonymes": "voir: [{}]",
    "pratiques": "programme: {}",
}

_OPEN = ("organisations", "sources", "pratiques")  # contributions bring new ones

UNKNOWN: dict[str, Rule] = {
    kind: declare(
        id=rule,
        titre=f"{name} citée existe." if name.startswith(("La ", "L’o")) else f"{name} cité existe.",
        pourquoi=f"Une fiche ne peut mener qu’à ce qui est décrit dans {where}. Un nouvel élément s’y ajoute d’abord."
        if kind != "pratiques"
        else "Une fiche ne peut mener qu’à une autre fiche du catalogue ; son identifiant est le nom de son fichier.",
        faux=_WRITTEN.get(kind, kind + ": [{}]").format(wrong),
        juste=_WRITTEN.get(kind, kind + ": [{}]").format(right),
    )
    for kind, (rule, name, where, wrong, right) in _NAMES.items()
}


def check_references(document: Document, text: Text, context: Context) -> Iterator[Problem]:
    """Every id names an entry of its vocabulary, or a practice."""
    place, kind, value = text.place, text.leaf.reference, text.value
    if kind is None or not value or value in context.ids[kind]:
        return
    _, name, where, _, _ = _NAMES[kind]
    sure = context.named.get(kind, {}).get(fold(value)) or surely(
        value, () if kind == "regions" else context.ids[kind], open_list=kind in _OPEN
    )
    guess = sure or near(value, context.ids[kind])
    said = f"{name} « {value} » n’existe pas dans {where}" + (f" ; s’agit-il de « {guess} » ?" if guess else ".")
    if kind == "regions":
        said += " Les régions se donnent par leur code INSEE, entre guillemets droits."
    if guess and place in document.values:
        new = f'"{guess}"' if guess.isdigit() else guess
        yield document.problem(UNKNOWN[kind], place, said, edit.replaced(document, place, new, sure=guess == sure))
    else:
        some = ", ".join(sorted(context.ids[kind])[:8])
        how = f"un des identifiants de {where} ({some}…), ou ajoutez-y le vôtre"
        if kind in VOCABULAIRES and kind in _OPEN:
            fields = VOCABULAIRES[kind].model_fields.items()
            entry = [
                f"  {name}: {example(field, context.ids)}"
                for name, field in fields
                if field.is_required() and name != "id"
            ]
            how = "\n".join(
                [
                    f"si elle est nouvelle, ajoutez à {where} (ou sous « nouveau: {kind}: »)",
                    f"{slug(value) or 'mon-entree'}:",
                    *entry,
                ]
            )
        yield document.problem(UNKNOWN[kind], place, said, how)


# --- Texts -------------------------------------------------------------------------------------------------------

PROVISOIRE = declare(
    id="texte-provisoire",
    titre="Le texte est définitif.",
    pourquoi="« TBD », « à compléter » ou « lorem ipsum » n’apprennent rien à qui lit. Ce qui n’est pas connu se dit en "
    "laissant la rubrique de côté.",
    faux="contexte: À compléter",
    juste="contexte: L’enjeu a été identifié lors du sourcing.",
)
MISE_EN_FORME = declare(
    id="mise-en-forme",
    titre="La mise en forme se limite aux paragraphes, listes, emphase et liens.",
    pourquoi="La fiche a ses propres titres et sa propre mise en page. Les textes courts n’ont pas de mise en forme du tout.",
    faux="contexte: <b>Important</b>",
    juste="contexte: Ce point est **important**.",
)
LIEN = declare(
    id="lien-invalide",
    titre="Un lien dans un texte commence par http:// ou https://.",
    pourquoi="Toute autre adresse pourrait ne pas s’ouvrir, ou faire autre chose que mener à une page.",
    faux="contexte: Voir [le site](javascript:ouvrir).",
    juste="contexte: Voir [le site](https://www.ville-emploi.asso.fr/).",
)

_LEFTOVERS = re.compile(
    r"\b(?:tbd|tba|todo|fixme|xxx+|lorem|ipsum)\b"
    r"|\b[àa] compl[ée]ter(?=\W*$)"
    r"|^\W*(?:à (?:remplir|définir|préciser|venir|rédiger|faire|vérifier)|en cours de rédaction|exemple|test)\W*$"
    r"|[\[({]\s*à (?:compléter|remplir|définir|préciser|venir|rédiger|faire|vérifier)\s*[\])}]"
    r"|^[\s.…?_-]+$|\?{3,}",
    re.IGNORECASE,
)


def _place_of(document: Document, place: Place, needle: str) -> tuple[int, int]:
    """Return the line and column where `needle` stands in the value at `place`, or of the value itself."""
    line, column = document.values.get(place, (1, 1))
    marks = (mark[0] for marks in (document.keys, document.values) for mark in marks.values())
    end = min((mark for mark in marks if mark > line), default=len(document.lines) + 1)
    for number in range(line, end):
        text = document.lines[number - 1]
        found = text.find(needle, column - 1 if number == line else 0)
        if found >= 0:
            return number, found + 1
    return line, column


def check_leftovers(document: Document, text: Text, context: Context) -> Iterator[Problem]:
    """No text is a stopgap."""
    if (
        text.leaf.is_text
        and not text.value.startswith("http")
        and text.value
        and (found := _LEFTOVERS.search(text.value))
    ):
        line, column = _place_of(document, text.place, found[0])
        said = (
            f"« {found[0].strip()} » est un texte provisoire ; un texte définitif est attendu, ou pas de ligne du tout."
        )
        how = edit.removed(document, text.place) or "Écrivez le texte définitif, ou effacez la rubrique."
        yield document.problem_at(PROVISOIRE, line, column, said, how)


_MARKUP = re.compile(r"</?[a-zA-Z!][^<>]*>?|!?\[([^\[\]]*)\]\([^()]*\)")


def check_markup(document: Document, text: Text, context: Context) -> Iterator[Problem]:
    """Prose keeps to paragraphs, lists, emphasis and links; other texts have no mark-up."""
    if text.leaf.markdown:
        yield from _check_prose(document, text)
    elif text.leaf.is_text and (found := _MARKUP.search(text.value)):
        line, column = _place_of(document, text.place, found[0])
        said = f"« {found[0][:40]} » est de la mise en forme ; un texte simple est attendu ici."
        kept = " ".join(_MARKUP.sub(lambda mark: mark[1] or "", text.value).split())
        mend = edit.replaced(document, text.place, quoted(kept)) if kept else edit.removed(document, text.place)
        yield document.problem_at(MISE_EN_FORME, line, column, said, mend or MISE_EN_FORME.juste)


# Where each forbidden construct begins, to point at it.
_SIGNS = {"du HTML": "<", "une image": "![", "du code": "`", "un bloc de code": "```", "un titre": "#"}


def _check_prose(document: Document, text: Text) -> Iterator[Problem]:
    forbidden, links = prose.inspect(text.value)
    if forbidden:
        line, column = _place_of(document, text.place, _SIGNS.get(forbidden[0], "\n"))
        read = document.lines[line - 1][column - 1 :].strip()[:30]
        said = f"« {read} » contient {forbidden[0]} ; ce texte n’admet que paragraphes, listes, emphase et liens."
        how = _rewritten(document, text, _PLAINER) or (
            "Retirez-le ; restent permis : paragraphes, listes, *emphase*, **emphase forte**, [lien](https://…)."
        )
        yield document.problem_at(MISE_EN_FORME, line, column, said, how)
    for address in links:
        try:
            web_address(address)
        except PydanticCustomError:
            line, column = _place_of(document, text.place, address)
            said = f"L’adresse « {address[:80]} » a été lue ; une adresse complète en http:// ou https:// est attendue."
            yield document.problem_at(LIEN, line, column, said, _linked(document, text, address))


# What a record may not use → the nearest thing that it may.
_PLAINER = (
    (re.compile(r"</?(?:b|strong)>"), "**"),
    (re.compile(r"</?(?:i|em)>"), "*"),
    (re.compile(r"<a [^>]*href=[\"'](https?://[^\"']+)[\"'][^>]*>(.*?)</a>"), r"[\2](\1)"),
    (re.compile(r"!\[([^\[\]]*)\]\([^()]*\)"), r"\1"),
    (re.compile(r"</?[a-zA-Z!][^<>]*>"), ""),
    (re.compile(r"^(\s*)#{1,6} (.+?) *#*$"), r"\1**\2**"),
    (re.compile(r"^(\s*)> ?"), r"\1"),
    (re.compile(r"^\s*(?:-\s?){3,}$|^\s*(?:\*\s?){3,}$|^\s*(?:_\s?){3,}$|^\s*```\w*$"), ""),
    (re.compile(r"`+"), ""),
)


def _rewritten(document: Document, text: Text, changes: Sequence[tuple[re.Pattern[str], str]]) -> Mend | None:
    """Return the mend that makes `changes` in the lines of `text`, when it then holds only what is allowed."""

    def changed(line: str) -> str:
        for pattern, new in changes:
            line = pattern.sub(new, line)
        return line

    if prose.inspect("\n".join(map(changed, text.value.split("\n"))))[0] or text.place not in document.values:
        return None
    (first, column), (last, stop) = document.values[text.place], edit.end(document, text.place)
    edits = []
    for number in range(first, last + 1):
        line = document.lines[number - 1]
        start, until = column - 1 if number == first else 0, stop - 1 if number == last else len(line)
        if number == first and line[start : start + 1] in ("|", ">"):
            continue
        new = changed(line[start:until])
        if new != line[start:until]:
            edits.append(Edit((number, start + 1), (number, until + 1), new))
    return Mend(tuple(edits)) if edits else None


def _linked(document: Document, text: Text, address: str) -> Mend | str:
    """Return the mend that completes `address`, or that keeps the words of a link that cannot lead anywhere."""
    bare = re.sub(r"^(?:https?:)?/*", "", address)
    if re.match(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/|$)", bare):
        try:
            change = (re.compile(rf"\({re.escape(address)}\)"), f"({web_address(f'https://{bare}')})")
            return _rewritten(document, text, [change]) or LIEN.juste
        except PydanticCustomError:
            pass
    return _rewritten(document, text, [(re.compile(rf"\[([^\[\]]*)\]\({re.escape(address)}\)"), r"\1")]) or LIEN.juste


# --- Figures -----------------------------------------------------------------------------------------------------

POURCENTAGE = declare(
    id="pourcentage-sans-chiffre",
    titre="Tout pourcentage écrit dans un texte figure aussi dans « chiffres », avec sa source.",
    pourquoi="Un chiffre se cite : il faut savoir ce qu’il compte, quand, et où la source le dit.",
    faux="resume: 60 % des femmes ont poursuivi dans cette filière.",
    juste='chiffres:\n  - {valeur: 60, unite: "%", libelle: femmes ayant poursuivi, nature: declare, source: ma-source, repere: B.3}',
)
SOURCE_NON_CITEE = declare(
    id="source-non-citee",
    titre="La source d’un chiffre ou d’une distinction fait partie des sources de la fiche.",
    pourquoi="La liste des sources, en bas de la fiche, doit être complète.",
    faux="chiffres: [{…, source: autre-source}]\nsources: [{id: ma-source, repere: A}]",
    juste="chiffres: [{…, source: ma-source}]\nsources: [{id: ma-source, repere: A}]",
)

_PERCENT = re.compile(r"(?<![0-9])([0-9]{1,12}(?:[.,][0-9]{1,4})?)\s?(?:[%％]|pour[ -]cents?\b)", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s)]+")
_OUTSIDE_PROSE = ("chiffres", "sources", "mots_cles")


def check_percentages(document: Document, texts: Sequence[Text]) -> Iterator[Problem]:
    """Every percentage written in prose is one of the figures."""
    backed: set[Decimal] | None = None
    for text in texts:
        if not text.leaf.is_text or text.place[0] in _OUTSIDE_PROSE:
            continue
        # In an address, a percent sign encodes a letter; blanked out, the rest keeps its place.
        for found in _PERCENT.finditer(_WEB.sub(lambda web: " " * len(web[0]), text.value)):
            backed = _figures(document) if backed is None else backed
            value = found[1].replace(",", ".")
            if Decimal(value) not in backed:
                line, column = _place_of(document, text.place, found[0])
                said = f"« {found[0]} » est écrit dans « {text.place[0]} » ; il est attendu aussi dans « chiffres »."
                if isinstance(text.place[-1], int) and text.place[-1] and not found.start():
                    said += " Si une virgule le précède, mettez tout le texte entre guillemets droits."
                how = _figure(document, text.value, found, value)
                yield document.problem_at(POURCENTAGE, line, column, said, how)


def _figure(document: Document, text: str, found: re.Match[str], value: str) -> Mend | str:
    """Return the mend that adds the percentage `found` in `text` to the figures, in the contributor's own words."""
    sentence = re.split(r"(?<=[.!?;:])\s", text[found.end() :], maxsplit=1)[0].strip(" .,;:!?")
    before = re.split(r"(?<=[.!?;:])\s", text[: found.start()])[-1].strip(" ,;:")
    label = " ".join((sentence if len(sentence) > 2 else before).split())[:120]
    cited = [item for _, item in _items(document, "sources") if isinstance(item, dict)]
    first = next(
        (item for item in cited if isinstance(item.get("id"), str) and isinstance(item.get("repere"), str)), None
    )
    if first is None or len(label) < 3 or _MARKUP.search(label) or _PERCENT.search(label):
        return f'chiffres:\n  - {{valeur: {value}, unite: "%", libelle: …, nature: declare, source: …, repere: …}}'
    figure = (
        f'{{valeur: {value}, unite: "%", libelle: {quoted(label)}, nature: declare, '
        f"source: {quoted(first['id'])}, repere: {quoted(first['repere'])}}}"
    )
    if _items(document, "chiffres"):
        return edit.appended(document, ("chiffres",), figure)
    if "chiffres" in document.data:
        return f"chiffres:\n  - {figure}"
    return edit.inserted(document, (), ["chiffres:", f"  - {figure}"], list(Pratique.model_fields))


def _figures(document: Document) -> set[Decimal]:
    """Return the percentages among the record's figures, as far as they can be read."""
    figures = [item for _, item in _items(document, "chiffres") if isinstance(item, dict)]
    # "37 %" as a value is told by another rule; here it counts as meant.
    values = [str(f.get("valeur")).replace(",", ".") for f in figures if "%" in f"{f.get('unite')}{f.get('valeur')}"]
    return {
        Decimal(value.rstrip("% ")) for value in values if re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,4})?[% ]*", value)
    }


def check_cited_sources(document: Document, context: Context) -> Iterator[Problem]:
    """The source of a figure or an award is among the record's sources."""
    cited = [item.get("id") for _, item in _items(document, "sources") if isinstance(item, dict)]
    for key in ("chiffres", "distinctions"):
        for place, item in _items(document, key):
            source = item.get("source") if isinstance(item, dict) else None
            if isinstance(source, str) and source in context.ids["sources"] and source not in cited:
                said = f"La source « {source} » est lue ici ; elle est attendue aussi dans les « sources » de la fiche."
                mark = item.get("repere")
                entry = f"{{id: {source}, repere: {quoted(mark) if isinstance(mark, str) and mark else '…'}}}"
                listed = _items(document, "sources") and "…" not in entry
                how = edit.appended(document, ("sources",), entry) if listed else f"- {entry}"
                yield document.problem(SOURCE_NON_CITEE, (*place, "source"), said, how)


# --- Coherence of a record ---------------------------------------------------------------------------------------

DATE_FUTURE = declare(
    id="date-future",
    titre="Une date de vérification ou de remise est passée.",
    pourquoi="On ne peut pas avoir relu une fiche demain : c’est une faute de frappe.",
    faux="verifie_le: 2126-11-23",
    juste="verifie_le: 2026-11-23",
)
CONTRAT = declare(
    id="contrat-hors-levier",
    titre="« contrat » ne se remplit que sous le levier « dans-le-contrat », principal ou non.",
    pourquoi="Cette rubrique décrit ce que le contrat prévoit : la pratique doit donc actionner ce levier.",
    faux="levier: portage\ncontrat: {objet: collecte de déchets, acheteur: metropole-lyon}",
    juste="levier: dans-le-contrat\ncontrat: {objet: collecte de déchets, acheteur: metropole-lyon}",
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
)
VERS_SOI = declare(
    id="lien-vers-soi",
    titre="Une pratique ne renvoie pas à elle-même.",
    pourquoi="Le lien ramènerait à la page que l’on est en train de lire.",
    faux="pratiques_liees: [ma-pratique]  # dans ma-pratique.yml",
    juste="pratiques_liees: [une-autre-pratique]",
)
TERRITOIRE = declare(
    id="territoire-vide",
    titre="Un territoire dit où : une région, ou tout le pays.",
    pourquoi="Sans région ni « national: true », la pratique n’apparaît dans aucune région.",
    faux="territoire: {nom: Cotentin}",
    juste='territoire: {nom: Cotentin, regions: ["28"]}',
)
INCLUS = declare(
    id="chiffre-inclus",
    titre="« inclus_dans » donne le libellé d’un autre chiffre de la fiche, plus grand, de même unité et de même base.",
    pourquoi="La fiche dessine la partie dans le tout : 3 % dans 10 %. Il faut que les deux se mesurent pareil.",
    faux='chiffres:\n  - {valeur: 3, unite: "%", libelle: poids du sous-critère, inclus_dans: le critère, …}\n'
    '  - {valeur: 10, unite: "%", libelle: poids du critère, …}',
    juste='chiffres:\n  - {valeur: 3, unite: "%", libelle: poids du sous-critère, inclus_dans: poids du critère, …}\n'
    '  - {valeur: 10, unite: "%", libelle: poids du critère, …}',
)


def check_included(document: Document, context: Context) -> Iterator[Problem]:
    """A figure that is part of another names it, and the two are measured alike."""
    figures = [(place, item) for place, item in _items(document, "chiffres") if isinstance(item, dict)]
    for place, figure in figures:
        name = figure.get("inclus_dans")
        if not isinstance(name, str) or not name.strip():
            continue
        others = [other for _, other in figures if other is not figure]
        same = [other for other in others if all(other.get(key) == figure.get(key) for key in ("unite", "base"))]
        wider = [o["libelle"] for o in same if isinstance(o.get("libelle"), str) and _value(o) > _value(figure)]
        if french(name.strip()) in {french(libelle.strip()) for libelle in wider}:
            continue
        said = (
            f"« inclus_dans: {name} » ne nomme aucun autre chiffre ; le libellé d’un chiffre plus grand, de même unité et de "
            "même base, est attendu."
        )
        here = (*place, "inclus_dans")
        mend = edit.replaced(document, here, quoted(wider[0])) if wider else edit.removed(document, here)
        yield document.problem(INCLUS, here, said, mend or "Effacez « inclus_dans ».")


def _value(figure: dict[str, Any]) -> float:
    """Return the number of a figure as it stands in the file; 0 when it is none, which another rule tells."""
    try:
        return float(str(figure.get("valeur")).replace(",", "."))
    except ValueError:
        return 0


def check_dates(document: Document, context: Context) -> Iterator[Problem]:
    """No date lies in the future."""
    value = document.value(("verifie_le",))
    if (
        isinstance(value, str)
        and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
        and value > context.today.isoformat()
    ):
        today = context.today.isoformat()
        said = f"La date « {value} » est dans le futur (nous sommes le {today}) ; une date passée est attendue."
        yield document.problem(DATE_FUTURE, ("verifie_le",), said, edit.replaced(document, ("verifie_le",), today))
    for place, item in _items(document, "distinctions"):
        year = item.get("annee") if isinstance(item, dict) else None
        if isinstance(year, str) and re.fullmatch(r"[0-9]{4}", year) and context.today.year < int(year) <= 2100:
            said = f"L’année « {year} » est dans le futur ; une année passée est attendue."
            mend = edit.replaced(document, (*place, "annee"), str(context.today.year))
            yield document.problem(DATE_FUTURE, (*place, "annee"), said, mend)


def check_contract(document: Document, context: Context) -> Iterator[Problem]:
    """`contrat` stands only under its lever."""
    lever = document.value(("levier",))
    levers = [lever, *(value for _, value in _items(document, "autres_leviers"))]
    if "contrat" in document.data and isinstance(lever, str) and "dans-le-contrat" not in levers:
        said = (
            f"La rubrique « contrat » est lue sous le levier « {lever} » ; le levier « dans-le-contrat » est attendu."
        )
        mend = edit.replaced(document, ("levier",), "dans-le-contrat")
        yield document.problem(CONTRAT, ("contrat",), said, mend, at_key=True)


def check_lever(document: Document, context: Context) -> Iterator[Problem]:
    """A practice stands under a lever that has no lever under it."""
    for place, value in [(("levier",), document.value(("levier",))), *_items(document, "autres_leviers")]:
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

    for place, items in lists(document.data, ()):
        for number, item in enumerate(items[:MOST]):
            shown = f"« {item} »" if isinstance(item, str) else "un même élément"
            if place == ("autres_leviers",) and item == document.data.get("levier"):
                said = f"{shown} est déjà le levier principal ; une seule fois suffit."
            elif item and item in items[:number]:
                said = f"« {place[-1]} » répète {shown} ; une seule fois suffit."
            else:
                continue
            once = edit.removed(document, (*place, number))
            yield document.problem(REPETITION, (*place, number), said, once or "Effacez la répétition.")


def check_self(document: Document, context: Context) -> Iterator[Problem]:
    """A practice is neither related to itself nor part of itself."""
    own = document.path.rsplit("/", 1)[-1].removesuffix(".yml")
    for place, value in [(("programme",), document.value(("programme",))), *_items(document, "pratiques_liees")]:
        if value == own:
            said = f"« {place[0]} » renvoie à « {value} », cette fiche elle-même ; une autre fiche est attendue."
            yield document.problem(VERS_SOI, place, said, edit.removed(document, place) or "Effacez ce renvoi.")


def check_territory(document: Document, context: Context) -> Iterator[Problem]:
    """A territory names a region, or the whole country."""
    value = document.value(("territoire",))
    if isinstance(value, dict) and value and not value.get("regions") and value.get("national", "false") == "false":
        said = "« territoire » ne donne ni « regions » ni « national: true » ; l’un des deux est attendu."
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
    check_dates,
    check_contract,
    check_lever,
    check_repetitions,
    check_self,
    check_territory,
)
"""Rules on one record as a whole."""


# --- Between records ---------------------------------------------------------------------------------------------

declare_between = declaring("D’une fiche à l’autre")

BOUCLE = declare_between(
    id="boucle",
    titre="Les programmes, comme les leviers, ne tournent pas en rond.",
    pourquoi="Si A fait partie de B, B ne peut pas faire partie de A.",
    faux="programme: atout-mixite  # alors que atout-mixite fait partie de cette pratique",
    juste="# sans « programme »",
)
ALIAS = declare_between(
    id="alias-en-conflit",
    titre="Un ancien identifiant ne mène qu’à une seule fiche.",
    pourquoi="Deux fiches ne peuvent pas répondre à la même adresse.",
    faux="alias: [atout-mixite]  # une autre fiche porte ce nom",
    juste="alias: [mon-ancien-nom]",
)
TITRE_DOUBLE = declare_between(
    id="titre-en-double",
    titre="Deux fiches n’ont pas le même titre.",
    pourquoi="On ne saurait pas laquelle ouvrir ; peut-être s’agit-il de la même pratique.",
    faux="titre: Atout mixité",
    juste="titre: Atout mixité, volet formation",
)
CONNUE = declare_between(
    id="entree-deja-connue",
    titre="« nouveau » n’apporte que ce que le catalogue ne connaît pas encore.",
    pourquoi="Une organisation ou une source se décrit une seule fois : de deux descriptions, on ne saurait laquelle montrer.",
    faux="nouveau:\n  organisations:\n    mef-cotentin: {nom: MEF du Cotentin, nature: association}",
    juste="porteurs: [mef-cotentin]  # déjà dans organisations.yml",
)
INUTILISEE = declare_between(
    id="entree-inutilisee",
    titre="Chaque entrée de vocabulaire sert à une fiche ou à une autre liste.",
    pourquoi="Une entrée sans emploi donnerait une page ou un filtre vide. Les leviers, les régions et les chiffres clés "
    "peuvent attendre leur première fiche.",
    faux="publics.yml : « jeunes », qu’aucune fiche ne cite",
    juste="publics: [jeunes]  # dans une fiche, ou l’entrée effacée",
)
SYNONYME_DOUBLE = declare_between(
    id="synonyme-en-double",
    titre="Un mot ne se trouve que dans un groupe de synonymes.",
    pourquoi="La recherche ne saurait pas quel sens lui donner ; si les deux groupes disent la même chose, réunissez-les.",
    faux="batiment:\n  termes: [BTP, chantier]\ntravaux:\n  termes: [travaux, chantier]",
    juste="batiment:\n  termes: [BTP, chantier, travaux]",
)

REGION = declare_between(
    id="region-en-conflit",
    titre="Chaque région a son adresse.",
    pourquoi="La page d’une région tire son adresse des lettres et des chiffres de son nom : sans eux, elle n’en aurait pas ; "
    "avec les mêmes qu’une autre, elle n’en aurait pas à elle.",
    faux='"28":\n  nom: Normandie\n"29":\n  nom: NORMANDIE',
    juste='"28":\n  nom: Normandie\n"29":\n  nom: Normandie (29)',
)
RETRAIT = declare_between(
    id="retrait-en-conflit",
    titre="Ce qui est retiré n’est plus là.",
    pourquoi="À une même adresse, on ne peut lire à la fois une fiche et la raison de son retrait.",
    faux="retraits.yml : « atout-mixite », alors que practices/atout-mixite.yml existe",
    juste="retraits.yml sans « atout-mixite », ou la fiche effacée",
)

# The levers are the site's plan, the regions a full national list: they may wait for their first practice. Synonyms serve
# readers, not records.
_MAY_WAIT = ("leviers", "regions", "chiffres-cles", "synonymes", "retraits")


def check_loops(documents: Mapping[str, tuple[Document, Place]], key: str) -> Iterator[Problem]:
    """No chain of `key` (`programme`, `parent`) comes back to where it began; one problem a loop."""
    above = {}
    for name, (document, prefix) in documents.items():
        value = document.value((*prefix, key))
        above[name] = value if isinstance(value, str) else None
    seen: set[str] = set()
    for name in sorted(documents):
        chain: list[str] = []
        at: str | None = name
        while at in above and at not in seen:
            seen.add(at)
            chain.append(at)
            at = above[at]
        loop = chain[chain.index(at) :] if at in chain else []
        # A practice that is part of itself is told by `check_self`.
        if len(loop) > 1 or (loop and key == "parent"):
            first = loop.index(min(loop))
            loop = loop[first:] + loop[:first]
            document, prefix = documents[loop[0]]
            said = f"« {key} » tourne en rond : {' → '.join([*loop, loop[0]])} ; la suite doit s’arrêter quelque part."
            mend = edit.removed(document, (*prefix, key))
            yield document.problem(BOUCLE, (*prefix, key), said, mend or f"Effacez une de ces lignes « {key} ».")


def check_aliases(documents: Mapping[str, Document], reserved: Collection[str]) -> Iterator[Problem]:
    """An alias is neither a practice's id, nor another's alias, nor a reserved name."""
    owners: dict[str, str] = {name: name for name in documents}
    for name in sorted(documents):
        for place, alias in _items(documents[name], "alias"):
            if not isinstance(alias, str):
                continue
            if alias in reserved:
                said = f"L’ancien identifiant « {alias} » est réservé ; un autre est attendu."
                yield documents[name].problem(ALIAS, place, said, edit.removed(documents[name], place) or "Effacez-le.")
            owner = owners.setdefault(alias, name)
            if alias in documents or owner != name:
                said = f"L’ancien identifiant « {alias} » est déjà celui de « {owner} » ; un autre est attendu."
                how = edit.removed(documents[name], place) or "Effacez-le, ou choisissez-en un autre."
                yield documents[name].problem(ALIAS, place, said, how)


def check_withdrawals(document: Document, records: Mapping[str, Document], context: Context) -> Iterator[Problem]:
    """What was withdrawn is neither a practice nor what one was called; not twice; and not in the future."""
    taken = {f"pratiques/{name}/": f"practices/{name}.yml" for name in records}
    for name, record in records.items():
        taken |= {f"pratiques/{alias}/": f"practices/{name}.yml (alias)" for _, alias in _items(record, "alias")}
    for key, entry in document.data.items():
        if not isinstance(entry, dict):
            continue
        address = str(entry.get("adresse") or f"pratiques/{key}/")
        where = taken.setdefault(address, f"l’entrée « {key} »")
        if where != f"l’entrée « {key} »":
            said = f"« {key} » retire l’adresse /{address}, que tient {where} ; une seule des deux est attendue."
            mend = edit.removed(document, (key,)) if len(document.data) > 1 else Mend(name="")
            yield document.problem(RETRAIT, (key,), said, mend or "Effacez ce retrait.", at_key=True)
        day, today = entry.get("le"), context.today.isoformat()
        if isinstance(day, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) and day > today:
            said = f"La date « {day} » est dans le futur (nous sommes le {today}) ; une date passée est attendue."
            yield document.problem(DATE_FUTURE, (key, "le"), said, edit.replaced(document, (key, "le"), today))


def check_titles(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """No two practices share a title."""
    seen: dict[str, str] = {}
    for name in sorted(documents):
        title = documents[name].value(("titre",))
        if isinstance(title, str) and title:
            first = seen.setdefault(fold(title), name)
            if first != name:
                said = f"Le titre « {title} » est déjà celui de « {first} » ; un titre qui s’en distingue est attendu."
                mend = edit.replaced(documents[name], ("titre",), quoted(f"{title[:73].strip()}, suite"))
                yield documents[name].problem(TITRE_DOUBLE, ("titre",), said, mend)


def check_unused(vocabularies: Mapping[str, Document], used: Mapping[str, Counter[str]]) -> Iterator[Problem]:
    """Every entry is named by a record or by another vocabulary."""
    for kind, document in vocabularies.items():
        for key in document.data:
            if kind not in _MAY_WAIT and not used[kind][key] and slug(key) == key:
                said = f"Rien ne cite l’entrée « {key} » ; une fiche qui la cite est attendue."
                how = edit.removed(document, (key,)) or "Citez-la dans une fiche, ou effacez-la."
                yield document.problem(INUTILISEE, (key,), said, how, at_key=True)


def check_brought_unused(documents: Mapping[str, Document], used: Mapping[str, Counter[str]]) -> Iterator[Problem]:
    """What a record brings serves a record."""
    for document in documents.values():
        for kind in APPORTS:
            entries = document.value((NOUVEAU, kind))
            for key in entries if isinstance(entries, dict) else ():
                if not used[kind][key] and slug(key) == key:
                    place = (NOUVEAU, kind, key)
                    said = f"Rien ne cite l’entrée nouvelle « {key} » ; une fiche qui la cite est attendue."
                    how = edit.removed(document, place) or "Citez-la dans la fiche, ou effacez-la."
                    yield document.problem(INUTILISEE, place, said, how, at_key=True)


def check_brought(documents: Mapping[str, Document], known: Mapping[str, Document]) -> Iterator[Problem]:
    """What a record brings is neither in the vocabularies `known` nor brought by another record."""
    owners: dict[tuple[str, str], str] = {}
    for name in sorted(documents):
        for kind in APPORTS:
            entries = documents[name].value((NOUVEAU, kind))
            for key in entries if isinstance(entries, dict) else ():
                place = (NOUVEAU, kind, key)
                owner = owners.setdefault((kind, key), name)
                where = f"{kind}.yml" if kind in known and key in known[kind].data else f"practices/{owner}.yml"
                if where == f"{kind}.yml" or owner != name:
                    said = f"« {key} » est déjà décrite dans {where} ; elle est attendue une seule fois."
                    mend = edit.removed(documents[name], place)
                    yield documents[name].problem(CONNUE, place, said, mend or "Effacez-la d’ici.", at_key=True)


def check_regions(document: Document) -> Iterator[Problem]:
    """The name of each region makes an address, which is no other's."""
    owners: dict[str, str] = {}
    for key in document.data:
        name = document.value((key, "nom"))
        if not isinstance(name, str) or not name:
            continue
        owner = owners.setdefault(slug(name), key) if slug(name) else None
        if owner != key:
            said = (
                f"Le nom « {name} » donne la même adresse que celui de « {owner} »"
                if owner
                else f"Le nom « {name} » ne donne pas d’adresse"
            )
            mend = edit.replaced(document, (key, "nom"), quoted(f"{name[: 117 - len(key)].strip()} ({key})"))
            yield document.problem(REGION, (key, "nom"), f"{said} ; un autre est attendu.", mend)


def check_synonyms(document: Document) -> Iterator[Problem]:
    """No word stands twice in the groups of synonyms, accents and capitals apart."""
    owners: dict[str, str] = {}
    for group in document.data:
        for place, word in _items(document, group, "termes"):
            if not isinstance(word, str) or not fold(word):
                continue
            if fold(word) in owners:
                where = "ce groupe" if owners[fold(word)] == group else f"le groupe « {owners[fold(word)]} »"
                said = f"« {word} » est déjà dans {where} ; il est attendu une seule fois."
                mend = edit.removed(document, place)
                yield document.problem(SYNONYME_DOUBLE, place, said, mend or "Effacez l’un des deux.")
            owners.setdefault(fold(word), group)


PATTERNS = {"provisoire": _LEFTOVERS, "mise_en_forme": _MARKUP, "pourcentage": _PERCENT}
"""What the form looks for in a text as it is typed, from the rules themselves."""
