"""Rules on texts: the entries they name exist, nothing provisional is left, mark-up and links stay within what is allowed."""

import re
from collections.abc import Iterator, Sequence

from pydantic_core import PydanticCustomError

from catalogue.checks.context import Context, Text, place_of
from catalogue.problems.mend import Edit, Mend
from catalogue.problems.problem import Problem, Rule, declaring, suggestion
from catalogue.records import edit
from catalogue.records.document import Document
from catalogue.records.fields import fields_of
from catalogue.records.values import web_address
from catalogue.records.vocabularies import VOCABULAIRES
from catalogue.records.write import example_text
from catalogue.text import prose
from catalogue.text.near import near, surely
from catalogue.text.typography import fold, slug
from catalogue.text.yaml_scalar import quoted

declare = declaring("Ce que dit la fiche", __name__)

_NAMES = {
    "leviers": ("levier-inconnu", "Le levier", "leviers.yml", "freins-peripherique", "freins-peripheriques"),
    "organisations": ("organisation-inconnue", "L’organisation", "organisations.yml", "mef-contentin", "mef-cotentin"),
    "sources": ("source-inconnue", "La source", "sources.yml", "maximilien", "maximilien-diversification"),
    "publics": ("public-inconnu", "Le public", "publics.yml", "femme", "femmes"),
    "freins": ("frein-inconnu", "Le frein", "freins.yml", "confiance", "confiance-en-soi"),
    "secteurs": ("secteur-inconnu", "Le secteur", "secteurs.yml", "industries", "industrie"),
    "regions": ("region-inconnue", "La région", "regions.yml", "Normandie", '"28"'),
    "pays": ("pays-inconnu", "Le pays", "pays.yml", "Allemagne", "DE"),
    "synonymes": ("synonymes-inconnus", "Le groupe de synonymes", "synonymes.yml", "batimant", "batiment"),
    "pratiques": ("pratique-inconnue", "La pratique", "practices/", "atout-mixté", "atout-mixite"),
}
_WRITTEN = {
    "leviers": "levier: {}",
    "organisations": "porteurs: [{}]",
    "sources": "sources: [{{id: {}, repere: page 2}}]",
    "regions": "territoire: {{regions: [{}]}}",
    "pays": "territoire: {{pays: {}}}",
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
    place, kind, value = text.place, text.leaf.vocabulaire, text.value
    if kind is None or not value or value in context.ids[kind]:
        return
    _, name, where, _, _ = _NAMES[kind]
    if kind == "pratiques" and (new := context.former.get(value)):
        said = f"La pratique « {value} » s’appelle maintenant « {new} » ; ce nom est attendu."
        yield document.problem(UNKNOWN[kind], place, said, edit.replaced(document, place, new, sure=True))
        return
    if kind == "pratiques" and value in context.withdrawn:
        said = f"La pratique « {value} » a été retirée ; elle est à retirer d’ici aussi, ou une autre est attendue."
        how = edit.removed(document, place) or "Enlevez-la, ou nommez la pratique à lire à sa place."
        yield document.problem(UNKNOWN[kind], place, said, how)
        return
    sure = context.named.get(kind, {}).get(fold(value)) or surely(
        value, () if kind == "regions" else context.ids[kind], open_list=kind in _OPEN
    )
    guess = sure or near(value, context.ids[kind])
    said = f"{name} « {value} » n’existe pas dans {where}{suggestion(guess)}"
    if kind == "regions":
        said += " Les régions se donnent par leur code INSEE, entre guillemets droits."
    if guess and place in document.values:
        new = f'"{guess}"' if guess.isdigit() else guess
        yield document.problem(UNKNOWN[kind], place, said, edit.replaced(document, place, new, sure=guess == sure))
    else:
        some = ", ".join(sorted(context.ids[kind])[:8])
        how = f"un des identifiants de {where} ({some}…), ou ajoutez-y le vôtre"
        if kind in VOCABULAIRES and kind in _OPEN:
            needed = (one for one in fields_of(VOCABULAIRES[kind]) if one.requis)
            entry = [f"  {one.nom}: {example_text(one, context.ids)}" for one in needed]
            how = "\n".join(
                [
                    f"si elle est nouvelle, ajoutez à {where} (ou sous « nouveau: {kind}: »)",
                    f"{slug(value) or 'mon-entree'}:",
                    *entry,
                ]
            )
        yield document.problem(UNKNOWN[kind], place, said, how)


PROVISOIRE = declare(
    id="texte-provisoire",
    titre="Le texte est définitif.",
    pourquoi="« TBD », « à compléter » ou « lorem ipsum » n’apprennent rien à qui lit. Ce qui n’est pas connu se dit en "
    "laissant la rubrique de côté.",
    faux="contexte: À compléter",
    juste="contexte: L’enjeu a été identifié lors du sourcing.",
    messages={"texte": "« {lu} » est un texte provisoire ; un texte définitif est attendu, ou rien."},
)
MISE_EN_FORME = declare(
    id="mise-en-forme",
    titre="La mise en forme se limite aux paragraphes, listes, emphase et liens.",
    pourquoi="La fiche a ses propres titres et sa propre mise en page. Les textes courts n’ont pas de mise en forme du tout.",
    faux="contexte: <b>Important</b>",
    juste="contexte: Ce point est **important**.",
    messages={
        "simple": "« {lu} » est de la mise en forme ; un texte simple est attendu ici.",
        "prose": "« {lu} » contient {quoi} ; ce texte n’admet que paragraphes, listes, emphase et liens.",
    },
)
LIEN = declare(
    id="lien-invalide",
    titre="Un lien dans un texte commence par http:// ou https://.",
    pourquoi="Toute autre adresse pourrait ne pas s’ouvrir, ou faire autre chose que mener à une page.",
    faux="contexte: Voir [le site](javascript:ouvrir).",
    juste="contexte: Voir [le site](https://www.ville-emploi.asso.fr/).",
    messages={"adresse": "L’adresse « {lu} » a été lue ; une adresse complète en http:// ou https:// est attendue."},
)

LEFTOVERS = re.compile(
    r"\b(?:tbd|tba|todo|fixme|xxx+|lorem|ipsum)\b"
    r"|\b[àa] compl[ée]ter(?=\W*$)"
    r"|^\W*(?:à (?:remplir|définir|préciser|venir|rédiger|faire|vérifier)|en cours de rédaction|exemple|test)\W*$"
    r"|[\[({]\s*à (?:compléter|remplir|définir|préciser|venir|rédiger|faire|vérifier)\s*[\])}]"
    r"|^[\s.…?_-]+$|\?{3,}",
    re.IGNORECASE,
)


def check_leftovers(document: Document, text: Text, context: Context) -> Iterator[Problem]:
    """No text is a stopgap."""
    if (
        text.leaf.is_text
        and not text.value.startswith("http")
        and text.value
        and (found := LEFTOVERS.search(text.value))
    ):
        line, column = place_of(document, text.place, found[0])
        said = PROVISOIRE.says("texte", lu=found[0].strip())
        how = edit.removed(document, text.place) or "Écrivez le texte définitif, ou effacez la rubrique."
        yield document.problem_at(PROVISOIRE, line, column, said, how)


MARKUP = re.compile(r"</?[a-zA-Z!][^<>]*>?|!?\[([^\[\]]*)\]\([^()]*\)")


def check_markup(document: Document, text: Text, context: Context) -> Iterator[Problem]:
    """Prose keeps to paragraphs, lists, emphasis and links; other texts have no mark-up."""
    if text.leaf.genre == "prose":
        yield from _check_prose(document, text)
    elif text.leaf.is_text and (found := MARKUP.search(text.value)):
        line, column = place_of(document, text.place, found[0])
        said = MISE_EN_FORME.says("simple", lu=found[0][:40])
        kept = " ".join(MARKUP.sub(lambda mark: mark[1] or "", text.value).split())
        mend = edit.replaced(document, text.place, quoted(kept)) if kept else edit.removed(document, text.place)
        yield document.problem_at(MISE_EN_FORME, line, column, said, mend or MISE_EN_FORME.juste)


# Where each forbidden construct begins, to point at it.
_SIGNS = {"du HTML": "<", "une image": "![", "du code": "`", "un bloc de code": "```", "un titre": "#"}


def _check_prose(document: Document, text: Text) -> Iterator[Problem]:
    forbidden, links = prose.inspect(text.value)
    if forbidden:
        line, column = place_of(document, text.place, _SIGNS.get(forbidden[0], "\n"))
        read = document.lines[line - 1][column - 1 :].strip()[:30]
        said = MISE_EN_FORME.says("prose", lu=read, quoi=forbidden[0])
        how = _rewritten(document, text, _PLAINER) or (
            "Retirez-le ; restent permis : paragraphes, listes, *emphase*, **emphase forte**, [lien](https://…)."
        )
        yield document.problem_at(MISE_EN_FORME, line, column, said, how)
    for address in links:
        try:
            web_address(address)
        except PydanticCustomError:
            line, column = place_of(document, text.place, address)
            said = LIEN.says("adresse", lu=address[:80])
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
