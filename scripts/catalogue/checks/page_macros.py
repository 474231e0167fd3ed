"""Rules on the macros of pages written by hand: which may be called, with what, and that what they name exists."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from catalogue.checks.context import Context
from catalogue.checks.folder import Found
from catalogue.checks.macro_calls import Call, Reading, Value
from catalogue.problems.mend import Edit, Mend, Spot
from catalogue.problems.problem import Problem, Rule, declaring
from catalogue.records.document import Document
from catalogue.text.near import near, surely
from catalogue.text.typography import fold

declare = declaring("Les pages écrites à la main", __name__)

MACRO = declare(
    id="macro-interdite",
    titre="Une page n’appelle que les macros prévues, avec des valeurs écrites telles quelles.",
    pourquoi="Une page vient parfois d’une personne inconnue : rien n’y est un programme. Les macros et ce qu’elles prennent "
    "sont dans CONTRIBUTING.md ; ni instruction, ni filtre, ni variable, ni fichier inclus.",
    faux="{% for p in config.plugins %}{{ p }}{% endfor %}",
    juste='{{ liste(levier="portage") }}',
)
NOM = declare(
    id="macro-nom-inconnu",
    titre="Ce que nomme une macro existe.",
    pourquoi="Une page ne peut montrer que ce qui est dans practices/. Une fiche renommée se nomme par son nouveau nom ; "
    "une fiche retirée s’enlève des pages.",
    faux='{{ fiche("nego-traning") }}',
    juste='{{ fiche("nego-training") }}',
)

TEXT, NUMBER, STEP, COUNTED = "un texte", "un nombre", "une étape, etape(…)", "ce qui se compte"
"""What a macro takes, besides names: of the practices, or of the entries of a vocabulary."""

COUNTABLE = ("pratiques", "organisations", "leviers", "regions")
"""What `nombre` counts."""


class Takes(NamedTuple):
    """What a macro takes under one name: of a `kind`, in a list, or as many as there are; only by its name."""

    kind: str
    needed: bool = False
    listed: bool = False
    many: bool = False
    by_name: bool = False


_CHOSEN = {
    "levier": Takes("leviers", by_name=True),
    "region": Takes("regions", by_name=True),
    "porteur": Takes("organisations", by_name=True),
    "ids": Takes("pratiques", listed=True, by_name=True),
}
_FIGURES = {"noms": Takes("chiffres-cles", many=True)}

MACROS: Mapping[str, Mapping[str, Takes]] = {
    "nombre": {"quoi": Takes(COUNTED), **_CHOSEN},
    "cartes": _CHOSEN,
    "liste": _CHOSEN,
    "nouveautes": {"combien": Takes(NUMBER)},
    "leviers": {},
    "fiche": {"nom": Takes("pratiques", needed=True), "texte": Takes(TEXT)},
    "levier": {"nom": Takes("leviers", needed=True), "texte": Takes(TEXT)},
    "organisation": {"nom": Takes("organisations", needed=True), "texte": Takes(TEXT)},
    "source": {"nom": Takes("sources", needed=True)},
    "chiffre_cle": {"nom": Takes("chiffres-cles", needed=True)},
    "valeur": {"nom": Takes("chiffres-cles", needed=True)},
    "evolution": _FIGURES,
    "repartition": _FIGURES,
    "carte": {},
    "etape": {
        "nom": Takes("pratiques", needed=True),
        "minutes": Takes(NUMBER),
        "questions": Takes(TEXT, listed=True),
    },
    "parcours": {"etapes": Takes(STEP, many=True), "objectifs": Takes(TEXT, listed=True, by_name=True)},
    "atelier": {},
    "adresse_courte": {"nom": Takes("pratiques", needed=True)},
    "a_integrer": {"nom": Takes("pratiques", needed=True)},
    "forge": {"texte": Takes(TEXT, needed=True), "sinon": Takes(TEXT, needed=True)},
}
"""Every macro, with what it takes, in order: what `site/macros.py` defines, as CONTRIBUTING.md describes it."""

BLOCKS = frozenset(MACROS) - {
    "nombre",
    "fiche",
    "levier",
    "organisation",
    "source",
    "valeur",
    "etape",
    "adresse_courte",
    "forge",
}
"""The macros that give a block of HTML, which Markdown leaves alone where it begins a line, and there only."""

_NAMED = {
    "pratiques": "aucune fiche",
    "leviers": "aucun levier",
    "regions": "aucune région",
    "organisations": "aucune organisation",
    "sources": "aucune source",
    "chiffres-cles": "aucun chiffre-clé",
}


def check_macros(document: Document, read: Reading, found: Found, context: Context) -> Iterator[Problem]:
    """Hold what was `read` of a page to the macros there are, and the names they are given to what there is."""
    page = _Page(document, found, context)
    for fault in read.faults:
        yield page.refusal(fault.at, fault.said)
    for start, end, call in read.calls:
        yield from page.outermost(call, start, end)


class _Page:
    """The page at hand, and what its macros may name."""

    def __init__(self, document: Document, found: Found, context: Context) -> None:
        self._document, self._found, self._context = document, found, context
        self._text = "\n".join(document.lines)

    def outermost(self, call: Call, start: int, end: int) -> Iterator[Problem]:
        if call.name == "etape":
            yield self.refusal(call.at, "« etape » ne s’emploie que dans « parcours(…) ».")
            return
        alone = self._text[:start].rpartition("\n")[2] == "" and self._text[end:].partition("\n")[0].strip() == ""
        if call.name in BLOCKS and not alone:
            said = f"« {call.name} » donne un bloc ; il est attendu seul sur sa ligne, au début."
            yield self.refusal(start, said, self._text[start:end])
        yield from self._call(call)

    def _call(self, call: Call) -> Iterator[Problem]:
        if call.name not in MACROS:
            guess = near(call.name, MACROS)
            said = f"Aucune macro ne s’appelle « {call.name} »" + (f" ; s’agit-il de « {guess} » ?" if guess else ".")
            yield self.refusal(call.at, said, self._in_place(call.at, call.name, guess) if guess else "")
            return
        takes = MACROS[call.name]
        in_order = [(name, one) for name, one in takes.items() if not one.by_name]
        rest = next(((name, one) for name, one in in_order if one.many), None)
        for number, value in enumerate(call.given):
            place = in_order[number] if number < len(in_order) else rest
            if place is None:
                yield self.refusal(value.at, f"« {call.name} » ne prend pas tant de valeurs.", _usage(call.name))
                return
            yield from self._value(value, place[1])
        for name, value in call.named.items():
            if name not in takes or takes[name].many:
                yield self.refusal(value.at, f"« {call.name} » ne prend pas de « {name} ».", _usage(call.name))
            elif any(name == other for other, _ in in_order[: len(call.given)]):
                yield self.refusal(value.at, f"« {name} » est donné deux fois.", _usage(call.name))
            else:
                yield from self._value(value, takes[name])
        got = {*call.named, *(name for name, _ in in_order[: len(call.given)])}
        if missing := [name for name, one in takes.items() if one.needed and name not in got]:
            yield self.refusal(call.at, f"« {call.name} » demande « {missing[0]} ».", _usage(call.name))

    def _value(self, value: Value, takes: Takes) -> Iterator[Problem]:
        is_list = isinstance(value.is_, list)
        if is_list != takes.listed:
            what = "une liste de textes, entre crochets" if takes.listed else "une seule valeur, sans crochets"
            yield self.refusal(value.at, f"Ici, on attend {what}.")
            return
        for one in value.is_ if isinstance(value.is_, list) else [value]:
            yield from self._one(one, takes.kind)

    def _one(self, value: Value, kind: str) -> Iterator[Problem]:
        given = value.is_
        if kind == STEP:
            if isinstance(given, Call) and given.name == "etape":
                yield from self._call(given)
            else:
                yield self.refusal(value.at, f"Ici, on attend {STEP}.")
        elif kind == NUMBER:
            if not isinstance(given, int):
                yield self.refusal(value.at, "Ici, on attend un nombre entier, sans guillemets.")
        elif not isinstance(given, str):
            yield self.refusal(value.at, "Ici, on attend un texte, entre guillemets droits.")
        elif kind == COUNTED:
            if given not in COUNTABLE:
                yield self.refusal(
                    value.at,
                    f"« {given} » ne se compte pas ; on attend un de ces mots : {', '.join(COUNTABLE)}.",
                )
        elif kind != TEXT:
            yield from self._name(value.at, given, kind)

    def _name(self, at: int, name: str, kind: str) -> Iterator[Problem]:
        """Tell a `name` that `kind` does not hold: its new name, its withdrawal, or the nearest there is."""
        ids = self._context.ids[kind]
        unread = kind != "pratiques" and kind not in self._found.vocabularies  # told, and then nothing could be found
        if name in ids or unread:
            return
        if kind == "pratiques" and (new := self._context.former.get(name)):
            said = f"La fiche « {name} » s’appelle maintenant « {new} » ; ce nom est attendu."
            yield self._told(NOM, at, said, self._in_place(at, name, new, sure=True))
        elif kind == "pratiques" and name in self._context.withdrawn:
            said = f"La fiche « {name} » a été retirée ; elle est à enlever de cette page."
            yield self._told(NOM, at, said, "Enlevez-la, ou nommez la fiche à lire à sa place.")
        else:
            # As people write them, names of entries are taken for their ids.
            sure = self._context.named.get(kind, {}).get(fold(name)) or surely(name, ids, open_list=True)
            guess = sure or near(name, ids)
            said = f"{_NAMED[kind].capitalize()} ne s’appelle « {name} »"
            if guess:
                mend = self._in_place(at, name, guess, sure=guess == sure)
                yield self._told(NOM, at, f"{said} ; s’agit-il de « {guess} » ?", mend)
            else:
                some = ", ".join(sorted(ids)[:8])
                yield self._told(NOM, at, f"{said}.", f"un de ceux-ci : {some}…" if some else NOM.juste)

    def refusal(self, at: int, said: str, how: str | Mend = "") -> Problem:
        """Return the problem of something at the letter `at` that no page may hold."""
        how = how or f"Retirez-le, ou appelez une macro : {MACRO.juste}"
        return self._told(MACRO, at, said, how)

    def _told(self, rule: Rule, at: int, said: str, how: str | Mend) -> Problem:
        return self._document.problem_at(rule, *self._spot(at), said, how)

    def _in_place(self, at: int, old: str, new: str, *, sure: bool = False) -> Mend:
        """Return the mend that writes `new` for `old`, which stands at the letter `at`, or after the quote there."""
        begins = self._text.index(old, at) if old else at + 1
        line, column = self._spot(begins)
        return replace(Mend((Edit((line, column), (line, column + len(old)), new),)), sure=sure)

    def _spot(self, at: int) -> Spot:
        before = self._text[:at]
        return before.count("\n") + 1, at - before.rfind("\n")


def _texts(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _usage(name: str) -> str:
    """Return how the macro `name` is written."""
    shown = []
    for key, one in MACROS[name].items():
        value = "[…]" if one.listed else "…"
        shown.append("…" if one.many else f"{key}={value}" if one.by_name or not one.needed else value)
    return f"{{{{ {name}({', '.join(shown)}) }}}}"
